import type { Facts } from '../core/fact';
import { FREE_SIDECAR_FIELDS, OWNED_SIDECAR_FIELDS } from '../data/task-definition-fields';
import { type FirelensOptions, FirelensType, type SidecarHealthCheck, type SidecarOptions } from '../options';
import { arnOf, dnsSuffixOf, type Place, partitionOf } from './aws';
import { checkContainerFields } from './check-fargate-fields';
import { readExtraFields } from './extra-fields';
import { isRecord } from './json-data';
import type { OptionReader } from './option-reader';
import { readRequired } from './read-required';
import {
  isRoot,
  readExecForm,
  readHealthCheckCommand,
  readHealthCheckTiming,
  TIMING_OPTIONS,
} from './resolve-container';
import { TaskContainers } from './resolve-dependencies';
import { decidePort, readPorts } from './resolve-ports';
import { checkEnvironmentFiles } from './resolve-references';
import { resolveSecrets, resolveVariables } from './resolve-variables';
import { resolveMounts } from './resolve-volumes';
import { CONTAINER_NAME, CONTAINER_USER, IMAGE_REFERENCE, SECRET_ARN, SECRET_NAME, TEXT } from './rules';
import { SHARED } from './shared-values';
import type { ContainerDependencyModel, FirelensModel, SidecarModel } from './sidecar-model';

const SIDECAR_OPTIONS: Readonly<Record<keyof SidecarOptions, true>> = {
  name: true,
  image: true,
  repositoryCredentials: true,
  essential: true,
  command: true,
  entryPoint: true,
  cpu: true,
  memory: true,
  memoryReservation: true,
  ports: true,
  environmentVariables: true,
  secrets: true,
  dependsOn: true,
  healthCheck: true,
  mounts: true,
  user: true,
  readonlyRootFilesystem: true,
  stopTimeout: true,
  firelens: true,
  fields: true,
};

const HEALTH_CHECK_OPTIONS: Readonly<Record<keyof SidecarHealthCheck, true>> = { command: true, ...TIMING_OPTIONS };

const FIRELENS_OPTIONS: Readonly<Record<keyof FirelensOptions, true>> = { type: true, options: true };

/** The options of a log router. Source: `FirelensConfiguration` of the ECS API, read 2026-11-27. */
const ROUTER_OPTIONS: Readonly<Record<string, readonly string[] | undefined>> = {
  'enable-ecs-log-metadata': ['true', 'false'],
  'config-file-type': ['file'],
  'config-file-value': undefined,
};

/** The largest task on Fargate. */
const [MAX_CPU, MAX_MEMORY] = [16_384, 122_880];

/** The Docker daemon reserves at least 6 MiB for a container. */
const MIN_MEMORY = 6;

interface SidecarFacts extends Place {
  readonly service: string;
  /** Declares values of the environment. */
  readonly decisions: Facts;
}

export function readSidecars(options: OptionReader): OptionReader[] {
  return options.structs('sidecars', SIDECAR_OPTIONS);
}

/** The containers of a task in addition to the container of the service, and what that container waits for. */
export function resolveSidecars(
  options: OptionReader,
  facts: SidecarFacts,
): { sidecars: SidecarModel[]; dependsOn: ContainerDependencyModel[]; containers: TaskContainers } {
  const readers = readSidecars(options);
  const containers = new TaskContainers(options, facts.service, facts.decisions);
  const sidecars = readers.map((reader, i) => {
    const configured = readRequired(reader, 'name', (key) => reader.string(key, CONTAINER_NAME));
    const name = facts.decisions.decide(SHARED.sidecarName, configured ?? `sidecar-${i}`);
    const user = reader.string('user', CONTAINER_USER);
    const ports = readPorts(reader, 'ports', {
      lowest: user === undefined || isRoot(user) ? 1 : 1024,
      earlier: containers.ports,
      owner: 'task',
    });
    const healthCheck = resolveHealthCheck(reader);
    const essential = reader.boolean('essential') ?? true;
    const portMappings = ports.map((port) => decidePort(port, SHARED.sidecarPort, facts.decisions));
    containers.add(reader, {
      configured,
      name: () => name,
      essential,
      hasHealthCheck: healthCheck !== undefined,
      ports: ports.map((port, k) => ({ configured: port, port: () => portMappings[k]!.containerPort })),
    });
    return {
      ...resolveSidecar(reader, facts),
      mounts: resolveMounts(reader, options),
      name,
      user,
      healthCheck,
      essential,
      portMappings,
    };
  });
  rejectSecondRouter(readers);
  const dependencies = containers.resolveDependencies(options, readers);
  return {
    sidecars: sidecars.map((sidecar, i) => ({ ...sidecar, dependsOn: dependencies.sidecars[i]! })),
    dependsOn: dependencies.service,
    containers,
  };
}

function resolveSidecar(
  reader: OptionReader,
  facts: SidecarFacts,
): Omit<SidecarModel, 'name' | 'user' | 'healthCheck' | 'essential' | 'portMappings' | 'dependsOn' | 'mounts'> {
  const image = readRequired(reader, 'image', (key) => reader.string(key, IMAGE_REFERENCE)) ?? 'unknown';
  const memory = reader.integer('memory', MIN_MEMORY, MAX_MEMORY);
  const memoryReservation = reader.integer('memoryReservation', MIN_MEMORY, MAX_MEMORY);
  if (memory !== undefined && memoryReservation !== undefined && memoryReservation > memory) {
    reader.reject('memoryReservation', 'container-size', {
      why: 'is greater than the memory limit of the container',
      allowed: `${MIN_MEMORY} to ${memory}`,
      fix: 'Lower memoryReservation, or raise memory.',
    });
  }
  const extraFields = readExtraFields(reader, 'fields', FREE_SIDECAR_FIELDS, OWNED_SIDECAR_FIELDS);
  checkContainerFields(reader, 'fields');
  checkEnvironmentFiles(reader, 'fields');
  return {
    image,
    ecrRepositoryArn: ecrRepositoryArn(image),
    repositoryCredentials: readCredentials(reader),
    command: readExecForm(reader, 'command'),
    entryPoint: readExecForm(reader, 'entryPoint'),
    cpu: reader.integer('cpu', 0, MAX_CPU),
    memory,
    memoryReservation,
    environmentVariables: resolveVariables(reader, false),
    secrets: resolveSecrets(reader, facts, false),
    readonlyRootFilesystem: reader.boolean('readonlyRootFilesystem'),
    stopTimeout: reader.integer('stopTimeout', 2, 120, 'Use 2 to 120 seconds, the range that Fargate supports.'),
    firelens: resolveFirelens(reader),
    extraFields,
  };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
function ecrRepositoryArn(image: string): string | undefined {
  const [, account, region, suffix, repository] =
    /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.([a-z0-9.-]+)\/([^:@]+)/.exec(image) ?? [];
  return account && region && repository && suffix === dnsSuffixOf(partitionOf(region))
    ? arnOf('ecr', { account, region }, `repository/${repository}`)
    : undefined;
}

function readCredentials(reader: OptionReader): string | undefined {
  const value = reader.value('repositoryCredentials');
  if (value === undefined || (typeof value === 'string' && (SECRET_ARN.test(value) || SECRET_NAME.test(value)))) {
    return value;
  }
  return reader.reject('repositoryCredentials', 'invalid-format', {
    why: 'is neither a secret name nor a full secret ARN',
    allowed: '<name>, or arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>',
    fix: 'Correct the value.',
  });
}

function resolveHealthCheck(reader: OptionReader): SidecarModel['healthCheck'] {
  const healthCheck = reader.struct('healthCheck', HEALTH_CHECK_OPTIONS);
  if (!isRecord(reader.value('healthCheck'))) {
    return undefined;
  }
  const command = readRequired(healthCheck, 'command', (key) => readHealthCheckCommand(healthCheck, key));
  return { command: command ?? [], ...readHealthCheckTiming(healthCheck) };
}

function resolveFirelens(reader: OptionReader): FirelensModel | undefined {
  const firelens = reader.struct('firelens', FIRELENS_OPTIONS);
  if (!isRecord(reader.value('firelens'))) {
    return undefined;
  }
  const type = firelens.enumMember('type', 'FirelensType', FirelensType) ?? FirelensType.FLUENT_BIT;
  const options: Record<string, string> = {};
  for (const entry of firelens.entries('options')) {
    const { name, value } = entry;
    const allowed = Object.hasOwn(ROUTER_OPTIONS, name) ? ROUTER_OPTIONS[name] : [];
    if (allowed?.length === 0) {
      firelens.rejectEntryWithoutValue(entry, 'log-driver-option', {
        why: 'is not an option of a FireLens log router',
        allowed: Object.keys(ROUTER_OPTIONS).join(', '),
        fix: 'Correct the name, or remove the option.',
      });
    } else if (typeof value !== 'string' || !TEXT.pattern.test(value)) {
      firelens.rejectEntry(entry, 'wrong-type', { why: 'is not a string', fix: 'Put the value in quotes.' });
    } else if (allowed && !allowed.includes(value)) {
      firelens.rejectEntry(entry, 'log-driver-option', {
        why: name === 'config-file-type' ? 'is not supported on Fargate' : 'is not valid',
        allowed: allowed.join(', '),
        fix: 'Use an allowed value.',
      });
    } else {
      options[name] = value;
    }
  }
  return { type, ...(Object.keys(options).length > 0 ? { options } : {}) };
}

/** ECS accepts one container with a FireLens configuration in a task. */
function rejectSecondRouter(readers: readonly OptionReader[]): void {
  for (const reader of readers.filter((each) => each.has('firelens')).slice(1)) {
    reader.rejectWithoutValue('firelens', 'several-log-routers', {
      why: 'makes this sidecar the second log router of the task',
      fix: 'Remove firelens from all sidecars except one.',
    });
  }
}
