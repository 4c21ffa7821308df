import { type EnvironmentOfTarget, statementViews } from '../shared/view';
import type { Ec2EnvironmentModel } from './model';

/** An environment, as rules see it. */
export function environmentView({
  strategy,
  loadBalancer,
  alarms,
  instanceRoleStatements,
  logRetentionDays,
  autoScaling,
  instanceType,
}: Ec2EnvironmentModel): EnvironmentOfTarget {
  return {
    strategy: strategy.name,
    isPublic: loadBalancer?.internetFacing ?? false,
    hasTls: loadBalancer === undefined || loadBalancer.https,
    supportsAlarms: true,
    hasAlarms: alarms !== undefined,
    alarmsNotify: alarms?.topicArn !== undefined,
    roleStatements: statementViews('instanceRoleStatements', instanceRoleStatements),
    logRetentionDays,
    maxCapacity: autoScaling.maxCapacity,
    instanceType,
  };
}
