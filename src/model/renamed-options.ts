import { OPTION_RENAMES, type OptionRename } from '../data/option-renames';
import { isRecord } from './json-data';
import type { Problem } from './problems';
import { joinPath } from './show';

/** A place in a config that uses the old name of an option. */
export interface RenamedOption {
  /** The path in the config, for example `environments[1].deploymentTimeout` or `unset[0]`. */
  readonly path: string;
  /** What the config contains: the old name, or in a list of paths, the old path. */
  readonly from: string;
  /** What replaces it. */
  readonly to: string;
  readonly since: string;
}

/** Options in which every option has its current name. */
export interface CurrentOptions<T> {
  readonly options: T;
  readonly renamed: readonly RenamedOption[];
  /** Options that are set with both names. */
  readonly problems: readonly Problem[];
}

/**
 * Reads old names of options as the current ones.
 *
 * @param raw the unvalidated options, of any type
 * @param path where the options are. Empty for a config
 */
export function withCurrentNames<T>(
  raw: T,
  path = '',
  renames: readonly OptionRename[] = OPTION_RENAMES,
): CurrentOptions<T> {
  const renamed: RenamedOption[] = [];
  const problems: Problem[] = [];
  const options = renames.reduce<unknown>((into, rename) => {
    const container = segmentsOf(rename.path).slice(0, -1);
    return [container, ['environments', '[]', ...container]].reduce(
      (value, within) => change(value, within, path, (group, at) => renameIn(group, at, rename, { renamed, problems })),
      into,
    );
  }, raw);
  return { options: options as T, renamed, problems };
}

/** Reads old paths in a list of paths as the current ones. */
export function withCurrentPaths(
  paths: unknown,
  path: string,
  renames: readonly OptionRename[] = OPTION_RENAMES,
): { readonly paths: unknown; readonly renamed: readonly RenamedOption[] } {
  const items: readonly unknown[] = Array.isArray(paths) ? paths : [];
  const renamed = items.flatMap((item, i) => {
    const rename = renameOf(item, renames);
    const to = rename && currentPath(rename);
    return rename && to ? [{ path: `${path}[${i}]`, from: rename.path, to, since: rename.since }] : [];
  });
  const current = items.map((item) => renamed.find(({ from }) => from === item)?.to ?? item);
  return { paths: renamed.length > 0 ? current : paths, renamed };
}

/** What the user reads about an old name. */
export function renamedProblem({ path, to, since }: RenamedOption, config: string): Problem {
  return {
    code: 'renamed-option',
    path,
    why: `was renamed to ${to} in version ${since}`,
    fix: `To rename it in ${config}, run npx projen delivery:migrate.`,
  };
}

function renameOf(path: unknown, renames: readonly OptionRename[]): OptionRename | undefined {
  return renames.find((rename) => rename.path === path);
}

function currentPath({ path, name }: OptionRename): string {
  return [...path.split('.').slice(0, -1), name].join('.');
}

/** `sidecars[].image` has the segments `sidecars`, `[]`, and `image`. */
function segmentsOf(path: string): string[] {
  return path.replace(/\[\]/g, '.[]').split('.');
}

type Found = { readonly renamed: RenamedOption[]; readonly problems: Problem[] };

/** Keeps the order of the options. */
function renameIn(
  group: Record<string, unknown>,
  path: string,
  rename: OptionRename,
  { renamed, problems }: Found,
): Record<string, unknown> {
  const from = segmentsOf(rename.path).slice(-1)[0]!;
  const { name, since } = rename;
  if (!Object.hasOwn(group, from)) {
    return group;
  }
  if (Object.hasOwn(group, name)) {
    problems.push({
      code: 'option-set-twice',
      path: joinPath(path, from),
      why: `is the old name of ${name}, which is also set`,
      fix: `Remove ${from}.`,
    });
    return Object.fromEntries(Object.entries(group).filter(([key]) => key !== from));
  }
  renamed.push({ path: joinPath(path, from), from, to: name, since });
  return Object.fromEntries(Object.entries(group).map(([key, value]) => [key === from ? name : key, value]));
}

/** Changes the objects at a path. Returns the same value if nothing changes. */
function change(
  value: unknown,
  [first, ...rest]: readonly string[],
  path: string,
  apply: (group: Record<string, unknown>, path: string) => Record<string, unknown>,
): unknown {
  if (first === '[]') {
    const items: unknown[] = Array.isArray(value) ? Array.from(value) : [];
    const changed = items.map((item, i) => change(item, rest, `${path}[${i}]`, apply));
    return changed.some((item, i) => item !== items[i]) ? changed : value;
  }
  if (!isRecord(value)) {
    return value;
  }
  if (first === undefined) {
    return apply(value, path);
  }
  const keys = first === '*' ? Object.keys(value) : Object.hasOwn(value, first) ? [first] : [];
  const changed = keys.map((key) => [key, change(value[key], rest, joinPath(path, key), apply)] as const);
  return changed.some(([key, item]) => item !== value[key]) ? { ...value, ...Object.fromEntries(changed) } : value;
}
