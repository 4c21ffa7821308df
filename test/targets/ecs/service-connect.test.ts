import type { EcsDeliveryOptions } from '../../../src/options';
import { EcsServiceMode } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { textOf } from '../../support/delivery';
import { InfraApp, propertiesOf, removeOutdirs } from '../../support/infra-app';
import { modelOf } from '../../support/model';

type Connect = EcsDeliveryOptions['serviceConnect'];

const WORKER: Partial<EcsDeliveryOptions> = {
  loadBalancer: { enabled: false },
  network: { vpcId: 'vpc-0123456789abcdef0', taskSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1'] },
};

const of = (serviceConnect: Connect, portName?: string) =>
  InfraApp.of({ ...WORKER, portName, serviceConnect }).template('orders-api-production-service');
const configurationOf = (serviceConnect: Connect, portName?: string) =>
  propertiesOf(of(serviceConnect, portName), 'AWS::ECS::Service', 'Service').ServiceConnectConfiguration;
const portOf = (serviceConnect?: Connect, portName?: string) =>
  JSON.parse(textOf(modelOf({ ...WORKER, portName, serviceConnect }), 'task-definition.json')).containerDefinitions[0]
    .portMappings[0];

afterAll(removeOutdirs);

test('clients connect to the container port by default', () => {
  expect(configurationOf({ namespace: 'shop' })).toEqual({
    Enabled: true,
    Namespace: 'shop',
    Services: [{ PortName: 'orders-api', ClientAliases: [{ Port: 3000 }] }],
  });
});

test('clients connect to the name and the port of the config', () => {
  const serviceConnect = { namespace: 'shop', discoveryName: 'orders', dnsName: 'orders', port: 80 };
  expect(configurationOf(serviceConnect, 'web').Services).toEqual([
    { PortName: 'web', DiscoveryName: 'orders', ClientAliases: [{ Port: 80, DnsName: 'orders' }] },
  ]);
});

test('the port of the container has the name that the service refers to', () => {
  expect(portOf({ namespace: 'shop' })).toEqual({ name: 'orders-api', containerPort: 3000, protocol: 'tcp' });
  expect(portOf({ namespace: 'shop' }, 'web')).toEqual({ name: 'web', containerPort: 3000, protocol: 'tcp' });
  expect(portOf()).toEqual({ containerPort: 3000, protocol: 'tcp' });
});

test('the tasks accept connections from the security groups of the clients', () => {
  const template = of({ namespace: 'shop', clientSecurityGroupIds: ['sg-0123456789abcdef0'] });
  const { SecurityGroupIngress } = propertiesOf(template, 'AWS::EC2::SecurityGroup', 'ServiceSecurityGroup');
  expect(SecurityGroupIngress).toMatchObject([
    { SourceSecurityGroupId: 'sg-0123456789abcdef0', IpProtocol: 'tcp', FromPort: 3000, ToPort: 3000 },
  ]);
});

test('an environment inherits what it does not set', () => {
  const { environments } = modelOf({
    serviceConnect: { namespace: 'shop', dnsName: 'orders' },
    environments: [{ name: 'staging', serviceConnect: { namespace: 'shop-staging' } }, { name: 'production' }],
  });
  expect(environments.map(({ managed }) => managed!.serviceConnect)).toMatchObject([
    { namespace: 'shop-staging', dnsName: 'orders' },
    { namespace: 'shop', dnsName: 'orders' },
  ]);
});

const NAMESPACE = 'arn:aws:servicediscovery:eu-west-1:111122223333:namespace/ns-1';

test.each<[string, object, string]>([
  [
    'no namespace',
    { serviceConnect: { port: 80 } },
    'serviceConnect.namespace: is missing (allowed: the name or the ARN of a Cloud Map namespace). Set the namespace of the services that connect to each other. [missing-option]',
  ],
  [
    'a namespace in another Region',
    { serviceConnect: { namespace: NAMESPACE } },
    `serviceConnect.namespace: "${NAMESPACE}" is in a different Region (allowed: us-east-1). The namespace must be in the same Region as the service. [wrong-account-or-region]`,
  ],
  [
    'a discovery name with uppercase letters',
    { serviceConnect: { namespace: 'shop', discoveryName: 'Orders' } },
    'serviceConnect.discoveryName: "Orders" is not valid (allowed: lowercase letters, digits, _ and -, not starting with -). Correct the value. [invalid-format]',
  ],
  [
    'an existing service',
    { serviceMode: EcsServiceMode.EXISTING, serviceConnect: { namespace: 'shop' } },
    'serviceConnect: applies only to managed services. Remove it, or set serviceMode to EcsServiceMode.MANAGED. [managed-service-only]',
  ],
])('rejects %s', (_name, options, line) => {
  expect(problemsOf(options)).toEqual([line]);
});

test('requires a port', () => {
  expect(problemsOf({ ...WORKER, receivesRequests: false, serviceConnect: { namespace: 'shop' } })).toEqual([
    'receivesRequests: false is not valid because the service uses serviceConnect in the production environment. Remove receivesRequests or serviceConnect. [port-required]',
  ]);
});
