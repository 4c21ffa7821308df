import type { FactName, Facts } from '../core/fact';
import { LOG_RETENTION } from '../data/log-retention';
import { EC2_TASK_FIELDS, FARGATE_TASK_FIELDS } from '../data/task-definition-fields';
import { LaunchType } from '../options';
import { arnOf, type Place, partitionOf } from './aws';
import { checkTaskFields } from './check-fargate-fields';
import { readExtraFields } from './extra-fields';
import { isRecord } from './json-data';
import type { EnvironmentModel, RoleModel, ServiceKind, StackModel } from './model';
import { pascalCase } from './names';
import type { OptionReader } from './option-reader';
import { readRole } from './read-role';
import { checkEc2Fields, readEc2Size, readLaunchType } from './resolve-capacity';
import { checkDeregistrationDelay } from './resolve-load-balancer';
import { resolveLogging } from './resolve-logging';
import { resolveManagedService } from './resolve-managed-service';
import {
  type LongestWait,
  readStatements,
  resolveCodeDeploy,
  resolveOneOffTask,
  resolveRoleStatements,
  resolveSmokeTest,
  resolveTimeout,
  STATEMENT_OPTIONS,
} from './resolve-release';
import { checkDeployRoleStatements, resolveReleaseCommands } from './resolve-release-commands';
import { resolveReleaseVariables } from './resolve-release-variables';
import { resolveScheduledTasks } from './resolve-scheduled-tasks';
import { resolveSidecars } from './resolve-sidecars';
import { resolveSize } from './resolve-size';
import { resolveTrafficTarget } from './resolve-traffic-target';
import { resolveSecrets, resolveVariables } from './resolve-variables';
import { checkVolumes, resolveVolumes } from './resolve-volumes';
import { resolveWorkers } from './resolve-workers';
import { type RoleNames, roleArnOf } from './role-names';
import { ECS_NAME, ROLE } from './rules';
import { isImageOnly, usesCodeDeploy } from './service-kind';
import { SHARED } from './shared-values';

/** Placeholder size for a task definition that this package does not generate. */
const SMALLEST_SIZE = { cpu: 256, memory: 512 };

/** Facts that are the same for all environments. */
export interface SharedFacts extends Place {
  readonly decisions: Facts;
  readonly service: string;
  readonly kind: ServiceKind;
  readonly bootstrapQualifier: string;
  readonly arm64: boolean;
  readonly roles: RoleNames;
  readonly longestWait: LongestWait;
}

interface EnvironmentFacts extends SharedFacts {
  readonly name: string;
  /** Whether the config has more than one environment. */
  readonly several: boolean;
}

export function resolveEnvironment(options: OptionReader, facts: EnvironmentFacts): EnvironmentModel {
  const { service, account, region, name, several, kind } = facts;
  const decisions = facts.decisions.in(name);
  const imageOnly = isImageOnly(kind);
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
          decisions,
          createCluster: !options.has('ecsCluster'),
          stack: stackOf('service', facts),
          parameter: decisions.decide(SHARED.stackParameter, 'TaskDefinitionArn'),
        })
      : undefined;
  const smokeTest = resolveSmokeTest(options, managed, decisions);
  const releaseCommands = resolveReleaseCommands(options);
  const deployRoleStatements = readStatements(options.structs('deployRoleStatements', STATEMENT_OPTIONS));
  checkDeployRoleStatements(options, deployRoleStatements, Boolean(smokeTest ?? releaseCommands));
  const deploymentTimeoutMinutes = resolveTimeout(options, {
    ...facts,
    oneOffTask,
    smokeTest,
    releaseCommands,
    deployment: managed?.deployment,
  });
  if (managed?.loadBalancer) {
    checkDeregistrationDelay(options, managed.loadBalancer, deploymentTimeoutMinutes);
  }
  const launchType = readLaunchType(options);
  const runsOnEc2 = launchType === LaunchType.EC2;
  const fields = runsOnEc2 ? EC2_TASK_FIELDS : FARGATE_TASK_FIELDS;
  const size = imageOnly ? SMALLEST_SIZE : runsOnEc2 ? readEc2Size(options) : resolveSize(options);
  const { volumes, mounts } = resolveVolumes(options);
  const { sidecars, dependsOn, containers } = resolveSidecars(options, { ...facts, decisions });
  checkVolumes(options, mounts, sidecars);
  const extraFields = readExtraFields(options, 'taskDefinitionFields', fields.free, fields.owned);
  checkEphemeralStorage(options);
  if (runsOnEc2) {
    checkEc2Fields(options);
  } else {
    checkTaskFields(options);
  }
  const environment: EnvironmentModel = {
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
      generated: !imageOnly,
      // Environments in the same account need separate families, because each family has a single list of revisions.
      family: decisions.decide(
        SHARED.taskDefinitionFamily,
        options.string('taskDefinitionFamily', ECS_NAME) ?? (imageOnly ? service : generatedFamily),
      ),
      launchType: decisions.decide(SHARED.launchType, launchType),
      runsOnEc2,
      ...size,
      extraFields,
    },
    executionRole: resolveExecutionRole(options, `${prefix}-execution`, facts),
    taskRole: resolveTaskRole(options, `${prefix}-task`, facts),
    ...(imageOnly ? {} : resolveLogging(options, { ...facts, decisions })),
    volumes,
    mounts,
    sidecars,
    target: resolveTrafficTarget(options, containers, kind),
    dependsOn,
    logRetentionDays: readLogRetention(options),
    environmentVariables: resolveVariables(options),
    secrets: resolveSecrets(options, facts),
    releaseVariables: resolveReleaseVariables(options, decisions),
    taskRoleStatements: resolveRoleStatements(options, 'task'),
    executionRoleStatements: resolveRoleStatements(options, 'execution'),
    executionRoleReferences: [],
    taskRoleReferences: [],
    executeCommand: (kind === 'managed' && options.boolean('executeCommand')) || false,
    oneOffTask,
    scheduledTasks: kind === 'managed' ? resolveScheduledTasks(options, { ...facts, service: size }) : [],
    smokeTest,
    releaseCommands,
    deployRoleStatements,
    approval: options.boolean('approval') ?? (several && /^prod(uction)?$/.test(name)),
    deploymentTimeoutMinutes,
    releaseTimeout: deploymentTimeoutMinutes * (smokeTest?.rollBack ? 2 : 1) + (oneOffTask?.timeoutMinutes ?? 0),
    baseStack: stackOf('base', facts),
    managed,
    codeDeploy: usesCodeDeploy(kind)
      ? resolveCodeDeploy(options, { ...facts, cluster, ecsService, decisions })
      : undefined,
    workers: [],
  };
  const { taskDefinition } = environment;
  return kind === 'managed'
    ? {
        ...environment,
        workers: resolveWorkers(options, { ...facts, decisions, cluster, ecsService, taskDefinition }, environment),
      }
    : environment;
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

/** An existing task definition has its own execution role. The deploy role needs its ARN for `iam:PassRole`. */
function resolveExecutionRole(options: OptionReader, createAs: string, facts: EnvironmentFacts): RoleModel {
  if (isImageOnly(facts.kind) && !options.has('executionRoleArn')) {
    options.rejectWithoutValue('executionRoleArn', 'missing-option', {
      why: 'is missing',
      allowed: ROLE.allowed,
      fix: 'Specify the execution role of the existing task definition; each release passes this role to ECS.',
    });
  }
  return resolveRole(options, SHARED.executionRole, createAs, facts);
}

function resolveTaskRole(options: OptionReader, createAs: string, facts: EnvironmentFacts): RoleModel | undefined {
  const create = options.boolean('createTaskRole') ?? true;
  if (options.has('taskRoleArn') || (create && !isImageOnly(facts.kind))) {
    return resolveRole(options, SHARED.taskRole, createAs, facts);
  }
  for (const [key, needed] of [
    ['taskRoleStatements', options.has('taskRoleStatements') && !options.isEmptyList('taskRoleStatements')],
    ['executeCommand', options.value('executeCommand') === true],
  ] as const) {
    if (!create && needed && !isImageOnly(facts.kind)) {
      options.rejectWithoutValue(key, 'task-role-required', {
        why: 'needs a task role, but createTaskRole is false',
        fix: `Remove createTaskRole or ${key}${key === 'executeCommand' ? ', or set taskRoleArn' : ''}.`,
      });
    }
  }
  return undefined;
}

function resolveRole(options: OptionReader, role: FactName, name: string, facts: EnvironmentFacts): RoleModel {
  const key = role.option!;
  const decisions = facts.decisions.in(facts.name);
  const arn = readRole(options, key, facts, 'The role must be in the same account and partition as the service.');
  if (arn === undefined) {
    const createAs = decisions.decide(role, `${facts.roles.prefix}${name}`);
    return { arn: roleArnOf(facts, facts.roles, createAs), createAs };
  }
  return { arn: decisions.decide(role, arn) };
}
