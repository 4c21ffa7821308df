import { joinPath } from '../model/show';
import { suggest } from '../model/suggest';
import type { AllowedValues, DeliveryTarget, NumberBounds } from '../options';
import { rangeText } from '../standard/apply-standard';
import { describeOption, type OptionDescription, optionNames } from '../standard/option-reference';
import { isOptions, type RawOptions, valueAt } from '../standard/paths';
import type { Provenance } from '../standard/provenance';
import type { StandardData } from '../standard/standard-data';

/** A delivery whose options are explained. */
export interface ExplainedDelivery {
  readonly service: string;
  readonly target: DeliveryTarget;
  /** The options of the repository with those of its standard. */
  readonly options: RawOptions;
  /** The names of the environments, in the order of the config. */
  readonly environments: readonly string[];
  readonly config: string;
  readonly standard?: StandardData;
  readonly provenance?: Provenance;
}

/**
 * Explains an option: its documentation, its value in every environment, and what the standard allows.
 *
 * @param option the path, for example `loadBalancer.certificateArn`
 * @throws Error if there is no such option
 */
export function explainOption(delivery: ExplainedDelivery, option: string): string {
  const { service, target, standard } = delivery;
  const description = describeOption(target, option);
  if (!description) {
    throw new Error(unknownOption(target, option));
  }
  return [
    ...documentation(option, description),
    '',
    `In ${service}:`,
    ...valuesOf(delivery, option, description).map((line) => `  ${line}`),
    ...(standard
      ? [
          '',
          `The standard ${standard.name} ${standard.version}:`,
          ...rulesOf(standard, target, option).map((line) => `  ${line}`),
          `  Contact: ${standard.contact}.${standard.url === undefined ? '' : ` See ${standard.url}.`}`,
        ]
      : []),
    '',
  ].join('\n');
}

function unknownOption(target: DeliveryTarget, option: string): string {
  const parts = option.split('.');
  const known = parts.findIndex((_, i) => !describeOption(target, parts.slice(0, i + 1).join('.')));
  const prefix = parts.slice(0, known).join('.');
  const names = prefix === '' ? optionNames(target) : (describeOption(target, prefix)?.members ?? []);
  const name = suggest(parts[known]!, names);
  const suggestion = name === undefined ? '' : ` Did you mean ${prefix === '' ? name : `${prefix}.${name}`}?`;
  return `${option} is not a known option.${suggestion}`;
}

function documentation(option: string, { type, summary, remarks, defaultText, see }: OptionDescription): string[] {
  if (summary === '') {
    // A key of a map has no documentation of its own.
    return [`${option}: ${type}`];
  }
  return [
    `${option}: ${type}`,
    ...[summary, ...(remarks === undefined ? [] : remarks.split('\n\n'))].map((text) => `  ${onOneLine(text)}`),
    ...(defaultText === undefined ? ['  Required.'] : [`  Default: ${onOneLine(defaultText.replace(/^- /, ''))}`]),
    ...(see === undefined ? [] : [`  See ${see}`]),
  ];
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The value of each environment, or one value if the option is the same in all of them. */
function valuesOf(
  delivery: ExplainedDelivery,
  option: string,
  { perEnvironment, ...rest }: OptionDescription,
): string[] {
  const { options, environments } = delivery;
  const leaf = option.split('.');
  const items = Array.isArray(options.environments) ? options.environments : [];
  const topLevel = textOf(valueAt(options, leaf), rest);
  const origin = originOf(delivery, leaf);
  if (!perEnvironment) {
    return [`${topLevel} (${origin})`];
  }
  return environments.map((name) => {
    const index = items.findIndex((item) => isOptions(item) && item.name === name);
    const own = index < 0 ? undefined : valueAt(items[index], leaf);
    return own === undefined
      ? `${name}: ${topLevel} (${origin})`
      : `${name}: ${textOf(own, rest)} (${originOf(delivery, leaf, `environments[${index}]`)}, for this environment)`;
  });
}

function textOf(value: unknown, { defaultText = '- not set' }: Pick<OptionDescription, 'defaultText'>): string {
  return value === undefined ? onOneLine(defaultText.replace(/^- /, '')) : show(value);
}

/** Values can contain functions and instances of classes. */
function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

/** @param environment the path of the environment that sets the value */
function originOf(
  { options, provenance, standard, config }: ExplainedDelivery,
  leaf: readonly string[],
  environment = '',
): string {
  const origin = provenance
    ? provenance.originOf(leaf.reduce(joinPath, environment))
    : environment !== '' || valueAt(options, leaf) !== undefined
      ? 'repository'
      : 'default';
  const texts = {
    repository: `set in ${config}`,
    standard: `set by the standard ${standard?.name} ${standard?.version}`,
    default: 'default',
  };
  return texts[origin];
}

/** What a standard says about an option, and whether a repository can change it. */
function rulesOf(standard: StandardData, target: DeliveryTarget, option: string): string[] {
  const leaf = option.split('.');
  const { defaults, fixed } = standard.values[target];
  const reason = standard.reasons[option];
  const concerns = (rule: AllowedValues | NumberBounds) =>
    rule.option === option && (rule.targets ?? [target]).includes(target);
  const lines = [
    ...scopesOf(fixed, leaf).map(({ value, where }) =>
      sentence(`Fixed${where}: ${show(value)}. A repository cannot change it`, reason),
    ),
    ...scopesOf(defaults, leaf).map(({ value, where }) =>
      sentence(
        `Default${where}: ${show(value)}. To change it, set ${option}; to remove it, add ${JSON.stringify(option)} to unset`,
        reason,
      ),
    ),
    ...standard.allowed
      .filter(concerns)
      .map((rule) => sentence(`Allowed${whereOf(rule)}: ${rule.values.map(show).join(', ')}`, rule.reason)),
    ...standard.bounds
      .filter(concerns)
      .map((rule) => sentence(`Allowed${whereOf(rule)}: ${rangeText(rule)}`, rule.reason)),
  ];
  return lines.length > 0 ? lines : ['Any value that the option supports.'];
}

function sentence(text: string, reason: string | undefined): string {
  return reason === undefined ? `${text}.` : `${text}. ${reason}`;
}

/** The value of the top level, and those of environments. */
function scopesOf(values: RawOptions, leaf: readonly string[]): { readonly value: unknown; readonly where: string }[] {
  const items = Array.isArray(values.environments) ? values.environments.filter(isOptions) : [];
  return [
    { value: valueAt(values, leaf), where: '' },
    ...items.map((item) => ({ value: valueAt(item, leaf), where: ` in ${String(item.name)}` })),
  ].filter(({ value }) => value !== undefined);
}

function whereOf({ environments }: AllowedValues | NumberBounds): string {
  return environments ? ` in ${environments.join(', ')}` : '';
}
