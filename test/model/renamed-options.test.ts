import { messageOf } from '../../src/model/problems';
import { renamedProblem, withCurrentNames, withCurrentPaths } from '../../src/model/renamed-options';

const RENAMES = [
  { path: 'cpus', name: 'cpu', since: '2.0.0' },
  { path: 'alarms.topic', name: 'topicArn', since: '2.1.0' },
  { path: 'sidecars[].repository', name: 'image', since: '2.0.0' },
  { path: 'queues.*.size', name: 'batchSize', since: '2.0.0' },
];

const current = (options: unknown) => withCurrentNames(options, '', RENAMES);

test('an old name is read as the current one, at the top level and in environments', () => {
  const alarms = { topic: 'arn' };
  const { options, renamed } = current({
    memory: 1,
    cpus: 2,
    alarms,
    environments: [{ name: 'test' }, { cpus: 4, alarms }],
  });
  expect(options).toEqual({
    memory: 1,
    cpu: 2,
    alarms: { topicArn: 'arn' },
    environments: [{ name: 'test' }, { cpu: 4, alarms: { topicArn: 'arn' } }],
  });
  expect(renamed.map(({ path, to }) => `${path} → ${to}`)).toEqual([
    'cpus → cpu',
    'environments[1].cpus → cpu',
    'alarms.topic → topicArn',
    'environments[1].alarms.topic → topicArn',
  ]);
  expect(alarms).toEqual({ topic: 'arn' });
});

test('an old name can be in the items of a list and in the values of a map', () => {
  const { options, renamed } = current({
    sidecars: [{ name: 'a' }, { name: 'b', repository: 'r' }],
    queues: { orders: { size: 3 }, 'a-b': { size: 4 } },
  });
  expect(options).toEqual({
    sidecars: [{ name: 'a' }, { name: 'b', image: 'r' }],
    queues: { orders: { batchSize: 3 }, 'a-b': { batchSize: 4 } },
  });
  expect(renamed.map(({ path }) => path)).toEqual([
    'sidecars[1].repository',
    'queues.orders.size',
    'queues["a-b"].size',
  ]);
});

test('options with current names, and values of other types, are left alone', () => {
  for (const options of [
    { cpu: 2, alarms: { topicArn: 'arn' }, environments: [{}] },
    { alarms: 3, sidecars: {} },
    3,
    null,
  ]) {
    expect(current(options)).toEqual({ options, renamed: [], problems: [] });
    expect(current(options).options).toBe(options);
  }
});

test('an option with both names is a problem', () => {
  const { options, problems } = current({ environments: [{ alarms: { topic: 'a', topicArn: 'b' } }] });
  expect(options).toEqual({ environments: [{ alarms: { topicArn: 'b' } }] });
  expect(problems.map(messageOf)).toEqual([
    'environments[0].alarms.topic: is the old name of topicArn, which is also set. Remove topic. [option-set-twice]',
  ]);
});

test('a list of paths can contain old ones', () => {
  expect(withCurrentPaths(['cpu', 'alarms.topic', 3], 'unset', RENAMES)).toEqual({
    paths: ['cpu', 'alarms.topicArn', 3],
    renamed: [{ path: 'unset[1]', from: 'alarms.topic', to: 'alarms.topicArn', since: '2.1.0' }],
  });
});

test('the warning names the replacement and the command', () => {
  const [renamed] = current({ cpus: 2 }).renamed;
  expect(messageOf(renamedProblem(renamed!, '.projenrc.ts'))).toBe(
    'cpus: was renamed to cpu in version 2.0.0. To rename it in .projenrc.ts, run npx projen delivery:migrate. [renamed-option]',
  );
});
