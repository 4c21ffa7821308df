import type { ContainerModel, ServiceDiscoveryModel } from '../../../model/model';
import { DiscoveryRecordType } from '../../../options';
import { bracketed, code, quote } from '../../../printing/typescript';

/** Code that creates the Cloud Map service in which ECS registers the tasks. `undefined` if it exists. */
export function discoveryCode({
  namespaceId,
  serviceArn,
  name,
  recordType,
  ttlSeconds,
}: ServiceDiscoveryModel): string | undefined {
  return serviceArn
    ? undefined
    : code`
        // An L1 construct, because the L2 construct requires the name of the namespace.
        const discovery = new servicediscovery.CfnService(this, 'Discovery', {
          name: ${quote(name)},
          namespaceId: ${quote(namespaceId)},
          dnsConfig: {
            routingPolicy: 'MULTIVALUE',
            dnsRecords: [{ type: '${recordType}', ttl: ${String(ttlSeconds)} }],
          },
          // ECS reports the health of the tasks.
          healthCheckCustomConfig: { failureThreshold: 1 },
        });`;
}

/** The property of the service that registers its tasks. */
export function serviceRegistries(
  { serviceArn, recordType }: ServiceDiscoveryModel,
  { name, port }: ContainerModel,
): string {
  const registry = [
    `registryArn: ${serviceArn ? quote(serviceArn) : 'discovery.attrArn'}`,
    ...(recordType === DiscoveryRecordType.SRV ? [`containerName: ${quote(name)}`, `containerPort: ${port}`] : []),
  ];
  return `serviceRegistries: [${bracketed(registry)}],`;
}
