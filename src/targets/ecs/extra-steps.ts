import type { Step, Timeout } from '../../core/release';
import type { Statement } from '../../core/statement';
import { arnOf } from '../../model/aws';
import type { DeliveryModel, EnvironmentModel } from '../../model/model';
import { inline, minutes } from '../../printing/markdown';
import { shellWord } from '../../printing/shell';
import { describeTasksStatement, listTasksStatement } from './deployment';
import { familyArn } from './registration';

/** Optional steps of a release: the one-off task and the smoke test. */

/** The ID of the step that runs the smoke test. */
export const SMOKE_TEST = 'smoke-test';

/**
 * The step that runs the one-off task, if the environment has one.
 *
 * @param network the permission to read the network of the service
 */
export function oneOffTaskSteps({ files }: DeliveryModel, environment: EnvironmentModel, network: Statement): Step[] {
  const { oneOffTask, cluster } = environment;
  return oneOffTask
    ? [
        {
          id: 'one-off-task',
          title: 'Run the one-off task',
          reads: ['ENVIRONMENT', 'TASK_DEFINITION_ARN'],
          commands: [`bash ${files.oneOffTask} "$ENVIRONMENT" "$TASK_DEFINITION_ARN"`],
          statements: [
            network,
            {
              why: 'Run the one-off task in this cluster.',
              actions: ['ecs:RunTask'],
              resources: [`${familyArn(environment)}:*`],
              wildcard: 'ECS assigns the revision numbers.',
              conditions: { ArnEquals: { 'ecs:cluster': cluster.arn } },
            },
            describeTasksStatement(environment, 'Check the result of the one-off task.'),
            listTasksStatement(environment, 'Find a one-off task that is still running.'),
            {
              why: 'Stop a one-off task that does not finish in time.',
              actions: ['ecs:StopTask'],
              resources: [arnOf('ecs', environment, `task/${cluster.name}/*`)],
              wildcard: 'ECS generates the IDs of tasks.',
            },
          ],
          files: [files.oneOffTask],
          guide: {
            text: 'Runs the one-off task with the new revision',
            detail: `${inline(oneOffTask.command.join(' '))} (timeout: ${minutes(oneOffTask.timeoutMinutes)})`,
            after:
              'If the task fails, the release fails, and the service keeps its current revision. If the task does not finish in time, the release stops it and fails in the same way. If the task of an earlier release is still running, the release fails without starting another one. The logs are in the log group of the service.',
          },
        },
      ]
    : [];
}

/** How the smoke test finds the service. */
export interface ServiceUrl {
  readonly settings: Readonly<Record<string, string>>;
  /** A command that sets `SERVICE_URL`. */
  readonly command: string;
  readonly statements: readonly Statement[];
}

/** The step that checks the service, if the environment has a smoke test. */
export function smokeTestSteps(
  { environments, files }: DeliveryModel,
  { smokeTest }: EnvironmentModel,
  url?: ServiceUrl,
): Step[] {
  const several = environments.length > 1;
  return smokeTest
    ? [
        {
          id: SMOKE_TEST,
          title: 'Run the smoke test',
          settings: url?.settings,
          reads: ['ENVIRONMENT', 'IMAGE_URI'],
          commands: [
            ...(url ? [url.command] : []),
            `export ENVIRONMENT IMAGE_URI${url ? ' SERVICE_URL' : ''}`,
            // In its own shell, so that the command cannot affect the release in any other way.
            smokeTest.rollBack
              ? `bash -ec ${shellWord(smokeTest.command)} || {
  echo "The smoke test failed; rolling back." >&2
  bash ${files.rollback} "$ENVIRONMENT"
  exit 1
}`
              : `bash -ec ${shellWord(smokeTest.command)}`,
          ],
          statements: url?.statements ?? [],
          files: [...smokeTest.files, ...(smokeTest.rollBack ? [files.rollback] : [])],
          guide: {
            text: 'Runs the smoke test',
            detail: inline(smokeTest.command),
            after: [
              smokeTest.rollBack
                ? 'If the test fails, the release rolls back the service to the previous revision and fails.'
                : 'If the test fails, the release fails, but the service keeps the new revision.',
              ...(several ? ['The image is not promoted to the next environment.'] : []),
              ...(smokeTest.rollBack ? [] : ['To return to the previous revision, [roll back](#roll-back).']),
            ].join(' '),
          },
        },
      ]
    : [];
}

/** How long a release waits. */
export function timeoutOf({ releaseTimeout, oneOffTask }: EnvironmentModel): Timeout {
  return {
    minutes: releaseTimeout,
    waitsFor: oneOffTask ? 'the one-off task and the deployment' : 'the deployment',
  };
}
