import { chmodSync, existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPlainPath } from './copy';
import { type InstalledPackage, rangeOf } from './install';
import { mustRun } from './run-program';

/** Lock files that only a full installation updates. */
const OTHER_LOCK_FILES = ['yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

export interface Upgrade {
  /** The files that changed. */
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/** Makes a repository use the new version of the package, if the package comes from the registry. */
export async function upgrade(repository: string, { name, version, published }: InstalledPackage): Promise<Upgrade> {
  const range = `^${version}`;
  const current = rangeOf(repository, name);
  if (!published || current === undefined || current === range || !isPlainPath(repository, MANIFEST)) {
    return { files: [], notes: [] };
  }
  const path = join(repository, MANIFEST);
  const manifest = JSON.parse(readFileSync(path, 'utf-8'));
  for (const dependencies of [manifest.dependencies, manifest.devDependencies]) {
    if (dependencies?.[name] !== undefined) {
      dependencies[name] = range;
    }
  }
  const { mode } = lstatSync(path);
  chmodSync(path, mode | 0o200);
  writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
  chmodSync(path, mode & 0o777);
  if (existsSync(join(repository, LOCK_FILE)) && isPlainPath(repository, LOCK_FILE)) {
    const args = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
    await mustRun('npm', args, { cwd: repository });
    return { files: [MANIFEST, LOCK_FILE], notes: [] };
  }
  const others = OTHER_LOCK_FILES.filter((file) => existsSync(join(repository, file)));
  return { files: [MANIFEST], notes: others.map((file) => `Install the packages to update ${file}.`) };
}

const MANIFEST = 'package.json';
const LOCK_FILE = 'package-lock.json';
