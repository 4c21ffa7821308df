import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** What a user's shell does not have: Jest, projen and npm leave it to their children. */
const OURS =
  /^(NODE_ENV|NODE_OPTIONS|JEST_.*|PROJEN_.*|FORCE_COLOR|CI|INIT_CWD|npm_(?!config_(cache|registry|userconfig)).*)$/;

const USER_ENVIRONMENT: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name))),
  NO_COLOR: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** The projen command of this repository, so that its version is the one that the lock file names. */
export const PROJEN = [process.execPath, join(ROOT, 'node_modules/projen/bin/projen')];

export interface Outcome {
  readonly code: number | null;
  /** What was printed, without npm's own warnings and empty lines. */
  readonly lines: string[];
}

/** Runs a command as a user does. */
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

/** Packs this package as it is built, and returns the path of the tarball; `undefined` where it is not built. */
export function pack(folder: string): string | undefined {
  if (!existsSync(join(ROOT, '.jsii')) || !existsSync(join(ROOT, 'lib/index.js'))) {
    return undefined;
  }
  const { lines } = run(ROOT, ['npm', 'pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder]);
  return join(folder, lines.at(-1)!);
}

/** Whether npm's registry answers, and soon. */
export function registryAnswers(): boolean {
  return run(ROOT, ['npm', 'view', 'projen', 'version', '--fetch-retries=0', '--fetch-timeout=5000']).code === 0;
}
