import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FactChange } from '../core/preview';
import { type ChangedFile, code, describeChanges } from '../printing/changes';

/** Reads an earlier version of a file, by its path in the root project. */
export type ReadBase = (path: string) => string | undefined;

/** What the deliveries of a config say about the changes since a commit. */
export interface ChangedDeliveries {
  /** The shared values that differ from those in the files of the commit. */
  readonly facts: readonly FactChange[];
  /** The generated files that were edited manually in the commit. */
  readonly edited: readonly string[];
  /** The generated files, without the guide. They determine what a release does. */
  readonly generated: readonly string[];
}

/** A direct dependency with a new version. */
export interface UpgradedPackage {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** The output of `delivery:changes`. */
export interface ChangeReport extends ChangedDeliveries {
  /** The description of the pull request, in Markdown. */
  readonly description: string;
  readonly packages: readonly UpgradedPackage[];
  readonly files: readonly ChangedFile[];
}

/**
 * Describes what differs between a commit and the files in a folder.
 *
 * @param base the commit
 * @param deliveries compares the deliveries with the files of the commit
 * @throws Error if there is no such commit
 */
export function changesSince(
  base: string,
  folder: string,
  deliveries: (read: ReadBase) => ChangedDeliveries,
): ChangeReport {
  const commit = git(folder, 'rev-parse', '--verify', '--quiet', `${base}^{commit}`);
  if (commit === undefined) {
    throw new Error(`--base: ${JSON.stringify(base)} is not a commit of a Git repository in this folder.`);
  }
  const read: ReadBase = (path) => git(folder, 'show', `${commit.trim()}:./${path}`);
  const files = filesSince(commit.trim(), folder);
  const changed = new Set(files.map(({ path }) => path));
  const { facts, ...others } = deliveries(read);
  const [edited, generated] = [others.edited, others.generated].map((paths) =>
    paths.filter((path) => changed.has(path)),
  );
  const changes = { packages: packagesSince(read, folder), facts, edited: edited!, generated: generated!, files };
  return { description: describe(changes), ...changes };
}

function describe({ packages, ...changes }: Omit<ChangeReport, 'description'>): string {
  if (changes.files.length === 0) {
    return 'Nothing changes.\n';
  }
  const upgraded = packages.map(({ name, from, to }) => `- ${code(name)}: ${from} → ${to}`);
  return [
    ...(upgraded.length > 0 ? ['Upgraded packages:', '', ...upgraded, ''] : []),
    describeChanges('This pull request', changes),
  ].join('\n');
}

/** The files that differ, including new ones that Git does not track yet. */
function filesSince(commit: string, folder: string): ChangedFile[] {
  const options = ['-z', '--no-renames', '--relative', '--no-ext-diff'];
  const status = pairsOf(git(folder, 'diff', '--name-status', ...options, commit));
  const changes = new Map(status.map(([letter, path]) => [path, letter]));
  const tracked = itemsOf(git(folder, 'diff', '--numstat', ...options, commit)).map((line): ChangedFile => {
    const [added, removed, path] = line.split('\t') as [string, string, string];
    const letter = changes.get(path);
    const change = letter === 'A' ? 'added' : letter === 'D' ? 'removed' : 'modified';
    // A binary file has no lines.
    return { path, change, added: Number(added) || 0, removed: Number(removed) || 0 };
  });
  const untracked = itemsOf(git(folder, 'ls-files', '-z', '--others', '--exclude-standard')).map(
    (path): ChangedFile => ({ path, change: 'added', added: linesIn(join(folder, path)), removed: 0 }),
  );
  return [...tracked, ...untracked].sort((a, b) => order(a.path).localeCompare(order(b.path), 'en'));
}

/** Files that only tools read come last. */
function order(path: string): string {
  return `${/(^|\/)(\.projen\/|package-lock\.json$)/.test(path) ? 1 : 0}${path}`;
}

function linesIn(path: string): number {
  return readFileSync(path, 'utf-8').split('\n').length - 1;
}

/** The installed version of a direct dependency, or its range if there is no lock file of npm. */
function packagesSince(read: ReadBase, folder: string): UpgradedPackage[] {
  const now: ReadBase = (path) => {
    const absolute = join(folder, path);
    return existsSync(absolute) ? readFileSync(absolute, 'utf-8') : undefined;
  };
  const [before, after] = [versionsIn(read), versionsIn(now)];
  return [...after].flatMap(([name, to]) => {
    const from = before.get(name);
    return from === undefined || from === to ? [] : [{ name, from, to }];
  });
}

function versionsIn(read: ReadBase): Map<string, string> {
  const manifest = parsed(read('package.json'));
  const locked = parsed(read('package-lock.json')).packages ?? {};
  const ranges: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };
  return new Map(
    Object.entries(ranges).map(([name, range]) => [name, locked[`node_modules/${name}`]?.version ?? range]),
  );
}

function parsed(json: string | undefined): any {
  try {
    return JSON.parse(json ?? '{}');
  } catch {
    return {};
  }
}

/** The output of git. `undefined` if it fails. */
function git(cwd: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd, encoding: 'utf-8', maxBuffer: MAX_OUTPUT });
  return status === 0 ? stdout : undefined;
}

const MAX_OUTPUT = 64 * 1024 * 1024;

/** The items in an output whose items end with NUL. */
function itemsOf(output = ''): string[] {
  return output.split('\0').filter((item) => item !== '');
}

function pairsOf(output: string | undefined): [string, string][] {
  const items = itemsOf(output);
  return items.flatMap((item, i): [string, string][] => (i % 2 === 0 ? [[item, items[i + 1]!]] : []));
}
