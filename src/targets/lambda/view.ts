import { LambdaUrlAuthType } from '../../options';
import { type EnvironmentOfTarget, statementViews } from '../shared/view';
import type { LambdaEnvironmentModel } from './model';

/** An environment, as rules see it. URLs of functions and of HTTP APIs always use TLS. */
export function environmentView({
  shift,
  functionUrl,
  httpApi,
  alarms,
  roleStatements,
  logGroup,
  logRetentionDays,
  memorySize,
  reservedConcurrentExecutions,
}: LambdaEnvironmentModel): EnvironmentOfTarget {
  return {
    strategy: shift.strategy,
    isPublic: functionUrl?.authType === LambdaUrlAuthType.NONE || httpApi !== undefined,
    hasTls: true,
    supportsAlarms: true,
    hasAlarms: alarms !== undefined,
    alarmsNotify: alarms?.topicArn !== undefined,
    roleStatements: statementViews('functionRoleStatements', roleStatements),
    logRetentionDays: logGroup.create ? logRetentionDays : undefined,
    memory: memorySize,
    maxCapacity: reservedConcurrentExecutions,
  };
}
