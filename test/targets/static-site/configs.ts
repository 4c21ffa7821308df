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
  ['a static site with a bootstrap qualifier', { bootstrapQualifier: 'acme' }],
];
