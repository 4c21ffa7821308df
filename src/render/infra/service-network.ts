import { LOG_RETENTION } from '../../data/log-retention';
import type {
  DeliveryModel,
  EnvironmentModel,
  LoadBalancerModel,
  ManagedServiceModel,
  TrafficShiftModel,
} from '../../model/model';
import { code, literal, quote } from './typescript';

/** The VPC and the subnets of the tasks. */
export function networkCode(environment: EnvironmentModel, { network }: ManagedServiceModel): string {
  switch (network.kind) {
    case 'new':
      return newVpc(environment, network);
    case 'lookup':
      return code`
        // The CDK looks it up once, and keeps what it finds in cdk.context.json.
        const vpc = ec2.Vpc.fromLookup(this, 'Vpc', { vpcId: ${quote(network.vpcId)} });
        ${taskSubnets(network.publicTasks)}`;
    case 'subnets':
      return code`
        const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
          vpcId: ${quote(network.vpcId)},
          // Nothing here asks for its zones.
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

    // What the security groups refuse.
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

/** The expression for the ids of the subnets that the tasks run in. */
export function taskSubnetIds({ network }: ManagedServiceModel): string {
  return network.kind === 'subnets' ? 'taskSubnetIds' : 'taskSubnets.subnetIds';
}

/**
 * A member of the stack. The CDK would look the zones of the account up, with credentials, and write their names into
 * the template.
 */
export function availabilityZones({ network }: ManagedServiceModel): string | undefined {
  if (network.kind !== 'new') {
    return undefined;
  }
  const zones = Array.from({ length: network.availabilityZones }, (_, i) => `Fn.select(${i}, Fn.getAzs())`);
  return code`
    /** The first zones of the account, whatever their names are: nothing has to be looked up. */
    override get availabilityZones(): string[] {
      return [${zones.join(', ')}];
    }`;
}

/** Who may connect to the load balancer and to the tasks. */
export function securityGroups(
  { service, container: { port } }: DeliveryModel,
  { name }: EnvironmentModel,
  { loadBalancer, deployment }: ManagedServiceModel,
): string {
  return code`
    ${loadBalancer && loadBalancerSecurityGroup(`${service} in ${name}`, loadBalancer, deployment.shift?.testListener)}
    const serviceSecurityGroup = new ec2.SecurityGroup(this, 'ServiceSecurityGroup', {
      vpc,
      description: ${quote(`Tasks of ${service} in ${name}`)},
    });
    ${
      loadBalancer &&
      code`
        // In both groups: in to the tasks, and out of the load balancer.
        serviceSecurityGroup.connections.allowFrom(loadBalancerSecurityGroup, ec2.Port.tcp(${String(port)}));`
    }`;
}

function loadBalancerSecurityGroup(
  what: string,
  { certificateArn, allowedCidrs }: LoadBalancerModel,
  test: TrafficShiftModel['testListener'],
): string {
  const ports = certificateArn ? [443, 80] : [80];
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
