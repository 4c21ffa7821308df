import { JsonPatch } from 'projen';
import type { EcsDelivery } from '../../src';
import type { EcsDeliveryOptions } from '../../src/options';
import { EcsDeploymentController, EcsServiceMode, TaskDefinitionOwner } from '../../src/service-options';
import { readTypeScript } from '../../src/sync/readers';
import { deliveryIn, messageOf, temporaryFolder } from '../support/project';

type Options = Partial<EcsDeliveryOptions>;

const IMAGE_ONLY: Options = {
  serviceMode: EcsServiceMode.EXISTING,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
};
const CODE_DEPLOY: Options = {
  serviceMode: EcsServiceMode.EXISTING,
  deploymentController: EcsDeploymentController.CODE_DEPLOY,
};
const TWO: Options = { environments: [{ name: 'staging' }, { name: 'production' }] };
const NO_GITHUB: Options = { githubActions: { enabled: false } };
const NO_PIPELINE: Options = { codePipeline: { enabled: false } };

/** What synthesis says after an override: for each disagreement, the fact and the file that is wrong. */
function disagreements(options: Options, override: (delivery: EcsDelivery) => void): string[] {
  const { project, delivery } = deliveryIn(temporaryFolder(), options);
  override(delivery);
  return messageOf(() => project.synth())
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ {2}- (.*?: \S+ (?:says "[^"]*"|does not say)).*/, '$1'));
}

describe.each([
  ['image only', { ...IMAGE_ONLY, taskRoleArn: 'arn:aws:iam::111122223333:role/task' }],
  ['CodeDeploy', CODE_DEPLOY],
])('generated files agree: %s', (_kind, options) => {
  test.each<[string, Options]>([
    ['both engines', {}],
    ['two environments', TWO],
    ['CodePipeline alone', NO_GITHUB],
    ['CodePipeline alone, two environments', { ...NO_GITHUB, ...TWO }],
    ['CodePipeline alone, with a repository that exists', { ...NO_GITHUB, registry: { existing: true } }],
    ['GitHub Actions alone', NO_PIPELINE],
    ['names of their own', { containerName: 'web', ecsCluster: 'live', ecsService: 'orders' }],
  ])('%s', (_name, more) => {
    const { project } = deliveryIn(temporaryFolder(), { ...options, ...more });
    expect(() => project.synth()).not.toThrow();
  });
});

const PIPELINE = 'pipeline-stack.ts';
const BASE = 'base-stack.ts';
const IMPORT = "'ReleaseProductionService',\n      'arn:aws:ecs:";
const BUILD = '/phases/build/commands';

describe('an override is noticed', () => {
  test.each<[string, (delivery: EcsDelivery) => void, string[]]>([
    [
      'another service in the pipeline',
      ({ infra }) =>
        infra[PIPELINE]!.replace(
          `${IMPORT}us-east-1:111122223333:service/production/orders-api`,
          `${IMPORT}us-east-1:111122223333:service/live/orders`,
        ),
      ['Cluster: infra/pipeline-stack.ts says "live"', 'Service: infra/pipeline-stack.ts says "orders"'],
    ],
    [
      'a service in another region',
      ({ infra }) => infra[PIPELINE]!.replace(`${IMPORT}us-east-1`, `${IMPORT}eu-west-1`),
      ['Region: infra/pipeline-stack.ts says "eu-west-1"'],
    ],
    [
      'another container in the build',
      ({ buildspec }) =>
        buildspec!.patch(
          JsonPatch.replace(
            `${BUILD}/1`,
            `printf '[{"name":"%s","imageUri":"%s"}]' web "$IMAGE_URI" > imagedefinitions.json`,
          ),
        ),
      ['Container name: buildspec.yml says "web"'],
    ],
    [
      'another file for the action',
      ({ buildspec }) => buildspec!.patch(JsonPatch.replace('/artifacts/files/0', 'images.json')),
      ['Image definitions file: buildspec.yml does not say'],
    ],
    [
      'another file in the action',
      ({ infra }) => infra[PIPELINE]!.replace('imagedefinitions.json', 'images.json'),
      ['Image definitions file: infra/pipeline-stack.ts does not say'],
    ],
    [
      'another role for ECS',
      ({ infra }) => infra[BASE]!.replace(':role/execution', ':role/other'),
      ['Execution role: infra/base-stack.ts does not say'],
    ],
    [
      'a question about another service',
      ({ deployWorkflow }) => {
        const step = '/jobs/deploy-production/steps/2/run';
        deployWorkflow!.patch(
          JsonPatch.replace(
            step,
            'aws ecs describe-services --cluster production --services old != arn:a:task-definition/old ',
          ),
        );
      },
      [
        'Service: .github/workflows/deploy.yml says "old"',
        'Task definition family: .github/workflows/deploy.yml says "old"',
      ],
    ],
  ])('%s, image only', (_name, override, lines) => {
    expect(disagreements(IMAGE_ONLY, override)).toEqual(lines);
  });

  const LOAD_BALANCER = 'Resources.0.TargetService.Properties.LoadBalancerInfo';

  test.each<[string, (delivery: EcsDelivery) => void, string[]]>([
    [
      'another container for the traffic',
      ({ appspec }) => appspec!.addOverride(`${LOAD_BALANCER}.ContainerName`, 'web'),
      ['Container name: appspec.yaml says "web"'],
    ],
    [
      'another port for the traffic',
      ({ appspec }) => appspec!.addOverride(`${LOAD_BALANCER}.ContainerPort`, 8080),
      ['Container port: appspec.yaml says "8080"'],
    ],
    [
      'a placeholder that nobody fills in',
      ({ appspec }) => appspec!.addOverride('Resources.0.TargetService.Properties.TaskDefinition', '<TASK>'),
      ['Placeholder of the task definition: appspec.yaml says "<TASK>"'],
    ],
    [
      'another application in the workflow',
      ({ deployWorkflow }) =>
        deployWorkflow!.addOverride('jobs.deploy-production.steps.3.with.codedeploy-application', 'other'),
      ['Application of CodeDeploy: .github/workflows/deploy.yml says "other"'],
    ],
    [
      'another application in the pipeline',
      ({ infra }) => infra[PIPELINE]!.replace("'AppECS-production-orders-api'", "'other'"),
      ['Application of CodeDeploy: infra/pipeline-stack.ts says "other"'],
    ],
    [
      'another deployment group in the pipeline',
      ({ infra }) => infra[PIPELINE]!.replace("'DgpECS-production-orders-api'", "'other'"),
      ['Deployment group of CodeDeploy: infra/pipeline-stack.ts says "other"'],
    ],
    [
      'another deployment group in the role',
      ({ infra }) => infra[BASE]!.replace('orders-api/DgpECS-production-orders-api', 'orders-api/other'),
      ['Deployment group of CodeDeploy: infra/base-stack.ts says "other"'],
    ],
    [
      'another deployment group for the rollback',
      ({ rollbackScript }) => rollbackScript.replace('=DgpECS-production-orders-api', '=other'),
      ['Deployment group of CodeDeploy: infra/rollback.sh says "other"'],
    ],
    [
      'another file for the rollback',
      ({ rollbackScript }) => rollbackScript.replace(' appspec.yaml)', ' appspec.yml)'),
      ['AppSpec file: infra/rollback.sh says "appspec.yml"'],
    ],
    [
      'another placeholder of the image',
      ({ infra }) => infra[PIPELINE]!.replace("'IMAGE1_NAME'", "'IMAGE'"),
      ['Placeholder of the image: infra/pipeline-stack.ts says "IMAGE"'],
    ],
    [
      'another task definition in the build',
      ({ buildspec }) =>
        buildspec!.patch(
          JsonPatch.replace(
            `${BUILD}/1`,
            `jq --arg name orders-api '.image = "<IMAGE1_NAME>"' old.json > taskdef.json`,
          ),
        ),
      [
        'Task definition file: buildspec.yml says "old.json"',
        'Task definition for CodePipeline: buildspec.yml does not say',
      ],
    ],
    [
      'a task definition that the action does not find',
      ({ infra }) => infra[PIPELINE]!.replace("'taskdef.json'", "'taskdef.old.json'"),
      ['Task definition for CodePipeline: infra/pipeline-stack.ts does not say'],
    ],
    [
      'no image for the action',
      ({ buildspec }) => buildspec!.patch(JsonPatch.remove('/artifacts/files/2')),
      ['Image detail file: buildspec.yml does not say'],
    ],
  ])('%s, CodeDeploy', (_name, override, lines) => {
    expect(disagreements(CODE_DEPLOY, override)).toEqual(lines);
  });
});

test('a construct that is imported is read by its id', () => {
  const { objects } = readTypeScript(`
    const group = Group.fromAttributes(this, 'Group', { application: App.fromName(this, 'App', 'orders'), name: 'live' });
    group.grant(this);
  `);
  expect(objects.get('App')?.get('')).toEqual(['orders']);
  expect(objects.get('Group')?.get('name')).toEqual(['live']);
  expect([...objects.keys()]).toEqual(['Group', 'App']);
});
