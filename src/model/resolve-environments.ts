import { DeploymentStrategy, type EnvironmentOptions } from '../options';
import { checkListenerRules } from './check-listener-rules';
import { COMMON_ENVIRONMENT_OPTIONS } from './common-options';
import type { EnvironmentModel } from './model';
import type { OptionReader } from './option-reader';
import type { ProblemList } from './problem-list';
import { resolveEnvironment, type SharedFacts } from './resolve-environment';
import { type ResolvedEnvironment, resolveEnvironmentList } from './resolve-environment-list';
import { readLogging } from './resolve-logging';
import { checkDiscoveryName } from './resolve-service-discovery';
import { ENVIRONMENT_SERVICE_OPTIONS, rejectInapplicableOptions } from './service-kind';
import { show } from './show';

const ENVIRONMENT_OPTIONS: Readonly<Record<keyof EnvironmentOptions, true>> = {
  ...COMMON_ENVIRONMENT_OPTIONS,
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
  scheduledTasks: true,
  workers: true,
  containerName: true,
  containerPort: true,
  healthCheckPath: true,
  command: true,
  ...ENVIRONMENT_SERVICE_OPTIONS,
};

/**
 * Object options of an environment that are merged with those of the top level, entry by entry. Any other option
 * replaces the one at the top level.
 */
const MERGED_OPTIONS = [
  'environmentVariables',
  'secrets',
  'releaseVariables',
  'environmentVariablesFrom',
  'taskDefinitionFields',
  'strategyParameters',
  'network',
  'loadBalancer',
  'serviceConnect',
  'serviceDiscovery',
  'autoScaling',
  'fargateSpot',
  'alarms',
  'oneOffTask',
  'smokeTest',
  'releaseCommands',
  'codeDeploy',
  'logging',
];

/** Advice for an environment with a registry of its own. */
const ONE_REGISTRY =
  'Move ecrRepository to the top level. The image is built once, and every environment pulls it from the same repository, which allows pulls from the accounts of all environments.';

export type ResolvedEcsEnvironment = ResolvedEnvironment<EnvironmentModel>;

export function resolveEnvironments(
  options: OptionReader,
  problems: ProblemList,
  facts: SharedFacts & { readonly topLevelOptions: object },
): ResolvedEcsEnvironment[] {
  return resolveEnvironmentList(options, problems, facts, {
    known: ENVIRONMENT_OPTIONS,
    topLevel: { ...facts.topLevelOptions, ecrRepository: ONE_REGISTRY },
    merged: MERGED_OPTIONS,
    identity: ['ecsCluster', 'ecsService'],
    defaultStrategy: DeploymentStrategy.ROLLING,
    check: (top, readers) => rejectInapplicableOptions(top, readers, facts.kind),
    resolve: (layered, place) => resolveEnvironment(layered, { ...facts, ...place }),
    compare: (resolved, earlier) => {
      checkService(resolved, earlier);
      checkLogGroup(resolved, earlier);
      checkFamily(resolved, earlier);
      checkListenerRules(resolved, earlier);
      checkDiscoveryName(resolved, earlier);
    },
  });
}

/** Environments with the same service would overwrite each other's releases. */
function checkService({ environment, own }: ResolvedEcsEnvironment, earlier: readonly ResolvedEcsEnvironment[]): void {
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
function checkLogGroup({ environment, own }: ResolvedEcsEnvironment, earlier: readonly ResolvedEcsEnvironment[]): void {
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
function checkFamily({ environment, own }: ResolvedEcsEnvironment, earlier: readonly ResolvedEcsEnvironment[]): void {
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
