import type { EcsDeliveryOptions } from '../../../src/options';
import { DeploymentStrategy, EcsServiceMode, LaunchType } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { textOf } from '../../support/delivery';
import { InfraApp, propertiesOf, removeOutdirs } from '../../support/infra-app';
import { EXISTING_SERVICE, modelOf } from '../../support/model';

const WORKER: Partial<EcsDeliveryOptions> = {
  loadBalancer: { enabled: false },
  ecsCluster: 'shared',
  network: { vpcId: 'vpc-0123456789abcdef0', taskSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1'] },
};
const PROVIDERS = [
  { name: 'instances', base: 1 },
  { name: 'spot', weight: 3 },
];

const serviceOf = (options: Partial<EcsDeliveryOptions>) =>
  propertiesOf(
    InfraApp.of({ ...WORKER, ...options }).template('orders-api-production-service'),
    'AWS::ECS::Service',
    'Service',
  );
const taskOf = (options: Partial<EcsDeliveryOptions>) => JSON.parse(textOf(modelOf(options), 'task-definition.json'));
const scriptOf = (options: Partial<EcsDeliveryOptions>) =>
  textOf(modelOf({ ...options, oneOffTask: { command: ['migrate'] } }), 'infra/one-off-task.sh');

afterAll(removeOutdirs);

test('the service uses the capacity providers of the config', () => {
  const service = serviceOf({ capacityProviders: PROVIDERS });
  expect(service.LaunchType).toBeUndefined();
  expect(service.CapacityProviderStrategy).toEqual([
    { CapacityProvider: 'instances', Base: 1, Weight: 1 },
    { CapacityProvider: 'spot', Weight: 3 },
  ]);
});

test('the task definition is compatible with EC2 and keeps the network mode', () => {
  const task = { requiresCompatibilities: ['EC2'], networkMode: 'awsvpc' };
  expect(taskOf({ ...WORKER, capacityProviders: PROVIDERS })).toMatchObject(task);
  expect(taskOf({ ...EXISTING_SERVICE, launchType: LaunchType.EC2 })).toMatchObject(task);
});

test('without capacity providers, the tasks run on any instance of the cluster', () => {
  expect(serviceOf({ launchType: LaunchType.EC2 }).LaunchType).toBe('EC2');
});

test('a one-off task runs on the same capacity as the service', () => {
  expect(scriptOf({ ...EXISTING_SERVICE, launchType: LaunchType.EC2 })).toContain('--launch-type EC2 ');
  expect(scriptOf({ ...WORKER, capacityProviders: PROVIDERS })).toContain(
    '--capacity-provider-strategy capacityProvider=instances,base=1,weight=1 capacityProvider=spot,base=0,weight=3 ',
  );
  const environments = [{ name: 'staging', launchType: LaunchType.EC2 }, { name: 'production' }];
  const script = scriptOf({ ...EXISTING_SERVICE, environments });
  expect(script).toContain("CAPACITY='--launch-type EC2'");
  expect(script).toContain("CAPACITY='--launch-type FARGATE'");
  expect(script).toContain(' $CAPACITY ');
});

test('EC2 allows sizes and fields that Fargate does not', () => {
  const task = taskOf({
    ...EXISTING_SERVICE,
    launchType: LaunchType.EC2,
    cpu: 300,
    memory: 700,
    containerDefinitionFields: {
      privileged: true,
      resourceRequirements: [{ type: 'GPU', value: '1' }],
      linuxParameters: { devices: [{ hostPath: '/dev/fuse' }] },
    },
    taskDefinitionFields: { placementConstraints: [], volumes: [{ name: 'data', host: { sourcePath: '/data' } }] },
  });
  expect(task).toMatchObject({ cpu: '300', memory: '700', placementConstraints: [] });
  expect(task.containerDefinitions[0]).toMatchObject({
    privileged: true,
    linuxParameters: { devices: [{ hostPath: '/dev/fuse' }] },
  });
});

const EC2 = { ...WORKER, capacityProviders: PROVIDERS };

test.each<[string, object, string]>([
  [
    'a new cluster',
    { ...EC2, ecsCluster: undefined },
    'capacityProviders: requires an existing cluster with EC2 capacity. Set ecsCluster, or remove capacityProviders. [existing-cluster-required]',
  ],
  [
    'Fargate Spot',
    { ...EC2, fargateSpot: { onDemandBase: 0 } },
    'fargateSpot: applies only to tasks on Fargate. Remove it or capacityProviders. [fargate-only]',
  ],
  [
    'workers',
    { ...EC2, workers: [{ name: 'mailer', command: ['mail'] }] },
    'workers: applies only to tasks on Fargate. Remove it, or use LaunchType.FARGATE. [fargate-only]',
  ],
  [
    'public tasks',
    { ...EC2, network: { ...WORKER.network, publicTasks: true } },
    'network.publicTasks: true is not supported for tasks on EC2, which have no public IP addresses. Remove it, or use LaunchType.FARGATE. [fargate-only]',
  ],
  [
    'the launch type Fargate',
    { ...EC2, launchType: LaunchType.FARGATE },
    'capacityProviders: applies only to tasks on EC2. Remove it, or set launchType to LaunchType.EC2. [instances-only]',
  ],
  [
    'ephemeral storage',
    { ...EC2, taskDefinitionFields: { ephemeralStorage: { sizeInGiB: 50 } } },
    'taskDefinitionFields.ephemeralStorage: applies only to tasks on Fargate. Remove it, and configure the storage of the instances. [fargate-only]',
  ],
  [
    'a capacity provider of Fargate',
    { ...EC2, capacityProviders: [{ name: 'FARGATE_SPOT' }] },
    'capacityProviders[0].name: "FARGATE_SPOT" is not valid (allowed: letters, digits, hyphens, and underscores; must not start with aws, ecs, or fargate). Specify the name of an EC2 capacity provider. For Fargate Spot, use fargateSpot. [invalid-format]',
  ],
  [
    'two capacity providers with a base',
    {
      ...EC2,
      capacityProviders: [
        { name: 'a', base: 1 },
        { name: 'b', base: 1 },
      ],
    },
    'capacityProviders: contains several capacity providers with a base (allowed: a base for one of them). Correct the list. [capacity-provider-strategy]',
  ],
  [
    'no weight',
    { ...EC2, capacityProviders: [{ name: 'a', weight: 0 }] },
    'capacityProviders: contains no capacity provider with a weight (allowed: a weight above 0 for at least one). Correct the list. [capacity-provider-strategy]',
  ],
  [
    'a repeated capacity provider',
    { ...EC2, capacityProviders: [{ name: 'a' }, { name: 'a' }] },
    'capacityProviders: contains a twice (allowed: each capacity provider once). Correct the list. [capacity-provider-strategy]',
  ],
  [
    'a size below the minimum of EC2',
    { ...EC2, cpu: 64 },
    'cpu: 64 is out of range (allowed: 128 to 196608). Use a value in this range. [out-of-range]',
  ],
  [
    'an existing service with capacity providers',
    { serviceMode: EcsServiceMode.EXISTING, capacityProviders: PROVIDERS },
    'capacityProviders: applies only to managed services. Remove it, or set serviceMode to EcsServiceMode.MANAGED. [managed-service-only]',
  ],
  [
    'a response time with a strategy that shifts traffic',
    { strategy: DeploymentStrategy.CANARY, autoScaling: { maxCapacity: 4, responseTimeSeconds: 1 } },
    'autoScaling.responseTimeSeconds: tracks a single target group, but CANARY alternates between two. Scale on cpuUtilization or memoryUtilization, or use DeploymentStrategy.ROLLING. [requests-per-target]',
  ],
])('rejects %s', (_name, options, line) => {
  expect(problemsOf(options)).toEqual([line]);
});

test('the response time of the tasks scales the service', () => {
  const template = InfraApp.of({
    network: { ...WORKER.network, loadBalancerSubnetIds: ['subnet-0bbbbbbbbbbbbbbb1', 'subnet-0bbbbbbbbbbbbbbb2'] },
    autoScaling: { maxCapacity: 4, responseTimeSeconds: 0.5 },
  }).template('orders-api-production-service');
  const { TargetTrackingScalingPolicyConfiguration: policy } = propertiesOf(
    template,
    'AWS::ApplicationAutoScaling::ScalingPolicy',
    'ScaleByResponseTime',
  );
  expect(policy).toMatchObject({
    TargetValue: 0.5,
    CustomizedMetricSpecification: {
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'TargetResponseTime',
      Statistic: 'Average',
      Dimensions: [{ Name: 'LoadBalancer' }, { Name: 'TargetGroup' }],
    },
  });
  template.resourceCountIs('AWS::ApplicationAutoScaling::ScalingPolicy', 1);
});
