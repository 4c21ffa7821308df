import { GITHUB_ACTIONS, type GithubActionName } from '../data/github-actions';
import type { DeliveryModel, EnvironmentModel, GithubModel, GithubRoleModel } from '../model/model';
import { setupRuntime } from './setup-runtime';
import type { WorkflowStep } from './workflow-step';

/** What the workflows share: steps, and the releases of the actions that they use. */

export const READ_SOURCE = { contents: 'read' };
export const READ_SOURCE_AND_ASSUME_ROLE = { contents: 'read', 'id-token': 'write' };

export const CHECKOUT: WorkflowStep = {
  name: 'Check out the source',
  uses: 'actions/checkout',
  with: { 'persist-credentials': false },
};

/** One release at a time. A running one is never cancelled; of those waiting, the newest stays. */
export function concurrency({ service }: DeliveryModel): object {
  return { group: `deploy-${service}`, 'cancel-in-progress': false };
}

/** The id of the job that does something to an environment. */
export function jobName(what: 'deploy' | 'rollback', { name }: EnvironmentModel): string {
  return `${what}-${name}`;
}

/** Installs, tests and builds, without any credentials of AWS. */
export function testSteps({ build }: DeliveryModel): WorkflowStep[] {
  return [
    CHECKOUT,
    ...setupRuntime(build),
    ...(build.installCommands.length > 0 ? [{ name: 'Install', run: build.installCommands.join('\n') }] : []),
    ...(build.testCommands.length > 0 ? [{ name: 'Test and build', run: build.testCommands.join('\n') }] : []),
  ];
}

export function assumeRole(role: GithubRoleModel, place: { account: string; region: string }): WorkflowStep {
  return {
    name: 'Assume the role in AWS',
    uses: 'aws-actions/configure-aws-credentials',
    with: {
      'role-to-assume': role.arn,
      // STS takes 64 characters; the id of a run has 11.
      'role-session-name': `${role.name.slice(0, 48)}-\${{ github.run_id }}`,
      ...(role.sessionSeconds > 3600 ? { 'role-duration-seconds': role.sessionSeconds } : {}),
      'aws-region': place.region,
      'allowed-account-ids': place.account,
    },
  };
}

/** The step as the workflow spells it: with the release of its action. */
export function pinned(steps: readonly WorkflowStep[], github: GithubModel): object[] {
  return steps.map((step) => (step.uses ? { ...step, uses: releaseOf(step.uses, github) } : step));
}

function releaseOf(name: GithubActionName, github: GithubModel): string {
  return github.actions[name] ?? `${name}@${GITHUB_ACTIONS[name].sha}`;
}

/** The version behind each commit, for the comment that people and update bots read. */
export function versionComments(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(GITHUB_ACTIONS).map(([name, { sha, version }]) => [`${name}@${sha}`, version]),
  );
}
