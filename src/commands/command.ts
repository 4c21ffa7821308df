import type { CheckReport } from './finding';
import { formatGithub } from './format-github';
import { formatJson } from './format-json';
import { formatSarif } from './format-sarif';
import { formatText } from './format-text';

/** The tasks `delivery:check`, `delivery:explain`, and `delivery:migrate` run the config with this environment variable. */
export const COMMAND_VARIABLE = 'PROJEN_AWS_DELIVERY';

/** What a config does instead of writing files. */
export type Command =
  | { readonly name: 'check'; format(report: CheckReport): string }
  | { readonly name: 'explain'; readonly option: string }
  | { readonly name: 'migrate'; readonly writes: boolean };

const FORMATS: Readonly<Record<string, (report: CheckReport) => string>> = {
  text: formatText,
  github: formatGithub,
  sarif: formatSarif,
  json: formatJson,
};

/** Whether this process runs a command. */
export function isCommand(env: NodeJS.ProcessEnv = process.env): boolean {
  return env[COMMAND_VARIABLE] !== undefined;
}

/**
 * The command of this process.
 *
 * @param args the arguments of the task
 * @throws Error if there is no such command, or its arguments are not valid
 */
export function commandOf(env: NodeJS.ProcessEnv, args: readonly string[]): Command | undefined {
  const name = env[COMMAND_VARIABLE];
  if (name === 'explain') {
    const [option, ...others] = args;
    if (option === undefined || others.length > 0) {
      throw new Error('Usage: npx projen delivery:explain <option>, for example: npx projen delivery:explain cpu');
    }
    return { name, option };
  }
  if (name === 'check') {
    return { name, format: formatOf(args) };
  }
  if (name === 'migrate') {
    if (args.length > 1 || (args.length === 1 && args[0] !== '--check')) {
      throw new Error(`Unknown argument: ${args.join(' ')}. Usage: npx projen delivery:migrate [--check]`);
    }
    return { name, writes: args.length === 0 };
  }
  if (name === undefined) {
    return undefined;
  }
  throw new Error(
    `${COMMAND_VARIABLE}: ${JSON.stringify(name)} is not a known command. Use check, explain, or migrate, or unset the variable.`,
  );
}

function formatOf(args: readonly string[]): (report: CheckReport) => string {
  const name = /^(?:--format(?:=| ))?(.*)$/.exec(args.join(' '))![1]!;
  const format =
    args.length === 0 ? formatText : name !== args[0] && Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (!format) {
    throw new Error(
      `Unknown argument: ${args.join(' ')}. Usage: npx projen delivery:check [--format ${Object.keys(FORMATS).join('|')}]`,
    );
  }
  return format;
}
