import type { DeliveryModel, EnvironmentModel } from '../model/model';
import type { WorkflowStep } from '../render/workflow-step';
import type { Statement } from './target';
import { describeTasksStatement, familyArn } from './task-definition';

/** What a release may do besides the deployment: a task before it, a check after it. Both engines run the same. */

/** To run the one-off task and to see how it ends. */
export function oneOffTaskStatements(environment: EnvironmentModel): Statement[] {
  if (!environment.oneOffTask) {
    return [];
  }
  return [
    {
      why: 'Run the one-off task in this cluster.',
      actions: ['ecs:RunTask'],
      resources: [`${familyArn(environment)}:*`],
      wildcard: 'ECS numbers the revisions of the task definition.',
      conditions: { ArnEquals: { 'ecs:cluster': environment.cluster.arn } },
    },
    describeTasksStatement(environment, 'See how the one-off task ends.'),
  ];
}

/** The command that runs the one-off task on `TASK_DEFINITION_ARN`; none where there is no such task. */
export function oneOffTaskCommands({ files }: DeliveryModel, { argument, oneOffTask }: EnvironmentModel): string[] {
  return oneOffTask ? [`bash ${files.oneOffTask} ${argument} "$TASK_DEFINITION_ARN"`] : [];
}

/** The commands of the smoke test, where `IMAGE_URI` is set; none where there is none. */
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
  return commands.length > 0 ? [{ name: 'Check the service', run: `${commands.join('\n')}\n` }] : [];
}

/** Files that CodePipeline has to hand on for the extras. */
export function extraArtifacts({ environments, files }: DeliveryModel): string[] {
  return [
    ...(environments.some(({ oneOffTask }) => oneOffTask) ? [files.oneOffTask] : []),
    ...new Set(environments.flatMap(({ smokeTest }) => smokeTest?.files ?? [])),
  ];
}
