import type { Artifact } from '../core/artifact';
import type { Delivery, Engine } from '../core/engine';
import { partsFor } from '../core/release';
import type { StackSource } from '../core/stack-source';
import type { Target } from '../core/target';
import { codePipeline } from '../engines/code-pipeline/code-pipeline';
import { githubActions } from '../engines/github-actions/github-actions';
import { GITHUB_ACTIONS_ENGINE } from '../engines/github-actions/native';
import type { CommonModel } from '../model/common-model';
import { DeliveryEngine } from '../options';

/** An artifact, a target, and the engines, put together. */
export interface ComposedDelivery {
  readonly delivery: Delivery;
  readonly engines: readonly Engine[];
  /** In deployment order. Stacks that belong together are in one group. */
  readonly stacks: readonly (readonly StackSource[])[];
  /** Whether an engine runs steps of a release with the release script. */
  readonly needsReleaseScript: boolean;
}

/** The artifact and the target of a config, with the engines that it enables. */
export function composeWith(model: CommonModel, artifact: Artifact, target: Target): ComposedDelivery {
  const { service, source, build, github, pipeline, triggerPaths, infra, files } = model;
  const startedByPush = (engine: DeliveryEngine) => model.trigger === engine && !artifact.input;
  return compose(
    {
      service,
      branch: source.branch,
      artifact,
      target,
      releaseScript: files.release,
      guide: files.guide,
      infra: infra.dir,
    },
    [
      ...(github
        ? [
            githubActions({
              github,
              build,
              startedByPush: startedByPush(DeliveryEngine.GITHUB_ACTIONS),
              triggerPaths,
              regeneratesFiles: !infra.ownPackage && !build.builtElsewhere,
            }),
          ]
        : []),
      ...(pipeline
        ? [codePipeline({ pipeline, build, startedByPush: startedByPush(DeliveryEngine.CODE_PIPELINE), triggerPaths })]
        : []),
    ],
  );
}

/** Adds the roles of the engines to the stacks, and then the stacks of the engines. */
export function compose(delivery: Delivery, engines: readonly Engine[]): ComposedDelivery {
  const { artifact, target } = delivery;
  const earlier = [
    artifact.stacks(engines.flatMap((engine) => engine.buildParts(delivery))),
    ...target.environments.map((environment) =>
      environment.stacks(
        engines.flatMap((engine) => engine.releaseParts(delivery, environment)),
        engines.flatMap((engine) => engine.previewParts?.(environment) ?? []),
      ),
    ),
  ];
  return {
    delivery,
    engines,
    stacks: [...earlier, ...engines.map((engine) => engine.stacks(delivery, earlier.flat()))].filter(
      (group) => group.length > 0,
    ),
    needsReleaseScript: engines.some(({ id }) =>
      target.environments.some(
        ({ release }) =>
          // GitHub Actions explains a failure with the script, even if actions do everything else.
          (release.explanation !== undefined && id === GITHUB_ACTIONS_ENGINE) ||
          partsFor(id, release).some((part) => 'step' in part),
      ),
    ),
  };
}
