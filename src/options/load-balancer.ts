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
   * The URL of the service uses this name. Requires `certificateArn`, and the certificate must be valid for this name.
   * You create the DNS record yourself.
   *
   * @default - the DNS name of the load balancer
   */
  readonly domainName?: string;

  /**
   * The IPv4 address ranges that can connect to the load balancer, for example `203.0.113.0/24`.
   *
   * @default - all addresses if the load balancer is internet-facing; 10.0.0.0/8, 172.16.0.0/12, and 192.168.0.0/16 if
   * it is internal
   */
  readonly allowedCidrs?: string[];

  /**
   * The time that a new task can fail health checks while it starts, in seconds, from 0 to 7200.
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
   * @default - the top-level `healthCheckPath`
   */
  readonly path?: string;

  /**
   * The port of the health checks, from 1 to 65535, if the container answers them on another port than requests.
   *
   * @default - the container port
   */
  readonly port?: number;

  /**
   * The HTTP status codes of a healthy task, from 200 to 499, for example `200,301` or `200-399`.
   *
   * @default "200"
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
   * The number of consecutive successful health checks after which an unhealthy task is healthy, from 2 to 10.
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
