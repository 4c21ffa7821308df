import type { SecretSource } from './container';

/**
 * The log driver of the container: where its output goes.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html
 */
export enum LogDriver {
  /** CloudWatch Logs. */
  AWSLOGS = 'awslogs',
  /** FireLens, which requires a sidecar with `firelens`. */
  AWSFIRELENS = 'awsfirelens',
  /** Splunk. */
  SPLUNK = 'splunk',
  /** No log driver: the output of the container is discarded. */
  NONE = 'none',
}

/**
 * The logging settings of the container.
 */
export interface LoggingOptions {
  /**
   * The log driver.
   *
   * With a driver other than `LogDriver.AWSLOGS`, a log group is created only if there are sidecars, which write to it.
   *
   * @default LogDriver.AWSLOGS
   */
  readonly driver?: LogDriver;

  /**
   * The options of the log driver, for example `{ mode: 'non-blocking', 'max-buffer-size': '25m' }`.
   *
   * With `LogDriver.AWSLOGS`, the allowed options are `mode`, `max-buffer-size`, `awslogs-create-group`,
   * `awslogs-datetime-format`, and `awslogs-multiline-pattern`. With `'awslogs-create-group': 'true'`, the execution
   * role is granted permission to create the log group.
   *
   * @default - only the log driver options that are derived from the other properties of `logging`
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html
   */
  readonly options?: { [name: string]: string };

  /**
   * The log driver options whose values are secrets, for example `splunk-token`.
   *
   * The execution role is granted permission to read the secrets.
   *
   * @default - none
   */
  readonly secretOptions?: { [name: string]: SecretSource };

  /**
   * The name of the CloudWatch Logs log group that the base stack creates for the container.
   *
   * Up to 512 characters: letters, digits, and `. - _ / #`. Environments in the same account and Region need
   * different log groups. Cannot be combined with `existingLogGroup`.
   *
   * @default - `/ecs/<serviceName>/<environment>`
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
   */
  readonly logGroup?: string;

  /**
   * The name of an existing CloudWatch Logs log group that the container writes to.
   *
   * The log group must be in the account and Region of the environment. It is neither created nor changed, so
   * `logRetentionDays` does not apply to it.
   *
   * @default - none; the base stack creates `logGroup`
   */
  readonly existingLogGroup?: string;

  /**
   * The prefix of the log streams, at most 200 characters. A log stream is named `<prefix>/<container>/<task ID>`.
   *
   * @default - the name of the container
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
   */
  readonly streamPrefix?: string;
}
