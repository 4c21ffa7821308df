import type { CodeDeployOptions, OneOffTaskOptions, SmokeTestOptions, TaskRoleStatement } from '../service-options';
import type { Facts } from '../facts/fact';
import { arnOf, type Place } from './aws';
import { isJsonData } from './json-data';
import type {
  CodeDeployModel,
  DeploymentModel,
  EnvironmentModel,
  ManagedServiceModel,
  OneOffTaskModel,
  ServiceKind,
  TaskRoleStatementModel,
} from './model';
import { isRecord, type OptionReader } from './option-reader';
import { readExecForm } from './resolve-container';
import { minutesOfShift } from './resolve-deployment';
import { CODE_DEPLOY_NAME, IAM_ACTION, IAM_RESOURCE, REPOSITORY_PATH, SHELL_COMMAND } from './rules';
import { SHARED } from './shared-values';

const STATEMENT_OPTIONS: Readonly<Record<keyof TaskRoleStatement, true>> = {
  actions: true,
  resources: true,
  conditions: true,
};

const ONE_OFF_TASK_OPTIONS: Readonly<Record<keyof OneOffTaskOptions, true>> = { command: true, timeout: true };

const SMOKE_TEST_OPTIONS: Readonly<Record<keyof SmokeTestOptions, true>> = { command: true, files: true };

const CODE_DEPLOY_OPTIONS: Readonly<Record<keyof CodeDeployOptions, true>> = {
  applicationName: true,
  deploymentGroupName: true,
};

/** How long a release can wait for a deployment, and what sets the limit. */
export interface LongestWait {
  readonly minutes: number;
  readonly by: string;
}

/**
 * With some minutes left for the rest of a release: a job on a runner of GitHub ends after 6 hours, a build of
 * CodeBuild after 36. CloudFormation takes strategies of 33 hours at most, CodePipeline's own action for ECS gives up after
 * one.
 *
 * https://docs.github.com/en/actions/reference/limits
 * https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-canaryconfiguration.html
 */
export function longestWait(kind: ServiceKind, engines: { github: boolean; pipeline: boolean }): LongestWait {
  if (kind === 'image-only' && engines.pipeline) {
    return { minutes: 60, by: "CodePipeline's own action for ECS" };
  }
  return engines.github ? { minutes: 300, by: 'GitHub Actions' } : { minutes: 1980, by: 'CodePipeline' };
}

/**
 * Minutes that CodeDeploy keeps the old tasks before it calls a deployment done, where the console of ECS has set it up.
 */
const CODE_DEPLOY_KEEPS_OLD_TASKS = 60;

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const MAX_CODE_DEPLOY_NAME = 100;

/** Minutes that new tasks take to start, before a strategy shifts the first traffic to them. */
const TIME_TO_START = 10;

export function resolveTaskRoleStatements(options: OptionReader): TaskRoleStatementModel[] {
  const readers = options.structs('taskRoleStatements', STATEMENT_OPTIONS);
  if (readers.length > 0 && options.has('taskRoleArn')) {
    const fix = 'Add them to that role, or remove taskRoleArn.';
    options.refuseUnseen('taskRoleStatements', 'are for a role that the base stack creates', undefined, fix);
  }
  return readers.map((reader) => {
    for (const key of ['actions', 'resources']) {
      const value = reader.value(key);
      if (value === undefined || (Array.isArray(value) && value.length === 0)) {
        reader.refuseUnseen(key, 'names nothing', 'one or more', 'Name them, or remove the statement.');
      }
    }
    const conditions = reader.value('conditions');
    if (conditions !== undefined && !isCondition(conditions)) {
      reader.refuse('conditions', 'is not an object of objects', 'operator to key to value', 'Correct the value.');
    }
    return {
      actions: reader.strings('actions', IAM_ACTION) ?? [],
      resources: reader.strings('resources', IAM_RESOURCE) ?? [],
      // A copy: the model is frozen, the caller's objects stay as they are.
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
    options.refuseUnseen('command', 'is missing', 'a list with the program first', 'Name the program to run.');
  }
  return { command: readExecForm(options, 'command') ?? [], timeout: options.integer('timeout', 1, 240) ?? 15 };
}

/** The command runs on the machine of the engine, outside of the network. */
function checkServiceUrl(options: OptionReader, managed: ManagedServiceModel | undefined): void {
  const loadBalancer = managed?.loadBalancer;
  const problem = !loadBalancer
    ? { why: 'asks for SERVICE_URL, which only a managed service with a load balancer has', fix: 'Write the URL out.' }
    : !loadBalancer.internetFacing
      ? {
          why: 'asks for SERVICE_URL, which an internal load balancer does not answer from outside',
          fix: 'Check the service from inside of its network, or set loadBalancer.internetFacing to true.',
        }
      : loadBalancer.certificateArn && !loadBalancer.domainName
        ? {
            why: 'asks for SERVICE_URL, which is not the name that the certificate is for',
            fix: 'Set loadBalancer.domainName.',
          }
        : undefined;
  if (problem) {
    options.refuse('command', problem.why, undefined, problem.fix);
  }
}

export function resolveSmokeTest(
  parent: OptionReader,
  managed: ManagedServiceModel | undefined,
  decisions: Facts,
): EnvironmentModel['smokeTest'] {
  const options = parent.struct('smokeTest', SMOKE_TEST_OPTIONS);
  if (!parent.has('smokeTest')) {
    return undefined;
  }
  if (isRecord(parent.value('smokeTest')) && !options.has('command')) {
    options.refuseUnseen('command', 'is missing', SHELL_COMMAND.allowed, 'Write the command that checks the service.');
  }
  const command = options.string('command', SHELL_COMMAND) ?? '';
  if (command.includes('SERVICE_URL')) {
    checkServiceUrl(options, managed);
  }
  return {
    command: decisions.decide(SHARED.smokeTestCommand, command),
    files: options.strings('files', REPOSITORY_PATH) ?? [],
  };
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
      const why = `is made of cluster and service, ${length} characters long`;
      options.refuseUnseen(key, why, `at most ${MAX_CODE_DEPLOY_NAME}`, 'Set it.');
    }
  }
  return {
    application,
    applicationArn: arnOf('codedeploy', facts, `application:${application}`),
    deploymentGroup,
    deploymentGroupArn: arnOf('codedeploy', facts, `deploymentgroup:${application}/${deploymentGroup}`),
  };
}

interface TimeoutFacts {
  readonly kind: ServiceKind;
  readonly oneOffTask: OneOffTaskModel | undefined;
  /** Of a managed service. */
  readonly deployment: DeploymentModel | undefined;
  readonly longestWait: LongestWait;
}

/** How long a deployment may take: at least as long as its strategy takes, at most as long as the engines can wait. */
export function resolveTimeout(options: OptionReader, facts: TimeoutFacts): number {
  const before = facts.oneOffTask?.timeout ?? 0;
  const longest = facts.longestWait.minutes - before;
  const shift = facts.deployment ? minutesOfShift(facts.deployment) : 0;
  const needed = shift > 0 ? shift + TIME_TO_START : 1;
  const limit = `${facts.longestWait.by} can wait for ${facts.longestWait.minutes}${before > 0 ? `, less the ${before} of oneOffTask.timeout` : ''}`;
  if (needed > longest) {
    options.refuseUnseen(
      'strategyParameters',
      `make a deployment of ${needed} minutes with ${TIME_TO_START} for the start of its tasks, and ${limit}`,
      undefined,
      `Shorten bakeTime${before > 0 ? ', stepBakeTime or oneOffTask.timeout' : ' or stepBakeTime'}${facts.longestWait.minutes > 300 ? '' : ', or release with CodePipeline alone'}.`,
    );
    return longest;
  }
  const wanted = options.integer('deploymentTimeout', 1, longest, `${limit.replace(/(\d+)/, '$1 minutes')}.`);
  if (wanted !== undefined && wanted < needed) {
    options.refuse(
      'deploymentTimeout',
      `is shorter than the strategy takes, ${shift} minutes after the start of its tasks`,
      `${needed} to ${longest}`,
      'Raise it, or shorten bakeTime or stepBakeTime.',
    );
  }
  const afterStart = facts.kind === 'code-deploy' ? CODE_DEPLOY_KEEPS_OLD_TASKS : shift;
  return wanted ?? Math.min(longest, afterStart + 30);
}

interface ActionFacts extends Place {
  readonly kind: ServiceKind;
  readonly environments: readonly (Place & { readonly name: string })[];
}

/** CodePipeline's own actions read their artifacts in the account and region of the pipeline. */
export function refuseDistantActions(
  options: OptionReader,
  { kind, environments, account, region }: ActionFacts,
): void {
  if (kind !== 'image-only' && kind !== 'code-deploy') {
    return;
  }
  for (const environment of environments.filter((e) => e.account !== account || e.region !== region)) {
    options.problems.add({
      path: 'codePipeline.enabled',
      value: true,
      why: `cannot release to ${environment.name}, which lies in ${environment.account}, ${environment.region}: CodePipeline's own action for such a service reads its artifacts in ${account}, ${region} only`,
      fix: 'Set codePipeline.enabled to false, or bring the environment into the account and region of the pipeline.',
    });
  }
}
