import type { DeliveryEngine, ImageTag, PipelineSource, RegistryEncryption } from '../options';

/**
 * The resolved config. Every fact that two files share is decided here, once: renderers only read it. Frozen.
 */
export interface DeliveryModel {
  /** Name of the service, of its container and of its task definition family. */
  readonly service: string;
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
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly cluster: { readonly name: string; readonly arn: string };
  readonly ecsService: { readonly name: string; readonly arn: string };
  readonly taskDefinition: TaskDefinitionModel;
  readonly executionRole: RoleModel;
  readonly taskRole: RoleModel;
  readonly logGroup: { readonly name: string; readonly arn: string };
  readonly logRetentionDays: number;
  readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly SecretModel[];
  /** Whether somebody approves before this environment is deployed. */
  readonly approval: boolean;
  /** Minutes until the service has to be stable. */
  readonly deploymentTimeout: number;
  readonly baseStack: StackModel;
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
  /** Name of the CodeBuild project. */
  readonly project: string;
  /** Name and ARN of its role, where another account has to know them. */
  readonly projectRole?: { readonly name: string; readonly arn: string };
  /** The role in the environment's account that the project takes, where that is another account. */
  readonly roleToAssume?: { readonly name: string; readonly arn: string };
}

export interface TaskDefinitionModel {
  /** Path of the generated file. */
  readonly file: string;
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
  /** Script that goes back to an earlier revision. */
  readonly rollback: string;
}
