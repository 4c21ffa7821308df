import type { Fact } from '../core/fact';
import type { FactChange } from '../core/preview';
import type { Outcome } from './comparison';
import { compareContent, type FinalFile, newValueOf, type Rehearsal } from './contradictions';

/**
 * The shared values that differ between two versions of the generated files. Only the new config is known: a value
 * changed if the place that contains it in the new files has another text in the previous ones.
 *
 * @param finals the files as they will be written
 * @param previous the files as they were
 */
export function factChanges(
  { files, places, facts }: Rehearsal,
  finals: ReadonlyMap<string, FinalFile>,
  previous: ReadonlyMap<string, FinalFile>,
): FactChange[] {
  const found = files.flatMap((file, i) => {
    const before = previous.get(file.path);
    if (before === undefined) {
      return [];
    }
    const outcomesWith = (other: FinalFile | undefined) => compareContent(file, other, places[i]!).outcomes;
    const now = new Map(outcomesWith(finals.get(file.path)).map((outcome) => [placeOf(outcome), outcome]));
    return outcomesWith(before)
      .filter((was) => !was.mark.isIdentifier)
      .flatMap((was) => changesAt(was, now.get(placeOf(was))).map((change) => ({ ...change, file: file.path })));
  });
  return merged(
    found.filter(({ fact }) => !fact.isInternal),
    facts,
  );
}

interface Change {
  readonly fact: Fact;
  readonly from: string;
  readonly to: string;
}

function placeOf({ path, line, mark }: Outcome): string {
  return JSON.stringify([path, line, mark.start]);
}

/** An override may have changed the place in both versions. */
function changesAt(was: Outcome, is: Outcome | undefined): Change[] {
  if (
    was.state === 'removed' ||
    is?.state === 'removed' ||
    (was.state === 'kept' && (is?.state ?? 'kept') === 'kept')
  ) {
    return [];
  }
  const distinct = was.mark.facts.filter(
    (fact, i, all) => i === all.findIndex(({ id, value }) => id === fact.id && value === fact.value),
  );
  const [before, after] = [valuesIn(distinct, was), valuesIn(distinct, is)];
  return distinct.flatMap((fact, i) => {
    const [from, to] = [before[i], after[i]];
    const same = was.mark.facts.filter(({ id, value }) => id === fact.id && value === fact.value);
    return from === undefined || to === undefined || from === to ? [] : same.map((one) => ({ fact: one, from, to }));
  });
}

/** The value of each fact in a place. `undefined` if the place has another form, so that it does not show the value. */
function valuesIn(facts: readonly Fact[], outcome: Outcome | undefined): (string | undefined)[] {
  if (outcome?.state !== 'changed') {
    return facts.map(({ value }) => String(value));
  }
  const { text, now } = outcome;
  const gone = facts.filter(({ value }) => !now!.includes(String(value)));
  const [only, ...others] = gone.length > 0 ? gone : facts;
  if (only && others.length === 0) {
    return facts.map((fact) => (fact === only ? newValueOf({ fact, outcome }) : String(fact.value)));
  }
  // An ARN: the text between the facts is the same.
  const parts = partsOf(text, facts);
  const pattern = parts.map((part) => (typeof part === 'string' ? escaped(part) : '(.+?)')).join('');
  const match = pattern.includes(')(') ? null : new RegExp(`^${pattern}$`).exec(now!);
  const found = parts.filter((part) => typeof part !== 'string');
  return facts.map((fact) => match?.[found.indexOf(fact) + 1 || -1]);
}

/** Splits a text at the values of facts. */
function partsOf(text: string, facts: readonly Fact[]): (string | Fact)[] {
  const byLength = [...facts].sort((a, b) => String(b.value).length - String(a.value).length);
  return byLength.reduce<(string | Fact)[]>(
    (parts, fact) =>
      parts.flatMap((part) =>
        typeof part === 'string'
          ? part.split(String(fact.value)).flatMap((piece, i) => (i === 0 ? [piece] : [fact, piece]))
          : [part],
      ),
    [text],
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

type Located = Change & { readonly file: string };

function merged(found: readonly Located[], facts: readonly Fact[]): FactChange[] {
  const severalEnvironments = new Set(facts.map(({ scope }) => scope)).size > 2;
  const groups = new Map<string, [Located, ...Located[]]>();
  for (const one of found) {
    const key = JSON.stringify([one.fact.id, one.to]);
    const group = groups.get(key);
    if (group) {
      group.push(one);
    } else {
      groups.set(key, [one]);
    }
  }
  return [...groups.values()].flatMap((group) => {
    const [{ fact, to }] = group;
    // A choice changes more than its own text, so its previous value is not in the files.
    const from = facts.includes(fact) ? previousValues(group) : [undefined];
    return from.map((value) => {
      const places = group.filter((one) => value === undefined || from.length === 1 || one.from === value);
      const scopes = places.flatMap(({ fact: { scope } }) => (scope === undefined ? [] : [scope]));
      return {
        id: fact.id,
        title: fact.title,
        environments: severalEnvironments ? [...new Set(scopes)] : [],
        ...(value === undefined ? {} : { from: value }),
        to,
        files: [...new Set(places.map(({ file }) => file))],
      };
    });
  });
}

/**
 * The previous values of a fact. Usually there is one, which appears in most files. In some files another expression may
 * stand in its place. Several environments that now share a value had several.
 */
function previousValues(group: readonly Located[]): string[] {
  const files = new Map<string, Set<string>>();
  for (const { from, file, fact } of group) {
    files.set(from, (files.get(from) ?? new Set()).add(`${file} ${fact.scope}`));
  }
  const most = Math.max(...[...files.values()].map(({ size }) => size));
  const common = [...files].filter(([, { size }]) => size * 2 >= most).map(([from]) => from);
  return common.filter((from) => !common.some((other) => other !== from && from.includes(other)));
}
