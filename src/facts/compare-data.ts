import { compareLine, compareText } from './compare-text';
import type { Addition, Comparison, NamedPath, Outcome, Rewrite } from './comparison';
import { similarity } from './counterparts';
import { type DataPlaces, type Path, pathKey } from './places';
import type { Mark } from './vocabulary';

/**
 * Compares two versions of a YAML or JSON file. An entry is found again by its key, id or name, never by its position
 * in a list.
 */
export function compareData(before: unknown, after: unknown, places: DataPlaces): Comparison {
  const comparison = new DataComparison(places);
  comparison.visit(before, after, [], ROOT);
  return comparison;
}

const ROOT: NamedPath = { path: '', shownPath: '' };

interface Entry {
  readonly key: string | number;
  /** What identifies the entry. `undefined` for a list item without an id or a name. */
  readonly id: string | undefined;
  readonly value: unknown;
}

class DataComparison implements Comparison {
  public readonly outcomes: Outcome[] = [];
  public readonly additions: Addition[] = [];
  public readonly rewrites: Rewrite[] = [];

  public constructor(private readonly places: DataPlaces) {}

  /** @param name the path with ids in place of list positions */
  public visit(a: unknown, b: unknown, path: Path, name: NamedPath): void {
    if (isCollection(a) && isCollection(b) && Array.isArray(a) === Array.isArray(b)) {
      this.visitEntries(a, b, path, name);
    } else if (isCollection(a)) {
      this.remove(a, path, name);
      this.add(b, name);
    } else if (isCollection(b)) {
      this.visitExpanded(a, b, path, name);
    } else if (b === undefined || b === null) {
      this.remove(a, path, name);
    } else {
      this.visitText(String(a), String(b), path, name);
    }
  }

  private visitEntries(a: object, b: object, path: Path, name: NamedPath): void {
    const others = entriesOf(b);
    const matches = matchEntries(entriesOf(a), others);
    for (const [entry, other] of matches) {
      const inner = [...path, entry.key];
      const innerName = joinName(name, entry.id ?? entry.key);
      if (!other) {
        this.remove(entry.value, inner, innerName);
        continue;
      }
      const line = String(entry.key);
      for (const mark of this.places.keys.get(pathKey(inner)) ?? []) {
        this.outcomes.push(
          entry.key === other.key
            ? { mark, line, text: textOf(line, mark), ...innerName, state: 'kept' }
            : { mark, line, text: textOf(line, mark), ...innerName, state: 'changed', now: String(other.key) },
        );
      }
      this.visit(entry.value, other.value, inner, innerName);
    }
    const matched = new Set([...matches.values()]);
    for (const other of others.filter((entry) => !matched.has(entry))) {
      this.add(other.value, joinName(name, isCollection(other.value) ? (other.id ?? other.key) : other.key));
    }
  }

  /** A scalar became an object, for example `environment: production` became `environment: { name: production }`. */
  private visitExpanded(a: unknown, b: object, path: Path, name: NamedPath): void {
    const { name: short } = b as { name?: unknown };
    if (!Array.isArray(b) && !isCollection(short) && short !== undefined && short !== null) {
      this.visitText(String(a), String(short), path, name);
    } else {
      this.remove(a, path, name);
    }
    this.add(b, name);
  }

  private visitText(before: string, after: string, path: Path, name: NamedPath): void {
    const marks = this.places.values.get(pathKey(path)) ?? [];
    if (before === after) {
      this.outcomes.push(
        ...marks.map(
          (mark): Outcome => ({
            mark,
            line: lineAt(before, mark),
            text: textOf(before, mark),
            ...name,
            state: 'kept',
          }),
        ),
      );
      return;
    }
    this.rewrites.push({ ...name, before, after });
    const isText = before.includes('\n') || after.includes('\n');
    const { outcomes, additions } = isText
      ? compareText(before, after, marks)
      : { outcomes: compareLine({ text: before, marks }, after), additions: [] };
    this.outcomes.push(...outcomes.map((outcome) => ({ ...outcome, ...name })));
    this.additions.push(...additions);
    if (marks.length === 0) {
      this.additions.push({ ...name, value: after });
    }
  }

  private remove(value: unknown, path: Path, name: NamedPath): void {
    eachLeaf(value, path, name, (leaf, leafPath, leafName) => {
      for (const mark of this.places.values.get(pathKey(leafPath)) ?? []) {
        const line = String(leaf);
        this.outcomes.push({ mark, line, text: textOf(line, mark), ...leafName, state: 'removed' });
      }
    });
  }

  private add(value: unknown, name: NamedPath): void {
    eachLeaf(value, [], name, (leaf, _path, leafName) => {
      this.additions.push({ ...leafName, value: leaf });
      if (typeof leaf === 'string') {
        this.additions.push(...leaf.split('\n').map((line) => ({ line })));
      }
    });
  }
}

/** For each entry its new version, if there is one. */
function matchEntries(entries: readonly Entry[], others: readonly Entry[]): Map<Entry, Entry | undefined> {
  const free = new Set(others);
  const matches = new Map<Entry, Entry | undefined>();
  for (const entry of entries) {
    const same = [...free].find((other) => other.id === entry.id && entry.id !== undefined);
    matches.set(entry, same);
    if (same) {
      free.delete(same);
    }
  }
  // The remaining entries: an entry may have a new name, and an item without a name may have changed.
  const unmatched = [...matches].filter(([, same]) => !same).map(([entry]) => entry);
  const wereReplaced = unmatched.length === free.size;
  for (const entry of unmatched) {
    const similar = [...free].find(
      (other) => isSimilar(entry.value, other.value) || (wereReplaced && areListItems(entry, other)),
    );
    matches.set(entry, similar);
    if (similar) {
      free.delete(similar);
    }
  }
  return matches;
}

function areListItems(a: Entry, b: Entry): boolean {
  return typeof a.key === 'number' && !isCollection(a.value) && !isCollection(b.value);
}

function entriesOf(collection: object): Entry[] {
  return Array.isArray(collection)
    ? collection.map((value, key) => ({ key, id: idOf(value), value }))
    : Object.entries(collection).map(([key, value]) => ({ key, id: key, value }));
}

function idOf(item: unknown): string | undefined {
  if (!isCollection(item)) {
    return String(item);
  }
  const { id, name } = item as { id?: unknown; name?: unknown };
  return id !== undefined ? String(id) : name !== undefined ? String(name) : undefined;
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isSimilar(a: unknown, b: unknown): boolean {
  if (isCollection(a) && isCollection(b)) {
    const [keys, others] = [Object.keys(a), Object.keys(b)];
    return 2 * keys.filter((key) => others.includes(key)).length >= Math.max(keys.length, others.length);
  }
  return !isCollection(a) && !isCollection(b) && similarity(String(a), String(b)) >= 0.3;
}

function eachLeaf(
  value: unknown,
  path: Path,
  name: NamedPath,
  visit: (leaf: unknown, path: Path, name: NamedPath) => void,
): void {
  if (!isCollection(value)) {
    visit(value, path, name);
    return;
  }
  for (const { key, id, value: inner } of entriesOf(value)) {
    eachLeaf(inner, [...path, key], joinName(name, isCollection(inner) ? (id ?? key) : key), visit);
  }
}

function joinName({ path, shownPath }: NamedPath, key: string | number): NamedPath {
  const dot = path === '' ? '' : '.';
  return {
    path: `${path}${dot}${key}`,
    shownPath: /\s/.test(String(key)) ? `${shownPath}[${JSON.stringify(key)}]` : `${shownPath}${dot}${key}`,
  };
}

function textOf(text: string, { start, end }: Mark): string {
  return text.slice(start, end);
}

function lineAt(text: string, { start }: Mark): string {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1).split('\n')[0]!;
}
