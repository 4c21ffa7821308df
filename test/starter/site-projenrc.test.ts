import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { StaticSiteProject, type StaticSiteProjectOptions } from '../../src';
import * as publicOptions from '../../src/options';
import { SiteStrategy } from '../../src/options';
import { filesIn, temporaryFolder } from '../support/project';

process.env.PROJEN_DISABLE_POST = 'true';

/** Creates a project as `projen new` does, and returns its first config and its files. */
function create(args: object): { config: string; files: Record<string, string> } {
  const outdir = temporaryFolder();
  const hidden = { __new__: { args, fqn: 'projen.typescript.TypeScriptProject', synth: true, post: false } };
  new StaticSiteProject({ name: 'docs', ...args, outdir, ...hidden } as unknown as StaticSiteProjectOptions).synth();
  return { config: readFileSync(join(outdir, '.projenrc.ts'), 'utf-8'), files: filesIn(outdir) };
}

/** The options that a config passes to the project type. */
function optionsIn(config: string): StaticSiteProjectOptions {
  let options: unknown;
  class FakeProject {
    public constructor(passed: unknown) {
      options = passed;
    }
    public synth(): void {}
  }
  const { outputText } = ts.transpileModule(config, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  new Function('require', 'exports', outputText)(() => ({ ...publicOptions, StaticSiteProject: FakeProject }), {});
  return options as StaticSiteProjectOptions;
}

/** `projen new --from` adds the package to `devDeps`. */
const ARGS = { devDeps: ['projen-aws-delivery'], awsAccount: '111122223333', githubRepository: 'acme/docs' };

test('the first config can be read from top to bottom', () => {
  expect(create(ARGS).config).toBe(`\
import { StaticSiteProject } from 'projen-aws-delivery';

// This config generates all files that deploy the site. After you edit it, run: npx projen
const project = new StaticSiteProject({
  name: 'docs',
  devDeps: ['projen-aws-delivery'],

  // Where the files of the site are stored. Amazon CloudFront delivers them from locations around the world.
  awsAccount: '111122223333',
  awsRegion: 'us-east-1',
  githubRepository: 'acme/docs',

  // In a single-page application, index.html answers every path that is not a file.
  singlePageApplication: false,
  nodeVersion: '24',

  // To use your own domain, with a certificate in us-east-1:
  // domain: { names: ['www.example.com'], certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd' },

  // The site can read these values from /config.json. Each environment can have its own:
  // config: { API_URL: 'https://api.example.com' },

  // All visitors receive a release at once. To move 10% of them first, and the others after 5 minutes without errors:
  // strategy: SiteStrategy.CANARY,

  // A release deploys to these environments in order. Each one inherits the options that it does not set:
  // environments: [{ name: 'staging' }, { name: 'production' }],

  // To require approval before each deployment (on GitHub, also set required reviewers as described in DELIVERY.md):
  // approval: true,

  // A push starts GitHub Actions, and you can start CodePipeline manually. To remove CodePipeline:
  // codePipeline: { enabled: false },
});

project.synth();
`);
});

test('the first config contains the account as a string, although the command line passes digits as a number', () => {
  expect(create({ ...ARGS, awsAccount: 111122223333 }).config).toContain("  awsAccount: '111122223333',\n");
});

test.each([
  ARGS,
  { ...ARGS, strategy: SiteStrategy.CANARY, singlePageApplication: true, awsRegion: 'eu-central-1' },
  { ...ARGS, environments: [{ name: 'dev', awsRegion: 'eu-west-1' }, { name: 'prod' }], approval: true },
])('the first config generates the same files again: %j', (args) => {
  const { config, files } = create(args);
  const outdir = temporaryFolder();
  new StaticSiteProject({ ...optionsIn(config), outdir }).synth();
  const { '.projenrc.ts': _, ...others } = files;
  expect(filesIn(outdir)).toEqual(others);
});

test.each(['domain', 'config', 'strategy', 'environments', 'approval', 'codePipeline'])(
  'the example of %s in the first config is valid',
  (option) => {
    const { config } = create(ARGS);
    const uncommented = config
      .replace(new RegExp(`^( +)// (?=${option}: )`, 'm'), '$1')
      .replace('import {', 'import { SiteStrategy,');
    const options = optionsIn(uncommented);
    expect(options).toHaveProperty(option);
    new StaticSiteProject({ ...options, outdir: temporaryFolder() }).synth();
  },
);
