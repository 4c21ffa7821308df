/**
 * Amazon ECS Service Connect: other services in the namespace can connect to the service by name.
 *
 * ECS adds a proxy container to each task. Plan for an additional 256 CPU units and at least 64 MiB of memory.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html
 */
export interface ServiceConnectOptions {
  /**
   * The name or the ARN of an existing AWS Cloud Map namespace.
   *
   * The namespace must be in the Region of the environment.
   */
  readonly namespace: string;

  /**
   * The name of the service in the namespace.
   *
   * @default - `portName`
   */
  readonly discoveryName?: string;

  /**
   * The host name that clients connect to, for example `orders`.
   *
   * @default - the discovery name and the namespace, for example `orders-api.shop`
   */
  readonly dnsName?: string;

  /**
   * The port that clients connect to, from 1 to 65535.
   *
   * @default - the container port
   */
  readonly port?: number;

  /**
   * The IDs of the security groups of the clients, for example `sg-0123456789abcdef0`.
   *
   * The tasks accept connections from these security groups on the container port.
   *
   * @default - none; clients can connect only if a security group in `network.securityGroupIds` allows it
   */
  readonly clientSecurityGroupIds?: string[];
}
