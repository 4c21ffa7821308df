import { joinPath } from '../model/show';

/** A place in the text of a config that sets an option. */
export interface OptionLine {
  /** The path in the outermost object, for example `environments[1].cpu`. Empty for the object itself. */
  readonly path: string;
  readonly line: number;
  /** The outermost object that contains it. */
  readonly root: number;
  /** The name of the option, or in a list, the first token of the item. */
  readonly token: Token;
  /** Whether the name is also the value, as in `{ cpu }`. */
  readonly isShorthand?: boolean;
}

/** The options in a config, and the names of the services that its objects are about. */
export interface OptionLines {
  readonly lines: readonly OptionLine[];
  /** The values of `name` and `serviceName`, by the outermost object. */
  readonly names: ReadonlyMap<number, readonly string[]>;
}

export interface Token {
  readonly kind: 'word' | 'string' | 'other';
  /** The text, without the quotes of a string. */
  readonly text: string;
  readonly line: number;
  /** Where the text starts. */
  readonly start: number;
}

interface Frame {
  readonly open: string;
  /** The path of the value that this is. `undefined`: it is not part of an object. */
  readonly path?: string;
  readonly root: number;
  /** In an object: whether a key can follow. In a list: whether an item can follow. */
  isStart: boolean;
  key?: string;
  index: number;
}

/**
 * Finds the options in the text of a JavaScript or TypeScript file. Only reads object and list literals, because
 * the TypeScript compiler is not installed in every project: an option that code computes is not found.
 */
export function optionLinesOf(source: string): OptionLines {
  const tokens = [...tokensOf(source)];
  const lines: OptionLine[] = [];
  const names = new Map<number, string[]>();
  const frames: Frame[] = [];
  const types = new Set<number>();
  let roots = 0;
  tokens.forEach((token, i) => {
    const { kind, text, line } = token;
    const next = tokens[i + 1]?.text;
    const top = frames[frames.length - 1];
    if (top?.open === '[' && top.isStart && top.path !== undefined && text !== ']') {
      lines.push({ path: `${top.path}[${top.index}]`, line, root: top.root, token });
      top.isStart = false;
    }
    if (kind === 'other' && '{[('.includes(text)) {
      const path = top && valuePathOf(top);
      const isRoot = path === undefined && text === '{';
      if (isRoot && isType(tokens, i)) {
        types.add(roots);
      }
      if (isRoot) {
        lines.push({ path: '', line, root: roots, token });
      }
      frames.push({
        open: text,
        path: isRoot ? '' : path,
        root: isRoot ? roots++ : (top?.root ?? -1),
        isStart: true,
        index: 0,
      });
      return;
    }
    if (kind === 'other' && '}])'.includes(text)) {
      frames.pop();
      return;
    }
    if (top === undefined) {
      return;
    }
    if (text === ',' && kind === 'other') {
      Object.assign(top, { isStart: true, key: undefined, index: top.index + 1 });
      return;
    }
    if (top.open !== '{' || !top.isStart) {
      if (text === ';' && kind === 'other') {
        top.key = undefined;
      }
      return;
    }
    top.isStart = false;
    const isShorthand = kind === 'word' && (next === ',' || next === '}');
    if (kind !== 'other' && (next === ':' || isShorthand)) {
      const path = joinPath(top.path ?? '', text);
      lines.push({ path, line, root: top.root, token, isShorthand });
      top.key = isShorthand ? undefined : text;
      const value = tokens[i + 2];
      if ((path === 'name' || path === 'serviceName') && value?.kind === 'string') {
        names.set(top.root, [...(names.get(top.root) ?? []), value.text]);
      }
    }
  });
  return { lines: lines.filter(({ root }) => !types.has(root)), names };
}

/** `interface Name {` or `type Name = {`. */
function isType(tokens: readonly Token[], i: number): boolean {
  return tokens[i - 2]?.text === 'interface' || (tokens[i - 1]?.text === '=' && tokens[i - 3]?.text === 'type');
}

/** The path of the value that is read now. */
function valuePathOf({ open, path, key, index }: Frame): string | undefined {
  if (open === '{') {
    return key === undefined ? undefined : joinPath(path ?? '', key);
  }
  return open === '[' && path !== undefined ? `${path}[${index}]` : path;
}

const SPACE = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const WORD = /[\w$]+/y;
const REGULAR_EXPRESSION = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;

/** After these characters, a slash starts a regular expression. */
const BEFORE_EXPRESSION = /^[(,=:[!&|?{};+]$/;

function* tokensOf(source: string): Generator<Token> {
  let line = 1;
  let previous = ';';
  for (let at = 0; at < source.length; ) {
    const match = (pattern: RegExp): string | undefined => {
      pattern.lastIndex = at;
      return pattern.exec(source)?.[0];
    };
    const space = match(SPACE);
    const string = match(STRING);
    const word = match(WORD);
    const character = source[at]!;
    const text =
      space ??
      string ??
      word ??
      (character === '`' ? templateAt(source, at) : undefined) ??
      (BEFORE_EXPRESSION.test(previous) ? match(REGULAR_EXPRESSION) : undefined) ??
      character;
    if (space === undefined) {
      const isText = string !== undefined || text.startsWith('`');
      yield {
        kind: isText ? 'string' : word === undefined ? 'other' : 'word',
        text: isText ? text.slice(1, -1) : text,
        line,
        start: isText ? at + 1 : at,
      };
      previous = isText ? "'" : text;
    }
    line += text.split('\n').length - 1;
    at += text.length;
  }
}

/** A template literal, with the expressions in it. */
function templateAt(source: string, start: number): string {
  let depth = 0;
  for (let at = start + 1; at < source.length; at++) {
    const character = source[at]!;
    if (character === '\\') {
      at++;
    } else if (character === '`' && depth === 0) {
      return source.slice(start, at + 1);
    } else if (character === '`') {
      at += templateAt(source, at).length - 1;
    } else if (character === '{' && (depth > 0 || source[at - 1] === '$')) {
      depth++;
    } else if (character === '}' && depth > 0) {
      depth--;
    }
  }
  return source.slice(start);
}
