import type { ScheduledTaskOptions } from '../options';
import type { Place } from './aws';
import { checkPlace } from './check-place';
import type { ScheduledTaskModel } from './model';
import type { OptionReader } from './option-reader';
import { readCommand } from './resolve-container';
import { resolveSize, type TaskSize } from './resolve-size';
import { CONSTRUCT_NAME, QUEUE_ARN, SCHEDULE, TIME_ZONE } from './rules';

const SCHEDULED_TASK_OPTIONS: Readonly<Record<keyof ScheduledTaskOptions, true>> = {
  name: true,
  schedule: true,
  command: true,
  timeZone: true,
  cpu: true,
  memory: true,
  enabled: true,
  retryAttempts: true,
  maximumEventAgeSeconds: true,
  deadLetterQueueArn: true,
};

/** Resolves the tasks that run on a schedule in an environment. */
export function resolveScheduledTasks(
  options: OptionReader,
  facts: Place & { readonly service: TaskSize },
): ScheduledTaskModel[] {
  return options.namedStructs('scheduledTasks', SCHEDULED_TASK_OPTIONS).flatMap((task) => {
    const command = readCommand(task);
    const schedule = readSchedule(task);
    const size = readSize(options, task, facts.service);
    const rest = {
      timeZone: readTimeZone(task),
      enabled: task.boolean('enabled') ?? true,
      retryAttempts: task.integer('retryAttempts', 0, 185),
      maximumEventAgeSeconds: task.integer('maximumEventAgeSeconds', 60, 86_400),
      deadLetterQueueArn: readQueue(task, facts),
    };
    const name = task.string('name', CONSTRUCT_NAME);
    return name !== undefined && schedule !== undefined && command !== undefined
      ? [{ name, schedule, command, ...size, ...rest }]
      : [];
  });
}

function readSchedule(task: OptionReader): string | undefined {
  if (!task.has('schedule')) {
    return task.rejectWithoutValue('schedule', 'missing-option', {
      why: 'is missing',
      allowed: SCHEDULE.allowed,
      fix: 'Specify when the task runs.',
    });
  }
  return task.string('schedule', SCHEDULE);
}

function readTimeZone(task: OptionReader): string | undefined {
  const timeZone = task.string('timeZone', TIME_ZONE);
  const schedule = task.value('schedule');
  if (timeZone !== undefined && typeof schedule === 'string' && schedule.startsWith('rate(')) {
    return task.reject('timeZone', 'time-zone-of-rate', {
      why: 'has no effect on a rate expression',
      fix: 'Remove timeZone, or use a cron expression.',
    });
  }
  return timeZone;
}

/** The size, if it differs from that of the service. */
function readSize(options: OptionReader, task: OptionReader, service: TaskSize): Partial<TaskSize> {
  if ((!task.has('cpu') && !task.has('memory')) || options.isRejected('cpu', 'memory')) {
    return {};
  }
  return resolveSize(task, service);
}

function readQueue(task: OptionReader, place: Place): string | undefined {
  const arn = task.string('deadLetterQueueArn', QUEUE_ARN);
  if (arn !== undefined) {
    const fix = 'The queue must be in the same account and Region as the service.';
    checkPlace(task, 'deadLetterQueueArn', arn, { place, same: ['account', 'region', 'partition'], fix });
  }
  return arn;
}
