/**
 * The partitions other than `aws`, with the prefix of their region codes and the domain of AWS endpoints.
 *
 * Source: `partitions.json` of botocore, read 2026-11-23.
 */
const PARTITIONS: readonly { readonly regions: string; readonly name: string; readonly dnsSuffix: string }[] = [
  { regions: 'cn-', name: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' },
  { regions: 'us-gov-', name: 'aws-us-gov', dnsSuffix: 'amazonaws.com' },
  { regions: 'eusc-', name: 'aws-eusc', dnsSuffix: 'amazonaws.eu' },
  { regions: 'us-iso-', name: 'aws-iso', dnsSuffix: 'c2s.ic.gov' },
  { regions: 'us-isob-', name: 'aws-iso-b', dnsSuffix: 'sc2s.sgov.gov' },
  { regions: 'eu-isoe-', name: 'aws-iso-e', dnsSuffix: 'cloud.adc-e.uk' },
  { regions: 'us-isof-', name: 'aws-iso-f', dnsSuffix: 'csp.hci.ic.gov' },
];

/** The partition that a region belongs to. */
export function partitionOf(region: string): string {
  return PARTITIONS.find(({ regions }) => region.startsWith(regions))?.name ?? 'aws';
}

/** The domain of AWS endpoints in a partition. */
export function dnsSuffixOf(partition: string): string {
  return PARTITIONS.find(({ name }) => name === partition)?.dnsSuffix ?? 'amazonaws.com';
}

/** The account and region of a resource. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The ARN of a regional resource. */
export function arnOf(service: string, place: Place, resource: string): string {
  return `arn:${partitionOf(place.region)}:${service}:${place.region}:${place.account}:${resource}`;
}

/** The ARN of an IAM resource, which has no region. */
export function iamArnOf(place: Place, resource: string): string {
  return `arn:${partitionOf(place.region)}:iam::${place.account}:${resource}`;
}
