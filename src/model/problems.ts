import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import type { AnyProblemCode } from './problem-codes';
import { show } from './show';

/** A problem as the check that finds it describes it. */
export interface Problem {
  readonly code: AnyProblemCode;
  /** The path of the option, for example `imageBuild.installCommands[0]`. */
  readonly path: string;
  /** Follows the path in the message: where the value comes from, if the repository does not set it. */
  readonly origin?: string;
  /** The environments that inherit the value and in which it is a problem. See `ConfigProblem`. */
  readonly environments?: readonly string[];
  /** The actual value. Omitted if it is missing, irrelevant, or possibly secret. */
  readonly value?: unknown;
  /** What is wrong. Completes the sentence `<path>: <value> ...`. */
  readonly why: string;
  /** What is allowed. */
  readonly allowed?: string;
  /** How to fix it. */
  readonly fix: string;
  /** The generated file that contains it. */
  readonly file?: string;
  /** The line of the file, starting at 1. */
  readonly line?: number;
  /** Part of a line of the file, or a path in its data. */
  readonly where?: string;
}

/**
 * A problem in a config.
 *
 * @jsii ignore
 */
export interface ConfigProblem {
  /**
   * A stable code that identifies the kind of problem. `docs/errors.md` explains each code. For a rule of a standard, the
   * code of the rule.
   */
  readonly code: AnyProblemCode;
  /** The path of the option, for example `imageBuild.installCommands[0]`, or of a file, or the title of a shared value. */
  readonly path: string;
  /**
   * The environments that inherit the value and in which it is a problem. Omitted if it is a problem regardless of the
   * environment.
   */
  readonly environments?: readonly string[];
  /** The actual value. Omitted if it is missing, irrelevant, or possibly secret. */
  readonly value?: unknown;
  /** What is allowed. */
  readonly allowed?: string;
  /** How to fix it. */
  readonly fix: string;
  /** The generated file that contains it. Omitted if the problem is in the config. */
  readonly file?: string;
  /** The line of the file, starting at 1. Omitted if it is the whole file, or not known. */
  readonly line?: number;
  /** Part of a line of the file, or a path in its data. */
  readonly where?: string;
  /** The line that the user sees, with the code at its end. */
  readonly message: string;
}

/**
 * The error for an invalid config, thrown before any file is written. Its message lists all problems, without a stack
 * trace, so that the user sees the problems and not the internals of this package.
 *
 * jsii does not support classes that extend `Error`: a program in another language receives only the message, in which
 * each problem ends with its code.
 *
 * @jsii ignore
 */
export class ConfigError extends Error {
  /** Every problem, in the order of the message. */
  public readonly problems: readonly ConfigProblem[];

  public constructor(message: string, problems: readonly ConfigProblem[]) {
    super(message);
    this.name = 'ConfigError';
    this.problems = problems;
    this.stack = message;
    // `projen new` shows the error with `console.error`, which calls this method.
    Object.defineProperty(this, inspect.custom, { value: () => message });
    // Node.js prints enumerable properties below the message.
    for (const name of ['name', 'problems']) {
      Object.defineProperty(this, name, { enumerable: false });
    }
    printUncaughtErrors();
  }
}

/**
 * An error that lists problems.
 *
 * @param subject a sentence without the period at its end
 */
export function configErrorOf(subject: string, problems: readonly Problem[]): ConfigError {
  const all = problems.map(({ why, origin, ...problem }) =>
    Object.freeze({ ...problem, message: messageOf({ why, origin, ...problem }) }),
  );
  const lines = all.map(({ message }) => message);
  return new ConfigError(messageOfAll(subject, lines), Object.freeze(all));
}

function messageOfAll(subject: string, lines: readonly string[]): string {
  return [`${subject}. No files were written.`, ...lines.map((line) => `  - ${line}`)].join('\n');
}

let printsUncaughtErrors = false;

/**
 * For `npx projen`: Node.js prints an error without a stack trace in brackets, below a line of this package's code.
 * Called with the first error, so that importing this package has no side effect.
 */
function printUncaughtErrors(): void {
  if (printsUncaughtErrors) {
    return;
  }
  printsUncaughtErrors = true;
  process.on('uncaughtExceptionMonitor', (error) => {
    if (error instanceof ConfigError && process.listenerCount('uncaughtException') === 0) {
      writeSync(process.stderr.fd, `${error.message}\n`);
      process.exit(1);
    }
  });
}

/** The line that describes a problem. */
export function messageOf(problem: Problem): string {
  const { code, path, origin = '', environments = [], why, allowed, fix } = problem;
  const found = 'value' in problem ? `${show(problem.value)} ` : '';
  return `${path}${origin}: ${found}${why}${inEnvironments(environments)}${allowed ? ` (allowed: ${allowed})` : ''}. ${fix} [${code}]`;
}

function inEnvironments(names: readonly string[]): string {
  const [last] = names.slice(-1);
  if (last === undefined) {
    return '';
  }
  const list = names.length === 1 ? last : `${names.slice(0, -1).join(', ')}${names.length > 2 ? ',' : ''} and ${last}`;
  const noun = names.length === 1 ? 'environment' : 'environments';
  // An environment without a name has a number.
  return names.some((name) => /^\d+$/.test(name)) ? ` in ${noun} ${list}` : ` in the ${list} ${noun}`;
}
