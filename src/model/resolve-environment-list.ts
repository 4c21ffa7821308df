import { Decided, type Facts } from '../core/fact';
import { type Place, partitionOf } from './aws';
import { isKnown, UNKNOWN_PLACE } from './check-place';
import type { CommonEnvironmentModel } from './common-model';
import type { OptionReader } from './option-reader';
import { ProblemList } from './problem-list';
import { AWS_ACCOUNT, AWS_REGION, ENVIRONMENT_NAME } from './rules';
import { SHARED } from './shared-values';
import { show } from './show';

/** Name of the environment if the config does not list environments. */
const DEFAULT_ENVIRONMENT = 'production';

export interface ResolvedEnvironment<E extends CommonEnvironmentModel> {
  readonly environment: E;
  /** The options that the environment sets. */
  readonly own: OptionReader;
  /** The options that the environment sets or inherits. */
  readonly options: OptionReader;
}

/** What every environment of a list is resolved from. */
export interface EnvironmentPlace extends Place {
  readonly decisions: Facts;
  readonly name: string;
  /** Whether the config has more than one environment. */
  readonly several: boolean;
}

/** How the environments of a target are resolved. */
export interface EnvironmentRules<E extends CommonEnvironmentModel> {
  /** An object whose keys are the names of the options of an environment. */
  readonly known: object;
  /** An object whose keys are the names of the top-level options. */
  readonly topLevel: object;
  /**
   * Object options of an environment that are merged with those of the top level, entry by entry. Any other option
   * replaces the one at the top level.
   */
  readonly merged: readonly string[];
  /** Options that distinguish environments, in addition to their name, account, and Region. */
  readonly identity: readonly string[];
  /** The strategy of an environment that does not set or inherit one. */
  readonly defaultStrategy: string;
  /** Runs before the environments are resolved. */
  check?(options: OptionReader, environments: readonly OptionReader[]): void;
  resolve(options: OptionReader, place: EnvironmentPlace): E;
  /** Compares an environment with the earlier ones, all of which have a valid name and place. */
  compare?(resolved: ResolvedEnvironment<E>, earlier: readonly ResolvedEnvironment<E>[]): void;
}

/** The facts of the top level, which an environment can override. */
type TopLevel = Place & { readonly decisions: Facts };

/** Resolves the environments of the config, or the only one if the config does not list any. */
export function resolveEnvironmentList<E extends CommonEnvironmentModel>(
  options: OptionReader,
  problems: ProblemList,
  facts: TopLevel,
  rules: EnvironmentRules<E>,
): ResolvedEnvironment<E>[] {
  const readers = options.structs('environments', rules.known, rules.topLevel);
  rules.check?.(options, readers);
  if (options.isEmptyList('environments')) {
    options.reject('environments', 'empty-list', {
      why: 'is empty',
      allowed: 'at least one environment',
      fix: 'Add an environment, or remove the option.',
    });
  }
  if (readers.length === 0) {
    const environment = rules.resolve(options, { ...placeOnly(facts), name: DEFAULT_ENVIRONMENT, several: false });
    return [{ environment, own: options, options }];
  }
  const labels = readers.map(labelOf);
  if (!facts.decisions.isRehearsal) {
    problems.compareWithTopLevel(problemsOfTopLevel(options, facts, rules), labels);
  }
  const environments = readers.map((reader, i) =>
    resolveNamed(options, reader, { ...facts, several: readers.length > 1, label: labels[i]!, index: i }, rules),
  );
  if (readers.length === 1 && readers[0]!.value('approval') === true) {
    readers[0]!.reject('approval', 'approval-in-only-environment', {
      why: 'requires at least two environments, but there is only one',
      fix: 'Set approval at the top level to require it for every release, or add a second environment.',
    });
  }
  if (
    options.has('strategyParameters') &&
    !options.isRejected('strategy') &&
    readers.every((reader) => hasOwnStrategy(options, reader, rules) && !reader.isRejected('strategy'))
  ) {
    options.rejectWithoutValue('strategyParameters', 'unused-strategy-parameters', {
      why: 'has no effect because every environment overrides the top-level strategy',
      fix: 'Set strategyParameters in the environments instead, or remove it.',
    });
  }
  const identified = environments.filter(
    (_, i) => !readers[i]!.isRejected('name', 'awsAccount', 'awsRegion', ...rules.identity),
  );
  identified.forEach((resolved, i) => {
    const earlier = identified.slice(0, i);
    // They would write the same files.
    if (earlier.some((other) => other.environment.name === resolved.environment.name)) {
      resolved.own.reject('name', 'duplicate-environment', {
        why: 'is already the name of another environment',
        fix: 'Use a unique name for each environment.',
      });
      return;
    }
    rules.compare?.(resolved, earlier);
  });
  return environments;
}

function placeOnly({ account, region, decisions }: TopLevel): TopLevel {
  return { account, region, decisions };
}

/** What is wrong with the top-level options alone. Finds wrong values that every environment overrides. */
function problemsOfTopLevel<E extends CommonEnvironmentModel>(
  options: OptionReader,
  facts: TopLevel,
  rules: EnvironmentRules<E>,
): ProblemList {
  const problems = new ProblemList();
  const decisions = new Decided();
  rules.resolve(options.reportingTo(problems), {
    ...placeOnly(facts),
    decisions,
    name: DEFAULT_ENVIRONMENT,
    several: false,
  });
  return problems;
}

/** How messages refer to an environment: its name, as far as possible. */
function labelOf(reader: OptionReader, index: number): string {
  const name = reader.value('name');
  if (typeof name !== 'string') {
    return String(index + 1);
  }
  return ENVIRONMENT_NAME.pattern.test(name) ? name : show(name);
}

function resolveNamed<E extends CommonEnvironmentModel>(
  options: OptionReader,
  reader: OptionReader,
  facts: TopLevel & { several: boolean; label: string; index: number },
  rules: EnvironmentRules<E>,
): ResolvedEnvironment<E> {
  const ownRegion = reader.string('awsRegion', AWS_REGION);
  // An invalid name must not be the same as another one.
  const name = readName(reader) ?? `unnamed-${facts.index}`;
  const decisions = facts.decisions.in(name);
  const region =
    ownRegion === undefined
      ? placeOf(reader, 'awsRegion', facts.region, UNKNOWN_PLACE.region)
      : decisions.decide(SHARED.region, ownRegion);
  if (partitionOf(region) !== partitionOf(facts.region) && isKnown('region', facts)) {
    reader.reject('awsRegion', 'different-partition', {
      why: `is in a different partition than ${facts.region}, the top-level awsRegion`,
      allowed: `a Region in the ${partitionOf(facts.region)} partition`,
      fix: 'Use a separate project for each partition.',
    });
  }
  const ownAccount = reader.string('awsAccount', AWS_ACCOUNT);
  const layered = options.inheritedBy(facts.label, reader, {
    merged: rules.merged,
    dropped: hasOwnStrategy(options, reader, rules) ? ['strategyParameters'] : [],
  });
  const environment = rules.resolve(layered, {
    decisions: facts.decisions,
    several: facts.several,
    account:
      ownAccount === undefined
        ? placeOf(reader, 'awsAccount', facts.account, UNKNOWN_PLACE.account)
        : decisions.decide(SHARED.account, ownAccount),
    region,
    name,
  });
  return { environment, own: reader, options: layered };
}

/** The account or region of an environment that does not set its own, or sets one that is not valid. */
function placeOf(reader: OptionReader, key: string, inherited: string, unknown: string): string {
  return reader.has(key) ? unknown : inherited;
}

/** Whether an environment overrides the strategy, so that the top-level parameters do not apply to it. */
function hasOwnStrategy(
  options: OptionReader,
  reader: OptionReader,
  { defaultStrategy }: { readonly defaultStrategy: string },
): boolean {
  const strategyOf = (of: OptionReader) => of.value('strategy') ?? defaultStrategy;
  return reader.has('strategy') && strategyOf(reader) !== strategyOf(options);
}

function readName(reader: OptionReader): string | undefined {
  if (!reader.has('name')) {
    return reader.rejectWithoutValue('name', 'missing-option', {
      why: 'is missing',
      allowed: ENVIRONMENT_NAME.allowed,
      fix: 'Set a name for the environment.',
    });
  }
  return reader.string('name', ENVIRONMENT_NAME);
}
