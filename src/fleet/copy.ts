import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Folders that contain no input of a config. */
const NOT_COPIED = new Set(['.git', 'node_modules', 'cdk.out', '.venv', '.delivery-fleet']);

/** The modification time of every copied file, in seconds. A file with another time was written after it was copied. */
const COPIED_AT = 1;

/**
 * Copies a repository. The copy contains no symbolic links: a link inside the repository becomes a copy of its target, and
 * a link that leaves the repository is not copied. Writing to the copy therefore never changes a file outside of it.
 *
 * @param work the work folder, which is not copied if it is inside the repository
 * @param remote the URL of the remote `origin`
 * @returns the links that were not copied
 */
export function copyRepository(source: string, target: string, work: string, remote?: string): string[] {
  rmSync(target, { recursive: true, force: true });
  const skipped = visit(source, work, {
    folder: (path) => mkdirSync(join(target, path), { recursive: true }),
    file: (path, real) => {
      copyFileSync(real, join(target, path));
      utimesSync(join(target, path), COPIED_AT, COPIED_AT);
    },
  });
  writeGitFolder(target, remote);
  return skipped;
}

/** The paths of the files that a copy of a repository contains before its config is evaluated. */
export function copiedFiles(source: string, work: string): Set<string> {
  const files = new Set<string>();
  visit(source, work, { folder: () => {}, file: (path) => files.add(path.split(sep).join('/')) });
  return files;
}

interface Visitor {
  folder(path: string): void;
  /** @param real the path without symbolic links */
  file(path: string, real: string): void;
}

/** @returns the links that were not followed */
function visit(source: string, work: string, visitor: Visitor): string[] {
  const root = realpathSync(source);
  const skipped: string[] = [];
  visitFolder(root, '', { root, work, visitor, skipped }, [root]);
  return [...new Set(skipped.map((path) => relative(root, path)))].sort();
}

interface Visit {
  readonly root: string;
  readonly work: string;
  readonly visitor: Visitor;
  readonly skipped: string[];
}

function visitFolder(from: string, to: string, visiting: Visit, parents: readonly string[]): void {
  const { root, work, visitor, skipped } = visiting;
  visitor.folder(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const { name } = entry;
    if (NOT_COPIED.has(name)) {
      continue;
    }
    const path = join(from, name);
    const real = entry.isSymbolicLink() ? targetInside(path, root) : path;
    if (real === work) {
      continue;
    }
    const stats = real === undefined ? undefined : statSync(real);
    if (
      stats?.isDirectory() &&
      !parents.includes(real!) &&
      !(real !== path && parents.some((one) => isIn(one, real!)))
    ) {
      visitFolder(real!, join(to, name), visiting, [...parents, real!]);
    } else if (stats?.isFile()) {
      visitor.file(join(to, name), real!);
    } else {
      skipped.push(path);
    }
  }
}

function targetInside(link: string, root: string): string | undefined {
  try {
    const target = realpathSync(link);
    return isIn(target, root) ? target : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a path is a folder, or is inside it. */
export function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Without it, a config would find the Git repository that contains the work folder. */
function writeGitFolder(target: string, remote: string | undefined): void {
  const git = join(target, '.git');
  for (const folder of ['objects', 'refs']) {
    mkdirSync(join(git, folder), { recursive: true });
  }
  writeFileSync(join(git, 'HEAD'), 'ref: refs/heads/main\n');
  const origin = remote === undefined ? '' : `[remote "origin"]\n\turl = ${JSON.stringify(remote)}\n`;
  writeFileSync(join(git, 'config'), `[core]\n\trepositoryformatversion = 0\n${origin}`);
}

/** The files in a copy, and whether they were written since they were copied. */
export function filesIn(copy: string): Map<string, { readonly written: boolean }> {
  const found = new Map<string, { readonly written: boolean }>();
  const find = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (NOT_COPIED.has(entry.name)) {
        continue;
      }
      if (entry.isDirectory()) {
        find(path);
      } else if (entry.isFile()) {
        found.set(relative(copy, path).split(sep).join('/'), { written: lstatSync(path).mtimeMs !== COPIED_AT * 1000 });
      }
    }
  };
  find(copy);
  return found;
}

/** Whether a path and all folders that contain it are inside a repository, without symbolic links. */
export function isPlainPath(repository: string, path: string): boolean {
  for (let current = path; current !== '.'; current = dirname(current)) {
    const stats = lstatSync(join(repository, current), { throwIfNoEntry: false });
    if (stats?.isSymbolicLink()) {
      return false;
    }
  }
  return true;
}
