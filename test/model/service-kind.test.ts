import type { EcsDeliveryOptions } from '../../src/options';
import {
  DeploymentStrategy,
  EcsDeploymentController,
  EcsServiceMode,
  TaskDefinitionOwner,
} from '../../src/service-options';
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
])('a service is %s: %j', (kind, options) => {
  expect(resolve(options).serviceKind).toBe(kind);
});

test('the names that the console of ECS gives have to fit CodeDeploy', () => {
  const ecsCluster = 'a-cluster-with-a-name-that-says-a-lot-about-the-team-that-it-is-for-and-where-it-is';
  expect(problemsOf({ ...CODE_DEPLOY, ecsCluster })).toEqual([
    'codeDeploy.applicationName: is made of cluster and service, 101 characters long (allowed: at most 100). Set it.',
    'codeDeploy.deploymentGroupName: is made of cluster and service, 101 characters long (allowed: at most 100). Set it.',
  ]);
  expect(
    problemsOf({ ...CODE_DEPLOY, ecsCluster, codeDeploy: { applicationName: 'a', deploymentGroupName: 'b' } }),
  ).toEqual([]);
});

test('a size of what is owned elsewhere is refused, and its counterpart not asked for', () => {
  expect(problemsOf({ ...IMAGE_ONLY, cpu: 1024 })).toEqual([
    'cpu: is part of the task definition, which the service owns. Set it where the task definition is kept, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY.',
  ]);
});

test.each<[string, Options, string[]]>([
  [
    'a task definition that is owned elsewhere, for a service of ours',
    { taskDefinitionOwner: TaskDefinitionOwner.SERVICE },
    [
      'taskDefinitionOwner: "service" is for existing services. Set serviceMode to EcsServiceMode.EXISTING, or remove taskDefinitionOwner.',
    ],
  ],
  [
    'CodeDeploy for a service of ours',
    { deploymentController: EcsDeploymentController.CODE_DEPLOY },
    [
      'deploymentController: "CODE_DEPLOY" is for existing services. Set serviceMode to EcsServiceMode.EXISTING, or remove deploymentController.',
    ],
  ],
  [
    'CodeDeploy with a task definition that is owned elsewhere',
    { ...IMAGE_ONLY, ...CODE_DEPLOY },
    [
      'taskDefinitionOwner: "service" does not go with EcsDeploymentController.CODE_DEPLOY, which takes the task definition from the delivery (allowed: TaskDefinitionOwner.DELIVERY). Remove one of the two.',
    ],
  ],
  [
    'a task definition that is owned elsewhere, without its execution role',
    { ...IMAGE_ONLY, executionRoleArn: undefined },
    [
      'executionRoleArn: is missing (allowed: arn:aws:iam::<account>:role/<name>). Give the execution role of that task definition: a release hands it to ECS.',
    ],
  ],
  [
    'what decides about a service that exists, at the top and below',
    {
      ...EXISTING,
      strategy: DeploymentStrategy.CANARY,
      environments: [{ name: 'staging', alarms: {} }, { name: 'production' }],
    },
    [
      'strategy: decides about the service, which exists already. Remove it, or set serviceMode to EcsServiceMode.MANAGED.',
      'environments[0].alarms: decides about the service, which exists already. Remove it, or set serviceMode to EcsServiceMode.MANAGED.',
    ],
  ],
  [
    'names of CodeDeploy for a service that ECS deploys',
    { ...EXISTING, codeDeploy: {} },
    [
      'codeDeploy: is for services that CodeDeploy deploys. Remove it, or set deploymentController to EcsDeploymentController.CODE_DEPLOY.',
    ],
  ],
  [
    'the family of a task definition that is generated',
    { ...EXISTING, taskDefinitionFamily: 'orders' },
    [
      'taskDefinitionFamily: is for services that own their task definition. Remove it, or set taskDefinitionOwner to TaskDefinitionOwner.SERVICE.',
    ],
  ],
  [
    'a part of a task definition that is not generated',
    { ...IMAGE_ONLY, secrets: { KEY: { ssmParameter: '/key' } }, stopTimeout: 20 },
    [
      'secrets: is part of the task definition, which the service owns. Set it where the task definition is kept, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY.',
      'stopTimeout: is part of the task definition, which the service owns. Set it where the task definition is kept, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY.',
    ],
  ],
  [
    'a one-off task for a service that ECS does not deploy from here',
    { ...IMAGE_ONLY, oneOffTask: { command: ['migrate'] } },
    ['oneOffTask: is for services that ECS deploys with a task definition of this config. Remove it.'],
  ],
  [
    'a smoke test for a service that ECS does not deploy from here',
    { ...CODE_DEPLOY, smokeTest: { command: 'curl /health' } },
    ['smokeTest: is for services that ECS deploys with a task definition of this config. Remove it.'],
  ],
  [
    'the ARN of an application of CodeDeploy',
    { ...CODE_DEPLOY, codeDeploy: { applicationName: 'arn:aws:codedeploy:us-east-1:111122223333:application:orders' } },
    [
      'codeDeploy.applicationName: "arn:aws:codedeploy:us-east-1:111122223333:application:orders" does not have the form (allowed: letters, digits and . _ + = , @ -; the name, not the ARN). Correct the value.',
    ],
  ],
])('refuses %s', (_name, options, lines) => {
  expect(problemsOf(options)).toEqual(lines);
});

describe('the action of CodePipeline for ECS', () => {
  test('gives up after an hour', () => {
    expect(resolve({ ...IMAGE_ONLY, deploymentTimeout: 60 }).environments[0]!.deploymentTimeout).toBe(60);
    expect(
      problemsOf({ ...IMAGE_ONLY, environments: [{ name: 'staging' }, { name: 'production', deploymentTimeout: 61 }] }),
    ).toEqual([
      "environments[1].deploymentTimeout: 61 is out of range (allowed: 1 to 60). CodePipeline's own action for ECS can wait for 60 minutes.",
    ]);
  });

  test('sets no limit where it is not used', () => {
    expect(problemsOf({ ...IMAGE_ONLY, ...NO_PIPELINE, deploymentTimeout: 300 })).toEqual([]);
    expect(problemsOf({ ...CODE_DEPLOY, deploymentTimeout: 300 })).toEqual([]);
  });
});

describe('an action of CodePipeline', () => {
  test.each<[string, Options, string, string]>([
    ['another account', CODE_DEPLOY, '444455556666', 'us-east-1'],
    ['another region', { ...IMAGE_ONLY }, '111122223333', 'eu-west-1'],
  ])('does not reach %s', (_name, options, awsAccount, awsRegion) => {
    const environments = [{ name: 'staging' }, { name: 'production', awsAccount, awsRegion }];
    expect(problemsOf({ ...options, environments })).toEqual([
      `codePipeline.enabled: true cannot release to production, which lies in ${awsAccount}, ${awsRegion}: CodePipeline's own action for such a service reads its artifacts in 111122223333, us-east-1 only. Set codePipeline.enabled to false, or bring the environment into the account and region of the pipeline.`,
    ]);
    expect(problemsOf({ ...options, ...NO_PIPELINE, environments })).toEqual([]);
  });

  test('is no matter where CodeBuild releases', () => {
    const environments = [{ name: 'staging' }, { name: 'production', awsAccount: '444455556666' }];
    expect(problemsOf({ ...EXISTING, environments })).toEqual([]);
  });
});
