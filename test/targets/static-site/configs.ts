import { DeliveryEngine, SiteStrategy } from '../../../src/options';
import type { Options } from './support';

/** One to three environments, both engines, and options that change how values are written. */
export const STATIC_SITE_CONFIGS: readonly (readonly [name: string, options: Options])[] = [
  ['a static site', {}],
  [
    'a single-page application',
    { singlePageApplication: true, assets: 'static/assets', errorPage: 'errors/missing.html' },
  ],
  ['a static site with only GitHub Actions', { codePipeline: { enabled: false } }],
  [
    'a static site with only CodePipeline',
    { githubActions: { enabled: false }, trigger: DeliveryEngine.CODE_PIPELINE },
  ],
  [
    'a static site with a preview',
    { strategy: SiteStrategy.BLUE_GREEN, smokeTest: { command: 'bash test/smoke.sh', files: ['test/smoke.sh'] } },
  ],
  [
    'a static site with a preview that people approve',
    {
      strategy: SiteStrategy.BLUE_GREEN,
      strategyParameters: { approvePreview: true },
      githubActions: { reviewers: ['octocat'] },
      environments: [
        { name: 'test', strategy: SiteStrategy.ALL_AT_ONCE },
        { name: 'production', config: { API_URL: 'https://api.example.com' } },
        { name: 'archive', awsAccount: '444455556666' },
      ],
    },
  ],
  [
    'a static site in three environments',
    {
      environments: [
        { name: 'test', config: { API_URL: 'https://test.example.com' } },
        { name: 'staging', awsAccount: '444455556666', strategy: SiteStrategy.CANARY },
        { name: 'production', awsRegion: 'eu-west-1', strategy: SiteStrategy.LINEAR },
      ],
    },
  ],
  [
    'a static site that another tool builds',
    { bundle: { runtime: 'python', testCommands: ['make site'], path: 'public' } },
  ],
  [
    'a static site with its own domain, a web ACL, and a canary',
    {
      awsRegion: 'eu-central-1',
      assets: '_app/immutable',
      contentSecurityPolicy: "default-src 'self'; img-src https: data:",
      retainedReleases: 20,
      strategy: SiteStrategy.CANARY,
      strategyParameters: { percent: 25, stepBakeTimeInMinutes: 15, bakeTimeInMinutes: 30 },
      errorRatePercent: 0.5,
      config: { API_URL: 'https://api.example.com', SENTRY_DSN: "it's" },
      webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1',
      domain: {
        names: ['docs.example.com', 'www.example.com'],
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
        hostedZoneId: 'Z0123456789',
        hostedZoneName: 'example.com',
      },
      smokeTest: { command: 'npm run smoke', files: ['test/smoke'] },
    },
  ],
  [
    'a static site with previews of pull requests',
    {
      singlePageApplication: true,
      assets: 'static/assets',
      pullRequestPreviews: { environment: 'staging' },
      roleNamePrefix: 'acme-',
      environments: [
        { name: 'production', awsRegion: 'eu-west-1' },
        { name: 'staging', config: { API_URL: 'https://test.example.com' } },
      ],
    },
  ],
  ['a static site with a bootstrap qualifier', { bootstrapQualifier: 'acme' }],
  [
    'a static site with names of roles, branches, and tags',
    { roleNamePrefix: 'acme-', rolePath: '/acme/ci/', triggerBranches: ['main', 'release/*'], triggerTags: ['v*'] },
  ],
  [
    'a static site on GitHub Enterprise Server with branches of environments',
    {
      codePipeline: { enabled: false },
      githubActions: { host: 'github.example.com', runner: 'self-hosted' },
      environments: [
        { name: 'staging', triggerBranches: ['main'] },
        { name: 'production', triggerTags: ['v*'] },
      ],
    },
  ],
  ['a static site that is released after another workflow', { githubActions: { afterWorkflow: 'CI' } }],
];
