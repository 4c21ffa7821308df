import { FARGATE_SIZES } from '../data/fargate-sizes';
import { LOG_RETENTION } from '../data/log-retention';
import { FREE_TASK_FIELDS, OWNED_TASK_FIELDS } from '../data/task-definition-fields';
import { arnOf, iamArnOf, type Place, partitionOf, placeOf } from './aws';
import { readExtraFields } from './extra-fields';
import type { EnvironmentModel, RoleModel } from './model';
import type { OptionReader } from './option-reader';
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
      extraFields: readExtraFields(options, 'taskDefinitionFields', FREE_TASK_FIELDS, OWNED_TASK_FIELDS),
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
  };
}

function resolveSize(options: OptionReader): { cpu: number; memory: number } {
  const sizes = Object.keys(FARGATE_SIZES).map(Number);
  const cpu = options.oneOf('cpu', sizes, 'Take a size that Fargate offers.') ?? 256;
  const allowed = FARGATE_SIZES[cpu]!;
  const memory = options.has('memory') ? options.value('memory') : 512;
  const cpuIsWrong = options.has('cpu') && options.value('cpu') !== cpu;
  if (cpuIsWrong || allowed.includes(memory as number)) {
    return { cpu, memory: memory as number };
  }
  const enough = sizes.find((size) => FARGATE_SIZES[size]!.includes(memory as number));
  options.problems.add({
    path: options.pathOf('memory'),
    value: memory,
    why: `is not valid with cpu ${cpu} on Fargate`,
    allowed: allowed.join(', '),
    fix: adviseSize(cpu, enough, options.has('memory'), allowed[0]!),
  });
  return { cpu, memory: allowed[0]! };
}

function adviseSize(cpu: number, enough: number | undefined, given: boolean, smallest: number): string {
  if (!given) {
    return `Set memory to ${smallest} or more.`;
  }
  if (enough === undefined) {
    return 'Set memory to one of these.';
  }
  return enough > cpu ? `Raise cpu to ${enough} or lower memory.` : `Lower cpu to ${enough} or raise memory.`;
}

function resolveRole(options: OptionReader, key: string, createAs: string, place: Place): RoleModel {
  const arn = options.string(key, ROLE_ARN);
  if (arn === undefined) {
    return { arn: iamArnOf(place, `role/${createAs}`), createAs };
  }
  if (placeOf(arn).account !== place.account) {
    options.refuse(key, 'is in another account', `a role in ${place.account}`, 'ECS takes roles of its own account only.');
  }
  return { arn };
}
