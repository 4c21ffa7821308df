import type { Problems } from './problems';
import { joinPath } from './show';
import { suggest } from './suggest';

/** What a string option may be. */
export interface StringRule {
  readonly pattern: RegExp;
  /** What `pattern` means, in words: follows "allowed:". */
  readonly allowed: string;
  /** @default - as long as `pattern` allows */
  readonly maxLength?: number;
  /** @default "Correct the value." */
  readonly fix?: string;
}

type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads raw options, which may come from plain JavaScript or the command line and hold anything, into typed values.
 * What is wrong goes to the problems, and `undefined` is returned in its place, so that reading goes on.
 */
export class OptionReader {
  public static of(problems: Problems, raw: unknown, known: object, path = ''): OptionReader {
    if (!isRecord(raw)) {
      if (raw !== undefined) {
        const fix = 'Correct the value.';
        problems.add({
          path: path || 'options',
          value: raw,
          why: 'is not an object',
          allowed: 'an object with options',
          fix,
        });
      }
      return new OptionReader(problems, {}, path);
    }
    const names = Object.keys(known);
    for (const key of Object.keys(raw).filter((k) => !names.includes(k))) {
      const near = suggest(key, names);
      problems.add({
        path: joinPath(path, key),
        value: raw[key],
        why: 'belongs to no option',
        allowed: near ? undefined : [...names].sort().join(', '),
        fix: near ? `Did you mean ${near}?` : 'Remove it, or correct its name.',
      });
    }
    return new OptionReader(problems, raw, path);
  }

  /**
   * Options on top of others that are their defaults.
   *
   * @param merged the objects that are put together name by name
   * @param dropped the options that are no default here
   */
  public static over(
    base: OptionReader,
    top: OptionReader,
    merged: readonly string[],
    dropped: readonly string[] = [],
  ): OptionReader {
    const below = Object.fromEntries(Object.entries(base.raw).filter(([key]) => !dropped.includes(key)));
    const raw: Record<string, unknown> = { ...below, ...top.raw };
    for (const key of merged) {
      const [lower, upper] = [below[key], top.raw[key]];
      if (isRecord(lower) && isRecord(upper)) {
        raw[key] = { ...lower, ...upper };
      }
    }
    return new OptionReader(top.problems, raw, top.path, { base, own: top.raw });
  }

  private constructor(
    public readonly problems: Problems,
    private readonly raw: Raw,
    private readonly path: string,
    private readonly layer?: { readonly base: OptionReader; readonly own: Raw },
  ) {}

  /** The full path of an option, as problems name it. */
  public pathOf(key: string): string {
    return this.layer && this.layer.own[key] === undefined && this.layer.base.has(key)
      ? this.layer.base.pathOf(key)
      : joinPath(this.path, key);
  }

  /** The full path of an entry of an object. */
  private pathOfEntry(key: string, name: string): string {
    const own = this.layer?.own[key];
    return this.layer && !(isRecord(own) && Object.hasOwn(own, name))
      ? this.layer.base.pathOfEntry(key, name)
      : joinPath(joinPath(this.path, key), name);
  }

  public has(key: string): boolean {
    return this.raw[key] !== undefined;
  }

  public value(key: string): unknown {
    return this.raw[key];
  }

  public struct(key: string, known: object): OptionReader {
    const own = this.layer?.own[key];
    if (this.layer && isRecord(own) && this.raw[key] !== own) {
      const top = OptionReader.of(this.problems, own, known, joinPath(this.path, key));
      return OptionReader.over(this.layer.base.struct(key, known), top, []);
    }
    return OptionReader.of(this.problems, this.raw[key], known, this.pathOf(key));
  }

  public string(key: string, rule: StringRule): string | undefined {
    return this.has(key) ? readString(this.problems, this.pathOf(key), this.raw[key], rule) : undefined;
  }

  public boolean(key: string): boolean | undefined {
    const value = this.raw[key];
    if (value === undefined || typeof value === 'boolean') {
      return value;
    }
    return this.refuse(key, 'is not a boolean', 'true, false', adviseType(value, /^(true|false)$/));
  }

  public integer(key: string, min: number, max: number, fix = 'Correct the value.'): number | undefined {
    const value = this.raw[key];
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      return this.refuse(key, 'is not a whole number', `${min} to ${max}`, adviseType(value, DIGITS));
    }
    return value < min || value > max ? this.refuse(key, 'is out of range', `${min} to ${max}`, fix) : value;
  }

  /** A number that may have a fraction. */
  public number(key: string, min: number, max: number, fix = 'Correct the value.'): number | undefined {
    const value = this.raw[key];
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return this.refuse(key, 'is not a number', `${min} to ${max}`, adviseType(value, /^\d+(\.\d+)?$/));
    }
    return value < min || value > max ? this.refuse(key, 'is out of range', `${min} to ${max}`, fix) : value;
  }

  /** One of a fixed list. */
  public oneOf<T extends string | number>(
    key: string,
    allowed: readonly T[],
    fix = 'Take one of these.',
  ): T | undefined {
    const value = this.raw[key];
    return value === undefined || allowed.includes(value as T)
      ? (value as T | undefined)
      : this.refuse(
          key,
          'is not one of the values',
          allowed.join(', '),
          typeof allowed[0] === 'number' ? adviseType(value, DIGITS, fix) : fix,
        );
  }

  /**
   * A member of an enum. A key that is there but `undefined` is a member that does not exist (`CpuArchitecture.ARM`
   * in JavaScript, or on the command line): to take the default in its place would hide the mistake.
   */
  public enumMember<T extends string>(key: string, name: string, members: Readonly<Record<string, T>>): T | undefined {
    if (!(key in this.raw)) {
      return undefined;
    }
    const value = this.raw[key];
    if (Object.values(members).includes(value as T)) {
      return value as T;
    }
    const allowed = Object.keys(members).map((member) => `${name}.${member}`);
    return this.refuse(
      key,
      `is no member of ${name}`,
      allowed.join(', '),
      'Take one of these, or remove the option for the default.',
    );
  }

  public strings(key: string, rule: StringRule): string[] | undefined {
    const value = this.raw[key];
    if (value === undefined) {
      return undefined;
    }
    if (!Array.isArray(value)) {
      return this.refuse(key, 'is not a list', 'a list of strings', "Write it as ['...', '...'].");
    }
    // Array.from: a gap in a list is a mistake too, and map() skips it.
    return Array.from(value, (item, i) => readString(this.problems, `${this.pathOf(key)}[${i}]`, item, rule)).filter(
      (item): item is string => item !== undefined,
    );
  }

  /** The entries of an object, with the path of each. */
  public entries(key: string): { name: string; path: string; value: unknown }[] {
    const value = this.raw[key];
    if (value === undefined) {
      return [];
    }
    if (!isRecord(value)) {
      this.refuse(key, 'is not an object', 'an object, name to value', 'Correct the value.');
      return [];
    }
    return Object.entries(value).map(([name, item]) => ({ name, path: this.pathOfEntry(key, name), value: item }));
  }

  /** The items of a list of objects. */
  public structs(key: string, known: object): OptionReader[] {
    const value = this.raw[key];
    if (value === undefined) {
      return [];
    }
    if (!Array.isArray(value)) {
      this.refuse(key, 'is not a list', 'a list of objects', 'Write it as [{ ... }].');
      return [];
    }
    return Array.from(value).flatMap((item: unknown, i) => {
      const reader = OptionReader.of(this.problems, item ?? null, known, `${this.pathOf(key)}[${i}]`);
      return isRecord(item) ? [reader] : [];
    });
  }

  /** Reports the value of an option. Returns `undefined`, to be passed on. */
  public refuse(key: string, why: string, allowed: string | undefined, fix: string): undefined {
    this.problems.add({ path: this.pathOf(key), value: this.raw[key], why, allowed, fix });
    return undefined;
  }

  /** Reports an option without its value: it is missing, or long, or may be secret. */
  public refuseUnseen(key: string, why: string, allowed: string | undefined, fix: string): undefined {
    this.problems.add({ path: this.pathOf(key), why, allowed, fix });
    return undefined;
  }
}

export const DIGITS = /^\d+$/;

/** What to do about a value of the wrong type. */
export function adviseType(value: unknown, unquoted: RegExp, otherwise = 'Correct the value.'): string {
  return typeof value === 'string' && unquoted.test(value) ? 'Write it without quotes.' : otherwise;
}

function readString(problems: Problems, path: string, value: unknown, rule: StringRule): string | undefined {
  // The command line turns digits into a number.
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  const fix = rule.fix ?? 'Correct the value.';
  if (typeof text !== 'string') {
    const quote = typeof value === 'number' && rule.pattern.test(String(value));
    problems.add({
      path,
      value,
      why: 'is not a string',
      allowed: rule.allowed,
      fix: quote ? 'Put it in quotes.' : fix,
    });
    return undefined;
  }
  if (rule.maxLength !== undefined && text.length > rule.maxLength) {
    problems.add({
      path,
      value,
      why: `has ${text.length} characters`,
      allowed: `at most ${rule.maxLength}`,
      fix: 'Shorten it.',
    });
    return undefined;
  }
  if (!rule.pattern.test(text)) {
    problems.add({ path, value, why: 'does not have the form', allowed: rule.allowed, fix });
    return undefined;
  }
  return text;
}

/** Whether a value is an object with names and values, and not a list, a Map, a Date or a Promise. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}
