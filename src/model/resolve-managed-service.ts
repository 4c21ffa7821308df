import type {
  AlarmOptions,
  AutoScalingOptions,
  FargateSpotOptions,
  LoadBalancerOptions,
  NetworkOptions,
} from '../service-options';
import { iamArnOf, type Place, partitionOf } from './aws';
import { checkPlace } from './check-place';
import type {
  AlarmsModel,
  AutoScalingModel,
  DeploymentModel,
  FargateSpotModel,
  LoadBalancerModel,
  ManagedServiceModel,
  NetworkModel,
  StackModel,
} from './model';
import { isRecord, type OptionReader } from './option-reader';
import { PRIVATE_CIDRS, resolveDeployment } from './resolve-deployment';
import { BUCKET_NAME, CERTIFICATE_ARN, CIDR, DOMAIN_NAME, SUBNET_ID, TOPIC_ARN, VPC_CIDR, VPC_ID } from './rules';

const NETWORK_OPTIONS: Readonly<Record<keyof NetworkOptions, true>> = {
  vpcId: true,
  taskSubnetIds: true,
  loadBalancerSubnetIds: true,
  cidr: true,
  availabilityZones: true,
  natGateways: true,
  publicTasks: true,
};

const LOAD_BALANCER_OPTIONS: Readonly<Record<keyof LoadBalancerOptions, true>> = {
  enabled: true,
  internetFacing: true,
  certificateArn: true,
  domainName: true,
  allowedCidrs: true,
  healthCheckGracePeriod: true,
  accessLogsBucket: true,
};

const AUTO_SCALING_OPTIONS: Readonly<Record<keyof AutoScalingOptions, true>> = {
  minCapacity: true,
  maxCapacity: true,
  cpuUtilization: true,
  memoryUtilization: true,
  requestsPerTarget: true,
};

const FARGATE_SPOT_OPTIONS: Readonly<Record<keyof FargateSpotOptions, true>> = { onDemandBase: true, percent: true };

const ALARM_OPTIONS: Readonly<Record<keyof AlarmOptions, true>> = {
  enabled: true,
  http5xxPercent: true,
  unhealthyHosts: true,
  cpuUtilization: true,
  minutes: true,
  topicArn: true,
};

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAX_TASKS = 5000;

interface ServiceFacts extends Place {
  readonly stack: StackModel;
  readonly parameter: string;
  readonly createCluster: boolean;
  readonly bootstrapQualifier: string;
  readonly arm64: boolean;
}

/** Resolves the service that `infra/service-stack.ts` creates in an environment. */
export function resolveManagedService(options: OptionReader, facts: ServiceFacts): ManagedServiceModel {
  const loadBalancer = resolveLoadBalancer(options.struct('loadBalancer', LOAD_BALANCER_OPTIONS), facts);
  const desiredCount = options.integer('desiredCount', 0, MAX_TASKS) ?? 2;
  const deployment = resolveDeployment(options, { loadBalancer, minTasks: minTasksOf(options, desiredCount) });
  const autoScaling = options.has('autoScaling')
    ? resolveAutoScaling(options.struct('autoScaling', AUTO_SCALING_OPTIONS), {
        desiredCount,
        loadBalancer,
        deployment,
        isObject: isRecord(options.value('autoScaling')),
      })
    : undefined;
  return {
    stack: facts.stack,
    parameter: facts.parameter,
    createCluster: facts.createCluster,
    network: resolveNetwork(options.struct('network', NETWORK_OPTIONS), loadBalancer),
    loadBalancer,
    desiredCount,
    autoScaling,
    fargateSpot: options.has('fargateSpot')
      ? resolveFargateSpot(options, { ...facts, maxTasks: autoScaling?.maxCapacity ?? desiredCount })
      : undefined,
    deployment,
    alarms: resolveAlarms(options.struct('alarms', ALARM_OPTIONS), { ...facts, loadBalancer }),
    bootstrapRoles: {
      deploy: bootstrapRole('deploy', facts),
      filePublishing: bootstrapRole('file-publishing', facts),
    },
  };
}

/** Minimum number of tasks: `minCapacity` with auto scaling, otherwise the desired count. */
function minTasksOf(options: OptionReader, desiredCount: number): number {
  const { minCapacity } = { ...(options.value('autoScaling') as AutoScalingOptions | undefined) };
  return Number.isSafeInteger(minCapacity) ? minCapacity! : desiredCount;
}

/** https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
function bootstrapRole(purpose: string, facts: ServiceFacts): string {
  return iamArnOf(facts, `role/cdk-${facts.bootstrapQualifier}-${purpose}-role-${facts.account}-${facts.region}`);
}

function resolveNetwork(options: OptionReader, loadBalancer: LoadBalancerModel | undefined): NetworkModel {
  const publicTasks = options.boolean('publicTasks') ?? false;
  const vpcId = options.string('vpcId', VPC_ID);
  const taskSubnetIds = options.strings('taskSubnetIds', SUBNET_ID);
  const loadBalancerSubnetIds = options.strings('loadBalancerSubnetIds', SUBNET_ID);
  const cidr = options.string('cidr', VPC_CIDR) ?? '10.0.0.0/16';
  const availabilityZones = options.integer('availabilityZones', 2, 3) ?? 2;
  const natGateways =
    options.integer('natGateways', 1, availabilityZones, 'Use at most one NAT gateway per Availability Zone.') ?? 1;

  if (options.has('vpcId')) {
    for (const key of ['cidr', 'availabilityZones', 'natGateways'].filter((k) => options.has(k))) {
      options.refuse(key, 'applies only to a new VPC', undefined, `Remove ${key} or vpcId.`);
    }
  } else {
    for (const key of ['taskSubnetIds', 'loadBalancerSubnetIds'].filter((k) => options.has(k))) {
      options.refuseUnseen(key, 'requires vpcId', undefined, `Set vpcId, or remove ${key}.`);
    }
  }
  if (publicTasks && options.has('natGateways')) {
    const fix = 'Remove natGateways or publicTasks.';
    options.refuse('natGateways', 'has no effect on tasks in public subnets', undefined, fix);
  }
  if (vpcId === undefined) {
    return { kind: 'new', cidr, availabilityZones, natGateways: publicTasks ? 0 : natGateways, publicTasks };
  }
  if (taskSubnetIds === undefined && loadBalancerSubnetIds === undefined) {
    return { kind: 'lookup', vpcId, publicTasks };
  }
  checkSubnets(options, loadBalancer);
  return {
    kind: 'subnets',
    vpcId,
    taskSubnetIds: taskSubnetIds ?? [],
    loadBalancerSubnetIds: loadBalancerSubnetIds ?? [],
    publicTasks,
  };
}

/** If the config specifies subnets, it must specify all of them, because none are looked up. */
function checkSubnets(options: OptionReader, loadBalancer: LoadBalancerModel | undefined): void {
  const countOf = (key: string) => new Set([options.value(key) ?? []].flat()).size;
  if (countOf('taskSubnetIds') === 0) {
    const fix = 'Specify the subnets that the tasks run in.';
    options.refuseUnseen('taskSubnetIds', 'is missing or empty', 'at least one subnet', fix);
  }
  if (loadBalancer && countOf('loadBalancerSubnetIds') < 2) {
    const fix = 'Specify two subnets in different Availability Zones, or set loadBalancer.enabled to false.';
    options.refuseUnseen('loadBalancerSubnetIds', 'contains too few subnets', 'at least two subnets', fix);
  }
  if (!loadBalancer && options.has('loadBalancerSubnetIds')) {
    const fix = 'Remove it, or set loadBalancer.enabled to true.';
    options.refuseUnseen('loadBalancerSubnetIds', 'requires a load balancer', undefined, fix);
  }
}

function resolveLoadBalancer(options: OptionReader, place: Place): LoadBalancerModel | undefined {
  const internetFacing = options.boolean('internetFacing') ?? true;
  const certificateArn = options.string('certificateArn', CERTIFICATE_ARN);
  const domainName = options.string('domainName', DOMAIN_NAME);
  const allowedCidrs = options.strings('allowedCidrs', CIDR);
  const healthCheckGracePeriod = options.integer('healthCheckGracePeriod', 0, 7200) ?? 120;
  const accessLogsBucket = options.string('accessLogsBucket', BUCKET_NAME);
  if (options.boolean('enabled') === false) {
    for (const key of Object.keys(LOAD_BALANCER_OPTIONS).filter((k) => k !== 'enabled' && options.has(k))) {
      const why = 'has no effect because loadBalancer.enabled is false';
      options.refuse(key, why, undefined, 'Remove it, or set loadBalancer.enabled to true.');
    }
    return undefined;
  }
  if (certificateArn) {
    const fix = 'The certificate must be in the same account and region as the load balancer.';
    checkPlace(options, 'certificateArn', certificateArn, { place, same: ['account', 'region', 'partition'], fix });
  }
  if (options.has('domainName') && !options.has('certificateArn')) {
    const fix = 'Set certificateArn, or remove domainName.';
    options.refuse('domainName', 'requires a certificate', undefined, fix);
  }
  if (allowedCidrs && (options.value('allowedCidrs') as unknown[]).length === 0) {
    options.refuse('allowedCidrs', 'allows no clients', 'at least one range', 'Add a range, or remove the option.');
  }
  return {
    internetFacing,
    certificateArn,
    domainName,
    allowedCidrs: allowedCidrs ?? (internetFacing ? ['0.0.0.0/0'] : PRIVATE_CIDRS),
    healthCheckGracePeriod,
    accessLogsBucket,
  };
}

interface ScalingFacts {
  readonly desiredCount: number;
  readonly loadBalancer: LoadBalancerModel | undefined;
  readonly deployment: DeploymentModel;
  /** Whether the option is an object. If not, that is the only problem to report. */
  readonly isObject: boolean;
}

function resolveAutoScaling(options: OptionReader, facts: ScalingFacts): AutoScalingModel {
  const minCapacity = options.integer('minCapacity', 1, MAX_TASKS) ?? Math.max(1, facts.desiredCount);
  if (facts.isObject && !options.has('maxCapacity')) {
    const fix = 'Set the maximum number of tasks.';
    options.refuseUnseen('maxCapacity', 'is missing', `${minCapacity} to ${MAX_TASKS}`, fix);
  }
  const maxCapacity =
    options.integer('maxCapacity', minCapacity, MAX_TASKS, `Use a value between minCapacity and ${MAX_TASKS}.`) ??
    minCapacity;
  const cpuUtilization = options.integer('cpuUtilization', 1, 100);
  const memoryUtilization = options.integer('memoryUtilization', 1, 100);
  const requestsPerTarget = options.integer('requestsPerTarget', 1, 1_000_000);
  if (options.has('requestsPerTarget') && !facts.loadBalancer) {
    const fix = 'Remove it, or set loadBalancer.enabled to true.';
    options.refuse('requestsPerTarget', 'requires a load balancer', undefined, fix);
  }
  if (options.has('requestsPerTarget') && facts.deployment.shift) {
    options.refuse(
      'requestsPerTarget',
      `tracks a single target group, but ${facts.deployment.strategy} alternates between two`,
      undefined,
      'Scale on cpuUtilization or memoryUtilization, or use DeploymentStrategy.ROLLING.',
    );
  }
  const byDefault = memoryUtilization === undefined && requestsPerTarget === undefined ? 70 : undefined;
  return {
    minCapacity,
    maxCapacity,
    cpuUtilization: cpuUtilization ?? byDefault,
    memoryUtilization,
    requestsPerTarget,
  };
}

function resolveFargateSpot(parent: OptionReader, facts: ServiceFacts & { maxTasks: number }): FargateSpotModel {
  const options = parent.struct('fargateSpot', FARGATE_SPOT_OPTIONS);
  const onDemandBase = options.integer('onDemandBase', 0, 1000) ?? 1;
  const percent = options.integer('percent', 1, 100) ?? 100;
  if (onDemandBase >= facts.maxTasks && facts.maxTasks > 0) {
    options.refuseUnseen(
      'onDemandBase',
      `is ${onDemandBase}${options.has('onDemandBase') ? '' : ' by default'}, but at most ${facts.maxTasks} ${facts.maxTasks === 1 ? 'task runs' : 'tasks run'}, so none would run on Fargate Spot`,
      facts.maxTasks === 1 ? '0' : `0 to ${facts.maxTasks - 1}`,
      'Reduce onDemandBase, or run more tasks.',
    );
  }
  if (facts.arm64 && partitionOf(facts.region) === 'aws-cn') {
    // https://docs.amazonaws.cn/en_us/AmazonECS/latest/developerguide/fargate-capacity-providers.html
    const fix = 'Use CpuArchitecture.X86_64, or remove fargateSpot.';
    parent.refuseUnseen('fargateSpot', 'does not support ARM64 in the China Regions', undefined, fix);
  }
  const divisor = greatestCommonDivisor(percent, 100 - percent);
  return { onDemandBase, onDemandWeight: (100 - percent) / divisor, spotWeight: percent / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function resolveAlarms(
  options: OptionReader,
  facts: Place & { loadBalancer: LoadBalancerModel | undefined },
): AlarmsModel {
  const http5xxPercent = options.number('http5xxPercent', 0.1, 100);
  const unhealthyHosts = options.integer('unhealthyHosts', 1, 1000);
  const cpuUtilization = options.integer('cpuUtilization', 1, 100);
  const minutes = options.integer('minutes', 1, 60) ?? 3;
  const topicArn = options.string('topicArn', TOPIC_ARN);
  if (topicArn) {
    const fix = 'The topic must be in the same account and region as the alarms.';
    checkPlace(options, 'topicArn', topicArn, { place: facts, same: ['account', 'region', 'partition'], fix });
  }
  if (options.boolean('enabled') === false) {
    for (const key of Object.keys(ALARM_OPTIONS).filter((k) => k !== 'enabled' && options.has(k))) {
      const why = 'has no effect because alarms.enabled is false';
      options.refuse(key, why, undefined, 'Remove it, or set alarms.enabled to true.');
    }
    return { minutes, unhealthyMinutes: minutes };
  }
  if (!facts.loadBalancer) {
    for (const key of ['http5xxPercent', 'unhealthyHosts'].filter((k) => options.has(k))) {
      const fix = 'Remove it, or set loadBalancer.enabled to true.';
      options.refuse(key, 'requires a load balancer', undefined, fix);
    }
  }
  return {
    ...(facts.loadBalancer ? { http5xxPercent: http5xxPercent ?? 5, unhealthyHosts: unhealthyHosts ?? 1 } : {}),
    cpuUtilization: cpuUtilization ?? 90,
    minutes,
    unhealthyMinutes: Math.max(minutes, Math.ceil((facts.loadBalancer?.healthCheckGracePeriod ?? 0) / 60) + 1),
    topicArn,
  };
}
