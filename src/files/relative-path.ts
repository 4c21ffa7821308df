import { relative, sep } from 'node:path';

/** The way from one folder to another, as generated files and git write it on every system. */
export function relativePath(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}
