import type { OptionReader } from './option-reader';

/** Reads an option that must be set. */
export function readRequired<T>(
  reader: OptionReader,
  key: string,
  read: (key: string) => T | undefined,
): T | undefined {
  if (!reader.has(key)) {
    return reader.rejectWithoutValue(key, 'missing-option', { why: 'is missing', fix: `Set ${key}.` });
  }
  return read(key);
}
