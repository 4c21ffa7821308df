import type { Prerequisite } from '../../core/prerequisite';
import { iamRole, lambdaFunction, logGroup, queue, storedValues } from '../../printing/prerequisites';
import { destination, networkPrerequisites, topicPrerequisites } from '../shared/prerequisites';
import { type FunctionModel, functionsOf, type LambdaEnvironmentModel } from './model';

/** What must exist before the functions can be deployed to the environment. */
export function lambdaPrerequisites(environment: LambdaEnvironmentModel): Prerequisite[] {
  const { before, after } = environment.hooks;
  return [
    ...functionsOf(environment).flatMap((each) => functionPrerequisites(environment, each)),
    ...[before, after].flatMap((arn) => (arn ? [lambdaFunction(environment, arn)] : [])),
  ];
}

function functionPrerequisites(environment: LambdaEnvironmentModel, each: FunctionModel): Prerequisite[] {
  const { role, secrets, logGroup: group, network, triggers, asyncInvocation, alarms } = each;
  return [
    ...storedValues(environment, secrets),
    ...(role.createAs ? [] : [iamRole(environment, role.arn)]),
    ...(group.create ? [] : [logGroup(environment, group.name)]),
    ...(network ? networkPrerequisites(environment, { kind: 'new' }, network.subnetIds, network.securityGroupIds) : []),
    ...triggers.queues.map(({ arn }) => queue(environment, arn)),
    ...destination(environment, asyncInvocation?.onFailureArn),
    ...topicPrerequisites(environment, alarms?.topicArn),
  ];
}
