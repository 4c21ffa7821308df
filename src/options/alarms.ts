/**
 * The CloudWatch alarms of a managed service.
 *
 * During a deployment, each alarm is a rollback trigger.
 */
export interface AlarmOptions {
  /**
   * Whether to create alarms.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The percentage of HTTP 5xx responses above which the alarm goes off, from 0.1 to 100.
   *
   * One alarm covers responses from the tasks. Another covers errors that the load balancer returns when no task
   * responds. This second alarm is not created for `ALL_AT_ONCE`. With a strategy that shifts traffic, each revision
   * has its own alarm for responses from its tasks. Requires the load balancer.
   *
   * @default 5
   */
  readonly http5xxPercent?: number;

  /**
   * The number of unhealthy targets at which the alarm goes off, from 1 to 1000.
   *
   * Requires the load balancer.
   *
   * @default 1
   */
  readonly unhealthyHosts?: number;

  /**
   * The average CPU utilization above which the alarm goes off, as a percentage, from 1 to 100.
   *
   * @default 90
   */
  readonly cpuUtilization?: number;

  /**
   * The number of consecutive minutes for which a metric must breach its threshold before the alarm goes off, from 1 to
   * 60.
   *
   * @default 3
   */
  readonly minutes?: number;

  /**
   * The ARN of a standard SNS topic that is notified of every alarm.
   *
   * The topic must be in the same account and Region as the environment.
   *
   * @default - none
   */
  readonly topicArn?: string;
}
