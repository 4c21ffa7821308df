import type { Facts } from '../../core/fact';
import type { Place } from '../../model/aws';
import { checkPlace } from '../../model/check-place';
import { isJsonData, isRecord } from '../../model/json-data';
import type { OptionReader } from '../../model/option-reader';
import { KMS_KEY_ARN, TIME_ZONE } from '../../model/rules';
import type {
  AsyncInvocationOptions,
  EventBridgeTrigger,
  LambdaTriggerOptions,
  ScheduleTrigger,
  SqsTrigger,
} from '../../options';
import type { AsyncInvocationModel, QueueModel, RuleModel, ScheduleModel, TriggersModel } from './model';
import { DESTINATION_ARN, EVENT_BUS, QUEUE_ARN, SCHEDULE_EXPRESSION } from './rules';
import { LAMBDA_SHARED } from './shared-values';

const TRIGGER_OPTIONS: Readonly<Record<keyof LambdaTriggerOptions, true>> = {
  sqs: true,
  eventBridge: true,
  schedules: true,
};

const SQS_OPTIONS: Readonly<Record<keyof SqsTrigger, true>> = {
  queueArn: true,
  batchSize: true,
  maximumBatchingWindowInSeconds: true,
  maximumConcurrency: true,
  reportBatchItemFailures: true,
  kmsKeyArn: true,
};

const EVENT_BRIDGE_OPTIONS: Readonly<Record<keyof EventBridgeTrigger, true>> = {
  eventPattern: true,
  eventBusName: true,
};

const SCHEDULE_OPTIONS: Readonly<Record<keyof ScheduleTrigger, true>> = { expression: true, timeZone: true };

const ASYNC_OPTIONS: Readonly<Record<keyof AsyncInvocationOptions, true>> = {
  onFailureArn: true,
  maximumRetryAttempts: true,
  maximumEventAgeInSeconds: true,
};

/** Without a longer wait, Lambda accepts at most this number of messages. */
const MAX_BATCH_WITHOUT_WINDOW = 10;

export function resolveTriggers(parent: OptionReader, place: Place, decisions: Facts): TriggersModel {
  const options = parent.struct('triggers', TRIGGER_OPTIONS);
  const queues: QueueModel[] = [];
  for (const reader of options.structs('sqs', SQS_OPTIONS)) {
    const queue = readQueue(reader, place);
    if (queue && queues.some(({ arn }) => arn === queue.arn)) {
      reader.reject('queueArn', 'duplicate-trigger', {
        why: 'is already a trigger of the function',
        fix: 'Remove one of the two triggers.',
      });
    }
    queues.push(...(queue ? [queue] : []));
  }
  return {
    queues: queues.map((queue) => ({ ...queue, arn: decisions.decide(LAMBDA_SHARED.queue, queue.arn) })),
    rules: options.structs('eventBridge', EVENT_BRIDGE_OPTIONS).flatMap((reader) => readRule(reader) ?? []),
    schedules: options.structs('schedules', SCHEDULE_OPTIONS).flatMap((reader) => readSchedule(reader) ?? []),
  };
}

function readQueue(options: OptionReader, place: Place): QueueModel | undefined {
  requireOption(options, 'queueArn', QUEUE_ARN.allowed);
  const arn = options.string('queueArn', QUEUE_ARN);
  if (arn) {
    const fix = 'Lambda can read only queues in the Region of the function.';
    checkPlace(options, 'queueArn', arn, { place, same: ['region', 'partition'], fix });
  }
  const fifo = arn?.endsWith('.fifo') ?? false;
  const max = fifo ? MAX_BATCH_WITHOUT_WINDOW : 10_000;
  const batchSize = options.integer(
    'batchSize',
    1,
    max,
    fifo ? 'A FIFO queue supports batches of at most 10 messages.' : undefined,
  );
  const window = options.integer('maximumBatchingWindowInSeconds', 0, 300);
  if (fifo && window) {
    options.reject('maximumBatchingWindowInSeconds', 'fifo-batching-window', {
      why: 'is not supported for a FIFO queue',
      fix: 'Remove it, or use a standard queue.',
    });
  }
  if (
    !fifo &&
    batchSize !== undefined &&
    batchSize > MAX_BATCH_WITHOUT_WINDOW &&
    !window &&
    !options.isRejected('maximumBatchingWindowInSeconds')
  ) {
    options.reject('batchSize', 'batching-window-required', {
      why: 'is greater than 10, which requires a batching window',
      fix: 'Set maximumBatchingWindowInSeconds to at least 1, or reduce batchSize.',
    });
  }
  const kmsKeyArn = options.string('kmsKeyArn', KMS_KEY_ARN);
  const model = {
    batchSize: batchSize ?? 10,
    maximumBatchingWindowInSeconds: window,
    maximumConcurrency: options.integer('maximumConcurrency', 2, 1000),
    reportBatchItemFailures: options.boolean('reportBatchItemFailures') ?? false,
    kmsKeyArn,
  };
  return arn === undefined ? undefined : { arn, ...model };
}

function readRule(options: OptionReader): RuleModel | undefined {
  requireOption(options, 'eventPattern', "an event pattern, for example { source: ['aws.s3'] }");
  const bus = options.string('eventBusName', EVENT_BUS);
  const pattern = options.value('eventPattern');
  if (pattern === undefined) {
    return undefined;
  }
  if (!isRecord(pattern) || Object.keys(pattern).length === 0 || !isJsonData(pattern) || !hasOnlyLists(pattern)) {
    return options.reject('eventPattern', 'event-pattern', {
      why: 'is not a valid event pattern',
      allowed: "an object whose values are lists or nested objects, for example { source: ['aws.s3'] }",
      fix: 'Correct the value.',
    });
  }
  return { pattern: JSON.parse(JSON.stringify(pattern)), bus };
}

/** EventBridge rejects a pattern with a value that is not in a list. */
function hasOnlyLists(pattern: Readonly<Record<string, unknown>>): boolean {
  return Object.values(pattern).every((value) =>
    Array.isArray(value) ? value.length > 0 : isRecord(value) && hasOnlyLists(value),
  );
}

function readSchedule(options: OptionReader): ScheduleModel | undefined {
  requireOption(options, 'expression', SCHEDULE_EXPRESSION.allowed);
  const expression = options.string('expression', SCHEDULE_EXPRESSION);
  const timeZone = options.string('timeZone', TIME_ZONE);
  if (expression?.startsWith('rate') && timeZone !== undefined) {
    options.reject('timeZone', 'time-zone-for-rate', {
      why: 'has no effect on a rate expression',
      fix: 'Remove it, or use a cron expression.',
    });
  }
  return expression === undefined ? undefined : { expression, timeZone };
}

function requireOption(options: OptionReader, key: string, allowed: string): void {
  if (!options.has(key)) {
    options.rejectWithoutValue(key, 'missing-option', { why: 'is missing', allowed, fix: `Set ${key}.` });
  }
}

export function resolveAsyncInvocation(
  parent: OptionReader,
  place: Place,
  decisions: Facts,
): AsyncInvocationModel | undefined {
  const options = parent.struct('asyncInvocation', ASYNC_OPTIONS);
  const onFailureArn = options.string('onFailureArn', DESTINATION_ARN);
  if (onFailureArn) {
    const fix = 'The destination must be in the same account and Region as the function.';
    checkPlace(options, 'onFailureArn', onFailureArn, { place, same: ['account', 'region', 'partition'], fix });
  }
  const model = {
    onFailureArn: onFailureArn && decisions.decide(LAMBDA_SHARED.failureDestination, onFailureArn),
    maximumRetryAttempts: options.integer('maximumRetryAttempts', 0, 2),
    maximumEventAgeInSeconds: options.integer('maximumEventAgeInSeconds', 60, 21_600),
  };
  return Object.values(model).some((value) => value !== undefined) ? model : undefined;
}
