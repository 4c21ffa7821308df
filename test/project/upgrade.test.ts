import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { load } from 'js-yaml';
import {
  type DeliveryUpgradeOptions,
  EcsServiceProject,
  LambdaFunctionProject,
  StaticSiteProject,
  UpgradeAutoMerge,
  UpgradeRing,
} from '../../src';
import { GITHUB_ACTIONS } from '../../src/data/github-actions';
import { lintWorkflows } from '../support/actionlint';
import { filesIn, messageOf, serviceIn, temporaryFolder } from '../support/project';

process.env.PROJEN_DISABLE_POST = 'true';

const WORKFLOW = '.github/workflows/delivery-upgrade.yml';

function generate(upgrade: DeliveryUpgradeOptions, options: object = {}): Record<string, string> {
  const folder = temporaryFolder();
  serviceIn(folder, { upgrade, ...options }).synth();
  return filesIn(folder);
}

const workflowOf = (files: Record<string, string>) => load(files[WORKFLOW]!) as any;
const stepOf = (files: Record<string, string>, job: string, name: string) =>
  workflowOf(files).jobs[job].steps.find((step: { name: string }) => step.name === name);
const taskOf = (files: Record<string, string>) => JSON.parse(files['.projen/tasks.json']!).tasks['delivery:upgrade'];
const commandsOf = (files: Record<string, string>) => taskOf(files).steps.map(({ exec }: { exec: string }) => exec);

/** All variants of the workflow, to lint them at once. */
const workflows: string[] = [];
afterAll(() => {
  expect(workflows.length).toBeGreaterThan(3);
  expect(lintWorkflows(workflows).flat()).toEqual([]);
});

describe('upgrade', () => {
  const files = generate({});
  workflows.push(files[WORKFLOW]!);

  test('adds nothing unless it is set', () => {
    const folder = temporaryFolder();
    serviceIn(folder).synth();
    const plain = filesIn(folder);
    expect(plain[WORKFLOW]).toBeUndefined();
    expect(taskOf(plain)).toBeUndefined();
  });

  test('adds a task that upgrades the package, and regenerates the files', () => {
    expect(commandsOf(files)).toEqual([
      'npx --yes npm-check-updates@20 --upgrade --target greatest --pre 0 --cooldown 7 --peer --dep prod,dev --filter projen-aws-delivery',
      'npm install',
      'npm update projen-aws-delivery',
      'npx projen',
    ]);
    const before = /^\$\((.+)\)$/.exec(taskOf(files).env.NPM_CONFIG_BEFORE)![1]!;
    const date = execFileSync('sh', ['-c', before], { encoding: 'utf-8' });
    expect(Math.round((Date.now() - Date.parse(date.trim())) / 864e5)).toBe(7);
  });

  test('adds a workflow that opens a pull request with the description of the changes', () => {
    const { on, permissions, jobs } = workflowOf(files);
    expect(on).toEqual({ schedule: [{ cron: '17 4 * * 1' }], workflow_dispatch: {} });
    expect(permissions).toEqual({});
    expect(jobs.upgrade.permissions).toEqual({ contents: 'read' });
    expect(jobs['pull-request'].permissions).toEqual({});
    expect(stepOf(files, 'upgrade', 'Upgrade and regenerate').run).toBe('npx projen delivery:upgrade');
    expect(stepOf(files, 'upgrade', 'Describe the changes').run).toBe(
      'npx projen delivery:changes --format json > "$RUNNER_TEMP/changes.json"',
    );
    expect(stepOf(files, 'pull-request', 'Generate a token of the GitHub App').with).toEqual({
      'client-id': '${{ secrets.PROJEN_APP_ID }}',
      'private-key': '${{ secrets.PROJEN_APP_PRIVATE_KEY }}',
      'permission-contents': 'write',
      'permission-pull-requests': 'write',
      'permission-workflows': 'write',
    });
    expect(files[WORKFLOW]).not.toContain('gh pr merge');
    for (const { uses, with: inputs = {} } of [...jobs.upgrade.steps, ...jobs['pull-request'].steps]) {
      if (uses) {
        const [name, sha] = uses.split('@');
        const known = GITHUB_ACTIONS[name as keyof typeof GITHUB_ACTIONS];
        expect(sha).toBe(known.sha);
        expect(Object.keys(inputs).filter((key) => !(known.inputs as readonly string[]).includes(key))).toEqual([]);
      }
    }
  });

  test('runs the packages in a job without the token', () => {
    const { upgrade } = workflowOf(files).jobs;
    expect(JSON.stringify(upgrade)).not.toContain('secrets.');
    const other = workflowOf(files).jobs['pull-request'];
    expect(JSON.stringify(other)).not.toMatch(/npx|npm/);
  });

  test('is the same for every project type', () => {
    const common = { name: 'orders', awsAccount: '111122223333', githubRepository: 'acme/orders', upgrade: {} };
    for (const type of [LambdaFunctionProject, StaticSiteProject]) {
      const outdir = temporaryFolder();
      new type({ ...common, outdir }).synth();
      expect(commandsOf(filesIn(outdir))).toEqual(commandsOf(files));
      expect(filesIn(outdir)[WORKFLOW]).toContain('npx projen delivery:changes');
      workflows.push(filesIn(outdir)[WORKFLOW]!);
    }
  });

  test('packages: upgrades these packages', () => {
    const changed = generate({ packages: ['@acme/delivery', 'projen-aws-delivery'] });
    expect(commandsOf(changed)[0]).toMatch(/ --filter @acme\/delivery,projen-aws-delivery$/);
    expect(commandsOf(changed)[2]).toBe('npm update @acme/delivery projen-aws-delivery');
    expect(changed[WORKFLOW]).toContain('TITLE: "chore(deps): upgrade @acme/delivery, projen-aws-delivery"');
    workflows.push(changed[WORKFLOW]!);
  });

  test('ring: canary repositories use new versions immediately', () => {
    const canary = generate({ ring: UpgradeRing.CANARY });
    expect(commandsOf(canary)[0]).toBe(
      'npx --yes npm-check-updates@20 --upgrade --target latest --peer --dep prod,dev --filter projen-aws-delivery',
    );
    expect(taskOf(canary).env).toEqual({ CI: '0' });
    expect(workflowOf(canary).on.schedule).toEqual([{ cron: '17 4 * * *' }]);
    const general = generate({ ring: UpgradeRing.GENERAL });
    expect(general[WORKFLOW]).toBe(files[WORKFLOW]);
    expect(taskOf(general)).toEqual(taskOf(files));
  });

  test('waitDays: waits for this number of days', () => {
    const changed = generate({ waitDays: 3 });
    expect(commandsOf(changed)[0]).toContain(' --cooldown 3 ');
    expect(taskOf(changed).env.NPM_CONFIG_BEFORE).toContain('-3*864e5');
    expect(taskOf(changed).description).toContain('at least 3 days old');
    expect(taskOf(generate({ waitDays: 0 })).env).toEqual({ CI: '0' });
  });

  test('schedule: runs at this time', () => {
    const changed = generate({ schedule: '0,30 6-8/2 1 */3 MON-FRI' });
    expect(workflowOf(changed).on.schedule).toEqual([{ cron: '0,30 6-8/2 1 */3 MON-FRI' }]);
    workflows.push(changed[WORKFLOW]!);
  });

  test('tokenSecret: uses a personal access token', () => {
    const changed = generate({ tokenSecret: 'UPGRADE_TOKEN' });
    expect(changed[WORKFLOW]).not.toContain('PROJEN_APP');
    expect(stepOf(changed, 'pull-request', 'Check out the repository').with).toEqual({
      token: '${{ secrets.UPGRADE_TOKEN }}',
    });
    expect(stepOf(changed, 'pull-request', 'Open or update the pull request').env.GH_TOKEN).toBe(
      '${{ secrets.UPGRADE_TOKEN }}',
    );
    workflows.push(changed[WORKFLOW]!);
  });

  test('uses the host, the runner, the actions, and the secrets of the project', () => {
    const changed = generate(
      {},
      {
        githubActions: {
          host: 'github.acme.example',
          runner: 'self-hosted',
          actions: { 'actions/create-github-app-token': 'acme/token@v1' },
        },
        codePipeline: { enabled: false },
        imageBuild: { secretVariables: { NPM_TOKEN: { secretsManager: 'npm-token' } } },
      },
    );
    const { jobs } = workflowOf(changed);
    expect(jobs.upgrade['runs-on']).toBe('self-hosted');
    for (const name of ['Install dependencies', 'Upgrade and regenerate']) {
      expect(stepOf(changed, 'upgrade', name).env).toEqual({ NPM_TOKEN: '${{ secrets.NPM_TOKEN }}' });
    }
    expect(stepOf(changed, 'pull-request', 'Generate a token of the GitHub App').uses).toBe('acme/token@v1');
    expect(stepOf(changed, 'pull-request', 'Open or update the pull request').env).toMatchObject({
      GH_HOST: 'github.acme.example',
      GH_ENTERPRISE_TOKEN: '${{ steps.token.outputs.token }}',
    });
  });

  test('without GitHub Actions, adds only the task', () => {
    const changed = generate({ packages: ['acme-delivery'] }, { githubActions: { enabled: false } });
    expect(changed[WORKFLOW]).toBeUndefined();
    expect(commandsOf(changed)[2]).toBe('npm update acme-delivery');
  });
});

describe('bad values of upgrade', () => {
  test('are all reported with exact messages', () => {
    const upgrade = {
      packages: ['acme@1', ''],
      ring: 'first',
      waitDays: 91,
      schedule: '60 4 * * 1',
      autoMerge: true,
      tokenSecret: 'GITHUB_TOKEN',
      days: 1,
    };
    const folder = temporaryFolder();
    expect(
      messageOf(() => serviceIn(folder, { upgrade } as never))
        .split('\n')
        .slice(1),
    ).toEqual([
      '  - upgrade.days: is not a known option. Did you mean waitDays? [unknown-option]',
      '  - upgrade.packages[0]: "acme@1" is not valid (allowed: the name of an npm package without a version). Correct the value. [invalid-format]',
      '  - upgrade.packages[1]: "" is not valid (allowed: the name of an npm package without a version). Correct the value. [invalid-format]',
      '  - upgrade.ring: "first" is not a member of UpgradeRing (allowed: UpgradeRing.CANARY, UpgradeRing.GENERAL). Use one of these values, or remove the option to use the default. [unsupported-value]',
      '  - upgrade.waitDays: 91 is out of range (allowed: 0 to 90). Use a value in this range. [out-of-range]',
      '  - upgrade.schedule: "60 4 * * 1" is not valid (allowed: five cron fields: minute, hour, day of the month, month, and day of the week, for example 17 4 * * 1). Correct the value. [invalid-format]',
      '  - upgrade.autoMerge: true is not a member of UpgradeAutoMerge (allowed: UpgradeAutoMerge.NO_GENERATED_FILE, UpgradeAutoMerge.NO_SHARED_VALUE). Use one of these values, or remove the option to use the default. [unsupported-value]',
      '  - upgrade.tokenSecret: "GITHUB_TOKEN" is not valid (allowed: the name of a GitHub secret with letters, digits, and _, which does not start with a digit or GITHUB_). Correct the value. [invalid-format]',
    ]);
    expect(filesIn(folder)).toEqual({});
  });

  test.each<[string, DeliveryUpgradeOptions, object, string[]]>([
    [
      'an object',
      'weekly' as never,
      {},
      ['upgrade: "weekly" is not an object (allowed: an object with options). Correct the value. [wrong-type]'],
    ],
    [
      'packages',
      { packages: [] },
      {},
      [
        'upgrade.packages: [] contains no packages. List at least one package, or remove the option to use the default. [empty-list]',
      ],
    ],
    [
      'no waiting time in the canary ring',
      { ring: UpgradeRing.CANARY, waitDays: 2 },
      {},
      [
        'upgrade.waitDays: 2 has no effect in the ring CANARY, which uses new versions immediately. Remove it, or use UpgradeRing.GENERAL. [wait-in-canary-ring]',
      ],
    ],
    [
      'GitHub Actions',
      { schedule: '0 0 * * *', autoMerge: UpgradeAutoMerge.NO_SHARED_VALUE, tokenSecret: 'TOKEN' },
      { githubActions: { enabled: false } },
      ['upgrade.schedule: "0 0 * * *"', 'upgrade.autoMerge: "no-shared-value"', 'upgrade.tokenSecret: "TOKEN"'].map(
        (start) =>
          `${start} applies only to the workflow, which is not generated because githubActions.enabled is false. Remove it, or enable GitHub Actions. [upgrade-without-workflow]`,
      ),
    ],
  ])('needs %s', (_, upgrade, options, problems) => {
    expect(
      messageOf(() => serviceIn(temporaryFolder(), { upgrade, ...options }))
        .split('\n')
        .slice(1),
    ).toEqual(problems.map((problem) => `  - ${problem}`));
  });

  test('needs a project with its own repository', () => {
    const parent = serviceIn(temporaryFolder());
    const options = {
      name: 'worker',
      parent,
      outdir: 'worker',
      awsAccount: '111122223333',
      githubActions: { enabled: false },
      upgrade: {},
    };
    expect(messageOf(() => new EcsServiceProject(options))).toContain(
      '  - upgrade: has no effect in a subproject, because the packages belong to the root project. Remove it, and upgrade the packages of the root project. [upgrade-in-subproject]',
    );
  });
});

describe('autoMerge', () => {
  const bin = temporaryFolder();
  const log = join(bin, 'log');
  // Prints what GitHub would, and records the arguments.
  writeFileSync(
    join(bin, 'gh'),
    `#!/bin/sh
echo "$@" >> "${log}"
case "$2" in
  list) echo "$OPEN" ;;
  create) echo https://github.com/acme/orders/pull/7 ;;
esac
`,
  );
  chmodSync(join(bin, 'gh'), 0o755);

  /** Runs the commands of both jobs in a repository with a changed file. Returns the arguments of `gh`. */
  function run(upgrade: DeliveryUpgradeOptions, changes: object, open: object[] = [], added?: string): string[] {
    const files = generate(upgrade);
    workflows.push(files[WORKFLOW]!);
    const work = temporaryFolder();
    const [origin, clone, temp] = ['origin', 'clone', 'temp'].map((name) => join(work, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(temp);
    const git = (cwd: string, ...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd, stdio: 'pipe' });
    git(work, 'init', '--quiet', '--bare', '--initial-branch', 'main', origin);
    git(work, 'clone', '--quiet', origin, clone);
    writeFileSync(join(clone, 'package.json'), '{}\n');
    writeFileSync(join(clone, 'bun.lockb'), Buffer.from([0, 1]));
    git(clone, 'add', '--all');
    git(clone, 'commit', '--quiet', '--message', 'First');
    git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
    writeFileSync(log, '');
    writeFileSync(join(clone, 'package.json'), '{"version":"2"}\n');
    writeFileSync(join(clone, 'bun.lockb'), Buffer.from([0, 2]));
    if (added !== undefined) {
      mkdirSync(dirname(join(clone, added)), { recursive: true });
      writeFileSync(join(clone, added), 'x\n');
    }
    const step = stepOf(files, 'pull-request', 'Open or update the pull request');
    const env = {
      ...process.env,
      ...step.env,
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: join(temp, 'output'),
      GITHUB_REF_NAME: 'main',
      OPEN: JSON.stringify(open),
    };
    const bash = (script: string) =>
      execFileSync('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: clone, env, stdio: 'pipe' });
    bash(stepOf(files, 'upgrade', 'Save the changes').run);
    expect(readFileSync(join(temp, 'output'), 'utf-8')).toBe('changed=true\n');
    writeFileSync(join(temp, 'changes.json'), JSON.stringify({ description: 'What changes', ...changes }));
    git(clone, 'reset', '--quiet', '--hard', 'HEAD');
    bash(step.run);
    const pushed = git(origin, 'show', 'delivery-upgrade:package.json').toString();
    expect(pushed).toBe('{"version":"2"}\n');
    expect(readFileSync(join(temp, 'description.md'), 'utf-8')).toMatch(/^What changes\n\n\[Workflow run\]\(/);
    return readFileSync(log, 'utf-8')
      .trim()
      .split('\n')
      .map((line) => line.replaceAll(temp, ''));
  }

  const URL = 'https://github.com/acme/orders/pull/7';
  const NOTHING = { facts: [], edited: [], generated: [] };
  const MERGE = `pr merge ${URL} --auto --squash`;
  const { NO_GENERATED_FILE, NO_SHARED_VALUE } = UpgradeAutoMerge;

  test('by default, opens a pull request that waits for a person', () => {
    expect(run({}, NOTHING)).toEqual([
      'pr list --head delivery-upgrade --state open --json url,autoMergeRequest',
      'pr create --base main --head delivery-upgrade --title chore(deps): upgrade projen-aws-delivery --body-file /description.md',
    ]);
  });

  test('updates an open pull request', () => {
    expect(run({}, NOTHING, [{ url: URL, autoMergeRequest: null }]).at(-1)).toBe(
      `pr edit ${URL} --title chore(deps): upgrade projen-aws-delivery --body-file /description.md`,
    );
  });

  test('merges a pull request that changes nothing relevant', () => {
    expect(run({ autoMerge: NO_GENERATED_FILE }, NOTHING).at(-1)).toBe(MERGE);
    const files = { ...NOTHING, generated: ['infra/base-stack.ts'] };
    expect(run({ autoMerge: NO_SHARED_VALUE }, files).at(-1)).toBe(MERGE);
    expect(run({ autoMerge: NO_GENERATED_FILE }, files).at(-1)).not.toBe(MERGE);
  });

  test('does not trust what the job with third-party code says about the files', () => {
    expect(run({ autoMerge: NO_SHARED_VALUE }, NOTHING, [], '.github/workflows/x.yml').at(-1)).not.toBe(MERGE);
    expect(run({ autoMerge: NO_GENERATED_FILE }, NOTHING, [], 'infra/x.ts').at(-1)).not.toBe(MERGE);
    expect(run({ autoMerge: NO_SHARED_VALUE }, NOTHING, [], 'infra/x.ts').at(-1)).toBe(MERGE);
  });

  test('leaves a change of a shared value and lost edits to a person', () => {
    for (const changes of [{ facts: [{ id: 'port' }] }, { edited: ['Dockerfile'] }]) {
      expect(run({ autoMerge: NO_SHARED_VALUE }, { ...NOTHING, ...changes }).at(-1)).not.toBe(MERGE);
    }
  });

  test('stops an earlier merge before it pushes', () => {
    const open = [{ url: URL, autoMergeRequest: { mergeMethod: 'SQUASH' } }];
    const calls = run({ autoMerge: NO_SHARED_VALUE }, { ...NOTHING, facts: [{ id: 'port' }] }, open);
    expect(calls[1]).toBe(`pr merge ${URL} --disable-auto`);
    expect(calls.at(-1)).not.toBe(MERGE);
  });

  test('saves nothing if nothing changes', () => {
    const files = generate({});
    const folder = temporaryFolder();
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    const env = { ...process.env, RUNNER_TEMP: bin, GITHUB_OUTPUT: join(folder, '.git/output') };
    execFileSync('bash', ['-e', '-c', stepOf(files, 'upgrade', 'Save the changes').run], { cwd: folder, env });
    expect(existsSync(join(folder, '.git/output'))).toBe(false);
  });
});
