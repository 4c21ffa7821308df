import type { Artifact } from './artifact';
import type { RenderedFile } from './rendered-file';
import type { RoleSummary } from './role-summary';
import type { StackPart, StackSource } from './stack-source';
import type { Statement } from './statement';
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

/** A role that no stack creates. */
export interface ExistingRole {
  readonly arn: string;
  readonly account: string;
  /** What the engine does with the role, for example `to release to production`. */
  readonly purpose: string;
  /** The `sts:AssumeRoleWithWebIdentity` or `sts:AssumeRole` statement of the trust policy. */
  readonly trust: object;
  readonly statements: readonly Statement[];
  /** The session duration that the role must allow, in seconds. */
  readonly sessionSeconds: number;
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
  /** The role that publishes previews of pull requests in an environment, as the constant `previewRole`. */
  previewParts?(environment: TargetEnvironment): readonly StackPart[];
  /** The roles of `buildParts`, `releaseParts`, `previewParts`, and the engine's own stacks. */
  roles(delivery: Delivery): readonly RoleSummary[];
  /** Existing roles that the engine assumes. Their owner must update their policies. */
  existingRoles?(delivery: Delivery): readonly ExistingRole[];
}
