import type { Fact } from '../core/fact';
import { pascalCase } from '../model/names';

/** A range of text that contains shared values. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** Several for a value made of others, such as an ARN. */
  readonly facts: readonly Fact[];
  /** The text is part of an identifier, for example a class name, which nothing else refers to. */
  readonly isIdentifier?: boolean;
}

/** The rehearsal differs in something that no shared value explains. A renderer must not do that; a test checks it. */
export class RehearsalError extends Error {}

/** A value of the real run and its counterpart in the rehearsal. */
interface Pair {
  readonly value: string;
  readonly other: string;
  readonly facts: readonly Fact[];
  readonly isIdentifier?: boolean;
}

/** Pairs by the first characters in which value and counterpart differ: only few can match at one position. */
type PairIndex = ReadonlyMap<string, readonly (Pair & { readonly offset: number })[]>;

/** Explains the differences between a text and its rehearsal: which shared values, in which spelling. */
export class Vocabulary {
  private readonly pairs: PairIndex;

  /**
   * @param facts the shared values of the real run
   * @param rehearsed the same values in the rehearsal, in the same order
   * @param model the model of the real run, which also contains values made of several facts
   * @param other the model of the rehearsal
   */
  public constructor(facts: readonly Fact[], rehearsed: readonly Fact[], model: object, other: object) {
    const known = new Map<string, Pair>();
    facts.forEach((fact, i) => {
      const pair = { value: String(fact.value), other: String(rehearsed[i]!.value) };
      const key = `${pair.value} ${pair.other}`;
      known.set(key, { ...pair, facts: [...(known.get(key)?.facts ?? []), fact] });
    });
    const single = indexed([...known.values()].flatMap(spellings));
    for (const [value, counterpart] of differingLeaves(model, other)) {
      const key = `${value} ${counterpart}`;
      if (!known.has(key)) {
        const facts = marksIn(value, counterpart, single).flatMap((mark) => mark.facts);
        known.set(key, { value, other: counterpart, facts });
      }
    }
    this.pairs = indexed([...known.values()].flatMap(spellings));
  }

  /** @throws RehearsalError if no shared value explains a difference */
  public marks(text: string, rehearsed: string): Mark[] {
    return marksIn(text, rehearsed, this.pairs);
  }
}

/** Longest first: an ARN wins over the account that it contains. */
function indexed(pairs: readonly Pair[]): PairIndex {
  const index = new Map<string, (Pair & { offset: number })[]>();
  for (const pair of [...pairs].sort((a, b) => b.value.length - a.value.length)) {
    const offset = firstDifference(pair.value, pair.other);
    const key = `${pair.value[offset]}${pair.other[offset]}`;
    index.set(key, [...(index.get(key) ?? []), { ...pair, offset }]);
  }
  return index;
}

/** Verbatim, in a JSON or TypeScript string, in a shell word, and as part of an identifier. */
function spellings({ value, other, facts }: Pair): Pair[] {
  const spell = (form: (text: string) => string): Pair => ({ value: form(value), other: form(other), facts });
  const own = facts.length === 1 ? facts[0]!.alsoWritten : undefined;
  const all = [
    spell((text) => text),
    spell((text) => JSON.stringify(text).slice(1, -1)),
    spell((text) => text.replace(/'/g, "'\\''")),
    spell((text) => text.replace(/'/g, "\\'")),
    { ...spell(pascalCase), isIdentifier: true },
    ...(own ? [spell(own)] : []),
  ];
  return all.filter(
    (pair, i) =>
      pair.value !== pair.other &&
      i === all.findIndex(({ value: v, other: o }) => v === pair.value && o === pair.other),
  );
}

function* differingLeaves(a: unknown, b: unknown): Iterable<readonly [string, string]> {
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    const others = Object.values(b);
    for (const [i, value] of Object.values(a).entries()) {
      yield* differingLeaves(value, others[i]);
    }
  } else if (a !== b) {
    yield [String(a), String(b)];
  }
}

function marksIn(text: string, rehearsed: string, pairs: PairIndex): Mark[] {
  if (text === rehearsed) {
    return [];
  }
  if (text.length !== rehearsed.length) {
    throw new RehearsalError(
      `The rehearsal is ${rehearsed.length} characters long instead of ${text.length}: ${excerpt(text, rehearsed, firstDifference(text, rehearsed))}`,
    );
  }
  const marks: Mark[] = [];
  for (let i = 0; i < text.length; ) {
    if (text[i] === rehearsed[i]) {
      i++;
      continue;
    }
    const mark = markAt(text, rehearsed, i, pairs);
    if (!mark) {
      throw new RehearsalError(`No shared value explains this difference: ${excerpt(text, rehearsed, i)}`);
    }
    marks.push(mark);
    i = mark.end;
  }
  return marks;
}

function markAt(text: string, rehearsed: string, at: number, pairs: PairIndex): Mark | undefined {
  for (const { value, other, facts, isIdentifier, offset } of pairs.get(`${text[at]}${rehearsed[at]}`) ?? []) {
    const start = at - offset;
    if (start >= 0 && text.startsWith(value, start) && rehearsed.startsWith(other, start)) {
      return { start, end: start + value.length, facts, isIdentifier };
    }
  }
  return undefined;
}

function firstDifference(a: string, b: string): number {
  let i = 0;
  while (a[i] === b[i] && i < a.length) {
    i++;
  }
  return i;
}

function excerpt(text: string, rehearsed: string, at: number): string {
  const around = (whole: string) => JSON.stringify(whole.slice(Math.max(0, at - 40), at + 40));
  return `${around(text)} and ${around(rehearsed)}`;
}
