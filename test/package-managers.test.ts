import { javascript, typescript } from 'projen';
import { parse } from 'yaml';
import { GITHUB_ACTIONS } from '../src/data/github-actions';
import { EcsDelivery } from '../src/ecs-delivery';
import { ConfigError } from '../src/model/problems';
import { lintWorkflows } from './support/actionlint';
import { filesIn, temporaryFolder } from './support/project';

const { NodePackageManager } = javascript;

interface Expected {
  readonly options: Partial<typescript.TypeScriptProjectOptions>;
  readonly setUp: string;
  readonly install: string;
  readonly build: string;
  readonly cache: readonly [github: string, codeBuild: string];
  readonly lockFile: string;
  readonly production: string;
}

const MANAGERS: Record<string, Expected> = {
  pnpm: {
    options: { packageManager: NodePackageManager.PNPM, pnpmVersion: '10.33.0' },
    setUp: 'npm install --global --force pnpm@10.33.0',
    install: 'pnpm install --frozen-lockfile',
    build: 'pnpm run build',
    cache: ['~/.local/share/pnpm/store', '/root/.local/share/pnpm/store/**/*'],
    lockFile: 'pnpm-lock.yaml',
    production: 'pnpm install --frozen-lockfile --prod --store-dir=/root/.local/share/pnpm/store',
  },
  'Yarn 1': {
    options: { packageManager: NodePackageManager.YARN_CLASSIC },
    setUp: 'npm install --global --force yarn@1.22.22',
    install: 'yarn install --frozen-lockfile --non-interactive',
    build: 'yarn run build',
    cache: ['~/.cache/yarn', '/usr/local/share/.cache/yarn/**/*'],
    lockFile: 'yarn.lock',
    production: 'yarn install --frozen-lockfile --non-interactive --production',
  },
  'Yarn 4': {
    options: {
      packageManager: NodePackageManager.YARN_BERRY,
      yarnBerryOptions: {
        version: '4.13.0',
        yarnRcOptions: { nodeLinker: javascript.YarnNodeLinker.NODE_MODULES },
      },
    },
    setUp: 'npm install --global --force @yarnpkg/cli-dist@4.13.0',
    install: 'yarn install --immutable',
    build: 'yarn run build',
    cache: ['~/.yarn/berry/cache', '/root/.yarn/berry/cache/**/*'],
    lockFile: 'yarn.lock',
    production: 'YARN_IGNORE_PATH=1 YARN_NODE_LINKER=node-modules yarn workspaces focus --production',
  },
  Bun: {
    options: { packageManager: NodePackageManager.BUN, bunVersion: '1.3.9' },
    setUp: 'npm install --global --force --ignore-scripts bun@1.3.9 && node "$(npm root --global)/bun/install.js"',
    install: 'bun install --frozen-lockfile',
    build: 'bun run build',
    cache: ['~/.bun/install/cache', '/root/.bun/install/cache/**/*'],
    lockFile: 'bun.lock*',
    production: 'bun install --frozen-lockfile --production',
  },
};

function projectWith(options: Partial<typescript.TypeScriptProjectOptions>): typescript.TypeScriptProject {
  const project = new typescript.TypeScriptProject({
    name: 'orders-api',
    outdir: temporaryFolder(),
    defaultReleaseBranch: 'main',
    github: false,
    jest: false,
    eslint: false,
    ...options,
  });
  new EcsDelivery(project, { awsAccount: '111122223333', githubRepository: 'acme/orders-api' });
  return project;
}

function generatedWith(options: Partial<typescript.TypeScriptProjectOptions>): Record<string, string> {
  const project = projectWith(options);
  process.env.PROJEN_DISABLE_POST = 'true';
  project.synth();
  process.env.PROJEN_DISABLE_POST = '';
  return filesIn(project.outdir);
}

describe.each(Object.entries(MANAGERS))('a TypeScript project with %s', (_name, expected) => {
  const files = generatedWith(expected.options);
  const deploy = parse(files['.github/workflows/deploy.yml']!);
  const buildspec = parse(files['buildspec.yml']!);

  test('installs the package manager and restores its cache before GitHub Actions installs the dependencies', () => {
    const steps: { name: string; run?: string; uses?: string; with?: object }[] = deploy.jobs.test.steps;
    const install = steps.findIndex(({ name }) => name === 'Install dependencies');
    expect(steps.slice(install - 3, install + 2)).toEqual([
      expect.objectContaining({ name: 'Set up Node.js', with: { 'node-version': 24 } }),
      expect.objectContaining({ run: expected.setUp }),
      expect.objectContaining({
        uses: `actions/cache@${GITHUB_ACTIONS['actions/cache'].sha}`,
        with: expect.objectContaining({
          path: expected.cache[0],
          key: expect.stringContaining(`\${{ hashFiles('${expected.lockFile}') }}`),
        }),
      }),
      expect.objectContaining({ run: expected.install }),
      expect.objectContaining({ run: expected.build }),
    ]);
  });

  test('does the same in CodeBuild', () => {
    expect(buildspec.phases.install.commands).toEqual([expected.setUp, expected.install]);
    expect(buildspec.phases.pre_build.commands[0]).toBe(expected.build);
    expect(buildspec.cache.paths).toEqual([expected.cache[1]]);
  });

  test('has workflows that pass actionlint', () => {
    const workflows = Object.keys(files).filter((path) => path.startsWith('.github/workflows/'));
    expect(lintWorkflows(workflows.map((path) => files[path]!)).flat()).toEqual([]);
  });

  test('installs the same version in the image, but not in its final stage', () => {
    const dockerfile = files.Dockerfile!;
    expect(dockerfile).toContain(`FROM base AS tools\nRUN ${expected.setUp}\n`);
    expect(dockerfile).toContain('FROM tools AS deps');
    expect(dockerfile).toContain('FROM tools AS build');
    expect(dockerfile).toContain(`${expected.production} && mkdir -p node_modules`);
    expect(dockerfile).toMatch(new RegExp(`COPY package.json ${expected.lockFile.replace('*', '\\*')} .*\\./`));
    expect(dockerfile.slice(dockerfile.lastIndexOf('\nFROM'))).not.toContain('tools');
    expect(files['.dockerignore']).toContain(`!package.json\n!${expected.lockFile}\n`);
  });

  test('rejects another version in one file', () => {
    const project = projectWith(expected.options);
    const delivery = project.components.find((component) => component instanceof EcsDelivery) as EcsDelivery;
    const version = /@([\d.]+)(?: |$)/.exec(expected.setUp)![1]!;
    delivery.dockerfile!.replace(`@${version}`, '@9.9.9');
    expect(() => project.synth()).toThrow(
      expect.objectContaining({ message: expect.stringContaining('Package manager version: Dockerfile says "9.9.9"') }),
    );
  });
});

test('rejects Yarn with its default linker, which creates no node_modules', () => {
  expect(() => projectWith({ packageManager: NodePackageManager.YARN_BERRY })).toThrow(ConfigError);
});
