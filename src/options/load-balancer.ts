/**
 * The Application Load Balancer of a managed service.
 */
export interface LoadBalancerOptions {
  /**
   * Whether to create a load balancer.
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
   * The URL of the service uses this name. Requires `certificateArn` or `hostedZone`. If you set `certificateArn`, the
   * certificate must be valid for this name. You create the DNS record yourself, unless you set `hostedZone`.
   *
   * @default - the DNS name of the load balancer
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
   * balancer sends a request, and the client receives a 502 error.
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
