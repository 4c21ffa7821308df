import { readFileSync } from 'node:fs';
import { OPTION_RENAMES, type OptionRename, REMOVED_OPTIONS } from '../../src/data/option-renames';
import { BASELINE, optionList } from './option-list';

/** The paths with the project types of each. */
function parse(lines: readonly string[]): Map<string, readonly string[]> {
  return new Map(lines.map((line) => [line.split(': ')[0]!, line.split(': ')[1]!.split(' ')]));
}

/** Options of an environment are renamed with those of the top level. */
const withoutEnvironment = (path: string) => path.replace(/^environments\[\]\./, '');

const parentOf = (path: string) => path.replace(/\.?\w+$/, '');

/** The options that a user of the last release can set, but that this version does not know. */
function lost(
  before: readonly string[],
  after: readonly string[],
  renames: readonly OptionRename[] = OPTION_RENAMES,
  removed: readonly string[] = REMOVED_OPTIONS.map(({ path }) => path),
): string[] {
  const today = parse(after);
  return [...parse(before)].flatMap(([path, types]) => {
    const missing = types.filter((type) => !today.get(path)?.includes(type));
    const own = withoutEnvironment(path);
    const rename = renames.find((each) => own === each.path || own.startsWith(`${each.path}.`));
    const isRenamed = rename && today.has(path.replace(rename.path, currentPath(rename)));
    return missing.length === 0 || isRenamed || removed.includes(own) ? [] : [`${path}: ${missing.join(' ')}`];
  });
}

function currentPath({ path, name }: OptionRename): string {
  return [parentOf(path), name].filter((part) => part !== '').join('.');
}

describe('the options of the last release', () => {
  const baseline = readFileSync(BASELINE, 'utf-8').trimEnd().split('\n');

  test('still exist, or have another name, or were removed for a reason', () => {
    expect(baseline.length).toBeGreaterThan(900);
    expect(lost(baseline, optionList())).toEqual([]);
  });

  test('are missed if they disappear', () => {
    const before = ['alarms.topic: ecs lambda', 'cpu: ecs', 'environments[].cpu: ecs'];
    expect(lost(before, ['alarms.topic: ecs'], [], [])).toEqual([
      'alarms.topic: lambda',
      'cpu: ecs',
      'environments[].cpu: ecs',
    ]);
    const renames = [{ path: 'cpu', name: 'cpuUnits', since: '1.0.0' }];
    expect(
      lost(before, ['alarms.topic: ecs lambda', 'cpuUnits: ecs', 'environments[].cpuUnits: ecs'], renames),
    ).toEqual([]);
    expect(lost(before, ['alarms.topic: ecs lambda', 'cpuUnits: ecs'], renames)).toEqual(['environments[].cpu: ecs']);
    expect(lost(before, ['alarms.topic: ecs lambda'], [], ['cpu'])).toEqual([]);
  });
});

test('the old names no longer exist, and the current ones do', () => {
  const today = [...parse(optionList()).keys()];
  for (const rename of OPTION_RENAMES) {
    expect(today).not.toContain(rename.path);
    expect(today).toContain(currentPath(rename));
    expect(rename.since).toMatch(/^\d+\.\d+\.\d+$/);
  }
  for (const { path, reason } of REMOVED_OPTIONS) {
    expect(today).not.toContain(path);
    expect(reason).toMatch(/^[A-Z].*\.$/);
  }
});
