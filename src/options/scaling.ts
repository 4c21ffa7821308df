/**
 * The automatic scaling of a managed service, based on target tracking.
 *
 * You can set target values for several metrics.
 */
export interface AutoScalingOptions {
  /**
   * The minimum number of tasks, from 1 to 5000.
   *
   * @default - `desiredCount`, but at least 1
   */
  readonly minCapacity?: number;

  /**
   * The maximum number of tasks, from `minCapacity` to 5000.
   */
  readonly maxCapacity: number;

  /**
   * The target for the average CPU utilization, as a percentage, from 1 to 100.
   *
   * @default - 70 if neither `memoryUtilization` nor `requestsPerTarget` is set, otherwise none
   */
  readonly cpuUtilization?: number;

  /**
   * The target for the average memory utilization, as a percentage, from 1 to 100.
   *
   * @default - none
   */
  readonly memoryUtilization?: number;

  /**
   * The target for the number of requests per task per minute, from 1 to 1000000.
   *
   * Requires the load balancer. Cannot be combined with a strategy that shifts traffic: the metric covers one target
   * group, and these strategies alternate between two.
   *
   * @default - none
   */
  readonly requestsPerTarget?: number;
}

/**
 * The Fargate Spot settings. Fargate Spot is lower-priced spare capacity that AWS can reclaim with a two-minute warning.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export interface FargateSpotOptions {
  /**
   * The number of tasks that run on Fargate before any task runs on Fargate Spot, from 0 to 1000.
   *
   * @default 1
   */
  readonly onDemandBase?: number;

  /**
   * The percentage of the tasks above `onDemandBase` that run on Fargate Spot, from 1 to 100.
   *
   * @default 100
   */
  readonly percent?: number;
}
