/**
 * What the tasks of a service run on.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/launch_types.html
 */
export enum LaunchType {
  /** AWS Fargate. */
  FARGATE = 'FARGATE',
  /** Amazon EC2 instances in the cluster. */
  EC2 = 'EC2',
}

/**
 * An existing capacity provider of the cluster, which launches and terminates EC2 instances for the tasks.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html
 */
export interface CapacityProviderOptions {
  /**
   * The name of the capacity provider. It must be associated with the cluster.
   */
  readonly name: string;

  /**
   * The number of tasks that run on this capacity provider before any task runs on another one, from 0 to 100000.
   *
   * Only one of the capacity providers can have a base.
   *
   * @default 0
   */
  readonly base?: number;

  /**
   * The share of the tasks above the base that run on this capacity provider, relative to the weights of the others,
   * from 0 to 1000.
   *
   * @default 1
   */
  readonly weight?: number;
}
