/**
 * The package managers of Node.js projects: how to install each one, and how it installs dependencies.
 *
 * Sources, read 2026-11-27: the command line references of npm, pnpm, Yarn 1, Yarn 4, and Bun; for the versions,
 * the npm registry.
 */
export interface PackageManager {
  /** The display name. */
  readonly title: string;
  /** The name in the `packageManager` field of `package.json`. */
  readonly field: string;
  /**
   * The command that installs a version, without Corepack, which Node.js no longer contains since version 25. Replaces
   * a version that the machine already has. `undefined` if the package manager is part of Node.js.
   */
  readonly setUp?: (version: string) => string;
  /** The lock file, as a pattern. */
  readonly lockFile: string;
  /** Patterns of other files that an installation reads. They may not exist. */
  readonly settings: readonly string[];
  /** The folder with downloaded packages. */
  readonly cache: { readonly user: string; readonly root: string };
  /** Installs exactly what the lock file contains. */
  readonly install: string;
  /** The command that runs a script of `package.json`, without the name of the script. */
  readonly run: string;
  /** The commands in the generated Dockerfile. */
  readonly image: {
    readonly cache: string;
    /** Whether two installations must not use the cache at the same time. */
    readonly locksCache?: boolean;
    readonly install: string;
    readonly installProduction: string;
    /** The build secret with the settings of private registries, and the file that it becomes. */
    readonly secret: { readonly id: string; readonly target: string };
  };
}

/** The name of a package manager in the model. The two generations of Yarn have little in common. */
export type PackageManagerName = 'npm' | 'pnpm' | 'yarn-classic' | 'yarn' | 'bun';

/** `--force` replaces a command with the same name, for example the Yarn 1 of an official Node.js image. */
const npmInstall = (name: string) => (version: string) => `npm install --global --force ${name}@${version}`;

/** Yarn 4 by default creates no `node_modules`, and runs the release in the repository. Its image contains neither. */
const YARN_IN_IMAGE = 'YARN_IGNORE_PATH=1 YARN_NODE_LINKER=node-modules yarn';

const NPMRC = { id: 'npmrc', target: '/root/.npmrc' };

export const PACKAGE_MANAGERS: Readonly<Record<PackageManagerName, PackageManager>> = {
  npm: {
    title: 'npm',
    field: 'npm',
    lockFile: 'package-lock.json',
    settings: [],
    cache: { user: '~/.npm', root: '/root/.npm' },
    install: 'npm ci',
    run: 'npm run',
    image: {
      cache: '/root/.npm',
      install: 'npm ci --no-audit --no-fund',
      installProduction: 'npm ci --omit=dev --no-audit --no-fund',
      secret: NPMRC,
    },
  },
  pnpm: {
    title: 'pnpm',
    field: 'pnpm',
    setUp: npmInstall('pnpm'),
    lockFile: 'pnpm-lock.yaml',
    settings: ['pnpm-workspace.yaml'],
    cache: { user: '~/.local/share/pnpm/store', root: '/root/.local/share/pnpm/store' },
    install: 'pnpm install --frozen-lockfile',
    run: 'pnpm run',
    image: {
      cache: '/root/.local/share/pnpm/store',
      install: 'pnpm install --frozen-lockfile --store-dir=/root/.local/share/pnpm/store',
      installProduction: 'pnpm install --frozen-lockfile --prod --store-dir=/root/.local/share/pnpm/store',
      secret: NPMRC,
    },
  },
  'yarn-classic': {
    title: 'Yarn',
    field: 'yarn',
    setUp: npmInstall('yarn'),
    lockFile: 'yarn.lock',
    settings: [],
    cache: { user: '~/.cache/yarn', root: '/usr/local/share/.cache/yarn' },
    install: 'yarn install --frozen-lockfile --non-interactive',
    run: 'yarn run',
    image: {
      cache: '/usr/local/share/.cache/yarn',
      locksCache: true,
      install: 'yarn install --frozen-lockfile --non-interactive',
      installProduction: 'yarn install --frozen-lockfile --non-interactive --production',
      secret: NPMRC,
    },
  },
  yarn: {
    title: 'Yarn',
    field: 'yarn',
    setUp: npmInstall('@yarnpkg/cli-dist'),
    lockFile: 'yarn.lock',
    settings: ['.yarnrc.yml'],
    cache: { user: '~/.yarn/berry/cache', root: '/root/.yarn/berry/cache' },
    install: 'yarn install --immutable',
    run: 'yarn run',
    image: {
      cache: '/root/.yarn/berry/cache',
      install: `${YARN_IN_IMAGE} install --immutable`,
      installProduction: `${YARN_IN_IMAGE} workspaces focus --production`,
      secret: { id: 'yarnrc', target: '/root/.yarnrc.yml' },
    },
  },
  bun: {
    title: 'Bun',
    field: 'bun',
    // The install script downloads Bun. It runs as a separate command because npm 12 runs no install scripts.
    setUp: (version) =>
      `npm install --global --force --ignore-scripts bun@${version} && node "$(npm root --global)/bun/install.js"`,
    // Bun before 1.2 wrote bun.lockb.
    lockFile: 'bun.lock*',
    settings: ['bunfig.toml'],
    cache: { user: '~/.bun/install/cache', root: '/root/.bun/install/cache' },
    install: 'bun install --frozen-lockfile',
    run: 'bun run',
    image: {
      cache: '/root/.bun/install/cache',
      install: 'bun install --frozen-lockfile',
      installProduction: 'bun install --frozen-lockfile --production',
      secret: NPMRC,
    },
  },
};
