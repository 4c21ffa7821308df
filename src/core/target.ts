import type { DeliveryModel, EnvironmentModel } from '../model/model';
import type { WorkflowStep } from '../engines/github-actions/workflow-step';

/** An IAM policy statement with the effect `Allow`. */
export interface Statement {
  /** Why the permissions are needed. Becomes a comment in the generated code. */
  readonly why: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why a resource contains a wildcard. Becomes the reason for the cdk-nag exception. */
  readonly wildcard?: string;
  /** Condition operators, each with its keys and values. */
  readonly conditions?: Readonly<Record<string, unknown>>;
}

/** A built-in CodePipeline action that performs a release, as code of the pipeline stack. */
export interface PipelineAction {
  /** Modules that the code imports in addition to those of every pipeline. */
  readonly imports: Readonly<Record<string, string>>;
  /** Permissions of the action, in addition to reading artifacts. */
  readonly statements: readonly Statement[];
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

/** How the rollback script rolls back a release. */
export interface Rollback {
  /** What the script does, as the start of a sentence in its header comment. */
  readonly description: string;
  /** Whether ECS performs the deployments. If so, ECS also lists the revisions that were deployed. */
  readonly deployedByEcs: boolean;
  /** Variables that `commands` use in addition to `CLUSTER`, `SERVICE`, `FAMILY_ARN` and `MINUTES` (the timeout). */
  settings(model: DeliveryModel, environment: EnvironmentModel): Readonly<Record<string, string>>;
  /** Shell commands that deploy `TASK_DEFINITION_ARN` and wait for the deployment to finish. */
  commands(model: DeliveryModel): string[];
}

/**
 * The service that an image is released to. An engine decides when to build the image and which environment to release
 * it to. The target defines what a release does. Both engines use the same target, so both perform the same release.
 */
export type DeliveryTarget = TargetWithCommands | TargetWithAction;

interface Target {
  /** Permissions of a release to an environment, unless a built-in CodePipeline action performs it. */
  releaseStatements(model: DeliveryModel, environment: EnvironmentModel): Statement[];

  /** Permissions of a rollback in an environment, in addition to those of a release. */
  rollbackStatements(model: DeliveryModel, environment: EnvironmentModel): Statement[];

  /** The steps of a release in a GitHub Actions job. `env.IMAGE_URI` is the image, and the deploy role is assumed. */
  releaseSteps(model: DeliveryModel, environment: EnvironmentModel): WorkflowStep[];

  readonly rollback: Rollback;

  /** Files in the working directory of the build that a release in CodePipeline needs. */
  artifacts(model: DeliveryModel): string[];

  /** Additional commands that CodeBuild runs after it pushes the image. They create some of the `artifacts`. */
  buildCommands?(model: DeliveryModel): string[];
}

/** A target that CodePipeline releases to with shell commands in a CodeBuild project. */
export interface TargetWithCommands extends Target {
  /**
   * The shell commands of a release in CodeBuild. `IMAGE_URI` is the image, and the working directory contains
   * `artifacts`.
   */
  releaseCommands(model: DeliveryModel, environment: EnvironmentModel): string[];

  /** Environment variables that `releaseCommands` use. */
  releaseVariables(model: DeliveryModel, environment: EnvironmentModel): Readonly<Record<string, string>>;

  readonly pipelineAction?: undefined;
}

/** A target that CodePipeline releases to with a built-in action. */
export interface TargetWithAction extends Target {
  pipelineAction(model: DeliveryModel, environment: EnvironmentModel, names: ReleaseNames): PipelineAction;
}
