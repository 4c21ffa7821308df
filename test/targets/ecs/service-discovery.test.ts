import type { EcsDeliveryOptions, ServiceDiscoveryOptions } from '../../../src/options';
import { DeploymentStrategy, DiscoveryRecordType, EcsServiceMode } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { InfraApp, propertiesOf, removeOutdirs } from '../../support/infra-app';

const ARN = 'arn:aws:servicediscovery:us-east-1:111122223333';
const CLOUD_MAP = 'AWS::ServiceDiscovery::Service';
const WORKER: Partial<EcsDeliveryOptions> = {
  loadBalancer: { enabled: false },
  network: { vpcId: 'vpc-0123456789abcdef0', taskSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1'] },
};

const of = (serviceDiscovery: ServiceDiscoveryOptions) =>
  InfraApp.of({ ...WORKER, serviceDiscovery }).template('orders-api-production-service');
const registriesOf = (serviceDiscovery: ServiceDiscoveryOptions) =>
  propertiesOf(of(serviceDiscovery), 'AWS::ECS::Service', 'Service').ServiceRegistries;

afterAll(removeOutdirs);

test('the tasks have A records under the name of the service by default', () => {
  const template = of({ namespace: 'ns-0123456789abcdef' });
  expect(propertiesOf(template, CLOUD_MAP, 'Discovery')).toEqual({
    Name: 'orders-api',
    NamespaceId: 'ns-0123456789abcdef',
    DnsConfig: { RoutingPolicy: 'MULTIVALUE', DnsRecords: [{ Type: 'A', TTL: 60 }] },
    HealthCheckCustomConfig: { FailureThreshold: 1 },
  });
  expect(propertiesOf(template, 'AWS::ECS::Service', 'Service').ServiceRegistries).toEqual([
    { RegistryArn: { 'Fn::GetAtt': ['Discovery', 'Arn'] } },
  ]);
});

test('SRV records contain the container port', () => {
  const discovery = { namespace: `${ARN}:namespace/ns-1`, name: '_orders._tcp', recordType: DiscoveryRecordType.SRV };
  expect(propertiesOf(of({ ...discovery, ttlSeconds: 10 }), CLOUD_MAP, 'Discovery')).toMatchObject({
    Name: '_orders._tcp',
    NamespaceId: 'ns-1',
    DnsConfig: { DnsRecords: [{ Type: 'SRV', TTL: 10 }] },
  });
  expect(registriesOf(discovery)).toMatchObject([{ ContainerName: 'orders-api', ContainerPort: 3000 }]);
});

test('the tasks register in an existing Cloud Map service', () => {
  const template = of({ serviceArn: `${ARN}:service/srv-1` });
  template.resourceCountIs(CLOUD_MAP, 0);
  expect(registriesOf({ serviceArn: `${ARN}:service/srv-1` })).toEqual([{ RegistryArn: `${ARN}:service/srv-1` }]);
});

test('the tasks accept connections from the security groups of the clients', () => {
  const template = of({ namespace: 'ns-1', clientSecurityGroupIds: ['sg-0123456789abcdef0'] });
  const { SecurityGroupIngress } = propertiesOf(template, 'AWS::EC2::SecurityGroup', 'ServiceSecurityGroup');
  expect(SecurityGroupIngress).toMatchObject([{ SourceSecurityGroupId: 'sg-0123456789abcdef0', FromPort: 3000 }]);
});

test.each<[string, object, string]>([
  [
    'no namespace',
    { serviceDiscovery: { name: 'orders' } },
    'serviceDiscovery.namespace: is missing (allowed: the ID or the ARN of a Cloud Map namespace, for example ns-0123456789abcdef). Set the namespace, or set serviceArn to use an existing Cloud Map service. [missing-option]',
  ],
  [
    'the name of a namespace',
    { serviceDiscovery: { namespace: 'shop.local' } },
    'serviceDiscovery.namespace: "shop.local" is not valid (allowed: the ID or the ARN of a Cloud Map namespace, for example ns-0123456789abcdef). Correct the value. [invalid-format]',
  ],
  [
    'a namespace in another Region',
    { awsRegion: 'eu-west-1', serviceDiscovery: { namespace: `${ARN}:namespace/ns-1` } },
    `serviceDiscovery.namespace: "${ARN}:namespace/ns-1" is in a different Region (allowed: eu-west-1). The namespace must be in the same account and Region as the service. [wrong-account-or-region]`,
  ],
  [
    'the name of an existing Cloud Map service',
    { serviceDiscovery: { serviceArn: `${ARN}:service/srv-1`, name: 'orders' } },
    'serviceDiscovery.name: has no effect on an existing Cloud Map service. Remove name or serviceArn. [existing-discovery-service]',
  ],
  [
    'a strategy that shifts traffic',
    { strategy: DeploymentStrategy.LINEAR, serviceDiscovery: { namespace: 'ns-1' } },
    'serviceDiscovery: would send clients to the tasks of both revisions, because LINEAR shifts only the traffic of the load balancer. Use DeploymentStrategy.ROLLING or serviceConnect, or remove serviceDiscovery. [discovery-strategy]',
  ],
  [
    'a service without a port',
    { ...WORKER, receivesRequests: false, serviceDiscovery: { namespace: 'ns-1' } },
    'receivesRequests: false is not valid because the service uses serviceDiscovery in the production environment. Remove receivesRequests or serviceDiscovery. [port-required]',
  ],
  [
    'an existing service',
    { serviceMode: EcsServiceMode.EXISTING, serviceDiscovery: { namespace: 'ns-1' } },
    'serviceDiscovery: applies only to managed services. Remove it, or set serviceMode to EcsServiceMode.MANAGED. [managed-service-only]',
  ],
  [
    'two environments with the same name',
    { serviceDiscovery: { namespace: 'ns-1' }, environments: [{ name: 'staging' }, { name: 'production' }] },
    'environments[1].serviceDiscovery.name: "orders-api" is also the Cloud Map service of the environment "staging". Set a different name or namespace in serviceDiscovery of one of the two environments. [duplicate-discovery-name]',
  ],
])('rejects %s', (_name, options, line) => {
  expect(problemsOf(options)).toEqual([line]);
});

test('accepts two environments with different names or namespaces', () => {
  const environments = [
    { name: 'test', serviceDiscovery: { name: 'orders-test' } },
    { name: 'staging', serviceDiscovery: { namespace: 'ns-2' } },
    { name: 'production' },
  ];
  expect(problemsOf({ serviceDiscovery: { namespace: 'ns-1' }, environments })).toEqual([]);
});
