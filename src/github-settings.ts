import { spawnSync } from 'node:child_process';
import type { Project } from 'projen';
import { type GithubEnvironment, githubEnvironments, REVIEWERS_REJECTED } from './github-tasks';
import type { CommonModel } from './model/common-model';
import type { BranchProtectionModel, GithubModel } from './model/model';

/** The ruleset that this package manages. Others are left alone. */
const RULESET = 'delivery';

/** Set by the task `github:settings`: what to do with the settings of the repository. */
const MODE = 'DELIVERY_GITHUB_SETTINGS';

/**
 * Adds a task that writes the settings of the GitHub repository, which no file can contain, or compares them with the
 * config. The task evaluates the config, so it does not exist in an ejected project.
 */
export function addGithubSettingsTask(project: Project, { github }: CommonModel): void {
  if (github && !project.ejected) {
    project.addTask('github:settings', {
      description:
        'Writes the settings of the GitHub repository with the gh CLI: environments, reviewers, and branch protection (--check: only compares)',
      exec: `sh -c '${MODE}="\${1:---write}" npx projen' github:settings`,
      receiveArgs: true,
    });
  }
}

/** Runs the task, if this evaluation of the config belongs to it, and ends the process. */
export function runGithubSettings(model: CommonModel): void {
  const mode = process.env[MODE];
  if (mode === undefined || !model.github) {
    return;
  }
  process.exit(settingsCode(model, model.github, mode));
}

/** Whether a difference remains after the settings are written. */
function isForPeople(line: string): boolean {
  return line.startsWith('Nobody approves') || line.startsWith('GitHub rejects');
}

function settingsCode(model: CommonModel, github: GithubModel, mode: string): number {
  if (mode !== '--write' && mode !== '--check') {
    console.error(`github:settings: ${mode} is not an option. Use --check, or no option.`);
    return 1;
  }
  let differences: readonly string[];
  try {
    differences = new GithubSettings(model, github).apply(mode === '--write');
  } catch (error) {
    console.error(`github:settings: ${(error as Error).message}`);
    return 1;
  }
  for (const line of differences) {
    console.log(mode === '--write' && !isForPeople(line) ? `Changed: ${line}` : line);
  }
  if (differences.length === 0) {
    console.log(`The settings of ${model.source.github!.fullName} match ${model.files.config}.`);
    return 0;
  }
  if (mode === '--write') {
    return differences.some(isForPeople) ? 1 : 0;
  }
  console.log('To write the settings, run npx projen github:settings.');
  return 1;
}

interface Policy {
  readonly id?: number;
  readonly name: string;
  readonly type: 'branch' | 'tag';
}

interface Reviewer {
  readonly type: 'User' | 'Team';
  readonly id: number;
  /** As in the config. */
  readonly name: string;
}

interface EnvironmentAnswer {
  readonly protection_rules?: readonly {
    readonly type: string;
    readonly wait_timer?: number;
    readonly prevent_self_review?: boolean;
    readonly reviewers?: readonly {
      readonly type: 'User' | 'Team';
      readonly reviewer: { readonly id: number; readonly login?: string; readonly slug?: string };
    }[];
  }[];
  readonly deployment_branch_policy?: { readonly custom_branch_policies?: boolean } | null;
}

interface Ruleset {
  readonly name: string;
  readonly target: string;
  readonly enforcement: string;
  readonly bypass_actors?: readonly object[];
  readonly conditions: {
    readonly ref_name: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  };
  readonly rules: readonly { readonly type: string; readonly parameters?: Readonly<Record<string, unknown>> }[];
}

/** An answer of the GitHub API that is not a success. */
class GithubError extends Error {
  /** The HTTP status; `undefined` if there was no answer. */
  public readonly status?: number;

  public constructor(
    path: string,
    public readonly answer: string,
  ) {
    super(`gh api ${path} failed: ${answer}`);
    const [, status] = /HTTP (\d{3})/.exec(answer) ?? [];
    this.status = status === undefined ? undefined : Number(status);
  }
}

/** Compares the settings of a repository with the config, and writes them. */
export class GithubSettings {
  private readonly repository: string;

  public constructor(
    private readonly model: CommonModel,
    private readonly github: GithubModel,
  ) {
    this.repository = `repos/${model.source.github!.fullName}`;
  }

  /** @returns the differences, in words */
  public apply(write: boolean): string[] {
    this.checkName();
    return [
      ...githubEnvironments(this.model, this.github).flatMap((environment) => this.environment(environment, write)),
      ...(this.github.branchProtection ? this.ruleset(this.github.branchProtection, write) : []),
    ];
  }

  /** OIDC subjects are case-sensitive. */
  private checkName(): void {
    const { fullName } = this.model.source.github!;
    const { full_name: actual } = this.get<{ full_name: string }>('') ?? { full_name: undefined };
    if (actual === undefined) {
      throw new Error(`The repository ${fullName} does not exist, or you cannot see it. Run gh auth status.`);
    }
    if (actual !== fullName) {
      throw new Error(
        `The repository is named ${actual}, but githubRepository in ${this.model.files.config} is ${fullName}. Correct it, run npx projen, and deploy the stacks.`,
      );
    }
  }

  private environment({ name, approval, refs, hasPreview }: GithubEnvironment, write: boolean): string[] {
    const path = `/environments/${name}`;
    const actual = this.get<EnvironmentAnswer>(path);
    const wanted = approval ? this.github.reviewers.map((reviewer) => this.reviewer(reviewer)) : [];
    const found = (actual?.protection_rules ?? []).flatMap(({ reviewers = [] }) => reviewers);
    // Without reviewers in the config, those of the repository apply.
    const reviewersDiffer =
      wanted.length > 0 &&
      (found.length !== wanted.length ||
        !wanted.every(({ type, id }) => found.some((other) => other.type === type && other.reviewer.id === id)));
    const names = found.map(({ reviewer: { login, slug } }) => login ?? slug).join(', ');
    // An earlier config may have set reviewers, who now approve the preview instead.
    const approvesTwice = hasPreview && !approval && this.github.reviewers.length > 0 && found.length > 0;
    const rule = (type: string) => actual?.protection_rules?.find((each) => each.type === type);
    const selfReview = rule('required_reviewers')?.prevent_self_review;
    const wantedSelfReview = approval ? this.github.preventSelfReview : undefined;
    const reviewerDifferences = [
      ...(actual && reviewersDiffer
        ? [
            `The environment ${name} has ${found.length === 0 ? 'no reviewers' : `the reviewers ${names}`}, but the config says ${wanted.map((each) => each.name).join(', ')}.`,
          ]
        : []),
      ...(actual && wantedSelfReview !== undefined && wantedSelfReview !== (selfReview ?? false)
        ? [
            `The environment ${name} ${selfReview ? 'prevents' : 'allows'} self-review, but githubActions.preventSelfReview is ${wantedSelfReview}.`,
          ]
        : []),
    ];
    const otherDifferences = [
      ...(actual ? [] : [`The environment ${name} does not exist.`]),
      ...(approvesTwice
        ? [`The environment ${name} has the reviewers ${names}, but the config says that people approve the preview.`]
        : []),
      ...(actual && !actual.deployment_branch_policy?.custom_branch_policies
        ? [`Any branch can deploy to the environment ${name}.`]
        : []),
    ];
    let rejection: string | undefined;
    if (write && reviewerDifferences.length + otherDifferences.length > 0) {
      const timer = rule('wait_timer')?.wait_timer;
      const preventSelfReview = wantedSelfReview ?? selfReview;
      const kept = found.map(({ type, reviewer: { id } }) => ({ type, id }));
      const reviewers = wanted.length > 0 ? wanted.map(({ type, id }) => ({ type, id })) : kept;
      const rest = {
        // GitHub replaces all rules of the environment, so those that the config does not set are repeated.
        ...(timer ? { wait_timer: timer } : {}),
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      };
      rejection = this.sendReviewers(path, rest, {
        ...(preventSelfReview === undefined ? {} : { prevent_self_review: preventSelfReview }),
        ...(approvesTwice ? { reviewers: null } : reviewers.length > 0 ? { reviewers } : {}),
      });
    }
    return [
      ...(rejection === undefined
        ? [...otherDifferences, ...reviewerDifferences]
        : [
            ...otherDifferences,
            `GitHub rejects the reviewers of the environment ${name}: ${rejection}. ${REVIEWERS_REJECTED}`,
          ]),
      ...this.policies(name, refs, actual !== undefined || write, write),
      // Only people can decide who approves.
      ...(approval && wanted.length === 0 && found.length === 0
        ? [
            `Nobody approves releases to the environment ${name}, because it has no reviewers. Set githubActions.reviewers.`,
          ]
        : []),
    ];
  }

  /** @returns why GitHub rejects the reviewers; the rest is sent without them */
  private sendReviewers(path: string, rest: object, reviewers: object): string | undefined {
    try {
      this.send('PUT', path, { ...rest, ...reviewers });
      return undefined;
    } catch (error) {
      if (!(error instanceof GithubError && error.status === 422) || Object.keys(reviewers).length === 0) {
        throw error;
      }
      this.send('PUT', path, rest);
      return error.answer;
    }
  }

  private policies(environment: string, refs: readonly string[], exists: boolean, write: boolean): string[] {
    const path = `/environments/${environment}/deployment-branch-policies`;
    const wanted = refs.map((ref): Policy => {
      const type = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
      return { name: ref.replace(/^refs\/(heads|tags)\//, ''), type };
    });
    const actual = exists ? (this.get<{ branch_policies: Policy[] }>(path)?.branch_policies ?? []) : [];
    const isSame = (one: Policy, other: Policy) => one.name === other.name && one.type === (other.type ?? 'branch');
    const missing = wanted.filter((one) => !actual.some((other) => isSame(one, other)));
    const extra = actual.filter((other) => !wanted.some((one) => isSame(one, other)));
    if (write) {
      for (const { name, type } of missing) {
        this.send('POST', path, { name, type });
      }
      for (const { id } of extra) {
        this.send('DELETE', `${path}/${id}`);
      }
    }
    return [
      ...missing.map(({ name, type }) => `The ${type} ${name} cannot deploy to the environment ${environment}.`),
      ...extra.map(
        ({ name, type = 'branch' }) =>
          `The ${type} ${name} can deploy to the environment ${environment}, but the config does not allow it.`,
      ),
    ];
  }

  private reviewer(name: string): Reviewer {
    const [organization, team] = name.split('/');
    const path = team ? `orgs/${organization}/teams/${team}` : `users/${name}`;
    const answer = this.call<{ id: number }>('GET', path);
    if (!answer) {
      throw new Error(`The reviewer ${name} does not exist, or you cannot see it. Correct githubActions.reviewers.`);
    }
    return { type: team ? 'Team' : 'User', id: answer.id, name };
  }

  private ruleset(protection: BranchProtectionModel, write: boolean): string[] {
    const wanted = rulesetOf(protection, this.model.source.branch);
    const all = this.get<{ id: number; name: string }[]>('/rulesets?includes_parents=false&per_page=100') ?? [];
    const id = all.find(({ name }) => name === RULESET)?.id;
    const actual = id === undefined ? undefined : this.get<Ruleset>(`/rulesets/${id}`);
    const differences = actual ? compareRulesets(actual, wanted) : [`The ruleset ${RULESET} does not exist.`];
    if (write && differences.length > 0) {
      const body = merged(actual, wanted);
      this.send(id === undefined ? 'POST' : 'PUT', id === undefined ? '/rulesets' : `/rulesets/${id}`, body);
    }
    return differences;
  }

  private get<T>(path: string): T | undefined {
    return this.call<T>('GET', this.repository + path);
  }

  private send(method: string, path: string, body?: object): void {
    if (this.call(method, this.repository + path, body) === undefined && method !== 'DELETE') {
      throw new Error(`GitHub did not find ${this.repository}${path}. You need the admin role of the repository.`);
    }
  }

  /** @returns `undefined` if GitHub finds nothing at the path */
  private call<T>(method: string, path: string, body?: object): T | undefined {
    const { host } = this.model.source.github!;
    const { status, stdout, stderr, error } = spawnSync(
      'gh',
      [
        'api',
        ...(host === undefined ? [] : ['--hostname', host]),
        ...(method === 'GET' ? [] : ['--method', method]),
        path,
        ...(body ? ['--input', '-'] : []),
      ],
      { encoding: 'utf-8', input: body ? JSON.stringify(body) : '', env: process.env },
    );
    if (error) {
      throw new Error(
        'The GitHub CLI is not installed. Install gh from https://cli.github.com, and run gh auth login.',
      );
    }
    if (status !== 0) {
      if (stderr.includes('HTTP 404')) {
        return undefined;
      }
      throw new GithubError(path, stderr.trim());
    }
    return stdout.trim() === '' ? ({} as T) : (JSON.parse(stdout) as T);
  }
}

/** https://docs.github.com/en/rest/repos/rules */
function rulesetOf(protection: BranchProtectionModel, branch: string): Ruleset {
  const { requiredApprovals, requiredChecks, requireUpToDate } = protection;
  return {
    name: RULESET,
    target: 'branch',
    enforcement: 'active',
    bypass_actors: [],
    conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      ...(protection.requireSignedCommits ? [{ type: 'required_signatures' }] : []),
      {
        type: 'pull_request',
        parameters: {
          required_approving_review_count: requiredApprovals,
          dismiss_stale_reviews_on_push: protection.dismissStaleApprovals,
          require_code_owner_review: protection.requireCodeOwnerReview,
        },
      },
      // The API rejects an empty list.
      ...(requiredChecks.length > 0
        ? [
            {
              type: 'required_status_checks',
              parameters: {
                strict_required_status_checks_policy: requireUpToDate,
                required_status_checks: requiredChecks.map((context) => ({ context })),
              },
            },
          ]
        : []),
    ],
  };
}

/** Parameters that the API requires, and that no option sets. */
const OTHER_PARAMETERS: Readonly<Record<string, object>> = {
  pull_request: { require_last_push_approval: false, required_review_thread_resolution: false },
};

/** The rules of the config, with the parameters of the repository that the config does not set. */
function merged(actual: Ruleset | undefined, wanted: Ruleset): Ruleset {
  return {
    ...wanted,
    rules: wanted.rules.map(({ type, parameters }) => {
      const current = actual?.rules.find((rule) => rule.type === type)?.parameters ?? {};
      const all = { ...OTHER_PARAMETERS[type], ...current, ...parameters };
      return Object.keys(all).length === 0 ? { type } : { type, parameters: withApps(all, current) };
    }),
  };
}

/** The app that must report a required check, if the repository says so. */
function withApps(
  parameters: Readonly<Record<string, unknown>>,
  current: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const checks = parameters.required_status_checks as readonly { readonly context: string }[] | undefined;
  const known = (current.required_status_checks ?? []) as readonly { readonly context: string }[];
  return checks
    ? {
        ...parameters,
        required_status_checks: checks.map((check) => known.find(({ context }) => context === check.context) ?? check),
      }
    : parameters;
}

/** What differs, in the words of the API. Parameters that the config does not set are ignored. */
function compareRulesets(actual: Ruleset, wanted: Ruleset): string[] {
  const rule = (ruleset: Ruleset, type: string) => ruleset.rules.find((each) => each.type === type);
  const types = [...new Set([...wanted.rules, ...actual.rules].map(({ type }) => type))];
  const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  const say = (what: string, is: unknown, should: unknown) =>
    `The ruleset ${RULESET} has ${what} ${JSON.stringify(is)}, but the config says ${JSON.stringify(should)}.`;
  return [
    ...(differs(actual.enforcement, wanted.enforcement)
      ? [say('enforcement', actual.enforcement, wanted.enforcement)]
      : []),
    ...(['include', 'exclude'] as const).flatMap((list) => {
      const [is, should] = [actual.conditions?.ref_name?.[list] ?? [], wanted.conditions.ref_name[list]];
      return differs(is, should) ? [say(`branches (${list})`, is, should)] : [];
    }),
    ...(actual.bypass_actors?.length ? [say('bypass actors', actual.bypass_actors, [])] : []),
    ...types.flatMap((type) => {
      const [is, should] = [rule(actual, type), rule(wanted, type)];
      if (!is || !should) {
        return [`The ruleset ${RULESET} ${is ? 'has' : 'lacks'} the rule ${type}.`];
      }
      return Object.entries(should.parameters ?? {}).flatMap(([name, value]) => {
        const current = contextsIn(is.parameters?.[name]);
        return differs(current, contextsIn(value)) ? [say(name, current, contextsIn(value))] : [];
      });
    }),
  ];
}

/** The names of required checks, without the app that reports them. */
function contextsIn(value: unknown): unknown {
  return Array.isArray(value) ? value.map((each: { context?: string }) => each.context ?? each) : value;
}
