import { Decided, type Facts } from '../core/fact';
import { GITHUB_ACTIONS } from '../data/github-actions';
import type { GithubActionsOptions, GithubEnvironmentOptions } from '../options';
import { iamArnOf, type Place, partitionOf } from './aws';
import type { BuildCommandsModel, CommonEnvironmentModel } from './common-model';
import type { GithubModel, GithubReleaseModel, GithubRepository, GithubRoleModel, OidcProviderModel } from './model';
import type { OptionReader } from './option-reader';
import { resolveBranchProtection } from './resolve-branch-protection';
import type { ResolvedEnvironment } from './resolve-environment-list';
import { issuerOf } from './resolve-github-host';
import type { GithubIds } from './resolve-github-role';
import { resolveGithubRole, subjectsOf } from './resolve-github-role';
import { fullRefs, type ResolvedTriggers, withBranch } from './resolve-triggers';
import type { RoleNames } from './role-names';
import { ACTION_REFERENCE, NUMERIC_ID, REVIEWER, RUNNER_LABEL, WORKFLOW_NAME } from './rules';
import { SHARED } from './shared-values';

/** The settings that an environment can override. */
const GITHUB_ENVIRONMENT_OPTIONS: Readonly<Record<keyof GithubEnvironmentOptions, true>> = {
  deployRoleArn: true,
  existingOidcProvider: true,
};

export const GITHUB_OPTIONS: Readonly<Record<keyof GithubActionsOptions, true>> = {
  ...GITHUB_ENVIRONMENT_OPTIONS,
  enabled: true,
  host: true,
  ownerId: true,
  repositoryId: true,
  buildRoleArn: true,
  reviewers: true,
  preventSelfReview: true,
  branchProtection: true,
  workflowCall: true,
  afterWorkflow: true,
  runner: true,
  actions: true,
};

export function readGithubIds(options: OptionReader): GithubIds {
  return {
    owner: options.string('ownerId', NUMERIC_ID) ?? '*',
    repository: options.string('repositoryId', NUMERIC_ID) ?? '*',
  };
}

/** What does not depend on the environments. */
type BaseGithubModel = Omit<GithubModel, 'releases' | 'oidcProvider' | 'triggers' | 'allowed'>;

interface GithubFacts extends Place {
  readonly decisions: Facts;
  readonly service: string;
  readonly branch: string;
  readonly repository: GithubRepository;
  readonly build: BuildCommandsModel;
  readonly ids: GithubIds;
  readonly roles: RoleNames;
}

export function resolveGithub(
  options: OptionReader,
  facts: GithubFacts & { readonly architectureIsKnown: boolean },
): BaseGithubModel {
  const runner = options.string('runner', RUNNER_LABEL) ?? facts.build.architecture.runner;
  if (facts.architectureIsKnown) {
    checkRunner(options, runner, facts.build);
  }
  return {
    workflow: '.github/workflows/deploy.yml',
    pullRequestWorkflow: '.github/workflows/pull-request.yml',
    rollbackWorkflow: '.github/workflows/rollback.yml',
    workflowCall: options.boolean('workflowCall') ?? false,
    afterWorkflow: options.string('afterWorkflow', WORKFLOW_NAME),
    runner,
    subjectsExact: facts.ids.owner !== '*' && facts.ids.repository !== '*',
    buildRole: resolveGithubRole(options, SHARED.buildRole, {
      ...facts,
      decisions: facts.build.builtElsewhere ? new Decided() : facts.decisions,
      name: `${facts.roles.prefix}${facts.service}-build`,
      context: `ref:refs/heads/${facts.branch}`,
      minutes: 0,
    }),
    reviewers: resolveReviewers(options),
    preventSelfReview: resolveSelfReview(options),
    branchProtection: resolveBranchProtection(options),
    actions: resolveActions(options),
  };
}

/** How GitHub Actions releases to the environments. The provider of each account is created by its first stack. */
export function resolveGithubReleases(
  options: OptionReader,
  environments: readonly ResolvedEnvironment<CommonEnvironmentModel>[],
  github: BaseGithubModel,
  facts: GithubFacts & { readonly triggers: ResolvedTriggers },
): Pick<GithubModel, 'oidcProvider' | 'releases' | 'triggers' | 'allowed' | 'buildRole'> {
  const settings = environments.map((resolved) => readSettings(options, resolved));
  const existing = settings.map((reader) => reader.boolean('existingOidcProvider') ?? false);
  const accounts = environments.map(({ environment }) => environment.account);
  // A provider that one environment reports exists for every stack in the account.
  const creators = new Set([
    ...(options.value('existingOidcProvider') === true ? [facts.account] : []),
    ...accounts.filter((_, i) => existing[i]),
  ]);
  const issuer = issuerOf(facts.repository.host);
  const providerFor = (place: Place, role: { readonly create: boolean }): OidcProviderModel => {
    const create = role.create && !creators.has(place.account);
    if (create) {
      creators.add(place.account);
    }
    return { arn: iamArnOf(place, `oidc-provider/${issuer}`), issuer, hasRefKey: hasRefKey(place, issuer), create };
  };
  const oidcProvider = providerFor(facts, facts.build.builtElsewhere ? { create: false } : github.buildRole);
  const { triggers, allowed } = facts.triggers;
  return {
    triggers,
    allowed,
    buildRole: { ...github.buildRole, subjects: fullRefs(allowed).flatMap((ref) => subjectsOf(facts, `ref:${ref}`)) },
    oidcProvider,
    releases: environments.map(({ environment }, i) => githubRelease(environment, settings[i]!, facts, providerFor)),
  };
}

/**
 * Whether trust policies can contain the condition key `ref`. STS supports it only in tokens of github.com, and only in
 * commercial Regions.
 *
 * https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
 */
function hasRefKey({ region }: Place, issuer: string): boolean {
  return issuer === issuerOf(undefined) && partitionOf(region) === 'aws';
}

/** The settings of an environment. Only some of them can differ from those at the top level. */
function readSettings(
  options: OptionReader,
  { environment, own, options: layered }: ResolvedEnvironment<CommonEnvironmentModel>,
): OptionReader {
  return own === layered
    ? options
    : options.inheritedBy(environment.name, own.struct('githubActions', GITHUB_ENVIRONMENT_OPTIONS));
}

function githubRelease(
  environment: CommonEnvironmentModel,
  settings: OptionReader,
  facts: GithubFacts & { readonly triggers: ResolvedTriggers },
  providerFor: (place: Place, role: GithubRoleModel) => OidcProviderModel,
): GithubReleaseModel {
  const { account, region, name } = environment;
  const decisions = facts.decisions.in(name);
  const githubEnvironment = decisions.decide(SHARED.githubEnvironment, name);
  const deployRole = resolveGithubRole(settings, SHARED.deployRole, {
    account,
    region,
    decisions,
    name: `${facts.roles.prefix}${facts.service}-${name}-deploy`,
    repository: facts.repository,
    ids: facts.ids,
    roles: facts.roles,
    context: `environment:${githubEnvironment}`,
    minutes: Math.max(environment.releaseTimeout, environment.rollbackTimeout ?? 0),
  });
  const own = facts.triggers.own.get(name);
  return {
    name,
    environment: githubEnvironment,
    ...(environment.approvePreview ? { previewEnvironment: `${githubEnvironment}-preview` } : {}),
    oidcProvider: providerFor(environment, deployRole),
    deployRole,
    refs: fullRefs(withBranch(own?.triggers ?? facts.triggers.allowed, facts.branch)),
    own,
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

/** GitHub rejects the setting for an environment without reviewers. */
function resolveSelfReview(options: OptionReader): boolean | undefined {
  const preventSelfReview = options.boolean('preventSelfReview');
  if (preventSelfReview !== undefined && !options.has('reviewers')) {
    options.reject('preventSelfReview', 'self-review-without-reviewers', {
      why: 'applies to reviewers, but the config specifies none',
      fix: 'Set githubActions.reviewers, or remove preventSelfReview.',
    });
  }
  return preventSelfReview;
}

/** The labels of GitHub-hosted runners contain the architecture. */
function checkRunner(options: OptionReader, runner: string, build: BuildCommandsModel): void {
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
