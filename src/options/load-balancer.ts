/**
 * The protocol between the load balancer and the container.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
 */
export enum TargetProtocol {
  /** HTTP. */
  HTTP = 'HTTP',
  /** HTTPS. */
  HTTPS = 'HTTPS',
}

/**
 * The Application Load Balancer of a managed service: one that the service stack creates, or an existing one.
 *
 * To use an existing load balancer, for example one that several services share, set `listenerArn` or
 * `targetGroupArn`. The service stack then does not create a load balancer, and the options that configure one cannot
 * be set.
 */
export interface LoadBalancerOptions {
  /**
   * Whether the service receives its traffic from a load balancer.
   *
   * Set to false for a service that receives no traffic, such as a worker.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Whether the load balancer is internet-facing. If false, it is internal.
   *
   * @default true
   */
  readonly internetFacing?: boolean;

  /**
   * The ARN of the ACM certificate for HTTPS.
   *
   * The certificate must be in the same account and Region as the environment. With a certificate, HTTP requests are
   * redirected to HTTPS.
   *
   * @default - HTTP only
   */
  readonly certificateArn?: string;

  /**
   * The domain name of the service, for example `orders.example.com`.
   *
   * The URL of the service uses this name. Requires `certificateArn` or `hostedZone`, unless you use an existing
   * listener. If you set `certificateArn`, the certificate must be valid for this name. You create the DNS record
   * yourself, unless you set `hostedZone`.
   *
   * @default - the DNS name of the load balancer; for an existing listener, the first name in `hostHeaders` without
   * wildcards
   */
  readonly domainName?: string;

  /**
   * Further domain names of the service. The requirements for `domainName` also apply to these names.
   *
   * Requires `domainName`.
   *
   * @default - none
   */
  readonly additionalDomainNames?: string[];

  /**
   * The Route 53 hosted zone of the domain names.
   *
   * The service stack creates the DNS records of the domain names in this zone. If you do not set `certificateArn`, it
   * also creates a certificate for the domain names, which ACM validates with a DNS record. Requires `domainName`.
   *
   * @default - you create the DNS records yourself
   */
  readonly hostedZone?: HostedZoneOptions;

  /**
   * The name of the container that receives the requests: `containerName` at the top level, or the name of a sidecar.
   *
   * @default - the container of the service
   */
  readonly containerName?: string;

  /**
   * The port of that container that receives the requests: a TCP port in `ports` of the sidecar, or `containerPort` or
   * a port in `additionalPorts` of the service.
   *
   * @default - `containerPort` at the top level; with a sidecar, its TCP port, if it has only one
   */
  readonly containerPort?: number;

  /**
   * The protocol that the load balancer uses to connect to the container, also for health checks.
   *
   * With HTTPS, the container needs a certificate, which can be self-signed: the load balancer does not validate it. A
   * later change replaces the target group.
   *
   * @default TargetProtocol.HTTP
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
   */
  readonly targetProtocol?: TargetProtocol;

  /**
   * The IPv4 address ranges that can connect to the load balancer, for example `203.0.113.0/24`.
   *
   * @default - all addresses if the load balancer is internet-facing; 10.0.0.0/8, 172.16.0.0/12, and 192.168.0.0/16 if
   * it is internal
   */
  readonly allowedCidrs?: string[];

  /**
   * The time during which a new task can fail health checks while it starts, in seconds, from 0 to 7200.
   *
   * The alarm for unhealthy targets goes off only if targets stay unhealthy for longer than this period.
   *
   * @default 120
   */
  readonly healthCheckGracePeriodSeconds?: number;

  /**
   * The name of an existing S3 bucket for access logs.
   *
   * The bucket must be in the Region of the environment.
   *
   * @default - no access logs
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  readonly accessLogsBucket?: string;

  /**
   * The health checks that the load balancer sends to the tasks.
   *
   * @default - `healthCheckPath` on the container port, every 15 seconds
   */
  readonly healthCheck?: LoadBalancerHealthCheckOptions;

  /**
   * The time after which the load balancer closes an idle connection, in seconds, from 1 to 4000.
   *
   * The container must keep idle connections open for longer. Otherwise, it can close a connection just as the load
   * balancer sends a request, and the client receives a 502 error. For an existing load balancer, specify the timeout
   * that it already has.
   *
   * @default 60
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
   */
  readonly idleTimeoutSeconds?: number;

  /**
   * The time that the load balancer waits for in-flight requests to complete before it deregisters a task that is
   * stopping, in seconds, from 0 to 3600.
   *
   * Must be shorter than the time set by `deploymentTimeoutMinutes`, because a deployment waits for the old tasks.
   *
   * @default - the top-level `stopTimeout`
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
   */
  readonly deregistrationDelaySeconds?: number;

  /**
   * The time for which the load balancer sends all requests from a client to the same task, in seconds, from 1 to
   * 604800.
   *
   * The load balancer identifies the client by a cookie.
   *
   * @default - each request can go to any task
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html
   */
  readonly stickinessSeconds?: number;

  /**
   * Whether the load balancer removes HTTP headers with invalid names.
   *
   * Set to false only if clients send headers whose names contain characters other than letters, digits, and hyphens.
   *
   * @default true
   */
  readonly dropInvalidHeaderFields?: boolean;

  /**
   * The protocol version that the load balancer uses to send requests to the tasks.
   *
   * @default LoadBalancerProtocolVersion.HTTP1
   */
  readonly protocolVersion?: LoadBalancerProtocolVersion;

  /**
   * The ARN of an existing AWS WAF web ACL that protects the load balancer.
   *
   * The web ACL must have the scope `REGIONAL` and be in the same account and Region as the environment.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html
   */
  readonly webAclArn?: string;

  /**
   * The ARN of an existing listener of an Application Load Balancer in the VPC `network.vpcId`.
   *
   * The service stack then creates only the target groups and a rule for this listener. Requires `rulePriority`, and
   * also `hostHeaders`, `pathPatterns`, or both, unless you set `targetGroupArn`.
   *
   * @default - the service stack creates a load balancer
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
   */
  readonly listenerArn?: string;

  /**
   * The protocol with which clients connect to the existing listener.
   *
   * Requires `listenerArn` or `targetGroupArn`.
   *
   * @default ListenerProtocol.HTTPS
   */
  readonly listenerProtocol?: ListenerProtocol;

  /**
   * The ID of the security group of the existing load balancer, for example `sg-0123456789abcdef0`.
   *
   * The tasks accept connections from this security group on the container port. The service stack adds an outbound
   * rule to the security group, so that the load balancer can connect to the tasks. Requires `listenerArn` or
   * `targetGroupArn`.
   *
   * @default - none; required unless a security group in `network.securityGroupIds` accepts the connections
   */
  readonly securityGroupId?: string;

  /**
   * The priority of the rule of the existing listener, from 1 to 50000.
   *
   * The listener evaluates its rules from the lowest to the highest value. No other rule of the listener can have the
   * same priority. Requires `listenerArn`.
   *
   * @default - required with `listenerArn`, unless you set `targetGroupArn`
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
   */
  readonly rulePriority?: number;

  /**
   * The host names of the requests that the existing listener forwards to the service, for example
   * `orders.example.com`.
   *
   * The wildcards `*` and `?` are supported. With `pathPatterns`, both conditions must match. Requires `listenerArn`.
   * `hostHeaders` and `pathPatterns` can have at most five values in total.
   *
   * @default - any host name
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
   */
  readonly hostHeaders?: string[];

  /**
   * The paths of the requests that the existing listener forwards to the service, for example `/orders/*`.
   *
   * The wildcards `*` and `?` are supported. The load balancer does not change the path of the request. Requires
   * `listenerArn`.
   *
   * @default - any path
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
   */
  readonly pathPatterns?: string[];

  /**
   * The ARN of an existing listener for test traffic, which reaches the new revision before production traffic does.
   *
   * The service stack creates a rule with the same priority and conditions in this listener. Requires `listenerArn`,
   * and a strategy that shifts traffic.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html
   */
  readonly testListenerArn?: string;

  /**
   * The ARN of an existing target group with the target type `ip`. The service registers its tasks there.
   *
   * The service stack then creates no load balancer resources, and you configure the health checks and other
   * attributes of the target group elsewhere. Cannot be combined with a strategy that shifts traffic. Set `listenerArn`
   * too if `alarms` or `autoScaling` use metrics of the load balancer.
   *
   * @default - the service stack creates the target groups
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
   */
  readonly targetGroupArn?: string;
}

/**
 * The protocol of an existing listener.
 */
export enum ListenerProtocol {
  /** HTTP. */
  HTTP = 'HTTP',
  /** HTTPS. */
  HTTPS = 'HTTPS',
}

/**
 * The protocol version that a load balancer uses to send requests to the tasks.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
 */
export enum LoadBalancerProtocolVersion {
  /** HTTP/1.1. */
  HTTP1 = 'HTTP1',
  /** HTTP/2, without TLS to the tasks. Requires HTTPS between clients and the load balancer. */
  HTTP2 = 'HTTP2',
  /**
   * gRPC.
   *
   * Requires HTTPS between clients and the load balancer. Set `healthCheck.path` to a gRPC method, for example
   * `/grpc.health.v1.Health/Check`.
   */
  GRPC = 'GRPC',
}

/**
 * An existing Route 53 hosted zone in the account of the environment.
 *
 * If ACM uses the zone to validate a certificate, the zone must be public.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-working-with.html
 */
export interface HostedZoneOptions {
  /**
   * The ID of the hosted zone, for example `Z0123456789ABCDEFGHIJ`.
   */
  readonly id: string;

  /**
   * The domain name of the hosted zone, for example `example.com`.
   */
  readonly name: string;
}

/**
 * The health checks that the load balancer sends to the tasks.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export interface LoadBalancerHealthCheckOptions {
  /**
   * The path of the health checks.
   *
   * With `LoadBalancerProtocolVersion.GRPC`, specify the gRPC method that the load balancer calls; in this case, there
   * is no default.
   *
   * @default - the top-level `healthCheckPath`
   */
  readonly path?: string;

  /**
   * The port for health checks, from 1 to 65535, if it differs from the port that receives requests.
   *
   * @default - the container port
   */
  readonly port?: number;

  /**
   * The HTTP status codes of a healthy task, from 200 to 499, for example `200,301` or `200-399`.
   *
   * With `LoadBalancerProtocolVersion.GRPC`, the gRPC status codes, from 0 to 99, for example `0` or `0-5`.
   *
   * @default - "200", or "0" for gRPC
   */
  readonly successCodes?: string;

  /**
   * The time between two health checks of a task, in seconds, from 5 to 300.
   *
   * @default 15
   */
  readonly intervalSeconds?: number;

  /**
   * The time after which a health check without a response fails, in seconds, from 2 to 120.
   *
   * Must be less than `intervalSeconds`.
   *
   * @default - 5, or 4 if `intervalSeconds` is 5
   */
  readonly timeoutSeconds?: number;

  /**
   * The number of consecutive successful health checks after which an unhealthy task is considered healthy, from 2 to
   * 10.
   *
   * @default 2
   */
  readonly healthyThreshold?: number;

  /**
   * The number of consecutive failed health checks after which a task is unhealthy, from 2 to 10.
   *
   * @default 3
   */
  readonly unhealthyThreshold?: number;
}
