import {
  CpuArchitecture,
  DeploymentStrategy,
  EcsDeploymentController,
  EcsServiceMode,
  ImageTag,
  PipelineSource,
  RegistryEncryption,
  TaskDefinitionOwner,
} from '../../src/options';
import { errorOf } from './resolving';

const BASE = { awsAccount: '111122223333', githubRepository: 'acme/orders-api' };
const IMAGE_ONLY = {
  serviceMode: EcsServiceMode.EXISTING,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
};
const CODE_DEPLOY = {
  serviceMode: EcsServiceMode.EXISTING,
  deploymentController: EcsDeploymentController.CODE_DEPLOY,
};
const VPC = 'vpc-0123456789abcdef0';
const SUBNETS = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
const FIVE_TASKS = { minimumHealthyPercent: 50, maximumPercent: 100 };

function codesOf(options: unknown): string[] {
  return errorOf(options)?.problems.map(({ path, code }) => `${path} [${code}]`) ?? [];
}

/** A mistake in one option, together with options that are valid only if that option has the intended value. */
const MISTAKES: readonly (readonly [problem: string, options: object, intended: object])[] = [
  [
    'awsAcount [unknown-option]',
    { awsAccount: undefined, awsAcount: '111122223333' },
    { ...BASE, awsAcount: undefined },
  ],
  [
    'registry.encyption [unknown-option]',
    { registry: { encyption: RegistryEncryption.KMS } },
    { registry: { encryption: RegistryEncryption.KMS } },
  ],
  ['smokeTest.comand [unknown-option]', { smokeTest: { comand: 'true' } }, { smokeTest: { command: 'true' } }],
  [
    'secrets.KEY.secretManager [unknown-option]',
    { secrets: { KEY: { secretManager: 'key' } } },
    { secrets: { KEY: { secretsManager: 'key' } } },
  ],
  [
    'imageBuild.runtime [unsupported-value]',
    { imageBuild: { runtime: 'pyton', runtimeVersion: '3.13' } },
    { imageBuild: { runtime: 'python', runtimeVersion: '3.13', dockerfile: 'Dockerfile' } },
  ],
  [
    'cpuArchitecture [unsupported-value]',
    {
      cpuArchitecture: 'arm',
      githubActions: { runner: 'ubuntu-24.04-arm' },
      codePipeline: { buildImage: 'aws/codebuild/amazonlinux-aarch64-standard:4.0' },
    },
    { cpuArchitecture: CpuArchitecture.ARM64 },
  ],
  [
    'codePipeline.buildImage [build-image]',
    { nodeVersion: '20', codePipeline: { buildImage: 'aws/codebuild/standard:6.0' } },
    { codePipeline: { buildImage: 'aws/codebuild/amazonlinux-x86_64-standard:5.0' } },
  ],
  ['cpu [unsupported-value]', { cpu: 4000, memory: 8192 }, { cpu: 4096 }],
  [
    'serviceMode [unsupported-value]',
    { ...IMAGE_ONLY, serviceMode: 'exists' },
    { serviceMode: EcsServiceMode.EXISTING },
  ],
  [
    'serviceMode [unsupported-value]',
    { ...CODE_DEPLOY, serviceMode: 'exists' },
    { serviceMode: EcsServiceMode.EXISTING },
  ],
  [
    'taskDefinitionOwner [unsupported-value]',
    { ...IMAGE_ONLY, taskDefinitionOwner: 'SERVICE', taskDefinitionFamily: 'orders' },
    { taskDefinitionOwner: TaskDefinitionOwner.SERVICE },
  ],
  [
    'deploymentController [unsupported-value]',
    { ...CODE_DEPLOY, deploymentController: 'CodeDeploy', codeDeploy: { applicationName: 'orders' } },
    { deploymentController: EcsDeploymentController.CODE_DEPLOY },
  ],
  [
    'strategy [unsupported-value]',
    { strategy: 'canary', strategyParameters: { percent: 5 } },
    { strategy: DeploymentStrategy.CANARY },
  ],
  [
    'environments[0].strategy [unsupported-value]',
    { strategyParameters: { maximumPercent: 150 }, environments: [{ name: 'test', strategy: 'rolling' }] },
    { environments: [{ name: 'test', strategy: DeploymentStrategy.ROLLING }] },
  ],
  [
    'strategyParameters.percent [out-of-range]',
    { strategy: DeploymentStrategy.LINEAR, strategyParameters: { percent: 500, stepBakeTimeInMinutes: 60 } },
    { strategyParameters: { percent: 50, stepBakeTimeInMinutes: 60 } },
  ],
  [
    'strategyParameters.testListenerPort [out-of-range]',
    {
      strategy: DeploymentStrategy.CANARY,
      strategyParameters: { testListenerPort: 99999, testListenerCidrs: ['10.0.0.0/8'] },
    },
    { strategyParameters: { testListenerPort: 9999, testListenerCidrs: ['10.0.0.0/8'] } },
  ],
  [
    'desiredCount [wrong-type]',
    { desiredCount: '5', strategyParameters: FIVE_TASKS, fargateSpot: { onDemandBase: 3 } },
    { desiredCount: 5 },
  ],
  ['desiredCount [wrong-type]', { desiredCount: '1', autoScaling: { maxCapacity: 1 } }, { desiredCount: 1 }],
  [
    'autoScaling.minCapacity [wrong-type]',
    { desiredCount: 1, strategyParameters: FIVE_TASKS, autoScaling: { minCapacity: '5', maxCapacity: 9 } },
    { autoScaling: { minCapacity: 5, maxCapacity: 9 } },
  ],
  [
    'autoScaling.maxCapacity [wrong-type]',
    { desiredCount: 1, autoScaling: { maxCapacity: '4' }, fargateSpot: {} },
    { autoScaling: { maxCapacity: 4 } },
  ],
  [
    'network.availabilityZones [wrong-type]',
    { network: { availabilityZones: '3', natGateways: 3 } },
    { network: { availabilityZones: 3, natGateways: 3 } },
  ],
  [
    'network.vpcId [invalid-format]',
    { network: { vpcId: 'vpc', taskSubnetIds: SUBNETS, loadBalancerSubnetIds: SUBNETS } },
    { network: { vpcId: VPC, taskSubnetIds: SUBNETS, loadBalancerSubnetIds: SUBNETS } },
  ],
  [
    'loadBalancer.enabled [wrong-type]',
    { loadBalancer: { enabled: 'false' }, network: { vpcId: VPC, taskSubnetIds: SUBNETS } },
    { loadBalancer: { enabled: false } },
  ],
  [
    'loadBalancer.certificateArn [invalid-format]',
    {
      loadBalancer: { certificateArn: 'arn', domainName: 'orders.example.com' },
      smokeTest: { command: 'curl $SERVICE_URL' },
    },
    {
      loadBalancer: {
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1234',
        domainName: 'orders.example.com',
      },
    },
  ],
  [
    'registry.encryption [unsupported-value]',
    { registry: { encryption: 'kms', kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/abc' } },
    {
      registry: { encryption: RegistryEncryption.KMS, kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/abc' },
    },
  ],
  [
    'codePipeline.source [unsupported-value]',
    {
      githubRepository: undefined,
      githubActions: { enabled: false },
      codePipeline: { source: 'codecommit', codeCommitRepository: 'orders' },
    },
    { codePipeline: { source: PipelineSource.CODE_COMMIT, codeCommitRepository: 'orders' } },
  ],
  [
    'githubActions.enabled [wrong-type]',
    {
      githubRepository: undefined,
      githubActions: { enabled: 'false' },
      codePipeline: { source: PipelineSource.CODE_COMMIT },
    },
    { githubActions: { enabled: false } },
  ],
  [
    'githubActions.enabled [wrong-type]',
    { githubActions: { enabled: 'false' }, deploymentTimeoutMinutes: 400 },
    { githubActions: { enabled: false } },
  ],
  [
    'codePipeline.enabled [wrong-type]',
    { ...IMAGE_ONLY, codePipeline: { enabled: 'false' }, deploymentTimeoutMinutes: 90 },
    { codePipeline: { enabled: false } },
  ],
  ['approval [wrong-type]', { approval: 'true', githubActions: { reviewers: ['alice'] } }, { approval: true }],
  [
    'environments [wrong-type]',
    { environments: { name: 'production' }, githubActions: { reviewers: ['alice'] } },
    { environments: [{ name: 'test' }, { name: 'production' }] },
  ],
  [
    'environments[0].name [missing-option]',
    { ecsCluster: 'shared', environments: [{ ecsService: 'orders-test' }, { name: 'production' }] },
    { environments: [{ name: 'test', ecsService: 'orders-test' }, { name: 'production' }] },
  ],
  [
    'environments[0].name [invalid-format]',
    { environments: [{ name: 'Production' }, { name: 'production' }] },
    { environments: [{ name: 'test' }, { name: 'production' }] },
  ],
  [
    'environments[1].awsAccount [invalid-format]',
    {
      ...CODE_DEPLOY,
      ecsCluster: 'shared',
      environments: [
        { name: 'test' },
        { name: 'production', awsAccount: '4444-5555-6666', taskRoleArn: 'arn:aws:iam::444455556666:role/task' },
      ],
    },
    {
      codePipeline: { enabled: false },
      environments: [
        { name: 'test' },
        { name: 'production', awsAccount: '444455556666', taskRoleArn: 'arn:aws:iam::444455556666:role/task' },
      ],
    },
  ],
  [
    'awsAccount [missing-option]',
    { ...CODE_DEPLOY, awsAccount: undefined, environments: [{ name: 'production', awsAccount: '444455556666' }] },
    { awsAccount: '444455556666' },
  ],
];

test.each(MISTAKES)('%s is the only problem in %j', (problem, options, intended) => {
  expect(codesOf({ ...BASE, ...options })).toEqual([problem]);
  const fixed = Object.entries({ ...BASE, ...options, ...intended }).filter(([, value]) => value !== undefined);
  expect(codesOf(Object.fromEntries(fixed))).toEqual([]);
});

test('reports several independent mistakes in one object', () => {
  expect(codesOf({ ...BASE, registry: { keepImages: 0, imageTag: 'latest', existing: 'yes' } })).toEqual([
    'registry.existing [wrong-type]',
    'registry.keepImages [out-of-range]',
    'registry.imageTag [unsupported-value]',
  ]);
  expect(codesOf({ ...BASE, registry: { keepImages: 1, imageTag: ImageTag.SHORT_SHA } })).toEqual([]);
});
