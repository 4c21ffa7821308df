import { isRecord } from '../model/json-data';
import { OptionReader, type StringRule } from '../model/option-reader';
import { ProblemList } from '../model/problem-list';
import type { Problem } from '../model/problems';
import { type CurrentOptions, type RenamedOption, withCurrentNames, withCurrentPaths } from '../model/renamed-options';
import { isPluginRule } from '../model/resolve-validation-plugins';
import { ENVIRONMENT_NAME } from '../model/rules';
import {
  type AllowedValues,
  type DeliveryStandardOptions,
  DeliveryTarget,
  type IDeliveryRule,
  type IDeliveryStandard,
  type NumberBounds,
  RuleSeverity,
} from '../options';
import { rangeText } from './apply-standard';
import { ALL_TARGETS, describeOption, optionNames } from './option-reference';
import { isOptions, isSame, leavesOf, mergeOptions, type RawOptions, valueAt } from './paths';
import { renderStandard } from './render-standard';
import { registerStandard, type StandardData, standardDataOf } from './standard-data';

const STANDARD_OPTIONS: Readonly<Record<keyof DeliveryStandardOptions, true>> = {
  name: true,
  version: true,
  contact: true,
  url: true,
  defaults: true,
  fixed: true,
  ecs: true,
  lambda: true,
  staticSite: true,
  ec2: true,
  allowed: true,
  bounds: true,
  reasons: true,
  rules: true,
  rulesWithoutWaivers: true,
};

const ALLOWED_OPTIONS: Readonly<Record<keyof AllowedValues, true>> = {
  option: true,
  values: true,
  environments: true,
  targets: true,
  reason: true,
};

const BOUND_OPTIONS: Readonly<Record<keyof NumberBounds, true>> = {
  option: true,
  minimum: true,
  maximum: true,
  environments: true,
  targets: true,
  reason: true,
};

/** The option with the values of each target. */
const SECTIONS = {
  [DeliveryTarget.ECS]: 'ecs',
  [DeliveryTarget.LAMBDA]: 'lambda',
  [DeliveryTarget.STATIC_SITE]: 'staticSite',
  [DeliveryTarget.EC2]: 'ec2',
} as const satisfies Record<DeliveryTarget, keyof DeliveryStandardOptions>;

/** Options that belong to one repository. */
const OF_REPOSITORY = ['serviceName', 'githubRepository', 'awsAccount', 'takeOver', 'standard', 'unset', 'waivers'];

const NAME: StringRule = {
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  allowed: 'lowercase letters, digits, and single hyphens, starting with a letter',
  maxLength: 64,
};
const VERSION: StringRule = {
  pattern: /^\d+(\.\d+)*([-+][\w.-]+)?$/,
  allowed: 'a version, for example 3.2.0',
  maxLength: 64,
};
const TEXT: StringRule = { pattern: /^\S.*$/, allowed: 'text on one line', maxLength: 300 };
const DESCRIPTION: StringRule = { pattern: /^\S[\s\S]*$/, allowed: 'text', maxLength: 1000 };
const URL: StringRule = { pattern: /^https:\/\/\S+$/, allowed: 'a URL that starts with https://', maxLength: 1000 };
const ENVIRONMENT: StringRule = { pattern: /^\S+$/, allowed: 'the name of an environment' };

/**
 * What an organization requires of its deliveries: default values, fixed values, allowed values, and rules, for every
 * target. A package of the organization exports the standard, and each repository passes it to its project type or
 * component as `standard`.
 */
export class DeliveryStandard implements IDeliveryStandard {
  /** The name of the standard. */
  public readonly name: string;
  /** The version of the standard. */
  public readonly version: string;
  /** The contact for questions. */
  public readonly contact: string;

  /**
   * @param options the values, the allowed values, and the rules
   * @throws ConfigError that lists every problem in the standard
   */
  public constructor(options: DeliveryStandardOptions) {
    const data = readStandard(options);
    this.name = data.name;
    this.version = data.version;
    this.contact = data.contact;
    registerStandard(this, data);
  }

  /**
   * The documentation of the standard: what is fixed, what is allowed, the defaults, the rules, and the reasons.
   *
   * It does not contain the version, so that a release does not change it.
   *
   * @returns a page in Markdown
   */
  public toMarkdown(): string {
    return renderStandard(standardDataOf(this)!);
  }
}

function readStandard(given: unknown): StandardData {
  const problems = new ProblemList();
  const { options: raw, renamed, problems: setTwice } = currentStandard(given);
  for (const problem of setTwice) {
    problems.add(problem);
  }
  const options = OptionReader.of(problems, raw, STANDARD_OPTIONS);
  const text = (key: string, rule: StringRule) =>
    options.has(key)
      ? (options.string(key, rule) ?? '')
      : (options.rejectWithoutValue(key, 'missing-option', {
          why: 'is missing',
          allowed: rule.allowed,
          fix: `Set ${key}.`,
        }) ?? '');
  const data: StandardData = {
    name: text('name', NAME),
    version: text('version', VERSION),
    contact: text('contact', TEXT),
    url: options.string('url', URL),
    values: readValues(options),
    allowed: options.structs('allowed', ALLOWED_OPTIONS).flatMap(readAllowed),
    bounds: options.structs('bounds', BOUND_OPTIONS).flatMap(readBounds),
    reasons: readReasons(options),
    rules: readRules(options),
    rulesWithoutWaivers: options.strings('rulesWithoutWaivers', TEXT) ?? [],
    renamed,
  };
  for (const [i, code] of data.rulesWithoutWaivers.entries()) {
    if (!isPluginRule(code) && !data.rules.some((rule) => rule.code === code)) {
      problems.add({
        path: `rulesWithoutWaivers[${i}]`,
        code: 'unknown-rule',
        value: code,
        why: 'is not the code of one of the rules',
        allowed: data.rules.map((rule) => rule.code).join(', ') || 'none, because there are no rules',
        fix: 'Correct the code, or remove it.',
      });
    }
  }
  checkOwnValues(problems, data);
  problems.throwIfAny(data.name ? `the standard ${data.name}` : 'a standard');
  return data;
}

/** The standard with the current names of options, because it can be older than this version of the package. */
function currentStandard(raw: unknown): CurrentOptions<unknown> {
  if (!isRecord(raw)) {
    return { options: raw, renamed: [], problems: [] };
  }
  const renamed: RenamedOption[] = [];
  const problems: Problem[] = [];
  const withValues = (group: Record<string, unknown>, path: string) => {
    const current = Object.entries(group).map(([key, value]) => {
      if (key !== 'defaults' && key !== 'fixed') {
        return [key, value] as const;
      }
      const { options, ...found } = withCurrentNames(value, `${path}${key}`);
      renamed.push(...found.renamed);
      problems.push(...found.problems);
      return [key, options] as const;
    });
    return Object.fromEntries(current);
  };
  const sections: readonly string[] = Object.values(SECTIONS);
  const options = Object.entries(withValues(raw, '')).map(([key, value]) => {
    if (sections.includes(key) && isRecord(value)) {
      return [key, withValues(value, `${key}.`)] as const;
    }
    if ((key === 'allowed' || key === 'bounds') && Array.isArray(value)) {
      const { paths, ...found } = withCurrentPaths(value.map(pathOf), key);
      renamed.push(...found.renamed.map((each) => ({ ...each, path: `${each.path}.option` })));
      return [
        key,
        value.map((item, i) => (isRecord(item) ? { ...item, option: (paths as unknown[])[i] } : item)),
      ] as const;
    }
    return [key, value] as const;
  });
  return { options: Object.fromEntries(options), renamed, problems };
}

function pathOf(item: unknown): unknown {
  return isRecord(item) ? item.option : undefined;
}

/** The values for each target: those for every delivery, and those for the target over them. */
function readValues(options: OptionReader): StandardData['values'] {
  const section = (reader: OptionReader, key: 'defaults' | 'fixed', targets: readonly DeliveryTarget[]): RawOptions => {
    for (const entry of reader.entries(key)) {
      const isKnown = targets.every((target) => optionNames(target).includes(entry.name));
      if (OF_REPOSITORY.includes(entry.name)) {
        reader.rejectEntryWithoutValue(entry, 'option-of-repository', {
          why: 'is different in each repository, so a standard cannot set it',
          fix: 'Remove it.',
        });
      } else if (!isKnown) {
        reader.rejectEntryWithoutValue(entry, 'unknown-option', {
          why: targets.length === 1 ? 'is not a known option' : 'is not an option that every delivery has',
          fix: targets.length === 1 ? 'Correct the name, or remove it.' : 'Correct the name, or set it for a target.',
        });
      }
    }
    checkEnvironments(options, reader, key, targets);
    const value = reader.value(key);
    return isOptions(value) ? value : {};
  };
  const common = { defaults: section(options, 'defaults', ALL_TARGETS), fixed: section(options, 'fixed', ALL_TARGETS) };
  const valuesOf = (target: DeliveryTarget) => {
    const own = options.struct(SECTIONS[target], { defaults: true, fixed: true });
    const [defaults, fixed] = [section(own, 'defaults', [target]), section(own, 'fixed', [target])];
    return { defaults: merged(common.defaults, defaults), fixed: merged(common.fixed, fixed) };
  };
  return Object.fromEntries(ALL_TARGETS.map((target) => [target, valuesOf(target)])) as StandardData['values'];
}

/** The values of environments must be found again in the config of a repository. */
function checkEnvironments(
  options: OptionReader,
  section: OptionReader,
  key: 'defaults' | 'fixed',
  targets: readonly DeliveryTarget[],
): void {
  const entry = section.entry(key, 'environments');
  if (!entry) {
    return;
  }
  if (!Array.isArray(entry.value)) {
    options.rejectEntryWithoutValue(entry, 'wrong-type', {
      why: 'is not a list',
      allowed: 'a list of objects with a name',
      fix: "Write it as [{ name: '...' }].",
    });
    return;
  }
  const names = new Set<unknown>();
  entry.value.forEach((item: unknown, i) => {
    const path = `${entry.path}[${i}]`;
    if (!isOptions(item)) {
      options.rejectEntry({ path, value: item }, 'wrong-type', {
        why: 'is not an object',
        allowed: 'an object with a name',
        fix: 'Correct the value.',
      });
      return;
    }
    for (const name of Object.keys(item)) {
      if (name !== 'name' && !targets.every((target) => describeOption(target, name)?.perEnvironment)) {
        options.rejectEntryWithoutValue({ path: `${path}.${name}` }, 'unknown-option', {
          why: targets.length === 1 ? 'is not an option of an environment' : 'is not an option of every environment',
          fix: targets.length === 1 ? 'Correct the name, or remove it.' : 'Correct the name, or set it for a target.',
        });
      }
    }
    if (item.name === undefined) {
      options.rejectEntryWithoutValue({ path: `${path}.name` }, 'missing-option', {
        why: 'is missing',
        allowed: ENVIRONMENT_NAME.allowed,
        fix: 'Set the name of the environments to which the values apply.',
      });
    } else if (names.has(item.name)) {
      options.rejectEntry({ path: `${path}.name`, value: item.name }, 'duplicate-environment', {
        why: 'is already the name of another environment',
        fix: 'Use a unique name for each environment.',
      });
    } else {
      options.stringOf({ path: `${path}.name`, name: 'name', value: item.name }, ENVIRONMENT_NAME);
    }
    names.add(item.name);
  });
}

/** The values of environments with the same name are merged. */
function merged(common: RawOptions, own: RawOptions): RawOptions {
  const all = [common, own].flatMap(({ environments }) => (Array.isArray(environments) ? environments : []));
  const names = [...new Set(all.filter(isOptions).map(({ name }) => name))];
  const environments = names.map((name) =>
    all.filter((one) => isOptions(one) && one.name === name).reduce((into, one) => mergeOptions(into, one), {}),
  );
  return { ...mergeOptions(common, own), ...(environments.length > 0 ? { environments } : {}) };
}

function readScope(
  reader: OptionReader,
): Pick<AllowedValues, 'option' | 'environments' | 'targets' | 'reason'> | undefined {
  const targets = (reader.value('targets') === undefined ? undefined : reader.strings('targets', TEXT)) as
    | DeliveryTarget[]
    | undefined;
  const unknown = targets?.filter((target) => !ALL_TARGETS.includes(target)) ?? [];
  if (unknown.length > 0) {
    reader.reject('targets', 'unsupported-value', {
      why: 'contains an unknown target',
      allowed: ALL_TARGETS.join(', '),
      fix: 'Use these values.',
    });
    return undefined;
  }
  const scope = {
    targets,
    environments: reader.strings('environments', ENVIRONMENT),
    reason: reader.string('reason', TEXT),
  };
  if (!reader.has('option')) {
    return reader.rejectWithoutValue('option', 'missing-option', {
      why: 'is missing',
      allowed: 'the path of an option',
      fix: 'Set option.',
    });
  }
  const option = reader.string('option', TEXT);
  if (option === undefined) {
    return undefined;
  }
  if (!(targets ?? ALL_TARGETS).some((target) => describeOption(target, option))) {
    return reader.reject('option', 'unknown-option', {
      why: 'is not the path of an option',
      fix: 'Correct the path, for example logging.existingLogGroup.',
    });
  }
  return { option, ...scope };
}

function readAllowed(reader: OptionReader): AllowedValues[] {
  const values = reader.value('values');
  if (!Array.isArray(values) || values.length === 0) {
    reader.reject('values', 'empty-list', {
      why: 'is not a list with values',
      allowed: 'at least one value',
      fix: 'List the allowed values.',
    });
    return [];
  }
  const scope = readScope(reader);
  return scope ? [{ ...scope, values: [...values] }] : [];
}

function readBounds(reader: OptionReader): NumberBounds[] {
  const [minimum, maximum] = [reader.number('minimum', 0, 1e9), reader.number('maximum', 0, 1e9)];
  if (!reader.has('minimum') && !reader.has('maximum')) {
    reader.rejectWithoutValue('minimum', 'missing-option', {
      why: 'is missing',
      allowed: 'minimum, maximum, or both',
      fix: 'Set at least one of them.',
    });
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    reader.reject('minimum', 'empty-range', {
      why: 'is greater than maximum',
      allowed: `${maximum} or less`,
      fix: 'Lower minimum, or raise maximum.',
    });
  }
  const scope = readScope(reader);
  if (!scope) {
    return [];
  }
  if (!ALL_TARGETS.some((target) => describeOption(target, scope.option)?.isNumber)) {
    reader.reject('option', 'bounds-of-text', { why: 'is not a number', fix: 'Use allowed instead.' });
    return [];
  }
  return [{ ...scope, minimum, maximum }];
}

function readReasons(options: OptionReader): Record<string, string> {
  const entries = options.entries('reasons').flatMap((entry) => {
    const text = options.stringOf(entry, TEXT);
    return text === undefined ? [] : [[entry.name, text] as const];
  });
  return Object.fromEntries(entries);
}

function readRules(options: OptionReader): IDeliveryRule[] {
  const rules: unknown = options.value('rules') ?? [];
  if (!Array.isArray(rules) || !rules.every(isRule)) {
    options.rejectWithoutValue('rules', 'wrong-type', {
      why: 'is not a list of rules',
      allowed: 'rules of DeliveryRules, and instances of classes that extend DeliveryRule',
      fix: 'Correct the value.',
    });
    return [];
  }
  rules.forEach(({ code, title, description, severity }, i) => {
    options.stringOf({ path: `rules[${i}].code`, name: 'code', value: code }, NAME);
    options.stringOf({ path: `rules[${i}].title`, name: 'title', value: title }, TEXT);
    options.stringOf({ path: `rules[${i}].description`, name: 'description', value: description }, DESCRIPTION);
    if (!Object.values(RuleSeverity).includes(severity)) {
      options.rejectEntry({ path: `rules[${i}].severity`, value: severity }, 'unsupported-value', {
        why: 'is not a member of RuleSeverity',
        allowed: 'RuleSeverity.ERROR, RuleSeverity.WARNING',
        fix: 'Use one of these values.',
      });
    }
  });
  const codes = rules.map(({ code }) => code);
  const twice = codes.find((code, i) => codes.indexOf(code) !== i);
  if (twice !== undefined) {
    options.rejectWithoutValue('rules', 'duplicate-rule-code', {
      why: `contains two rules with the code ${twice}`,
      fix: 'Remove one of them, or change its code.',
    });
  }
  return rules;
}

function isRule(value: unknown): value is IDeliveryRule {
  return typeof value === 'object' && value !== null && 'check' in value && typeof value.check === 'function';
}

/** The standard must not contradict itself. */
function checkOwnValues(problems: ProblemList, data: StandardData): void {
  const limits = [
    ...data.allowed.map((rule, i) => ({
      rule,
      path: `allowed[${i}]`,
      allows: (value: unknown) => [value].flat().every((item) => rule.values.some((one) => isSame(item, one))),
      allowed: rule.values.map((one) => JSON.stringify(one)).join(', '),
      fix: 'Add it to values, or change what the standard sets.',
    })),
    ...data.bounds.map((rule, i) => ({
      rule,
      path: `bounds[${i}]`,
      allows: (value: unknown) =>
        typeof value !== 'number' || (value >= (rule.minimum ?? value) && value <= (rule.maximum ?? value)),
      allowed: rangeText(rule),
      fix: 'Widen the range, or change what the standard sets.',
    })),
  ];
  for (const target of ALL_TARGETS) {
    const { defaults, fixed } = data.values[target];
    for (const { path } of leavesOf(fixed)) {
      if (path[0] !== 'environments' && valueAt(defaults, path) !== undefined) {
        problems.add({
          path: `fixed.${path.join('.')}`,
          code: 'fixed-and-default',
          why: 'is also a default',
          fix: 'Remove one of the two.',
        });
      }
    }
    for (const { rule, path, allows, allowed, fix } of limits) {
      const { option, environments, targets = [target] } = rule;
      const value = valueAt(fixed, option.split('.')) ?? valueAt(defaults, option.split('.'));
      if (!environments && targets.includes(target) && value !== undefined && !allows(value)) {
        problems.add({
          path,
          code: 'own-value-not-allowed',
          value,
          why: `is what the standard itself sets for ${option}, but is not allowed`,
          allowed,
          fix,
        });
      }
    }
  }
}
