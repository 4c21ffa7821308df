import type { Facts } from '../core/fact';
import { EC2_CONTAINER_FIELDS, FARGATE_CONTAINER_FIELDS } from '../data/task-definition-fields';
import type { ContainerHealthCheckTiming, ContainerOptions, Ulimit } from '../options';
import { checkContainerFields } from './check-fargate-fields';
import { readExtraFields } from './extra-fields';
import { isRecord } from './json-data';
import type { BuildModel, ContainerModel, HealthCheckTimingModel, LinuxParametersModel, UlimitModel } from './model';
import type { OptionReader } from './option-reader';
import { resolveFileSystem } from './resolve-file-system';
import { resolvePorts } from './resolve-ports';
import { checkEnvironmentFiles } from './resolve-references';
import { CONTAINER_NAME, CONTAINER_USER, EXEC_ARGUMENT } from './rules';
import { SHARED } from './shared-values';

export const CONTAINER_OPTIONS: Readonly<Record<keyof ContainerOptions, true>> = {
  receivesRequests: true,
  portName: true,
  portAppProtocol: true,
  additionalPorts: true,
  healthCheckTiming: true,
  user: true,
  readonlyRootFilesystem: true,
  writablePaths: true,
};

export const TIMING_OPTIONS: Readonly<Record<keyof ContainerHealthCheckTiming, true>> = {
  intervalSeconds: true,
  timeoutSeconds: true,
  retries: true,
  startPeriodSeconds: true,
};

const ULIMIT_OPTIONS: Readonly<Record<keyof Ulimit, true>> = { name: true, softLimit: true, hardLimit: true };
const MAX_ULIMIT = 1_048_576;

export function resolveContainer(
  options: OptionReader,
  facts: {
    service: string;
    build: BuildModel;
    decisions: Facts;
    hasTaskDefinition: boolean;
    /** Whether an environment inherits the name of the container. */
    nameIsUsed: boolean;
    /** Whether the service uses ECS Service Connect. */
    connected: boolean;
    /** Whether the tasks of all environments run on EC2. */
    runsOnEc2: boolean;
  },
): ContainerModel {
  const { decisions } = facts;
  const generated = isOurs(facts.build);
  const name = options.string('containerName', CONTAINER_NAME) ?? facts.service;
  const user = readUser(options, facts);
  const ports = resolvePorts(options, {
    decisions,
    connectName: facts.connected ? facts.service : undefined,
    lowest: lowestPort(facts.build, { user }),
  });
  const { port, healthCheckPath } = ports;
  const healthCheckCommand = readHealthCheckCommand(options, 'healthCheckCommand');
  const stopTimeout =
    options.integer('stopTimeout', 2, 120, 'Use 2 to 120 seconds, the range that Fargate supports.') ?? 30;
  const fields = facts.runsOnEc2 ? EC2_CONTAINER_FIELDS : FARGATE_CONTAINER_FIELDS;
  const { linuxParameters, ...extraFields } = readExtraFields(
    options,
    'containerDefinitionFields',
    fields.free,
    fields.owned,
  );
  if (!facts.runsOnEc2) {
    checkContainerFields(options);
  }
  checkEnvironmentFiles(options);
  const command =
    healthCheckCommand ?? (port === undefined ? undefined : defaultHealthCheck(facts.build, port, healthCheckPath!));
  return {
    name: facts.nameIsUsed ? decisions.decide(SHARED.containerName, name) : name,
    ...ports,
    healthCheckCommand: command,
    healthCheckTiming: resolveHealthCheckTiming(options, command !== undefined),
    command: readExecForm(options, 'command'),
    user: user && decisions.decide(SHARED.containerUser, user),
    ...resolveFileSystem(options, generated),
    stopTimeout: facts.hasTaskDefinition ? decisions.decide(SHARED.stopTimeout, stopTimeout) : stopTimeout,
    ulimits: readUlimits(options),
    linuxParameters: readLinuxParameters(options, linuxParameters),
    extraFields,
  };
}

/** The user of an image that the project builds with its own Dockerfile is unknown. */
function readUser(options: OptionReader, { build }: { build: BuildModel }): string | undefined {
  // The user `node` of the official image. The numeric ID works without /etc/passwd.
  return options.string('user', CONTAINER_USER) ?? (isOurs(build) ? '1000:1000' : undefined);
}

/** The lowest port that the user of the container can listen on. */
export function lowestPort(build: BuildModel, { user }: Pick<ContainerModel, 'user'>): number {
  return isOurs(build) && !isRoot(user) ? 1024 : 1;
}

/** The health check of a container without its own. */
export function defaultHealthCheck({ runtime }: BuildModel, port: number, path: string): string[] | undefined {
  return runtime?.name === 'nodejs' ? nodeHealthCheck(port, path) : undefined;
}

export function isRoot(user: string | undefined): boolean {
  return user !== undefined && /^(0|root)(:|$)/.test(user);
}

/** Whether the generated Dockerfile determines what is in the image. */
function isOurs({ dockerfile, image }: BuildModel): boolean {
  return dockerfile.generated && image === undefined;
}

/** A health check that runs in Node.js, so that the image needs neither curl nor wget. */
function nodeHealthCheck(port: number, path: string): string[] {
  return [
    'node',
    '-e',
    `fetch('http://127.0.0.1:${port}${path}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
  ];
}

export function readExecForm(options: OptionReader, key: string): string[] | undefined {
  const command = options.strings(key, EXEC_ARGUMENT);
  return options.isEmptyList(key)
    ? options.reject(key, 'empty-list', {
        why: 'is empty',
        allowed: 'a list whose first item is the program to run',
        fix: 'Specify a program, or remove the option.',
      })
    : command;
}

/** A command that must be set. */
export function readCommand(options: OptionReader): string[] | undefined {
  if (!options.has('command')) {
    return options.rejectWithoutValue('command', 'missing-option', {
      why: 'is missing',
      allowed: 'a list whose first item is the program to run',
      fix: 'Specify the command to run.',
    });
  }
  return readExecForm(options, 'command');
}

/** The task definition adds CMD in front of the command, so CMD, CMD-SHELL, and NONE would be treated as programs. */
export function readHealthCheckCommand(options: OptionReader, key: string): string[] | undefined {
  const command = readExecForm(options, key);
  return command && ['CMD', 'CMD-SHELL', 'NONE'].includes(command[0]!)
    ? options.reject(key, 'health-check-prefix', {
        why: `starts with ${command[0]}, which is not a program`,
        allowed: 'a list whose first item is the program to run',
        fix: `Remove ${command[0]}. To run a shell command, use ['sh', '-c', '...'].`,
      })
    : command;
}

/** Only what is merged with the generated parameters is read here. */
function readLinuxParameters(options: OptionReader, parameters: unknown): LinuxParametersModel | undefined {
  if (parameters === undefined) {
    return undefined;
  }
  const { tmpfs = [] } = isRecord(parameters) ? parameters : {};
  if (!isRecord(parameters) || !Array.isArray(tmpfs) || !tmpfs.every(isRecord)) {
    return options.rejectEntry(options.entry('containerDefinitionFields', 'linuxParameters')!, 'wrong-type', {
      why: 'is not valid',
      allowed: 'an object, whose tmpfs is a list of objects',
      fix: 'Correct the value.',
    });
  }
  return { ...parameters, tmpfs };
}

function resolveHealthCheckTiming(options: OptionReader, hasHealthCheck: boolean): HealthCheckTimingModel {
  const timing = options.struct('healthCheckTiming', TIMING_OPTIONS);
  if (options.has('healthCheckTiming') && !hasHealthCheck && !options.isRejected('healthCheckCommand')) {
    options.rejectWithoutValue('healthCheckTiming', 'unused-container-option', {
      why: 'has no effect because the container has no health check',
      fix: 'Set healthCheckCommand, or remove healthCheckTiming.',
    });
  }
  return readHealthCheckTiming(timing);
}

/** The ranges of https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
export function readHealthCheckTiming(timing: OptionReader): HealthCheckTimingModel {
  return {
    interval: timing.integer('intervalSeconds', 5, 300) ?? 30,
    timeout: timing.integer('timeoutSeconds', 2, 60) ?? 5,
    retries: timing.integer('retries', 1, 10) ?? 3,
    startPeriod: timing.integer('startPeriodSeconds', 0, 300) ?? 15,
  };
}

function readUlimits(options: OptionReader): UlimitModel[] {
  const readers = options.structs('ulimits', ULIMIT_OPTIONS);
  for (const [i, reader] of readers.entries()) {
    const name = reader.value('name');
    if (name === 'nofile' && readers.slice(0, i).some((earlier) => earlier.value('name') === name)) {
      reader.reject('name', 'duplicate-ulimit', {
        why: 'is specified twice',
        fix: 'Remove one of the two entries.',
      });
    }
  }
  return readers.flatMap(readUlimit);
}

function readUlimit(ulimit: OptionReader): UlimitModel[] {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
  const name = ulimit.oneOf('name', ['nofile'], 'Use nofile, the only limit that you can set on Fargate.');
  const softLimit = ulimit.integer('softLimit', 1, MAX_ULIMIT);
  const hardLimit = ulimit.integer('hardLimit', 1, MAX_ULIMIT);
  for (const key of ['name', 'softLimit', 'hardLimit'].filter((k) => !ulimit.has(k))) {
    ulimit.rejectWithoutValue(key, 'missing-option', { why: 'is missing', fix: `Set ${key}.` });
  }
  if (name === undefined || softLimit === undefined || hardLimit === undefined) {
    return [];
  }
  if (softLimit > hardLimit) {
    ulimit.reject('softLimit', 'soft-limit', {
      why: 'is greater than hardLimit',
      allowed: `1 to ${hardLimit}`,
      fix: 'Lower softLimit, or raise hardLimit.',
    });
  }
  return [{ name, softLimit, hardLimit }];
}
