import type { EcsDeliveryOptions, SidecarOptions, VolumeOptions } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { guideOfModel, textOf } from '../../support/delivery';
import { InfraApp, removeOutdirs, statementsOf } from '../../support/infra-app';
import { modelOf } from '../../support/model';

type Options = Partial<EcsDeliveryOptions>;

const FILE_SYSTEM = 'fs-0123456789abcdef0';
const ACCESS_POINT = 'fsap-0123456789abcdef0';
const DATA: VolumeOptions = { name: 'data', mountPath: '/data', efs: { fileSystemId: FILE_SYSTEM } };
const NGINX: SidecarOptions = { name: 'nginx', image: 'public.ecr.aws/nginx/nginx:1.29' };

const taskDefinitionOf = (options: Options) => JSON.parse(textOf(modelOf(options), 'task-definition.json'));
const taskStatements = (options: Options) =>
  statementsOf(InfraApp.of(options).template('orders-api-production-base'), 'TaskRole');

afterAll(removeOutdirs);

test('a file system is mounted with the task role and encryption in transit by default', () => {
  const { volumes, containerDefinitions } = taskDefinitionOf({ volumes: [DATA] });
  expect(volumes).toEqual([
    {
      name: 'data',
      efsVolumeConfiguration: {
        fileSystemId: FILE_SYSTEM,
        transitEncryption: 'ENABLED',
        authorizationConfig: { iam: 'ENABLED' },
      },
    },
  ]);
  expect(containerDefinitions[0].mountPoints).toEqual([
    { sourceVolume: 'data', containerPath: '/data', readOnly: false },
  ]);
});

test('an access point determines the root directory', () => {
  const efs = { fileSystemId: FILE_SYSTEM, accessPointId: ACCESS_POINT, iamAuthorization: false };
  expect(taskDefinitionOf({ volumes: [{ ...DATA, efs }] }).volumes[0].efsVolumeConfiguration).toEqual({
    fileSystemId: FILE_SYSTEM,
    transitEncryption: 'ENABLED',
    authorizationConfig: { accessPointId: ACCESS_POINT, iam: 'DISABLED' },
  });
});

test('a file system can be mounted without encryption and authorization', () => {
  const efs = {
    fileSystemId: FILE_SYSTEM,
    rootDirectory: '/orders',
    transitEncryption: false,
    iamAuthorization: false,
  };
  const options: Options = { volumes: [{ ...DATA, efs }] };
  expect(taskDefinitionOf(options).volumes[0].efsVolumeConfiguration).toEqual({
    fileSystemId: FILE_SYSTEM,
    rootDirectory: '/orders',
    transitEncryption: 'DISABLED',
  });
  expect(taskStatements(options)).toEqual([]);
});

test('containers share an empty volume', () => {
  const { volumes, containerDefinitions } = taskDefinitionOf({
    volumes: [{ name: 'sockets', mountPath: '/tmp' }, { name: 'cache' }],
    sidecars: [
      {
        ...NGINX,
        mounts: [
          { volume: 'sockets', mountPath: '/run/app', readOnly: true },
          { volume: 'cache', mountPath: '/var/cache/nginx' },
        ],
      },
    ],
  });
  expect(volumes).toEqual([{ name: 'sockets' }, { name: 'cache' }]);
  const [service, sidecar] = containerDefinitions;
  expect(service.mountPoints).toEqual([{ sourceVolume: 'sockets', containerPath: '/tmp', readOnly: false }]);
  // The volume replaces the default directory for temporary files.
  expect(service.linuxParameters).not.toHaveProperty('tmpfs');
  expect(sidecar.mountPoints).toEqual([
    { sourceVolume: 'sockets', containerPath: '/run/app', readOnly: true },
    { sourceVolume: 'cache', containerPath: '/var/cache/nginx', readOnly: false },
  ]);
});

test('a sidecar mounts a volume from the fields of the task definition', () => {
  const options: Options = {
    taskDefinitionFields: { volumes: [{ name: 'scratch' }] },
    sidecars: [{ ...NGINX, mounts: [{ volume: 'scratch', mountPath: '/scratch' }] }],
  };
  expect(taskDefinitionOf(options).containerDefinitions[1].mountPoints).toEqual([
    { sourceVolume: 'scratch', containerPath: '/scratch', readOnly: false },
  ]);
});

describe('the task role', () => {
  const mount = ['elasticfilesystem:ClientMount'];
  const write = [...mount, 'elasticfilesystem:ClientWrite'];
  const resource = `arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/${FILE_SYSTEM}`;
  const readers = [{ ...NGINX, mounts: [{ volume: 'data', mountPath: '/data', readOnly: true }] }];
  const writers = [{ ...NGINX, mounts: [{ volume: 'data', mountPath: '/data' }] }];

  test.each<[string, Options, string | string[]]>([
    ['can mount and write', { volumes: [DATA] }, write],
    [
      'cannot write to what every container mounts read-only',
      { volumes: [{ ...DATA, readOnly: true }], sidecars: readers },
      mount[0]!,
    ],
    ['can write if a sidecar can', { volumes: [{ ...DATA, readOnly: true }], sidecars: writers }, write],
  ])('%s', (_name, options, Action) => {
    expect(taskStatements(options)).toEqual([{ Effect: 'Allow', Action, Resource: resource }]);
  });

  test('can use only the access point', () => {
    const app = InfraApp.of({
      volumes: [{ ...DATA, efs: { fileSystemId: FILE_SYSTEM, accessPointId: ACCESS_POINT } }],
    });
    expect(statementsOf(app.template('orders-api-production-base'), 'TaskRole')[0]!.Condition).toEqual({
      StringEquals: {
        'elasticfilesystem:AccessPointArn': `arn:aws:elasticfilesystem:us-east-1:111122223333:access-point/${ACCESS_POINT}`,
      },
    });
    expect(app.nagFindings()).toEqual([]);
  });
});

test('an environment has its own file system', () => {
  const staging = { ...DATA, efs: { fileSystemId: 'fs-0fedcba9876543210' } };
  const model = modelOf({
    volumes: [DATA],
    environments: [{ name: 'staging', volumes: [staging] }, { name: 'production' }],
  });
  expect(model.environments.map(({ volumes }) => volumes[0]!.efsVolumeConfiguration!.fileSystemId)).toEqual([
    'fs-0fedcba9876543210',
    FILE_SYSTEM,
  ]);
});

test('the guide explains which connections the file system must allow', () => {
  expect(guideOfModel(modelOf({ volumes: [DATA] }), []).replace(/\s+/g, ' ')).toContain(
    `The tasks mount \`${FILE_SYSTEM}\` with NFS. Make sure that the security group of each mount target allows connections to TCP port 2049 from the security group of the tasks, which is the output \`TaskSecurityGroup\` of the service stack.`,
  );
});

const efs = (options: object) => ({ volumes: [{ ...DATA, efs: { fileSystemId: FILE_SYSTEM, ...options } }] });

test.each<[string, Options, string[]]>([
  [
    'fields that say the same',
    {
      volumes: [DATA],
      taskDefinitionFields: { volumes: [{ name: 'a' }] },
      containerDefinitionFields: { mountPoints: [{ sourceVolume: 'a', containerPath: '/a' }] },
    },
    [
      'taskDefinitionFields.volumes: cannot be set together with volumes. Move it to the volumes option, or remove that option. [reserved-field]',
      'containerDefinitionFields.mountPoints: cannot be set together with volumes. Move it to the volumes option, or remove that option. [reserved-field]',
    ],
  ],
  [
    'two volumes with one name',
    { volumes: [DATA, { ...DATA, mountPath: '/other' }] },
    [
      'volumes[1].name: "data" is already the name of another volume. Use a unique name for each volume. [duplicate-volume]',
    ],
  ],
  [
    'a volume that no container mounts',
    { volumes: [{ name: 'data' }] },
    [
      'volumes[0].name: "data" is not mounted in any container. Set mountPath, or mount the volume in a sidecar. [unused-volume]',
    ],
  ],
  [
    'a path that is used twice',
    { writablePaths: ['/data'], volumes: [DATA] },
    [
      'volumes[0].mountPath: "/data" is already a mount path or a writable path of the container. Use a different path. [duplicate-mount-path]',
    ],
  ],
  [
    'a volume that is read-only without a path',
    {
      volumes: [{ name: 'data', readOnly: true }],
      sidecars: [{ ...NGINX, mounts: [{ volume: 'data', mountPath: '/d' }] }],
    },
    [
      'volumes[0].readOnly: has no effect because mountPath is not set. Set mountPath, or remove readOnly. For a sidecar, set readOnly in its mounts. [unused-container-option]',
    ],
  ],
  [
    'a sidecar with an unknown volume',
    { volumes: [DATA], sidecars: [{ ...NGINX, mounts: [{ volume: 'dataa', mountPath: '/d' }] }] },
    [
      'sidecars[0].mounts[0].volume: "dataa" is not a volume of the task (allowed: data). Add the volume to volumes, or correct the name. [unknown-volume]',
    ],
  ],
  [
    'a mount without a path',
    { volumes: [DATA], sidecars: [{ ...NGINX, mounts: [{ volume: 'data' } as never] }] },
    ['sidecars[0].mounts[0].mountPath: is missing. Set mountPath. [missing-option]'],
  ],
  [
    'a mount point as a field of a sidecar',
    { sidecars: [{ ...NGINX, fields: { mountPoints: [] } }] },
    ['sidecars[0].fields.mountPoints: cannot be set here. Use the mounts option instead. [reserved-field]'],
  ],
  [
    'the ARN of a file system',
    efs({ fileSystemId: 'arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-01234567' }),
    [
      'volumes[0].efs.fileSystemId: "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-01234567" is not valid (allowed: a file system ID: fs- followed by 8 or 17 hexadecimal digits). Correct the value. [invalid-format]',
    ],
  ],
  [
    'a root directory with an access point',
    efs({ accessPointId: ACCESS_POINT, rootDirectory: '/orders' }),
    [
      'volumes[0].efs.rootDirectory: "/orders" cannot be combined with accessPointId, because the access point determines the root directory. Remove rootDirectory or accessPointId. [access-point-directory]',
    ],
  ],
  [
    'no encryption in transit with the task role',
    efs({ transitEncryption: false }),
    [
      'volumes[0].efs.transitEncryption: false is not valid with iamAuthorization (allowed: true). Remove transitEncryption, or set iamAuthorization to false and remove accessPointId. [transit-encryption-required]',
    ],
  ],
  [
    'no task role',
    { createTaskRole: false, volumes: [DATA] },
    [
      'volumes: has a volume that requires a task role, but the production environment has none. Remove createTaskRole, set taskRoleArn, or mount the volume without IAM authorization. [task-role-required]',
    ],
  ],
])('rejects %s', (_name, options, problems) => {
  expect(problemsOf(options)).toEqual(problems);
});
