import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StaticSiteProject, type StaticSiteProjectOptions } from '../../src';
import { filesIn, messageOf, temporaryFolder } from '../support/project';
import { siteOf } from '../targets/static-site/serving';
import { MINIMAL } from '../targets/static-site/support';

process.env.PROJEN_DISABLE_POST = 'true';

const ROOT = join(__dirname, '../..');

function projectIn(outdir: string, options: Partial<StaticSiteProjectOptions> = {}): StaticSiteProject {
  return new StaticSiteProject({ name: 'docs', ...MINIMAL, ...options, outdir });
}

function generate(options: Partial<StaticSiteProjectOptions> = {}): Record<string, string> {
  const folder = temporaryFolder();
  projectIn(folder, options).synth();
  return filesIn(folder);
}

describe('a new project', () => {
  const files = generate();

  test('contains only the site, its tests, its delivery files, and its tool configuration', () => {
    expect(Object.keys(files).filter((path) => !path.startsWith('.projen/'))).toEqual([
      '.gitattributes',
      '.github/workflows/deploy.yml',
      '.github/workflows/pull-request.yml',
      '.github/workflows/rollback.yml',
      '.gitignore',
      'DELIVERY.md',
      'README.md',
      'buildspec.yml',
      'bundle.mjs',
      'cdk.json',
      'infra/artifacts-stack.ts',
      'infra/base-stack.ts',
      'infra/bundle.sh',
      'infra/main.ts',
      'infra/pipeline-stack.ts',
      'infra/preflight.sh',
      'infra/release.sh',
      'infra/rollback.sh',
      'infra/site-function.js',
      'infra/site-stack.ts',
      'infra/site.sh',
      'infra/tsconfig.json',
      'package.json',
      'projenrc/tsconfig.json',
      'src/404.html',
      'src/index.html',
      'src/main.ts',
      'src/release.ts',
      'src/style.css',
      'test/release.test.ts',
      'test/tsconfig.json',
      'tsconfig.json',
    ]);
  });

  test('creates the site after it compiles', () => {
    const { tasks } = JSON.parse(files['.projen/tasks.json']!);
    expect(tasks['post-compile'].steps).toEqual([{ spawn: 'bundle' }]);
    expect(tasks.bundle.steps).toEqual([{ exec: 'node bundle.mjs dist assets' }]);
    expect(Object.keys(JSON.parse(files['package.json']!).devDependencies)).toContain('esbuild');
    expect(files['.gitignore']).toContain('\n/dist/\n');
  });

  test('builds with the same command in both engines', () => {
    expect(files['buildspec.yml']).toContain('- npm run build');
    expect(files['.github/workflows/deploy.yml']).toContain('run: npm run build');
  });

  test('knows the types of browsers', () => {
    for (const path of ['tsconfig.json', 'test/tsconfig.json']) {
      expect(JSON.parse(files[path]!.replace(/^\/\/.*$/gm, '')).compilerOptions.lib).toEqual([
        'es2022',
        'dom',
        'dom.iterable',
      ]);
    }
  });
});

test('the bundle task creates the folders of the config', () => {
  const { tasks } = JSON.parse(generate({ bundle: { path: 'public' }, assets: '_app' })['.projen/tasks.json']!);
  expect(tasks.bundle.steps).toEqual([{ exec: 'node bundle.mjs public _app' }]);
});

test('another tool can create the site', () => {
  const folder = temporaryFolder();
  const project = projectIn(folder, { sampleCode: false });
  project.bundleTask.reset('vite build');
  project.synth();
  const files = filesIn(folder);
  expect(JSON.parse(files['.projen/tasks.json']!).tasks.bundle.steps).toEqual([{ exec: 'vite build' }]);
  expect(files).not.toHaveProperty('bundle.mjs');
});

test('rejects another language', () => {
  expect(messageOf(() => generate({ bundle: { runtime: 'golang' } }))).toContain(
    'bundle.runtime: "golang" is not supported by StaticSiteProject (allowed: nodejs). Remove it, or add StaticSiteDelivery to a project in that language. [runtime-of-project]',
  );
});

/** Builds the sample site, and serves it as CloudFront does. */
describe('the sample site', () => {
  const folder = temporaryFolder();
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
    expect(run('node --test --test-reporter=tap', join(folder, 'build-test')).stdout).toContain('# pass 3');
  });

  test('is bundled with hashes in the names of assets', () => {
    expect(run('node bundle.mjs dist assets')).toMatchObject({ status: 0 });
    expect(Object.keys(filesIn(join(folder, 'dist')))).toEqual([
      '404.html',
      expect.stringMatching(/^assets\/main-[A-Z0-9]{8}\.js$/),
      expect.stringMatching(/^assets\/main-[A-Z0-9]{8}\.js\.map$/),
      expect.stringMatching(/^assets\/style-[A-Z0-9]{8}\.css$/),
      expect.stringMatching(/^assets\/style-[A-Z0-9]{8}\.css\.map$/),
      'index.html',
    ]);
  });

  test('is served by the CloudFront function, with its assets', async () => {
    run('node bundle.mjs dist assets');
    const release = '0123456789abcdef';
    const { request } = siteOf({ state: { live: release, history: [release] } });
    /** The response of S3. */
    const get = async (path: string): Promise<string | undefined> => {
      // CloudFront does not call the function for assets.
      const uri = path.startsWith('/assets/') ? path : (await request(path)).uri.replace(`/releases/${release}`, '');
      const file = join(folder, 'dist', uri);
      return existsSync(file) ? readFileSync(file, 'utf-8') : undefined;
    };

    const page = await get('/');
    expect(page).toContain('<h1>docs</h1>');
    const references = [...page!.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, path]) => path!);
    expect(references).toHaveLength(2);
    for (const path of references) {
      expect(path).toMatch(/^\/assets\/[a-z]+-[A-Z0-9]{8}\.(js|css)$/);
      expect(await get(path)).toBeTruthy();
    }
    expect(await get('/404.html')).toContain('Page not found');
    expect(await get('/main.js')).toBeUndefined();
    expect(await get('/nowhere')).toBeUndefined();
  });
});
