import { partsFor, type Release, type Step, statementsFor } from '../../src/core/release';
import { type Statement, withoutCovered } from '../../src/core/statement';

const allow = (action: string, ...resources: string[]): Statement => ({ why: action, actions: [action], resources });

const step = (id: string): Step => ({ id, title: id, commands: [id], statements: [allow(`s:${id}`, id)] });

const release = (ids: readonly string[], native: Release['native']): Release => ({
  steps: ids.map(step),
  native,
  timeout: { minutes: 1, waitsFor: 'nothing' },
});

describe('the parts of a release', () => {
  const native = [
    { engine: 'one', replaces: ['a', 'b'], native: 'both' },
    { engine: 'one', replaces: ['a'], native: 'first' },
    { engine: 'two', replaces: ['b', 'c'], native: 'others', statements: [allow('n:others', 'x')] },
  ];
  const namesOf = (engine: string, ids: readonly string[]) =>
    partsFor<string>(engine, release(ids, native)).map((part) => ('step' in part ? part.step.id : part.native.native));

  test('are the native steps of the engine, and the commands of all other steps', () => {
    expect(namesOf('one', ['a', 'b', 'c'])).toEqual(['both', 'c']);
    expect(namesOf('two', ['a', 'b', 'c'])).toEqual(['a', 'others']);
    expect(namesOf('three', ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
  });

  test('use a native step only if the steps that it replaces directly follow one another', () => {
    expect(namesOf('one', ['a', 'x', 'b'])).toEqual(['first', 'x', 'b']);
    expect(namesOf('two', ['b', 'a', 'c'])).toEqual(['b', 'a', 'c']);
  });

  test('determine the permissions: of the commands, of the replaced steps, or of the native step', () => {
    const actionsOf = (engine: string) =>
      statementsFor(engine, release(['a', 'b', 'c'], native)).flatMap(({ actions }) => actions);
    expect(actionsOf('three')).toEqual(['s:a', 's:b', 's:c']);
    expect(actionsOf('one')).toEqual(['s:a', 's:b', 's:c']);
    expect(actionsOf('two')).toEqual(['s:a', 'n:others']);
  });
});

describe('permissions that another statement includes', () => {
  const both: Statement = { why: 'both', actions: ['s:A', 's:B'], resources: ['x', 'y'] };

  test('are granted only once', () => {
    expect(withoutCovered([allow('s:A', 'x'), both, allow('s:B', 'x', 'y')])).toEqual([both]);
    expect(withoutCovered([both, { ...both, why: 'again' }])).toEqual([both]);
  });

  test('remain if an action, a resource, or the condition differs', () => {
    const others = [
      allow('s:C', 'x'),
      allow('s:A', 'z'),
      { ...allow('s:A', 'x'), conditions: { Null: { k: 'true' } } },
    ];
    expect(withoutCovered([both, ...others])).toEqual([both, ...others]);
  });
});
