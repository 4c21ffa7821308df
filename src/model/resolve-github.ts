import type { Facts } from '../core/fact';
import { GITHUB_ACTIONS } from '../data/github-actions';
import { iamArnOf, type Place } from './aws';
import type {
  BuildModel,
  EnvironmentModel,
  GithubModel,
  GithubReleaseModel,
  GithubRepository,
  GithubRoleModel,
  OidcProviderModel,
} from './model';
import type { OptionReader } from './option-reader';
import { ACTION_REFERENCE, NUMERIC_ID, REVIEWER, RUNNER_LABEL } from './rules';
import { SHARED } from './shared-values';

/** https://docs.github.com/en/actions/concepts/security/openid-connect */
export const OIDC_HOST = 'token.actions.githubusercontent.com';

/** The IDs in the immutable subject. `*` if the config does not specify an ID. */
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

export function resolveGithub(
  options: OptionReader,
  facts: GithubFacts & { readonly architectureIsKnown: boolean },
): Omit<GithubModel, 'releases'> {
  const runner = options.string('runner', RUNNER_LABEL) ?? facts.build.architecture.runner;
  if (facts.architectureIsKnown) {
    checkRunner(options, runner, facts.build);
  }
  return {
    workflow: '.github/workflows/deploy.yml',
    pullRequestWorkflow: '.github/workflows/pull-request.yml',
    rollbackWorkflow: '.github/workflows/rollback.yml',
    workflowCall: options.boolean('workflowCall') ?? false,
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
  /** The GitHub OIDC provider in the delivery account. */
  readonly oidcProvider: OidcProviderModel;
  /** The environments that are listed before this one. */
  readonly earlier: readonly Place[];
}

/** How GitHub Actions releases to an environment. */
export function githubRelease(environment: EnvironmentModel, facts: GithubReleaseFacts): GithubReleaseModel {
  const { account, name } = environment;
  const decisions = facts.decisions.in(name);
  const githubEnvironment = decisions.decide(SHARED.githubEnvironment, name);
  return {
    name,
    environment: githubEnvironment,
    oidcProvider: {
      arn: iamArnOf(environment, `oidc-provider/${OIDC_HOST}`),
      // An account can have only one. The registry stack or the first environment in the account creates it.
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

/** GitHub allows at most six reviewers per environment. */
function resolveReviewers(options: OptionReader): string[] {
  const reviewers = options.strings('reviewers', REVIEWER) ?? [];
  if (reviewers.length > 6) {
    options.reject('reviewers', 'too-many-reviewers', {
      why: `has ${reviewers.length} reviewers`,
      allowed: 'at most 6',
      fix: 'Specify a team instead.',
    });
  }
  return reviewers;
}

/** The labels of GitHub-hosted runners contain the architecture. */
function checkRunner(options: OptionReader, runner: string, build: BuildModel): void {
  const hosted = /^ubuntu-(?:latest|\d\d\.\d\d)(-arm)?$/.exec(runner);
  if (hosted && Boolean(hosted[1]) !== build.architecture.runner.endsWith('-arm')) {
    options.reject('runner', 'runner-architecture', {
      why: `does not match cpuArchitecture ${build.architecture.ecs}`,
      allowed: `${build.architecture.runner}, or a custom runner`,
      fix: 'Change runner or cpuArchitecture.',
    });
  }
}

function resolveActions(options: OptionReader): Record<string, string> {
  const actions: Record<string, string> = {};
  const names = Object.keys(GITHUB_ACTIONS);
  for (const entry of options.entries('actions')) {
    const { name, value } = entry;
    if (!names.includes(name)) {
      options.rejectEntry(entry, 'unused-action', {
        why: 'replaces an action that the workflows do not use',
        allowed: names.join(', '),
        fix: 'Remove it.',
      });
    } else if (typeof value !== 'string' || !ACTION_REFERENCE.pattern.test(value)) {
      const { allowed, fix } = ACTION_REFERENCE;
      options.rejectEntry(entry, 'invalid-format', { why: 'is not valid', allowed, fix: fix! });
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
  /** The last part of the `sub` claim. */
  readonly context: string;
  /** The longest wait during a session, in minutes. */
  readonly minutes: number;
}

/**
 * A role for a workflow. Repositories that were created, renamed, or transferred on or after 2026-07-15 send the
 * immutable subject. All other repositories send the plain subject. The trust policy must accept both.
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
