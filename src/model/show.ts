/** Characters that break a line or change the text direction on a terminal, and that JSON does not escape. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\p{Cf}]/gu;

/** A value on one line, as the user would write it. Long values are truncated. */
export function show(value: unknown): string {
  if (typeof value === 'function' || typeof value === 'symbol') {
    return `a ${typeof value}`;
  }
  if (typeof value === 'bigint') {
    return `${value}n`;
  }
  if (typeof value === 'number' || value === undefined) {
    return String(value);
  }
  const text = json(value).replace(UNPRINTABLE, (found) => `\\u${found.codePointAt(0)!.toString(16).padStart(4, '0')}`);
  const end = text.startsWith('"') ? '..."' : '...';
  return text.length > 80 ? `${text.slice(0, 77).replace(/[\ud800-\udbff]$/, '')}${end}` : text;
}

function json(value: unknown): string {
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (typeof value === 'object' && !['Null', 'Array', 'Object'].includes(kind)) {
    return `a ${kind}`;
  }
  const plain = Array.isArray(value) ? 'a list' : 'an object';
  try {
    return JSON.stringify(value) ?? plain;
  } catch {
    // The value contains a circular reference or a BigInt.
    return plain;
  }
}

/** The path of an option in another option, in TypeScript syntax. */
export function joinPath(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]{0,63}$/.test(key)) {
    return `${path}[${show(key)}]`;
  }
  return path ? `${path}.${key}` : key;
}
