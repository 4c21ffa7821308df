import type {
  EcsDeploymentController,
  EcsServiceMode,
  EnvironmentServiceOptions,
  TaskDefinitionOwner,
} from './service-options';

/**
 * The CPU architecture that the image is built for and the tasks run on.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html
 */
export enum CpuArchitecture {
  /** Intel and AMD, 64 bit. */
  X86_64 = 'x86_64',
  /** AWS Graviton, 64 bit. */
  ARM64 = 'arm64',
}

/**
 * What carries a commit to AWS.
 */
export enum DeliveryEngine {
  /** A GitHub Actions workflow, `.github/workflows/deploy.yml`. */
  GITHUB_ACTIONS = 'github-actions',
  /** AWS CodePipeline and CodeBuild, `infra/pipeline-stack.ts` and `buildspec.yml`. */
  CODE_PIPELINE = 'code-pipeline',
}

/**
 * How an image's tag is made from the git commit. Both engines follow the same rule, so they find each other's
 * images.
 */
export enum ImageTag {
  /** The full commit SHA, 40 characters. */
  FULL_SHA = 'full-sha',
  /** The first 7 characters of the commit SHA, as `COMMIT_HASH` in AWS's samples. */
  SHORT_SHA = 'short-sha',
}

/**
 * How ECR encrypts the images.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export enum RegistryEncryption {
  /** A key that ECR owns. */
  AES256 = 'AES256',
  /** A key in AWS KMS: `kmsKeyArn`, or the account's `aws/ecr` key. */
  KMS = 'KMS',
}

/**
 * Where CodePipeline takes the source from.
 */
export enum PipelineSource {
  /** The GitHub repository, through a connection of AWS CodeConnections. */
  GITHUB = 'github',
  /** A CodeCommit repository. */
  CODE_COMMIT = 'code-commit',
}

/**
 * A secret that ECS reads when a task starts and hands to the container as an environment variable. Give either
 * `secretsManager` or `ssmParameter`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
 */
export interface SecretSource {
  /**
   * The Secrets Manager secret: its name (in the environment's account and region) or its full ARN. A name that
   * itself ends in a hyphen and six characters is ambiguous to Secrets Manager: give the ARN.
   *
   * @default - `ssmParameter` is used
   */
  readonly secretsManager?: string;

  /**
   * The key to take out of a Secrets Manager secret that holds a JSON object.
   *
   * @default - the whole secret
   */
  readonly jsonKey?: string;

  /**
   * The SSM parameter: its name (in the environment's account and region), for example `/orders/db-url`, or its
   * full ARN.
   *
   * @default - `secretsManager` is used
   */
  readonly ssmParameter?: string;

  /**
   * The ARN of the customer managed KMS key that encrypts the secret. The execution role is then allowed to decrypt
   * with it.
   *
   * @default - the AWS managed key, which needs no permission
   */
  readonly kmsKeyArn?: string;
}

/**
 * A resource limit of the container.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html
 */
export interface Ulimit {
  /**
   * The limit. Fargate lets a task set `nofile` only.
   */
  readonly name: string;

  /**
   * The soft limit, 1 to 1048576.
   */
  readonly softLimit: number;

  /**
   * The hard limit, from `softLimit` to 1048576.
   */
  readonly hardLimit: number;
}

/**
 * How the image is built. A Node.js service needs none of this; a service in another language names its runtime,
 * its commands and its own Dockerfile.
 */
export interface ImageBuildOptions {
  /**
   * The language runtime that tests and builds the service, as CodeBuild names it: `nodejs`, `python`, `java`,
   * `golang`, `ruby`, `php`, `dotnet` or `rust`.
   *
   * @default "nodejs"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html
   */
  readonly runtime?: string;

  /**
   * The version of `runtime`, one that the CodeBuild image offers. For `nodejs`, `nodeVersion` decides instead.
   *
   * @default - the newest version that the CodeBuild image offers
   */
  readonly runtimeVersion?: string;

  /**
   * The shell commands that install what tests and build need, one line each. They run in both engines.
   *
   * @default - `npm ci` for nodejs, none otherwise
   */
  readonly installCommands?: string[];

  /**
   * The shell commands that test and build the service before its image, one line each. One that fails stops the
   * release before anything is pushed.
   *
   * @default - `npm run build` for a Node.js project, none otherwise
   */
  readonly testCommands?: string[];

  /**
   * The path of your own Dockerfile. It is then yours: not generated, but still held against the config where it
   * names a port or a health check path.
   *
   * @default - a generated `Dockerfile` for nodejs; required for any other runtime
   */
  readonly dockerfile?: string;

  /**
   * The directories whose contents the package manager keeps between builds, absolute, for CodeBuild's local cache.
   *
   * @default - `/root/.npm` for nodejs, none otherwise
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html
   */
  readonly cachePaths?: string[];
}

/**
 * The ECR repository that holds the images.
 */
export interface RegistryOptions {
  /**
   * How many images the repository keeps: the newest ones; older ones expire. 1 to 1000.
   *
   * @default 10
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
   */
  readonly keepImages?: number;

  /**
   * How the images are encrypted. AWS cannot change this on an existing repository.
   *
   * @default RegistryEncryption.AES256
   */
  readonly encryption?: RegistryEncryption;

  /**
   * The ARN of the KMS key, for `RegistryEncryption.KMS`.
   *
   * @default - the account's `aws/ecr` key
   */
  readonly kmsKeyArn?: string;

  /**
   * How an image's tag is made from the commit.
   *
   * @default ImageTag.FULL_SHA
   */
  readonly imageTag?: ImageTag;

  /**
   * Whether the repository exists already and is managed elsewhere. It is then neither created nor changed.
   *
   * @default false
   */
  readonly existing?: boolean;
}

/**
 * The GitHub Actions engine.
 */
export interface GithubActionsOptions {
  /**
   * Whether to generate `.github/workflows/deploy.yml` and the roles that it assumes.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The numeric id of the GitHub organization or user that owns the repository:
   * `gh api repos/OWNER/REPO --jq .owner.id`. With it and `repositoryId`, the trust policies name the immutable
   * subject exactly; without, any id of that name is accepted.
   *
   * @default - any id
   * @see https://docs.github.com/en/actions/concepts/security/openid-connect
   */
  readonly ownerId?: string;

  /**
   * The numeric id of the GitHub repository: `gh api repos/OWNER/REPO --jq .id`.
   *
   * @default - any id
   */
  readonly repositoryId?: string;

  /**
   * Whether the account already has the identity provider of GitHub (`token.actions.githubusercontent.com`). An
   * account holds only one; when false, the registry stack creates it.
   *
   * @default false
   */
  readonly existingOidcProvider?: boolean;

  /**
   * Who may approve a release, for environments with `approval`: GitHub users, or teams as `organization/team`. At most
   * 6. The task `github:environments` writes them into the settings of the repository.
   *
   * @default - none: somebody sets them in the repository
   * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
   */
  readonly reviewers?: string[];

  /**
   * The label of the runner for all jobs. It has to match `cpuArchitecture`, since the image is built on it.
   *
   * @default - `ubuntu-24.04` or `ubuntu-24.04-arm`, as `cpuArchitecture` needs
   */
  readonly runner?: string;

  /**
   * The actions to use in place of the pinned ones, by action name: `{ 'actions/checkout': 'actions/checkout@<sha>' }`.
   * A value is `owner/repository@ref`; a full commit SHA is the safe form.
   *
   * @default - the release named in this package, pinned to its commit
   */
  readonly actions?: { [name: string]: string };
}

/**
 * The CodePipeline engine.
 */
export interface CodePipelineOptions {
  /**
   * Whether to generate `buildspec.yml` and `infra/pipeline-stack.ts`.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Where the pipeline takes the source from.
   *
   * @default PipelineSource.GITHUB
   */
  readonly source?: PipelineSource;

  /**
   * The ARN of the CodeConnections connection to GitHub.
   *
   * @default - the pipeline stack creates one, which somebody completes once in the console
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/connections-github.html
   */
  readonly connectionArn?: string;

  /**
   * The name of the CodeCommit repository, for `PipelineSource.CODE_COMMIT`. It has to exist.
   *
   * @default - the service's name
   */
  readonly codeCommitRepository?: string;

  /**
   * The CodeBuild image that runs `buildspec.yml`. It has to fit `cpuArchitecture` and to offer the runtime version.
   *
   * @default - `aws/codebuild/amazonlinux-x86_64-standard:6.0` or `aws/codebuild/amazonlinux-aarch64-standard:4.0`,
   * as `cpuArchitecture` needs
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
   */
  readonly buildImage?: string;

  /**
   * The size of the build machine: `SMALL`, `MEDIUM`, `LARGE`, `X_LARGE` or `X2_LARGE`.
   *
   * @default "SMALL"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
   */
  readonly computeType?: string;
}

/**
 * An environment that the service is released to: a staging account, production, a second region. What is not set
 * here is as at the top level. Objects, such as `environmentVariables`, `secrets` or `loadBalancer`, are added to those of
 * the top level, name by name; what the top level has cannot be left out here.
 */
export interface EnvironmentOptions extends EnvironmentServiceOptions {
  /**
   * The name of the environment. It names the GitHub Environment, the stages of the pipeline, stacks and roles. Lower
   * case letters, digits and hyphens, at most 16 characters.
   */
  readonly name: string;

  /**
   * The AWS account of the environment, 12 digits.
   *
   * @default - as at the top level
   */
  readonly awsAccount?: string;

  /**
   * The AWS region of the environment.
   *
   * @default - as at the top level
   */
  readonly awsRegion?: string;

  /**
   * Whether somebody has to approve a release before it is deployed here. Refused in the only environment:
   * there it belongs to the top level.
   *
   * @default - as at the top level; where that says nothing, true for `production` and `prod` if there are several
   * environments, false otherwise
   */
  readonly approval?: boolean;

  /**
   * The CPU units of a task.
   *
   * @default - as at the top level
   */
  readonly cpu?: number;

  /**
   * The memory of a task, MiB.
   *
   * @default - as at the top level
   */
  readonly memory?: number;

  /**
   * The name of an existing ECS cluster.
   *
   * @default - as at the top level
   */
  readonly ecsCluster?: string;

  /**
   * The name of the ECS service.
   *
   * @default - as at the top level
   */
  readonly ecsService?: string;

  /**
   * Environment variables of the container, added to those of the top level.
   *
   * @default - those of the top level
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * Secrets of the container, added to those of the top level. A secret that is given by name lies in the account and
   * region of the environment.
   *
   * @default - those of the top level
   */
  readonly secrets?: { [name: string]: SecretSource };

  /**
   * How long CloudWatch keeps the logs of the container, days.
   *
   * @default - as at the top level
   */
  readonly logRetentionDays?: number;

  /**
   * The ARN of an existing execution role.
   *
   * @default - as at the top level
   */
  readonly executionRoleArn?: string;

  /**
   * The ARN of an existing task role.
   *
   * @default - as at the top level
   */
  readonly taskRoleArn?: string;

  /**
   * More fields of `RegisterTaskDefinition`, added to those of the top level.
   *
   * @default - those of the top level
   */
  readonly taskDefinitionFields?: { [field: string]: any };

  /**
   * How long a deployment may take until the service is stable, minutes; limits as at the top level.
   *
   * @default - as at the top level
   */
  readonly deploymentTimeout?: number;
}

/**
 * Options of `EcsDelivery`: one service on ECS Fargate, delivered by GitHub Actions, CodePipeline or both.
 */
export interface EcsDeliveryOptions extends EnvironmentServiceOptions {
  /**
   * The name of the service. It names the container, the task definition family, the stacks and the roles. Lower
   * case letters, digits and hyphens, at most 32 characters.
   *
   * @default - the project's name
   */
  readonly serviceName?: string;

  /**
   * The AWS account of the delivery, 12 digits.
   *
   * Images and pipeline live here, and environments that name no account of their own.
   *
   * @featured
   */
  readonly awsAccount: string;

  /**
   * The AWS region of the delivery, for example `eu-central-1`.
   *
   * Images and pipeline live here, and environments that name no region of their own.
   *
   * @default "us-east-1"
   * @featured
   */
  readonly awsRegion?: string;

  /**
   * The GitHub repository, `owner/name`. Needed by the GitHub Actions engine and by a pipeline with a GitHub source.
   * Write it out where CodePipeline builds: the source that it hands on has no git remote.
   *
   * @default - the one that the git remote `origin` names
   * @featured
   */
  readonly githubRepository?: string;

  /**
   * The branch that is released.
   *
   * @default "main"
   */
  readonly branch?: string;

  /**
   * The TCP port that the container listens on, 1024 to 65535 (the container runs as a non-root user).
   *
   * @default 3000
   * @featured
   */
  readonly containerPort?: number;

  /**
   * The CPU units of a task, 1024 to a vCPU: 256, 512, 1024, 2048, 4096, 8192 or 16384.
   *
   * @default 256
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
   */
  readonly cpu?: number;

  /**
   * The memory of a task, MiB. What is allowed depends on `cpu`.
   *
   * @default 512
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
   */
  readonly memory?: number;

  /**
   * The CPU architecture of image and tasks. On the command line: `X86_64` or `ARM64`.
   *
   * @default CpuArchitecture.X86_64
   */
  readonly cpuArchitecture?: CpuArchitecture;

  /**
   * The major version of Node.js in image, buildspec and workflow, one that the CodeBuild image offers.
   *
   * @default "24"
   */
  readonly nodeVersion?: string;

  /**
   * The path that answers health checks with status 200.
   *
   * @default "/health"
   */
  readonly healthCheckPath?: string;

  /**
   * The command in exec form that tells ECS whether the container is healthy: exit code 0 or not. Anything it needs
   * has to be in the image.
   *
   * @default - for nodejs, one that fetches `healthCheckPath` with Node.js itself; none otherwise
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
   */
  readonly healthCheckCommand?: string[];

  /**
   * The name of the ECR repository.
   *
   * @default - the service's name
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
   */
  readonly ecrRepository?: string;

  /**
   * Where the ECS service comes from.
   *
   * @default EcsServiceMode.MANAGED
   */
  readonly serviceMode?: EcsServiceMode;

  /**
   * The name of an existing ECS cluster that the service runs in.
   *
   * @default - a new one for a managed service, named after service and environment; for an existing service, the name
   * of the environment: `production`, where there is one
   */
  readonly ecsCluster?: string;

  /**
   * The name of the ECS service, to create or to update.
   *
   * @default - the service's name
   */
  readonly ecsService?: string;

  /**
   * Who owns the task definition of an existing service.
   *
   * @default TaskDefinitionOwner.DELIVERY
   */
  readonly taskDefinitionOwner?: TaskDefinitionOwner;

  /**
   * What carries out the deployments of an existing service.
   *
   * @default EcsDeploymentController.ECS
   */
  readonly deploymentController?: EcsDeploymentController;

  /**
   * The name of the container that runs the image.
   *
   * @default - the service's name
   */
  readonly containerName?: string;

  /**
   * The qualifier that the accounts were bootstrapped for the CDK with, at most 10 lower case letters and digits.
   *
   * @default "hnb659fds", as `cdk bootstrap` takes by itself
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
   */
  readonly bootstrapQualifier?: string;

  /**
   * The environment variables of the container. `PORT` and `HEALTH_CHECK_PATH` are set already, and in a generated
   * `Dockerfile` `NODE_ENV`.
   *
   * @default - none
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * The secrets of the container, by the name of the environment variable that receives them.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: SecretSource };

  /**
   * The command of the container in exec form, in place of the image's own.
   *
   * @default - the image's `CMD`
   */
  readonly command?: string[];

  /**
   * The time between SIGTERM and SIGKILL when a task stops, seconds, 2 to 120.
   *
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
   */
  readonly stopTimeout?: number;

  /**
   * The resource limits of the container.
   *
   * @default - those of Fargate
   */
  readonly ulimits?: Ulimit[];

  /**
   * How long CloudWatch keeps the logs of containers and builds, days: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180,
   * 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;

  /**
   * The ARN of an existing role that ECS uses to pull the image, write logs and read secrets. Required with
   * `TaskDefinitionOwner.SERVICE`: the one that the service's task definition names.
   *
   * @default - the base stack creates one with the least permissions
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
   */
  readonly executionRoleArn?: string;

  /**
   * The ARN of an existing role that the service's own code uses. With `TaskDefinitionOwner.SERVICE`, the one that the
   * service's task definition names, if any.
   *
   * @default - the base stack creates one that allows what `taskRoleStatements` says; with `TaskDefinitionOwner.SERVICE`
   * none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   */
  readonly taskRoleArn?: string;

  /**
   * More fields of `RegisterTaskDefinition`, as the API spells them, for what has no option here: `volumes` or
   * `ephemeralStorage`, say. A field that an option decides is refused.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
   */
  readonly taskDefinitionFields?: { [field: string]: any };

  /**
   * More fields of the container definition, as the API spells them: `mountPoints` or `dependsOn`, say. A field that
   * an option decides is refused.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
   */
  readonly containerDefinitionFields?: { [field: string]: any };

  /**
   * The environments, in the order in which a release passes through them. One image is built, and promoted.
   *
   * @default - one, `production`
   */
  readonly environments?: EnvironmentOptions[];

  /**
   * How the image is built.
   *
   * @default - as a Node.js service with a generated Dockerfile
   */
  readonly imageBuild?: ImageBuildOptions;

  /**
   * The ECR repository.
   *
   * @default - created, scans on push, immutable tags, keeps the last 10 images
   */
  readonly registry?: RegistryOptions;

  /**
   * The GitHub Actions engine.
   *
   * @default - generated
   */
  readonly githubActions?: GithubActionsOptions;

  /**
   * The CodePipeline engine.
   *
   * @default - generated
   */
  readonly codePipeline?: CodePipelineOptions;

  /**
   * The engine that a push to `branch` starts. The other one, where enabled, stands by for a start by hand.
   *
   * @default - GitHub Actions where enabled, otherwise CodePipeline
   */
  readonly trigger?: DeliveryEngine;

  /**
   * Whether somebody has to approve a release before it is deployed: a manual approval action in CodePipeline, the
   * required reviewers of the GitHub Environment on GitHub (a setting of the repository, see DELIVERY.md).
   *
   * @default - true for `production` and `prod` if there are several environments, false otherwise
   */
  readonly approval?: boolean;

  /**
   * How long a deployment may take until the service is stable, minutes, 1 to 300, or to 1980 with CodePipeline alone,
   * less `oneOffTask.timeout`; at least 10 more than a strategy that shifts traffic takes.
   * With `TaskDefinitionOwner.SERVICE` and CodePipeline 1 to 60, which is what CodePipeline's own action allows. With
   * `EcsDeploymentController.CODE_DEPLOY` the time counts for which CodeDeploy keeps the old tasks; CodePipeline itself
   * waits without this limit there.
   *
   * @default - 30, or 30 more than the strategy takes; with `EcsDeploymentController.CODE_DEPLOY` 90
   */
  readonly deploymentTimeout?: number;

  /**
   * The paths that already hold a hand-written file and shall be generated from now on. The old content is kept
   * beside it, as `<path>.orig`, which git ignores.
   *
   * @default - none: such a file is an error
   */
  readonly takeOver?: string[];
}
