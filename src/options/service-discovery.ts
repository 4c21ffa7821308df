/**
 * Amazon ECS service discovery: ECS registers each task in AWS Cloud Map, so that clients in the VPC find the service
 * by a DNS name and connect to its tasks directly.
 *
 * Set `namespace` to create a Cloud Map service, or `serviceArn` to use an existing one. Cannot be combined with a
 * strategy that shifts traffic, because clients would connect to the tasks of both revisions.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
 */
export interface ServiceDiscoveryOptions {
  /**
   * The ID or the ARN of an existing Cloud Map namespace for DNS queries in the VPC, for example `ns-0123456789abcdef`.
   *
   * The namespace must be in the account and Region of the environment.
   *
   * @default - none; required unless you set `serviceArn`
   * @see https://docs.aws.amazon.com/cloud-map/latest/dg/working-with-namespaces.html
   */
  readonly namespace?: string;

  /**
   * The ARN of an existing Cloud Map service. If you set this option, the service stack does not create one.
   *
   * @default - the service stack creates a Cloud Map service in `namespace`
   * @see https://docs.aws.amazon.com/cloud-map/latest/dg/working-with-services.html
   */
  readonly serviceArn?: string;

  /**
   * The name of the Cloud Map service that the service stack creates. Clients find the service as
   * `<name>.<name of the namespace>`.
   *
   * @default - `serviceName`
   */
  readonly name?: string;

  /**
   * The type of the DNS records of the tasks.
   *
   * @default DiscoveryRecordType.A
   * @see https://docs.aws.amazon.com/cloud-map/latest/api/API_DnsRecord.html
   */
  readonly recordType?: DiscoveryRecordType;

  /**
   * The time for which DNS resolvers cache the records, in seconds, from 0 to 86400.
   *
   * During this time, clients might still try to connect to a task that has stopped.
   *
   * @default 60
   */
  readonly ttlSeconds?: number;

  /**
   * The IDs of the security groups of the clients, for example `sg-0123456789abcdef0`.
   *
   * The tasks accept connections from these security groups on the container port.
   *
   * @default - none; clients can connect only if a security group in `network.securityGroupIds` allows it
   */
  readonly clientSecurityGroupIds?: string[];
}

/**
 * The type of the DNS records that Cloud Map creates for tasks.
 *
 * @see https://docs.aws.amazon.com/cloud-map/latest/api/API_DnsRecord.html
 */
export enum DiscoveryRecordType {
  /** The IP address of each task. */
  A = 'A',
  /** The IP address and the container port of each task. */
  SRV = 'SRV',
}
