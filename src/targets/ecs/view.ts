import type { EnvironmentModel } from '../../model/model';
import { DeploymentStrategy } from '../../options';
import { type EnvironmentOfTarget, statementViews } from '../shared/view';

/** An environment, as rules see it. */
export function environmentView({
  managed,
  codeDeploy,
  taskDefinition,
  logGroup,
  logRetentionDays,
  taskRoleStatements,
  workers,
  scheduledTasks,
}: EnvironmentModel): EnvironmentOfTarget {
  const { loadBalancer, alarms } = managed ?? {};
  const largest = (size: 'cpu' | 'memory') =>
    Math.max(
      taskDefinition[size],
      ...workers.map((worker) => worker.taskDefinition[size]),
      ...scheduledTasks.flatMap((task) => task[size] ?? []),
    );
  return {
    strategy: managed?.deployment.strategy ?? (codeDeploy ? DeploymentStrategy.BLUE_GREEN : DeploymentStrategy.ROLLING),
    isPublic: loadBalancer?.internetFacing ?? false,
    hasTls: loadBalancer?.https ?? true,
    supportsAlarms: managed !== undefined,
    hasAlarms: [alarms?.http5xxPercent, alarms?.unhealthyHosts, alarms?.cpuUtilization].some(
      (each) => each !== undefined,
    ),
    alarmsNotify: alarms?.topicArn !== undefined,
    roleStatements: statementViews('taskRoleStatements', taskRoleStatements),
    logRetentionDays: logGroup?.create ? logRetentionDays : undefined,
    cpu: largest('cpu'),
    memory: largest('memory'),
    maxCapacity: managed ? (managed.autoScaling?.maxCapacity ?? managed.desiredCount) : undefined,
  };
}
