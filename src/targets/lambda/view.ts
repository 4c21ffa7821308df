import { LambdaUrlAuthType, type StatementView } from '../../options';
import { type EnvironmentOfTarget, statementViews } from '../shared/view';
import { functionsOf, type LambdaEnvironmentModel } from './model';

/** An environment, as rules see it. URLs of functions and of HTTP APIs always use TLS. */
export function environmentView(environment: LambdaEnvironmentModel): EnvironmentOfTarget {
  const { shift, httpApi, alarms, logGroup, logRetentionDays, hookFunctions, reservedConcurrentExecutions } =
    environment;
  const functions = functionsOf(environment);
  const hooks = [hookFunctions.before, hookFunctions.after].flatMap((hook) => hook ?? []);
  return {
    strategy: shift.strategy,
    isPublic:
      httpApi !== undefined || functions.some(({ functionUrl }) => functionUrl?.authType === LambdaUrlAuthType.NONE),
    hasTls: true,
    supportsAlarms: true,
    hasAlarms: alarms !== undefined,
    alarmsNotify: alarms?.topicArn !== undefined,
    roleStatements: statementsOf(environment),
    logRetentionDays: logGroup.create ? logRetentionDays : undefined,
    memory: Math.max(...[...functions, ...hooks].map(({ memorySize }) => memorySize)),
    maxCapacity: reservedConcurrentExecutions,
  };
}

function statementsOf({ roleStatements, additionalFunctions, hookFunctions }: LambdaEnvironmentModel): StatementView[] {
  const places = [
    ['', roleStatements],
    ...additionalFunctions.map((each, i) => [`additionalFunctions[${i}].`, each.roleStatements] as const),
    ['hooks.beforeAllowTraffic.', hookFunctions.before?.roleStatements ?? []],
    ['hooks.afterAllowTraffic.', hookFunctions.after?.roleStatements ?? []],
  ] as const;
  return places.flatMap(([place, statements]) => statementViews(`${place}functionRoleStatements`, statements));
}
