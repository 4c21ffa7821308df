import { DependencyCondition, LogDriver } from '../options';
import type { ContainerModel, EnvironmentModel } from './model';
import type { OptionReader } from './option-reader';
import { readLogging } from './resolve-logging';
import { readSidecars } from './resolve-sidecars';

interface ResolvedEnvironment {
  readonly environment: EnvironmentModel;
  readonly options: OptionReader;
}

/** Reports sidecars that do not fit the container of the service or the task. */
export function checkContainers(environments: readonly ResolvedEnvironment[], container: ContainerModel): void {
  checkTargets(environments);
  for (const { environment, options } of environments) {
    checkLogRouter(options, environment);
    if (environment.sidecars.length > 0 && !options.isRejected('sidecars')) {
      checkPorts(options, environment, container);
      checkHealthCheck(options, environment, container);
      checkSize(options, environment, container);
      checkExecuteCommand(options, environment);
    }
  }
}

/** All environments share the AppSpec file. */
function checkTargets(environments: readonly ResolvedEnvironment[]): void {
  const targets = new Set(environments.map(({ environment }) => JSON.stringify(environment.target)));
  const last = environments.at(-1)!;
  if (last.environment.codeDeploy && targets.size > 1 && !last.options.isRejected('codeDeploy', 'sidecars')) {
    last.options.rejectWithoutValue('codeDeploy', 'different-targets', {
      why: 'specifies a different container or port than the other environments, but all environments share appspec.yaml',
      fix: 'Set the same containerName and containerPort for all environments.',
    });
  }
}

function checkLogRouter(options: OptionReader, { name, logDriver, sidecars }: EnvironmentModel): void {
  if (
    logDriver?.name === LogDriver.AWSFIRELENS &&
    !sidecars.some(({ firelens }) => firelens) &&
    !options.isRejected('sidecars', 'logging')
  ) {
    readLogging(options).rejectValue('driver', logDriver.name, 'log-router-required', {
      why: `sends logs to a log router, but the ${name} environment has none`,
      fix: 'Add a sidecar with firelens, or use another log driver.',
    });
  }
}

/** The containers of a task share one network. */
function checkPorts(options: OptionReader, { sidecars }: EnvironmentModel, { portMappings }: ContainerModel): void {
  readSidecars(options).forEach((reader, i) => {
    for (const { containerPort, protocol, name } of sidecars[i]!.portMappings) {
      const same = portMappings.find(
        (other) =>
          (other.containerPort === containerPort && other.protocol === protocol) ||
          (name !== undefined && other.name === name),
      );
      if (same) {
        const isPort = same.containerPort === containerPort;
        reader.rejectValue('ports', isPort ? containerPort : name, 'duplicate-port', {
          why: isPort
            ? `is already a ${protocol.toUpperCase()} port of the container of the service`
            : 'is already the name of a port of the container of the service',
          fix: isPort ? 'Use a different port.' : 'Use a different name.',
        });
      }
    }
  });
}

/** Whether the container of the service has a health check depends on its runtime. */
function checkHealthCheck(
  options: OptionReader,
  { sidecars, workers }: EnvironmentModel,
  container: ContainerModel,
): void {
  const isMissing = [container, ...workers].some(({ healthCheckCommand }) => healthCheckCommand === undefined);
  readSidecars(options).forEach((reader, i) => {
    const waits = sidecars[i]!.dependsOn.some(
      ({ containerName, condition }) => containerName === container.name && condition === DependencyCondition.HEALTHY,
    );
    if (waits && isMissing) {
      reader.rejectWithoutValue('dependsOn', 'unhealthy-dependency', {
        why: `waits for the health check of ${container.name}, which has none`,
        fix: 'Set healthCheckCommand, or use another condition.',
      });
    }
  });
}

function checkSize(
  options: OptionReader,
  { name, sidecars, taskDefinition }: EnvironmentModel,
  { extraFields }: ContainerModel,
): void {
  const readers = readSidecars(options);
  sidecars.forEach(({ memory }, i) => {
    if (memory !== undefined && memory > taskDefinition.memory) {
      readers[i]!.reject('memory', 'container-size', {
        why: `is greater than the size of the task in the ${name} environment`,
        allowed: `at most ${taskDefinition.memory}`,
        fix: 'Lower memory, or choose a larger task.',
      });
    }
  });
  const containers = [extraFields, ...sidecars];
  for (const [what, unit, reserved, limit] of [
    ['cpu', 'CPU units', sum(containers.map(({ cpu }) => cpu)), taskDefinition.cpu],
    [
      'memory',
      'MiB of memory',
      sum(containers.map(({ memory, memoryReservation }) => memoryReservation ?? memory)),
      taskDefinition.memory,
    ],
  ] as const) {
    if (reserved > limit && !options.isRejected('sidecars', 'containerDefinitionFields', what)) {
      options.rejectWithoutValue('sidecars', 'container-size', {
        why: `brings the total reservation of the containers to ${reserved} ${unit}, which is more than a task in the ${name} environment has`,
        allowed: `at most ${limit}`,
        fix: `Lower ${what} of the containers, or choose a larger task.`,
      });
    }
  }
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((total, value) => total + (typeof value === 'number' ? value : 0), 0);
}

/** The ECS Exec agent writes to the root file system of each container. */
function checkExecuteCommand(options: OptionReader, { executeCommand, sidecars }: EnvironmentModel): void {
  readSidecars(options).forEach((reader, i) => {
    if (executeCommand && sidecars[i]!.readonlyRootFilesystem) {
      reader.reject('readonlyRootFilesystem', 'exec-file-system', {
        why: 'is not compatible with executeCommand, because the ECS Exec agent writes to the root file system',
        fix: 'Remove one of the two options.',
      });
    }
  });
}
