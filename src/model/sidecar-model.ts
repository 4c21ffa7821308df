import type { HealthCheckTimingModel, PortMappingModel, SecretModel } from './model';

/** A container of the task in addition to the container of the service. */
export interface SidecarModel {
  readonly name: string;
  readonly image: string;
  /** ARN of the private ECR repository that contains the image. */
  readonly ecrRepositoryArn?: string;
  /** Name or ARN of the secret with the credentials of the registry. */
  readonly repositoryCredentials?: string;
  readonly essential: boolean;
  readonly command?: readonly string[];
  readonly entryPoint?: readonly string[];
  readonly cpu?: number;
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly portMappings: readonly PortMappingModel[];
  readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly SecretModel[];
  readonly dependsOn: readonly ContainerDependencyModel[];
  readonly healthCheck?: HealthCheckTimingModel & { readonly command: readonly string[] };
  readonly mounts: readonly MountModel[];
  readonly user?: string;
  readonly readonlyRootFilesystem?: boolean;
  readonly stopTimeout?: number;
  /** Set if the sidecar is the log router of the task. */
  readonly firelens?: FirelensModel;
  /** Other fields from the config. */
  readonly extraFields: Readonly<Record<string, unknown>>;
}

/** The container and the port that a load balancer sends requests to. */
export interface TrafficTargetModel {
  readonly containerName: string;
  readonly containerPort: number;
}

/** An item of `dependsOn` in `RegisterTaskDefinition`. */
export interface ContainerDependencyModel {
  readonly containerName: string;
  readonly condition: string;
}

/** `firelensConfiguration` in `RegisterTaskDefinition`. */
export interface FirelensModel {
  readonly type: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** An item of `volumes` in `RegisterTaskDefinition`. */
export interface VolumeModel {
  readonly name: string;
  readonly efsVolumeConfiguration?: {
    readonly fileSystemId: string;
    readonly rootDirectory?: string;
    readonly transitEncryption: 'ENABLED' | 'DISABLED';
    readonly authorizationConfig?: { readonly accessPointId?: string; readonly iam: 'ENABLED' | 'DISABLED' };
  };
}

/** An item of `mountPoints` in `RegisterTaskDefinition`. */
export interface MountModel {
  readonly sourceVolume: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
}
