import { Match, type Template } from 'aws-cdk-lib/assertions';
import { DeploymentStrategy, type LambdaDeliveryOptions } from '../../../src/options';
import { predefined } from '../../../src/targets/lambda/traffic-shift';
import { propertiesOf, removeOutdirs, statementsOf } from '../../support/infra-app';
import { LAMBDA_ENVIRONMENTS, LAMBDA_FULL } from './configs';
import { lambdaApp } from './support';

afterAll(removeOutdirs);

const SERVICE = 'orders-api-production-service';

const serviceStack = (options: Partial<LambdaDeliveryOptions> = {}) => lambdaApp(options).template(SERVICE);
const resourceOf = (template: Template, type: string) => Object.values(template.findResources(type));

const PINNED = 'IsRolledBack';
const live = (template: Template) => ({
  'Fn::If': [
    PINNED,
    { Ref: 'LiveVersion' },
    { 'Fn::GetAtt': [Object.keys(template.findResources('AWS::Lambda::Version'))[0], 'Version'] },
  ],
});

describe('the release model', () => {
  const template = serviceStack();

  test('has a parameter for everything that a release or a rollback changes', () => {
    const { BootstrapVersion: _, ...parameters } = template.toJSON().Parameters;
    expect(Object.keys(parameters)).toEqual(['CodeKey', 'CodeSha256', 'ReleaseId', 'LiveVersion']);
    expect(parameters.LiveVersion.Default).toBe('0');
  });

  test('publishes a version for each release and each change of the configuration, and retains earlier ones', () => {
    const [version] = resourceOf(template, 'AWS::Lambda::Version');
    expect(version).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(version!.Properties.CodeSha256).toEqual({ Ref: 'CodeSha256' });
    expect(version!.Properties.Description).toEqual({
      'Fn::Join': ['', [{ Ref: 'ReleaseId' }, expect.stringMatching(/^ [0-9a-f]{12}$/)]],
    });
  });

  test('changes the function with each release, because Lambda does not publish an unchanged function', () => {
    expect(propertiesOf(template, 'AWS::Lambda::Function', 'Function')).toMatchObject({
      Description: { Ref: 'ReleaseId' },
      Code: { S3Bucket: 'orders-api-111122223333-us-east-1', S3Key: { Ref: 'CodeKey' } },
    });
  });

  test('moves the alias with CodeDeploy, to the new version or to the version of a rollback', () => {
    const [alias] = resourceOf(template, 'AWS::Lambda::Alias');
    expect(alias!.Properties).toMatchObject({ Name: 'live', FunctionVersion: live(template) });
    expect(alias!.UpdatePolicy).toEqual({
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: { Ref: 'Application' },
        DeploymentGroupName: { Ref: 'DeploymentGroup' },
      },
    });
  });

  test('contains no resource before the first release', () => {
    const all = Object.entries(template.toJSON().Resources) as [string, { Type: string; Condition?: string }][];
    expect(all.filter(([, { Type, Condition }]) => Condition !== 'HasCode' && Type !== 'AWS::CDK::Metadata')).toEqual(
      [],
    );
    expect(template.toJSON().Conditions.HasCode).toEqual({
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'CodeKey' }, 'none'] }],
    });
  });

  test('a change of the configuration changes the description of the version, and of nothing else does', () => {
    const descriptionOf = (options: Partial<LambdaDeliveryOptions>) =>
      JSON.stringify(resourceOf(serviceStack(options), 'AWS::Lambda::Version')[0]!.Properties.Description);
    const before = descriptionOf({});
    expect(descriptionOf({ memorySize: 1024 })).not.toBe(before);
    expect(descriptionOf({ environmentVariables: { LEVEL: 'debug' } })).not.toBe(before);
    expect(descriptionOf({ alarms: { enabled: false }, reservedConcurrentExecutions: 5, functionUrl: {} })).toBe(
      before,
    );
  });
});

describe('a rollback', () => {
  const template = serviceStack({ ...LAMBDA_FULL });
  const [group] = resourceOf(template, 'AWS::CodeDeploy::DeploymentGroup');

  test('is immediate', () => {
    expect(group!.Properties.DeploymentConfigName).toEqual({
      'Fn::If': [PINNED, 'CodeDeployDefault.LambdaAllAtOnce', { Ref: 'DeploymentConfig' }],
    });
  });

  test('is not stopped by an alarm or a hook', () => {
    expect(group!.Properties.AlarmConfiguration.Enabled).toEqual({ 'Fn::If': [PINNED, false, true] });
    const { UpdatePolicy } = resourceOf(template, 'AWS::Lambda::Alias')[0]!;
    expect(UpdatePolicy.CodeDeployLambdaAliasUpdate).toMatchObject({
      BeforeAllowTrafficHook: {
        'Fn::If': [PINNED, { Ref: 'AWS::NoValue' }, 'arn:aws:lambda:us-east-1:111122223333:function:before'],
      },
      AfterAllowTrafficHook: {
        'Fn::If': [PINNED, { Ref: 'AWS::NoValue' }, 'arn:aws:lambda:us-east-1:111122223333:function:after'],
      },
    });
  });
});

describe('traffic shifts', () => {
  const { CANARY, LINEAR, ALL_AT_ONCE } = DeploymentStrategy;

  test.each([
    [ALL_AT_ONCE, undefined, 'CodeDeployDefault.LambdaAllAtOnce'],
    [CANARY, { percent: 10, interval: 5 }, 'CodeDeployDefault.LambdaCanary10Percent5Minutes'],
    [LINEAR, { percent: 10, interval: 1 }, 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute'],
    [LINEAR, { percent: 10, interval: 3 }, 'CodeDeployDefault.LambdaLinear10PercentEvery3Minutes'],
    [LINEAR, { percent: 20, interval: 3 }, undefined],
    [CANARY, { percent: 10, interval: 7 }, undefined],
  ])('%s with %j uses %s', (strategy, steps, name) => {
    expect(predefined({ strategy, steps, minutes: 0 })).toBe(name);
  });

  test('without a predefined configuration have their own, which has no name', () => {
    const template = serviceStack({ strategy: CANARY, strategyParameters: { percent: 5, stepBakeTimeInMinutes: 12 } });
    expect(propertiesOf(template, 'AWS::CodeDeploy::DeploymentConfig', 'DeploymentConfig')).toEqual({
      ComputePlatform: 'Lambda',
      TrafficRoutingConfig: {
        Type: 'TimeBasedCanary',
        TimeBasedCanary: { CanaryInterval: 12, CanaryPercentage: 5 },
      },
    });
  });

  test('stop if the new version fails, whose alarm is new', () => {
    const template = serviceStack({ strategy: CANARY });
    const alarm = propertiesOf(template, 'AWS::CloudWatch::Alarm', 'ErrorsAlarm');
    expect(alarm.AlarmName).toEqual({ 'Fn::Join': ['', ['orders-api-production-errors-', live(template)]] });
    expect(alarm.Metrics[1].MetricStat.Metric.Dimensions).toEqual([
      { Name: 'FunctionName', Value: 'orders-api-production' },
      { Name: 'Resource', Value: 'orders-api-production:live' },
      { Name: 'ExecutedVersion', Value: live(template) },
    ]);
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      AlarmConfiguration: { Alarms: [{ Name: { Ref: 'ErrorsAlarm' } }] },
      AutoRollbackConfiguration: { Enabled: true, Events: Match.arrayWith(['DEPLOYMENT_STOP_ON_ALARM']) },
    });
  });
});

describe('everything that invokes the function uses the alias', () => {
  const template = serviceStack(LAMBDA_FULL);

  test('a public URL, which needs two permissions', () => {
    expect(propertiesOf(template, 'AWS::Lambda::Url', 'Url')).toMatchObject({
      AuthType: 'NONE',
      Qualifier: 'live',
      InvokeMode: 'RESPONSE_STREAM',
      Cors: { AllowOrigins: ['https://www.example.com'], AllowCredentials: true, MaxAge: 600 },
    });
    for (const permission of [
      { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' },
      { Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
    ]) {
      template.hasResourceProperties('AWS::Lambda::Permission', {
        ...permission,
        FunctionName: { Ref: 'Alias' },
        Principal: '*',
      });
    }
  });

  test('queues, rules, and schedules', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: 'Alias' },
      BatchSize: 100,
    });
    template.hasResourceProperties('AWS::Events::Rule', { Targets: [{ Id: 'Function', Arn: { Ref: 'Alias' } }] });
    template.resourcePropertiesCountIs('AWS::Scheduler::Schedule', { Target: { Arn: { Ref: 'Alias' } } }, 2);
  });

  test('an HTTP API', () => {
    const api = serviceStack({ httpApi: {} });
    api.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationUri: { Ref: 'Alias' },
      PayloadFormatVersion: '2.0',
    });
    expect(Object.keys(api.toJSON().Outputs)).toEqual(['FunctionUrl']);
  });

  test('a URL with IAM authentication has no public permission', () => {
    serviceStack({ functionUrl: {} }).resourceCountIs('AWS::Lambda::Permission', 0);
  });
});

describe('the base stack', () => {
  test('grants the function role what the options refer to, and nothing else', () => {
    const template = lambdaApp(LAMBDA_FULL).template('orders-api-production-base');
    const actions = statementsOf(template, 'FunctionRole').flatMap(({ Action }) => Action);
    expect([...new Set(actions)].sort()).toEqual([
      'dynamodb:GetItem',
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
      'kms:Decrypt',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
      'ssm:GetParameter',
      'ssm:GetParameters',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test('grants a function without references only its logs', () => {
    const template = lambdaApp().template('orders-api-production-base');
    expect(statementsOf(template, 'FunctionRole').flatMap(({ Action }) => Action)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });

  test('contains neither a role nor a log group that exists', () => {
    const template = lambdaApp({ functionRoleArn: 'orders', logging: { existingLogGroup: true } }).template(
      'orders-api-production-base',
    );
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.resourcePropertiesCountIs('AWS::IAM::Role', { RoleName: 'orders-api-production-function' }, 0);
  });
});

test('an environment in another account and Region reads its package from the bucket in its Region', () => {
  const app = lambdaApp(LAMBDA_ENVIRONMENTS);
  const { Code } = propertiesOf(app.template(SERVICE), 'AWS::Lambda::Function', 'Function');
  expect(Code.S3Bucket).toBe('orders-api-111122223333-eu-central-1');
  app.template('orders-api-artifacts-eu-central-1').hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 's3:GetObject',
          Condition: {
            ArnEquals: {
              'aws:PrincipalArn':
                'arn:aws:iam::333344445555:role/cdk-hnb659fds-cfn-exec-role-333344445555-eu-central-1',
            },
          },
        }),
      ]),
    },
  });
});
