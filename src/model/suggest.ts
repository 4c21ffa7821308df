/**
 * The name that the user probably meant: a name with at most two typing mistakes, the only name that ends with the
 * wrong name as a word, or the only name that contains the wrong name or is contained in it.
 */
export function suggest(wrong: string, names: readonly string[]): string | undefined {
  const lower = wrong.toLowerCase();
  const [closest] = names
    .map((name) => ({ name, typos: distance(lower, name.toLowerCase()) }))
    .filter(({ typos }) => typos <= 2 && typos < lower.length / 2)
    .sort((a, b) => a.typos - b.typos);
  if (closest) {
    return closest.name;
  }
  const ending = names.filter((name) => name.endsWith(wrong.charAt(0).toUpperCase() + wrong.slice(1)));
  if (ending.length === 1) {
    return ending[0];
  }
  const related = names.filter((name) => {
    const known = name.toLowerCase();
    return lower.length > 2 && (known.includes(lower) || lower.includes(known));
  });
  return related.length === 1 ? related[0] : undefined;
}

/** The Levenshtein distance between `a` and `b`. Returns 3 early if the lengths differ by more than 2. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) {
    return 3;
  }
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
