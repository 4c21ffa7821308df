import type { Facts } from '../core/fact';
import { isRecord } from './json-data';
import type { BuildModel, ContainerModel, EnvironmentModel } from './model';
import type { OptionReader } from './option-reader';
import { defaultHealthCheck, lowestPort, readExecForm } from './resolve-container';
import type { ResolvedEcsEnvironment } from './resolve-environments';
import { readPort } from './resolve-ports';
import { CONTAINER_NAME, HEALTH_CHECK_PATH } from './rules';
import { SHARED } from './shared-values';

/** Options of the container that an environment can override. */
const OF_CONTAINERS = ['containerName', 'containerPort', 'healthCheckPath', 'command'] as const;

/** Options of the main port. */
const OF_MAIN_PORT = ['containerPort', 'healthCheckPath'] as const;

interface ContainerFacts {
  readonly options: OptionReader;
  readonly container: ContainerModel;
  readonly build: BuildModel;
  readonly decisions: Facts;
}

/** The environment with its own container and its own AppSpec file, if it overrides options that they contain. */
export function withOwnContainer(
  { environment, own }: ResolvedEcsEnvironment,
  facts: ContainerFacts,
): EnvironmentModel {
  if (own === facts.options) {
    return environment;
  }
  const decisions = facts.decisions.in(environment.name);
  const overridden = OF_CONTAINERS.some((key) => own.has(key));
  const container = overridden ? ownContainer(own, { ...facts, decisions }) : undefined;
  const codeDeploy = own.value('codeDeploy');
  const hasOwnAppspec =
    own.has('containerName') || own.has('containerPort') || (isRecord(codeDeploy) && codeDeploy.hooks !== undefined);
  return {
    ...environment,
    container,
    // The file contains the name of the container.
    imageDefinitions: own.has('containerName')
      ? decisions.decide(SHARED.imageDefinitions, `imagedefinitions.${environment.name}.json`)
      : undefined,
    appspec:
      environment.codeDeploy && hasOwnAppspec
        ? decisions.decide(SHARED.appspec, `appspec.${environment.name}.yaml`)
        : undefined,
  };
}

function ownContainer(own: OptionReader, { options, container, build, decisions }: ContainerFacts): ContainerModel {
  for (const key of OF_MAIN_PORT.filter((k) => own.has(k) && container.port === undefined)) {
    own.rejectWithoutValue(key, 'unused-container-option', {
      why: 'has no effect because receivesRequests is false',
      fix: `Remove ${key} or receivesRequests.`,
    });
  }
  const name = own.string('containerName', CONTAINER_NAME);
  const path = own.string('healthCheckPath', HEALTH_CHECK_PATH);
  const wanted = readPort(own, { lowest: lowestPort(build, container) });
  if (wanted !== undefined && !decisions.isRehearsal) {
    rejectTaken(own, wanted, container);
  }
  const command = readExecForm(own, 'command');
  if (container.port === undefined) {
    return { ...container, ...nameOf(name, decisions), command: command ?? container.command };
  }
  const port = wanted === undefined ? container.port : decisions.decide(SHARED.containerPort, wanted);
  const healthCheckPath =
    path === undefined ? container.healthCheckPath! : decisions.decide(SHARED.healthCheckPath, path);
  const [main, ...others] = container.portMappings;
  return {
    ...container,
    ...nameOf(name, decisions),
    port,
    portMappings: [{ ...main!, containerPort: port }, ...others],
    healthCheckPath,
    healthCheckCommand: options.has('healthCheckCommand')
      ? container.healthCheckCommand
      : defaultHealthCheck(build, port, healthCheckPath),
    command: command ?? container.command,
  };
}

function nameOf(name: string | undefined, decisions: Facts): { name?: string } {
  return name === undefined ? {} : { name: decisions.decide(SHARED.containerName, name) };
}

function rejectTaken(own: OptionReader, port: number, { port: main, portMappings }: ContainerModel): void {
  if (
    port !== main &&
    portMappings.some(({ containerPort, protocol }) => containerPort === port && protocol === 'tcp')
  ) {
    own.reject('containerPort', 'duplicate-port', {
      why: 'is already a TCP port of the container',
      fix: 'Use a different port for each entry.',
    });
  }
}
