import { isRecord } from './json-data';
import { type Entry, OptionSource } from './option-source';
import type { Origin, ProblemList } from './problem-list';
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

/**
 * Converts raw options to typed values. Raw options can come from plain JavaScript or the command line, so they can
 * contain values of any type. For a wrong value, the reader records a problem and returns `undefined`, so that it can
 * check the remaining options.
 */
export class OptionReader extends OptionSource {
  /**
   * @param known an object whose keys are the names of the options
   * @param topLevel an object whose keys are the names of options that exist only at the top level. A value that is a
   * string is advice for the option.
   */
  public static of(
    problems: ProblemList,
    raw: unknown,
    known: object,
    origin: Origin = { path: '' },
    topLevel: object = {},
  ): OptionReader {
    if (!isRecord(raw)) {
      if (raw !== undefined) {
        const problem = { ...origin, path: origin.path || 'options', code: 'wrong-type', value: raw } as const;
        const why = 'is not an object';
        problems.add({ ...problem, why, allowed: 'an object with options', fix: 'Correct the value.' }, origin);
      }
      return new OptionReader(problems, {}, origin);
    }
    const reader = new OptionReader(problems, raw, origin);
    const names = Object.keys(known);
    for (const key of Object.keys(raw).filter((k) => !names.includes(k))) {
      if (Object.hasOwn(topLevel, key)) {
        const advice = (topLevel as Readonly<Record<string, unknown>>)[key];
        reader.rejectWithoutValue(key, 'top-level-option', {
          why: 'is a top-level option',
          fix:
            typeof advice === 'string' ? advice : `Move ${key} to the top level. It then applies to every environment.`,
        });
        continue;
      }
      const problem = { ...reader.originOf(key), code: 'unknown-option' } as const;
      const why = 'is not a known option';
      const suggestion = suggest(key, names);
      if (suggestion) {
        problems.add({ ...problem, why, fix: `Did you mean ${suggestion}?` }, reader.originOf(suggestion));
      } else {
        problems.add({
          ...problem,
          why,
          allowed: [...names].sort().join(', '),
          fix: 'Remove it, or correct the name.',
        });
      }
    }
    return reader;
  }

  /**
   * Layers the options of an environment over these options, which the environment inherits.
   *
   * @param merged the options whose objects are merged key by key
   * @param dropped the options that the environment does not inherit
   */
  public inheritedBy(
    environment: string,
    own: OptionReader,
    { merged = [], dropped = [] }: { merged?: readonly string[]; dropped?: readonly string[] } = {},
  ): OptionReader {
    const below = Object.fromEntries(Object.entries(this.raw).filter(([key]) => !dropped.includes(key)));
    const set = Object.fromEntries(Object.entries(own.raw).filter(([, value]) => value !== undefined));
    const raw: Record<string, unknown> = { ...below, ...set };
    for (const key of merged) {
      const [lower, upper] = [below[key], set[key]];
      if (isRecord(lower) && isRecord(upper)) {
        raw[key] = { ...lower, ...upper };
      }
    }
    return new OptionReader(own.problems, raw, own.origin, { base: this, own: set, environment });
  }

  /** The same options, with their problems in another list. */
  public reportingTo(problems: ProblemList): OptionReader {
    return new OptionReader(problems, this.raw, this.origin);
  }

  public struct(key: string, known: object): OptionReader {
    const own = this.layer?.own[key];
    if (this.layer && isRecord(own) && this.raw[key] !== own) {
      const { base, environment } = this.layer;
      const top = OptionReader.of(this.problems, own, known, this.originOf(key));
      return base.struct(key, known).inheritedBy(environment, top, { merged: Object.keys(known) });
    }
    return OptionReader.of(this.problems, this.raw[key], known, this.originOf(key));
  }

  public string(key: string, rule: StringRule): string | undefined {
    return this.has(key) ? this.readString({ ...this.originOf(key), value: this.raw[key] }, rule) : undefined;
  }

  /** The value of an entry of an object. */
  public stringOf(entry: Entry, rule: StringRule): string | undefined {
    return this.readString(entry, rule);
  }

  public boolean(key: string): boolean | undefined {
    const value = this.raw[key];
    if (value === undefined || typeof value === 'boolean') {
      return value;
    }
    return this.reject(key, 'wrong-type', {
      why: 'is not a boolean',
      allowed: 'true, false',
      fix: adviseType(value, /^(true|false)$/),
    });
  }

  public integer(key: string, min: number, max: number, fix?: string): number | undefined {
    const value = this.raw[key];
    if (value !== undefined && (typeof value !== 'number' || !Number.isInteger(value))) {
      return this.reject(key, 'wrong-type', {
        why: 'is not a whole number',
        allowed: `${min} to ${max}`,
        fix: adviseType(value, DIGITS),
      });
    }
    return this.inRange(key, value, { min, max, fix });
  }

  /** A number, with or without decimal places. */
  public number(key: string, min: number, max: number, fix?: string): number | undefined {
    const value = this.raw[key];
    if (value !== undefined && (typeof value !== 'number' || !Number.isFinite(value))) {
      return this.reject(key, 'wrong-type', {
        why: 'is not a number',
        allowed: `${min} to ${max}`,
        fix: adviseType(value, /^\d+(\.\d+)?$/),
      });
    }
    return this.inRange(key, value, { min, max, fix });
  }

  private inRange(
    key: string,
    value: number | undefined,
    { min, max, fix = 'Use a value in this range.' }: { min: number; max: number; fix?: string },
  ): number | undefined {
    return value !== undefined && (value < min || value > max)
      ? this.reject(key, 'out-of-range', { why: 'is out of range', allowed: `${min} to ${max}`, fix })
      : value;
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
      : this.reject(key, 'unsupported-value', {
          why: 'is not valid',
          allowed: allowed.join(', '),
          fix: typeof allowed[0] === 'number' ? adviseType(value, DIGITS, fix) : fix,
        });
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
    return this.reject(key, 'unsupported-value', {
      why: `is not a member of ${name}`,
      allowed: Object.keys(members)
        .map((member) => `${name}.${member}`)
        .join(', '),
      fix: 'Use one of these values, or remove the option to use the default.',
    });
  }

  public strings(key: string, rule: StringRule): string[] | undefined {
    const value = this.raw[key];
    if (value === undefined) {
      return undefined;
    }
    if (!Array.isArray(value)) {
      return this.reject(key, 'wrong-type', {
        why: 'is not a list',
        allowed: 'a list of strings',
        fix: "Write it as ['...', '...'].",
      });
    }
    // Array.from includes gaps in the list, which are mistakes. map() skips them.
    return Array.from(value, (item, i) =>
      this.readString({ ...this.originOfItem(key, i), value: item }, rule, 'Specify a string, or remove the item.'),
    ).filter((item): item is string => item !== undefined);
  }

  /** The entries of an object. */
  public entries(key: string): Entry[] {
    const value = this.raw[key];
    if (value === undefined) {
      return [];
    }
    if (!isRecord(value)) {
      this.reject(key, 'wrong-type', {
        why: 'is not an object',
        allowed: 'an object that maps names to values',
        fix: 'Correct the value.',
      });
      return [];
    }
    return Object.entries(value).map(([name, item]) => ({ ...this.originOfEntry(key, name), name, value: item }));
  }

  /** Reads an entry of an object as options. */
  public entryStruct({ path, environment, value }: Entry, known: object): OptionReader {
    return OptionReader.of(this.problems, value, known, { path, environment });
  }

  /** The items in a list of objects. */
  public structs(key: string, known: object, topLevel?: object): OptionReader[] {
    const value = this.raw[key];
    if (value === undefined) {
      return [];
    }
    if (!Array.isArray(value)) {
      this.reject(key, 'wrong-type', {
        why: 'is not a list',
        allowed: 'a list of objects',
        fix: 'Write it as [{ ... }].',
      });
      return [];
    }
    return Array.from(value).flatMap((item: unknown, i) => {
      const reader = OptionReader.of(this.problems, item ?? null, known, this.originOfItem(key, i), topLevel);
      return isRecord(item) ? [reader] : [];
    });
  }

  /**
   * The items in a list of objects, each with a unique `name`. An environment merges an item with the inherited item of
   * the same name, and inherits the others.
   *
   * @param merged the options of the items whose objects are merged key by key
   */
  public namedStructs(key: string, known: object, merged: readonly string[] = []): OptionReader[] {
    const items = this.structs(key, known);
    items.forEach((item, i) => {
      this.checkName(item, items.slice(0, i));
    });
    if (!this.layer || this.layer.own[key] === undefined) {
      return items;
    }
    const { base, environment } = this.layer;
    const inherited = base.structs(key, known);
    const nameOf = (item: OptionReader) => item.value('name');
    return [
      ...inherited.map((item) => {
        const own = items.find((other) => nameOf(other) === nameOf(item));
        return item.inheritedBy(environment, own ?? new OptionReader(this.problems, {}, item.origin), { merged });
      }),
      ...items.filter((item) => !inherited.some((other) => nameOf(other) === nameOf(item))),
    ];
  }

  private checkName(item: OptionReader, earlier: readonly OptionReader[]): void {
    if (!item.has('name')) {
      item.rejectWithoutValue('name', 'missing-option', { why: 'is missing', fix: 'Set a unique name.' });
    } else if (earlier.some((other) => other.value('name') === item.value('name'))) {
      item.reject('name', 'duplicate-name', {
        why: 'is already the name of another item in the list',
        fix: 'Use a unique name for each item.',
      });
    }
  }

  private readString(
    entry: Origin & { readonly value: unknown },
    rule: StringRule,
    otherType = rule.fix ?? 'Correct the value.',
  ): string | undefined {
    const { value } = entry;
    // The command line converts digits to a number.
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    const fix = rule.fix ?? 'Correct the value.';
    if (typeof text !== 'string') {
      const quote = typeof value === 'number' && rule.pattern.test(String(value));
      return this.rejectEntry(entry, 'wrong-type', {
        why: 'is not a string',
        allowed: rule.allowed,
        fix: quote ? `Put it in quotes: '${value}'.` : otherType,
      });
    }
    if (rule.maxLength !== undefined && text.length > rule.maxLength) {
      return this.rejectEntry(entry, 'too-long', {
        why: `is ${text.length} characters long`,
        allowed: `at most ${rule.maxLength}`,
        fix: 'Shorten it.',
      });
    }
    return rule.pattern.test(text)
      ? text
      : this.rejectEntry(entry, 'invalid-format', { why: 'is not valid', allowed: rule.allowed, fix });
  }
}

export const DIGITS = /^\d+$/;

/** The fix for a value of the wrong type. */
export function adviseType(value: unknown, unquoted: RegExp, otherwise = 'Correct the value.'): string {
  return typeof value === 'string' && unquoted.test(value) ? 'Write it without quotes.' : otherwise;
}
