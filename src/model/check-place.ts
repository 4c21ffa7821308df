import { type Place, partitionOf } from './aws';
import type { OptionReader } from './option-reader';

/** Replaces a missing or invalid place while the remaining options are checked. Never written to a file. */
export const UNKNOWN_PLACE: Place = { account: '000000000000', region: 'unknown' };

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
    account: place.account === UNKNOWN_PLACE.account ? account : place.account,
    region: place.region === UNKNOWN_PLACE.region ? region : place.region,
    partition: place.region === UNKNOWN_PLACE.region ? partition : partitionOf(place.region),
  };
  const wrong = same.filter((part) => found[part] !== wanted[part]);
  if (wrong.length > 0) {
    options.reject(key, 'wrong-account-or-region', {
      why: `is in a different ${wrong.join(' and ')}`,
      allowed: wrong.map((part) => wanted[part]).join(', '),
      fix,
    });
  }
}
