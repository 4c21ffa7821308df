import type { Problem } from '../model/problems';
import { joinPath } from '../model/show';
import type { AllowedValues, DeliveryTarget, NumberBounds } from '../options';
import { describeOption, optionNames } from './option-reference';
import {
  isOptions,
  isSame,
  isTaken,
  leavesOf,
  mergeOptions,
  plain,
  type RawOptions,
  valueAt,
  withoutValueAt,
  withValueAt,
} from './paths';
import { Provenance } from './provenance';
import { labelOf, type StandardData } from './standard-data';

/** The environment of a config that does not list any. */
const ONLY_ENVIRONMENT = 'production';

/** At the top level, these options are about the delivery account, so environments do not have to follow them. */
const PLACE = ['awsAccount', 'awsRegion'];

/** A contradiction between a config and the standard. */
export type StandardProblem = Omit<Problem, 'environments'> & { readonly environment?: string };

/** A config with the values of a standard. */
export interface AppliedStandard {
  readonly standard: StandardData;
  readonly options: RawOptions;
  readonly provenance: Provenance;
  readonly problems: readonly StandardProblem[];
}

/** A set of options in the config: the top level, or an environment. */
interface Scope {
  /** The path of messages, for example `environments[1]`. Empty for the top level. */
  readonly path: string;
  readonly own: RawOptions;
}

/** Applies a standard to the options of a repository. */
export function applyStandard(raw: RawOptions, standard: StandardData, target: DeliveryTarget): AppliedStandard {
  const names = new Set([...optionNames(target), 'unset', 'waivers']);
  names.delete('standard');
  const options = Object.entries(raw).map(([name, value]) => [name, names.has(name) ? plain(value) : value]);
  return new Application(Object.fromEntries(options), standard, target).result();
}

/**
 * One use of a standard. The values of a repository take precedence over the defaults of the standard, no matter at
 * which level either sets them: environment over top level of the repository, then environment over top level of the
 * standard. Only the account and the Region at the top level are those of the delivery account.
 */
class Application {
  private readonly problems: StandardProblem[] = [];
  private readonly provenance: Provenance;
  private readonly defaults: RawOptions;
  private readonly fixed: RawOptions;
  private readonly defaultsOf: ReadonlyMap<string, RawOptions>;
  private readonly fixedOf: ReadonlyMap<string, RawOptions>;

  public constructor(
    private readonly raw: RawOptions,
    private readonly standard: StandardData,
    private readonly target: DeliveryTarget,
  ) {
    this.provenance = new Provenance(standard);
    const { defaults, fixed } = standard.values[target];
    [this.defaults, this.defaultsOf] = this.withoutUnset(splitEnvironments(defaults));
    [this.fixed, this.fixedOf] = splitEnvironments(fixed);
  }

  public result(): AppliedStandard {
    const listed = this.raw.environments ?? (this.defaultsOf.size > 0 ? namedList(this.defaultsOf) : undefined);
    const items: readonly unknown[] = Array.isArray(listed) ? listed : [];
    const top = this.topLevel(items);
    const environments = items.map((item, i) =>
      isOptions(item) ? this.environment({ path: `environments[${i}]`, own: item }, top, items.length === 1) : item,
    );
    const options =
      listed === undefined ? top : { ...top, environments: Array.isArray(listed) ? environments : listed };
    this.checkValues(options);
    return { standard: this.standard, options, provenance: this.provenance, problems: this.problems };
  }

  /** If there is only one environment, its values also apply to the top level, as a config usually sets them there. */
  private topLevel(items: readonly unknown[]): RawOptions {
    const { environments: _, ...own } = this.raw;
    const ofOnly = (of: ReadonlyMap<string, RawOptions>): RawOptions => {
      const values = items.length > 1 ? undefined : of.get(nameOf(items[0]) ?? ONLY_ENVIRONMENT);
      return items.length === 1 ? without(values ?? {}, PLACE) : (values ?? {});
    };
    const defaults = mergeOptions(this.defaults, ofOnly(this.defaultsOf));
    const fixed = mergeOptions(this.fixed, ofOnly(this.fixedOf));
    return this.withFixed(this.withDefaults({ path: '', own }, defaults), fixed);
  }

  private environment({ path, own }: Scope, top: RawOptions, isOnly: boolean): RawOptions {
    const name = nameOf(own) ?? '';
    this.record({ path, own });
    const [defaults, fixed] = [this.defaultsOf.get(name) ?? {}, this.fixedOf.get(name) ?? {}];
    const repository = without(this.raw, PLACE);
    const inherited = leavesOf(isOnly ? only(defaults, PLACE) : defaults).filter(
      ({ path: leaf }) => !isTaken(repository, leaf) && !isTaken(own, leaf),
    );
    const merged = inherited.reduce(
      (into, { path: leaf, value }) => this.set({ path, own: into }, top, leaf, value),
      own,
    );
    const ofStrategy = this.hasOtherStrategy(own, top) ? only(this.fixed, ['strategyParameters']) : {};
    const overridden = mergeOptions(overriddenBy(own, this.fixed), ofStrategy);
    const required = isOnly
      ? mergeOptions(mergeOptions(overridden, overriddenBy(own, fixed)), only(fixed, PLACE))
      : mergeOptions(overridden, fixed);
    return leavesOf(required).reduce((into, { path: leaf, value }) => {
      this.checkFixed({ path, own: into }, leaf, value);
      return this.set({ path, own: into }, top, leaf, value);
    }, merged);
  }

  /** Sets a value of an environment. An object that it inherits as a whole is copied first. */
  private set({ path, own }: Scope, top: RawOptions, leaf: readonly string[], value: unknown): RawOptions {
    const [key] = leaf as [string];
    // Parameters of another strategy do not apply to the environment.
    const inherited = key === 'strategyParameters' && this.hasOtherStrategy(own, top) ? undefined : top[key];
    const copied = own[key] === undefined && isOptions(inherited) ? leavesOf({ [key]: inherited }) : [];
    for (const each of copied) {
      this.provenance.add(
        pathIn(path, each.path),
        this.provenance.isOfStandard(pathIn('', each.path)) ? 'standard' : 'repository',
      );
    }
    this.provenance.add(pathIn(path, leaf), 'standard');
    return withValueAt(copied.length > 0 ? { ...own, [key]: inherited } : own, leaf, value);
  }

  private withDefaults(scope: Scope, defaults: RawOptions): RawOptions {
    this.record(scope);
    return leavesOf(defaults)
      .filter(({ path }) => !isTaken(scope.own, path))
      .reduce((into, { path, value }) => {
        this.provenance.add(pathIn(scope.path, path), 'standard');
        return withValueAt(into, path, value);
      }, scope.own);
  }

  private withFixed(own: RawOptions, fixed: RawOptions): RawOptions {
    return leavesOf(fixed).reduce((into, { path, value }) => {
      this.checkFixed({ path: '', own: into }, path, value);
      this.provenance.add(pathIn('', path), 'standard');
      return withValueAt(into, path, value);
    }, own);
  }

  /** Reports another value than the fixed one, unless a default of the standard set it. */
  private checkFixed({ path, own }: Scope, leaf: readonly string[], fixed: unknown): void {
    const at = pathIn(path, leaf);
    if (!isTaken(own, leaf) || this.provenance.isOfStandard(at)) {
      return;
    }
    const value = valueAt(own, leaf);
    if (!isSame(value, fixed)) {
      this.problems.push({
        code: 'fixed-by-standard',
        path: at,
        origin: '',
        value: value ?? own[leaf[0]!],
        why: `is not the value that ${labelOf(this.standard)} requires`,
        allowed: JSON.stringify(fixed),
        fix: this.advice('Remove it; the standard sets it.', this.standard.reasons[leaf.join('.')]),
      });
    }
  }

  /** Removes the defaults that the repository does not want. */
  private withoutUnset([defaults, environments]: Split): Split {
    const unset: unknown = this.raw.unset;
    let top = defaults;
    const of = new Map(environments);
    const paths = Array.isArray(unset) ? unset.map((path: unknown, i) => ({ path, at: `unset[${i}]` })) : [];
    for (const { path, at } of paths.filter(({ path: each }) => typeof each === 'string')) {
      const leaf = (path as string).split('.');
      const names = [...of.keys()].filter((name) => valueAt(of.get(name), leaf) !== undefined);
      if (valueAt(top, leaf) === undefined && names.length === 0) {
        const isFixed = valueAt(this.standard.values[this.target].fixed, leaf) !== undefined;
        this.problems.push({
          code: 'unset-without-default',
          path: at,
          value: path,
          why: isFixed
            ? `is a value that ${labelOf(this.standard)} requires`
            : `has no effect because ${labelOf(this.standard)} sets no default for this option`,
          fix: isFixed
            ? this.advice('Remove it.', this.standard.reasons[leaf.join('.')])
            : 'Remove it, or correct the path.',
        });
      }
      top = withoutValueAt(top, leaf);
      for (const name of names) {
        of.set(name, withoutValueAt(of.get(name)!, leaf));
      }
    }
    return [top, of];
  }

  private record({ path, own }: Scope): void {
    for (const leaf of leavesOf(own)) {
      this.provenance.add(pathIn(path, leaf.path), 'repository');
    }
  }

  /** Checks the values against the allowed ones, whoever set them. */
  private checkValues(options: RawOptions): void {
    for (const rule of this.standard.allowed.filter((each) => this.concerns(each))) {
      this.checkScopes(options, rule, (value) => {
        const items = Array.isArray(value) ? value : [value];
        return items.every((item) => rule.values.some((one) => isSame(one, item)))
          ? undefined
          : {
              code: 'not-allowed-by-standard',
              why: `is not a value that ${labelOf(this.standard)} allows`,
              allowed: rule.values.map((one) => JSON.stringify(one)).join(', '),
              fix: this.advice(rule.values.length === 1 ? 'Use this value.' : 'Use one of these values.', rule.reason),
            };
      });
    }
    for (const rule of this.standard.bounds.filter((each) => this.concerns(each))) {
      const { minimum = -Infinity, maximum = Infinity } = rule;
      this.checkScopes(options, rule, (value) =>
        typeof value !== 'number' || (value >= minimum && value <= maximum)
          ? undefined
          : {
              code: 'out-of-bounds-of-standard',
              why: `is ${value < minimum ? 'below the minimum' : 'above the maximum'} that ${labelOf(this.standard)} allows`,
              allowed: rangeText(rule),
              fix: this.advice(value < minimum ? `Use ${minimum} or more.` : `Use ${maximum} or less.`, rule.reason),
            },
      );
    }
  }

  private concerns({ option, targets }: AllowedValues | NumberBounds): boolean {
    return (!targets || targets.includes(this.target)) && describeOption(this.target, option) !== undefined;
  }

  /** Checks a value at the top level and in each environment. */
  private checkScopes(
    options: RawOptions,
    { option, environments: names }: AllowedValues | NumberBounds,
    check: (value: unknown) => Omit<Problem, 'path'> | undefined,
  ): void {
    const leaf = option.split('.');
    const { perEnvironment } = describeOption(this.target, option)!;
    const items = Array.isArray(options.environments) ? options.environments.filter(isOptions) : [];
    const report = (path: string, value: unknown, environment?: string) => {
      const problem = value === undefined ? undefined : check(value);
      if (problem) {
        const at = pathIn(path, leaf);
        const origin = this.provenance.originOf(at) === 'default' ? { origin: ' (default)' } : {};
        this.problems.push({ ...problem, path: at, value, environment, ...origin });
      }
    };
    const top = valueAt(options, leaf) ?? defaultOf(this.target, leaf, options);
    const chosen = items.filter((item) => !names || names.includes(nameOf(item) ?? ''));
    const isTopLevelOnly = !perEnvironment && chosen.length > 0;
    if (!names || isTopLevelOnly || (items.length === 0 && names.includes(ONLY_ENVIRONMENT))) {
      report('', top);
    }
    for (const item of perEnvironment ? chosen : []) {
      const own = valueAt(item, leaf);
      if (own !== undefined) {
        report(`environments[${items.indexOf(item)}]`, own);
      } else if (leaf[0] === 'strategyParameters' && this.hasOtherStrategy(item, options)) {
        report(`environments[${items.indexOf(item)}]`, describeOption(this.target, option)?.defaultValue);
      } else if (names) {
        report('', top, nameOf(item));
      }
    }
  }

  /** Whether an environment uses another strategy than the top level, so that it does not inherit its parameters. */
  private hasOtherStrategy(own: RawOptions, top: RawOptions): boolean {
    const { strategy: inherited = describeOption(this.target, 'strategy')?.defaultValue } = top;
    return own.strategy !== undefined && own.strategy !== inherited;
  }

  private advice(fix: string, reason: string | undefined): string {
    return [fix, ...(reason ? [reason] : []), `Contact: ${this.standard.contact}.`].join(' ');
  }
}

/**
 * The default of an option that is not set. `undefined` if it depends on other options, or if nobody sets the group of
 * options that it is in and the group has no effect unless it is set.
 */
function defaultOf(target: DeliveryTarget, leaf: readonly string[], options: RawOptions): unknown {
  const groups = leaf.slice(0, -1).map((_, i) => leaf.slice(0, i + 1));
  const isOff = groups.some(
    (group) =>
      valueAt(options, group) === undefined &&
      describeOption(target, group.join('.'))?.defaultText?.startsWith('- none') === true,
  );
  return isOff ? undefined : describeOption(target, leaf.join('.'))?.defaultValue;
}

type Split = readonly [topLevel: RawOptions, environments: ReadonlyMap<string, RawOptions>];

/** The values of the top level, and those of the environments by name. */
function splitEnvironments({ environments, ...topLevel }: RawOptions): Split {
  const items = Array.isArray(environments) ? environments.filter(isOptions) : [];
  return [topLevel, new Map(items.map(({ name, ...values }) => [String(name), values]))];
}

function namedList(environments: ReadonlyMap<string, RawOptions>): RawOptions[] {
  return [...environments.keys()].map((name) => ({ name }));
}

/** The fixed values that an environment overrides, or would lose because it sets the group of options that they are in. */
function overriddenBy(own: RawOptions, fixed: RawOptions): RawOptions {
  return leavesOf(fixed)
    .filter(({ path }) => isTaken(own, path) || (path.length > 1 && own[path[0]!] !== undefined))
    .reduce<RawOptions>((into, { path, value }) => withValueAt(into, path, value), {});
}

function without(raw: RawOptions, names: readonly string[]): RawOptions {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !names.includes(name)));
}

function only(raw: RawOptions, names: readonly string[]): RawOptions {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => names.includes(name)));
}

function nameOf(environment: unknown): string | undefined {
  return isOptions(environment) && typeof environment.name === 'string' ? environment.name : undefined;
}

function pathIn(scope: string, leaf: readonly string[]): string {
  return leaf.reduce(joinPath, scope);
}

export function rangeText({ minimum, maximum }: NumberBounds): string {
  if (minimum !== undefined && maximum !== undefined) {
    return `${minimum} to ${maximum}`;
  }
  return minimum === undefined ? `${maximum} or less` : `${minimum} or more`;
}
