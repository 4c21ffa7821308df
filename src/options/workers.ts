import type { SecretSource } from './container';
import type { AutoScalingOptions } from './scaling';

/**
 * When a release updates a worker.
 */
export enum WorkerUpdateOrder {
  /**
   * Before the service. The service is updated when the deployment of the worker has completed.
   */
  BEFORE = 'BEFORE',

  /**
   * After the service. The worker is updated when the deployment of the service has completed.
   */
  AFTER = 'AFTER',

  /**
   * At the same time as the service.
   */
  TOGETHER = 'TOGETHER',
}

/**
 * An additional ECS service that runs the same image as a managed service, but receives no requests. For example, a
 * process that consumes a queue.
 *
 * A worker runs in the cluster and in the network of the service, and uses the roles and the log group of the service.
 * It has its own task definition. A release updates the service and its workers in one stack update: if one deployment
 * fails, all of them are rolled back. Workers always use rolling deployments with the deployment circuit breaker.
 */
export interface WorkerOptions {
  /**
   * The name of the worker. The ECS service and the task definition family are named after it.
   *
   * Lowercase letters, digits, and single hyphens, at most 32 characters. The first character and each character after
   * a hyphen must be a letter.
   */
  readonly name: string;

  /**
   * The command in exec form. It overrides the command of the container.
   */
  readonly command: string[];

  /**
   * The number of tasks, from 0 to 5000.
   *
   * @default 1
   */
  readonly desiredCount?: number;

  /**
   * The number of CPU units of a task. 1024 units equal 1 vCPU.
   *
   * @default - the CPU units of a task of the service
   */
  readonly cpu?: number;

  /**
   * The memory of a task, in MiB.
   *
   * @default - the memory of a task of the service
   */
  readonly memory?: number;

  /**
   * The service auto scaling settings of the worker. `requestsPerTarget` and `responseTimeSeconds` are not supported,
   * because a worker receives no requests.
   *
   * @default - none; the worker always runs `desiredCount` tasks
   */
  readonly autoScaling?: AutoScalingOptions;

  /**
   * Environment variables in addition to those of the service. A variable with the same name overrides that of the
   * service.
   *
   * @default - only those of the service
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * Secrets in addition to those of the service. A secret with the same name overrides that of the service.
   *
   * @default - only those of the service
   */
  readonly secrets?: { [name: string]: SecretSource };

  /**
   * The time between `SIGTERM` and `SIGKILL` when a task stops, in seconds, from 2 to 120.
   *
   * @default - the stop timeout of the service
   */
  readonly stopTimeout?: number;

  /**
   * The command that checks the health of the container, in exec form without `CMD`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
   */
  readonly healthCheckCommand?: string[];

  /**
   * When a release updates the worker.
   *
   * @default WorkerUpdateOrder.TOGETHER
   */
  readonly updateOrder?: WorkerUpdateOrder;
}

/**
 * Changes to a worker in one environment.
 *
 * The worker with this `name` inherits from the top level every option that is not set here. If the top level has no
 * worker with this name, the environment adds one, and `command` is required.
 */
export interface EnvironmentWorkerOptions {
  /**
   * The name of the worker.
   */
  readonly name: string;

  /**
   * The command in exec form.
   *
   * @default - inherited from the top level
   */
  readonly command?: string[];

  /**
   * The number of tasks, from 0 to 5000.
   *
   * @default - inherited from the top level
   */
  readonly desiredCount?: number;

  /**
   * The number of CPU units of a task.
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
   * The automatic scaling of the worker. It is merged with that of the top level.
   *
   * @default - inherited from the top level
   */
  readonly autoScaling?: AutoScalingOptions;

  /**
   * The environment variables of the worker. They are merged with those of the top level.
   *
   * @default - inherited from the top level
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * The secrets of the worker. They are merged with those of the top level.
   *
   * @default - inherited from the top level
   */
  readonly secrets?: { [name: string]: SecretSource };

  /**
   * The time between `SIGTERM` and `SIGKILL` when a task stops, in seconds, from 2 to 120.
   *
   * @default - inherited from the top level
   */
  readonly stopTimeout?: number;

  /**
   * The command that checks the health of the container, in exec form without `CMD`.
   *
   * @default - inherited from the top level
   */
  readonly healthCheckCommand?: string[];

  /**
   * When a release updates the worker.
   *
   * @default - inherited from the top level
   */
  readonly updateOrder?: WorkerUpdateOrder;
}
