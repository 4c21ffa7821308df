import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { Ec2ServiceProject, type Ec2ServiceProjectOptions } from '../../src';
import * as publicOptions from '../../src/options';
import { CpuArchitecture, DeploymentStrategy, Ec2DeploymentMode } from '../../src/options';
import { filesIn, temporaryFolder } from '../support/project';

process.env.PROJEN_DISABLE_POST = 'true';

/** Creates a project as `projen new` does, and returns its first config and its files. */
function create(args: object): { config: string; files: Record<string, string> } {
  const outdir = temporaryFolder();
  const hidden = { __new__: { args, fqn: 'projen.typescript.TypeScriptProject', synth: true, post: false } };
  new Ec2ServiceProject({
    name: 'orders-api',
    ...args,
    outdir,
    ...hidden,
  } as unknown as Ec2ServiceProjectOptions).synth();
  return { config: readFileSync(join(outdir, '.projenrc.ts'), 'utf-8'), files: filesIn(outdir) };
}

/** The options that a config passes to the project type. */
function optionsIn(config: string): Ec2ServiceProjectOptions {
  let options: unknown;
  class FakeProject {
    public constructor(passed: unknown) {
      options = passed;
    }
    public synth(): void {}
  }
  const { outputText } = ts.transpileModule(config, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  new Function('require', 'exports', outputText)(() => ({ ...publicOptions, Ec2ServiceProject: FakeProject }), {});
  return options as Ec2ServiceProjectOptions;
}

/** `projen new --from` adds the package to `devDeps`. */
const ARGS = { devDeps: ['projen-aws-delivery'], awsAccount: '111122223333', githubRepository: 'acme/orders-api' };

test('the first config can be read from top to bottom', () => {
  expect(create(ARGS).config).toBe(`\
import { CpuArchitecture, Ec2ServiceProject } from 'projen-aws-delivery';

// This config generates all files that deploy the service. After you edit it, run: npx projen
const project = new Ec2ServiceProject({
  name: 'orders-api',
  devDeps: ['projen-aws-delivery'],

  // Where the service runs. By default, a VPC and a load balancer are created. To use an existing VPC, set
  // network.vpcId.
  awsAccount: '111122223333',
  awsRegion: 'us-east-1',
  githubRepository: 'acme/orders-api',

  // The instances. https://aws.amazon.com/ec2/instance-types/
  architecture: CpuArchitecture.ARM64,
  instanceType: 't4g.small',

  // The service. The start command runs in the folder dist, which the task bundle creates from src/main.ts.
  nodeVersion: '24',
  startCommand: ['node', '--enable-source-maps', 'index.js'],
  port: 3000,
  healthCheckPath: '/health',

  // An instance reads secrets when the service starts, and sets them as environment variables:
  // secrets: { DATABASE_URL: { secretsManager: 'orders-api/database', jsonKey: 'url' } },

  // Two instances run by default. To add instances under load:
  // autoScaling: { maxCapacity: 6, cpuUtilization: 60 },

  // CodeDeploy updates the instances in place. To replace them with new instances instead:
  // deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH,

  // A release updates half of the instances at a time. To update one Availability Zone first, and the others later:
  // strategy: DeploymentStrategy.CANARY,

  // A release deploys to these environments in order. Each one inherits the options that it does not set:
  // environments: [{ name: 'staging', autoScaling: { minCapacity: 1 } }, { name: 'production' }],

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
  {
    ...ARGS,
    strategy: DeploymentStrategy.CANARY,
    imageId: 'ami-0123456789abcdef0',
    architecture: CpuArchitecture.X86_64,
    awsRegion: 'eu-central-1',
  },
  { ...ARGS, deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH, strategy: DeploymentStrategy.BLUE_GREEN },
  { ...ARGS, environments: [{ name: 'dev', awsRegion: 'eu-west-1' }, { name: 'prod' }], approval: true, port: 8080 },
])('the first config generates the same files again: %j', (args) => {
  const { config, files } = create(args);
  const outdir = temporaryFolder();
  new Ec2ServiceProject({ ...optionsIn(config), outdir }).synth();
  const { '.projenrc.ts': _, ...others } = files;
  expect(filesIn(outdir)).toEqual(others);
});

test.each(['secrets', 'autoScaling', 'deploymentMode', 'strategy', 'environments', 'approval', 'codePipeline'])(
  'the example of %s in the first config is valid',
  (option) => {
    const { config } = create(ARGS);
    const uncommented = config
      .replace(new RegExp(`^( +)// (?=${option}: )`, 'm'), '$1')
      .replace('import {', 'import { DeploymentStrategy, Ec2DeploymentMode,');
    const options = optionsIn(uncommented);
    expect(options).toHaveProperty(option);
    new Ec2ServiceProject({ ...options, outdir: temporaryFolder() }).synth();
  },
);
