import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { structuredPatch } from 'diff/lib/patch/create.js';
import { filesIn } from './copy';
import type { FileChange } from './outcome';

/** The longest diff of a file in a report, in lines. */
const MAX_DIFF_LINES = 500;

/**
 * The files that differ between a repository and its regenerated copy.
 *
 * @param before the paths of the files that were copied
 */
export function compare(repository: string, copy: string, before: ReadonlySet<string>): FileChange[] {
  const after = filesIn(copy);
  const written = [...after].filter(([path, file]) => file.written || !before.has(path)).map(([path]) => path);
  const removed = [...before].filter((path) => !after.has(path));
  return [...written, ...removed]
    .flatMap((path) => changeOf(path, read(join(repository, path)), read(join(copy, path))) ?? [])
    .sort((a, b) => order(a.path).localeCompare(order(b.path), 'en'));
}

/** Files that projen only keeps for itself come last. */
function order(path: string): string {
  return `${path.includes('.projen/') ? 1 : 0}${path}`;
}

function read(path: string): Buffer | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}

function changeOf(path: string, before: Buffer | undefined, after: Buffer | undefined): FileChange | undefined {
  if (before === undefined ? after === undefined : after !== undefined && before.equals(after)) {
    return undefined;
  }
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
  if (before?.includes(0) || after?.includes(0)) {
    return { path, change, added: 0, removed: 0, diff: [], omitted: 0 };
  }
  const lines = diffOf(before?.toString('utf-8') ?? '', after?.toString('utf-8') ?? '');
  const starting = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return {
    path,
    change,
    added: starting('+'),
    removed: starting('-'),
    diff: lines.slice(0, MAX_DIFF_LINES),
    omitted: Math.max(0, lines.length - MAX_DIFF_LINES),
  };
}

function diffOf(before: string, after: string): string[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 3 });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ]);
}
