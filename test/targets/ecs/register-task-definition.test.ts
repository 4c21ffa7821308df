import { LogDriver, PortProtocol } from '../../../src/options';
import { CONFIGS } from '../../facts/configs';
import { textOf } from '../../support/delivery';
import { FIELDS } from '../../support/ecs/configs';
import { problemsOfTaskDefinition } from '../../support/ecs/task-definition';
import { MATRIX } from '../../support/matrix';
import { modelOf } from '../../support/model';

/** The task definitions of a config, by file. Empty if the service owns the task definition. */
function taskDefinitionsOf(...config: Parameters<typeof modelOf>): [string, any][] {
  const model = modelOf(...config);
  return model.environments.flatMap(({ taskDefinition: { file } }) =>
    file && textOf(model, file) !== '' ? [[file, JSON.parse(textOf(model, file))] as [string, any]] : [],
  );
}

const problemsOf = (...config: Parameters<typeof modelOf>) =>
  taskDefinitionsOf(...config).flatMap(([file, task]) =>
    problemsOfTaskDefinition(task).map((problem) => `${file}: ${problem}`),
  );

const configs = [...CONFIGS, ...FIELDS].map(([name, options, context]) => ({ name, options, context }));

test.each(configs)('RegisterTaskDefinition accepts $name', ({ options, context }) => {
  expect(problemsOf(options, context)).toEqual([]);
});

test('RegisterTaskDefinition accepts every combination of service, environments, engines, and architecture', () => {
  expect(MATRIX.flatMap(({ name, options }) => problemsOf(options).map((problem) => `${name}: ${problem}`))).toEqual(
    [],
  );
});

describe('the check of task definitions', () => {
  /** A sidecar, a log router, volumes, and the fields of the container, so that every rule applies. */
  const valid = () => {
    const [[, task]] = taskDefinitionsOf({
      portName: 'web',
      additionalPorts: [{ containerPort: 8125, protocol: PortProtocol.UDP, name: 'statsd' }],
      secrets: { TOKEN: { ssmParameter: '/orders/token' } },
      environmentVariables: { LOG_LEVEL: 'debug' },
      ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
      taskDefinitionFields: {
        volumes: [
          {
            name: 'data',
            efsVolumeConfiguration: {
              fileSystemId: 'fs-0123456789abcdef0',
              transitEncryption: 'ENABLED',
              authorizationConfig: { iam: 'ENABLED', accessPointId: 'fsap-0123456789abcdef0' },
            },
          },
        ],
        tags: [{ key: 'team', value: 'orders' }],
      },
      containerDefinitionFields: { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] },
    }) as [[string, any]];
    const router = {
      name: 'router',
      image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable',
      essential: true,
      firelensConfiguration: { type: 'fluentbit' },
      healthCheck: { command: ['CMD-SHELL', 'true'] },
    };
    const migrate = {
      name: 'migrate',
      image: 'public.ecr.aws/docker/library/busybox:1.37',
      essential: false,
      logConfiguration: { logDriver: LogDriver.AWSFIRELENS, options: { Name: 'cloudwatch' } },
      dependsOn: [{ containerName: 'router', condition: 'HEALTHY' }],
    };
    task.containerDefinitions[0].dependsOn = [{ containerName: 'migrate', condition: 'SUCCESS' }];
    return { ...task, containerDefinitions: [...task.containerDefinitions, router, migrate] };
  };

  test('accepts a task with several containers', () => {
    expect(problemsOfTaskDefinition(valid())).toEqual([]);
  });

  type Change = (task: any, web: any, router: any, migrate: any) => void;

  test.each<[string, Change, string]>([
    ['a marker', (task) => (task['//'] = 'x'), '//: is not a field of the ECS API'],
    ['no family', (task) => delete task.family, 'family: is missing'],
    ['a family with a dot', (task) => (task.family = 'a.b'), 'family: a.b does not match'],
    ['a number for a string', (task) => (task.cpu = 256), 'cpu: is not a string'],
    ['a string for a number', (_, web) => (web.stopTimeout = '30'), 'containerDefinitions.0.stopTimeout: is not an'],
    [
      'a string for a boolean',
      (_, web) => (web.essential = 'true'),
      'containerDefinitions.0.essential: is not a boolean',
    ],
    ['an object for a list', (_, web) => (web.environment = {}), 'containerDefinitions.0.environment: is not a list'],
    ['a list for a map', (_, web) => (web.dockerLabels = []), 'containerDefinitions.0.dockerLabels: is not a map'],
    [
      'a value of an enum',
      (task) => (task.runtimePlatform.cpuArchitecture = 'arm64'),
      'runtimePlatform.cpuArchitecture: arm64',
    ],
    [
      'an unknown ulimit',
      (_, web) => (web.ulimits[0].name = 'files'),
      'containerDefinitions.0.ulimits.0.name: files is not',
    ],
    ['a ulimit without a hard limit', (_, web) => delete web.ulimits[0].hardLimit, 'ulimits.0.hardLimit: is missing'],
    ['a soft limit above the hard limit', (_, web) => (web.ulimits[0].softLimit = 9999), 'soft limit of nofile'],
    ['an empty tag key', (task) => (task.tags[0].key = ''), 'tags.0.key: does not have 1 to 128 characters'],
    ['a tag key with a character that AWS rejects', (task) => (task.tags[0].key = 'a;b'), 'tags.0.key: does not match'],
    ['a repeated tag', (task) => task.tags.push({ key: 'team' }), 'tags: key team is repeated'],
    [
      'a size that Fargate does not support',
      (task) => (task.memory = '4096'),
      'cpu: 256 cannot be combined with memory 4096',
    ],
    ['no memory', (task) => delete task.memory, 'memory: is missing'],
    ['the bridge network', (task) => (task.networkMode = 'bridge'), 'networkMode: bridge is not one of awsvpc'],
    [
      'an external instance',
      (task) => (task.requiresCompatibilities = ['EXTERNAL']),
      'requiresCompatibilities.0: EXTERNAL',
    ],
    ['a placement constraint', (task) => (task.placementConstraints = []), 'placementConstraints: is not supported'],
    [
      'a privileged container',
      (_, web) => (web.privileged = true),
      'containerDefinitions.0.privileged: is not supported',
    ],
    ['links', (_, web) => (web.links = ['router']), 'containerDefinitions.0.links: is not supported'],
    ['shared memory', (_, web) => (web.linuxParameters.sharedMemorySize = 64), 'sharedMemorySize: is not supported'],
    [
      'a capability',
      (_, web) => (web.linuxParameters.capabilities = { add: ['NET_ADMIN'] }),
      'capabilities.add.0: NET_ADMIN',
    ],
    ['no execution role', (task) => delete task.executionRoleArn, 'executionRoleArn: is missing'],
    ['a role by name', (task) => (task.taskRoleArn = 'task'), 'taskRoleArn: task does not match'],
    ['no essential container', (_, web, router) => (web.essential = router.essential = false), 'none is essential'],
    [
      'two containers with one name',
      (_, __, router) => (router.name = 'migrate'),
      'containerDefinitions: name migrate',
    ],
    [
      'a container without an image',
      (_, __, router) => delete router.image,
      'containerDefinitions.1.image: is missing',
    ],
    [
      'a dependency on no container',
      (_, web) => (web.dependsOn[0].containerName = 'x'),
      'dependsOn.0: x is not another',
    ],
    ['a condition that is never met', (_, __, router) => delete router.healthCheck, 'router has no health check'],
    ['success of an essential container', (_, __, ___, migrate) => (migrate.essential = true), 'migrate is essential'],
    [
      'more memory than the task has',
      (_, web, router) => (web.memory = router.memory = 300),
      'the memory of the containers',
    ],
    ['more CPU units than the task has', (_, web) => (web.cpu = 512), 'more CPU units than the task'],
    [
      'a reservation above the limit',
      (_, web) => Object.assign(web, { memory: 128, memoryReservation: 256 }),
      'memoryReservation',
    ],
    [
      'a mount point without a volume',
      (task) => delete task.volumes,
      'mountPoints.0.sourceVolume: data is not a volume',
    ],
    ['two volumes with one name', (task) => task.volumes.push({ name: 'data' }), 'volumes: name data is repeated'],
    [
      'a folder of the host',
      (task) => (task.volumes[0] = { name: 'data', host: { sourcePath: '/x' } }),
      'host.sourcePath: is',
    ],
    [
      'IAM authorization without TLS',
      (task) => delete task.volumes[0].efsVolumeConfiguration.transitEncryption,
      'transitEncryption is not',
    ],
    [
      'a folder beside an access point',
      (task) => (task.volumes[0].efsVolumeConfiguration.rootDirectory = '/x'),
      'own rootDirectory',
    ],
    ['IAM authorization without a task role', (task) => delete task.taskRoleArn, 'taskRoleArn: is missing'],
    ['one port twice', (_, __, router) => (router.portMappings = [{ containerPort: 3000 }]), '3000/tcp is repeated'],
    ['one port name twice', (_, web) => (web.portMappings[1].name = 'web'), 'portMappings: name web is repeated'],
    [
      'a port name in upper case',
      (_, web) => (web.portMappings[0].name = 'Web'),
      'portMappings.0.name: Web does not match',
    ],
    ['another host port', (_, web) => (web.portMappings[0].hostPort = 80), 'portMappings.0.hostPort: is not'],
    ['a port above 65535', (_, web) => (web.portMappings[0].containerPort = 70000), '70000 is not between 1 and 65535'],
    ['HTTP over UDP', (_, web) => (web.portMappings[1].appProtocol = 'http'), 'appProtocol: the port is not tcp'],
    ['a stop timeout of more than two minutes', (_, web) => (web.stopTimeout = 121), '121 is not between 2 and 120'],
    [
      'a health check every second',
      (_, web) => (web.healthCheck.interval = 1),
      'healthCheck.interval: 1 is not between',
    ],
    [
      'a health check without CMD',
      (_, web) => (web.healthCheck.command = ['curl', 'x']),
      'healthCheck.command.0: curl',
    ],
    ['a health check without a command', (_, web) => (web.healthCheck.command = ['CMD']), 'command: has no command'],
    ['more than 200 GiB', (task) => (task.ephemeralStorage = { sizeInGiB: 201 }), '201 is not between 21 and 200'],
    ['a variable twice', (_, web) => web.environment.push({ name: 'PORT', value: '1' }), 'environment: name PORT is'],
    ['a variable without a value', (_, web) => web.environment.push({ name: 'A' }), 'value: is missing'],
    [
      'a secret that is also a variable',
      (_, web) => web.environment.push({ name: 'TOKEN', value: '' }),
      'TOKEN is also in',
    ],
    ['a secret twice', (_, web) => web.secrets.push(web.secrets[0]), 'secrets: name TOKEN is repeated'],
    ['a secret by name', (_, web) => (web.secrets[0].valueFrom = 'token'), 'secrets.0.valueFrom: token does not match'],
    [
      'an environment file that ends with .txt',
      (_, web) => (web.environmentFiles = [{ type: 's3', value: 'arn:aws:s3:::a/b.txt' }]),
      'environmentFiles.0.value',
    ],
    [
      'another log driver',
      (_, web) => (web.logConfiguration.logDriver = 'json-file'),
      'json-file is not one of awslogs',
    ],
    [
      'no stream prefix',
      (_, web) => delete web.logConfiguration.options['awslogs-stream-prefix'],
      'awslogs-stream-prefix: is missing',
    ],
    ['an unknown log option', (_, web) => (web.logConfiguration.options['max-size'] = '1m'), 'max-size: is unknown'],
    ['an unknown log mode', (_, web) => (web.logConfiguration.options.mode = 'async'), 'mode: async is not one of'],
    [
      'Splunk without a token',
      (_, web) => (web.logConfiguration = { logDriver: 'splunk', options: { 'splunk-url': 'x' } }),
      'splunk-token: is missing',
    ],
    [
      'FireLens without a router',
      (_, __, router) => delete router.firelensConfiguration,
      'no container has a firelens',
    ],
    [
      'a restart after a second',
      (_, web) => (web.restartPolicy = { enabled: true, restartAttemptPeriod: 1 }),
      'not between 60 and 1800',
    ],
    [
      'eleven environment files',
      (_, web) => (web.environmentFiles = Array(11).fill({ type: 's3', value: 'arn:aws:s3:::a/b.env' })),
      'more than 10 items',
    ],
    [
      'volumes of no container',
      (_, web) => (web.volumesFrom = [{ sourceContainer: 'x' }]),
      'volumesFrom: x is not a container',
    ],
    [
      'two mounts in one folder',
      (_, web) => web.mountPoints.push(web.mountPoints[0]),
      'containerPath /data is repeated',
    ],
  ])('reports %s', (_name, change, problem) => {
    const task = valid();
    change(task, task.containerDefinitions[0], task.containerDefinitions[1], task.containerDefinitions[2]);
    expect(problemsOfTaskDefinition(task).join('\n')).toContain(problem);
  });
});
