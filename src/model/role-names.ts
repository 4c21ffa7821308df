import type { Facts } from '../core/fact';
import { iamArnOf, type Place } from './aws';
import type { OptionReader } from './option-reader';
import { ROLE_NAME_PREFIX, ROLE_PATH } from './rules';
import { SHARED } from './shared-values';

/** How the roles that stacks create are named. */
export interface RoleNames {
  /** Empty if names have no prefix. */
  readonly prefix: string;
  /** Without slashes at the beginning and the end. Empty for the default path. */
  readonly path: string;
}

export function resolveRoleNames(options: OptionReader, decisions: Facts): RoleNames {
  const path = options.string('rolePath', ROLE_PATH)?.replace(/^\/|\/$/g, '');
  return {
    prefix: options.string('roleNamePrefix', ROLE_NAME_PREFIX) ?? '',
    path: path ? decisions.decide(SHARED.rolePath, path) : '',
  };
}

/** The ARN of a role that a stack creates. */
export function roleArnOf(place: Place, { path }: RoleNames, name: string): string {
  return iamArnOf(place, `role/${path === '' ? '' : `${path}/`}${name}`);
}
