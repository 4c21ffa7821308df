import { parse as parseTypeScript } from '@babel/parser';
import { DockerfileParser } from 'dockerfile-ast';
import { load } from 'js-yaml';

/**
 * Readers of the generated files' final contents. Each takes facts out with a parser of the format, so that the check
 * sees what a tool would see, not what a renderer meant.
 */

/** A value at a path of a parsed YAML or JSON file. `*` stands for any key or item. All values found. */
export function valuesAt(node: unknown, path: readonly string[]): unknown[] {
  const [head, ...rest] = path;
  if (head === undefined) {
    return node === undefined ? [] : [node];
  }
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  const children = head === '*' ? Object.values(node) : [(node as Record<string, unknown>)[head]];
  return children.flatMap((child) => valuesAt(child, rest));
}

export function readYaml(text: string): unknown {
  return load(text);
}

/** `EXPOSE 3000`: keyword and arguments. */
export interface DockerInstruction {
  readonly keyword: string;
  readonly args: string;
}

export function readDockerfile(text: string): DockerInstruction[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction) => ({ keyword: instruction.getKeyword(), args: instruction.getRawArgumentsContent() ?? '' }));
}

/** Literals by the path of the property that they are assigned to: `environment.computeType`. */
export type Properties = ReadonlyMap<string, readonly string[]>;

/** The literals of a TypeScript file. */
export interface TypeScriptLiterals {
  /** All literals, in order. */
  readonly all: readonly string[];
  /**
   * What objects are made with, by the id of the construct (`new Role(this, 'ExecutionRole', { roleName: '...' })`), for
   * what has no id by its class, or by the name of the constant that holds it. A construct that is imported by a name or
   * an ARN alone has it at the empty path.
   */
  readonly objects: ReadonlyMap<string, Properties>;
}

/** Reads the string and number literals of a CDK source file. */
export function readTypeScript(text: string): TypeScriptLiterals {
  const { program } = parseTypeScript(text, { sourceType: 'module', plugins: ['typescript'], attachComment: false });
  const literals = { all: [], objects: new Map() };
  collect(program as unknown as AstNode, literals, []);
  return literals;
}

interface AstNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Collected {
  readonly all: string[];
  readonly objects: Map<string, Map<string, string[]>>;
}

/** An object of which properties are being collected, and how deep in it we are. */
interface Scope {
  readonly properties: Map<string, string[]>;
  readonly path: string;
}

/** Visits each node once: the files are read at every synthesis. */
function collect(node: AstNode, found: Collected, scopes: readonly Scope[]): void {
  const literal = literalOf(node);
  if (literal !== undefined) {
    found.all.push(literal);
    return;
  }
  let inner = scopes;
  if (node.type === 'NewExpression' || isImport(node)) {
    const name = nameOf(node);
    if (name !== undefined) {
      const properties = new Map<string, string[]>();
      const [, , third] = node.arguments as AstNode[];
      const imported = third && literalOf(third);
      if (imported !== undefined) {
        properties.set('', [imported]);
      }
      found.objects.set(name, properties);
      inner = [...scopes, { properties, path: '' }];
    }
  } else if (node.type === 'VariableDeclarator' && isNode(node.init) && node.init.type === 'ObjectExpression') {
    const properties = new Map<string, string[]>();
    found.objects.set(keyOf(node.id as AstNode) ?? '', properties);
    inner = [{ properties, path: '' }];
  } else if (node.type === 'ObjectProperty') {
    const key = keyOf(node.key as AstNode) ?? '';
    inner = scopes.map(({ properties, path }) => ({ properties, path: path ? `${path}.${key}` : key }));
    const values = literalsOf(node.value as AstNode);
    for (const { properties, path } of inner) {
      properties.set(path, [...(properties.get(path) ?? []), ...values]);
    }
  }
  // A `for in` would take three times as long.
  for (const child of Object.values(node)) {
    if (Array.isArray(child)) {
      for (const item of child) {
        if (isNode(item)) {
          collect(item, found, inner);
        }
      }
    } else if (isNode(child)) {
      collect(child, found, inner);
    }
  }
}

/** `Service.fromServiceArn(this, 'Service', 'arn:...')` */
function isImport({ type, arguments: args }: AstNode): boolean {
  const [scope, id] = type === 'CallExpression' ? (args as AstNode[]) : [];
  return scope?.type === 'ThisExpression' && id !== undefined && literalOf(id) !== undefined;
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** The id of a construct, or the class of what is made from properties alone. */
function nameOf({ arguments: args, callee }: AstNode): string | undefined {
  const [, id] = args as AstNode[];
  if (id) {
    return literalOf(id);
  }
  const called = callee as AstNode;
  return keyOf(called.type === 'MemberExpression' ? (called.property as AstNode) : called);
}

function keyOf(node: AstNode): string | undefined {
  return node.type === 'Identifier' ? (node.name as string) : literalOf(node);
}

function literalsOf(node: AstNode): string[] {
  if (node.type === 'ArrayExpression') {
    return (node.elements as (AstNode | null)[]).flatMap((element) => (element ? literalsOf(element) : []));
  }
  if (node.type === 'CallExpression' && (node.callee as AstNode).type === 'MemberExpression') {
    // Lines that are joined.
    const lines = literalsOf((node.callee as AstNode).object as AstNode);
    return lines.length > 0 ? [lines.join('\n')] : [];
  }
  const literal = literalOf(node);
  return literal === undefined ? [] : [literal];
}

function literalOf(node: AstNode): string | undefined {
  if (node.type === 'StringLiteral' || node.type === 'NumericLiteral') {
    return String(node.value);
  }
  if (node.type === 'TemplateLiteral' && (node.expressions as unknown[]).length === 0) {
    return (node.quasis as { value: { cooked: string } }[])[0]!.value.cooked;
  }
  return undefined;
}
