import { Match } from 'aws-cdk-lib/assertions';
import { EC2_DELIVERY } from '../../../src/delivery/ec2';
import { renderInfra } from '../../../src/delivery/infra';
import { CpuArchitecture, DeploymentStrategy } from '../../../src/options';
import { lintWorkflows } from '../../support/actionlint';
import { InfraApp, propertiesOf, removeOutdirs, statementsOf, typeErrors } from '../../support/infra-app';
import { EC2_CONFIGS } from './configs';
import { filesOf, modelOf, type Options } from './support';

/** Without it, the CDK would look up the image. */
const IMAGE = { imageId: 'ami-0123456789abcdef0' };

const STRATEGIES: Readonly<Record<string, Options>> = {
  rolling: {},
  'one-at-a-time': { strategyParameters: { oneAtATime: true } },
  canary: { strategy: DeploymentStrategy.CANARY },
  linear: { strategy: DeploymentStrategy.LINEAR, autoScaling: { minCapacity: 3, maxCapacity: 6 } },
  'all-at-once': { strategy: DeploymentStrategy.ALL_AT_ONCE, alarms: { enabled: false } },
};
const ENVIRONMENTS: Readonly<Record<string, Options>> = {
  one: {},
  three: {
    environments: [
      { name: 'test', loadBalancer: { enabled: false } },
      { name: 'staging', awsRegion: 'eu-west-1', network: { publicInstances: true } },
      { name: 'production', awsAccount: '444455556666' },
    ],
  },
};
const ENGINES: Readonly<Record<string, Options>> = {
  both: {},
  github: { codePipeline: { enabled: false } },
  pipeline: { githubActions: { enabled: false } },
};
const ARCHITECTURES: Readonly<Record<string, Options>> = {
  arm64: {},
  'x86-64': { architecture: CpuArchitecture.X86_64 },
};

const combinations = Object.keys(STRATEGIES).flatMap((strategy) =>
  Object.keys(ENVIRONMENTS).flatMap((environments) =>
    Object.keys(ENGINES).flatMap((engines) =>
      Object.keys(ARCHITECTURES).map((architecture) => ({
        name: [strategy, environments, engines, architecture].join('-'),
        options: {
          ...IMAGE,
          ...STRATEGIES[strategy],
          ...ENVIRONMENTS[environments],
          ...ENGINES[engines],
          ...ARCHITECTURES[architecture],
        },
      })),
    ),
  ),
);

const infraOf = (options: Options) => {
  const model = modelOf(options);
  return renderInfra(model, EC2_DELIVERY.compose(model));
};

const appOf = (options: Options = {}) => {
  const { sources, cdkJson } = infraOf({ ...IMAGE, ...options });
  return new InfraApp(sources, (cdkJson.data as { context?: Record<string, unknown> }).context);
};

afterAll(removeOutdirs);

test('every app compiles', () => {
  const all = [...combinations, ...EC2_CONFIGS.map(([name, options]) => ({ name, options }))];
  expect(typeErrors(Object.fromEntries(all.map(({ name, options }) => [name, infraOf(options)])))).toEqual([]);
});

test.each(combinations)('$name synthesizes offline and has no cdk-nag findings', ({ options }) => {
  const app = appOf(options);
  expect(app.nagFindings()).toEqual([]);
  expect(app.app.synth().manifest.missing ?? []).toEqual([]);
});

test.each(EC2_CONFIGS)('%s has no cdk-nag findings', (_name, options) => {
  expect(appOf(options).nagFindings()).toEqual([]);
});

test('every workflow passes the linter', () => {
  const texts = combinations.flatMap(({ options }) =>
    Object.entries(filesOf(options))
      .filter(([path]) => path.startsWith('.github/'))
      .map(([, text]) => text),
  );
  expect(lintWorkflows([...new Set(texts)]).flat()).toEqual([]);
});

describe('the service stack', () => {
  const template = appOf({ terminationHook: true }).template('orders-api-production-service');

  test('has no parameter for the code, so deploying it never changes the code', () => {
    expect(template.findParameters('*', { Type: Match.not('AWS::SSM::Parameter::Value<String>') })).toEqual({});
  });

  test('protects the metadata and the volume of the instances', () => {
    const { LaunchTemplateData: data } = propertiesOf(template, 'AWS::EC2::LaunchTemplate', 'LaunchTemplate');
    expect(data.MetadataOptions).toEqual({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
    expect(data.BlockDeviceMappings).toEqual([
      { DeviceName: '/dev/xvda', Ebs: { Encrypted: true, VolumeSize: 16, VolumeType: 'gp3' } },
    ]);
    expect(data.KeyName).toBeUndefined();
  });

  test('opens only the port of the service, and only to the load balancer', () => {
    const rules = template.findResources('AWS::EC2::SecurityGroupIngress');
    expect(
      Object.values(rules).map(({ Properties: { FromPort, ToPort, SourceSecurityGroupId } }) => [
        FromPort,
        ToPort,
        JSON.stringify(SourceSecurityGroupId).includes('LoadBalancerSecurityGroup'),
      ]),
    ).toEqual([[3000, 3000, true]]);
    const { SecurityGroupIngress } = propertiesOf(template, 'AWS::EC2::SecurityGroup', 'InstanceSecurityGroup');
    expect(SecurityGroupIngress).toBeUndefined();
  });

  test('lets CodeDeploy take instances out of the load balancer, and roll back', () => {
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      ApplicationName: Match.anyValue(),
      DeploymentGroupName: 'orders-api-production',
      DeploymentStyle: { DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      LoadBalancerInfo: { TargetGroupInfoList: [Match.anyValue()] },
      AlarmConfiguration: { Enabled: true, Alarms: [Match.anyValue(), Match.anyValue(), Match.anyValue()] },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
      TerminationHookEnabled: true,
    });
  });

  test('starts instances only when they can connect to the internet', () => {
    const [group] = Object.values(template.findResources('AWS::AutoScaling::AutoScalingGroup'));
    expect(group!.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/DefaultRoute/)]));
    expect(group!.UpdatePolicy?.AutoScalingRollingUpdate).toBeUndefined();
  });
});

describe('the strategy', () => {
  const configurationOf = (options: Options) => {
    const template = appOf(options).template('orders-api-production-service');
    const [config] = Object.values(template.findResources('AWS::CodeDeploy::DeploymentConfig'));
    const [group] = Object.values(template.findResources('AWS::CodeDeploy::DeploymentGroup'));
    return config
      ? { hosts: config.Properties.MinimumHealthyHosts, zonal: config.Properties.ZonalConfig }
      : group!.Properties.DeploymentConfigName;
  };
  const half = { Type: 'FLEET_PERCENT', Value: 50 };

  test.each<readonly [string, Options, unknown]>([
    ['rolling', {}, { hosts: half, zonal: undefined }],
    [
      'rolling with one instance',
      { autoScaling: { minCapacity: 1 } },
      { hosts: { Type: 'FLEET_PERCENT', Value: 0 }, zonal: undefined },
    ],
    ['one at a time', { strategyParameters: { oneAtATime: true } }, 'CodeDeployDefault.OneAtATime'],
    ['all at once', { strategy: DeploymentStrategy.ALL_AT_ONCE }, 'CodeDeployDefault.AllAtOnce'],
    [
      'canary',
      { strategy: DeploymentStrategy.CANARY, strategyParameters: { stepBakeTimeInMinutes: 7 } },
      { hosts: half, zonal: { FirstZoneMonitorDurationInSeconds: 420 } },
    ],
    ['linear', { strategy: DeploymentStrategy.LINEAR }, { hosts: half, zonal: { MonitorDurationInSeconds: 300 } }],
  ])('%s', (_name, options, expected) => {
    expect(configurationOf(options)).toEqual(expected);
  });
});

describe('the instance role', () => {
  test('reads the bundle and its own secrets, and writes its own logs', () => {
    const app = appOf({
      secrets: {
        URL: { secretsManager: 'orders/database' },
        KEY: { ssmParameter: '/orders/key', kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' },
      },
    });
    const statements = statementsOf(app.template('orders-api-production-base'), 'InstanceRole');
    expect(statements.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ['s3:GetObject', 'arn:aws:s3:::orders-api-111122223333-us-east-1/*'],
      [
        ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        'arn:aws:logs:us-east-1:111122223333:log-group:/ec2/orders-api/production:*',
      ],
      ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders/database-??????'],
      ['ssm:GetParameter', 'arn:aws:ssm:us-east-1:111122223333:parameter/orders/key'],
      ['kms:Decrypt', 'arn:aws:kms:us-east-1:111122223333:key/1'],
    ]);
  });

  test('in another account can read the artifact bucket of its Region', () => {
    const app = appOf({ environments: [{ name: 'test' }, { name: 'production', awsAccount: '444455556666' }] });
    app.template('orders-api-artifacts').hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 's3:GetObject',
            Condition: {
              ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/orders-api-production-instance' },
            },
          }),
        ]),
      }),
    });
  });
});

test('without an image ID, the CDK looks up the image once and keeps it', () => {
  const { sources } = infraOf({});
  const missing = new InfraApp(sources).app.synth().manifest.missing ?? [];
  expect(missing.map(({ provider }) => provider)).toEqual(['ssm']);
});
