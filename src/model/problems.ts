/**
 * One thing that is wrong with the config, in the words of the person who has to mend it.
 */
export interface Problem {
  /** Path of the option, for example `build.installCommands[0]`. */
  readonly path: string;
  /** The value found. */
  readonly value: unknown;
  /** What is wrong with it: completes the sentence `<path>: <value> ...`. */
  readonly why: string;
  /** What is allowed. */
  readonly allowed?: string;
  /** What to do. */
  readonly fix: string;
}

/**
 * The one error that a bad config gets. Its stack is its message: the person who made the mistake is shown the
 * problems, not the insides of this package.
 */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
    this.stack = message;
  }
}

/**
 * Collects every problem, so that all of them are reported at once.
 */
export class Problems {
  private readonly found: Problem[] = [];

  public add(problem: Problem): void {
    this.found.push(problem);
  }

  public get lines(): string[] {
    return this.found.map(describe);
  }

  /** @throws ConfigError naming all problems, if there is any. */
  public throwIfAny(subject: string): void {
    if (this.found.length > 0) {
      const count = this.found.length === 1 ? '1 problem' : `${this.found.length} problems`;
      throw new ConfigError(
        [`${count} in the delivery config of ${subject}; nothing was written.`, ...this.lines.map((l) => `  - ${l}`)].join('\n'),
      );
    }
  }
}

function describe({ path, value, why, allowed, fix }: Problem): string {
  return `${path}: ${show(value)} ${why}${allowed ? ` (allowed: ${allowed})` : ''}. ${fix}`;
}

/** A value as the user would write it, on one line, cut where it is long. */
function show(value: unknown): string {
  if (typeof value === 'function' || typeof value === 'symbol') {
    return `a ${typeof value}`;
  }
  if (typeof value === 'number' || typeof value === 'bigint' || value === undefined) {
    return String(value);
  }
  const text = safeJson(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'a value that refers to itself';
  }
}
