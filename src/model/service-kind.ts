import type { EcsDeliveryOptions, EnvironmentOptions } from '../options';
import {
  EcsDeploymentController,
  EcsServiceMode,
  type EnvironmentServiceOptions,
  TaskDefinitionOwner,
} from '../service-options';
import type { ServiceKind } from './model';
import type { OptionReader } from './option-reader';

/** Service options that can be set at the top level and in each environment. */
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

/** Options that configure the service itself. An existing service is configured elsewhere. */
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

/** Options that configure the task definition. If the service owns it, it is configured elsewhere. */
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

/** Commands that a release runs in addition to the deployment. CodePipeline's deploy actions do not support them. */
const OF_RELEASES: readonly Key[] = ['oneOffTask', 'smokeTest'];

/** Resolves which kind of service the config describes. */
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
        options.refuse(key, 'applies only to existing services', undefined, fixOf(key));
      }
    }
    return codeDeploy ? 'code-deploy' : 'managed';
  }
  if (imageOnly && codeDeploy) {
    options.refuse(
      'taskDefinitionOwner',
      'cannot be combined with EcsDeploymentController.CODE_DEPLOY, which deploys the generated task definition',
      'TaskDefinitionOwner.DELIVERY',
      'Remove taskDefinitionOwner or deploymentController.',
    );
  }
  return codeDeploy ? 'code-deploy' : imageOnly ? 'image-only' : 'existing';
}

/** Reports options that do not apply to this kind of service. */
export function rejectInapplicableOptions(readers: readonly OptionReader[], kind: ServiceKind): void {
  if (kind !== 'managed') {
    const fix = 'Remove it, or set serviceMode to EcsServiceMode.MANAGED.';
    rejectAll(readers, OF_MANAGED_SERVICES, 'applies only to managed services', fix);
  }
  if (kind !== 'code-deploy') {
    const fix = 'Remove it, or set deploymentController to EcsDeploymentController.CODE_DEPLOY.';
    rejectAll(readers, ['codeDeploy'], 'applies only to services that CodeDeploy deploys', fix);
  }
  if (kind !== 'image-only') {
    const fix = 'Remove it, or set taskDefinitionOwner to TaskDefinitionOwner.SERVICE.';
    rejectAll(readers, ['taskDefinitionFamily'], 'applies only to services that own their task definition', fix);
  }
  if (kind === 'image-only') {
    const fix =
      'Set it where you manage the task definition, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY.';
    rejectAll(readers, OF_TASK_DEFINITIONS, 'is part of the task definition, which the service owns', fix);
  }
  if (kind === 'image-only' || kind === 'code-deploy') {
    const why = 'applies only to services that ECS deploys with a generated task definition';
    rejectAll(readers, OF_RELEASES, why, 'Remove it.');
  }
}

function rejectAll(readers: readonly OptionReader[], keys: readonly Key[], why: string, fix: string): void {
  for (const reader of readers) {
    for (const key of keys.filter((k) => reader.has(k))) {
      reader.refuseUnseen(key, why, undefined, fix);
    }
  }
}
