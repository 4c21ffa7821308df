import type { Place } from '../../core/environment';
import { LOG_RETENTION } from '../../data/log-retention';
import { code, literal, quote } from '../../printing/typescript';

/** Code of stacks that contain a network. */

/** A VPC that a stack creates. */
interface NewVpc {
  readonly cidr: string;
  readonly availabilityZones: number;
  readonly natGateways: number;
}

/** An existing network, or a new one whose subnets the CDK selects. */
type Network =
  | ({ readonly kind: 'new' } & NewVpc)
  | { readonly kind: 'lookup' }
  | { readonly kind: 'subnets'; readonly loadBalancerSubnetIds: readonly string[] };

/** Code that creates a VPC. */
export function newVpc({ cidr, availabilityZones: zones, natGateways }: NewVpc, onlyPublicSubnets: boolean): string {
  const onlyPublic = "subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }],";
  return code`
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(${quote(cidr)}),
      maxAzs: ${String(zones)},
      natGateways: ${String(natGateways)},
      ${onlyPublicSubnets ? onlyPublic : undefined}
      // Free of charge. Traffic to S3, for example image layers, bypasses the NAT gateways.
      gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });`;
}

/** Code that adds flow logs to a new VPC. */
export function flowLogs({ account, logRetentionDays }: Pick<Place, 'account'> & { logRetentionDays: number }): string {
  return code`
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

/** Code that imports a VPC whose subnets the CDK looks up. */
export function lookedUpVpc(vpcId: string): string {
  return code`
    // The CDK looks up the VPC once and caches the result in cdk.context.json.
    const vpc = ec2.Vpc.fromLookup(this, 'Vpc', { vpcId: ${quote(vpcId)} });`;
}

/** Code that imports a VPC whose subnets the config specifies. */
export function importedVpc(vpcId: string): string {
  return code`
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: ${quote(vpcId)},
      // The CDK requires a value, but this stack does not use the zones.
      availabilityZones: ['unknown'],
    });`;
}

/** An expression for subnets by ID. */
export function subnets(ids: readonly string[]): string {
  return code`
    ${literal(ids)}.map((subnetId) =>
      ec2.Subnet.fromSubnetId(this, subnetId, subnetId),
    )`;
}

/** The subnets of the load balancer. In a new VPC, the CDK selects the right ones. */
export function loadBalancerSubnets(network: Network, internetFacing: boolean): string | undefined {
  switch (network.kind) {
    case 'new':
      return undefined;
    case 'lookup':
      return code`
        // A load balancer accepts only one subnet in each zone.
        vpcSubnets: { ${internetFacing ? 'subnetType: ec2.SubnetType.PUBLIC, ' : undefined}onePerAz: true },`;
    case 'subnets':
      return code`
        vpcSubnets: {
          subnets: ${subnets(network.loadBalancerSubnetIds)},
        },`;
  }
}

/**
 * A class member that overrides the zones of the stack. By default, the CDK looks up the zones of the account, which
 * requires credentials, and writes their names to the template.
 */
export function availabilityZones(network: Network): string | undefined {
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
