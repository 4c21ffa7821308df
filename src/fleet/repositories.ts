import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';

/** A repository of the fleet. */
export interface Repository {
  /** The folder or URL, as it was specified. */
  readonly name: string;
  /** The name of its folders in the work folder. */
  readonly id: string;
  /** The path of a folder. `undefined` for a URL. */
  readonly folder?: string;
  readonly url?: string;
}

/** `https://...`, `ssh://...`, `file://...`, and `git@github.com:acme/orders.git`. */
const URL_FORM = /^(?:(?:https?|ssh|git|file):\/\/|[\w.-]+@[\w.-]+:)/;

/** Names the folders of all repositories. Equal entries count once. */
export function repositoriesOf(names: readonly string[]): Repository[] {
  const used = new Set<string>();
  return [...new Set(names)].map((name) => {
    const isUrl = URL_FORM.test(name);
    const id = unusedId(isUrl ? name : resolve(name), used);
    return { name, id, ...(isUrl ? { url: name } : { folder: resolve(name) }) };
  });
}

function unusedId(place: string, used: Set<string>): string {
  const base =
    basename(place.replace(/[/\\]+$/, ''))
      .replace(/\.git$/, '')
      .replace(/[^\w.-]/g, '-')
      .replace(/^\.+/, '') || 'repository';
  for (let i = 1; ; i++) {
    const id = i === 1 ? base : `${base}-${i}`;
    if (!used.has(id.toLowerCase())) {
      used.add(id.toLowerCase());
      return id;
    }
  }
}

/** The repositories that a file lists, one on each line. A line that starts with `#` is a comment. */
export function readList(file: string): string[] {
  return readFileSync(file, 'utf-8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
