import { Decided, type Facts } from '../core/fact';
import type { CommonModel } from './common-model';
import type { AdditionalOptions, ResolveContext } from './resolve-common';

/** A valid config, resolved once. */
export interface ResolvedConfig<M extends CommonModel> {
  readonly model: M;
  /** The values that files share. */
  readonly decided: Decided;
  /** Resolves the config again, with other shared values. */
  resolve(facts: Facts): M;
}

/** Resolves the options of one kind of delivery. */
export type Resolver<M extends CommonModel> = (
  raw: unknown,
  context: ResolveContext,
  project?: AdditionalOptions,
  decisions?: Facts,
) => M;

/**
 * Resolves a config.
 *
 * @param raw the unvalidated options, of any type
 * @param project additional options, defined by the project type that contains the delivery
 * @throws ConfigError that lists all problems
 */
export function resolveConfig<M extends CommonModel>(
  resolver: Resolver<M>,
  raw: unknown,
  context: ResolveContext,
  project?: AdditionalOptions,
): ResolvedConfig<M> {
  const decided = new Decided();
  const cached = { ...context, gitRemote: once(context.gitRemote) };
  const resolve = (facts: Facts) => resolver(raw, cached, project, facts);
  return { model: resolve(decided), decided, resolve };
}

const RESOLVED = new WeakMap<object, ResolvedConfig<CommonModel>>();

/**
 * Options for a delivery that belong to a config that is already resolved. They are a copy: the caller's object can
 * also be used for another delivery, in another project.
 */
export function withResolved<O extends object>(options: O, resolved: ResolvedConfig<CommonModel>): O {
  const copy = { ...options };
  RESOLVED.set(copy, resolved);
  return copy;
}

/**
 * The resolved config of options from `withResolved`. `undefined` for any other options.
 *
 * @typeParam R the config of the delivery that the options are for
 */
export function resolvedOf<R extends ResolvedConfig<CommonModel>>(options: object): R | undefined {
  return RESOLVED.get(options) as R | undefined;
}

function once<T>(query: () => T): () => T {
  let answer: { readonly value: T } | undefined;
  return () => {
    answer ??= { value: query() };
    return answer.value;
  };
}
