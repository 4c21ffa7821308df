import { LOG_RETENTION } from '../../../data/log-retention';
import type {
  DeliveryModel,
  EnvironmentModel,
  LoadBalancerModel,
  ManagedServiceModel,
  TrafficShiftModel,
} from '../../../model/model';
import { code, literal, quote } from '../../../printing/typescript';
import { trafficTarget } from '../traffic-target';
import { existingSecurityGroup } from './existing-load-balancer';

/** Code that creates or imports the VPC and the subnets of the tasks. */
export function networkCode(environment: EnvironmentModel, { network }: ManagedServiceModel): string {
  switch (network.kind) {
    case 'new':
      return newVpc(environment, network);
    case 'lookup':
      return code`
        // The CDK looks up the VPC once and caches the result in cdk.context.json.
        const vpc = ec2.Vpc.fromLookup(this, 'Vpc', { vpcId: ${quote(network.vpcId)} });
        ${taskSubnets(network.publicTasks)}`;
    case 'subnets':
      return code`
        const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
          vpcId: ${quote(network.vpcId)},
          // The CDK requires a value, but this stack does not use the zones.
          availabilityZones: ['unknown'],
        });
        const taskSubnetIds = ${literal(network.taskSubnetIds)};`;
  }
}

type NewNetwork = Extract<ManagedServiceModel['network'], { kind: 'new' }>;

function newVpc({ account, logRetentionDays }: EnvironmentModel, network: NewNetwork): string {
  const onlyPublic = "subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }],";
  return code`
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(${quote(network.cidr)}),
      maxAzs: ${String(network.availabilityZones)},
      natGateways: ${String(network.natGateways)},
      ${network.publicTasks ? onlyPublic : undefined}
    });
    ${taskSubnets(network.publicTasks)}

    // Logs rejected traffic.
    const flowLogs = new logs.LogGroup(this, 'FlowLogs', {
      retention: logs.RetentionDays.${LOG_RETENTION[logRetentionDays]},
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const flowLogRole = new iam.Role(this, 'FlowLogRole', {
      assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: ${literal({ StringEquals: { 'aws:SourceAccount': account } })},
      }),
    });
    vpc.addFlowLog('Refused', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(flowLogs, flowLogRole),
      trafficType: ec2.FlowLogTrafficType.REJECT,
    });`;
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

/**
 * A class member that overrides the zones of the stack. By default, the CDK looks up the zones of the account, which
 * requires credentials, and writes their names to the template.
 */
export function availabilityZones({ network }: ManagedServiceModel): string | undefined {
  if (network.kind !== 'new') {
    return undefined;
  }
  const zones = Array.from({ length: network.availabilityZones }, (_, i) => `Fn.select(${i}, Fn.getAzs())`);
  return code`
    /** Selects zones by index, so that the CDK does not have to look up their names. */
    override get availabilityZones(): string[] {
      return [${zones.join(', ')}];
    }`;
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
