import { Decided } from '../core/fact';
import type { EnvironmentOptions } from '../options';
import { DeploymentStrategy } from '../options';
import { partitionOf } from './aws';
import { isKnown, UNKNOWN_PLACE } from './check-place';
import type { EnvironmentModel } from './model';
import type { OptionReader } from './option-reader';
import { ProblemList } from './problem-list';
import { resolveEnvironment, type SharedFacts } from './resolve-environment';
import { readLogging } from './resolve-logging';
import { AWS_ACCOUNT, AWS_REGION, ENVIRONMENT_NAME } from './rules';
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
  deploymentTimeoutMinutes: true,
  githubActions: true,
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
  'serviceConnect',
  'autoScaling',
  'fargateSpot',
  'alarms',
  'oneOffTask',
  'smokeTest',
  'codeDeploy',
  'logging',
];

/** Name of the environment if the config does not list environments. */
const DEFAULT_ENVIRONMENT = 'production';

export interface ResolvedEnvironment {
  readonly environment: EnvironmentModel;
  /** The options that the environment sets. */
  readonly own: OptionReader;
  /** The options that the environment sets or inherits. */
  readonly options: OptionReader;
}

export function resolveEnvironments(
  options: OptionReader,
  problems: ProblemList,
  facts: SharedFacts & { readonly topLevelOptions: object },
): ResolvedEnvironment[] {
  const readers = options.structs('environments', ENVIRONMENT_OPTIONS, facts.topLevelOptions);
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
    return [{ environment, own: options, options }];
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
      why: 'requires at least two environments, but there is only one',
      fix: 'Set approval at the top level to require it for every release, or add a second environment.',
    });
  }
  if (
    options.has('strategyParameters') &&
    !options.isRejected('strategy') &&
    readers.every((reader) => hasOwnStrategy(options, reader) && !reader.isRejected('strategy'))
  ) {
    options.rejectWithoutValue('strategyParameters', 'unused-strategy-parameters', {
      why: 'has no effect because every environment overrides the top-level strategy',
      fix: 'Set strategyParameters in the environments instead, or remove it.',
    });
  }
  const identified = environments.filter(
    (_, i) => !readers[i]!.isRejected('name', 'awsAccount', 'awsRegion', 'ecsCluster', 'ecsService'),
  );
  identified.forEach((resolved, i) => {
    const earlier = identified.slice(0, i);
    // They would write the same files.
    if (earlier.some((other) => other.environment.name === resolved.environment.name)) {
      resolved.own.reject('name', 'duplicate-environment', {
        why: 'is already the name of another environment',
        fix: 'Use a unique name for each environment.',
      });
      return;
    }
    checkService(resolved, earlier);
    checkLogGroup(resolved, earlier);
    checkFamily(resolved, earlier);
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
      allowed: `a Region in the ${partitionOf(facts.region)} partition`,
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
  return { environment, own: reader, options: layered };
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

/** Environments with the same service would overwrite each other's releases. */
function checkService({ environment, own }: ResolvedEnvironment, earlier: readonly ResolvedEnvironment[]): void {
  const shared = earlier.find((other) => other.environment.ecsService.arn === environment.ecsService.arn);
  if (shared) {
    own.rejectValue('ecsService', environment.ecsService.name, 'duplicate-service', {
      why: `in the cluster ${show(environment.cluster.name)} is also the service of the environment ${show(shared.environment.name)}`,
      allowed: 'a service that no other environment deploys',
      fix: 'Set a different ecsCluster or ecsService in one of the two environments.',
    });
  }
}

/** Two stacks cannot create the same log group. */
function checkLogGroup({ environment, own }: ResolvedEnvironment, earlier: readonly ResolvedEnvironment[]): void {
  const { logGroup } = environment;
  const other = earlier.find((each) => logGroup?.create && each.environment.logGroup?.arn === logGroup.arn);
  const logging = readLogging(own);
  if (logGroup && other && !logging.isRejected('logGroup', 'existingLogGroup')) {
    logging.rejectValue('logGroup', logGroup.name, 'duplicate-log-group', {
      why: `is also the log group of the environment ${show(other.environment.name)}`,
      allowed: 'a log group that no other environment uses',
      fix: 'Set a different logging.logGroup in one of the two environments, or set logging.existingLogGroup in both.',
    });
  }
}

/** A family has a single list of revisions, so a rollback could choose a revision of the other environment. */
function checkFamily({ environment, own }: ResolvedEnvironment, earlier: readonly ResolvedEnvironment[]): void {
  const { taskDefinition, account, region } = environment;
  const other = earlier.find(
    (each) =>
      taskDefinition.generated &&
      each.environment.taskDefinition.family === taskDefinition.family &&
      each.environment.account === account &&
      each.environment.region === region,
  );
  if (other && !own.isRejected('taskDefinitionFamily')) {
    own.rejectValue('taskDefinitionFamily', taskDefinition.family, 'duplicate-family', {
      why: `is also the family of the environment ${show(other.environment.name)}`,
      allowed: 'a family that no other environment in the account and Region uses',
      fix: 'Set a different taskDefinitionFamily in one of the two environments.',
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
