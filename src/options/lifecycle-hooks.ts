/**
 * A stage of a deployment that shifts traffic, at which ECS can run a lifecycle hook.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
export enum DeploymentLifecycleStage {
  /** ECS starts a deployment while several revisions of the service are active. */
  RECONCILE_SERVICE = 'RECONCILE_SERVICE',
  /** The new revision has not started yet. */
  PRE_SCALE_UP = 'PRE_SCALE_UP',
  /** The new revision has started, but receives no traffic yet. */
  POST_SCALE_UP = 'POST_SCALE_UP',
  /** Test traffic is shifting to the new revision. */
  TEST_TRAFFIC_SHIFT = 'TEST_TRAFFIC_SHIFT',
  /** The new revision receives all test traffic. */
  POST_TEST_TRAFFIC_SHIFT = 'POST_TEST_TRAFFIC_SHIFT',
  /** Production traffic is shifting to the new revision. */
  PRODUCTION_TRAFFIC_SHIFT = 'PRODUCTION_TRAFFIC_SHIFT',
  /** The new revision receives all production traffic. */
  POST_PRODUCTION_TRAFFIC_SHIFT = 'POST_PRODUCTION_TRAFFIC_SHIFT',
}

/**
 * A Lambda function that ECS runs during a deployment. If the function returns the hook status `FAILED`, ECS rolls back
 * the deployment.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentLifecycleHook.html
 */
export interface DeploymentLifecycleHook {
  /**
   * The ARN of an existing Lambda function in the account and Region of the service.
   *
   * ECS uses a role that can invoke only this function.
   */
  readonly functionArn: string;

  /**
   * The stages at which ECS runs the function.
   */
  readonly stages: DeploymentLifecycleStage[];
}
