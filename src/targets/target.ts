import type { DeliveryModel, EnvironmentModel } from '../model/model';
import type { WorkflowStep } from '../render/workflow-step';

/** A statement of an IAM policy that allows something. */
export interface Statement {
  /** Why, for the reader of the generated code. */
  readonly why: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why a resource is named with a wildcard, for cdk-nag. */
  readonly wildcard?: string;
  /** Operator to key to value. */
  readonly conditions?: Readonly<Record<string, unknown>>;
}

/** An action of CodePipeline's own that carries out a release, as code of the pipeline stack. */
export interface PipelineAction {
  /** Modules that the code needs besides those of every pipeline. */
  readonly imports: Readonly<Record<string, string>>;
  /** What the action may do, besides reading artifacts. */
  readonly statements: readonly Statement[];
  /** Code before the pipeline: what the action refers to. */
  readonly resources: string;
  /** The name of its class in `aws-cdk-lib/aws-codepipeline-actions`. */
  readonly className: string;
  /** The lines of its properties, besides its name and its role. `built` holds the artifact of the build. */
  readonly properties: string;
}

/** How the code of the pipeline stack calls what belongs to a release. */
export interface ReleaseNames {
  /** What the ids of constructs start with. */
  readonly id: string;
  /** What variables start with. */
  readonly variable: string;
}

/** How a release is taken back by hand. */
export interface Rollback {
  /** What the script does with the revision it goes to, for its readers. */
  readonly what: string;
  /** Whether ECS carries out the deployments, and so knows which revisions the service has run. */
  readonly deployedByEcs: boolean;
  /** What `commands` need to know of an environment, besides `CLUSTER`, `SERVICE`, `FAMILY_ARN` and `MINUTES` to wait. */
  settings(model: DeliveryModel, environment: EnvironmentModel): Readonly<Record<string, string>>;
  /** Shell commands that go to `TASK_DEFINITION_ARN` and wait for it. */
  commands(model: DeliveryModel): string[];
}

/**
 * Where an image runs. An engine knows how to build one, when to release it and to which environment; what a release
 * *is* comes from here. Both engines ask the same target, so a release means the same on each.
 */
export type DeliveryTarget = TargetWithCommands | TargetWithAction;

interface Target {
  /** What a release may do in an environment, other than by an action of CodePipeline's own. */
  releaseStatements(model: DeliveryModel, environment: EnvironmentModel): Statement[];

  /** What a rollback may do in an environment, besides what a release may. */
  rollbackStatements(model: DeliveryModel, environment: EnvironmentModel): Statement[];

  /** The release as steps of a GitHub job, where `env.IMAGE_URI` names the image and the role is assumed. */
  releaseSteps(model: DeliveryModel, environment: EnvironmentModel): WorkflowStep[];

  readonly rollback: Rollback;

  /** Files in the working directory of the build that a release by CodePipeline needs. */
  artifacts(model: DeliveryModel): string[];

  /** Further commands of the build in CodeBuild, after the image was pushed. They make some of the `artifacts`. */
  buildCommands?(model: DeliveryModel): string[];
}

/** CodePipeline releases by shell commands, in a project of CodeBuild. */
export interface TargetWithCommands extends Target {
  /**
   * The release as shell commands for CodeBuild, where `IMAGE_URI` names the image. Their working directory holds
   * `artifacts`.
   */
  releaseCommands(model: DeliveryModel, environment: EnvironmentModel): string[];

  /** Environment variables that `releaseCommands` reads. */
  releaseVariables(model: DeliveryModel, environment: EnvironmentModel): Readonly<Record<string, string>>;

  readonly pipelineAction?: undefined;
}

/** CodePipeline has an action of its own for such a release. */
export interface TargetWithAction extends Target {
  pipelineAction(model: DeliveryModel, environment: EnvironmentModel, names: ReleaseNames): PipelineAction;
}
