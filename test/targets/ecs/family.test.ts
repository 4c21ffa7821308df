import type { EcsDeliveryOptions } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { rollbackScriptOf, textOf } from '../../support/delivery';
import { InfraApp, removeOutdirs, statementsOf } from '../../support/infra-app';
import { EXISTING_SERVICE, modelOf } from '../../support/model';

type Options = Partial<EcsDeliveryOptions>;

/** The names of families that exist, from a console and from another tool. */
const FAMILIES = ['9th-street_web', `Orders${'x'.repeat(241)}58C2CA2F`];

afterAll(removeOutdirs);

describe.each<[string, Options]>([
  ['a managed service', {}],
  ['an existing service', EXISTING_SERVICE],
])('%s', (_, kind) => {
  test.each(FAMILIES)('registers, finds, and may register revisions of the family %s', (taskDefinitionFamily) => {
    const options: Options = { ...kind, taskDefinitionFamily };
    const arn = `arn:aws:ecs:us-east-1:111122223333:task-definition/${taskDefinitionFamily}`;

    expect(JSON.parse(textOf(modelOf(options), 'task-definition.json')).family).toBe(taskDefinitionFamily);
    expect(rollbackScriptOf(modelOf(options))).toContain(`FAMILY_ARN=${arn} `);
    expect(statementsOf(InfraApp.of(options).template('orders-api-production-base'), 'DeployRole')).toContainEqual({
      Effect: 'Allow',
      Action: 'ecs:RegisterTaskDefinition',
      Resource: `${arn}:*`,
    });
  });
});

test('an environment can have its own family', () => {
  const model = modelOf({
    environments: [{ name: 'staging' }, { name: 'production', taskDefinitionFamily: 'orders' }],
  });
  expect(model.environments.map(({ taskDefinition }) => taskDefinition.family)).toEqual([
    'orders-api-staging',
    'orders',
  ]);
});

test('environments in different Regions can have the same family', () => {
  const environments = [{ name: 'staging', awsRegion: 'eu-west-1' }, { name: 'production' }];
  expect(problemsOf({ taskDefinitionFamily: 'orders', environments })).toEqual([]);
});

test('rejects a family that ECS does not accept', () => {
  expect(problemsOf({ taskDefinitionFamily: 'orders.api' })).toEqual([
    'taskDefinitionFamily: "orders.api" is not valid (allowed: letters, digits, hyphens, and underscores; the name, not the ARN). Correct the value. [invalid-format]',
  ]);
  expect(problemsOf({ taskDefinitionFamily: 'o'.repeat(256) })).toEqual([
    expect.stringContaining('is 256 characters long (allowed: at most 255). Shorten it. [too-long]'),
  ]);
});
