import type { Fact } from '../core/fact';
import { dataOf, type RenderedFile } from '../core/rendered-file';
import { counterparts } from './counterparts';
import { diff } from './diff';
import { type FilePlaces, type Path, pathKey } from './places';
import type { Mark } from './vocabulary';

/** The files as they would be if a choice had its other value, by the choice. */
export type FlippedFiles = ReadonlyMap<Fact, readonly RenderedFile[]>;

/** Adds the places that depend on a choice. */
export function withChoices(places: FilePlaces, file: RenderedFile, flipped: FlippedFiles): FilePlaces {
  let all = places;
  for (const [choice, files] of flipped) {
    const other = files.find(({ path }) => path === file.path);
    if (other) {
      all = withChoice(all, file, other, choice);
    }
  }
  return all;
}

function withChoice(places: FilePlaces, file: RenderedFile, other: RenderedFile, choice: Fact): FilePlaces {
  if (places.kind === 'text') {
    const marks = file.kind === 'text' && other.kind === 'text' ? marksOfChoice(file.body, other.body, choice) : [];
    return { kind: 'text', marks: [...places.marks, ...marks].sort((a, b) => a.start - b.start) };
  }
  const values = new Map(places.values);
  if (file.kind !== 'text' && other.kind !== 'text') {
    eachDifference(dataOf(file), dataOf(other), [], (path, a, b) => {
      const key = pathKey(path);
      values.set(key, [...(values.get(key) ?? []), ...marksOfChoice(a, b, choice)]);
    });
  }
  return { ...places, values };
}

function eachDifference(a: unknown, b: unknown, path: Path, visit: (path: Path, a: string, b: string) => void): void {
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    for (const [key, value] of Object.entries(a)) {
      const inner = [...path, Array.isArray(a) ? Number(key) : key];
      eachDifference(value, (b as Record<string, unknown>)[key], inner, visit);
    }
  } else if (a !== b && typeof a === 'string' && typeof b === 'string') {
    visit(path, a, b);
  }
}

/** The words that differ, in lines that have a counterpart. If the counterpart only adds words, the whole line. */
function marksOfChoice(text: string, other: string, choice: Fact): Mark[] {
  const marks: Mark[] = [];
  let position = 0;
  let removed: { readonly text: string; readonly start: number }[] = [];
  let added: string[] = [];
  const compareBlock = () => {
    const isSingleLine = !text.includes('\n') && !other.includes('\n');
    const pairs = isSingleLine
      ? new Map([[0, 0]])
      : counterparts(
          removed.map((line) => line.text),
          added,
        );
    removed.forEach((line, i) => {
      const counterpart = pairs.get(i);
      if (counterpart !== undefined) {
        marks.push(...differingWords(line.text, added[counterpart]!).map(at(line.start, choice)));
      }
    });
    removed = [];
    added = [];
  };
  for (const change of diff().diffArrays(text.split('\n'), other.split('\n'))) {
    if (change.added) {
      added.push(...change.value);
      continue;
    }
    if (!change.removed) {
      compareBlock();
    }
    for (const line of change.value) {
      if (change.removed) {
        removed.push({ text: line, start: position });
      }
      position += line.length + 1;
    }
  }
  compareBlock();
  return marks;
}

function at(start: number, choice: Fact): (range: readonly [number, number]) => Mark {
  return ([from, to]) => ({ start: start + from, end: start + to, facts: [choice] });
}

function differingWords(line: string, other: string): (readonly [number, number])[] {
  const known = new Set(other.match(/\S+/g));
  const words = [...line.matchAll(/\S+/g)].filter(([word]) => !known.has(word));
  return words.length > 0
    ? words.map(({ index, 0: word }) => [index, index + word.length])
    : [[line.length - line.trimStart().length, line.trimEnd().length]];
}
