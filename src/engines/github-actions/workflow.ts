import type { Environment, Place } from '../../core/environment';
import type { TargetEnvironment } from '../../core/target';
import { GITHUB_ACTIONS, type GithubActionName } from '../../data/github-actions';
import type { BuildCommandsModel } from '../../model/common-model';
import type { GithubModel, GithubRoleModel } from '../../model/model';
import { setupRuntime } from './setup-runtime';
import type { WorkflowStep } from './workflow-step';

/** Code shared by the workflows: common steps and the pinned versions of the actions. */

export const READ_SOURCE = { contents: 'read' };
export const READ_SOURCE_AND_ASSUME_ROLE = { contents: 'read', 'id-token': 'write' };

export const CHECKOUT: WorkflowStep = {
  name: 'Check out the repository',
  uses: 'actions/checkout',
  with: { 'persist-credentials': false },
};

/**
 * Runs the jobs for an environment one at a time. GitHub never cancels a running job. Of the pending ones, it keeps the
 * one that was queued last.
 *
 * A job enters its group before somebody approves it, so a job that waits for approval can occupy the group until
 * somebody approves or rejects it: https://github.com/hypothesis/lms/pull/4533. For this reason, the group belongs to
 * the job instead of the workflow, and a rollback has its own group. The approval cannot be a separate job without a
 * group, because the deploy role trusts only jobs in the protected environment, and each of them needs an approval.
 *
 * `queue: max` would keep all pending rollbacks, but GitHub Enterprise Server and actionlint do not know it yet:
 * https://github.com/rhysd/actionlint/issues/657. Only a newer rollback of the same environment replaces a pending one.
 */
export function concurrency(action: 'deploy' | 'rollback', service: string, { argument }: TargetEnvironment): object {
  return { group: `${action}-${service}-${argument}`, 'cancel-in-progress': false };
}

/** The ID of the job that deploys to or rolls back an environment. */
export function jobName(action: 'deploy' | 'approve' | 'continue' | 'rollback', { name }: Environment): string {
  return `${action}-${name}`;
}

/** The name of the job output that passes a variable to other jobs: `CDK_VERSION` becomes `cdk-version`. */
export function outputName(variable: string): string {
  return variable.toLowerCase().replaceAll('_', '-');
}

/** Installs dependencies, builds and tests, without AWS credentials. */
export function testSteps(build: BuildCommandsModel): WorkflowStep[] {
  const variables = (build.secretVariables ?? []).map(({ name }) => [name, `\${{ secrets.${name} }}`]);
  const env = variables.length > 0 ? { env: Object.fromEntries(variables) } : {};
  return [
    CHECKOUT,
    ...setupRuntime(build),
    ...(build.installCommands.length > 0
      ? [{ name: 'Install dependencies', ...env, run: build.installCommands.join('\n') }]
      : []),
    ...(build.testCommands.length > 0 ? [{ name: 'Build and test', ...env, run: build.testCommands.join('\n') }] : []),
  ];
}

const ARCHIVE = 'build-output';

/** Passes the artifacts of the commands to another job, as an archive because an upload loses file permissions. */
export function uploadSteps({ artifacts }: BuildCommandsModel, noun: string): WorkflowStep[] {
  return artifacts.length > 0
    ? [
        {
          name: `Archive the files for the ${noun}`,
          run: `tar --create --gzip --file "$RUNNER_TEMP/${ARCHIVE}.tgz" -- ${artifacts.join(' ')}`,
        },
        {
          name: `Upload the files for the ${noun}`,
          uses: 'actions/upload-artifact',
          with: {
            name: ARCHIVE,
            path: `\${{ runner.temp }}/${ARCHIVE}.tgz`,
            'if-no-files-found': 'error',
            overwrite: true,
          },
        },
      ]
    : [];
}

/** Extracts only these artifacts, so that the commands cannot replace other files such as the Dockerfile. */
export function downloadSteps({ artifacts }: BuildCommandsModel, noun: string): WorkflowStep[] {
  return artifacts.length > 0
    ? [
        {
          name: `Download the files for the ${noun}`,
          uses: 'actions/download-artifact',
          with: { name: ARCHIVE, path: '${{ runner.temp }}' },
        },
        {
          name: `Extract the files for the ${noun}`,
          run: `tar --extract --gzip --file "$RUNNER_TEMP/${ARCHIVE}.tgz" --wildcards -- ${artifacts.map((path) => `'${path}'`).join(' ')}`,
        },
      ]
    : [];
}

/** Whether commands run before the artifact is built. */
export function hasCommands({ installCommands, testCommands }: BuildCommandsModel): boolean {
  return installCommands.length > 0 || testCommands.length > 0;
}

export function assumeRole(
  kind: 'build' | 'deploy' | 'preview',
  role: GithubRoleModel,
  { account, region }: Place,
): WorkflowStep {
  return {
    name: `Assume the ${kind} role`,
    uses: 'aws-actions/configure-aws-credentials',
    with: {
      'role-to-assume': role.arn,
      // CloudTrail records it with every call. STS allows at most 64 characters. The run ID currently has 11.
      'role-session-name': '${{ github.run_id }}-${{ github.sha }}',
      ...(role.sessionSeconds > 3600 ? { 'role-duration-seconds': role.sessionSeconds } : {}),
      'aws-region': region,
      'allowed-account-ids': account,
    },
  };
}

/** The steps with each action pinned to a version. */
export function pinned(steps: readonly WorkflowStep[], github: GithubModel): object[] {
  return steps.map((step) => (step.uses ? { ...step, uses: pin(step.uses, github) } : step));
}

function pin(name: GithubActionName, github: GithubModel): string {
  return github.actions[name] ?? `${name}@${GITHUB_ACTIONS[name].sha}`;
}

/** The version of each pinned commit, for the comment that people and update bots read. */
export function versionComments(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(GITHUB_ACTIONS).map(([name, { sha, version }]) => [`${name}@${sha}`, version]),
  );
}
