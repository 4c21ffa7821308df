import type { Release, Step } from '../../core/release';
import { arnOf, type Place } from '../../model/aws';

/** The ID of the step that prints why a release failed. */
const EXPLAIN_FAILURE = 'explain-failure';

/** A part of the explanation: commands that print a Markdown list with a title, or nothing. */
export type Finding = Pick<Step, 'commands' | 'statements' | 'settings' | 'reads'>;

/** The explanation of a failed release. */
export function explainFailure(...findings: readonly Finding[]): Step {
  return {
    id: EXPLAIN_FAILURE,
    title: 'Explain why the release failed',
    settings: Object.assign({}, ...findings.map(({ settings }) => settings)),
    reads: [...new Set(findings.flatMap(({ reads = [] }) => reads))],
    commands: [
      `printf '\\n### The release to %s failed\\n' "$ENVIRONMENT"`,
      ...findings.flatMap(({ commands }) => commands),
    ],
    statements: findings.flatMap(({ statements }) => statements),
  };
}

/** A release whose explanation has one more finding. */
export function withFinding(release: Release, finding: Finding): Release {
  const { explanation } = release;
  return explanation
    ? {
        ...release,
        explanation: {
          ...explanation,
          settings: { ...explanation.settings, ...finding.settings },
          commands: [...explanation.commands, ...finding.commands],
          statements: [...explanation.statements, ...finding.statements],
        },
      }
    : release;
}

/**
 * The resources that failed in the last update of a stack, without those that CloudFormation canceled because another one
 * had failed.
 *
 * @param variable the shell variable that contains the name of the stack
 */
export function stackFindings(place: Place, stack: string, variable = 'STACK'): Finding {
  return {
    settings: { [variable]: stack },
    commands: [
      String.raw`aws cloudformation describe-stack-events --stack-name "$${variable}" --max-items 300 --output json 2> /dev/null |
  jq --arg stack "$${variable}" --raw-output '
  .StackEvents
  # The last update: the newest events up to the one that started it.
  | .[:(map(.PhysicalResourceId == .StackId and (.ResourceStatus | test("^(CREATE|UPDATE)_IN_PROGRESS$"))) | index(true)) // length]
  | map(select((.ResourceStatus | endswith("_FAILED")) and (.ResourceStatusReason // "" | test("cancel"; "i") | not)))
  | select(length > 0)
  | "\n#### Failed resources of the stack \($stack)\n", (.[] | "- \(.Timestamp), \(.LogicalResourceId): \(.ResourceStatusReason // .ResourceStatus)")'`,
    ],
    statements: [
      {
        why: 'Find out why the stack could not be deployed.',
        actions: ['cloudformation:DescribeStackEvents'],
        resources: [arnOf('cloudformation', place, `stack/${stack}/*`)],
        wildcard: 'CloudFormation appends a generated ID to the stack name in the ARN.',
      },
    ],
  };
}

/**
 * The alarms that are in the state `ALARM`.
 *
 * @param variable the shell variable whose value, followed by a hyphen, is the prefix of the names of the alarms. The
 *   default is the name of the stack, because CloudFormation starts the names that it generates with it.
 */
export function alarmFindings(place: Place, variable = 'STACK'): Finding {
  return {
    commands: [
      String.raw`aws cloudwatch describe-alarms --state-value ALARM --alarm-name-prefix "$${variable}-" --output json 2> /dev/null |
  jq --raw-output '
  .MetricAlarms // [] | select(length > 0)
  | "\n#### Alarms\n", (.[] | "- \(.AlarmName): \(.AlarmDescription // "") \(.StateReason)")'`,
    ],
    statements: [
      {
        why: 'Find out which alarms stopped the deployment.',
        actions: ['cloudwatch:DescribeAlarms'],
        resources: [arnOf('cloudwatch', place, 'alarm:*')],
        wildcard: 'This read-only action does not support narrower permissions.',
      },
    ],
  };
}
