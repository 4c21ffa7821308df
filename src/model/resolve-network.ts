import type { NetworkOptions } from '../options';
import type { LoadBalancerModel, NetworkModel } from './model';
import type { OptionReader } from './option-reader';
import type { Reason } from './option-source';
import { SECURITY_GROUP_ID, SUBNET_ID, VPC_CIDR, VPC_ID } from './rules';

export const NETWORK_OPTIONS: Readonly<Record<keyof NetworkOptions, true>> = {
  vpcId: true,
  taskSubnetIds: true,
  loadBalancerSubnetIds: true,
  cidr: true,
  availabilityZones: true,
  natGateways: true,
  publicTasks: true,
  securityGroupIds: true,
};

/** ECS accepts five security groups, and the stack creates one of them. */
const MAX_SECURITY_GROUPS = 4;

const MAX_AVAILABILITY_ZONES = 3;

/** The reason for an option that has no effect without a load balancer. */
export const REQUIRES_LOAD_BALANCER: Reason = {
  why: 'requires a load balancer',
  fix: 'Remove it, or set loadBalancer.enabled to true.',
};

interface NetworkFacts {
  readonly loadBalancer: LoadBalancerModel | undefined;
  readonly loadBalancerIsKnown: boolean;
}

export function resolveNetwork(options: OptionReader, facts: NetworkFacts): NetworkModel {
  const publicTasks = options.boolean('publicTasks') ?? false;
  const vpcId = options.string('vpcId', VPC_ID);
  const taskSubnetIds = options.strings('taskSubnetIds', SUBNET_ID);
  const loadBalancerSubnetIds = options.strings('loadBalancerSubnetIds', SUBNET_ID);
  const securityGroupIds = readSecurityGroups(options);
  const cidr = options.string('cidr', VPC_CIDR) ?? '10.0.0.0/16';
  const availabilityZones = options.integer('availabilityZones', 2, MAX_AVAILABILITY_ZONES) ?? 2;
  const natGateways = options.integer('natGateways', 1, MAX_AVAILABILITY_ZONES) ?? 1;

  if (options.has('vpcId')) {
    for (const key of ['cidr', 'availabilityZones', 'natGateways'].filter((k) => options.has(k))) {
      options.reject(key, 'new-vpc-only', { why: 'applies only to a new VPC', fix: `Remove ${key} or vpcId.` });
    }
  } else {
    for (const key of ['taskSubnetIds', 'loadBalancerSubnetIds', 'securityGroupIds'].filter((k) => options.has(k))) {
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
    return { kind: 'lookup', vpcId, publicTasks, securityGroupIds };
  }
  checkSubnets(options, facts);
  return {
    kind: 'subnets',
    vpcId,
    taskSubnetIds: taskSubnetIds ?? [],
    loadBalancerSubnetIds: loadBalancerSubnetIds ?? [],
    publicTasks,
    securityGroupIds,
  };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html */
function readSecurityGroups(options: OptionReader): string[] | undefined {
  const ids = options.strings('securityGroupIds', SECURITY_GROUP_ID);
  if (ids && ids.length > MAX_SECURITY_GROUPS) {
    options.rejectWithoutValue('securityGroupIds', 'too-many-security-groups', {
      why: `contains ${ids.length} security groups`,
      allowed: `at most ${MAX_SECURITY_GROUPS}, because the stack creates one more`,
      fix: 'Remove some of them.',
    });
  }
  return ids && ids.length > 0 ? ids : undefined;
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
  if (loadBalancer && !loadBalancer.existing && loadBalancerIsKnown && countOf('loadBalancerSubnetIds') < 2) {
    options.rejectWithoutValue('loadBalancerSubnetIds', 'too-few-subnets', {
      why: 'contains too few subnets',
      allowed: 'at least two subnets',
      fix: 'Specify two subnets in different Availability Zones, or set loadBalancer.enabled to false.',
    });
  }
  if (loadBalancer?.existing && options.has('loadBalancerSubnetIds')) {
    options.rejectWithoutValue('loadBalancerSubnetIds', 'new-load-balancer-only', {
      why: 'applies only to a load balancer that the service stack creates',
      fix: 'Remove it.',
    });
  }
  if (!loadBalancer && options.has('loadBalancerSubnetIds')) {
    options.rejectWithoutValue('loadBalancerSubnetIds', 'load-balancer-required', REQUIRES_LOAD_BALANCER);
  }
}
