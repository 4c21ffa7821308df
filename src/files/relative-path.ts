import { relative, sep } from 'node:path';

/** The relative path between two folders, with forward slashes on every operating system. */
export function relativePath(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}
