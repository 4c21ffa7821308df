import type { LogRetentionRuleOptions } from '../../options';
import type { RuleDefinition } from './library-rule';
import { rejectMissing } from './parameters';

/** Logs are kept for a minimum number of days. */
export const MINIMUM_LOG_RETENTION: RuleDefinition<LogRetentionRuleOptions, number> = {
  code: 'minimum-log-retention',
  title: 'Logs are kept long enough',
  description:
    'The logs of an incident must still exist when somebody investigates it. The rule skips log groups that this package does not create.',
  url: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html',
  example: { days: 90 },
  options: { days: true },
  read: (options) => {
    if (!options.has('days')) {
      rejectMissing(options, 'days', 'a number of days, for example 90');
    }
    return options.integer('days', 1, 3653) ?? 1;
  },
  check: ({ environments }, days) =>
    environments.flatMap(({ name, logRetentionDays }) =>
      logRetentionDays === undefined || logRetentionDays >= days
        ? []
        : [
            {
              option: 'logRetentionDays',
              environment: name,
              message: `is ${logRetentionDays}, but logs must be kept for at least ${count(days, 'day')}`,
              fix: `Set it to ${days} or more.`,
            },
          ],
    ),
};

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
