import type { BundleOptions } from './bundle';
import type { CommonDeliveryOptions, CommonEnvironmentOptions } from './common';
import type { SecretSource } from './container';
import type { DeploymentStrategy } from './deployment';
import type { Ec2LoadBalancerOptions, Ec2NetworkOptions } from './ec2-network';
import type { CpuArchitecture } from './image-build';
import type { SmokeTestOptions } from './release';
import type { TaskRoleStatement } from './task-role';

/**
 * How releases update EC2 instances.
 */
export enum Ec2DeploymentMode {
  /**
   * CodeDeploy updates the instances in place.
   *
   * A release takes a few minutes. The instances keep running, so changes to the instance type, the image, and the
   * packages apply only to new instances.
   */
  CODE_DEPLOY = 'CODE_DEPLOY',
  /**
   * An instance refresh replaces all instances with new ones.
   *
   * The service stack contains the key of the bundle, and CloudFormation starts the refresh. There is no CodeDeploy
   * agent, an instance never changes after it has started, and everything in the config takes effect with the next
   * release. A release takes several minutes for each group of instances.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-instance-refresh.html
   */
  INSTANCE_REFRESH = 'INSTANCE_REFRESH',
}

/**
 * The parameters of a strategy on EC2 instances.
 *
 * Parameters that do not apply to the selected strategy or deployment mode are rejected.
 */
export interface Ec2StrategyParameters {
  /**
   * The minimum percentage of instances that stay in service during a deployment, from 0 to 99, or to 100 with
   * `Ec2DeploymentMode.INSTANCE_REFRESH`.
   *
   * CodeDeploy rounds the number of instances up. With one instance, the service is unavailable while it is updated. An
   * instance refresh with 100 starts new instances before it terminates old ones. Applies to `ROLLING`, `CANARY`, and
   * `LINEAR`.
   *
   * @default - 100 for an instance refresh; otherwise 50, or 0 if `minCapacity` is 1
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-health.html
   */
  readonly minimumHealthyPercent?: number;

  /**
   * The maximum percentage of instances that can run during an instance refresh, from 100 to 200.
   *
   * Both old and new instances count. At most 100 more than `minimumHealthyPercent`, and more than 100 if
   * `minimumHealthyPercent` is 100. A higher value replaces more instances at the same time. Applies to `ROLLING`,
   * `CANARY`, and `LINEAR` with `Ec2DeploymentMode.INSTANCE_REFRESH`.
   *
   * @default 110
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
   */
  readonly maximumHealthyPercent?: number;

  /**
   * The percentage of instances to replace in one step.
   *
   * At least one instance is replaced. Applies with `Ec2DeploymentMode.INSTANCE_REFRESH` to `CANARY` (the first step,
   * from 1 to 99) and `LINEAR` (each step, from 5 to 50).
   *
   * @default - 10 for `CANARY`, 25 for `LINEAR`
   */
  readonly percent?: number;

  /**
   * The time that CloudFormation observes the alarms after all instances have been replaced, in minutes, from 0 to 120.
   *
   * Must be 0 if `alarms.enabled` is false. Applies to `ROLLING`, `BLUE_GREEN`, `CANARY`, and `LINEAR` with
   * `Ec2DeploymentMode.INSTANCE_REFRESH`.
   *
   * @default - 5 for `BLUE_GREEN` with alarms, otherwise 0
   */
  readonly bakeTimeInMinutes?: number;

  /**
   * Whether to update one instance at a time.
   *
   * Applies to `ROLLING` with `Ec2DeploymentMode.CODE_DEPLOY`. Cannot be combined with `minimumHealthyPercent`.
   *
   * @default false
   */
  readonly oneAtATime?: boolean;

  /**
   * The time to wait after each step, in minutes, from 1 to 120.
   *
   * A step is an Availability Zone or, for an instance refresh, a percentage of the instances. Applies to `CANARY` (after
   * the first step) and `LINEAR` (after each step). An alarm needs at least `alarms.minutes` minutes to trigger a
   * rollback, so choose a longer time.
   *
   * @default 5
   */
  readonly stepBakeTimeInMinutes?: number;
}

/**
 * The number of EC2 instances, and how it changes.
 */
export interface Ec2AutoScalingOptions {
  /**
   * The minimum number of instances, from 1 to 500.
   *
   * @default 2
   */
  readonly minCapacity?: number;

  /**
   * The maximum number of instances, from `minCapacity` to 500.
   *
   * @default - the same as `minCapacity`, so that the number does not change
   */
  readonly maxCapacity?: number;

  /**
   * The target for the average CPU utilization, as a percentage, from 1 to 100.
   *
   * Requires a `maxCapacity` that is greater than `minCapacity`.
   *
   * @default - 70 if `requestsPerTarget` is not set and `maxCapacity` is greater than `minCapacity`, otherwise none
   */
  readonly cpuUtilization?: number;

  /**
   * The target for the number of requests per instance per minute, from 1 to 1000000.
   *
   * Requires the load balancer, and a `maxCapacity` that is greater than `minCapacity`.
   *
   * @default - none
   */
  readonly requestsPerTarget?: number;
}

/**
 * The CloudWatch alarms of a service on EC2 instances.
 *
 * During a deployment, each alarm is a rollback trigger.
 */
export interface Ec2AlarmOptions {
  /**
   * Whether to create alarms.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The percentage of HTTP 5xx responses above which the alarm goes off, from 0.1 to 100.
   *
   * One alarm covers responses from the instances. Another covers errors that the load balancer returns when no
   * instance responds. This second alarm is not created if a deployment can leave no instance in service: for
   * `ALL_AT_ONCE`, if `minimumHealthyPercent` is 0, or if `minCapacity` is 1, except for an instance refresh with
   * a `minimumHealthyPercent` of 100. Requires the load balancer.
   *
   * @default 5
   */
  readonly http5xxPercent?: number;

  /**
   * The average CPU utilization above which the alarm goes off, as a percentage, from 1 to 100.
   *
   * @default 90
   */
  readonly cpuUtilization?: number;

  /**
   * The number of consecutive minutes for which a metric must breach its threshold before the alarm goes off, from 1 to
   * 60.
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
 * Options of a service on EC2 instances that can be set at the top level and in each environment.
 */
export interface Ec2EnvironmentOptions {
  /**
   * The instance type, for example `m7g.large`. Its CPU must match `architecture`.
   *
   * The type applies to new instances, which an instance refresh starts with every release.
   *
   * @default - `t4g.small`, or `t3.small` for `CpuArchitecture.X86_64`
   * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
   */
  readonly instanceType?: string;

  /**
   * The ID of the Amazon Machine Image (AMI), for example `ami-0123456789abcdef0`. It must be an Amazon Linux 2023
   * image for `architecture`, or an image made from it.
   *
   * Without this option, the CDK looks up the newest Amazon Linux 2023 image once and keeps its ID in
   * `cdk.context.json`, so that releases do not change the image. To do this, sign in to the account, run the `synth`
   * task, and commit the file. The image applies to new instances, which an instance refresh starts with every release.
   *
   * @default - Amazon Linux 2023, as recorded in `cdk.context.json`
   * @see https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
   */
  readonly imageId?: string;

  /**
   * The size of the encrypted root volume of each instance in GiB, from 8 to 16384.
   *
   * @default 16
   */
  readonly rootVolumeSize?: number;

  /**
   * The number of instances.
   *
   * @default - two instances
   */
  readonly autoScaling?: Ec2AutoScalingOptions;

  /**
   * The network.
   *
   * @default - a new VPC with two Availability Zones and one NAT gateway
   */
  readonly network?: Ec2NetworkOptions;

  /**
   * The load balancer.
   *
   * @default - an internet-facing Application Load Balancer for HTTP
   */
  readonly loadBalancer?: Ec2LoadBalancerOptions;

  /**
   * The environment variables of the service.
   *
   * The bundle contains the variables of all environments. An instance uses those of its environment.
   *
   * @default - only `PORT` and `HEALTH_CHECK_PATH`
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * The environment variables whose values are secrets, each with the source of its value.
   *
   * An instance reads the values whenever the service starts. The instance role is granted permission to read them, and
   * nothing else.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: SecretSource };

  /**
   * Additional permissions of the instance role, which the code of the service uses.
   *
   * @default - only the permissions to read the bundle and the secrets, to write logs, and to use Session Manager
   */
  readonly instanceRoleStatements?: TaskRoleStatement[];

  /**
   * The number of days that CloudWatch Logs keeps the logs of the service.
   *
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  readonly logRetentionDays?: number;

  /**
   * The strategy for deploying a new revision.
   *
   * - `ROLLING`: updates a part of the instances at a time.
   * - `CANARY`: updates the instances in one Availability Zone, waits, and then updates all others. An instance refresh
   *   replaces `percent` of the instances first.
   * - `LINEAR`: updates one Availability Zone after the other, and waits after each. An instance refresh replaces
   *   `percent` of the instances in each step.
   * - `BLUE_GREEN`: starts as many new instances as there are old ones, and terminates the old ones when the new ones are
   *   in service. Requires `Ec2DeploymentMode.INSTANCE_REFRESH`.
   * - `ALL_AT_ONCE`: updates all instances at the same time. The service is unavailable in between.
   *
   * @default DeploymentStrategy.ROLLING
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
   */
  readonly strategy?: DeploymentStrategy;

  /**
   * The parameters of the strategy.
   *
   * @default - the default value of each parameter
   */
  readonly strategyParameters?: Ec2StrategyParameters;

  /**
   * The alarms.
   *
   * @default - alarms for 5xx responses and CPU utilization
   */
  readonly alarms?: Ec2AlarmOptions;

  /**
   * Whether CodeDeploy stops the service on an instance before Auto Scaling terminates it, so that the service can
   * finish its work. Requires `Ec2DeploymentMode.CODE_DEPLOY`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/integrations-aws-auto-scaling.html
   */
  readonly terminationHook?: boolean;

  /**
   * A smoke test that checks each release.
   *
   * The environment variables `ENVIRONMENT` and `DEPLOYMENT_ID` (for an instance refresh, `BUNDLE_KEY`) are set, and
   * `SERVICE_URL` if there is an internet-facing load balancer.
   *
   * @default - none
   */
  readonly smokeTest?: SmokeTestOptions;

  /**
   * The maximum time for which a release waits for the deployment, in minutes, from 5 to 300.
   *
   * After this time, the deployment is stopped, and the previous revision is deployed.
   *
   * @default - 30 plus the time that the strategy waits; for an instance refresh, also plus 4 and
   * `loadBalancer.deregistrationDelaySeconds`, rounded up to at least one minute, for each group of instances that is
   * replaced at the same time
   */
  readonly deploymentTimeoutMinutes?: number;
}

/**
 * An environment of a service on EC2 instances.
 *
 * A value that an environment does not set is inherited from the top level. Objects are merged with those of the top
 * level. Any other value replaces the top-level value.
 */
export interface Ec2Environment extends CommonEnvironmentOptions, Ec2EnvironmentOptions {}

/**
 * Options of `Ec2Delivery` that other deliveries do not have.
 */
export interface Ec2DeliverySettings extends Ec2EnvironmentOptions {
  /**
   * The environments, in the order in which a release deploys to them.
   *
   * The service is built once and promoted from one environment to the next.
   *
   * @default - one environment named `production`
   */
  readonly environments?: Ec2Environment[];

  /**
   * The settings for building the service.
   *
   * @default - the `build` script of the project creates the service in `dist`
   */
  readonly bundle?: BundleOptions;

  /**
   * How releases update the instances.
   *
   * To change the mode after the first release, deploy all stacks except the service stack, and then release. The
   * release creates another Auto Scaling group and deletes the existing one. If you deploy the service stack before the
   * release, the running instances are deleted, and no instance runs the service until the release. You cannot roll back
   * to a revision from before the change.
   *
   * A change to `INSTANCE_REFRESH` starts the new instances before it terminates the existing ones. After a change to
   * `CODE_DEPLOY`, the service is unavailable until CodeDeploy has deployed the bundle to the new instances.
   *
   * @default Ec2DeploymentMode.CODE_DEPLOY
   */
  readonly deploymentMode?: Ec2DeploymentMode;

  /**
   * The CPU architecture of the instances. The build runs on the same architecture.
   *
   * @default CpuArchitecture.ARM64
   */
  readonly architecture?: CpuArchitecture;

  /**
   * The command that starts the service, in exec form. It runs in the folder that contains the content of
   * `bundle.path`.
   *
   * The first item is an absolute path, the name of a program in `/usr/bin`, or a path in that folder that starts with
   * `./`. For `nodejs`, the program `node` is the version that `nodeVersion` specifies.
   *
   * @default - `['node', 'index.js']` for `nodejs`; required for any other runtime
   */
  readonly startCommand?: string[];

  /**
   * The names of packages in Amazon Linux 2023 that are installed on each instance, for example
   * `java-21-amazon-corretto-headless`.
   *
   * The packages apply to new instances, which an instance refresh starts with every release. For `nodejs`, the package
   * of `nodeVersion` is always installed.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/linux/al2023/release-notes/all-packages.html
   */
  readonly packages?: string[];

  /**
   * The port that the service listens on, from 1024 to 65535. The environment variable `PORT` contains it.
   *
   * @default 3000
   */
  readonly port?: number;

  /**
   * The path that responds with status 200 when the service is ready. The environment variable `HEALTH_CHECK_PATH`
   * contains it.
   *
   * The deployment of an instance succeeds when this path responds. The load balancer also checks it.
   *
   * @default "/health"
   */
  readonly healthCheckPath?: string;
}

/**
 * Options of `Ec2Delivery`: a service on EC2 instances in an Auto Scaling group, delivered by GitHub Actions,
 * CodePipeline, or both.
 */
export interface Ec2DeliveryOptions extends CommonDeliveryOptions, Ec2DeliverySettings {}
