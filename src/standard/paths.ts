import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../model/json-data';

/** Options as a user writes them, before they are checked. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** A value in options, and the path of it, for example `['logging', 'retentionDays']`. */
export interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Whether a value is an object with options, as opposed to a list or an instance of a class. */
export function isOptions(value: unknown): value is RawOptions {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * A value in which every object is one that `isOptions` accepts. Options can be instances of a class, which the checks of
 * options treat like other objects.
 */
export function plain(value: unknown, parents: readonly unknown[] = []): unknown {
  if (parents.includes(value)) {
    return value;
  }
  const within = [...parents, value];
  if (Array.isArray(value)) {
    return Array.from(value, (item) => plain(item, within));
  }
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member, within)]))
    : value;
}

/** The values in options. An object is not a value, but contains some, unless it is empty. */
export function leavesOf(raw: RawOptions): Leaf[] {
  return entriesOf(raw).flatMap(([key, value]) => leavesAt(value, [key], [raw]));
}

/** An object that contains itself is a value, which later checks report. */
function leavesAt(raw: unknown, path: readonly string[], parents: readonly unknown[]): Leaf[] {
  if (!isOptions(raw) || parents.includes(raw) || entriesOf(raw).length === 0) {
    return [{ path, value: raw }];
  }
  return entriesOf(raw).flatMap(([key, value]) => leavesAt(value, [...path, key], [...parents, raw]));
}

function entriesOf(raw: RawOptions): [string, unknown][] {
  return Object.entries(raw).filter(([, value]) => value !== undefined);
}

/** The value at a path, if there is one. */
export function valueAt(raw: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) {
    return raw;
  }
  return isOptions(raw) && Object.hasOwn(raw, key) ? valueAt(raw[key], rest) : undefined;
}

/**
 * Whether a value at a path would be lost because something else is there: another value, or a value of another type in
 * place of an object on the way.
 */
export function isTaken(raw: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) {
    return raw !== undefined;
  }
  if (raw === undefined) {
    return false;
  }
  return !isOptions(raw) || (Object.hasOwn(raw, key) && isTaken(raw[key], rest));
}

/** Options with a value at a path. The objects on the way are copied. */
export function withValueAt(raw: RawOptions, [key, ...rest]: readonly string[], value: unknown): RawOptions {
  const next = raw[key!];
  return {
    ...raw,
    [key!]: rest.length === 0 ? value : withValueAt(isOptions(next) ? next : {}, rest, value),
  };
}

/** Options without the value at a path. An object that would be empty is removed too. */
export function withoutValueAt(raw: RawOptions, [key, ...rest]: readonly string[]): RawOptions {
  const { [key!]: next, ...others } = raw;
  if (rest.length === 0 || !isOptions(next)) {
    return others;
  }
  const remaining = withoutValueAt(next, rest);
  return Object.keys(remaining).length === 0 ? others : { ...others, [key!]: remaining };
}

/** Merges objects key by key. In any other case, the second value replaces the first. */
export function mergeOptions(lower: RawOptions, upper: RawOptions): RawOptions {
  return leavesOf(upper).reduce((merged, { path, value }) => withValueAt(merged, path, value), lower);
}

/** Whether two values are the same. The command line passes digits as a number. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, other) || (isText(one) && isText(other) && String(one) === String(other));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || Number.isSafeInteger(value);
}
