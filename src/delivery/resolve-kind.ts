import type { CommonModel } from '../model/common-model';
import { isRecord } from '../model/json-data';
import { type CurrentOptions, type RenamedOption, withCurrentNames, withCurrentPaths } from '../model/renamed-options';
import type { AdditionalOptions, ResolveContext } from '../model/resolve-common';
import { type ResolvedConfig, resolveConfig } from '../model/resolved-config';
import { type AppliedStandard, applyStandard } from '../standard/apply-standard';
import type { RawOptions } from '../standard/paths';
import { standardDataOf } from '../standard/standard-data';
import type { DeliveryKind } from './kind';

/** A valid config of a delivery. */
export interface DeliveryConfig<M extends CommonModel> extends ResolvedConfig<M> {
  /** The options of the repository, with those of its standard, if it has one. */
  readonly options: RawOptions;
  /** The options of the repository with those of its standard. `undefined` if it has no standard. */
  readonly applied?: AppliedStandard;
  /** The old names of options that the config uses. */
  readonly renamed: readonly RenamedOption[];
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
  const { options, renamed, problems: earlierProblems } = currentOptions(raw);
  const standard = isRecord(options) ? standardDataOf(options.standard) : undefined;
  if (!isRecord(options) || !standard) {
    const resolved = resolveConfig(kind.resolve, options, { ...context, earlierProblems }, project);
    return { ...resolved, options: isRecord(options) ? options : {}, renamed };
  }
  const applied = applyStandard(options, standard, kind.target);
  const { provenance: origins, problems } = applied;
  const resolved = resolveConfig(
    kind.resolve,
    applied.options,
    { ...context, earlierProblems, standard: { origins, problems } },
    project,
  );
  return { ...resolved, options: applied.options, applied, renamed };
}

/** The options with their current names, also in the list of defaults that the repository does not want. */
function currentOptions(raw: unknown): CurrentOptions<unknown> {
  const { options, renamed, problems } = withCurrentNames(raw);
  if (!isRecord(options) || options.unset === undefined) {
    return { options, renamed, problems };
  }
  const unset = withCurrentPaths(options.unset, 'unset');
  return { options: { ...options, unset: unset.paths }, renamed: [...renamed, ...unset.renamed], problems };
}
