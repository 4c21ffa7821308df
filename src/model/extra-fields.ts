import { isJsonData } from './json-data';
import type { OptionReader } from './option-reader';

/**
 * Reads fields that the user adds to the task definition as the API spells them. Refused are fields that an option
 * decides and fields that ECS does not know.
 */
export function readExtraFields(
  options: OptionReader,
  key: string,
  free: readonly string[],
  owned: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  for (const { name, path, value } of options.entries(key)) {
    if (Object.hasOwn(owned, name)) {
      options.problems.add({ path, value, why: 'cannot be set here', fix: owned[name]! });
    } else if (!free.includes(name)) {
      options.problems.add({
        path,
        value,
        why: 'is no field of the ECS API',
        allowed: free.join(', '),
        fix: 'Correct its name; the API spells it in camelCase.',
      });
    } else if (value !== undefined && !isJsonData(value)) {
      options.problems.add({
        path,
        value,
        why: 'cannot be written as JSON',
        fix: 'Use text, numbers, booleans, lists and objects only.',
      });
    } else if (value !== undefined) {
      // A copy: the model is frozen, the caller's objects stay as they are.
      fields[name] = JSON.parse(JSON.stringify(value));
    }
  }
  return fields;
}
