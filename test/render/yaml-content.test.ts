import { printYaml } from '../../src/render/yaml-content';

function print(data: object, trailing: Record<string, string> = {}): string {
  return printYaml({ data, comments: [], trailing, spacious: [] }, undefined);
}

test('a comment stands behind the values that it is for, not behind keys or items of these words', () => {
  expect(print({ uses: 'a@1', 'a@1': ['a@1', { uses: 'a@1' }] }, { 'a@1': 'v1' })).toBe(
    ['uses: a@1 # v1', 'a@1:', '  - a@1', '  - uses: a@1 # v1', ''].join('\n'),
  );
});

test('no comment comes from what every object has', () => {
  expect(print({ run: 'constructor', shell: 'toString' })).toBe('run: constructor\nshell: toString\n');
});

test('text of several lines stands on lines of its own, wherever it is', () => {
  expect(print({ run: 'one\ntwo\n', list: ['three\nfour\n'] })).toBe(
    ['run: |', '  one', '  two', 'list:', '  - |', '    three', '    four', ''].join('\n'),
  );
});
