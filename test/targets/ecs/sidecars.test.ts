import {
  DependencyCondition,
  type EcsDeliveryOptions,
  FirelensType,
  LogDriver,
  PortProtocol,
  type SidecarOptions,
} from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { oneOffTaskScriptOf, textOf } from '../../support/delivery';
import { InfraApp, removeOutdirs, statementsOf } from '../../support/infra-app';
import { modelOf } from '../../support/model';

type Options = Partial<EcsDeliveryOptions>;

const STACK = 'orders-api-production-base';
const ENVOY: SidecarOptions = { name: 'envoy', image: 'envoyproxy/envoy:v1.36.2' };
const ROUTER: SidecarOptions = {
  name: 'log-router',
  image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable',
  firelens: {},
};
const FIRELENS: Options = { logging: { driver: LogDriver.AWSFIRELENS, options: { Name: 'firehose' } } };

afterAll(removeOutdirs);

const containersOf = (options: Options, file = 'task-definition.json') =>
  JSON.parse(textOf(modelOf(options), file)).containerDefinitions;
const sidecarOf = (sidecar: Partial<SidecarOptions>, options: Options = {}) =>
  containersOf({ ...options, sidecars: [{ ...ENVOY, ...sidecar }] })[1];
const executionStatements = (options: Options) =>
  statementsOf(InfraApp.of(options).template(STACK), 'ExecutionRole').slice(3);

test('a sidecar is essential and writes to the log group of the service by default', () => {
  expect(sidecarOf({})).toEqual({
    name: 'envoy',
    image: 'envoyproxy/envoy:v1.36.2',
    essential: true,
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': '/ecs/orders-api/production',
        'awslogs-region': 'us-east-1',
        'awslogs-stream-prefix': 'envoy',
      },
    },
  });
});

test('options of a sidecar become fields of its container definition', () => {
  const { logConfiguration, ...container } = sidecarOf(
    {
      repositoryCredentials: 'registry/login',
      essential: false,
      command: ['envoy', '-c', '/etc/envoy.yaml'],
      entryPoint: ['/docker-entrypoint.sh'],
      cpu: 64,
      memory: 128,
      memoryReservation: 64,
      ports: [
        { containerPort: 8080, name: 'proxy' },
        { containerPort: 8125, protocol: PortProtocol.UDP },
      ],
      environmentVariables: { PORT: '8080', LOG_LEVEL: 'warn' },
      secrets: { TOKEN: { secretsManager: 'envoy', jsonKey: 'token' } },
      dependsOn: [{ containerName: 'orders-api', condition: DependencyCondition.HEALTHY }],
      healthCheck: { command: ['/healthy'], retries: 5 },
      user: '101',
      readonlyRootFilesystem: true,
      stopTimeout: 60,
      fields: { ulimits: [{ name: 'nofile', softLimit: 4096, hardLimit: 8192 }] },
    },
    { logging: { streamPrefix: 'ecs' } },
  );
  expect(container).toEqual({
    name: 'envoy',
    image: 'envoyproxy/envoy:v1.36.2',
    repositoryCredentials: { credentialsParameter: 'registry/login' },
    essential: false,
    entryPoint: ['/docker-entrypoint.sh'],
    command: ['envoy', '-c', '/etc/envoy.yaml'],
    cpu: 64,
    memory: 128,
    memoryReservation: 64,
    portMappings: [
      { containerPort: 8080, protocol: 'tcp', name: 'proxy' },
      { containerPort: 8125, protocol: 'udp' },
    ],
    environment: [
      { name: 'LOG_LEVEL', value: 'warn' },
      { name: 'PORT', value: '8080' },
    ],
    secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:envoy:token::' }],
    dependsOn: [{ containerName: 'orders-api', condition: 'HEALTHY' }],
    healthCheck: { command: ['CMD', '/healthy'], interval: 30, timeout: 5, retries: 5, startPeriod: 15 },
    user: '101',
    readonlyRootFilesystem: true,
    stopTimeout: 60,
    ulimits: [{ name: 'nofile', softLimit: 4096, hardLimit: 8192 }],
  });
  expect(logConfiguration.options['awslogs-stream-prefix']).toBe('ecs');
});

test('the container of the service can wait for a sidecar', () => {
  const [service] = containersOf({
    sidecars: [{ ...ENVOY, essential: false }],
    dependsOn: [{ containerName: 'envoy', condition: DependencyCondition.SUCCESS }],
  });
  expect(service.dependsOn).toEqual([{ containerName: 'envoy', condition: 'SUCCESS' }]);
  const [other] = containersOf({ sidecars: [ENVOY], dependsOn: [{ containerName: 'envoy' }] });
  expect(other.dependsOn).toEqual([{ containerName: 'envoy', condition: 'START' }]);
});

test('an environment replaces the sidecars of the top level', () => {
  const options: Options = {
    sidecars: [ENVOY],
    environments: [{ name: 'staging', sidecars: [] }, { name: 'production' }],
  };
  expect(containersOf(options, 'task-definition.staging.json')).toHaveLength(1);
  expect(containersOf(options, 'task-definition.production.json')).toHaveLength(2);
});

describe('the execution role', () => {
  test('can pull an image from a private ECR repository of any account', () => {
    const image = (account: string, region: string) => `${account}.dkr.ecr.${region}.amazonaws.com/envoy:1`;
    const sidecars = [
      { ...ENVOY, image: image('111122223333', 'us-east-1') },
      { name: 'agent', image: image('444455556666', 'eu-west-1') },
      { name: 'public', image: 'public.ecr.aws/docker/library/nginx:1.29' },
    ];
    expect(executionStatements({ sidecars })).toEqual([
      {
        Effect: 'Allow',
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Resource: [
          'arn:aws:ecr:us-east-1:111122223333:repository/envoy',
          'arn:aws:ecr:eu-west-1:444455556666:repository/envoy',
        ],
      },
    ]);
  });

  test('can read secrets, environment files, and credentials of sidecars', () => {
    const app = InfraApp.of({
      secrets: { KEY: { ssmParameter: '/key' } },
      containerDefinitionFields: { repositoryCredentials: { credentialsParameter: 'registry/login' } },
      sidecars: [
        {
          ...ENVOY,
          repositoryCredentials: 'registry/other',
          secrets: { TOKEN: { secretsManager: 'envoy' } },
          fields: { environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::config/envoy.env' }] },
        },
      ],
    });
    const secret = (name: string) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-??????`;
    expect(statementsOf(app.template(STACK), 'ExecutionRole')).toEqual(
      expect.arrayContaining([
        { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secret('envoy') },
        {
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: [secret('registry/login'), secret('registry/other')],
        },
        { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::config/envoy.env' },
      ]),
    );
    expect(app.nagFindings()).toEqual([]);
  });
});

describe('a FireLens log router', () => {
  test('receives the logs of the service and writes its own to the log group', () => {
    const options = { 'config-file-type': 'file', 'config-file-value': '/extra.conf' };
    const [service, router] = containersOf({
      ...FIRELENS,
      sidecars: [{ ...ROUTER, firelens: { type: FirelensType.FLUENTD, options } }],
    });
    expect(service.logConfiguration).toEqual({ logDriver: 'awsfirelens', options: { Name: 'firehose' } });
    expect(router.firelensConfiguration).toEqual({ type: 'fluentd', options });
    expect(router.logConfiguration.options['awslogs-group']).toBe('/ecs/orders-api/production');
    InfraApp.of({ ...FIRELENS, sidecars: [ROUTER] })
      .template(STACK)
      .resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test('is Fluent Bit by default', () => {
    expect(containersOf({ ...FIRELENS, sidecars: [ROUTER] })[1].firelensConfiguration).toEqual({ type: 'fluentbit' });
  });

  test('keeps the logs of a one-off task out of the log group', () => {
    const options: Options = { ...FIRELENS, sidecars: [ROUTER], oneOffTask: { command: ['migrate'] } };
    expect(oneOffTaskScriptOf(modelOf(options))).toContain('LOGS=none');
  });

  test('can write to an existing log group', () => {
    const logging = { ...FIRELENS.logging, existingLogGroup: '/legacy' };
    expect(containersOf({ logging, sidecars: [ROUTER] })[1].logConfiguration.options['awslogs-group']).toBe('/legacy');
  });

  test.each<[string, Options, string]>([
    [
      'is required by the driver',
      { ...FIRELENS, sidecars: [ENVOY] },
      'logging.driver: "awsfirelens" sends logs to a log router, but the production environment has none. Add a sidecar with firelens, or use another log driver. [log-router-required]',
    ],
    [
      'is the only one',
      { ...FIRELENS, sidecars: [ROUTER, { ...ROUTER, name: 'other' }] },
      'sidecars[1].firelens: makes this sidecar the second log router of the task. Remove firelens from all sidecars except one. [several-log-routers]',
    ],
    [
      'cannot read a configuration from S3 on Fargate',
      { ...FIRELENS, sidecars: [{ ...ROUTER, firelens: { options: { 'config-file-type': 's3' } } }] },
      'sidecars[0].firelens.options["config-file-type"]: "s3" is not supported on Fargate (allowed: file). Use an allowed value. [log-driver-option]',
    ],
    [
      'has no other options',
      { ...FIRELENS, sidecars: [{ ...ROUTER, firelens: { options: { Name: 'x' } } }] },
      'sidecars[0].firelens.options.Name: is not an option of a FireLens log router (allowed: enable-ecs-log-metadata, config-file-type, config-file-value). Correct the name, or remove the option. [log-driver-option]',
    ],
    [
      'has string options',
      { ...FIRELENS, sidecars: [{ ...ROUTER, firelens: { options: { 'enable-ecs-log-metadata': true as never } } }] },
      'sidecars[0].firelens.options["enable-ecs-log-metadata"]: true is not a string. Put the value in quotes. [wrong-type]',
    ],
  ])('%s', (_name, options, problem) => {
    expect(problemsOf(options)).toEqual([problem]);
  });
});

const sidecars = (...list: object[]) => ({ sidecars: list.map((one) => ({ ...ENVOY, ...one })) as SidecarOptions[] });

test.each<[string, Options, string]>([
  [
    'a sidecar without a name',
    { sidecars: [{ image: 'a' } as SidecarOptions] },
    'sidecars[0].name: is missing. Set name. [missing-option]',
  ],
  [
    'a sidecar without an image',
    { sidecars: [{ name: 'a' } as SidecarOptions] },
    'sidecars[0].image: is missing. Set image. [missing-option]',
  ],
  [
    'two sidecars with one name',
    sidecars({}, {}),
    'sidecars[1].name: "envoy" is already the name of another container. Use a unique name for each container. [duplicate-container]',
  ],
  [
    'a sidecar with the name of the container',
    sidecars({ name: 'orders-api' }),
    'sidecars[0].name: "orders-api" is already the name of another container. Use a unique name for each container. [duplicate-container]',
  ],
  [
    'two sidecars with one port',
    sidecars({ ports: [{ containerPort: 8080 }] }, { name: 'b', ports: [{ containerPort: 8080 }] }),
    'sidecars[1].ports[0].containerPort: 8080 is already a TCP port of the task. Use a different port for each entry. [duplicate-port]',
  ],
  [
    'a sidecar with the port of the service',
    sidecars({ ports: [{ containerPort: 3000 }] }),
    'sidecars[0].ports: 3000 is already a TCP port of the container of the service. Use a different port. [duplicate-port]',
  ],
  [
    'a sidecar with the port name of the service',
    { portName: 'web', ...sidecars({ ports: [{ containerPort: 8080, name: 'web' }] }) },
    'sidecars[0].ports: "web" is already the name of a port of the container of the service. Use a different name. [duplicate-port]',
  ],
  [
    'a port that the user of a sidecar cannot listen on',
    sidecars({ user: '101', ports: [{ containerPort: 80 }] }),
    'sidecars[0].ports[0].containerPort: 80 is out of range (allowed: 1024 to 65535). Use a port that a non-root user can listen on. [out-of-range]',
  ],
  [
    'a dependency on an unknown container',
    { ...sidecars({}), dependsOn: [{ containerName: 'envoi' }] },
    'dependsOn[0].containerName: "envoi" is not another container of the task (allowed: envoy). Correct the name, or add the sidecar to sidecars. [unknown-container]',
  ],
  [
    'a dependency without sidecars',
    { dependsOn: [{ containerName: 'orders-api' }] },
    'dependsOn[0].containerName: "orders-api" is not another container of the task (allowed: none, because there are no sidecars). Correct the name, or add the sidecar to sidecars. [unknown-container]',
  ],
  [
    'a circular dependency',
    {
      ...sidecars({ dependsOn: [{ containerName: 'b' }] }, { name: 'b', dependsOn: [{ containerName: 'orders-api' }] }),
      dependsOn: [{ containerName: 'envoy' }],
    },
    'sidecars[1].dependsOn[0].containerName: "orders-api" waits for b, which waits for it. Remove one of the dependencies. [circular-dependency]',
  ],
  [
    'waiting until an essential sidecar exits',
    { ...sidecars({}), dependsOn: [{ containerName: 'envoy', condition: DependencyCondition.COMPLETE }] },
    'dependsOn[0].condition: "COMPLETE" waits until envoy exits, but that container is essential, so the task would stop. Set essential to false for envoy, or use another condition. [essential-dependency]',
  ],
  [
    'waiting for a sidecar without a health check',
    { ...sidecars({}), dependsOn: [{ containerName: 'envoy', condition: DependencyCondition.HEALTHY }] },
    'dependsOn[0].condition: "HEALTHY" waits for the health check of envoy, which has none. Set healthCheck for envoy, or use another condition. [unhealthy-dependency]',
  ],
  [
    'waiting for the service without a health check',
    {
      imageBuild: { dockerfile: 'Dockerfile', runtime: 'none', testCommands: ['make'] },
      ...sidecars({ dependsOn: [{ containerName: 'orders-api', condition: DependencyCondition.HEALTHY }] }),
    },
    'sidecars[0].dependsOn: waits for the health check of orders-api, which has none. Set healthCheckCommand, or use another condition. [unhealthy-dependency]',
  ],
  [
    'more memory than the task has',
    { containerDefinitionFields: { memoryReservation: 256 }, ...sidecars({ memory: 512, memoryReservation: 300 }) },
    'sidecars: brings the total reservation of the containers to 556 MiB of memory, which is more than a task in the production environment has (allowed: at most 512). Lower memory of the containers, or choose a larger task. [container-size]',
  ],
  [
    'more CPU units than the task has',
    sidecars({ cpu: 128 }, { name: 'b', cpu: 129 }),
    'sidecars: brings the total reservation of the containers to 257 CPU units, which is more than a task in the production environment has (allowed: at most 256). Lower cpu of the containers, or choose a larger task. [container-size]',
  ],
  [
    'a limit that is larger than the task',
    sidecars({ memory: 1024, memoryReservation: 8 }),
    'sidecars[0].memory: 1024 is greater than the size of the task in the production environment (allowed: at most 512). Lower memory, or choose a larger task. [container-size]',
  ],
  [
    'a reservation above the limit',
    sidecars({ memory: 64, memoryReservation: 128 }),
    'sidecars[0].memoryReservation: 128 is greater than the memory limit of the container (allowed: 6 to 64). Lower memoryReservation, or raise memory. [container-size]',
  ],
  [
    'a read-only sidecar with ECS Exec',
    { executeCommand: true, ...sidecars({ readonlyRootFilesystem: true }) },
    'sidecars[0].readonlyRootFilesystem: true is not compatible with executeCommand, because the ECS Exec agent writes to the root file system. Remove one of the two options. [exec-file-system]',
  ],
  [
    'a field that an option sets',
    sidecars({ fields: { portMappings: [] } }),
    'sidecars[0].fields.portMappings: cannot be set here. Use the ports option instead. [reserved-field]',
  ],
  [
    'a field that Fargate does not support',
    sidecars({ fields: { privileged: true } }),
    'sidecars[0].fields.privileged: cannot be set here. Remove it: Fargate does not support it. [reserved-field]',
  ],
  [
    'a limit that Fargate does not support',
    sidecars({ fields: { ulimits: [{ name: 'core', softLimit: 1, hardLimit: 1 }] } }),
    'sidecars[0].fields.ulimits[0].name: "core" is not supported on Fargate (allowed: nofile). Remove it. [unsupported-on-fargate]',
  ],
  [
    'static credentials',
    sidecars({ environmentVariables: { AWS_SECRET_ACCESS_KEY: 'x' } }),
    'sidecars[0].environmentVariables.AWS_SECRET_ACCESS_KEY: sets a static AWS credential. Grant the permissions to the task role instead. The AWS SDK automatically uses the credentials of the task role. [static-credentials]',
  ],
  [
    'a dependency as a field',
    { containerDefinitionFields: { dependsOn: [] } },
    'containerDefinitionFields.dependsOn: cannot be set here. Use the dependsOn option instead. [reserved-field]',
  ],
])('rejects %s', (_name, options, problem) => {
  expect(problemsOf(options)).toEqual([problem]);
});
