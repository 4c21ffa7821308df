import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The URL of the git remote `origin` for a folder. The folder does not need to exist yet. */
export function remoteOf(folder: string): string | undefined {
  let cwd = resolve(folder);
  while (!existsSync(cwd)) {
    cwd = dirname(cwd);
  }
  const { status, stdout } = spawnSync('git', ['config', '--get', 'remote.origin.url'], { cwd, encoding: 'utf-8' });
  return status === 0 ? stdout.trim() : undefined;
}
