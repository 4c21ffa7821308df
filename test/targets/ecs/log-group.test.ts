import type { EcsDeliveryOptions } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { guideOfModel, oneOffTaskScriptOf, textOf } from '../../support/delivery';
import { InfraApp, removeOutdirs, statementsOf } from '../../support/infra-app';
import { EXISTING_SERVICE, modelOf } from '../../support/model';

type Options = Partial<EcsDeliveryOptions>;

const STACK = 'orders-api-production-base';
const ROLE = 'arn:aws:iam::111122223333:role';
const TWO = [{ name: 'staging' }, { name: 'production' }];

afterAll(removeOutdirs);

function logOptions(options: Options, file = 'task-definition.json'): Readonly<Record<string, string>> {
  return JSON.parse(textOf(modelOf(options), file)).containerDefinitions[0].logConfiguration.options;
}

test('the base stack creates the log group under the configured name, and the container writes to it', () => {
  const options: Options = { logging: { logGroup: '/acme/Orders#1', streamPrefix: 'ecs/web' } };

  InfraApp.of(options).template(STACK).hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/acme/Orders#1' });
  expect(logOptions(options)).toEqual({
    'awslogs-group': '/acme/Orders#1',
    'awslogs-region': 'us-east-1',
    'awslogs-stream-prefix': 'ecs/web',
  });
});

test('an existing log group is not created, but the execution role can write to it', () => {
  const options: Options = { logging: { existingLogGroup: '/ecs/legacy' } };
  const app = InfraApp.of(options);

  app.template(STACK).resourceCountIs('AWS::Logs::LogGroup', 0);
  expect(statementsOf(app.template(STACK), 'ExecutionRole')[0]).toEqual({
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: 'arn:aws:logs:us-east-1:111122223333:log-group:/ecs/legacy:*',
  });
  expect(app.nagFindings()).toEqual([]);
  expect(logOptions(options)['awslogs-group']).toBe('/ecs/legacy');
});

test('the guide lists a log group only if a stack creates it', () => {
  const guideOf = (options: Options) => guideOfModel(modelOf(options));
  expect(guideOf({})).toContain('the IAM roles, the log group, the network');
  expect(guideOf({ logging: { existingLogGroup: '/ecs/legacy' } })).toContain('the IAM roles, the network');
});

test('the one-off task reports the existing log group', () => {
  const model = modelOf({ logging: { existingLogGroup: '/ecs/legacy' }, oneOffTask: { command: ['migrate'] } });
  expect(oneOffTaskScriptOf(model)).toContain('LOGS=/ecs/legacy ');
});

test('there is no base stack if the roles and the log group exist', () => {
  const exists: Options = {
    ...EXISTING_SERVICE,
    githubActions: { enabled: false },
    executionRoleArn: `${ROLE}/execution`,
    taskRoleArn: `${ROLE}/task`,
  };
  const stacksOf = (logging: Options['logging']) =>
    InfraApp.of({ ...exists, logging }).stacks.map(({ stackName }) => stackName);

  expect(stacksOf({ existingLogGroup: '/ecs/legacy' })).toEqual(['orders-api-registry', 'orders-api-pipeline']);
  expect(stacksOf({ logGroup: '/ecs/new' })).toEqual(['orders-api-registry', STACK, 'orders-api-pipeline']);
});

test('an environment inherits the prefix and can have its own log group', () => {
  const options: Options = {
    logging: { streamPrefix: 'ecs' },
    environments: [{ name: 'staging' }, { name: 'production', logging: { existingLogGroup: '/ecs/orders' } }],
  };
  expect(logOptions(options, 'task-definition.staging.json')).toMatchObject({
    'awslogs-group': '/ecs/orders-api/staging',
    'awslogs-stream-prefix': 'ecs',
  });
  expect(logOptions(options, 'task-definition.production.json')).toMatchObject({
    'awslogs-group': '/ecs/orders',
    'awslogs-stream-prefix': 'ecs',
  });
});

test('environments can share an existing log group, or create the same one in different accounts', () => {
  expect(problemsOf({ logging: { existingLogGroup: '/ecs/orders' }, environments: TWO })).toEqual([]);
  expect(
    problemsOf({
      logging: { logGroup: '/ecs/orders' },
      environments: [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }],
    }),
  ).toEqual([]);
});

test.each<[string, Options, string[]]>([
  [
    'a log group that both exists and is created',
    { logging: { logGroup: '/ecs/a', existingLogGroup: '/ecs/b' } },
    [
      'logging.logGroup: "/ecs/a" is created by the base stack, but existingLogGroup specifies an existing log group. Remove logGroup or existingLogGroup. [log-group-exists]',
    ],
  ],
  [
    'a log group that two environments create',
    { logging: { logGroup: '/ecs/orders' }, environments: TWO },
    [
      'environments[1].logging.logGroup: "/ecs/orders" is also the log group of the environment "staging" (allowed: a log group that no other environment uses). Set a different logging.logGroup in one of the two environments, or set logging.existingLogGroup in both. [duplicate-log-group]',
    ],
  ],
  [
    'the ARN of a log group',
    { logging: { existingLogGroup: 'arn:aws:logs:us-east-1:111122223333:log-group:/ecs/orders' } },
    [
      'logging.existingLogGroup: "arn:aws:logs:us-east-1:111122223333:log-group:/ecs/orders" is not valid (allowed: letters, digits, and . - _ / #; the name, not the ARN; must not start with aws/). Correct the value. [invalid-format]',
    ],
  ],
  [
    'a log group whose name is reserved',
    { logging: { logGroup: 'aws/orders' } },
    [
      'logging.logGroup: "aws/orders" is not valid (allowed: letters, digits, and . - _ / #; the name, not the ARN; must not start with aws/). Correct the value. [invalid-format]',
    ],
  ],
  [
    'a stream prefix with a colon',
    { logging: { streamPrefix: 'a:b' } },
    [
      'logging.streamPrefix: "a:b" is not valid (allowed: letters, digits, and . - _ /). Correct the value. [invalid-format]',
    ],
  ],
])('rejects %s', (_, options, expected) => {
  expect(problemsOf(options)).toEqual(expected);
});
