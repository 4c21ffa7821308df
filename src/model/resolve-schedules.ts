import type { ScalingSchedule } from '../options';
import type { ScalingScheduleModel } from './model';
import type { OptionReader } from './option-reader';
import { CRON, TIME_ZONE } from './rules';

const SCHEDULE_OPTIONS: Readonly<Record<keyof ScalingSchedule, true>> = {
  cron: true,
  minCapacity: true,
  maxCapacity: true,
  timeZone: true,
};

/** Resolves the times at which the limits of the number of tasks change. */
export function resolveSchedules(options: OptionReader, maxTasks: number): ScalingScheduleModel[] {
  return options.structs('schedules', SCHEDULE_OPTIONS).flatMap((schedule, i) => {
    const resolved = readSchedule(schedule, maxTasks);
    return resolved ? [{ name: `schedule-${i + 1}`, ...resolved }] : [];
  });
}

function readSchedule(options: OptionReader, maxTasks: number): Omit<ScalingScheduleModel, 'name'> | undefined {
  for (const key of ['cron', 'minCapacity', 'maxCapacity'].filter((k) => !options.has(k))) {
    options.rejectWithoutValue(key, 'missing-option', { why: 'is missing', fix: `Set ${key}.` });
  }
  const cron = options.string('cron', CRON);
  const minCapacity = options.integer('minCapacity', 0, maxTasks);
  const maxCapacity = options.integer('maxCapacity', 0, maxTasks);
  const timeZone = options.string('timeZone', TIME_ZONE) ?? 'UTC';
  if (cron === undefined || minCapacity === undefined || maxCapacity === undefined) {
    return undefined;
  }
  if (maxCapacity < minCapacity) {
    options.reject('maxCapacity', 'capacity-range', {
      why: 'is less than minCapacity',
      allowed: `${minCapacity} to ${maxTasks}`,
      fix: 'Raise maxCapacity, or lower minCapacity.',
    });
  }
  return { cron, timeZone, minCapacity, maxCapacity };
}
