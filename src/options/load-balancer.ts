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
}
