import type { CommonDeliveryOptions } from './common';
import type { ContainerOptions, SecretSource, Ulimit } from './container';
import type { EnvironmentOptions, EnvironmentServiceOptions } from './environment';
import type { CpuArchitecture, ImageBuildOptions } from './image-build';
import type { RegistryOptions } from './registry';
import type { ScheduledTaskOptions } from './scheduled-tasks';
import type { EcsDeploymentController, EcsServiceMode, TaskDefinitionOwner } from './service';
import type { WorkerOptions } from './workers';

/**
 * Options of `EcsDelivery` that other deliveries do not have.
 */
export interface EcsDeliverySettings extends EnvironmentServiceOptions, ContainerOptions {
  /**
   * The TCP port that the container listens on, from 1 to 65535.
   *
   * With the generated Dockerfile, the port must be 1024 or higher, because the container runs as a non-root user. For
   * a container without this port, set `receivesRequests` to false.
   *
   * @default 3000
   * @featured
   */
  readonly containerPort?: number;

  /**
   * The number of CPU units of a task. 1024 units equal 1 vCPU.
   *
   * One of 256, 512, 1024, 2048, 4096, 8192, or 16384. With `LaunchType.EC2`, any number from 128 to 196608.
   *
   * @default 256
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
   */
  readonly cpu?: number;

  /**
   * The memory of a task, in MiB. The allowed values depend on `cpu`, unless the tasks run on EC2.
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
   * The environment variables of the container.
   *
   * `PORT` and `HEALTH_CHECK_PATH` are set unless `receivesRequests` is false. A generated `Dockerfile` also sets
   * `NODE_ENV`.
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
   * You can also specify the role name instead of the ARN, for example `ecsTaskExecutionRole`. If the role has a path,
   * include it (`service-role/ecsTaskExecutionRole`). A name refers to a role in the account of each environment.
   *
   * Required with `TaskDefinitionOwner.SERVICE`: specify the execution role of the service's task definition.
   *
   * @default - created by the base stack with least-privilege permissions
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
   */
  readonly executionRoleArn?: string;

  /**
   * The ARN or the name of an existing task role, which the code of the service uses.
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
   * Use the field names of the API. Fields that are controlled by other options, or that Fargate does not support, are
   * rejected. For an Amazon EFS volume with IAM authorization, the task role is granted access to the file system.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
   */
  readonly taskDefinitionFields?: { [field: string]: any };

  /**
   * Additional fields of the container definition for settings that have no option, such as `mountPoints`.
   *
   * Use the field names of the API. Fields that are controlled by other options, or that Fargate does not support, are
   * rejected. `linuxParameters` is merged with the generated settings. The execution role is granted access to
   * `environmentFiles` and `repositoryCredentials`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
   */
  readonly containerDefinitionFields?: { [field: string]: any };

  /**
   * The tasks of a managed service that run on a schedule, for example a nightly cleanup.
   *
   * They run the same revision as the service: a release or a rollback updates both. For a service that runs only
   * scheduled tasks, set `desiredCount` to 0 and `loadBalancer.enabled` to false.
   *
   * @default - none
   */
  readonly scheduledTasks?: ScheduledTaskOptions[];

  /**
   * Additional services that run the same image as a managed service, but receive no requests.
   *
   * @default - none
   */
  readonly workers?: WorkerOptions[];

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
   * The maximum time that a release waits for a deployment to complete, in minutes.
   *
   * - From 1 to 300, or from 1 to 1980 if only CodePipeline is enabled.
   * - With `oneOffTask`, the maximum is reduced by `oneOffTask.timeoutMinutes`.
   * - With a strategy that shifts traffic, the minimum is the duration of the traffic shift, including the bake time,
   *   plus 10 minutes.
   * - With `TaskDefinitionOwner.SERVICE` and CodePipeline, from 1 to 60, because the Amazon ECS deploy action in
   *   CodePipeline waits at most 60 minutes. This limit does not apply with `oneOffTask`, `smokeTest`, or
   *   `EcsDeploymentController.CODE_DEPLOY`.
   * - With `EcsDeploymentController.CODE_DEPLOY`, include the time that CodeDeploy keeps the old tasks running. With
   *   this controller, CodePipeline ignores the timeout, unless you set `oneOffTask`, `smokeTest`, or
   *   `TaskDefinitionOwner.SERVICE`.
   *
   * @default - 30, plus the time that the strategy takes to shift traffic; 90 with
   * `EcsDeploymentController.CODE_DEPLOY`
   */
  readonly deploymentTimeoutMinutes?: number;
}

/**
 * Options of `EcsDelivery`: a service on Amazon ECS, delivered by GitHub Actions, CodePipeline, or both.
 */
export interface EcsDeliveryOptions extends CommonDeliveryOptions, EcsDeliverySettings {}
