import type { HostedZoneOptions } from './load-balancer';

/**
 * The network of a service on EC2 instances: a new VPC, an existing VPC, or specific subnets of an existing VPC.
 */
export interface Ec2NetworkOptions {
  /**
   * The ID of an existing VPC, for example `vpc-0123456789abcdef0`.
   *
   * If you do not also specify subnet IDs, the CDK must look up the subnets of the VPC once. To do this, sign in to the
   * account, run the `synth` task, and commit `cdk.context.json`.
   *
   * @default - a new VPC
   */
  readonly vpcId?: string;

  /**
   * The IDs of the subnets of `vpcId` that the instances run in. The instances must be able to connect to AWS services.
   *
   * @default - the private subnets with internet access, or the public subnets if `publicInstances` is true; required if
   * you set `loadBalancerSubnetIds`
   */
  readonly instanceSubnetIds?: string[];

  /**
   * The IDs of the subnets of `vpcId` that the load balancer runs in. At least two, in different Availability Zones. An
   * internet-facing load balancer requires public subnets.
   *
   * @default - the public subnets, or the private subnets for an internal load balancer; required if you set
   * `instanceSubnetIds` and there is a load balancer
   */
  readonly loadBalancerSubnetIds?: string[];

  /**
   * The IPv4 address range of a new VPC, from /16 to /24, for example `10.20.0.0/16`.
   *
   * @default "10.0.0.0/16"
   */
  readonly cidr?: string;

  /**
   * The number of Availability Zones that a new VPC spans, 2 or 3.
   *
   * @default 2
   */
  readonly availabilityZones?: number;

  /**
   * The number of NAT gateways in a new VPC, from 1 to `availabilityZones`. Cannot be combined with `publicInstances`.
   *
   * @default 1
   */
  readonly natGateways?: number;

  /**
   * Whether instances run in public subnets with public IP addresses.
   *
   * If true, a new VPC has no NAT gateways. Only the load balancer can connect to the instances.
   *
   * @default false
   */
  readonly publicInstances?: boolean;

  /**
   * The IDs of existing security groups for the instances, for example a group that a database already trusts. At most
   * four. Requires `vpcId`.
   *
   * The instances also have the security group that the service stack creates.
   *
   * @default - none
   */
  readonly securityGroupIds?: string[];
}

/**
 * The Application Load Balancer of a service on EC2 instances.
 */
export interface Ec2LoadBalancerOptions {
  /**
   * Whether there is a load balancer.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Whether the load balancer is reachable from the internet.
   *
   * @default true
   */
  readonly internetFacing?: boolean;

  /**
   * The ARN of the ACM certificate for HTTPS. It must be in the same account and Region as the environment.
   *
   * With a certificate, the load balancer listens on port 443 and redirects requests on port 80.
   *
   * @default - HTTP on port 80
   */
  readonly certificateArn?: string;

  /**
   * The domain name of the service, for example `orders.example.com`. Requires `certificateArn` or `hostedZone`.
   *
   * If you set `certificateArn`, the certificate must be valid for this name. You create the DNS record yourself, unless
   * you set `hostedZone`.
   *
   * @default - the DNS name of the load balancer
   */
  readonly domainName?: string;

  /**
   * Further domain names of the service. Requires `domainName`.
   *
   * The requirements for `domainName` also apply to these names.
   *
   * @default - none
   */
  readonly additionalDomainNames?: string[];

  /**
   * The Route 53 hosted zone of the domain names. Requires `domainName`.
   *
   * The service stack creates the DNS records of the domain names in this zone. If you do not set `certificateArn`, it
   * also creates a certificate for the domain names, which ACM validates with a DNS record.
   *
   * @default - you create the DNS records yourself
   */
  readonly hostedZone?: HostedZoneOptions;

  /**
   * The IPv4 address ranges that can connect to the load balancer, for example `203.0.113.0/24`.
   *
   * @default - 0.0.0.0/0, or the private ranges 10.0.0.0/8, 172.16.0.0/12, and 192.168.0.0/16 for an internal load
   * balancer
   */
  readonly allowedCidrs?: string[];

  /**
   * The name of an existing S3 bucket that stores the access logs. Its policy must allow Elastic Load Balancing to
   * write to it.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  readonly accessLogsBucket?: string;

  /**
   * The ARN of an AWS WAF web ACL that protects the load balancer. It must be in the same account and Region as the
   * environment.
   *
   * @default - none
   */
  readonly webAclArn?: string;

  /**
   * The time after which the load balancer closes an idle connection, in seconds, from 1 to 4000.
   *
   * The service must keep idle connections open for longer.
   *
   * @default 60
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
   */
  readonly idleTimeoutSeconds?: number;

  /**
   * The time that an instance gets to finish its open requests before it is updated or terminated, in seconds, from 0
   * to 3600.
   *
   * A deployment waits for this time on each instance.
   *
   * @default 30
   */
  readonly deregistrationDelaySeconds?: number;
}
