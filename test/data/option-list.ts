import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface TypeReference {
  readonly fqn?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
}

interface Struct {
  readonly datatype?: boolean;
  readonly interfaces?: readonly string[];
  readonly properties?: readonly { readonly name: string; readonly type: TypeReference }[];
}

/** The options of each project type include those of its component. */
const ROOTS = {
  ecs: 'EcsServiceProjectOptions',
  lambda: 'LambdaFunctionProjectOptions',
  'static-site': 'StaticSiteProjectOptions',
  ec2: 'Ec2ServiceProjectOptions',
  standard: 'DeliveryStandardOptions',
} as const;

export const BASELINE = join(__dirname, 'option-baseline.txt');

/**
 * The options that jsii knows, one per line, with the project types that have them. `[]` means each item of a list, and
 * `*` means each value of a map.
 */
export function optionList(): string[] {
  const { types } = JSON.parse(readFileSync(join(__dirname, '../../.jsii'), 'utf-8')) as {
    types: Readonly<Record<string, Struct>>;
  };
  const all = new Map<string, string[]>();
  const add = (root: string, fqn: string, prefix: string, parents: readonly string[]): void => {
    const struct = types[fqn];
    if (!struct?.datatype || parents.includes(fqn)) {
      return;
    }
    for (const name of struct.interfaces ?? []) {
      add(root, name, prefix, parents);
    }
    for (const { name, type } of struct.properties ?? []) {
      const path = prefix + name;
      all.set(path, [...new Set([...(all.get(path) ?? []), root])]);
      const [element, suffix] = elementOf(type);
      // The values of a standard are the options of the project types.
      const isValues = root === 'standard' && suffix === '';
      if (element !== undefined && !isValues) {
        add(root, element, `${path}${suffix}.`, [...parents, fqn]);
      }
    }
  };
  for (const [root, name] of Object.entries(ROOTS)) {
    add(root, `projen-aws-delivery.${name}`, '', []);
  }
  return [...all].map(([path, roots]) => `${path}: ${roots.join(' ')}`).sort();
}

function elementOf({ fqn, collection }: TypeReference): readonly [fqn: string | undefined, suffix: string] {
  if (!collection) {
    return [fqn, ''];
  }
  const [element, suffix] = elementOf(collection.elementtype);
  return [element, (collection.kind === 'map' ? '.*' : '[]') + suffix];
}
