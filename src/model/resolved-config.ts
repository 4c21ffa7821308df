import { Decided, type Facts } from '../core/fact';
import type { EcsDeliveryOptions } from '../options';
import type { DeliveryModel } from './model';
import { type AdditionalOptions, type ResolveContext, resolveDelivery } from './resolve';

/** A valid config, resolved once. */
export interface ResolvedConfig {
  readonly model: DeliveryModel;
  /** The values that files share. */
  readonly decided: Decided;
  /** Resolves the config again, with other shared values. */
  resolve(facts: Facts): DeliveryModel;
}

/**
 * Resolves a config.
 *
 * @param raw the unvalidated options, of any type
 * @param project additional options, defined by the project type that contains the delivery
 * @throws ConfigError that lists all problems
 */
export function resolveConfig(raw: unknown, context: ResolveContext, project?: AdditionalOptions): ResolvedConfig {
  const decided = new Decided();
  const cached = { ...context, gitRemote: once(context.gitRemote) };
  const resolve = (facts: Facts) => resolveDelivery(raw, cached, project, facts);
  return { model: resolve(decided), decided, resolve };
}

const RESOLVED = new WeakMap<object, ResolvedConfig>();

/**
 * Options for an `EcsDelivery` that belong to a config that is already resolved. They are a copy: the caller's object
 * can also be used for another delivery, in another project.
 */
export function withResolved(options: EcsDeliveryOptions, resolved: ResolvedConfig): EcsDeliveryOptions {
  const copy = { ...options };
  RESOLVED.set(copy, resolved);
  return copy;
}

/** The resolved config of options from `withResolved`. `undefined` for any other options. */
export function resolvedOf(options: EcsDeliveryOptions): ResolvedConfig | undefined {
  return RESOLVED.get(options);
}

function once<T>(query: () => T): () => T {
  let answer: { readonly value: T } | undefined;
  return () => {
    answer ??= { value: query() };
    return answer.value;
  };
}
