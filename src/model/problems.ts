import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import { show } from './show';

/**
 * A problem in the config, described for the person who fixes it.
 */
export interface Problem {
  /** The path of the option, for example `imageBuild.installCommands[0]`. */
  readonly path: string;
  /** The actual value. Omitted if it is missing, irrelevant, or possibly secret. */
  readonly value?: unknown;
  /** What is wrong. Completes the sentence `<path>: <value> ...`. */
  readonly why: string;
  /** What is allowed. */
  readonly allowed?: string;
  /** How to fix it. */
  readonly fix: string;
}

/**
 * The error for an invalid config. Only its message is ever shown, without a stack trace, so that the user sees the
 * problems and not the internals of this package.
 */
export class ConfigError extends Error {
  /**
   * An error that lists problems found before any file is written.
   *
   * @param subject a sentence without the period at its end
   */
  public static of(subject: string, lines: readonly string[]): ConfigError {
    return new ConfigError([`${subject}. No files were written.`, ...lines.map((line) => `  - ${line}`)].join('\n'));
  }

  constructor(message: string) {
    super(message);
    // Not enumerable, because Node.js prints enumerable properties below the message.
    Object.defineProperty(this, 'name', { value: 'ConfigError' });
    this.stack = message;
  }

  /** `projen new` shows the error with `console.error`, which calls this method. */
  public [inspect.custom](): string {
    return this.message;
  }
}

// For `npx projen`: Node.js prints an error without a stack trace in brackets, below a line of this package's code.
process.on('uncaughtExceptionMonitor', (error) => {
  if (error instanceof ConfigError && process.listenerCount('uncaughtException') === 0) {
    writeSync(process.stderr.fd, `${error.message}\n`);
    process.exit(1);
  }
});

/**
 * Collects problems so that all of them are reported at once.
 */
export class Problems {
  private readonly found: Problem[] = [];

  public add(problem: Problem): void {
    this.found.push(problem);
  }

  /** One line per problem, without duplicates. Several environments can have the same problem. */
  public get lines(): string[] {
    return [...new Set(this.found.map(describe))];
  }

  /** @throws ConfigError that lists all problems, if there are any */
  public throwIfAny(subject: string): void {
    const { lines } = this;
    if (lines.length > 0) {
      const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
      throw ConfigError.of(`Found ${count} in the delivery config of ${subject}`, lines);
    }
  }
}

function describe(problem: Problem): string {
  const { path, why, allowed, fix } = problem;
  const found = 'value' in problem ? `${show(problem.value)} ` : '';
  return `${path}: ${found}${why}${allowed ? ` (allowed: ${allowed})` : ''}. ${fix}`;
}
