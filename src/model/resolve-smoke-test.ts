import type { Facts } from '../core/fact';
import type { SmokeTestOptions } from '../options';
import { isRecord } from './json-data';
import type { OptionReader } from './option-reader';
import { REPOSITORY_PATH, SINGLE_COMMAND } from './rules';
import { SHARED } from './shared-values';

const SMOKE_TEST_OPTIONS: Readonly<Record<keyof SmokeTestOptions, true>> = { command: true, files: true };

/**
 * The options of the smoke test of an environment. `undefined` if there is none.
 *
 * @param subject what the command checks, for messages: `the service`
 * @param known an object whose keys are the names of further options
 */
export function smokeTestOptions(parent: OptionReader, subject: string, known: object = {}): OptionReader | undefined {
  const options = parent.struct('smokeTest', { ...SMOKE_TEST_OPTIONS, ...known });
  if (!parent.has('smokeTest')) {
    return undefined;
  }
  if (isRecord(parent.value('smokeTest')) && !options.has('command')) {
    options.rejectWithoutValue('command', 'missing-option', {
      why: 'is missing',
      allowed: SINGLE_COMMAND.allowed,
      fix: `Provide a command that checks ${subject}.`,
    });
  }
  return options;
}

/**
 * Reads what every smoke test has.
 *
 * @param check checks the variables that the command uses
 */
export function readSmokeTest(
  options: OptionReader,
  decisions: Facts,
  check: (command: string) => void = () => undefined,
): { command: string; files: readonly string[] } {
  const command = options.string('command', SINGLE_COMMAND) ?? '';
  check(command);
  return {
    command: decisions.decide(SHARED.smokeTestCommand, command),
    files: options.strings('files', REPOSITORY_PATH) ?? [],
  };
}
