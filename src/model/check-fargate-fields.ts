import { FARGATE_CONTAINER_LIMITS, FARGATE_TASK_LIMITS, type FieldLimit } from '../data/task-definition-fields';
import { isRecord } from './json-data';
import type { OptionReader } from './option-reader';
import { joinPath } from './show';

/** Reports fields in `taskDefinitionFields` that ECS rejects for a task on Fargate. */
export function checkTaskFields(options: OptionReader): void {
  checkFields(options, 'taskDefinitionFields', FARGATE_TASK_LIMITS);
}

/** Reports fields of a container that ECS rejects for a task on Fargate. */
export function checkContainerFields(options: OptionReader, key = 'containerDefinitionFields'): void {
  checkFields(options, key, FARGATE_CONTAINER_LIMITS);
}

function checkFields(options: OptionReader, key: string, limits: readonly FieldLimit[]): void {
  for (const { path, allowed } of limits) {
    const [name, ...inner] = path;
    const entry = options.entry(key, name!);
    if (!entry || options.isRejectedEntry(entry)) {
      continue;
    }
    for (const found of valuesAt(entry.value, inner, entry.path)) {
      if (!allowed?.includes(found.value)) {
        options.rejectEntry({ ...entry, ...found }, 'unsupported-on-fargate', {
          why: 'is not supported on Fargate',
          allowed: allowed?.join(', '),
          fix: 'Remove it.',
        });
      }
    }
  }
}

/** The values at a path, where `*` stands for each item of a list. */
function valuesAt(value: unknown, [key, ...rest]: readonly string[], path: string): { path: string; value: unknown }[] {
  if (key === undefined) {
    return value === undefined ? [] : [{ path, value }];
  }
  if (key === '*') {
    return Array.isArray(value) ? value.flatMap((item, i) => valuesAt(item, rest, `${path}[${i}]`)) : [];
  }
  return isRecord(value) ? valuesAt(value[key], rest, joinPath(path, key)) : [];
}
