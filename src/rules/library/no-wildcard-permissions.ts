import type { StatementView, WildcardRuleOptions } from '../../options';
import type { RuleDefinition } from './library-rule';

/** The permissions of the software name their actions and resources. */
export const NO_WILDCARD_PERMISSIONS: RuleDefinition<WildcardRuleOptions, readonly string[]> = {
  code: 'no-wildcard-permissions',
  title: 'Role statements contain no wildcards',
  description:
    'The software receives only the permissions that it needs. No action contains `*`, and no statement applies to all resources, or to all resources of a service. A resource may end with `*` after a name, for example `arn:aws:s3:::orders/*`.',
  url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  example: { actionsOnAnyResource: ['cloudwatch:PutMetricData'] },
  options: { actionsOnAnyResource: true },
  read: (options) => options.strings('actionsOnAnyResource', ACTION) ?? [],
  check: ({ environments }, exceptions) =>
    environments.flatMap(({ name, roleStatements }) =>
      roleStatements.flatMap((statement) => [
        ...statement.actions
          .filter((action) => action.includes('*'))
          .map((action) => ({
            option: `${statement.option}.actions`,
            environment: name,
            message: `contains the wildcard ${JSON.stringify(action)}`,
            fix: 'List the actions that the software needs.',
          })),
        ...broadResources(statement, exceptions).map((resource) => ({
          option: `${statement.option}.resources`,
          environment: name,
          message: `contains the wildcard ${JSON.stringify(resource)}`,
          fix: 'List the ARNs of the resources.',
        })),
      ]),
    ),
};

const ACTION = { pattern: /^[a-z0-9-]+:\w+$/, allowed: 'actions, for example cloudwatch:PutMetricData' };

/** All resources, all of a service, or all of a type, for example `table/*`. The ARNs of some services contain no type. */
const BROAD =
  /^(\*|arn(:[^:]*){4}:[*?/:]+|arn:[^:]*:(?!s3:::|sns:|execute-api:)[^:]*(:[^:]*){2}:\/?[A-Za-z-]+([/:][*?]+)+)$/;

function broadResources({ actions, resources }: StatementView, exceptions: readonly string[]): string[] {
  const isException = actions.every((action) => exceptions.includes(action));
  return isException ? [] : resources.filter((resource) => BROAD.test(resource));
}
