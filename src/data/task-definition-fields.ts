/**
 * The fields of a task definition in the ECS API.
 *
 * Source: `RegisterTaskDefinitionRequest` and `ContainerDefinition` of @aws-sdk/client-ecs 3.1164.0, read 2026-11-23.
 * The comments of these types state which fields Fargate, which always uses network mode awsvpc, does not support.
 */

/** The fields that can be set, and those that an option sets or that ECS does not support. */
export interface FieldRules {
  readonly free: readonly string[];
  readonly owned: Readonly<Record<string, string>>;
}

/** Fields that an option sets or that Fargate does not support, with what to do instead. */
const OWNED_TASK_FIELDS: Readonly<Record<string, string>> = {
  family: 'Use the serviceName option instead.',
  containerDefinitions: 'Use the container options or the sidecars option instead.',
  executionRoleArn: 'Use the executionRoleArn option instead.',
  taskRoleArn: 'Use the taskRoleArn option instead.',
  cpu: 'Use the cpu option instead.',
  memory: 'Use the memory option instead.',
  runtimePlatform: 'Use the cpuArchitecture option instead.',
  networkMode: 'Remove it: the network mode is always awsvpc.',
  requiresCompatibilities: 'Use the launchType option instead.',
  ipcMode: 'Remove it: Fargate does not support it.',
  placementConstraints: 'Remove it: Fargate does not support it.',
};

/** Fields that can be set in `taskDefinitionFields`. */
const FREE_TASK_FIELDS: readonly string[] = [
  'enableFaultInjection',
  'ephemeralStorage',
  'pidMode',
  'proxyConfiguration',
  'tags',
  'volumes',
];

/** Fields that an option sets or that Fargate does not support, with what to do instead. */
const OWNED_CONTAINER_FIELDS: Readonly<Record<string, string>> = {
  name: 'Use the containerName option instead.',
  image: 'Use the ecrRepository option instead. Each release sets the tag.',
  essential: 'Remove it: the container of the service is always essential.',
  portMappings: 'Use the containerPort or additionalPorts option instead.',
  readonlyRootFilesystem: 'Use the readonlyRootFilesystem option instead.',
  user: 'Use the user option instead.',
  healthCheck: 'Use the healthCheckCommand option instead.',
  command: 'Use the command option instead.',
  environment: 'Use the environmentVariables option instead.',
  secrets: 'Use the secrets option instead.',
  stopTimeout: 'Use the stopTimeout option instead.',
  ulimits: 'Use the ulimits option instead.',
  dependsOn: 'Use the dependsOn option instead.',
  logConfiguration: 'Use the logging option instead.',
  disableNetworking: 'Remove it: Fargate does not support it.',
  dnsSearchDomains: 'Remove it: Fargate does not support it.',
  dnsServers: 'Remove it: Fargate does not support it.',
  links: 'Remove it: Fargate does not support it.',
  resourceRequirements: 'Remove it: Fargate does not support it.',
  dockerSecurityOptions: 'Remove it: Fargate does not support it.',
  extraHosts: 'Remove it: Fargate does not support it.',
  hostname: 'Remove it: Fargate does not support it.',
  privileged: 'Remove it: Fargate does not support it.',
};

/** Fields that can be set in `containerDefinitionFields`. */
const FREE_CONTAINER_FIELDS: readonly string[] = [
  'cpu',
  'credentialSpecs',
  'dockerLabels',
  'entryPoint',
  'environmentFiles',
  'firelensConfiguration',
  'interactive',
  'linuxParameters',
  'memory',
  'memoryReservation',
  'mountPoints',
  'pseudoTerminal',
  'repositoryCredentials',
  'restartPolicy',
  'startTimeout',
  'systemControls',
  'versionConsistency',
  'volumesFrom',
  'workingDirectory',
];

/** The fields that Fargate does not support in any container. */
const UNSUPPORTED_CONTAINER_FIELDS = Object.entries(OWNED_CONTAINER_FIELDS).filter(([, advice]) =>
  advice.endsWith('Fargate does not support it.'),
);

/** Fields that an option of a sidecar sets or that Fargate does not support, with what to do instead. */
export const OWNED_SIDECAR_FIELDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(UNSUPPORTED_CONTAINER_FIELDS),
  name: 'Use the name option instead.',
  image: 'Use the image option instead.',
  repositoryCredentials: 'Use the repositoryCredentials option instead.',
  essential: 'Use the essential option instead.',
  command: 'Use the command option instead.',
  entryPoint: 'Use the entryPoint option instead.',
  cpu: 'Use the cpu option instead.',
  memory: 'Use the memory option instead.',
  memoryReservation: 'Use the memoryReservation option instead.',
  portMappings: 'Use the ports option instead.',
  environment: 'Use the environmentVariables option instead.',
  secrets: 'Use the secrets option instead.',
  dependsOn: 'Use the dependsOn option instead.',
  healthCheck: 'Use the healthCheck option instead.',
  user: 'Use the user option instead.',
  readonlyRootFilesystem: 'Use the readonlyRootFilesystem option instead.',
  stopTimeout: 'Use the stopTimeout option instead.',
  mountPoints: 'Use the mounts option instead.',
  firelensConfiguration: 'Use the firelens option instead.',
  logConfiguration: 'Remove it: sidecars write to the log group of the service.',
};

/** Fields that can be set in the fields of a sidecar. */
export const FREE_SIDECAR_FIELDS: readonly string[] = [
  'credentialSpecs',
  'dockerLabels',
  'environmentFiles',
  'interactive',
  'linuxParameters',
  'pseudoTerminal',
  'restartPolicy',
  'startTimeout',
  'systemControls',
  'ulimits',
  'versionConsistency',
  'volumesFrom',
  'workingDirectory',
];

/** A part of a free field that Fargate does not support, or only with some values. */
export interface FieldLimit {
  /** The keys, from the field on. `*` stands for each item of a list. */
  readonly path: readonly string[];
  /** The values that Fargate supports. Default: none. */
  readonly allowed?: readonly unknown[];
}

export const FARGATE_TASK_LIMITS: readonly FieldLimit[] = [
  { path: ['pidMode'], allowed: ['task'] },
  { path: ['volumes', '*', 'dockerVolumeConfiguration'] },
  { path: ['volumes', '*', 'fsxWindowsFileServerVolumeConfiguration'] },
  { path: ['volumes', '*', 'host', 'sourcePath'] },
];

export const FARGATE_CONTAINER_LIMITS: readonly FieldLimit[] = [
  { path: ['linuxParameters', 'capabilities', 'add', '*'], allowed: ['SYS_PTRACE'] },
  { path: ['linuxParameters', 'devices'] },
  { path: ['linuxParameters', 'maxSwap'] },
  { path: ['linuxParameters', 'sharedMemorySize'] },
  { path: ['linuxParameters', 'swappiness'] },
  { path: ['ulimits', '*', 'name'], allowed: ['nofile'] },
];

export const FARGATE_TASK_FIELDS: FieldRules = { free: FREE_TASK_FIELDS, owned: OWNED_TASK_FIELDS };
export const EC2_TASK_FIELDS: FieldRules = withFields(FARGATE_TASK_FIELDS, ['ipcMode', 'placementConstraints']);

export const FARGATE_CONTAINER_FIELDS: FieldRules = { free: FREE_CONTAINER_FIELDS, owned: OWNED_CONTAINER_FIELDS };
/** The other fields that Fargate does not support are not supported in network mode awsvpc either. */
export const EC2_CONTAINER_FIELDS: FieldRules = withFields(FARGATE_CONTAINER_FIELDS, [
  'dockerSecurityOptions',
  'privileged',
  'resourceRequirements',
]);

function withFields({ free, owned }: FieldRules, names: readonly string[]): FieldRules {
  return {
    free: [...free, ...names].sort(),
    owned: Object.fromEntries(
      Object.entries(owned)
        .filter(([name]) => !names.includes(name))
        .map(([name, fix]) => [name, fix.replace('Fargate does', 'network mode awsvpc does')]),
    ),
  };
}
