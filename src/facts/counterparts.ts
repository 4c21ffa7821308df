/** How similar two lines must be to count as versions of the same line, from 0 to 1. */
const SIMILAR = 0.4;
/** The same if as many lines were removed as added. */
const SIMILAR_IF_REPLACED = 0.3;

/**
 * Finds the new version of each old line: the assignment that keeps the order and shares the most words.
 *
 * @returns the index in `after` by the index in `before`
 */
export function counterparts(before: readonly string[], after: readonly string[]): Map<number, number> {
  if (before.length === 1 && after.length === 1) {
    const [a, b] = [before[0]!, after[0]!];
    return new Map(similarity(a, b) > 0 || shapeOf(a) === shapeOf(b) ? [[0, 0]] : []);
  }
  const least = before.length === after.length ? SIMILAR_IF_REPLACED : SIMILAR;
  const similar = before.map((a) => after.map((b) => similarity(a, b)));
  const score = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const same = similar[i]![j]!;
      const paired = same >= least ? same + score[i + 1]![j + 1]! : 0;
      score[i]![j] = Math.max(paired, score[i + 1]![j]!, score[i]![j + 1]!);
    }
  }
  const pairs = new Map<number, number>();
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    const same = similar[i]![j]!;
    if (same >= least && score[i]![j] === same + score[i + 1]![j + 1]!) {
      pairs.set(i++, j++);
    } else if (score[i]![j] === score[i + 1]![j]) {
      i++;
    } else {
      j++;
    }
  }
  return pairs;
}

/** The share of common words: of whole values (`roleName: 'other'`), or of their parts (`role/other`). */
export function similarity(a: string, b: string): number {
  return Math.max(commonWords(a, b, /[\w./:@-]*\w[\w./:@-]*/g), commonWords(a, b, /[A-Za-z0-9]+/g));
}

function commonWords(a: string, b: string, words: RegExp): number {
  const [left, right] = [a.match(words) ?? [], b.match(words) ?? []];
  const rest = [...right];
  let common = 0;
  for (const word of left) {
    const at = rest.indexOf(word);
    if (at >= 0) {
      common++;
      rest.splice(at, 1);
    }
  }
  return left.length + right.length === 0 ? 0 : (2 * common) / (left.length + right.length);
}

/**
 * A quoted value on its own line is an item of a list, and a word before a parenthesis is a case of a shell script,
 * whatever the words are.
 */
function shapeOf(line: string): string {
  const words = /^\s*(?:- )?['"]/.test(line) ? /[^\s'",]+/g : /^\s*[\w-]+\)$/.test(line) ? /[\w-]+/ : undefined;
  return words ? line.replace(words, 'x') : line;
}
