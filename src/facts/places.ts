import { dataOf, type RenderedFile } from '../core/rendered-file';
import { type Mark, RehearsalError, type Vocabulary } from './vocabulary';

/** A path in a YAML or JSON file, for example `['jobs', 'build', 'steps', 1]`. The path of a key ends in the key. */
export type Path = readonly (string | number)[];

/** A path as the key of a map. */
export function pathKey(path: Path): string {
  return JSON.stringify(path);
}

/** Where a file contains shared values: in its text, or in the values and keys of its data. */
export type FilePlaces =
  | { readonly kind: 'text'; readonly marks: readonly Mark[] }
  | ({ readonly kind: 'data' } & DataPlaces);

export interface DataPlaces {
  readonly values: ReadonlyMap<string, readonly Mark[]>;
  readonly keys: ReadonlyMap<string, readonly Mark[]>;
}

/**
 * Compares a file with its rehearsal. Both have the same structure, so places correspond by position.
 *
 * @throws RehearsalError if they differ in more than shared values
 */
export function placesIn(file: RenderedFile, rehearsed: RenderedFile, vocabulary: Vocabulary): FilePlaces {
  try {
    if (file.kind === 'text' && rehearsed.kind === 'text') {
      return { kind: 'text', marks: vocabulary.marks(file.body, rehearsed.body) };
    }
    if (file.kind === 'text' || rehearsed.kind === 'text') {
      throw new RehearsalError(`The rehearsal is ${rehearsed.kind} instead of ${file.kind}.`);
    }
    const places = { values: new Map<string, readonly Mark[]>(), keys: new Map<string, readonly Mark[]>() };
    collect(dataOf(file), dataOf(rehearsed), [], places, vocabulary);
    return { kind: 'data', ...places };
  } catch (error) {
    throw error instanceof RehearsalError ? new RehearsalError(`${file.path}: ${error.message}`) : error;
  }
}

/** All marks of a file, in no particular order. */
export function marksOf(places: FilePlaces): readonly Mark[] {
  return places.kind === 'text' ? places.marks : [...places.values.values(), ...places.keys.values()].flat();
}

function collect(
  a: unknown,
  b: unknown,
  path: Path,
  places: { values: Map<string, readonly Mark[]>; keys: Map<string, readonly Mark[]> },
  vocabulary: Vocabulary,
): void {
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    const [entries, others] = [Object.entries(a), Object.entries(b)];
    if (entries.length !== others.length) {
      throw new RehearsalError(
        `The rehearsal has ${others.length} entries instead of ${entries.length} at ${path.join('.')}.`,
      );
    }
    entries.forEach(([key, value], i) => {
      const inner = [...path, Array.isArray(a) ? i : key];
      const inKey = vocabulary.marks(key, others[i]![0]);
      if (inKey.length > 0) {
        places.keys.set(pathKey(inner), inKey);
      }
      collect(value, others[i]![1], inner, places, vocabulary);
    });
    return;
  }
  const marks = vocabulary.marks(String(a), String(b));
  if (marks.length > 0) {
    places.values.set(pathKey(path), marks);
  }
}
