import { Match } from 'aws-cdk-lib/assertions';
import { EC2_DELIVERY } from '../../../src/delivery/ec2';
import { type Infra, renderInfra } from '../../../src/delivery/infra';
import { CpuArchitecture, DeploymentStrategy, Ec2DeploymentMode } from '../../../src/options';
import { lintWorkflows } from '../../support/actionlint';
import {
  InfraApp,
  propertiesOf,
  removeOutdirs,
  statementsOf,
  typeErrors,
  withNewFiles,
  withNewStacks,
} from '../../support/infra-app';
import { CLI_ACTIONS } from '../../support/permissions/cli-actions';
import { allows, rolesIn } from '../../support/permissions/roles';
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

const REFRESH: Options = { ...IMAGE, deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH };
const REFRESH_STRATEGIES: Readonly<Record<string, Options>> = {
  rolling: { ...ENVIRONMENTS.three, ...ENGINES.github },
  canary: { ...ENVIRONMENTS.one, ...ENGINES.pipeline, strategy: DeploymentStrategy.CANARY },
  linear: { ...ENVIRONMENTS.three, ...ARCHITECTURES['x86-64'], strategy: DeploymentStrategy.LINEAR },
  'blue-green': { ...ENVIRONMENTS.one, strategy: DeploymentStrategy.BLUE_GREEN, network: { publicInstances: true } },
  'all-at-once': { ...ENVIRONMENTS.one, strategy: DeploymentStrategy.ALL_AT_ONCE, alarms: { enabled: false } },
};
const ALL_COMBINATIONS = [
  ...combinations,
  ...Object.entries(REFRESH_STRATEGIES).map(([name, options]) => ({
    name: `refresh-${name}`,
    options: { ...REFRESH, ...options },
  })),
];

const ALL_APPS = [...ALL_COMBINATIONS, ...EC2_CONFIGS.map(([name, options]) => ({ name, options }))];

const infraOf = (options: Options) => {
  const model = modelOf(options);
  return renderInfra(model, EC2_DELIVERY.compose(model));
};

const appOfInfra = ({ sources, cdkJson }: Infra) =>
  new InfraApp(sources, (cdkJson.data as { context?: Record<string, unknown> }).context);

const appOf = (options: Options = {}) => appOfInfra(infraOf({ ...IMAGE, ...options }));

afterAll(removeOutdirs);

/** Every app with an image ID, so that the CDK needs no lookup. */
const infras = new Map(ALL_APPS.map(({ name, options }) => [name, infraOf({ ...IMAGE, ...options })]));

test('every app compiles', () => {
  const apps = ALL_APPS.map(({ name, options }): [string, Infra] => [name, infraOf(options)]);
  expect(typeErrors(Object.fromEntries(withNewFiles(apps, ([, { sources }]) => sources)))).toEqual([]);
});

const checked = withNewStacks(ALL_APPS, ({ name }) => infras.get(name)!.sources);

test.each(checked)('$name synthesizes offline and has no cdk-nag findings', ({ name }) => {
  const app = appOfInfra(infras.get(name)!);
  expect(app.nagFindings()).toEqual([]);
  expect(app.app.synth().manifest.missing ?? []).toEqual([]);
});

test('every workflow passes the linter', () => {
  const texts = ALL_COMBINATIONS.flatMap(({ options }) =>
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

test('the load balancer has a certificate, DNS records, and a web ACL', () => {
  const template = appOf({
    loadBalancer: {
      domainName: 'orders.example.com',
      hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
      webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/12345678-1234-1234-1234-123456789012',
      idleTimeoutSeconds: 120,
    },
  }).template('orders-api-production-service');
  template.hasResourceProperties('AWS::CertificateManager::Certificate', { DomainName: 'orders.example.com' });
  template.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'orders.example.com.', Type: 'A' });
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 443, Protocol: 'HTTPS' });
  template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    LoadBalancerAttributes: Match.arrayWith([{ Key: 'idle_timeout.timeout_seconds', Value: '120' }]),
  });
  template.hasOutput('ServiceUrl', { Value: 'https://orders.example.com' });
  expect(template.findOutputs('LoadBalancerDnsName')).toEqual({});
});

describe('the roles of the engines', () => {
  const SCRIPT_ACTIONS: Readonly<Record<string, readonly string[]>> = {
    'infra/release.sh': [
      'sts:AssumeRole',
      'cloudformation:CancelUpdateStack',
      'cloudformation:DescribeStackEvents',
      'cloudformation:DescribeStacks',
      'cloudwatch:DescribeAlarms',
    ],
    'infra/rollback.sh': ['sts:AssumeRole', 'cloudformation:DescribeStacks', 'cloudformation:CancelUpdateStack'],
  };

  test.each(Object.entries(SCRIPT_ACTIONS))('allow what %s calls in an instance refresh', (path, actions) => {
    const script = filesOf({ ...REFRESH })[path]!;
    const called = [...script.matchAll(/\baws ([a-z0-9-]+ [a-z-]+)/g)].flatMap(([, operation]) => {
      const needed = CLI_ACTIONS[operation!];
      expect({ operation, needed }).toEqual({ operation, needed: expect.anything() });
      return typeof needed === 'string' ? [] : needed!;
    });
    expect(actions).toEqual(expect.arrayContaining([...new Set(called)]));
    const role = rolesIn(appOf(REFRESH)).find(({ id }) => id.endsWith('orders-api-production-deploy'))!;
    expect(actions.filter((action) => !allows(role, action))).toEqual([]);
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

describe('the service stack of instances that are replaced', () => {
  const stackOf = (options: Options) => appOf({ ...REFRESH, ...options }).template('orders-api-production-service');
  const groupOf = (options: Options) =>
    Object.values(stackOf(options).findResources('AWS::AutoScaling::AutoScalingGroup'))[0]!;
  const template = stackOf({ autoScaling: { maxCapacity: 4 } });
  const [group] = Object.values(template.findResources('AWS::AutoScaling::AutoScalingGroup'));

  test('has parameters for the bundle, its history, and the alarms', () => {
    const parameters = template.findParameters('*', { Type: 'String' });
    expect(Object.entries(parameters).map(([name, { Default }]) => [name, Default])).toEqual([
      ['BundleKey', 'none'],
      ['BundleHistory', 'none'],
      ['WatchAlarms', 'true'],
    ]);
    const key = new RegExp(parameters.BundleKey!.AllowedPattern);
    const history = new RegExp(parameters.BundleHistory!.AllowedPattern);
    const hash = 'a'.repeat(64);
    expect([`${hash}.zip`, 'none', `${hash}xzip`, `${hash}.zip; reboot`].map((value) => key.test(value))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([`${hash}.zip,${hash}.zip`, `${hash}.zip,`].map((value) => history.test(value))).toEqual([true, false]);
  });

  test('contains instances and scaling only if there is a bundle', () => {
    const conditional = Object.values(template.toJSON().Resources as Record<string, any>)
      .filter(({ Condition }) => Condition === 'HasBundle')
      .map(({ Type }) => Type);
    expect(conditional.sort()).toEqual(['AWS::AutoScaling::AutoScalingGroup', 'AWS::AutoScaling::ScalingPolicy']);
    template.hasCondition('HasBundle', { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'BundleKey' }, 'none'] }] });
  });

  test('contains nothing of CodeDeploy', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/codedeploy/i);
  });

  test('starts an instance refresh for a numbered version of the launch template', () => {
    expect(group!.Properties.LaunchTemplate.Version).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^LaunchTemplate/), 'LatestVersionNumber'],
    });
    const { UserData } = propertiesOf(template, 'AWS::EC2::LaunchTemplate', 'LaunchTemplate').LaunchTemplateData;
    expect(JSON.stringify(UserData)).toContain('{"Ref":"BundleKey"}');
  });

  test('keeps an instance out of service until it has started the service', () => {
    expect(group!.Properties).toMatchObject({
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 60,
      LifecycleHookSpecificationList: [
        {
          LifecycleHookName: 'service-started',
          LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
          HeartbeatTimeout: 900,
          DefaultResult: 'ABANDON',
        },
      ],
    });
    expect(group!.CreationPolicy).toEqual({ ResourceSignal: { Count: 2, Timeout: 'PT15M' } });
    expect(groupOf({ loadBalancer: { enabled: false } }).Properties.HealthCheckType).toBeUndefined();
  });

  test('stops a release if an alarm goes off, but not a rollback', () => {
    expect(group!.UpdatePolicy.AutoScalingInstanceRefresh.Preferences.AlarmSpecification).toEqual({
      'Fn::If': [
        'WatchesAlarms',
        {
          Alarms: ['Http5xxAlarm', 'LoadBalancer5xxAlarm', 'CpuAlarm'].map((id) => ({
            Ref: expect.stringMatching(new RegExp(`^${id}`)),
          })),
        },
        { Ref: 'AWS::NoValue' },
      ],
    });
  });

  test.each<readonly [string, Options, object]>([
    ['rolling', {}, { MinHealthyPercentage: 100, MaxHealthyPercentage: 110, InstanceWarmup: 60 }],
    [
      'rolling with percentages',
      { strategyParameters: { minimumHealthyPercent: 50, maximumHealthyPercent: 150, bakeTimeInMinutes: 10 } },
      { MinHealthyPercentage: 50, MaxHealthyPercentage: 150, InstanceWarmup: 60, BakeTime: 600 },
    ],
    [
      'canary',
      { strategy: DeploymentStrategy.CANARY, strategyParameters: { percent: 20, stepBakeTimeInMinutes: 7 } },
      {
        MinHealthyPercentage: 100,
        MaxHealthyPercentage: 110,
        InstanceWarmup: 60,
        CheckpointPercentages: [20, 100],
        CheckpointDelay: 420,
      },
    ],
    [
      'linear',
      { strategy: DeploymentStrategy.LINEAR, strategyParameters: { percent: 30 } },
      {
        MinHealthyPercentage: 100,
        MaxHealthyPercentage: 110,
        InstanceWarmup: 60,
        CheckpointPercentages: [30, 60, 90, 100],
        CheckpointDelay: 300,
      },
    ],
    [
      'blue/green',
      { strategy: DeploymentStrategy.BLUE_GREEN },
      { MinHealthyPercentage: 100, MaxHealthyPercentage: 200, InstanceWarmup: 60, BakeTime: 300 },
    ],
    [
      'all at once',
      { strategy: DeploymentStrategy.ALL_AT_ONCE },
      { MinHealthyPercentage: 0, MaxHealthyPercentage: 100, InstanceWarmup: 60 },
    ],
  ])('%s', (_name, options, expected) => {
    const { AutoScalingInstanceRefresh, ...others } = groupOf(options).UpdatePolicy;
    expect(AutoScalingInstanceRefresh).toEqual({
      Strategy: 'Rolling',
      Preferences: { ...expected, AlarmSpecification: expect.anything() },
    });
    expect(others).toEqual({ AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true } });
  });
});

describe('the instance role', () => {
  test('can report that the service has started', () => {
    const statements = statementsOf(appOf(REFRESH).template('orders-api-production-base'), 'InstanceRole');
    expect(statements).toContainEqual(
      expect.objectContaining({
        Action: 'autoscaling:CompleteLifecycleAction',
        Resource:
          'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*:autoScalingGroupName/orders-api-production-instances',
      }),
    );
  });

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
