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
    if (name in owned) {
      options.problems.add({ path, value, why: 'is decided elsewhere', fix: `Use ${owned[name]}.` });
    } else if (!free.includes(name)) {
      options.problems.add({
        path,
        value,
        why: 'is no field of the ECS API',
        allowed: free.join(', '),
        fix: 'Correct its name; the API spells it in camelCase.',
      });
    } else {
      fields[name] = value;
    }
  }
  return fields;
}
