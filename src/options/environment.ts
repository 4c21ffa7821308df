import type { AlarmOptions } from './alarms';
import type { CapacityProviderOptions, LaunchType } from './capacity';
import type { CommonEnvironmentOptions } from './common';
import type { SecretSource } from './container';
import type { ContainerInsights } from './container-insights';
import type { DeploymentStrategy, StrategyParameters } from './deployment';
import type { DeploymentLifecycleHook } from './lifecycle-hooks';
import type { LoadBalancerOptions } from './load-balancer';
import type { LoggingOptions } from './logging';
import type { NetworkOptions } from './network';
import type { EcsSmokeTestOptions, OneOffTaskOptions, ReleaseCommandsOptions } from './release';
import type { ReleaseValue, StackOutput } from './release-values';
import type { AutoScalingOptions, FargateSpotOptions } from './scaling';
import type { EnvironmentScheduledTaskOptions } from './scheduled-tasks';
import type { CodeDeployOptions } from './service';
import type { ServiceConnectOptions } from './service-connect';
import type { ServiceDiscoveryOptions } from './service-discovery';
import type { ContainerDependency, SidecarOptions } from './sidecars';
import type { TaskRoleStatement } from './task-role';
import type { VolumeOptions } from './volumes';
import type { EnvironmentWorkerOptions } from './workers';

/**
 * Options that you can set at the top level and override in each environment.
 *
 * The documented defaults apply to the top level. An environment inherits from the top level every option that it does
 * not set.
 */
export interface EnvironmentServiceOptions {
  /**
   * The strategy for deploying a new revision of a managed service.
   *
   * Some strategies shift traffic (`BLUE_GREEN`, `CANARY`, and `LINEAR`); the others do not. Changing from one kind to
   * the other replaces the load balancer rules, and the service can be unavailable until the deployment completes.
   *
   * @default DeploymentStrategy.ROLLING
   */
  readonly strategy?: DeploymentStrategy;

  /**
   * The parameters of `strategy`.
   *
   * An environment that sets a different `strategy` does not inherit these parameters. It starts from the defaults of
   * its own strategy.
   *
   * @default - the defaults of the strategy
   */
  readonly strategyParameters?: StrategyParameters;

  /**
   * The Lambda functions that ECS runs during a deployment of a managed service, for example to test the new revision
   * before it receives traffic.
   *
   * Requires a strategy that shifts traffic. The time that the functions take counts toward `deploymentTimeoutMinutes`.
   *
   * @default - none
   */
  readonly lifecycleHooks?: DeploymentLifecycleHook[];

  /**
   * The number of tasks that a managed service runs, from 0 to 5000.
   *
   * With `autoScaling`, this is the minimum number of tasks unless you set `autoScaling.minCapacity`.
   *
   * @default 2
   */
  readonly desiredCount?: number;

  /**
   * The network of a managed service.
   *
   * @default - a new VPC, with tasks in private subnets
   */
  readonly network?: NetworkOptions;

  /**
   * The load balancer of a managed service.
   *
   * @default - an internet-facing load balancer for HTTP
   */
  readonly loadBalancer?: LoadBalancerOptions;

  /**
   * The metrics that CloudWatch Container Insights collects for the cluster of a managed service.
   *
   * Cannot be combined with `ecsCluster`, because an existing cluster is configured elsewhere.
   *
   * @default ContainerInsights.ENABLED
   */
  readonly containerInsights?: ContainerInsights;

  /**
   * The Amazon ECS Service Connect settings of a managed service.
   *
   * @default - none
   */
  readonly serviceConnect?: ServiceConnectOptions;

  /**
   * The Amazon ECS service discovery settings of a managed service.
   *
   * @default - none
   */
  readonly serviceDiscovery?: ServiceDiscoveryOptions;

  /**
   * The automatic scaling of a managed service.
   *
   * @default - none; the service always runs `desiredCount` tasks
   */
  readonly autoScaling?: AutoScalingOptions;

  /**
   * The Fargate Spot settings of a managed service.
   *
   * If the cluster already exists, the capacity providers `FARGATE` and `FARGATE_SPOT` must be associated with it.
   *
   * @default - none
   */
  readonly fargateSpot?: FargateSpotOptions;

  /**
   * The launch type of the tasks. `task-definition.json` and the service use the same launch type.
   *
   * A managed service on EC2 requires an existing cluster (`ecsCluster`) with EC2 capacity. The network mode of the
   * tasks is `awsvpc`, as on Fargate.
   *
   * @default - LaunchType.EC2 if `capacityProviders` is set, otherwise LaunchType.FARGATE
   */
  readonly launchType?: LaunchType;

  /**
   * The EC2 capacity providers of a managed service. They must be associated with the cluster `ecsCluster`.
   *
   * @default - with LaunchType.EC2, the tasks run on any instance of the cluster
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html
   */
  readonly capacityProviders?: CapacityProviderOptions[];

  /**
   * The CloudWatch alarms of a managed service.
   *
   * @default - alarms for HTTP 5xx responses, unhealthy targets, and CPU utilization
   */
  readonly alarms?: AlarmOptions;

  /**
   * Whether to enable ECS Exec, which lets you open a shell in the containers of a managed service.
   *
   * If true, the root file system of the containers is writable, because the ECS Exec agent writes to it. If you set
   * `taskRoleArn`, that role must allow `ssmmessages:*Channel`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   */
  readonly executeCommand?: boolean;

  /**
   * The permissions that the task role grants to the code of the service.
   *
   * Cannot be combined with `taskRoleArn`: add the permissions to that role instead.
   *
   * @default - none
   */
  readonly taskRoleStatements?: TaskRoleStatement[];

  /**
   * Whether the tasks have a task role.
   *
   * If false, no task role is created, and the code of the service gets no AWS credentials. Has no effect if
   * `taskRoleArn` is set. Cannot be false with `taskRoleStatements` or `executeCommand`, which need the role.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   */
  readonly createTaskRole?: boolean;

  /**
   * Additional permissions for the execution role, beyond those that the options require, for example permission
   * to read a secret that you add to the generated `task-definition.json`.
   *
   * Cannot be combined with `executionRoleArn`: add the permissions to that role instead.
   *
   * @default - none
   */
  readonly executionRoleStatements?: TaskRoleStatement[];

  /**
   * Environment variables of the container whose values each release determines, for example the image tag.
   *
   * A release sets the values in the task definition and then registers it. A rollback restores the values of the
   * revision that it deploys.
   *
   * @default - none
   */
  readonly releaseVariables?: { [name: string]: ReleaseValue };

  /**
   * Environment variables of the container whose values are outputs of CloudFormation stacks in the account and Region
   * of the environment.
   *
   * Each release reads the outputs, sets the values in the task definition, and then registers it. If an output
   * changes, the next release uses the new value. The roles that release to the environment are granted permission to
   * describe these stacks. For SSM parameters and secrets, use `secrets`, which ECS reads when a task starts.
   *
   * @default - none
   */
  readonly environmentVariablesFrom?: { [name: string]: StackOutput };

  /**
   * A task that runs once and must succeed before the service is updated to a new revision.
   *
   * @default - none
   */
  readonly oneOffTask?: OneOffTaskOptions;

  /**
   * A smoke test that checks the service after a deployment.
   *
   * @default - none
   */
  readonly smokeTest?: EcsSmokeTestOptions;

  /**
   * Additional commands to run before and after a release to an environment.
   *
   * Use `deployRoleStatements` to grant the permissions that the commands need.
   *
   * @default - none
   */
  readonly releaseCommands?: ReleaseCommandsOptions;

  /**
   * Additional permissions for the roles that GitHub Actions and CodePipeline use to release to an environment.
   *
   * The commands in `releaseCommands` and `smokeTest` run with these roles.
   *
   * @default - only the permissions that a release needs
   */
  readonly deployRoleStatements?: TaskRoleStatement[];

  /**
   * The CodeDeploy application and deployment group of the service.
   *
   * Requires `EcsDeploymentController.CODE_DEPLOY`.
   *
   * @default - the names that the ECS console uses
   */
  readonly codeDeploy?: CodeDeployOptions;

  /**
   * The log group and the log streams of the container.
   *
   * @default - a new log group named `/ecs/<serviceName>/<environment>`
   */
  readonly logging?: LoggingOptions;

  /**
   * The containers that run in each task in addition to the container of the service, including the tasks of `workers`.
   *
   * @default - none
   */
  readonly sidecars?: SidecarOptions[];

  /**
   * The volumes of the tasks: Amazon EFS file systems, and bind mounts, which are empty when a task starts.
   *
   * Cannot be combined with `taskDefinitionFields.volumes` and `containerDefinitionFields.mountPoints`. For temporary
   * files in memory, use `writablePaths`.
   *
   * @default - none
   */
  readonly volumes?: VolumeOptions[];

  /**
   * The sidecars that the container of the service waits for before it starts.
   *
   * @default - none; all containers start at the same time
   */
  readonly dependsOn?: ContainerDependency[];

  /**
   * The family of the task definition.
   *
   * Up to 255 letters, digits, hyphens, and underscores. For an existing service, specify the family that it already
   * uses, so that releases add revisions to that family. Environments in the same account and Region need different
   * families, unless `TaskDefinitionOwner.SERVICE` is set.
   *
   * @default - `serviceName`; with several environments and a generated task definition, `<serviceName>-<environment>`
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
   */
  readonly taskDefinitionFamily?: string;
}

/**
 * An environment that the service is released to, for example a staging account, production, or a second Region.
 *
 * An environment inherits from the top level every option that it does not set. Objects such as `environmentVariables`,
 * `secrets`, and `loadBalancer` are merged with those of the top level: an environment can add or override properties,
 * but it cannot remove them. Any other value, including a list, replaces the top-level value.
 */
export interface EnvironmentOptions extends CommonEnvironmentOptions, EnvironmentServiceOptions {
  /**
   * The number of CPU units of a task. 1024 units equal 1 vCPU.
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
   * The name of the container that runs the image.
   *
   * @default - inherited from the top level
   */
  readonly containerName?: string;

  /**
   * The TCP port that the container listens on. The environment variable `PORT` contains it.
   *
   * The generated Dockerfile exposes the ports of all environments.
   *
   * @default - inherited from the top level
   */
  readonly containerPort?: number;

  /**
   * The HTTP path that responds to health checks. The environment variable `HEALTH_CHECK_PATH` contains it.
   *
   * @default - inherited from the top level
   */
  readonly healthCheckPath?: string;

  /**
   * The command of the container in exec form.
   *
   * @default - inherited from the top level
   */
  readonly command?: string[];

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
   * The ARN or the name of an existing execution role.
   *
   * @default - inherited from the top level
   */
  readonly executionRoleArn?: string;

  /**
   * The ARN or the name of an existing task role.
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
   * Changes to the scheduled tasks of a managed service, for example to disable a task in this environment.
   *
   * They are merged with the tasks of the top level by `name`.
   *
   * @default - inherited from the top level
   */
  readonly scheduledTasks?: EnvironmentScheduledTaskOptions[];

  /**
   * Changes to the workers of a managed service, for example to run fewer tasks in this environment.
   *
   * They are merged with the workers of the top level by `name`.
   *
   * @default - inherited from the top level
   */
  readonly workers?: EnvironmentWorkerOptions[];

  /**
   * The maximum time that a release waits for a deployment to complete, in minutes.
   *
   * The limits of the top-level option apply.
   *
   * @default - inherited from the top level
   */
  readonly deploymentTimeoutMinutes?: number;
}
