import { printYaml } from '../../src/printing/yaml-content';

function print(data: object, trailing: Record<string, string> = {}): string {
  return printYaml({ data, comments: [], trailing, blankLinesBetween: [] }, undefined);
}

test('adds a trailing comment to matching values, but not to keys or list items with the same text', () => {
  expect(print({ uses: 'a@1', 'a@1': ['a@1', { uses: 'a@1' }] }, { 'a@1': 'v1' })).toBe(
    ['uses: a@1 # v1', 'a@1:', '  - a@1', '  - uses: a@1 # v1', ''].join('\n'),
  );
});

test('does not use inherited object properties as comments', () => {
  expect(print({ run: 'constructor', shell: 'toString' })).toBe('run: constructor\nshell: toString\n');
});

test('prints multi-line strings as block literals everywhere', () => {
  expect(print({ run: 'one\ntwo\n', list: ['three\nfour\n'] })).toBe(
    ['run: |', '  one', '  two', 'list:', '  - |', '    three', '    four', ''].join('\n'),
  );
});
