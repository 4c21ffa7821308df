import type {
  DeliveryModel,
  EnvironmentModel,
  LoadBalancerModel,
  ManagedServiceModel,
  TrafficShiftModel,
} from '../../../model/model';
import { code, literal, quote } from '../../../printing/typescript';
import { flowLogs, importedVpc, lookedUpVpc, newVpc } from '../../shared/network';
import { trafficTarget } from '../traffic-target';
import { existingSecurityGroup } from './existing-load-balancer';

/** Code that creates or imports the VPC and the subnets of the tasks. */
export function networkCode(environment: EnvironmentModel, { network }: ManagedServiceModel): string {
  switch (network.kind) {
    case 'new':
      return code`
        ${newVpc(network, network.publicTasks)}
        ${taskSubnets(network.publicTasks)}

        ${flowLogs(environment)}`;
    case 'lookup':
      return code`
        ${lookedUpVpc(network.vpcId)}
        ${taskSubnets(network.publicTasks)}`;
    case 'subnets':
      return code`
        ${importedVpc(network.vpcId)}
        const taskSubnetIds = ${literal(network.taskSubnetIds)};`;
  }
}

function taskSubnets(publicTasks: boolean): string {
  const type = publicTasks ? 'PUBLIC' : 'PRIVATE_WITH_EGRESS';
  return code`
    const taskSubnets = vpc.selectSubnets({ subnetType: ec2.SubnetType.${type} });`;
}

/** An expression for the IDs of the subnets that the tasks run in. */
export function taskSubnetIds({ network }: ManagedServiceModel): string {
  return network.kind === 'subnets' ? 'taskSubnetIds' : 'taskSubnets.subnetIds';
}

/** Code that creates the security groups of the load balancer and the tasks. */
export function securityGroups(
  { service, container }: DeliveryModel,
  environment: EnvironmentModel,
  { loadBalancer, deployment, serviceConnect, serviceDiscovery }: ManagedServiceModel,
): string {
  const { name } = environment;
  const existing = loadBalancer?.existing;
  const created = existing ? undefined : loadBalancer;
  const connects = created !== undefined || existing?.securityGroupId !== undefined;
  return code`
    ${existing?.securityGroupId && existingSecurityGroup(existing.securityGroupId)}
    ${created && loadBalancerSecurityGroup(`${service} in ${name}`, created, deployment.shift?.testListener)}
    const serviceSecurityGroup = new ec2.SecurityGroup(this, 'ServiceSecurityGroup', {
      vpc,
      description: ${quote(`Tasks of ${service} in ${name}`)},
    });
    ${connects ? targetPorts(trafficTarget(container, environment).containerPort, loadBalancer?.healthCheck.port) : undefined}
    ${serviceConnect && clients(serviceConnect.clientSecurityGroupIds, container.port!, 'Services that connect through Service Connect.')}
    ${serviceDiscovery && clients(serviceDiscovery.clientSecurityGroupIds, container.port!, 'Clients that find the tasks through service discovery.')}`;
}

/** An expression for the IDs of the security groups of the tasks. */
export function securityGroupIds({ network: { securityGroupIds: existing = [] } }: ManagedServiceModel): string {
  return `[${['serviceSecurityGroup.securityGroupId', ...existing.map(quote)].join(', ')}]`;
}

/** Allows clients to connect to the container port. */
function clients(ids: readonly string[], port: number, who: string): string | undefined {
  return ids.length === 0
    ? undefined
    : code`
        // ${who}
        for (const client of ${literal(ids)}) {
          serviceSecurityGroup.addIngressRule(ec2.Peer.securityGroupId(client), ec2.Port.tcp(${String(port)}));
        }`;
}

/** Allows the load balancer to connect to the tasks. */
function targetPorts(port: number, ofHealthChecks: number | undefined): string {
  return code`
    // Adds a rule to both groups: inbound to the tasks and outbound from the load balancer.
    serviceSecurityGroup.connections.allowFrom(loadBalancerSecurityGroup, ec2.Port.tcp(${String(port)}));
    ${ofHealthChecks === undefined ? undefined : healthCheckPort(ofHealthChecks)}`;
}

function healthCheckPort(port: number): string {
  return code`
    // The health checks use a port of their own.
    serviceSecurityGroup.connections.allowFrom(loadBalancerSecurityGroup, ec2.Port.tcp(${String(port)}));`;
}

function loadBalancerSecurityGroup(
  what: string,
  { https, allowedCidrs }: LoadBalancerModel,
  test: TrafficShiftModel['testListener'],
): string {
  const ports = https ? [443, 80] : [80];
  const rules = (peer: string) =>
    ports
      .map((port) => `loadBalancerSecurityGroup.addIngressRule(ec2.Peer.ipv4(${peer}), ec2.Port.tcp(${port}));`)
      .join('\n');
  return code`
    const loadBalancerSecurityGroup = new ec2.SecurityGroup(this, 'LoadBalancerSecurityGroup', {
      vpc,
      description: ${quote(`Load balancer of ${what}`)},
      allowAllOutbound: false,
    });
    ${
      allowedCidrs.length === 1
        ? rules(quote(allowedCidrs[0]!))
        : code`
            for (const cidr of ${literal(allowedCidrs)}) {
              ${rules('cidr')}
            }`
    }
    ${
      test &&
      code`
        for (const cidr of ${literal(test.allowedCidrs)}) {
          loadBalancerSecurityGroup.addIngressRule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(${String(test.port)}));
        }`
    }`;
}
