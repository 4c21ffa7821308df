import type { CodePipelineOptions } from './code-pipeline';
import type { DeliveryEngine } from './engine';
import type { GithubActionsOptions, GithubEnvironmentOptions } from './github-actions';
import type { TaskRoleStatement } from './task-role';

/**
 * Options that every delivery has, whatever it releases and wherever it runs.
 */
export interface CommonDeliveryOptions {
  /**
   * The name of the service.
   *
   * Lowercase letters, digits, and single hyphens, starting with a letter, from 2 to 32 characters. The stacks and the
   * roles are named after it.
   *
   * @default - the name of the project
   */
  readonly serviceName?: string;

  /**
   * The 12-digit ID of the delivery account, which stores what the build creates and contains the pipeline.
   *
   * Environments inherit this account unless they set their own.
   *
   * @featured
   */
  readonly awsAccount: string;

  /**
   * The delivery Region, which stores what the build creates and contains the pipeline, for example `eu-central-1`.
   *
   * Environments inherit this Region unless they set their own.
   *
   * @default "us-east-1"
   * @featured
   */
  readonly awsRegion?: string;

  /**
   * The GitHub repository in the format `owner/name`.
   *
   * Required for the GitHub Actions engine and for a pipeline with a GitHub source. Set this option explicitly if
   * CodePipeline builds the service: the source that CodePipeline passes to CodeBuild has no git remote.
   *
   * @default - derived from the git remote `origin`
   * @featured
   */
  readonly githubRepository?: string;

  /**
   * The release branch.
   *
   * @default "main"
   */
  readonly branch?: string;

  /**
   * The major version of Node.js in the buildspec and the workflows.
   *
   * The CodeBuild image must support it.
   *
   * @default "24"
   */
  readonly nodeVersion?: string;

  /**
   * The qualifier of the CDK bootstrap stacks, from 1 to 10 lowercase letters and digits.
   *
   * Set it if you bootstrapped the accounts with `cdk bootstrap --qualifier`.
   *
   * @default "hnb659fds"
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
   */
  readonly bootstrapQualifier?: string;

  /**
   * Additional permissions for the roles that GitHub Actions and CodePipeline use to build, for example to read a
   * secret.
   *
   * @default - only the permissions to store what the build creates
   */
  readonly buildRoleStatements?: TaskRoleStatement[];

  /**
   * The settings of the GitHub Actions engine.
   *
   * @default - enabled with default settings
   */
  readonly githubActions?: GithubActionsOptions;

  /**
   * The settings of the CodePipeline engine.
   *
   * @default - enabled with default settings
   */
  readonly codePipeline?: CodePipelineOptions;

  /**
   * The engine that starts when you push to the release branch.
   *
   * If the other engine is enabled, you can start it manually.
   *
   * @default - GitHub Actions if enabled, otherwise CodePipeline
   */
  readonly trigger?: DeliveryEngine;

  /**
   * The files whose changes start a release, as patterns relative to the root of the repository, for example
   * `services/orders/**`. At most 8.
   *
   * In a pattern, `*` matches any part of a name, and `**` matches any number of folders. A push to the release branch
   * starts a release only if it changes a matching file. You can always start a release manually. Not supported for a
   * pipeline with a CodeCommit source.
   *
   * @default - every push to the release branch starts a release
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html
   */
  readonly triggerPaths?: string[];

  /**
   * Whether a release requires approval before it is deployed.
   *
   * CodePipeline uses a manual approval action. GitHub Actions uses the required reviewers of the GitHub environment,
   * which you configure in the repository settings (see DELIVERY.md).
   *
   * @default - true for `production` and `prod` if there are several environments, otherwise false
   */
  readonly approval?: boolean;

  /**
   * The tags to add to all resources that the stacks create, in addition to the tags `service` and `environment`.
   *
   * Keys can have up to 128 characters, and values up to 256. Both can contain letters, digits, spaces, and
   * `_ . : / = + - @`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
   */
  readonly tags?: { [key: string]: string };

  /**
   * The name of an existing managed policy that limits the permissions of all roles that the stacks create.
   *
   * The policy must exist in every account, and it must have the same name, including its path, in all of them. The CDK
   * sets it as the permissions boundary of each role.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundary?: string;

  /**
   * The paths of existing files to replace with generated files.
   *
   * A file that you wrote is overwritten only if you list it here. The original content of a listed file is kept as
   * `<path>.orig`, which git ignores.
   *
   * @default - none; an existing file at a generated path causes an error
   */
  readonly takeOver?: string[];
}

/**
 * Options that every environment has.
 */
export interface CommonEnvironmentOptions {
  /**
   * The name of the environment.
   *
   * Lowercase letters, digits, and single hyphens, starting with a letter, at most 16 characters. The GitHub
   * environment, the pipeline stages, the stacks, and the roles are named after it.
   */
  readonly name: string;

  /**
   * The 12-digit ID of the AWS account of the environment.
   *
   * @default - inherited from the top level
   */
  readonly awsAccount?: string;

  /**
   * The AWS Region of the environment, for example `eu-central-1`.
   *
   * @default - inherited from the top level
   */
  readonly awsRegion?: string;

  /**
   * Whether a release to this environment requires approval.
   *
   * If this is the only environment, set `approval` at the top level instead.
   *
   * @default - inherited from the top level. If it is not set there either: true if this environment is named
   * `production` or `prod` and is not the only environment, otherwise false
   */
  readonly approval?: boolean;

  /**
   * Settings of the GitHub Actions engine for this environment.
   *
   * @default - inherited from the top level
   */
  readonly githubActions?: GithubEnvironmentOptions;
}
