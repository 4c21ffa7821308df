import type { Environment } from '../../core/environment';
import type { BuildCommandsModel } from '../../model/common-model';
import type { PipelineModel, PipelineReleaseModel } from '../../model/model';

export interface CodePipelineInput {
  readonly pipeline: PipelineModel;
  readonly build: BuildCommandsModel;
  /** Whether a push starts a release. If not, people start it manually. */
  readonly startedByPush: boolean;
  /** Patterns of the files whose changes start a release. Empty: all files. */
  readonly triggerPaths: readonly string[];
}

/** How CodePipeline releases to an environment. */
export function releaseTo({ releases }: PipelineModel, environment: Environment): PipelineReleaseModel {
  const release = releases.find(({ name }) => name === environment.name);
  if (!release) {
    throw new Error(`CodePipeline has no settings for the environment ${environment.name}.`);
  }
  return release;
}
