/** Identifies a value that several files share. */
export interface FactName {
  /** For example `container-port`. The same for every environment. */
  readonly id: string;
  /** For example `Container port`. */
  readonly title: string;
  /** The option that sets the value. `undefined` if it is derived from other values. */
  readonly option?: string;
  /** The environment that the value belongs to. `undefined` if all environments share it. */
  readonly scope?: string;
  /** Whether only the generated files know the value, so that people need not read about it. */
  readonly isInternal?: boolean;
  /** Where the value is defined. If every such place is removed, the other places refer to something that is missing. */
  readonly definedBy?: Definition;
  /** Another spelling that files use, for example `21` for `corretto21`. */
  readonly alsoWritten?: (value: string) => string;
}

/** The place that creates what other files refer to. */
export interface Definition {
  readonly file: RegExp;
  /** A line of a text file. */
  readonly line?: RegExp;
  /** A path in a YAML or JSON file. */
  readonly path?: RegExp;
}

/** A value that several files must agree on. */
export interface Fact extends FactName {
  readonly value: string | number;
}

/**
 * Declares the shared values while the config is resolved. Each one passes through `decide` exactly once:
 *
 *     const port = facts.decide({ id: 'container-port', title: 'Container port', option: 'containerPort' }, 3000);
 *
 * Derive everything else (an ARN, a URL, a health check command) from the returned value. It is then part of the
 * rehearsal without further work.
 */
export interface Facts {
  decide<T extends string | number>(name: FactName, value: T): T;

  /**
   * Declares a value that changes more than its own text, for example the CPU architecture.
   *
   * @param other another possible value
   */
  choose<T extends string>(name: FactName, value: T, other: T): T;

  /** Declares values of one environment. */
  in(environment: string): Facts;

  /** A rehearsal runs with invented values, so problems that it finds do not count. */
  readonly isRehearsal: boolean;
}

/** Adds the environment to the names of values. */
export class EnvironmentFacts implements Facts {
  public constructor(
    private readonly facts: Facts,
    private readonly scope: string,
  ) {}

  public get isRehearsal(): boolean {
    return this.facts.isRehearsal;
  }

  public decide<T extends string | number>(name: FactName, value: T): T {
    return this.facts.decide({ ...name, scope: this.scope }, value);
  }

  public choose<T extends string>(name: FactName, value: T, other: T): T {
    return this.facts.choose({ ...name, scope: this.scope }, value, other);
  }

  public in(environment: string): Facts {
    return new EnvironmentFacts(this.facts, environment);
  }
}

/** The run whose files are written: every value stays what it is. */
export class Decided implements Facts {
  public readonly isRehearsal = false;
  public readonly all: Fact[] = [];
  public readonly choices: Fact[] = [];

  public decide<T extends string | number>(name: FactName, value: T): T {
    this.all.push({ ...name, value });
    return value;
  }

  public choose<T extends string>(name: FactName, value: T): T {
    this.choices.push({ ...name, value });
    return value;
  }

  public in(environment: string): Facts {
    return new EnvironmentFacts(this, environment);
  }
}
