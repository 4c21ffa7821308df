import type { Fact } from '../core/fact';
import { dataOf, type RenderedFile } from '../core/rendered-file';
import { compareData } from './compare-data';
import { compareText } from './compare-text';
import type { Comparison, Outcome } from './comparison';
import { type FilePlaces, marksOf } from './places';
import type { Shadow, SyncRules } from './sync-rules';

/** A file as it will be written. Without text and data: the user removed it. */
export interface FinalFile {
  readonly path: string;
  readonly body?: string;
  readonly data?: unknown;
}

/** A file that the user wrote in place of a generated one. */
export interface OwnFile {
  readonly path: string;
  readonly body: string;
  /** The stage of a Dockerfile that is built; `undefined` for the last one. */
  readonly stage?: string;
}

/** The files of the config, and where they contain shared values. */
export interface Rehearsal {
  readonly facts: readonly Fact[];
  readonly files: readonly RenderedFile[];
  /** In the order of the files. */
  readonly places: readonly FilePlaces[];
}

/** A place that no longer agrees with the other places of a fact. */
export interface Contradiction {
  readonly fact: Pick<Fact, 'title' | 'option' | 'scope'> & Partial<Pick<Fact, 'value'>>;
  readonly file: string;
  readonly where: string;
  /** `undefined`: the file no longer defines the value. */
  readonly says?: string;
  /** A place that still has the value of the config. */
  readonly other?: { readonly file: string; readonly where: string; readonly says: string };
  /** The file belongs to the user. */
  readonly isOwn?: boolean;
  /** The condition that no longer protects the value. */
  readonly isWeakened?: boolean;
}

/** Whether an override changed or removed the file. */
export function isChanged(file: RenderedFile, final: FinalFile | undefined): boolean {
  if (file.kind === 'text') {
    return final?.body !== file.body;
  }
  return JSON.stringify(final?.data) !== JSON.stringify(dataOf(file));
}

/**
 * Finds what overrides changed in one place only.
 *
 * - A changed place contradicts the places of the same fact that are unchanged or changed to something else.
 * - A removed place is an edit, unless every place that defines the value is gone and another place refers to it.
 * - An addition that takes precedence over a shared value counts like a change.
 */
export function contradictions(
  rehearsal: Rehearsal,
  finals: ReadonlyMap<string, FinalFile>,
  rules: SyncRules,
  own?: OwnFile,
): Contradiction[] {
  const { files, places, facts } = rehearsal;
  const compared = files.map((file, i) => compareFile(file, finals.get(file.path), places[i]!, rules));
  return contradictionsIn(compared, facts, finals, rules, own);
}

/** The result of comparing each file on its own. */
export function contradictionsIn(
  compared: readonly ComparedFile[],
  facts: readonly Fact[],
  finals: ReadonlyMap<string, FinalFile>,
  rules: SyncRules,
  own?: OwnFile,
): Contradiction[] {
  const found = compared.flatMap((one) => one.found);
  const disagreeing = [...groupByFact(found).values()].flatMap(disagreements);
  const changed = compared.filter(({ changed: isOne, final }) => isOne && final !== undefined);
  const reported = new Set(disagreeing.map(({ fact, file }) => `${file} ${fact.title}`));
  return [
    ...disagreeing,
    ...changed.flatMap(({ file, ...comparison }) => shadowed(file.path, comparison, rules.shadows ?? [])),
    ...changed.flatMap(({ file, ...comparison }) => weakened(file.path, comparison, rules)),
    ...changed
      .flatMap(({ file, final }) => read(file.path, final?.body, facts, rules))
      .filter(({ fact, file }) => !reported.has(`${file} ${fact.title}`)),
    ...(own ? read(own.path, own.body, facts, rules, own) : []),
    ...(changed.length > 0 ? unequal(finals, rules) : []),
  ];
}

/** Which files contain which fact. */
export function filesByFact({ files, places }: Rehearsal): Map<Fact, Set<string>> {
  const found = new Map<Fact, Set<string>>();
  files.forEach((file, i) => {
    const marks = marksOf(places[i]!);
    for (const fact of marks.filter(({ isIdentifier }) => !isIdentifier).flatMap((mark) => mark.facts)) {
      found.set(fact, (found.get(fact) ?? new Set()).add(file.path));
    }
  });
  return found;
}

interface Found {
  readonly fact: Fact;
  readonly file: string;
  readonly outcome: Outcome;
}

/** A file, what overrides changed in it, and the shared values in it that must agree with other files. */
export interface ComparedFile extends Comparison {
  readonly file: RenderedFile;
  readonly final?: FinalFile;
  readonly changed: boolean;
  readonly found: readonly Found[];
}

export function compareFile(
  file: RenderedFile,
  final: FinalFile | undefined,
  places: FilePlaces,
  rules: SyncRules,
): ComparedFile {
  const { outcomes, additions, rewrites } = compareContent(file, final, places);
  const found = outcomes
    .filter(({ mark, line, path }) => !mark.isIdentifier && !isFree(rules, file.path, line, path))
    .filter(({ path = '' }) => !isSuperseded(rules, file.path, path, rewrites))
    .flatMap((outcome) => affectedFacts(outcome).map((fact): Found => ({ fact, file: file.path, outcome })));
  return { file, final, changed: isChanged(file, final), outcomes, additions, rewrites, found };
}

/** Compares the places of shared values in a rendered file with another version of the file. */
export function compareContent(file: RenderedFile, final: FinalFile | undefined, places: FilePlaces): Comparison {
  if (places.kind === 'text') {
    const body = file.kind === 'text' ? file.body : '';
    return { ...compareText(body, final?.body ?? '', places.marks), rewrites: [] };
  }
  const data = file.kind === 'text' ? undefined : JSON.parse(JSON.stringify(dataOf(file)));
  return compareData(data, final?.data, places);
}

export function isFree({ free = [] }: SyncRules, file: string, line: string, path = ''): boolean {
  return free.some(
    (place) => place.file.test(file) && ((place.path?.test(path) ?? false) || (place.line?.test(line) ?? false)),
  );
}

function isSuperseded(
  { superseded = [] }: SyncRules,
  file: string,
  path: string,
  rewrites: readonly { readonly path: string }[],
): boolean {
  return superseded.some((rule) => {
    const scope = rule.file.test(file) ? rule.path.exec(path)?.[1] : undefined;
    return scope !== undefined && rewrites.some((rewrite) => rewrite.path === `${scope}.${rule.by}`);
  });
}

/** In a changed ARN, the parts that are gone. If all of them are, the name that the ARN belongs to. */
function affectedFacts({ mark: { facts }, state, now }: Outcome): readonly Fact[] {
  if (state !== 'changed' || facts.length < 2) {
    return facts;
  }
  const gone = facts.filter(({ value }) => !now!.includes(String(value)));
  return gone.length > 0 && gone.length < facts.length ? gone : facts.slice(-1);
}

/** Two environments in one account share the same value. */
function groupByFact(found: readonly Found[]): Map<string, Found[]> {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const key = `${one.fact.id} ${one.fact.value}`;
    const group = groups.get(key);
    if (group) {
      group.push(one);
    } else {
      groups.set(key, [one]);
    }
  }
  return groups;
}

function disagreements(found: readonly Found[]): Contradiction[] {
  const kept = found.filter(({ outcome }) => outcome.state === 'kept');
  const changed = found.filter(({ outcome }) => outcome.state === 'changed');
  const isContradicted = kept.length > 0 || new Set(changed.map(newValueOf)).size > 1;
  const definitions = found.filter(isDefinition);
  const isUndefined =
    definitions.length > 0 && definitions.every(({ outcome }) => outcome.state === 'removed') && kept.length > 0;
  return [...(isContradicted ? changed : []), ...(isUndefined ? definitions.slice(0, 1) : [])].map((one) => {
    const { fact, file, outcome } = one;
    const other = kept.find((candidate) => candidate.file !== file) ?? kept[0];
    return {
      fact,
      file,
      where: whereOf(outcome),
      says: newValueOf(one),
      other: other && { file: other.file, where: whereOf(other.outcome), says: textFor(fact, other.outcome) },
    };
  });
}

/** Of a changed ARN, only the part that belongs to the fact. */
export function newValueOf({ fact, outcome: { text, now } }: Pick<Found, 'fact' | 'outcome'>): string | undefined {
  const at = text.indexOf(String(fact.value));
  const [before, after] = [text.slice(0, at), text.slice(at + String(fact.value).length)];
  return at >= 0 && now?.startsWith(before) && now.endsWith(after)
    ? now.slice(before.length, now.length - after.length)
    : now;
}

/** Of an ARN, only the part that belongs to the fact. */
function textFor({ value }: Fact, { mark, text }: Outcome): string {
  return mark.facts.length === 1 ? text : String(value);
}

function isDefinition({ fact: { definedBy }, file, outcome }: Found): boolean {
  return (
    definedBy?.file.test(file) === true &&
    ((definedBy.line?.test(outcome.line) ?? false) || (definedBy.path?.test(outcome.path ?? '') ?? false))
  );
}

/** The path, or the current line of text. Of a long line, the part around the place. */
function whereOf({ shownPath, line, newLine, now, mark }: Outcome): string {
  if (shownPath !== undefined) {
    return shownPath;
  }
  const text = (newLine ?? line).trim().replace(/[,;\\\s]+$/, '');
  const at = Math.max(0, text.indexOf(now ?? line.slice(mark.start, mark.end)));
  const start = Math.max(0, at - CONTEXT);
  const end = at + (now ?? '').length + CONTEXT;
  return `${start > 0 ? '...' : ''}${text.slice(start, end)}${end < text.length ? '...' : ''}`;
}

/** Characters of a line to show before and after a place. */
const CONTEXT = 60;

function shadowed(file: string, { additions, outcomes }: Comparison, shadows: readonly Shadow[]): Contradiction[] {
  return shadows
    .filter((shadow) => shadow.file.test(file))
    .flatMap((shadow) =>
      additions.flatMap(({ path, shownPath, value }): Contradiction[] => {
        const match = path === undefined ? null : shadow.path.exec(path);
        const says = match && (shadow.value ? shadow.value.exec(String(value))?.[1] : String(value));
        if (!match || says === undefined || says === null) {
          return [];
        }
        const nearby = outcomes.filter((outcome) => (outcome.path ?? '').startsWith(match[1] ?? ''));
        const same = nearby.filter((outcome) => shadow.path.test(outcome.path ?? ''));
        const facts = [same, nearby].map((some) => factsIn(some, shadow.fact)).find((some) => some.length > 0) ?? [];
        return facts.length === 0 || facts.some((fact) => String(fact.value) === says)
          ? []
          : [{ fact: facts[0]!, file, where: shownPath!, says }];
      }),
    );
}

function factsIn(outcomes: readonly Outcome[], id: string): Fact[] {
  return outcomes.flatMap(({ mark }) => mark.facts).filter((fact) => fact.id === id);
}

function weakened(file: string, { rewrites, outcomes }: Comparison, { guards = [] }: SyncRules): Contradiction[] {
  return guards
    .filter((guard) => guard.file.test(file))
    .flatMap((guard) =>
      rewrites
        .filter(({ path, before, after }) => {
          const count = (text: string) => text.split(guard.weakenedBy).length;
          return guard.path.test(path) && count(after) > count(before);
        })
        .flatMap(({ path, shownPath, after }) =>
          outcomes
            .filter((outcome) => outcome.path === path && outcome.state === 'kept')
            .slice(0, 1)
            .map(({ mark }) => ({ fact: mark.facts[0]!, file, where: shownPath, says: after, isWeakened: true })),
        ),
    );
}

function read(
  file: string,
  body: string | undefined,
  facts: readonly Fact[],
  { readers = [] }: SyncRules,
  own?: OwnFile,
): Contradiction[] {
  const isOwn = own !== undefined;
  return readers
    .filter((reader) => body !== undefined && reader.file.test(file))
    .flatMap((reader) => reader.read(body!, own?.stage))
    .filter(({ onlyIfGenerated }) => !(isOwn && onlyIfGenerated))
    .flatMap(({ fact: id, says, where }) => {
      const fact = facts.find((one) => one.id === id);
      return fact && !says.includes(String(fact.value)) ? [{ fact, file, where, says: says.join(', '), isOwn }] : [];
    });
}

function unequal(finals: ReadonlyMap<string, FinalFile>, { agreements = [] }: SyncRules): Contradiction[] {
  const contents = new Map([...finals].map(([path, { data, body }]) => [path, data ?? body]));
  return agreements.flatMap(({ title, read: readAll }) => {
    const [first, ...rest] = readAll(contents);
    return rest
      .filter(({ says }) => says !== first!.says)
      .map(({ file, where, says }) => ({
        fact: { title },
        file,
        where,
        says,
        other: first!,
      }));
  });
}
