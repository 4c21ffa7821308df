import type { Facts } from '../facts/fact';
import type { GithubRepository } from './model';
import type { OptionReader } from './option-reader';
import { GITHUB_REPOSITORY } from './rules';
import { SHARED } from './shared-values';

/** Stands in for a repository that is missing or wrong, while the rest is checked. Never reaches a file. */
export const UNKNOWN_REPOSITORY: GithubRepository = { owner: 'owner', name: 'name', fullName: 'owner/name' };

/** https://docs.github.com/en/authentication/troubleshooting-ssh/using-ssh-over-the-https-port is one of the forms. */
const GITHUB_REMOTE =
  /^(?:(?:https?|git):\/\/(?:[^@/]+@)?(?:www\.)?github\.com\/|ssh:\/\/git@(?:github\.com(?::22)?|ssh\.github\.com:443)\/|(?:git@)?github\.com:\/?)(.+?)(?:\.git)?\/?$/i;

/**
 * The GitHub repository that the engines read from; `undefined` where none does.
 */
export function resolveRepository(
  options: OptionReader,
  facts: { needed: boolean; gitRemote: () => string | undefined; decisions: Facts },
): GithubRepository | undefined {
  const given = options.string('githubRepository', GITHUB_REPOSITORY);
  if (!facts.needed) {
    if (given) {
      options.refuse(
        'githubRepository',
        'is read by no engine',
        undefined,
        'Remove it, or enable an engine that reads from GitHub.',
      );
    }
    return undefined;
  }
  const fullName = options.has('githubRepository') ? given : repositoryOfRemote(facts.gitRemote());
  if (!fullName) {
    if (!options.has('githubRepository')) {
      options.refuseUnseen(
        'githubRepository',
        'is missing, and no git remote "origin" on GitHub tells it',
        GITHUB_REPOSITORY.allowed,
        'Set githubRepository, or add the remote.',
      );
    }
    return UNKNOWN_REPOSITORY;
  }
  const [first, second] = fullName.split('/') as [string, string];
  const owner = facts.decisions.decide(SHARED.githubOwner, first);
  const name = facts.decisions.decide(SHARED.githubRepository, second);
  return { owner, name, fullName: `${owner}/${name}` };
}

/** The `owner/name` that a remote's URL names, in any of the forms that git takes. */
export function repositoryOfRemote(url: string | undefined): string | undefined {
  const path = GITHUB_REMOTE.exec((url ?? '').trim())?.[1];
  return path && GITHUB_REPOSITORY.pattern.test(path) ? path : undefined;
}
