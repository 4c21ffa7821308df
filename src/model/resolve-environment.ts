import { FARGATE_SIZES } from '../data/fargate-sizes';
import { LOG_RETENTION } from '../data/log-retention';
import { FREE_TASK_FIELDS, OWNED_TASK_FIELDS } from '../data/task-definition-fields';
import { arnOf, iamArnOf, type Place, partitionOf } from './aws';
import { checkPlace } from './check-place';
import { readExtraFields } from './extra-fields';
import type { EnvironmentModel, RoleModel } from './model';
import { adviseType, DIGITS, isRecord, OptionReader } from './option-reader';
import { resolveSecrets, resolveVariables } from './resolve-variables';
import { ECS_NAME, ROLE_ARN } from './rules';

/** The one environment there is. */
const ENVIRONMENT = 'production';

export function resolveEnvironment(options: OptionReader, facts: Place & { service: string }): EnvironmentModel {
  const { service, account, region } = facts;
  const name = ENVIRONMENT;
  const prefix = `${service}-${name}`;
  const cluster = options.string('ecsCluster', ECS_NAME) ?? 'production';
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
      file: 'task-definition.json',
      family: service,
      ...resolveSize(options),
      extraFields,
    },
    executionRole: resolveRole(options, 'executionRoleArn', `${prefix}-execution`, facts),
    taskRole: resolveRole(options, 'taskRoleArn', `${prefix}-task`, facts),
    logGroup: { name: logGroup, arn: arnOf('logs', facts, `log-group:${logGroup}`) },
    logRetentionDays: options.oneOf('logRetentionDays', Object.keys(LOG_RETENTION).map(Number)) ?? 30,
    environmentVariables: resolveVariables(options),
    secrets: resolveSecrets(options, facts),
    approval: options.boolean('approval') ?? false,
    deploymentTimeout: options.integer('deploymentTimeout', 1, 300) ?? 30,
    baseStack: `${prefix}-base`,
    releaseProject: `${prefix}-release`,
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
  checkPlace(options, key, arn, { place, same: ['account', 'partition'], fix: 'ECS takes roles of its own account and partition only.' });
  return { arn };
}
