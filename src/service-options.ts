/**
 * Where the ECS service comes from.
 */
export enum EcsServiceMode {
  /**
   * `infra/service-stack.ts` creates it, with network, load balancer and cluster where none is named. A release
   * deploys this stack.
   */
  MANAGED = 'managed',
  /** It exists already: `ecsCluster` and `ecsService` name it. A release updates it. */
  EXISTING = 'existing',
}

/**
 * Who owns the task definition of an existing ECS service.
 */
export enum TaskDefinitionOwner {
  /** This config: `task-definition.json` is generated, and every release registers it. */
  DELIVERY = 'delivery',
  /**
   * Somebody else, Terraform say. A release copies the task definition that the service runs and changes its image,
   * nothing more. Options that decide about the task definition are refused.
   */
  SERVICE = 'service',
}

/**
 * What carries out the deployments of an existing ECS service.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentController.html
 */
export enum EcsDeploymentController {
  /** ECS itself. */
  ECS = 'ECS',
  /** CodeDeploy, blue/green. */
  CODE_DEPLOY = 'CODE_DEPLOY',
}

/**
 * How a managed service goes from one revision to the next. All are deployments of ECS itself. Alarms take each of
 * them back, and so does a release that runs out of time; the circuit breaker of ECS does so where tasks are replaced in
 * place (`ROLLING`, `ALL_AT_ONCE`).
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
 */
export enum DeploymentStrategy {
  /** Tasks are replaced bit by bit. */
  ROLLING = 'ROLLING',
  /** The new revision starts beside the old one, then gets all traffic at once. The old one stays for the bake time. */
  BLUE_GREEN = 'BLUE_GREEN',
  /** The new revision gets a small share of the traffic first, then all of it. */
  CANARY = 'CANARY',
  /** The new revision gets more of the traffic in equal steps. */
  LINEAR = 'LINEAR',
  /**
   * Old tasks stop without waiting for new ones, and new ones start as old ones go: nothing may answer in between.
   */
  ALL_AT_ONCE = 'ALL_AT_ONCE',
}

/**
 * The parameters of a deployment strategy. Each strategy takes some of them; one that it does not take is an error.
 */
export interface StrategyParameters {
  /**
   * `CANARY`: the share of the traffic that the new revision gets first, percent, 0.1 to 100 in steps of 0.1. `LINEAR`: the share that
   * each step adds, percent, 3 to 100.
   *
   * @default 10
   */
  readonly percent?: number;

  /**
   * `CANARY`: how long the first share is watched before the rest follows; `LINEAR`: how long each step is. Minutes, 0
   * to 1440. An alarm takes as long as `alarms.minutes` says.
   *
   * @default 5
   */
  readonly stepBakeTime?: number;

  /**
   * `BLUE_GREEN`, `CANARY`, `LINEAR`: how long the old revision stays, ready to take the traffic back, after all of it
   * has shifted. Minutes, 0 to 1440.
   *
   * @default 5
   */
  readonly bakeTime?: number;

  /**
   * `BLUE_GREEN`, `CANARY`, `LINEAR`: a port of the load balancer that reaches the new revision during a deployment, 1 to
   * 65535, other than those of production (80, and 443 with a certificate). It has no traffic of others.
   *
   * @default - none
   */
  readonly testListenerPort?: number;

  /**
   * The address ranges that may connect to `testListenerPort`, such as `203.0.113.0/24`.
   *
   * @default - 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16
   */
  readonly testListenerCidrs?: string[];

  /**
   * `ROLLING`: the share of `desiredCount` that stays healthy during a deployment, percent, 0 to 100.
   *
   * @default 100
   */
  readonly minimumHealthyPercent?: number;

  /**
   * `ROLLING`: the share of `desiredCount` that may run during a deployment, old tasks and new, percent, 100 to 200.
   *
   * @default 200
   */
  readonly maximumPercent?: number;
}

/**
 * The network of a managed service: a new VPC, one that is looked up by its id, or named subnets of one.
 */
export interface NetworkOptions {
  /**
   * The id of an existing VPC, `vpc-...`. Unless subnets are named, the CDK looks them up in the account, once: sign in,
   * run the task `synth` and commit `cdk.context.json`.
   *
   * @default - a new VPC
   */
  readonly vpcId?: string;

  /**
   * The ids of the subnets of `vpcId` that the tasks run in, `subnet-...`.
   *
   * @default - its private subnets with a way out, or its public ones with `publicTasks`; required with
   * `loadBalancerSubnetIds`
   */
  readonly taskSubnetIds?: string[];

  /**
   * The ids of the subnets of `vpcId` that the load balancer stands in: public ones where it faces the internet. At
   * least two, in different availability zones.
   *
   * @default - its public subnets, or its private ones for an internal load balancer; required with `taskSubnetIds`,
   * where there is a load balancer
   */
  readonly loadBalancerSubnetIds?: string[];

  /**
   * The address range of a new VPC, for example `10.20.0.0/16`. From /16 to /24.
   *
   * @default "10.0.0.0/16"
   */
  readonly cidr?: string;

  /**
   * In how many availability zones a new VPC has subnets, 2 or 3: the first ones of the region.
   *
   * @default 2
   */
  readonly availabilityZones?: number;

  /**
   * How many NAT gateways a new VPC has, 1 to `availabilityZones`. With fewer gateways than zones, the loss of a zone
   * can cut off the others.
   *
   * @default 1
   */
  readonly natGateways?: number;

  /**
   * Whether tasks run in public subnets, with public addresses. A new VPC then needs no NAT gateway. Nothing reaches
   * them but the load balancer.
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
   * Whether there is one. A service without, such as a worker, gets no traffic.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Whether it faces the internet.
   *
   * @default true
   */
  readonly internetFacing?: boolean;

  /**
   * The ARN of the certificate for HTTPS, in ACM and in the region of the environment. HTTP then redirects to HTTPS.
   *
   * @default - HTTP only
   */
  readonly certificateArn?: string;

  /**
   * The name that clients know, for which `certificateArn` is issued. It makes the URL of the service; its DNS record is
   * yours.
   *
   * @default - the DNS name of the load balancer
   */
  readonly domainName?: string;

  /**
   * The address ranges that may connect, such as `203.0.113.0/24`.
   *
   * @default - all where it faces the internet; 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 where it is internal
   */
  readonly allowedCidrs?: string[];

  /**
   * For how long a new task may fail the health check while it starts, seconds, 0 to 7200. The alarm on unhealthy
   * targets waits longer than that.
   *
   * @default 120
   */
  readonly healthCheckGracePeriod?: number;

  /**
   * The name of an existing S3 bucket for access logs, in the region of the environment.
   *
   * @default - no access logs
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  readonly accessLogsBucket?: string;
}

/**
 * How many tasks of a managed service run, by what they are busy with.
 */
export interface AutoScalingOptions {
  /**
   * How many tasks run at least, 1 to 5000.
   *
   * @default - `desiredCount`
   */
  readonly minCapacity?: number;

  /**
   * How many tasks run at most, 1 to 5000.
   */
  readonly maxCapacity: number;

  /**
   * The CPU utilization to aim at, percent, 1 to 100.
   *
   * @default 70, where neither memory nor requests are given
   */
  readonly cpuUtilization?: number;

  /**
   * The memory utilization to aim at, percent, 1 to 100.
   *
   * @default - memory does not count
   */
  readonly memoryUtilization?: number;

  /**
   * The requests a minute that a task should get, 1 to 1000000. Not with a strategy that shifts traffic: the metric
   * follows one target group, and these alternate between two.
   *
   * @default - requests do not count
   */
  readonly requestsPerTarget?: number;
}

/**
 * The share of Fargate Spot: spare capacity at a lower price, which AWS takes back with a warning of two minutes.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export interface FargateSpotOptions {
  /**
   * How many tasks run on Fargate before any runs on Spot, 0 to 1000.
   *
   * @default 1
   */
  readonly onDemandBase?: number;

  /**
   * The share of Spot in the tasks above `onDemandBase`, percent, 1 to 100.
   *
   * @default 100
   */
  readonly percent?: number;
}

/**
 * The CloudWatch alarms of a managed service. During a deployment each of them takes it back.
 */
export interface AlarmOptions {
  /**
   * Whether there are alarms.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The share of responses with a status of 500 to 599 above which it alarms, percent, 0.1 to 100: of the tasks and of
   * the load balancer in their stead (not with `ALL_AT_ONCE`), and of each revision where traffic shifts. Needs the
   * load balancer.
   *
   * @default 5
   */
  readonly http5xxPercent?: number;

  /**
   * The number of unhealthy targets from which on it alarms, 1 to 1000. Needs the load balancer.
   *
   * @default 1
   */
  readonly unhealthyHosts?: number;

  /**
   * The CPU utilization above which it alarms, percent, 1 to 100.
   *
   * @default 90
   */
  readonly cpuUtilization?: number;

  /**
   * For how many minutes on end a value has to be beyond its limit, 1 to 60.
   *
   * @default 3
   */
  readonly minutes?: number;

  /**
   * The ARN of an SNS topic that hears of every alarm, in the account and region of the environment.
   *
   * @default - none
   */
  readonly topicArn?: string;
}

/**
 * What the task role allows the code of the service.
 */
export interface TaskRoleStatement {
  /**
   * The actions, such as `s3:GetObject`.
   */
  readonly actions: string[];

  /**
   * The ARNs that they are allowed on. `*` where the actions take no resource.
   */
  readonly resources: string[];

  /**
   * The conditions, as IAM spells them: operator to key to value.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
   */
  readonly conditions?: { [operator: string]: any };
}

/**
 * A task that runs once before the service moves to a new revision: migrations of a database, say. It runs the new
 * revision, on Fargate, in the network of the service. Where it fails, the service stays as it is. One that takes too
 * long fails the release too, but is not stopped.
 */
export interface OneOffTaskOptions {
  /**
   * The command in exec form, in place of the container's own.
   */
  readonly command: string[];

  /**
   * How long it may take, minutes, 1 to 240.
   *
   * @default 15
   */
  readonly timeout?: number;
}

/**
 * A check after a release. Where it fails, the release fails and is not promoted to the next environment; the service
 * keeps the new revision.
 */
export interface SmokeTestOptions {
  /**
   * The command, one line of shell. `SERVICE_URL` (of a managed service with a load balancer), `ENVIRONMENT` and
   * `IMAGE_URI` are set; `curl`, `jq` and `aws` are there. It runs outside of the network of the service: an internal
   * load balancer does not answer it.
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
 * The application and deployment group of CodeDeploy that deploy a service with the controller `CODE_DEPLOY`.
 */
export interface CodeDeployOptions {
  /**
   * The name of the application. It has to exist.
   *
   * @default - `AppECS-<cluster>-<service>`, as the console of ECS names it
   */
  readonly applicationName?: string;

  /**
   * The name of the deployment group. It has to exist.
   *
   * @default - `DgpECS-<cluster>-<service>`, as the console of ECS names it
   */
  readonly deploymentGroupName?: string;
}

/**
 * What an environment may have of its own; where it does not, the top level decides.
 */
export interface EnvironmentServiceOptions {
  /**
   * How a managed service goes from one revision to the next. A change between one that shifts traffic (`BLUE_GREEN`,
   * `CANARY`, `LINEAR`) and one that does not replaces the rules of the load balancer: nothing may answer until the
   * deployment has completed.
   *
   * @default DeploymentStrategy.ROLLING
   */
  readonly strategy?: DeploymentStrategy;

  /**
   * The parameters of `strategy`. An environment with a `strategy` of its own starts from that strategy's defaults.
   *
   * @default - those of the strategy
   */
  readonly strategyParameters?: StrategyParameters;

  /**
   * How many tasks of a managed service run, 0 to 5000. With `autoScaling`, as many run at least, unless its
   * `minCapacity` says otherwise.
   *
   * @default 2
   */
  readonly desiredCount?: number;

  /**
   * The network of a managed service.
   *
   * @default - a new VPC, tasks in private subnets
   */
  readonly network?: NetworkOptions;

  /**
   * The load balancer of a managed service.
   *
   * @default - faces the internet, HTTP
   */
  readonly loadBalancer?: LoadBalancerOptions;

  /**
   * How many tasks of a managed service run, by what they are busy with.
   *
   * @default - `desiredCount` tasks, always
   */
  readonly autoScaling?: AutoScalingOptions;

  /**
   * The share of Fargate Spot in the tasks of a managed service. In an existing cluster, the capacity providers
   * `FARGATE` and `FARGATE_SPOT` have to be associated with it.
   *
   * @default - none
   */
  readonly fargateSpot?: FargateSpotOptions;

  /**
   * The alarms of a managed service.
   *
   * @default - for responses with status 5xx, unhealthy targets and CPU
   */
  readonly alarms?: AlarmOptions;

  /**
   * Whether ECS Exec can open a shell in the containers of a managed service. Their root file system is then not
   * read-only: the agent of ECS Exec writes to it. A `taskRoleArn` of your own has to allow `ssmmessages:*Channel`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   */
  readonly executeCommand?: boolean;

  /**
   * What the task role allows the code of the service. Not with a `taskRoleArn`, which is a role of your own.
   *
   * @default - nothing
   */
  readonly taskRoleStatements?: TaskRoleStatement[];

  /**
   * A task that runs once before the service moves to a new revision, and has to succeed. For services that ECS deploys
   * with a task definition of this config.
   *
   * @default - none
   */
  readonly oneOffTask?: OneOffTaskOptions;

  /**
   * A check after a release. For services that ECS deploys with a task definition of this config.
   *
   * @default - none
   */
  readonly smokeTest?: SmokeTestOptions;

  /**
   * For `EcsDeploymentController.CODE_DEPLOY`: what CodeDeploy calls the service.
   *
   * @default - the names that the console of ECS gives
   */
  readonly codeDeploy?: CodeDeployOptions;

  /**
   * For `TaskDefinitionOwner.SERVICE`: the family of the task definition that the service runs.
   *
   * @default - `serviceName`
   */
  readonly taskDefinitionFamily?: string;
}
