import type { Finding } from '../../../core/stack-source';
import type { Statement } from '../../../core/statement';
import { arnOf } from '../../../model/aws';
import type { DeliveryModel, EnvironmentModel, ManagedServiceModel, ScheduledTaskModel } from '../../../model/model';
import { pascalCase } from '../../../model/names';
import { addToRole, wildcardFindings } from '../../../printing/statements';
import { code, literal, quote } from '../../../printing/typescript';
import { familyArn, passRolesStatement } from '../registration';
import { securityGroupIds, taskSubnetIds } from './network';

/**
 * The schedule group of the scheduled tasks.
 *
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-group.html
 */
export function scheduleGroup({ managed }: { readonly managed: ManagedServiceModel }): string {
  return managed.stack.name;
}

/** Code that starts the scheduled tasks with EventBridge Scheduler. */
export function scheduledTasksCode(
  { container }: DeliveryModel,
  environment: EnvironmentModel,
  managed: ManagedServiceModel,
): string {
  const conditions = {
    StringEquals: {
      'aws:SourceAccount': environment.account,
      'aws:SourceArn': arnOf('scheduler', environment, `schedule-group/${scheduleGroup({ managed })}`),
    },
  };
  return code`
    const scheduleGroup = new scheduler.CfnScheduleGroup(this, 'ScheduleGroup', {
      name: ${quote(scheduleGroup({ managed }))},
    });
    const schedulerRole = new iam.Role(this, 'SchedulerRole', {
      description: 'Lets EventBridge Scheduler start the scheduled tasks.',
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: ${literal(conditions)},
      }),
    });
    ${addToRole('schedulerRole', schedulerStatements(environment))}
    const ecsParameters = {
      taskDefinitionArn: taskDefinition.valueAsString,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ${taskSubnetIds(managed)},
          securityGroups: ${securityGroupIds(managed)},
          assignPublicIp: '${managed.network.publicTasks ? 'ENABLED' : 'DISABLED'}',
        },
      },
    };
    ${environment.scheduledTasks.map((task) => schedule(task, container.name, environment, managed)).join('\n')}
    for (const schedule of [${environment.scheduledTasks.map(({ name }) => variableOf(name)).join(', ')}]) {
      schedule.cfnOptions.condition = released;
      // If the deployment of the service fails, the schedules do not change either.
      schedule.node.addDependency(service);
      Validations.of(schedule).acknowledge({
        id: 'CloudFormation-Validate::W1030',
        reason: 'The schedule does not exist while the parameter is empty.',
      });
    }`;
}

function schedule(
  task: ScheduledTaskModel,
  container: string,
  { cluster }: EnvironmentModel,
  { createCluster }: ManagedServiceModel,
): string {
  const { name, schedule: expression, timeZone, enabled, command, cpu, memory, deadLetterQueueArn } = task;
  const retryPolicy = {
    maximumRetryAttempts: task.retryAttempts,
    maximumEventAgeInSeconds: task.maximumEventAgeSeconds,
  };
  const overrides = {
    containerOverrides: [{ name: container, command }],
    cpu: cpu === undefined ? undefined : String(cpu),
    memory: memory === undefined ? undefined : String(memory),
  };
  return code`
    const ${variableOf(name)} = new scheduler.CfnSchedule(this, 'Schedule${pascalCase(name)}', {
      name: ${quote(name)},
      groupName: scheduleGroup.ref,
      scheduleExpression: ${quote(expression)},
      ${timeZone && `scheduleExpressionTimezone: ${quote(timeZone)},`}
      flexibleTimeWindow: { mode: 'OFF' },
      state: '${enabled ? 'ENABLED' : 'DISABLED'}',
      target: {
        arn: ${createCluster ? 'cluster.clusterArn' : quote(cluster.arn)},
        roleArn: schedulerRole.roleArn,
        ecsParameters,
        input: JSON.stringify(${literal(overrides)}),
        ${Object.values(retryPolicy).some((value) => value !== undefined) ? `retryPolicy: ${literal(retryPolicy)},` : undefined}
        ${deadLetterQueueArn && `deadLetterConfig: { arn: ${quote(deadLetterQueueArn)} },`}
      },
    });`;
}

function variableOf(task: string): string {
  return `schedule${pascalCase(task)}`;
}

export function schedulerFindings(environment: EnvironmentModel): Finding[] {
  return wildcardFindings('schedulerRole', schedulerStatements(environment));
}

function schedulerStatements(environment: EnvironmentModel): Statement[] {
  const queues = environment.scheduledTasks.flatMap(({ deadLetterQueueArn }) => deadLetterQueueArn ?? []);
  return [
    {
      why: 'Run the revisions of this task definition in this cluster only.',
      actions: ['ecs:RunTask'],
      resources: [`${familyArn(environment)}:*`],
      wildcard: 'ECS assigns the revision numbers.',
      conditions: { ArnEquals: { 'ecs:cluster': environment.cluster.arn } },
    },
    passRolesStatement(environment),
    ...(queues.length > 0
      ? [
          {
            why: 'Send an event to the dead-letter queue if a task cannot be started.',
            actions: ['sqs:SendMessage'],
            resources: [...new Set(queues)],
          },
        ]
      : []),
  ];
}
