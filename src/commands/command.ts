import type { ChangeReport } from './changes';
import type { CheckReport } from './finding';
import { formatGithub } from './format-github';
import { formatJson } from './format-json';
import { formatSarif } from './format-sarif';
import { formatText } from './format-text';

/** The tasks `delivery:check`, `delivery:explain`, and others run the config with this environment variable. */
export const COMMAND_VARIABLE = 'PROJEN_AWS_DELIVERY';

/** What a config does instead of writing files. */
export type Command =
  | { readonly name: 'check'; format(report: CheckReport): string }
  | { readonly name: 'explain'; readonly option: string }
  | { readonly name: 'migrate'; readonly writes: boolean }
  | { readonly name: 'changes'; readonly base: string; format(report: ChangeReport): string };

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
  if (name === 'changes') {
    return { name, ...changesOf(args) };
  }
  if (name === undefined) {
    return undefined;
  }
  throw new Error(
    `${COMMAND_VARIABLE}: ${JSON.stringify(name)} is not a known command. Use check, explain, changes, or migrate, or unset the variable.`,
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

const CHANGE_FORMATS: Readonly<Record<string, (report: ChangeReport) => string>> = {
  markdown: ({ description }) => description,
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
};

function changesOf(args: readonly string[]): { readonly base: string; format(report: ChangeReport): string } {
  const values: Record<string, string> = { base: 'HEAD', format: 'markdown' };
  const rest = args.flatMap((arg) => (arg.startsWith('--') ? arg.split(/=(.*)/s, 2) : [arg]));
  for (let i = 0; i < rest.length; i += 2) {
    const [option, value] = [rest[i]!, rest[i + 1]];
    const isValid =
      option === '--format'
        ? Object.hasOwn(CHANGE_FORMATS, value ?? '')
        : option === '--base' && /^[^-]/.test(value ?? '');
    if (!isValid) {
      throw new Error(
        `Unknown argument: ${args.join(' ')}. Usage: npx projen delivery:changes [--base <commit>] [--format ${Object.keys(CHANGE_FORMATS).join('|')}]`,
      );
    }
    values[option.slice(2)] = value!;
  }
  return { base: values.base!, format: CHANGE_FORMATS[values.format!]! };
}
