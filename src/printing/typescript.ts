import type { Imports } from '../core/stack-source';

/**
 * Prints TypeScript. You indent a template like the code around it; the output starts at column 0. A multiline value is
 * indented like the line that contains it. A line that contains only empty values is omitted, together with the
 * blank line before it if nothing else follows that line.
 */
export function code(strings: TemplateStringsArray, ...values: readonly (string | undefined)[]): string {
  let used = 0;
  const filled = linesOf(strings).map((line) => {
    const first = used;
    used += line.tails.length;
    return fill(line, values.slice(first, used));
  });
  return filled.filter((line, i) => line !== undefined && (line || !isStranded(filled, i))).join('\n');
}

/** The same for a whole file, which ends with a newline. */
export function sourceFile(strings: TemplateStringsArray, ...values: readonly (string | undefined)[]): string {
  return `${code(strings, ...values)}\n`;
}

/** Placeholder for a value while a template is split into lines. Source files do not contain this character. */
const PLACEHOLDER = '\0';

/** A line of a template: the text before its first value and after each value. */
interface TemplateLine {
  readonly head: string;
  readonly tails: readonly string[];
}

/** Cached lines. JavaScript passes the same array each time that a template is evaluated. */
const cache = new WeakMap<TemplateStringsArray, readonly TemplateLine[]>();

/** The lines of a template, without their common indentation. */
function linesOf(strings: TemplateStringsArray): readonly TemplateLine[] {
  const cached = cache.get(strings);
  if (cached) {
    return cached;
  }
  const texts = strings
    .join(PLACEHOLDER)
    .replace(/^\n|\n *$/g, '')
    .split('\n');
  const margin = Math.min(...texts.filter((line) => line.trim()).map(indentOf));
  const lines = texts.map((line): TemplateLine => {
    const [head = '', ...tails] = line.slice(margin).split(PLACEHOLDER);
    return { head, tails };
  });
  cache.set(strings, lines);
  return lines;
}

/** Returns `undefined` if the line is omitted. */
function fill({ head, tails }: TemplateLine, values: readonly (string | undefined)[]): string | undefined {
  if (tails.length === 0) {
    return head;
  }
  const filled = tails.reduce((text, tail, i) => text + (values[i] ?? '') + tail, head);
  return filled.trim() === '' ? undefined : filled.replace(/\n(?=[^\n])/g, `\n${' '.repeat(indentOf(head))}`);
}

/** Whether a blank line separates nothing, because the block after it is omitted. */
function isStranded(lines: readonly (string | undefined)[], empty: number): boolean {
  const next = lines.slice(empty + 1).find((line) => line !== undefined);
  return lines[empty + 1] === undefined && (!next || next.trim().startsWith('}'));
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Printable ASCII without quotes and backslashes. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

/** A string literal. It uses single quotes, unless double quotes need fewer escapes. */
export function quote(text: string): string {
  if (PLAIN.test(text)) {
    return `'${text}'`;
  }
  const mark = text.split("'").length > text.split('"').length ? '"' : "'";
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\"/g, '"')
    .replaceAll(mark, `\\${mark}`)
    .replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
  return mark + escaped + mark;
}

/** The maximum width of a value that stays on one line. */
const WIDTH = 90;

/** A literal for strings, numbers, booleans, arrays, and objects. Keys whose value is undefined are omitted. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) {
    return bracket('[', value.map(literal), ']');
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return bracket(
      '{',
      entries.map(([key, item]) => `${keyName(key)}: ${literal(item)}`),
      '}',
    );
  }
  return typeof value === 'string' ? quote(value) : String(value);
}

/** An object literal with the given entries, on one line if they fit. */
export function bracketed(entries: readonly string[]): string {
  return bracket('{', entries, '}');
}

/** An array literal with the given items, on one line if they fit. */
export function listed(items: readonly string[]): string {
  return bracket('[', items, ']');
}

function bracket(open: string, items: readonly string[], close: string): string {
  const pad = open === '{' && items.length > 0 ? ' ' : '';
  const line = `${open}${pad}${items.join(', ')}${pad}${close}`;
  return line.length <= WIDTH && !line.includes('\n')
    ? line
    : `${open}\n${indent(items.map((item) => `${item},`).join('\n'))}\n${close}`;
}

function keyName(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** A one-line comment. Line breaks in the text become spaces. */
export function comment(text: string): string {
  return `// ${text.replace(/\s+/g, ' ')}`;
}

/** Import statements, sorted by module. A module has either an alias or a list of names, some of them types. */
export function imports(modules: Imports): string {
  return Object.entries(modules)
    .sort(([a], [b]) => order(a, b))
    .map(([module, names]) => {
      if (typeof names === 'string') {
        return `import * as ${names} from ${quote(module)};`;
      }
      const sorted = [...names].sort((a, b) => order(a.replace(/^type /, ''), b.replace(/^type /, '')));
      const onlyTypes = sorted.every((name) => name.startsWith('type '));
      return onlyTypes
        ? `import type { ${sorted.map((name) => name.replace(/^type /, '')).join(', ')} } from ${quote(module)};`
        : `import ${bracket('{', sorted, '}')} from ${quote(module)};`;
    })
    .join('\n');
}

/** One set of imports for code from several sources. */
export function mergedImports(...all: readonly Imports[]): Imports {
  const merged: Record<string, string | readonly string[]> = {};
  for (const [module, names] of all.flatMap(Object.entries)) {
    const known = merged[module];
    merged[module] = Array.isArray(known) && Array.isArray(names) ? [...new Set([...known, ...names])] : names;
  }
  return merged;
}

/** Sorts packages before files of the app, and both by name. */
function order(a: string, b: string): number {
  const rank = (name: string) => (name.startsWith('.') ? 1 : 0);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

/** An expression for a duration. It uses hours if the value is a whole number of hours. */
export function duration(minutes: number): string {
  return minutes % 60 === 0 ? `Duration.hours(${minutes / 60})` : `Duration.minutes(${minutes})`;
}
