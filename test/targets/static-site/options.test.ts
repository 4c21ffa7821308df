import { LogLevel, Project } from 'projen';
import { StaticSiteDelivery } from '../../../src';
import { DeliveryEngine, SiteStrategy } from '../../../src/options';
import { ENVIRONMENT_OPTIONS, STATIC_SITE_OPTIONS } from '../../../src/targets/static-site/options';
import { filesIn, temporaryFolder } from '../../support/project';
import { MINIMAL, modelOf, type Options, problemsOf } from './support';

process.env.PROJEN_DISABLE_POST = '';

const BUNDLE = { testCommands: ['npm run build'] };

function generate(options: Options = {}): Record<string, string> {
  const outdir = temporaryFolder();
  const project = new Project({ name: 'docs', outdir, logging: { level: LogLevel.OFF } });
  new StaticSiteDelivery(project, { ...MINIMAL, bundle: BUNDLE, ...options });
  project.synth();
  return filesIn(outdir);
}

const WORKFLOW = '.github/workflows/deploy.yml';
const PREFLIGHT = 'infra/preflight.sh';
const PULL_REQUEST = '.github/workflows/pull-request.yml';
const PREVIEW = '.github/workflows/preview.yml';
const PREVIEW_SCRIPT = 'infra/preview.sh';
const ROLLBACK = '.github/workflows/rollback.yml';
const BUILDSPEC = 'buildspec.yml';
const RELEASE = 'infra/release.sh';
const SCRIPT = 'infra/rollback.sh';
const SITE_SCRIPT = 'infra/site.sh';
const FUNCTION = 'infra/site-function.js';
const MAIN = 'infra/main.ts';
const ARTIFACTS = 'infra/artifacts-stack.ts';
const BASE = 'infra/base-stack.ts';
const SITE = 'infra/site-stack.ts';
const PIPELINE = 'infra/pipeline-stack.ts';
const GUIDE = 'DELIVERY.md';

const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
const STATEMENT = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::fonts/*'] };
const CANARY: Options = { strategy: SiteStrategy.CANARY };

test('generates all delivery files for both engines', () => {
  const files = Object.keys(generate()).filter((path) => !/^\.(projen\/|git(ignore|attributes))/.test(path));
  expect(files).toEqual([
    WORKFLOW,
    PULL_REQUEST,
    ROLLBACK,
    GUIDE,
    BUILDSPEC,
    ARTIFACTS,
    BASE,
    'infra/bundle.sh',
    'infra/cdk.json',
    MAIN,
    'infra/package.json',
    PIPELINE,
    PREFLIGHT,
    RELEASE,
    SCRIPT,
    FUNCTION,
    SITE,
    SITE_SCRIPT,
    'infra/tsconfig.json',
  ]);
});

/** For every option: a change, the files that change as a result, and other options. No other file may change. */
// biome-ignore format: This is a table.
const CHANGES: readonly (readonly [string, Options, string[], Options?])[] = [
  ['serviceName', { serviceName: 'manual' }, [RELEASE, ROLLBACK, SCRIPT, WORKFLOW, BUILDSPEC, MAIN, ARTIFACTS, BASE, SITE, PIPELINE, 'infra/bundle.sh', 'infra/package.json', GUIDE, PREFLIGHT]],
  ['awsAccount', { awsAccount: '444455556666' }, [RELEASE, ROLLBACK, SCRIPT, WORKFLOW, MAIN, ARTIFACTS, BASE, SITE, PIPELINE, 'infra/bundle.sh', GUIDE, PREFLIGHT]],
  ['awsRegion', { awsRegion: 'eu-central-1' }, [RELEASE, ROLLBACK, SCRIPT, WORKFLOW, MAIN, ARTIFACTS, BASE, SITE, PIPELINE, 'infra/bundle.sh', GUIDE, PREFLIGHT]],
  ['githubRepository', { githubRepository: 'acme/manual' }, [ARTIFACTS, BASE, PIPELINE, GUIDE, PREFLIGHT]],
  ['branch', { branch: 'trunk' }, [ROLLBACK, WORKFLOW, ARTIFACTS, BASE, PIPELINE, GUIDE]],
  ['nodeVersion', { nodeVersion: '22' }, [WORKFLOW, PULL_REQUEST, BUILDSPEC, GUIDE], { bundle: { ...BUNDLE, runtime: 'nodejs', installCommands: ['npm ci'] } }],
  ['bootstrapQualifier', { bootstrapQualifier: 'acme' }, [BASE, PIPELINE, 'infra/cdk.json', GUIDE, PREFLIGHT]],
  ['buildRoleStatements', { buildRoleStatements: [STATEMENT] }, [ARTIFACTS, PIPELINE, GUIDE]],
  ['githubActions', { githubActions: { enabled: false } }, [WORKFLOW, PULL_REQUEST, ROLLBACK, MAIN, ARTIFACTS, BASE, PIPELINE, GUIDE, '.gitignore', PREFLIGHT]],
  ['codePipeline', { codePipeline: { enabled: false } }, [BUILDSPEC, MAIN, PIPELINE, GUIDE, '.gitignore', PREFLIGHT]],
  ['trigger', { trigger: DeliveryEngine.CODE_PIPELINE }, [WORKFLOW, PIPELINE, GUIDE]],
  ['triggerPaths', { triggerPaths: ['site/**'] }, [WORKFLOW]],
  ['triggerBranches', { triggerBranches: ['main', 'release/*'] }, [WORKFLOW, ARTIFACTS, BASE, GUIDE]],
  ['triggerTags', { triggerTags: ['v*'] }, [WORKFLOW, ARTIFACTS, BASE, GUIDE]],
  ['environments[1].triggerTags', { environments: [{ name: 'test' }, { name: 'live', triggerTags: ['v*'] }] }, [WORKFLOW, ARTIFACTS, 'infra/live-base-stack.ts', GUIDE], { codePipeline: { enabled: false }, environments: [{ name: 'test' }, { name: 'live' }] }],
  ['approval', { approval: true }, [WORKFLOW, ROLLBACK, MAIN, PIPELINE, GUIDE, PREFLIGHT]],
  ['tags', { tags: { team: 'docs' } }, [MAIN]],
  ['permissionsBoundary', { permissionsBoundary: 'developers' }, ['infra/cdk.json', GUIDE, PREFLIGHT]],
  ['validationPlugins', { validationPlugins: [{ packageName: 'cdk-nag', className: 'AwsSolutionsChecks' }] }, [MAIN, 'infra/package.json']],
  ['roleNamePrefix', { roleNamePrefix: 'acme-' }, [RELEASE, SCRIPT, WORKFLOW, ROLLBACK, ARTIFACTS, BASE, SITE, MAIN, PIPELINE, GUIDE]],
  ['rolePath', { rolePath: '/acme/' }, [RELEASE, SCRIPT, WORKFLOW, ROLLBACK, BASE, MAIN, PIPELINE, GUIDE]],
  ['bundle', { bundle: { ...BUNDLE, path: 'public' } }, [WORKFLOW, 'infra/bundle.sh', GUIDE]],
  ['assets', { assets: '_astro' }, [SITE_SCRIPT, SITE, GUIDE]],
  ['singlePageApplication', { singlePageApplication: true }, [FUNCTION]],
  ['errorPage', { errorPage: 'not-found.html' }, [SITE_SCRIPT, SITE, GUIDE]],
  ['contentSecurityPolicy', { contentSecurityPolicy: "default-src 'none'" }, [SITE, GUIDE]],
  ['pullRequestPreviews', { pullRequestPreviews: {} }, [PREVIEW, PREVIEW_SCRIPT, FUNCTION, SITE, MAIN, GUIDE, '.gitignore']],
  ['pullRequestPreviews.environment', { pullRequestPreviews: { environment: 'live' } }, [PREVIEW, 'infra/live-site-stack.ts', 'infra/test-site-stack.ts', MAIN, GUIDE], { pullRequestPreviews: {}, environments: [{ name: 'test' }, { name: 'live' }] }],
  ['retainedReleases', { retainedReleases: 5 }, [SITE_SCRIPT, GUIDE]],
  ['strategy', CANARY, [RELEASE, WORKFLOW, PIPELINE, GUIDE]],
  ['strategyParameters', { strategyParameters: { percent: 20 } }, [RELEASE, GUIDE], CANARY],
  ['strategyParameters.stepBakeTimeInMinutes', { strategyParameters: { stepBakeTimeInMinutes: 10 } }, [RELEASE, WORKFLOW, PIPELINE, GUIDE], CANARY],
  ['strategyParameters.bakeTimeInMinutes', { strategyParameters: { bakeTimeInMinutes: 15 } }, [RELEASE, ROLLBACK, WORKFLOW, BASE, PIPELINE, GUIDE], CANARY],
  ['strategyParameters.approvePreview', { strategyParameters: { approvePreview: true } }, [RELEASE, SITE_SCRIPT, WORKFLOW, PIPELINE, GUIDE, MAIN, PREFLIGHT], { strategy: SiteStrategy.BLUE_GREEN }],
  ['errorRatePercent', { errorRatePercent: 1 }, [RELEASE, GUIDE], CANARY],
  ['domain', { domain: { names: ['docs.example.com'], certificateArn: CERTIFICATE } }, [SITE, GUIDE, PREFLIGHT]],
  ['domain.hostedZoneId', { domain: { names: ['docs.example.com'], certificateArn: CERTIFICATE, hostedZoneId: 'Z0123456789', hostedZoneName: 'example.com' } }, [RELEASE, SITE, GUIDE, PREFLIGHT], { domain: { names: ['docs.example.com'], certificateArn: CERTIFICATE }, smokeTest: { command: 'true' } }],
  ['webAclArn', { webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1' }, [SITE, GUIDE, PREFLIGHT]],
  ['config', { config: { API_URL: 'https://api.example.com' } }, [RELEASE]],
  ['smokeTest', { smokeTest: { command: 'curl --fail "$SITE_URL"' } }, [RELEASE, WORKFLOW, GUIDE]],
  ['smokeTest.files', { smokeTest: { command: 'bash smoke.sh', files: ['smoke.sh'] } }, [BUILDSPEC], { smokeTest: { command: 'bash smoke.sh' } }],
  ['deploymentTimeoutMinutes', { deploymentTimeoutMinutes: 45 }, [RELEASE, ROLLBACK, WORKFLOW, PIPELINE, GUIDE]],
  ['environments', { environments: [{ name: 'live' }] }, [RELEASE, ROLLBACK, SCRIPT, WORKFLOW, MAIN, BASE, SITE, PIPELINE, GUIDE, PREFLIGHT]],
  ['environments[1].config', { environments: [{ name: 'test' }, { name: 'live', config: { A: '1' } }] }, [RELEASE], { environments: [{ name: 'test' }, { name: 'live' }] }],
  ['environments[1].awsRegion', { environments: [{ name: 'test' }, { name: 'live', awsRegion: 'eu-west-1' }] }, [RELEASE, ROLLBACK, SCRIPT, WORKFLOW, MAIN, 'infra/artifacts-stack.ts', 'infra/artifacts-eu-west-1-stack.ts', 'infra/live-base-stack.ts', 'infra/live-site-stack.ts', 'infra/test-site-stack.ts', PIPELINE, 'infra/bundle.sh', GUIDE, '.gitignore', PREFLIGHT], { environments: [{ name: 'test' }, { name: 'live' }] }],
];

const generated = new Map<string, Record<string, string>>();
function cached(options: Options): Record<string, string> {
  const key = JSON.stringify(options);
  const files = generated.get(key) ?? generate(options);
  generated.set(key, files);
  return files;
}

const ROWS = CHANGES.map(([name, options, files, others = {}]): [string, Options, string[], Options] => [
  name,
  options,
  files,
  others,
]);

test.each(ROWS)('%s changes the files that depend on it, and no others', (_name, options, expected, others) => {
  const [before, after] = [cached(others), cached({ ...others, ...options })];
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (path) => !path.startsWith('.projen/') && before[path] !== after[path],
  );
  expect(changed.sort()).toEqual([...expected].sort());
});

test('the table contains every option', () => {
  const names = new Set(CHANGES.map(([name]) => name.split(/[.[]/)[0]));
  // takeOver replaces files that you wrote. The tests of standards cover the other three.
  expect(Object.keys(STATIC_SITE_OPTIONS).filter((name) => !names.has(name))).toEqual([
    'standard',
    'unset',
    'waivers',
    'takeOver',
  ]);
});

test('the defaults', () => {
  const { service, site, environments, bundle, build } = modelOf();
  expect(service).toBe('docs');
  expect(site).toEqual({
    assets: 'assets',
    singlePageApplication: false,
    errorPage: '404.html',
    contentSecurityPolicy: "default-src 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'",
    retainedReleases: 10,
  });
  expect(bundle).toMatchObject({ path: 'dist', buckets: [{ name: 'docs-111122223333-us-east-1' }] });
  expect(build).toMatchObject({ installCommands: ['npm ci'], testCommands: ['npm run build'], artifacts: ['dist'] });
  expect(environments).toHaveLength(1);
  expect(environments[0]).toMatchObject({
    name: 'production',
    account: '111122223333',
    region: 'us-east-1',
    approval: false,
    strategy: { name: SiteStrategy.ALL_AT_ONCE, bakeTimeInMinutes: 0 },
    errorRatePercent: 5,
    deploymentTimeoutMinutes: 30,
    siteStack: { name: 'docs-production-site' },
    publishRole: { arn: 'arn:aws:iam::111122223333:role/docs-production-publish' },
  });
  for (const option of ['domain', 'webAclArn', 'config', 'smokeTest'] as const) {
    expect(environments[0]![option]).toBeUndefined();
  }
});

test.each([
  [SiteStrategy.CANARY, { percent: 10, stepBakeTimeInMinutes: 5, bakeTimeInMinutes: 0 }, 35],
  [SiteStrategy.LINEAR, { percent: 10, stepBakeTimeInMinutes: 5, bakeTimeInMinutes: 0 }, 75],
  [SiteStrategy.BLUE_GREEN, { bakeTimeInMinutes: 0 }, 30],
])('the defaults of %s', (strategy, parameters, releaseTimeout) => {
  expect(modelOf({ strategy }).environments[0]).toMatchObject({
    strategy: { name: strategy, ...parameters },
    releaseTimeout,
  });
});

test('an environment merges the parameters, config.json, and the smoke test with those of the top level', () => {
  const [test, live] = modelOf({
    strategy: SiteStrategy.CANARY,
    strategyParameters: { percent: 20 },
    config: { API_URL: 'https://api.example.com', LOGIN: 'on' },
    environments: [
      {
        name: 'test',
        strategyParameters: { stepBakeTimeInMinutes: 1 },
        config: { API_URL: 'https://test.example.com' },
      },
      { name: 'live' },
    ],
  }).environments;
  expect(test!.strategy).toMatchObject({ percent: 20, stepBakeTimeInMinutes: 1 });
  expect(test!.config).toBe('{"API_URL":"https://test.example.com","LOGIN":"on"}');
  expect(live!.strategy).toMatchObject({ percent: 20, stepBakeTimeInMinutes: 5 });
  expect(live!.config).toBe('{"API_URL":"https://api.example.com","LOGIN":"on"}');
});

/** Values that are wrong for every option of this type, which plain JavaScript allows. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  // A number is converted: the command line passes digits as a number.
  string: [true, {}, []],
  number: ['1', true, {}, [], Number.NaN],
  boolean: ['true', 1, {}, []],
  enum: [1, true, {}, [], 'constructor'],
  strings: [1, true, {}, 'text', [true]],
  object: [1, true, 'text', ['a']],
  objects: [1, true, 'text', ['a'], {}],
  standard: [1, true, 'text', [], {}],
};

const SITE_ENVIRONMENT = {
  strategy: 'enum',
  strategyParameters: 'object',
  errorRatePercent: 'number',
  domain: 'object',
  webAclArn: 'string',
  config: 'object',
  smokeTest: 'object',
  deploymentTimeoutMinutes: 'number',
};

const TYPES: Readonly<Record<keyof typeof STATIC_SITE_OPTIONS, string>> = {
  serviceName: 'string',
  awsAccount: 'string',
  awsRegion: 'string',
  githubRepository: 'string',
  branch: 'string',
  nodeVersion: 'string',
  bootstrapQualifier: 'string',
  buildRoleStatements: 'objects',
  githubActions: 'object',
  codePipeline: 'object',
  trigger: 'enum',
  triggerPaths: 'strings',
  triggerBranches: 'strings',
  triggerTags: 'strings',
  approval: 'boolean',
  tags: 'object',
  permissionsBoundary: 'string',
  validationPlugins: 'objects',
  roleNamePrefix: 'string',
  rolePath: 'string',
  standard: 'standard',
  unset: 'strings',
  waivers: 'objects',
  takeOver: 'strings',
  ...SITE_ENVIRONMENT,
  environments: 'objects',
  bundle: 'object',
  assets: 'string',
  singlePageApplication: 'boolean',
  errorPage: 'string',
  contentSecurityPolicy: 'string',
  pullRequestPreviews: 'object',
  retainedReleases: 'number',
} as Record<keyof typeof STATIC_SITE_OPTIONS, string>;

const PLACES: readonly (readonly [path: string, type: string, config: (value: unknown) => object])[] = [
  ...Object.entries(TYPES).map(([name, type]) => [name, type, (value: unknown) => ({ [name]: value })] as const),
  ...Object.entries(SITE_ENVIRONMENT).map(
    ([name, type]) =>
      [
        `environments[1].${name}`,
        type,
        (value: unknown) => ({ environments: [{ name: 'test' }, { name: 'live', [name]: value }] }),
      ] as const,
  ),
  ...['percent', 'stepBakeTimeInMinutes', 'bakeTimeInMinutes'].map(
    (name) =>
      [
        `strategyParameters.${name}`,
        'number',
        (value: unknown) => ({ ...CANARY, strategyParameters: { [name]: value } }),
      ] as const,
  ),
  [
    'strategyParameters.approvePreview',
    'boolean',
    (approvePreview) => ({ strategy: SiteStrategy.BLUE_GREEN, strategyParameters: { approvePreview } }),
  ],
  ...['certificateArn', 'hostedZoneId', 'hostedZoneName'].map(
    (name) =>
      [
        `domain.${name}`,
        'string',
        (value: unknown) => ({
          domain: {
            names: ['docs.example.com'],
            certificateArn: CERTIFICATE,
            hostedZoneId: 'Z0123456789',
            hostedZoneName: 'example.com',
            [name]: value,
          },
        }),
      ] as const,
  ),
  ['pullRequestPreviews.environment', 'enum', (environment) => ({ pullRequestPreviews: { environment } })],
  ['domain.names', 'strings', (names) => ({ domain: { names, certificateArn: CERTIFICATE } })],
  ['smokeTest.command', 'string', (command) => ({ smokeTest: { command } })],
  ['smokeTest.files', 'strings', (files) => ({ smokeTest: { command: 'true', files } })],
];

test.each(PLACES)('%s accepts only its type', (path, type, config) => {
  for (const value of WRONG[type]!) {
    const problems = problemsOf(config(value));
    expect({ value, problems }).toEqual({ value, problems: [expect.stringMatching(/\[[a-z-]+\]$/)] });
    expect(problems[0]!.startsWith(path)).toBe(true);
  }
});

test('the tables of types contain every option', () => {
  expect(Object.keys(TYPES).sort()).toEqual(Object.keys(STATIC_SITE_OPTIONS).sort());
  expect(Object.keys(ENVIRONMENT_OPTIONS)).toEqual(expect.arrayContaining(Object.keys(SITE_ENVIRONMENT)));
});
