import { FREE_CONTAINER_FIELDS, OWNED_CONTAINER_FIELDS } from '../data/task-definition-fields';
import type { Ulimit } from '../options';
import { readExtraFields } from './extra-fields';
import type { BuildModel, ContainerModel, UlimitModel } from './model';
import type { OptionReader } from './option-reader';
import { EXEC_ARGUMENT, HEALTH_CHECK_PATH } from './rules';

const ULIMIT_OPTIONS: Readonly<Record<keyof Ulimit, true>> = { name: true, softLimit: true, hardLimit: true };
const MAX_ULIMIT = 1_048_576;

export function resolveContainer(options: OptionReader, facts: { service: string; build: BuildModel }): ContainerModel {
  const port = options.integer('containerPort', 1024, 65535, 'Take a port that a non-root user may listen on.') ?? 3000;
  const healthCheckPath = options.string('healthCheckPath', HEALTH_CHECK_PATH) ?? '/health';
  const healthCheckCommand = readExecForm(options, 'healthCheckCommand');
  return {
    name: facts.service,
    port,
    healthCheckPath,
    healthCheckCommand:
      healthCheckCommand ?? (facts.build.runtime.name === 'nodejs' ? nodeHealthCheck(port, healthCheckPath) : undefined),
    command: readExecForm(options, 'command'),
    stopTimeout: options.integer('stopTimeout', 2, 120, 'Fargate waits no longer than 120 seconds.') ?? 30,
    ulimits: options.structs('ulimits', ULIMIT_OPTIONS).flatMap(readUlimit),
    extraFields: readExtraFields(options, 'containerDefinitionFields', FREE_CONTAINER_FIELDS, OWNED_CONTAINER_FIELDS),
  };
}

/** A check that needs neither curl nor wget: Node.js asks the service itself. */
function nodeHealthCheck(port: number, path: string): string[] {
  return ['node', '-e', `fetch('http://127.0.0.1:${port}${path}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`];
}

function readExecForm(options: OptionReader, key: string): string[] | undefined {
  const command = options.strings(key, EXEC_ARGUMENT);
  return command?.length === 0 && Array.isArray(options.value(key)) && (options.value(key) as unknown[]).length === 0
    ? options.refuse(key, 'is empty', 'a list with the program first', 'Name a program, or remove the option.')
    : command;
}

function readUlimit(ulimit: OptionReader): UlimitModel[] {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
  const name = ulimit.oneOf('name', ['nofile'], 'Fargate lets a task set nofile only.');
  const softLimit = ulimit.integer('softLimit', 1, MAX_ULIMIT);
  const hardLimit = ulimit.integer('hardLimit', 1, MAX_ULIMIT);
  for (const key of ['name', 'softLimit', 'hardLimit'].filter((k) => !ulimit.has(k))) {
    ulimit.refuse(key, 'is missing', undefined, 'Set it.');
  }
  if (name === undefined || softLimit === undefined || hardLimit === undefined) {
    return [];
  }
  if (softLimit > hardLimit) {
    ulimit.refuse('softLimit', 'is above the hard limit', `1 to ${hardLimit}`, 'Lower softLimit or raise hardLimit.');
  }
  return [{ name, softLimit, hardLimit }];
}
