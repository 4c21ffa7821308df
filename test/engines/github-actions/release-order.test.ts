import { parse } from 'yaml';
import { textOf } from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';

/** An old release does not replace a newer one. */

const NAME = 'Check that no newer release has been deployed';
const model = modelOf({ environments: [{ name: 'staging' }, { name: 'production' }] });
const { jobs } = parse(textOf(model, '.github/workflows/deploy.yml'));
const step = jobs['deploy-production'].steps.find(({ name }: { name: string }) => name === NAME);

test('each deploy job checks the order before it assumes a role, after the check of the approval', () => {
  const namesOf = (job: string) => jobs[job].steps.slice(0, 2).map(({ name }: { name: string }) => name);
  expect(namesOf('deploy-staging')).toEqual([NAME, 'Check out the repository']);
  expect(namesOf('deploy-production')).toEqual(['Check that the environment has required reviewers', NAME]);
  expect(jobs['deploy-staging'].permissions).toEqual({ actions: 'read', contents: 'read', 'id-token': 'write' });
});

interface Run {
  readonly run: number;
  readonly jobs: Readonly<Record<string, string>>;
}

/** Runs the step in run 11 with a stand-in for the GitHub API. The ID of a run is its number times 1000. */
function check(runs: readonly Run[], workflow = 'deploy.yml'): ReturnType<Shell['run']> {
  const shell = new Shell(temporaryFolder());
  const list = { workflow_runs: runs.map(({ run }) => ({ id: run * 1000, run_number: run })) };
  const cases = runs.map(({ run, jobs: found }) => {
    const all = { jobs: Object.entries(found).map(([name, conclusion]) => ({ name, conclusion })) };
    return `*/runs/${run * 1000}/jobs*) echo '${JSON.stringify(all)}' ;;`;
  });
  shell.program(
    'curl',
    `case "$*" in ${cases.join(' ')} */workflows/${workflow}/runs*) echo '${JSON.stringify(list)}' ;; *) exit 22 ;; esac`,
  );
  return shell.run([`set -e\n${step.run}`], {
    GITHUB_TOKEN: 'token',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/orders-api',
    GITHUB_RUN_NUMBER: '11',
    GITHUB_WORKFLOW_REF: `acme/orders-api/.github/workflows/${workflow}@refs/tags/v1@2`,
  });
}

const DEPLOYED = { 'Deploy to staging': 'success', 'Deploy to production': 'success' };

test.each<[string, Run[]]>([
  [
    'no run is newer',
    [
      { run: 11, jobs: DEPLOYED },
      { run: 10, jobs: DEPLOYED },
    ],
  ],
  ['a newer run has deployed only to an earlier environment', [{ run: 12, jobs: { 'Deploy to staging': 'success' } }]],
  ['a newer run has failed', [{ run: 12, jobs: { ...DEPLOYED, 'Deploy to production': 'failure' } }]],
  ['a newer run has skipped the environment', [{ run: 12, jobs: { ...DEPLOYED, 'Deploy to production': 'skipped' } }]],
])('a release continues if %s', (_, runs) => {
  const { status, output } = check(runs);
  expect(status).toBe(0);
  expect(output).not.toContain('::error::');
});

const ERROR =
  '::error::A newer release has been deployed to production: https://github.com/acme/orders-api/actions/runs/12000. To return to an earlier release, roll back as described in DELIVERY.md.';

test('a release stops if a newer run has deployed to the environment', () => {
  const { status, output } = check([
    { run: 13, jobs: {} },
    { run: 12, jobs: DEPLOYED },
    { run: 11, jobs: {} },
  ]);
  expect(status).toBe(1);
  expect(output).toContain(ERROR);
});

test('a release stops if a workflow that calls this one has started a newer run', () => {
  const called = { 'release / Deploy to production': 'success' };
  expect(check([{ run: 12, jobs: called }], 'main.yml').output).toContain(ERROR);
});

test('a release stops if GitHub does not answer', () => {
  const shell = new Shell(temporaryFolder());
  shell.program('curl', 'exit 22');
  expect(shell.run([`set -e\n${step.run}`], { GITHUB_WORKFLOW_REF: 'x', GITHUB_RUN_NUMBER: '1' }).status).not.toBe(0);
});
