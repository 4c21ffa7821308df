import { parse } from 'yaml';
import type { EcsDeliveryOptions } from '../../../src/options';
import { guideOfModel, textOf } from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';

/** A job that needs an approval does not run if GitHub would not ask anybody. */

const model = modelOf({ environments: [{ name: 'staging' }, { name: 'production' }] });
const jobsOf = (path: string): Record<string, any> => parse(textOf(model, path)).jobs;
const deploy = jobsOf('.github/workflows/deploy.yml');
const rollback = jobsOf('.github/workflows/rollback.yml');

const NAME = 'Check that the environment has required reviewers';

test.each([
  ['a release', deploy['deploy-production'], deploy['deploy-staging']],
  ['a rollback', rollback['rollback-production'], rollback['rollback-staging']],
])('%s checks the environment before it assumes a role, if the environment requires approval', (_, checked, other) => {
  expect(checked.steps[0].name).toBe(NAME);
  expect(checked.permissions).toEqual({ actions: 'read', contents: 'read', 'id-token': 'write' });
  expect(other.steps.map(({ name }: { name: string }) => name)).not.toContain(NAME);
});

/** Runs the step with a stand-in for the GitHub API. */
function check(answer: string): ReturnType<Shell['run']> {
  const shell = new Shell(temporaryFolder());
  shell.program('curl', answer);
  const [{ run }] = deploy['deploy-production'].steps;
  return shell.run([`set -e\n${run}`], {
    GITHUB_TOKEN: 'token',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_REPOSITORY: 'acme/orders-api',
  });
}

const answerWith = (environment: object): string => `echo '${JSON.stringify(environment)}'`;
const BRANCHES = { type: 'branch_policy' };

test('the check passes if somebody must approve', () => {
  const reviewers = [{ type: 'User', reviewer: { id: 1 } }];
  const { status, calls } = check(
    answerWith({ protection_rules: [BRANCHES, { type: 'required_reviewers', reviewers }] }),
  );
  expect(status).toBe(0);
  expect(calls).toEqual([
    'curl --fail --silent --show-error --retry 3 --header Authorization: Bearer token https://api.github.com/repos/acme/orders-api/environments/production',
  ]);
});

test.each([
  ['an environment that GitHub created', { protection_rules: [] }],
  ['an environment with another rule', { protection_rules: [BRANCHES, { type: 'wait_timer', wait_timer: 30 }] }],
  ['a rule without reviewers', { protection_rules: [{ type: 'required_reviewers', reviewers: [] }] }],
  ['a plan without protection rules', { name: 'production' }],
])('the check fails for %s', (_, environment) => {
  const { status, output } = check(answerWith(environment));
  expect(status).toBe(1);
  expect(output).toContain(
    '::error::The GitHub environment production has no required reviewers, so nobody has approved this job. Add reviewers as described in DELIVERY.md, and then re-run the failed jobs.',
  );
});

test('the check fails if GitHub does not answer', () => {
  const { status, output } = check('echo "curl: (22) The requested URL returned error: 403" >&2; exit 22');
  expect(status).toBe(22);
  expect(output).toContain('error: 403');
  expect(output).not.toContain('required reviewers');
});

test('the guide says that releases fail without reviewers, and which plans have them', () => {
  const guideFor = (githubActions: EcsDeliveryOptions['githubActions']) =>
    guideOfModel(modelOf({ approval: true, githubActions }));
  const consequence =
    'Without required reviewers, a job that requires approval fails before it gets AWS credentials. GitHub offers required reviewers for public repositories and, with GitHub Enterprise, for private and internal ones.';
  expect(guideFor({ reviewers: ['alice'] })).toContain(`wait for approval from \`alice\`. ${consequence}`);
  expect(guideFor({})).toContain(`under **Settings** > **Environments**. ${consequence}`);
});
