import type { EnvironmentView, LibraryRuleOptions, RuleFinding } from '../../options';
import type { RuleDefinition } from './library-rule';

/** Every environment that supports alarms has some, and they notify somebody. */
export const ALARMS_NOTIFY: RuleDefinition<LibraryRuleOptions, undefined> = {
  code: 'alarms-notify',
  title: 'Alarms exist and send notifications',
  description:
    'An alarm without notifications only rolls back deployments. The rule skips static sites and services that this package does not manage, because their alarms are not part of the config.',
  url: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html',
  options: {},
  read: () => undefined,
  check: ({ environments }) => environments.filter(({ supportsAlarms }) => supportsAlarms).flatMap(findingsOf),
};

function findingsOf({ name, hasAlarms, alarmsNotify }: EnvironmentView): RuleFinding[] {
  if (!hasAlarms) {
    return [
      {
        option: 'alarms.enabled',
        environment: name,
        message: 'is false, so there are no alarms',
        fix: 'Remove it, and set alarms.topicArn.',
      },
    ];
  }
  return alarmsNotify
    ? []
    : [
        {
          option: 'alarms.topicArn',
          environment: name,
          message: 'is not set, so alarms send no notifications',
          fix: 'Set it to the ARN of an Amazon SNS topic.',
        },
      ];
}
