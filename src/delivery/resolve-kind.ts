import type { CommonModel } from '../model/common-model';
import { isRecord } from '../model/json-data';
import type { AdditionalOptions, ResolveContext } from '../model/resolve-common';
import { type ResolvedConfig, resolveConfig } from '../model/resolved-config';
import { type AppliedStandard, applyStandard } from '../standard/apply-standard';
import { standardDataOf } from '../standard/standard-data';
import type { DeliveryKind } from './kind';

/** A valid config of a delivery. */
export interface DeliveryConfig<M extends CommonModel> extends ResolvedConfig<M> {
  /** The options of the repository with those of its standard. `undefined` if it has no standard. */
  readonly applied?: AppliedStandard;
}

/**
 * Resolves the config of a delivery.
 *
 * @param raw the unvalidated options, of any type
 * @param project additional options, defined by the project type that contains the delivery
 * @throws ConfigError that lists all problems
 */
export function resolveKind<M extends CommonModel>(
  kind: DeliveryKind<M>,
  raw: unknown,
  context: ResolveContext,
  project?: AdditionalOptions,
): DeliveryConfig<M> {
  const standard = isRecord(raw) ? standardDataOf(raw.standard) : undefined;
  if (!isRecord(raw) || !standard) {
    return resolveConfig(kind.resolve, raw, context, project);
  }
  const applied = applyStandard(raw, standard, kind.target);
  const { provenance: origins, problems } = applied;
  const resolved = resolveConfig(
    kind.resolve,
    applied.options,
    { ...context, standard: { origins, problems } },
    project,
  );
  return { ...resolved, applied };
}
