import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** Variables that Jest, projen, and npm pass to child processes, and that are not set in a user's shell. */
const TEST_VARIABLES =
  /^(NODE_ENV|NODE_OPTIONS|JEST_.*|PROJEN_.*|FORCE_COLOR|CI|INIT_CWD|npm_(?!config_(cache|registry|userconfig)).*)$/;

export const USER_ENVIRONMENT: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !TEST_VARIABLES.test(name))),
  NO_COLOR: '1',
  // The registry answers the same questions many times.
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** The projen command of this repository, whose version is in the lock file. */
export const PROJEN = [process.execPath, join(ROOT, 'node_modules/projen/bin/projen')];

export interface Outcome {
  readonly code: number | null;
  /** The output lines, without npm warnings and empty lines. */
  readonly lines: string[];
}

/** Runs a command in the environment of a user. */
export function run(cwd: string, command: readonly string[], env: NodeJS.ProcessEnv = {}): Outcome {
  const [file, ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(file!, args, {
    cwd,
    env: { ...USER_ENVIRONMENT, ...env },
    encoding: 'utf-8',
  });
  if (error) {
    throw error;
  }
  const lines = `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^npm (warn|notice)/.test(line));
  return { code: status, lines };
}

/** Packs the build of this package, and returns the path of the tarball, or `undefined` if there is no build. */
export function pack(folder: string): string | undefined {
  if (!existsSync(join(ROOT, '.jsii')) || !existsSync(join(ROOT, 'lib/index.js'))) {
    return undefined;
  }
  const { lines } = run(ROOT, ['npm', 'pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder]);
  return join(folder, lines.at(-1)!);
}

/** Whether the npm registry responds within a few seconds. */
export function registryAnswers(): boolean {
  return run(ROOT, ['npm', 'view', 'projen', 'version', '--fetch-retries=0', '--fetch-timeout=5000']).code === 0;
}
