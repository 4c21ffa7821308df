import type { Template } from 'aws-cdk-lib/assertions';
import type { EcsDeliveryOptions } from '../../../src/options';
import { type Infra, renderInfra } from '../../../src/render/infra/infra';
import { EcsDeploymentController, EcsServiceMode, TaskDefinitionOwner } from '../../../src/service-options';
import { targetOf } from '../../../src/targets/targets';
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
  'image only, with an hour to deploy': { ...IMAGE_ONLY, deploymentTimeout: 60 },
  'image only, two environments': { ...IMAGE_ONLY, ...TWO },
  'image only, without the workflow': { ...IMAGE_ONLY, ...NO_GITHUB },
  'image only, without the workflow, two environments': { ...IMAGE_ONLY, ...NO_GITHUB, ...TWO },
  'image only, with the pipeline alone': { ...IMAGE_ONLY, ...NO_GITHUB, registry: { existing: true } },
  'image only, without the pipeline': { ...IMAGE_ONLY, ...NO_PIPELINE },
  'image only, with a provider that exists': { ...IMAGE_ONLY, githubActions: { existingOidcProvider: true } },
  'image only, in an account of its own': {
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
  'CodeDeploy, in GovCloud': { ...CODE_DEPLOY, awsRegion: 'us-gov-west-1' },
};

function infraOf(options: Options): Infra {
  const model = modelOf(options);
  return renderInfra(model, targetOf(model));
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

test('every app compiles under its own strict tsconfig', () => {
  expect(typeErrors(Object.fromEntries(Object.entries(VARIANTS).map(([name, o]) => [name, infraOf(o)])))).toEqual([]);
});

describe.each(Object.keys(VARIANTS))('the app %s', (name) => {
  const infra = infraOf(VARIANTS[name]!);
  const app = new InfraApp(infra.sources);

  test('has templates that CloudFormation takes, none of them empty', () => {
    for (const { stackName } of app.stacks) {
      expect(Object.keys(app.template(stackName).toJSON().Resources)).not.toHaveLength(0);
    }
  });

  test('leaves cdk-nag nothing to object to', () => {
    expect(app.nagFindings()).toEqual([]);
  });

  test('grants no wildcard action, and no wildcard resource where the action takes one', () => {
    for (const { Action, Resource, Condition } of app.statements()) {
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
      if (Action === 'ecs:ListTasks') {
        // It takes a cluster by this condition only.
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

  test('hands roles of the task to ECS only', () => {
    const passes = app.statements().filter(({ Action }) => String(Action).includes('iam:'));
    expect(passes).not.toHaveLength(0);
    for (const { Action, Resource, Condition } of passes) {
      expect([Action, Condition]).toEqual(['iam:PassRole', TO_ECS]);
      for (const role of [Resource].flat()) {
        expect(role).toMatch(/role\/(.*[-/])?(execution|task)$/);
      }
    }
  });

  test('has files that read well', () => {
    for (const source of Object.values(infra.sources)) {
      expect(source).not.toMatch(/undefined|\[object|\n\n\n|[ \t]\n|\{\n\n|\n\n *\}/);
      expect(source).not.toMatch(/\[(\w+), \1\]/);
    }
  });
});

describe('the action of an image-only service', () => {
  const template = appOf(IMAGE_ONLY).template(STACK);

  test('deploys this service with the images that the build names', () => {
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
      RoleArn: arn('ReleaseProductionRole'),
      RunOrder: 1,
    });
  });

  test('may do what its documentation asks for, on this service and family, and reads artifacts', () => {
    expect(statementsOf(template, 'ReleaseProductionRole')).toEqual([
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

  test('watches the tasks of its own environment', () => {
    const two = appOf({ ...IMAGE_ONLY, ...TWO }).template(STACK);

    for (const [role, cluster] of [
      ['ReleaseStagingRole', 'staging'],
      ['ReleaseProductionRole', 'production'],
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

  test('takes the place of the project that other services are released by', () => {
    template.resourceCountIs('AWS::CodeBuild::Project', 1);
    template.resourceCountIs('AWS::Logs::LogGroup', 1);
    expect(statementsOf(template, 'ActionRole')[1]).toEqual({
      Effect: 'Allow',
      Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
      Resource: arn('Build'),
    });
  });
});

describe('the action of a service that CodeDeploy deploys', () => {
  const template = appOf(CODE_DEPLOY).template(STACK);

  test('fills in what the build leaves, and deploys it with the application and group of the config', () => {
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
      RoleArn: arn('ReleaseProductionRole'),
      RunOrder: 1,
    });
  });

  test('may do what its documentation asks for, on this application, group and family, and reads artifacts', () => {
    expect(statementsOf(template, 'ReleaseProductionRole')).toEqual([
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

  test('is one for each environment, which the pipeline takes', () => {
    for (const [stage, role] of [
      ['Release-staging', 'ReleaseStagingRole'],
      ['Release-production', 'ReleaseProductionRole'],
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
      arn('ReleaseStagingRole'),
      arn('ReleaseProductionRole'),
    ]);
  });

  test('has its policy before the pipeline runs for the first time', () => {
    const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
    expect(pipeline!.DependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ReleaseStagingRoleDefaultPolicy/),
        expect.stringMatching(/^ReleaseProductionRoleDefaultPolicy/),
      ]),
    );
  });
});

describe('the base stack of an image-only service', () => {
  test('has the role of the workflow, and nothing of the task', () => {
    const base = appOf(IMAGE_ONLY).template('orders-api-production-base');
    base.resourceCountIs('AWS::IAM::Role', 1);
    base.resourceCountIs('AWS::Logs::LogGroup', 0);
    expect(propertiesOf(base, 'AWS::IAM::Role', 'DeployRole').RoleName).toBe('orders-api-production-deploy');
  });

  test('lets the workflow see what the service has run, to go back to it, and not its tasks', () => {
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

  test('is nothing that the pipeline waits for', () => {
    expect(infraOf(IMAGE_ONLY).sources['main.ts']).toContain(
      "pipeline.addStackDependency(registry, 'has the image repository');",
    );
    expect(infraOf(IMAGE_ONLY).sources['main.ts']).not.toContain('has the roles of the task');
    expect(infraOf(CODE_DEPLOY).sources['main.ts']).toContain('has the roles of the task');
  });

  test('is left out where nothing is in it', () => {
    const { sources } = infraOf({ ...IMAGE_ONLY, ...NO_GITHUB, ...TWO });
    expect(Object.keys(sources)).toEqual(['main.ts', 'registry-stack.ts', 'pipeline-stack.ts']);
    expect(sources['main.ts']).not.toContain('Base');
  });
});
