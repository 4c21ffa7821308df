import { FREE_CONTAINER_FIELDS, OWNED_CONTAINER_FIELDS } from '../data/task-definition-fields';
import type { Facts } from '../facts/fact';
import type { Ulimit } from '../options';
import { readExtraFields } from './extra-fields';
import type { BuildModel, ContainerModel, UlimitModel } from './model';
import type { OptionReader } from './option-reader';
import { CONTAINER_NAME, EXEC_ARGUMENT, HEALTH_CHECK_PATH } from './rules';
import { SHARED } from './shared-values';

const ULIMIT_OPTIONS: Readonly<Record<keyof Ulimit, true>> = { name: true, softLimit: true, hardLimit: true };
const MAX_ULIMIT = 1_048_576;

export function resolveContainer(options: OptionReader, facts: { service: string; build: BuildModel; decisions: Facts }): ContainerModel {
  const { decisions } = facts;
  const port = decisions.decide(
    SHARED.containerPort,
    options.integer('containerPort', 1024, 65535, 'Take a port that a non-root user may listen on.') ?? 3000,
  );
  const healthCheckPath = decisions.decide(
    SHARED.healthCheckPath,
    options.string('healthCheckPath', HEALTH_CHECK_PATH) ?? '/health',
  );
  const healthCheckCommand = readHealthCheckCommand(options);
  return {
    name: decisions.decide(SHARED.containerName, options.string('containerName', CONTAINER_NAME) ?? facts.service),
    port,
    healthCheckPath,
    healthCheckCommand:
      healthCheckCommand ??
      (facts.build.runtime.name === 'nodejs' ? nodeHealthCheck(port, healthCheckPath) : undefined),
    command: readExecForm(options, 'command'),
    // The user `node` of the official image, by number so that ECS and Docker need no /etc/passwd.
    user: decisions.decide(SHARED.containerUser, '1000:1000'),
    stopTimeout: decisions.decide(
      SHARED.stopTimeout,
      options.integer('stopTimeout', 2, 120, 'Fargate waits 120 seconds at most.') ?? 30,
    ),
    ulimits: readUlimits(options),
    extraFields: readExtraFields(options, 'containerDefinitionFields', FREE_CONTAINER_FIELDS, OWNED_CONTAINER_FIELDS),
  };
}

/** A check that needs neither curl nor wget: Node.js asks the service itself. */
function nodeHealthCheck(port: number, path: string): string[] {
  return [
    'node',
    '-e',
    `fetch('http://127.0.0.1:${port}${path}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
  ];
}

export function readExecForm(options: OptionReader, key: string): string[] | undefined {
  const command = options.strings(key, EXEC_ARGUMENT);
  return command?.length === 0 && (options.value(key) as unknown[]).length === 0
    ? options.refuse(key, 'is empty', 'a list with the program first', 'Name a program, or remove the option.')
    : command;
}

/** The task definition puts CMD in front, and has no other form: CMD-SHELL and NONE would be taken for programs. */
function readHealthCheckCommand(options: OptionReader): string[] | undefined {
  const command = readExecForm(options, 'healthCheckCommand');
  return command && ['CMD', 'CMD-SHELL', 'NONE'].includes(command[0]!)
    ? options.refuse(
        'healthCheckCommand',
        `begins with ${command[0]}, which is no program`,
        'a list with the program first',
        "Leave that word out; for a shell, write ['sh', '-c', '...'].",
      )
    : command;
}

function readUlimits(options: OptionReader): UlimitModel[] {
  const readers = options.structs('ulimits', ULIMIT_OPTIONS);
  for (const [i, reader] of readers.entries()) {
    const name = reader.value('name');
    if (name === 'nofile' && readers.slice(0, i).some((earlier) => earlier.value('name') === name)) {
      reader.refuse('name', 'is limited twice', undefined, 'Remove one of the two.');
    }
  }
  return readers.flatMap(readUlimit);
}

function readUlimit(ulimit: OptionReader): UlimitModel[] {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
  const name = ulimit.oneOf('name', ['nofile'], 'Fargate lets a task set nofile only.');
  const softLimit = ulimit.integer('softLimit', 1, MAX_ULIMIT);
  const hardLimit = ulimit.integer('hardLimit', 1, MAX_ULIMIT);
  for (const key of ['name', 'softLimit', 'hardLimit'].filter((k) => !ulimit.has(k))) {
    ulimit.refuseUnseen(key, 'is missing', undefined, 'Set it.');
  }
  if (name === undefined || softLimit === undefined || hardLimit === undefined) {
    return [];
  }
  if (softLimit > hardLimit) {
    ulimit.refuse('softLimit', 'is above the hard limit', `1 to ${hardLimit}`, 'Lower softLimit or raise hardLimit.');
  }
  return [{ name, softLimit, hardLimit }];
}
