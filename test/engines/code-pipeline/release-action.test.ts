import type { Template } from 'aws-cdk-lib/assertions';
import type { Infra } from '../../../src/delivery/infra';
import type { EcsDeliveryOptions } from '../../../src/options';
import { EcsDeploymentController, EcsServiceMode, TaskDefinitionOwner } from '../../../src/options';
import { infraOfModel } from '../../support/delivery';
import { InfraApp, propertiesOf, removeOutdirs, statementsOf, typeErrors } from '../../support/infra-app';
import { modelOf } from '../../support/model';

type Options = Partial<EcsDeliveryOptions>;

const STACK = 'orders-api-pipeline';
const EXECUTION_ROLE = 'arn:aws:iam::111122223333:role/terraform/execution';
const TASK_ROLE = 'arn:aws:iam::111122223333:role/terraform/task';
const IMAGE_ONLY: Options = {
  serviceMode: EcsServiceMode.EXISTING,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  executionRoleArn: EXECUTION_ROLE,
};
const CODE_DEPLOY: Options = {
  serviceMode: EcsServiceMode.EXISTING,
  deploymentController: EcsDeploymentController.CODE_DEPLOY,
};
const TWO: Options = { environments: [{ name: 'staging' }, { name: 'production' }] };
const NO_GITHUB: Options = { githubActions: { enabled: false } };
const NO_PIPELINE: Options = { codePipeline: { enabled: false } };

const VARIANTS: Readonly<Record<string, Options>> = {
  'image only': IMAGE_ONLY,
  'image only, with a task role': { ...IMAGE_ONLY, taskRoleArn: TASK_ROLE },
  'image only, with a deployment timeout of one hour': { ...IMAGE_ONLY, deploymentTimeoutMinutes: 60 },
  'image only, two environments': { ...IMAGE_ONLY, ...TWO },
  'image only, without the workflow': { ...IMAGE_ONLY, ...NO_GITHUB },
  'image only, without the workflow, two environments': { ...IMAGE_ONLY, ...NO_GITHUB, ...TWO },
  'image only, with only the pipeline': { ...IMAGE_ONLY, ...NO_GITHUB, registry: { existing: true } },
  'image only, without the pipeline': { ...IMAGE_ONLY, ...NO_PIPELINE },
  'image only, with an existing OIDC provider': { ...IMAGE_ONLY, githubActions: { existingOidcProvider: true } },
  'image only, with production in another account': {
    ...IMAGE_ONLY,
    ...NO_PIPELINE,
    executionRoleArn: undefined,
    environments: [
      { name: 'staging', executionRoleArn: EXECUTION_ROLE },
      { name: 'production', awsAccount: '444455556666', executionRoleArn: 'arn:aws:iam::444455556666:role/execution' },
    ],
  },
  CodeDeploy: CODE_DEPLOY,
  'CodeDeploy, with tags on the task definition': {
    ...CODE_DEPLOY,
    taskDefinitionFields: { tags: [{ key: 'team', value: 'orders' }] },
  },
  'CodeDeploy, two environments': { ...CODE_DEPLOY, ...TWO },
  'CodeDeploy, without the workflow': { ...CODE_DEPLOY, ...NO_GITHUB },
  'CodeDeploy, without the pipeline': { ...CODE_DEPLOY, ...NO_PIPELINE },
  'CodeDeploy, in GovCloud': { ...CODE_DEPLOY, awsRegion: 'us-gov-east-1' },
};

function infraOf(options: Options): Infra {
  return infraOfModel(modelOf(options));
}

const appOf = (options: Options) => new InfraApp(infraOf(options).sources);
const actionOf = (template: Template, stage: string) =>
  propertiesOf(template, 'AWS::CodePipeline::Pipeline', 'Pipeline').Stages.find(
    ({ Name }: { Name: string }) => Name === stage,
  ).Actions[0];
const arn = (construct: string) => ({
  'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${construct}[0-9A-F]{8}$`)), 'Arn'],
});
const READ = [
  {
    Effect: 'Allow',
    Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
    Resource: arn('Artifacts'),
  },
  {
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:GetObjectVersion'],
    Resource: { 'Fn::Join': ['', [arn('Artifacts'), '/*']] },
  },
];
const CLUSTER = /^arn:aws:ecs:us-east-1:111122223333:cluster\/(staging|production)$/;
const TO_ECS = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };
afterAll(removeOutdirs);

test('every app compiles with its own strict tsconfig', () => {
  expect(typeErrors(Object.fromEntries(Object.entries(VARIANTS).map(([name, o]) => [name, infraOf(o)])))).toEqual([]);
});

describe.each(Object.keys(VARIANTS))('the app %s', (name) => {
  const infra = infraOf(VARIANTS[name]!);
  const app = new InfraApp(infra.sources);

  test('has a valid template with resources for each stack', () => {
    for (const { stackName } of app.stacks) {
      expect(Object.keys(app.template(stackName).toJSON().Resources)).not.toHaveLength(0);
    }
  });

  test('has no unacknowledged cdk-nag findings', () => {
    expect(app.nagFindings()).toEqual([]);
  });

  test('grants no wildcard actions, and wildcard resources only for actions without resource-level permissions', () => {
    for (const { Action, Resource, Condition } of app.statements()) {
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
      if (Action === 'ecs:ListTasks') {
        // Only this condition can restrict the action to a cluster.
        expect([Resource, Condition]).toEqual(['*', { ArnEquals: { 'ecs:cluster': expect.stringMatching(CLUSTER) } }]);
      } else if ([Resource].flat().includes('*')) {
        expect([
          'ecr:GetAuthorizationToken',
          'ecs:DescribeTaskDefinition',
          'ecs:ListTaskDefinitions',
          'ecs:DescribeTaskDefinition,ecs:ListTaskDefinitions',
        ]).toContain(String(Action));
      }
    }
  });

  test('passes task roles only to ECS', () => {
    const passes = app.statements().filter(({ Action }) => String(Action).includes('iam:'));
    expect(passes).not.toHaveLength(0);
    for (const { Action, Resource, Condition } of passes) {
      expect([Action, Condition]).toEqual(['iam:PassRole', TO_ECS]);
      for (const role of [Resource].flat()) {
        expect(role).toMatch(/role\/(.*[-/])?(execution|task)$/);
      }
    }
  });

  test('has files without formatting defects', () => {
    for (const source of Object.values(infra.sources)) {
      expect(source).not.toMatch(/undefined|\[object|\n\n\n|[ \t]\n|\{\n\n|\n\n *\}/);
      expect(source).not.toMatch(/\[(\w+), \1\]/);
    }
  });
});

describe('the action of an image-only service', () => {
  const template = appOf(IMAGE_ONLY).template(STACK);

  test('deploys this service with the images that the build specifies', () => {
    expect(actionOf(template, 'Release-production')).toEqual({
      Name: 'Release',
      ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'ECS', Version: '1' },
      Configuration: {
        ClusterName: 'production',
        ServiceName: 'orders-api',
        FileName: 'imagedefinitions.json',
        DeploymentTimeout: 30,
      },
      InputArtifacts: [{ Name: 'Build' }],
      RoleArn: arn('StartProductionRole'),
      RunOrder: 1,
    });
  });

  test('has the documented permissions, only for this service and family, and can read artifacts', () => {
    expect(statementsOf(template, 'StartProductionRole')).toEqual([
      { Effect: 'Allow', Action: 'ecs:DescribeTaskDefinition', Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'ecs:RegisterTaskDefinition',
        Resource: 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:*',
      },
      {
        Effect: 'Allow',
        Action: 'ecs:TagResource',
        Resource: 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:*',
        Condition: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
      },
      { Effect: 'Allow', Action: 'iam:PassRole', Resource: EXECUTION_ROLE, Condition: TO_ECS },
      {
        Effect: 'Allow',
        Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
        Resource: 'arn:aws:ecs:us-east-1:111122223333:service/production/orders-api',
      },
      {
        Effect: 'Allow',
        Action: 'ecs:ListTasks',
        Resource: '*',
        Condition: { ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:111122223333:cluster/production' } },
      },
      {
        Effect: 'Allow',
        Action: 'ecs:DescribeTasks',
        Resource: 'arn:aws:ecs:us-east-1:111122223333:task/production/*',
      },
      ...READ,
    ]);
  });

  test('can read only the tasks of its own environment', () => {
    const two = appOf({ ...IMAGE_ONLY, ...TWO }).template(STACK);

    for (const [role, cluster] of [
      ['StartStagingRole', 'staging'],
      ['StartProductionRole', 'production'],
    ] as const) {
      const watching = statementsOf(two, role).filter(({ Action }) => String(Action).endsWith('Tasks'));
      expect(watching).toEqual([
        {
          Effect: 'Allow',
          Action: 'ecs:ListTasks',
          Resource: '*',
          Condition: { ArnEquals: { 'ecs:cluster': `arn:aws:ecs:us-east-1:111122223333:cluster/${cluster}` } },
        },
        {
          Effect: 'Allow',
          Action: 'ecs:DescribeTasks',
          Resource: `arn:aws:ecs:us-east-1:111122223333:task/${cluster}/*`,
        },
      ]);
    }
  });

  test('replaces the CodeBuild project that releases other services, except that a project tags the image', () => {
    template.resourceCountIs('AWS::CodeBuild::Project', 2);
    template.resourceCountIs('AWS::Logs::LogGroup', 2);
    expect(statementsOf(template, 'ActionRole')[1]).toEqual({
      Effect: 'Allow',
      Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
      Resource: [arn('Build'), arn('ReleaseProduction')],
    });
  });
});

describe('the action of a service that CodeDeploy deploys', () => {
  const template = appOf(CODE_DEPLOY).template(STACK);

  test('fills in the templates of the build and deploys to the configured application and group', () => {
    expect(actionOf(template, 'Release-production')).toEqual({
      Name: 'Release',
      ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'CodeDeployToECS', Version: '1' },
      Configuration: {
        ApplicationName: 'AppECS-production-orders-api',
        DeploymentGroupName: 'DgpECS-production-orders-api',
        TaskDefinitionTemplateArtifact: 'Build',
        TaskDefinitionTemplatePath: 'taskdef.json',
        AppSpecTemplateArtifact: 'Build',
        AppSpecTemplatePath: 'appspec.yaml',
        Image1ArtifactName: 'Build',
        Image1ContainerName: 'IMAGE1_NAME',
      },
      InputArtifacts: [{ Name: 'Build' }],
      RoleArn: arn('StartProductionRole'),
      RunOrder: 1,
    });
  });

  test('has the documented permissions, only for this application, group, and family, and can read artifacts', () => {
    expect(statementsOf(template, 'StartProductionRole')).toEqual([
      {
        Effect: 'Allow',
        Action: 'ecs:RegisterTaskDefinition',
        Resource: 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:*',
      },
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: [
          'arn:aws:iam::111122223333:role/orders-api-production-execution',
          'arn:aws:iam::111122223333:role/orders-api-production-task',
        ],
        Condition: TO_ECS,
      },
      {
        Effect: 'Allow',
        Action: [
          'codedeploy:GetApplication',
          'codedeploy:GetApplicationRevision',
          'codedeploy:RegisterApplicationRevision',
        ],
        Resource: 'arn:aws:codedeploy:us-east-1:111122223333:application:AppECS-production-orders-api',
      },
      {
        Effect: 'Allow',
        Action: ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'],
        Resource:
          'arn:aws:codedeploy:us-east-1:111122223333:deploymentgroup:AppECS-production-orders-api/DgpECS-production-orders-api',
      },
      {
        Effect: 'Allow',
        Action: 'codedeploy:GetDeploymentConfig',
        Resource: 'arn:aws:codedeploy:us-east-1:111122223333:deploymentconfig:*',
      },
      ...READ,
    ]);
  });
});

describe('the role of an action', () => {
  const template = appOf({ ...CODE_DEPLOY, ...TWO }).template(STACK);

  test('exists for each environment, and the pipeline can assume it', () => {
    for (const [stage, role] of [
      ['Release-staging', 'StartStagingRole'],
      ['Release-production', 'StartProductionRole'],
    ] as const) {
      expect(actionOf(template, stage).RoleArn).toEqual(arn(role));
      const { AssumeRolePolicyDocument } = propertiesOf(template, 'AWS::IAM::Role', role);
      expect(AssumeRolePolicyDocument.Statement).toEqual([
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: arn('PipelineRole') } },
      ]);
    }
    const assumed = statementsOf(template, 'PipelineRole').filter(({ Action }) => Action === 'sts:AssumeRole');
    expect(assumed.map(({ Resource }) => Resource)).toEqual([
      arn('ActionRole'),
      arn('StartStagingRole'),
      arn('StartProductionRole'),
    ]);
  });

  test('has its policy before the pipeline is created', () => {
    const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
    expect(pipeline!.DependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^StartStagingRoleDefaultPolicy/),
        expect.stringMatching(/^StartProductionRoleDefaultPolicy/),
      ]),
    );
  });
});

describe('the base stack of an image-only service', () => {
  test('contains only the role of the workflow', () => {
    const base = appOf(IMAGE_ONLY).template('orders-api-production-base');
    base.resourceCountIs('AWS::IAM::Role', 1);
    base.resourceCountIs('AWS::Logs::LogGroup', 0);
    expect(propertiesOf(base, 'AWS::IAM::Role', 'DeployRole').RoleName).toBe('orders-api-production-deploy');
  });

  test('lets the workflow list earlier revisions for a rollback, but not tasks', () => {
    const statements = statementsOf(appOf(IMAGE_ONLY).template('orders-api-production-base'), 'DeployRole');

    expect(statements).toEqual(
      expect.arrayContaining([
        {
          Effect: 'Allow',
          Action: 'ecs:ListServiceDeployments',
          Resource: 'arn:aws:ecs:us-east-1:111122223333:service/production/orders-api',
        },
        {
          Effect: 'Allow',
          Action: 'ecs:DescribeServiceRevisions',
          Resource: 'arn:aws:ecs:us-east-1:111122223333:service-revision/production/orders-api/*',
        },
      ]),
    );
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.endsWith('Tasks'))).toEqual([]);
  });

  test('is not a dependency of the pipeline', () => {
    expect(infraOf(IMAGE_ONLY).sources['main.ts']).toContain(
      "pipeline.addStackDependency(registry, 'the ECR repository must exist');",
    );
    expect(infraOf(IMAGE_ONLY).sources['main.ts']).not.toContain('the roles of the task must exist');
    expect(infraOf(CODE_DEPLOY).sources['main.ts']).toContain('the roles of the task must exist');
  });

  test('is omitted if it is empty', () => {
    const { sources } = infraOf({ ...IMAGE_ONLY, ...NO_GITHUB, ...TWO });
    expect(Object.keys(sources)).toEqual(['main.ts', 'registry-stack.ts', 'pipeline-stack.ts']);
    expect(sources['main.ts']).not.toContain('Base');
  });
});
