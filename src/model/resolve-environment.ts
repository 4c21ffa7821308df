import { FARGATE_SIZES } from '../data/fargate-sizes';
import { LOG_RETENTION } from '../data/log-retention';
import { FREE_TASK_FIELDS, OWNED_TASK_FIELDS } from '../data/task-definition-fields';
import type { FactName, Facts } from '../facts/fact';
import type { EnvironmentOptions } from '../options';
import { DeploymentStrategy } from '../service-options';
import { arnOf, iamArnOf, type Place, partitionOf } from './aws';
import { checkPlace, UNKNOWN_PLACE } from './check-place';
import { readExtraFields } from './extra-fields';
import type { EnvironmentModel, RoleModel, ServiceKind, StackModel } from './model';
import { pascalCase } from './names';
import { adviseType, DIGITS, isRecord, OptionReader } from './option-reader';
import { resolveManagedService } from './resolve-managed-service';
import {
  type LongestWait,
  resolveCodeDeploy,
  resolveOneOffTask,
  resolveSmokeTest,
  resolveTaskRoleStatements,
  resolveTimeout,
} from './resolve-release';
import { resolveSecrets, resolveVariables } from './resolve-variables';
import { AWS_ACCOUNT, AWS_REGION, ECS_NAME, ENVIRONMENT_NAME, ROLE_ARN } from './rules';
import { ENVIRONMENT_SERVICE_OPTIONS, rejectInapplicableOptions } from './service-kind';
import { SHARED } from './shared-values';

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
  ...ENVIRONMENT_SERVICE_OPTIONS,
};

/**
 * Object options of an environment that are merged with those of the top level, entry by entry. Any other option
 * replaces the one at the top level.
 */
const MERGED_OPTIONS = [
  'environmentVariables',
  'secrets',
  'taskDefinitionFields',
  'strategyParameters',
  'network',
  'loadBalancer',
  'autoScaling',
  'fargateSpot',
  'alarms',
  'oneOffTask',
  'smokeTest',
  'codeDeploy',
];

/** Name of the environment if the config does not list environments. */
const DEFAULT_ENVIRONMENT = 'production';

/** Placeholder size for a task definition that this package does not generate. */
const SMALLEST_SIZE = { cpu: 256, memory: 512 };

/** Facts that are the same for all environments. */
interface SharedFacts extends Place {
  readonly decisions: Facts;
  readonly service: string;
  readonly kind: ServiceKind;
  readonly bootstrapQualifier: string;
  readonly arm64: boolean;
  readonly longestWait: LongestWait;
}

export function resolveEnvironments(options: OptionReader, facts: SharedFacts): EnvironmentModel[] {
  const readers = options.structs('environments', ENVIRONMENT_OPTIONS);
  rejectInapplicableOptions([options, ...readers], facts.kind);
  const raw = options.value('environments');
  if (Array.isArray(raw) && raw.length === 0) {
    options.refuse('environments', 'is empty', 'at least one environment', 'Add an environment, or remove the option.');
  }
  if (readers.length === 0) {
    return [resolveEnvironment(options, { ...facts, name: DEFAULT_ENVIRONMENT, several: false })];
  }
  const environments = readers.map((reader) =>
    resolveNamed(options, reader, { ...facts, several: readers.length > 1 }),
  );
  if (readers.length === 1 && readers[0]!.value('approval') === true) {
    const fix = 'Set approval at the top level to require it for every release, or add a second environment.';
    readers[0]!.refuse('approval', 'applies between environments, but there is only one', undefined, fix);
  }
  if (options.has('strategyParameters') && readers.every((reader) => hasOwnStrategy(options, reader))) {
    const why = 'apply to a strategy that no environment uses';
    options.refuseUnseen('strategyParameters', why, undefined, 'Move them to the environments, or remove them.');
  }
  readers.forEach((reader, i) => {
    checkDistinct(reader, environments[i]!, environments.slice(0, i));
  });
  return environments;
}

function resolveNamed(
  options: OptionReader,
  reader: OptionReader,
  facts: SharedFacts & { several: boolean },
): EnvironmentModel {
  const ownRegion = reader.string('awsRegion', AWS_REGION);
  const name = readName(reader) ?? DEFAULT_ENVIRONMENT;
  const decisions = facts.decisions.in(name);
  const region = ownRegion === undefined ? facts.region : decisions.decide(SHARED.region, ownRegion);
  if (partitionOf(region) !== partitionOf(facts.region) && facts.region !== UNKNOWN_PLACE.region) {
    const fix = 'Use a separate project for each partition.';
    const why = `is in a different partition than ${facts.region}, the top-level awsRegion`;
    reader.refuse('awsRegion', why, `a region in the partition ${partitionOf(facts.region)}`, fix);
  }
  const ownAccount = reader.string('awsAccount', AWS_ACCOUNT);
  const dropped = hasOwnStrategy(options, reader) ? ['strategyParameters'] : [];
  return resolveEnvironment(OptionReader.over(options, reader, MERGED_OPTIONS, dropped), {
    ...facts,
    account: ownAccount === undefined ? facts.account : decisions.decide(SHARED.account, ownAccount),
    region,
    name,
  });
}

/** Whether an environment overrides the strategy, so that the top-level parameters do not apply to it. */
function hasOwnStrategy(options: OptionReader, reader: OptionReader): boolean {
  const strategyOf = (of: OptionReader) => of.value('strategy') ?? DeploymentStrategy.ROLLING;
  return reader.has('strategy') && strategyOf(reader) !== strategyOf(options);
}

/**
 * Environments with the same name would write the same files. Environments with the same service would overwrite each
 * other's releases.
 */
function checkDistinct(reader: OptionReader, environment: EnvironmentModel, earlier: readonly EnvironmentModel[]): void {
  if (reader.has('name') && earlier.some(({ name }) => name === environment.name)) {
    const fix = 'Use a unique name for each environment.';
    reader.refuse('name', 'is already the name of another environment', undefined, fix);
    return;
  }
  const shared = earlier.find(({ ecsService }) => ecsService.arn === environment.ecsService.arn);
  if (shared) {
    reader.refuseUnseen(
      'ecsService',
      `is ${environment.ecsService.name} in the cluster ${environment.cluster.name}, the same service as in ${shared.name}`,
      'a service that no other environment deploys',
      'Set a different ecsCluster or ecsService in one of the two environments.',
    );
  }
}

function readName(reader: OptionReader): string | undefined {
  if (!reader.has('name')) {
    return reader.refuseUnseen('name', 'is missing', ENVIRONMENT_NAME.allowed, 'Set a name for the environment.');
  }
  return reader.string('name', ENVIRONMENT_NAME);
}

interface EnvironmentFacts extends SharedFacts {
  readonly name: string;
  /** Whether the config has more than one environment. */
  readonly several: boolean;
}

function resolveEnvironment(options: OptionReader, facts: EnvironmentFacts): EnvironmentModel {
  const { service, account, region, name, several, kind } = facts;
  const decisions = facts.decisions.in(name);
  const prefix = `${service}-${name}`;
  const configuredCluster = options.string('ecsCluster', ECS_NAME);
  const cluster = decisions.decide(SHARED.cluster, configuredCluster ?? (kind === 'managed' ? prefix : name));
  const ecsService = decisions.decide(SHARED.ecsService, options.string('ecsService', ECS_NAME) ?? service);
  const generatedFamily = several ? prefix : service;
  const oneOffTask = resolveOneOffTask(options);
  const managed =
    kind === 'managed'
      ? resolveManagedService(options, {
          ...facts,
          createCluster: !options.has('ecsCluster'),
          stack: stackOf('service', facts),
          parameter: decisions.decide(SHARED.stackParameter, 'TaskDefinitionArn'),
        })
      : undefined;
  const deploymentTimeout = resolveTimeout(options, { ...facts, oneOffTask, deployment: managed?.deployment });
  const logGroup = decisions.decide(SHARED.logGroup, `/ecs/${service}/${name}`);
  const extraFields = readExtraFields(options, 'taskDefinitionFields', FREE_TASK_FIELDS, OWNED_TASK_FIELDS);
  checkEphemeralStorage(options, extraFields.ephemeralStorage);
  return {
    name,
    argument: decisions.decide(SHARED.scriptArgument, name),
    account,
    region,
    partition: partitionOf(region),
    cluster: { name: cluster, arn: arnOf('ecs', facts, `cluster/${cluster}`) },
    ecsService: { name: ecsService, arn: arnOf('ecs', facts, `service/${cluster}/${ecsService}`) },
    taskDefinition: {
      file: decisions.decide(
        SHARED.taskDefinitionFile,
        several ? `task-definition.${name}.json` : 'task-definition.json',
      ),
      generated: kind !== 'image-only',
      // Environments in the same account need separate families, because each family has a single list of revisions.
      family:
        kind === 'image-only'
          ? decisions.decide(
              { ...SHARED.taskDefinitionFamily, option: 'taskDefinitionFamily' },
              options.string('taskDefinitionFamily', ECS_NAME) ?? service,
            )
          : decisions.decide(SHARED.taskDefinitionFamily, generatedFamily),
      ...(kind === 'image-only' ? SMALLEST_SIZE : resolveSize(options)),
      extraFields,
    },
    executionRole: resolveExecutionRole(options, `${prefix}-execution`, facts),
    taskRole:
      kind === 'image-only' && !options.has('taskRoleArn')
        ? undefined
        : resolveRole(options, SHARED.taskRole, `${prefix}-task`, facts),
    logGroup:
      kind === 'image-only' ? undefined : { name: logGroup, arn: arnOf('logs', facts, `log-group:${logGroup}`) },
    logRetentionDays: readLogRetention(options),
    environmentVariables: resolveVariables(options),
    secrets: resolveSecrets(options, facts),
    taskRoleStatements: resolveTaskRoleStatements(options),
    executeCommand: (kind === 'managed' && options.boolean('executeCommand')) || false,
    oneOffTask,
    smokeTest: resolveSmokeTest(options, managed, decisions),
    approval: options.boolean('approval') ?? (several && /^prod(uction)?$/.test(name)),
    deploymentTimeout,
    releaseTimeout: deploymentTimeout + (oneOffTask?.timeout ?? 0),
    baseStack: stackOf('base', facts),
    managed,
    codeDeploy: kind === 'code-deploy' ? resolveCodeDeploy(options, { ...facts, cluster, ecsService, decisions }) : undefined,
  };
}

function stackOf(
  purpose: 'base' | 'service',
  { service, name, several, decisions }: EnvironmentFacts,
): StackModel {
  const className = `${pascalCase(purpose)}Stack`;
  return {
    name: decisions
      .in(name)
      .decide(purpose === 'base' ? SHARED.baseStack : SHARED.serviceStack, `${service}-${name}-${purpose}`),
    file: several ? `${name}-${purpose}-stack.ts` : `${purpose}-stack.ts`,
    className: several ? `${pascalCase(name)}${className}` : className,
  };
}

/** Reads the option for an environment or, at the top level, for resources that belong to no environment. */
export function readLogRetention(options: OptionReader): number {
  return options.oneOf('logRetentionDays', Object.keys(LOG_RETENTION).map(Number)) ?? 30;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html */
function checkEphemeralStorage(options: OptionReader, raw: unknown): void {
  if (raw !== undefined) {
    const path = options.pathOf('taskDefinitionFields');
    const storage = OptionReader.of(options.problems, raw, { sizeInGiB: true }, `${path}.ephemeralStorage`);
    if (isRecord(raw) && !storage.has('sizeInGiB')) {
      storage.refuseUnseen('sizeInGiB', 'is missing', '21 to 200', 'Set the size in GiB.');
    }
    storage.integer(
      'sizeInGiB',
      21,
      200,
      'Use a size in this range, or remove ephemeralStorage to use the default of 20 GiB.',
    );
  }
}

function resolveSize(options: OptionReader): { cpu: number; memory: number } {
  const sizes = Object.keys(FARGATE_SIZES).map(Number);
  const cpu = options.oneOf('cpu', sizes, 'Choose a size that Fargate supports.') ?? 256;
  const allowed = FARGATE_SIZES[cpu]!;
  const memory = options.has('memory') ? options.value('memory') : 512;
  const cpuIsWrong = options.has('cpu') && options.value('cpu') !== cpu;
  if (typeof memory !== 'number') {
    const list = cpuIsWrong ? 'a number that is valid with cpu' : allowed.join(', ');
    options.refuse('memory', 'is not a number', list, adviseType(memory, DIGITS));
    return { cpu, memory: allowed[0]! };
  }
  if (cpuIsWrong || allowed.includes(memory)) {
    return { cpu, memory };
  }
  const compatible = sizes.filter((size) => FARGATE_SIZES[size]!.includes(memory));
  options.problems.add({
    path: options.pathOf('memory'),
    value: memory,
    why: `${options.has('memory') ? 'is' : 'is the default, which is'} not valid with cpu ${cpu} on Fargate`,
    allowed: allowed.join(', '),
    fix: options.has('memory') ? suggestSize(cpu, compatible) : `Set memory to ${allowed[0]} or more.`,
  });
  return { cpu, memory: allowed[0]! };
}

/** Suggests the nearest CPU size that supports the memory. */
function suggestSize(cpu: number, compatible: readonly number[]): string {
  const above = compatible.find((size) => size > cpu);
  if (above !== undefined) {
    return `Raise cpu to ${above} or lower memory.`;
  }
  const below = compatible.at(-1);
  return below === undefined ? 'Set memory to one of these values.' : `Lower cpu to ${below} or raise memory.`;
}

/** An existing task definition has its own execution role. The deploy role needs its ARN for `iam:PassRole`. */
function resolveExecutionRole(options: OptionReader, createAs: string, facts: EnvironmentFacts): RoleModel {
  if (facts.kind === 'image-only' && !options.has('executionRoleArn')) {
    const fix = 'Specify the execution role of the existing task definition; each release passes it to ECS.';
    options.refuseUnseen('executionRoleArn', 'is missing', ROLE_ARN.allowed, fix);
  }
  return resolveRole(options, SHARED.executionRole, createAs, facts);
}

function resolveRole(options: OptionReader, role: FactName, name: string, facts: EnvironmentFacts): RoleModel {
  const key = role.option!;
  const decisions = facts.decisions.in(facts.name);
  const arn = options.string(key, ROLE_ARN);
  if (arn === undefined) {
    const createAs = decisions.decide(role, name);
    return { arn: iamArnOf(facts, `role/${createAs}`), createAs };
  }
  checkPlace(options, key, arn, {
    place: facts,
    same: ['account', 'partition'],
    fix: 'The role must be in the same account and partition as the service.',
  });
  return { arn: decisions.decide(role, arn) };
}
