import { FARGATE_SIZES } from '../data/fargate-sizes';
import { LOG_RETENTION } from '../data/log-retention';
import { FREE_TASK_FIELDS, OWNED_TASK_FIELDS } from '../data/task-definition-fields';
import type { EnvironmentOptions } from '../options';
import { arnOf, iamArnOf, type Place, partitionOf } from './aws';
import { checkPlace, UNKNOWN_PLACE } from './check-place';
import { readExtraFields } from './extra-fields';
import type { EnvironmentModel, RoleModel } from './model';
import { pascalCase } from './names';
import { adviseType, DIGITS, isRecord, OptionReader } from './option-reader';
import { resolveSecrets, resolveVariables } from './resolve-variables';
import { AWS_ACCOUNT, AWS_REGION, ECS_NAME, ENVIRONMENT_NAME, ROLE_ARN } from './rules';

const ENVIRONMENT_OPTIONS: Readonly<Record<keyof EnvironmentOptions, true>> = {
  name: true,
  awsAccount: true,
  awsRegion: true,
  approval: true,
  cpu: true,
  memory: true,
  ecsCluster: true,
  ecsService: true,
  environmentVariables: true,
  secrets: true,
  logRetentionDays: true,
  executionRoleArn: true,
  taskRoleArn: true,
  taskDefinitionFields: true,
  deploymentTimeout: true,
};

/** Options of an environment that are added to those of the top level, name by name. */
const ADDED = ['environmentVariables', 'secrets', 'taskDefinitionFields'];

/** The environment of a config that names none. */
const DEFAULT_ENVIRONMENT = 'production';

/** What does not depend on the engines. */
export type EnvironmentBase = Omit<EnvironmentModel, 'github' | 'pipeline'>;

export function resolveEnvironments(options: OptionReader, facts: Place & { service: string }): EnvironmentBase[] {
  const readers = options.structs('environments', ENVIRONMENT_OPTIONS);
  const raw = options.value('environments');
  if (Array.isArray(raw) && raw.length === 0) {
    options.refuse('environments', 'is empty', 'one environment or more', 'Name an environment, or remove the option.');
  }
  if (readers.length === 0) {
    return [resolveEnvironment(options, { ...facts, name: DEFAULT_ENVIRONMENT, several: false })];
  }
  const environments = readers.map((reader) =>
    resolveNamed(options, reader, { ...facts, several: readers.length > 1 }),
  );
  readers.forEach((reader, i) => {
    checkDistinct(reader, environments[i]!, environments.slice(0, i));
  });
  return environments;
}

function resolveNamed(
  options: OptionReader,
  reader: OptionReader,
  facts: Place & { service: string; several: boolean },
): EnvironmentBase {
  const region = reader.string('awsRegion', AWS_REGION) ?? facts.region;
  if (partitionOf(region) !== partitionOf(facts.region) && facts.region !== UNKNOWN_PLACE.region) {
    const fix = 'Deliver to the other partition from a project of its own.';
    const why = `is in another partition than awsRegion, ${facts.region}`;
    reader.refuse('awsRegion', why, `a region of ${partitionOf(facts.region)}`, fix);
  }
  return resolveEnvironment(OptionReader.over(options, reader, ADDED), {
    ...facts,
    account: reader.string('awsAccount', AWS_ACCOUNT) ?? facts.account,
    region,
    name: readName(reader) ?? DEFAULT_ENVIRONMENT,
  });
}

/** Two environments of one name would share their files, and two with one service would undo each other's releases. */
function checkDistinct(reader: OptionReader, environment: EnvironmentBase, earlier: readonly EnvironmentBase[]): void {
  if (reader.has('name') && earlier.some(({ name }) => name === environment.name)) {
    const fix = 'Give each environment a name of its own.';
    reader.refuse('name', 'is the name of an earlier environment', undefined, fix);
    return;
  }
  const shared = earlier.find(({ ecsService }) => ecsService.arn === environment.ecsService.arn);
  if (shared) {
    reader.refuseUnseen(
      'ecsService',
      `is ${environment.ecsService.name} in the cluster ${environment.cluster.name}, as for ${shared.name}`,
      'a service, cluster, account or region that no other environment has',
      'Set ecsCluster or ecsService of one of the two.',
    );
  }
}

function readName(reader: OptionReader): string | undefined {
  if (!reader.has('name')) {
    return reader.refuseUnseen('name', 'is missing', ENVIRONMENT_NAME.allowed, 'Name the environment.');
  }
  return reader.string('name', ENVIRONMENT_NAME);
}

interface EnvironmentFacts extends Place {
  readonly service: string;
  readonly name: string;
  /** Whether there are others. */
  readonly several: boolean;
}

function resolveEnvironment(options: OptionReader, facts: EnvironmentFacts): EnvironmentBase {
  const { service, account, region, name, several } = facts;
  const prefix = `${service}-${name}`;
  const cluster = options.string('ecsCluster', ECS_NAME) ?? name;
  const ecsService = options.string('ecsService', ECS_NAME) ?? service;
  const logGroup = `/ecs/${service}/${name}`;
  const extraFields = readExtraFields(options, 'taskDefinitionFields', FREE_TASK_FIELDS, OWNED_TASK_FIELDS);
  checkEphemeralStorage(options, extraFields.ephemeralStorage);
  return {
    name,
    account,
    region,
    partition: partitionOf(region),
    cluster: { name: cluster, arn: arnOf('ecs', facts, `cluster/${cluster}`) },
    ecsService: { name: ecsService, arn: arnOf('ecs', facts, `service/${cluster}/${ecsService}`) },
    taskDefinition: {
      file: several ? `task-definition.${name}.json` : 'task-definition.json',
      // Environments may share an account, where a family is one line of revisions.
      family: several ? prefix : service,
      ...resolveSize(options),
      extraFields,
    },
    executionRole: resolveRole(options, 'executionRoleArn', `${prefix}-execution`, facts),
    taskRole: resolveRole(options, 'taskRoleArn', `${prefix}-task`, facts),
    logGroup: { name: logGroup, arn: arnOf('logs', facts, `log-group:${logGroup}`) },
    logRetentionDays: options.oneOf('logRetentionDays', Object.keys(LOG_RETENTION).map(Number)) ?? 30,
    environmentVariables: resolveVariables(options),
    secrets: resolveSecrets(options, facts),
    approval: options.boolean('approval') ?? (several && /^prod(uction)?$/.test(name)),
    deploymentTimeout: options.integer('deploymentTimeout', 1, 300) ?? 30,
    baseStack: {
      name: `${prefix}-base`,
      file: several ? `${name}-base-stack.ts` : 'base-stack.ts',
      className: several ? `${pascalCase(name)}BaseStack` : 'BaseStack',
    },
  };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html */
function checkEphemeralStorage(options: OptionReader, raw: unknown): void {
  if (raw !== undefined) {
    const path = options.pathOf('taskDefinitionFields');
    const storage = OptionReader.of(options.problems, raw, { sizeInGiB: true }, `${path}.ephemeralStorage`);
    if (isRecord(raw) && !storage.has('sizeInGiB')) {
      storage.refuseUnseen('sizeInGiB', 'is missing', '21 to 200', 'Set it.');
    }
    storage.integer('sizeInGiB', 21, 200, 'Fargate gives 20 GiB without it, and 200 GiB at most.');
  }
}

function resolveSize(options: OptionReader): { cpu: number; memory: number } {
  const sizes = Object.keys(FARGATE_SIZES).map(Number);
  const cpu = options.oneOf('cpu', sizes, 'Take a size that Fargate offers.') ?? 256;
  const allowed = FARGATE_SIZES[cpu]!;
  const memory = options.has('memory') ? options.value('memory') : 512;
  const cpuIsWrong = options.has('cpu') && options.value('cpu') !== cpu;
  if (typeof memory !== 'number') {
    const list = cpuIsWrong ? 'a number that goes with cpu' : allowed.join(', ');
    options.refuse('memory', 'is not a number', list, adviseType(memory, DIGITS));
    return { cpu, memory: allowed[0]! };
  }
  if (cpuIsWrong || allowed.includes(memory)) {
    return { cpu, memory };
  }
  const fitting = sizes.filter((size) => FARGATE_SIZES[size]!.includes(memory));
  options.problems.add({
    path: options.pathOf('memory'),
    value: memory,
    why: `${options.has('memory') ? 'is' : 'is the default, and'} not valid with cpu ${cpu} on Fargate`,
    allowed: allowed.join(', '),
    fix: options.has('memory') ? adviseSize(cpu, fitting) : `Set memory to ${allowed[0]} or more.`,
  });
  return { cpu, memory: allowed[0]! };
}

/** The way to the nearest of the sizes that fit. */
function adviseSize(cpu: number, fitting: readonly number[]): string {
  const above = fitting.find((size) => size > cpu);
  if (above !== undefined) {
    return `Raise cpu to ${above} or lower memory.`;
  }
  const below = fitting.at(-1);
  return below === undefined ? 'Set memory to one of these.' : `Lower cpu to ${below} or raise memory.`;
}

function resolveRole(options: OptionReader, key: string, createAs: string, place: Place): RoleModel {
  const arn = options.string(key, ROLE_ARN);
  if (arn === undefined) {
    return { arn: iamArnOf(place, `role/${createAs}`), createAs };
  }
  checkPlace(options, key, arn, {
    place,
    same: ['account', 'partition'],
    fix: 'ECS takes roles of its own account and partition only.',
  });
  return { arn };
}
