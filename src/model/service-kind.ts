import type { EcsDeliveryOptions, EnvironmentOptions } from '../options';
import {
  EcsDeploymentController,
  EcsServiceMode,
  type EnvironmentServiceOptions,
  TaskDefinitionOwner,
} from '../options';
import type { EnvironmentModel, ServiceKind } from './model';
import type { OptionReader } from './option-reader';
import type { Reason } from './option-source';
import type { ProblemCode } from './problem-codes';

/** Service options that can be set at the top level and in each environment. */
export const ENVIRONMENT_SERVICE_OPTIONS: Readonly<Record<keyof EnvironmentServiceOptions, true>> = {
  strategy: true,
  strategyParameters: true,
  lifecycleHooks: true,
  desiredCount: true,
  network: true,
  loadBalancer: true,
  serviceConnect: true,
  serviceDiscovery: true,
  containerInsights: true,
  autoScaling: true,
  fargateSpot: true,
  launchType: true,
  capacityProviders: true,
  alarms: true,
  executeCommand: true,
  taskRoleStatements: true,
  executionRoleStatements: true,
  releaseVariables: true,
  environmentVariablesFrom: true,
  oneOffTask: true,
  smokeTest: true,
  releaseCommands: true,
  deployRoleStatements: true,
  codeDeploy: true,
  logging: true,
  sidecars: true,
  volumes: true,
  dependsOn: true,
  createTaskRole: true,
  taskDefinitionFamily: true,
};

type Key = keyof EcsDeliveryOptions | keyof EnvironmentOptions;

/** Options that configure the service itself. An existing service is configured elsewhere. */
const OF_MANAGED_SERVICES: readonly Key[] = [
  'strategy',
  'strategyParameters',
  'lifecycleHooks',
  'desiredCount',
  'network',
  'loadBalancer',
  'serviceConnect',
  'serviceDiscovery',
  'containerInsights',
  'autoScaling',
  'fargateSpot',
  'capacityProviders',
  'alarms',
  'executeCommand',
];

/** Options that configure the task definition. If the service owns it, it is configured elsewhere. */
const OF_TASK_DEFINITIONS: readonly Key[] = [
  'cpu',
  'memory',
  'launchType',
  'environmentVariables',
  'releaseVariables',
  'environmentVariablesFrom',
  'secrets',
  'command',
  'stopTimeout',
  'ulimits',
  'healthCheckCommand',
  'taskDefinitionFields',
  'containerDefinitionFields',
  'taskRoleStatements',
  'logging',
  'sidecars',
  'volumes',
  'dependsOn',
  'executionRoleStatements',
  'healthCheckTiming',
  'portName',
  'portAppProtocol',
  'additionalPorts',
  'user',
  'readonlyRootFilesystem',
  'writablePaths',
  'createTaskRole',
];

/** Resolves which kind of service the config describes. */
export function resolveServiceKind(options: OptionReader): ServiceKind {
  const mode = options.enumMember('serviceMode', 'EcsServiceMode', EcsServiceMode) ?? EcsServiceMode.MANAGED;
  const owner = options.enumMember('taskDefinitionOwner', 'TaskDefinitionOwner', TaskDefinitionOwner);
  const controller = options.enumMember('deploymentController', 'EcsDeploymentController', EcsDeploymentController);
  const imageOnly = owner === TaskDefinitionOwner.SERVICE;
  const codeDeploy = controller === EcsDeploymentController.CODE_DEPLOY;
  if (mode === EcsServiceMode.MANAGED && !options.isRejected('serviceMode')) {
    const fixOf = (key: string) => `Set serviceMode to EcsServiceMode.EXISTING, or remove ${key}.`;
    for (const [key, set] of [
      ['taskDefinitionOwner', imageOnly],
      ['deploymentController', codeDeploy],
    ] as const) {
      if (set) {
        options.reject(key, 'existing-service-only', { why: 'applies only to existing services', fix: fixOf(key) });
      }
    }
    return codeDeploy ? 'code-deploy' : 'managed';
  }
  if (codeDeploy) {
    return imageOnly ? 'code-deploy-image-only' : 'code-deploy';
  }
  return imageOnly ? 'image-only' : 'existing';
}

/** Whether the task definition is managed elsewhere, so that a release copies it and changes only the image. */
export function isImageOnly(kind: ServiceKind): boolean {
  return kind === 'image-only' || kind === 'code-deploy-image-only';
}

/** Whether CodeDeploy deploys the service. */
export function usesCodeDeploy(kind: ServiceKind): boolean {
  return kind === 'code-deploy' || kind === 'code-deploy-image-only';
}

/**
 * Whether CodePipeline releases with one of its deploy actions, which run no commands. The action for CodeDeploy cannot
 * copy a task definition.
 */
export function usesPipelineAction(
  kind: ServiceKind,
  {
    oneOffTask,
    smokeTest,
    releaseCommands,
    releaseVariables,
  }: Pick<EnvironmentModel, 'oneOffTask' | 'smokeTest' | 'releaseCommands' | 'releaseVariables'>,
): boolean {
  const runsCommands = oneOffTask || smokeTest || releaseCommands || releaseVariables.length > 0;
  return (kind === 'image-only' || kind === 'code-deploy') && !runsCommands;
}

/** Options that apply only to some kinds of services. */
const RESTRICTED: readonly (Reason & {
  readonly keys: readonly Key[];
  readonly kinds: readonly ServiceKind[];
  readonly code: ProblemCode;
})[] = [
  {
    keys: OF_MANAGED_SERVICES,
    kinds: ['managed'],
    code: 'managed-service-only',
    why: 'applies only to managed services',
    fix: 'Remove it, or set serviceMode to EcsServiceMode.MANAGED.',
  },
  {
    keys: ['scheduledTasks'],
    kinds: ['managed'],
    code: 'managed-service-only',
    why: 'requires an ECS service that the service stack manages, because this stack also contains the schedules',
    fix: 'Remove it, or set serviceMode to EcsServiceMode.MANAGED.',
  },
  {
    keys: ['workers'],
    kinds: ['managed'],
    code: 'managed-service-only',
    why: 'requires an ECS service that the service stack manages, because a release updates the service and its workers in one stack update',
    fix: 'Remove it, or set serviceMode to EcsServiceMode.MANAGED.',
  },
  {
    keys: ['codeDeploy'],
    kinds: ['code-deploy', 'code-deploy-image-only'],
    code: 'code-deploy-only',
    why: 'applies only to services that CodeDeploy deploys',
    fix: 'Remove it, or set deploymentController to EcsDeploymentController.CODE_DEPLOY.',
  },
  {
    keys: OF_TASK_DEFINITIONS,
    kinds: ['managed', 'existing', 'code-deploy'],
    code: 'task-definition-owner',
    why: 'is part of the task definition, which this config does not own',
    fix: 'Remove it here and set it where you manage the task definition, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY.',
  },
];

/** Reports options that do not apply to this kind of service. */
export function rejectInapplicableOptions(
  options: OptionReader,
  environments: readonly OptionReader[],
  kind: ServiceKind,
): void {
  if (options.isRejected('serviceMode', 'taskDefinitionOwner', 'deploymentController')) {
    // The kind is unknown.
    return;
  }
  for (const { keys, code, why, fix } of RESTRICTED.filter(({ kinds }) => !kinds.includes(kind))) {
    for (const reader of [options, ...environments]) {
      for (const key of keys.filter((k) => reader.has(k))) {
        reader.rejectWithoutValue(key, code, { why, fix });
      }
    }
  }
}
