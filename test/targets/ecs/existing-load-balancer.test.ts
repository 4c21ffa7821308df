import type { Template } from 'aws-cdk-lib/assertions';
import type { EcsDeliveryOptions, LoadBalancerOptions } from '../../../src/options';
import { DeploymentStrategy, ListenerProtocol } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { InfraApp, propertiesOf, removeOutdirs } from '../../support/infra-app';

const ARN = 'arn:aws:elasticloadbalancing:us-east-1:111122223333';
const LISTENER = `${ARN}:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2`;
const TEST_LISTENER = `${ARN}:listener/app/shared/50dc6c495c0c9188/0123456789abcdef`;
const TARGET_GROUP = `${ARN}:targetgroup/orders/73e2d6bc24d8a067`;
const GROUP = 'sg-0123456789abcdef0';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const TARGETS = 'AWS::ElasticLoadBalancingV2::TargetGroup';

const NETWORK = { vpcId: 'vpc-0123456789abcdef0', taskSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1'] };
const SHARED: LoadBalancerOptions = {
  listenerArn: LISTENER,
  securityGroupId: GROUP,
  rulePriority: 20,
  hostHeaders: ['orders.example.com'],
  pathPatterns: ['/v1/*', '/v2/*'],
};
const EXISTING_GROUP: LoadBalancerOptions = { targetGroupArn: TARGET_GROUP, securityGroupId: GROUP };

const appOf = (loadBalancer: LoadBalancerOptions, options: Partial<EcsDeliveryOptions> = {}) =>
  InfraApp.of({ network: NETWORK, loadBalancer, ...options });
const of = (loadBalancer: LoadBalancerOptions, options?: Partial<EcsDeliveryOptions>): Template =>
  appOf(loadBalancer, options).template('orders-api-production-service');
const problems = (loadBalancer: object, options: object = {}) =>
  problemsOf({ network: NETWORK, loadBalancer, ...options });
const serviceOf = (template: Template) => propertiesOf(template, 'AWS::ECS::Service', 'Service');
const countOf = (template: Template, type: string) => Object.keys(template.findResources(type)).length;
const idOf = (template: Template, type: string, index = 0) => Object.keys(template.findResources(type))[index];
const alarmsOf = (template: Template) => Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
/** The dimensions of the metrics of all alarms. */
const dimensionsOf = (template: Template): unknown[] =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).flatMap(({ Properties }) => [
    ...(Properties.Dimensions ? [Properties.Dimensions] : []),
    ...(Properties.Metrics ?? []).flatMap((metric: any) =>
      metric.MetricStat ? [metric.MetricStat.Metric.Dimensions] : [],
    ),
  ]);

afterAll(removeOutdirs);

describe('an existing listener', () => {
  const template = of(SHARED, { autoScaling: { maxCapacity: 4, requestsPerTarget: 500 } });
  const targetGroup = idOf(template, TARGETS);

  test('is not created, nor is its load balancer', () => {
    expect(countOf(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer')).toBe(0);
    expect(countOf(template, 'AWS::ElasticLoadBalancingV2::Listener')).toBe(0);
    expect(countOf(template, 'AWS::EC2::SecurityGroup')).toBe(1);
  });

  test('forwards the requests that match the conditions to the service', () => {
    expect(propertiesOf(template, RULE, 'ProductionRule')).toEqual({
      ListenerArn: LISTENER,
      Priority: 20,
      Conditions: [
        { Field: 'host-header', HostHeaderConfig: { Values: ['orders.example.com'] } },
        { Field: 'path-pattern', PathPatternConfig: { Values: ['/v1/*', '/v2/*'] } },
      ],
      Actions: [{ Type: 'forward', TargetGroupArn: { Ref: targetGroup } }],
    });
    expect(serviceOf(template).LoadBalancers).toEqual([
      { ContainerName: 'orders-api', ContainerPort: 3000, TargetGroupArn: { Ref: targetGroup } },
    ]);
  });

  test('has a rule before ECS registers tasks', () => {
    const [service] = Object.values(template.findResources('AWS::ECS::Service'));
    expect(service!.DependsOn).toContain(idOf(template, RULE));
  });

  test('can connect to the tasks', () => {
    expect(propertiesOf(template, 'AWS::EC2::SecurityGroupIngress', 'ServiceSecurityGroupfrom.*')).toMatchObject({
      SourceSecurityGroupId: GROUP,
      FromPort: 3000,
      ToPort: 3000,
    });
    expect(Object.values(template.findResources('AWS::EC2::SecurityGroupEgress'))).toMatchObject([
      { Properties: { GroupId: GROUP, FromPort: 3000, ToPort: 3000 } },
    ]);
  });

  test('belongs to the load balancer of the metrics, and other services do not trigger the alarms', () => {
    const loadBalancer = { Name: 'LoadBalancer', Value: 'app/shared/50dc6c495c0c9188' };
    const name = { Name: 'TargetGroup', Value: { 'Fn::GetAtt': [targetGroup, 'TargetGroupFullName'] } };
    expect(alarmsOf(template)).toHaveLength(3);
    expect(dimensionsOf(template)).toEqual(expect.arrayContaining([[loadBalancer, name]]));
    expect(dimensionsOf(template)).not.toContainEqual([loadBalancer]);
  });

  test('belongs to the load balancer whose requests scale the service', () => {
    const policy = propertiesOf(template, 'AWS::ApplicationAutoScaling::ScalingPolicy', 'ScaleByRequests');
    expect(policy.TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.ResourceLabel).toEqual({
      'Fn::Join': ['', ['app/shared/50dc6c495c0c9188/', { 'Fn::GetAtt': [targetGroup, 'TargetGroupFullName'] }]],
    });
  });

  test('has the URL of the first host name without wildcards', () => {
    const urlOf = (loadBalancer: LoadBalancerOptions) => of(loadBalancer).toJSON().Outputs.Url?.Value;
    expect(urlOf(SHARED)).toBe('https://orders.example.com');
    expect(urlOf({ ...SHARED, hostHeaders: ['*.example.com', 'o.example.com'] })).toBe('https://o.example.com');
    expect(urlOf({ ...SHARED, domainName: 'shop.example.com' })).toBe('https://shop.example.com');
    expect(urlOf({ ...SHARED, listenerProtocol: ListenerProtocol.HTTP })).toBe('http://orders.example.com');
    expect(urlOf({ ...SHARED, hostHeaders: undefined })).toBeUndefined();
  });

  test('has no unacknowledged cdk-nag findings', () => {
    expect(appOf(SHARED).nagFindings()).toEqual([]);
  });

  test('is part of the rule that ECS changes if the strategy shifts traffic', () => {
    const shifting = of(
      { ...SHARED, testListenerArn: TEST_LISTENER, stickinessSeconds: 60, healthCheck: { port: 9000 } },
      { strategy: DeploymentStrategy.CANARY },
    );
    const [first, second] = Object.keys(shifting.findResources(TARGETS));
    for (const [id, listener] of [
      ['ProductionRule', LISTENER],
      ['TestRule', TEST_LISTENER],
    ] as const) {
      expect(propertiesOf(shifting, RULE, id)).toMatchObject({
        ListenerArn: listener,
        Priority: 20,
        Actions: [
          {
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: { Ref: first }, Weight: 100 },
                { TargetGroupArn: { Ref: second }, Weight: 0 },
              ],
            },
          },
        ],
      });
    }
    expect(serviceOf(shifting).LoadBalancers[0].AdvancedConfiguration).toMatchObject({
      AlternateTargetGroupArn: { Ref: second },
      ProductionListenerRule: { Ref: expect.stringContaining('ProductionRule') },
      TestListenerRule: { Ref: expect.stringContaining('TestRule') },
    });
    expect(propertiesOf(shifting, TARGETS, 'AlternateTargetGroup')).toMatchObject({
      HealthCheckPort: '9000',
      TargetGroupAttributes: expect.arrayContaining([{ Key: 'stickiness.enabled', Value: 'true' }]),
    });
    expect(countOf(shifting, 'AWS::EC2::SecurityGroupEgress')).toBe(2);
  });

  test.each<[string, object, string]>([
    [
      'without a priority',
      { ...SHARED, rulePriority: undefined },
      'loadBalancer.rulePriority: is missing (allowed: 1 to 50000). Set a priority that no other rule of the listener has. [missing-option]',
    ],
    [
      'without a condition',
      { ...SHARED, hostHeaders: undefined, pathPatterns: undefined },
      'loadBalancer.listenerArn: requires a condition for the requests that the listener forwards to this service (allowed: hostHeaders, pathPatterns). Set at least one of these options. [rule-condition-required]',
    ],
    [
      'with an empty condition',
      { ...SHARED, hostHeaders: [] },
      'loadBalancer.hostHeaders: [] is empty (allowed: at least one value). Add a value, or remove the option. [empty-list]',
    ],
    [
      'with six values in its conditions',
      { ...SHARED, hostHeaders: ['a.com', 'b.com', 'c.com', 'd.com'] },
      'loadBalancer.hostHeaders: results in a rule with 6 values (allowed: at most 5 in hostHeaders and pathPatterns together). Use a wildcard, or remove some of the values. [too-many-rule-values]',
    ],
    [
      'without the security group of the load balancer',
      { ...SHARED, securityGroupId: undefined },
      'loadBalancer.securityGroupId: is missing (allowed: a security group ID: sg- followed by 8 or 17 hexadecimal digits). Specify the security group of the load balancer. [missing-option]',
    ],
    [
      'of a Network Load Balancer',
      { ...SHARED, listenerArn: LISTENER.replace('app', 'net') },
      `loadBalancer.listenerArn: "${LISTENER.replace('app', 'net').slice(0, 76)}..." is not valid (allowed: arn:aws:elasticloadbalancing:<region>:<account>:listener/app/<name>/<id>/<listener id>). Specify the ARN of a listener of an Application Load Balancer. [invalid-format]`,
    ],
    [
      'in another Region',
      { ...SHARED, listenerArn: LISTENER.replace('us-east-1', 'eu-west-1') },
      `loadBalancer.listenerArn: "${LISTENER.replace('us-east-1', 'eu-west-1').slice(0, 76)}..." is in a different Region (allowed: us-east-1). The load balancer must be in the same account and Region as the environment. [wrong-account-or-region]`,
    ],
    [
      'with an option of a new load balancer',
      { ...SHARED, internetFacing: true },
      'loadBalancer.internetFacing: applies only to a load balancer that the service stack creates, but listenerArn specifies an existing one. Remove internetFacing or listenerArn. [new-load-balancer-only]',
    ],
    [
      'with a test listener that no strategy uses',
      { ...SHARED, testListenerArn: TEST_LISTENER },
      'loadBalancer.testListenerArn: is not used by ROLLING, which does not shift traffic. Remove it, or choose another strategy. [parameter-of-other-strategy]',
    ],
  ])('is rejected %s', (_name, loadBalancer, line) => {
    expect(problems(loadBalancer)).toEqual([line]);
  });

  test('requires an existing VPC', () => {
    expect(problems(SHARED, { network: undefined })).toEqual([
      'network.vpcId: is missing, but loadBalancer.listenerArn belongs to an existing VPC (allowed: a VPC ID: vpc- followed by 8 or 17 hexadecimal digits). Specify the VPC of the load balancer. [missing-option]',
    ]);
  });

  test('does not run in subnets of the config', () => {
    const loadBalancerSubnetIds = ['subnet-0bbbbbbbbbbbbbbb1', 'subnet-0bbbbbbbbbbbbbbb2'];
    expect(problems(SHARED, { network: { ...NETWORK, loadBalancerSubnetIds } })).toEqual([
      'network.loadBalancerSubnetIds: applies only to a load balancer that the service stack creates. Remove it. [new-load-balancer-only]',
    ]);
  });

  test.each<[string, object, object, string]>([
    [
      'a port',
      SHARED,
      { testListenerPort: 8443 },
      'strategyParameters.testListenerPort: applies only to a load balancer that the service stack creates. Remove testListenerPort, and set loadBalancer.testListenerArn. [new-load-balancer-only]',
    ],
    [
      'the production listener',
      { ...SHARED, testListenerArn: LISTENER },
      {},
      `loadBalancer.testListenerArn: is the listener for production traffic (allowed: another listener of ${ARN}:loadbalancer/app/shared/50dc6c495c0c9188). Specify another listener of the same load balancer, or remove testListenerArn. [test-listener]`,
    ],
    [
      'a listener of another load balancer',
      { ...SHARED, testListenerArn: TEST_LISTENER.replace('shared', 'other') },
      {},
      `loadBalancer.testListenerArn: belongs to another load balancer (allowed: another listener of ${ARN}:loadbalancer/app/shared/50dc6c495c0c9188). Specify another listener of the same load balancer, or remove testListenerArn. [test-listener]`,
    ],
  ])('cannot have %s as the test listener', (_name, loadBalancer, strategyParameters, line) => {
    expect(problems(loadBalancer, { strategy: DeploymentStrategy.BLUE_GREEN, strategyParameters })).toEqual([line]);
  });

  test('has no URL for a smoke test without a host name', () => {
    const loadBalancer = { ...SHARED, hostHeaders: undefined };
    expect(problems(loadBalancer, { smokeTest: { command: 'curl "$SERVICE_URL"' } })).toEqual([
      'smokeTest.command: "curl \\"$SERVICE_URL\\"" uses SERVICE_URL, but the host name of the existing load balancer is unknown. Set loadBalancer.domainName, or specify the URL in the command instead. [service-url]',
    ]);
  });
});

describe('an existing listener in two environments', () => {
  const environments = (...loadBalancers: LoadBalancerOptions[]) => ({
    environments: loadBalancers.map((loadBalancer, i) => ({ name: `env${i}`, loadBalancer })),
  });

  test('has one rule for each', () => {
    const other = { rulePriority: 21, hostHeaders: ['staging.example.com'] };
    expect(problems(SHARED, environments({}, other))).toEqual([]);
    expect(problems(SHARED, environments({}, { ...other, listenerArn: TEST_LISTENER, rulePriority: 20 }))).toEqual([]);
  });

  test('is rejected with the same priority or the same conditions', () => {
    expect(problems(SHARED, environments({}, { hostHeaders: ['staging.example.com'] }))).toEqual([
      'environments[1].loadBalancer.rulePriority: 20 is also the priority in the environment "env0", which uses the same listener (allowed: a priority that no other rule of the listener has). Set a different rulePriority in one of the two environments. [duplicate-rule]',
    ]);
    expect(problems(SHARED, environments({}, { rulePriority: 21 }))).toEqual([
      'environments[1].loadBalancer.hostHeaders: results in the same rule as in the environment "env0", which uses the same listener. Set different hostHeaders or pathPatterns in one of the two environments. [duplicate-rule]',
    ]);
  });

  test('is rejected with the same target group', () => {
    expect(problems(EXISTING_GROUP, environments({}, {}))).toEqual([
      'environments[1].loadBalancer.targetGroupArn: is also the target group of the environment "env0" (allowed: a target group that no other environment uses). Set a different targetGroupArn in one of the two environments. [duplicate-target-group]',
    ]);
  });
});

describe('an existing target group', () => {
  test('is where the tasks register, and nothing of the load balancer is created', () => {
    const template = of(EXISTING_GROUP);
    expect(Object.keys(template.toJSON().Resources).filter((id) => /TargetGroup|Listener|Rule/.test(id))).toEqual([]);
    expect(serviceOf(template)).toMatchObject({
      LoadBalancers: [{ ContainerName: 'orders-api', ContainerPort: 3000, TargetGroupArn: TARGET_GROUP }],
      HealthCheckGracePeriodSeconds: 120,
    });
    expect(alarmsOf(template)).toEqual([expect.stringMatching(/^CpuAlarm/)]);
    expect(template.toJSON().Outputs.Url).toBeUndefined();
    expect(countOf(template, 'AWS::EC2::SecurityGroupEgress')).toBe(1);
  });

  test('of a known listener has alarms, and its requests scale the service', () => {
    const template = of(
      { ...EXISTING_GROUP, listenerArn: LISTENER },
      { autoScaling: { maxCapacity: 4, requestsPerTarget: 500 } },
    );
    expect(alarmsOf(template)).toHaveLength(3);
    expect(dimensionsOf(template)).toContainEqual([
      { Name: 'LoadBalancer', Value: 'app/shared/50dc6c495c0c9188' },
      { Name: 'TargetGroup', Value: 'targetgroup/orders/73e2d6bc24d8a067' },
    ]);
    const policy = propertiesOf(template, 'AWS::ApplicationAutoScaling::ScalingPolicy', 'ScaleByRequests');
    expect(policy.TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.ResourceLabel).toBe(
      'app/shared/50dc6c495c0c9188/targetgroup/orders/73e2d6bc24d8a067',
    );
  });

  test('does not need a security group if the tasks have one that accepts the connections', () => {
    const network = { ...NETWORK, securityGroupIds: [GROUP] };
    const template = of({ targetGroupArn: TARGET_GROUP }, { network });
    expect(countOf(template, 'AWS::EC2::SecurityGroupIngress')).toBe(0);
  });

  test.each<[string, object, object, string]>([
    [
      'without a security group',
      { targetGroupArn: TARGET_GROUP },
      {},
      'loadBalancer.securityGroupId: is missing (allowed: a security group ID: sg- followed by 8 or 17 hexadecimal digits). Specify the security group of the load balancer, or add a security group that accepts connections from it to network.securityGroupIds. [missing-option]',
    ],
    [
      'with a strategy that shifts traffic',
      EXISTING_GROUP,
      { strategy: DeploymentStrategy.CANARY },
      'loadBalancer.targetGroupArn: is a single target group, but CANARY alternates between two. Set listenerArn instead, or use DeploymentStrategy.ROLLING. [existing-target-group]',
    ],
    [
      'with a health check',
      { ...EXISTING_GROUP, healthCheck: { path: '/ready' } },
      {},
      'loadBalancer.healthCheck: has no effect on an existing target group. Remove healthCheck or targetGroupArn. [existing-target-group]',
    ],
    [
      'with an alarm of an unknown load balancer',
      EXISTING_GROUP,
      { alarms: { http5xxPercent: 3 } },
      'alarms.http5xxPercent: 3 uses a metric of the load balancer, but the load balancer of the existing target group is unknown. Set loadBalancer.listenerArn to the listener that forwards to the target group, or remove http5xxPercent. [listener-required]',
    ],
  ])('is rejected %s', (_name, loadBalancer, options, line) => {
    expect(problems(loadBalancer, options)).toEqual([line]);
  });
});

test('options of an existing load balancer are rejected without one', () => {
  expect(problemsOf({ loadBalancer: { securityGroupId: GROUP } })).toEqual([
    'loadBalancer.securityGroupId: applies only to an existing load balancer. Set listenerArn or targetGroupArn, or remove securityGroupId. [existing-load-balancer-only]',
  ]);
  expect(problemsOf({ loadBalancer: { rulePriority: 1 } })).toEqual([
    'loadBalancer.rulePriority: applies only to an existing listener. Set listenerArn, or remove rulePriority. [listener-required]',
  ]);
});
