import { codes } from '../../printing/markdown';

/** What the guide says about costs and defaults that several targets share. */

type Network = { readonly kind: 'new'; readonly natGateways: number } | { readonly kind: 'lookup' | 'subnets' };

/** The NAT gateways of a VPC that the stack creates. */
export function natGateways(network: Network): string[] {
  return network.kind === 'new' && network.natGateways > 0
    ? [`${network.natGateways} NAT ${network.natGateways === 1 ? 'gateway' : 'gateways'} (\`network.natGateways\`)`]
    : [];
}

export const LOAD_BALANCER = 'a load balancer (`loadBalancer.enabled`)';

export const ALARMS = 'CloudWatch alarms (`alarms.enabled`)';

interface NamedEnvironment {
  readonly name: string;
}

/** Load balancers that accept unencrypted connections. */
export function httpDefault(environments: readonly NamedEnvironment[], several: boolean): string[] {
  return environments.length === 0
    ? []
    : [
        `Clients connect to the load balancer${inEach(environments, several)} over HTTP, which is not encrypted. To use HTTPS, set \`loadBalancer.domainName\` and \`loadBalancer.hostedZone\`, or \`loadBalancer.certificateArn\`.`,
      ];
}

/** Alarms without a topic. */
export function silentAlarms(environments: readonly NamedEnvironment[], several: boolean): string[] {
  return environments.length === 0
    ? []
    : [
        `The alarms${inEach(environments, several)} notify nobody. To receive notifications, set \`alarms.topicArn\` to the ARN of an SNS topic.`,
      ];
}

function inEach(environments: readonly NamedEnvironment[], several: boolean): string {
  return several ? ` in ${codes(environments.map(({ name }) => name))}` : '';
}
