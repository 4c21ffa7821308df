import type { Template } from 'aws-cdk-lib/assertions';
import type { EcsDeliveryOptions } from '../../../src/options';
import { ContainerInsights, DeploymentStrategy } from '../../../src/options';
import { InfraApp, infraOf, propertiesOf, removeOutdirs } from '../../support/infra-app';

const STACK = 'orders-api-production-service';
const CLUSTER = 'orders-api-production';
const VPC = 'vpc-0123456789abcdef0';
const TASK_SUBNETS = ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'];
const PUBLIC_SUBNETS = ['subnet-0bbbbbbbbbbbbbbb1', 'subnet-0bbbbbbbbbbbbbbb2'];
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const SERVICE = 'AWS::ECS::Service';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const ALARM = 'AWS::CloudWatch::Alarm';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const CAPACITY_PROVIDERS = 'AWS::ECS::ClusterCapacityProviderAssociations';

type Options = Partial<EcsDeliveryOptions>;

/** Keeps templates small: the alarms have their own tests. */
const noAlarms: Options = { alarms: { enabled: false } };
const withSubnets: Options = {
  network: { vpcId: VPC, taskSubnetIds: TASK_SUBNETS, loadBalancerSubnetIds: PUBLIC_SUBNETS },
};
const worker: Options = { network: { vpcId: VPC, taskSubnetIds: TASK_SUBNETS }, loadBalancer: { enabled: false } };

const of = (options: Options = {}) => InfraApp.of(options).template(STACK);
const service = (template: Template) => propertiesOf(template, SERVICE, 'Service');
const resource = (template: Template, type: string, id: string) =>
  Object.entries(template.findResources(type)).find(([logicalId]) => logicalId.startsWith(id))!;
const ref = (template: Template, type: string, id: string) => ({ Ref: resource(template, type, id)[0] });
/** The allowed clients of a security group, with their ports. */
const ingress = (template: Template, group: string) =>
  propertiesOf(template, 'AWS::EC2::SecurityGroup', group).SecurityGroupIngress?.map((rule: Record<string, any>) => [
    rule.CidrIp,
    rule.FromPort,
    rule.ToPort,
  ]);

const rolling = of();
afterAll(removeOutdirs);

describe('the parameter', () => {
  test('is empty by default, so that no deployment falls back to an old revision', () => {
    rolling.hasParameter('TaskDefinitionArn', { Type: 'String', Default: '' });
    rolling.hasCondition('HasTaskDefinition', { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'TaskDefinitionArn' }, ''] }] });
  });

  describe('has a pattern, which CloudFormation checks against the whole value, and', () => {
    const arn = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api';
    const allowed = new RegExp(`^(?:${rolling.toJSON().Parameters.TaskDefinitionArn.AllowedPattern})$`);

    test.each([
      ['an empty value, as before the first release', ''],
      ['the ARN of a revision', `${arn}:1`],
      ['a revision number with several digits', `${arn}:1234`],
      ['a revision in another partition', 'arn:aws-us-gov:ecs:us-gov-west-1:111122223333:task-definition/orders-api:7'],
    ])('accepts %s', (_, value) => {
      expect(value).toMatch(allowed);
    });

    test.each([
      ['a blank', ' '],
      ['None, which the AWS CLI prints for null', 'None'],
      ['a family', 'orders-api'],
      ['a family and revision, which ECS would accept', 'orders-api:7'],
      ['the ARN of a family, which refers to its newest revision', arn],
      ['an ARN without a revision number', `${arn}:`],
      ['a name instead of the revision number', `${arn}:latest`],
      ['the ARN of a service', 'arn:aws:ecs:us-east-1:111122223333:service/orders-api-production/orders-api'],
      ['the ARN of a service revision', 'arn:aws:ecs:us-east-1:111122223333:service-revision/orders/orders/7'],
      ['text before the ARN', `x${arn}:7`],
      ['text after the ARN', `${arn}:7 `],
      ['a second line', `${arn}:7\n`],
    ])('rejects %s', (_, value) => {
      expect(value).not.toMatch(allowed);
    });
  });

  test('is the task definition of the service, and the stack creates no task definition', () => {
    expect(service(rolling).TaskDefinition).toEqual({ Ref: 'TaskDefinitionArn' });
    rolling.resourceCountIs('AWS::ECS::TaskDefinition', 0);
  });

  test('controls only whether the service and its scaling exist', () => {
    const { Resources } = of({ ...withSubnets, autoScaling: { maxCapacity: 4, memoryUtilization: 60 } }).toJSON();

    const conditional = Object.values<any>(Resources).filter(({ Condition }) => Condition === 'HasTaskDefinition');
    expect(conditional.map(({ Type }) => Type).sort()).toEqual([
      'AWS::ApplicationAutoScaling::ScalableTarget',
      POLICY,
      SERVICE,
    ]);
    const others = Object.values<any>(Resources).filter(({ Condition }) => Condition === undefined);
    expect(JSON.stringify(others)).not.toMatch(/TaskDefinition/);
  });
});

describe('the service', () => {
  test('runs on Fargate with the names of the config', () => {
    const properties = service(rolling);

    expect(properties).toMatchObject({
      ServiceName: 'orders-api',
      Cluster: ref(rolling, 'AWS::ECS::Cluster', 'Cluster'),
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }],
      DesiredCount: 2,
      EnableECSManagedTags: true,
      PropagateTags: 'SERVICE',
    });
    expect(properties).not.toHaveProperty('LaunchType');
    expect(properties).not.toHaveProperty('PlatformVersion');
  });

  test('runs tasks in private subnets, with a security group and without public IP addresses', () => {
    const { AwsvpcConfiguration } = service(rolling).NetworkConfiguration;

    expect(AwsvpcConfiguration).toEqual({
      AssignPublicIp: 'DISABLED',
      SecurityGroups: [
        { 'Fn::GetAtt': [resource(rolling, 'AWS::EC2::SecurityGroup', 'ServiceSecurityGroup')[0], 'GroupId'] },
      ],
      Subnets: ['VpcPrivateSubnet1', 'VpcPrivateSubnet2'].map((id) => ref(rolling, 'AWS::EC2::Subnet', id)),
    });
  });

  test('depends on the internet routes of a new VPC, because tasks need them to pull the image', () => {
    const [, { DependsOn }] = resource(rolling, SERVICE, 'Service');

    expect(DependsOn).toEqual(
      expect.arrayContaining([
        resource(rolling, 'AWS::EC2::Route', 'VpcPrivateSubnet1DefaultRoute')[0],
        resource(rolling, 'AWS::EC2::Route', 'VpcPrivateSubnet2DefaultRoute')[0],
      ]),
    );
  });

  test.each<[string, EcsDeliveryOptions['loadBalancer'], number]>([
    ['two minutes', {}, 120],
    ['the configured time', { healthCheckGracePeriodSeconds: 600 }, 600],
    ['0 seconds if the config says so', { healthCheckGracePeriodSeconds: 0 }, 0],
  ])('ignores failed health checks of a new task for %s', (_, loadBalancer, seconds) => {
    expect(service(of({ ...withSubnets, loadBalancer })).HealthCheckGracePeriodSeconds).toBe(seconds);
  });

  test('enables ECS Exec only if the config says so', () => {
    expect(service(rolling)).not.toHaveProperty('EnableExecuteCommand');
    expect(service(of({ ...withSubnets, executeCommand: true })).EnableExecuteCommand).toBe(true);
  });

  test('rebalances tasks across zones only if a deployment can start additional tasks', () => {
    const strategyParameters = { minimumHealthyPercent: 50, maximumPercent: 100 };

    expect(service(rolling).AvailabilityZoneRebalancing).toBe('ENABLED');
    expect(service(of({ ...withSubnets, strategyParameters })).AvailabilityZoneRebalancing).toBe('DISABLED');
  });
});

describe('ROLLING', () => {
  test('replaces tasks gradually, and rolls back a revision that does not start', () => {
    expect(service(of({ ...withSubnets, ...noAlarms })).DeploymentConfiguration).toEqual({
      Strategy: 'ROLLING',
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
    });
  });

  test('uses the percentages of the config', () => {
    const strategyParameters = { minimumHealthyPercent: 50, maximumPercent: 150 };

    expect(service(of({ ...withSubnets, strategyParameters })).DeploymentConfiguration).toMatchObject({
      MinimumHealthyPercent: 50,
      MaximumPercent: 150,
    });
  });

  test('has one target group, and creates its listener before the service', () => {
    rolling.resourceCountIs(TARGET_GROUP, 1);
    rolling.resourceCountIs(RULE, 0);
    rolling.hasResourceProperties(LISTENER, {
      DefaultActions: [{ Type: 'forward', TargetGroupArn: ref(rolling, TARGET_GROUP, 'TargetGroup') }],
    });
    expect(service(rolling).LoadBalancers).toEqual([
      {
        ContainerName: 'orders-api',
        ContainerPort: 3000,
        TargetGroupArn: ref(rolling, TARGET_GROUP, 'TargetGroup'),
      },
    ]);
    expect(resource(rolling, SERVICE, 'Service')[1].DependsOn).toContain(
      resource(rolling, LISTENER, 'LoadBalancerHttp')[0],
    );
  });

  test('needs no role to shift traffic', () => {
    expect(JSON.stringify(rolling.findResources('AWS::IAM::Role'))).not.toContain('ecs.amazonaws.com');
  });
});

test('ALL_AT_ONCE stops all tasks before it starts new ones, and rolls back a revision that does not start', () => {
  const strategy = DeploymentStrategy.ALL_AT_ONCE;

  expect(service(of({ ...withSubnets, ...noAlarms, strategy })).DeploymentConfiguration).toEqual({
    Strategy: 'ROLLING',
    MinimumHealthyPercent: 0,
    MaximumPercent: 100,
    DeploymentCircuitBreaker: { Enable: true, Rollback: true },
  });
});

const SHIFTING: [DeploymentStrategy, EcsDeliveryOptions['strategyParameters'], object][] = [
  [DeploymentStrategy.BLUE_GREEN, { bakeTimeInMinutes: 30 }, { Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 30 }],
  [
    DeploymentStrategy.CANARY,
    { percent: 2.5, stepBakeTimeInMinutes: 15, bakeTimeInMinutes: 10 },
    {
      Strategy: 'CANARY',
      BakeTimeInMinutes: 10,
      CanaryConfiguration: { CanaryPercent: 2.5, CanaryBakeTimeInMinutes: 15 },
    },
  ],
  [
    DeploymentStrategy.LINEAR,
    { percent: 20, stepBakeTimeInMinutes: 3, bakeTimeInMinutes: 0 },
    { Strategy: 'LINEAR', BakeTimeInMinutes: 0, LinearConfiguration: { StepPercent: 20, StepBakeTimeInMinutes: 3 } },
  ],
];

describe.each(SHIFTING)('%s', (strategy, strategyParameters, configuration) => {
  const options: Options = { ...withSubnets, ...noAlarms, strategy, strategyParameters };
  const template = of(options);
  const both = [
    { TargetGroupArn: ref(template, TARGET_GROUP, 'TargetGroup'), Weight: 100 },
    { TargetGroupArn: ref(template, TARGET_GROUP, 'AlternateTargetGroup'), Weight: 0 },
  ];

  test('has its parameters and no circuit breaker, which ECS does not support for this strategy', () => {
    expect(service(template).DeploymentConfiguration).toEqual({
      ...configuration,
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
    });
  });

  test('configures ECS with both target groups, the production rule, and the role that shifts traffic', () => {
    expect(service(template).LoadBalancers).toEqual([
      {
        ContainerName: 'orders-api',
        ContainerPort: 3000,
        TargetGroupArn: ref(template, TARGET_GROUP, 'TargetGroup'),
        AdvancedConfiguration: {
          AlternateTargetGroupArn: ref(template, TARGET_GROUP, 'AlternateTargetGroup'),
          ProductionListenerRule: ref(template, RULE, 'ProductionRule'),
          RoleArn: { 'Fn::GetAtt': [resource(template, 'AWS::IAM::Role', 'InfrastructureRole')[0], 'Arn'] },
        },
      },
    ]);
  });

  test('routes every request through a rule with both target groups', () => {
    template.resourceCountIs(RULE, 1);
    template.hasResourceProperties(RULE, {
      ListenerArn: ref(template, LISTENER, 'LoadBalancerHttp'),
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: both } }],
    });
    expect(propertiesOf(template, LISTENER, 'LoadBalancerHttp').DefaultActions).toEqual([
      { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } },
    ]);
  });

  test('has two identical target groups', () => {
    template.resourceCountIs(TARGET_GROUP, 2);
    expect(propertiesOf(template, TARGET_GROUP, 'AlternateTargetGroup')).toEqual(
      propertiesOf(template, TARGET_GROUP, 'TargetGroup'),
    );
  });

  test('has a role for ECS with the AWS managed policy', () => {
    const { AssumeRolePolicyDocument, ManagedPolicyArns, Policies } = propertiesOf(
      template,
      'AWS::IAM::Role',
      'InfrastructureRole',
    );

    expect(AssumeRolePolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs.amazonaws.com' } },
    ]);
    expect(ManagedPolicyArns).toEqual([
      {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers'],
        ],
      },
    ]);
    expect(Policies).toBeUndefined();
  });

  test('has a test listener, whose rule starts with the same target groups', () => {
    const tested = of({ ...options, strategyParameters: { ...strategyParameters, testListenerPort: 8443 } });

    expect(propertiesOf(tested, LISTENER, 'LoadBalancerTest')).toMatchObject({ Port: 8443, Protocol: 'HTTP' });
    expect(propertiesOf(tested, RULE, 'TestRule')).toMatchObject({
      ListenerArn: ref(tested, LISTENER, 'LoadBalancerTest'),
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: both } }],
    });
    expect(service(tested).LoadBalancers[0].AdvancedConfiguration.TestListenerRule).toEqual(
      ref(tested, RULE, 'TestRule'),
    );
    expect(ingress(tested, 'LoadBalancerSecurityGroup')).toEqual([
      ['0.0.0.0/0', 80, 80],
      ...PRIVATE_RANGES.map((range) => [range, 8443, 8443]),
    ]);
  });

  test('does not change its rules in a release, because that would reset the weights that ECS sets', () => {
    const changed = of({
      ...options,
      cpu: 1024,
      memory: 4096,
      environmentVariables: { LOG_LEVEL: 'debug' },
      desiredCount: 5,
      deploymentTimeoutMinutes: 200,
    });

    for (const type of [RULE, LISTENER]) {
      expect(changed.findResources(type)).toEqual(template.findResources(type));
      expect(JSON.stringify(template.findResources(type))).not.toMatch(/TaskDefinition/);
    }
  });
});

test('the first target group does not change if you switch from ROLLING to a strategy that shifts traffic', () => {
  const shifting = of({ strategy: DeploymentStrategy.BLUE_GREEN });

  expect(resource(shifting, TARGET_GROUP, 'TargetGroup')).toEqual(resource(rolling, TARGET_GROUP, 'TargetGroup'));
});

describe('a new network', () => {
  test('has public and private subnets in two zones, and one NAT gateway', () => {
    rolling.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' });
    rolling.resourceCountIs('AWS::EC2::Subnet', 4);
    rolling.resourceCountIs('AWS::EC2::NatGateway', 1);
    rolling.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.s3']] },
      VpcEndpointType: 'Gateway',
    });
    expect(propertiesOf(rolling, LOAD_BALANCER, 'LoadBalancer')).toMatchObject({
      Scheme: 'internet-facing',
      Subnets: ['VpcPublicSubnet1', 'VpcPublicSubnet2'].map((id) => ref(rolling, 'AWS::EC2::Subnet', id)),
    });
  });

  test('uses the CIDR range, the zones, and the NAT gateways of the config', () => {
    const template = of({ network: { cidr: '10.20.0.0/24', availabilityZones: 3, natGateways: 3 } });

    template.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.20.0.0/24' });
    template.resourceCountIs('AWS::EC2::Subnet', 6);
    template.resourceCountIs('AWS::EC2::NatGateway', 3);
    expect(zonesOf(template)).toEqual([0, 1, 2, 0, 1, 2].map((i) => ({ 'Fn::Select': [i, { 'Fn::GetAZs': '' }] })));
  });

  test('has no NAT gateway if tasks have public IP addresses', () => {
    const template = of({ network: { publicTasks: true } });

    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::Subnet', 2);
    expect(service(template).NetworkConfiguration.AwsvpcConfiguration).toMatchObject({
      AssignPublicIp: 'ENABLED',
      Subnets: ['VpcPublicSubnet1', 'VpcPublicSubnet2'].map((id) => ref(template, 'AWS::EC2::Subnet', id)),
    });
  });

  test('logs rejected traffic, with the log retention of the config', () => {
    const template = of({ logRetentionDays: 90 });

    template.hasResourceProperties('AWS::EC2::FlowLog', {
      TrafficType: 'REJECT',
      LogDestinationType: 'cloud-watch-logs',
      LogGroupName: ref(template, 'AWS::Logs::LogGroup', 'FlowLogs'),
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    const { AssumeRolePolicyDocument } = propertiesOf(template, 'AWS::IAM::Role', 'FlowLogRole');
    expect(AssumeRolePolicyDocument.Statement[0].Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': '111122223333' },
    });
  });

  test('creates no Lambda function', () => {
    rolling.resourceCountIs('AWS::Lambda::Function', 0);
  });
});

function zonesOf(template: Template): unknown[] {
  return Object.values(template.findResources('AWS::EC2::Subnet')).map(({ Properties }) => Properties.AvailabilityZone);
}

describe('a network with specified subnets', () => {
  const template = of({ ...withSubnets, ...noAlarms });

  test('places the tasks and the load balancer in their subnets and VPC', () => {
    expect(service(template).NetworkConfiguration.AwsvpcConfiguration.Subnets).toEqual(TASK_SUBNETS);
    expect(propertiesOf(template, LOAD_BALANCER, 'LoadBalancer').Subnets).toEqual(PUBLIC_SUBNETS);
    expect(propertiesOf(template, TARGET_GROUP, 'TargetGroup').VpcId).toBe(VPC);
    template.allResourcesProperties('AWS::EC2::SecurityGroup', { VpcId: VPC });
  });

  test('is not changed', () => {
    for (const type of ['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::NatGateway', 'AWS::EC2::FlowLog']) {
      template.resourceCountIs(type, 0);
    }
  });
});

describe('a network that is looked up', () => {
  const subnet = (id: string, availabilityZone: string) => ({
    subnetId: id,
    cidr: '10.0.0.0/24',
    availabilityZone,
    routeTableId: 'rtb-0123456789abcdef0',
  });
  const extra = 'subnet-0bbbbbbbbbbbbbbb3';
  const found = {
    vpcId: VPC,
    vpcCidrBlock: '10.0.0.0/16',
    ownerAccountId: '111122223333',
    availabilityZones: [],
    subnetGroups: [
      {
        name: 'Public',
        type: 'Public',
        subnets: [
          subnet(PUBLIC_SUBNETS[0]!, 'us-east-1a'),
          subnet(PUBLIC_SUBNETS[1]!, 'us-east-1b'),
          subnet(extra, 'us-east-1b'),
        ],
      },
      {
        name: 'Private',
        type: 'Private',
        subnets: [subnet(TASK_SUBNETS[0]!, 'us-east-1a'), subnet(TASK_SUBNETS[1]!, 'us-east-1b')],
      },
    ],
  };

  /** Runs the app like the CDK does if cdk.context.json contains the result of the lookup. */
  function lookedUp(options: Options): Template {
    const key = `vpc-provider:account=111122223333:filter.vpc-id=${VPC}:region=us-east-1:returnAsymmetricSubnets=true`;
    process.env.CDK_CONTEXT_JSON = JSON.stringify({ [key]: found });
    try {
      return of({ ...noAlarms, ...options, network: { vpcId: VPC, ...options.network } });
    } finally {
      delete process.env.CDK_CONTEXT_JSON;
    }
  }

  test('has tasks in its private subnets, and the load balancer in one public subnet per zone', () => {
    const template = lookedUp({});

    expect(service(template).NetworkConfiguration.AwsvpcConfiguration.Subnets).toEqual(TASK_SUBNETS);
    expect(propertiesOf(template, LOAD_BALANCER, 'LoadBalancer').Subnets).toEqual(PUBLIC_SUBNETS);
  });

  test('has an internal load balancer in its private subnets', () => {
    const template = lookedUp({ loadBalancer: { internetFacing: false } });

    expect(propertiesOf(template, LOAD_BALANCER, 'LoadBalancer').Subnets).toEqual(TASK_SUBNETS);
  });

  test('has tasks with public IP addresses in its public subnets', () => {
    const template = lookedUp({ network: { publicTasks: true } });

    expect(service(template).NetworkConfiguration.AwsvpcConfiguration).toMatchObject({
      AssignPublicIp: 'ENABLED',
      Subnets: [...PUBLIC_SUBNETS, extra],
    });
  });
});

describe.each<[string, Options]>([
  ['a new network', {}],
  ['a new network in three zones', { network: { availabilityZones: 3 } }],
  ['a new network with public tasks', { network: { publicTasks: true } }],
  ['specified subnets', withSubnets],
  ['specified subnets, without a load balancer', worker],
])('%s', (_, options) => {
  const assembly = InfraApp.of({ ...noAlarms, ...options }).app.synth();

  test('synthesizes without lookups, so without credentials', () => {
    expect(assembly.manifest.missing ?? []).toEqual([]);
  });

  test('synthesizes without warnings', () => {
    expect(assembly.getStackByName(STACK).messages.map(({ entry }) => entry.data)).toEqual([]);
  });
});

describe('the security groups', () => {
  test('allow all clients to connect to the load balancer over HTTP', () => {
    expect(ingress(rolling, 'LoadBalancerSecurityGroup')).toEqual([['0.0.0.0/0', 80, 80]]);
  });

  test('allow only the configured ranges, over HTTPS and over HTTP, which redirects', () => {
    const allowedCidrs = ['203.0.113.0/24', '198.51.100.7/32'];
    const template = of({ ...withSubnets, loadBalancer: { certificateArn: CERTIFICATE, allowedCidrs } });

    expect(ingress(template, 'LoadBalancerSecurityGroup')).toEqual(
      allowedCidrs.flatMap((cidr) => [443, 80].map((port) => [cidr, port, port])),
    );
  });

  describe('of a load balancer with a test listener', () => {
    const tested = (
      strategyParameters: EcsDeliveryOptions['strategyParameters'],
      loadBalancer: EcsDeliveryOptions['loadBalancer'] = {},
    ) =>
      ingress(
        of({
          ...withSubnets,
          ...noAlarms,
          strategy: DeploymentStrategy.BLUE_GREEN,
          strategyParameters: { testListenerPort: 9443, ...strategyParameters },
          loadBalancer,
        }),
        'LoadBalancerSecurityGroup',
      );

    test('allow private ranges to connect to the test port, and all clients to connect only to production', () => {
      expect(tested({})).toEqual([
        ['0.0.0.0/0', 80, 80],
        ['10.0.0.0/8', 9443, 9443],
        ['172.16.0.0/12', 9443, 9443],
        ['192.168.0.0/16', 9443, 9443],
      ]);
    });

    test('allow only the configured ranges to connect to the test port', () => {
      const testListenerCidrs = ['203.0.113.0/24', '198.51.100.7/32'];

      expect(tested({ testListenerCidrs })).toEqual([
        ['0.0.0.0/0', 80, 80],
        ['203.0.113.0/24', 9443, 9443],
        ['198.51.100.7/32', 9443, 9443],
      ]);
    });

    test('keep the ranges of the production and test ports separate', () => {
      expect(
        tested(
          { testListenerCidrs: ['198.51.100.7/32'] },
          { certificateArn: CERTIFICATE, allowedCidrs: ['203.0.113.0/24'] },
        ),
      ).toEqual([
        ['203.0.113.0/24', 443, 443],
        ['203.0.113.0/24', 80, 80],
        ['198.51.100.7/32', 9443, 9443],
      ]);
    });
  });

  test('allow only the load balancer to connect to the tasks, on the container port', () => {
    const groupId = (id: string) => ({
      'Fn::GetAtt': [resource(rolling, 'AWS::EC2::SecurityGroup', id)[0], 'GroupId'],
    });
    const rule = { IpProtocol: 'tcp', FromPort: 3000, ToPort: 3000 };

    expect(ingress(rolling, 'ServiceSecurityGroup')).toBeUndefined();
    rolling.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    rolling.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      ...rule,
      GroupId: groupId('ServiceSecurityGroup'),
      SourceSecurityGroupId: groupId('LoadBalancerSecurityGroup'),
    });
    rolling.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      ...rule,
      GroupId: groupId('LoadBalancerSecurityGroup'),
      DestinationSecurityGroupId: groupId('ServiceSecurityGroup'),
    });
  });

  test('allow the tasks all outbound traffic, and the load balancer only outbound traffic to the tasks', () => {
    const egress = (group: string) => propertiesOf(rolling, 'AWS::EC2::SecurityGroup', group).SecurityGroupEgress;

    expect(egress('ServiceSecurityGroup')).toMatchObject([{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }]);
    expect(egress('LoadBalancerSecurityGroup')).toBeUndefined();
    rolling.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
  });
});

test('the tasks of the service and one-off tasks also have the existing security groups of the config', () => {
  const template = of({
    network: { ...withSubnets.network, securityGroupIds: ['sg-0123456789abcdef0', 'sg-01234567'] },
  });
  const [id] = resource(template, 'AWS::EC2::SecurityGroup', 'ServiceSecurityGroup');
  const created = { 'Fn::GetAtt': [id, 'GroupId'] };

  expect(service(template).NetworkConfiguration.AwsvpcConfiguration.SecurityGroups).toEqual([
    created,
    'sg-0123456789abcdef0',
    'sg-01234567',
  ]);
  expect(template.toJSON().Outputs.TaskSecurityGroup.Value).toEqual({
    'Fn::Join': ['', [created, ',sg-0123456789abcdef0,sg-01234567']],
  });
});

describe('the cluster', () => {
  test('has the name of the config and Container Insights', () => {
    expect(propertiesOf(rolling, 'AWS::ECS::Cluster', 'Cluster')).toMatchObject({
      ClusterName: CLUSTER,
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
    });
  });

  test.each<[ContainerInsights, string]>([
    [ContainerInsights.DISABLED, 'disabled'],
    [ContainerInsights.ENHANCED, 'enhanced'],
  ])('has the Container Insights of the config: %s', (containerInsights, value) => {
    expect(propertiesOf(of({ ...withSubnets, containerInsights }), 'AWS::ECS::Cluster', 'Cluster')).toMatchObject({
      ClusterSettings: [{ Name: 'containerInsights', Value: value }],
    });
  });

  test.each<[string, Options]>([
    ['without Spot', withSubnets],
    ['with Spot', { ...withSubnets, fargateSpot: {} }],
  ])('gets the Fargate capacity providers before the service is created, %s', (_, options) => {
    const template = of(options);

    const [id, { Properties }] = resource(template, CAPACITY_PROVIDERS, 'Cluster');
    expect(Properties).toEqual({
      Cluster: ref(template, 'AWS::ECS::Cluster', 'Cluster'),
      CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      DefaultCapacityProviderStrategy: [],
    });
    expect(resource(template, SERVICE, 'Service')[1].DependsOn).toContain(id);
  });

  test('is not created if the config specifies an existing cluster, whose capacity providers are unknown', () => {
    const template = of({ ...withSubnets, ecsCluster: 'shared' });

    template.resourceCountIs('AWS::ECS::Cluster', 0);
    template.resourceCountIs(CAPACITY_PROVIDERS, 0);
    expect(service(template)).toMatchObject({ Cluster: 'shared', LaunchType: 'FARGATE' });
    expect(service(template)).not.toHaveProperty('CapacityProviderStrategy');
    expect(resource(template, SERVICE, 'Service')[1].DependsOn).toEqual([
      resource(template, LISTENER, 'LoadBalancerHttp')[0],
    ]);
  });
});

describe('Fargate Spot', () => {
  test('runs its share of the tasks with a capacity provider strategy, which excludes a launch type', () => {
    const properties = service(of({ ...withSubnets, desiredCount: 10, fargateSpot: { onDemandBase: 2, percent: 75 } }));

    expect(properties.CapacityProviderStrategy).toEqual([
      { CapacityProvider: 'FARGATE', Base: 2, Weight: 1 },
      { CapacityProvider: 'FARGATE_SPOT', Weight: 3 },
    ]);
    expect(properties).not.toHaveProperty('LaunchType');
  });

  test('can run all tasks', () => {
    const { CapacityProviderStrategy } = service(of({ ...withSubnets, fargateSpot: { onDemandBase: 0 } }));

    expect(CapacityProviderStrategy).toEqual([{ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }]);
  });

  test('runs all tasks except the on-demand base by default', () => {
    expect(service(of({ ...withSubnets, fargateSpot: {} })).CapacityProviderStrategy).toEqual([
      { CapacityProvider: 'FARGATE', Base: 1, Weight: 0 },
      { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
    ]);
  });

  test('changes only the capacity provider strategy: removing a launch type would replace the service', () => {
    const withStrategy = (template: Template, CapacityProviderStrategy: unknown) => {
      const { Resources, ...others } = template.toJSON();
      const [id, { Properties, ...rest }] = resource(template, SERVICE, 'Service');
      return {
        ...others,
        Resources: { ...Resources, [id]: { ...rest, Properties: { ...Properties, CapacityProviderStrategy } } },
      };
    };
    const spot = of({ ...withSubnets, fargateSpot: {} });

    expect(withStrategy(of(withSubnets), service(spot).CapacityProviderStrategy)).toEqual(spot.toJSON());
  });

  test('is also used in an existing cluster, which must provide it', () => {
    const template = of({ ...withSubnets, ecsCluster: 'shared', fargateSpot: {} });

    expect(service(template).CapacityProviderStrategy).toEqual([
      { CapacityProvider: 'FARGATE', Base: 1, Weight: 0 },
      { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
    ]);
    expect(service(template)).not.toHaveProperty('LaunchType');
    template.resourceCountIs(CAPACITY_PROVIDERS, 0);
  });
});

describe('the load balancer', () => {
  test('drops invalid headers, and can be deleted if the creation of the stack fails', () => {
    expect(attributesOf(propertiesOf(rolling, LOAD_BALANCER, 'LoadBalancer').LoadBalancerAttributes)).toEqual({
      'deletion_protection.enabled': 'false',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
    });
  });

  test('logs to the bucket of the config', () => {
    const template = of({ ...withSubnets, loadBalancer: { accessLogsBucket: 'acme-logs' } });

    expect(attributesOf(propertiesOf(template, LOAD_BALANCER, 'LoadBalancer').LoadBalancerAttributes)).toMatchObject({
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': 'acme-logs',
    });
    template.resourceCountIs('AWS::S3::Bucket', 0);
  });

  test('is in private subnets if it is internal', () => {
    const template = of({ loadBalancer: { internetFacing: false } });

    expect(propertiesOf(template, LOAD_BALANCER, 'LoadBalancer')).toMatchObject({
      Scheme: 'internal',
      Subnets: ['VpcPrivateSubnet1', 'VpcPrivateSubnet2'].map((id) => ref(template, 'AWS::EC2::Subnet', id)),
    });
  });

  test('checks health at the configured path, and gives stopping tasks time to finish', () => {
    const template = of({ ...withSubnets, healthCheckPath: '/ready', stopTimeout: 45 });

    const { TargetGroupAttributes, ...properties } = propertiesOf(template, TARGET_GROUP, 'TargetGroup');
    expect(properties).toMatchObject({
      TargetType: 'ip',
      Protocol: 'HTTP',
      HealthCheckPath: '/ready',
      HealthCheckIntervalSeconds: 15,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      Matcher: { HttpCode: '200' },
    });
    expect(attributesOf(TargetGroupAttributes)).toMatchObject({ 'deregistration_delay.timeout_seconds': '45' });
  });

  test.each(Object.values(DeploymentStrategy))(
    'keeps its target groups if the container port changes, because ECS registers tasks with that port (%s)',
    (strategy) => {
      const [before, after] = [3000, 8080].map((containerPort) =>
        of({ ...withSubnets, ...noAlarms, strategy, containerPort }),
      ) as [Template, Template];

      expect(after.findResources(TARGET_GROUP)).toEqual(before.findResources(TARGET_GROUP));
      after.allResourcesProperties(TARGET_GROUP, { Port: 80 });
      // The health check uses the port that the task is registered with.
      expect(propertiesOf(after, TARGET_GROUP, 'TargetGroup')).not.toHaveProperty('HealthCheckPort');
      expect(service(after).LoadBalancers[0].ContainerPort).toBe(8080);
    },
  );
});

function attributesOf(attributes: { Key: string; Value: string }[]): Record<string, string> {
  return Object.fromEntries(attributes.map(({ Key, Value }) => [Key, Value]));
}

describe('HTTPS', () => {
  const template = of({
    ...withSubnets,
    strategy: DeploymentStrategy.BLUE_GREEN,
    strategyParameters: { testListenerPort: 9443 },
    loadBalancer: { certificateArn: CERTIFICATE, domainName: 'orders.example.com' },
  });

  test.each([
    ['LoadBalancerHttps', 443],
    ['LoadBalancerTest', 9443],
  ])('%s has the certificate and accepts only TLS 1.2 and 1.3', (id, port) => {
    expect(propertiesOf(template, LISTENER, id)).toMatchObject({
      Port: port,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: CERTIFICATE }],
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
  });

  test('is the target of a permanent redirect from HTTP', () => {
    expect(propertiesOf(template, LISTENER, 'LoadBalancerHttp')).toMatchObject({
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [
        { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
      ],
    });
  });

  test('can be added to a service without a second listener on port 80, which could not be created', () => {
    const before = resource(rolling, LISTENER, 'LoadBalancerHttp')[0];

    expect(Object.keys(template.findResources(LISTENER))).toContain(before);
  });
});

describe('auto scaling', () => {
  const scaled = (autoScaling: EcsDeliveryOptions['autoScaling'], options: Options = {}) =>
    of({ ...withSubnets, ...noAlarms, ...options, autoScaling });

  test('sets the number of tasks, so the service does not', () => {
    const template = scaled({ minCapacity: 3, maxCapacity: 9 });

    expect(service(template)).not.toHaveProperty('DesiredCount');
    template.hasResource('AWS::ApplicationAutoScaling::ScalableTarget', {
      DependsOn: ['Service'],
      Properties: {
        ServiceNamespace: 'ecs',
        ResourceId: `service/${CLUSTER}/orders-api`,
        ScalableDimension: 'ecs:service:DesiredCount',
        MinCapacity: 3,
        MaxCapacity: 9,
      },
    });
  });

  test('targets the utilization of the config', () => {
    const template = scaled({ maxCapacity: 4, cpuUtilization: 55, memoryUtilization: 65 });

    const targets = Object.values(template.findResources(POLICY)).map(({ Properties }) => [
      Properties.PolicyType,
      Properties.TargetTrackingScalingPolicyConfiguration,
    ]);
    expect(targets).toEqual([
      [
        'TargetTrackingScaling',
        {
          PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
          TargetValue: 55,
        },
      ],
      [
        'TargetTrackingScaling',
        {
          PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' },
          TargetValue: 65,
        },
      ],
    ]);
  });

  test('tracks the requests of the target group, identified by a resource label', () => {
    const template = scaled({ maxCapacity: 4, requestsPerTarget: 1000 });

    template.resourceCountIs(POLICY, 1);
    const { TargetTrackingScalingPolicyConfiguration: target } = propertiesOf(template, POLICY, 'ScaleByRequests');
    expect(target).toEqual({
      TargetValue: 1000,
      PredefinedMetricSpecification: {
        PredefinedMetricType: 'ALBRequestCountPerTarget',
        ResourceLabel: {
          'Fn::Join': [
            '',
            [
              { 'Fn::GetAtt': [resource(template, LOAD_BALANCER, 'LoadBalancer')[0], 'LoadBalancerFullName'] },
              '/',
              { 'Fn::GetAtt': [resource(template, TARGET_GROUP, 'TargetGroup')[0], 'TargetGroupFullName'] },
            ],
          ],
        },
      },
    });
  });

  test('creates no role, because AWS uses a service-linked role', () => {
    scaled({ maxCapacity: 4 }).resourceCountIs('AWS::IAM::Role', 0);
  });
});

test('only the alarm for unhealthy targets waits longer than a new task can take to become healthy', () => {
  const template = of({ ...withSubnets, loadBalancer: { healthCheckGracePeriodSeconds: 300 } });
  const periods = (id: string) => {
    const { EvaluationPeriods, DatapointsToAlarm } = propertiesOf(template, ALARM, id);
    return [EvaluationPeriods, DatapointsToAlarm];
  };

  expect(periods('UnhealthyHostsAlarm')).toEqual([6, 6]);
  expect(periods('Http5xxAlarm')).toEqual([3, 3]);
});

describe('the alarms', () => {
  const everyMinuteOf = (count: number) => ({
    EvaluationPeriods: count,
    DatapointsToAlarm: count,
    TreatMissingData: 'notBreaching',
  });

  /** The CloudWatch dimensions of a target group. A listener ARN contains `app/name/id` of the load balancer. */
  const dimensionsOf = (template: Template, targetGroup: string) => {
    const part = (index: number) => ({
      'Fn::Select': [index, { 'Fn::Split': ['/', ref(template, LISTENER, 'LoadBalancerHttp')] }],
    });
    return [
      { Name: 'LoadBalancer', Value: { 'Fn::Join': ['', [part(1), '/', part(2), '/', part(3)]] } },
      {
        Name: 'TargetGroup',
        Value: { 'Fn::GetAtt': [resource(template, TARGET_GROUP, targetGroup)[0], 'TargetGroupFullName'] },
      },
    ];
  };

  test('roll back a deployment, for every strategy', () => {
    for (const strategy of Object.values(DeploymentStrategy)) {
      const template = of({ ...withSubnets, strategy });
      const { AlarmNames, Enable, Rollback } = service(template).DeploymentConfiguration.Alarms;

      expect([Enable, Rollback]).toEqual([true, true]);
      expect(AlarmNames).toHaveLength(Object.keys(template.findResources(ALARM)).length);
      expect(AlarmNames).toEqual(
        expect.arrayContaining(Object.keys(template.findResources(ALARM)).map((id) => ({ Ref: id }))),
      );
    }
  });

  const inPlace = ['Http5xxAlarm', 'LoadBalancer5xxAlarm', 'UnhealthyHostsAlarm', 'CpuAlarm'];
  const ofEach = [
    'Http5xxAlarm',
    'AlternateHttp5xxAlarm',
    'LoadBalancer5xxAlarm',
    'UnhealthyHostsAlarm',
    'AlternateUnhealthyHostsAlarm',
    'CpuAlarm',
  ];

  test.each<[DeploymentStrategy, string[]]>([
    [DeploymentStrategy.ROLLING, inPlace],
    // For some time, no task responds, so the load balancer does.
    [DeploymentStrategy.ALL_AT_ONCE, inPlace.filter((id) => id !== 'LoadBalancer5xxAlarm')],
    [DeploymentStrategy.BLUE_GREEN, ofEach],
    [DeploymentStrategy.CANARY, ofEach],
    [DeploymentStrategy.LINEAR, ofEach],
  ])('of %s are exactly these', (strategy, expected) => {
    const alarms = of({ ...withSubnets, strategy }).findResources(ALARM);

    expect(Object.keys(alarms).map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(expected);
  });

  describe('for 5xx responses', () => {
    /** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
    const ofLoadBalancer = (template: Template) => [
      {
        Name: 'LoadBalancer',
        Value: { 'Fn::GetAtt': [resource(template, LOAD_BALANCER, 'LoadBalancer')[0], 'LoadBalancerFullName'] },
      },
    ];
    /** The metrics of an alarm, keyed by their ID in its expression. */
    const metricsOf = (template: Template, id: string) => {
      const [, ...metrics] = propertiesOf(template, ALARM, id).Metrics;
      return Object.fromEntries(metrics.map(({ Id, MetricStat }: any) => [Id, MetricStat]));
    };
    const sumOf = (MetricName: string, Dimensions: unknown) => ({
      Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions },
      Period: 60,
      Stat: 'Sum',
    });
    const shifting = of({ ...withSubnets, strategy: DeploymentStrategy.CANARY });

    // Without requests, the rate of the tasks is 0. Without errors, the alarm for the load balancer has no data.
    const ofTasks = 'IF(requests > 0, 100 * FILL(errors, 0) / requests, 0)';
    const ofLoadBalancerErrors = '100 * errors / MAX([errors, requests])';

    test.each<[string, string, Template, string]>([
      ['ROLLING', 'Http5xxAlarm', rolling, ofTasks],
      ['ROLLING', 'LoadBalancer5xxAlarm', rolling, ofLoadBalancerErrors],
      ['CANARY', 'Http5xxAlarm', shifting, ofTasks],
      ['CANARY', 'AlternateHttp5xxAlarm', shifting, ofTasks],
      ['CANARY', 'LoadBalancer5xxAlarm', shifting, ofLoadBalancerErrors],
    ])('watch the error rate (%s: %s)', (_, id, template, expression) => {
      const { Metrics, ...alarm } = propertiesOf(template, ALARM, id);

      expect(alarm).toMatchObject({
        ...everyMinuteOf(3),
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
      });
      expect(Metrics.map(({ Id, Expression, ReturnData }: any) => [Id, Expression, ReturnData])).toEqual([
        [expect.any(String), expression, true],
        ['errors', undefined, false],
        ['requests', undefined, false],
      ]);
    });

    test('have the threshold and the minutes of the config', () => {
      const strategy = DeploymentStrategy.LINEAR;
      const template = of({ ...withSubnets, strategy, alarms: { http5xxPercent: 2.5, minutes: 5 } });

      for (const id of ['Http5xxAlarm', 'AlternateHttp5xxAlarm', 'LoadBalancer5xxAlarm']) {
        expect(propertiesOf(template, ALARM, id)).toMatchObject({ ...everyMinuteOf(5), Threshold: 2.5 });
      }
    });

    test.each([DeploymentStrategy.ROLLING, DeploymentStrategy.ALL_AT_ONCE])(
      'watch all tasks together, with the metrics of the load balancer, if traffic does not shift (%s)',
      (strategy) => {
        const template = of({ ...withSubnets, strategy });

        expect(metricsOf(template, 'Http5xxAlarm')).toEqual({
          errors: sumOf('HTTPCode_Target_5XX_Count', ofLoadBalancer(template)),
          requests: sumOf('RequestCount', ofLoadBalancer(template)),
        });
        expect(propertiesOf(template, ALARM, 'Http5xxAlarm').AlarmDescription).toBe(
          'More than 5% of responses from tasks have a 5xx status code.',
        );
      },
    );

    test.each([DeploymentStrategy.BLUE_GREEN, DeploymentStrategy.CANARY, DeploymentStrategy.LINEAR])(
      'watch each target group separately if traffic shifts, so that a large one does not hide errors (%s)',
      (strategy) => {
        const template = of({ ...withSubnets, strategy });

        for (const [id, targetGroup, which] of [
          ['Http5xxAlarm', 'TargetGroup', 'first'],
          ['AlternateHttp5xxAlarm', 'AlternateTargetGroup', 'alternate'],
        ] as const) {
          expect(metricsOf(template, id)).toEqual({
            errors: sumOf('HTTPCode_Target_5XX_Count', dimensionsOf(template, targetGroup)),
            requests: sumOf('RequestCount', dimensionsOf(template, targetGroup)),
          });
          expect(propertiesOf(template, ALARM, id).AlarmDescription).toBe(
            `More than 5% of responses from tasks in the ${which} target group have a 5xx status code.`,
          );
        }
      },
    );

    test.each([
      DeploymentStrategy.ROLLING,
      DeploymentStrategy.BLUE_GREEN,
      DeploymentStrategy.CANARY,
      DeploymentStrategy.LINEAR,
    ])('watch errors that the load balancer returns itself, because no task responds (%s)', (strategy) => {
      const template = of({ ...withSubnets, strategy });

      expect(metricsOf(template, 'LoadBalancer5xxAlarm')).toEqual({
        errors: sumOf('HTTPCode_ELB_5XX_Count', ofLoadBalancer(template)),
        requests: sumOf('RequestCount', ofLoadBalancer(template)),
      });
      expect(propertiesOf(template, ALARM, 'LoadBalancer5xxAlarm').AlarmDescription).toBe(
        'More than 5% of requests received no response from a task.',
      );
    });

    test('exclude errors of the load balancer if all tasks stop at once, for any threshold', () => {
      const strategy = DeploymentStrategy.ALL_AT_ONCE;
      const template = of({ ...withSubnets, strategy, alarms: { http5xxPercent: 0.1 } });

      expect(JSON.stringify(template.toJSON())).not.toMatch(/HTTPCode_ELB|LoadBalancer5xxAlarm/);
    });
  });

  test('watch unhealthy targets, in both target groups if traffic shifts', () => {
    const watched = (template: Template) =>
      Object.values(template.findResources(ALARM))
        .filter(({ Properties }) => Properties.MetricName === 'UnHealthyHostCount')
        .map(({ Properties }) => Properties);
    const shifting = of({ ...withSubnets, strategy: DeploymentStrategy.LINEAR, alarms: { unhealthyHosts: 2 } });

    expect(watched(rolling)).toMatchObject([
      {
        ...everyMinuteOf(3),
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Statistic: 'Maximum',
        Period: 60,
      },
    ]);
    expect(watched(rolling).map(({ Dimensions }) => Dimensions)).toEqual([dimensionsOf(rolling, 'TargetGroup')]);
    expect(watched(shifting).map(({ Threshold }) => Threshold)).toEqual([2, 2]);
    expect(watched(shifting).map(({ Dimensions }) => Dimensions)).toEqual(
      ['TargetGroup', 'AlternateTargetGroup'].map((id) => dimensionsOf(shifting, id)),
    );
  });

  test('watch the CPU of the service', () => {
    expect(propertiesOf(rolling, ALARM, 'CpuAlarm')).toMatchObject({
      ...everyMinuteOf(3),
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Dimensions: [
        { Name: 'ClusterName', Value: CLUSTER },
        { Name: 'ServiceName', Value: 'orders-api' },
      ],
      Statistic: 'Average',
      Period: 60,
      Threshold: 90,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  test('notify only the topic of the config, if there is one', () => {
    for (const { Properties } of Object.values(rolling.findResources(ALARM))) {
      expect(Properties.AlarmActions).toBeUndefined();
    }
    const template = of({ ...withSubnets, alarms: { topicArn: TOPIC } });

    template.allResourcesProperties(ALARM, { AlarmActions: [TOPIC] });
  });

  test('are not created if the config disables them', () => {
    const template = of({ ...withSubnets, ...noAlarms });

    template.resourceCountIs(ALARM, 0);
    expect(service(template).DeploymentConfiguration).not.toHaveProperty('Alarms');
  });
});

describe('a service without a load balancer', () => {
  const template = of(worker);

  test('has none of its resources', () => {
    for (const type of [LOAD_BALANCER, LISTENER, TARGET_GROUP, 'AWS::EC2::SecurityGroupIngress']) {
      template.resourceCountIs(type, 0);
    }
    expect(service(template)).not.toHaveProperty('LoadBalancers');
    expect(service(template)).not.toHaveProperty('HealthCheckGracePeriodSeconds');
    expect(template.toJSON().Outputs).not.toHaveProperty('Url');
  });

  test('has only a CPU alarm', () => {
    template.resourceCountIs(ALARM, 1);
    template.hasResourceProperties(ALARM, { MetricName: 'CPUUtilization' });
  });
});

describe('the outputs', () => {
  const outputsOf = (options: Options) => of({ ...withSubnets, ...options }).toJSON().Outputs;
  const dnsName = { 'Fn::GetAtt': [expect.stringMatching(/^LoadBalancer/), 'DNSName'] };

  test('contain the URL of the load balancer', () => {
    const { Url, ...others } = outputsOf({});

    expect(Url.Value).toEqual({ 'Fn::Join': ['', ['http://', dnsName]] });
    expect(Object.keys(others)).toEqual(['TaskSubnets', 'TaskSecurityGroup']);
  });

  test('contain an HTTPS URL if there is a certificate', () => {
    const { Url } = outputsOf({ loadBalancer: { certificateArn: CERTIFICATE } });

    expect(Url.Value).toEqual({ 'Fn::Join': ['', ['https://', dnsName]] });
  });

  test('contain the URL for clients and the target of its DNS record', () => {
    const { Url, LoadBalancerDnsName } = outputsOf({
      loadBalancer: { certificateArn: CERTIFICATE, domainName: 'orders.example.com' },
    });

    expect(Url.Value).toBe('https://orders.example.com');
    expect(LoadBalancerDnsName.Value).toEqual(dnsName);
  });

  test('always contain the network for one-off tasks, because the next release can add one', () => {
    const { TaskSubnets, TaskSecurityGroup } = outputsOf({});

    expect(TaskSubnets.Value).toBe(TASK_SUBNETS.join(','));
    expect(TaskSecurityGroup.Value).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^ServiceSecurityGroup/), 'GroupId'],
    });
  });
});

describe('cdk-nag', () => {
  const everything: Options = {
    ...withSubnets,
    strategy: DeploymentStrategy.CANARY,
    strategyParameters: { testListenerPort: 8443 },
    loadBalancer: { allowedCidrs: ['203.0.113.0/24'], accessLogsBucket: 'acme-logs' },
    alarms: { topicArn: TOPIC },
    autoScaling: { maxCapacity: 4 },
  };
  const source = (options: Options) => infraOf(options).sources['service-stack.ts']!;

  test.each<[string, Options]>([
    ['by default', {}],
    ['with all options', everything],
    [
      'with a public test listener',
      { ...everything, strategyParameters: { testListenerPort: 8443, testListenerCidrs: ['0.0.0.0/0'] } },
    ],
    ['without a load balancer', worker],
  ])('reports no unacknowledged findings, %s', (_, options) => {
    expect(InfraApp.of(options).nagFindings()).toEqual([]);
  });

  test('gets acknowledgements only for findings that it would report', () => {
    expect(source({}).match(/AwsSolutions-\w+/g)).toEqual(['AwsSolutions-EC23', 'AwsSolutions-ELB2']);
    expect(source(everything)).not.toMatch(/AwsSolutions-(EC23|ELB2)/);
    expect(source(worker)).not.toContain('AwsSolutions');
  });
});
