import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { LambdaFunctionProject, type LambdaFunctionProjectOptions } from '../../src';
import * as publicOptions from '../../src/options';
import { CpuArchitecture, DeploymentStrategy, LambdaUrlAuthType } from '../../src/options';
import { filesIn, temporaryFolder } from '../support/project';

process.env.PROJEN_DISABLE_POST = 'true';

/** Creates a project as `projen new` does, and returns its first config and its files. */
function create(args: object): { config: string; files: Record<string, string> } {
  const outdir = temporaryFolder();
  const hidden = { __new__: { args, fqn: 'projen.typescript.TypeScriptProject', synth: true, post: false } };
  const options = { name: 'orders-api', ...args, outdir, ...hidden };
  const project = new LambdaFunctionProject(options as unknown as LambdaFunctionProjectOptions);
  project.synth();
  return { config: readFileSync(join(outdir, '.projenrc.ts'), 'utf-8'), files: filesIn(outdir) };
}

/** The options that a config passes to the project type. */
function optionsIn(config: string): LambdaFunctionProjectOptions {
  let options: unknown;
  class FakeProject {
    public constructor(passed: unknown) {
      options = passed;
    }
    public synth(): void {}
  }
  const { outputText } = ts.transpileModule(config, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  new Function('require', 'exports', outputText)(() => ({ ...publicOptions, LambdaFunctionProject: FakeProject }), {});
  return options as LambdaFunctionProjectOptions;
}

/** `projen new --from` adds the package to `devDeps`. */
const ARGS = { devDeps: ['projen-aws-delivery'], awsAccount: 111122223333, githubRepository: 'acme/orders-api' };

test('the first config shows the options that most users change', () => {
  expect(optionsIn(create(ARGS).config)).toEqual({
    name: 'orders-api',
    devDeps: ['projen-aws-delivery'],
    awsAccount: '111122223333',
    awsRegion: 'us-east-1',
    githubRepository: 'acme/orders-api',
    runtime: 'nodejs24.x',
    architecture: CpuArchitecture.ARM64,
    handler: 'index.handler',
    memorySize: 512,
    timeout: 10,
    functionUrl: { authType: LambdaUrlAuthType.NONE },
    environmentVariables: { NODE_OPTIONS: '--enable-source-maps' },
  });
});

test('the first config contains the account as a string, although the command line passes digits as a number', () => {
  expect(create({ ...ARGS, awsAccount: 111122223333 }).config).toContain("  awsAccount: '111122223333',\n");
});

test.each([
  ARGS,
  { ...ARGS, strategy: DeploymentStrategy.CANARY, memorySize: 1024, awsRegion: 'eu-central-1' },
  { ...ARGS, environments: [{ name: 'dev', awsRegion: 'eu-west-1' }, { name: 'prod' }], approval: true },
])('the first config generates the same files again: %j', (args) => {
  const { config, files } = create(args);
  const outdir = temporaryFolder();
  new LambdaFunctionProject({ ...optionsIn(config), outdir }).synth();
  const { '.projenrc.ts': _, ...others } = files;
  expect(filesIn(outdir)).toEqual(others);
});

test('a function with a trigger has no public URL', () => {
  const { config } = create({ ...ARGS, triggers: { schedules: [{ expression: 'rate(1 hour)' }] } });
  expect(optionsIn(config)).not.toHaveProperty('functionUrl');
});

test('each example in the first config is valid', () => {
  const { config } = create(ARGS);
  const uncommented = config
    .replace(/^( +)\/\/ (?=[a-z]\w*: )/gm, '$1')
    .replace('import {', 'import { DeploymentStrategy,');
  const outdir = temporaryFolder();
  const options = optionsIn(uncommented);
  expect(Object.keys(options)).toEqual(
    expect.arrayContaining(['secrets', 'triggers', 'strategy', 'environments', 'approval', 'codePipeline']),
  );
  new LambdaFunctionProject({ ...options, outdir }).synth();
});

test('a config that was not created by projen new has no defaults of the starter', () => {
  const outdir = temporaryFolder();
  new LambdaFunctionProject({
    name: 'orders-api',
    awsAccount: '111122223333',
    githubRepository: 'acme/orders-api',
    outdir,
  }).synth();
  expect(filesIn(outdir)['infra/service-stack.ts']).not.toContain('CfnUrl');
});
