import type { Facts } from '../core/fact';
import type { GithubRepository } from './model';
import type { OptionReader } from './option-reader';
import { hostOfRemote } from './resolve-github-host';
import { GITHUB_REPOSITORY } from './rules';
import { SHARED } from './shared-values';

/** Replaces a missing or invalid repository while the remaining options are checked. Never written to a file. */
export const UNKNOWN_REPOSITORY: GithubRepository = { owner: 'owner', name: 'name', fullName: 'owner/name' };

/**
 * The URL formats of a GitHub remote, including SSH over the HTTPS port.
 *
 * https://docs.github.com/en/authentication/troubleshooting-ssh/using-ssh-over-the-https-port
 */
const GITHUB_REMOTE =
  /^(?:(?:https?|git):\/\/(?:[^@/]+@)?(?:www\.)?github\.com\/|ssh:\/\/git@(?:github\.com(?::22)?|ssh\.github\.com:443)\/|(?:git@)?github\.com:\/?)(.+?)(?:\.git)?\/?$/i;

/** The GitHub repository that the engines use, or `undefined` if no engine uses GitHub. */
export function resolveRepository(
  options: OptionReader,
  facts: {
    needed: boolean;
    enginesAreKnown: boolean;
    host?: string;
    gitRemote: () => string | undefined;
    decisions: Facts;
  },
): GithubRepository | undefined {
  const configured = options.string('githubRepository', GITHUB_REPOSITORY);
  if (!facts.needed) {
    if (configured && facts.enginesAreKnown) {
      options.reject('githubRepository', 'unused-repository', {
        why: 'is not used by any engine',
        fix: 'Remove it, or enable an engine that uses GitHub.',
      });
    }
    return undefined;
  }
  const remote = options.has('githubRepository') ? undefined : facts.gitRemote();
  const fullName = options.has('githubRepository') ? configured : repositoryOfRemote(remote, facts.host);
  if (!fullName) {
    if (!options.has('githubRepository') && facts.enginesAreKnown) {
      const remoteHost = hostOfRemote(remote);
      const elsewhere = remoteHost !== undefined && remoteHost !== (facts.host ?? 'github.com');
      options.rejectWithoutValue(
        'githubRepository',
        elsewhere ? 'enterprise-server' : 'missing-option',
        elsewhere
          ? {
              why: `is missing, and the git remote "origin" is on ${remoteHost}, not on ${facts.host ?? 'github.com'}`,
              allowed: GITHUB_REPOSITORY.allowed,
              fix: 'For GitHub Enterprise Server, set githubActions.host to the host name. Otherwise, set githubRepository.',
            }
          : {
              why: 'is missing and cannot be derived from the git remote "origin"',
              allowed: GITHUB_REPOSITORY.allowed,
              fix: 'Set githubRepository, or add a GitHub remote named "origin".',
            },
      );
    }
    return UNKNOWN_REPOSITORY;
  }
  const [first, second] = fullName.split('/') as [string, string];
  const owner = facts.decisions.decide(SHARED.githubOwner, first);
  const name = facts.decisions.decide(SHARED.githubRepository, second);
  return { owner, name, fullName: `${owner}/${name}`, host: facts.host };
}

/** The `owner/name` in the URL of a git remote, in any URL format that git supports. */
export function repositoryOfRemote(url: string | undefined, host?: string): string | undefined {
  const path = host === undefined ? GITHUB_REMOTE.exec((url ?? '').trim())?.[1] : pathOnServer(url, host);
  return path && GITHUB_REPOSITORY.pattern.test(path) ? path : undefined;
}

function pathOnServer(url: string | undefined, host: string): string | undefined {
  return hostOfRemote(url) === host ? /([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(url!.trim())?.[1] : undefined;
}

/** The URL of the repository in a browser. */
export function repositoryUrl({ host, fullName }: GithubRepository): string {
  return `https://${host ?? 'github.com'}/${fullName}`;
}

/** The repository as an argument of the GitHub CLI. */
export function cliRepository({ host, fullName }: GithubRepository): string {
  return host === undefined ? fullName : `${host}/${fullName}`;
}

/** The `gh api` command for the host. */
export function ghApi(repository: GithubRepository): string {
  return repository.host === undefined ? 'gh api' : `gh api --hostname ${repository.host}`;
}
