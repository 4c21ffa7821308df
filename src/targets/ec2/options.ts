import { COMMON_DELIVERY_OPTIONS, COMMON_ENVIRONMENT_OPTIONS } from '../../model/common-options';
import type {
  Ec2AlarmOptions,
  Ec2AutoScalingOptions,
  Ec2DeliveryOptions,
  Ec2Environment,
  Ec2EnvironmentOptions,
  Ec2LoadBalancerOptions,
  Ec2NetworkOptions,
  Ec2StrategyParameters,
} from '../../options';

/** Every option, so that misspelled options are also found in plain JavaScript. */

const EC2_ENVIRONMENT_OPTIONS: Readonly<Record<keyof Ec2EnvironmentOptions, true>> = {
  instanceType: true,
  imageId: true,
  rootVolumeSize: true,
  autoScaling: true,
  network: true,
  loadBalancer: true,
  environmentVariables: true,
  secrets: true,
  instanceRoleStatements: true,
  logRetentionDays: true,
  strategy: true,
  strategyParameters: true,
  alarms: true,
  terminationHook: true,
  smokeTest: true,
  deploymentTimeoutMinutes: true,
};

export const EC2_OPTIONS: Readonly<Record<keyof Ec2DeliveryOptions, true>> = {
  ...COMMON_DELIVERY_OPTIONS,
  ...EC2_ENVIRONMENT_OPTIONS,
  environments: true,
  bundle: true,
  deploymentMode: true,
  architecture: true,
  startCommand: true,
  packages: true,
  port: true,
  healthCheckPath: true,
};

export const ENVIRONMENT_OPTIONS: Readonly<Record<keyof Ec2Environment, true>> = {
  ...COMMON_ENVIRONMENT_OPTIONS,
  ...EC2_ENVIRONMENT_OPTIONS,
};

/** Options that an environment merges with those of the top level. */
export const MERGED_OPTIONS = [
  'autoScaling',
  'network',
  'loadBalancer',
  'environmentVariables',
  'secrets',
  'strategyParameters',
  'alarms',
  'smokeTest',
];

export const STRATEGY_OPTIONS: Readonly<Record<keyof Ec2StrategyParameters, true>> = {
  minimumHealthyPercent: true,
  maximumHealthyPercent: true,
  percent: true,
  oneAtATime: true,
  stepBakeTimeInMinutes: true,
  bakeTimeInMinutes: true,
};

export const AUTO_SCALING_OPTIONS: Readonly<Record<keyof Ec2AutoScalingOptions, true>> = {
  minCapacity: true,
  maxCapacity: true,
  cpuUtilization: true,
  requestsPerTarget: true,
};

export const ALARM_OPTIONS: Readonly<Record<keyof Ec2AlarmOptions, true>> = {
  enabled: true,
  http5xxPercent: true,
  cpuUtilization: true,
  minutes: true,
  topicArn: true,
};

export const NETWORK_OPTIONS: Readonly<Record<keyof Ec2NetworkOptions, true>> = {
  vpcId: true,
  instanceSubnetIds: true,
  loadBalancerSubnetIds: true,
  cidr: true,
  availabilityZones: true,
  natGateways: true,
  publicInstances: true,
  securityGroupIds: true,
};

export const LOAD_BALANCER_OPTIONS: Readonly<Record<keyof Ec2LoadBalancerOptions, true>> = {
  enabled: true,
  internetFacing: true,
  certificateArn: true,
  domainName: true,
  additionalDomainNames: true,
  hostedZone: true,
  allowedCidrs: true,
  accessLogsBucket: true,
  webAclArn: true,
  idleTimeoutSeconds: true,
  deregistrationDelaySeconds: true,
};
