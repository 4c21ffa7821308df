import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { relativePath } from './files/relative-path';

/** The URL of the git remote `origin` for a folder. The folder does not need to exist yet. */
export function remoteOf(folder: string): string | undefined {
  let cwd = resolve(folder);
  while (!existsSync(cwd)) {
    cwd = dirname(cwd);
  }
  return originIn(join(cwd, '.git/config')) ?? askGit(cwd);
}

/** The URL in a file of the usual form, which `delivery-fleet` writes. It does not allow a config to start programs. */
function originIn(file: string): string | undefined {
  const config = existsSync(file) ? readFileSync(file, 'utf-8') : '';
  const [, section] = /^\[remote "origin"\]\n((?:[ \t].*\n?)*)/m.exec(config) ?? [];
  return /^\s*url = "?([^"\\\n]+?)"?$/m.exec(section ?? '')?.[1];
}

function askGit(cwd: string): string | undefined {
  try {
    const { status, stdout } = spawnSync('git', ['config', '--get', 'remote.origin.url'], { cwd, encoding: 'utf-8' });
    return status === 0 ? stdout.trim() : undefined;
  } catch {
    return undefined;
  }
}

/** What the Git repository that contains a folder says about it. */
export interface GitPlace {
  /** The folder relative to the root of the repository. `undefined` if it is the root. */
  readonly folder?: string;
  /** The default branch of the remote `origin`. `undefined` if the clone does not know it. */
  readonly defaultBranch?: string;
}

/** Reads files instead of running git, because every synthesis needs it. `undefined` if there is no repository. */
export function gitPlaceOf(folder: string): GitPlace | undefined {
  const root = rootOf(resolve(folder));
  return root === undefined
    ? undefined
    : {
        folder: root === resolve(folder) ? undefined : relativePath(root, folder),
        defaultBranch: defaultBranchOf(root),
      };
}

function rootOf(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, '.git'))) {
      return current;
    }
    if (dirname(current) === current) {
      return undefined;
    }
  }
}

/** In a linked worktree, `.git` is a file. */
function defaultBranchOf(root: string): string | undefined {
  const head = join(root, '.git/refs/remotes/origin/HEAD');
  return statSync(join(root, '.git')).isDirectory() && existsSync(head)
    ? /^ref: refs\/remotes\/origin\/(.+)$/m.exec(readFileSync(head, 'utf-8'))?.[1]
    : undefined;
}
