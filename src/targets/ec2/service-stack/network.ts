import { LOG_RETENTION } from '../../../data/log-retention';
import { code, literal, quote } from '../../../printing/typescript';
import type { Ec2EnvironmentModel, Ec2NetworkModel } from '../model';

/** Code that creates or imports the VPC, and selects the subnets of the instances. */
export function networkCode(environment: Ec2EnvironmentModel): string {
  const { network } = environment;
  const type = network.publicInstances ? 'PUBLIC' : 'PRIVATE_WITH_EGRESS';
  const selection = `const instanceSubnets: ec2.SubnetSelection = { subnetType: ec2.SubnetType.${type} };`;
  switch (network.kind) {
    case 'new':
      return code`
        ${newVpc(environment, network)}
        ${selection}`;
    case 'lookup':
      return code`
        // The CDK looks up the VPC once and caches the result in cdk.context.json.
        const vpc = ec2.Vpc.fromLookup(this, 'Vpc', { vpcId: ${quote(network.vpcId)} });
        ${selection}`;
    case 'subnets':
      return code`
        const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
          vpcId: ${quote(network.vpcId)},
          // The CDK requires a value, but this stack does not use the zones.
          availabilityZones: ['unknown'],
        });
        const instanceSubnets: ec2.SubnetSelection = {
          subnets: ${subnets(network.instanceSubnetIds)},
        };`;
  }
}

function newVpc(
  { account, logRetentionDays }: Ec2EnvironmentModel,
  network: Extract<Ec2NetworkModel, { kind: 'new' }>,
): string {
  const onlyPublic = "subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }],";
  return code`
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(${quote(network.cidr)}),
      maxAzs: ${String(network.availabilityZones)},
      natGateways: ${String(network.natGateways)},
      ${network.publicInstances ? onlyPublic : undefined}
    });

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

/** An expression for subnets by ID. */
export function subnets(ids: readonly string[]): string {
  return code`
    ${literal(ids)}.map((subnetId) =>
      ec2.Subnet.fromSubnetId(this, subnetId, subnetId),
    )`;
}

/**
 * A class member that overrides the zones of the stack. By default, the CDK looks up the zones of the account, which
 * requires credentials, and writes their names to the template.
 */
export function availabilityZones({ network }: Ec2EnvironmentModel): string | undefined {
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
