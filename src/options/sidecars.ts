import type { ContainerHealthCheckTiming, SecretSource } from './container';
import type { AdditionalPort } from './ports';
import type { VolumeMount } from './volumes';

/**
 * What a container waits for before it starts.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
export enum DependencyCondition {
  /** The other container has started. */
  START = 'START',
  /** The other container has exited. It must not be essential. */
  COMPLETE = 'COMPLETE',
  /** The other container has exited with code 0. It must not be essential. */
  SUCCESS = 'SUCCESS',
  /** The other container has passed its health check. It must have one. */
  HEALTHY = 'HEALTHY',
}

/**
 * A container that another container in the task waits for. When the task stops, the order is reversed.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
export interface ContainerDependency {
  /**
   * The name of the container to wait for: `containerName` or the name of a sidecar.
   */
  readonly containerName: string;

  /**
   * What to wait for.
   *
   * @default DependencyCondition.START
   */
  readonly condition?: DependencyCondition;
}

/**
 * The health check of a sidecar.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export interface SidecarHealthCheck extends ContainerHealthCheckTiming {
  /**
   * The command that checks the health of the sidecar, in exec form without `CMD`.
   *
   * The sidecar is healthy if the command exits with code 0. The image must contain every program that the command
   * uses. To run a shell command, use `['sh', '-c', '...']`.
   */
  readonly command: string[];
}

/**
 * The log router that a FireLens sidecar runs.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FirelensConfiguration.html
 */
export enum FirelensType {
  /** Fluent Bit. */
  FLUENT_BIT = 'fluentbit',
  /** Fluentd. */
  FLUENTD = 'fluentd',
}

/**
 * The settings of a FireLens log router.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html
 */
export interface FirelensOptions {
  /**
   * The log router that the image of the sidecar contains.
   *
   * @default FirelensType.FLUENT_BIT
   */
  readonly type?: FirelensType;

  /**
   * The options of the log router: `enable-ecs-log-metadata`, `config-file-type`, and `config-file-value`.
   *
   * On Fargate, `config-file-type` can only be `file`: a configuration file in the image of the sidecar.
   *
   * @default - none; ECS adds metadata to each log event and generates the configuration
   */
  readonly options?: { [name: string]: string };
}

/**
 * A container that runs in the same task as the container of the service, for example a proxy, a log router, or an
 * agent.
 *
 * The containers of a task share one network interface, so they connect to each other through `localhost`, and each
 * needs its own ports. They also share the `cpu` and `memory` of the task.
 *
 * A sidecar writes its logs to the log group of the service. The prefix of its log streams is `logging.streamPrefix`,
 * or the name of the sidecar.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export interface SidecarOptions {
  /**
   * The name of the container: up to 255 letters, digits, hyphens, and underscores.
   */
  readonly name: string;

  /**
   * The image, from any registry, for example `public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3`.
   *
   * The execution role is granted permission to pull an image from a private ECR repository. If the repository is in
   * another account, its repository policy must also allow the execution role to pull images.
   */
  readonly image: string;

  /**
   * The name or the full ARN of a Secrets Manager secret that contains the credentials of a private registry.
   *
   * The execution role is granted permission to read the secret. Not required for ECR.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
   */
  readonly repositoryCredentials?: string;

  /**
   * Whether the task stops if this container stops. The container of the service is always essential.
   *
   * Set to false for a container that runs to completion, for example before the service starts.
   *
   * @default true
   */
  readonly essential?: boolean;

  /**
   * The command of the container in exec form. It overrides the `CMD` of the image.
   *
   * @default - the `CMD` of the image
   */
  readonly command?: string[];

  /**
   * The entry point of the container in exec form. It overrides the `ENTRYPOINT` of the image.
   *
   * @default - the `ENTRYPOINT` of the image
   */
  readonly entryPoint?: string[];

  /**
   * The number of CPU units to reserve, from 0 to 16384. In total, the containers of a task can reserve at most the
   * `cpu` of the task.
   *
   * @default - none; the container shares the CPU of the task
   */
  readonly cpu?: number;

  /**
   * The memory limit, in MiB, at least 6. ECS stops a container that exceeds it.
   *
   * In total, the containers of a task can reserve at most the `memory` of the task. A container reserves its
   * `memoryReservation`, or its limit if it has none.
   *
   * @default - none; the container can use all memory of the task
   */
  readonly memory?: number;

  /**
   * The memory to reserve, in MiB, at least 6 and at most the memory limit of the container.
   *
   * @default - the memory limit of the container, if there is one
   */
  readonly memoryReservation?: number;

  /**
   * The ports that the container listens on. No other container of the task can use the same ports.
   *
   * The security group of a managed service allows connections from the load balancer to the port in
   * `loadBalancer.containerPort`, but not to any other sidecar port.
   *
   * @default - none
   */
  readonly ports?: AdditionalPort[];

  /**
   * The environment variables of the container.
   *
   * @default - none
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * The secrets of the container. The key is the name of the environment variable that receives the secret.
   *
   * The execution role is granted permission to read the secrets.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: SecretSource };

  /**
   * The containers that this container waits for before it starts.
   *
   * @default - none
   */
  readonly dependsOn?: ContainerDependency[];

  /**
   * The health check of the container.
   *
   * @default - none
   */
  readonly healthCheck?: SidecarHealthCheck;

  /**
   * The volumes that the container mounts.
   *
   * @default - none
   */
  readonly mounts?: VolumeMount[];

  /**
   * The user that the container runs as, for example `1000:1000`.
   *
   * @default - the `USER` of the image
   */
  readonly user?: string;

  /**
   * Whether the root file system of the container is read-only. Cannot be true if `executeCommand` is enabled.
   *
   * @default false
   */
  readonly readonlyRootFilesystem?: boolean;

  /**
   * The time between SIGTERM and SIGKILL when the container stops, in seconds, from 2 to 120.
   *
   * @default - 30 seconds, the ECS default
   */
  readonly stopTimeout?: number;

  /**
   * Makes the sidecar the log router of the task. It receives the logs of the container of the service if
   * `logging.driver` is `LogDriver.AWSFIRELENS`.
   *
   * A task can have one log router. The log router uses the task role, so use `taskRoleStatements` to grant that role
   * permission to write to the destination of the logs. The log router writes its own logs to the log group of the
   * service.
   *
   * @default - the sidecar is not a log router
   */
  readonly firelens?: FirelensOptions;

  /**
   * Additional fields of `ContainerDefinition` in the ECS API.
   *
   * The names use camelCase, for example `dockerLabels`, `linuxParameters`, or `environmentFiles`. The execution role
   * is granted permission to read `environmentFiles`. Fields that other options set are rejected.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
   */
  readonly fields?: { [field: string]: any };
}
