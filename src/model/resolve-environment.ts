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
import { ENVIRONMENT_SERVICE_OPTIONS, refuseOptionsOfOtherKinds } from './service-kind';
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

/** Options of an environment that are added to those of the top level, name by name. */
const ADDED = [
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

/** The environment of a config that names none. */
const DEFAULT_ENVIRONMENT = 'production';

/** Of a task whose size is decided elsewhere. */
const SMALLEST_SIZE = { cpu: 256, memory: 512 };

/** What does not depend on the engines. */
export type EnvironmentBase = Omit<EnvironmentModel, 'github' | 'pipeline'>;

/** What all environments share. */
interface SharedFacts extends Place {
  readonly decisions: Facts;
  readonly service: string;
  readonly kind: ServiceKind;
  readonly bootstrapQualifier: string;
  readonly arm64: boolean;
  readonly longestWait: LongestWait;
}

export function resolveEnvironments(options: OptionReader, facts: SharedFacts): EnvironmentBase[] {
  const readers = options.structs('environments', ENVIRONMENT_OPTIONS);
  refuseOptionsOfOtherKinds([options, ...readers], facts.kind);
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
  if (readers.length === 1 && readers[0]!.value('approval') === true) {
    const fix = 'Set approval at the top level, where it stands before every release, or name a second environment.';
    readers[0]!.refuse('approval', 'asks for an approval between environments, and there is one', undefined, fix);
  }
  if (options.has('strategyParameters') && readers.every((reader) => hasOwnStrategy(options, reader))) {
    const why = 'are of a strategy that no environment has';
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
): EnvironmentBase {
  const givenRegion = reader.string('awsRegion', AWS_REGION);
  const named = readName(reader) ?? DEFAULT_ENVIRONMENT;
  const decisions = facts.decisions.in(named);
  const region = givenRegion === undefined ? facts.region : decisions.decide(SHARED.region, givenRegion);
  if (partitionOf(region) !== partitionOf(facts.region) && facts.region !== UNKNOWN_PLACE.region) {
    const fix = 'Deliver to the other partition from a project of its own.';
    const why = `is in another partition than awsRegion, ${facts.region}`;
    reader.refuse('awsRegion', why, `a region of ${partitionOf(facts.region)}`, fix);
  }
  const givenAccount = reader.string('awsAccount', AWS_ACCOUNT);
  const dropped = hasOwnStrategy(options, reader) ? ['strategyParameters'] : [];
  return resolveEnvironment(OptionReader.over(options, reader, ADDED, dropped), {
    ...facts,
    account: givenAccount === undefined ? facts.account : decisions.decide(SHARED.account, givenAccount),
    region,
    name: named,
  });
}

/** The parameters of one strategy are not those of another. */
function hasOwnStrategy(options: OptionReader, reader: OptionReader): boolean {
  const strategyOf = (of: OptionReader) => of.value('strategy') ?? DeploymentStrategy.ROLLING;
  return reader.has('strategy') && strategyOf(reader) !== strategyOf(options);
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

interface EnvironmentFacts extends SharedFacts {
  readonly name: string;
  /** Whether there are others. */
  readonly several: boolean;
}

function resolveEnvironment(options: OptionReader, facts: EnvironmentFacts): EnvironmentBase {
  const { service, account, region, name, several, kind } = facts;
  const decisions = facts.decisions.in(name);
  const prefix = `${service}-${name}`;
  const namedCluster = options.string('ecsCluster', ECS_NAME);
  const cluster = decisions.decide(SHARED.cluster, namedCluster ?? (kind === 'managed' ? prefix : name));
  const ecsService = decisions.decide(SHARED.ecsService, options.string('ecsService', ECS_NAME) ?? service);
  const ownFamily = several ? prefix : service;
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
      // Environments may share an account, where a family is one line of revisions.
      family: decisions.decide(
        kind === 'image-only'
          ? { ...SHARED.taskDefinitionFamily, option: 'taskDefinitionFamily' }
          : SHARED.taskDefinitionFamily,
        kind === 'image-only' ? (options.string('taskDefinitionFamily', ECS_NAME) ?? service) : ownFamily,
      ),
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

/** Of an environment, or of what belongs to none. */
export function readLogRetention(options: OptionReader): number {
  return options.oneOf('logRetentionDays', Object.keys(LOG_RETENTION).map(Number)) ?? 30;
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

/** What the service owns comes with a role of its own, which a release has to be allowed to hand to ECS. */
function resolveExecutionRole(options: OptionReader, createAs: string, facts: EnvironmentFacts): RoleModel {
  if (facts.kind === 'image-only' && !options.has('executionRoleArn')) {
    const fix = 'Give the execution role of that task definition: a release hands it to ECS.';
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
    fix: 'ECS takes roles of its own account and partition only.',
  });
  return { arn: decisions.decide(role, arn) };
}
