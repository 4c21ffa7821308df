import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { isPlainPath } from './copy';
import type { FileChange } from './outcome';

/**
 * Writes the changes in a copy to the repository.
 *
 * @throws Error if a file is outside of the repository, or a symbolic link is in its place. No file is then written.
 */
export function applyChanges(files: readonly FileChange[], copy: string, repository: string): void {
  const outside = files.filter(({ path }) => isOutside(path));
  if (outside.length > 0) {
    throw new Error(
      `No files were written because these files are not part of the repository: ${outside.map(({ path }) => path).join(', ')}.`,
    );
  }
  const links = files.filter(({ path }) => !isPlainPath(repository, path) || !isPlainPath(copy, path));
  if (links.length > 0) {
    throw new Error(
      `No files were written because these files are symbolic links: ${links.map(({ path }) => path).join(', ')}. Replace them with files.`,
    );
  }
  for (const { path, change } of files) {
    const target = join(repository, path);
    if (change === 'removed') {
      rmSync(target);
      continue;
    }
    const { mode } = statSync(join(copy, path));
    mkdirSync(dirname(target), { recursive: true });
    if (existsSync(target)) {
      // projen writes its files as read-only.
      chmodSync(target, lstatSync(target).mode | 0o200);
    }
    writeFileSync(target, readFileSync(join(copy, path)));
    chmodSync(target, mode & 0o777);
  }
}

/** Whether a path leaves the repository, or is inside its Git folder. Some file systems ignore case. */
function isOutside(path: string): boolean {
  return isAbsolute(path) || path.split(/[\\/]/).some((name) => name === '..' || name.toLowerCase() === '.git');
}
