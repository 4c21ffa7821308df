import type { DeliveryEngine, ImageTag, PipelineSource, RegistryEncryption } from '../options';
import type { DeploymentStrategy } from '../service-options';

/**
 * What a release meets. `managed`: a service of our own stack; `existing`: one that exists; `image-only`: one whose
 * task definition is owned elsewhere; `code-deploy`: one that CodeDeploy deploys.
 */
export type ServiceKind = 'managed' | 'existing' | 'image-only' | 'code-deploy';

/**
 * The resolved config. Every fact that two files share is decided here, once: renderers only read it. Frozen.
 */
export interface DeliveryModel {
  /** Name of the service, of its container and of its task definition family. */
  readonly service: string;
  readonly serviceKind: ServiceKind;
  readonly source: SourceModel;
  readonly build: BuildModel;
  readonly registry: RegistryModel;
  readonly container: ContainerModel;
  /** In promotion order. */
  readonly environments: readonly EnvironmentModel[];
  /** `undefined` where the engine is off. */
  readonly github?: GithubModel;
  /** `undefined` where the engine is off. */
  readonly pipeline?: PipelineModel;
  /** The engine that a push starts. */
  readonly trigger: DeliveryEngine;
  readonly infra: InfraModel;
  readonly files: FilesModel;
}

export interface SourceModel {
  readonly branch: string;
  /** `undefined` where neither engine reads from GitHub. */
  readonly github?: GithubRepository;
}

export interface GithubRepository {
  readonly owner: string;
  readonly name: string;
  /** `owner/name`. */
  readonly fullName: string;
}

export interface BuildModel {
  /** Whether npm installs the dependencies, from a `package-lock.json`. */
  readonly npm: boolean;
  readonly runtime: Runtime;
  readonly installCommands: readonly string[];
  readonly testCommands: readonly string[];
  readonly cachePaths: readonly string[];
  readonly dockerfile: { readonly path: string; readonly generated: boolean };
  /** Folder of the project in the repository. `undefined`: the repository itself. */
  readonly directory?: string;
  readonly architecture: ArchitectureModel;
}

export interface Runtime {
  /** As CodeBuild names it. */
  readonly name: string;
  readonly version: string;
}

/** How each system spells the CPU architecture. */
export interface ArchitectureModel {
  /** ECS: `runtimePlatform.cpuArchitecture`. */
  readonly ecs: 'X86_64' | 'ARM64';
  /** Docker: `--platform`. */
  readonly docker: 'linux/amd64' | 'linux/arm64';
  /** GitHub: label of the runner. */
  readonly runner: string;
  /** CodeBuild: type of the environment. */
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
  readonly encryption: RegistryEncryption;
  readonly kmsKeyArn?: string;
  readonly existing: boolean;
  readonly imageTag: ImageTag;
  readonly stack: string;
}

export interface ContainerModel {
  readonly name: string;
  readonly port: number;
  readonly healthCheckPath: string;
  /** Exec form; `undefined` where ECS shall not check the container itself. */
  readonly healthCheckCommand?: readonly string[];
  readonly command?: readonly string[];
  /** `uid:gid` that the container runs as. */
  readonly user: string;
  readonly stopTimeout: number;
  readonly ulimits: readonly UlimitModel[];
  readonly extraFields: Readonly<Record<string, unknown>>;
}

export interface UlimitModel {
  readonly name: string;
  readonly softLimit: number;
  readonly hardLimit: number;
}

/** An IAM role, ours or the user's. */
export interface RoleModel {
  readonly arn: string;
  /** Name of the role to create; `undefined` where the role exists already. */
  readonly createAs?: string;
}

export interface SecretModel {
  /** Name of the environment variable. */
  readonly name: string;
  /** What `RegisterTaskDefinition` takes. */
  readonly valueFrom: string;
  readonly service: 'secretsmanager' | 'ssm';
  /** ARN for the policy of the execution role. */
  readonly policyResource: string;
  readonly kmsKeyArn?: string;
}

export interface EnvironmentModel {
  readonly name: string;
  /** What scripts call it. */
  readonly argument: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly cluster: { readonly name: string; readonly arn: string };
  readonly ecsService: { readonly name: string; readonly arn: string };
  readonly taskDefinition: TaskDefinitionModel;
  readonly executionRole: RoleModel;
  /** `undefined` where the service owns its task definition, which names no such role. */
  readonly taskRole?: RoleModel;
  /** `undefined` where the service owns its task definition. */
  readonly logGroup?: { readonly name: string; readonly arn: string };
  readonly logRetentionDays: number;
  readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly SecretModel[];
  /** What the task role allows, besides what ECS Exec needs. */
  readonly taskRoleStatements: readonly TaskRoleStatementModel[];
  /** Whether ECS Exec opens shells in the containers. */
  readonly executeCommand: boolean;
  readonly oneOffTask?: OneOffTaskModel;
  readonly smokeTest?: { readonly command: string; readonly files: readonly string[] };
  /** Whether somebody approves before this environment is deployed. */
  readonly approval: boolean;
  /** Minutes until the service has to be stable. */
  readonly deploymentTimeout: number;
  /** Minutes that a release may wait altogether: for the one-off task and the deployment. */
  readonly releaseTimeout: number;
  readonly baseStack: StackModel;
  /** `undefined` where the service exists already. */
  readonly managed?: ManagedServiceModel;
  /** `undefined` where CodeDeploy does not deploy it. */
  readonly codeDeploy?: CodeDeployModel;
  /** `undefined` where the CodePipeline engine is off. */
  readonly pipeline?: PipelineReleaseModel;
  /** `undefined` where the GitHub engine is off. */
  readonly github?: GithubReleaseModel;
}

/** A stack whose name and source depend on the environment. */
export interface StackModel {
  readonly name: string;
  /** File in the folder of the CDK app. */
  readonly file: string;
  readonly className: string;
}

/** The service of our own stack. */
export interface ManagedServiceModel {
  readonly stack: StackModel;
  /** The parameter of the stack that takes the revision. */
  readonly parameter: string;
  /** Whether the stack creates the cluster. */
  readonly createCluster: boolean;
  readonly network: NetworkModel;
  /** `undefined`: the service gets no traffic. */
  readonly loadBalancer?: LoadBalancerModel;
  readonly desiredCount: number;
  readonly autoScaling?: AutoScalingModel;
  readonly fargateSpot?: FargateSpotModel;
  readonly deployment: DeploymentModel;
  readonly alarms: AlarmsModel;
  /** The roles of the CDK that deploy the stack. */
  readonly bootstrapRoles: { readonly deploy: string; readonly filePublishing: string };
}

export type NetworkModel = { readonly publicTasks: boolean } & (
  | { readonly kind: 'new'; readonly cidr: string; readonly availabilityZones: number; readonly natGateways: number }
  | { readonly kind: 'lookup'; readonly vpcId: string }
  | {
      readonly kind: 'subnets';
      readonly vpcId: string;
      readonly taskSubnetIds: readonly string[];
      /** Empty where there is no load balancer. */
      readonly loadBalancerSubnetIds: readonly string[];
    }
);

export interface LoadBalancerModel {
  readonly internetFacing: boolean;
  readonly certificateArn?: string;
  readonly domainName?: string;
  readonly allowedCidrs: readonly string[];
  /** Seconds. */
  readonly healthCheckGracePeriod: number;
  readonly accessLogsBucket?: string;
}

export interface AutoScalingModel {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly cpuUtilization?: number;
  readonly memoryUtilization?: number;
  readonly requestsPerTarget?: number;
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
  /** `undefined` where the strategy shifts no traffic. */
  readonly shift?: TrafficShiftModel;
}

/** How traffic goes from the target group of the old revision to that of the new one. */
export interface TrafficShiftModel {
  /** Minutes that the old revision stays at the end. */
  readonly bakeTime: number;
  /** `CANARY` and `LINEAR`: percent of the first step or of each. */
  readonly percent?: number;
  /** `CANARY` and `LINEAR`: minutes after the first step or after each. */
  readonly stepBakeTime?: number;
  readonly testListener?: { readonly port: number; readonly allowedCidrs: readonly string[] };
}

/** Limits; `undefined` where there is no such alarm. */
export interface AlarmsModel {
  readonly http5xxPercent?: number;
  readonly unhealthyHosts?: number;
  readonly cpuUtilization?: number;
  /** How long a value has to be beyond its limit. */
  readonly minutes: number;
  /** The same for `unhealthyHosts`: longer than a new task may take to start. */
  readonly unhealthyMinutes: number;
  readonly topicArn?: string;
}

export interface TaskRoleStatementModel {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator to key to value. */
  readonly conditions?: Readonly<Record<string, unknown>>;
}

export interface OneOffTaskModel {
  readonly command: readonly string[];
  /** Minutes. */
  readonly timeout: number;
}

export interface CodeDeployModel {
  readonly application: string;
  readonly applicationArn: string;
  readonly deploymentGroup: string;
  readonly deploymentGroupArn: string;
}

/** How GitHub releases to an environment. */
export interface GithubReleaseModel {
  readonly environment: string;
  readonly oidcProvider: OidcProviderModel;
  readonly deployRole: GithubRoleModel;
}

/** GitHub's identity provider in an account, and whether the stack that needs it first creates it. */
export interface OidcProviderModel {
  readonly arn: string;
  readonly create: boolean;
}

/** How CodePipeline releases to an environment. */
export interface PipelineReleaseModel {
  /** Name of the CodeBuild project, where one releases. */
  readonly project: string;
  /** Name and ARN of its role, where another account has to know them. */
  readonly projectRole?: { readonly name: string; readonly arn: string };
  /** The role in the environment's account that the project takes, where that is another account. */
  readonly roleToAssume?: { readonly name: string; readonly arn: string };
}

export interface TaskDefinitionModel {
  /** Path of the generated file. */
  readonly file: string;
  /** Whether it is generated; not where the service owns its task definition. */
  readonly generated: boolean;
  readonly family: string;
  readonly cpu: number;
  readonly memory: number;
  readonly extraFields: Readonly<Record<string, unknown>>;
}

/** A role that a GitHub workflow assumes. */
export interface GithubRoleModel {
  readonly name: string;
  readonly arn: string;
  /** The `sub` claims that may assume it. */
  readonly subjects: readonly string[];
  /** Seconds a session lasts; the longest wait has to fit. */
  readonly sessionSeconds: number;
}

export interface GithubModel {
  /** Path of the generated workflow. */
  readonly workflow: string;
  readonly pullRequestWorkflow: string;
  readonly rollbackWorkflow: string;
  readonly runner: string;
  readonly oidcProvider: OidcProviderModel;
  /** Whether the subjects name the ids of repository and owner, rather than wildcards in their place. */
  readonly subjectsExact: boolean;
  /** Builds and pushes the image. */
  readonly buildRole: GithubRoleModel;
  /** Users, and teams as `organization/team`. */
  readonly reviewers: readonly string[];
  /** Users' replacements for pinned actions. */
  readonly actions: Readonly<Record<string, string>>;
}

export interface PipelineModel {
  /** Path of the generated buildspec. */
  readonly buildspec: string;
  readonly name: string;
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly source: PipelineSourceModel;
  readonly buildImage: string;
  readonly computeType: string;
  readonly buildProject: string;
  readonly logRetentionDays: number;
}

export type PipelineSourceModel =
  | {
      readonly kind: PipelineSource.GITHUB;
      readonly repository: GithubRepository;
      /** `undefined`: the stack creates the connection. */
      readonly connectionArn?: string;
      /** Name of the connection to create. */
      readonly connectionName: string;
    }
  | { readonly kind: PipelineSource.CODE_COMMIT; readonly repositoryName: string };

export interface InfraModel {
  /** Folder of the CDK app. */
  readonly dir: string;
  /** Whether the app has its own `package.json`, since the project is not a Node.js one. */
  readonly ownPackage: boolean;
  /** Whether the project's own modules are ES modules, which the app, written for CommonJS, has to differ from. */
  readonly insideEsModules: boolean;
  /** Folder of the synthesized app. */
  readonly assembly: string;
  /** The qualifier of the CDK bootstrap. `undefined`: the CDK's own. */
  readonly bootstrapQualifier?: string;
}

/** Paths that are the same for every target and engine. */
export interface FilesModel {
  /** The config file that generated files name as their source. */
  readonly config: string;
  /** Whether the config is about to go: the project is ejected. */
  readonly ejected: boolean;
  /** The command that runs a task of the project. */
  readonly runTask: string;
  readonly guide: string;
  /** What CodeDeploy deploys, with a placeholder for the task definition. */
  readonly appspec: string;
  /** What stands in it in the place of the task definition. */
  readonly taskDefinitionPlaceholder: string;
  /** What stands in the task definition in the place of the image. */
  readonly imagePlaceholder: string;
  /** Where CodePipeline's actions look for the image. */
  readonly imageDetail: string;
  readonly imageDefinitions: string;
  /** Script that goes back to an earlier revision. */
  readonly rollback: string;
  /** Script that runs the one-off task. */
  readonly oneOffTask: string;
}
