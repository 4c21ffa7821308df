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
  const [, ...commands] = project.tasks.tryFind('github:environments')!.steps.map(({ exec }) => exec!);
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

test('github:environments says whether people can approve their own releases, only together with the reviewers', () => {
  const recorded = calls({
    environments: [{ name: 'staging' }, { name: 'production' }],
    githubActions: { reviewers: ['alice'], preventSelfReview: true },
  });
  expect(recorded.filter((line) => line.startsWith('{'))).toEqual([
    `{${POLICY}}`,
    `{"reviewers":[{"type":"User","id":1}],"prevent_self_review":true,${POLICY}}`,
  ]);
});

/** Runs the task with a `gh` that answers a request with reviewers like this. */
function rejected(answer: string): ReturnType<Shell['run']> {
  const { project } = deliveryIn(temporaryFolder(), { approval: true, githubActions: { reviewers: ['alice'] } });
  const shell = new Shell(temporaryFolder());
  shell.program(
    'gh',
    `case "$*" in *--input*) BODY=$(cat); echo "$BODY" >> calls; case "$BODY" in *reviewers*) echo "gh: ${answer}" >&2; exit 1 ;; esac ;; *users*) echo 1 ;; esac; exit 0`,
  );
  const [, ...commands] = project.tasks.tryFind('github:environments')!.steps.map(({ exec }) => exec!);
  return shell.run(commands, {});
}

test('github:environments says that GitHub rejects the reviewers, and configures the rest', () => {
  const { status, output, calls: recorded } = rejected('Validation Failed (HTTP 422)');
  expect(status).toBe(0);
  expect(output).toContain(
    'GitHub rejects the reviewers of the environment production: gh: Validation Failed (HTTP 422). GitHub offers required reviewers for public repositories and, with GitHub Enterprise, for private and internal ones. Until the environment has reviewers, releases to it fail.',
  );
  expect(recorded).toContain(`{${POLICY}}`);
  expect(recorded.at(-1)).toContain('deployment-branch-policies --field name=main');
});

test('github:environments stops at any other error', () => {
  const { status, output, calls: recorded } = rejected('Not Found (HTTP 404)');
  expect(status).toBe(1);
  expect(output).toContain('gh: Not Found (HTTP 404)');
  expect(recorded).not.toContain(`{${POLICY}}`);
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

/** Runs the first step of the task with a fake `gh` that prints the name and the default branch of the repository. */
function compare(printed: string): { status: number | null; output: string } {
  const { project } = deliveryIn(temporaryFolder(), {});
  const shell = new Shell(temporaryFolder());
  shell.program('gh', `echo "${printed}"`);
  return shell.run([project.tasks.tryFind('github:environments')!.steps[0]!.exec!], {});
}

test('github:environments accepts the repository of the config', () => {
  expect(compare('acme/orders-api main')).toMatchObject({
    status: 0,
    output: expect.not.stringContaining('orders-api'),
  });
});

test('github:environments fails if the repository is spelled differently', () => {
  const { status, output } = compare('Acme/orders-api main');
  expect(status).toBe(1);
  expect(output).toContain('The repository is named Acme/orders-api, but githubRepository in .projenrc');
});

test('github:environments warns if the release branch is not the default branch', () => {
  const { status, output } = compare('acme/orders-api master');
  expect(status).toBe(0);
  expect(output).toContain('The default branch of acme/orders-api is master, but the release branch is main.');
});
