import { DeliveryTarget, type EnvironmentView, type RuleFinding, type TaskBudgetRuleOptions } from '../../options';
import type { RuleDefinition } from './library-rule';
import { rejectMissing } from './parameters';

export type Limits = Omit<TaskBudgetRuleOptions, 'severity'>;

/** Tasks, functions, and the number of them have a limit. */
export const TASK_BUDGET: RuleDefinition<TaskBudgetRuleOptions, Limits> = {
  code: 'task-budget',
  title: 'Tasks and functions stay within the budget',
  description: 'Limits on the size and number of tasks and functions also limit their costs.',
  example: { maxCpu: 2048, maxMemory: 4096, maxCapacity: 20 },
  options: { maxCpu: true, maxMemory: true, maxCapacity: true, maxConcurrentExecutions: true },
  read: (options) => {
    const keys = ['maxCpu', 'maxMemory', 'maxCapacity', 'maxConcurrentExecutions'] as const;
    if (keys.every((key) => !options.has(key))) {
      rejectMissing(options, 'maxMemory', `at least one of ${keys.join(', ')}`);
    }
    return Object.fromEntries(keys.map((key) => [key, options.integer(key, 1, 1_000_000)]));
  },
  check: ({ target, environments }, limits) =>
    environments.flatMap((environment) =>
      (target === DeliveryTarget.LAMBDA ? ofFunction : ofTasks)(environment, limits).map((finding) => ({
        ...finding,
        environment: environment.name,
      })),
    ),
};

function ofFunction({ memory, maxCapacity }: EnvironmentView, limits: Limits): RuleFinding[] {
  const { maxMemory, maxConcurrentExecutions: limit } = limits;
  const concurrency = 'reservedConcurrentExecutions';
  return [
    ...above('memorySize', memory, maxMemory, 'MiB', ALL_FUNCTIONS),
    ...(limit !== undefined && maxCapacity === undefined
      ? [{ option: concurrency, message: `is not set, but the limit is ${limit}`, fix: `Set it to ${limit} or less.` }]
      : above(concurrency, maxCapacity, limit)),
  ];
}

function ofTasks({ cpu, memory, maxCapacity }: EnvironmentView, limits: Limits): RuleFinding[] {
  return [
    ...above('cpu', cpu, limits.maxCpu, 'CPU units', ALL_TASKS),
    ...above('memory', memory, limits.maxMemory, 'MiB', ALL_TASKS),
    ...aboveCapacity(maxCapacity, limits.maxCapacity),
  ];
}

/** The view contains the largest value. */
const ALL_FUNCTIONS = ', also in additionalFunctions and hooks';
const ALL_TASKS = ', also in workers and scheduledTasks';

function above(
  option: string,
  value: number | undefined,
  limit: number | undefined,
  unit = '',
  others = '',
): RuleFinding[] {
  if (value === undefined || limit === undefined || value <= limit) {
    return [];
  }
  const withUnit = unit === '' ? `${limit}` : `${limit} ${unit}`;
  return [{ option, message: `is ${value}, but the limit is ${withUnit}`, fix: `Use ${limit} or less${others}.` }];
}

/** Several options determine the capacity. */
function aboveCapacity(value: number | undefined, limit: number | undefined): RuleFinding[] {
  return value === undefined || limit === undefined || value <= limit
    ? []
    : [
        {
          message: `can run ${value} tasks or instances, but the limit is ${limit}`,
          fix: `Lower autoScaling.maxCapacity, or desiredCount, to ${limit} or less.`,
        },
      ];
}
