import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { applyChanges } from '../../src/fleet/apply';
import type { Outcome } from '../../src/fleet/outcome';
import { temporaryFolder } from '../support/project';
import { javascriptOf, NEW_DEFAULTS, OLD_DEFAULTS } from './repositories';
import { fleet, git, installedPackages, program, read, reportIn, startFleet, write } from './support';

const SITE = { bundle: { testCommands: ['make'] } };
const OLD = installedPackages('3.1.0', OLD_DEFAULTS);
const NOW = installedPackages('3.2.0', NEW_DEFAULTS);
const PACKAGES = ['--jobs', '1', '--installed', NOW, '--package', 'acme-delivery'];

/** A folder with repositories. */
function folderWith(repositories: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const folder = temporaryFolder();
  for (const [name, files] of Object.entries(repositories)) {
    write(join(folder, name), files);
  }
  return folder;
}

const site = (name: string, more = '') => ({ '.projenrc.js': javascriptOf(name, 'StaticSiteDelivery', SITE, more) });

function generate(folder: string, ...names: string[]): void {
  const { code } = fleet(folder, [
    '--jobs',
    '1',
    '--installed',
    OLD,
    '--package',
    'acme-delivery',
    '--apply',
    ...names,
  ]);
  expect(code).toBe(0);
}

const outcomesIn = (folder: string): Outcome[] => reportIn(join(folder, '.delivery-fleet')).repositories;
const outcomeIn = (folder: string, id: string) => outcomesIn(folder).find((one) => one.id === id)!;

test('the command line', () => {
  const folder = temporaryFolder();
  expect(fleet(folder, ['--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Usage: delivery-fleet'),
  });
  expect(fleet(folder, ['orders'])).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'Specify the package to preview with --package, for example --package acme-delivery@3.2.0.\nRun delivery-fleet --help for all options.\n',
  });
  expect(fleet(folder, ['--installed', folder, 'orders'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('does not contain the package projen-aws-delivery'),
  });
});

describe('what a config can do', () => {
  const folder = folderWith({
    first: site('first', 'process.env.LEFTOVER = "x"; process.title = "first";'),
    second: site('second', 'if (process.env.LEFTOVER) throw new Error("not isolated");'),
    token: site('token', 'throw new Error(`The token is ${process.env.GITHUB_TOKEN}`);'),
    outside: site('outside', "require('fs').writeFileSync('../../../outside.txt', 'x');"),
    work: site('work', "require('fs').writeFileSync('../../state.jsonl', 'x');"),
    program: site('program', "require('child_process').execSync('true');"),
    links: site('links'),
    remote: { '.projenrc.js': site('remote')['.projenrc.js'].replace(/,"githubRepository":"[^"]*"/, '') },
  });
  write(folder, { 'secret/Dockerfile': 'FROM scratch', 'links/real/text.txt': 'x', 'links/.git/HEAD': '' });
  symlinkSync(join(folder, 'secret'), join(folder, 'links/infra'));
  symlinkSync('real', join(folder, 'links/alias'));
  symlinkSync('..', join(folder, 'links/real/parent'));
  symlinkSync('../secret/Dockerfile', join(folder, 'links/DELIVERY.md'));
  git(join(folder, 'remote'), 'init', '--quiet');
  git(join(folder, 'remote'), 'remote', 'add', 'origin', 'https://github.com/acme/remote.git');
  const names = ['first', 'second', 'token', 'outside', 'work', 'program', 'links', 'remote'];

  beforeAll(() => {
    process.env.GITHUB_TOKEN = 'secret-token';
    fleet(folder, [...PACKAGES, ...names]);
    delete process.env.GITHUB_TOKEN;
  });

  test('a config does not see changes that another one makes to the process', () => {
    expect(outcomeIn(folder, 'first').result).toBe('changed');
    expect(outcomeIn(folder, 'second').result).toBe('changed');
  });

  test('it sees no credentials', () => {
    expect(outcomeIn(folder, 'token').message).toContain('The token is undefined');
    expect(read(folder, '.delivery-fleet/report.html')).not.toContain('secret-token');
  });

  test('it cannot write outside of the copies', () => {
    for (const name of ['outside', 'work']) {
      expect(outcomeIn(folder, name)).toMatchObject({
        result: 'failed',
        message: expect.stringMatching(/^The config starts a program, or writes a file outside of the repository\./),
      });
    }
    expect(existsSync(join(folder, 'outside.txt'))).toBe(false);
  });

  test('it starts programs only with --allow-programs', () => {
    expect(outcomeIn(folder, 'program')).toMatchObject({
      result: 'failed',
      message: expect.stringMatching(/^The config starts a program, or writes a file outside of the repository\./),
    });
    const work = join(temporaryFolder(), 'work');
    expect(fleet(folder, [...PACKAGES, '--work', work, '--allow-programs', 'program']).code).toBe(0);
  });

  test('it finds the GitHub repository in the remote origin', () => {
    expect(outcomeIn(folder, 'remote').result).toBe('changed');
    expect(read(folder, '.delivery-fleet/repositories/remote/DELIVERY.md')).toContain('| GitHub owner | `acme`');
  });

  test('links that leave the repository are not followed', () => {
    const copy = join(folder, '.delivery-fleet/repositories/links');
    expect(outcomeIn(folder, 'links').notes).toEqual(
      ['DELIVERY.md', 'infra', 'real/parent'].map(
        (path) => `${path} is not a file or folder of the repository, so it was not copied.`,
      ),
    );
    expect(read(copy, 'alias/text.txt')).toBe('x');
    const entries = readdirSync(copy, { withFileTypes: true, recursive: true });
    expect(entries.filter((entry) => entry.isSymbolicLink())).toEqual([]);
  });

  test('nothing is written through a link', () => {
    fleet(folder, [...PACKAGES, '--apply', 'links']);
    expect(outcomeIn(folder, 'links')).toMatchObject({
      result: 'failed',
      message: expect.stringMatching(
        /^No files were written because these files are symbolic links: DELIVERY\.md, infra\//,
      ),
    });
    expect(readdirSync(join(folder, 'secret'))).toEqual(['Dockerfile']);
    expect(existsSync(join(folder, 'links/.projen'))).toBe(false);
  });
});

test('--apply writes and deletes only what differs, whatever a config reports', () => {
  const change = { change: 'removed', added: 0, removed: 1, diff: [], omitted: 0 };
  const files = ['../victim.txt', 'kept.txt', '.git/config'].map((path) => ({ path, ...change }));
  const reply = { result: 'changed', facts: [], edited: [], problems: [], waived: [], notes: [], files };
  const send = (name: string) => `process.${name}(${JSON.stringify(reply)}); for (;;) {}\n`;
  const folder = folderWith({
    forged: { '.projenrc.js': send('_send'), 'kept.txt': 'x', '.git/config': '' },
    sent: { '.projenrc.js': send('send') },
  });
  write(folder, { 'victim.txt': 'x' });
  for (const name of ['forged', 'sent']) {
    fleet(folder, [...PACKAGES, '--timeout', '2', '--apply', name]);
    const { result, files: written } = outcomeIn(folder, name);
    expect({ result, written }).toEqual({ result: name === 'forged' ? 'unchanged' : 'failed', written: [] });
  }
  expect(outcomeIn(folder, 'sent').message).toContain('process.send is not a function');
  for (const path of ['victim.txt', 'forged/kept.txt', 'forged/.git/config']) {
    expect(existsSync(join(folder, path))).toBe(true);
  }
});

test.each(['../victim.txt', '/victim.txt', 'infra/../../victim.txt', '.git/config', 'a/.GIT', 'a\\..\\..\\victim.txt'])(
  'no file is written if one of them is %s',
  (path) => {
    const folder = folderWith({ copy: { 'a.txt': 'x' }, repository: {} });
    const change = { change: 'added', added: 1, removed: 0, diff: [], omitted: 0 } as const;
    const files = [
      { path: 'a.txt', ...change },
      { path, ...change },
    ];
    expect(() => applyChanges(files, join(folder, 'copy'), join(folder, 'repository'))).toThrow(
      `No files were written because these files are not part of the repository: ${path}.`,
    );
    expect(existsSync(join(folder, 'repository'))).toBe(false);
  },
);

describe('a work folder', () => {
  const folder = folderWith({ here: site('here') });
  const repository = join(folder, 'here');

  test('in a repository is not part of it', () => {
    for (const work of ['.delivery-fleet', 'fleet']) {
      expect(fleet(repository, [...PACKAGES, '--work', work, '.'])).toMatchObject({ code: 0 });
      const [{ result, files }] = reportIn(join(repository, work)).repositories;
      expect(result).toBe('changed');
      expect(files.filter(({ path }: { path: string }) => path.includes(work))).toEqual([]);
    }
    expect(existsSync(join(repository, 'fleet/repositories/here/fleet'))).toBe(false);
    expect(fleet(repository, [...PACKAGES, '--work', 'fleet', '--apply', '.'])).toMatchObject({ code: 0 });
    expect(existsSync(join(repository, 'DELIVERY.md'))).toBe(true);
    expect(existsSync(join(repository, 'fleet/report.json'))).toBe(true);
  });

  test('is not a repository', () => {
    const before = readdirSync(repository);
    expect(fleet(repository, [...PACKAGES, '--work', '.', '.'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`--work: ${repository} is a repository. Choose another folder.`),
    });
    expect(readdirSync(repository)).toEqual(before);
  });
});

test('a config that does not end fails after the timeout', () => {
  const folder = folderWith({ endless: { '.projenrc.js': 'for (;;) {}\n' } });
  const { code } = fleet(folder, [...PACKAGES, '--timeout', '2', 'endless']);
  expect(code).toBe(1);
  expect(outcomeIn(folder, 'endless').message).toBe('The config was not evaluated within 2 seconds.');
});

test('a run that was killed continues', async () => {
  const names = Array.from({ length: 6 }, (_, i) => `site-${i}`);
  const slow = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);';
  const folder = folderWith(Object.fromEntries(names.map((name) => [name, site(name, slow)])));
  const state = join(folder, '.delivery-fleet/state.jsonl');
  const linesOf = () => (existsSync(state) ? readFileSync(state, 'utf-8').split('\n').slice(0, -1) : []);
  const args = [...PACKAGES, ...names];
  const child = startFleet(folder, args);
  while (linesOf().length < 3) {
    await setTimeout(20);
  }
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  const done = linesOf().length - 1;
  expect(done).toBeLessThan(6);
  // The last line may be incomplete.
  writeFileSync(state, '{"repository":"site-5",', { flag: 'a' });
  const evaluated = linesOf().slice(1);

  const { code, stderr, stdout } = fleet(folder, args);
  expect(code).toBe(0);
  expect(stderr).toBe(`Continuing: ${done} of 6 repositories are done.\n`);
  expect(stdout.split('\n')[0]).toBe('acme-delivery 3.2.0: 6 repositories, 6 changed');
  expect(linesOf().slice(1, 1 + done)).toEqual(evaluated);
  expect(linesOf()).toHaveLength(8);

  // Other arguments and a finished run start from the beginning.
  expect(fleet(folder, [...PACKAGES, 'site-0']).stderr).toBe('');
  expect(fleet(folder, [...PACKAGES, 'site-0']).stderr).toBe('');
});

describe('packages', () => {
  const folder = folderWith({
    plain: site('plain'),
    extra: {
      '.projenrc.js': `require('acme-extra');\n${site('extra')['.projenrc.js']}`,
      'package.json': JSON.stringify({ devDependencies: { 'acme-extra': '^1.0.0' } }),
    },
    'extra-2': {
      '.projenrc.js': `require('acme-extra/index.js');\n${site('extra-2')['.projenrc.js']}`,
      'package.json': JSON.stringify({ devDependencies: { 'acme-extra': '^1.0.0' } }),
    },
    broken: {
      '.projenrc.js': "require('acme-broken');\n",
      'package.json': JSON.stringify({ devDependencies: { 'acme-broken': '^1.0.0' } }),
    },
    local: {
      '.projenrc.js': "require('acme-local');\n",
      'package.json': JSON.stringify({ devDependencies: { 'acme-local': 'file:../../evil' } }),
    },
  });
  const bin = join(folder, 'bin');
  const log = join(folder, 'npm.log');
  program(
    bin,
    'npm',
    `echo "$(basename "$PWD"): $*" >> ${log}
if grep -q acme-broken package.json; then echo 'npm error 404 Not Found' >&2; exit 1; fi
if grep -q acme-extra package.json; then
  mkdir -p node_modules/acme-extra && echo > node_modules/acme-extra/index.js; exit 0
fi
cp -R ${NOW}/node_modules node_modules
echo '{ "dependencies": { "typescript": "~6.0.0", "acme-delivery": "file:../acme.tgz" } }' > package.json`,
  );
  write(folder, { 'acme.tgz': 'tarball' });
  const args = ['--jobs', '1', '--package', 'acme.tgz', 'plain', 'extra', 'extra-2', 'broken', 'local'];
  const calls = () => readFileSync(log, 'utf-8').trim().split('\n');

  beforeAll(() => {
    fleet(folder, args, bin);
  });

  test('are installed once, without scripts, for all repositories', () => {
    expect(outcomeIn(folder, 'plain').result).toBe('changed');
    expect(calls()[0]).toBe(
      `.delivery-fleet: install --ignore-scripts --no-audit --no-fund --install-links -- ${join(folder, 'acme.tgz')}`,
    );
    expect(reportIn(join(folder, '.delivery-fleet')).package).toMatchObject({
      name: 'acme-delivery',
      version: '3.2.0',
    });
  });

  test('that only some configs import are installed once as well', () => {
    expect([outcomeIn(folder, 'extra').result, outcomeIn(folder, 'extra-2').result]).toEqual(['changed', 'changed']);
    expect(calls()).toHaveLength(3);
    expect(calls()[1]).toContain('install --ignore-scripts --no-audit --no-fund --install-links --legacy-peer-deps --');
  });

  test('that cannot be installed do not stop other repositories', () => {
    expect(outcomeIn(folder, 'broken')).toMatchObject({
      result: 'failed',
      message: 'npm could not install acme-broken:\nnpm error 404 Not Found',
    });
  });

  test('that do not come from the registry are not installed', () => {
    expect(outcomeIn(folder, 'local').message).toMatch(/^The config imports acme-local, which is not installed\./);
  });

  test('are not installed again until the tarball changes', () => {
    fleet(folder, ['--jobs', '1', '--package', 'acme.tgz', 'plain'], bin);
    expect(calls()).toHaveLength(3);
    write(folder, { 'acme.tgz': 'another tarball' });
    fleet(folder, ['--jobs', '1', '--package', 'acme.tgz', 'plain'], bin);
    expect(calls()).toHaveLength(4);
  });
});

describe('--pull-request', () => {
  const folder = folderWith({ orders: site('orders'), other: site('other') });
  const bin = join(folder, 'bin');
  const log = join(folder, 'gh.log');
  const bare = join(folder, 'orders.git');
  const branch = 'delivery-fleet/acme-delivery-3.2.0';
  const prepare = (name: string) => {
    const repository = join(folder, name);
    git(folder, 'init', '--quiet', '--bare', '--initial-branch', 'main', `${name}.git`);
    git(repository, 'init', '--quiet', '--initial-branch', 'main');
    git(repository, 'remote', 'add', 'origin', `file://${join(folder, `${name}.git`)}`);
    git(repository, 'add', '--all');
    git(repository, 'commit', '--quiet', '--message', 'Start');
    git(repository, 'push', '--quiet', 'origin', 'main');
  };

  beforeAll(() => {
    generate(folder, 'orders', 'other');
    for (const name of ['orders', 'other']) {
      write(join(folder, name), {
        'package.json': JSON.stringify({ devDependencies: { 'acme-delivery': '^3.1.0' } }),
        'package-lock.json': '{}',
      });
      prepare(name);
    }
    // The registry would have the new version.
    program(
      bin,
      'npm',
      `case "$*" in *--package-lock-only*) echo '{"new":true}' > package-lock.json ;; *)
cp -R ${NOW}/node_modules node_modules
echo '{ "dependencies": { "acme-delivery": "3.2.0" } }' > package.json ;; esac`,
    );
    program(
      bin,
      'gh',
      `echo "$(basename "$PWD"): $*" >> ${log}
for last in "$@"; do :; done
case "$2" in
  list) cat ${folder}/open 2>/dev/null || true ;;
  create) cat "$last" >> ${log}; echo https://github.com/acme/orders/pull/7 ;;
esac`,
    );
  });

  const args = [
    '--jobs',
    '1',
    '--package',
    'acme-delivery@3.2.0',
    '--apply',
    '--pull-request',
    'orders',
    `file://${join(folder, 'other.git')}`,
  ];

  test('needs --apply', () => {
    expect(
      fleet(
        folder,
        args.filter((arg) => arg !== '--apply'),
      ),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--pull-request changes repositories. Add --apply to confirm.'),
    });
  });

  test('pushes a branch and opens a pull request', () => {
    const before = git(bare, 'rev-parse', 'main');
    expect(fleet(folder, args, bin)).toMatchObject({ code: 0, stderr: '' });
    expect(outcomesIn(folder).map(({ id, pullRequest }) => [id, pullRequest])).toEqual([
      ['orders', 'https://github.com/acme/orders/pull/7'],
      ['other', 'https://github.com/acme/orders/pull/7'],
    ]);
    expect(git(bare, 'rev-parse', 'main')).toBe(before);
    expect(git(bare, 'log', '--format=%s', branch)).toBe('Regenerate with acme-delivery 3.2.0\nStart');
    const reported = outcomeIn(folder, 'orders').files.map(({ path }) => path);
    expect(git(bare, 'diff', '--name-only', `main..${branch}`).split('\n')).toEqual(
      [...reported, 'package.json', 'package-lock.json'].sort(),
    );
    expect(JSON.parse(git(bare, 'show', `${branch}:package.json`))).toEqual({
      devDependencies: { 'acme-delivery': '^3.2.0' },
    });
    expect(git(bare, 'show', `${branch}:package-lock.json`)).toBe('{"new":true}');
    expect(git(join(folder, 'orders'), 'status', '--porcelain')).toBe('');
  });

  test('describes the change in the pull request', () => {
    const text = readFileSync(log, 'utf-8');
    expect(text).toContain(`orders: pr list --head ${branch} --state open --json url --jq .[].url`);
    expect(text).toMatch(
      new RegExp(
        `orders: pr create --base main --head ${branch} --title Regenerate with acme-delivery 3.2.0 --body-file`,
      ),
    );
    expect(text).toContain('- `CDK bootstrap qualifier: hnb659fds → acme`');
    expect(text).toMatch(/- `infra\/base-stack\.ts` \(modified, \+\d+ −\d+\)/);
  });

  test('updates an open pull request', () => {
    write(folder, { open: 'https://github.com/acme/orders/pull/5\n' });
    fleet(folder, args, bin);
    expect(outcomeIn(folder, 'orders').pullRequest).toBe('https://github.com/acme/orders/pull/5');
    expect(readFileSync(log, 'utf-8')).toContain('orders: pr edit https://github.com/acme/orders/pull/5 --title');
    expect(git(bare, 'log', '--format=%s', branch).split('\n')).toHaveLength(2);
  });

  test('never pushes to the default branch', () => {
    const before = git(bare, 'rev-parse', 'main');
    expect(fleet(folder, [...args, '--branch', 'main'], bin)).toMatchObject({ code: 1 });
    expect(outcomeIn(folder, 'orders').message).toBe(
      '--branch: main is the default branch of the repository. Use another name.',
    );
    expect(git(bare, 'rev-parse', 'main')).toBe(before);
  });

  test('keeps commits of others', () => {
    const commit = git(bare, 'commit-tree', `${branch}^{tree}`, '-p', branch, '-m', 'Fix a typo');
    git(bare, 'update-ref', `refs/heads/${branch}`, commit);
    expect(fleet(folder, args, bin)).toMatchObject({ code: 1 });
    expect(outcomeIn(folder, 'orders').message).toBe(
      `The newest commit of the branch ${branch} is not from delivery-fleet: Fix a typo. Merge or delete the branch, or specify another one with --branch.`,
    );
    expect(git(bare, 'rev-parse', branch)).toBe(commit);
    expect(outcomeIn(folder, 'other').pullRequest).toBe('https://github.com/acme/orders/pull/5');
  });

  test('a URL without --pull-request is only previewed', () => {
    const url = `file://${join(folder, 'other.git')}`;
    expect(fleet(folder, [...PACKAGES, url])).toMatchObject({ code: 0 });
    expect(outcomeIn(folder, 'other').result).toBe('changed');
    fleet(folder, [...PACKAGES, '--apply', url]);
    expect(outcomeIn(folder, 'other').message).toBe(
      'A repository that is specified by its URL can be changed only with --pull-request.',
    );
  });
});

test('a repository that cannot be cloned, or does not exist, does not stop others', () => {
  const folder = folderWith({
    orders: site('orders'),
    list: { 'fleet.txt': '# All services\norders\n\nnowhere\nfile:///nowhere/x.git\n' },
  });
  const { code } = fleet(folder, [...PACKAGES, '--repositories', 'list/fleet.txt', 'orders']);
  expect(code).toBe(1);
  expect(outcomesIn(folder).map(({ repository, result }) => [repository, result])).toEqual([
    ['orders', 'changed'],
    ['nowhere', 'failed'],
    ['file:///nowhere/x.git', 'failed'],
  ]);
  expect(outcomeIn(folder, 'nowhere').message).toBe('nowhere is not a folder.');
  expect(outcomeIn(folder, 'x').message).toMatch(/^git .*clone.* failed:/);
});
