import { type EcsDeliveryOptions, LogDriver } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { oneOffTaskScriptOf, textOf } from '../../support/delivery';
import { InfraApp, removeOutdirs, statementsOf } from '../../support/infra-app';
import { modelOf } from '../../support/model';

type Options = Partial<EcsDeliveryOptions>;

const STACK = 'orders-api-production-base';
const SPLUNK: Options = {
  logging: {
    driver: LogDriver.SPLUNK,
    options: { 'splunk-url': 'https://splunk.example.com' },
    secretOptions: { 'splunk-token': { secretsManager: 'splunk/token' } },
  },
};

afterAll(removeOutdirs);

function containerOf(options: Options) {
  return JSON.parse(textOf(modelOf(options), 'task-definition.json')).containerDefinitions[0];
}

test('options of awslogs are added to the generated ones', () => {
  const logging = { options: { mode: 'non-blocking', 'max-buffer-size': '25m' } };
  expect(containerOf({ logging }).logConfiguration).toEqual({
    logDriver: 'awslogs',
    options: {
      'awslogs-group': '/ecs/orders-api/production',
      'awslogs-region': 'us-east-1',
      'awslogs-stream-prefix': 'orders-api',
      mode: 'non-blocking',
      'max-buffer-size': '25m',
    },
  });
});

test('a log group that the driver creates requires permission', () => {
  const app = InfraApp.of({ logging: { existingLogGroup: '/legacy', options: { 'awslogs-create-group': 'true' } } });
  expect(statementsOf(app.template(STACK), 'ExecutionRole')).toContainEqual({
    Effect: 'Allow',
    Action: 'logs:CreateLogGroup',
    Resource: 'arn:aws:logs:us-east-1:111122223333:log-group:/legacy:*',
  });
  expect(app.nagFindings()).toEqual([]);
});

test('another driver has its own options and secrets, which the execution role can read', () => {
  expect(containerOf(SPLUNK).logConfiguration).toEqual({
    logDriver: 'splunk',
    options: { 'splunk-url': 'https://splunk.example.com' },
    secretOptions: [
      { name: 'splunk-token', valueFrom: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:splunk/token' },
    ],
  });
  const template = InfraApp.of(SPLUNK).template(STACK);
  template.resourceCountIs('AWS::Logs::LogGroup', 0);
  template.hasResourceProperties('AWS::IAM::Role', { Description: 'Lets ECS pull the image and read secrets.' });
  expect(statementsOf(template, 'ExecutionRole')).toContainEqual({
    Effect: 'Allow',
    Action: 'secretsmanager:GetSecretValue',
    Resource: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:splunk/token-??????',
  });
});

test('without a driver, there is no log configuration', () => {
  const logging = { driver: LogDriver.NONE };
  expect(containerOf({ logging })).not.toHaveProperty('logConfiguration');
  expect(oneOffTaskScriptOf(modelOf({ logging, oneOffTask: { command: ['migrate'] } }))).toContain('LOGS=none');
});

test.each([
  [
    'an option that another option sets',
    { options: { 'awslogs-group': '/ecs/orders' } },
    'logging.options["awslogs-group"]: cannot be set here. Use logging.logGroup or logging.existingLogGroup instead. [log-driver-option]',
  ],
  [
    'an unknown option',
    { options: { 'max-buffer': '1m' } },
    'logging.options["max-buffer"]: is not an option of the awslogs log driver (allowed: awslogs-create-group, awslogs-datetime-format, awslogs-multiline-pattern, max-buffer-size, mode). Correct the name, or remove the option. [log-driver-option]',
  ],
  [
    'an option that is not a string',
    { options: { mode: true } },
    'logging.options.mode: true is not a string. Put the value in quotes. [wrong-type]',
  ],
  [
    'a log group for another driver',
    { driver: LogDriver.AWSFIRELENS, logGroup: '/ecs/orders' },
    'logging.logGroup: has no effect with the log driver awsfirelens. Remove logGroup, or change driver. [unused-container-option]',
  ],
  [
    'the Splunk driver without a token',
    { driver: LogDriver.SPLUNK, options: { 'splunk-url': 'https://splunk.example.com' } },
    'logging.driver: requires the option splunk-token. Add splunk-token to logging.options or logging.secretOptions. [log-driver-option]',
  ],
  [
    'options without a driver',
    { driver: LogDriver.NONE, options: { mode: 'non-blocking' } },
    'logging.options: has no effect with the log driver none. Remove options, or change driver. [unused-container-option]',
  ],
])('rejects %s', (_name, logging, problem) => {
  expect(problemsOf({ logging })).toEqual([problem]);
});
