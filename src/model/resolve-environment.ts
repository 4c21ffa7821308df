import { FARGATE_SIZES } from '../data/fargate-sizes';
import { LOG_RETENTION } from '../data/log-retention';
import { FREE_TASK_FIELDS, OWNED_TASK_FIELDS } from '../data/task-definition-fields';
import { Decided, type FactName, type Facts } from '../facts/fact';
import type { EnvironmentOptions } from '../options';
import { DeploymentStrategy } from '../service-options';
import { arnOf, iamArnOf, type Place, partitionOf } from './aws';
import { checkPlace, isKnown, UNKNOWN_PLACE } from './check-place';
import { readExtraFields } from './extra-fields';
import type { EnvironmentModel, RoleModel, ServiceKind, StackModel } from './model';
import { pascalCase } from './names';
import { adviseType, DIGITS, isRecord, type OptionReader } from './option-reader';
import { ProblemList } from './problem-list';
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
import { show } from './show';

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

/** An environment without the parts that depend on the engines. */
export type EnvironmentBase = Omit<EnvironmentModel, 'github' | 'pipeline'>;

/** Facts that are the same for all environments. */
interface SharedFacts extends Place {
  readonly decisions: Facts;
  readonly service: string;
  readonly kind: ServiceKind;
  readonly bootstrapQualifier: string;
  readonly arm64: boolean;
  readonly longestWait: LongestWait;
}

/** An environment, and the reader of the options that it sets or inherits. */
interface ResolvedEnvironment {
  readonly environment: EnvironmentBase;
  readonly options: OptionReader;
}

export function resolveEnvironments(
  options: OptionReader,
  problems: ProblemList,
  facts: SharedFacts,
): ResolvedEnvironment[] {
  const readers = options.structs('environments', ENVIRONMENT_OPTIONS);
  rejectInapplicableOptions(options, readers, facts.kind);
  if (options.isEmptyList('environments')) {
    options.reject('environments', 'empty-list', {
      why: 'is empty',
      allowed: 'at least one environment',
      fix: 'Add an environment, or remove the option.',
    });
  }
  if (readers.length === 0) {
    const environment = resolveEnvironment(options, { ...facts, name: DEFAULT_ENVIRONMENT, several: false });
    return [{ environment, options }];
  }
  const labels = readers.map(labelOf);
  if (!facts.decisions.isRehearsal) {
    problems.compareWithTopLevel(problemsOfTopLevel(options, facts), labels);
  }
  const environments = readers.map((reader, i) =>
    resolveNamed(options, reader, { ...facts, several: readers.length > 1, label: labels[i]!, index: i }),
  );
  if (readers.length === 1 && readers[0]!.value('approval') === true) {
    readers[0]!.reject('approval', 'approval-in-only-environment', {
      why: 'applies between environments, but there is only one',
      fix: 'Set approval at the top level to require it for every release, or add a second environment.',
    });
  }
  if (
    options.has('strategyParameters') &&
    !options.isRejected('strategy') &&
    readers.every((reader) => hasOwnStrategy(options, reader) && !reader.isRejected('strategy'))
  ) {
    options.rejectWithoutValue('strategyParameters', 'unused-strategy-parameters', {
      why: 'apply to a strategy that no environment uses',
      fix: 'Move them to the environments, or remove them.',
    });
  }
  readers.forEach((reader, i) => {
    checkDistinct(
      reader,
      environments[i]!.environment,
      environments.slice(0, i).map(({ environment }) => environment),
    );
  });
  return environments;
}

/** What is wrong with the top-level options alone. Finds wrong values that every environment overrides. */
function problemsOfTopLevel(options: OptionReader, facts: SharedFacts): ProblemList {
  const problems = new ProblemList();
  const decisions = new Decided();
  resolveEnvironment(options.reportingTo(problems), { ...facts, decisions, name: DEFAULT_ENVIRONMENT, several: false });
  return problems;
}

/** How messages refer to an environment: its name, as far as possible. */
function labelOf(reader: OptionReader, index: number): string {
  const name = reader.value('name');
  if (typeof name !== 'string') {
    return String(index + 1);
  }
  return ENVIRONMENT_NAME.pattern.test(name) ? name : show(name);
}

function resolveNamed(
  options: OptionReader,
  reader: OptionReader,
  facts: SharedFacts & { several: boolean; label: string; index: number },
): ResolvedEnvironment {
  const ownRegion = reader.string('awsRegion', AWS_REGION);
  // An invalid name must not be the same as another one.
  const name = readName(reader) ?? `unnamed-${facts.index}`;
  const decisions = facts.decisions.in(name);
  const region =
    ownRegion === undefined
      ? placeOf(reader, 'awsRegion', facts.region, UNKNOWN_PLACE.region)
      : decisions.decide(SHARED.region, ownRegion);
  if (partitionOf(region) !== partitionOf(facts.region) && isKnown('region', facts)) {
    reader.reject('awsRegion', 'different-partition', {
      why: `is in a different partition than ${facts.region}, the top-level awsRegion`,
      allowed: `a region in the partition ${partitionOf(facts.region)}`,
      fix: 'Use a separate project for each partition.',
    });
  }
  const ownAccount = reader.string('awsAccount', AWS_ACCOUNT);
  const layered = options.inheritedBy(facts.label, reader, {
    merged: MERGED_OPTIONS,
    dropped: hasOwnStrategy(options, reader) ? ['strategyParameters'] : [],
  });
  const environment = resolveEnvironment(layered, {
    ...facts,
    account:
      ownAccount === undefined
        ? placeOf(reader, 'awsAccount', facts.account, UNKNOWN_PLACE.account)
        : decisions.decide(SHARED.account, ownAccount),
    region,
    name,
  });
  return { environment, options: layered };
}

/** The account or region of an environment that does not set its own, or sets one that is not valid. */
function placeOf(reader: OptionReader, key: string, inherited: string, unknown: string): string {
  return reader.has(key) ? unknown : inherited;
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
function checkDistinct(reader: OptionReader, environment: EnvironmentBase, earlier: readonly EnvironmentBase[]): void {
  if (reader.has('name') && earlier.some(({ name }) => name === environment.name)) {
    reader.reject('name', 'duplicate-environment', {
      why: 'is already the name of another environment',
      fix: 'Use a unique name for each environment.',
    });
    return;
  }
  const shared = earlier.find(({ ecsService }) => ecsService.arn === environment.ecsService.arn);
  if (shared && !reader.isRejected('name', 'awsAccount', 'awsRegion', 'ecsCluster', 'ecsService')) {
    reader.rejectWithoutValue('ecsService', 'duplicate-service', {
      why: `is ${environment.ecsService.name} in the cluster ${environment.cluster.name}, the same service as in ${shared.name}`,
      allowed: 'a service that no other environment deploys',
      fix: 'Set a different ecsCluster or ecsService in one of the two environments.',
    });
  }
}

function readName(reader: OptionReader): string | undefined {
  if (!reader.has('name')) {
    return reader.rejectWithoutValue('name', 'missing-option', {
      why: 'is missing',
      allowed: ENVIRONMENT_NAME.allowed,
      fix: 'Set a name for the environment.',
    });
  }
  return reader.string('name', ENVIRONMENT_NAME);
}

interface EnvironmentFacts extends SharedFacts {
  readonly name: string;
  /** Whether the config has more than one environment. */
  readonly several: boolean;
}

function resolveEnvironment(options: OptionReader, facts: EnvironmentFacts): EnvironmentBase {
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
  const extraFields = readExtraFields(options, 'taskDefinitionFields', FREE_TASK_FIELDS, OWNED_TASK_FIELDS);
  checkEphemeralStorage(options);
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
    logGroup: kind === 'image-only' ? undefined : resolveLogGroup(facts),
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
    codeDeploy:
      kind === 'code-deploy' ? resolveCodeDeploy(options, { ...facts, cluster, ecsService, decisions }) : undefined,
  };
}

function resolveLogGroup(facts: EnvironmentFacts): EnvironmentModel['logGroup'] {
  const { service, name, decisions } = facts;
  const logGroup = decisions.in(name).decide(SHARED.logGroup, `/ecs/${service}/${name}`);
  return { name: logGroup, arn: arnOf('logs', facts, `log-group:${logGroup}`) };
}

function stackOf(purpose: 'base' | 'service', { service, name, several, decisions }: EnvironmentFacts): StackModel {
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
function checkEphemeralStorage(options: OptionReader): void {
  const entry = options.entry('taskDefinitionFields', 'ephemeralStorage');
  if (entry && !options.isRejectedEntry(entry)) {
    const storage = options.entryStruct(entry, { sizeInGiB: true });
    if (isRecord(entry.value) && !storage.has('sizeInGiB')) {
      storage.rejectWithoutValue('sizeInGiB', 'missing-option', {
        why: 'is missing',
        allowed: '21 to 200',
        fix: 'Set the size in GiB.',
      });
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
  const cpuIsWrong = options.isRejected('cpu');
  if (typeof memory !== 'number') {
    options.reject('memory', 'wrong-type', {
      why: 'is not a number',
      allowed: cpuIsWrong ? 'a number that is valid with cpu' : allowed.join(', '),
      fix: adviseType(memory, DIGITS),
    });
    return { cpu, memory: allowed[0]! };
  }
  if (cpuIsWrong || allowed.includes(memory)) {
    return { cpu, memory };
  }
  const compatible = sizes.filter((size) => FARGATE_SIZES[size]!.includes(memory));
  // Memory that is not valid with any CPU size is wrong on its own.
  options.rejectValue('memory', memory, compatible.length === 0 ? 'unsupported-value' : 'memory-for-cpu', {
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
    options.rejectWithoutValue('executionRoleArn', 'missing-option', {
      why: 'is missing',
      allowed: ROLE_ARN.allowed,
      fix: 'Specify the execution role of the existing task definition; each release passes it to ECS.',
    });
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
