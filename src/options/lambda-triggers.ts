/**
 * What invokes a function.
 */
export interface LambdaTriggerOptions {
  /**
   * SQS queues whose messages the function processes.
   *
   * @default - none
   */
  readonly sqs?: SqsTrigger[];

  /**
   * EventBridge rules that invoke the function.
   *
   * @default - none
   */
  readonly eventBridge?: EventBridgeTrigger[];

  /**
   * Times at which EventBridge Scheduler invokes the function.
   *
   * @default - none
   */
  readonly schedules?: ScheduleTrigger[];
}

/**
 * An SQS queue whose messages a function processes.
 *
 * Set the visibility timeout of the queue to at least six times the timeout of the function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export interface SqsTrigger {
  /**
   * The ARN of an existing queue in the Region of the environment.
   */
  readonly queueArn: string;

  /**
   * The maximum number of messages in one invocation, from 1 to 10000. For a FIFO queue, from 1 to 10.
   *
   * @default 10
   */
  readonly batchSize?: number;

  /**
   * The maximum time to wait for a full batch, in seconds, from 0 to 300.
   *
   * Must be at least 1 if `batchSize` is greater than 10. Not supported for FIFO queues.
   *
   * @default 0
   */
  readonly maximumBatchingWindowInSeconds?: number;

  /**
   * The maximum number of concurrent invocations for this queue, from 2 to 1000.
   *
   * @default - the concurrency of the function
   */
  readonly maximumConcurrency?: number;

  /**
   * Whether the function reports which messages of a batch failed, so that only those are retried.
   *
   * If true, the function must return `batchItemFailures`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
   */
  readonly reportBatchItemFailures?: boolean;

  /**
   * The ARN of the customer managed KMS key that encrypts the queue.
   *
   * @default - an AWS managed key
   */
  readonly kmsKeyArn?: string;
}

/**
 * An EventBridge rule that invokes a function.
 */
export interface EventBridgeTrigger {
  /**
   * The event pattern, as EventBridge documents it, for example `{ source: ['aws.s3'], 'detail-type': ['Object
   * Created'] }`.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   */
  readonly eventPattern: { [field: string]: any };

  /**
   * The name of an existing event bus in the account and Region of the environment.
   *
   * @default "default"
   */
  readonly eventBusName?: string;
}

/**
 * A time at which EventBridge Scheduler invokes a function.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export interface ScheduleTrigger {
  /**
   * The schedule: `rate(5 minutes)`, `cron(0 20 ? * MON-FRI *)`, or `at(2030-01-01T00:00:00)`.
   */
  readonly expression: string;

  /**
   * The time zone of a `cron` or `at` expression, as a name in the IANA time zone database.
   *
   * @default "UTC"
   */
  readonly timeZone?: string;
}
