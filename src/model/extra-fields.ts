import { isCircular, isJsonData } from './json-data';
import type { OptionReader } from './option-reader';

/**
 * Reads fields that the user adds to the task definition, with the field names of the ECS API. Rejects fields that an
 * option sets and fields that are not in the API.
 */
export function readExtraFields(
  options: OptionReader,
  key: string,
  free: readonly string[],
  owned: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  for (const entry of options.entries(key)) {
    const { name, value } = entry;
    if (Object.hasOwn(owned, name)) {
      options.rejectEntryWithoutValue(entry, 'reserved-field', { why: 'cannot be set here', fix: owned[name]! });
    } else if (!free.includes(name)) {
      options.rejectEntryWithoutValue(entry, 'unknown-field', {
        why: 'is not a field of the ECS API',
        allowed: free.join(', '),
        fix: 'Correct the name. The fields of the ECS API use camelCase.',
      });
    } else if (value !== undefined && isCircular(value)) {
      options.rejectEntryWithoutValue(entry, 'not-json', {
        why: 'contains a circular reference, which cannot be represented in JSON',
        fix: 'Remove the reference.',
      });
    } else if (value !== undefined && !isJsonData(value)) {
      options.rejectEntryWithoutValue(entry, 'not-json', {
        why: 'contains a value that cannot be represented in JSON',
        fix: 'Use only strings, numbers, booleans, lists, and objects.',
      });
    } else if (value !== undefined) {
      // Copy the value, because freezing the model must not freeze the caller's objects.
      fields[name] = JSON.parse(JSON.stringify(value));
    }
  }
  return fields;
}
