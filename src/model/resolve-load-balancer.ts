import {
  type HostedZoneOptions,
  ListenerProtocol,
  type LoadBalancerHealthCheckOptions,
  type LoadBalancerOptions,
  LoadBalancerProtocolVersion,
  TargetProtocol,
} from '../options';
import type { Place } from './aws';
import { checkPlace } from './check-place';
import { isRecord } from './json-data';
import type { EnvironmentModel, ExistingLoadBalancerModel, LoadBalancerModel, TargetHealthCheckModel } from './model';
import type { OptionReader } from './option-reader';
import { PRIVATE_CIDRS } from './resolve-deployment';
import { isExisting, resolveExistingLoadBalancer } from './resolve-existing-load-balancer';
import {
  BUCKET_NAME,
  CERTIFICATE_ARN,
  CIDR,
  DOMAIN_NAME,
  GRPC_CODES,
  HEALTH_CHECK_PATH,
  HOSTED_ZONE_ID,
  HTTP_CODES,
  WEB_ACL_ARN,
} from './rules';

export const LOAD_BALANCER_OPTIONS: Readonly<Record<keyof LoadBalancerOptions, true>> = {
  enabled: true,
  containerName: true,
  containerPort: true,
  targetProtocol: true,
  internetFacing: true,
  certificateArn: true,
  domainName: true,
  additionalDomainNames: true,
  hostedZone: true,
  allowedCidrs: true,
  healthCheckGracePeriodSeconds: true,
  accessLogsBucket: true,
  healthCheck: true,
  idleTimeoutSeconds: true,
  deregistrationDelaySeconds: true,
  stickinessSeconds: true,
  dropInvalidHeaderFields: true,
  protocolVersion: true,
  webAclArn: true,
  listenerArn: true,
  listenerProtocol: true,
  securityGroupId: true,
  rulePriority: true,
  hostHeaders: true,
  pathPatterns: true,
  testListenerArn: true,
  targetGroupArn: true,
};

/** The default of Elastic Load Balancing, in seconds. */
export const DEFAULT_IDLE_TIMEOUT = 60;

export const HOSTED_ZONE_OPTIONS: Readonly<Record<keyof HostedZoneOptions, true>> = { id: true, name: true };

const HEALTH_CHECK_OPTIONS: Readonly<Record<keyof LoadBalancerHealthCheckOptions, true>> = {
  path: true,
  port: true,
  successCodes: true,
  intervalSeconds: true,
  timeoutSeconds: true,
  healthyThreshold: true,
  unhealthyThreshold: true,
};

export function resolveLoadBalancer(options: OptionReader, place: Place): LoadBalancerModel | undefined {
  const internetFacing = options.boolean('internetFacing') ?? true;
  const certificateArn = options.string('certificateArn', CERTIFICATE_ARN);
  const hostedZone = resolveHostedZone(options);
  const domainNames = resolveDomainNames(options, hostedZone);
  const https = isExisting(options)
    ? options.value('listenerProtocol') !== ListenerProtocol.HTTP
    : options.has('certificateArn') || options.has('hostedZone');
  const allowedCidrs = options.strings('allowedCidrs', CIDR);
  const healthCheckGracePeriodSeconds = options.integer('healthCheckGracePeriodSeconds', 0, 7200) ?? 120;
  const accessLogsBucket = options.string('accessLogsBucket', BUCKET_NAME);
  const protocolVersion =
    options.enumMember('protocolVersion', 'LoadBalancerProtocolVersion', LoadBalancerProtocolVersion) ??
    LoadBalancerProtocolVersion.HTTP1;
  const healthCheck = resolveHealthCheck(options, protocolVersion);
  const attributes = {
    idleTimeoutSeconds: options.integer('idleTimeoutSeconds', 1, 4000) ?? DEFAULT_IDLE_TIMEOUT,
    deregistrationDelaySeconds: options.integer('deregistrationDelaySeconds', 0, 3600),
    stickinessSeconds: options.integer('stickinessSeconds', 1, 604_800),
    targetProtocol: options.enumMember('targetProtocol', 'TargetProtocol', TargetProtocol) ?? TargetProtocol.HTTP,
    dropInvalidHeaderFields: options.boolean('dropInvalidHeaderFields') ?? true,
    webAclArn: options.string('webAclArn', WEB_ACL_ARN),
  };
  if (options.boolean('enabled') === false) {
    for (const key of Object.keys(LOAD_BALANCER_OPTIONS).filter((k) => k !== 'enabled' && options.has(k))) {
      options.reject(key, 'disabled-feature', {
        why: 'has no effect because loadBalancer.enabled is false',
        fix: 'Remove it, or set loadBalancer.enabled to true.',
      });
    }
    return undefined;
  }
  const existing = resolveExistingLoadBalancer(options, place);
  if (certificateArn) {
    const fix = 'The certificate must be in the same account and Region as the load balancer.';
    checkPlace(options, 'certificateArn', certificateArn, { place, same: ['account', 'region', 'partition'], fix });
  }
  if (attributes.webAclArn) {
    const fix = 'The web ACL must be in the same account and Region as the load balancer.';
    checkPlace(options, 'webAclArn', attributes.webAclArn, { place, same: ['account', 'region', 'partition'], fix });
  }
  if (protocolVersion !== LoadBalancerProtocolVersion.HTTP1 && !https) {
    options.reject('protocolVersion', 'https-required', {
      why: 'requires HTTPS between clients and the load balancer',
      fix: `${existing ? 'Use an HTTPS listener' : 'Set certificateArn or hostedZone'}, or use LoadBalancerProtocolVersion.HTTP1.`,
    });
  }
  if (options.has('domainName') && !https && !existing) {
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
  checkGracePeriod(options, healthCheckGracePeriodSeconds, healthCheck);
  return {
    internetFacing,
    https,
    certificateArn,
    domainNames: existing && domainNames.length === 0 ? firstHostName(existing) : domainNames,
    hostedZone,
    allowedCidrs: allowedCidrs ?? defaultCidrs(internetFacing, existing),
    healthCheckGracePeriodSeconds,
    accessLogsBucket,
    healthCheck,
    protocolVersion,
    ...attributes,
    existing,
  };
}

function defaultCidrs(internetFacing: boolean, existing: ExistingLoadBalancerModel | undefined): readonly string[] {
  return existing ? [] : internetFacing ? ['0.0.0.0/0'] : PRIVATE_CIDRS;
}

/** A host name that the listener forwards to the service, for the URL. */
function firstHostName({ rule }: ExistingLoadBalancerModel): string[] {
  return (rule?.hostHeaders ?? []).filter((name) => !/[*?]/.test(name)).slice(0, 1);
}

export function resolveHostedZone(parent: OptionReader): LoadBalancerModel['hostedZone'] {
  const options = parent.struct('hostedZone', HOSTED_ZONE_OPTIONS);
  if (!isRecord(parent.value('hostedZone'))) {
    return undefined;
  }
  for (const key of ['id', 'name'].filter((k) => !options.has(k))) {
    options.rejectWithoutValue(key, 'missing-option', {
      why: 'is missing',
      fix: `Set the ${key} of the hosted zone.`,
    });
  }
  const id = options.string('id', HOSTED_ZONE_ID);
  const name = options.string('name', DOMAIN_NAME);
  return id === undefined || name === undefined ? undefined : { id, name };
}

export function resolveDomainNames(options: OptionReader, zone: LoadBalancerModel['hostedZone']): string[] {
  const domainName = options.string('domainName', DOMAIN_NAME);
  const additional = options.strings('additionalDomainNames', DOMAIN_NAME) ?? [];
  for (const key of ['additionalDomainNames', 'hostedZone'].filter((k) => options.has(k) && !options.isRejected(k))) {
    if (!options.has('domainName')) {
      options.rejectWithoutValue(key, 'domain-name-required', {
        why: 'requires domainName',
        fix: `Set domainName, or remove ${key}.`,
      });
    }
  }
  const names = [...new Set([...(domainName === undefined ? [] : [domainName]), ...additional])];
  const outside = names.filter((name) => zone && name !== zone.name && !name.endsWith(`.${zone.name}`));
  if (zone && outside.length > 0) {
    options.rejectWithoutValue('hostedZone', 'domain-outside-zone', {
      why: `does not contain ${outside.join(', ')}`,
      allowed: `${zone.name} and names that end with .${zone.name}`,
      fix: 'Correct the domain names or the zone.',
    });
  }
  return names;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
function resolveHealthCheck(
  parent: OptionReader,
  protocolVersion: LoadBalancerProtocolVersion,
): TargetHealthCheckModel {
  const options = parent.struct('healthCheck', HEALTH_CHECK_OPTIONS);
  const isGrpc = protocolVersion === LoadBalancerProtocolVersion.GRPC;
  const intervalSeconds = options.integer('intervalSeconds', 5, 300) ?? 15;
  const timeoutSeconds = options.integer('timeoutSeconds', 2, 120) ?? Math.min(5, intervalSeconds - 1);
  if (timeoutSeconds >= intervalSeconds && !options.isRejected('intervalSeconds', 'timeoutSeconds')) {
    options.reject('timeoutSeconds', 'health-check-timeout', {
      why: 'is not shorter than intervalSeconds',
      allowed: `2 to ${intervalSeconds - 1}`,
      fix: 'Reduce timeoutSeconds, or increase intervalSeconds.',
    });
  }
  if (isGrpc && !options.has('path')) {
    options.rejectWithoutValue('path', 'missing-option', {
      why: 'is missing',
      allowed: 'a gRPC method, for example /grpc.health.v1.Health/Check',
      fix: 'Set the method that the load balancer calls.',
    });
  }
  return {
    path: options.string('path', HEALTH_CHECK_PATH),
    port: options.integer('port', 1, 65535),
    successCodes: isGrpc
      ? (options.string('successCodes', GRPC_CODES) ?? '0')
      : (options.string('successCodes', HTTP_CODES) ?? '200'),
    intervalSeconds,
    timeoutSeconds,
    healthyThreshold: options.integer('healthyThreshold', 2, 10) ?? 2,
    unhealthyThreshold: options.integer('unhealthyThreshold', 2, 10) ?? 3,
  };
}

/** ECS replaces a task that is unhealthy after the grace period, even if it only lacks successful checks. */
function checkGracePeriod(options: OptionReader, seconds: number, healthCheck: TargetHealthCheckModel): void {
  const needed = healthCheck.intervalSeconds * healthCheck.healthyThreshold;
  if (
    options.has('healthCheck') &&
    seconds < needed &&
    !options.isRejected('healthCheck', 'healthCheckGracePeriodSeconds')
  ) {
    options.rejectValue('healthCheckGracePeriodSeconds', seconds, 'grace-period-too-short', {
      why: `is too short for a new task to become healthy, which takes ${needed} seconds: healthCheck.intervalSeconds times healthCheck.healthyThreshold`,
      allowed: `${needed} to 7200`,
      fix: 'Increase healthCheckGracePeriodSeconds, or reduce healthCheck.intervalSeconds or healthCheck.healthyThreshold.',
    });
  }
}

/** A deployment is complete only when the load balancer has deregistered the old tasks. */
export function checkDeregistrationDelay(
  parent: OptionReader,
  { deregistrationDelaySeconds = 0 }: LoadBalancerModel,
  deploymentTimeoutMinutes: number,
): void {
  const timeout = deploymentTimeoutMinutes * 60;
  if (deregistrationDelaySeconds >= timeout && !parent.isRejected('deploymentTimeoutMinutes')) {
    parent.struct('loadBalancer', LOAD_BALANCER_OPTIONS).reject('deregistrationDelaySeconds', 'deregistration-delay', {
      why: `is not shorter than the deployment timeout, which is ${deploymentTimeoutMinutes} minutes`,
      allowed: `0 to ${timeout - 1}`,
      fix: 'Reduce deregistrationDelaySeconds, or increase deploymentTimeoutMinutes.',
    });
  }
}

/** Longer than the idle timeout of each load balancer, so that only the load balancer closes connections. */
export function keepAliveSeconds(environments: readonly EnvironmentModel[]): number {
  const idle = environments.map(({ managed }) => managed?.loadBalancer?.idleTimeoutSeconds ?? DEFAULT_IDLE_TIMEOUT);
  return Math.max(...idle) + 5;
}
