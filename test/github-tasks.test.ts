import type { EcsDeliveryOptions } from '../src/options';
import { deliveryIn, temporaryFolder } from './support/project';
import { Shell } from './support/shell';

/** Runs the task with a fake `gh` that returns no branch policies and a fixed ID for each reviewer. */
function calls(options: Partial<EcsDeliveryOptions>): string[] {
  const { project } = deliveryIn(temporaryFolder(), options);
  const shell = new Shell(temporaryFolder());
  shell.program(
    'gh',
    'case "$*" in *--input*) cat >> calls; echo >> calls ;; *users/alice*) echo 1 ;; *teams*) echo 2 ;; esac; exit 0',
  );
  const commands = project.tasks.tryFind('github:environments')!.steps.map(({ exec }) => exec!);
  return shell.run(commands, {}).calls.filter((line) => line !== '');
}

const POLICY = '"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}';

test('github:environments configures reviewers and the branch that may deploy for an environment with approval', () => {
  const options = { approval: true, branch: 'release/1', githubActions: { reviewers: ['alice', 'acme/orders'] } };
  const url = 'repos/acme/orders-api/environments/production';
  const recorded = calls(options);
  // Both sides of the pipe start at the same time, so the order varies.
  expect(recorded.slice(0, 3).sort()).toEqual([
    `gh api --silent --method PUT ${url} --input -`,
    'gh api orgs/acme/teams/orders --jq .id',
    'gh api users/alice --jq .id',
  ]);
  expect(recorded.slice(3)).toEqual([
    `{"reviewers":[{"type":"User","id":1},{"type":"Team","id":2}],${POLICY}}`,
    `gh api ${url}/deployment-branch-policies --jq .branch_policies[].name`,
    `gh api --silent --method POST ${url}/deployment-branch-policies --field name=release/1`,
  ]);
});

test('github:environments keeps the reviewers of the repository if the config specifies none', () => {
  expect(calls({ approval: true })).toContain(`{${POLICY}}`);
});

test('github:environments configures each environment, and sets reviewers only for those with approval', () => {
  const recorded = calls({
    environments: [{ name: 'staging' }, { name: 'production' }],
    githubActions: { reviewers: ['alice'] },
  });
  expect(recorded.filter((line) => line.startsWith('{'))).toEqual([
    `{${POLICY}}`,
    `{"reviewers":[{"type":"User","id":1}],${POLICY}}`,
  ]);
});

test('github:environments does not exist if GitHub Actions is disabled', () => {
  const { project } = deliveryIn(temporaryFolder(), { githubActions: { enabled: false } });
  expect(project.tasks.tryFind('github:environments')).toBeUndefined();
});
