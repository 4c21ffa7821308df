import {
  Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parse,
  Scalar,
} from 'yaml';
import type { YamlContent, YamlPath } from '../core/yaml-content';

/** The data of a YAML or JSON file. */
export function parseYaml(text: string): unknown {
  return parse(text);
}

/** Prints a YAML file. If an override removes an entry, its comments are not printed. */
export function printYaml(content: YamlContent, header: string | undefined): string {
  const document = new Document(content.data, { aliasDuplicateObjects: false });
  document.commentBefore = header ? ` ${header}` : null;
  for (const path of content.blankLinesBetween) {
    for (const collection of findCollections(document.contents, path)) {
      entriesOf(collection)
        .slice(1)
        .forEach((entry) => {
          entry.spaceBefore = true;
        });
    }
  }
  for (const { at, text } of content.comments) {
    const entry = findEntry(document.contents, at);
    if (entry) {
      entry.commentBefore = text
        .split('\n')
        .map((line) => ` ${line}`)
        .join('\n');
    }
  }
  for (const path of content.decimals ?? []) {
    const value = document.getIn(path, true);
    if (isScalar(value)) {
      value.minFractionDigits = 1;
    }
  }
  formatNode(document.contents, new Map(Object.entries(content.trailing ?? {})));
  return document.toString({ lineWidth: 0, indentSeq: true });
}

/** Adds the trailing comments and prints multi-line strings as block literals. */
function formatNode(node: unknown, trailing: ReadonlyMap<unknown, string>): void {
  if (isScalar(node)) {
    if (typeof node.value === 'string' && node.value.includes('\n')) {
      node.type = Scalar.BLOCK_LITERAL;
    }
  } else if (isSeq(node)) {
    for (const item of node.items) {
      formatNode(item, trailing);
    }
  } else if (isMap(node)) {
    for (const { key, value } of node.items) {
      const comment = isScalar(value) ? trailing.get(value.value) : undefined;
      if (comment) {
        (value as Scalar).comment = ` ${comment}`;
      }
      formatNode(key, trailing);
      formatNode(value, trailing);
    }
  }
}

/** The nodes that hold the comments of the entries: the key of a pair, or the list item itself. */
function entriesOf(collection: unknown): Node[] {
  if (isMap(collection)) {
    return collection.items.map((pair) => pair.key as Node);
  }
  return isSeq(collection) ? collection.items.filter(isNode) : [];
}

function findCollections(node: unknown, path: YamlPath): unknown[] {
  const [head, ...rest] = path;
  if (head === undefined) {
    return isCollection(node) ? [node] : [];
  }
  if (isMap(node)) {
    return node.items
      .filter((pair) => head === '*' || keyOf(pair) === head)
      .flatMap((pair) => findCollections(pair.value, rest));
  }
  return isSeq(node) && head === '*' ? node.items.flatMap((item) => findCollections(item, rest)) : [];
}

function findEntry(node: unknown, path: YamlPath): Node | undefined {
  const [head, ...rest] = path;
  if (isMap(node)) {
    const pair = node.items.find((item) => keyOf(item) === head);
    return rest.length === 0 ? (pair?.key as Node | undefined) : findEntry(pair?.value, rest);
  }
  if (isSeq(node)) {
    const item = node.items.find((candidate) => isNamed(candidate, head));
    return rest.length === 0 ? (item as Node | undefined) : findEntry(item, rest);
  }
  return undefined;
}

function keyOf(pair: unknown): unknown {
  return isPair(pair) ? ((pair as Pair).key as Scalar).value : undefined;
}

function isNamed(item: unknown, name: string | undefined): boolean {
  return isScalar(item) ? item.value === name : isMap(item) && item.get('name') === name;
}
