import { type Place, partitionOf } from './aws';
import type { OptionReader } from './option-reader';

/** Replaces a missing or invalid place while the remaining options are checked. Never written to a file. */
export const UNKNOWN_PLACE: Place = { account: '000000000000', region: 'unknown' };

export function isKnown(part: keyof Place, place: Place): boolean {
  return place[part] !== UNKNOWN_PLACE[part];
}

/** Reports an ARN that must be in the same account, region, or partition as the service, but is not. */
export function checkPlace(
  options: OptionReader,
  key: string,
  arn: string,
  { place, same, fix }: { place: Place; same: readonly ('account' | 'region' | 'partition')[]; fix: string },
): void {
  const [, partition, , region, account] = arn.split(':');
  const found = { partition, region, account };
  const wanted = {
    account: isKnown('account', place) ? place.account : account,
    region: isKnown('region', place) ? place.region : region,
    partition: isKnown('region', place) ? partitionOf(place.region) : partition,
  };
  const wrong = same.filter((part) => found[part] !== wanted[part]);
  if (wrong.length > 0) {
    options.reject(key, 'wrong-account-or-region', {
      why: `is in a different ${wrong.map((part) => (part === 'region' ? 'Region' : part)).join(' and ')}`,
      allowed: wrong.map((part) => wanted[part]).join(', '),
      fix,
    });
  }
}
