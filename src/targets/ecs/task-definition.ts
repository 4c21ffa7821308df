import type { ContainerModel, DeliveryModel, EnvironmentModel, LogDriverModel } from '../../model/model';
import { containerOf } from './container';
import { SET_BY_THE_RELEASE } from './release-variables';
import { awslogsOptions, renderSidecar } from './sidecar';

/**
 * `task-definition.json`: the exact input of `RegisterTaskDefinition`. Each release sets the image tag.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export function renderTaskDefinition(model: DeliveryModel, environment: EnvironmentModel): object {
  const { registry, build } = model;
  const container = containerOf(model, environment);
  const { taskDefinition, secrets } = environment;
  return {
    family: taskDefinition.family,
    requiresCompatibilities: [taskDefinition.launchType],
    networkMode: 'awsvpc',
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: build.architecture.ecs },
    cpu: String(taskDefinition.cpu),
    memory: String(taskDefinition.memory),
    executionRoleArn: environment.executionRole.arn,
    taskRoleArn: environment.taskRole?.arn,
    containerDefinitions: [
      {
        name: container.name,
        image: `${registry.repositoryUri}:set-by-the-release`,
        essential: true,
        ...(container.command ? { command: container.command } : {}),
        ...(container.portMappings.length > 0 ? { portMappings: container.portMappings } : {}),
        environment: [
          ...portVariables(container),
          ...environment.environmentVariables,
          ...environment.releaseVariables.map(({ name }) => ({ name, value: SET_BY_THE_RELEASE })),
        ],
        ...(secrets.length > 0 ? { secrets: secrets.map(({ name, valueFrom }) => ({ name, valueFrom })) } : {}),
        ...(container.healthCheckCommand
          ? { healthCheck: { command: ['CMD', ...container.healthCheckCommand], ...container.healthCheckTiming } }
          : {}),
        ...(environment.logDriver
          ? { logConfiguration: logConfiguration(container, environment, environment.logDriver) }
          : {}),
        ...(environment.dependsOn.length > 0 ? { dependsOn: environment.dependsOn } : {}),
        ...(environment.mounts.length > 0 ? { mountPoints: environment.mounts } : {}),
        ...(container.user === undefined ? {} : { user: container.user }),
        readonlyRootFilesystem: isReadonly(container, environment),
        linuxParameters: linuxParameters(container, environment),
        stopTimeout: container.stopTimeout,
        ...(container.ulimits.length > 0 ? { ulimits: container.ulimits } : {}),
        ...container.extraFields,
      },
      ...environment.sidecars.map((sidecar) => renderSidecar(sidecar, environment)),
    ],
    ...(environment.volumes.length > 0 ? { volumes: environment.volumes } : {}),
    ...taskDefinition.extraFields,
  };
}

function logConfiguration(
  container: ContainerModel,
  { logGroup, region }: EnvironmentModel,
  { name, options, secretOptions, logGroupName }: LogDriverModel,
): object {
  return {
    logDriver: name,
    options: {
      ...(logGroup && logGroupName ? awslogsOptions(logGroup, region, container.name) : {}),
      ...options,
    },
    ...(secretOptions.length > 0
      ? { secretOptions: secretOptions.map((secret) => ({ name: secret.name, valueFrom: secret.valueFrom })) }
      : {}),
  };
}

function portVariables({ port, healthCheckPath }: ContainerModel): object[] {
  return port === undefined
    ? []
    : [
        { name: 'PORT', value: String(port) },
        { name: 'HEALTH_CHECK_PATH', value: healthCheckPath },
      ];
}

/** The ECS Exec agent must be able to write to the file system. */
function isReadonly({ readonlyRootFilesystem }: ContainerModel, { executeCommand }: EnvironmentModel): boolean {
  return readonlyRootFilesystem && !executeCommand;
}

/** The parameters of the config are merged with the generated ones. */
function linuxParameters(container: ContainerModel, environment: EnvironmentModel): object {
  const { tmpfs, ...custom } = container.linuxParameters ?? { tmpfs: [] };
  const paths = isReadonly(container, environment) ? container.writablePaths : [];
  const size = Math.floor(environment.taskDefinition.memory / 4);
  const generated = paths
    .filter((path) => ![...tmpfs, ...environment.mounts].some(({ containerPath }) => containerPath === path))
    .map((containerPath) => ({ containerPath, size }));
  const mounts = [...generated, ...tmpfs];
  return {
    // Node.js does not reap zombie processes when it is PID 1. The init process does, and it forwards SIGTERM.
    initProcessEnabled: true,
    // Every user can write to a tmpfs. A volume would belong to root.
    ...(mounts.length > 0 ? { tmpfs: mounts } : {}),
    ...custom,
  };
}
