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
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Where an image runs. An engine knows how to build one, when to release it and to which environment; what a release
 * *is* comes from here. Both engines ask the same target, so a release means the same on each.
 */
export interface DeliveryTarget {
  /** What a release may do in an environment. */
  releaseStatements(model: DeliveryModel, environment: EnvironmentModel): Statement[];

  /** What a rollback may do in an environment, besides what a release may. */
  rollbackStatements(model: DeliveryModel, environment: EnvironmentModel): Statement[];

  /**
   * The release as shell commands for CodeBuild, where `IMAGE_URI` names the image. Their working directory holds
   * `artifacts`.
   */
  releaseCommands(model: DeliveryModel, environment: EnvironmentModel): string[];

  /** Environment variables that `releaseCommands` reads. */
  releaseVariables(model: DeliveryModel, environment: EnvironmentModel): Readonly<Record<string, string>>;

  /** The release as steps of a GitHub job, where `env.IMAGE_URI` names the image and the role is assumed. */
  releaseSteps(model: DeliveryModel, environment: EnvironmentModel): WorkflowStep[];

  /** A shell script that goes back to an earlier release: `rollback.sh ENVIRONMENT [REVISION]`. */
  rollbackScript(model: DeliveryModel): string;

  /** Files of the repository that `releaseCommands` needs. */
  artifacts(model: DeliveryModel): string[];
}
