import { sep } from 'node:path';

/** A path as generated files and git write it, on every system. */
export function posixPath(path: string): string {
  return path.split(sep).join('/');
}
