import { InfraApp, propertiesOf, removeOutdirs, statementsOf } from '../../support/infra-app';
import { EXISTING_SERVICE } from '../../support/model';

const STACK = 'orders-api-production-base';
const OIDC = 'token.actions.githubusercontent.com';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const OWN_EXECUTION_ROLE = 'arn:aws:iam::111122223333:role/company/execution';
const OWN_TASK_ROLE = 'arn:aws:iam::111122223333:role/company/task';

const template = InfraApp.of().template(STACK);
const of = (options: Parameters<typeof InfraApp.of>[0]) => InfraApp.of(options).template(STACK);
afterAll(removeOutdirs);

test('retains the log group, with the configured retention, after the stack is deleted', () => {
  of({ logRetentionDays: 90 }).hasResource('AWS::Logs::LogGroup', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { LogGroupName: '/ecs/orders-api/production', RetentionInDays: 90 },
  });
});

describe('the task roles', () => {
  test.each([
    ['ExecutionRole', 'orders-api-production-execution'],
    ['TaskRole', 'orders-api-production-task'],
  ])('%s can be assumed only for tasks in this account and region', (construct, name) => {
    const { RoleName, AssumeRolePolicyDocument } = propertiesOf(template, 'AWS::IAM::Role', construct);

    expect(RoleName).toBe(name);
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111122223333' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:111122223333:*' },
        },
      },
    ]);
  });

  test('the execution role can only write to the log group and pull from the repository', () => {
    expect(statementsOf(template, 'ExecutionRole')).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^LogGroup/), 'Arn'] },
      },
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Resource: 'arn:aws:ecr:us-east-1:111122223333:repository/orders-api',
      },
    ]);
  });

  test('the execution role can read each secret of the container once and decrypt it', () => {
    const secret = of({
      secrets: {
        DB_PASSWORD: { secretsManager: 'orders/db', jsonKey: 'password', kmsKeyArn: KEY },
        DB_USER: { secretsManager: 'orders/db', jsonKey: 'user', kmsKeyArn: KEY },
        API_KEY: { ssmParameter: '/orders/api-key' },
      },
    });

    expect(statementsOf(secret, 'ExecutionRole').slice(3)).toEqual([
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders/db-??????',
      },
      {
        Effect: 'Allow',
        Action: 'ssm:GetParameters',
        Resource: 'arn:aws:ssm:us-east-1:111122223333:parameter/orders/api-key',
      },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY },
    ]);
  });

  test('the task role has no permissions by default', () => {
    expect(statementsOf(template, 'TaskRole')).toEqual([]);
  });

  test('the task role has the configured permissions', () => {
    const statement = {
      actions: ['s3:GetObject'],
      resources: ['arn:aws:s3:::orders/*'],
      conditions: { Bool: { 'aws:SecureTransport': 'true' } },
    };
    expect(statementsOf(of({ taskRoleStatements: [statement] }), 'TaskRole')).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::orders/*',
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      },
    ]);
  });

  test('the task role can open the channels of ECS Exec if it is enabled', () => {
    expect(statementsOf(of({ executeCommand: true }), 'TaskRole')).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'ssmmessages:CreateControlChannel',
          'ssmmessages:CreateDataChannel',
          'ssmmessages:OpenControlChannel',
          'ssmmessages:OpenDataChannel',
        ],
        Resource: '*',
      },
    ]);
  });

  test('are not created if they already exist, but can be passed to ECS', () => {
    const own = of({ executionRoleArn: OWN_EXECUTION_ROLE, taskRoleArn: OWN_TASK_ROLE });

    own.resourceCountIs('AWS::IAM::Role', 1);
    expect(statementsOf(own, 'DeployRole')[2]!.Resource).toEqual([OWN_EXECUTION_ROLE, OWN_TASK_ROLE]);
  });
});

describe('the deploy role', () => {
  test('can be assumed only by jobs of the GitHub environment on the release branch', () => {
    const { RoleName, AssumeRolePolicyDocument } = propertiesOf(template, 'AWS::IAM::Role', 'DeployRole');

    expect(RoleName).toBe('orders-api-production-deploy');
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${OIDC}` },
        Condition: {
          StringEquals: { [`${OIDC}:aud`]: 'sts.amazonaws.com', [`${OIDC}:ref`]: 'refs/heads/main' },
          StringLike: {
            [`${OIDC}:sub`]: [
              'repo:acme/orders-api:environment:production',
              'repo:acme@*/orders-api@*:environment:production',
            ],
          },
        },
      },
    ]);
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('has no condition in %s that STS supports only elsewhere', (awsRegion) => {
    const codePipeline = { enabled: false };
    const trust = propertiesOf(
      of({ awsRegion, codePipeline }),
      'AWS::IAM::Role',
      'DeployRole',
    ).AssumeRolePolicyDocument;
    expect(trust.Statement[0].Condition.StringEquals).toEqual({ [`${OIDC}:aud`]: 'sts.amazonaws.com' });
    expect(Object.keys(trust.Statement[0].Condition.StringLike)).toEqual([`${OIDC}:sub`]);
  });

  test('matches the subject exactly if the config contains the repository IDs', () => {
    const exact = of({ githubActions: { ownerId: '41', repositoryId: '42' } });

    const { AssumeRolePolicyDocument } = propertiesOf(exact, 'AWS::IAM::Role', 'DeployRole');
    expect(AssumeRolePolicyDocument.Statement[0].Condition).toEqual({
      StringEquals: {
        [`${OIDC}:aud`]: 'sts.amazonaws.com',
        [`${OIDC}:ref`]: 'refs/heads/main',
        [`${OIDC}:sub`]: [
          'repo:acme/orders-api:environment:production',
          'repo:acme@41/orders-api@42:environment:production',
        ],
      },
    });
  });

  test('can register a revision, update this service, pass the task roles to ECS, and list revisions for a rollback', () => {
    expect(statementsOf(of(EXISTING_SERVICE), 'DeployRole')).toEqual([
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
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
      {
        Effect: 'Allow',
        Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
        Resource: 'arn:aws:ecs:us-east-1:111122223333:service/production/orders-api',
      },
      {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage', 'ecr:PutImage'],
        Resource: 'arn:aws:ecr:us-east-1:111122223333:repository/orders-api',
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
      { Effect: 'Allow', Action: 'elasticloadbalancing:DescribeTargetHealth', Resource: '*' },
      { Effect: 'Allow', Action: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'], Resource: '*' },
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
      {
        Effect: 'Allow',
        Action: 'ecr:DescribeImages',
        Resource: 'arn:aws:ecr:us-east-1:111122223333:repository/orders-api',
      },
    ]);
  });

  test('of a managed service can assume CDK bootstrap roles, but cannot update the service directly', () => {
    const actions = statementsOf(template, 'DeployRole').flatMap(({ Action }) => Action);
    expect(actions).toEqual([
      'sts:AssumeRole',
      'ecs:RegisterTaskDefinition',
      'iam:PassRole',
      'cloudformation:DescribeStacks',
      'ecs:ListServiceDeployments',
      'ecs:DescribeServiceRevisions',
      'ecs:StopServiceDeployment',
      'ecr:BatchGetImage',
      'ecr:PutImage',
      'ecs:DescribeServices',
      'ecs:ListTasks',
      'ecs:DescribeTasks',
      'elasticloadbalancing:DescribeTargetHealth',
      'cloudwatch:DescribeAlarms',
      'cloudformation:DescribeStackEvents',
      'cloudformation:DescribeStackEvents',
      'ecs:DescribeTaskDefinition',
      'ecs:ListTaskDefinitions',
      'ecr:DescribeImages',
    ]);
  });

  test('has sessions that outlast the longest deployment', () => {
    const { MaxSessionDuration } = propertiesOf(of({ deploymentTimeoutMinutes: 300 }), 'AWS::IAM::Role', 'DeployRole');

    expect(MaxSessionDuration).toBe(315 * 60);
  });

  test('is not created without a workflow', () => {
    of({ githubActions: { enabled: false } }).resourceCountIs('AWS::IAM::Role', 2);
  });
});

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in %s, every ARN is in the partition %s', (awsRegion, partition) => {
  const resources = JSON.stringify(of({ awsRegion, codePipeline: { enabled: false } }).toJSON().Resources);

  expect([...new Set(resources.match(/arn:[a-z-]+:/g))]).toEqual([`arn:${partition}:`]);
});
