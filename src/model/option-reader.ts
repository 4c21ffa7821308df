import type { Problems } from './problems';
import { joinPath } from './show';
import { suggest } from './suggest';

/** The rule that the value of a string option must follow. */
export interface StringRule {
  readonly pattern: RegExp;
  /** Describes `pattern` in words. Follows "allowed:" in the message. */
  readonly allowed: string;
  /** @default - limited only by `pattern` */
  readonly maxLength?: number;
  /** @default "Correct the value." */
  readonly fix?: string;
}

type Raw = Readonly<Record<string, unknown>>;

/**
 * Converts raw options to typed values. Raw options can come from plain JavaScript or the command line, so they can
 * contain values of any type. For a wrong value, the reader records a problem and returns `undefined`, so that it can
 * check the remaining options.
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
      const suggestion = suggest(key, names);
      problems.add({
        path: joinPath(path, key),
        value: raw[key],
        why: 'is not a known option',
        allowed: suggestion ? undefined : [...names].sort().join(', '),
        fix: suggestion ? `Did you mean ${suggestion}?` : 'Remove it, or correct the name.',
      });
    }
    return new OptionReader(problems, raw, path);
  }

  /**
   * Layers options over other options, which serve as defaults.
   *
   * @param merged the options whose objects are merged key by key
   * @param dropped the options of `base` that do not serve as defaults
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

  /** The full path of an option, as shown in problems. */
  public pathOf(key: string): string {
    return this.layer && this.layer.own[key] === undefined && this.layer.base.has(key)
      ? this.layer.base.pathOf(key)
      : joinPath(this.path, key);
  }

  /** The full path of an entry in an object. */
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

  public integer(key: string, min: number, max: number, fix = 'Use a value in this range.'): number | undefined {
    const value = this.raw[key];
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      return this.refuse(key, 'is not a whole number', `${min} to ${max}`, adviseType(value, DIGITS));
    }
    return value < min || value > max ? this.refuse(key, 'is out of range', `${min} to ${max}`, fix) : value;
  }

  /** A number, with or without decimal places. */
  public number(key: string, min: number, max: number, fix = 'Use a value in this range.'): number | undefined {
    const value = this.raw[key];
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return this.refuse(key, 'is not a number', `${min} to ${max}`, adviseType(value, /^\d+(\.\d+)?$/));
    }
    return value < min || value > max ? this.refuse(key, 'is out of range', `${min} to ${max}`, fix) : value;
  }

  /** A value from a fixed list. */
  public oneOf<T extends string | number>(
    key: string,
    allowed: readonly T[],
    fix = 'Use one of these values.',
  ): T | undefined {
    const value = this.raw[key];
    return value === undefined || allowed.includes(value as T)
      ? (value as T | undefined)
      : this.refuse(
          key,
          'is not valid',
          allowed.join(', '),
          typeof allowed[0] === 'number' ? adviseType(value, DIGITS, fix) : fix,
        );
  }

  /**
   * A member of an enum. A key with the value `undefined` comes from a member that does not exist, for example
   * `CpuArchitecture.ARM` in JavaScript or on the command line. Using the default instead would hide the mistake.
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
      `is not a member of ${name}`,
      allowed.join(', '),
      'Use one of these values, or remove the option to use the default.',
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
    // Array.from includes gaps in the list, which are mistakes. map() skips them.
    return Array.from(value, (item, i) => readString(this.problems, `${this.pathOf(key)}[${i}]`, item, rule)).filter(
      (item): item is string => item !== undefined,
    );
  }

  /** The entries of an object, each with its path. */
  public entries(key: string): { name: string; path: string; value: unknown }[] {
    const value = this.raw[key];
    if (value === undefined) {
      return [];
    }
    if (!isRecord(value)) {
      this.refuse(key, 'is not an object', 'an object that maps names to values', 'Correct the value.');
      return [];
    }
    return Object.entries(value).map(([name, item]) => ({ name, path: this.pathOfEntry(key, name), value: item }));
  }

  /** The items in a list of objects. */
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

  /** Reports the value of an option. Returns `undefined` so that the caller can return the result. */
  public refuse(key: string, why: string, allowed: string | undefined, fix: string): undefined {
    this.problems.add({ path: this.pathOf(key), value: this.raw[key], why, allowed, fix });
    return undefined;
  }

  /** Reports an option without its value, which is missing, too long to show, or possibly secret. */
  public refuseUnseen(key: string, why: string, allowed: string | undefined, fix: string): undefined {
    this.problems.add({ path: this.pathOf(key), why, allowed, fix });
    return undefined;
  }
}

export const DIGITS = /^\d+$/;

/** The fix for a value of the wrong type. */
export function adviseType(value: unknown, unquoted: RegExp, otherwise = 'Correct the value.'): string {
  return typeof value === 'string' && unquoted.test(value) ? 'Write it without quotes.' : otherwise;
}

function readString(problems: Problems, path: string, value: unknown, rule: StringRule): string | undefined {
  // The command line converts digits to a number.
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
      why: `is ${text.length} characters long`,
      allowed: `at most ${rule.maxLength}`,
      fix: 'Shorten it.',
    });
    return undefined;
  }
  if (!rule.pattern.test(text)) {
    problems.add({ path, value, why: 'is not valid', allowed: rule.allowed, fix });
    return undefined;
  }
  return text;
}

/** Whether a value is a plain object, as opposed to a list, a Map, a Date, or a Promise. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}
