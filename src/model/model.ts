import type { PackageManagerName } from '../data/package-managers';
import type {
  ContainerInsights,
  DeploymentLifecycleStage,
  DeploymentStrategy,
  DiscoveryRecordType,
  ImageTag,
  ListenerProtocol,
  LoadBalancerProtocolVersion,
  PipelineSource,
  RegistryEncryption,
  ReleaseValue,
  TargetProtocol,
  WorkerUpdateOrder,
} from '../options';
import type { BootstrapRoles } from './bootstrap-roles';
import type { BuildCommandsModel, CommonEnvironmentModel, CommonFilesModel, CommonModel } from './common-model';
import type {
  ContainerDependencyModel,
  MountModel,
  SidecarModel,
  TrafficTargetModel,
  VolumeModel,
} from './sidecar-model';

/**
 * Kind of service that a release updates. `managed`: created by the service stack; `existing`: created elsewhere;
 * `image-only`: existing, with a task definition that is managed elsewhere; `code-deploy`: existing, deployed by
 * CodeDeploy; `code-deploy-image-only`: both of the last two.
 */
export type ServiceKind = 'managed' | 'existing' | 'image-only' | 'code-deploy' | 'code-deploy-image-only';

/**
 * The resolved config of a service on Amazon ECS, frozen. It contains every shared value, so that renderers read values
 * and never derive them.
 */
export interface DeliveryModel extends CommonModel {
  readonly serviceKind: ServiceKind;
  readonly build: BuildModel;
  readonly registry: RegistryModel;
  readonly container: ContainerModel;
  /** How long the container keeps idle connections open: longer than any load balancer does. */
  readonly keepAliveSeconds: number;
  /** In promotion order. */
  readonly environments: readonly EnvironmentModel[];
  readonly files: FilesModel;
}

export interface SourceModel {
  readonly branch: string;
  /** `undefined` if no engine reads from GitHub. */
  readonly github?: GithubRepository;
}

/** Patterns of branches and tags. */
export interface TriggersModel {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
}

export interface GithubRepository {
  readonly owner: string;
  readonly name: string;
  /** `owner/name`. */
  readonly fullName: string;
  /** `undefined` for github.com. */
  readonly host?: string;
}

/** How the image is built. */
export interface BuildModel extends BuildCommandsModel {
  /** Build arguments of the image in addition to the commit. */
  readonly buildArgs: readonly { readonly name: string; readonly value: string }[];
  /** Stage of the Dockerfile to build; `undefined` for the last one. */
  readonly target?: string;
  /** Build context of the image. */
  readonly context: string;
  /** Base image of the generated Dockerfile; `undefined` for the official image of Node.js. */
  readonly baseImage?: string;
  /** Files and folders that the generated Dockerfile copies into the image. */
  readonly files: readonly string[];
  /** Files and folders that the generated Dockerfile copies before it installs dependencies. */
  readonly installFiles: readonly string[];
  /** Statements of the roles that build the image, in addition to those for pushing it. */
  readonly roleStatements: readonly TaskRoleStatementModel[];
  /** Secrets that BuildKit mounts during the build. The name is the ID. */
  readonly secrets: readonly BuildSecretModel[];
  /** Files that the build downloads before the image build. The name is the path in the project. */
  readonly contextFiles: readonly BuildSecretModel[];
  /** Registries that the build pulls base images from. */
  readonly registries: readonly RegistryLoginModel[];
  readonly dockerfile: { readonly path: string; readonly generated: boolean };
  /** An image to copy instead of building one. */
  readonly image?: string;
  readonly builtElsewhere: boolean;
}

/** A value or an object that the build reads from AWS. */
export interface BuildSecretModel {
  /** What the build calls it. */
  readonly name: string;
  readonly service: 'secretsmanager' | 'ssm' | 's3';
  readonly region: string;
  /** Name or ARN as in the config, or the URI of an object. */
  readonly source: string;
  readonly jsonKey?: string;
  /** Resource ARN in the policy of the role that reads it. */
  readonly policyResource: string;
  readonly kmsKeyArn?: string;
}

export type RegistryLoginModel = { readonly host: string } & (
  | { readonly kind: 'ecr'; readonly region: string; readonly repositoryArns: readonly string[] }
  | { readonly kind: 'ecr-public' }
  /** The secret contains a JSON object with the keys `username` and `password`. */
  | { readonly kind: 'other'; readonly credentials: BuildSecretModel }
);

export interface PackageManagerModel {
  readonly name: PackageManagerName;
  /** `undefined` if it is part of Node.js. */
  readonly version?: string;
}

export interface Runtime {
  /** Name of the runtime in CodeBuild. */
  readonly name: string;
  readonly version: string;
}

/** Value for the CPU architecture in each system. */
export interface ArchitectureModel {
  /** ECS: `runtimePlatform.cpuArchitecture`. */
  readonly ecs: 'X86_64' | 'ARM64';
  /** Docker: `--platform`. */
  readonly docker: 'linux/amd64' | 'linux/arm64';
  /** GitHub: runner label. */
  readonly runner: string;
  /** CodeBuild: environment type. */
  readonly codeBuild: 'LINUX_CONTAINER' | 'ARM_CONTAINER';
}

export interface RegistryModel {
  readonly account: string;
  readonly region: string;
  readonly repositoryName: string;
  readonly repositoryArn: string;
  /** Host name of the registry. */
  readonly host: string;
  /** `host/repositoryName`. */
  readonly repositoryUri: string;
  readonly keepImages: number;
  readonly keepReleasedImages: number;
  /** The tags that releases add to their images, in promotion order. Empty: releases add no tags. */
  readonly releaseTags: readonly ReleaseTagModel[];
  readonly encryption: RegistryEncryption;
  readonly kmsKeyArn?: string;
  readonly existing: boolean;
  readonly imageTag: ImageTag;
  /** Tags that move to the newest image. */
  readonly extraTags: readonly string[];
  /** Whether the image is also tagged with the Git tag that started the release. */
  readonly gitTag: boolean;
  readonly stack: string;
}

export interface ReleaseTagModel {
  /** Name of the environment. */
  readonly environment: string;
  /** The start of the tag. The tag or the digest of the image follows. */
  readonly prefix: string;
}

export interface ContainerModel {
  readonly name: string;
  /** `undefined` if the container does not listen on a main port. */
  readonly port?: number;
  /** Name of the main port. */
  readonly portName?: string;
  /** The main port first. */
  readonly portMappings: readonly PortMappingModel[];
  /** `undefined` if the container does not listen on a main port. */
  readonly healthCheckPath?: string;
  /** Exec form; `undefined` if ECS does not run a container health check. */
  readonly healthCheckCommand?: readonly string[];
  readonly healthCheckTiming: HealthCheckTimingModel;
  readonly command?: readonly string[];
  /** `undefined` if the Dockerfile of the user decides. */
  readonly user?: string;
  /** ECS Exec makes the root file system writable. */
  readonly readonlyRootFilesystem: boolean;
  /** Directories that are writable although the root file system is read-only. */
  readonly writablePaths: readonly string[];
  readonly stopTimeout: number;
  readonly ulimits: readonly UlimitModel[];
  /** `linuxParameters` from the config. */
  readonly linuxParameters?: LinuxParametersModel;
  /** Other fields from the config. */
  readonly extraFields: Readonly<Record<string, unknown>>;
}

export interface LinuxParametersModel {
  readonly [field: string]: unknown;
  readonly tmpfs: readonly Readonly<Record<string, unknown>>[];
}

/** All times in seconds. */
export interface HealthCheckTimingModel {
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly startPeriod: number;
}

/** An item of `portMappings` in `RegisterTaskDefinition`. */
export interface PortMappingModel {
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp';
  readonly name?: string;
  readonly appProtocol?: string;
}

export interface UlimitModel {
  readonly name: string;
  readonly softLimit: number;
  readonly hardLimit: number;
}

/** An IAM role, generated or existing. */
export interface RoleModel {
  readonly arn: string;
  /** Name of the role to create; `undefined` if the role exists. */
  readonly createAs?: string;
}

/** `logConfiguration` in `RegisterTaskDefinition`, without what follows from the log group. */
export interface LogDriverModel {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly secretOptions: readonly SecretModel[];
  /** `undefined` if the driver does not write to CloudWatch Logs. */
  readonly logGroupName?: string;
}

export interface LogGroupModel {
  readonly name: string;
  readonly arn: string;
  /** Whether the base stack creates it. */
  readonly create: boolean;
  /** Prefix of the log streams; `undefined` for the name of the container. */
  readonly streamPrefix?: string;
}

export interface SecretModel {
  /** Name of the environment variable. */
  readonly name: string;
  /** Value of `valueFrom` in `RegisterTaskDefinition`. */
  readonly valueFrom: string;
  readonly service: 'secretsmanager' | 'ssm';
  /** Resource ARN in the policy of the execution role. */
  readonly policyResource: string;
  readonly kmsKeyArn?: string;
}

export interface EnvironmentModel extends CommonEnvironmentModel {
  readonly cluster: { readonly name: string; readonly arn: string };
  readonly ecsService: { readonly name: string; readonly arn: string };
  readonly taskDefinition: TaskDefinitionModel;
  readonly executionRole: RoleModel;
  /** The container, if the environment overrides its options; `undefined` if it inherits all of them. */
  readonly container?: ContainerModel;
  /** The file in which CodePipeline's action for ECS expects the image; `undefined` if environments share one. */
  readonly imageDefinitions?: string;
  /** The AppSpec file of the environment; `undefined` if environments share one. */
  readonly appspec?: string;
  /** `undefined` if the tasks have none, or the service owns its task definition and the config does not specify it. */
  readonly taskRole?: RoleModel;
  /** The volumes from the option. Those from fields are among the other fields of the task definition. */
  readonly volumes: readonly VolumeModel[];
  /** Where the container of the service mounts these volumes. */
  readonly mounts: readonly MountModel[];
  /** The other containers of a task. */
  readonly sidecars: readonly SidecarModel[];
  /** What receives the requests; `undefined` for the main port of the container of the service. */
  readonly target?: TrafficTargetModel;
  /** What the container of the service waits for. */
  readonly dependsOn: readonly ContainerDependencyModel[];
  /** `undefined` if the service owns its task definition, or no container writes to CloudWatch Logs. */
  readonly logGroup?: LogGroupModel;
  /** `undefined` if the output of the container is discarded. */
  readonly logDriver?: LogDriverModel;
  readonly logRetentionDays: number;
  readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly SecretModel[];
  /** Environment variables whose values a release determines, sorted by name. */
  readonly releaseVariables: readonly ReleaseVariableModel[];
  /** Statements of the execution role from the config. */
  readonly executionRoleStatements: readonly TaskRoleStatementModel[];
  /** Statements of the execution role for what fields of the task definition refer to. */
  readonly executionRoleReferences: readonly ReferenceStatementModel[];
  /** Statements of the task role for what fields of the task definition refer to. */
  readonly taskRoleReferences: readonly ReferenceStatementModel[];
  /** Statements of the task role, in addition to those for ECS Exec. */
  readonly taskRoleStatements: readonly TaskRoleStatementModel[];
  /** Whether ECS Exec is enabled. */
  readonly executeCommand: boolean;
  readonly oneOffTask?: OneOffTaskModel;
  /** Empty if the service is not managed. */
  readonly scheduledTasks: readonly ScheduledTaskModel[];
  /** Empty if the service is not managed. */
  readonly workers: readonly WorkerModel[];
  /** `undefined` if a release runs no additional commands. */
  readonly releaseCommands?: ReleaseCommandsModel;
  /** Statements of the roles that release to the environment, for these commands and the smoke test. */
  readonly deployRoleStatements: readonly TaskRoleStatementModel[];
  readonly smokeTest?: SmokeTestModel;
  readonly baseStack: StackModel;
  /** `undefined` if the service is not managed. */
  readonly managed?: ManagedServiceModel;
  /** `undefined` if CodeDeploy does not deploy the service. */
  readonly codeDeploy?: CodeDeployModel;
}

/** A stack whose name and source file depend on the environment. */
export interface StackModel {
  readonly name: string;
  /** File in the folder of the CDK app. */
  readonly file: string;
  readonly className: string;
}

/** A managed service. */
export interface ManagedServiceModel {
  readonly stack: StackModel;
  /** Parameter of the stack that contains the ARN of the revision. */
  readonly parameter: string;
  /** Whether the stack creates the cluster. */
  readonly createCluster: boolean;
  /** Applies only to a cluster that the stack creates. */
  readonly containerInsights: ContainerInsights;
  readonly network: NetworkModel;
  /** `undefined` if the service receives no traffic. */
  readonly loadBalancer?: LoadBalancerModel;
  readonly serviceConnect?: ServiceConnectModel;
  readonly serviceDiscovery?: ServiceDiscoveryModel;
  readonly desiredCount: number;
  readonly autoScaling?: AutoScalingModel;
  readonly fargateSpot?: FargateSpotModel;
  /** Empty if the tasks run on Fargate, or on any instance of the cluster. */
  readonly capacityProviders: readonly CapacityProviderModel[];
  readonly deployment: DeploymentModel;
  readonly lifecycleHooks: readonly LifecycleHookModel[];
  readonly alarms: AlarmsModel;
  /** ARNs of the CDK bootstrap roles that deploy the stack. */
  readonly bootstrapRoles: BootstrapRoles;
}

export type NetworkModel = {
  readonly publicTasks: boolean;
  /** Existing security groups of the tasks, in addition to the one that the stack creates. */
  readonly securityGroupIds?: readonly string[];
} & (
  | { readonly kind: 'new'; readonly cidr: string; readonly availabilityZones: number; readonly natGateways: number }
  | { readonly kind: 'lookup'; readonly vpcId: string }
  | {
      readonly kind: 'subnets';
      readonly vpcId: string;
      readonly taskSubnetIds: readonly string[];
      /** Empty if there is no load balancer. */
      readonly loadBalancerSubnetIds: readonly string[];
    }
);

export interface LoadBalancerModel {
  readonly internetFacing: boolean;
  /** Whether clients connect over HTTPS. */
  readonly https: boolean;
  /** `undefined` if clients connect over HTTP, or if the stack creates the certificate. */
  readonly certificateArn?: string;
  /** The first one is part of the URL of the service. */
  readonly domainNames: readonly string[];
  /** The zone in which the stack creates the DNS records. */
  readonly hostedZone?: { readonly id: string; readonly name: string };
  readonly allowedCidrs: readonly string[];
  /** Seconds. */
  readonly healthCheckGracePeriodSeconds: number;
  readonly accessLogsBucket?: string;
  readonly healthCheck: TargetHealthCheckModel;
  readonly idleTimeoutSeconds: number;
  /** `undefined` if it is the stop timeout of the container. */
  readonly deregistrationDelaySeconds?: number;
  readonly stickinessSeconds?: number;
  readonly targetProtocol: TargetProtocol;
  readonly dropInvalidHeaderFields: boolean;
  readonly protocolVersion: LoadBalancerProtocolVersion;
  readonly webAclArn?: string;
  /** `undefined` if the stack creates the load balancer. */
  readonly existing?: ExistingLoadBalancerModel;
}

/** An existing load balancer. */
export interface ExistingLoadBalancerModel {
  readonly protocol: ListenerProtocol;
  /** Listener that receives production traffic; `undefined` if the config specifies only a target group. */
  readonly listenerArn?: string;
  /** Load balancer of the listener. */
  readonly loadBalancerArn?: string;
  /** Listener that receives test traffic. */
  readonly testListenerArn?: string;
  readonly securityGroupId?: string;
  /** `undefined` if the stack creates the target groups. */
  readonly targetGroupArn?: string;
  /** Rule that the stack adds to the listeners; `undefined` if the target group exists. */
  readonly rule?: ListenerRuleModel;
}

/** A rule that forwards requests to the service. */
export interface ListenerRuleModel {
  readonly priority: number;
  readonly hostHeaders: readonly string[];
  readonly pathPatterns: readonly string[];
}

/** How the load balancer checks the tasks. */
export interface TargetHealthCheckModel {
  /** `undefined` if it is the health check path of the container. */
  readonly path?: string;
  /** `undefined` if it is the container port. */
  readonly port?: number;
  readonly successCodes: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

/** How other services connect to the service by a name. */
export interface ServiceConnectModel {
  /** Name or ARN. */
  readonly namespace: string;
  readonly discoveryName?: string;
  readonly dnsName?: string;
  /** `undefined` if it is the container port. */
  readonly port?: number;
  readonly clientSecurityGroupIds: readonly string[];
}

/** How clients find the tasks by a DNS name. */
export interface ServiceDiscoveryModel {
  /** Existing Cloud Map service; `undefined` if the stack creates it. */
  readonly serviceArn?: string;
  /** Empty if the Cloud Map service exists. */
  readonly namespaceId: string;
  readonly name: string;
  readonly recordType: DiscoveryRecordType;
  readonly ttlSeconds: number;
  readonly clientSecurityGroupIds: readonly string[];
}

export interface AutoScalingModel {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly cpuUtilization?: number;
  readonly memoryUtilization?: number;
  readonly requestsPerTarget?: number;
  readonly responseTimeSeconds?: number;
  readonly scaleInCooldownSeconds?: number;
  readonly scaleOutCooldownSeconds?: number;
  readonly schedules: readonly ScalingScheduleModel[];
}

/** A time at which the limits of the number of tasks change. */
export interface ScalingScheduleModel {
  /** Unique among the schedules of the service. */
  readonly name: string;
  /** Six fields of a cron expression. */
  readonly cron: string;
  readonly timeZone: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
}

/** An item of `capacityProviderStrategy` in the ECS API. */
export interface CapacityProviderModel {
  readonly capacityProvider: string;
  readonly base?: number;
  readonly weight: number;
}

/** A capacity provider strategy. */
export interface FargateSpotModel {
  readonly onDemandBase: number;
  readonly onDemandWeight: number;
  readonly spotWeight: number;
}

export interface DeploymentModel {
  readonly strategy: DeploymentStrategy;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** `undefined` if the strategy does not shift traffic. */
  readonly shift?: TrafficShiftModel;
}

/** A function that ECS runs during a deployment. */
export interface LifecycleHookModel {
  readonly functionArn: string;
  readonly stages: readonly DeploymentLifecycleStage[];
}

/** How a strategy shifts traffic from the target group of the old revision to that of the new one. */
export interface TrafficShiftModel {
  /** Minutes that the old revision keeps running after all traffic has shifted. */
  readonly bakeTimeInMinutes: number;
  /** Percentage of traffic in the first step (`CANARY`) or in each step (`LINEAR`). */
  readonly percent?: number;
  /** Minutes to wait after the first step (`CANARY`) or after each step (`LINEAR`). */
  readonly stepBakeTimeInMinutes?: number;
  readonly testListener?: TestListenerModel;
}

/** A listener that sends requests to the new revision before production traffic shifts to it. */
export interface TestListenerModel {
  /** `undefined` if the listener exists. */
  readonly port?: number;
  /** Empty if the listener exists. */
  readonly allowedCidrs: readonly string[];
}

/** Alarm thresholds; `undefined` if the alarm does not exist. */
export interface AlarmsModel {
  readonly http5xxPercent?: number;
  readonly unhealthyHosts?: number;
  readonly cpuUtilization?: number;
  /** Number of consecutive minutes over the threshold. */
  readonly minutes: number;
  /** The same for `unhealthyHosts`: longer than the health check grace period. */
  readonly unhealthyMinutes: number;
  readonly topicArn?: string;
}

export interface TaskRoleStatementModel {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** IAM `Condition` element. */
  readonly conditions?: Readonly<Record<string, unknown>>;
}

export interface ReferenceStatementModel extends TaskRoleStatementModel {
  readonly why: string;
}

export interface SmokeTestModel {
  readonly command: string;
  readonly files: readonly string[];
  /** Whether a release rolls back if the test fails. */
  readonly rollBack: boolean;
}

/** An environment variable whose value a release determines: either `value` or `stackOutput` is set. */
export interface ReleaseVariableModel {
  readonly name: string;
  readonly value?: ReleaseValue;
  readonly stackOutput?: { readonly stack: string; readonly output: string };
}

export interface OneOffTaskModel {
  readonly command: readonly string[];
  readonly timeoutMinutes: number;
}

/** A task that EventBridge Scheduler starts. */
export interface ScheduledTaskModel {
  /** Unique among the scheduled tasks of the environment. */
  readonly name: string;
  /** A `rate` or `cron` expression. */
  readonly schedule: string;
  readonly timeZone?: string;
  readonly command: readonly string[];
  /** `undefined` if the task has the size of a task of the service. */
  readonly cpu?: number;
  readonly memory?: number;
  readonly enabled: boolean;
  readonly retryAttempts?: number;
  readonly maximumEventAgeSeconds?: number;
  readonly deadLetterQueueArn?: string;
}

/** An additional service that runs the same image. */
export interface WorkerModel {
  /** Unique among the workers of the environment. */
  readonly name: string;
  /** Prefix of the shell variables of the worker. */
  readonly variable: string;
  readonly ecsService: { readonly name: string; readonly arn: string };
  /** Parameter of the service stack that contains the ARN of the revision. */
  readonly parameter: string;
  readonly taskDefinition: TaskDefinitionModel;
  readonly command: readonly string[];
  readonly healthCheckCommand?: readonly string[];
  /** `undefined` if it is the stop timeout of the service. */
  readonly stopTimeout?: number;
  /** Those of the service and of the worker. */
  readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];
  /** Those of the service and of the worker. */
  readonly secrets: readonly SecretModel[];
  readonly desiredCount: number;
  readonly autoScaling?: AutoScalingModel;
  readonly updateOrder: WorkerUpdateOrder;
}

export interface CodeDeployHookModel {
  readonly event: string;
  /** Name or ARN of the function. */
  readonly functionName: string;
}

/** Commands that run before and after a release, each list in one shell. */
export interface ReleaseCommandsModel {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly files: readonly string[];
}

export interface CodeDeployModel {
  readonly application: string;
  readonly applicationArn: string;
  readonly deploymentGroup: string;
  readonly deploymentGroupArn: string;
  /** In the order in which CodeDeploy runs them. */
  readonly hooks: readonly CodeDeployHookModel[];
}

/** How GitHub releases to an environment. */
export interface GithubReleaseModel {
  /** Name of the environment. */
  readonly name: string;
  /** Name of the GitHub environment. */
  readonly environment: string;
  /** Name of the GitHub environment whose reviewers approve previews. `undefined`: there are none. */
  readonly previewEnvironment?: string;
  readonly oidcProvider: OidcProviderModel;
  readonly deployRole: GithubRoleModel;
  /** Full refs that may release to the environment or roll it back, as patterns. */
  readonly refs: readonly string[];
  /** `undefined` if all refs are released to all environments, one after the other. */
  readonly own?: {
    readonly triggers: TriggersModel;
    /** Name of the environment that the same refs are released to first. */
    readonly after?: string;
  };
}

/** How GitHub publishes previews of pull requests. */
export interface GithubPreviewsModel {
  /** Path of the generated workflow. */
  readonly workflow: string;
  /** Name of the environment. */
  readonly environment: string;
  readonly role: GithubRoleModel;
  readonly oidcProvider: OidcProviderModel;
}

/** The GitHub OIDC provider of an account. */
export interface OidcProviderModel {
  readonly arn: string;
  /** Without the scheme. */
  readonly issuer: string;
  /** Whether STS supports the `ref` claim of tokens as a condition key. */
  readonly hasRefKey: boolean;
  /** Whether the stack creates it; `true` only for the first stack in the account that needs it. */
  readonly create: boolean;
}

/** How CodePipeline releases to an environment. */
export interface PipelineReleaseModel {
  /** Name of the environment. */
  readonly name: string;
  /** Name of the CodeBuild project that releases, if there is one. */
  readonly project: string;
  /** Role of the project; set if a role in another account must trust it. */
  readonly projectRole?: { readonly name: string; readonly arn: string };
  /** Role that the project assumes in the account of the environment; set if that is another account. */
  readonly roleToAssume?: { readonly name: string; readonly arn: string };
}

export interface TaskDefinitionModel {
  /** Path of the generated file. */
  readonly file: string;
  /** `false` if the service owns its task definition. */
  readonly generated: boolean;
  readonly family: string;
  /** Name of the launch type in the ECS API. */
  readonly launchType: string;
  readonly runsOnEc2: boolean;
  readonly cpu: number;
  readonly memory: number;
  readonly extraFields: Readonly<Record<string, unknown>>;
}

/** A role that a GitHub workflow assumes. */
export interface GithubRoleModel {
  /** Name of the role to create, and of the sessions. */
  readonly name: string;
  readonly arn: string;
  /** `false` if the role exists. */
  readonly create: boolean;
  /** `sub` claims that may assume the role. */
  readonly subjects: readonly string[];
  /** Seconds that a session lasts; covers the longest wait in a release or a rollback. */
  readonly sessionSeconds: number;
}

export interface GithubModel {
  /** Path of the generated workflow. */
  readonly workflow: string;
  readonly pullRequestWorkflow: string;
  readonly rollbackWorkflow: string;
  /** `undefined` if pull requests have no preview. */
  readonly previews?: GithubPreviewsModel;
  /** A push of these refs starts the workflow. */
  readonly triggers: TriggersModel;
  /** The workflow releases only these refs. */
  readonly allowed: TriggersModel;
  /** Whether another workflow calls the workflow, so that a push does not start it. */
  readonly workflowCall: boolean;
  /** Name of the workflow whose success starts the workflow, so that a push does not start it. */
  readonly afterWorkflow?: string;
  readonly runner: string;
  readonly oidcProvider: OidcProviderModel;
  /** Whether the subjects contain the IDs of the repository and its owner instead of wildcards. */
  readonly subjectsExact: boolean;
  /** Role that builds and pushes the image. */
  readonly buildRole: GithubRoleModel;
  /** Users or teams (`organization/team`). */
  readonly reviewers: readonly string[];
  /** `undefined` if the config does not say whether people can approve their own releases. */
  readonly preventSelfReview?: boolean;
  /** `undefined` if the config does not protect the release branch. */
  readonly branchProtection?: BranchProtectionModel;
  /** Custom references that replace the pinned actions. */
  readonly actions: Readonly<Record<string, string>>;
  /** One for each environment, in promotion order. */
  readonly releases: readonly GithubReleaseModel[];
}

/** How GitHub protects the release branch. */
export interface BranchProtectionModel {
  readonly requiredApprovals: number;
  readonly requiredChecks: readonly string[];
  readonly requireUpToDate: boolean;
  readonly dismissStaleApprovals: boolean;
  readonly requireCodeOwnerReview: boolean;
  readonly requireSignedCommits: boolean;
}

export interface PipelineModel {
  /** Path of the generated buildspec. */
  readonly buildspec: string;
  readonly name: string;
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Whether its roles have a path. */
  readonly hasRolePath: boolean;
  /** A push of these refs starts the pipeline. */
  readonly triggers: TriggersModel;
  readonly source: PipelineSourceModel;
  readonly buildImage: string;
  readonly computeType: string;
  readonly buildProject: string;
  readonly logRetentionDays: number;
  /** One for each environment, in promotion order. */
  readonly releases: readonly PipelineReleaseModel[];
}

export type PipelineSourceModel =
  | {
      readonly kind: PipelineSource.GITHUB;
      readonly repository: GithubRepository;
      /** `undefined` if the stack creates the connection. */
      readonly connectionArn?: string;
      /** Name of the connection to create. */
      readonly connectionName: string;
    }
  | { readonly kind: PipelineSource.CODE_COMMIT; readonly repositoryName: string };

export interface InfraModel {
  /** Folder of the CDK app. */
  readonly dir: string;
  /** Whether the app has its own `package.json`: `true` if the project is not a Node.js project. */
  readonly ownPackage: boolean;
  /** Whether the project uses ES modules. If so, the app needs its own `package.json` that declares CommonJS. */
  readonly insideEsModules: boolean;
  /** Folder of the synthesized app. */
  readonly assembly: string;
  /** Qualifier of the CDK bootstrap stack; `undefined` for the CDK's default. */
  readonly bootstrapQualifier?: string;
  /** Tags of all resources. */
  readonly tags: Readonly<Record<string, string>>;
  /** How the roles are named. */
  readonly roles: { readonly prefix: string; readonly path: string };
  /** Name of the managed policy that limits every role; `undefined` if there is none. */
  readonly permissionsBoundary?: string;
  /** Plugins that check the stacks during synthesis. */
  readonly validationPlugins: readonly ValidationPluginModel[];
  /** Findings of the plugins that are accepted. */
  readonly acknowledgments: readonly AcknowledgmentModel[];
}

export interface ValidationPluginModel {
  readonly packageName: string;
  readonly version: string;
  readonly className: string;
}

export interface AcknowledgmentModel {
  readonly id: string;
  readonly reason: string;
  /** `undefined` for all environments. */
  readonly environment?: string;
}

/** Paths of a delivery to Amazon ECS. */
export interface FilesModel extends CommonFilesModel {
  /** AppSpec file for CodeDeploy, with a placeholder for the task definition. */
  readonly appspec: string;
  /** What the AppSpec file contains in place of the task definition. */
  readonly taskDefinitionPlaceholder: string;
  /** What the task definition contains in place of the image. */
  readonly imagePlaceholder: string;
  /** The file in which CodePipeline's action for CodeDeploy expects the image. */
  readonly imageDetail: string;
  /** The file in which CodePipeline's action for ECS expects the image. */
  readonly imageDefinitions: string;
  /** Script that runs the one-off task. */
  readonly oneOffTask: string;
}
