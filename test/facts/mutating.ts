import { dataOf, type RenderedFile } from '../../src/core/rendered-file';
import type { FinalFile } from '../../src/facts/contradictions';
import type { FilePlaces, Path } from '../../src/facts/places';
import type { Mark } from '../../src/facts/vocabulary';
import { finalOf } from './support';

/** One place of one shared value. */
export interface Place {
  readonly file: RenderedFile;
  readonly mark: Mark;
  /** The whole text, value or key that contains the place. */
  readonly text: string;
  /** The path of a value or key in a YAML or JSON file. */
  readonly path?: Path;
  readonly isKey?: boolean;
}

export function placesOf(file: RenderedFile, places: FilePlaces): Place[] {
  if (places.kind === 'text') {
    return file.kind === 'text' ? places.marks.map((mark) => ({ file, mark, text: file.body })) : [];
  }
  const data = finalOf(file).data;
  return [
    ...[...places.values].map(([key, marks]) => ({ path: JSON.parse(key) as Path, marks, isKey: false })),
    ...[...places.keys].map(([key, marks]) => ({ path: JSON.parse(key) as Path, marks, isKey: true })),
  ].flatMap(({ path, marks, isKey }) =>
    marks.map((mark) => ({ file, mark, path, isKey, text: String(isKey ? path.at(-1) : valueAt(data, path)) })),
  );
}

export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce((node, key) => (node as Record<string | number, unknown>)[key], data);
}

/** The path as the check names it: list items by id or name. */
export function nameOf({ file, path = [] }: Place): string {
  let node = finalOf(file).data;
  return path
    .map((key) => {
      node = (node as Record<string | number, unknown>)[key];
      const { id, name } = (typeof key === 'number' && typeof node === 'object' ? node : {}) as Record<string, unknown>;
      return id ?? name ?? key;
    })
    .join('.');
}

export function lineOf({ text, mark }: Place): string {
  return text.slice(text.lastIndexOf('\n', mark.start - 1) + 1).split('\n')[0]!;
}

/** Another value that a person could have written. */
export function changed(value: string): string {
  return value.replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, (last) =>
    /\d/.test(last) ? String((Number(last) + 1) % 10) : last === 'z' ? 'y' : 'z',
  );
}

/** The file after an override that replaces the value of a fact at this place. */
export function mutated({ file, path, isKey, text, mark }: Place, value: string): FinalFile | undefined {
  const marked = text.slice(mark.start, mark.end);
  const at = mark.facts.length > 1 ? marked.indexOf(value) : 0;
  const old = mark.facts.length > 1 ? value : marked;
  const now = changed(old);
  if (at < 0 || now === old) {
    return undefined;
  }
  const start = mark.start + at;
  const result = text.slice(0, start) + now + text.slice(start + old.length);
  if (file.kind === 'text') {
    return { path: file.path, body: result };
  }
  const data = JSON.parse(JSON.stringify(dataOf(file)));
  const parent = valueAt(data, path!.slice(0, -1)) as Record<string | number, unknown>;
  const key = path!.at(-1)!;
  if (isKey) {
    const entries = Object.entries(parent).map(([name, item]) => [name === key ? result : name, item] as const);
    for (const name of Object.keys(parent)) {
      delete parent[name];
    }
    Object.assign(parent, Object.fromEntries(entries));
  } else {
    parent[key] = typeof parent[key] === 'number' ? Number(result) : result;
  }
  return { path: file.path, data };
}
