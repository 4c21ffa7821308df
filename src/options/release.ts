/**
 * A task that runs once before the service is updated to a new revision, for example a database migration.
 *
 * The task runs the new revision on Fargate, in the network of the service. If it fails, the release fails and the
 * service is not updated. If it exceeds `timeoutMinutes`, the release also fails, but the task keeps running.
 */
export interface OneOffTaskOptions {
  /**
   * The command in exec form. It overrides the command of the container.
   */
  readonly command: string[];

  /**
   * The maximum time that the release waits for the task to finish, in minutes, from 1 to 240.
   *
   * @default 15
   */
  readonly timeoutMinutes?: number;
}

/**
 * A smoke test that checks the service after a deployment.
 *
 * If it fails, the release fails and is not promoted to the next environment. The new
 * version stays deployed, unless the release rolls it back.
 */
export interface SmokeTestOptions {
  /**
   * The command, as one line of shell.
   *
   * The environment variables `ENVIRONMENT` and `IMAGE_URI` are set. For a managed service with a load balancer,
   * `SERVICE_URL` is also set. The tools `curl`, `jq`, and `aws` are available. The command runs outside the network of
   * the service, so it cannot reach an internal load balancer.
   */
  readonly command: string;

  /**
   * The paths of files in the repository that the command needs.
   *
   * @default - none
   */
  readonly files?: string[];
}

/**
 * A smoke test that checks a service on Amazon ECS after a deployment.
 */
export interface EcsSmokeTestOptions extends SmokeTestOptions {
  /**
   * Whether the release rolls back the service to the previous revision if the smoke test fails. The release fails
   * either way.
   *
   * `deploymentTimeoutMinutes` applies to the deployment and to the rollback. A rollback does not undo the changes that
   * the one-off task made.
   *
   * @default false
   */
  readonly rollBack?: boolean;
}

/**
 * Commands that a release runs before and after it updates the service, for example to clear a cache or to notify
 * another system.
 *
 * Both engines run the commands with the role that releases to the environment. If a command fails, the release fails.
 */
export interface ReleaseCommandsOptions {
  /**
   * The Bash commands to run before the release changes anything in the environment, one line each.
   *
   * The commands share one shell. The environment variables `ENVIRONMENT` and `IMAGE_URI` are set, and `aws`, `curl`,
   * and `jq` are available.
   *
   * @default - none
   */
  readonly before?: string[];

  /**
   * The Bash commands to run after the service is updated and the smoke test has passed, one line each.
   *
   * @default - none
   */
  readonly after?: string[];

  /**
   * The paths of files in the repository that the commands need.
   *
   * @default - none
   */
  readonly files?: string[];
}
