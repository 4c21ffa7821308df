import type { PermissionsBoundaryRuleOptions } from '../../options';
import type { RuleDefinition } from './library-rule';
import { readText } from './parameters';

/** All roles have a permissions boundary. */
export const PERMISSIONS_BOUNDARY: RuleDefinition<PermissionsBoundaryRuleOptions, string | undefined> = {
  code: 'permissions-boundary',
  title: 'All roles have a permissions boundary',
  description: 'A permissions boundary limits what a role can do, no matter which policies it has.',
  url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  example: { name: 'acme-boundary' },
  options: { name: true },
  read: (options) => readText(options, 'name'),
  check: ({ permissionsBoundary }, name) => {
    if (permissionsBoundary === undefined) {
      return [
        {
          option: 'permissionsBoundary',
          message: 'is not set, so nothing limits the permissions of the roles',
          fix: name === undefined ? 'Set it to the name of a managed policy.' : `Set it to ${JSON.stringify(name)}.`,
        },
      ];
    }
    return name === undefined || permissionsBoundary === name
      ? []
      : [
          {
            option: 'permissionsBoundary',
            message: `is ${JSON.stringify(permissionsBoundary)}, which is not the required permissions boundary`,
            fix: `Set it to ${JSON.stringify(name)}.`,
          },
        ];
  },
};
