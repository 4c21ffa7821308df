import { parse } from 'yaml';
import { EcsServiceMode, type EnvironmentOptions, TaskDefinitionOwner } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { buildspecOf, deployWorkflowOf, infraOfModel, rollbackScriptOf, textOf } from '../../support/delivery';
import { InfraApp, removeOutdirs } from '../../support/infra-app';
import { modelOf } from '../../support/model';

/** Containers whose options differ between environments. */

const ENVIRONMENTS: EnvironmentOptions[] = [
  { name: 'staging', containerName: 'orders-staging', containerPort: 8080, healthCheckPath: '/up', command: ['serve'] },
  { name: 'production', oneOffTask: { command: ['migrate'] } },
];
const model = modelOf({ environments: ENVIRONMENTS });
const containerIn = (name: string) => JSON.parse(textOf(model, `task-definition.${name}.json`)).containerDefinitions[0];

afterAll(removeOutdirs);

test('the task definition contains the options of the environment', () => {
  expect(containerIn('staging')).toMatchObject({
    name: 'orders-staging',
    command: ['serve'],
    portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
    environment: [
      { name: 'PORT', value: '8080' },
      { name: 'HEALTH_CHECK_PATH', value: '/up' },
    ],
    healthCheck: { command: expect.arrayContaining([expect.stringContaining('http://127.0.0.1:8080/up')]) },
  });
  expect(containerIn('production')).toMatchObject({
    name: 'orders-api',
    portMappings: [{ containerPort: 3000, protocol: 'tcp' }],
  });
  expect(containerIn('production').command).toBeUndefined();
});

test('the generated Dockerfile exposes the ports of all environments', () => {
  expect(textOf(model, 'Dockerfile')).toContain('EXPOSE 3000 8080\n');
  expect(textOf(model, 'Dockerfile')).toContain('PORT=3000');
});

test('the service stack routes requests to the port of the environment', () => {
  const { sources } = infraOfModel(model);
  expect(sources['staging-service-stack.ts']).toContain("containerName: 'orders-staging',");
  expect(sources['staging-service-stack.ts']).toContain('containerPort: 8080,');
  expect(sources['staging-service-stack.ts']).toContain('ec2.Port.tcp(8080)');
  expect(sources['staging-service-stack.ts']).toContain("path: '/up',");
  expect(sources['production-service-stack.ts']).toContain('containerPort: 3000,');
  expect(InfraApp.of({ environments: ENVIRONMENTS }).nagFindings()).toEqual([]);
});

test('releases, rollbacks, and one-off tasks use the name of the environment', () => {
  const { jobs } = parse(deployWorkflowOf(model));
  const render = (job: string) => jobs[job].steps.find(({ id }: { id?: string }) => id === 'render').with;
  expect(render('deploy-staging')['container-name']).toBe('orders-staging');
  expect(render('deploy-production')['container-name']).toBe('orders-api');
  expect(rollbackScriptOf(model)).toContain('CONTAINER=orders-staging');
  expect(rollbackScriptOf(model)).toContain("containerDefinitions[?name=='$CONTAINER'].image");
  expect(textOf(model, 'infra/release.sh')).toContain('CONTAINER=orders-staging');
  expect(textOf(model, 'infra/one-off-task.sh')).toContain("containers[?name=='$CONTAINER'].exitCode");
});

test('CodePipeline gets a file for each container name', () => {
  const imageOnly = modelOf({
    serviceMode: EcsServiceMode.EXISTING,
    taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
    executionRoleArn: 'execution',
    containerName: 'api',
    environments: [{ name: 'staging', containerName: 'staging-api' }, { name: 'production' }],
  });
  const { artifacts, phases } = parse(buildspecOf(imageOnly));
  expect(artifacts.files).toEqual(['imagedefinitions.staging.json', 'imagedefinitions.json', 'infra/release.sh']);
  expect(phases.build.commands.slice(-2)).toEqual([
    `printf '[{"name":"%s","imageUri":"%s"}]' staging-api "$IMAGE_URI" > imagedefinitions.staging.json`,
    `printf '[{"name":"%s","imageUri":"%s"}]' api "$IMAGE_URI" > imagedefinitions.json`,
  ]);
});

test.each<[string, object, string[]]>([
  [
    'a port that a non-root user cannot listen on',
    { environments: [{ name: 'a', containerPort: 80 }] },
    [
      'environments[0].containerPort: 80 is out of range (allowed: 1024 to 65535). Use a port that a non-root user can listen on. [out-of-range]',
    ],
  ],
  [
    'a port that is already an additional port',
    { additionalPorts: [{ containerPort: 9090 }], environments: [{ name: 'a', containerPort: 9090 }] },
    [
      'environments[0].containerPort: 9090 is already a TCP port of the container. Use a different port for each entry. [duplicate-port]',
    ],
  ],
  [
    'a port of a container that receives no requests',
    {
      receivesRequests: false,
      loadBalancer: { enabled: false },
      environments: [{ name: 'a', containerPort: 9090, command: ['work'] }],
    },
    [
      'environments[0].containerPort: has no effect because receivesRequests is false. Remove containerPort or receivesRequests. [unused-container-option]',
    ],
  ],
  [
    'a command if the service owns its task definition',
    {
      serviceMode: EcsServiceMode.EXISTING,
      taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
      executionRoleArn: 'execution',
      environments: [{ name: 'a', command: ['work'] }],
    },
    [
      'environments[0].command: is part of the task definition, which this config does not own. Remove it here and set it where you manage the task definition, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY. [task-definition-owner]',
    ],
  ],
])('rejects %s', (_name, options, lines) => {
  expect(problemsOf(options)).toEqual(lines);
});

test('accepts the top-level port, and a different command of a worker', () => {
  expect(problemsOf({ environments: [{ name: 'a', containerPort: 3000 }] })).toEqual([]);
  const worker = { receivesRequests: false, loadBalancer: { enabled: false } };
  expect(problemsOf({ ...worker, environments: [{ name: 'a', command: ['work'] }] })).toEqual([]);
});
