import type { DeliveryModel, EnvironmentModel } from '../../model/model';
import type { WorkflowStep } from '../../engines/github-actions/workflow-step';
import type { Statement } from '../../core/target';
import { describeTasksStatement, familyArn } from './registration';

/** Optional parts of a release: the one-off task and the smoke test. They are the same for both engines. */

/** Permissions to run the one-off task and check its result. */
export function oneOffTaskStatements(environment: EnvironmentModel): Statement[] {
  if (!environment.oneOffTask) {
    return [];
  }
  return [
    {
      why: 'Run the one-off task in this cluster.',
      actions: ['ecs:RunTask'],
      resources: [`${familyArn(environment)}:*`],
      wildcard: 'ECS assigns the revision numbers.',
      conditions: { ArnEquals: { 'ecs:cluster': environment.cluster.arn } },
    },
    describeTasksStatement(environment, 'Check the result of the one-off task.'),
  ];
}

/** The command that runs the one-off task with `TASK_DEFINITION_ARN`. Empty if there is no one-off task. */
export function oneOffTaskCommands({ files }: DeliveryModel, { argument, oneOffTask }: EnvironmentModel): string[] {
  return oneOffTask ? [`bash ${files.oneOffTask} ${argument} "$TASK_DEFINITION_ARN"`] : [];
}

/** The commands of the smoke test. They require `IMAGE_URI`. Empty if there is no smoke test. */
export function smokeTestCommands({ name, managed, smokeTest }: EnvironmentModel): string[] {
  if (!smokeTest) {
    return [];
  }
  const url = managed?.loadBalancer
    ? [
        `SERVICE_URL=$(aws cloudformation describe-stacks --stack-name ${managed.stack.name} --query "Stacks[0].Outputs[?OutputKey=='Url'].OutputValue | [0]" --output text)`,
      ]
    : [];
  return [...url, `export ENVIRONMENT=${name}${url.length > 0 ? ' SERVICE_URL' : ''}`, smokeTest.command];
}

export function smokeTestSteps(environment: EnvironmentModel): WorkflowStep[] {
  const commands = smokeTestCommands(environment);
  return commands.length > 0 ? [{ name: 'Run the smoke test', run: `${commands.join('\n')}\n` }] : [];
}

/** Files that the one-off task and the smoke test need in the CodePipeline artifact. */
export function extraArtifacts({ environments, files }: DeliveryModel): string[] {
  return [
    ...(environments.some(({ oneOffTask }) => oneOffTask) ? [files.oneOffTask] : []),
    ...new Set(environments.flatMap(({ smokeTest }) => smokeTest?.files ?? [])),
  ];
}
