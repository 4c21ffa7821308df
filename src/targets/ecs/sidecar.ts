import type { EnvironmentModel, LogGroupModel } from '../../model/model';
import type { SidecarModel } from '../../model/sidecar-model';
import { LogDriver } from '../../options';

/**
 * A container in `task-definition.json` in addition to the container of the service.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export function renderSidecar(sidecar: SidecarModel, { logGroup, region }: EnvironmentModel): object {
  const { environmentVariables, secrets, healthCheck, firelens } = sidecar;
  return {
    name: sidecar.name,
    image: sidecar.image,
    ...(sidecar.repositoryCredentials === undefined
      ? {}
      : { repositoryCredentials: { credentialsParameter: sidecar.repositoryCredentials } }),
    essential: sidecar.essential,
    entryPoint: sidecar.entryPoint,
    command: sidecar.command,
    cpu: sidecar.cpu,
    memory: sidecar.memory,
    memoryReservation: sidecar.memoryReservation,
    portMappings: nonEmpty(sidecar.portMappings),
    environment: nonEmpty(environmentVariables),
    secrets: nonEmpty(secrets.map(({ name, valueFrom }) => ({ name, valueFrom }))),
    dependsOn: nonEmpty(sidecar.dependsOn),
    healthCheck: healthCheck && { ...healthCheck, command: ['CMD', ...healthCheck.command] },
    logConfiguration: logGroup && {
      logDriver: LogDriver.AWSLOGS,
      options: awslogsOptions(logGroup, region, sidecar.name),
    },
    firelensConfiguration: firelens,
    mountPoints: nonEmpty(sidecar.mounts),
    user: sidecar.user,
    readonlyRootFilesystem: sidecar.readonlyRootFilesystem,
    stopTimeout: sidecar.stopTimeout,
    ...sidecar.extraFields,
  };
}

/** The options of the log driver awslogs that follow from the log group. */
export function awslogsOptions({ name, streamPrefix }: LogGroupModel, region: string, container: string): object {
  return {
    'awslogs-group': name,
    'awslogs-region': region,
    'awslogs-stream-prefix': streamPrefix ?? container,
  };
}

/** JSON omits `undefined`. */
function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
