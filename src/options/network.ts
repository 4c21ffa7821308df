/**
 * The network of a managed service: a new VPC, an existing VPC, or specific subnets of an existing VPC.
 */
export interface NetworkOptions {
  /**
   * The ID of an existing VPC, for example `vpc-0123456789abcdef0`.
   *
   * If you do not also specify subnet IDs, the CDK must look up the subnets of the VPC once. To do this, sign in to the
   * account, run the `synth` task, and commit `cdk.context.json`. If the VPC has no private subnets with internet access,
   * set `taskSubnetIds` and `loadBalancerSubnetIds`.
   *
   * @default - a new VPC
   */
  readonly vpcId?: string;

  /**
   * The IDs of the subnets of `vpcId` that the tasks run in, for example `subnet-0123456789abcdef0`.
   *
   * @default - the private subnets with internet access, or the public subnets if `publicTasks` is true; required if
   * you set `loadBalancerSubnetIds`
   */
  readonly taskSubnetIds?: string[];

  /**
   * The IDs of the subnets of `vpcId` that the load balancer runs in. Applies only to a load balancer that the service
   * stack creates.
   *
   * At least two, in different Availability Zones. An internet-facing load balancer requires public subnets.
   *
   * @default - the public subnets, or the private subnets for an internal load balancer; required if you set
   * `taskSubnetIds` and the service stack creates a load balancer
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
   * The VPC uses the first 2 or 3 Availability Zones of the Region.
   *
   * @default 2
   */
  readonly availabilityZones?: number;

  /**
   * The number of NAT gateways in a new VPC, from 1 to `availabilityZones`.
   *
   * With fewer NAT gateways than Availability Zones, an outage of one zone can cut off internet access for tasks in the
   * others. Cannot be combined with `publicTasks`.
   *
   * @default 1
   */
  readonly natGateways?: number;

  /**
   * Whether tasks run in public subnets with public IP addresses.
   *
   * If true, a new VPC has no NAT gateways. By default, only the load balancer can connect to the tasks.
   *
   * @default false
   */
  readonly publicTasks?: boolean;

  /**
   * The IDs of existing security groups for the tasks, for example `sg-0123456789abcdef0`. At most four.
   *
   * The tasks also have the security group that the service stack creates. Use this option for groups that other
   * resources, such as a database, already trust. Requires `vpcId`.
   *
   * @default - none
   */
  readonly securityGroupIds?: string[];
}
