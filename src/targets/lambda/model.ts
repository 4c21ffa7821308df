import type { BootstrapRoles } from '../../model/bootstrap-roles';
import type { BundleModel } from '../../model/bundle-model';
import type { BuildCommandsModel, CommonEnvironmentModel, CommonModel } from '../../model/common-model';
import type { BuildModel, RegistryModel, RoleModel, StackModel, TaskRoleStatementModel } from '../../model/model';
import type {
  DeploymentStrategy,
  LambdaInvokeMode,
  LambdaLogFormat,
  LambdaPackageType,
  LambdaUrlAuthType,
} from '../../options';

/** The resolved config of a Lambda function, frozen. */
export type LambdaModel = FunctionDeliveryModel & LambdaPackageModel;

interface FunctionDeliveryModel extends CommonModel {
  readonly code: CodeModel;
  /** In promotion order. */
  readonly environments: readonly LambdaEnvironmentModel[];
}

/** What a release deploys. */
export type LambdaPackageModel =
  | { readonly packageType: LambdaPackageType.ZIP; readonly build: BuildCommandsModel; readonly bundle: BundleModel }
  | { readonly packageType: LambdaPackageType.IMAGE; readonly build: BuildModel; readonly registry: RegistryModel };

/** What is the same in all environments. */
export interface CodeModel {
  /** `undefined` for a container image. */
  readonly handler?: string;
  /** `undefined` for a container image. */
  readonly runtime?: string;
  /** `undefined` for a container image. */
  readonly support?: RuntimeSupportModel;
  /** `undefined` for a zip file, and if the Dockerfile decides everything. */
  readonly imageConfig?: ImageConfigModel;
  readonly architecture: 'arm64' | 'x86_64';
  /** The alias that receives all invocations. */
  readonly alias: string;
  /** The names of the parameters of the service stack. */
  readonly parameters: ParametersModel;
  /** The output of the service stack that contains the URL. */
  readonly urlOutput: string;
}

/** `ImageConfig` in `CreateFunction`. */
export interface ImageConfigModel {
  readonly command?: readonly string[];
  readonly entryPoint?: readonly string[];
  readonly workingDirectory?: string;
}

/** How long Lambda supports the runtime. */
export interface RuntimeSupportModel {
  readonly deprecated?: string;
  readonly updateBlocked?: string;
  /** Whether it is the newest runtime of its language. */
  readonly isNewest: boolean;
}

export interface ParametersModel {
  /** The key of the zip file, or the URI of the image. */
  readonly package: string;
  /** The hash of the zip file. `undefined` for a container image. */
  readonly hash?: string;
  readonly release: string;
  readonly live: string;
}

/** A function in an environment. */
export interface FunctionModel {
  readonly functionName: string;
  readonly functionArn: string;
  /** `undefined`: the one of the main function is part of `code`. */
  readonly handler?: string;
  readonly imageConfig?: ImageConfigModel;
  readonly description?: string;
  readonly role: RoleModel;
  readonly roleStatements: readonly TaskRoleStatementModel[];
  readonly memorySize: number;
  /** Seconds. */
  readonly timeout: number;
  readonly ephemeralStorageSize: number;
  readonly reservedConcurrentExecutions?: number;
  readonly provisionedConcurrentExecutions?: number;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly LambdaSecretModel[];
  readonly network?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  readonly functionUrl?: FunctionUrlModel;
  readonly httpApi?: HttpApiModel;
  readonly triggers: TriggersModel;
  readonly asyncInvocation?: AsyncInvocationModel;
  readonly tracing: boolean;
  readonly logging: LambdaLoggingModel;
  readonly logGroup: { readonly name: string; readonly arn: string; readonly create: boolean };
  readonly logRetentionDays: number;
  /** `undefined` if there are none. */
  readonly alarms?: LambdaAlarmsModel;
}

/** A function in addition to the main function. */
export interface AdditionalFunctionModel extends FunctionModel {
  /** The name in the config. */
  readonly name: string;
  /** The parameter of the service stack that a rollback sets. */
  readonly parameter: string;
  /** The deployment group that moves its alias. */
  readonly deploymentGroup: string;
  readonly urlOutput: string;
}

/** An environment with its main function. */
export interface LambdaEnvironmentModel extends CommonEnvironmentModel, FunctionModel {
  readonly additionalFunctions: readonly AdditionalFunctionModel[];
  /** The CodeDeploy application. The deployment group of the main function has the name of the alias. */
  readonly application: string;
  /** `undefined` for a container image. */
  readonly bucket?: string;
  readonly shift: TrafficModel;
  /** The ARNs of existing functions. */
  readonly hooks: { readonly before?: string; readonly after?: string };
  /** Functions in the package. */
  readonly hookFunctions: { readonly before?: HookFunctionModel; readonly after?: HookFunctionModel };
  readonly smokeTest?: { readonly command: string; readonly files: readonly string[] };
  readonly retainedVersions: number;
  readonly baseStack: StackModel;
  readonly serviceStack: StackModel;
  readonly bootstrapRoles: BootstrapRoles;
  /** The role with which CloudFormation reads the bundle. */
  readonly cloudFormationRole: string;
}

/** A function that CodeDeploy runs during a deployment. */
export interface HookFunctionModel {
  /** Starts with the prefix that the policy of CodeDeploy's role allows. */
  readonly functionName: string;
  readonly handler?: string;
  readonly imageConfig?: ImageConfigModel;
  readonly memorySize: number;
  /** Seconds. */
  readonly timeout: number;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  readonly roleStatements: readonly TaskRoleStatementModel[];
}

/** All functions of an environment, the main function first. */
export function functionsOf(environment: LambdaEnvironmentModel): readonly FunctionModel[] {
  return [environment, ...environment.additionalFunctions];
}

export interface LambdaSecretModel {
  /** Name of the environment variable. */
  readonly name: string;
  /** Name or ARN, as the code passes it to AWS. */
  readonly id: string;
  readonly service: 'secretsmanager' | 'ssm';
  readonly policyResource: string;
  readonly kmsKeyArn?: string;
}

export interface FunctionUrlModel {
  readonly authType: LambdaUrlAuthType;
  readonly invokeMode: LambdaInvokeMode;
  readonly cors?: CorsModel;
}

export interface HttpApiModel {
  readonly cors?: CorsModel;
  readonly throttlingRateLimit?: number;
  readonly throttlingBurstLimit?: number;
}

export interface CorsModel {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly allowCredentials?: boolean;
  readonly maxAge?: number;
}

export interface TriggersModel {
  readonly queues: readonly QueueModel[];
  readonly rules: readonly RuleModel[];
  readonly schedules: readonly ScheduleModel[];
}

export interface QueueModel {
  readonly arn: string;
  readonly batchSize: number;
  readonly maximumBatchingWindowInSeconds?: number;
  readonly maximumConcurrency?: number;
  readonly reportBatchItemFailures: boolean;
  readonly kmsKeyArn?: string;
}

export interface RuleModel {
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly bus?: string;
}

export interface ScheduleModel {
  readonly expression: string;
  readonly timeZone?: string;
}

export interface AsyncInvocationModel {
  readonly onFailureArn?: string;
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeInSeconds?: number;
}

export interface LambdaLoggingModel {
  readonly format: LambdaLogFormat;
  readonly applicationLogLevel?: string;
  readonly systemLogLevel?: string;
  /** Whether the log group exists. */
  readonly existing: boolean;
}

/** How traffic moves to a new version. */
export interface TrafficModel {
  readonly strategy: DeploymentStrategy;
  /** `undefined` if all traffic shifts at once. */
  readonly steps?: { readonly percent: number; readonly interval: number };
  /** Minutes from the first step to the last one. */
  readonly minutes: number;
}

export interface LambdaAlarmsModel {
  readonly errorPercent: number;
  readonly throttles: number;
  readonly minutes: number;
  readonly topicArn?: string;
}
