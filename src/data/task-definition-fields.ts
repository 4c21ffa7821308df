/**
 * The fields that ECS accepts when a task definition is registered.
 *
 * Source: `RegisterTaskDefinitionRequest` and `ContainerDefinition` of @aws-sdk/client-ecs 3.1164.0, read 2026-11-23.
 */

/** Decided by an option (the value), so refused in `taskDefinitionFields`. */
export const OWNED_TASK_FIELDS: Readonly<Record<string, string>> = {
  family: 'serviceName',
  containerDefinitions: 'the options of the container, or an override of the file for a sidecar',
  executionRoleArn: 'executionRoleArn',
  taskRoleArn: 'taskRoleArn',
  cpu: 'cpu',
  memory: 'memory',
  runtimePlatform: 'cpuArchitecture',
  networkMode: 'no option: Fargate takes awsvpc only',
  requiresCompatibilities: 'no option: the service runs on Fargate',
};

export const FREE_TASK_FIELDS: readonly string[] = [
  'enableFaultInjection',
  'ephemeralStorage',
  'ipcMode',
  'pidMode',
  'placementConstraints',
  'proxyConfiguration',
  'tags',
  'volumes',
];

/** Decided by an option (the value), so refused in `containerDefinitionFields`. */
export const OWNED_CONTAINER_FIELDS: Readonly<Record<string, string>> = {
  name: 'serviceName',
  image: 'ecrRepository',
  essential: 'no option: a task without its service is of no use',
  portMappings: 'containerPort',
  healthCheck: 'healthCheckCommand',
  command: 'command',
  environment: 'environmentVariables',
  secrets: 'secrets',
  stopTimeout: 'stopTimeout',
  ulimits: 'ulimits',
  logConfiguration: 'logRetentionDays',
};

export const FREE_CONTAINER_FIELDS: readonly string[] = [
  'cpu',
  'credentialSpecs',
  'dependsOn',
  'disableNetworking',
  'dnsSearchDomains',
  'dnsServers',
  'dockerLabels',
  'dockerSecurityOptions',
  'entryPoint',
  'environmentFiles',
  'extraHosts',
  'firelensConfiguration',
  'hostname',
  'interactive',
  'links',
  'linuxParameters',
  'memory',
  'memoryReservation',
  'mountPoints',
  'privileged',
  'pseudoTerminal',
  'readonlyRootFilesystem',
  'repositoryCredentials',
  'resourceRequirements',
  'restartPolicy',
  'startTimeout',
  'systemControls',
  'user',
  'versionConsistency',
  'volumesFrom',
  'workingDirectory',
];
