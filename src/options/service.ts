/**
 * Whether the ECS service is created for you or already exists.
 */
export enum EcsServiceMode {
  /**
   * A managed service, created by `infra/service-stack.ts`.
   *
   * The stack also creates the network, the load balancer, and the cluster, unless you specify existing ones. Each
   * release deploys this stack.
   */
  MANAGED = 'managed',
  /**
   * An existing service, identified by `ecsCluster` and `ecsService`.
   *
   * Each release updates the service.
   */
  EXISTING = 'existing',
}

/**
 * The owner of the task definition of an existing ECS service.
 */
export enum TaskDefinitionOwner {
  /** This config owns the task definition: `task-definition.json` is generated, and every release registers it. */
  DELIVERY = 'delivery',
  /**
   * Another tool, for example Terraform, owns the task definition.
   *
   * A release copies the task definition that the service runs and changes only the image. Options that would
   * change other parts of the task definition are rejected. With `EcsDeploymentController.CODE_DEPLOY`, the container
   * with the name `containerName` must receive requests on `containerPort`.
   */
  SERVICE = 'service',
}

/**
 * The deployment controller of an existing ECS service.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentController.html
 */
export enum EcsDeploymentController {
  /** ECS deploys the service. */
  ECS = 'ECS',
  /** CodeDeploy deploys the service with a blue/green deployment. */
  CODE_DEPLOY = 'CODE_DEPLOY',
}

/**
 * The CodeDeploy application and deployment group of a service with `EcsDeploymentController.CODE_DEPLOY`.
 */
export interface CodeDeployOptions {
  /**
   * The name of an existing CodeDeploy application.
   *
   * @default - `AppECS-<cluster>-<service>`, the name that the ECS console uses
   */
  readonly applicationName?: string;

  /**
   * The name of an existing CodeDeploy deployment group.
   *
   * @default - `DgpECS-<cluster>-<service>`, the name that the ECS console uses
   */
  readonly deploymentGroupName?: string;

  /**
   * The name of the container that receives the requests: `containerName` at the top level, or the name of a sidecar.
   *
   * Must be the same in all environments, because they share `appspec.yaml`.
   *
   * @default - the container of the service
   */
  readonly containerName?: string;

  /**
   * The port of that container that receives the requests: a TCP port in `ports` of the sidecar, or `containerPort` or
   * a port in `additionalPorts` of the service.
   *
   * Must be the same in all environments.
   *
   * @default - `containerPort` at the top level; with a sidecar, its TCP port, if it has only one
   */
  readonly containerPort?: number;

  /**
   * The Lambda functions that CodeDeploy runs during a deployment. Rollbacks also run them.
   *
   * @default - none
   */
  readonly hooks?: CodeDeployHooks;
}

/**
 * The Lambda functions that CodeDeploy runs during a deployment.
 *
 * Specify the name or the ARN of an existing function in the account and Region of the service. The function must
 * report its result with `PutLifecycleEventHookExecutionStatus`. The service role of the deployment group must allow
 * `lambda:InvokeFunction`.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export interface CodeDeployHooks {
  /**
   * The function to run before the new tasks start.
   *
   * @default - none
   */
  readonly beforeInstall?: string;

  /**
   * The function to run after the new tasks have started.
   *
   * @default - none
   */
  readonly afterInstall?: string;

  /**
   * The function to run after the test listener routes requests to the new tasks.
   *
   * @default - none
   */
  readonly afterAllowTestTraffic?: string;

  /**
   * The function to run before production traffic shifts to the new tasks.
   *
   * @default - none
   */
  readonly beforeAllowTraffic?: string;

  /**
   * The function to run after production traffic has shifted to the new tasks.
   *
   * @default - none
   */
  readonly afterAllowTraffic?: string;
}
