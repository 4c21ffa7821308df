import type { Facts } from '../core/fact';
import { ReleaseValue, type StackOutput } from '../options';
import { isRecord } from './json-data';
import type { ReleaseVariableModel } from './model';
import type { OptionReader } from './option-reader';
import { checkVariableName } from './resolve-variables';
import { OUTPUT_KEY, STACK_NAME } from './rules';
import { SHARED } from './shared-values';

const OUTPUT_OPTIONS: Readonly<Record<keyof StackOutput, true>> = { stack: true, output: true };

/** Options that set environment variables of the container, in the order in which a name may be repeated. */
const OF_VARIABLES = ['environmentVariables', 'secrets', 'releaseVariables', 'environmentVariablesFrom'] as const;

/** Resolves the environment variables whose values a release determines, sorted by name. */
export function resolveReleaseVariables(options: OptionReader, decisions: Facts): ReleaseVariableModel[] {
  return [...readValues(options), ...readOutputs(options)]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, value, stackOutput }) => ({
      name: decisions.decide(SHARED.releaseVariable, name),
      value,
      stackOutput: stackOutput && {
        ...stackOutput,
        stack: decisions.decide(SHARED.outputStack, stackOutput.stack),
      },
    }));
}

function readValues(options: OptionReader): ReleaseVariableModel[] {
  const allowed = Object.keys(ReleaseValue)
    .map((member) => `ReleaseValue.${member}`)
    .join(', ');
  return options.entries('releaseVariables').flatMap((entry) => {
    checkVariableName(options, entry);
    rejectRepeated(options, 'releaseVariables', entry);
    const value = Object.values(ReleaseValue).find((each) => each === entry.value);
    if (value === undefined) {
      options.rejectEntry(entry, 'unsupported-value', {
        why: 'is not a member of ReleaseValue',
        allowed,
        fix: 'Use one of these values. For a fixed value, use environmentVariables.',
      });
      return [];
    }
    return [{ name: entry.name, value }];
  });
}

function readOutputs(options: OptionReader): ReleaseVariableModel[] {
  return options.entries('environmentVariablesFrom').flatMap((entry) => {
    checkVariableName(options, entry);
    rejectRepeated(options, 'environmentVariablesFrom', entry);
    if (!isRecord(entry.value)) {
      options.rejectEntry(entry, 'wrong-type', {
        why: 'is not an object',
        allowed: "{ stack: '<name>', output: '<key>' }",
        fix: 'Specify the stack and the output.',
      });
      return [];
    }
    const reader = options.entryStruct(entry, OUTPUT_OPTIONS);
    // A misspelled key is reported already.
    const isMisspelled = Object.keys(entry.value).some((key) => !Object.hasOwn(OUTPUT_OPTIONS, key));
    for (const key of ['stack', 'output'].filter((k) => !isMisspelled && !reader.has(k))) {
      reader.rejectWithoutValue(key, 'missing-option', { why: 'is missing', fix: `Set ${key}.` });
    }
    const stack = reader.string('stack', STACK_NAME) ?? '';
    const output = reader.string('output', OUTPUT_KEY) ?? '';
    return [{ name: entry.name, stackOutput: { stack, output } }];
  });
}

/** A container can have only one variable with a name. */
function rejectRepeated(
  options: OptionReader,
  key: (typeof OF_VARIABLES)[number],
  entry: ReturnType<OptionReader['entries']>[number],
): void {
  const earlier = OF_VARIABLES.slice(0, OF_VARIABLES.indexOf(key)).find((other) => {
    const entries = options.value(other);
    return isRecord(entries) && Object.hasOwn(entries, entry.name);
  });
  if (earlier) {
    options.rejectEntryWithoutValue(entry, 'duplicate-variable', {
      why: `is also set in ${earlier}`,
      fix: `Remove it from ${earlier} or ${key}, or rename one of the two.`,
    });
  }
}
