import type { EcsDeliveryOptions } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { textOf } from '../../support/delivery';
import { InfraApp, removeOutdirs, statementsOf } from '../../support/infra-app';
import { modelOf } from '../../support/model';

type Options = Partial<EcsDeliveryOptions>;

const STACK = 'orders-api-production-base';
const VOLUME = {
  name: 'data',
  efsVolumeConfiguration: {
    fileSystemId: 'fs-0123',
    transitEncryption: 'ENABLED',
    authorizationConfig: { accessPointId: 'fsap-0123', iam: 'ENABLED' },
  },
};

afterAll(removeOutdirs);

const executionStatements = (options: Options) =>
  statementsOf(InfraApp.of(options).template(STACK), 'ExecutionRole').slice(3);
const taskStatements = (options: Options) => statementsOf(InfraApp.of(options).template(STACK), 'TaskRole');

describe('permissions follow from fields', () => {
  test('the execution role can read environment files', () => {
    const environmentFiles = [{ type: 's3', value: 'arn:aws:s3:::orders-config/production.env' }];
    expect(executionStatements({ containerDefinitionFields: { environmentFiles } })).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders-config/production.env' },
      { Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: 'arn:aws:s3:::orders-config' },
    ]);
  });

  test('the execution role can read the credentials of a private registry', () => {
    const repositoryCredentials = { credentialsParameter: 'registry/login' };
    expect(executionStatements({ containerDefinitionFields: { repositoryCredentials } })).toEqual([
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:registry/login-??????',
      },
    ]);
  });

  test('the execution role has the configured permissions', () => {
    const statement = { actions: ['ssm:GetParameters'], resources: ['arn:aws:ssm:us-east-1:111122223333:parameter/x'] };
    expect(executionStatements({ executionRoleStatements: [statement] })).toEqual([
      { Effect: 'Allow', Action: statement.actions[0], Resource: statement.resources[0] },
    ]);
    expect(
      problemsOf({
        executionRoleStatements: [statement],
        executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
      }),
    ).toEqual([
      'executionRoleStatements: applies only to an execution role that the base stack creates. Move the statements to the role that executionRoleArn specifies, or remove executionRoleArn. [statements-for-existing-role]',
    ]);
  });

  test.each([
    [false, ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite']],
    [true, 'elasticfilesystem:ClientMount'],
  ])('the task role can mount a file system; readOnly: %s', (readOnly, Action) => {
    const mountPoints = [{ sourceVolume: 'data', containerPath: '/data', readOnly }];
    expect(
      taskStatements({ taskDefinitionFields: { volumes: [VOLUME] }, containerDefinitionFields: { mountPoints } }),
    ).toEqual([
      {
        Effect: 'Allow',
        Action,
        Resource: 'arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-0123',
        Condition: {
          StringEquals: {
            'elasticfilesystem:AccessPointArn':
              'arn:aws:elasticfilesystem:us-east-1:111122223333:access-point/fsap-0123',
          },
        },
      },
    ]);
  });

  test('a file system without IAM authorization requires no permissions', () => {
    const volume = { name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-0123' } };
    expect(taskStatements({ taskDefinitionFields: { volumes: [volume] } })).toEqual([]);
  });
});

test('linuxParameters are merged with the generated ones', () => {
  const linuxParameters = {
    capabilities: { drop: ['ALL'] },
    tmpfs: [
      { containerPath: '/tmp', size: 16 },
      { containerPath: '/run', size: 8 },
    ],
  };
  const options: Options = { writablePaths: ['/cache'], containerDefinitionFields: { linuxParameters } };
  expect(JSON.parse(textOf(modelOf(options), 'task-definition.json')).containerDefinitions[0].linuxParameters).toEqual({
    initProcessEnabled: true,
    tmpfs: [
      { containerPath: '/cache', size: 128 },
      { containerPath: '/tmp', size: 16 },
      { containerPath: '/run', size: 8 },
    ],
    capabilities: { drop: ['ALL'] },
  });
});

test.each([
  ['links', ['db']],
  ['dnsServers', ['10.0.0.2']],
  ['dnsSearchDomains', ['example.com']],
  ['disableNetworking', true],
  ['resourceRequirements', [{ type: 'GPU', value: '1' }]],
])('rejects the container field %s, which Fargate does not support', (field, value) => {
  expect(problemsOf({ containerDefinitionFields: { [field]: value } })).toEqual([
    `containerDefinitionFields.${field}: cannot be set here. Remove it: Fargate does not support it. [reserved-field]`,
  ]);
});

test.each<[string, object, string]>([
  [
    'a capability',
    { containerDefinitionFields: { linuxParameters: { capabilities: { add: ['SYS_PTRACE', 'NET_ADMIN'] } } } },
    'containerDefinitionFields.linuxParameters.capabilities.add[1]: "NET_ADMIN" is not supported on Fargate (allowed: SYS_PTRACE). Remove it. [unsupported-on-fargate]',
  ],
  [
    'swap',
    { containerDefinitionFields: { linuxParameters: { maxSwap: 100 } } },
    'containerDefinitionFields.linuxParameters.maxSwap: 100 is not supported on Fargate. Remove it. [unsupported-on-fargate]',
  ],
  [
    'the process namespace of the host',
    { taskDefinitionFields: { pidMode: 'host' } },
    'taskDefinitionFields.pidMode: "host" is not supported on Fargate (allowed: task). Remove it. [unsupported-on-fargate]',
  ],
  [
    'a directory of the host',
    { taskDefinitionFields: { volumes: [{ name: 'a' }, { name: 'b', host: { sourcePath: '/b' } }] } },
    'taskDefinitionFields.volumes[1].host.sourcePath: "/b" is not supported on Fargate. Remove it. [unsupported-on-fargate]',
  ],
  [
    'an unknown volume',
    {
      taskDefinitionFields: { volumes: [{ name: 'data' }] },
      containerDefinitionFields: { mountPoints: [{ sourceVolume: 'dataa', containerPath: '/data' }] },
    },
    'containerDefinitionFields.mountPoints[0].sourceVolume: "dataa" is not a volume of the production environment (allowed: data). Add the volume to taskDefinitionFields.volumes, or correct the name. [unknown-volume]',
  ],
  [
    'a container that is larger than the task',
    { memory: 1024, containerDefinitionFields: { memory: 2048 } },
    'containerDefinitionFields.memory: 2048 is greater than the size of the task in the production environment (allowed: at most 1024). Lower memory, or choose a larger task. [container-size]',
  ],
  [
    'an environment file outside S3',
    { containerDefinitionFields: { environmentFiles: [{ type: 's3', value: 'production.env' }] } },
    `containerDefinitionFields.environmentFiles[0]: {"type":"s3","value":"production.env"} is not an environment file in S3 (allowed: { type: 's3', value: 'arn:aws:s3:::<bucket>/<path>.env' }). Correct the value. [invalid-format]`,
  ],
  [
    'parameters that are not an object',
    { containerDefinitionFields: { linuxParameters: { tmpfs: '/tmp' } } },
    'containerDefinitionFields.linuxParameters: {"tmpfs":"/tmp"} is not valid (allowed: an object, whose tmpfs is a list of objects). Correct the value. [wrong-type]',
  ],
])('rejects %s', (_name, options, problem) => {
  expect(problemsOf(options)).toEqual([problem]);
});

test('a volume with IAM authorization requires a task role', () => {
  const fields = { taskDefinitionFields: { volumes: [VOLUME] } };
  expect(problemsOf({ ...fields, createTaskRole: false })).toEqual([
    'taskDefinitionFields: has a volume that requires a task role, but the production environment has none. Remove createTaskRole, set taskRoleArn, or mount the volume without IAM authorization. [task-role-required]',
  ]);
});
