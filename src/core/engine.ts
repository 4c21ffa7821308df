import type { Artifact } from './artifact';
import type { RenderedFile } from './rendered-file';
import type { StackPart, StackSource } from './stack-source';
import type { Target, TargetEnvironment } from './target';

/** What an engine delivers. */
export interface Delivery {
  readonly service: string;
  readonly branch: string;
  readonly artifact: Artifact;
  readonly target: Target;
  /** The script that runs the steps of a release. */
  readonly releaseScript: string;
  /** The guide that explains the delivery to people. */
  readonly guide: string;
  /** The folder of the CDK app. */
  readonly infra: string;
}

/** What builds the artifact and releases it to the environments. */
export interface Engine {
  readonly id: string;
  files(delivery: Delivery): readonly RenderedFile[];
  /**
   * The engine's own stacks.
   *
   * @param earlier the stacks of the artifact and the target
   */
  stacks(delivery: Delivery, earlier: readonly StackSource[]): readonly StackSource[];
  /** Roles that the engine assumes to build the artifact. Part of the stack that stores the artifact. */
  buildParts(delivery: Delivery): readonly StackPart[];
  /** Roles that the engine assumes to release to an environment. Part of the environment's stack. */
  releaseParts(delivery: Delivery, environment: TargetEnvironment): readonly StackPart[];
}
