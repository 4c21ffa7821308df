import { PULL_ACTIONS } from '../data/ecr-actions';
import { arnOf } from './aws';
import { isRecord } from './json-data';
import type { ContainerModel, EnvironmentModel, ReferenceStatementModel } from './model';
import type { OptionReader } from './option-reader';
import { SECRET_ARN } from './rules';
import type { SidecarModel } from './sidecar-model';

/** An environment file in S3. ECS requires the extension `.env`. */
const ENVIRONMENT_FILE = /^(arn:aws(?:-[a-z]+)*:s3:::[a-z0-9.-]+)\/[^*?]+\.env$/;

/** Permissions for what the containers and the additional fields of the task definition refer to. */
export function withReferences(environment: EnvironmentModel, { extraFields }: ContainerModel): EnvironmentModel {
  return {
    ...environment,
    executionRoleReferences: [
      ...images(environment.sidecars),
      ...environmentFiles([extraFields, ...environment.sidecars.map((sidecar) => sidecar.extraFields)]),
      ...repositoryCredentials(extraFields, environment),
    ],
    taskRoleReferences: fileSystems(environment, extraFields),
  };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html */
function images(sidecars: readonly SidecarModel[]): ReferenceStatementModel[] {
  const repositories = [...new Set(sidecars.flatMap(({ ecrRepositoryArn }) => ecrRepositoryArn ?? []))];
  return repositories.length > 0
    ? [{ why: 'Pull the images of the sidecars.', actions: PULL_ACTIONS, resources: repositories }]
    : [];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html */
function environmentFiles(containers: readonly ContainerModel['extraFields'][]): ReferenceStatementModel[] {
  const files = containers.flatMap((fields) => records(fields.environmentFiles));
  const arns = [...new Set(files.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])))];
  const buckets = arns.flatMap((arn) => ENVIRONMENT_FILE.exec(arn)?.[1] ?? []);
  return buckets.length === 0
    ? []
    : [
        {
          why: `Read the environment files of the ${containers.length > 1 ? 'containers' : 'container'}.`,
          actions: ['s3:GetObject'],
          resources: arns,
        },
        {
          why: 'Find the buckets of the environment files.',
          actions: ['s3:GetBucketLocation'],
          resources: [...new Set(buckets)],
        },
      ];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html */
function repositoryCredentials(
  { repositoryCredentials: credentials }: ContainerModel['extraFields'],
  environment: EnvironmentModel,
): ReferenceStatementModel[] {
  const secrets = [
    isRecord(credentials) ? credentials.credentialsParameter : undefined,
    ...environment.sidecars.map((sidecar) => sidecar.repositoryCredentials),
  ].filter((secret) => typeof secret === 'string');
  return secrets.length > 0
    ? [
        {
          why: `Read the credentials of the private ${secrets.length > 1 ? 'registries' : 'registry'}.`,
          actions: ['secretsmanager:GetSecretValue'],
          resources: [
            ...new Set(
              secrets.map((secret) =>
                SECRET_ARN.test(secret) ? secret : arnOf('secretsmanager', environment, `secret:${secret}-??????`),
              ),
            ),
          ],
        },
      ]
    : [];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-best-practices.html */
function fileSystems(
  environment: EnvironmentModel,
  containerFields: ContainerModel['extraFields'],
): ReferenceStatementModel[] {
  const mountPoints = [
    ...records(containerFields.mountPoints),
    ...environment.mounts,
    ...environment.sidecars.flatMap((sidecar) => sidecar.mounts),
  ];
  const volumes = [...records(environment.taskDefinition.extraFields.volumes), ...environment.volumes];
  return volumes.flatMap((volume) => {
    const efs = isRecord(volume.efsVolumeConfiguration) ? volume.efsVolumeConfiguration : {};
    const authorization = isRecord(efs.authorizationConfig) ? efs.authorizationConfig : {};
    if (typeof efs.fileSystemId !== 'string' || authorization.iam !== 'ENABLED') {
      return [];
    }
    const mounts = mountPoints.filter(({ sourceVolume }) => sourceVolume === volume.name);
    const isReadonly = mounts.length > 0 && mounts.every(({ readOnly }) => readOnly === true);
    const accessPoint = authorization.accessPointId;
    const arn = (resource: string) => arnOf('elasticfilesystem', environment, resource);
    return [
      {
        why: `Mount the file system of the volume ${volume.name}.`,
        actions: ['elasticfilesystem:ClientMount', ...(isReadonly ? [] : ['elasticfilesystem:ClientWrite'])],
        resources: [arn(`file-system/${efs.fileSystemId}`)],
        ...(typeof accessPoint === 'string'
          ? { conditions: { StringEquals: { 'elasticfilesystem:AccessPointArn': arn(`access-point/${accessPoint}`) } } }
          : {}),
      },
    ];
  });
}

/** Reports environment files that ECS cannot read. */
export function checkEnvironmentFiles(options: OptionReader, key = 'containerDefinitionFields'): void {
  const entry = options.entry(key, 'environmentFiles');
  if (!entry || options.isRejectedEntry(entry)) {
    return;
  }
  records(entry.value).forEach((file, i) => {
    if (file.type !== 's3' || typeof file.value !== 'string' || !ENVIRONMENT_FILE.test(file.value)) {
      options.rejectEntry({ ...entry, path: `${entry.path}[${i}]`, value: file }, 'invalid-format', {
        why: 'is not an environment file in S3',
        allowed: "{ type: 's3', value: 'arn:aws:s3:::<bucket>/<path>.env' }",
        fix: 'Correct the value.',
      });
    }
  });
}

/** Reports names of volumes that the task definition does not have, and limits that are greater than those of the task. */
export function checkReferences(
  options: OptionReader,
  { container, environments }: { container: ContainerModel; environments: readonly EnvironmentModel[] },
): void {
  const { mountPoints, memory, memoryReservation, cpu } = container.extraFields;
  const fields = 'containerDefinitionFields';
  for (const environment of environments) {
    const { name, taskDefinition } = environment;
    if (!environment.taskRole && fileSystems(environment, container.extraFields).length > 0) {
      const key = environment.volumes.length > 0 ? 'volumes' : 'taskDefinitionFields';
      options.rejectWithoutValue(key, 'task-role-required', {
        why: `has a volume that requires a task role, but the ${name} environment has none`,
        fix: 'Remove createTaskRole, set taskRoleArn, or mount the volume without IAM authorization.',
      });
    }
    const volumes = records(taskDefinition.extraFields.volumes).map((volume) => volume.name);
    records(mountPoints).forEach(({ sourceVolume }, i) => {
      if (!volumes.includes(sourceVolume)) {
        const path = `${fields}.mountPoints[${i}].sourceVolume`;
        options.rejectEntry({ path, value: sourceVolume }, 'unknown-volume', {
          why: `is not a volume of the ${name} environment`,
          allowed: volumes.length > 0 ? volumes.join(', ') : 'none, because taskDefinitionFields has no volumes',
          fix: 'Add the volume to taskDefinitionFields.volumes, or correct the name.',
        });
      }
    });
    for (const [key, value, limit] of [
      ['memory', memory, smallest(environment, 'memory')],
      ['memoryReservation', memoryReservation, smallest(environment, 'memory')],
      ['cpu', cpu, smallest(environment, 'cpu')],
    ] as const) {
      if (typeof value === 'number' && value > limit) {
        options.rejectEntry({ path: `${fields}.${key}`, value }, 'container-size', {
          why: `is greater than the size of ${limit < (key === 'cpu' ? taskDefinition.cpu : taskDefinition.memory) ? 'a worker or a scheduled task' : 'the task'} in the ${name} environment`,
          allowed: `at most ${limit}`,
          fix: `Lower ${key}, or choose a larger task.`,
        });
      }
    }
  }
}

/** The size of the smallest task that runs the container: of the service, a worker, or a scheduled task. */
function smallest({ taskDefinition, workers, scheduledTasks }: EnvironmentModel, size: 'cpu' | 'memory'): number {
  return Math.min(
    taskDefinition[size],
    ...workers.map((worker) => worker.taskDefinition[size]),
    ...scheduledTasks.flatMap((task) => task[size] ?? []),
  );
}

function records(list: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
