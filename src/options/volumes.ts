/**
 * An Amazon EFS file system that contains the data of a volume.
 *
 * The security groups of its mount targets must allow NFS connections (TCP port 2049) from the security group of the
 * tasks, and the file system needs a mount target in each Availability Zone that the tasks run in.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html
 */
export interface EfsVolumeOptions {
  /**
   * The ID of the file system, for example `fs-0123456789abcdef0`.
   *
   * The file system must be in the account and Region of the environment.
   */
  readonly fileSystemId: string;

  /**
   * The ID of an EFS access point, which enforces a root directory and a POSIX user.
   *
   * @default - none
   */
  readonly accessPointId?: string;

  /**
   * The directory in the file system that the containers can access. Cannot be combined with `accessPointId`.
   *
   * @default "/"
   */
  readonly rootDirectory?: string;

  /**
   * Whether data is encrypted in transit. Must be true if you set `accessPointId` or if `iamAuthorization` is true.
   *
   * @default true
   */
  readonly transitEncryption?: boolean;

  /**
   * Whether the tasks mount the file system with their task role.
   *
   * The task role is granted permission to mount the file system and, unless every container mounts it read-only, to
   * write to it. If you set `taskRoleArn`, that role must have these permissions.
   *
   * @default true
   */
  readonly iamAuthorization?: boolean;
}

/**
 * A volume that the containers of a task can mount.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html
 */
export interface VolumeOptions {
  /**
   * The name of the volume: up to 255 letters, digits, hyphens, and underscores.
   */
  readonly name: string;

  /**
   * The directory in the container of the service at which the volume is mounted, for example `/var/data`.
   *
   * @default - the volume is not mounted in the container of the service, only in sidecars, with `mounts`
   */
  readonly mountPath?: string;

  /**
   * Whether the container of the service can only read the volume.
   *
   * @default false
   */
  readonly readOnly?: boolean;

  /**
   * The Amazon EFS file system that contains the data.
   *
   * @default - none; the volume is empty when a task starts, and is deleted when the task stops. Its files are owned by
   * root, unless the image has a `VOLUME` at the same path
   */
  readonly efs?: EfsVolumeOptions;
}

/**
 * A volume that a sidecar mounts.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html
 */
export interface VolumeMount {
  /**
   * The name of the volume, from `volumes` or `taskDefinitionFields.volumes`.
   */
  readonly volume: string;

  /**
   * The directory in the container at which the volume is mounted, for example `/var/data`.
   */
  readonly mountPath: string;

  /**
   * Whether the container can only read the volume.
   *
   * @default false
   */
  readonly readOnly?: boolean;
}
