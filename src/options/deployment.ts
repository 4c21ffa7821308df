/**
 * The strategy for deploying a new revision of a managed service.
 *
 * With every strategy, ECS performs the deployment, not CodeDeploy. A rollback is triggered if an alarm goes off or if
 * `deploymentTimeoutMinutes` elapses. With `ROLLING` and `ALL_AT_ONCE`, the ECS deployment circuit breaker also
 * triggers a rollback.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
 */
export enum DeploymentStrategy {
  /** Tasks are replaced gradually. */
  ROLLING = 'ROLLING',
  /**
   * The new revision starts next to the old one, then receives all traffic at once.
   *
   * The old revision keeps running for the bake time.
   */
  BLUE_GREEN = 'BLUE_GREEN',
  /** The new revision receives a small share of the traffic first, then all of it. */
  CANARY = 'CANARY',
  /** Traffic shifts to the new revision in equal steps. */
  LINEAR = 'LINEAR',
  /**
   * Old tasks stop without waiting for new ones to start.
   *
   * The service can be unavailable during the deployment.
   */
  ALL_AT_ONCE = 'ALL_AT_ONCE',
}

/**
 * The parameters of a deployment strategy.
 *
 * Each parameter applies to specific strategies. Parameters that do not apply to the selected strategy are rejected.
 */
export interface StrategyParameters {
  /**
   * The percentage of traffic to shift to the new revision in one step, in increments of 0.1.
   *
   * - `CANARY`: the share of the first step, from 0.1 to 100. The second step shifts all remaining traffic.
   * - `LINEAR`: the share that each step adds, from 3 to 100.
   *
   * @default 10
   */
  readonly percent?: number;

  /**
   * The time to wait after each step of a traffic shift, in minutes, from 0 to 1440.
   *
   * Applies to `CANARY` (after the first step) and `LINEAR` (after each step). An alarm needs at least `alarms.minutes`
   * minutes to trigger a rollback, so choose a longer time.
   *
   * @default 5
   */
  readonly stepBakeTimeInMinutes?: number;

  /**
   * The time that the old revision keeps running after all traffic has shifted, in minutes, from 0 to 1440.
   *
   * During the bake time, a rollback shifts the traffic back immediately. Applies to `BLUE_GREEN`, `CANARY`, and
   * `LINEAR`.
   *
   * @default 5
   */
  readonly bakeTimeInMinutes?: number;

  /**
   * The load balancer port of the test listener, from 1 to 65535.
   *
   * During a deployment, the test listener, which receives no production traffic, routes requests to the new revision.
   * The port must differ from the production ports: 80 and, if you set `certificateArn`, 443. Applies to `BLUE_GREEN`,
   * `CANARY`, and `LINEAR`.
   *
   * @default - none
   */
  readonly testListenerPort?: number;

  /**
   * The IPv4 address ranges that can connect to `testListenerPort`, for example `203.0.113.0/24`.
   *
   * @default - 10.0.0.0/8, 172.16.0.0/12, and 192.168.0.0/16
   */
  readonly testListenerCidrs?: string[];

  /**
   * The minimum number of healthy tasks during a deployment, as a percentage of `desiredCount`, from 0 to 100.
   *
   * Applies to `ROLLING`.
   *
   * @default 100
   */
  readonly minimumHealthyPercent?: number;

  /**
   * The maximum number of running tasks during a deployment, as a percentage of `desiredCount`, from 100 to 200.
   *
   * Both old and new tasks count. Applies to `ROLLING`.
   *
   * @default 200
   */
  readonly maximumPercent?: number;
}
