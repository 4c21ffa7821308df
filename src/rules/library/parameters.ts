import type { OptionReader, StringRule } from '../../model/option-reader';

const TEXT: StringRule = { pattern: /^\S.*$/, allowed: 'text on one line', maxLength: 300 };

/** The usual names of the environment that customers use. */
const PRODUCTION: readonly string[] = ['production', 'prod'];

/** The names of the production environments. */
export function readProduction(options: OptionReader): readonly string[] {
  return options.strings('environments', TEXT) ?? PRODUCTION;
}

/** A list with at least one item. */
export function readRequiredList(options: OptionReader, key: string, example: string): readonly string[] {
  if (options.has(key)) {
    const values = options.strings(key, TEXT) ?? [];
    if (values.length === 0 && !options.isRejected(key)) {
      options.reject(key, 'empty-list', {
        why: 'is empty',
        allowed: 'at least one value',
        fix: `Add one, for example ${example}.`,
      });
    }
    return values;
  }
  rejectMissing(options, key, `a list, for example ["${example}"]`);
  return [];
}

export function rejectMissing(options: OptionReader, key: string, allowed: string): undefined {
  return options.rejectWithoutValue(key, 'missing-option', { why: 'is missing', allowed, fix: `Set ${key}.` });
}

export function readText(options: OptionReader, key: string): string | undefined {
  return options.string(key, TEXT);
}
