import { isRecord } from '../../src/model/json-data';
import type {
  AdditionalPort,
  CodePipelineOptions,
  ContainerHealthCheckTiming,
  EcsDeliveryOptions,
  EnvironmentOptions,
  GithubActionsOptions,
  GithubBranchProtectionOptions,
  ImageBuildOptions,
  RegistryOptions,
  SecretSource,
  Ulimit,
} from '../../src/options';
import {
  type AlarmOptions,
  type AutoScalingOptions,
  type CapacityProviderOptions,
  type CodeDeployHooks,
  type CodeDeployOptions,
  type ContainerDependency,
  type DeploymentLifecycleHook,
  DeploymentLifecycleStage,
  DeploymentStrategy,
  EcsDeploymentController,
  EcsServiceMode,
  type EcsSmokeTestOptions,
  type EfsVolumeOptions,
  type EnvironmentServiceOptions,
  type FargateSpotOptions,
  type FirelensOptions,
  type HostedZoneOptions,
  type LoadBalancerHealthCheckOptions,
  type LoadBalancerOptions,
  type LoggingOptions,
  type NetworkOptions,
  type OneOffTaskOptions,
  type ReleaseCommandsOptions,
  type ScalingSchedule,
  type ScheduledTaskOptions,
  type ServiceConnectOptions,
  type ServiceDiscoveryOptions,
  type SidecarHealthCheck,
  type SidecarOptions,
  type StackOutput,
  type StrategyParameters,
  type TaskRoleStatement,
  type VolumeMount,
  type VolumeOptions,
  type WorkerOptions,
} from '../../src/options';
import { BASE, errorOf, problemsOf, resolve } from './resolving';

type Kind = 'string' | 'number' | 'boolean' | 'enum' | 'strings' | 'objects' | 'object' | 'standard';

// The types come from the interfaces, so a new option must be added here.
const SERVICE: Readonly<Record<keyof EnvironmentServiceOptions, Kind>> = {
  strategy: 'enum',
  strategyParameters: 'object',
  lifecycleHooks: 'objects',
  desiredCount: 'number',
  network: 'object',
  loadBalancer: 'object',
  serviceConnect: 'object',
  serviceDiscovery: 'object',
  containerInsights: 'enum',
  autoScaling: 'object',
  fargateSpot: 'object',
  launchType: 'enum',
  capacityProviders: 'objects',
  alarms: 'object',
  executeCommand: 'boolean',
  createTaskRole: 'boolean',
  taskRoleStatements: 'objects',
  executionRoleStatements: 'objects',
  releaseVariables: 'object',
  environmentVariablesFrom: 'object',
  oneOffTask: 'object',
  smokeTest: 'object',
  releaseCommands: 'object',
  deployRoleStatements: 'objects',
  codeDeploy: 'object',
  logging: 'object',
  sidecars: 'objects',
  volumes: 'objects',
  dependsOn: 'objects',
  taskDefinitionFamily: 'string',
};

const OPTIONS: Readonly<Record<keyof EcsDeliveryOptions, Kind>> = {
  serviceName: 'string',
  awsAccount: 'string',
  awsRegion: 'string',
  githubRepository: 'string',
  branch: 'string',
  containerPort: 'number',
  cpu: 'number',
  memory: 'number',
  cpuArchitecture: 'enum',
  nodeVersion: 'string',
  healthCheckPath: 'string',
  healthCheckCommand: 'strings',
  ecrRepository: 'string',
  ecsCluster: 'string',
  ecsService: 'string',
  serviceMode: 'enum',
  taskDefinitionOwner: 'enum',
  deploymentController: 'enum',
  containerName: 'string',
  bootstrapQualifier: 'string',
  ...SERVICE,
  environmentVariables: 'object',
  secrets: 'object',
  command: 'strings',
  stopTimeout: 'number',
  ulimits: 'objects',
  logRetentionDays: 'number',
  executionRoleArn: 'string',
  taskRoleArn: 'string',
  taskDefinitionFields: 'object',
  containerDefinitionFields: 'object',
  receivesRequests: 'boolean',
  portName: 'string',
  portAppProtocol: 'enum',
  additionalPorts: 'objects',
  healthCheckTiming: 'object',
  user: 'string',
  readonlyRootFilesystem: 'boolean',
  writablePaths: 'strings',
  environments: 'objects',
  imageBuild: 'object',
  buildRoleStatements: 'objects',
  registry: 'object',
  githubActions: 'object',
  codePipeline: 'object',
  trigger: 'enum',
  triggerPaths: 'strings',
  triggerBranches: 'strings',
  triggerTags: 'strings',
  approval: 'boolean',
  deploymentTimeoutMinutes: 'number',
  tags: 'object',
  permissionsBoundary: 'string',
  validationPlugins: 'objects',
  roleNamePrefix: 'string',
  rolePath: 'string',
  standard: 'standard',
  unset: 'strings',
  waivers: 'objects',
  takeOver: 'strings',
  scheduledTasks: 'objects',
  workers: 'objects',
};

const BUILD: Readonly<Record<keyof ImageBuildOptions, Kind>> = {
  enabled: 'boolean',
  runtime: 'string',
  runtimeVersion: 'string',
  packageManager: 'string',
  installCommands: 'strings',
  testCommands: 'strings',
  artifacts: 'strings',
  dockerfile: 'string',
  image: 'string',
  buildArgs: 'object',
  target: 'string',
  context: 'string',
  baseImage: 'string',
  files: 'strings',
  installFiles: 'strings',
  cachePaths: 'strings',
  secrets: 'object',
  secretVariables: 'object',
  contextFiles: 'object',
  registries: 'objects',
};

const REGISTRY: Readonly<Record<keyof RegistryOptions, Kind>> = {
  keepImages: 'number',
  keepReleasedImages: 'number',
  tagReleases: 'boolean',
  encryption: 'enum',
  kmsKeyArn: 'string',
  imageTag: 'enum',
  extraTags: 'strings',
  gitTag: 'boolean',
  existing: 'boolean',
};

const GITHUB: Readonly<Record<keyof GithubActionsOptions, Kind>> = {
  enabled: 'boolean',
  ownerId: 'string',
  repositoryId: 'string',
  existingOidcProvider: 'boolean',
  afterWorkflow: 'string',
  host: 'string',
  buildRoleArn: 'string',
  deployRoleArn: 'string',
  reviewers: 'strings',
  preventSelfReview: 'boolean',
  branchProtection: 'object',
  workflowCall: 'boolean',
  runner: 'string',
  actions: 'object',
};

const PIPELINE: Readonly<Record<keyof CodePipelineOptions, Kind>> = {
  enabled: 'boolean',
  source: 'enum',
  connectionArn: 'string',
  codeCommitRepository: 'string',
  buildImage: 'string',
  computeType: 'string',
};

const SECRET: Readonly<Record<keyof SecretSource, Kind>> = {
  secretsManager: 'string',
  jsonKey: 'string',
  ssmParameter: 'string',
  kmsKeyArn: 'string',
};

const ENVIRONMENT: Readonly<Record<Exclude<keyof EnvironmentOptions, 'name'>, Kind>> = {
  containerName: 'string',
  containerPort: 'number',
  healthCheckPath: 'string',
  command: 'strings',
  awsAccount: 'string',
  awsRegion: 'string',
  approval: 'boolean',
  cpu: 'number',
  memory: 'number',
  ecsCluster: 'string',
  ecsService: 'string',
  environmentVariables: 'object',
  secrets: 'object',
  logRetentionDays: 'number',
  executionRoleArn: 'string',
  taskRoleArn: 'string',
  taskDefinitionFields: 'object',
  deploymentTimeoutMinutes: 'number',
  githubActions: 'object',
  scheduledTasks: 'objects',
  workers: 'objects',
  triggerBranches: 'strings',
  triggerTags: 'strings',
  ...SERVICE,
};

const STRATEGY: Readonly<Record<keyof Omit<StrategyParameters, `${string}Percent`>, Kind>> = {
  percent: 'number',
  stepBakeTimeInMinutes: 'number',
  bakeTimeInMinutes: 'number',
  testListenerPort: 'number',
  testListenerCidrs: 'strings',
};

const ROLLING: Readonly<Record<Exclude<keyof StrategyParameters, keyof typeof STRATEGY>, Kind>> = {
  minimumHealthyPercent: 'number',
  maximumPercent: 'number',
};

const NETWORK: Readonly<Record<keyof NetworkOptions, Kind>> = {
  vpcId: 'string',
  taskSubnetIds: 'strings',
  loadBalancerSubnetIds: 'strings',
  cidr: 'string',
  availabilityZones: 'number',
  natGateways: 'number',
  publicTasks: 'boolean',
  securityGroupIds: 'strings',
};

const LOAD_BALANCER: Readonly<Record<Exclude<keyof LoadBalancerOptions, ExistingKey | 'targetGroupArn'>, Kind>> = {
  enabled: 'boolean',
  containerName: 'string',
  containerPort: 'number',
  targetProtocol: 'enum',
  internetFacing: 'boolean',
  certificateArn: 'string',
  domainName: 'string',
  additionalDomainNames: 'strings',
  hostedZone: 'object',
  allowedCidrs: 'strings',
  healthCheckGracePeriodSeconds: 'number',
  accessLogsBucket: 'string',
  healthCheck: 'object',
  idleTimeoutSeconds: 'number',
  deregistrationDelaySeconds: 'number',
  stickinessSeconds: 'number',
  dropInvalidHeaderFields: 'boolean',
  protocolVersion: 'enum',
  webAclArn: 'string',
};

const LISTENER = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/shared/0123456789abcdef';

/** An existing listener, and what it requires. */
const SHARED_LISTENER: LoadBalancerOptions = {
  listenerArn: `${LISTENER}/0123456789abcdef`,
  securityGroupId: 'sg-0123456789abcdef0',
  rulePriority: 10,
  hostHeaders: ['orders.example.com'],
};

type ExistingKey = keyof typeof EXISTING_LOAD_BALANCER;

const EXISTING_LOAD_BALANCER: Readonly<
  Record<
    | 'listenerArn'
    | 'listenerProtocol'
    | 'securityGroupId'
    | 'rulePriority'
    | 'hostHeaders'
    | 'pathPatterns'
    | 'testListenerArn',
    Kind
  >
> = {
  listenerArn: 'string',
  listenerProtocol: 'enum',
  securityGroupId: 'string',
  rulePriority: 'number',
  hostHeaders: 'strings',
  pathPatterns: 'strings',
  testListenerArn: 'string',
};

const HOSTED_ZONE: Readonly<Record<keyof HostedZoneOptions, Kind>> = { id: 'string', name: 'string' };

const TARGET_HEALTH_CHECK: Readonly<Record<keyof LoadBalancerHealthCheckOptions, Kind>> = {
  path: 'string',
  port: 'number',
  successCodes: 'string',
  intervalSeconds: 'number',
  timeoutSeconds: 'number',
  healthyThreshold: 'number',
  unhealthyThreshold: 'number',
};

const SERVICE_CONNECT: Readonly<Record<keyof ServiceConnectOptions, Kind>> = {
  namespace: 'string',
  discoveryName: 'string',
  dnsName: 'string',
  port: 'number',
  clientSecurityGroupIds: 'strings',
};

const SERVICE_DISCOVERY: Readonly<Record<Exclude<keyof ServiceDiscoveryOptions, 'serviceArn'>, Kind>> = {
  namespace: 'string',
  name: 'string',
  recordType: 'enum',
  ttlSeconds: 'number',
  clientSecurityGroupIds: 'strings',
};

const AUTO_SCALING: Readonly<Record<keyof AutoScalingOptions, Kind>> = {
  minCapacity: 'number',
  maxCapacity: 'number',
  cpuUtilization: 'number',
  memoryUtilization: 'number',
  requestsPerTarget: 'number',
  responseTimeSeconds: 'number',
  scaleInCooldownSeconds: 'number',
  scaleOutCooldownSeconds: 'number',
  schedules: 'objects',
};

const SCHEDULE: Readonly<Record<keyof ScalingSchedule, Kind>> = {
  cron: 'string',
  minCapacity: 'number',
  maxCapacity: 'number',
  timeZone: 'string',
};

const FARGATE_SPOT: Readonly<Record<keyof FargateSpotOptions, Kind>> = { onDemandBase: 'number', percent: 'number' };

const CAPACITY_PROVIDER: Readonly<Record<keyof CapacityProviderOptions, Kind>> = {
  name: 'string',
  base: 'number',
  weight: 'number',
};

const ALARMS: Readonly<Record<keyof AlarmOptions, Kind>> = {
  enabled: 'boolean',
  http5xxPercent: 'number',
  unhealthyHosts: 'number',
  cpuUtilization: 'number',
  minutes: 'number',
  topicArn: 'string',
};

const STATEMENT: Readonly<Record<keyof TaskRoleStatement, Kind>> = {
  actions: 'strings',
  resources: 'strings',
  conditions: 'object',
};

const ONE_OFF_TASK: Readonly<Record<keyof OneOffTaskOptions, Kind>> = { command: 'strings', timeoutMinutes: 'number' };

const RELEASE_COMMANDS: Readonly<Record<keyof ReleaseCommandsOptions, Kind>> = {
  before: 'strings',
  after: 'strings',
  files: 'strings',
};
const SMOKE_TEST: Readonly<Record<keyof EcsSmokeTestOptions, Kind>> = {
  command: 'string',
  files: 'strings',
  rollBack: 'boolean',
};

const STACK_OUTPUT: Readonly<Record<keyof StackOutput, Kind>> = { stack: 'string', output: 'string' };

const CODE_DEPLOY: Readonly<Record<keyof CodeDeployOptions, Kind>> = {
  applicationName: 'string',
  deploymentGroupName: 'string',
  containerName: 'string',
  containerPort: 'number',
  hooks: 'object',
};

const CODE_DEPLOY_HOOKS: Readonly<Record<keyof CodeDeployHooks, Kind>> = {
  beforeInstall: 'string',
  afterInstall: 'string',
  afterAllowTestTraffic: 'string',
  beforeAllowTraffic: 'string',
  afterAllowTraffic: 'string',
};

const LIFECYCLE_HOOK: Readonly<Record<keyof DeploymentLifecycleHook, Kind>> = {
  functionArn: 'string',
  stages: 'strings',
};

const LOGGING: Readonly<Record<keyof LoggingOptions, Kind>> = {
  driver: 'enum',
  options: 'object',
  secretOptions: 'object',
  logGroup: 'string',
  existingLogGroup: 'string',
  streamPrefix: 'string',
};

const ADDITIONAL_PORT: Readonly<Record<keyof AdditionalPort, Kind>> = {
  containerPort: 'number',
  protocol: 'enum',
  name: 'string',
  appProtocol: 'enum',
};

const TIMING: Readonly<Record<keyof ContainerHealthCheckTiming, Kind>> = {
  intervalSeconds: 'number',
  timeoutSeconds: 'number',
  retries: 'number',
  startPeriodSeconds: 'number',
};

const WORKER: Readonly<Record<keyof WorkerOptions, Kind>> = {
  name: 'string',
  command: 'strings',
  desiredCount: 'number',
  cpu: 'number',
  memory: 'number',
  autoScaling: 'object',
  environmentVariables: 'object',
  secrets: 'object',
  stopTimeout: 'number',
  healthCheckCommand: 'strings',
  updateOrder: 'enum',
};

const SCHEDULED_TASK: Readonly<Record<keyof ScheduledTaskOptions, Kind>> = {
  name: 'string',
  schedule: 'string',
  command: 'strings',
  timeZone: 'string',
  cpu: 'number',
  memory: 'number',
  enabled: 'boolean',
  retryAttempts: 'number',
  maximumEventAgeSeconds: 'number',
  deadLetterQueueArn: 'string',
};

const SIDECAR: Readonly<Record<keyof SidecarOptions, Kind>> = {
  name: 'string',
  image: 'string',
  repositoryCredentials: 'string',
  essential: 'boolean',
  command: 'strings',
  entryPoint: 'strings',
  cpu: 'number',
  memory: 'number',
  memoryReservation: 'number',
  ports: 'objects',
  environmentVariables: 'object',
  secrets: 'object',
  dependsOn: 'objects',
  healthCheck: 'object',
  mounts: 'objects',
  user: 'string',
  readonlyRootFilesystem: 'boolean',
  stopTimeout: 'number',
  firelens: 'object',
  fields: 'object',
};

const VOLUME: Readonly<Record<keyof VolumeOptions, Kind>> = {
  name: 'string',
  mountPath: 'string',
  readOnly: 'boolean',
  efs: 'object',
};

const EFS: Readonly<Record<keyof EfsVolumeOptions, Kind>> = {
  fileSystemId: 'string',
  accessPointId: 'string',
  rootDirectory: 'string',
  transitEncryption: 'boolean',
  iamAuthorization: 'boolean',
};

const MOUNT: Readonly<Record<keyof VolumeMount, Kind>> = { volume: 'string', mountPath: 'string', readOnly: 'boolean' };

const DEPENDENCY: Readonly<Record<keyof ContainerDependency, Kind>> = { containerName: 'string', condition: 'enum' };

const SIDECAR_HEALTH_CHECK: Readonly<Record<keyof SidecarHealthCheck, Kind>> = { command: 'strings', ...TIMING };

const FIRELENS: Readonly<Record<keyof FirelensOptions, Kind>> = { type: 'enum', options: 'object' };

const ULIMIT: Readonly<Record<keyof Ulimit, Kind>> = {
  name: 'string',
  softLimit: 'number',
  hardLimit: 'number',
};

const ENVOY = { name: 'envoy', image: 'envoyproxy/envoy:v1.36.2' };

/** An option: its path, and a config that sets it to a value. */
interface Place {
  readonly path: string;
  readonly kind: Kind;
  config(value: unknown): object;
}

function places(kinds: Readonly<Record<string, Kind>>, prefix: string, wrap: (inner: object) => object): Place[] {
  return Object.entries(kinds).map(([key, kind]) => ({
    path: `${prefix}${key}`,
    kind,
    config: (value) => wrap({ [key]: value }),
  }));
}

const PROTECTION: Readonly<Record<keyof GithubBranchProtectionOptions, Kind>> = {
  requiredApprovals: 'number',
  requiredChecks: 'strings',
  requireUpToDate: 'boolean',
  dismissStaleApprovals: 'boolean',
  requireCodeOwnerReview: 'boolean',
  requireSignedCommits: 'boolean',
};

const PLACES: readonly Place[] = [
  ...places(OPTIONS, '', (inner) => inner),
  ...places(BUILD, 'imageBuild.', (build) => ({ imageBuild: build })),
  ...places(REGISTRY, 'registry.', (registry) => ({ registry })),
  ...places(GITHUB, 'githubActions.', (githubActions) => ({ githubActions })),
  ...places(PROTECTION, 'githubActions.branchProtection.', (branchProtection) => ({
    githubActions: { branchProtection },
  })),
  ...places(PIPELINE, 'codePipeline.', (codePipeline) => ({ codePipeline })),
  ...places(SECRET, 'secrets.TOKEN.', (secret) => ({
    secrets: { TOKEN: 'ssmParameter' in secret ? secret : { secretsManager: 'token', ...secret } },
  })),
  ...places(ENVIRONMENT, 'environments[1].', (options) => ({
    environments: [{ name: 'staging' }, { name: 'production', ...options }],
  })),
  ...places(STRATEGY, 'strategyParameters.', (strategyParameters) => ({
    strategy: DeploymentStrategy.LINEAR,
    strategyParameters,
  })),
  ...places(ROLLING, 'strategyParameters.', (strategyParameters) => ({ strategyParameters })),
  ...places(NETWORK, 'network.', (network) => ({ network })),
  ...places(LOAD_BALANCER, 'loadBalancer.', (loadBalancer) => ({ loadBalancer })),
  ...places(EXISTING_LOAD_BALANCER, 'loadBalancer.', (loadBalancer) => ({
    strategy: DeploymentStrategy.CANARY,
    network: { vpcId: 'vpc-0123456789abcdef0' },
    loadBalancer: { ...SHARED_LISTENER, ...loadBalancer },
  })),
  ...places({ targetGroupArn: 'string' }, 'loadBalancer.', (loadBalancer) => ({
    network: { vpcId: 'vpc-0123456789abcdef0' },
    loadBalancer: { securityGroupId: 'sg-0123456789abcdef0', ...loadBalancer },
  })),
  ...places(HOSTED_ZONE, 'loadBalancer.hostedZone.', (zone) => ({
    loadBalancer: { domainName: 'example.com', hostedZone: { id: 'Z1', name: 'example.com', ...zone } },
  })),
  ...places(TARGET_HEALTH_CHECK, 'loadBalancer.healthCheck.', (healthCheck) => ({ loadBalancer: { healthCheck } })),
  ...places(SERVICE_CONNECT, 'serviceConnect.', (connect) => ({ serviceConnect: { namespace: 'shop', ...connect } })),
  ...places(SERVICE_DISCOVERY, 'serviceDiscovery.', (discovery) => ({
    serviceDiscovery: { namespace: 'ns-1', ...discovery },
  })),
  ...places({ serviceArn: 'string' }, 'serviceDiscovery.', (serviceDiscovery) => ({ serviceDiscovery })),
  ...places(AUTO_SCALING, 'autoScaling.', (autoScaling) => ({ autoScaling: { maxCapacity: 9, ...autoScaling } })),
  ...places(SCHEDULE, 'autoScaling.schedules[0].', (schedule) => ({
    autoScaling: {
      maxCapacity: 9,
      schedules: [{ cron: '0 20 ? * * *', minCapacity: 1, maxCapacity: 5, ...schedule }],
    },
  })),
  ...places(FARGATE_SPOT, 'fargateSpot.', (fargateSpot) => ({ fargateSpot })),
  ...places(CAPACITY_PROVIDER, 'capacityProviders[0].', (provider) => ({
    ecsCluster: 'shared',
    capacityProviders: [{ name: 'instances', ...provider }],
  })),
  ...places(ALARMS, 'alarms.', (alarms) => ({ alarms })),
  ...places(STATEMENT, 'taskRoleStatements[0].', (statement) => ({
    taskRoleStatements: [{ actions: ['s3:GetObject'], resources: ['*'], ...statement }],
  })),
  ...places(STATEMENT, 'buildRoleStatements[0].', (statement) => ({
    buildRoleStatements: [{ actions: ['s3:GetObject'], resources: ['*'], ...statement }],
  })),
  ...places(ONE_OFF_TASK, 'oneOffTask.', (oneOffTask) => ({ oneOffTask: { command: ['migrate'], ...oneOffTask } })),
  ...places(RELEASE_COMMANDS, 'releaseCommands.', (releaseCommands) => ({
    releaseCommands: {
      ...('before' in releaseCommands ? { after: ['true'] } : { before: ['true'] }),
      ...releaseCommands,
    },
  })),
  ...places(SMOKE_TEST, 'smokeTest.', (smokeTest) => ({ smokeTest: { command: 'true', ...smokeTest } })),
  ...places(STACK_OUTPUT, 'environmentVariablesFrom.HOST.', (output) => ({
    environmentVariablesFrom: { HOST: { stack: 'db', output: 'Host', ...output } },
  })),
  ...places(CODE_DEPLOY, 'codeDeploy.', (codeDeploy) => ({
    serviceMode: EcsServiceMode.EXISTING,
    deploymentController: EcsDeploymentController.CODE_DEPLOY,
    codeDeploy,
  })),
  ...places(CODE_DEPLOY_HOOKS, 'codeDeploy.hooks.', (hooks) => ({
    serviceMode: EcsServiceMode.EXISTING,
    deploymentController: EcsDeploymentController.CODE_DEPLOY,
    codeDeploy: { hooks },
  })),
  ...places(LIFECYCLE_HOOK, 'lifecycleHooks[0].', (hook) => ({
    strategy: DeploymentStrategy.BLUE_GREEN,
    lifecycleHooks: [
      {
        functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:check',
        stages: [DeploymentLifecycleStage.POST_SCALE_UP],
        ...hook,
      },
    ],
  })),
  ...places(ADDITIONAL_PORT, 'additionalPorts[0].', (port) => ({
    additionalPorts: [{ containerPort: 9090, ...port }],
  })),
  ...places(TIMING, 'healthCheckTiming.', (healthCheckTiming) => ({ healthCheckTiming })),
  ...places(LOGGING, 'logging.', (logging) => ({ logging })),
  ...places(WORKER, 'workers[0].', (worker) => ({ workers: [{ name: 'a', command: ['a'], ...worker }] })),
  ...places(SCHEDULED_TASK, 'scheduledTasks[0].', (task) => ({
    scheduledTasks: [{ name: 'a', schedule: 'cron(0 2 * * ? *)', command: ['a'], ...task }],
  })),
  ...places(SIDECAR, 'sidecars[0].', (sidecar) => ({ sidecars: [{ ...ENVOY, ...sidecar }] })),
  ...places(SIDECAR_HEALTH_CHECK, 'sidecars[0].healthCheck.', (healthCheck) => ({
    sidecars: [{ ...ENVOY, healthCheck: { command: ['true'], ...healthCheck } }],
  })),
  ...places(FIRELENS, 'sidecars[0].firelens.', (firelens) => ({ sidecars: [{ ...ENVOY, firelens }] })),
  ...places(ADDITIONAL_PORT, 'sidecars[0].ports[0].', (port) => ({
    sidecars: [{ ...ENVOY, ports: [{ containerPort: 9090, ...port }] }],
  })),
  ...places(VOLUME, 'volumes[0].', (volume) => ({ volumes: [{ name: 'data', mountPath: '/data', ...volume }] })),
  ...places(EFS, 'volumes[0].efs.', (efs) => ({
    volumes: [{ name: 'data', mountPath: '/data', efs: { fileSystemId: 'fs-01234567', ...efs } }],
  })),
  ...places(MOUNT, 'sidecars[0].mounts[0].', (mount) => ({
    volumes: [{ name: 'data', mountPath: '/data' }],
    sidecars: [{ ...ENVOY, mounts: [{ volume: 'data', mountPath: '/data', ...mount }] }],
  })),
  ...places(DEPENDENCY, 'dependsOn[0].', (dependency) => ({
    sidecars: [ENVOY],
    dependsOn: [{ containerName: 'envoy', ...dependency }],
  })),
  ...places(ULIMIT, 'ulimits[0].', (ulimit) => ({
    ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 5, ...ulimit }],
  })),
];

function escapeRegExp(text: string): string {
  return text.replace(/[.[\]]/g, '\\$&');
}

/** Required options of objects. An object without them has more than one problem. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  autoScaling: ['maxCapacity'],
  oneOffTask: ['command'],
  smokeTest: ['command'],
  serviceConnect: ['namespace'],
  serviceDiscovery: ['namespace'],
  'workers[0].autoScaling': ['maxCapacity'],
  'loadBalancer.hostedZone': ['id', 'name'],
  'sidecars[0].healthCheck': ['command'],
  'volumes[0].efs': ['fileSystemId'],
};

// Also an entry of secrets.
const cyclic: Record<string, unknown> = {};
cyclic.secretsManager = cyclic;
const cyclicList: unknown[] = [];
cyclicList.push(cyclicList);

/** Values that are possible in plain JavaScript, and the kinds of options that accept them. */
const VALUES: readonly {
  readonly name: string;
  readonly value: unknown;
  readonly acceptedBy?: readonly Kind[];
}[] = [
  { name: 'null', value: null },
  { name: 'a boolean', value: true, acceptedBy: ['boolean'] },
  { name: 'a number', value: 5, acceptedBy: ['number', 'string'] },
  { name: 'NaN', value: Number.NaN },
  { name: 'Infinity', value: Number.POSITIVE_INFINITY },
  { name: 'a BigInt', value: 5n },
  { name: 'a string', value: 'nonsense', acceptedBy: ['string'] },
  { name: 'a boxed string', value: new String('nonsense') },
  { name: 'an empty string', value: '' },
  { name: 'a symbol', value: Symbol('nonsense') },
  { name: 'a function', value: () => 'nonsense' },
  { name: 'a class', value: class Nonsense {} },
  { name: 'a list', value: ['nonsense'], acceptedBy: ['strings'] },
  { name: 'a list in a list', value: [['nonsense']] },
  { name: 'an object', value: { nonsense: 'nonsense' }, acceptedBy: ['object'] },
  {
    name: 'an object without a prototype',
    value: Object.assign(Object.create(null), { nonsense: 1 }),
    acceptedBy: ['object'],
  },
  { name: 'a Map', value: new Map([['nonsense', 1]]) },
  { name: 'a Promise', value: Promise.resolve({}) },
  { name: 'a Date', value: new Date(0) },
  { name: 'a regular expression', value: /nonsense/ },
  { name: 'an object with a circular reference', value: cyclic },
  { name: 'a list with a circular reference', value: cyclicList },
  { name: 'an object with a BigInt', value: { nonsense: 5n } },
  { name: 'an object that JSON.stringify omits', value: { toJSON: () => undefined } },
];

// One test for all values of an option: with a test for each, Jest takes as long as the checks.
test.each(PLACES)('$path rejects each value of another type as one problem', ({ path, kind, config }) => {
  const rejected = VALUES.filter(({ acceptedBy = [] }) => !acceptedBy.includes(kind));
  const required = REQUIRED[path.replace('environments[1].', '')] ?? [];
  const expected = rejected.map(({ name, value }) => {
    const missing = kind === 'object' && isRecord(value) ? required.map((key) => `${path}.${key}: is missing`) : [];
    const problems = [path, ...missing].map((start) =>
      expect.stringMatching(new RegExp(`^${escapeRegExp(start)}[^A-Za-z]`)),
    );
    return { name, problems };
  });
  expect(rejected.map(({ name, value }) => ({ name, problems: problemsOf(config(value)) }))).toEqual(expected);
});

test('rejects an ECS API field with a circular reference', () => {
  expect(problemsOf({ taskDefinitionFields: { volumes: [cyclic] } })).toEqual([
    'taskDefinitionFields.volumes: contains a circular reference, which cannot be represented in JSON. Remove the reference. [not-json]',
  ]);
});

test.each([
  ['awsAccount', 111122223333],
  ['nodeVersion', 22],
  ['branch', 2026],
  ['ecrRepository', 42],
])('accepts digits that the command line converted to a number: %s', (option, value) => {
  const text = errorOf({ ...BASE, [option]: String(value) });
  expect(text).toBeUndefined();
  expect(JSON.stringify(resolve({ [option]: value }))).toBe(JSON.stringify(resolve({ [option]: String(value) })));
});

test('treats undefined as unset, except for enums', () => {
  const enums = Object.entries(OPTIONS).flatMap(([key, kind]) => (kind === 'enum' ? [key] : []));
  const unset = Object.fromEntries(
    Object.keys(OPTIONS)
      .filter((key) => !enums.includes(key) && !(key in BASE))
      .map((key) => [key, undefined]),
  );
  expect(resolve(unset)).toEqual(resolve());
  for (const key of enums) {
    expect(problemsOf({ [key]: undefined })).toHaveLength(1);
  }
});
