import { type Addition, isComment, type Outcome } from './comparison';
import { counterparts } from './counterparts';
import { diff } from './diff';
import type { Mark } from './vocabulary';

/** A line and its marks, which are relative to the start of the line. */
interface MarkedLine {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** Compares two versions of a text by lines, and by characters in lines that have a counterpart. */
export function compareText(
  before: string,
  after: string,
  marks: readonly Mark[],
): { readonly outcomes: Outcome[]; readonly additions: Addition[] } {
  const lines = splitMarks(before, marks);
  if (before === after) {
    return { outcomes: lines.flatMap((line) => outcomesOf(line, 'kept')), additions: [] };
  }
  const outcomes: Outcome[] = [];
  const lost: MarkedLine[] = [];
  const added: string[] = [];
  let next = 0;
  let removed: MarkedLine[] = [];
  let inserted: string[] = [];
  const compareBlock = () => {
    const pairs = counterparts(
      removed.map(({ text }) => text),
      inserted,
    );
    const used = new Set<number>();
    removed.forEach((line, i) => {
      const counterpart = pairs.get(i);
      const now = counterpart === undefined ? undefined : inserted[counterpart]!;
      if (now === undefined || (isComment(now) && !isComment(line.text))) {
        lost.push(line);
        return;
      }
      outcomes.push(...compareLine(line, now));
      // A line without marks may have become one that shadows a shared value.
      if (line.marks.length > 0) {
        used.add(counterpart!);
      }
    });
    added.push(...inserted.filter((_, i) => !used.has(i)));
    removed = [];
    inserted = [];
  };
  const changes = diff().diffArrays(
    lines.map(({ text }) => text),
    after.split('\n'),
  );
  for (const change of changes) {
    if (change.added) {
      inserted.push(...change.value);
      continue;
    }
    const block = lines.slice(next, next + change.value.length);
    next += block.length;
    if (change.removed) {
      removed.push(...block);
    } else {
      compareBlock();
      outcomes.push(...block.flatMap((line) => outcomesOf(line, 'kept')));
    }
  }
  compareBlock();
  for (const line of lost) {
    const moved = added.findIndex((text) => text.trim() === line.text.trim());
    outcomes.push(...outcomesOf(line, moved >= 0 ? 'kept' : 'removed'));
    if (moved >= 0) {
      added.splice(moved, 1);
    }
  }
  return { outcomes, additions: added.map((line) => ({ line })) };
}

function outcomesOf({ text, marks }: MarkedLine, state: 'kept' | 'removed'): Outcome[] {
  return marks.map((mark) => ({ mark, line: text, text: text.slice(mark.start, mark.end), state }));
}

function splitMarks(text: string, marks: readonly Mark[]): MarkedLine[] {
  let next = 0;
  return text.split('\n').map((line) => {
    const start = next;
    next += line.length + 1;
    return {
      text: line,
      marks: marks
        .filter((mark) => mark.start >= start && mark.start < next)
        .map((mark) => ({ ...mark, start: mark.start - start, end: mark.end - start })),
    };
  });
}

/** Characters that would extend a name next to them: `/health` and `/healthz` are different paths. */
const NAME = /[A-Za-z0-9_-]/;

/** Compares the marks of a line with the line's new text. */
export function compareLine({ text, marks }: MarkedLine, after: string): Outcome[] {
  if (marks.length === 0) {
    return [];
  }
  const positions = positionsIn(text, after);
  return marks.map((mark): Outcome => {
    const value = text.slice(mark.start, mark.end);
    const [start] = positions.slice(mark.start, mark.end) as [number];
    const isIntact =
      start >= 0 &&
      positions.slice(mark.start, mark.end).every((position, i) => position === start + i) &&
      !isExtended(text, mark, after, start);
    if (isIntact || isElsewhere(text, mark, after, value)) {
      return { mark, line: text, text: value, state: 'kept' };
    }
    const now = wordAt(after, positions, mark);
    return now.trim() === ''
      ? { mark, line: text, text: value, state: 'removed' }
      : { mark, line: text, text: value, state: 'changed', now, newLine: after };
  });
}

/** For each character of the old line, its position in the new line; -1 if it is gone. */
function positionsIn(before: string, after: string): number[] {
  const positions: number[] = [];
  let next = 0;
  for (const part of diff().diffChars(before, after)) {
    if (part.removed) {
      positions.push(...new Array<number>(part.value.length).fill(-1));
    } else if (part.added) {
      next += part.value.length;
    } else {
      positions.push(...Array.from({ length: part.value.length }, () => next++));
    }
  }
  return positions;
}

/** A difference by characters is not unique: the value may still be in the line, as often as before. */
function isElsewhere(before: string, mark: Mark, after: string, value: string): boolean {
  const found = occurrences(after, value);
  return found.length >= occurrences(before, value).length && found.some((at) => !isExtended(before, mark, after, at));
}

/** What is between the neighbors of the mark now, extended to whole words. */
function wordAt(after: string, positions: readonly number[], { start, end }: Mark): string {
  let left = start === 0 ? 0 : Math.max(-1, ...positions.slice(0, start)) + 1;
  let right = Math.max(left, positions.slice(end).find((position) => position >= 0) ?? after.length);
  // Single characters may match by chance.
  while (left > 0 && NAME.test(after[left - 1]!) && NAME.test(after[left] ?? '')) {
    left--;
  }
  while (right < after.length && NAME.test(after[right]!) && NAME.test(after[right - 1] ?? '')) {
    right++;
  }
  return after.slice(left, right);
}

function occurrences(text: string, value: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    found.push(at);
  }
  return found;
}

/** Whether a new character next to the value makes it a longer name. */
function isExtended(before: string, { start, end }: Mark, after: string, at: number): boolean {
  const isNewNeighbor = (was: string | undefined, is: string | undefined) =>
    is !== undefined && is !== was && NAME.test(is);
  return isNewNeighbor(before[start - 1], after[at - 1]) || isNewNeighbor(before[end], after[at + end - start]);
}
