import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import { show } from './show';

/**
 * One thing that is wrong with the config, in the words of the person who has to mend it.
 */
export interface Problem {
  /** Path of the option, for example `imageBuild.installCommands[0]`. */
  readonly path: string;
  /** The value found. Left out where there is none, where it does not matter and where it may be secret. */
  readonly value?: unknown;
  /** What is wrong with it: completes the sentence `<path>: <value> ...`. */
  readonly why: string;
  /** What is allowed. */
  readonly allowed?: string;
  /** What to do. */
  readonly fix: string;
}

/**
 * The one error that a bad config gets. Wherever it is shown, that is its message alone: the person who made the
 * mistake sees the problems, not the insides of this package.
 */
export class ConfigError extends Error {
  /** An error that lists what is wrong, while nothing is written yet. */
  public static of(subject: string, lines: readonly string[]): ConfigError {
    return new ConfigError([`${subject}; nothing was written.`, ...lines.map((line) => `  - ${line}`)].join('\n'));
  }

  constructor(message: string) {
    super(message);
    // Not enumerable: Node.js would print it below the message.
    Object.defineProperty(this, 'name', { value: 'ConfigError' });
    this.stack = message;
  }

  /** For `console.error`, with which `projen new` shows it. */
  public [inspect.custom](): string {
    return this.message;
  }
}

// For `npx projen`: Node.js puts an error without a stack trace in brackets, below a line of our source.
process.on('uncaughtExceptionMonitor', (error) => {
  if (error instanceof ConfigError && process.listenerCount('uncaughtException') === 0) {
    writeSync(process.stderr.fd, `${error.message}\n`);
    process.exit(1);
  }
});

/**
 * Collects every problem, so that all of them are reported at once.
 */
export class Problems {
  private readonly found: Problem[] = [];

  public add(problem: Problem): void {
    this.found.push(problem);
  }

  /** Without repetitions: several environments may share what is wrong. */
  public get lines(): string[] {
    return [...new Set(this.found.map(describe))];
  }

  /** @throws ConfigError naming all problems, if there is any. */
  public throwIfAny(subject: string): void {
    const { lines } = this;
    if (lines.length > 0) {
      const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
      throw ConfigError.of(`${count} in the delivery config of ${subject}`, lines);
    }
  }
}

function describe(problem: Problem): string {
  const { path, why, allowed, fix } = problem;
  const found = 'value' in problem ? `${show(problem.value)} ` : '';
  return `${path}: ${found}${why}${allowed ? ` (allowed: ${allowed})` : ''}. ${fix}`;
}
