import { isRecord } from './json-data';
import type { OptionReader } from './option-reader';
import type { ProblemCode } from './problem-codes';
import type { Origin, ProblemList } from './problem-list';
import { joinPath } from './show';

/** Why a value is rejected. See `Problem`. */
export interface Reason {
  readonly why: string;
  readonly allowed?: string;
  readonly fix: string;
}

/** An entry of an object option. */
export interface Entry extends Origin {
  readonly name: string;
  readonly value: unknown;
}

export type Raw = Readonly<Record<string, unknown>>;

/** Options of an environment over those that it inherits. */
interface Layer {
  readonly base: OptionReader;
  readonly own: Raw;
  readonly environment: string;
}

/** Raw options: where each one is set, and what is wrong with it. */
export abstract class OptionSource {
  protected constructor(
    protected readonly problems: ProblemList,
    protected readonly raw: Raw,
    protected readonly origin: Origin,
    protected readonly layer?: Layer,
  ) {}

  /** Where an option is set. */
  protected originOf(key: string): Origin {
    return this.layer && !Object.hasOwn(this.layer.own, key) && this.layer.base.has(key)
      ? { ...this.layer.base.originOf(key), environment: this.layer.environment }
      : { ...this.origin, path: joinPath(this.origin.path, key) };
  }

  /** Where an entry of an object is set. */
  protected originOfEntry(key: string, name: string): Origin {
    const own = this.layer?.own[key];
    if (this.layer && !(isRecord(own) && Object.hasOwn(own, name))) {
      return { ...this.layer.base.originOfEntry(key, name), environment: this.layer.environment };
    }
    return { ...this.origin, path: joinPath(joinPath(this.origin.path, key), name) };
  }

  public has(key: string): boolean {
    return this.raw[key] !== undefined;
  }

  public value(key: string): unknown {
    return this.raw[key];
  }

  /**
   * Whether a problem with an option, or with a part of it, has already been reported. A check that compares the option
   * with others would then only repeat it.
   */
  public isRejected(...keys: readonly string[]): boolean {
    return keys.some((key) => this.problems.has(this.originOf(key)));
  }

  public isRejectedEntry(entry: Entry): boolean {
    return this.problems.has(entry);
  }

  /** Whether an option is a list without items. */
  public isEmptyList(key: string): boolean {
    const value = this.raw[key];
    return Array.isArray(value) && value.length === 0;
  }

  /** An entry of an object, if it is set. */
  public entry(key: string, name: string): Entry | undefined {
    const object = this.raw[key];
    const value = isRecord(object) && Object.hasOwn(object, name) ? object[name] : undefined;
    return value === undefined ? undefined : { ...this.originOfEntry(key, name), name, value };
  }

  protected originOfItem(key: string, index: number): Origin {
    const { path, environment } = this.originOf(key);
    return { path: `${path}[${index}]`, environment };
  }

  /** Reports the value of an option. Returns `undefined` so that the caller can return the result. */
  public reject(key: string, code: ProblemCode, reason: Reason): undefined {
    return this.rejectValue(key, this.raw[key], code, reason);
  }

  /** Reports an option without its value, which is missing, too long to show, or possibly secret. */
  public rejectWithoutValue(key: string, code: ProblemCode, reason: Reason): undefined {
    this.problems.add({ ...this.originOf(key), code, ...reason });
    return undefined;
  }

  /** Reports a value that an option has without being set: its default, or a value derived from it. */
  public rejectValue(key: string, value: unknown, code: ProblemCode, reason: Reason): undefined {
    return this.rejectEntry({ ...this.originOf(key), value }, code, reason);
  }

  /** Reports an entry of an object option. */
  public rejectEntry(entry: Origin & { readonly value: unknown }, code: ProblemCode, reason: Reason): undefined {
    const { path, environment, value } = entry;
    this.problems.add({ path, environment, code, value, ...reason });
    return undefined;
  }

  /** Reports an entry of an object option without its value, which is possibly secret. */
  public rejectEntryWithoutValue({ path, environment }: Origin, code: ProblemCode, reason: Reason): undefined {
    this.problems.add({ path, environment, code, ...reason });
    return undefined;
  }
}
