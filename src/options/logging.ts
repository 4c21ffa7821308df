/**
 * The logging of the container.
 */
export interface LoggingOptions {
  /**
   * The name of the CloudWatch Logs log group that the base stack creates for the container.
   *
   * Up to 512 letters, digits, and the characters `. - _ / #`. Environments in the same account and Region need
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
   * @default - `containerName`
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
   */
  readonly streamPrefix?: string;
}
