import { LogLevel, Project } from 'projen';
import { parse } from 'yaml';
import { StaticSiteDelivery } from '../../../src';
import { pausedSteps } from '../../../src/core/release';
import { renderGuide } from '../../../src/delivery/guide';
import { STATIC_SITE_DELIVERY } from '../../../src/delivery/static-site';
import { SiteStrategy } from '../../../src/options';
import { releaseOf } from '../../../src/targets/static-site/release';
import { temporaryFolder } from '../../support/project';
import { filesOf, MINIMAL, modelOf, type Options } from './support';

/** A release that waits between the preview and the flip. */

const OPTIONS: Options = {
  strategy: SiteStrategy.BLUE_GREEN,
  strategyParameters: { approvePreview: true },
  smokeTest: { command: 'curl --fail "$SITE_URL"' },
};
const BEFORE = ['deploy-stack', 'upload', 'preview', 'test-preview'];
const AFTER = ['resume', 'activate', 'prune'];

const files = filesOf(OPTIONS);
const { jobs } = parse(files['.github/workflows/deploy.yml']!);

const stepsOf = (job: string): string[] =>
  jobs[job].steps.flatMap(
    ({ run = '' }: { run?: string }) => /infra\/release\.sh production (\S+)$/.exec(run)?.[1] ?? [],
  );

test('the release waits after the smoke test of the preview', () => {
  const model = modelOf(OPTIONS);
  expect(pausedSteps(releaseOf(model, model.environments[0]!))).toEqual([BEFORE, AFTER]);
});

test('GitHub Actions runs the steps in two jobs, with the approval of a GitHub environment between them', () => {
  expect(stepsOf('deploy-production')).toEqual(BEFORE);
  expect(stepsOf('continue-production')).toEqual(AFTER);
  expect(jobs['approve-production']).toEqual({
    name: 'Approve the preview in production',
    needs: 'deploy-production',
    // The approval of a newer preview replaces the one that waits.
    concurrency: { group: expect.stringMatching(/^approve-.+-production$/), 'cancel-in-progress': true },
    environment: 'production-preview',
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 5,
    permissions: { actions: 'read' },
    steps: [
      {
        name: 'Check that the environment has required reviewers',
        env: { GITHUB_TOKEN: '${{ github.token }}' },
        run: expect.stringContaining('$GITHUB_REPOSITORY/environments/production-preview'),
      },
      { name: 'Confirm the approval of the preview', run: 'echo "Approved the preview."' },
    ],
  });
  expect(jobs['continue-production']).toMatchObject({
    needs: ['test', 'build', 'approve-production'],
    environment: 'production',
    env: { BUNDLE_KEY: '${{ needs.build.outputs.bundle-key }}' },
  });
});

test('the summary shows the URL of the preview before the approval', () => {
  const { run } = jobs['deploy-production'].steps.at(-1);
  expect(run).toContain('echo "| Preview | $PUBLISHED_URL/?release=$RELEASE |"');
  expect(jobs['continue-production'].steps.at(-1).run).toContain('### Published');
});

test('CodePipeline runs the same steps in two actions, with a manual approval between them in the same stage', () => {
  const pipeline = files['infra/pipeline-stack.ts']!;
  const stage = pipeline.slice(pipeline.indexOf("stageName: 'Release-production'"));
  const actions = [...stage.matchAll(/actionName: '(\w+)'|STEPS: \{ value: '([^']+)' \}|runOrder: (\d)/g)];
  expect(actions.map(([, name, steps, order]) => name ?? steps ?? order)).toEqual([
    ...['Release', BEFORE.join(' '), '1'],
    ...['Approve', '2'],
    ...['Continue', AFTER.join(' '), '3'],
  ]);
  expect(pipeline).toContain('bash infra/release.sh production "$STEPS"');
  expect(pipeline).not.toContain('Approve-production');
});

test('production does not also wait for an approval before the release', () => {
  const environments = [{ name: 'test', strategy: SiteStrategy.ALL_AT_ONCE }, { name: 'production' }];
  expect(
    modelOf({ ...OPTIONS, environments }).environments.map(({ approval, approvePreview }) => [
      approval,
      approvePreview,
    ]),
  ).toEqual([
    [false, undefined],
    [false, true],
  ]);
  const without = [{ name: 'test' }, { name: 'production' }];
  expect(modelOf({ environments: without }).environments[1]!.approval).toBe(true);
});

test('the next environment waits until the release has continued', () => {
  const workflow = parse(
    filesOf({ ...OPTIONS, environments: [{ name: 'one' }, { name: 'two' }] })['.github/workflows/deploy.yml']!,
  );
  expect(workflow.jobs['deploy-two'].needs).toEqual(['test', 'build', 'continue-one']);
});

/** The bodies of the requests that configure GitHub environments. */
function bodiesOf(githubActions: Options['githubActions']): Record<string, string> {
  const project = new Project({ name: 'docs', outdir: temporaryFolder(), logging: { level: LogLevel.OFF } });
  new StaticSiteDelivery(project, {
    ...MINIMAL,
    ...OPTIONS,
    bundle: { testCommands: ['make'] },
    githubActions,
  });
  const steps = project.tasks.tryFind('github:environments')!.steps.map(({ exec }) => exec ?? '');
  const puts = steps.filter((step) => step.includes('--method PUT'));
  return Object.fromEntries(puts.map((step) => [/environments\/(\S+)/.exec(step)![1], step.split(' | ')[0]!]));
}

test('the task moves the reviewers to the GitHub environment of previews', () => {
  const { production, ...others } = bodiesOf({ reviewers: ['octocat'] });
  expect(production).toContain('{"reviewers":null,"deployment_branch_policy"');
  expect(Object.keys(others)).toEqual(['production-preview']);
  expect(others['production-preview']).toContain('{"reviewers":[{"type":"User"');
});

test('the task keeps the reviewers of the repository if the config specifies none', () => {
  const bodies = Object.values(bodiesOf({}));
  expect(bodies).toHaveLength(2);
  expect(bodies.join()).not.toContain('reviewers');
});

test('the guide says what the release waits for', () => {
  const model = modelOf(OPTIONS);
  const guide = renderGuide(model, STATIC_SITE_DELIVERY.compose(model), []);
  expect(guide).toContain('Create the GitHub environments `production` and `production-preview`');
  expect(guide).toContain(
    'Waits until someone approves the preview. If they reject it, the release fails, and visitors keep the previous release.',
  );
});
