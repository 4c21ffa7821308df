import { NormalizedSchema } from '@smithy/core/schema';

type Schema = Parameters<typeof NormalizedSchema.of>[0];

/** Lists where a value does not match the input shape of an AWS API operation, as modeled in the AWS SDK. */
export function problemsOfShape(value: unknown, schema: Schema, path = ''): string[] {
  const shape = NormalizedSchema.of(schema);
  const here = path || 'the value';
  if (shape.isStructSchema()) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [`${here}: not an object`];
    }
    const members = new Map(shape.structIterator());
    return Object.entries(value).flatMap(([key, member]) => {
      const memberPath = path ? `${path}.${key}` : key;
      return members.has(key) ? problemsOfShape(member, members.get(key)!, memberPath) : [`${memberPath}: unknown`];
    });
  }
  if (shape.isListSchema()) {
    return Array.isArray(value)
      ? value.flatMap((item, i) => problemsOfShape(item, shape.getValueSchema(), `${path}[${i}]`))
      : [`${here}: not a list`];
  }
  if (shape.isMapSchema()) {
    return Object.entries(value as object).flatMap(([key, item]) =>
      problemsOfShape(item, shape.getValueSchema(), `${path}.${key}`),
    );
  }
  const [expected] = [
    shape.isStringSchema() && 'string',
    shape.isNumericSchema() && 'number',
    shape.isBooleanSchema() && 'boolean',
  ].filter(Boolean);
  return !expected || typeof value === expected ? [] : [`${here}: not a ${expected}`];
}
