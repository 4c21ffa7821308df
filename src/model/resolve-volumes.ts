import type { EfsVolumeOptions, VolumeMount, VolumeOptions } from '../options';
import { isRecord } from './json-data';
import type { OptionReader } from './option-reader';
import { readRequired } from './read-required';
import { ACCESS_POINT_ID, CONTAINER_NAME, CONTAINER_PATH, FILE_SYSTEM_ID, ROOT_DIRECTORY } from './rules';
import type { MountModel, SidecarModel, VolumeModel } from './sidecar-model';

const VOLUME_OPTIONS: Readonly<Record<keyof VolumeOptions, true>> = {
  name: true,
  mountPath: true,
  readOnly: true,
  efs: true,
};

const EFS_OPTIONS: Readonly<Record<keyof EfsVolumeOptions, true>> = {
  fileSystemId: true,
  accessPointId: true,
  rootDirectory: true,
  transitEncryption: true,
  iamAuthorization: true,
};

const MOUNT_OPTIONS: Readonly<Record<keyof VolumeMount, true>> = { volume: true, mountPath: true, readOnly: true };

/** The volumes of a task, and where the container of the service mounts them. */
export function resolveVolumes(options: OptionReader): { volumes: VolumeModel[]; mounts: MountModel[] } {
  const writable = options.value('writablePaths');
  const paths: unknown[] = Array.isArray(writable) ? [...writable] : [];
  const volumes: VolumeModel[] = [];
  const mounts: MountModel[] = [];
  if (options.has('volumes')) {
    rejectFields(options);
  }
  for (const reader of readVolumes(options)) {
    const name = readRequired(reader, 'name', (key) => reader.string(key, CONTAINER_NAME));
    const mountPath = readMountPath(reader, paths);
    const readOnly = reader.boolean('readOnly');
    const efs = resolveEfs(reader);
    if (reader.has('readOnly') && !reader.has('mountPath')) {
      reader.rejectWithoutValue('readOnly', 'unused-container-option', {
        why: 'has no effect because mountPath is not set',
        fix: 'Set mountPath, or remove readOnly. For a sidecar, set readOnly in its mounts.',
      });
    }
    if (name === undefined) {
      continue;
    }
    if (volumes.some((other) => other.name === name)) {
      reader.reject('name', 'duplicate-volume', {
        why: 'is already the name of another volume',
        fix: 'Use a unique name for each volume.',
      });
    }
    volumes.push({ name, ...(efs ? { efsVolumeConfiguration: efs } : {}) });
    if (mountPath !== undefined) {
      mounts.push(mountOf(name, mountPath, readOnly));
    }
  }
  return { volumes, mounts };
}

function readVolumes(options: OptionReader): OptionReader[] {
  return options.structs('volumes', VOLUME_OPTIONS);
}

/** The volumes that a sidecar mounts. */
export function resolveMounts(sidecar: OptionReader, options: OptionReader): MountModel[] {
  const paths: unknown[] = [];
  return sidecar.structs('mounts', MOUNT_OPTIONS).flatMap((reader) => {
    const volume = readRequired(reader, 'volume', (key) => reader.string(key, CONTAINER_NAME));
    const mountPath = readRequired(reader, 'mountPath', () => readMountPath(reader, paths));
    const readOnly = reader.boolean('readOnly');
    const names = volumeNames(options);
    if (volume !== undefined && !names.includes(volume) && !options.isRejected('volumes', 'taskDefinitionFields')) {
      reader.reject('volume', 'unknown-volume', {
        why: 'is not a volume of the task',
        allowed: names.length > 0 ? names.join(', ') : 'none, because there are no volumes',
        fix: 'Add the volume to volumes, or correct the name.',
      });
    }
    return volume === undefined || mountPath === undefined ? [] : [mountOf(volume, mountPath, readOnly)];
  });
}

/** The names of the volumes in the option, or in the fields of the task definition. */
function volumeNames(options: OptionReader): string[] {
  const list = options.value('volumes') ?? options.entry('taskDefinitionFields', 'volumes')?.value;
  const volumes = Array.isArray(list) ? list.filter(isRecord) : [];
  return volumes.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

function mountOf(sourceVolume: string, containerPath: string, readOnly: boolean | undefined): MountModel {
  return { sourceVolume, containerPath, readOnly: readOnly ?? false };
}

function readMountPath(reader: OptionReader, earlier: unknown[]): string | undefined {
  const path = reader.string('mountPath', CONTAINER_PATH);
  if (path !== undefined && earlier.includes(path)) {
    reader.reject('mountPath', 'duplicate-mount-path', {
      why: 'is already a mount path or a writable path of the container',
      fix: 'Use a different path.',
    });
  }
  earlier.push(path);
  return path;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html */
function resolveEfs(parent: OptionReader): VolumeModel['efsVolumeConfiguration'] {
  const options = parent.struct('efs', EFS_OPTIONS);
  if (!isRecord(parent.value('efs'))) {
    return undefined;
  }
  const fileSystemId = readRequired(options, 'fileSystemId', (key) => options.string(key, FILE_SYSTEM_ID));
  const accessPointId = options.string('accessPointId', ACCESS_POINT_ID);
  const rootDirectory = options.string('rootDirectory', ROOT_DIRECTORY);
  const encrypted = options.boolean('transitEncryption') ?? true;
  const iam = options.boolean('iamAuthorization') ?? true;
  if (accessPointId !== undefined && rootDirectory !== undefined) {
    options.reject('rootDirectory', 'access-point-directory', {
      why: 'cannot be combined with accessPointId, because the access point determines the root directory',
      fix: 'Remove rootDirectory or accessPointId.',
    });
  }
  if (!encrypted && (iam || accessPointId !== undefined) && !options.isRejected('iamAuthorization', 'accessPointId')) {
    options.reject('transitEncryption', 'transit-encryption-required', {
      why: `is not valid with ${accessPointId === undefined ? 'iamAuthorization' : 'accessPointId'}`,
      allowed: 'true',
      fix: 'Remove transitEncryption, or set iamAuthorization to false and remove accessPointId.',
    });
  }
  return {
    fileSystemId: fileSystemId ?? 'fs-00000000',
    ...(rootDirectory === undefined ? {} : { rootDirectory }),
    transitEncryption: encrypted ? 'ENABLED' : 'DISABLED',
    ...(iam || accessPointId !== undefined
      ? {
          authorizationConfig: {
            ...(accessPointId === undefined ? {} : { accessPointId }),
            iam: iam ? 'ENABLED' : 'DISABLED',
          },
        }
      : {}),
  };
}

/** Fields that say the same as the option. */
function rejectFields(options: OptionReader): void {
  for (const [key, field] of [
    ['taskDefinitionFields', 'volumes'],
    ['containerDefinitionFields', 'mountPoints'],
  ] as const) {
    const entry = options.entry(key, field);
    if (entry) {
      options.rejectEntryWithoutValue(entry, 'reserved-field', {
        why: 'cannot be set together with volumes',
        fix: 'Move it to the volumes option, or remove that option.',
      });
    }
  }
}

/** Reports volumes that no container mounts. */
export function checkVolumes(
  options: OptionReader,
  mounts: readonly MountModel[],
  sidecars: readonly SidecarModel[],
): void {
  const mounted = [...mounts, ...sidecars.flatMap((sidecar) => sidecar.mounts)].map(({ sourceVolume }) => sourceVolume);
  for (const reader of readVolumes(options)) {
    const name = reader.value('name');
    if (typeof name === 'string' && !mounted.includes(name) && !options.isRejected('volumes', 'sidecars')) {
      reader.reject('name', 'unused-volume', {
        why: 'is not mounted in any container',
        fix: 'Set mountPath, or mount the volume in a sidecar.',
      });
    }
  }
}
