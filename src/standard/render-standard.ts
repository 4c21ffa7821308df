import type { AllowedValues, DeliveryTarget, IDeliveryRule, NumberBounds } from '../options';
import { inline, paragraphs, table } from '../printing/markdown';
import { rangeText } from './apply-standard';
import { ALL_TARGETS } from './option-reference';
import { isOptions, leavesOf, type RawOptions } from './paths';
import type { StandardData } from './standard-data';

/** How the documentation refers to the targets. */
const TARGET_NAMES: Readonly<Record<DeliveryTarget, string>> = {
  ecs: 'Amazon ECS',
  lambda: 'AWS Lambda',
  'static-site': 'static sites',
  ec2: 'Amazon EC2',
};

/** A value that a standard sets, and what it applies to. */
interface SetValue {
  readonly option: string;
  readonly value: unknown;
  /** `undefined` for all environments. */
  readonly environment?: string;
  readonly targets: readonly DeliveryTarget[];
}

/**
 * Renders the documentation of a standard as Markdown. It does not contain the version of the standard: a release would
 * change the file, but the released commit must contain it unchanged.
 */
export function renderStandard(standard: StandardData): string {
  const { name, contact, url, allowed, bounds, rules } = standard;
  const title = url === undefined ? `the standard ${name}` : `[the standard ${name}](${url})`;
  return `${paragraphs(
    `# The standard ${name}`,
    `This page describes what ${title} requires of deliveries. If you have questions, contact ${contact}.`,
    ...section('Fixed values', 'A repository cannot change these values.', valuesTable(standard, 'fixed')),
    ...section('Allowed values', 'A repository can only use these values.', allowedTable(allowed)),
    ...section('Bounds', 'A repository can only use numbers in these ranges.', boundsTable(bounds)),
    ...section(
      'Defaults',
      'A repository can change these values. To remove one, a repository lists its option in `unset`.',
      valuesTable(standard, 'defaults'),
    ),
    ...section('Rules', 'Every delivery must follow these rules.', rulesTable(standard, rules)),
  )}\n`;
}

type Table = readonly [header: readonly string[], rows: readonly (readonly string[])[]];

/** Nothing if the table has no rows. A column without any value is omitted. */
function section(title: string, text: string, [header, rows]: Table): string[] {
  const used = header.flatMap((_, i) => (rows.some((row) => row[i] !== '') ? [i] : []));
  const only = (cells: readonly string[]) => used.map((i) => cells[i]!);
  return rows.length === 0 ? [] : [`## ${title}`, text, table(only(header), rows.map(only))];
}

function valuesTable(standard: StandardData, kind: 'defaults' | 'fixed'): Table {
  const rows = valuesOf(standard, kind).map(({ option, value, environment, targets }) => [
    inline(option),
    asCode(value),
    scopeText(environment === undefined ? undefined : [environment], targets),
    standard.reasons[option] ?? '',
  ]);
  return [['Option', 'Value', 'Applies to', 'Reason'], rows];
}

/** The values of all targets. A value that several targets have is listed once. */
function valuesOf({ values }: StandardData, kind: 'defaults' | 'fixed'): SetValue[] {
  const found = new Map<string, SetValue>();
  for (const target of ALL_TARGETS) {
    for (const each of valuesIn(values[target][kind])) {
      const key = JSON.stringify([each.option, each.environment, each.value]);
      found.set(key, { ...each, targets: [...(found.get(key)?.targets ?? []), target] });
    }
  }
  return [...found.values()];
}

function valuesIn({ environments, ...topLevel }: RawOptions): Omit<SetValue, 'targets'>[] {
  const items = Array.isArray(environments) ? environments.filter(isOptions) : [];
  const leaves = (scope: RawOptions) => leavesOf(scope).map(({ path, value }) => ({ option: path.join('.'), value }));
  return [
    ...leaves(topLevel),
    ...items.flatMap(({ name, ...own }) => leaves(own).map((leaf) => ({ ...leaf, environment: String(name) }))),
  ];
}

function allowedTable(allowed: readonly AllowedValues[]): Table {
  const rows = allowed.map(({ option, values, environments, targets, reason = '' }) => [
    inline(option),
    values.map(asCode).join(', '),
    scopeText(environments, targets),
    reason,
  ]);
  return [['Option', 'Allowed values', 'Applies to', 'Reason'], rows];
}

function boundsTable(bounds: readonly NumberBounds[]): Table {
  const rows = bounds.map((bound) => [
    inline(bound.option),
    rangeText(bound),
    scopeText(bound.environments, bound.targets),
    bound.reason ?? '',
  ]);
  return [['Option', 'Allowed numbers', 'Applies to', 'Reason'], rows];
}

function rulesTable({ rulesWithoutWaivers }: StandardData, rules: readonly IDeliveryRule[]): Table {
  const rows = rules.map(({ code, title, description, severity, url }) => [
    url === undefined ? inline(code) : `[${inline(code)}](${url})`,
    title,
    severity === 'error' ? 'Error' : 'Warning',
    rulesWithoutWaivers.includes(code) ? 'No' : 'Yes',
    description,
  ]);
  return [['Rule', 'Requirement', 'Severity', 'Can be waived', 'Reason'], rows];
}

/** What a value applies to, for example `Amazon ECS, environment production`. */
function scopeText(
  environments: readonly string[] | undefined,
  targets: readonly DeliveryTarget[] | undefined,
): string {
  const isEverywhere = !targets || targets.length === ALL_TARGETS.length;
  const texts = [
    ...(isEverywhere ? [] : targets.map((target) => TARGET_NAMES[target])),
    ...(environments
      ? [`${environments.length === 1 ? 'environment' : 'environments'} ${environments.map(inline).join(', ')}`]
      : []),
  ];
  const text = texts.join(', ') || 'all';
  return text[0]!.toUpperCase() + text.slice(1);
}

/** JSON, as in a config. A value without a JSON form, for example a function, is described by its type. */
function asCode(value: unknown): string {
  return inline(JSON.stringify(value) ?? typeof value);
}
