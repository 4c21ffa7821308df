import type { Facts } from '../core/fact';
import { PipelineSource } from '../options';
import type { CommonEnvironmentModel } from './common-model';
import type { TriggersModel } from './model';
import type { OptionReader } from './option-reader';
import type { ResolvedEnvironment } from './resolve-environment-list';
import { GIT_BRANCH, REF_PATTERN } from './rules';
import { SHARED } from './shared-values';
import { show } from './show';

/** CodePipeline allows at most eight patterns of each kind. */
const MAX_PATTERNS = 8;

const KEYS = ['triggerBranches', 'triggerTags'] as const;

/** Which refs are released to an environment that has its own. */
export interface EnvironmentTriggers {
  readonly triggers: TriggersModel;
  /** The environment that the same refs are released to first. */
  readonly after?: string;
}

export interface ResolvedTriggers {
  /** A push of these refs starts a release. */
  readonly triggers: TriggersModel;
  /** Releases can be started for these refs. */
  readonly allowed: TriggersModel;
  /** By environment. Empty if all refs are released to all environments. */
  readonly own: ReadonlyMap<string, EnvironmentTriggers>;
}

interface TriggerFacts {
  readonly decisions: Facts;
  readonly branch: string;
  readonly pipelineOptions: OptionReader;
  readonly engines: { readonly pipeline: boolean; readonly pipelineSource: PipelineSource };
}

/** The branches and tags that are released, and to which environments. */
export function resolveTriggers(
  options: OptionReader,
  environments: readonly ResolvedEnvironment<CommonEnvironmentModel>[],
  facts: TriggerFacts,
): ResolvedTriggers {
  const read = reader(options, facts);
  const top = read(options);
  const each = environments.map(({ environment, own }) => ({
    name: environment.name,
    reader: own,
    triggers: own !== options && hasOwn(own) ? read(own) : undefined,
  }));
  checkCodeCommit(options, facts);
  if (each.every(({ triggers }) => triggers === undefined)) {
    checkPaths(options, top);
    return { triggers: top, allowed: withBranch(top, facts.branch), own: new Map() };
  }
  const all = each.map((one) => ({ ...one, triggers: one.triggers ?? top }));
  const own = new Map<string, EnvironmentTriggers>();
  all.forEach(({ name, triggers, reader: reading }, i) => {
    const earlier = all.slice(0, i);
    const conflict = earlier.find((other) => overlap(other.triggers, triggers) && !includes(other.triggers, triggers));
    if (conflict) {
      reading.reject(KEYS.find((key) => reading.has(key)) ?? 'name', 'partly-shared-triggers', {
        why: `shares only some branches or tags with the earlier environment ${show(conflict.name)}`,
        allowed: `either only branches and tags that are also released to ${show(conflict.name)}, or only ones that are not`,
        fix: 'Add the missing branches and tags to the earlier environment, or remove the shared ones from this environment.',
      });
    }
    own.set(name, { triggers, after: earlier.filter((other) => includes(other.triggers, triggers)).at(-1)?.name });
  });
  const union = {
    branches: [...new Set(all.flatMap(({ triggers }) => triggers.branches))],
    tags: [...new Set(all.flatMap(({ triggers }) => triggers.tags))],
  };
  checkOwn(options, each, union, facts);
  checkPaths(options, union);
  return { triggers: union, allowed: union, own };
}

/** The refs in full, for example `refs/heads/main`. */
export function fullRefs({ branches, tags }: TriggersModel): string[] {
  return [...branches.map((branch) => `refs/heads/${branch}`), ...tags.map((tag) => `refs/tags/${tag}`)];
}

/** Rollbacks always run from the release branch. */
export function withBranch({ branches, tags }: TriggersModel, branch: string): TriggersModel {
  return { branches: [...new Set([branch, ...branches])], tags };
}

function hasOwn(reader: OptionReader): boolean {
  return KEYS.some((key) => reader.has(key));
}

/** Reads the patterns. Each pattern is decided once, and the release branch is the value that is already decided. */
function reader(options: OptionReader, { decisions, branch }: TriggerFacts): (from: OptionReader) => TriggersModel {
  const releaseBranch = options.string('branch', GIT_BRANCH) ?? 'main';
  const known = new Map<string, string>([[`triggerBranches ${releaseBranch}`, branch]]);
  const decide = (key: (typeof KEYS)[number], pattern: string) => {
    const id = `${key} ${pattern}`;
    const value = known.get(id) ?? decisions.decide(SHARED[key], pattern);
    known.set(id, value);
    return value;
  };
  const patterns = (from: OptionReader, key: (typeof KEYS)[number]) => {
    const found = [...new Set(from.strings(key, REF_PATTERN) ?? [])];
    if (from.isEmptyList(key)) {
      from.reject(key, 'empty-list', {
        why: 'is empty',
        allowed: 'at least one pattern',
        fix: 'Add a pattern, or remove the option.',
      });
    }
    if (found.length > MAX_PATTERNS) {
      from.reject(key, 'too-many-patterns', {
        why: `has ${found.length} patterns`,
        allowed: `at most ${MAX_PATTERNS}`,
        fix: 'Combine some of them, for example in a pattern with *.',
      });
    }
    return found.map((pattern) => decide(key, pattern));
  };
  return (from) => {
    const tags = patterns(from, 'triggerTags');
    const branches = patterns(from, 'triggerBranches');
    return { branches: branches.length > 0 || tags.length > 0 ? branches : [branch], tags };
  };
}

function checkCodeCommit(options: OptionReader, { engines, pipelineOptions }: TriggerFacts): void {
  if (
    engines.pipeline &&
    engines.pipelineSource === PipelineSource.CODE_COMMIT &&
    !pipelineOptions.isRejected('source', 'enabled')
  ) {
    for (const key of KEYS.filter((one) => options.has(one))) {
      options.reject(key, 'triggers-with-code-commit', {
        why: 'has no effect, because CodePipeline starts only for one branch of a CodeCommit repository',
        fix: 'Remove it, and set branch to the branch that you release from.',
      });
    }
  }
}

function checkPaths(options: OptionReader, { branches, tags }: TriggersModel): void {
  if (options.has('triggerPaths') && branches.length === 0 && tags.length > 0) {
    options.reject('triggerPaths', 'paths-without-push', {
      why: 'has no effect, because tag pushes are not filtered by path',
      fix: 'Remove it, or set triggerBranches.',
    });
  }
}

/** What has no effect, or is not possible, if environments have their own branches and tags. */
function checkOwn(
  options: OptionReader,
  environments: readonly { readonly reader: OptionReader; readonly triggers?: TriggersModel }[],
  union: TriggersModel,
  { engines, pipelineOptions, branch }: TriggerFacts,
): void {
  const [first] = environments.filter(({ triggers }) => triggers !== undefined);
  const key = KEYS.find((one) => first!.reader.has(one))!;
  if (engines.pipeline && !pipelineOptions.isRejected('enabled')) {
    first!.reader.reject(key, 'triggers-with-pipeline', {
      why: 'is not supported with CodePipeline, because one pipeline releases to all environments',
      fix: 'Set codePipeline.enabled to false, or use a separate project for each branch.',
    });
  }
  if (environments.every(({ triggers }) => triggers !== undefined)) {
    for (const unused of KEYS.filter((one) => options.has(one))) {
      options.reject(unused, 'unused-triggers', {
        why: 'has no effect because every environment sets its own branches or tags',
        fix: 'Remove it.',
      });
    }
  }
  if (!union.branches.includes(branch) && !options.isRejected('branch')) {
    options.rejectValue('branch', branch, 'unused-branch', {
      why: 'is not released to any environment',
      allowed: 'a branch in triggerBranches of an environment',
      fix: 'Set branch to one of these branches. Releases and rollbacks are started manually from this branch.',
    });
  }
}

function includes(outer: TriggersModel, inner: TriggersModel): boolean {
  return (
    inner.branches.every((branch) => outer.branches.includes(branch)) &&
    inner.tags.every((tag) => outer.tags.includes(tag))
  );
}

function overlap(a: TriggersModel, b: TriggersModel): boolean {
  const shared = (some: readonly string[], others: readonly string[]) =>
    some.some((one) => others.some((other) => canBothMatch(one, other)));
  return shared(a.branches, b.branches) || shared(a.tags, b.tags);
}

/** Whether a name can match both patterns. Of two patterns with wildcards, only the beginnings are compared. */
function canBothMatch(a: string, b: string): boolean {
  const [x, y] = [literalPrefix(a), literalPrefix(b)];
  if (x === a && y === b) {
    return a === b;
  }
  if (x === a || y === b) {
    const [name, pattern] = x === a ? [a, b] : [b, a];
    return globRegExp(pattern).test(name);
  }
  return x.startsWith(y) || y.startsWith(x);
}

/** The part of a pattern before its first wildcard. */
export function literalPrefix(pattern: string): string {
  return pattern.replace(/\*.*$/, '');
}

function globRegExp(pattern: string): RegExp {
  const parts = pattern.split(/(\*+)/).map((part) => {
    if (part.startsWith('*')) {
      return part.length > 1 ? '.*' : '[^/]*';
    }
    return part.replace(/[.]/g, '\\.');
  });
  return new RegExp(`^${parts.join('')}$`);
}
