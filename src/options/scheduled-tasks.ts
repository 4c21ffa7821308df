/**
 * A task that runs on a schedule, for example a nightly cleanup.
 *
 * Amazon EventBridge Scheduler starts the task in the network of a managed service, with the revision that the service
 * runs. Each schedule starts one task. It does not wait for the task to finish, and it does not start the task again if
 * the task fails.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html
 */
export interface ScheduledTaskOptions {
  /**
   * The name of the schedule.
   *
   * Lowercase letters, digits, and single hyphens, at most 64 characters. The first character and each character after
   * a hyphen must be a letter.
   */
  readonly name: string;

  /**
   * The schedule: `rate(<number> <unit>)` or `cron(<six fields>)`.
   *
   * For example, `rate(5 minutes)`, or `cron(30 2 * * ? *)` for 02:30 every day. The fields of a cron expression are
   * minutes, hours, day of the month, month, day of the week, and year. Either the day of the month or the day of the
   * week must be `?`.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   */
  readonly schedule: string;

  /**
   * The command in exec form. It overrides the command of the container.
   */
  readonly command: string[];

  /**
   * The time zone of a cron expression, as a name in the IANA time zone database, for example `Europe/Berlin`.
   *
   * Cannot be combined with a `rate` expression.
   *
   * @default "UTC"
   */
  readonly timeZone?: string;

  /**
   * The number of CPU units of the task. 1024 units equal 1 vCPU.
   *
   * @default - the CPU units of a task of the service
   */
  readonly cpu?: number;

  /**
   * The memory of the task, in MiB.
   *
   * @default - the memory of a task of the service
   */
  readonly memory?: number;

  /**
   * Whether the schedule starts the task. If false, the schedule exists, but is disabled.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The maximum number of times that EventBridge Scheduler tries again if it cannot start the task, from 0 to 185.
   *
   * @default 185
   * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
   */
  readonly retryAttempts?: number;

  /**
   * The time after which EventBridge Scheduler no longer tries to start the task, in seconds, from 60 to 86400.
   *
   * @default 86400
   * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
   */
  readonly maximumEventAgeSeconds?: number;

  /**
   * The ARN of an existing Amazon SQS standard queue that receives an event if EventBridge Scheduler cannot start the
   * task. The queue must be in the same account and Region as the service.
   *
   * @default - none; EventBridge Scheduler drops the event
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
   */
  readonly deadLetterQueueArn?: string;
}

/**
 * Changes to a scheduled task in one environment.
 *
 * The task with this `name` inherits from the top level every option that is not set here. If the top level has no task
 * with this name, the environment adds one, and `schedule` and `command` are required.
 */
export interface EnvironmentScheduledTaskOptions {
  /**
   * The name of the scheduled task.
   */
  readonly name: string;

  /**
   * The schedule: `rate(<number> <unit>)` or `cron(<six fields>)`.
   *
   * @default - inherited from the top level
   */
  readonly schedule?: string;

  /**
   * The command in exec form.
   *
   * @default - inherited from the top level
   */
  readonly command?: string[];

  /**
   * The time zone of a cron expression.
   *
   * @default - inherited from the top level
   */
  readonly timeZone?: string;

  /**
   * The number of CPU units of the task.
   *
   * @default - inherited from the top level
   */
  readonly cpu?: number;

  /**
   * The memory of the task, in MiB.
   *
   * @default - inherited from the top level
   */
  readonly memory?: number;

  /**
   * Whether the schedule starts the task.
   *
   * @default - inherited from the top level
   */
  readonly enabled?: boolean;

  /**
   * The maximum number of times that EventBridge Scheduler tries again if it cannot start the task, from 0 to 185.
   *
   * @default - inherited from the top level
   */
  readonly retryAttempts?: number;

  /**
   * The time after which EventBridge Scheduler no longer tries to start the task, in seconds, from 60 to 86400.
   *
   * @default - inherited from the top level
   */
  readonly maximumEventAgeSeconds?: number;

  /**
   * The ARN of an existing Amazon SQS standard queue for events that could not be delivered.
   *
   * @default - inherited from the top level
   */
  readonly deadLetterQueueArn?: string;
}
