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
   * @default - 70 if no other target is set, otherwise none
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

  /**
   * The target for the average response time of the tasks, in seconds, from 0.001 to 60.
   *
   * Use it only if more tasks make responses faster. Requires the load balancer. Cannot be combined with a strategy
   * that shifts traffic. The same applies to `requestsPerTarget`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
   */
  readonly responseTimeSeconds?: number;

  /**
   * The time to wait after tasks are removed before more tasks are removed, in seconds, from 0 to 86400.
   *
   * @default 300
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
   */
  readonly scaleInCooldownSeconds?: number;

  /**
   * The time to wait after tasks are added before more tasks are added, in seconds, from 0 to 86400.
   *
   * @default 300
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
   */
  readonly scaleOutCooldownSeconds?: number;

  /**
   * The times at which the minimum and the maximum number of tasks change, for example to run fewer tasks at night.
   *
   * Each schedule applies until the next one. After a deployment that changes `minCapacity` or `maxCapacity`, these
   * values apply until the next schedule.
   *
   * @default - none
   */
  readonly schedules?: ScalingSchedule[];
}

/**
 * A time at which the minimum and the maximum number of tasks change.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
 */
export interface ScalingSchedule {
  /**
   * The time, as a cron expression with six fields: minutes, hours, day of the month, month, day of the week, and year.
   *
   * Either the day of the month or the day of the week must be `?`. For example, `0 20 ? * MON-FRI *` means 20:00 every
   * weekday.
   */
  readonly cron: string;

  /**
   * The minimum number of tasks from this time on, from 0 to 5000.
   */
  readonly minCapacity: number;

  /**
   * The maximum number of tasks from this time on, from `minCapacity` to 5000.
   */
  readonly maxCapacity: number;

  /**
   * The time zone of `cron`, as a name in the IANA time zone database, for example `Europe/Berlin`.
   *
   * @default "UTC"
   */
  readonly timeZone?: string;
}

/**
 * The Fargate Spot settings. Fargate Spot is lower-priced spare capacity that AWS can reclaim with a two-minute
 * warning.
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
