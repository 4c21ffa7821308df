import { spawnSync } from 'child_process';

/** The URL of the git remote `origin` of a folder. */
export function remoteOf(folder: string): string | undefined {
  const { status, stdout } = spawnSync('git', ['config', '--get', 'remote.origin.url'], { cwd: folder, encoding: 'utf-8' });
  return status === 0 ? stdout.trim() : undefined;
}
