import type { EcsDeliveryOptions, EnvironmentOptions } from '../options';
import {
  EcsDeploymentController,
  EcsServiceMode,
  type EnvironmentServiceOptions,
  TaskDefinitionOwner,
} from '../service-options';
import type { ServiceKind } from './model';
import type { OptionReader } from './option-reader';

/** What the top level and each environment may say of the service. */
export const ENVIRONMENT_SERVICE_OPTIONS: Readonly<Record<keyof EnvironmentServiceOptions, true>> = {
  strategy: true,
  strategyParameters: true,
  desiredCount: true,
  network: true,
  loadBalancer: true,
  autoScaling: true,
  fargateSpot: true,
  alarms: true,
  executeCommand: true,
  taskRoleStatements: true,
  oneOffTask: true,
  smokeTest: true,
  codeDeploy: true,
  taskDefinitionFamily: true,
};

type Key = keyof EcsDeliveryOptions | keyof EnvironmentOptions;

/** Options that decide something of the service itself, which is not ours where it exists already. */
const OF_MANAGED_SERVICES: readonly Key[] = [
  'strategy',
  'strategyParameters',
  'desiredCount',
  'network',
  'loadBalancer',
  'autoScaling',
  'fargateSpot',
  'alarms',
  'executeCommand',
];

/** Options that decide something of the task definition, which is not ours where the service owns it. */
const OF_TASK_DEFINITIONS: readonly Key[] = [
  'cpu',
  'memory',
  'environmentVariables',
  'secrets',
  'command',
  'stopTimeout',
  'ulimits',
  'healthCheckCommand',
  'taskDefinitionFields',
  'containerDefinitionFields',
  'taskRoleStatements',
];

/** What a release runs besides the deployment. Actions of CodePipeline's own leave no room for it. */
const OF_RELEASES: readonly Key[] = ['oneOffTask', 'smokeTest'];

/** What the options say about the service that a release meets. */
export function resolveServiceKind(options: OptionReader): ServiceKind {
  const mode = options.enumMember('serviceMode', 'EcsServiceMode', EcsServiceMode) ?? EcsServiceMode.MANAGED;
  const owner = options.enumMember('taskDefinitionOwner', 'TaskDefinitionOwner', TaskDefinitionOwner);
  const controller = options.enumMember('deploymentController', 'EcsDeploymentController', EcsDeploymentController);
  const imageOnly = owner === TaskDefinitionOwner.SERVICE;
  const codeDeploy = controller === EcsDeploymentController.CODE_DEPLOY;
  if (mode === EcsServiceMode.MANAGED) {
    const fixOf = (key: string) => `Set serviceMode to EcsServiceMode.EXISTING, or remove ${key}.`;
    for (const [key, set] of [
      ['taskDefinitionOwner', imageOnly],
      ['deploymentController', codeDeploy],
    ] as const) {
      if (set) {
        options.refuse(key, 'is for existing services', undefined, fixOf(key));
      }
    }
    return codeDeploy ? 'code-deploy' : 'managed';
  }
  if (imageOnly && codeDeploy) {
    options.refuse(
      'taskDefinitionOwner',
      'does not go with EcsDeploymentController.CODE_DEPLOY, which takes the task definition from the delivery',
      'TaskDefinitionOwner.DELIVERY',
      'Remove one of the two.',
    );
  }
  return codeDeploy ? 'code-deploy' : imageOnly ? 'image-only' : 'existing';
}

/** Reports options that have no effect on such a service. */
export function refuseOptionsOfOtherKinds(readers: readonly OptionReader[], kind: ServiceKind): void {
  if (kind !== 'managed') {
    const fix = 'Remove it, or set serviceMode to EcsServiceMode.MANAGED.';
    refuseAll(readers, OF_MANAGED_SERVICES, 'decides about the service, which exists already', fix);
  }
  if (kind !== 'code-deploy') {
    const fix = 'Remove it, or set deploymentController to EcsDeploymentController.CODE_DEPLOY.';
    refuseAll(readers, ['codeDeploy'], 'is for services that CodeDeploy deploys', fix);
  }
  if (kind !== 'image-only') {
    const fix = 'Remove it, or set taskDefinitionOwner to TaskDefinitionOwner.SERVICE.';
    refuseAll(readers, ['taskDefinitionFamily'], 'is for services that own their task definition', fix);
  }
  if (kind === 'image-only') {
    const fix = 'Set it where the task definition is kept, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY.';
    refuseAll(readers, OF_TASK_DEFINITIONS, 'is part of the task definition, which the service owns', fix);
  }
  if (kind === 'image-only' || kind === 'code-deploy') {
    const why = 'is for services that ECS deploys with a task definition of this config';
    refuseAll(readers, OF_RELEASES, why, 'Remove it.');
  }
}

function refuseAll(readers: readonly OptionReader[], keys: readonly Key[], why: string, fix: string): void {
  for (const reader of readers) {
    for (const key of keys.filter((k) => reader.has(k))) {
      reader.refuseUnseen(key, why, undefined, fix);
    }
  }
}
