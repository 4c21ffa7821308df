import type { FactName, Facts } from '../core/fact';
import type { Place } from './aws';
import type { GithubRepository, GithubRoleModel } from './model';
import type { OptionReader } from './option-reader';
import { readRole } from './read-role';
import { type RoleNames, roleArnOf } from './role-names';

/** The IDs in the immutable subject. `*` if the config does not specify an ID. */
export interface GithubIds {
  readonly owner: string;
  readonly repository: string;
}

interface GithubRoleFacts extends Place {
  /** The name of the role, if the stack creates it. */
  readonly name: string;
  readonly repository: GithubRepository;
  readonly ids: GithubIds;
  readonly roles: RoleNames;
  /** The last part of the `sub` claim. */
  readonly context: string;
  /** The longest wait during a session, in minutes. */
  readonly minutes: number;
}

/** The role that an option specifies, or the one that the stack creates. */
export function resolveGithubRole(
  options: OptionReader,
  shared: FactName,
  facts: GithubRoleFacts & { readonly decisions: Facts },
): GithubRoleModel {
  const key = shared.option!.replace(/^githubActions\./, '');
  const arn = readRole(options, key, facts, 'Use a role in the account that the workflow signs in to.');
  if (arn === undefined) {
    return githubRole({ ...facts, name: facts.decisions.decide(shared, facts.name) });
  }
  return { ...githubRole(facts), arn: facts.decisions.decide(shared, arn), create: false };
}

/**
 * A role for a workflow. Repositories that were created, renamed, or transferred on or after 2026-07-15 send the
 * immutable subject. All other repositories send the plain subject. The trust policy must accept both.
 *
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function githubRole(facts: GithubRoleFacts): GithubRoleModel {
  return {
    name: facts.name,
    arn: roleArnOf(facts, facts.roles, facts.name),
    create: true,
    subjects: subjectsOf(facts, facts.context),
    sessionSeconds: Math.max(3600, (facts.minutes + 15) * 60),
  };
}

/** The plain and the immutable subject. */
export function subjectsOf(
  { repository, ids }: Pick<GithubRoleFacts, 'repository' | 'ids'>,
  context: string,
): string[] {
  const { owner, name } = repository;
  return [`repo:${owner}/${name}:${context}`, `repo:${owner}@${ids.owner}/${name}@${ids.repository}:${context}`];
}
