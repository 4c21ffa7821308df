import type { EcsDeliveryOptions } from '../src/options';
import { deliveryIn, temporaryFolder } from './support/project';
import { Shell } from './support/shell';

/** Runs the task with a stand-in for `gh` that knows no branch policy and numbers people. */
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

test('an environment that is approved gets its reviewers, and the branch that may deploy', () => {
  const options = { approval: true, branch: 'release/1', githubActions: { reviewers: ['alice', 'acme/orders'] } };
  const url = 'repos/acme/orders-api/environments/production';
  const told = calls(options);
  // Both ends of the pipe start at once.
  expect(told.slice(0, 3).sort()).toEqual([
    `gh api --silent --method PUT ${url} --input -`,
    'gh api orgs/acme/teams/orders --jq .id',
    'gh api users/alice --jq .id',
  ]);
  expect(told.slice(3)).toEqual([
    `{"reviewers":[{"type":"User","id":1},{"type":"Team","id":2}],${POLICY}}`,
    `gh api ${url}/deployment-branch-policies --jq .branch_policies[].name`,
    `gh api --silent --method POST ${url}/deployment-branch-policies --field name=release/1`,
  ]);
});

test('reviewers that somebody set in the repository stay where the config names none', () => {
  expect(calls({ approval: true })).toContain(`{${POLICY}}`);
});

test('each environment is set up, and only those that are approved get reviewers', () => {
  const told = calls({
    environments: [{ name: 'staging' }, { name: 'production' }],
    githubActions: { reviewers: ['alice'] },
  });
  expect(told.filter((line) => line.startsWith('{'))).toEqual([
    `{${POLICY}}`,
    `{"reviewers":[{"type":"User","id":1}],${POLICY}}`,
  ]);
});

test('there is no such task without the GitHub engine', () => {
  const { project } = deliveryIn(temporaryFolder(), { githubActions: { enabled: false } });
  expect(project.tasks.tryFind('github:environments')).toBeUndefined();
});
