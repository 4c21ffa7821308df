import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../src/fleet/outcome';
import { temporaryFolder } from '../support/project';
import { FAILURES, NEW_DEFAULTS, OLD_DEFAULTS, services } from './repositories';
import { fleet, git, installedPackages, type Run, read, reportIn, write } from './support';

const SERVICES = services();
const NAMES = SERVICES.map(({ name }) => name);
const NOW = installedPackages('3.2.0', NEW_DEFAULTS);

/** All repositories are folders of one Git repository, so that git tells what changes. */
const folder = temporaryFolder();
const root = join(folder, 'services');
const work = join(folder, 'work');

function preview(...args: string[]): Run {
  return fleet(root, ['--work', work, '--installed', NOW, '--package', 'acme-delivery', ...args]);
}

const expectedOf = (result: string) =>
  SERVICES.filter(({ expected }) => expected === result)
    .map(({ name }) => name)
    .sort();

let run: Run;
let outcomes: Outcome[];
let statusAfterPreview: string;

beforeAll(() => {
  mkdirSync(root);
  for (const { name, files } of SERVICES) {
    write(join(root, name), files);
  }
  const old = installedPackages('3.1.0', OLD_DEFAULTS);
  const generated = fleet(root, [
    '--work',
    work,
    '--installed',
    old,
    '--package',
    'acme-delivery',
    '--apply',
    ...NAMES,
  ]);
  expect(generated).toMatchObject({ code: 0, stderr: '' });
  for (const { name, edits = {} } of SERVICES) {
    write(join(root, name), edits);
  }
  git(root, 'init', '--quiet');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'Old version');
  run = preview(...NAMES);
  outcomes = reportIn(work).repositories;
  statusAfterPreview = git(root, 'status', '--porcelain');
});

const outcomeOf = (name: string) => outcomes.find(({ id }) => id === name)!;

describe('a fleet of 100 repositories', () => {
  test('is reported as it was built', () => {
    for (const result of ['unchanged', 'changed', 'refused', 'failed']) {
      expect([
        result,
        outcomes
          .filter((one) => one.result === result)
          .map(({ id }) => id)
          .sort(),
      ]).toEqual([result, expectedOf(result)]);
    }
    expect(reportIn(work).totals).toEqual({
      repositories: 100,
      changed: 32,
      refused: 6,
      failed: 6,
      unchanged: 56,
      waived: 2,
      withWaivers: 2,
    });
  });

  test('has a summary, and the exit code 1 because repositories were refused or failed', () => {
    expect(run.code).toBe(1);
    expect(run.stderr).toBe('');
    const lines = run.stdout.split('\n');
    expect(lines[0]).toBe('acme-delivery 3.2.0: 100 repositories, 32 changed, 6 refused, 6 failed, 56 unchanged');
    expect(lines[1]).toBe('2 problems waived');
    expect(lines[3]).toMatch(/^Repository +Result +Files +Lines +What changes$/);
    expect(lines).toContainEqual(
      expect.stringMatching(/^service-0 +changed +\d+ +\+\d+ -\d+ +CDK bootstrap qualifier: hnb659fds → acme$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^service-28 +changed +1 +\+\d+ -1 +1 manual edit lost; infra\/rollback.sh$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^service-49 +unchanged +waived: acme-approval$/));
    expect(lines).toContainEqual(expect.stringMatching(/^service-32 +refused +memory-for-cpu$/));
    expect(run.stdout).toContain(`Report: ${join(work, 'report.html')}`);
  });

  test('names the shared values that change', () => {
    expect(reportIn(work).facts).toEqual([{ title: 'CDK bootstrap qualifier', to: 'acme', repositories: 28 }]);
    const [fact] = outcomeOf('service-0').facts;
    expect(fact).toMatchObject({ id: 'bootstrap-qualifier', from: 'hnb659fds', to: 'acme', environments: [] });
    expect(fact!.files).toContain('infra/base-stack.ts');
  });

  test('names the changes that repositories have in common', () => {
    const { frequent } = reportIn(work);
    expect(frequent[0].repositories).toBeGreaterThanOrEqual(14);
    expect(frequent.every((one: { repositories: number }) => one.repositories > 1)).toBe(true);
  });

  test('lists manual edits', () => {
    expect(
      outcomes
        .filter(({ edited }) => edited.length > 0)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['service-28', 'service-29', 'service-30', 'service-31']);
    expect(outcomeOf('service-28').files.map(({ path }) => path)).toEqual(['infra/rollback.sh']);
  });

  test('lists problems by code', () => {
    expect(reportIn(work).problems).toEqual([{ code: 'memory-for-cpu', repositories: 6 }]);
    expect(outcomeOf('service-32').problems).toEqual([
      {
        code: 'memory-for-cpu',
        path: 'memory',
        message: expect.stringContaining('memory: 4096 is not valid with cpu 256'),
      },
    ]);
  });

  test.each(FAILURES.map(([, message], i) => [`service-${38 + i}`, message]))('%s fails: %s', (name, message) => {
    expect(outcomeOf(name)).toMatchObject({ result: 'failed', message: expect.stringContaining(message) });
  });

  test('lists waived problems, and says when a waiver expires soon', () => {
    expect(outcomeOf('service-49')).toMatchObject({
      waived: [{ rule: 'acme-approval', reason: 'A <b>team</b> of one', owner: 'orders', expires: '2199-12-31' }],
      notes: [],
    });
    expect(outcomeOf('service-50').notes).toEqual([
      expect.stringMatching(/^waivers\[0\]: expires on .*\[waiver-expires-soon\]$/),
    ]);
  });

  test('says so if a config contains no delivery', () => {
    expect(outcomeOf('service-48').notes).toEqual(['The config contains no delivery of this package.']);
  });

  test('is not written to', () => {
    expect(statusAfterPreview).toBe('');
  });

  test('is written to with --apply, exactly as the report says', () => {
    const applied = preview('--apply', ...NAMES.slice(0, 36));
    expect(applied.stdout.split('\n')[0]).toBe('acme-delivery 3.2.0: 36 repositories, 32 changed, 4 refused');
    const changed = git(root, 'diff', '--numstat')
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([added, removed, path]) => `${path} +${added} -${removed}`);
    const reported = outcomes.flatMap(({ id, files }) =>
      files.map(({ path, added, removed }) => `${id}/${path} +${added} -${removed}`),
    );
    expect(changed.sort()).toEqual(reported.sort());
    expect(git(root, 'ls-files', '--others', '--exclude-standard')).toBe('');
    expect(reportIn(work).repositories.filter(({ written }: Outcome) => written)).toHaveLength(32);
  });

  test('leaves nothing but ignored files in the work folder', () => {
    expect(read(work, '.gitignore')).toBe('*\n');
    expect(existsSync(join(work, 'repositories/service-0/infra/main.ts'))).toBe(true);
  });
});
