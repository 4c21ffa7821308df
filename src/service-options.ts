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
   * A release copies the task definition that the service runs and changes only the image. Options that affect the
   * task definition are rejected.
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
 * The strategy for deploying a new revision of a managed service.
 *
 * With every strategy, ECS performs the deployment, not CodeDeploy. An alarm or an expired `deploymentTimeoutMinutes` triggers
 * a rollback. With `ROLLING` and `ALL_AT_ONCE`, the ECS deployment circuit breaker also triggers a rollback.
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
   * The percentage of traffic to shift to the new revision in each step, in increments of 0.1.
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
   * During a deployment, the test listener routes requests to the new revision. It receives no production traffic. The
   * port must differ from the production ports: 80 and, if you set `certificateArn`, 443. Applies to `BLUE_GREEN`,
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

/**
 * The network of a managed service: a new VPC, an existing VPC, or specific subnets of an existing VPC.
 */
export interface NetworkOptions {
  /**
   * The ID of an existing VPC, for example `vpc-0123456789abcdef0`.
   *
   * If you do not also specify subnet IDs, the CDK must look up the subnets of the VPC once. To do this, sign in to the
   * account, run the `synth` task, and commit `cdk.context.json`.
   *
   * @default - a new VPC
   */
  readonly vpcId?: string;

  /**
   * The IDs of the subnets of `vpcId` that the tasks run in, for example `subnet-0123456789abcdef0`.
   *
   * @default - the private subnets with internet access, or the public subnets if `publicTasks` is true; required if
   * you set `loadBalancerSubnetIds`
   */
  readonly taskSubnetIds?: string[];

  /**
   * The IDs of the subnets of `vpcId` that the load balancer runs in.
   *
   * At least two, in different Availability Zones. An internet-facing load balancer requires public subnets.
   *
   * @default - the public subnets, or the private subnets for an internal load balancer; required if you set
   * `taskSubnetIds` and the service has a load balancer
   */
  readonly loadBalancerSubnetIds?: string[];

  /**
   * The IPv4 address range of a new VPC, from /16 to /24, for example `10.20.0.0/16`.
   *
   * @default "10.0.0.0/16"
   */
  readonly cidr?: string;

  /**
   * The number of Availability Zones that a new VPC spans, 2 or 3.
   *
   * The VPC uses the first Availability Zones of the Region.
   *
   * @default 2
   */
  readonly availabilityZones?: number;

  /**
   * The number of NAT gateways in a new VPC, from 1 to `availabilityZones`.
   *
   * With fewer NAT gateways than Availability Zones, an outage of one zone can cut off internet access for tasks in the
   * others. Cannot be combined with `publicTasks`.
   *
   * @default 1
   */
  readonly natGateways?: number;

  /**
   * Whether tasks run in public subnets with public IP addresses.
   *
   * A new VPC then has no NAT gateways. Only the load balancer can connect to the tasks.
   *
   * @default false
   */
  readonly publicTasks?: boolean;
}

/**
 * The Application Load Balancer of a managed service.
 */
export interface LoadBalancerOptions {
  /**
   * Whether to create a load balancer.
   *
   * Set to false for a service that receives no traffic, such as a worker.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Whether the load balancer is internet-facing. If false, it is internal.
   *
   * @default true
   */
  readonly internetFacing?: boolean;

  /**
   * The ARN of the ACM certificate for HTTPS.
   *
   * The certificate must be in the same account and Region as the environment. With a certificate, HTTP requests are
   * redirected to HTTPS.
   *
   * @default - HTTP only
   */
  readonly certificateArn?: string;

  /**
   * The domain name of the service, for example `orders.example.com`.
   *
   * The URL of the service uses this name. Requires `certificateArn`, and the certificate must be valid for this name.
   * You create the DNS record yourself.
   *
   * @default - the DNS name of the load balancer
   */
  readonly domainName?: string;

  /**
   * The IPv4 address ranges that can connect to the load balancer, for example `203.0.113.0/24`.
   *
   * @default - all addresses if the load balancer is internet-facing; 10.0.0.0/8, 172.16.0.0/12, and 192.168.0.0/16 if
   * it is internal
   */
  readonly allowedCidrs?: string[];

  /**
   * The time that a new task can fail health checks while it starts, in seconds, from 0 to 7200.
   *
   * The alarm for unhealthy targets goes off only if targets stay unhealthy for longer than this period.
   *
   * @default 120
   */
  readonly healthCheckGracePeriodSeconds?: number;

  /**
   * The name of an existing S3 bucket for access logs.
   *
   * The bucket must be in the Region of the environment.
   *
   * @default - no access logs
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  readonly accessLogsBucket?: string;
}

/**
 * The automatic scaling of a managed service, based on target tracking.
 *
 * You can set target values for several metrics.
 */
export interface AutoScalingOptions {
  /**
   * The minimum number of tasks, from 1 to 5000.
   *
   * @default - `desiredCount`, but at least 1
   */
  readonly minCapacity?: number;

  /**
   * The maximum number of tasks, from `minCapacity` to 5000.
   */
  readonly maxCapacity: number;

  /**
   * The target for the average CPU utilization, as a percentage, from 1 to 100.
   *
   * @default - 70 if neither `memoryUtilization` nor `requestsPerTarget` is set, otherwise none
   */
  readonly cpuUtilization?: number;

  /**
   * The target for the average memory utilization, as a percentage, from 1 to 100.
   *
   * @default - none
   */
  readonly memoryUtilization?: number;

  /**
   * The target for the number of requests per task per minute, from 1 to 1000000.
   *
   * Requires the load balancer. Cannot be combined with a strategy that shifts traffic: the metric covers one target
   * group, and these strategies alternate between two.
   *
   * @default - none
   */
  readonly requestsPerTarget?: number;
}

/**
 * The use of Fargate Spot: lower-priced spare capacity that AWS can reclaim with a two-minute warning.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export interface FargateSpotOptions {
  /**
   * The number of tasks that run on Fargate before any task runs on Fargate Spot, from 0 to 1000.
   *
   * @default 1
   */
  readonly onDemandBase?: number;

  /**
   * The percentage of the tasks above `onDemandBase` that run on Fargate Spot, from 1 to 100.
   *
   * @default 100
   */
  readonly percent?: number;
}

/**
 * The CloudWatch alarms of a managed service.
 *
 * During a deployment, each alarm is a rollback trigger.
 */
export interface AlarmOptions {
  /**
   * Whether to create alarms.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The percentage of HTTP 5xx responses above which the alarm goes off, from 0.1 to 100.
   *
   * One alarm covers responses from the tasks. Another covers errors that the load balancer returns when no task
   * responds. This second alarm is not created for `ALL_AT_ONCE`. With a strategy that shifts traffic, each revision
   * has its own alarm for responses from its tasks. Requires the load balancer.
   *
   * @default 5
   */
  readonly http5xxPercent?: number;

  /**
   * The number of unhealthy targets at which the alarm goes off, from 1 to 1000.
   *
   * Requires the load balancer.
   *
   * @default 1
   */
  readonly unhealthyHosts?: number;

  /**
   * The average CPU utilization above which the alarm goes off, as a percentage, from 1 to 100.
   *
   * @default 90
   */
  readonly cpuUtilization?: number;

  /**
   * The number of consecutive minutes that a metric must breach its threshold, from 1 to 60.
   *
   * @default 3
   */
  readonly minutes?: number;

  /**
   * The ARN of a standard SNS topic that is notified of every alarm.
   *
   * The topic must be in the same account and Region as the environment.
   *
   * @default - none
   */
  readonly topicArn?: string;
}

/**
 * A policy statement that grants permissions to the task role.
 */
export interface TaskRoleStatement {
  /**
   * The allowed actions, for example `s3:GetObject`.
   */
  readonly actions: string[];

  /**
   * The ARNs of the resources that the actions are allowed on.
   *
   * Use `*` for actions that do not support resource-level permissions.
   */
  readonly resources: string[];

  /**
   * The conditions in IAM syntax: a map from operator to key to value.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
   */
  readonly conditions?: { [operator: string]: any };
}

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
 * If it fails, the release fails and the image is not promoted to the next environment. The service keeps running the
 * new revision.
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
}

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
   * The automatic scaling of a managed service.
   *
   * @default - none; the service always runs `desiredCount` tasks
   */
  readonly autoScaling?: AutoScalingOptions;

  /**
   * The use of Fargate Spot by a managed service.
   *
   * If the cluster already exists, the capacity providers `FARGATE` and `FARGATE_SPOT` must be associated with it.
   *
   * @default - none
   */
  readonly fargateSpot?: FargateSpotOptions;

  /**
   * The CloudWatch alarms of a managed service.
   *
   * @default - alarms for HTTP 5xx responses, unhealthy targets, and CPU utilization
   */
  readonly alarms?: AlarmOptions;

  /**
   * Whether to enable ECS Exec, which lets you open a shell in the containers of a managed service.
   *
   * The root file system of the containers is then writable, because the ECS Exec agent writes to it. If you set
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
   * A task that runs once and must succeed before the service is updated to a new revision.
   *
   * Not supported with `TaskDefinitionOwner.SERVICE` or `EcsDeploymentController.CODE_DEPLOY`.
   *
   * @default - none
   */
  readonly oneOffTask?: OneOffTaskOptions;

  /**
   * A smoke test that checks the service after a deployment.
   *
   * Not supported with `TaskDefinitionOwner.SERVICE` or `EcsDeploymentController.CODE_DEPLOY`.
   *
   * @default - none
   */
  readonly smokeTest?: SmokeTestOptions;

  /**
   * The CodeDeploy application and deployment group of the service.
   *
   * Requires `EcsDeploymentController.CODE_DEPLOY`.
   *
   * @default - the names that the ECS console uses
   */
  readonly codeDeploy?: CodeDeployOptions;

  /**
   * The family of the task definition that an existing service runs.
   *
   * Requires `TaskDefinitionOwner.SERVICE`.
   *
   * @default - `serviceName`
   */
  readonly taskDefinitionFamily?: string;
}
