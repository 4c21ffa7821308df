import type { BootstrapRoles } from '../../model/bootstrap-roles';
import type { BundledModel } from '../../model/bundle-model';
import type { CommonEnvironmentModel, CommonFilesModel } from '../../model/common-model';
import type { RoleModel, SecretModel, StackModel, TaskRoleStatementModel } from '../../model/model';
import type { DeploymentStrategy } from '../../options';

/** The resolved config of a service on EC2 instances, frozen. */
export interface Ec2Model extends BundledModel {
  readonly instances: InstancesModel;
  /** How the service stack replaces the instances. `undefined`: CodeDeploy updates them. */
  readonly refresh?: RefreshModel;
  /** In promotion order. */
  readonly environments: readonly Ec2EnvironmentModel[];
  readonly files: Ec2FilesModel;
}

/** The parameters and the lifecycle hook of a service stack that replaces its instances. */
export interface RefreshModel {
  /** Parameter with the key of the live bundle. */
  readonly bundleKey: string;
  /** Parameter with the keys of the bundles that have been live. */
  readonly history: string;
  /** Parameter that determines whether alarms stop a deployment. */
  readonly alarms: string;
  /** Lifecycle hook that keeps an instance out of service until the service responds. */
  readonly hook: string;
}

/** What is the same on the instances of all environments. */
export interface InstancesModel {
  readonly architecture: 'arm64' | 'x86_64';
  readonly startCommand: readonly string[];
  /** Packages of Amazon Linux 2023. */
  readonly packages: readonly string[];
  readonly port: number;
  readonly healthCheckPath: string;
  /** Seconds from SIGTERM until systemd kills the service. */
  readonly stopTimeout: number;
  /** Name of the systemd unit, without `.service`. */
  readonly unit: string;
  /** Folder that contains the releases. */
  readonly home: string;
  readonly logFolder: string;
  readonly secretsFile: string;
  /** Whether an environment has secrets. */
  readonly hasSecrets: boolean;
  /** Whether an environment stops the service before an instance is terminated. */
  readonly stopsService: boolean;
  /** The output of the service stack that contains the URL. */
  readonly urlOutput: string;
}

export interface Ec2FilesModel extends CommonFilesModel {
  readonly appspec: string;
  readonly install: string;
  readonly start: string;
  readonly validate: string;
  readonly stop: string;
  readonly secrets: string;
  readonly unit: string;
  /** Script that deploys a bundle with CodeDeploy. */
  readonly deploy: string;
}

export interface Ec2EnvironmentModel extends CommonEnvironmentModel {
  readonly rollbackTimeout: number;
  readonly baseStack: StackModel;
  readonly serviceStack: StackModel;
  readonly bootstrapRoles: BootstrapRoles;
  /** Name of the bucket that the instances read bundles from. */
  readonly bucket: string;
  /** File with the environment variables. */
  readonly variablesFile: string;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly SecretModel[];
  readonly instanceRole: RoleModel & { readonly createAs: string };
  readonly instanceRoleStatements: readonly TaskRoleStatementModel[];
  /** `undefined` for an instance refresh. */
  readonly inPlace?: InPlaceModel;
  readonly autoScalingGroup: string;
  readonly logGroup: { readonly name: string; readonly arn: string };
  readonly logRetentionDays: number;
  readonly instanceType: string;
  /** `undefined` if the CDK looks up the image. */
  readonly imageId?: string;
  readonly rootVolumeSize: number;
  readonly autoScaling: Ec2AutoScalingModel;
  readonly network: Ec2NetworkModel;
  readonly loadBalancer?: Ec2LoadBalancerModel;
  readonly strategy: Ec2StrategyModel;
  /** `undefined` if there are none. */
  readonly alarms?: Ec2AlarmsModel;
  readonly terminationHook: boolean;
  readonly smokeTest?: { readonly command: string; readonly files: readonly string[] };
}

export interface InPlaceModel {
  readonly application: string;
  readonly deploymentGroup: string;
}

export interface Ec2AutoScalingModel {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly cpuUtilization?: number;
  readonly requestsPerTarget?: number;
}

export type Ec2NetworkModel = { readonly publicInstances: boolean; readonly securityGroupIds: readonly string[] } & (
  | {
      readonly kind: 'new';
      readonly cidr: string;
      readonly availabilityZones: number;
      readonly natGateways: number;
    }
  | { readonly kind: 'lookup'; readonly vpcId: string }
  | {
      readonly kind: 'subnets';
      readonly vpcId: string;
      readonly instanceSubnetIds: readonly string[];
      readonly loadBalancerSubnetIds: readonly string[];
    }
);

export interface Ec2LoadBalancerModel {
  readonly internetFacing: boolean;
  readonly https: boolean;
  /** `undefined` without HTTPS, and if the stack creates the certificate. */
  readonly certificateArn?: string;
  /** The first one is part of the URL. */
  readonly domainNames: readonly string[];
  /** `undefined`: people create the DNS records. */
  readonly hostedZone?: { readonly id: string; readonly name: string };
  readonly allowedCidrs: readonly string[];
  readonly accessLogsBucket?: string;
  readonly webAclArn?: string;
  readonly idleTimeoutSeconds: number;
  readonly deregistrationDelaySeconds: number;
}

export interface Ec2StrategyModel {
  readonly name: DeploymentStrategy;
  /** `undefined` if CodeDeploy updates all instances, or one instance at a time. */
  readonly minimumHealthyPercent?: number;
  /** Set for an instance refresh. */
  readonly maximumHealthyPercent?: number;
  /** Percentages of an instance refresh after which it waits. The last one is 100. */
  readonly checkpoints?: readonly number[];
  /** Set for an instance refresh. */
  readonly bakeTimeInMinutes?: number;
  /** Set for `CANARY` and `LINEAR`. */
  readonly stepBakeTimeInMinutes?: number;
}

export interface Ec2AlarmsModel {
  /** `undefined` without a load balancer. */
  readonly http5xxPercent?: number;
  readonly cpuUtilization: number;
  readonly minutes: number;
  readonly topicArn?: string;
}
