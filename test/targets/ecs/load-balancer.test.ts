import type { Template } from 'aws-cdk-lib/assertions';
import type { EcsDeliveryOptions } from '../../../src/options';
import { DeploymentStrategy, LoadBalancerProtocolVersion } from '../../../src/options';
import { InfraApp, propertiesOf, removeOutdirs } from '../../support/infra-app';

const STACK = 'orders-api-production-service';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
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
    const healthCheck = { path: '/grpc.health.v1.Health/Check' };
    const loadBalancer = { protocolVersion, certificateArn: CERTIFICATE, healthCheck };
    expect(propertiesOf(of({ loadBalancer }), TARGET_GROUP, 'TargetGroup')).toMatchObject(expected);
  });
});

describe('the domain names', () => {
  const names = { domainName: 'orders.example.com', additionalDomainNames: ['shop.example.com'] };
  const hostedZone = { id: 'Z0123456789ABC', name: 'example.com' };
  const recordsOf = (template: Template) => Object.values(template.findResources('AWS::Route53::RecordSet'));

  test('have DNS records in the hosted zone, and no output for records that you create', () => {
    const template = of({ loadBalancer: { ...names, hostedZone } });
    const [loadBalancer] = Object.keys(template.findResources(LOAD_BALANCER));

    expect(recordsOf(template).map(({ Properties }) => [Properties.Name, Properties.Type])).toEqual([
      ['orders.example.com.', 'A'],
      ['shop.example.com.', 'A'],
    ]);
    for (const { Properties } of recordsOf(template)) {
      expect(Properties).toMatchObject({
        HostedZoneId: 'Z0123456789ABC',
        AliasTarget: { HostedZoneId: { 'Fn::GetAtt': [loadBalancer, 'CanonicalHostedZoneID'] } },
      });
    }
    expect(template.toJSON().Outputs).not.toHaveProperty('LoadBalancerDnsName');
    expect(template.toJSON().Outputs.Url.Value).toBe('https://orders.example.com');
  });

  test('have a certificate that ACM validates in the hosted zone', () => {
    const template = of({ loadBalancer: { ...names, hostedZone } });
    const [certificate] = Object.keys(template.findResources('AWS::CertificateManager::Certificate'));

    expect(propertiesOf(template, 'AWS::CertificateManager::Certificate', 'Certificate')).toMatchObject({
      DomainName: 'orders.example.com',
      SubjectAlternativeNames: ['shop.example.com'],
      ValidationMethod: 'DNS',
      DomainValidationOptions: [
        { DomainName: 'orders.example.com', HostedZoneId: 'Z0123456789ABC' },
        { DomainName: 'shop.example.com', HostedZoneId: 'Z0123456789ABC' },
      ],
    });
    expect(propertiesOf(template, LISTENER, 'LoadBalancerHttps')).toMatchObject({
      Port: 443,
      Certificates: [{ CertificateArn: { Ref: certificate } }],
    });
  });

  test('use the certificate of the config', () => {
    const template = of({ loadBalancer: { ...names, hostedZone, certificateArn: CERTIFICATE } });

    template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    expect(recordsOf(template)).toHaveLength(2);
    expect(propertiesOf(template, LISTENER, 'LoadBalancerHttps').Certificates).toEqual([
      { CertificateArn: CERTIFICATE },
    ]);
  });

  test('are in the output for records that you create', () => {
    const template = of({ loadBalancer: { ...names, certificateArn: CERTIFICATE } });

    expect(template.toJSON().Outputs.LoadBalancerDnsName.Description).toBe(
      'Target for the DNS records of orders.example.com, shop.example.com.',
    );
    expect(recordsOf(template)).toEqual([]);
  });
});
