import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, Project } from 'projen';
import { EcsDelivery } from '../../src';
import type { ChangeReport } from '../../src/commands/changes';
import { commandOf } from '../../src/commands/command';
import { standardOf } from '../standard/support';
import { MINIMAL_OPTIONS } from '../support/model';
import { filesIn, temporaryFolder } from '../support/project';

const OPTIONS = {
  imageBuild: { testCommands: ['npm test'] },
  environments: [{ name: 'staging' }, { name: 'production' }],
};

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  delete process.env.PROJEN_AWS_DELIVERY;
});

const write = (path: string, text: string) => writeFileSync(join(folder, path), text);

function git(...args: string[]): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
}

function commit(): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'State');
}

/** Generates the files with a version of the standard. */
function generate(defaults: object, version = '3.2.0', outdir = '.'): void {
  createIn(outdir, defaults, version).synth();
}

function createIn(outdir: string, defaults: object, version: string): Project {
  const logging = { level: LogLevel.OFF };
  const root = new Project({ name: 'orders-api', outdir: folder, logging });
  const isRoot = outdir === '.';
  const project = isRoot ? root : new Project({ name: 'orders-api', parent: root, outdir, logging });
  const github = isRoot ? {} : { githubActions: { enabled: false } };
  new EcsDelivery(project, {
    ...MINIMAL_OPTIONS,
    ...OPTIONS,
    ...github,
    standard: standardOf({ version, ecs: { defaults } }),
  });
  return root;
}

/** Git may refresh its index. */
const contents = () => Object.entries(filesIn(folder)).filter(([path]) => !path.startsWith('.git/'));

/** Runs the command, and returns what it prints. */
function run(args: string[], defaults: object, version = '3.2.0', outdir = '.') {
  const before = contents();
  process.env.PROJEN_AWS_DELIVERY = 'changes';
  const { argv } = process;
  process.argv = ['node', join(folder, '.projenrc.js'), ...args];
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += text;
      return true;
    }),
  );
  try {
    createIn(outdir, defaults, version).synth();
    return { ...printed, code: process.exitCode };
  } finally {
    for (const spy of spies) {
      spy.mockRestore();
    }
    delete process.env.PROJEN_AWS_DELIVERY;
    process.argv = argv;
    process.exitCode = undefined;
    expect(contents()).toEqual(before);
  }
}

/** A repository with files of the previous version of the standard. */
function repository(outdir = '.'): void {
  git('init', '--quiet');
  write('.projenrc.js', '// config\n');
  write('package.json', JSON.stringify({ devDependencies: { 'acme-delivery': '^3.2.0', typescript: '~6.0.0' } }));
  const locked = {
    'node_modules/acme-delivery': { version: '3.2.0' },
    'node_modules/typescript': { version: '6.0.2' },
  };
  write('package-lock.json', JSON.stringify({ packages: locked }));
  generate({}, '3.2.0', outdir);
  commit();
}

function upgradePackage(): void {
  write('package.json', JSON.stringify({ devDependencies: { 'acme-delivery': '^3.3.0', typescript: '~6.0.0' } }));
  const locked = {
    'node_modules/acme-delivery': { version: '3.3.1' },
    'node_modules/typescript': { version: '6.0.2' },
  };
  write('package-lock.json', JSON.stringify({ packages: locked }));
}

describe('delivery:changes', () => {
  test('describes in words what an upgrade changes', () => {
    repository();
    upgradePackage();
    write('notes.txt', 'one\ntwo\n');
    const standard = { containerPort: 8080 };
    generate(standard, '3.3.1');
    const { stdout, stderr, code } = run([], standard, '3.3.1');
    expect(stderr).toBe('');
    expect(code).toBeUndefined();
    const lines = stdout.split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'Upgraded packages:',
      '',
      '- `acme-delivery`: 3.2.0 → 3.3.1',
      '',
      expect.stringMatching(/^This pull request changes \d+ files \(\+\d+ −\d+\)\.$/),
    ]);
    const facts = lines.slice(lines.indexOf('Shared values that change:') + 2, lines.indexOf('Files:') - 1);
    expect(facts).toEqual(['- `Container port: 3000 → 8080`']);
    expect(lines).toContain('- `notes.txt` (added, +2 −0)');
    expect(lines).toContain('- `package.json` (modified, +1 −1)');
    expect(lines.slice(-3)).toEqual([
      expect.stringContaining('- `.projen/'),
      '- `package-lock.json` (modified, +1 −1)',
      '',
    ]);
  });

  test('prints JSON that a workflow can read', () => {
    repository();
    upgradePackage();
    generate({}, '3.3.1');
    const { stdout } = run(['--format', 'json'], {}, '3.3.1');
    const report: ChangeReport = JSON.parse(stdout);
    expect(report).toMatchObject({ facts: [], edited: [], generated: [] });
    expect(report.packages).toEqual([{ name: 'acme-delivery', from: '3.2.0', to: '3.3.1' }]);
    expect(report.files.map(({ path }) => path)).toEqual([
      'DELIVERY.md',
      'package.json',
      '.projen/delivery.json',
      'package-lock.json',
    ]);
    expect(report.description).toContain('\nNo shared values change.\n');
  });

  test('lists generated files that change without a shared value, and those that are removed', () => {
    repository();
    const standard = { logRetentionDays: 90 };
    generate(standard);
    const report: ChangeReport = JSON.parse(run(['--format', 'json'], standard).stdout);
    expect(report.facts).toEqual([]);
    expect(report.generated).toContain('infra/production-service-stack.ts');
    expect(report.generated).not.toContain('DELIVERY.md');
    const record = JSON.parse(filesIn(folder)['.projen/delivery.json']!);
    record.fingerprints['old.sh'] = '0';
    rmSync(join(folder, '.projen/delivery.json'));
    write('.projen/delivery.json', JSON.stringify(record));
    write('old.sh', '');
    commit();
    rmSync(join(folder, 'old.sh'));
    generate(standard);
    expect(JSON.parse(run(['--format', 'json'], standard).stdout).generated).toEqual(['old.sh']);
  });

  test('names the files whose manual edits are lost', () => {
    repository();
    write('.dockerignore', `${filesIn(folder)['.dockerignore']}secrets\n`);
    commit();
    generate({});
    const report: ChangeReport = JSON.parse(run(['--format=json'], {}).stdout);
    expect(report.edited).toEqual(['.dockerignore']);
    expect(report.files).toEqual([{ path: '.dockerignore', change: 'modified', added: 0, removed: 1 }]);
    expect(report.description).toContain('**Manual edits in these files are lost:**\n\n- `.dockerignore`\n');
  });

  test('compares with another commit, and finds removed and binary files', () => {
    repository();
    write('old.txt', 'one\n');
    write('logo.png', '\0');
    commit();
    git('branch', 'base');
    rmSync(join(folder, 'old.txt'));
    write('logo.png', '\0\0');
    commit();
    expect(run([], {}).stdout).toBe('Nothing changes.\n');
    expect(run(['--base', 'base'], {}).stdout).toContain(`
- \`logo.png\` (modified, +0 −0)
- \`old.txt\` (removed, +0 −1)
`);
  });

  test('describes subprojects with paths relative to the root', () => {
    repository('services/orders');
    const standard = { containerPort: 8080 };
    generate(standard, '3.2.0', 'services/orders');
    const report: ChangeReport = JSON.parse(run(['--format', 'json'], standard, '3.2.0', 'services/orders').stdout);
    expect(report.facts).toMatchObject([{ title: 'Container port', from: '3000', to: '8080' }]);
    expect(report.facts[0]!.files).toContain('services/orders/Dockerfile');
    expect(report.files.map(({ path }) => path)).toContain('services/orders/Dockerfile');
  });

  test('requires regenerated files and an existing commit', () => {
    repository();
    expect(run([], { containerPort: 8080 })).toEqual({
      stdout: '',
      stderr: expect.stringMatching(/^\S+ is not up to date\. Run npx projen first\.\n$/),
      code: 1,
    });
    expect(run(['--base', 'nothing'], {})).toEqual({
      stdout: '',
      stderr: '--base: "nothing" is not a commit of a Git repository in this folder.\n',
      code: 1,
    });
    rmSync(join(folder, '.git'), { recursive: true });
    expect(run([], {}).stderr).toBe('--base: "HEAD" is not a commit of a Git repository in this folder.\n');
  });

  test('rejects unknown arguments', () => {
    const parse = (...args: string[]) => commandOf({ PROJEN_AWS_DELIVERY: 'changes' }, args);
    expect(parse()).toMatchObject({ name: 'changes', base: 'HEAD' });
    expect(parse('--base=v1', '--format', 'json')).toMatchObject({ base: 'v1' });
    for (const args of [['main'], ['--base'], ['--base', '-p'], ['--format', 'html'], ['--format', 'constructor']]) {
      expect(() => parse(...args)).toThrow(
        `Unknown argument: ${args.join(' ')}. Usage: npx projen delivery:changes [--base <commit>] [--format markdown|json]`,
      );
    }
  });

  test('ignores package files that are not valid', () => {
    repository();
    write('package.json', '<<<<<<<\n');
    mkdirSync(join(folder, 'empty'));
    expect(run([], {}).stdout).not.toContain('Upgraded packages');
  });
});
