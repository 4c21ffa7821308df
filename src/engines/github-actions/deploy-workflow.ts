import type { Delivery } from '../../core/engine';
import type { Preparation, TargetEnvironment } from '../../core/target';
import type { YamlContent } from '../../core/yaml-content';
import type { BuildCommandsModel } from '../../model/common-model';
import type { GithubRoleModel } from '../../model/model';
import { READ_ENVIRONMENT, requireReviewers } from './approval';
import { checkSteps, workflowInputs } from './artifact-input';
import { type BuildJob, buildJob } from './build-job';
import { type GithubActionsInput, releaseTo } from './input';
import { READ_RUNS, stopIfOlder } from './release-order';
import { DEPLOY_ROLE_STEP, releaseSteps } from './release-steps';
import { setupForPreparation, setupTool } from './setup-runtime';
import { LATEST_SUCCESS, pushEvent, refCondition, workflowRun } from './triggers';
import {
  assumeRole,
  CHECKOUT,
  concurrency,
  hasCommands,
  jobName,
  outputName,
  pinned,
  READ_SOURCE,
  READ_SOURCE_AND_ASSUME_ROLE,
  testSteps,
  uploadSteps,
  versionComments,
} from './workflow';
import type { WorkflowStep } from './workflow-step';

/**
 * `.github/workflows/deploy.yml`: runs the tests, builds one artifact, and releases it to each environment in order.
 *
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 */
export function renderDeployWorkflow(input: GithubActionsInput, delivery: Delivery): YamlContent {
  const { guide, target } = delivery;
  const { environments } = target;
  const { workflowCall, afterWorkflow, triggers } = input.github;
  const pushed = input.startedByPush && !workflowCall && afterWorkflow === undefined;
  // Code from dependencies runs in its own job, which has no AWS credentials.
  const hasTests = hasCommands(input.build) || target.preparation !== undefined;
  const build = buildJob(input, delivery, hasTests);
  return {
    data: {
      name: 'deploy',
      on: {
        ...(pushed ? { push: pushEvent(input.github.triggers, input.triggerPaths) } : {}),
        ...(workflowCall
          ? { workflow_call: { ...workflowInputs(delivery.artifact), ...calledWith(input.build) } }
          : {}),
        ...(afterWorkflow === undefined ? {} : { workflow_run: workflowRun(afterWorkflow, triggers) }),
        workflow_dispatch: workflowInputs(delivery.artifact),
      },
      permissions: {},
      jobs: {
        ...(hasTests ? { test: testJob(input, delivery) } : {}),
        ...(build.job ? { build: build.job } : {}),
        ...Object.fromEntries(
          environments.flatMap((environment, i) =>
            releaseJobs(input, delivery, environment, build, previousJobs(input, environments, i, build)),
          ),
        ),
      },
    },
    comments: [
      ...(pushed ? [] : [{ at: ['on'], text: startText(input, delivery) }]),
      { at: ['permissions'], text: 'Each job requests only the permissions it needs.' },
      ...environments.slice(0, 1).map((environment) => ({
        at: ['jobs', jobName('deploy', environment), 'concurrency'],
        text: 'Releases to an environment run one at a time. A running release is never canceled. Of the pending ones, GitHub keeps the one that was queued last.',
      })),
      ...(hasTests
        ? [{ at: ['jobs', 'test'], text: 'This job runs third-party code, so it has no AWS credentials.' }]
        : []),
      ...environments
        .filter(({ approval }) => approval)
        .map((environment) => ({
          at: ['jobs', jobName('deploy', environment), 'environment'],
          text: `Waits for approval by the required reviewers of this GitHub environment. See ${guide}.`,
        })),
      ...environments
        .filter(({ release }) => release.pause)
        .map((environment) => ({
          at: ['jobs', jobName('approve', environment), 'environment'],
          text: `Waits until the required reviewers of this GitHub environment approve ${environment.release.pause!.subject}. See ${guide}.`,
        })),
    ],
    trailing: versionComments(),
    blankLinesBetween: [[], ['jobs'], ['jobs', '*', 'steps']],
  };
}

/** A workflow that another one calls receives only the secrets that it declares. */
function calledWith({ secretVariables = [] }: BuildCommandsModel): object {
  return secretVariables.length > 0
    ? { secrets: Object.fromEntries(secretVariables.map(({ name }) => [name, { required: true }])) }
    : {};
}

/** The jobs that must succeed before the one that deploys to an environment. */
function previousJobs(
  { github }: GithubActionsInput,
  environments: readonly TargetEnvironment[],
  i: number,
  { job }: BuildJob,
): string[] {
  const { own } = releaseTo(github, environments[i]!);
  const previous = own ? environments.find(({ name }) => name === own.after) : environments[i - 1];
  return [
    ...(job ? ['build'] : []),
    ...(previous ? [jobName(previous.release.pause ? 'continue' : 'deploy', previous)] : []),
  ];
}

function startText({ startedByPush, github }: GithubActionsInput, { artifact }: Delivery): string {
  return [
    ...(startedByPush || artifact.input ? [] : ['A push starts CodePipeline.']),
    ...(github.afterWorkflow === undefined ? [] : ['The other workflow must succeed for the latest commit.']),
    `${github.workflowCall ? 'Another workflow can call this one. ' : ''}You can start this workflow manually.`,
  ].join(' ');
}

function testJob({ github, build }: GithubActionsInput, { artifact, target: { preparation } }: Delivery): object {
  return {
    name: testJobName(build, preparation),
    ...(github.afterWorkflow === undefined ? {} : { if: LATEST_SUCCESS }),
    'runs-on': github.runner,
    'timeout-minutes': 30,
    permissions: READ_SOURCE,
    ...(preparation
      ? { outputs: variables(preparation, (output) => `\${{ steps.${preparation.id}.outputs.${output} }}`, outputName) }
      : {}),
    steps: pinned(
      [
        ...testSteps(build),
        ...uploadSteps(build, artifact.noun),
        ...(preparation ? preparationSteps(preparation, build) : []),
      ],
      github,
    ),
  };
}

function testJobName({ testCommands }: BuildCommandsModel, preparation: Preparation | undefined): string {
  const parts = [...(testCommands.length > 0 ? ['Run tests'] : []), ...(preparation ? [preparation.title] : [])];
  if (parts.length === 0) {
    return 'Install dependencies';
  }
  return parts.map((part, i) => (i === 0 ? part : part.charAt(0).toLowerCase() + part.slice(1))).join(' and ');
}

/** An expression for each variable of the preparation, keyed by the result of `keyOf`. */
function variables(
  preparation: Preparation,
  expression: (output: string) => string,
  keyOf: (variable: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.keys(preparation.variables).map((variable) => [keyOf(variable), expression(outputName(variable))]),
  );
}

/** Runs the preparation once for all environments. */
function preparationSteps(preparation: Preparation, build: BuildCommandsModel): WorkflowStep[] {
  const { id, title, result, folder, commands } = preparation;
  return [
    ...setupForPreparation(preparation, build),
    {
      name: title,
      id,
      run: `${[
        ...commands,
        ...Object.entries(preparation.variables).map(
          ([variable, command]) => `echo "${outputName(variable)}=$(${command})" >> "$GITHUB_OUTPUT"`,
        ),
      ].join('\n')}\n`,
    },
    {
      name: `Upload ${result}`,
      uses: 'actions/upload-artifact',
      with: { name: preparation.archive, path: folder, 'if-no-files-found': 'error', overwrite: true },
    },
  ];
}

/** One job, or two jobs and the approval between them. */
function releaseJobs(
  input: GithubActionsInput,
  delivery: Delivery,
  environment: TargetEnvironment,
  build: BuildJob,
  previous: readonly string[],
): [name: string, job: object][] {
  const [deploy, approve, proceed] = (['deploy', 'approve', 'continue'] as const).map((action) =>
    jobName(action, environment),
  ) as [string, string, string];
  const { pause } = environment.release;
  const first: [string, object] = [deploy, deployJob(input, delivery, environment, build, previous, 0)];
  if (!pause) {
    return [first];
  }
  const previewEnvironment = releaseTo(input.github, environment).previewEnvironment!;
  const approval = {
    name: `Approve ${pause.subject} in ${environment.name}`,
    needs: deploy,
    // A newer preview replaces the one that waits, so its approval does the same.
    concurrency: { group: `approve-${delivery.service}-${environment.argument}`, 'cancel-in-progress': true },
    environment: previewEnvironment,
    'runs-on': input.github.runner,
    'timeout-minutes': 5,
    permissions: READ_ENVIRONMENT,
    steps: [
      requireReviewers(previewEnvironment, delivery.guide),
      { name: `Confirm the approval of ${pause.subject}`, run: `echo "Approved ${pause.subject}."` },
    ],
  };
  const afterwards = [...(build.job ? ['build'] : []), approve];
  return [first, [approve, approval], [proceed, deployJob(input, delivery, environment, build, afterwards, 1)]];
}

function deployJob(
  { github }: GithubActionsInput,
  delivery: Delivery,
  environment: TargetEnvironment,
  build: BuildJob,
  previousJobs: readonly string[],
  half: 0 | 1,
): object {
  const { preparation } = delivery.target;
  const { deployRole, environment: githubEnvironment, own } = releaseTo(github, environment);
  const needs = [...(preparation ? ['test'] : []), ...previousJobs];
  // A workflow can call those of several services, so the name of the job must be unique.
  const subject = github.workflowCall ? ` ${delivery.service}` : '';
  const name =
    half === 0
      ? `Deploy${subject} to ${environment.name}`
      : `Continue the release${subject && ` of${subject}`} to ${environment.name}`;
  return {
    name,
    ...(needs.length > 0 ? { needs: needs.length === 1 ? needs[0] : needs } : {}),
    ...(own ? { if: refCondition(own.triggers) } : build.job ? {} : { if: refCondition(github.allowed) }),
    concurrency: concurrency('deploy', delivery.service, environment),
    environment: githubEnvironment,
    'runs-on': github.runner,
    'timeout-minutes': environment.release.timeout.minutes + 15,
    permissions: { ...READ_RUNS, ...READ_SOURCE_AND_ASSUME_ROLE },
    env: {
      ...build.variables,
      ...(preparation
        ? variables(
            preparation,
            (output) => `\${{ needs.test.outputs.${output} }}`,
            (variable) => variable,
          )
        : {}),
    },
    steps: pinned(
      [
        ...(environment.approval ? [requireReviewers(githubEnvironment, delivery.guide)] : []),
        stopIfOlder(name, environment.name, delivery.guide),
        CHECKOUT,
        ...(preparation && half === 0 ? setupTool(preparation) : []),
        assumeDeployRole(deployRole, environment),
        ...checkSteps(delivery.artifact),
        ...releaseSteps(delivery, environment, half),
      ],
      github,
    ),
  };
}

/** With an ID if a later step runs only after the role has been assumed. */
function assumeDeployRole(role: GithubRoleModel, environment: TargetEnvironment): WorkflowStep {
  const { name, ...others } = assumeRole('deploy', role, environment);
  return { name, ...(environment.release.explanation ? { id: DEPLOY_ROLE_STEP } : {}), ...others };
}
