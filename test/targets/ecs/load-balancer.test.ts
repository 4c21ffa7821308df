import type { Template } from 'aws-cdk-lib/assertions';
import type { EcsDeliveryOptions } from '../../../src/options';
import { DeploymentStrategy, LoadBalancerProtocolVersion } from '../../../src/options';
import { InfraApp, propertiesOf, removeOutdirs } from '../../support/infra-app';

const STACK = 'orders-api-production-service';
const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1234';
const WEB_ACL = 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/shop/11111111-2222-3333-4444-555555555555';

const SUBNETS: Partial<EcsDeliveryOptions> = {
  network: {
    vpcId: 'vpc-0123456789abcdef0',
    taskSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1'],
    loadBalancerSubnetIds: ['subnet-0bbbbbbbbbbbbbbb1', 'subnet-0bbbbbbbbbbbbbbb2'],
  },
};

const of = (options: Partial<EcsDeliveryOptions>): Template => InfraApp.of({ ...SUBNETS, ...options }).template(STACK);

/** The ports on which the load balancer can connect to the tasks. */
function portsOfTasks(template: Template): number[] {
  return Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(
    ({ Properties }) => Properties.ToPort,
  );
}

/** The attributes of a load balancer or a target group, by name. */
function attributesOf(list: readonly { readonly Key: string; readonly Value: string }[]): Record<string, string> {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}

afterAll(removeOutdirs);

describe('the health check', () => {
  const healthCheck = {
    path: '/ready',
    port: 9000,
    successCodes: '200-399',
    intervalSeconds: 30,
    timeoutSeconds: 20,
    healthyThreshold: 3,
    unhealthyThreshold: 5,
  };
  const template = of({ strategy: DeploymentStrategy.CANARY, loadBalancer: { healthCheck } });

  test.each(['TargetGroup', 'AlternateTargetGroup'])('of the %s has the options of the config', (id) => {
    expect(propertiesOf(template, TARGET_GROUP, id)).toMatchObject({
      HealthCheckPath: '/ready',
      HealthCheckPort: '9000',
      Matcher: { HttpCode: '200-399' },
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 20,
      HealthyThresholdCount: 3,
      UnhealthyThresholdCount: 5,
    });
  });

  test('can connect to its own port', () => {
    expect(portsOfTasks(template)).toEqual([3000, 9000]);
    expect(portsOfTasks(of({}))).toEqual([3000]);
  });
});

describe('the attributes', () => {
  const template = of({
    loadBalancer: {
      idleTimeoutSeconds: 300,
      deregistrationDelaySeconds: 10,
      stickinessSeconds: 3600,
      dropInvalidHeaderFields: false,
      webAclArn: WEB_ACL,
    },
  });

  test('of the load balancer are those of the config', () => {
    const { LoadBalancerAttributes } = propertiesOf(template, LOAD_BALANCER, 'LoadBalancer');
    expect(attributesOf(LoadBalancerAttributes)).toMatchObject({
      'idle_timeout.timeout_seconds': '300',
      'routing.http.drop_invalid_header_fields.enabled': 'false',
    });
  });

  test('of the target group are those of the config', () => {
    const { TargetGroupAttributes } = propertiesOf(template, TARGET_GROUP, 'TargetGroup');
    expect(attributesOf(TargetGroupAttributes)).toEqual({
      'deregistration_delay.timeout_seconds': '10',
      'stickiness.enabled': 'true',
      'stickiness.type': 'lb_cookie',
      'stickiness.lb_cookie.duration_seconds': '3600',
    });
  });

  test('include the web ACL that protects the load balancer', () => {
    const [loadBalancer] = Object.keys(template.findResources(LOAD_BALANCER));
    expect(propertiesOf(template, 'AWS::WAFv2::WebACLAssociation', 'WebAcl')).toEqual({
      ResourceArn: { Ref: loadBalancer },
      WebACLArn: WEB_ACL,
    });
  });

  test.each<[LoadBalancerProtocolVersion, object]>([
    [LoadBalancerProtocolVersion.HTTP2, { ProtocolVersion: 'HTTP2', Matcher: { HttpCode: '200' } }],
    [LoadBalancerProtocolVersion.GRPC, { ProtocolVersion: 'GRPC', Matcher: { GrpcCode: '0' } }],
  ])('include the protocol version %s', (protocolVersion, expected) => {
    const loadBalancer = { protocolVersion, certificateArn: CERTIFICATE };
    expect(propertiesOf(of({ loadBalancer }), TARGET_GROUP, 'TargetGroup')).toMatchObject(expected);
  });
});
