import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { GithubSettings, runGithubSettings } from '../src/github-settings';
import { type EcsDeliveryOptions, SiteStrategy } from '../src/options';
import { guideOfModel } from './support/delivery';
import { modelOf } from './support/model';
import { deliveryIn, temporaryFolder } from './support/project';
import { modelOf as siteModelOf } from './targets/static-site/support';

interface State {
  readonly calls: string[];
  readonly paths: Record<string, any>;
}

/** What `gh api` prints and returns. The settings of the repository are in `paths`, by path. */
function answerOf({ calls, paths }: State, command: string[], input: string) {
  const args = [...command];
  const take = (name: string) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined);
  const [host, method = 'GET', hasInput] = [take('--hostname'), take('--method'), take('--input')];
  const path = args[0]!.split('?')[0]!;
  const body = hasInput ? JSON.parse(input) : undefined;
  calls.push([host, method, path].filter(Boolean).join(' '));
  const done = (answer?: unknown) => ({
    status: 0,
    stdout: answer === undefined ? '' : JSON.stringify(answer),
    stderr: '',
  });
  if (method === 'GET') {
    return path in paths ? done(paths[path]) : { status: 1, stdout: '', stderr: 'gh: Not Found (HTTP 404)' };
  }
  if (method === 'DELETE') {
    const list: { id: number }[] = paths[path.replace(/\/\d+$/, '')].branch_policies;
    list.splice(
      list.findIndex(({ id }) => path.endsWith(`/${id}`)),
      1,
    );
    return done();
  }
  if (path.endsWith('deployment-branch-policies')) {
    paths[path] ??= { branch_policies: [] };
    paths[path].branch_policies.push({ id: 100, ...body });
  } else if (path.endsWith('/rulesets')) {
    paths[path] = [...(paths[path] ?? []), { id: 7, name: body.name }];
    paths[`${path}/7`] = { id: 7, ...body };
  } else if (path.includes('/rulesets/')) {
    paths[path] = { ...paths[path], ...body };
  } else if (paths['no reviewers'] && body.reviewers) {
    return { status: 1, stdout: '', stderr: 'gh: Validation Failed (HTTP 422)' };
  } else {
    const { reviewers, prevent_self_review, ...rest } = body;
    const answers = (reviewers ?? []).map(({ type, id }: { type: string; id: number }) => ({
      type,
      reviewer: { id, login: `user-${id}` },
    }));
    paths[path] = {
      ...rest,
      sent: body,
      protection_rules: [{ type: 'required_reviewers', prevent_self_review, reviewers: answers }],
    };
  }
  return done(body);
}

/** A program that answers like this, and keeps the settings in a file. */
const GH = `#!/usr/bin/env node
const { readFileSync, writeFileSync } = require('fs');
const file = __dirname + '/github.json';
const state = JSON.parse(readFileSync(file, 'utf-8'));
const input = process.argv.includes('--input') ? readFileSync(0, 'utf-8') : '';
const { status, stdout, stderr } = (${answerOf})(state, process.argv.slice(3), input);
writeFileSync(file, JSON.stringify(state));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = status;
`;

// Only the first test starts the program, because each start takes a while.
jest.mock('node:child_process', () => ({
  ...jest.requireActual('node:child_process'),
  spawnSync: jest.fn(),
}));

/** Answers without starting a process. */
function answerHere(_file: string, [, ...args]: string[], { input }: { input: string }) {
  const settings = state();
  const answer = answerOf(settings, args, input);
  writeFileSync(join(folder, 'github.json'), JSON.stringify(settings));
  return answer;
}

const REPOSITORY = 'repos/acme/orders-api';
const PRODUCTION = `${REPOSITORY}/environments/production`;
const PATH = process.env.PATH;
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'gh'), GH);
  chmodSync(join(folder, 'gh'), 0o755);
  process.env.PATH = [folder, PATH].join(delimiter);
  (spawnSync as jest.Mock).mockImplementation(answerHere);
});

afterEach(() => {
  process.env.PATH = PATH;
  delete process.env.DELIVERY_GITHUB_SETTINGS;
});

const USERS = { 'users/alice': { id: 1 }, 'orgs/acme/teams/orders': { id: 2 } };
const OPTIONS: Partial<EcsDeliveryOptions> = {
  approval: true,
  githubActions: { reviewers: ['alice', 'acme/orders'], branchProtection: {} },
};

function state(): State {
  return JSON.parse(readFileSync(join(folder, 'github.json'), 'utf-8'));
}

/** Compares or writes, with these settings of the repository. Without any, those that are left from before. */
function apply(
  write: boolean,
  options: Partial<EcsDeliveryOptions> = OPTIONS,
  paths?: Record<string, unknown>,
): string[] {
  if (paths || !existsSync(join(folder, 'github.json'))) {
    const all = { [REPOSITORY]: { full_name: 'acme/orders-api' }, ...USERS, ...paths };
    writeFileSync(join(folder, 'github.json'), JSON.stringify({ calls: [], paths: all }));
  }
  const model = modelOf(options);
  return new GithubSettings(model, model.github!).apply(write);
}

test('writes what is missing, and then finds no difference', () => {
  (spawnSync as jest.Mock).mockImplementation(jest.requireActual('node:child_process').spawnSync);
  const missing = [
    'The environment production does not exist.',
    'The branch main cannot deploy to the environment production.',
    'The ruleset delivery does not exist.',
  ];
  expect(apply(false)).toEqual(missing);
  expect(state().calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
  expect(apply(true)).toEqual(missing);
  expect(apply(false)).toEqual([]);
  const { paths } = state();
  expect(paths[`${PRODUCTION}/deployment-branch-policies`].branch_policies).toEqual([
    { id: 100, name: 'main', type: 'branch' },
  ]);
  expect(paths[`${REPOSITORY}/rulesets/7`]).toEqual({
    id: 7,
    name: 'delivery',
    target: 'branch',
    enforcement: 'active',
    bypass_actors: [],
    conditions: { ref_name: { include: ['refs/heads/main'], exclude: [] } },
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      {
        type: 'pull_request',
        parameters: {
          require_last_push_approval: false,
          required_review_thread_resolution: false,
          required_approving_review_count: 1,
          dismiss_stale_reviews_on_push: true,
          require_code_owner_review: false,
        },
      },
      {
        type: 'required_status_checks',
        parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: 'Test' }] },
      },
    ],
  });
});

test('says what differs, and writes it', () => {
  apply(true);
  const changed: Partial<EcsDeliveryOptions> = {
    approval: true,
    branch: 'trunk',
    githubActions: {
      reviewers: ['alice'],
      branchProtection: {
        requiredApprovals: 2,
        requiredChecks: ['Test', 'Lint'],
        requireUpToDate: true,
        dismissStaleApprovals: false,
        requireCodeOwnerReview: true,
        requireSignedCommits: true,
      },
    },
  };
  const differences = [
    'The environment production has the reviewers user-1, user-2, but the config says alice.',
    'The branch trunk cannot deploy to the environment production.',
    'The branch main can deploy to the environment production, but the config does not allow it.',
    'The ruleset delivery has branches (include) ["refs/heads/main"], but the config says ["refs/heads/trunk"].',
    'The ruleset delivery lacks the rule required_signatures.',
    'The ruleset delivery has required_approving_review_count 1, but the config says 2.',
    'The ruleset delivery has dismiss_stale_reviews_on_push true, but the config says false.',
    'The ruleset delivery has require_code_owner_review false, but the config says true.',
    'The ruleset delivery has strict_required_status_checks_policy false, but the config says true.',
    'The ruleset delivery has required_status_checks ["Test"], but the config says ["Test","Lint"].',
  ];
  expect(apply(false, changed).sort()).toEqual([...differences].sort());
  apply(true, changed);
  expect(apply(false, changed)).toEqual([]);
  expect(apply(false).length).toBeGreaterThan(5);
});

test('leaves alone what the config does not set', () => {
  const policies = { branch_policies: [{ id: 5, name: 'main' }] };
  const environment = {
    protection_rules: [
      { type: 'required_reviewers', reviewers: [{ type: 'User', reviewer: { id: 9, login: 'bob' } }] },
      { type: 'wait_timer' },
    ],
    deployment_branch_policy: { custom_branch_policies: true },
  };
  const other = { id: 3, name: 'protect tags' };
  const paths = {
    [PRODUCTION]: environment,
    [`${PRODUCTION}/deployment-branch-policies`]: policies,
    [`${REPOSITORY}/rulesets`]: [other],
  };
  expect(apply(true, { approval: true }, paths)).toEqual([]);
  expect(state().calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
});

test('keeps what the config does not set when it writes the rest', () => {
  const reviewers = [{ type: 'Team', reviewer: { id: 9, slug: 'leads' } }];
  const environment = {
    protection_rules: [
      { type: 'wait_timer', wait_timer: 30 },
      { type: 'required_reviewers', prevent_self_review: true, reviewers },
    ],
    deployment_branch_policy: null,
  };
  const ruleset = {
    id: 7,
    name: 'delivery',
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: ['refs/heads/main'], exclude: ['refs/heads/main'] } },
    bypass_actors: [{ actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'always' }],
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      {
        type: 'pull_request',
        parameters: {
          required_approving_review_count: 1,
          dismiss_stale_reviews_on_push: true,
          require_code_owner_review: false,
          require_last_push_approval: true,
          required_review_thread_resolution: true,
        },
      },
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: 'Test', integration_id: 15368 }],
        },
      },
    ],
  };
  const paths = {
    [PRODUCTION]: environment,
    [`${PRODUCTION}/deployment-branch-policies`]: { branch_policies: [{ id: 5, name: 'main' }] },
    [`${REPOSITORY}/rulesets`]: [{ id: 7, name: 'delivery' }],
    [`${REPOSITORY}/rulesets/7`]: ruleset,
  };
  const options = { approval: true, githubActions: { branchProtection: {} } };
  expect(apply(true, options, paths)).toEqual([
    'Any branch can deploy to the environment production.',
    'The ruleset delivery has branches (exclude) ["refs/heads/main"], but the config says [].',
    'The ruleset delivery has bypass actors [{"actor_type":"RepositoryRole","actor_id":5,"bypass_mode":"always"}], but the config says [].',
  ]);
  expect(state().paths[PRODUCTION].sent).toEqual({
    wait_timer: 30,
    prevent_self_review: true,
    reviewers: [{ type: 'Team', id: 9 }],
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  expect(state().paths[`${REPOSITORY}/rulesets/7`]).toEqual({
    ...ruleset,
    bypass_actors: [],
    conditions: { ref_name: { include: ['refs/heads/main'], exclude: [] } },
  });
});

test('says whether people can approve their own releases, and writes it', () => {
  const settings = (preventSelfReview?: boolean) => ({
    approval: true,
    githubActions: { reviewers: ['alice'], preventSelfReview },
  });
  apply(true, settings());
  expect(apply(false, settings(false))).toEqual([]);
  const difference = 'The environment production allows self-review, but githubActions.preventSelfReview is true.';
  expect(apply(true, settings(true))).toEqual([difference]);
  expect(state().paths[PRODUCTION].sent).toMatchObject({ prevent_self_review: true, reviewers: [{ id: 1 }] });
  expect(apply(false, settings(true))).toEqual([]);
  // Without the option, the setting of the repository applies.
  expect(apply(false, settings())).toEqual([]);
  expect(apply(false, settings(false))).toEqual([
    'The environment production prevents self-review, but githubActions.preventSelfReview is false.',
  ]);
});

test('says that GitHub rejects the reviewers, and writes the rest', () => {
  const lines = apply(true, OPTIONS, { 'no reviewers': true });
  expect(lines).toEqual([
    'The environment production does not exist.',
    'GitHub rejects the reviewers of the environment production: gh: Validation Failed (HTTP 422). GitHub offers required reviewers for public repositories and, with GitHub Enterprise, for private and internal ones. Until the environment has reviewers, releases to it fail.',
    'The branch main cannot deploy to the environment production.',
    'The ruleset delivery does not exist.',
  ]);
  const { paths } = state();
  expect(paths[PRODUCTION].deployment_branch_policy).toMatchObject({ custom_branch_policies: true });
  expect(paths[`${PRODUCTION}/deployment-branch-policies`].branch_policies).toHaveLength(1);
  expect(apply(false)).toEqual([
    'The environment production has no reviewers, but the config says alice, acme/orders.',
  ]);
});

test('reports that nobody can approve, which it cannot change', () => {
  const options = { environments: [{ name: 'staging' }, { name: 'production' }] };
  const [line] = apply(true, options).slice(-1);
  expect(line).toBe(
    'Nobody approves releases to the environment production, because it has no reviewers. Set githubActions.reviewers.',
  );
  expect(apply(false, options)).toEqual([line]);
});

test('configures the environment in which people approve a preview', () => {
  const model = siteModelOf({
    strategy: SiteStrategy.BLUE_GREEN,
    strategyParameters: { approvePreview: true },
    githubRepository: 'acme/orders-api',
    githubActions: { reviewers: ['alice'] },
  });
  apply(false, {}, {});
  new GithubSettings(model, model.github!).apply(true);
  expect(Object.keys(state().paths).filter((path) => /environments\/[^/]+$/.test(path))).toEqual([
    PRODUCTION,
    `${PRODUCTION}-preview`,
  ]);
  expect(state().paths[`${PRODUCTION}-preview`].sent.reviewers).toEqual([{ type: 'User', id: 1 }]);
  // Reviewers of an earlier config.
  const reviewers = [{ type: 'User', reviewer: { id: 9, login: 'bob' } }];
  apply(
    false,
    {},
    {
      [PRODUCTION]: {
        protection_rules: [{ type: 'required_reviewers', reviewers }],
        deployment_branch_policy: { custom_branch_policies: true },
      },
      [`${PRODUCTION}/deployment-branch-policies`]: { branch_policies: [{ id: 5, name: 'main' }] },
    },
  );
  expect(new GithubSettings(model, model.github!).apply(true)[0]).toBe(
    'The environment production has the reviewers bob, but the config says that people approve the preview.',
  );
  expect(state().paths[PRODUCTION].sent.reviewers).toBeNull();
});

test('reports an environment to which any branch can deploy', () => {
  expect(apply(false, {}, { [PRODUCTION]: { protection_rules: [], deployment_branch_policy: null } })).toEqual([
    'Any branch can deploy to the environment production.',
    'The branch main cannot deploy to the environment production.',
  ]);
});

test('uses the host of GitHub Enterprise Server', () => {
  const host = { host: 'github.acme.example', runner: 'self-hosted' };
  apply(false, { githubActions: host, codePipeline: { enabled: false } }, {});
  expect(state().calls[0]).toBe(`github.acme.example GET ${REPOSITORY}`);
});

test.each<[string, Record<string, unknown>, string]>([
  [
    'another spelling',
    { [REPOSITORY]: { full_name: 'Acme/orders-api' } },
    'The repository is named Acme/orders-api, but githubRepository in .projenrc.ts is acme/orders-api. Correct it, run npx projen, and deploy the stacks.',
  ],
  [
    'an unknown repository',
    { [REPOSITORY]: undefined },
    'The repository acme/orders-api does not exist, or you cannot see it. Run gh auth status.',
  ],
  [
    'an unknown reviewer',
    { 'users/alice': undefined },
    'The reviewer alice does not exist, or you cannot see it. Correct githubActions.reviewers.',
  ],
])('fails for %s', (_, paths, message) => {
  expect(() => apply(false, OPTIONS, paths)).toThrow(message);
});

describe('the task', () => {
  class Exit extends Error {}

  /** What the evaluation of the config prints and returns. */
  function run(mode: string): { lines: string[]; code: number } {
    apply(false);
    const lines: string[] = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
    jest.spyOn(console, 'error').mockImplementation((line: string) => lines.push(line));
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
      throw new Exit();
    });
    process.env.DELIVERY_GITHUB_SETTINGS = mode;
    try {
      runGithubSettings(modelOf(OPTIONS));
    } catch (error) {
      expect(error).toBeInstanceOf(Exit);
    }
    const code = exit.mock.calls[0]![0] as number;
    jest.restoreAllMocks();
    return { lines, code };
  }

  test('compares with --check, and writes without it', () => {
    expect(run('--check')).toEqual({
      code: 1,
      lines: [
        'The environment production does not exist.',
        'The branch main cannot deploy to the environment production.',
        'The ruleset delivery does not exist.',
        'To write the settings, run npx projen github:settings.',
      ],
    });
    expect(run('--write')).toMatchObject({
      code: 0,
      lines: [/^Changed: /, /^Changed: /, /^Changed: /].map((each) => expect.stringMatching(each)),
    });
    expect(run('--check')).toEqual({ code: 0, lines: ['The settings of acme/orders-api match .projenrc.ts.'] });
    expect(run('--dry-run')).toEqual({
      code: 1,
      lines: ['github:settings: --dry-run is not an option. Use --check, or no option.'],
    });
  });

  test('evaluates the config, and exists only with GitHub Actions', () => {
    const task = (options: Partial<EcsDeliveryOptions>) =>
      deliveryIn(temporaryFolder(), options).project.tasks.tryFind('github:settings');
    expect(task({})!.steps).toEqual([
      { exec: `sh -c 'DELIVERY_GITHUB_SETTINGS="\${1:---write}" npx projen' github:settings`, receiveArgs: true },
    ]);
    expect(task({ githubActions: { enabled: false } })).toBeUndefined();
  });
});

describe('the guide', () => {
  const guide = (githubActions: EcsDeliveryOptions['githubActions'], ejected = false) =>
    guideOfModel(modelOf({ githubActions }, { ejected }), []);

  test('says how the branch is protected', () => {
    expect(guide({ branchProtection: {} })).toContain(
      'The command also protects `main` with a ruleset: changes need a pull request with 1 approval and the check `Test`, and nobody can delete or force-push the branch. A push to a pull request removes its approvals. To compare the settings of the repository with the config later, add `--check`.',
    );
    expect(
      guide({
        branchProtection: {
          requiredApprovals: 2,
          requiredChecks: ['Test', 'Lint'],
          requireUpToDate: true,
          dismissStaleApprovals: false,
          requireCodeOwnerReview: true,
          requireSignedCommits: true,
        },
      }),
    ).toContain(
      'changes need a pull request with 2 approvals, the checks `Test` and `Lint`, the approval of a code owner, the newest commit of `main`, and signed commits, and nobody',
    );
    expect(guide({ branchProtection: { requiredApprovals: 0, requiredChecks: [] } })).toContain(
      'changes need a pull request, and nobody can delete or force-push the branch. To compare',
    );
  });

  test('uses the task only if there is a branch to protect, and the project is not ejected', () => {
    expect(guide({ branchProtection: {} })).toContain('npx projen github:settings');
    expect(guide({})).not.toContain('github:settings');
    expect(guide({ branchProtection: {} }, true)).toContain('run-task.cjs github:environments');
    expect(guide({ branchProtection: {} }, true)).toContain('Also protect `main` with a ruleset');
  });
});
