import type { AdditionalPort, ApplicationProtocol } from './ports';

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
   * hyphen followed by six characters, specify the ARN, because Secrets Manager can mistake that ending for the end of
   * an ARN.
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
 * The timing of the container health check.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export interface ContainerHealthCheckTiming {
  /**
   * The time between two health checks, in seconds, from 5 to 300.
   *
   * @default 30
   */
  readonly intervalSeconds?: number;

  /**
   * The time after which a health check fails if the command has not exited, in seconds, from 2 to 60.
   *
   * @default 5
   */
  readonly timeoutSeconds?: number;

  /**
   * The number of consecutive failed health checks after which the container is unhealthy, from 1 to 10.
   *
   * @default 3
   */
  readonly retries?: number;

  /**
   * The period after the container starts during which failed health checks do not count, in seconds, from 0 to 300.
   *
   * @default 15
   */
  readonly startPeriodSeconds?: number;
}

/**
 * Options of the container that runs the image.
 */
export interface ContainerOptions {
  /**
   * Whether the container receives requests on `containerPort`.
   *
   * Set to false for a worker. The container then has neither this port nor the environment variables `PORT` and
   * `HEALTH_CHECK_PATH`. For a managed service, also set `loadBalancer.enabled` to false.
   *
   * @default true
   */
  readonly receivesRequests?: boolean;

  /**
   * The name of `containerPort`, which ECS Service Connect and VPC Lattice refer to.
   *
   * At most 64 lowercase letters, digits, hyphens, and underscores. The name cannot start with a hyphen.
   *
   * @default - `serviceName` if `serviceConnect` is set, otherwise none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
   */
  readonly portName?: string;

  /**
   * The application protocol of `containerPort`, which ECS Service Connect uses to handle connections.
   *
   * @default - none; ECS Service Connect treats the connections as TCP
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
   */
  readonly portAppProtocol?: ApplicationProtocol;

  /**
   * The ports that the container listens on in addition to `containerPort`, for example for metrics.
   *
   * The security group of a managed service does not allow connections to these ports.
   *
   * @default - none
   */
  readonly additionalPorts?: AdditionalPort[];

  /**
   * The timing of the container health check.
   *
   * Requires `healthCheckCommand` or a runtime that has a default health check command.
   *
   * @default - every 30 seconds; failures in the first 15 seconds after the container starts do not count
   */
  readonly healthCheckTiming?: ContainerHealthCheckTiming;

  /**
   * The user that the container runs as, for example `1000:1000`.
   *
   * A name or an ID, optionally followed by a colon and the name or the ID of a group. With the generated Dockerfile,
   * the service's files are owned by root.
   *
   * @default - `1000:1000` with the generated Dockerfile; otherwise the `USER` of your Dockerfile
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
   */
  readonly user?: string;

  /**
   * Whether the root file system of the container is read-only. `/tmp` and `writablePaths` remain writable.
   *
   * Cannot be set to true together with `executeCommand`.
   *
   * @default - true with the generated Dockerfile and without `executeCommand`; otherwise false
   */
  readonly readonlyRootFilesystem?: boolean;

  /**
   * The directories in addition to `/tmp` that the container can write to if its root file system is read-only.
   *
   * Specify absolute paths. The directories are empty when the container starts, and their contents count toward the
   * memory of the task. Each directory, including `/tmp`, can use up to a quarter of this memory.
   *
   * @default - only `/tmp`
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html
   */
  readonly writablePaths?: string[];
}
