import type { CodePipelineOptions } from './code-pipeline';
import type { DeliveryEngine } from './engine';
import type { GithubActionsOptions, GithubEnvironmentOptions } from './github-actions';
import type { DeliveryWaiver, IDeliveryStandard } from './standard';
import type { TaskRoleStatement } from './task-role';
import type { ValidationPlugin } from './validation-plugin';

/**
 * Options that every delivery has and that a standard can set for all of them.
 */
export interface CommonDeliverySettings {
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
   * The release branch.
   *
   * @default "main"
   */
  readonly branch?: string;

  /**
   * The major version of Node.js in the buildspec, the workflows, and a generated Dockerfile.
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
   * secret or to pull a base image from another ECR repository.
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
   * The branches that start a release when you push to them, as names or patterns, for example `release/*`. At most 8.
   *
   * In a pattern, `*` matches any part of a name up to the next slash, and `**` also matches slashes. Only these
   * branches and `branch` can be released. The IAM conditions of the roles use the same patterns, but IAM lets `*`
   * match slashes too. Not supported for a pipeline with a CodeCommit source.
   *
   * @default - `branch`; none if you set `triggerTags`
   * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore
   */
  readonly triggerBranches?: string[];

  /**
   * The tags that start a release when you push them, as names or patterns, for example `v*`. At most 8.
   *
   * If you set this option, a push to `branch` starts a release only if `triggerBranches` contains the branch. You can
   * always start a release of `branch` manually. By default, a container image is still tagged with the commit. Not
   * supported for a pipeline with a CodeCommit source.
   *
   * @default - tags do not start a release
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html
   */
  readonly triggerTags?: string[];

  /**
   * Whether a release requires approval before it is deployed.
   *
   * CodePipeline uses a manual approval action. GitHub Actions uses the required reviewers of the GitHub environment,
   * which you configure in the repository settings (see DELIVERY.md). If the environment has none, releases and
   * rollbacks in GitHub Actions fail before they get AWS credentials. The
   * service stack gets termination protection.
   *
   * @default - true for `production` and `prod` if there are several environments, otherwise false
   */
  readonly approval?: boolean;

  /**
   * The tags to add to all resources that the stacks create, in addition to the tags `service` and `environment`.
   *
   * The tasks of a managed service on Amazon ECS have the same tags. Keys can have up to 128 characters, and values up
   * to 256. Both can contain letters, digits, spaces, and `_ . : / = + - @`.
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
   * The prefix for the names of all roles that the stacks create, for example `acme-`. At most 20 characters.
   *
   * Set it if your organization allows only certain role names. If you change it, the roles are replaced.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
   */
  readonly roleNamePrefix?: string;

  /**
   * The path of all roles that the stacks create, for example `/acme/delivery/`.
   *
   * A change replaces the roles.
   *
   * @default "/"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
   */
  readonly rolePath?: string;

  /**
   * Plugins that check the stacks when the CDK app is synthesized, for example cdk-nag.
   *
   * If a plugin reports a violation, synthesis fails. To accept the violation, waive the rule with `waivers`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
   */
  readonly validationPlugins?: ValidationPlugin[];
}

/**
 * Options that every delivery has, whatever it releases and wherever it runs.
 */
export interface CommonDeliveryOptions extends CommonDeliverySettings {
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
   * The standard of your organization: default values, values that you cannot change, and rules.
   *
   * @default - none
   */
  readonly standard?: IDeliveryStandard;

  /**
   * The paths of options to remove from the defaults of the standard, for example `autoScaling` or `alarms.topicArn`.
   *
   * @default - all defaults of the standard apply
   */
  readonly unset?: string[];

  /**
   * Exceptions to rules of the standard and of the plugins that check the CDK app.
   *
   * @default - none
   */
  readonly waivers?: DeliveryWaiver[];

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
   * If it does, the service stack of the environment gets termination protection.
   *
   * If this is the only environment, set `approval` at the top level instead.
   *
   * @default - inherited from the top level. If it is not set there either: true if this environment is named
   * `production` or `prod` and is not the only environment, otherwise false
   */
  readonly approval?: boolean;

  /**
   * The branches that are released to this environment, as names or patterns, for example `develop`.
   *
   * An environment that sets this option or `triggerTags` inherits neither of the two. Supported only if
   * `codePipeline.enabled` is false, because a pipeline releases to all environments.
   *
   * @default - inherited from the top level
   */
  readonly triggerBranches?: string[];

  /**
   * The tags that are released to this environment, as names or patterns, for example `v*`.
   *
   * @default - inherited from the top level; none if you set `triggerBranches`
   */
  readonly triggerTags?: string[];

  /**
   * Settings of the GitHub Actions engine for this environment.
   *
   * @default - inherited from the top level
   */
  readonly githubActions?: GithubEnvironmentOptions;
}
