/**
 * What ECS requires of a task definition for Fargate in addition to the shape of the request.
 *
 * Source: the documentation of RegisterTaskDefinition in botocore 1.43.11,
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html, and
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html, read 2026-11-27.
 *
 * Independent of `src/data`, so that a mistake there is found.
 */

/** CPU units, and the smallest size, the largest size, and the steps of the memory in MiB. */
export const SIZES: readonly (readonly [cpu: number, min: number, max: number, step: number])[] = [
  [256, 512, 512, 512],
  [256, 1024, 2048, 1024],
  [512, 1024, 4096, 1024],
  [1024, 2048, 8192, 1024],
  [2048, 4096, 16384, 1024],
  [4096, 8192, 30720, 1024],
  [8192, 16384, 61440, 4096],
  [16384, 32768, 122880, 8192],
];

/** Fields that Fargate or the network mode awsvpc does not support. `*` stands for each item of a list. */
export const UNSUPPORTED: readonly string[] = [
  'ipcMode',
  'placementConstraints',
  'inferenceAccelerators',
  'volumes.*.dockerVolumeConfiguration',
  'volumes.*.fsxWindowsFileServerVolumeConfiguration',
  'volumes.*.host.sourcePath',
  'containerDefinitions.*.disableNetworking',
  'containerDefinitions.*.dnsSearchDomains',
  'containerDefinitions.*.dnsServers',
  'containerDefinitions.*.dockerSecurityOptions',
  'containerDefinitions.*.extraHosts',
  'containerDefinitions.*.hostname',
  'containerDefinitions.*.links',
  'containerDefinitions.*.privileged',
  'containerDefinitions.*.resourceRequirements',
  'containerDefinitions.*.linuxParameters.devices',
  'containerDefinitions.*.linuxParameters.maxSwap',
  'containerDefinitions.*.linuxParameters.sharedMemorySize',
  'containerDefinitions.*.linuxParameters.swappiness',
];

/** The same for tasks on EC2 instances. The network mode is a decision of this package. */
export const ALLOWED_ON_EC2: Readonly<Record<string, readonly unknown[]>> = {
  networkMode: ['awsvpc'],
  'requiresCompatibilities.*': ['EC2'],
  'runtimePlatform.operatingSystemFamily': ['LINUX'],
  'containerDefinitions.*.healthCheck.command.0': ['CMD', 'CMD-SHELL', 'NONE'],
};

/** The only values that a field can have. */
export const ALLOWED: Readonly<Record<string, readonly unknown[]>> = {
  networkMode: ['awsvpc'],
  pidMode: ['task'],
  'requiresCompatibilities.*': ['FARGATE'],
  'runtimePlatform.operatingSystemFamily': ['LINUX'],
  'containerDefinitions.*.healthCheck.command.0': ['CMD', 'CMD-SHELL', 'NONE'],
  'containerDefinitions.*.linuxParameters.capabilities.add.*': ['SYS_PTRACE'],
  'containerDefinitions.*.logConfiguration.logDriver': ['awslogs', 'splunk', 'awsfirelens'],
};

export const PATTERNS: Readonly<Record<string, RegExp>> = {
  family: /^[A-Za-z0-9_-]{1,255}$/,
  executionRoleArn: /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/.+$/,
  taskRoleArn: /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/.+$/,
  'volumes.*.name': /^[A-Za-z0-9_-]{1,255}$/,
  'volumes.*.efsVolumeConfiguration.fileSystemId': /^fs-[0-9a-f]{8,40}$/,
  'containerDefinitions.*.name': /^[A-Za-z0-9_-]{1,255}$/,
  'containerDefinitions.*.image': /^[A-Za-z0-9._:/@#-]{1,255}$/,
  'containerDefinitions.*.portMappings.*.name': /^[a-z0-9_][a-z0-9_-]{0,63}$/,
  'containerDefinitions.*.environmentFiles.*.value': /^arn:aws(-[a-z]+)*:s3:::[^/]+\/.+\.env$/,
  'containerDefinitions.*.mountPoints.*.containerPath': /^\/./,
  'containerDefinitions.*.linuxParameters.tmpfs.*.containerPath': /^\/./,
  'containerDefinitions.*.secrets.*.valueFrom': /^arn:aws(-[a-z]+)*:(ssm|secretsmanager):/,
  'containerDefinitions.*.logConfiguration.secretOptions.*.valueFrom': /^arn:aws(-[a-z]+)*:(ssm|secretsmanager):/,
};

/** Numbers, with the least and the greatest value. */
export const RANGES: Readonly<Record<string, readonly [min: number, max: number]>> = {
  'ephemeralStorage.sizeInGiB': [21, 200],
  'containerDefinitions.*.startTimeout': [2, 120],
  'containerDefinitions.*.stopTimeout': [2, 120],
  'containerDefinitions.*.portMappings.*.containerPort': [1, 65535],
  'containerDefinitions.*.healthCheck.interval': [5, 300],
  'containerDefinitions.*.healthCheck.timeout': [2, 60],
  'containerDefinitions.*.healthCheck.retries': [1, 10],
  'containerDefinitions.*.healthCheck.startPeriod': [0, 300],
  'containerDefinitions.*.restartPolicy.restartAttemptPeriod': [60, 1800],
  'containerDefinitions.*.linuxParameters.tmpfs.*.size': [1, 122880],
};

/** Lists with a greatest number of items. */
export const MAX_ITEMS: Readonly<Record<string, number>> = {
  containerDefinitions: 10,
  tags: 50,
  'containerDefinitions.*.credentialSpecs': 1,
  'containerDefinitions.*.environmentFiles': 10,
  'containerDefinitions.*.restartPolicy.ignoredExitCodes': 50,
};

/** Lists in which a key can have each value only once. */
export const UNIQUE: readonly (readonly [list: string, key: string])[] = [
  ['containerDefinitions', 'name'],
  ['volumes', 'name'],
  ['tags', 'key'],
  ['containerDefinitions.*.environment', 'name'],
  ['containerDefinitions.*.secrets', 'name'],
  ['containerDefinitions.*.ulimits', 'name'],
  ['containerDefinitions.*.mountPoints', 'containerPath'],
  ['containerDefinitions.*.linuxParameters.tmpfs', 'containerPath'],
];

/** The options that a log driver requires, and those that it has. `undefined`: any option. */
export const LOG_OPTIONS: Readonly<Record<string, { required: readonly string[]; known?: readonly string[] }>> = {
  awslogs: {
    required: ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix'],
    known: [
      'awslogs-create-group',
      'awslogs-datetime-format',
      'awslogs-group',
      'awslogs-multiline-pattern',
      'awslogs-region',
      'awslogs-stream-prefix',
      'max-buffer-size',
      'mode',
    ],
  },
  splunk: { required: ['splunk-token', 'splunk-url'] },
  awsfirelens: { required: [] },
};
