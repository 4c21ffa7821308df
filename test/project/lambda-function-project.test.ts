import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LambdaFunctionProject, type LambdaFunctionProjectOptions } from '../../src';
import { LambdaPackageType, LambdaUrlAuthType } from '../../src/options';
import { functionSource } from '../../src/starter/function-source';
import { filesIn, messageOf, temporaryFolder } from '../support/project';
import { Shell } from '../support/shell';
import { LAMBDA_MINIMAL } from '../targets/lambda/configs';

process.env.PROJEN_DISABLE_POST = 'true';

const ROOT = join(__dirname, '../..');

function projectIn(outdir: string, options: Partial<LambdaFunctionProjectOptions> = {}): LambdaFunctionProject {
  return new LambdaFunctionProject({ name: 'orders-api', ...LAMBDA_MINIMAL, ...options, outdir });
}

function generate(options: Partial<LambdaFunctionProjectOptions> = {}): Record<string, string> {
  const folder = temporaryFolder();
  projectIn(folder, options).synth();
  return filesIn(folder);
}

describe('a new project', () => {
  const files = generate();

  test('contains only the function, its tests, its delivery files, and its tool configuration', () => {
    expect(Object.keys(files).filter((path) => !path.startsWith('.projen/'))).toEqual([
      '.gitattributes',
      '.github/workflows/deploy.yml',
      '.github/workflows/pull-request.yml',
      '.github/workflows/rollback.yml',
      '.gitignore',
      'DELIVERY.md',
      'README.md',
      'buildspec.yml',
      'cdk.json',
      'infra/artifacts-stack.ts',
      'infra/base-stack.ts',
      'infra/bundle.sh',
      'infra/main.ts',
      'infra/pipeline-stack.ts',
      'infra/preflight.sh',
      'infra/release.sh',
      'infra/rollback.sh',
      'infra/service-stack.ts',
      'infra/tsconfig.json',
      'package.json',
      'projenrc/tsconfig.json',
      'src/index.ts',
      'test/index.test.ts',
      'test/tsconfig.json',
      'tsconfig.json',
    ]);
  });

  test('bundles the function after it compiles', () => {
    const tasks = JSON.parse(files['.projen/tasks.json']!).tasks;
    expect(tasks['post-compile'].steps).toEqual([{ spawn: 'bundle' }]);
    expect(JSON.parse(files['package.json']!).devDependencies).toHaveProperty('esbuild');
  });

  test('builds with the same command in both engines', () => {
    expect(files['buildspec.yml']).toContain('- npm run build');
    expect(files['.github/workflows/deploy.yml']).toContain('run: npm run build');
  });
});

describe('a project whose function is a container image', () => {
  const files = generate({ packageType: LambdaPackageType.IMAGE });

  test('contains a Dockerfile and no bundler', () => {
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['Dockerfile', '.dockerignore', 'src/index.ts']));
    expect(Object.keys(files)).not.toContain('infra/bundle.sh');
    expect(JSON.parse(files['package.json']!).devDependencies).not.toHaveProperty('esbuild');
    expect(JSON.parse(files['.projen/tasks.json']!).tasks).not.toHaveProperty('bundle');
  });

  test('runs the code of the sample', () => {
    expect(files.Dockerfile).toContain('CMD ["lib/index.handler"]');
    expect(files['src/index.ts']).toContain('export async function handler(');
  });
});

test('a project with several functions bundles the file of each handler', () => {
  const { steps } = JSON.parse(
    generate({
      additionalFunctions: [
        { name: 'import', handler: 'import.handler' },
        { name: 'report', handler: 'index.report' },
      ],
      hooks: { beforeAllowTraffic: { handler: 'hooks.before' }, afterAllowTraffic: { handler: 'hooks.after' } },
    })['.projen/tasks.json']!,
  ).tasks.bundle;
  const files = steps.map(({ exec }: { exec: string }) => exec.split(' ')[1]);
  expect(files).toEqual(['src/index.ts', 'src/import.ts', 'src/hooks.ts']);
});

describe('the handler', () => {
  test.each([
    ['index.handler', { path: 'src/index.ts', exportName: 'handler', output: 'dist/index.mjs' }],
    ['app/main.handle', { path: 'src/app/main.ts', exportName: 'handle', output: 'dist/app/main.mjs' }],
  ])('%s is an export of a file in src', (handler, expected) => {
    expect(functionSource(handler, 'dist')).toEqual(expected);
    expect(Object.keys(generate({ handler })).filter((path) => path === expected.path)).toHaveLength(1);
  });

  test('and the runtime determine how the function is bundled', () => {
    const { steps } = JSON.parse(
      generate({ handler: 'app/main.handle', runtime: 'nodejs22.x', bundle: { path: 'build' } })['.projen/tasks.json']!,
    ).tasks.bundle;
    expect(steps[0].exec).toMatch(/^esbuild src\/app\/main\.ts .*--target=node22 .*--outfile=build\/app\/main\.mjs$/);
  });
});

test.each([
  [
    { runtime: 'python3.13', handler: 'app.handler' },
    'runtime: "python3.13" is not supported by LambdaFunctionProject (allowed: a Node.js runtime, for example nodejs24.x). Remove it, or add LambdaDelivery to a project in that language. [runtime-of-project]',
  ],
  [
    { bundle: { runtime: 'golang' } },
    'bundle.runtime: "golang" is not supported by LambdaFunctionProject (allowed: nodejs). Remove it, or add LambdaDelivery to a project in that language. [runtime-of-project]',
  ],
])('rejects another language: %j', (options, problem) => {
  expect(messageOf(() => generate(options))).toContain(problem);
});

/** Bundles the sample function, packages it as a release does, and unpacks the package. */
describe('the function package', () => {
  const folder = temporaryFolder();
  const unpacked = join(folder, 'unpacked');

  beforeAll(() => {
    projectIn(folder, { functionUrl: { authType: LambdaUrlAuthType.NONE } }).synth();
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    // A dependency that is not an ES module.
    mkdirSync(join(folder, 'lib'));
    writeFileSync(join(folder, 'lib/legacy.cjs'), "const os = require('os'); exports.newline = os.EOL;\n");
    const source = join(folder, 'src/index.ts');
    writeFileSync(
      source,
      `// @ts-expect-error\nimport { newline } from '../lib/legacy.cjs';\n${readFileSync(source, 'utf-8')}\nexport const end = newline;\n`,
    );
    const { exec } = JSON.parse(readFileSync(join(folder, '.projen/tasks.json'), 'utf-8')).tasks.bundle.steps[0];
    execFileSync('sh', ['-c', exec], {
      cwd: folder,
      env: { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH}` },
      stdio: 'pipe',
    });
  });

  test('contains the handler and its source map', () => {
    const shell = new Shell(folder);
    shell.program(
      'aws',
      `case "$*" in *head-object*) exit 254 ;; *put-object*) while [ "$1" != --body ]; do shift; done; cp "$2" "${folder}/package.zip" ;; esac`,
    );
    const { status, output } = shell.run(['bash infra/bundle.sh'], { HOME: folder });
    expect({ status, output }).toEqual({ status: 0, output: expect.stringMatching(/^[0-9a-f]{64}\.zip\n/) });
    execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'package.zip'), unpacked]);
    expect(Object.keys(filesIn(unpacked))).toEqual(['index.mjs', 'index.mjs.map']);
  });

  test('answers an event of a function URL', () => {
    const event = {
      version: '2.0',
      rawPath: '/health',
      rawQueryString: '',
      headers: { host: 'abc.lambda-url.us-east-1.on.aws' },
      requestContext: { http: { method: 'GET', path: '/health', sourceIp: '203.0.113.1' } },
      isBase64Encoded: false,
    };
    const script = `import { handler, end } from './index.mjs';
      const response = await handler(${JSON.stringify(event)});
      console.log(JSON.stringify({ response, end }));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: unpacked,
      encoding: 'utf-8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({
      response: { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: '{"status":"ok"}' },
      end: '\n',
    });
  });
});

test('the sample compiles, and its tests pass', () => {
  const folder = temporaryFolder();
  projectIn(folder, { handler: 'app/main.handle' }).synth();
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const run = (command: string, cwd: string) =>
    spawnSync('sh', ['-c', command], {
      cwd,
      encoding: 'utf-8',
      env: { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH}` },
    });
  const compiled = run('tsc --build test/tsconfig.json', folder);
  expect(compiled.stdout).toBe('');
  const tested = run('node --test --test-reporter=tap', join(folder, 'build-test'));
  expect(tested.stdout).toContain('# pass 3');
});
