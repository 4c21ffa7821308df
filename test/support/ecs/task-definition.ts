import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ALLOWED,
  ALLOWED_ON_EC2,
  LOG_OPTIONS,
  MAX_ITEMS,
  PATTERNS,
  RANGES,
  SIZES,
  UNIQUE,
  UNSUPPORTED,
} from './fargate-rules';

interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, string>>;
  readonly member?: string;
  readonly value?: string;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

const API: { readonly input: string; readonly shapes: Readonly<Record<string, Shape>> } = JSON.parse(
  readFileSync(join(__dirname, 'register-task-definition.json'), 'utf-8'),
);

/** Why ECS would reject a task definition, as `<path>: <problem>`. Empty: `RegisterTaskDefinition` accepts it. */
export function problemsOfTaskDefinition(task: unknown): string[] {
  const wrongShape = problemsOfValue(task, API.input, '');
  // The rules read the fields, so they must have the right shape.
  return wrongShape.length > 0 ? wrongShape : RULES.flatMap((rule) => rule(task as Task));
}

function problemsOfValue(value: unknown, name: string, path: string): string[] {
  const shape: Shape = API.shapes[name] ?? { type: name };
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  switch (shape.type) {
    case 'structure': {
      if (!isObject(value)) {
        return [`${path}: is not an object`];
      }
      const members = shape.members!;
      return [
        ...(shape.required ?? []).filter((key) => value[key] === undefined).map((key) => `${at(key)}: is missing`),
        ...Object.entries(value).flatMap(([key, member]) =>
          members[key] ? problemsOfValue(member, members[key], at(key)) : [`${at(key)}: is not a field of the ECS API`],
        ),
      ];
    }
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item, i) => problemsOfValue(item, shape.member!, at(String(i))))
        : [`${path}: is not a list`];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, item]) => problemsOfValue(item, shape.value!, at(key)))
        : [`${path}: is not a map`];
    case 'string':
      return typeof value === 'string' ? problemsOfText(value, shape, path) : [`${path}: is not a string`];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${path}: is not an integer`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: is not a boolean`];
    default:
      throw new Error(`The type ${shape.type} is unknown. Add it to problemsOfValue.`);
  }
}

function problemsOfText(value: string, shape: Shape, path: string): string[] {
  const { min = 0, max = Number.POSITIVE_INFINITY } = shape;
  return [
    ...(shape.enum && !shape.enum.includes(value) ? [`${path}: ${value} is not one of ${shape.enum.join(', ')}`] : []),
    ...(value.length < min || value.length > max ? [`${path}: does not have ${min} to ${max} characters`] : []),
    ...(shape.pattern && !new RegExp(`^${shape.pattern}$`, 'u').test(value)
      ? [`${path}: does not match ${shape.pattern}`]
      : []),
  ];
}

type Fields = Readonly<Record<string, any>>;
type Task = Fields & { readonly containerDefinitions: readonly Fields[] };

const RULES: readonly ((task: Task) => string[])[] = [
  (task) =>
    (isOnFargate(task) ? UNSUPPORTED : []).flatMap((path) =>
      valuesAt(task, path).map((found) => `${found.path}: is not supported`),
    ),
  (task) =>
    Object.entries(isOnFargate(task) ? ALLOWED : ALLOWED_ON_EC2).flatMap(([path, allowed]) =>
      valuesAt(task, path)
        .filter(({ value }) => !allowed.includes(value))
        .map((found) => `${found.path}: ${found.value} is not one of ${allowed.join(', ')}`),
    ),
  (task) =>
    Object.entries(PATTERNS).flatMap(([path, pattern]) =>
      valuesAt(task, path)
        .filter(({ value }) => !pattern.test(value))
        .map((found) => `${found.path}: ${found.value} does not match ${pattern.source}`),
    ),
  (task) =>
    Object.entries(RANGES).flatMap(([path, [min, max]]) =>
      valuesAt(task, path)
        .filter(({ value }) => value < min || value > max)
        .map((found) => `${found.path}: ${found.value} is not between ${min} and ${max}`),
    ),
  (task) =>
    Object.entries(MAX_ITEMS).flatMap(([path, max]) =>
      valuesAt(task, path)
        .filter(({ value }) => value.length > max)
        .map((found) => `${found.path}: has more than ${max} items`),
    ),
  (task) =>
    UNIQUE.flatMap(([path, key]) =>
      valuesAt(task, path).flatMap((list) =>
        repeated(list.value.map((item: Fields) => item[key])).map(
          (value) => `${list.path}: ${key} ${value} is repeated`,
        ),
      ),
    ),
  size,
  fargate,
  containers,
  ports,
  volumes,
  variables,
  logging,
  healthChecks,
];

function isOnFargate(task: object): boolean {
  return !valuesAt(task as Task, 'requiresCompatibilities.*').some(({ value }) => value === 'EC2');
}

function size(task: Task): string[] {
  const { cpu, memory, containerDefinitions } = task;
  // On EC2, a task can have any size that an instance has.
  const isOffered =
    !isOnFargate(task) ||
    SIZES.some(
      ([units, min, max, step]) =>
        Number(cpu) === units && Number(memory) >= min && Number(memory) <= max && (Number(memory) - min) % step === 0,
    );
  const total = (key: string) => containerDefinitions.reduce((sum, container) => sum + (container[key] ?? 0), 0);
  return [
    ...(isOffered ? [] : [`cpu: ${cpu} cannot be combined with memory ${memory} on Fargate`]),
    ...(total('cpu') > Number(cpu) ? ['containerDefinitions: the containers have more CPU units than the task'] : []),
    ...['memory', 'memoryReservation'].flatMap((key) =>
      total(key) > Number(memory)
        ? [`containerDefinitions: the ${key} of the containers is more than the task has`]
        : [],
    ),
    ...containerDefinitions.flatMap((container, i) =>
      container.memory !== undefined && container.memory <= (container.memoryReservation ?? 0)
        ? [`containerDefinitions.${i}.memory: is not greater than memoryReservation`]
        : [],
    ),
  ];
}

/** What is optional in the API and required on Fargate. */
function fargate(task: Task): string[] {
  const usesExecutionRole = task.containerDefinitions.some(
    ({ secrets, logConfiguration, image, environmentFiles, repositoryCredentials }) =>
      secrets || logConfiguration || environmentFiles || repositoryCredentials || /\.dkr\.ecr\./.test(image),
  );
  return [
    ...['cpu', 'memory', 'networkMode', 'requiresCompatibilities']
      .filter((key) => task[key] === undefined)
      .map((key) => `${key}: is missing`),
    ...(usesExecutionRole && task.executionRoleArn === undefined ? ['executionRoleArn: is missing'] : []),
  ];
}

function containers({ containerDefinitions }: Task): string[] {
  const names = containerDefinitions.map(({ name }) => name);
  return [
    ...(containerDefinitions.some(({ essential }) => essential !== false)
      ? []
      : ['containerDefinitions: none is essential']),
    ...containerDefinitions.flatMap(({ name, image, dependsOn = [], volumesFrom = [] }, i) => {
      const path = `containerDefinitions.${i}`;
      return [
        ...(name === undefined ? [`${path}.name: is missing`] : []),
        ...(image === undefined ? [`${path}.image: is missing`] : []),
        ...dependsOn.flatMap(({ containerName, condition }: Fields, k: number) => {
          const other = containerDefinitions.find((each) => each.name === containerName);
          const here = `${path}.dependsOn.${k}`;
          return [
            ...(other === undefined || containerName === name
              ? [`${here}: ${containerName} is not another container`]
              : []),
            ...(other && condition === 'HEALTHY' && !other.healthCheck
              ? [`${here}: ${containerName} has no health check`]
              : []),
            ...(other && ['SUCCESS', 'COMPLETE'].includes(condition) && other.essential !== false
              ? [`${here}: ${containerName} is essential`]
              : []),
          ];
        }),
        ...volumesFrom
          .filter(({ sourceContainer }: Fields) => !names.includes(sourceContainer))
          .map(({ sourceContainer }: Fields) => `${path}.volumesFrom: ${sourceContainer} is not a container`),
      ];
    }),
  ];
}

/** With awsvpc, all containers share one network interface. */
function ports({ containerDefinitions }: Task): string[] {
  const mappings = valuesAt({ containerDefinitions }, 'containerDefinitions.*.portMappings.*');
  const numbers = mappings.map(({ value }) => `${value.containerPort}/${value.protocol ?? 'tcp'}`);
  const names = mappings.flatMap(({ value }) => value.name ?? []);
  return [
    ...repeated(numbers).map((port) => `portMappings: ${port} is repeated`),
    ...repeated(names).map((name) => `portMappings: name ${name} is repeated`),
    ...mappings.flatMap(({ path, value }) => [
      ...(value.containerPort === undefined && value.containerPortRange === undefined
        ? [`${path}.containerPort: is missing`]
        : []),
      ...(value.hostPort !== undefined && value.hostPort !== value.containerPort
        ? [`${path}.hostPort: is not the containerPort, which awsvpc requires`]
        : []),
      ...(value.appProtocol !== undefined && value.protocol === 'udp'
        ? [`${path}.appProtocol: the port is not tcp`]
        : []),
    ]),
  ];
}

function volumes(task: Task): string[] {
  const declared: readonly Fields[] = task.volumes ?? [];
  const names = declared.map(({ name }) => name);
  return [
    ...valuesAt(task, 'containerDefinitions.*.mountPoints.*').flatMap(({ path, value }) => [
      ...(names.includes(value.sourceVolume) ? [] : [`${path}.sourceVolume: ${value.sourceVolume} is not a volume`]),
      ...(value.containerPath === undefined ? [`${path}.containerPath: is missing`] : []),
    ]),
    ...declared.flatMap(({ efsVolumeConfiguration: efs, configuredAtLaunch, host }, i) => {
      const { authorizationConfig: authorization, transitEncryption, rootDirectory = '/' } = efs ?? {};
      const path = `volumes.${i}`;
      return [
        ...((authorization?.iam === 'ENABLED' || authorization?.accessPointId) && transitEncryption !== 'ENABLED'
          ? [`${path}: transitEncryption is not enabled, which authorizationConfig requires`]
          : []),
        ...(authorization?.accessPointId && rootDirectory !== '/'
          ? [`${path}: the access point has its own rootDirectory`]
          : []),
        ...(authorization?.iam === 'ENABLED' && task.taskRoleArn === undefined ? ['taskRoleArn: is missing'] : []),
        ...(configuredAtLaunch && (efs || host) ? [`${path}: is configured at launch and in the task definition`] : []),
      ];
    }),
  ];
}

function variables({ containerDefinitions }: Task): string[] {
  return containerDefinitions.flatMap(({ environment = [], secrets = [] }, i) => {
    const names = environment.map(({ name }: Fields) => name);
    return [
      ...secrets
        .filter(({ name }: Fields) => names.includes(name))
        .map(({ name }: Fields) => `containerDefinitions.${i}.secrets: ${name} is also in environment`),
      ...environment.flatMap((variable: Fields, k: number) =>
        ['name', 'value']
          .filter((key) => variable[key] === undefined)
          .map((key) => `containerDefinitions.${i}.environment.${k}.${key}: is missing`),
      ),
    ];
  });
}

function logging({ containerDefinitions }: Task): string[] {
  return containerDefinitions.flatMap(({ logConfiguration, firelensConfiguration }, i) => {
    if (!logConfiguration) {
      return [];
    }
    const { logDriver, options = {}, secretOptions = [] } = logConfiguration;
    const path = `containerDefinitions.${i}.logConfiguration`;
    const names = [...Object.keys(options), ...secretOptions.map(({ name }: Fields) => name)];
    const { required, known } = LOG_OPTIONS[logDriver] ?? { required: [] };
    const hasRouter = containerDefinitions.some((each) => each.firelensConfiguration);
    return [
      ...required.filter((name) => !names.includes(name)).map((name) => `${path}.options.${name}: is missing`),
      ...names.filter((name) => known && !known.includes(name)).map((name) => `${path}.options.${name}: is unknown`),
      ...repeated(names).map((name) => `${path}: option ${name} is repeated`),
      ...(options.mode !== undefined && !['blocking', 'non-blocking'].includes(options.mode)
        ? [`${path}.options.mode: ${options.mode} is not one of blocking, non-blocking`]
        : []),
      ...(logDriver === 'awsfirelens' && !hasRouter ? [`${path}: no container has a firelensConfiguration`] : []),
      ...(logDriver === 'awsfirelens' && firelensConfiguration
        ? [`${path}: the log router cannot send logs to itself`]
        : []),
    ];
  });
}

function healthChecks({ containerDefinitions }: Task): string[] {
  return containerDefinitions.flatMap(({ healthCheck, ulimits = [] }, i) => [
    ...(healthCheck && healthCheck.command.length < 2 && healthCheck.command[0] !== 'NONE'
      ? [`containerDefinitions.${i}.healthCheck.command: has no command`]
      : []),
    ...ulimits
      .filter(({ softLimit, hardLimit }: Fields) => hardLimit !== -1 && softLimit > hardLimit)
      .map(
        ({ name }: Fields) => `containerDefinitions.${i}.ulimits: the soft limit of ${name} is above the hard limit`,
      ),
  ]);
}

/** The values at a path, where `*` stands for each item of a list. */
function valuesAt(root: unknown, path: string): { path: string; value: any }[] {
  return path.split('.').reduce<{ path: string; value: any }[]>(
    (found, key) =>
      found.flatMap(({ path: at, value }) => {
        const keys = key === '*' ? Object.keys(value) : [key];
        return keys
          .filter((each) => value[each] !== undefined)
          .map((each) => ({ path: at ? `${at}.${each}` : each, value: value[each] }));
      }),
    [{ path: '', value: root }],
  );
}

function repeated(values: readonly unknown[]): unknown[] {
  return [...new Set(values.filter((value, i) => value !== undefined && values.indexOf(value) !== i))];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
