import { iamArnOf, type Place } from './aws';
import { checkPlace } from './check-place';
import type { OptionReader } from './option-reader';
import { ROLE } from './rules';

/** The ARN of an existing role that an option specifies by ARN or by name. The role must be in the account. */
export function readRole(options: OptionReader, key: string, place: Place, fix: string): string | undefined {
  const role = options.string(key, ROLE);
  if (role === undefined) {
    return undefined;
  }
  const arn = role.startsWith('arn:') ? role : iamArnOf(place, `role/${role}`);
  checkPlace(options, key, arn, { place, same: ['account', 'partition'], fix });
  return arn;
}
