import type { DeliveryModel, EnvironmentModel } from '../../model/model';

/**
 * `task-definition.json`: the exact input of `RegisterTaskDefinition`. Each release sets the image tag.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export function renderTaskDefinition(model: DeliveryModel, environment: EnvironmentModel): object {
  const { container, registry, build } = model;
  const { taskDefinition, secrets } = environment;
  const connect = environment.managed?.serviceConnect;
  return {
    family: taskDefinition.family,
    requiresCompatibilities: ['FARGATE'],
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
        portMappings: [
          { ...(connect ? { name: connect.portName } : {}), containerPort: container.port, protocol: 'tcp' },
        ],
        environment: [
          { name: 'PORT', value: String(container.port) },
          { name: 'HEALTH_CHECK_PATH', value: container.healthCheckPath },
          ...environment.environmentVariables,
        ],
        ...(secrets.length > 0 ? { secrets: secrets.map(({ name, valueFrom }) => ({ name, valueFrom })) } : {}),
        ...(container.healthCheckCommand
          ? {
              healthCheck: {
                command: ['CMD', ...container.healthCheckCommand],
                interval: 30,
                timeout: 5,
                retries: 3,
                startPeriod: 15,
              },
            }
          : {}),
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': environment.logGroup?.name,
            'awslogs-region': environment.region,
            'awslogs-stream-prefix': container.name,
          },
        },
        user: container.user,
        // The ECS Exec agent must be able to write to the file system.
        readonlyRootFilesystem: !environment.executeCommand,
        // Node.js does not reap zombie processes when it is PID 1. The init process does, and it forwards SIGTERM.
        linuxParameters: { initProcessEnabled: true },
        stopTimeout: container.stopTimeout,
        ...(container.ulimits.length > 0 ? { ulimits: container.ulimits } : {}),
        ...container.extraFields,
      },
    ],
    ...taskDefinition.extraFields,
  };
}
