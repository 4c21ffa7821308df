import type {
  EcsDeploymentController,
  EcsServiceMode,
  EnvironmentServiceOptions,
  TaskDefinitionOwner,
} from './service-options';

/**
 * The CPU architecture of the image and the tasks.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html
 */
export enum CpuArchitecture {
  /** 64-bit Intel and AMD. */
  X86_64 = 'x86_64',
  /** 64-bit AWS Graviton. */
  ARM64 = 'arm64',
}

/**
 * The engine that builds the image and releases the service.
 */
export enum DeliveryEngine {
  /** GitHub Actions, with the workflow `.github/workflows/deploy.yml`. */
  GITHUB_ACTIONS = 'github-actions',
  /** AWS CodePipeline and CodeBuild, with `infra/pipeline-stack.ts` and `buildspec.yml`. */
  CODE_PIPELINE = 'code-pipeline',
}

/**
 * The format of image tags, which are derived from the git commit.
 *
 * Both engines use the same format, so each finds the images that the other one has pushed.
 */
export enum ImageTag {
  /** The full commit SHA, 40 characters. */
  FULL_SHA = 'full-sha',
  /** The first 7 characters of the commit SHA, like `COMMIT_HASH` in AWS samples. */
  SHORT_SHA = 'short-sha',
}

/**
 * The encryption of the images in ECR.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export enum RegistryEncryption {
  /** A key that ECR owns and manages. */
  AES256 = 'AES256',
  /** An AWS KMS key: `kmsKeyArn`, or the `aws/ecr` key of the account. */
  KMS = 'KMS',
}

/**
 * The source of the pipeline.
 */
export enum PipelineSource {
  /** The GitHub repository, through an AWS CodeConnections connection. */
  GITHUB = 'github',
  /** A CodeCommit repository. */
  CODE_COMMIT = 'code-commit',
}

/**
 * A secret that ECS passes to the container as an environment variable.
 *
 * ECS reads the secret when a task starts. Specify either `secretsManager` or `ssmParameter`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
 */
export interface SecretSource {
  /**
   * The name or the full ARN of a Secrets Manager secret.
   *
   * A secret that you specify by name must be in the account and Region of the environment. If the name ends with a
   * hyphen and six characters, specify the ARN, because Secrets Manager can mistake that ending for the end of an ARN.
   *
   * @default - none; specify `ssmParameter` instead
   */
  readonly secretsManager?: string;

  /**
   * The key to read from a Secrets Manager secret that contains a JSON object.
   *
   * @default - the whole secret
   */
  readonly jsonKey?: string;

  /**
   * The name or the full ARN of an SSM parameter, for example `/orders/db-url`.
   *
   * A parameter that you specify by name must be in the account and Region of the environment.
   *
   * @default - none; specify `secretsManager` instead
   */
  readonly ssmParameter?: string;

  /**
   * The ARN of the customer managed KMS key that encrypts the secret.
   *
   * The execution role is granted permission to decrypt with this key.
   *
   * @default - the AWS managed key, which requires no additional permissions
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
   * The name of the limit. Fargate supports only `nofile`.
   */
  readonly name: string;

  /**
   * The soft limit, from 1 to `hardLimit`.
   */
  readonly softLimit: number;

  /**
   * The hard limit, from 1 to 1048576.
   */
  readonly hardLimit: number;
}

/**
 * The settings for building the image.
 *
 * A TypeScript service that uses npm does not need them. For a service in another language, specify the runtime, the
 * commands, and your own Dockerfile.
 */
export interface ImageBuildOptions {
  /**
   * The language runtime used to test and build the service.
   *
   * One of `nodejs`, `python`, `java`, `golang`, `ruby`, `php`, `dotnet`, or `rust`.
   *
   * @default "nodejs"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html
   */
  readonly runtime?: string;

  /**
   * The version of `runtime`, for example `3.13`. The CodeBuild image must support it.
   *
   * For `nodejs`, set `nodeVersion` instead.
   *
   * @default - the newest version that the CodeBuild image supports
   */
  readonly runtimeVersion?: string;

  /**
   * The shell commands that install the dependencies for tests and builds. Each item is one line of shell.
   *
   * Both engines run these commands.
   *
   * @default - `npm ci` for `nodejs`, otherwise none
   */
  readonly installCommands?: string[];

  /**
   * The shell commands that test and build the service before the image is built. Each item is one line of shell.
   *
   * If a command fails, the release stops before anything is pushed.
   *
   * @default - `npm run build` for a Node.js project, otherwise none
   */
  readonly testCommands?: string[];

  /**
   * The path of your own Dockerfile.
   *
   * If you set this option, no Dockerfile is generated. If your Dockerfile specifies a port, a health check path, or a
   * Node.js version, that value must match the config.
   *
   * @default - a generated `Dockerfile` for TypeScript with npm; required for other languages and package managers
   */
  readonly dockerfile?: string;

  /**
   * The directories to keep in the CodeBuild local cache between builds, as absolute paths.
   *
   * @default - `/root/.npm` for `nodejs` with npm, otherwise none
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html
   */
  readonly cachePaths?: string[];
}

/**
 * The ECR repository that stores the images.
 */
export interface RegistryOptions {
  /**
   * The number of images to keep, from 1 to 1000. Older images expire.
   *
   * @default 10
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
   */
  readonly keepImages?: number;

  /**
   * The encryption of the images. You cannot change it after the repository is created.
   *
   * @default RegistryEncryption.AES256
   */
  readonly encryption?: RegistryEncryption;

  /**
   * The ARN of the KMS key that encrypts the images. Requires `RegistryEncryption.KMS`.
   *
   * The key must be in the delivery account and Region.
   *
   * @default - the `aws/ecr` key of the account
   */
  readonly kmsKeyArn?: string;

  /**
   * The format of the image tags.
   *
   * @default ImageTag.FULL_SHA
   */
  readonly imageTag?: ImageTag;

  /**
   * Whether the ECR repository already exists and is managed elsewhere.
   *
   * If true, the repository is neither created nor changed.
   *
   * @default false
   */
  readonly existing?: boolean;
}

/**
 * The settings of the GitHub Actions engine.
 */
export interface GithubActionsOptions {
  /**
   * Whether to generate the GitHub Actions workflows and the IAM roles that they assume.
   *
   * @default true
   */
  readonly enabled?: boolean;

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
   * Whether the AWS accounts already have the GitHub OIDC provider (`token.actions.githubusercontent.com`).
   *
   * An account can have only one. If false, the provider is created once in each account.
   *
   * @default false
   */
  readonly existingOidcProvider?: boolean;

  /**
   * The reviewers, at most 6, who can approve a release to an environment that requires approval.
   *
   * Specify GitHub users, or teams as `organization/team`. The `github:environments` task writes them to the settings
   * of the repository.
   *
   * @default - none; set the reviewers in the repository settings
   * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
   */
  readonly reviewers?: string[];

  /**
   * The runner label for all jobs.
   *
   * The runner builds the image, so it must match `cpuArchitecture`.
   *
   * @default - `ubuntu-24.04` or `ubuntu-24.04-arm`, derived from `cpuArchitecture`
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

/**
 * The settings of the CodePipeline engine.
 */
export interface CodePipelineOptions {
  /**
   * Whether to generate `buildspec.yml` and `infra/pipeline-stack.ts`.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The source of the pipeline.
   *
   * @default PipelineSource.GITHUB
   */
  readonly source?: PipelineSource;

  /**
   * The ARN of an existing AWS CodeConnections connection to GitHub.
   *
   * @default - created by the pipeline stack; you complete the connection once in the AWS console
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/connections-github.html
   */
  readonly connectionArn?: string;

  /**
   * The name of an existing CodeCommit repository. Requires `PipelineSource.CODE_COMMIT`.
   *
   * @default - `serviceName`
   */
  readonly codeCommitRepository?: string;

  /**
   * The CodeBuild image that runs `buildspec.yml`.
   *
   * It must match `cpuArchitecture` and support the runtime version.
   *
   * @default - `aws/codebuild/amazonlinux-x86_64-standard:6.0` or `aws/codebuild/amazonlinux-aarch64-standard:4.0`,
   * derived from `cpuArchitecture`
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
   */
  readonly buildImage?: string;

  /**
   * The compute type of the CodeBuild project that builds the image.
   *
   * One of `SMALL`, `MEDIUM`, `LARGE`, `X_LARGE`, or `X2_LARGE`.
   *
   * @default "SMALL"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
   */
  readonly computeType?: string;
}

/**
 * An environment that the service is released to, for example a staging account, production, or a second Region.
 *
 * An environment inherits from the top level every option that it does not set. Objects such as `environmentVariables`,
 * `secrets`, and `loadBalancer` are merged with those of the top level: an environment can add or override properties,
 * but it cannot remove them. Any other value, including a list, replaces the top-level value.
 */
export interface EnvironmentOptions extends EnvironmentServiceOptions {
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
   * The number of CPU units of a task. 1024 units are 1 vCPU.
   *
   * @default - inherited from the top level
   */
  readonly cpu?: number;

  /**
   * The memory of a task, in MiB.
   *
   * @default - inherited from the top level
   */
  readonly memory?: number;

  /**
   * The name of an existing ECS cluster.
   *
   * @default - inherited from the top level
   */
  readonly ecsCluster?: string;

  /**
   * The name of the ECS service.
   *
   * @default - inherited from the top level
   */
  readonly ecsService?: string;

  /**
   * The environment variables of the container. They are merged with those of the top level.
   *
   * @default - inherited from the top level
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * The secrets of the container. They are merged with those of the top level.
   *
   * A secret that you specify by name must be in the account and Region of the environment.
   *
   * @default - inherited from the top level
   */
  readonly secrets?: { [name: string]: SecretSource };

  /**
   * The retention period of the container logs in CloudWatch, in days.
   *
   * @default - inherited from the top level
   */
  readonly logRetentionDays?: number;

  /**
   * The ARN of an existing execution role.
   *
   * @default - inherited from the top level
   */
  readonly executionRoleArn?: string;

  /**
   * The ARN of an existing task role.
   *
   * @default - inherited from the top level
   */
  readonly taskRoleArn?: string;

  /**
   * Additional fields of `RegisterTaskDefinition`. They are merged with those of the top level.
   *
   * @default - inherited from the top level
   */
  readonly taskDefinitionFields?: { [field: string]: any };

  /**
   * The maximum time that a release waits for a deployment to complete, in minutes.
   *
   * The limits of the top-level option apply.
   *
   * @default - inherited from the top level
   */
  readonly deploymentTimeoutMinutes?: number;
}

/**
 * Options of `EcsDelivery`: one service on ECS Fargate, delivered by GitHub Actions, CodePipeline, or both.
 */
export interface EcsDeliveryOptions extends EnvironmentServiceOptions {
  /**
   * The name of the service.
   *
   * Lowercase letters, digits, and single hyphens, starting with a letter, from 2 to 32 characters. The container, the
   * task definition family, the stacks, and the roles are named after it.
   *
   * @default - the name of the project
   */
  readonly serviceName?: string;

  /**
   * The 12-digit ID of the delivery account, which holds the ECR repository and the pipeline.
   *
   * Environments inherit this account unless they set their own.
   *
   * @featured
   */
  readonly awsAccount: string;

  /**
   * The delivery Region, which holds the ECR repository and the pipeline, for example `eu-central-1`.
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
   * The TCP port that the container listens on, from 1024 to 65535.
   *
   * Lower ports are not available because the container runs as a non-root user.
   *
   * @default 3000
   * @featured
   */
  readonly containerPort?: number;

  /**
   * The number of CPU units of a task. 1024 units are 1 vCPU.
   *
   * One of 256, 512, 1024, 2048, 4096, 8192, or 16384.
   *
   * @default 256
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
   */
  readonly cpu?: number;

  /**
   * The memory of a task, in MiB. The allowed values depend on `cpu`.
   *
   * @default 512
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
   */
  readonly memory?: number;

  /**
   * The CPU architecture of the image and the tasks.
   *
   * On the `projen new` command line, use `X86_64` or `ARM64`.
   *
   * @default CpuArchitecture.X86_64
   */
  readonly cpuArchitecture?: CpuArchitecture;

  /**
   * The major version of Node.js in the image, the buildspec, and the workflows.
   *
   * The CodeBuild image must support it.
   *
   * @default "24"
   */
  readonly nodeVersion?: string;

  /**
   * The HTTP path that responds to health checks with status 200.
   *
   * @default "/health"
   */
  readonly healthCheckPath?: string;

  /**
   * The command that checks the health of the container, in exec form without `CMD`.
   *
   * The container is healthy if the command exits with code 0. The image must contain every program that the command
   * uses.
   *
   * @default - for `nodejs`, a command that requests `healthCheckPath` with Node.js; otherwise none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
   */
  readonly healthCheckCommand?: string[];

  /**
   * The name of the ECR repository.
   *
   * @default - `serviceName`
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
   */
  readonly ecrRepository?: string;

  /**
   * Whether the ECS service is a managed service or an existing service.
   *
   * @default EcsServiceMode.MANAGED
   */
  readonly serviceMode?: EcsServiceMode;

  /**
   * The name of an existing ECS cluster that the service runs in.
   *
   * @default - for a managed service, a new cluster named `<serviceName>-<environment>`; for an existing service, the
   * name of the environment, which is `production` unless you set `environments`
   */
  readonly ecsCluster?: string;

  /**
   * The name of the ECS service to create or update.
   *
   * @default - `serviceName`
   */
  readonly ecsService?: string;

  /**
   * The owner of the task definition of an existing service.
   *
   * @default TaskDefinitionOwner.DELIVERY
   */
  readonly taskDefinitionOwner?: TaskDefinitionOwner;

  /**
   * The deployment controller of an existing service.
   *
   * @default EcsDeploymentController.ECS
   */
  readonly deploymentController?: EcsDeploymentController;

  /**
   * The name of the container that runs the image.
   *
   * @default - `serviceName`
   */
  readonly containerName?: string;

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
   * The environment variables of the container.
   *
   * `PORT` and `HEALTH_CHECK_PATH` are always set. A generated `Dockerfile` also sets `NODE_ENV`.
   *
   * @default - none
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * The secrets of the container.
   *
   * The key is the name of the environment variable that receives the secret.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: SecretSource };

  /**
   * The command of the container in exec form. It overrides the `CMD` of the image.
   *
   * @default - the `CMD` of the image
   */
  readonly command?: string[];

  /**
   * The time between SIGTERM and SIGKILL when a task stops, in seconds, from 2 to 120.
   *
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
   */
  readonly stopTimeout?: number;

  /**
   * The resource limits of the container.
   *
   * @default - the Fargate defaults
   */
  readonly ulimits?: Ulimit[];

  /**
   * The retention period of container and build logs in CloudWatch, in days.
   *
   * One of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, or 3653.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;

  /**
   * The ARN of an existing execution role, which ECS uses to pull the image, write logs, and read secrets.
   *
   * Required with `TaskDefinitionOwner.SERVICE`: specify the execution role of the service's task definition.
   *
   * @default - created by the base stack with least-privilege permissions
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
   */
  readonly executionRoleArn?: string;

  /**
   * The ARN of an existing task role, which the code of the service uses.
   *
   * With `TaskDefinitionOwner.SERVICE`, specify the task role of the service's task definition, if it has one.
   *
   * @default - created by the base stack with the permissions of `taskRoleStatements`; none with
   * `TaskDefinitionOwner.SERVICE`
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   */
  readonly taskRoleArn?: string;

  /**
   * Additional fields of `RegisterTaskDefinition` for settings that have no option, such as `volumes`.
   *
   * Use the field names of the API. Fields that are controlled by other options are rejected.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
   */
  readonly taskDefinitionFields?: { [field: string]: any };

  /**
   * Additional fields of the container definition for settings that have no option, such as `mountPoints`.
   *
   * Use the field names of the API. Fields that are controlled by other options are rejected.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
   */
  readonly containerDefinitionFields?: { [field: string]: any };

  /**
   * The environments, in the order in which a release deploys to them.
   *
   * The image is built once and promoted from one environment to the next.
   *
   * @default - one environment named `production`
   */
  readonly environments?: EnvironmentOptions[];

  /**
   * The settings for building the image.
   *
   * @default - a TypeScript service with a generated Dockerfile
   */
  readonly imageBuild?: ImageBuildOptions;

  /**
   * The settings of the ECR repository.
   *
   * @default - a new repository that scans images on push, uses immutable tags, and keeps the newest 10 images
   */
  readonly registry?: RegistryOptions;

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
   * Whether a release requires approval before it is deployed.
   *
   * CodePipeline uses a manual approval action. GitHub Actions uses the required reviewers of the GitHub environment,
   * which are a setting of the repository (see DELIVERY.md).
   *
   * @default - true for `production` and `prod` if there are several environments, otherwise false
   */
  readonly approval?: boolean;

  /**
   * The maximum time that a release waits for a deployment to complete, in minutes.
   *
   * - From 1 to 300, or from 1 to 1980 if only CodePipeline is enabled.
   * - With `oneOffTask`, the maximum is lower by `oneOffTask.timeoutMinutes`.
   * - With a strategy that shifts traffic, the minimum is the duration of the traffic shift, including the bake time,
   *   plus 10 minutes.
   * - With `TaskDefinitionOwner.SERVICE` and CodePipeline, from 1 to 60, the limit of the ECS action in CodePipeline.
   * - With `EcsDeploymentController.CODE_DEPLOY`, include the time that CodeDeploy keeps the old tasks running.
   *   CodePipeline ignores the timeout for these services.
   *
   * @default - 30, plus the time that the strategy takes to shift traffic; 90 with
   * `EcsDeploymentController.CODE_DEPLOY`
   */
  readonly deploymentTimeoutMinutes?: number;

  /**
   * The paths of existing files to replace with generated files.
   *
   * A file that you wrote is overwritten only if you list it here. The original content of a listed file is kept as
   * `<path>.orig`, which git ignores.
   *
   * @default - none; an existing file at a generated path is an error
   */
  readonly takeOver?: string[];
}
