import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/**
 * Finds a value in a YAML or JSON file.
 *
 * @param path the path as messages show it: keys and positions, separated by dots. An item of a list that has an ID or a
 * name is shown with it, for example `steps.build.run`
 */
export function dataLineOf(content: string, path: string): number | undefined {
  const counter = new LineCounter();
  const { contents } = parseDocument(content, { lineCounter: counter });
  const offsets: number[] = [];
  visit(contents, '', (at, offset) => {
    if (at === path) {
      offsets.push(offset);
    }
  });
  return offsets.length === 1 ? counter.linePos(offsets[0]!).line : undefined;
}

type Visitor = (path: string, offset: number) => void;

function visit(node: unknown, path: string, report: Visitor): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const at = joinName(path, String(isScalar(key) ? key.value : key));
      report(at, (key as Node).range?.[0] ?? 0);
      visit(value, at, report);
    }
  } else if (isSeq(node)) {
    node.items.forEach((item, i) => {
      const at = joinName(path, nameOf(item) ?? String(i));
      report(at, (item as Node).range?.[0] ?? 0);
      visit(item, at, report);
    });
  }
}

function nameOf(item: unknown): string | undefined {
  const name = isMap(item) ? (item.get('id') ?? item.get('name')) : undefined;
  return name === undefined ? undefined : String(name);
}

function joinName(path: string, key: string): string {
  return /\s/.test(key) ? `${path}[${JSON.stringify(key)}]` : `${path}${path === '' ? '' : '.'}${key}`;
}
