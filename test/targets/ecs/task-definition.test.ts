import { RegisterTaskDefinitionRequest$ } from '@aws-sdk/client-ecs';
import type { EcsDeliveryOptions } from '../../../src/options';
import { renderTaskDefinition } from '../../../src/targets/ecs/task-definition';
import { problemsOfShape } from '../../support/api-shape';
import { modelOf } from '../../support/model';

function taskDefinitionOf(options: Partial<EcsDeliveryOptions> = {}): any {
  const model = modelOf(options);
  // Drops undefined values, as the written file does.
  return JSON.parse(JSON.stringify(renderTaskDefinition(model, model.environments[0]!)));
}

const EVERYTHING: Partial<EcsDeliveryOptions> = {
  environmentVariables: { LOG_LEVEL: 'debug' },
  secrets: {
    DB_PASSWORD: { secretsManager: 'orders/db', jsonKey: 'password' },
    API_KEY: { ssmParameter: '/orders/api-key' },
  },
  command: ['node', 'lib/worker.js'],
  ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
  taskDefinitionFields: {
    ephemeralStorage: { sizeInGiB: 40 },
    volumes: [{ name: 'scratch' }],
    tags: [{ key: 'team', value: 'orders' }],
  },
  containerDefinitionFields: {
    mountPoints: [{ sourceVolume: 'scratch', containerPath: '/tmp' }],
    dockerLabels: { team: 'orders' },
  },
};

test.each([
  ['the default', {}],
  ['a config with everything', EVERYTHING],
])('is a valid RegisterTaskDefinition request: %s', (_name, options) => {
  expect(problemsOfShape(taskDefinitionOf(options), RegisterTaskDefinitionRequest$)).toEqual([]);
});

test('the shape check reports fields that ECS would reject', () => {
  const wrong = { ...taskDefinitionOf(), '//': 'a marker', cpu: 256 };
  expect(problemsOfShape(wrong, RegisterTaskDefinitionRequest$)).toEqual(['cpu: not a string', '//: unknown']);
});

test('runs on Fargate with the configured size and architecture', () => {
  expect(taskDefinitionOf({ cpu: 1024, memory: 3072, cpuArchitecture: 'arm64' as never })).toMatchObject({
    family: 'orders-api',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '1024',
    memory: '3072',
    runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
  });
});

test('runs as a non-root user on a read-only file system', () => {
  expect(taskDefinitionOf().containerDefinitions[0]).toMatchObject({ user: '1000:1000', readonlyRootFilesystem: true });
});

test('sets PORT and HEALTH_CHECK_PATH before the variables from the config', () => {
  const [container] = taskDefinitionOf({
    containerPort: 8080,
    healthCheckPath: '/up',
    environmentVariables: { B: '2', A: '1' },
  }).containerDefinitions;
  expect(container.environment).toEqual([
    { name: 'PORT', value: '8080' },
    { name: 'HEALTH_CHECK_PATH', value: '/up' },
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ]);
  expect(container.portMappings).toEqual([{ containerPort: 8080, protocol: 'tcp' }]);
  expect(container.healthCheck.command.join(' ')).toContain("fetch('http://127.0.0.1:8080/up')");
});

test('runs as the user of the image on a writable file system if the Dockerfile is not generated', () => {
  const [container] = taskDefinitionOf({ imageBuild: { dockerfile: 'Dockerfile' } }).containerDefinitions;
  expect(container).not.toHaveProperty('user');
  expect(container.readonlyRootFilesystem).toBe(false);
  expect(container.linuxParameters).toEqual({ initProcessEnabled: true });
});

test('can write to /tmp and to the configured directories', () => {
  const [container] = taskDefinitionOf({ cpu: 512, memory: 2048, writablePaths: ['/cache'] }).containerDefinitions;
  expect(container.linuxParameters).toEqual({
    initProcessEnabled: true,
    tmpfs: [
      { containerPath: '/tmp', size: 512 },
      { containerPath: '/cache', size: 512 },
    ],
  });
});

test('has no tmpfs if ECS Exec makes the file system writable', () => {
  const [container] = taskDefinitionOf({ executeCommand: true }).containerDefinitions;
  expect(container.readonlyRootFilesystem).toBe(false);
  expect(container.linuxParameters).toEqual({ initProcessEnabled: true });
});

test('has no port and no variables of a port if the container receives no requests', () => {
  const [container] = taskDefinitionOf({
    receivesRequests: false,
    loadBalancer: { enabled: false },
  }).containerDefinitions;
  expect(container).not.toHaveProperty('portMappings');
  expect(container).not.toHaveProperty('healthCheck');
  expect(container.environment).toEqual([]);
});

test('maps all ports', () => {
  const [container] = taskDefinitionOf({
    portName: 'web',
    additionalPorts: [{ containerPort: 8125, protocol: 'udp' as never }],
  }).containerDefinitions;
  expect(container.portMappings).toEqual([
    { containerPort: 3000, protocol: 'tcp', name: 'web' },
    { containerPort: 8125, protocol: 'udp' },
  ]);
});

test('preserves special characters in variable values', () => {
  const nasty = 'a: "b" # $(c) ${{ d }} `e` \'f\'\n\tg \\ \u2028';
  expect(
    taskDefinitionOf({ environmentVariables: { NASTY: nasty } }).containerDefinitions[0].environment,
  ).toContainEqual({
    name: 'NASTY',
    value: nasty,
  });
});

test('references secrets by ARN', () => {
  expect(taskDefinitionOf(EVERYTHING).containerDefinitions[0].secrets).toEqual([
    { name: 'API_KEY', valueFrom: 'arn:aws:ssm:us-east-1:111122223333:parameter/orders/api-key' },
    { name: 'DB_PASSWORD', valueFrom: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders/db:password::' },
  ]);
});

test('logs to the log group of the environment, with the stream prefix that Fargate requires', () => {
  expect(taskDefinitionOf().containerDefinitions[0].logConfiguration).toEqual({
    logDriver: 'awslogs',
    options: {
      'awslogs-group': '/ecs/orders-api/production',
      'awslogs-region': 'us-east-1',
      'awslogs-stream-prefix': 'orders-api',
    },
  });
});

test('has no container health check if the contents of the image are unknown', () => {
  const imageBuild = { runtime: 'python', dockerfile: 'Dockerfile' };
  expect(taskDefinitionOf({ imageBuild }).containerDefinitions[0].healthCheck).toBeUndefined();
  expect(
    taskDefinitionOf({ imageBuild, healthCheckCommand: ['/healthy'] }).containerDefinitions[0].healthCheck.command,
  ).toEqual(['CMD', '/healthy']);
});

test('checks the health of the container as often as configured', () => {
  const healthCheckTiming = { intervalSeconds: 10, timeoutSeconds: 3, retries: 2, startPeriodSeconds: 60 };
  expect(taskDefinitionOf({ healthCheckTiming }).containerDefinitions[0].healthCheck).toMatchObject({
    interval: 10,
    timeout: 3,
    retries: 2,
    startPeriod: 60,
  });
});

test('omits fields that the config does not set', () => {
  const [container] = taskDefinitionOf().containerDefinitions;
  expect(container).not.toHaveProperty('command');
  expect(container).not.toHaveProperty('secrets');
  expect(container).not.toHaveProperty('ulimits');
});

test('accepts additional API fields', () => {
  const definition = taskDefinitionOf({ ...EVERYTHING, containerDefinitionFields: { pseudoTerminal: true } });
  expect(definition.ephemeralStorage).toEqual({ sizeInGiB: 40 });
  expect(definition.containerDefinitions[0].pseudoTerminal).toBe(true);
});
