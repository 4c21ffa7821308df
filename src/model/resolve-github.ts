import { GITHUB_ACTIONS } from '../data/github-actions';
import type { Facts } from '../facts/fact';
import { iamArnOf, type Place } from './aws';
import type {
  BuildModel,
  GithubModel,
  GithubReleaseModel,
  GithubRepository,
  GithubRoleModel,
  OidcProviderModel,
} from './model';
import type { OptionReader } from './option-reader';
import type { EnvironmentBase } from './resolve-environment';
import { ACTION_REFERENCE, NUMERIC_ID, REVIEWER, RUNNER_LABEL } from './rules';
import { SHARED } from './shared-values';

/** https://docs.github.com/en/actions/concepts/security/openid-connect */
export const OIDC_HOST = 'token.actions.githubusercontent.com';

/** The ids in the immutable form of the subject; `*` where the config does not tell one. */
export interface GithubIds {
  readonly owner: string;
  readonly repository: string;
}

export function readGithubIds(options: OptionReader): GithubIds {
  return {
    owner: options.string('ownerId', NUMERIC_ID) ?? '*',
    repository: options.string('repositoryId', NUMERIC_ID) ?? '*',
  };
}

interface GithubFacts extends Place {
  readonly decisions: Facts;
  readonly service: string;
  readonly branch: string;
  readonly repository: GithubRepository;
  readonly build: BuildModel;
  readonly ids: GithubIds;
}

export function resolveGithub(options: OptionReader, facts: GithubFacts): GithubModel {
  const runner = options.string('runner', RUNNER_LABEL) ?? facts.build.architecture.runner;
  checkRunner(options, runner, facts.build);
  return {
    workflow: '.github/workflows/deploy.yml',
    pullRequestWorkflow: '.github/workflows/pull-request.yml',
    rollbackWorkflow: '.github/workflows/rollback.yml',
    runner,
    oidcProvider: {
      arn: iamArnOf(facts, `oidc-provider/${OIDC_HOST}`),
      create: !(options.boolean('existingOidcProvider') ?? false),
    },
    subjectsExact: facts.ids.owner !== '*' && facts.ids.repository !== '*',
    buildRole: githubRole({
      ...facts,
      name: facts.decisions.decide(SHARED.buildRole, `${facts.service}-build`),
      context: `ref:refs/heads/${facts.branch}`,
      minutes: 0,
    }),
    reviewers: resolveReviewers(options),
    actions: resolveActions(options),
  };
}

interface GithubReleaseFacts extends GithubFacts {
  /** The provider in the account of the delivery. */
  readonly oidcProvider: OidcProviderModel;
  /** The environments before this one. */
  readonly earlier: readonly Place[];
}

/** How GitHub releases to an environment. */
export function githubRelease(environment: EnvironmentBase, facts: GithubReleaseFacts): GithubReleaseModel {
  const { account, name } = environment;
  const decisions = facts.decisions.in(name);
  const githubEnvironment = decisions.decide(SHARED.githubEnvironment, name);
  return {
    environment: githubEnvironment,
    oidcProvider: {
      arn: iamArnOf(environment, `oidc-provider/${OIDC_HOST}`),
      // An account has one: the registry stack or the first environment there creates it.
      create: facts.oidcProvider.create && ![facts, ...facts.earlier].some((place) => place.account === account),
    },
    deployRole: githubRole({
      account,
      region: environment.region,
      name: decisions.decide(SHARED.deployRole, `${facts.service}-${name}-deploy`),
      repository: facts.repository,
      ids: facts.ids,
      context: `environment:${githubEnvironment}`,
      minutes: environment.releaseTimeout,
    }),
  };
}

/** GitHub takes at most six reviewers. */
function resolveReviewers(options: OptionReader): string[] {
  const reviewers = options.strings('reviewers', REVIEWER) ?? [];
  if (reviewers.length > 6) {
    options.refuse('reviewers', `names ${reviewers.length} reviewers`, 'at most 6', 'Name a team instead.');
  }
  return reviewers;
}

/** GitHub's own runners have their architecture in the label. */
function checkRunner(options: OptionReader, runner: string, build: BuildModel): void {
  const hosted = /^ubuntu-(?:latest|\d\d\.\d\d)(-arm)?$/.exec(runner);
  if (hosted && Boolean(hosted[1]) !== build.architecture.runner.endsWith('-arm')) {
    options.refuse(
      'runner',
      `does not fit cpuArchitecture, ${build.architecture.ecs}`,
      `${build.architecture.runner}, or a runner of your own`,
      'Change one of the two.',
    );
  }
}

function resolveActions(options: OptionReader): Record<string, string> {
  const actions: Record<string, string> = {};
  const names = Object.keys(GITHUB_ACTIONS);
  for (const { name, path, value } of options.entries('actions')) {
    if (!names.includes(name)) {
      options.problems.add({
        path,
        value,
        why: 'replaces an action that is not used',
        allowed: names.join(', '),
        fix: 'Remove it.',
      });
    } else if (typeof value !== 'string' || !ACTION_REFERENCE.pattern.test(value)) {
      const { allowed, fix } = ACTION_REFERENCE;
      options.problems.add({ path, value, why: 'does not have the form', allowed, fix: fix! });
    } else {
      actions[name] = value;
    }
  }
  return actions;
}

interface GithubRoleFacts extends Place {
  readonly name: string;
  readonly repository: GithubRepository;
  readonly ids: GithubIds;
  /** The end of the `sub` claim. */
  readonly context: string;
  /** The longest wait during a session. */
  readonly minutes: number;
}

/**
 * A role for a workflow. Repositories made, renamed or transferred since 2026-07-15 send the immutable form of the
 * subject, older ones the plain form: a trust policy with only one of them fails for the other.
 *
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function githubRole(facts: GithubRoleFacts): GithubRoleModel {
  const { owner, name } = facts.repository;
  return {
    name: facts.name,
    arn: iamArnOf(facts, `role/${facts.name}`),
    subjects: [
      `repo:${owner}/${name}:${facts.context}`,
      `repo:${owner}@${facts.ids.owner}/${name}@${facts.ids.repository}:${facts.context}`,
    ],
    sessionSeconds: Math.max(3600, (facts.minutes + 15) * 60),
  };
}
