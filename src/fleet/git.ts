import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { mustRun, runProgram } from './run-program';

/** A repository must not start programs, and git must not wait for a password. */
const SAFE = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'protocol.ext.allow=never'];
const ENVIRONMENT = { GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1' };

/** Runs git in a repository. */
export function git(cwd: string, ...args: readonly string[]): Promise<string> {
  return mustRun('git', [...SAFE, ...args], { cwd, env: ENVIRONMENT });
}

/** Clones the newest commit of the default branch, unless that was done before. */
export async function clone(url: string, folder: string): Promise<void> {
  if (existsSync(folder)) {
    return;
  }
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  await git(dirname(folder), 'clone', '--quiet', '--depth', '1', '--no-tags', '--', url, unfinished);
  renameSync(unfinished, folder);
}

/** The URL of the remote `origin`. */
export async function originOf(folder: string): Promise<string | undefined> {
  const args = [...SAFE, 'config', '--get', 'remote.origin.url'];
  const { code, stdout } = await runProgram('git', args, { cwd: folder, env: ENVIRONMENT });
  return code === 0 ? stdout.trim() : undefined;
}
