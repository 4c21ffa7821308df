import type { EnvironmentModel, ManagedServiceModel, WorkerModel } from '../../../model/model';
import { pascalCase } from '../../../model/names';
import { WorkerUpdateOrder } from '../../../options';
import { code, quote } from '../../../printing/typescript';
import { workerEnvironment } from '../workers';
import { capacity } from './capacity';
import { securityGroupIds, taskSubnetIds } from './network';
import { revisionParameter } from './revision-parameter';
import { scaling } from './scaling';

/** Code that creates the services of the workers. */
export function workersCode(environment: EnvironmentModel, managed: ManagedServiceModel): string {
  return environment.workers.map((worker) => workerCode(worker, environment, managed)).join('\n\n');
}

function workerCode(worker: WorkerModel, environment: EnvironmentModel, managed: ManagedServiceModel): string {
  const { name, desiredCount, autoScaling, updateOrder } = worker;
  const id = pascalCase(name);
  const variable = id.charAt(0).toLowerCase() + id.slice(1);
  const { createCluster, network, serviceConnect } = managed;
  const dependencies = [
    ...(createCluster ? ['cluster'] : []),
    ...(network.kind === 'new' ? ['taskSubnets.internetConnectivityEstablished'] : []),
  ];
  return code`
    // The worker ${name}, which receives no requests.
    ${revisionParameter({
      name: worker.parameter,
      variable: `${variable}TaskDefinition`,
      condition: `${variable}Released`,
      conditionId: `Has${id}TaskDefinition`,
      description: `ARN of the task definition revision that the worker ${name} runs. Empty before its first release.`,
    })}
    const ${variable}Service = new ecs.CfnService(this, '${id}Service', {
      serviceName: ${quote(worker.ecsService.name)},
      cluster: ${createCluster ? 'cluster.clusterName' : quote(environment.cluster.name)},
      taskDefinition: ${variable}TaskDefinition.valueAsString,
      ${autoScaling ? '// No desiredCount: every deployment would reset the number of tasks that auto scaling has set.' : `desiredCount: ${desiredCount},`}
      ${capacity(managed, environment.taskDefinition)}
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ${taskSubnetIds(managed)},
          securityGroups: ${securityGroupIds(managed)},
          assignPublicIp: '${network.publicTasks ? 'ENABLED' : 'DISABLED'}',
        },
      },
      ${serviceConnect && `serviceConnectConfiguration: { enabled: true, namespace: ${quote(serviceConnect.namespace)} },`}
      deploymentConfiguration: {
        strategy: 'ROLLING',
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      availabilityZoneRebalancing: 'ENABLED',
      ${environment.executeCommand ? 'enableExecuteCommand: true,' : undefined}
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
    });
    ${variable}Service.cfnOptions.condition = ${variable}Released;
    ${dependencies.length > 0 ? `${variable}Service.node.addDependency(${dependencies.join(', ')});` : undefined}
    ${orderCode(updateOrder, id, variable)}
    ${autoScaling && scaling(workerEnvironment(environment, worker), autoScaling, undefined, { id, variable })}`;
}

/**
 * Code that makes CloudFormation update one service after the other. A reference has the same effect as `DependsOn`,
 * which does not support conditions: each service exists only from its first release on.
 */
function orderCode(order: WorkerUpdateOrder, id: string, variable: string): string | undefined {
  switch (order) {
    case WorkerUpdateOrder.TOGETHER:
      return undefined;
    case WorkerUpdateOrder.BEFORE:
      return code`
        // A release updates the worker before the service. DependsOn does not support conditions.
        service.addMetadata('After${id}', Fn.conditionIf(${variable}Released.logicalId, ${variable}Service.ref, ''));`;
    case WorkerUpdateOrder.AFTER:
      return code`
        // A release updates the worker after the service. DependsOn does not support conditions.
        ${variable}Service.addMetadata('AfterService', Fn.conditionIf(released.logicalId, service.ref, ''));`;
  }
}
