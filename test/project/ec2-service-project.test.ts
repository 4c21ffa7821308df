import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Ec2ServiceProject, type Ec2ServiceProjectOptions } from '../../src';
import { filesIn, messageOf, temporaryFolder } from '../support/project';
import { isInstalled, Shell } from '../support/shell';
import { MINIMAL } from '../targets/ec2/support';

process.env.PROJEN_DISABLE_POST = 'true';

const ROOT = join(__dirname, '../..');

function projectIn(outdir: string, options: Partial<Ec2ServiceProjectOptions> = {}): Ec2ServiceProject {
  return new Ec2ServiceProject({ name: 'orders-api', ...MINIMAL, ...options, outdir });
}

function generate(options: Partial<Ec2ServiceProjectOptions> = {}): Record<string, string> {
  const folder = temporaryFolder();
  projectIn(folder, options).synth();
  return filesIn(folder);
}

const bundleOf = (options: Partial<Ec2ServiceProjectOptions>): string =>
  JSON.parse(generate(options)['.projen/tasks.json']!).tasks.bundle.steps[0].exec;

describe('a new project', () => {
  const files = generate();

  test('contains only the service, its tests, its delivery files, and its tool configuration', () => {
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
      'deploy/appspec.yml',
      'deploy/environments/production.env',
      'deploy/scripts/install.sh',
      'deploy/scripts/start.sh',
      'deploy/scripts/validate.sh',
      'deploy/systemd.service',
      'infra/artifacts-stack.ts',
      'infra/base-stack.ts',
      'infra/bundle.sh',
      'infra/deploy.sh',
      'infra/main.ts',
      'infra/pipeline-stack.ts',
      'infra/preflight.sh',
      'infra/release.sh',
      'infra/rollback.sh',
      'infra/service-stack.ts',
      'infra/tsconfig.json',
      'package.json',
      'projenrc/tsconfig.json',
      'src/logger.ts',
      'src/main.ts',
      'src/server.ts',
      'test/server.test.ts',
      'test/tsconfig.json',
      'tsconfig.json',
    ]);
  });

  test('bundles the service after it compiles', () => {
    const { tasks } = JSON.parse(files['.projen/tasks.json']!);
    expect(tasks['post-compile'].steps).toEqual([{ spawn: 'bundle' }]);
    const manifest = JSON.parse(files['package.json']!);
    expect(Object.keys(manifest.devDependencies)).toContain('esbuild');
    expect(manifest.main).toBe('dist/index.js');
    expect(files['.gitignore']).toContain('\n/dist/\n');
  });

  test('builds with the same command in both engines', () => {
    expect(files['buildspec.yml']).toContain('- npm run build');
    expect(files['.github/workflows/deploy.yml']).toContain('run: npm run build');
  });
});

test.each([
  [{}, 'esbuild src/main.ts --bundle --platform=node --target=node24 --format=cjs --sourcemap --outfile=dist/index.js'],
  [
    { startCommand: ['node', './app/server.js'], bundle: { path: 'build' }, nodeVersion: '22' },
    'esbuild src/main.ts --bundle --platform=node --target=node22 --format=cjs --sourcemap --outfile=build/app/server.js',
  ],
  [{ startCommand: ['node', 'main.mjs'] }, expect.stringMatching(/--format=esm .* --outfile=dist\/main\.mjs$/)],
])('the bundle task creates the file that the start command runs: %j', (options, command) => {
  expect(bundleOf(options)).toEqual(command);
});

test('another tool can create the bundle', () => {
  const folder = temporaryFolder();
  const project = projectIn(folder, { sampleCode: false });
  project.bundleTask.reset('rollup --config');
  project.synth();
  const files = filesIn(folder);
  expect(JSON.parse(files['.projen/tasks.json']!).tasks.bundle.steps).toEqual([{ exec: 'rollup --config' }]);
  expect(files).not.toHaveProperty('src/main.ts');
});

test('rejects another language', () => {
  expect(messageOf(() => generate({ bundle: { runtime: 'golang' } }))).toContain(
    'bundle.runtime: "golang" is not supported by Ec2ServiceProject (allowed: nodejs). Remove it, or add Ec2Delivery to a project in that language. [runtime-of-project]',
  );
});

test('the sample keeps idle connections open for longer than the load balancer does', () => {
  expect(generate()['src/server.ts']).toContain('server.keepAliveTimeout = 65_000;');
  expect(generate({ loadBalancer: { idleTimeoutSeconds: 300 } })['src/server.ts']).toContain(
    'server.keepAliveTimeout = 305_000;',
  );
});

test('the sample stops before systemd kills it', () => {
  const files = generate({ port: 8080, healthCheckPath: '/ready' });
  expect(files['deploy/systemd.service']).toContain('TimeoutStopSec=30\n');
  expect(files['src/main.ts']).toContain(
    '/** systemd sends SIGTERM to stop the service, and kills it 30 seconds later (TimeoutStopSec). */\nconst GRACE_PERIOD_MS = 29000;',
  );
  expect(files['src/main.ts']).toContain("process.env.HEALTH_CHECK_PATH ?? '/ready'");
  expect(files['src/main.ts']).toContain('process.env.PORT ?? 8080');
});

const whereZipExists = isInstalled('zip') && isInstalled('unzip') ? describe : describe.skip;

/** Bundles the sample service, packages it as a release does, and runs it as systemd does. */
whereZipExists('the bundle of the sample service', () => {
  const folder = temporaryFolder();
  const unpacked = join(folder, 'unpacked');
  const run = (command: string, cwd = folder) =>
    spawnSync('sh', ['-c', command], {
      cwd,
      encoding: 'utf-8',
      env: { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH}` },
    });

  beforeAll(() => {
    projectIn(folder).synth();
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  });

  test('compiles, and its tests pass', () => {
    expect(run('tsc --build test/tsconfig.json tsconfig.json').stdout).toBe('');
    expect(run('node --test --test-reporter=tap', join(folder, 'build-test')).stdout).toContain('# pass 4');
  });

  test('contains the program of the unit, which responds on the port and the health check path', async () => {
    const { exec } = JSON.parse(readFileSync(join(folder, '.projen/tasks.json'), 'utf-8')).tasks.bundle.steps[0];
    expect(run(exec)).toMatchObject({ status: 0 });
    const shell = new Shell(folder);
    shell.program(
      'aws',
      `case "$*" in *head-object*) exit 254 ;; *put-object*) while [ "$1" != --body ]; do shift; done; cp "$2" "${folder}/bundle.zip" ;; esac`,
    );
    expect(shell.run(['bash infra/bundle.sh'], { HOME: folder })).toMatchObject({ status: 0 });
    mkdirSync(unpacked);
    execFileSync('unzip', ['-q', join(folder, 'bundle.zip'), '-d', unpacked]);

    const unit = readFileSync(join(unpacked, 'deploy/systemd.service'), 'utf-8');
    const [, program, file] = /^ExecStart=(\S+) (\S+)$/m.exec(unit)!;
    expect([program, file]).toEqual(['/usr/bin/node-24', 'index.js']);
    const variables = readFileSync(join(unpacked, 'deploy/environments/production.env'), 'utf-8');
    const env = Object.fromEntries(
      [...variables.matchAll(/^(\w+)="(.*)"$/gm)].map(([, name, value]) => [name!, value!]),
    );
    expect(env).toMatchObject({ PORT: '3000', HEALTH_CHECK_PATH: '/health' });
    const service = spawn(process.execPath, [file!], { cwd: unpacked, env: { ...env, PORT: '0' }, stdio: 'pipe' });
    try {
      const [listening] = await once(service.stdout, 'data');
      const { address } = JSON.parse(String(listening));
      expect((await fetch(`http://127.0.0.1:${address.port}${env.HEALTH_CHECK_PATH}`)).status).toBe(200);
    } finally {
      service.kill('SIGKILL');
    }
  });
});
