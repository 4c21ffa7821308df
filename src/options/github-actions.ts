/**
 * Settings of the GitHub Actions engine that you can set at the top level and override in each environment.
 */
export interface GithubEnvironmentOptions {
  /**
   * The ARN or the name of an existing role that the workflows assume to release to the environment.
   *
   * The role must be in the account of the environment. If you set this option, no deploy role is created for the
   * environment. `DELIVERY.md` lists the trust policy and the permissions that the role needs.
   *
   * @default - created by the base stack with least-privilege permissions
   * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
   */
  readonly deployRoleArn?: string;

  /**
   * Whether the AWS account already has the GitHub OIDC provider (`token.actions.githubusercontent.com`).
   *
   * An account can have only one. If false, the provider is created once in each account. If only the account of one
   * environment has the provider, set this option to true in that environment.
   *
   * @default false
   */
  readonly existingOidcProvider?: boolean;
}

/**
 * How GitHub protects the release branch.
 */
export interface GithubBranchProtectionOptions {
  /**
   * The number of approvals that a pull request needs, from 0 to 6.
   *
   * @default 1
   */
  readonly requiredApprovals?: number;

  /**
   * The checks that a pull request must pass, by name. For a job of a workflow, this is the name of the job.
   *
   * @default ["Test"], the job of the generated workflow for pull requests
   */
  readonly requiredChecks?: string[];

  /**
   * Whether a pull request must contain the newest commit of the release branch before it is merged.
   *
   * @default false
   */
  readonly requireUpToDate?: boolean;

  /**
   * Whether a push to a pull request removes its approvals.
   *
   * @default true
   */
  readonly dismissStaleApprovals?: boolean;

  /**
   * Whether a code owner must approve a pull request that changes files with an owner in `CODEOWNERS`.
   *
   * @default false
   */
  readonly requireCodeOwnerReview?: boolean;

  /**
   * Whether the commits must be signed.
   *
   * @default false
   */
  readonly requireSignedCommits?: boolean;
}

/**
 * The settings of the GitHub Actions engine.
 */
export interface GithubActionsOptions extends GithubEnvironmentOptions {
  /**
   * Whether to generate the GitHub Actions workflows and the IAM roles that they assume.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The host name of GitHub Enterprise Server, for example `github.example.com`, if the repository is not on github.com.
   *
   * The roles trust the tokens of this server, and its endpoint `/_services/token` must be public. AWS cannot check the
   * branch in these tokens, so the GitHub environments restrict it. Requires `runner`; with CodePipeline, also
   * `codePipeline.connectionArn`. Newer versions of the artifact actions do not run on GitHub Enterprise Server: specify
   * `actions/upload-artifact` and `actions/download-artifact` in `actions`.
   *
   * @default - github.com
   * @see https://docs.github.com/en/enterprise-server@latest/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
   */
  readonly host?: string;

  /**
   * The numeric ID of the GitHub organization or user that owns the repository.
   *
   * To find it, run `gh api repos/OWNER/REPO --jq .owner.id`. If you set both `ownerId` and `repositoryId`, only this
   * exact repository can assume the IAM roles. Otherwise, another repository that gets the same name later can assume
   * them.
   *
   * @default - any ID is accepted
   * @see https://docs.github.com/en/actions/concepts/security/openid-connect
   */
  readonly ownerId?: string;

  /**
   * The numeric ID of the GitHub repository.
   *
   * To find it, run `gh api repos/OWNER/REPO --jq .id`.
   *
   * @default - any ID is accepted
   */
  readonly repositoryId?: string;

  /**
   * The ARN or the name of an existing role that the workflows assume to build, and to store what the build
   * creates.
   *
   * The role must be in the delivery account. If you set this option, no build role is created. `DELIVERY.md` lists the
   * trust policy and the permissions that the role needs.
   *
   * @default - created by the stack that stores what the build creates, with least-privilege permissions
   * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
   */
  readonly buildRoleArn?: string;

  /**
   * Up to 6 reviewers who can approve a release to an environment that requires approval.
   *
   * Specify GitHub users, or teams as `organization/team`. The tasks `github:environments` and `github:settings` write
   * them to the settings of the repository.
   *
   * @default - none; set the reviewers in the repository settings
   * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
   */
  readonly reviewers?: string[];

  /**
   * Whether people are prevented from approving a release that they started.
   *
   * Requires `reviewers`. The tasks `github:environments` and `github:settings` write it to each environment that
   * requires approval.
   *
   * @default - the setting of the environment in the repository
   * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#required-reviewers
   */
  readonly preventSelfReview?: boolean;

  /**
   * How GitHub protects the release branch: who must approve a pull request, and which checks it must pass.
   *
   * `npx projen github:settings` writes this to the repository, as a ruleset named `delivery`, together with the
   * environments and their reviewers. `npx projen github:settings --check` only compares. Rulesets are available for
   * public repositories, and for private ones with GitHub Pro, Team, or Enterprise.
   *
   * @default - the settings of the repository are not changed
   * @see https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets
   */
  readonly branchProtection?: GithubBranchProtectionOptions;

  /**
   * Whether another workflow in the repository starts a release by calling `deploy.yml`. If true, a push does not start
   * a release.
   *
   * The calling workflow must run on the release branch, and the calling job must grant the permissions
   * `actions: read`, `contents: read`, and `id-token: write`.
   *
   * @default false
   * @see https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows
   */
  readonly workflowCall?: boolean;

  /**
   * The name of another workflow in the repository whose success on `branch` starts a release, for example `CI`. If you
   * set this option, a push does not start a release.
   *
   * `branch` must be the default branch, because GitHub runs a workflow with this trigger only from the default branch.
   * If a newer commit was pushed in the meantime, the release is skipped: the workflow run for the newer commit starts
   * a release.
   *
   * @default - a push starts a release
   * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run
   */
  readonly afterWorkflow?: string;

  /**
   * The runner label for all jobs.
   *
   * The runner must match the CPU architecture of what it builds. The label of a CodeBuild-hosted runner contains
   * expressions: `codebuild-<project>-${{ github.run_id }}-${{ github.run_attempt }}`.
   *
   * @default - `ubuntu-24.04` or `ubuntu-24.04-arm`, derived from the CPU architecture
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html
   */
  readonly runner?: string;

  /**
   * Replacements for the pinned actions, for example `{ 'actions/checkout': 'actions/checkout@<sha>' }`.
   *
   * The key is the name of the action, and the value is `owner/repository@ref`. For security, use a full commit SHA.
   *
   * @default - the actions that this package pins to a commit SHA
   */
  readonly actions?: { [name: string]: string };
}
