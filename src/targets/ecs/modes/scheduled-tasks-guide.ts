import type { DeliveryModel } from '../../../model/model';
import { codes, inline, paragraphs, table } from '../../../printing/markdown';
import { commandCell, inEnvironments } from '../guide';
import { scheduleGroup } from '../service-stack/scheduled-tasks';
import type { ManagedEnvironment } from './managed';

/** The section about scheduled tasks, if there are any. */
export function scheduledTasksSection(model: DeliveryModel, environments: readonly ManagedEnvironment[]): string[] {
  const scheduled = environments.filter(({ scheduledTasks }) => scheduledTasks.length > 0);
  if (scheduled.length === 0) {
    return [];
  }
  const several = environments.length > 1;
  const idle = scheduled.filter(({ managed }) => managed.desiredCount === 0 && !managed.autoScaling);
  const logs = scheduled.some(({ logGroup }) => logGroup);
  return [
    '## Scheduled tasks',
    paragraphs(
      'EventBridge Scheduler starts these tasks. They run the task definition revision that the service runs. A release or a rollback changes both.',
      ...(idle.length === 0
        ? []
        : [
            `${several ? `In ${codes(idle.map(({ name }) => name))}, the` : 'The'} service itself runs no tasks, because \`desiredCount\` is 0.`,
          ]),
      table(
        [...(several ? ['Environment'] : []), 'Task', 'Schedule', 'Command'],
        scheduled.flatMap(({ name: environment, scheduledTasks }) =>
          scheduledTasks.map(({ name, schedule, timeZone, command, enabled }) => [
            ...(several ? [inline(environment)] : []),
            inline(name),
            `${inline(schedule)}${timeZone ? ` (${timeZone})` : ''}${enabled ? '' : ', disabled'}`,
            commandCell(command),
          ]),
        ),
      ),
      `EventBridge Scheduler does not check whether a task succeeds. ${logs ? 'To check the result, see the log group of the service.' : 'To check the result, see the logs of the task.'}`,
      `To run a task now, set \`TASK\` to its name and run ${scheduled.length > 1 ? 'the commands for the environment' : 'these commands'}:`,
      ...inEnvironments(model, scheduled, (environment) => runNow(environment).join('\n')),
    ),
  ];
}

/** Commands that start a task with the settings of its schedule. */
function runNow(environment: ManagedEnvironment): string[] {
  const { region, cluster, scheduledTasks } = environment;
  const network =
    '{awsvpcConfiguration: (.EcsParameters.NetworkConfiguration.awsvpcConfiguration | {subnets: .Subnets, securityGroups: .SecurityGroups, assignPublicIp: .AssignPublicIp})}';
  return [
    `TASK=${scheduledTasks[0]!.name}`,
    `TARGET=$(aws scheduler get-schedule --region ${region} --group-name ${scheduleGroup(environment)} --name "$TASK" --query Target --output json)`,
    `aws ecs run-task --region ${region} --cluster ${cluster.name} --launch-type FARGATE --task-definition "$(jq -r .EcsParameters.TaskDefinitionArn <<< "$TARGET")" --overrides "$(jq -r .Input <<< "$TARGET")" --network-configuration "$(jq -c '${network}' <<< "$TARGET")"`,
  ];
}
