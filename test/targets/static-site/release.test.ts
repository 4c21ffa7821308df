import { SiteStrategy } from '../../../src/options';
import { releaseOf, siteSettings } from '../../../src/targets/static-site/release';
import { filesOf, modelOf, type Options } from './support';

const SMOKE_TEST = { command: 'curl --fail "$SITE_URL"' };
const PUBLISH_ROLE = 'arn:aws:iam::111122223333:role/docs-production-publish';

function releaseFor(options: Options = {}) {
  const model = modelOf(options);
  return releaseOf(model, model.environments[0]!);
}

test.each([
  [SiteStrategy.ALL_AT_ONCE, ['deploy-stack', 'upload', 'activate', 'smoke-test', 'prune']],
  [SiteStrategy.BLUE_GREEN, ['deploy-stack', 'upload', 'preview', 'test-preview', 'activate', 'prune']],
  [SiteStrategy.CANARY, ['deploy-stack', 'upload', 'activate', 'smoke-test', 'prune']],
  [SiteStrategy.LINEAR, ['deploy-stack', 'upload', 'activate', 'smoke-test', 'prune']],
])('the steps of %s', (strategy, steps) => {
  expect(releaseFor({ strategy, smokeTest: SMOKE_TEST }).steps.map(({ id }) => id)).toEqual(steps);
});

test.each<[SiteStrategy, Options['strategyParameters'], object]>([
  [SiteStrategy.ALL_AT_ONCE, {}, { PERCENT: '100', STEP_MINUTES: '0', BAKE_MINUTES: '0' }],
  [SiteStrategy.BLUE_GREEN, { bakeTimeInMinutes: 3 }, { PERCENT: '100', STEP_MINUTES: '0', BAKE_MINUTES: '3' }],
  [SiteStrategy.CANARY, { percent: 20 }, { PERCENT: '20', STEP_MINUTES: '5', BAKE_MINUTES: '0' }],
  [SiteStrategy.LINEAR, { stepBakeTimeInMinutes: 2 }, { PERCENT: '10', STEP_MINUTES: '2', BAKE_MINUTES: '0' }],
])('the settings of %s', (strategy, strategyParameters, settings) => {
  const step = releaseFor({ strategy, strategyParameters }).steps.find(({ id }) => id === 'activate')!;
  expect(step.settings).toEqual({
    STACK: 'docs-production-site',
    PUBLISH_ROLE,
    STRATEGY: strategy,
    ERROR_RATE: '5',
    ...settings,
  });
});

test('the release script contains the settings of each environment', () => {
  const script = filesOf({
    environments: [
      { name: 'test', strategy: SiteStrategy.BLUE_GREEN, smokeTest: SMOKE_TEST },
      { name: 'live', awsRegion: 'eu-west-1', strategy: SiteStrategy.LINEAR, config: { A: "it's" } },
    ],
  })['infra/release.sh']!;
  expect(script).toContain(
    "  test) AWS_REGION=us-east-1 STEPS='deploy-stack upload preview test-preview activate prune' STACK=docs-test-site",
  );
  expect(script).toContain(
    "  live) AWS_REGION=eu-west-1 STEPS='deploy-stack upload activate prune' STACK=docs-live-site",
  );
  expect(script).toContain('ARTIFACT_BUCKET=docs-111122223333-eu-west-1 ARTIFACT_REGION=eu-west-1');
  expect(script).toContain(`CONFIG='{"A":"it'\\''s"}'`);
});

test('a release and a rollback can assume only the publish role and the CDK roles, and read the stack and the error rate', () => {
  const model = modelOf({ strategy: SiteStrategy.CANARY, smokeTest: SMOKE_TEST });
  const statements = releaseOf(model, model.environments[0]!).steps.flatMap((step) => step.statements);
  const allowed = new Map(statements.map(({ actions, resources }) => [`${actions} on ${resources}`, true]));
  expect([...allowed.keys()]).toEqual([
    'sts:AssumeRole on arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-us-east-1,arn:aws:iam::111122223333:role/cdk-hnb659fds-file-publishing-role-111122223333-us-east-1',
    'cloudformation:DescribeStacks on arn:aws:cloudformation:us-east-1:111122223333:stack/docs-production-site/*',
    `sts:AssumeRole on ${PUBLISH_ROLE}`,
    'cloudwatch:GetMetricStatistics on *',
  ]);
});

test('the roles of both engines get these permissions, and no access to the bucket of the site', () => {
  const files = filesOf({ strategy: SiteStrategy.CANARY });
  for (const path of ['infra/base-stack.ts', 'infra/pipeline-stack.ts']) {
    expect(files[path]).toContain(PUBLISH_ROLE);
    expect(files[path]).toContain("actions: ['cloudwatch:GetMetricStatistics']");
    expect(files[path]).not.toContain('cloudfront');
  }
  expect(files['infra/base-stack.ts']).not.toContain('s3:');
});

test('all scripts get the same stack and the same role', () => {
  const [environment] = modelOf().environments;
  expect(siteSettings(environment!)).toEqual({ STACK: 'docs-production-site', PUBLISH_ROLE });
  expect(filesOf()['infra/rollback.sh']).toContain(`STACK=docs-production-site PUBLISH_ROLE=${PUBLISH_ROLE}`);
});

test('the smoke test does not depend on DNS records that you create yourself', () => {
  const domain = { names: ['docs.example.com'], certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' };
  const zone = { hostedZoneId: 'Z0123456789', hostedZoneName: 'example.com' };
  const outputFor = (options: Options) =>
    /OutputKey=='(\w+)'/.exec(releaseFor({ ...options, smokeTest: SMOKE_TEST }).steps[3]!.commands[0]!)![1];
  expect(outputFor({})).toBe('Url');
  expect(outputFor({ domain })).toBe('DistributionUrl');
  expect(outputFor({ domain: { ...domain, ...zone } })).toBe('Url');
});

test('the smoke test of a preview gets the URL of the preview', () => {
  const { steps } = releaseFor({ strategy: SiteStrategy.BLUE_GREEN, smokeTest: SMOKE_TEST });
  expect(steps.find(({ id }) => id === 'test-preview')!.commands).toContain('SITE_URL="$SITE_URL/?release=$RELEASE"');
});
