/**
 * The fields that ECS accepts when a task definition is registered.
 *
 * Source: `RegisterTaskDefinitionRequest` and `ContainerDefinition` of @aws-sdk/client-ecs 3.1164.0, read 2026-11-23.
 * What Fargate (always network mode awsvpc) does not support is said there, field by field.
 */

/** Decided elsewhere or not for Fargate, so refused in `taskDefinitionFields`; the value says what to do instead. */
export const OWNED_TASK_FIELDS: Readonly<Record<string, string>> = {
  family: 'Set the option serviceName instead.',
  containerDefinitions: 'Set the options of the container; for a sidecar, override the file.',
  executionRoleArn: 'Set the option executionRoleArn instead.',
  taskRoleArn: 'Set the option taskRoleArn instead.',
  cpu: 'Set the option cpu instead.',
  memory: 'Set the option memory instead.',
  runtimePlatform: 'Set the option cpuArchitecture instead.',
  networkMode: 'Remove it: Fargate takes awsvpc only.',
  requiresCompatibilities: 'Remove it: the service runs on Fargate.',
  ipcMode: 'Remove it: Fargate does not support it.',
  placementConstraints: 'Remove it: Fargate does not support it.',
};

export const FREE_TASK_FIELDS: readonly string[] = [
  'enableFaultInjection',
  'ephemeralStorage',
  'pidMode',
  'proxyConfiguration',
  'tags',
  'volumes',
];

/** Decided elsewhere or not for Fargate, so refused in `containerDefinitionFields`; the value says what to do instead. */
export const OWNED_CONTAINER_FIELDS: Readonly<Record<string, string>> = {
  name: 'Set the option containerName instead.',
  image: 'Set the option ecrRepository instead; the release fills in the tag.',
  essential: 'Remove it: a task without its service is of no use.',
  portMappings: 'Set the option containerPort instead.',
  healthCheck: 'Set the option healthCheckCommand instead.',
  command: 'Set the option command instead.',
  environment: 'Set the option environmentVariables instead.',
  secrets: 'Set the option secrets instead.',
  stopTimeout: 'Set the option stopTimeout instead.',
  ulimits: 'Set the option ulimits instead.',
  logConfiguration: 'Remove it: the logs go to CloudWatch; the option logRetentionDays says for how long.',
  dockerSecurityOptions: 'Remove it: Fargate does not support it.',
  extraHosts: 'Remove it: Fargate does not support it.',
  hostname: 'Remove it: Fargate does not support it.',
  privileged: 'Remove it: Fargate does not support it.',
};

export const FREE_CONTAINER_FIELDS: readonly string[] = [
  'cpu',
  'credentialSpecs',
  'dependsOn',
  'disableNetworking',
  'dnsSearchDomains',
  'dnsServers',
  'dockerLabels',
  'entryPoint',
  'environmentFiles',
  'firelensConfiguration',
  'interactive',
  'links',
  'linuxParameters',
  'memory',
  'memoryReservation',
  'mountPoints',
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
