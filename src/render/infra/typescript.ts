/**
 * Prints TypeScript. A template is written at the indentation of its surroundings; the output starts at column 0. A
 * value of several lines keeps the indentation of its place. A line whose only content is an empty value is left out,
 * and the empty line that would set it apart.
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

/** The same for a whole file, which ends with a line end. */
export function sourceFile(strings: TemplateStringsArray, ...values: readonly (string | undefined)[]): string {
  return `${code(strings, ...values)}\n`;
}

/** Stands for a value while a template is taken apart. No source file holds this character. */
const PLACE = '\0';

/** A line of a template: what stands before its first value, and after each. */
interface TemplateLine {
  readonly head: string;
  readonly tails: readonly string[];
}

/** JavaScript hands each template over as the same array, however often it is filled in. */
const taken = new WeakMap<TemplateStringsArray, readonly TemplateLine[]>();

/** The lines of a template, without the indentation that they share. */
function linesOf(strings: TemplateStringsArray): readonly TemplateLine[] {
  const known = taken.get(strings);
  if (known) {
    return known;
  }
  const lines = strings
    .join(PLACE)
    .replace(/^\n|\n *$/g, '')
    .split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim()).map(indentOf));
  const apart = lines.map((line): TemplateLine => {
    const [head = '', ...tails] = line.slice(margin).split(PLACE);
    return { head, tails };
  });
  taken.set(strings, apart);
  return apart;
}

/** `undefined` for a line to leave out. */
function fill({ head, tails }: TemplateLine, values: readonly (string | undefined)[]): string | undefined {
  if (tails.length === 0) {
    return head;
  }
  const filled = tails.reduce((text, tail, i) => text + (values[i] ?? '') + tail, head);
  return filled.trim() === '' ? undefined : filled.replace(/\n(?=[^\n])/g, `\n${' '.repeat(indentOf(head))}`);
}

/** Whether an empty line has lost what it set apart: the block after it is left out. */
function isStranded(lines: readonly (string | undefined)[], empty: number): boolean {
  const next = lines.slice(empty + 1).find((line) => line !== undefined);
  return lines[empty + 1] === undefined && (!next || next.trim().startsWith('}'));
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Printable ASCII without quotes and backslashes. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

/** A string literal, in the quotes that need fewer escapes; single quotes where it makes no difference. */
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

/** The widest value that stays on one line. */
const WIDTH = 90;

/** A literal of strings, numbers, booleans, arrays and objects; keys without a value are left out. */
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

/** An object of expressions, on one line where they fit. */
export function bracketed(entries: readonly string[]): string {
  return bracket('{', entries, '}');
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

/** A comment of one line; what it tells cannot end it. */
export function comment(text: string): string {
  return `// ${text.replace(/\s+/g, ' ')}`;
}

/** Import statements, sorted by module. A module without an alias names its imports, some of them types. */
export function imports(modules: Readonly<Record<string, string | readonly string[]>>): string {
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

/** Packages before files of the app, each by name. */
function order(a: string, b: string): number {
  const rank = (name: string) => (name.startsWith('.') ? 1 : 0);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

/** The TypeScript expression for a time: in hours where they are whole. */
export function duration(minutes: number): string {
  return minutes % 60 === 0 ? `Duration.hours(${minutes / 60})` : `Duration.minutes(${minutes})`;
}
