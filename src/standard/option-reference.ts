import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../model/json-data';
import * as OPTIONS from '../options';
import { DeliveryTarget } from '../options';

/** An option as its documentation describes it. */
export interface OptionDescription {
  /** The first sentence of the documentation. */
  readonly summary: string;
  /** The rest of the documentation. */
  readonly remarks?: string;
  readonly see?: string;
  /** The default as the documentation describes it, for example `"24"` or `- none`. */
  readonly defaultText?: string;
  /** The default, if it does not depend on other options. */
  readonly defaultValue?: string | number | boolean;
  /** The type in words, for example `string` or `list of string`. */
  readonly type: string;
  readonly isNumber: boolean;
  /** Whether environments can set the option. */
  readonly perEnvironment: boolean;
  /** The names of the options in it, if it is a group of options. */
  readonly members: readonly string[];
}

interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: string; readonly elementtype: TypeReference };
}

interface Docs {
  readonly summary?: string;
  readonly remarks?: string;
  readonly default?: string;
  readonly see?: string;
}

interface Property {
  readonly name: string;
  readonly type: TypeReference;
  readonly docs?: Docs;
}

interface Type {
  readonly name: string;
  readonly kind: string;
  readonly interfaces?: readonly string[];
  readonly properties?: readonly Property[];
}

type Types = Readonly<Record<string, Type>>;

/** The structs with the options of each target, and of one of its environments. */
const STRUCTS: Readonly<Record<DeliveryTarget, readonly [topLevel: string, environment: string]>> = {
  [DeliveryTarget.ECS]: ['EcsDeliveryOptions', 'EnvironmentOptions'],
  [DeliveryTarget.LAMBDA]: ['LambdaDeliveryOptions', 'LambdaEnvironmentOptions'],
  [DeliveryTarget.STATIC_SITE]: ['StaticSiteDeliveryOptions', 'SiteEnvironment'],
  [DeliveryTarget.EC2]: ['Ec2DeliveryOptions', 'Ec2Environment'],
};

export const ALL_TARGETS: readonly DeliveryTarget[] = Object.values(DeliveryTarget);

let manifest: Types | undefined;

/** The types of this package, as jsii describes them for other tools. */
function types(): Types {
  manifest ??= (JSON.parse(readFileSync(join(__dirname, MANIFEST), 'utf-8')) as { readonly types: Types }).types;
  return manifest;
}

/** The published bundle is one folder below the root of the package, and this file two. */
const MANIFEST = __dirname.endsWith('standard') ? '../../.jsii' : '../.jsii';

function typeNamed(name: string): Type | undefined {
  return types()[name.includes('.') ? name : `projen-aws-delivery.${name}`];
}

/** Options are looked up many times for each standard. */
const PROPERTIES = new WeakMap<Type, ReadonlyMap<string, Property>>();

/** The options of a struct, including those that it inherits. */
function propertiesOf(type: Type | undefined): ReadonlyMap<string, Property> {
  const known = type && PROPERTIES.get(type);
  if (!type || known) {
    return known ?? new Map();
  }
  const inherited = (type.interfaces ?? []).flatMap((name) => [...propertiesOf(typeNamed(name))]);
  const own = (type.properties ?? []).map((property) => [property.name, property] as const);
  const all = new Map([...inherited, ...own]);
  PROPERTIES.set(type, all);
  return all;
}

/** The names of the top-level options of a target. */
export function optionNames(target: DeliveryTarget): string[] {
  return [...propertiesOf(typeNamed(STRUCTS[target][0])).keys()];
}

/**
 * Looks an option up.
 *
 * @param path for example `logging.retentionDays`. In a map, any key can follow the name
 */
export function describeOption(target: DeliveryTarget, path: string): OptionDescription | undefined {
  const [topLevel, environment] = STRUCTS[target];
  const property = findProperty(typeNamed(topLevel), path.split('.'));
  if (!property) {
    return undefined;
  }
  const { type, docs = {} } = property;
  return {
    summary: docs.summary ?? '',
    remarks: docs.remarks,
    see: docs.see,
    defaultText: docs.default,
    defaultValue: literalOf(docs.default, type),
    type: typeText(type),
    isNumber: type.primitive === 'number',
    perEnvironment: findProperty(typeNamed(environment), path.split('.')) !== undefined,
    members: type.fqn === undefined ? [] : [...propertiesOf(typeNamed(type.fqn)).keys()],
  };
}

function findProperty(type: Type | undefined, [name, ...rest]: readonly string[]): Property | undefined {
  const property = propertiesOf(type).get(name!);
  if (!property || rest.length === 0) {
    return property;
  }
  const { collection, fqn } = property.type;
  if (collection?.kind === 'map') {
    return { name: rest[0]!, type: collection.elementtype };
  }
  return fqn === undefined ? undefined : findProperty(typeNamed(fqn), rest);
}

/** `@default 256`, `@default "main"`, `@default true`, or a member of an enum. */
function literalOf(text: string | undefined, { primitive, fqn }: TypeReference): string | number | boolean | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (fqn !== undefined) {
    return enumValue(fqn, /^[A-Za-z]\w*\.(\w+)$/.exec(text)?.[1]);
  }
  if (primitive === 'string' || primitive === 'number' || primitive === 'boolean') {
    try {
      const value: unknown = JSON.parse(text);
      return typeof value === primitive ? (value as string | number | boolean) : undefined;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** jsii records the names of enum members, but not their values. */
function enumValue(fqn: string, member: string | undefined): string | undefined {
  const members = (OPTIONS as Readonly<Record<string, unknown>>)[fqn.split('.').pop()!];
  return isRecord(members) && member !== undefined ? (members[member] as string | undefined) : undefined;
}

function typeText({ primitive, fqn, collection }: TypeReference): string {
  if (collection) {
    return `${collection.kind === 'map' ? 'map' : 'list'} of ${typeText(collection.elementtype)}`;
  }
  return primitive ?? fqn?.split('.').pop() ?? 'any';
}
