import type { Facts } from '../core/fact';
import type {
  CodeDeployOptions,
  EcsSmokeTestOptions,
  OneOffTaskOptions,
  SmokeTestOptions,
  TaskRoleStatement,
} from '../options';
import { arnOf, type Place } from './aws';
import { isKnown } from './check-place';
import { isJsonData, isRecord } from './json-data';
import type {
  CodeDeployModel,
  DeploymentModel,
  EnvironmentModel,
  ManagedServiceModel,
  OneOffTaskModel,
  ServiceKind,
  TaskRoleStatementModel,
} from './model';
import type { OptionReader } from './option-reader';
import { resolveCodeDeployHooks } from './resolve-code-deploy-hooks';
import { readExecForm } from './resolve-container';
import { minutesOfShift } from './resolve-deployment';
import { hasUrl } from './resolve-existing-load-balancer';
import { readSmokeTest, smokeTestOptions } from './resolve-smoke-test';
import { CODE_DEPLOY_NAME, IAM_ACTION, IAM_RESOURCE } from './rules';
import { usesCodeDeploy, usesPipelineAction } from './service-kind';
import { SHARED } from './shared-values';
import { show } from './show';

export const STATEMENT_OPTIONS: Readonly<Record<keyof TaskRoleStatement, true>> = {
  actions: true,
  resources: true,
  conditions: true,
};

const ONE_OFF_TASK_OPTIONS: Readonly<Record<keyof OneOffTaskOptions, true>> = { command: true, timeoutMinutes: true };

/** The options in addition to those of every smoke test. */
const ECS_SMOKE_TEST_OPTIONS: Readonly<Record<Exclude<keyof EcsSmokeTestOptions, keyof SmokeTestOptions>, true>> = {
  rollBack: true,
};

export const CODE_DEPLOY_OPTIONS: Readonly<Record<keyof CodeDeployOptions, true>> = {
  applicationName: true,
  deploymentGroupName: true,
  containerName: true,
  containerPort: true,
  hooks: true,
};

/** How long a release can wait for a deployment, and what limits this time. */
export interface LongestWait {
  readonly minutes: number;
  readonly limitedBy: string;
  /** The same for a release that runs commands, if it differs. */
  readonly withCommands?: LongestWait;
}

/** The longest time that any engine can wait. */
export const LONGEST_WAIT: LongestWait = { minutes: 1980, limitedBy: 'CodePipeline' };

/**
 * The values leave time for the other steps of a release: GitHub ends a job after 6 hours, and CodeBuild ends a build
 * after 36 hours. CloudFormation supports strategies of up to 33 hours. The Amazon ECS action in CodePipeline times out
 * after 1 hour.
 *
 * https://docs.github.com/en/actions/reference/limits
 * https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-canaryconfiguration.html
 */
export function longestWait(kind: ServiceKind, engines: { github: boolean; pipeline: boolean }): LongestWait {
  const withCommands = engines.github ? { minutes: 300, limitedBy: 'GitHub Actions' } : LONGEST_WAIT;
  return kind === 'image-only' && engines.pipeline
    ? { minutes: 60, limitedBy: 'the Amazon ECS action in CodePipeline', withCommands }
    : withCommands;
}

/** Minutes that CodeDeploy keeps the old tasks before it completes a deployment, if the ECS console set it up. */
const CODE_DEPLOY_KEEPS_OLD_TASKS = 60;

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const MAX_CODE_DEPLOY_NAME = 100;

/** Minutes that new tasks need to start, before the strategy shifts the first traffic to them. */
const TIME_TO_START = 10;

export function resolveRoleStatements(options: OptionReader, role: 'task' | 'execution'): TaskRoleStatementModel[] {
  const key = `${role}RoleStatements`;
  const arn = `${role}RoleArn`;
  const readers = options.structs(key, STATEMENT_OPTIONS);
  if (readers.length > 0 && options.has(arn)) {
    const article = role === 'execution' ? 'an' : 'a';
    options.rejectWithoutValue(key, 'statements-for-existing-role', {
      why: `applies only to ${article} ${role} role that the base stack creates`,
      fix: `Move the statements to the role that ${arn} specifies, or remove ${arn}.`,
    });
  }
  return readStatements(readers);
}

export function readStatements(readers: readonly OptionReader[]): TaskRoleStatementModel[] {
  return readers.map((reader) => {
    for (const [key, item] of [
      ['actions', 'action'],
      ['resources', 'resource'],
    ] as const) {
      if (!reader.has(key) || reader.isEmptyList(key)) {
        reader.rejectWithoutValue(key, 'incomplete-statement', {
          why: 'is missing or empty',
          fix: `List at least one ${item}, or remove the statement.`,
        });
      }
    }
    const conditions = reader.value('conditions');
    if (conditions !== undefined && !isCondition(conditions)) {
      reader.reject('conditions', 'iam-condition', {
        why: 'is not a valid IAM condition',
        allowed: "an object, for example { StringEquals: { 'aws:ResourceTag/team': 'orders' } }",
        fix: 'Correct the value.',
      });
    }
    return {
      actions: reader.strings('actions', IAM_ACTION) ?? [],
      resources: reader.strings('resources', IAM_RESOURCE) ?? [],
      // Copy the object: the model is frozen, but the caller's objects must stay mutable.
      ...(isCondition(conditions) ? { conditions: JSON.parse(JSON.stringify(conditions)) } : {}),
    };
  });
}

function isCondition(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isRecord) && isJsonData(value);
}

export function resolveOneOffTask(parent: OptionReader): OneOffTaskModel | undefined {
  const options = parent.struct('oneOffTask', ONE_OFF_TASK_OPTIONS);
  if (!parent.has('oneOffTask')) {
    return undefined;
  }
  if (isRecord(parent.value('oneOffTask')) && !options.has('command')) {
    options.rejectWithoutValue('command', 'missing-option', {
      why: 'is missing',
      allowed: 'a list whose first item is the program to run',
      fix: 'Specify the command to run.',
    });
  }
  return {
    command: readExecForm(options, 'command') ?? [],
    timeoutMinutes: options.integer('timeoutMinutes', 1, 240) ?? 15,
  };
}

/** The smoke test runs on the engine's machine, outside the network of the service. */
function checkServiceUrl(options: OptionReader, managed: ManagedServiceModel | undefined): void {
  const loadBalancer = managed?.loadBalancer;
  const problem = !loadBalancer
    ? {
        why: 'uses SERVICE_URL, which is set only for managed services with a load balancer',
        fix: 'Specify the URL in the command instead.',
      }
    : !hasUrl(loadBalancer)
      ? {
          why: 'uses SERVICE_URL, but the host name of the existing load balancer is unknown',
          fix: 'Set loadBalancer.domainName, or specify the URL in the command instead.',
        }
      : !loadBalancer.internetFacing
        ? {
            why: 'uses SERVICE_URL, but an internal load balancer cannot be reached from outside its network',
            fix: 'Check the service from inside its network, or set loadBalancer.internetFacing to true.',
          }
        : loadBalancer.https && loadBalancer.domainNames.length === 0
          ? {
              why: 'uses SERVICE_URL, whose host name does not match the certificate',
              fix: 'Set loadBalancer.domainName.',
            }
          : undefined;
  if (problem) {
    options.reject('command', 'service-url', problem);
  }
}

export function resolveSmokeTest(
  parent: OptionReader,
  managed: ManagedServiceModel | undefined,
  decisions: Facts,
): EnvironmentModel['smokeTest'] {
  const options = smokeTestOptions(parent, 'the service', ECS_SMOKE_TEST_OPTIONS);
  return (
    options && {
      ...readSmokeTest(options, decisions, (command) => {
        if (command.includes('SERVICE_URL')) {
          checkServiceUrl(options, managed);
        }
      }),
      rollBack: options.boolean('rollBack') ?? false,
    }
  );
}

export function resolveCodeDeploy(
  parent: OptionReader,
  facts: Place & { cluster: string; ecsService: string; decisions: Facts },
): CodeDeployModel {
  const options = parent.struct('codeDeploy', CODE_DEPLOY_OPTIONS);
  const application = facts.decisions.decide(
    SHARED.codeDeployApplication,
    options.string('applicationName', CODE_DEPLOY_NAME) ?? `AppECS-${facts.cluster}-${facts.ecsService}`,
  );
  const deploymentGroup = facts.decisions.decide(
    SHARED.codeDeployGroup,
    options.string('deploymentGroupName', CODE_DEPLOY_NAME) ?? `DgpECS-${facts.cluster}-${facts.ecsService}`,
  );
  for (const [key, { length }] of Object.entries({
    applicationName: application,
    deploymentGroupName: deploymentGroup,
  })) {
    if (length > MAX_CODE_DEPLOY_NAME) {
      options.rejectWithoutValue(key, 'default-name-too-long', {
        why: `is ${length} characters long by default, because it contains the cluster and service names`,
        allowed: `at most ${MAX_CODE_DEPLOY_NAME}`,
        fix: `Set ${key}.`,
      });
    }
  }
  return {
    application,
    applicationArn: arnOf('codedeploy', facts, `application:${application}`),
    deploymentGroup,
    deploymentGroupArn: arnOf('codedeploy', facts, `deploymentgroup:${application}/${deploymentGroup}`),
    hooks: resolveCodeDeployHooks(options, facts),
  };
}

interface TimeoutFacts {
  readonly kind: ServiceKind;
  readonly oneOffTask: OneOffTaskModel | undefined;
  readonly smokeTest: EnvironmentModel['smokeTest'];
  readonly releaseCommands: EnvironmentModel['releaseCommands'];
  /** `undefined` if the service is not managed. */
  readonly deployment: DeploymentModel | undefined;
  readonly longestWait: LongestWait;
}

/** Resolves the deployment timeout: long enough for the strategy, and short enough for the engines to wait. */
export function resolveTimeout(options: OptionReader, facts: TimeoutFacts): number {
  const hasCommands = [facts.oneOffTask, facts.smokeTest, facts.releaseCommands].some((one) => one !== undefined);
  const { minutes: longestWait, limitedBy } = (hasCommands && facts.longestWait.withCommands) || facts.longestWait;
  // A one-off task that is not valid is reported elsewhere.
  const before = (!options.isRejected('oneOffTask') && facts.oneOffTask?.timeoutMinutes) || 0;
  // The deployment and the rollback have the same timeout.
  const rollsBack = facts.smokeTest?.rollBack ?? false;
  const longest = rollsBack ? Math.floor((longestWait - before) / 2) : longestWait - before;
  const shift = facts.deployment ? minutesOfShift(facts.deployment) : 0;
  const needed = shift > 0 ? shift + TIME_TO_START : 1;
  const taken = before > 0 ? ` in total, and oneOffTask.timeoutMinutes takes ${before} of them` : '';
  const halved = rollsBack ? ', and smokeTest.rollBack needs the same time for the rollback' : '';
  const tooLong = `Use a value in this range: ${limitedBy} can wait at most ${longestWait} minutes${taken}${halved}.`;
  const value = options.value('deploymentTimeoutMinutes');
  const isTooLong = typeof value === 'number' && value > longest;
  // Whether a value leaves time for the one-off task is checked below.
  const max = isTooLong && value <= longestWait ? longestWait : longest;
  const wanted = options.integer('deploymentTimeoutMinutes', 1, max, isTooLong ? tooLong : undefined);
  if (needed > longest) {
    if (!options.isRejected('strategy', 'strategyParameters')) {
      const task = before === 1 ? '1 minute' : `${before} minutes`;
      const because =
        before > 0
          ? `: ${longestWait} minutes in total, minus ${task} for the one-off task (oneOffTask.timeoutMinutes)`
          : '';
      options.rejectWithoutValue('strategyParameters', 'deployment-too-long', {
        why: `results in a deployment time of ${needed} minutes, including ${TIME_TO_START} minutes for tasks to start, but ${limitedBy} can wait at most ${longest} minutes${because}`,
        fix: `Reduce bakeTimeInMinutes${before > 0 ? ', stepBakeTimeInMinutes, or oneOffTask.timeoutMinutes' : ' or stepBakeTimeInMinutes'}${longestWait > 300 ? '' : ', or release only with CodePipeline'}.`,
      });
    }
    return longest;
  }
  if (wanted !== undefined && wanted > longest) {
    options.reject('deploymentTimeoutMinutes', 'timeout-too-long', {
      why: `leaves no time for the ${rollsBack ? 'rollback' : 'one-off task'}`,
      allowed: `1 to ${longest}`,
      fix: tooLong,
    });
  }
  if (wanted !== undefined && wanted < needed && !options.isRejected('strategy', 'strategyParameters')) {
    options.reject('deploymentTimeoutMinutes', 'timeout-too-short', {
      why: `is too short for the strategy, which takes ${needed} minutes, including ${TIME_TO_START} minutes for tasks to start`,
      allowed: `${needed} to ${longest}`,
      fix: 'Increase deploymentTimeoutMinutes, or reduce bakeTimeInMinutes or stepBakeTimeInMinutes.',
    });
  }
  const afterStart = usesCodeDeploy(facts.kind) ? CODE_DEPLOY_KEEPS_OLD_TASKS : shift;
  return wanted ?? Math.min(longest, afterStart + 30);
}

interface ActionFacts extends Place {
  readonly kind: ServiceKind;
  readonly environments: readonly EnvironmentModel[];
}

/** CodePipeline's deploy actions can read artifacts only in the account and region of the pipeline. */
export function rejectDistantEnvironments(
  pipelineOptions: OptionReader,
  { kind, environments, ...pipeline }: ActionFacts,
): void {
  const isDistant = (place: Place) =>
    (isKnown('account', place) && isKnown('account', pipeline) && place.account !== pipeline.account) ||
    (isKnown('region', place) && isKnown('region', pipeline) && place.region !== pipeline.region);
  for (const environment of environments.filter((each) => usesPipelineAction(kind, each) && isDistant(each))) {
    pipelineOptions.rejectValue('enabled', true, 'pipeline-out-of-reach', {
      why: `is not supported for the environment ${show(environment.name)} (${environment.account}, ${environment.region}): CodePipeline can deploy ${kind === 'code-deploy' ? 'a service that CodeDeploy deploys' : 'a service that owns its task definition'} only in the delivery account and Region (${pipeline.account}, ${pipeline.region})`,
      fix: 'Set codePipeline.enabled to false, or move the environment to the delivery account and Region.',
    });
  }
}
