import type { Place } from '../../model/aws';
import { checkPlace } from '../../model/check-place';
import type { OptionReader } from '../../model/option-reader';
import { PRIVATE_CIDRS } from '../../model/resolve-deployment';
import { DEFAULT_IDLE_TIMEOUT, resolveDomainNames, resolveHostedZone } from '../../model/resolve-load-balancer';
import { REQUIRES_LOAD_BALANCER } from '../../model/resolve-network';
import {
  BUCKET_NAME,
  CERTIFICATE_ARN,
  CIDR,
  SECURITY_GROUP_ID,
  SUBNET_ID,
  VPC_CIDR,
  VPC_ID,
  WEB_ACL_ARN,
} from '../../model/rules';
import type { Ec2LoadBalancerModel, Ec2NetworkModel } from './model';
import { LOAD_BALANCER_OPTIONS, NETWORK_OPTIONS } from './options';

/** A network interface accepts five security groups, and the stack creates one of them. */
const MAX_SECURITY_GROUPS = 4;

const MAX_AVAILABILITY_ZONES = 3;

export function resolveNetwork(parent: OptionReader, loadBalancer: Ec2LoadBalancerModel | undefined): Ec2NetworkModel {
  const options = parent.struct('network', NETWORK_OPTIONS);
  const publicInstances = options.boolean('publicInstances') ?? false;
  const vpcId = options.string('vpcId', VPC_ID);
  const instanceSubnetIds = options.strings('instanceSubnetIds', SUBNET_ID);
  const loadBalancerSubnetIds = options.strings('loadBalancerSubnetIds', SUBNET_ID);
  const common = { publicInstances, securityGroupIds: readSecurityGroups(options) };
  const cidr = options.string('cidr', VPC_CIDR) ?? '10.0.0.0/16';
  const availabilityZones = options.integer('availabilityZones', 2, MAX_AVAILABILITY_ZONES) ?? 2;
  const natGateways = options.integer('natGateways', 1, MAX_AVAILABILITY_ZONES) ?? 1;
  checkNewVpc(options, { availabilityZones, natGateways, publicInstances });
  if (vpcId === undefined) {
    return { kind: 'new', cidr, availabilityZones, natGateways: publicInstances ? 0 : natGateways, ...common };
  }
  if (instanceSubnetIds === undefined && loadBalancerSubnetIds === undefined) {
    return { kind: 'lookup', vpcId, ...common };
  }
  checkSubnets(options, loadBalancer !== undefined, parent.isRejected('loadBalancer'));
  return {
    kind: 'subnets',
    vpcId,
    instanceSubnetIds: instanceSubnetIds ?? [],
    loadBalancerSubnetIds: loadBalancerSubnetIds ?? [],
    ...common,
  };
}

function readSecurityGroups(options: OptionReader): readonly string[] {
  const ids = options.strings('securityGroupIds', SECURITY_GROUP_ID) ?? [];
  if (ids.length > MAX_SECURITY_GROUPS) {
    options.rejectWithoutValue('securityGroupIds', 'too-many-security-groups', {
      why: `contains ${ids.length} security groups`,
      allowed: `at most ${MAX_SECURITY_GROUPS}, because the stack creates one more`,
      fix: 'Remove some of them.',
    });
  }
  return ids;
}

function checkNewVpc(
  options: OptionReader,
  facts: { availabilityZones: number; natGateways: number; publicInstances: boolean },
): void {
  const ofExisting = ['instanceSubnetIds', 'loadBalancerSubnetIds', 'securityGroupIds'];
  const ofNew = ['cidr', 'availabilityZones', 'natGateways'];
  const existing = options.has('vpcId');
  for (const key of (existing ? ofNew : ofExisting).filter((each) => options.has(each))) {
    if (existing) {
      options.reject(key, 'new-vpc-only', { why: 'applies only to a new VPC', fix: `Remove ${key} or vpcId.` });
    } else {
      options.rejectWithoutValue(key, 'vpc-required', { why: 'requires vpcId', fix: `Set vpcId, or remove ${key}.` });
    }
  }
  if (facts.publicInstances && options.has('natGateways')) {
    options.reject('natGateways', 'nat-gateways-for-public-instances', {
      why: 'has no effect on instances in public subnets',
      fix: 'Remove natGateways or publicInstances.',
    });
  }
  if (facts.natGateways > facts.availabilityZones && !options.isRejected('natGateways', 'availabilityZones')) {
    options.reject('natGateways', 'too-many-nat-gateways', {
      why: 'exceeds the number of Availability Zones',
      allowed: `1 to ${facts.availabilityZones}`,
      fix: 'Use at most one NAT gateway per Availability Zone.',
    });
  }
}

/** If the config specifies subnets, it must specify all of them, because none are looked up. */
function checkSubnets(options: OptionReader, hasLoadBalancer: boolean, loadBalancerIsRejected: boolean): void {
  const countOf = (key: string) => new Set([options.value(key) ?? []].flat()).size;
  if (countOf('instanceSubnetIds') === 0) {
    options.rejectWithoutValue('instanceSubnetIds', 'too-few-subnets', {
      why: 'is missing or empty',
      allowed: 'at least one subnet',
      fix: 'Specify the subnets that the instances run in.',
    });
  }
  if (hasLoadBalancer && !loadBalancerIsRejected && countOf('loadBalancerSubnetIds') < 2) {
    options.rejectWithoutValue('loadBalancerSubnetIds', 'too-few-subnets', {
      why: 'contains too few subnets',
      allowed: 'at least two subnets',
      fix: 'Specify two subnets in different Availability Zones, or set loadBalancer.enabled to false.',
    });
  }
  if (!hasLoadBalancer && options.has('loadBalancerSubnetIds')) {
    options.rejectWithoutValue('loadBalancerSubnetIds', 'load-balancer-required', REQUIRES_LOAD_BALANCER);
  }
}

export function resolveLoadBalancer(parent: OptionReader, place: Place): Ec2LoadBalancerModel | undefined {
  const options = parent.struct('loadBalancer', LOAD_BALANCER_OPTIONS);
  const internetFacing = options.boolean('internetFacing') ?? true;
  const certificateArn = options.string('certificateArn', CERTIFICATE_ARN);
  const hostedZone = resolveHostedZone(options);
  const domainNames = resolveDomainNames(options, hostedZone);
  const https = options.has('certificateArn') || options.has('hostedZone');
  const allowedCidrs = options.strings('allowedCidrs', CIDR);
  const model = {
    internetFacing,
    https,
    certificateArn,
    domainNames,
    hostedZone,
    allowedCidrs: allowedCidrs ?? (internetFacing ? ['0.0.0.0/0'] : PRIVATE_CIDRS),
    accessLogsBucket: options.string('accessLogsBucket', BUCKET_NAME),
    webAclArn: options.string('webAclArn', WEB_ACL_ARN),
    idleTimeoutSeconds: options.integer('idleTimeoutSeconds', 1, 4000) ?? DEFAULT_IDLE_TIMEOUT,
    deregistrationDelaySeconds: options.integer('deregistrationDelaySeconds', 0, 3600) ?? 30,
  };
  if (options.boolean('enabled') === false) {
    for (const key of Object.keys(LOAD_BALANCER_OPTIONS).filter((each) => each !== 'enabled' && options.has(each))) {
      options.reject(key, 'disabled-feature', {
        why: 'has no effect because loadBalancer.enabled is false',
        fix: 'Remove it, or set loadBalancer.enabled to true.',
      });
    }
    return undefined;
  }
  if (certificateArn) {
    const fix = 'The certificate must be in the same account and Region as the load balancer.';
    checkPlace(options, 'certificateArn', certificateArn, { place, same: ['account', 'region', 'partition'], fix });
  }
  if (model.webAclArn) {
    const fix = 'The web ACL must be in the same account and Region as the load balancer.';
    checkPlace(options, 'webAclArn', model.webAclArn, { place, same: ['account', 'region', 'partition'], fix });
  }
  if (options.has('domainName') && !https) {
    options.reject('domainName', 'certificate-required', {
      why: 'requires a certificate',
      fix: 'Set certificateArn or hostedZone, or remove domainName.',
    });
  }
  if (options.isEmptyList('allowedCidrs')) {
    options.reject('allowedCidrs', 'empty-list', {
      why: 'allows no clients',
      allowed: 'at least one range',
      fix: 'Add a range, or remove the option.',
    });
  }
  return model;
}
