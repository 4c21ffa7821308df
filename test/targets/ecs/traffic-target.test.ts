import {
  type EcsDeliveryOptions,
  EcsDeploymentController,
  EcsServiceMode,
  PortProtocol,
  type SidecarOptions,
  TargetProtocol,
  TaskDefinitionOwner,
} from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { textOf } from '../../support/delivery';
import { InfraApp, propertiesOf, removeOutdirs } from '../../support/infra-app';
import { modelOf } from '../../support/model';

type Options = Partial<EcsDeliveryOptions>;

const NGINX: SidecarOptions = {
  name: 'nginx',
  image: 'public.ecr.aws/docker/library/nginx:1.29',
  ports: [{ containerPort: 443 }, { containerPort: 8125, protocol: PortProtocol.UDP }],
};
const CODE_DEPLOY: Options = {
  serviceMode: EcsServiceMode.EXISTING,
  deploymentController: EcsDeploymentController.CODE_DEPLOY,
};

const IMAGE_ONLY: Options = {
  ...CODE_DEPLOY,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  executionRoleArn: 'execution',
};

const serviceStackOf = (options: Options) => InfraApp.of(options).template('orders-api-production-service');

afterAll(removeOutdirs);

test('a load balancer sends requests to the only TCP port of a sidecar', () => {
  const template = serviceStackOf({ sidecars: [NGINX], loadBalancer: { containerName: 'nginx' } });
  expect(propertiesOf(template, 'AWS::ECS::Service', 'Service').LoadBalancers).toMatchObject([
    { ContainerName: 'nginx', ContainerPort: 443 },
  ]);
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 443, ToPort: 443 });
  template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 443, ToPort: 443 });
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { HealthCheckPath: '/health' });
});

test('a load balancer can send requests to another port of the service', () => {
  const options = { additionalPorts: [{ containerPort: 8080 }], loadBalancer: { containerPort: 8080 } };
  expect(propertiesOf(serviceStackOf(options), 'AWS::ECS::Service', 'Service').LoadBalancers).toMatchObject([
    { ContainerName: 'orders-api', ContainerPort: 8080 },
  ]);
});

test('a load balancer can connect to the container with HTTPS', () => {
  const loadBalancer = { containerName: 'nginx', targetProtocol: TargetProtocol.HTTPS };
  const app = InfraApp.of({ sidecars: [NGINX], loadBalancer });
  app.template('orders-api-production-service').hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
    Protocol: 'HTTPS',
    HealthCheckProtocol: 'HTTPS',
  });
  expect(app.nagFindings()).toEqual([]);
});

test('the defaults can be written out', () => {
  const loadBalancer = { containerName: 'orders-api', containerPort: 3000 };
  expect(modelOf({ loadBalancer }).environments[0]!.target).toBeUndefined();
});

test('a service behind a sidecar needs no port', () => {
  const options: Options = {
    receivesRequests: false,
    sidecars: [NGINX],
    loadBalancer: { containerName: 'nginx', healthCheck: { path: '/up' } },
  };
  serviceStackOf(options).hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { HealthCheckPath: '/up' });
});

test('CodeDeploy sends requests to a sidecar', () => {
  const options: Options = { ...CODE_DEPLOY, sidecars: [NGINX], codeDeploy: { containerName: 'nginx' } };
  expect(textOf(modelOf(options), 'appspec.yaml')).toContain(`\
        LoadBalancerInfo:
          ContainerName: nginx
          ContainerPort: 443
`);
});

test('CodeDeploy sends requests to a container of a task definition that is managed elsewhere', () => {
  const codeDeploy = { containerName: 'nginx', containerPort: 443 };
  expect(modelOf({ ...IMAGE_ONLY, codeDeploy }).environments[0]!.target).toEqual(codeDeploy);
  expect(modelOf({ ...IMAGE_ONLY, codeDeploy: { containerPort: 8080 } }).environments[0]!.target).toEqual({
    containerName: 'orders-api',
    containerPort: 8080,
  });
});

test.each<[string, Options, string]>([
  [
    'an unknown port of a task definition that is managed elsewhere',
    { ...IMAGE_ONLY, codeDeploy: { containerName: 'nginx' } },
    'codeDeploy.containerPort: is missing, and the port of nginx is unknown because the task definition is managed elsewhere. Set containerPort. [missing-option]',
  ],
  [
    'an unknown container',
    { sidecars: [NGINX], loadBalancer: { containerName: 'ngin' } },
    'loadBalancer.containerName: "ngin" is not a container of the task (allowed: orders-api, nginx). Correct the name, or add the sidecar to sidecars. [unknown-container]',
  ],
  [
    'a UDP port',
    { sidecars: [NGINX], loadBalancer: { containerName: 'nginx', containerPort: 8125 } },
    'loadBalancer.containerPort: 8125 is not a TCP port of nginx (allowed: 443). Correct the port, or add it to ports of the sidecar. [unknown-port]',
  ],
  [
    'a port that the service does not have',
    { loadBalancer: { containerPort: 8080 } },
    'loadBalancer.containerPort: 8080 is not a TCP port of orders-api (allowed: 3000). Correct the port, or add it to additionalPorts. [unknown-port]',
  ],
  [
    'a sidecar with several ports',
    {
      sidecars: [{ ...NGINX, ports: [{ containerPort: 80 }, { containerPort: 443 }] }],
      loadBalancer: { containerName: 'nginx' },
    },
    'loadBalancer.containerPort: is missing, and nginx does not have exactly one TCP port (allowed: 80, 443). Set containerPort, or set one port in ports of the sidecar. [missing-option]',
  ],
  [
    'health checks without a path',
    { receivesRequests: false, sidecars: [NGINX], loadBalancer: { containerName: 'nginx' } },
    'loadBalancer: has no path for the health checks in the production environment, because receivesRequests is false. Set loadBalancer.healthCheck.path. [health-check-path-required]',
  ],
  [
    'a disabled load balancer',
    { sidecars: [NGINX], loadBalancer: { enabled: false, containerName: 'nginx' } },
    'loadBalancer.containerName: "nginx" has no effect because loadBalancer.enabled is false. Remove it, or set loadBalancer.enabled to true. [disabled-feature]',
  ],
  [
    'different targets in the AppSpec file',
    {
      ...CODE_DEPLOY,
      sidecars: [NGINX],
      environments: [{ name: 'staging' }, { name: 'production', codeDeploy: { containerName: 'nginx' } }],
    },
    'environments[1].codeDeploy: specifies a different container or port than the other environments, but all environments share appspec.yaml. Set the same containerName and containerPort for all environments. [different-targets]',
  ],
])('rejects %s', (_name, options, problem) => {
  expect(problemsOf(options)).toEqual([problem]);
});
