import type { EcsDeliveryOptions } from '../../src/options';
import { DeploymentStrategy, EcsDeploymentController, EcsServiceMode, TaskDefinitionOwner } from '../../src/options';
import { problemsOf, resolve } from './resolving';

type Options = Partial<EcsDeliveryOptions>;

const EXISTING: Options = { serviceMode: EcsServiceMode.EXISTING };
const IMAGE_ONLY: Options = {
  ...EXISTING,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
};
const CODE_DEPLOY: Options = { ...EXISTING, deploymentController: EcsDeploymentController.CODE_DEPLOY };
const NO_PIPELINE: Options = { codePipeline: { enabled: false } };

test.each<[string, Options]>([
  ['managed', {}],
  ['managed', { taskDefinitionOwner: TaskDefinitionOwner.DELIVERY, deploymentController: EcsDeploymentController.ECS }],
  ['existing', EXISTING],
  ['image-only', IMAGE_ONLY],
  ['code-deploy', CODE_DEPLOY],
  ['code-deploy-image-only', { ...IMAGE_ONLY, ...CODE_DEPLOY }],
])('a service is %s: %j', (kind, options) => {
  expect(resolve(options).serviceKind).toBe(kind);
});

test('rejects default CodeDeploy names that are too long', () => {
  const ecsCluster = 'a-cluster-with-a-name-that-says-a-lot-about-the-team-that-it-is-for-and-where-it-is';
  expect(problemsOf({ ...CODE_DEPLOY, ecsCluster })).toEqual([
    'codeDeploy.applicationName: is 101 characters long by default, because it contains the cluster and service names (allowed: at most 100). Set applicationName. [default-name-too-long]',
    'codeDeploy.deploymentGroupName: is 101 characters long by default, because it contains the cluster and service names (allowed: at most 100). Set deploymentGroupName. [default-name-too-long]',
  ]);
  expect(
    problemsOf({ ...CODE_DEPLOY, ecsCluster, codeDeploy: { applicationName: 'a', deploymentGroupName: 'b' } }),
  ).toEqual([]);
});

test('rejects cpu if the service owns its task definition, without checking it against memory', () => {
  expect(problemsOf({ ...IMAGE_ONLY, cpu: 1024 })).toEqual([
    'cpu: is part of the task definition, which this config does not own. Remove it here and set it where you manage the task definition, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY. [task-definition-owner]',
  ]);
});

test.each<[string, Options, string[]]>([
  [
    'a managed service that owns its task definition',
    { taskDefinitionOwner: TaskDefinitionOwner.SERVICE },
    [
      'taskDefinitionOwner: "service" applies only to existing services. Set serviceMode to EcsServiceMode.EXISTING, or remove taskDefinitionOwner. [existing-service-only]',
    ],
  ],
  [
    'CodeDeploy for a managed service',
    { deploymentController: EcsDeploymentController.CODE_DEPLOY },
    [
      'deploymentController: "CODE_DEPLOY" applies only to existing services. Set serviceMode to EcsServiceMode.EXISTING, or remove deploymentController. [existing-service-only]',
    ],
  ],
  [
    'task definition options with CodeDeploy if the service owns its task definition',
    { ...IMAGE_ONLY, ...CODE_DEPLOY, cpu: 1024 },
    [
      'cpu: is part of the task definition, which this config does not own. Remove it here and set it where you manage the task definition, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY. [task-definition-owner]',
    ],
  ],
  [
    'a service that owns its task definition, without an execution role',
    { ...IMAGE_ONLY, executionRoleArn: undefined },
    [
      'executionRoleArn: is missing (allowed: arn:aws:iam::<account>:role/<name>, or only <name>). Specify the execution role of the existing task definition; each release passes this role to ECS. [missing-option]',
    ],
  ],
  [
    'options of managed services for an existing service, at the top level and in an environment',
    {
      ...EXISTING,
      strategy: DeploymentStrategy.CANARY,
      environments: [{ name: 'staging', alarms: {} }, { name: 'production' }],
    },
    [
      'strategy: applies only to managed services. Remove it, or set serviceMode to EcsServiceMode.MANAGED. [managed-service-only]',
      'environments[0].alarms: applies only to managed services. Remove it, or set serviceMode to EcsServiceMode.MANAGED. [managed-service-only]',
    ],
  ],
  [
    'CodeDeploy names for a service that ECS deploys',
    { ...EXISTING, codeDeploy: {} },
    [
      'codeDeploy: applies only to services that CodeDeploy deploys. Remove it, or set deploymentController to EcsDeploymentController.CODE_DEPLOY. [code-deploy-only]',
    ],
  ],
  [
    'one task definition family for two environments in the same account and Region',
    { ...EXISTING, taskDefinitionFamily: 'orders', environments: [{ name: 'staging' }, { name: 'production' }] },
    [
      'environments[1].taskDefinitionFamily: "orders" is also the family of the environment "staging" (allowed: a family that no other environment in the account and Region uses). Set a different taskDefinitionFamily in one of the two environments. [duplicate-family]',
    ],
  ],
  [
    'task definition options if the service owns its task definition',
    { ...IMAGE_ONLY, secrets: { KEY: { ssmParameter: '/key' } }, stopTimeout: 20 },
    [
      'secrets: is part of the task definition, which this config does not own. Remove it here and set it where you manage the task definition, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY. [task-definition-owner]',
      'stopTimeout: is part of the task definition, which this config does not own. Remove it here and set it where you manage the task definition, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY. [task-definition-owner]',
    ],
  ],
  [
    'the ARN of a CodeDeploy application',
    { ...CODE_DEPLOY, codeDeploy: { applicationName: 'arn:aws:codedeploy:us-east-1:111122223333:application:orders' } },
    [
      'codeDeploy.applicationName: "arn:aws:codedeploy:us-east-1:111122223333:application:orders" is not valid (allowed: letters, digits, and . _ + = , @ -; the name, not the ARN). Correct the value. [invalid-format]',
    ],
  ],
])('rejects %s', (_name, options, lines) => {
  expect(problemsOf(options)).toEqual(lines);
});

describe('the Amazon ECS action in CodePipeline', () => {
  test('times out after an hour', () => {
    expect(resolve({ ...IMAGE_ONLY, deploymentTimeoutMinutes: 60 }).environments[0]!.deploymentTimeoutMinutes).toBe(60);
    expect(
      problemsOf({
        ...IMAGE_ONLY,
        environments: [{ name: 'staging' }, { name: 'production', deploymentTimeoutMinutes: 61 }],
      }),
    ).toEqual([
      'environments[1].deploymentTimeoutMinutes: 61 is out of range (allowed: 1 to 60). Use a value in this range: the Amazon ECS action in CodePipeline can wait at most 60 minutes. [out-of-range]',
    ]);
  });

  test('sets no limit if it is not used', () => {
    expect(problemsOf({ ...IMAGE_ONLY, ...NO_PIPELINE, deploymentTimeoutMinutes: 300 })).toEqual([]);
    expect(problemsOf({ ...CODE_DEPLOY, deploymentTimeoutMinutes: 300 })).toEqual([]);
    expect(problemsOf({ ...IMAGE_ONLY, ...CODE_DEPLOY, deploymentTimeoutMinutes: 300 })).toEqual([]);
    expect(
      problemsOf({ ...IMAGE_ONLY, smokeTest: { command: 'curl /health' }, deploymentTimeoutMinutes: 300 }),
    ).toEqual([]);
  });
});

describe('a CodePipeline deploy action', () => {
  test.each<[string, Options, string, string, string]>([
    ['another account', CODE_DEPLOY, '444455556666', 'us-east-1', 'a service that CodeDeploy deploys'],
    ['another region', { ...IMAGE_ONLY }, '111122223333', 'eu-west-1', 'a service that owns its task definition'],
  ])('cannot deploy to %s', (_name, options, awsAccount, awsRegion, kind) => {
    const environments = [{ name: 'staging' }, { name: 'production', awsAccount, awsRegion }];
    expect(problemsOf({ ...options, environments })).toEqual([
      `codePipeline.enabled: true is not supported for the environment "production" (${awsAccount}, ${awsRegion}): CodePipeline can deploy ${kind} only in the delivery account and Region (111122223333, us-east-1). Set codePipeline.enabled to false, or move the environment to the delivery account and Region. [pipeline-out-of-reach]`,
    ]);
    expect(problemsOf({ ...options, ...NO_PIPELINE, environments })).toEqual([]);
  });

  test('is not needed if CodeBuild releases', () => {
    const environments = [{ name: 'staging' }, { name: 'production', awsAccount: '444455556666' }];
    for (const options of [EXISTING, { ...IMAGE_ONLY, ...CODE_DEPLOY, executionRoleArn: 'execution' }]) {
      expect(problemsOf({ ...options, environments })).toEqual([]);
    }
    const oneOffTask = { command: ['migrate'] };
    expect(problemsOf({ ...CODE_DEPLOY, oneOffTask, environments })).toEqual([]);
  });
});
