import { readDockerfile, readTypeScript } from '../../src/sync/readers';

function read(source: string) {
  const { all, objects } = readTypeScript(source);
  return {
    all,
    objects: Object.fromEntries([...objects].map(([id, properties]) => [id, Object.fromEntries(properties)])),
  };
}

describe('readTypeScript', () => {
  test('finds what constructs are made with, by their id or their class, however deep', () => {
    expect(
      read(`
        class S extends Stack {
          constructor(scope: Construct, id: string) {
            if (scope) {
              const role = new iam.Role(this, 'Role', {
                roleName: 'orders',
                conditions: { StringEquals: { 'aws:sub': ['a', \`b\`] } },
                inner: new iam.Statement({ actions: ['ecs:Run'] }),
              });
            }
          }
        }`).objects,
    ).toEqual({
      Role: {
        roleName: ['orders'],
        conditions: [],
        'conditions.StringEquals': [],
        'conditions.StringEquals.aws:sub': ['a', 'b'],
        inner: [],
        'inner.actions': ['ecs:Run'],
      },
      Statement: { actions: ['ecs:Run'] },
    });
  });

  test.each([
    ["const a = f('x', 2)!;", ['x', '2']],
    ["const a: 'x' = b ? 'y' : ('z' as const);", ['x', 'y', 'z']],
    ['function f(a = `x`) { for (const b of [`y`]) { return { c: `z` }; } }', ['x', 'y', 'z']],
    ["f('x'); class A { private readonly b: string = 'y'; static { g('z'); } }", ['x', 'y', 'z']],
    ["new A<'x'>(this, 'y', ...z, { ...w('z') });", ['x', 'y', 'z']],
  ])('finds every literal of %s', (source, literals) => {
    expect(readTypeScript(source).all).toEqual(literals);
  });
});

test('readDockerfile joins continued lines', () => {
  expect(readDockerfile('# comment\nFROM node:24 AS base\nENV A=1 \\\n    B=2\nexpose 80\n')).toEqual([
    { keyword: 'FROM', args: 'node:24 AS base' },
    { keyword: 'ENV', args: expect.stringMatching(/^A=1\s.*B=2$/s) },
    { keyword: 'EXPOSE', args: '80' },
  ]);
});
