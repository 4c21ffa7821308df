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
import { isRecord, type OptionReader, type Reason } from './option-reader';
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

const MAX_AVAILABILITY_ZONES = 3;

/** The reason for an option that has no effect without a load balancer. */
const REQUIRES_LOAD_BALANCER: Reason = {
  why: 'requires a load balancer',
  fix: 'Remove it, or set loadBalancer.enabled to true.',
};

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
  const scaling = options.struct('autoScaling', AUTO_SCALING_OPTIONS);
  const minCapacity = scaling.integer('minCapacity', 1, MAX_TASKS);
  const tasksAreKnown = !options.isRejected('desiredCount') && !scaling.isRejected('minCapacity');
  const deployment = resolveDeployment(options, { loadBalancer, minTasks: minCapacity ?? desiredCount, tasksAreKnown });
  const autoScaling = options.has('autoScaling')
    ? resolveAutoScaling(options, scaling, {
        minCapacity: minCapacity ?? Math.max(1, desiredCount),
        tasksAreKnown,
        loadBalancer,
        deployment,
      })
    : undefined;
  return {
    stack: facts.stack,
    parameter: facts.parameter,
    createCluster: facts.createCluster,
    network: resolveNetwork(options.struct('network', NETWORK_OPTIONS), {
      loadBalancer,
      loadBalancerIsKnown: !options.isRejected('loadBalancer'),
    }),
    loadBalancer,
    desiredCount,
    autoScaling,
    fargateSpot: options.has('fargateSpot')
      ? resolveFargateSpot(options, {
          ...facts,
          maxTasks: autoScaling?.maxCapacity ?? desiredCount,
          tasksAreKnown: !options.isRejected('desiredCount', 'autoScaling'),
        })
      : undefined,
    deployment,
    alarms: resolveAlarms(options.struct('alarms', ALARM_OPTIONS), { ...facts, loadBalancer }),
    bootstrapRoles: {
      deploy: bootstrapRole('deploy', facts),
      filePublishing: bootstrapRole('file-publishing', facts),
    },
  };
}

/** https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
function bootstrapRole(purpose: string, facts: ServiceFacts): string {
  return iamArnOf(facts, `role/cdk-${facts.bootstrapQualifier}-${purpose}-role-${facts.account}-${facts.region}`);
}

interface NetworkFacts {
  readonly loadBalancer: LoadBalancerModel | undefined;
  readonly loadBalancerIsKnown: boolean;
}

function resolveNetwork(options: OptionReader, facts: NetworkFacts): NetworkModel {
  const publicTasks = options.boolean('publicTasks') ?? false;
  const vpcId = options.string('vpcId', VPC_ID);
  const taskSubnetIds = options.strings('taskSubnetIds', SUBNET_ID);
  const loadBalancerSubnetIds = options.strings('loadBalancerSubnetIds', SUBNET_ID);
  const cidr = options.string('cidr', VPC_CIDR) ?? '10.0.0.0/16';
  const availabilityZones = options.integer('availabilityZones', 2, MAX_AVAILABILITY_ZONES) ?? 2;
  const natGateways = options.integer('natGateways', 1, MAX_AVAILABILITY_ZONES) ?? 1;

  if (options.has('vpcId')) {
    for (const key of ['cidr', 'availabilityZones', 'natGateways'].filter((k) => options.has(k))) {
      options.reject(key, 'new-vpc-only', { why: 'applies only to a new VPC', fix: `Remove ${key} or vpcId.` });
    }
  } else {
    for (const key of ['taskSubnetIds', 'loadBalancerSubnetIds'].filter((k) => options.has(k))) {
      options.rejectWithoutValue(key, 'vpc-required', {
        why: 'requires vpcId',
        fix: `Set vpcId, or remove ${key}.`,
      });
    }
  }
  if (publicTasks && options.has('natGateways')) {
    options.reject('natGateways', 'nat-gateways-for-public-tasks', {
      why: 'has no effect on tasks in public subnets',
      fix: 'Remove natGateways or publicTasks.',
    });
  }
  if (natGateways > availabilityZones && !options.isRejected('natGateways', 'availabilityZones')) {
    options.reject('natGateways', 'too-many-nat-gateways', {
      why: 'exceeds the number of Availability Zones',
      allowed: `1 to ${availabilityZones}`,
      fix: 'Use at most one NAT gateway per Availability Zone.',
    });
  }
  if (vpcId === undefined) {
    return { kind: 'new', cidr, availabilityZones, natGateways: publicTasks ? 0 : natGateways, publicTasks };
  }
  if (taskSubnetIds === undefined && loadBalancerSubnetIds === undefined) {
    return { kind: 'lookup', vpcId, publicTasks };
  }
  checkSubnets(options, facts);
  return {
    kind: 'subnets',
    vpcId,
    taskSubnetIds: taskSubnetIds ?? [],
    loadBalancerSubnetIds: loadBalancerSubnetIds ?? [],
    publicTasks,
  };
}

/** If the config specifies subnets, it must specify all of them, because none are looked up. */
function checkSubnets(options: OptionReader, { loadBalancer, loadBalancerIsKnown }: NetworkFacts): void {
  const countOf = (key: string) => new Set([options.value(key) ?? []].flat()).size;
  if (countOf('taskSubnetIds') === 0) {
    options.rejectWithoutValue('taskSubnetIds', 'too-few-subnets', {
      why: 'is missing or empty',
      allowed: 'at least one subnet',
      fix: 'Specify the subnets that the tasks run in.',
    });
  }
  if (loadBalancer && loadBalancerIsKnown && countOf('loadBalancerSubnetIds') < 2) {
    options.rejectWithoutValue('loadBalancerSubnetIds', 'too-few-subnets', {
      why: 'contains too few subnets',
      allowed: 'at least two subnets',
      fix: 'Specify two subnets in different Availability Zones, or set loadBalancer.enabled to false.',
    });
  }
  if (!loadBalancer && options.has('loadBalancerSubnetIds')) {
    options.rejectWithoutValue('loadBalancerSubnetIds', 'load-balancer-required', REQUIRES_LOAD_BALANCER);
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
      options.reject(key, 'disabled-feature', {
        why: 'has no effect because loadBalancer.enabled is false',
        fix: 'Remove it, or set loadBalancer.enabled to true.',
      });
    }
    return undefined;
  }
  if (certificateArn) {
    const fix = 'The certificate must be in the same account and region as the load balancer.';
    checkPlace(options, 'certificateArn', certificateArn, { place, same: ['account', 'region', 'partition'], fix });
  }
  if (options.has('domainName') && !options.has('certificateArn')) {
    options.reject('domainName', 'certificate-required', {
      why: 'requires a certificate',
      fix: 'Set certificateArn, or remove domainName.',
    });
  }
  if (options.isEmptyList('allowedCidrs')) {
    options.reject('allowedCidrs', 'empty-list', {
      why: 'allows no clients',
      allowed: 'at least one range',
      fix: 'Add a range, or remove the option.',
    });
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
  readonly minCapacity: number;
  /** Whether the options that determine the minimum number of tasks are valid. */
  readonly tasksAreKnown: boolean;
  readonly loadBalancer: LoadBalancerModel | undefined;
  readonly deployment: DeploymentModel;
}

function resolveAutoScaling(parent: OptionReader, options: OptionReader, facts: ScalingFacts): AutoScalingModel {
  const { minCapacity } = facts;
  if (isRecord(parent.value('autoScaling')) && !options.has('maxCapacity')) {
    options.rejectWithoutValue('maxCapacity', 'missing-option', {
      why: 'is missing',
      allowed: `${minCapacity} to ${MAX_TASKS}`,
      fix: 'Set the maximum number of tasks.',
    });
  }
  const maxCapacity = options.integer('maxCapacity', 1, MAX_TASKS) ?? minCapacity;
  if (maxCapacity < minCapacity && facts.tasksAreKnown && !options.isRejected('maxCapacity')) {
    options.reject('maxCapacity', 'capacity-range', {
      why: options.has('minCapacity')
        ? 'is less than minCapacity'
        : 'is less than desiredCount, the default of minCapacity',
      allowed: `${minCapacity} to ${MAX_TASKS}`,
      fix: `Raise maxCapacity, or ${options.has('minCapacity') ? 'lower' : 'set a lower'} minCapacity.`,
    });
  }
  const cpuUtilization = options.integer('cpuUtilization', 1, 100);
  const memoryUtilization = options.integer('memoryUtilization', 1, 100);
  const requestsPerTarget = options.integer('requestsPerTarget', 1, 1_000_000);
  if (options.has('requestsPerTarget') && !facts.loadBalancer) {
    options.reject('requestsPerTarget', 'load-balancer-required', REQUIRES_LOAD_BALANCER);
  }
  if (options.has('requestsPerTarget') && facts.deployment.shift) {
    options.reject('requestsPerTarget', 'requests-per-target', {
      why: `tracks a single target group, but ${facts.deployment.strategy} alternates between two`,
      fix: 'Scale on cpuUtilization or memoryUtilization, or use DeploymentStrategy.ROLLING.',
    });
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

function resolveFargateSpot(
  parent: OptionReader,
  facts: ServiceFacts & { maxTasks: number; tasksAreKnown: boolean },
): FargateSpotModel {
  const options = parent.struct('fargateSpot', FARGATE_SPOT_OPTIONS);
  const onDemandBase = options.integer('onDemandBase', 0, 1000) ?? 1;
  const percent = options.integer('percent', 1, 100) ?? 100;
  if (
    onDemandBase >= facts.maxTasks &&
    facts.maxTasks > 0 &&
    facts.tasksAreKnown &&
    !options.isRejected('onDemandBase')
  ) {
    options.rejectWithoutValue('onDemandBase', 'no-spot-tasks', {
      why: `is ${onDemandBase}${options.has('onDemandBase') ? '' : ' by default'}, but at most ${facts.maxTasks} ${facts.maxTasks === 1 ? 'task runs' : 'tasks run'}, so none would run on Fargate Spot`,
      allowed: facts.maxTasks === 1 ? '0' : `0 to ${facts.maxTasks - 1}`,
      fix: 'Reduce onDemandBase, or run more tasks.',
    });
  }
  if (facts.arm64 && partitionOf(facts.region) === 'aws-cn') {
    // https://docs.amazonaws.cn/en_us/AmazonECS/latest/developerguide/fargate-capacity-providers.html
    parent.rejectWithoutValue('fargateSpot', 'spot-architecture', {
      why: 'does not support ARM64 in the China Regions',
      fix: 'Use CpuArchitecture.X86_64, or remove fargateSpot.',
    });
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
      options.reject(key, 'disabled-feature', {
        why: 'has no effect because alarms.enabled is false',
        fix: 'Remove it, or set alarms.enabled to true.',
      });
    }
    return { minutes, unhealthyMinutes: minutes };
  }
  if (!facts.loadBalancer) {
    for (const key of ['http5xxPercent', 'unhealthyHosts'].filter((k) => options.has(k))) {
      options.reject(key, 'load-balancer-required', REQUIRES_LOAD_BALANCER);
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
