import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Project } from 'projen';
import { javascript } from './core/projen';
import { readIfThere } from './files/owner-guard';
import { relativePath } from './files/relative-path';
import { isRecord } from './model/json-data';

const LOCK_FILES = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];

/**
 * The folder whose lock file contains the dependencies of a Node.js project, relative to the project. `undefined` if
 * that is the project itself.
 *
 * https://docs.npmjs.com/cli/using-npm/workspaces
 */
export function workspaceRootOf(project: Project): string | undefined {
  if (
    !(project instanceof javascript.NodeProject) ||
    LOCK_FILES.some((file) => existsSync(join(project.outdir, file)))
  ) {
    return undefined;
  }
  const { parent } = project;
  const ofParent = parent instanceof javascript.NodeProject ? parent.package.manifest.workspaces : undefined;
  if (parent && includes(ofParent, parent.outdir, project.outdir)) {
    return relativePath(project.outdir, parent.outdir);
  }
  for (let folder = resolve(project.outdir); !existsSync(join(folder, '.git')) && dirname(folder) !== folder; ) {
    folder = dirname(folder);
    if (includes(workspacesIn(folder), folder, project.outdir)) {
      return relativePath(project.outdir, folder);
    }
  }
  return undefined;
}

function workspacesIn(folder: string): unknown {
  try {
    const data: unknown = JSON.parse(readIfThere(join(folder, 'package.json')) ?? '{}');
    return isRecord(data) ? data.workspaces : undefined;
  } catch {
    return undefined;
  }
}

/** Whether patterns of workspaces include a folder. */
function includes(workspaces: unknown, root: string, folder: string): boolean {
  const patterns: unknown = isRecord(workspaces) && !Array.isArray(workspaces) ? workspaces.packages : workspaces;
  const path = relativePath(root, folder);
  return (
    Array.isArray(patterns) &&
    patterns.some((pattern) => typeof pattern === 'string' && toRegExp(pattern.replace(/^\.\//, '')).test(path))
  );
}

function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/\/$/, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, (stars) => (stars === '*' ? '[^/]*' : '.*'));
  return new RegExp(`^${source}$`);
}
