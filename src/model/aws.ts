/** The partition that a region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) {
    return 'aws-cn';
  }
  if (region.startsWith('us-gov-')) {
    return 'aws-us-gov';
  }
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
}

/** The domain of AWS's own host names in a partition. */
export function dnsSuffixOf(partition: string): string {
  const suffixes: Readonly<Record<string, string>> = { 'aws-cn': 'amazonaws.com.cn', 'aws-eusc': 'amazonaws.eu' };
  return suffixes[partition] ?? 'amazonaws.com';
}

/** Where a resource lives. */
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

/** The parts of an ARN that tell where a resource lives. */
export function placeOf(arn: string): Place {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region };
}
