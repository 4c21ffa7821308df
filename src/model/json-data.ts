/** Whether JSON can represent a value without loss. Ignores members that are `undefined`. */
export function isJsonData(value: unknown, parents: readonly unknown[] = []): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return true;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value);
  }
  if (parents.includes(value)) {
    return false;
  }
  const within = [...parents, value];
  if (Array.isArray(value)) {
    return Array.from(value).every((item) => isJsonData(item, within));
  }
  return isRecord(value) && Object.values(value).every((item) => item === undefined || isJsonData(item, within));
}

/** Whether a list or an object contains itself, directly or in one of its members. */
export function isCircular(value: unknown, parents: readonly unknown[] = []): boolean {
  if (parents.includes(value)) {
    return true;
  }
  const within = [...parents, value];
  return (Array.isArray(value) || isRecord(value)) && Object.values(value).some((item) => isCircular(item, within));
}

/** Whether a value is a plain object, as opposed to a list, a Map, a Date, or a Promise. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}
