import { DiscoveryRecordType, type ServiceDiscoveryOptions } from '../options';
import type { Place } from './aws';
import { checkPlace } from './check-place';
import { isRecord } from './json-data';
import type { DeploymentModel, ServiceDiscoveryModel } from './model';
import type { OptionReader } from './option-reader';
import type { ResolvedEcsEnvironment } from './resolve-environments';
import { DISCOVERY_SERVICE_ARN, DISCOVERY_SERVICE_NAME, NAMESPACE_ID, SECURITY_GROUP_ID } from './rules';
import { show } from './show';

const SERVICE_DISCOVERY_OPTIONS: Readonly<Record<keyof ServiceDiscoveryOptions, true>> = {
  namespace: true,
  serviceArn: true,
  name: true,
  recordType: true,
  ttlSeconds: true,
  clientSecurityGroupIds: true,
};

const MAX_TTL = 86_400;

interface DiscoveryFacts extends Place {
  readonly service: string;
  readonly deployment: DeploymentModel;
}

export function resolveServiceDiscovery(
  parent: OptionReader,
  facts: DiscoveryFacts,
): ServiceDiscoveryModel | undefined {
  const options = parent.struct('serviceDiscovery', SERVICE_DISCOVERY_OPTIONS);
  if (!isRecord(parent.value('serviceDiscovery'))) {
    return undefined;
  }
  const namespace = options.string('namespace', NAMESPACE_ID);
  const serviceArn = options.string('serviceArn', DISCOVERY_SERVICE_ARN);
  const created = {
    name: options.string('name', DISCOVERY_SERVICE_NAME) ?? facts.service,
    ttlSeconds: options.integer('ttlSeconds', 0, MAX_TTL) ?? 60,
  };
  for (const [key, arn] of Object.entries({ namespace, serviceArn })) {
    if (arn?.startsWith('arn:')) {
      const fix = `The ${key === 'namespace' ? 'namespace' : 'Cloud Map service'} must be in the same account and Region as the service.`;
      checkPlace(options, key, arn, { place: facts, same: ['account', 'region', 'partition'], fix });
    }
  }
  if (!options.has('namespace') && !options.has('serviceArn')) {
    options.rejectWithoutValue('namespace', 'missing-option', {
      why: 'is missing',
      allowed: NAMESPACE_ID.allowed,
      fix: 'Set the namespace, or set serviceArn to use an existing Cloud Map service.',
    });
  }
  for (const key of ['namespace', 'name', 'ttlSeconds'].filter((k) => options.has(k) && options.has('serviceArn'))) {
    options.rejectWithoutValue(key, 'existing-discovery-service', {
      why: 'has no effect on an existing Cloud Map service',
      fix: `Remove ${key} or serviceArn.`,
    });
  }
  const { strategy, shift } = facts.deployment;
  if (shift && !parent.isRejected('strategy')) {
    parent.rejectWithoutValue('serviceDiscovery', 'discovery-strategy', {
      why: `would send clients to the tasks of both revisions, because ${strategy} shifts only the traffic of the load balancer`,
      fix: 'Use DeploymentStrategy.ROLLING or serviceConnect, or remove serviceDiscovery.',
    });
  }
  return {
    namespaceId: namespace?.split('/').at(-1) ?? '',
    serviceArn,
    ...created,
    recordType: options.enumMember('recordType', 'DiscoveryRecordType', DiscoveryRecordType) ?? DiscoveryRecordType.A,
    clientSecurityGroupIds: options.strings('clientSecurityGroupIds', SECURITY_GROUP_ID) ?? [],
  };
}

/** Two Cloud Map services in a namespace cannot have the same name, and clients of one would reach the other. */
export function checkDiscoveryName(
  { environment, own }: ResolvedEcsEnvironment,
  earlier: readonly ResolvedEcsEnvironment[],
): void {
  const discovery = environment.managed?.serviceDiscovery;
  const same = earlier.find(({ environment: { managed } }) => {
    const other = managed?.serviceDiscovery;
    return discovery && other && keyOf(other) === keyOf(discovery);
  });
  if (!discovery || !same || own.isRejected('serviceDiscovery')) {
    return;
  }
  const key = discovery.serviceArn ? 'serviceArn' : 'name';
  own
    .struct('serviceDiscovery', SERVICE_DISCOVERY_OPTIONS)
    .rejectValue(key, discovery.serviceArn ?? discovery.name, 'duplicate-discovery-name', {
      why: `is also the Cloud Map service of the environment ${show(same.environment.name)}`,
      fix: `Set a different ${key}${key === 'name' ? ' or namespace' : ''} in serviceDiscovery of one of the two environments.`,
    });
}

function keyOf({ serviceArn, namespaceId, name }: ServiceDiscoveryModel): string {
  return serviceArn ?? `${namespaceId} ${name.toLowerCase()}`;
}
