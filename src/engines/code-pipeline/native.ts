import type { Imports } from '../../core/stack-source';

/** The ID of this engine. */
export const CODE_PIPELINE_ENGINE = 'code-pipeline';

/** A CodePipeline action that replaces a whole release. */
export interface PipelineNative {
  action(names: ReleaseNames): PipelineAction;
  /** Commands that the build runs after it has stored the artifact. They create `files`. */
  readonly buildCommands: readonly string[];
  /** Files that the action reads. */
  readonly files: readonly string[];
}

/** The action as code of the pipeline stack. */
export interface PipelineAction {
  /** Modules that the code imports in addition to those of every pipeline. */
  readonly imports: Imports;
  /** Code before the pipeline that defines the constructs that the action uses. */
  readonly resources: string;
  /** The name of the action class in `aws-cdk-lib/aws-codepipeline-actions`. */
  readonly className: string;
  /** The lines of the action's properties, except its name and role. The variable `built` is the build artifact. */
  readonly properties: string;
}

/** Name prefixes for a release in the code of the pipeline stack. */
export interface ReleaseNames {
  /** The prefix of construct IDs. */
  readonly id: string;
  /** The prefix of variables. */
  readonly variable: string;
}
