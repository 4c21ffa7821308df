import type { EcsDeliveryOptions } from '../../src/options';
import { ContainerInsights, CpuArchitecture, DeploymentStrategy, EcsServiceMode } from '../../src/options';
import { problemsOf, resolve } from './resolving';

const { ALL_AT_ONCE, BLUE_GREEN, CANARY, LINEAR, ROLLING } = DeploymentStrategy;
const VPC = 'vpc-0123456789abcdef0';
const SUBNETS = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1234';
const noLoadBalancer: Partial<EcsDeliveryOptions> = { loadBalancer: { enabled: false } };

function serviceOf(options: Partial<EcsDeliveryOptions> = {}) {
  return resolve(options).environments[0]!.managed!;
}

describe('a strategy', () => {
  test.each<[DeploymentStrategy, object]>([
    [ROLLING, { minimumHealthyPercent: 100, maximumPercent: 200 }],
    [ALL_AT_ONCE, { minimumHealthyPercent: 0, maximumPercent: 100 }],
    [BLUE_GREEN, { minimumHealthyPercent: 100, maximumPercent: 200, shift: { bakeTimeInMinutes: 5 } }],
    [
      CANARY,
      {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        shift: { bakeTimeInMinutes: 5, percent: 10, stepBakeTimeInMinutes: 5 },
      },
    ],
    [
      LINEAR,
      {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        shift: { bakeTimeInMinutes: 5, percent: 10, stepBakeTimeInMinutes: 5 },
      },
    ],
  ])('%s has its own defaults', (strategy, expected) => {
    expect(serviceOf({ strategy }).deployment).toEqual({ strategy, ...expected });
  });

  test('uses the parameters from the config', () => {
    expect(serviceOf({ strategyParameters: { minimumHealthyPercent: 50, maximumPercent: 150 } }).deployment).toEqual({
      strategy: ROLLING,
      minimumHealthyPercent: 50,
      maximumPercent: 150,
    });
    const times = { percent: 0.5, stepBakeTimeInMinutes: 0, bakeTimeInMinutes: 20 };
    expect(serviceOf({ strategy: CANARY, strategyParameters: times }).deployment.shift).toEqual(times);
  });

  test('has a test listener that allows private addresses by default', () => {
    const listenerOf = (strategyParameters: object) =>
      serviceOf({ strategy: CANARY, strategyParameters }).deployment.shift!.testListener;
    expect(listenerOf({ testListenerPort: 9000 })).toEqual({
      port: 9000,
      allowedCidrs: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
    });
    const testListenerCidrs = ['203.0.113.0/24'];
    expect(listenerOf({ testListenerPort: 9000, testListenerCidrs })!.allowedCidrs).toEqual(testListenerCidrs);
    expect(listenerOf({})).toBeUndefined();
  });

  test('of an environment uses the top-level parameters only if the top-level strategy is the same', () => {
    const { environments } = resolve({
      strategy: CANARY,
      strategyParameters: { percent: 20, bakeTimeInMinutes: 30 },
      environments: [
        { name: 'test', strategy: ROLLING },
        { name: 'staging', strategyParameters: { bakeTimeInMinutes: 1 } },
        { name: 'production' },
      ],
    });
    expect(environments.map(({ managed }) => managed!.deployment)).toMatchObject([
      { strategy: ROLLING, minimumHealthyPercent: 100 },
      { strategy: CANARY, shift: { percent: 20, bakeTimeInMinutes: 1, stepBakeTimeInMinutes: 5 } },
      { strategy: CANARY, shift: { percent: 20, bakeTimeInMinutes: 30, stepBakeTimeInMinutes: 5 } },
    ]);
  });
});

describe('parameters at the top level', () => {
  test('apply to an environment that sets the same strategy', () => {
    const { environments } = resolve({
      strategy: CANARY,
      strategyParameters: { percent: 5 },
      environments: [{ name: 'staging' }, { name: 'production', strategy: CANARY }],
    });
    expect(environments.map(({ managed }) => managed!.deployment.shift!.percent)).toEqual([5, 5]);
  });

  test('are rejected if no environment uses that strategy', () => {
    const options = { strategyParameters: { maximumPercent: 150 }, environments: [{ name: 'a', strategy: CANARY }] };
    expect(problemsOf(options)).toEqual([
      'strategyParameters: has no effect because every environment overrides the top-level strategy. Set strategyParameters in the environments instead, or remove it. [unused-strategy-parameters]',
    ]);
  });

  test('are checked against the minimum number of tasks, including with auto scaling', () => {
    const strategyParameters = { minimumHealthyPercent: 50, maximumPercent: 100 };
    expect(
      problemsOf({ desiredCount: 1, strategyParameters, autoScaling: { minCapacity: 4, maxCapacity: 8 } }),
    ).toEqual([]);
    expect(problemsOf({ desiredCount: 1, strategyParameters })).toHaveLength(1);
  });
});

describe('reports an option that is not an object only once', () => {
  test.each(['smokeTest', 'oneOffTask', 'autoScaling'])('%s', (option) => {
    expect(problemsOf({ [option]: 'nonsense' })).toHaveLength(1);
  });
});

test('rejects Container Insights for an existing cluster', () => {
  expect(problemsOf({ ecsCluster: 'shared', containerInsights: ContainerInsights.DISABLED })).toEqual([
    'containerInsights: "DISABLED" has no effect on an existing cluster. Remove containerInsights or ecsCluster. [existing-cluster]',
  ]);
});

test('rejects ECS Exec with a read-only root file system', () => {
  expect(problemsOf({ executeCommand: true, readonlyRootFilesystem: true })).toEqual([
    'readonlyRootFilesystem: true is not compatible with executeCommand, because the ECS Exec agent writes to the root file system. Remove one of the two options. [exec-file-system]',
  ]);
});

test('rejects reviewers if no environment requires approval', () => {
  expect(problemsOf({ githubActions: { reviewers: ['alice'] } })).toEqual([
    'githubActions.reviewers: ["alice"] has no effect because no environment requires approval. Set approval to true, or remove reviewers. [reviewers-without-approval]',
  ]);
  expect(problemsOf({ approval: true, githubActions: { reviewers: ['alice'] } })).toEqual([]);
});

describe('the deployment timeout', () => {
  test.each<[string, Partial<EcsDeliveryOptions>, number]>([
    ['rolling', {}, 30],
    ['blue/green, by default', { strategy: BLUE_GREEN }, 35],
    ['blue/green', { strategy: BLUE_GREEN, strategyParameters: { bakeTimeInMinutes: 60 } }, 90],
    ['canary', { strategy: CANARY, strategyParameters: { stepBakeTimeInMinutes: 15, bakeTimeInMinutes: 30 } }, 75],
    [
      'linear, ten steps',
      { strategy: LINEAR, strategyParameters: { stepBakeTimeInMinutes: 6, bakeTimeInMinutes: 0 } },
      90,
    ],
    ['linear, four steps', { strategy: LINEAR, strategyParameters: { percent: 30, stepBakeTimeInMinutes: 10 } }, 75],
    [
      'at most the maximum for GitHub Actions',
      { strategy: BLUE_GREEN, strategyParameters: { bakeTimeInMinutes: 285 } },
      300,
    ],
    [
      'more than a day, with CodePipeline only',
      { githubActions: { enabled: false }, strategy: BLUE_GREEN, strategyParameters: { bakeTimeInMinutes: 1440 } },
      1470,
    ],
  ])('covers the duration of the strategy: %s', (_name, options, minutes) => {
    expect(resolve(options).environments[0]!.deploymentTimeoutMinutes).toBe(minutes);
  });

  test('plus the timeout of the one-off task is the release timeout', () => {
    const options = { oneOffTask: { command: ['migrate'], timeoutMinutes: 40 }, deploymentTimeoutMinutes: 100 };
    const { environments, github } = resolve(options);
    expect(environments[0]).toMatchObject({ deploymentTimeoutMinutes: 100, releaseTimeout: 140 });
    expect(github!.releases[0]!.deployRole.sessionSeconds).toBe((140 + 15) * 60);
  });

  test.each<[string, object, string[]]>([
    [
      'a bake time that exceeds the maximum wait of GitHub Actions',
      { strategy: BLUE_GREEN, strategyParameters: { bakeTimeInMinutes: 600 } },
      [
        'strategyParameters: results in a deployment time of 610 minutes, including 10 minutes for tasks to start, but GitHub Actions can wait at most 300 minutes. Reduce bakeTimeInMinutes or stepBakeTimeInMinutes, or release only with CodePipeline. [deployment-too-long]',
      ],
    ],
    [
      'steps that exceed the maximum wait of CodePipeline',
      {
        githubActions: { enabled: false },
        strategy: LINEAR,
        strategyParameters: { percent: 10, stepBakeTimeInMinutes: 300 },
      },
      [
        'strategyParameters: results in a deployment time of 3015 minutes, including 10 minutes for tasks to start, but CodePipeline can wait at most 1980 minutes. Reduce bakeTimeInMinutes or stepBakeTimeInMinutes. [deployment-too-long]',
      ],
    ],
    [
      'a one-off task that leaves too little time for the deployment',
      {
        strategy: BLUE_GREEN,
        strategyParameters: { bakeTimeInMinutes: 200 },
        oneOffTask: { command: ['migrate'], timeoutMinutes: 120 },
      },
      [
        'strategyParameters: results in a deployment time of 210 minutes, including 10 minutes for tasks to start, but GitHub Actions can wait at most 180 minutes: 300 minutes in total, minus 120 minutes for the one-off task (oneOffTask.timeoutMinutes). Reduce bakeTimeInMinutes, stepBakeTimeInMinutes, or oneOffTask.timeoutMinutes, or release only with CodePipeline. [deployment-too-long]',
      ],
    ],
    [
      'a timeout that is shorter than the strategy',
      { strategy: BLUE_GREEN, strategyParameters: { bakeTimeInMinutes: 60 }, deploymentTimeoutMinutes: 30 },
      [
        'deploymentTimeoutMinutes: 30 is too short for the strategy, which takes 70 minutes, including 10 minutes for tasks to start (allowed: 70 to 300). Increase deploymentTimeoutMinutes, or reduce bakeTimeInMinutes or stepBakeTimeInMinutes. [timeout-too-short]',
      ],
    ],
    [
      'a timeout that is too long even without the one-off task',
      { oneOffTask: { command: ['migrate'], timeoutMinutes: 100 }, deploymentTimeoutMinutes: 301 },
      [
        'deploymentTimeoutMinutes: 301 is out of range (allowed: 1 to 200). Use a value in this range: GitHub Actions can wait at most 300 minutes in total, and oneOffTask.timeoutMinutes takes 100 of them. [out-of-range]',
      ],
    ],
    [
      'a timeout of zero before a one-off task',
      { oneOffTask: { command: ['migrate'], timeoutMinutes: 100 }, deploymentTimeoutMinutes: 0 },
      ['deploymentTimeoutMinutes: 0 is out of range (allowed: 1 to 200). Use a value in this range. [out-of-range]'],
    ],
    [
      'a timeout that leaves no time for the one-off task',
      { oneOffTask: { command: ['migrate'], timeoutMinutes: 100 }, deploymentTimeoutMinutes: 300 },
      [
        'deploymentTimeoutMinutes: 300 leaves no time for the one-off task (allowed: 1 to 200). Use a value in this range: GitHub Actions can wait at most 300 minutes in total, and oneOffTask.timeoutMinutes takes 100 of them. [timeout-too-long]',
      ],
    ],
  ])('rejects %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });
});

describe('strategy parameters', () => {
  test.each<[string, object, string[]]>([
    [
      'a canary of 0 percent',
      { strategy: CANARY, strategyParameters: { percent: 0 } },
      [
        'strategyParameters.percent: 0 is out of range (allowed: 0.1 to 100). Use a value in this range. [out-of-range]',
      ],
    ],
    [
      'a canary of more than 100 percent',
      { strategy: CANARY, strategyParameters: { percent: 101 } },
      [
        'strategyParameters.percent: 101 is out of range (allowed: 0.1 to 100). Use a value in this range. [out-of-range]',
      ],
    ],
    [
      'steps of less than 3 percent',
      { strategy: LINEAR, strategyParameters: { percent: 2 } },
      ['strategyParameters.percent: 2 is out of range (allowed: 3 to 100). Use a value in this range. [out-of-range]'],
    ],
    [
      'a bake time of more than a day',
      { githubActions: { enabled: false }, strategy: BLUE_GREEN, strategyParameters: { bakeTimeInMinutes: 1441 } },
      [
        'strategyParameters.bakeTimeInMinutes: 1441 is out of range (allowed: 0 to 1440). Use a value in this range. [out-of-range]',
      ],
    ],
    [
      'a parameter of another strategy',
      { strategy: BLUE_GREEN, strategyParameters: { percent: 10, minimumHealthyPercent: 50 } },
      [
        'strategyParameters.percent: is not a parameter of BLUE_GREEN (allowed: bakeTimeInMinutes, testListenerPort, testListenerCidrs). Remove it, or choose another strategy. [parameter-of-other-strategy]',
        'strategyParameters.minimumHealthyPercent: is not a parameter of BLUE_GREEN (allowed: bakeTimeInMinutes, testListenerPort, testListenerCidrs). Remove it, or choose another strategy. [parameter-of-other-strategy]',
      ],
    ],
    [
      'a parameter for a strategy that has none',
      { strategy: ALL_AT_ONCE, strategyParameters: { bakeTimeInMinutes: 5 } },
      [
        'strategyParameters.bakeTimeInMinutes: is not a parameter of ALL_AT_ONCE, which has no parameters. Remove it, or choose another strategy. [parameter-of-other-strategy]',
      ],
    ],
    [
      'limits that leave no room to replace a task',
      { strategyParameters: { maximumPercent: 100 } },
      [
        'strategyParameters.maximumPercent: leaves no room to replace a task: with a task count of 2, at least 2 must be healthy and at most 2 can run. Increase maximumPercent, or reduce minimumHealthyPercent. [no-room-to-replace-tasks]',
      ],
    ],
    [
      'a limit that ECS rounds down to the only task',
      { desiredCount: 1, strategyParameters: { maximumPercent: 150 } },
      [
        'strategyParameters.maximumPercent: leaves no room to replace a task: with a task count of 1, at least 1 must be healthy and at most 1 can run. Increase maximumPercent, or reduce minimumHealthyPercent. [no-room-to-replace-tasks]',
      ],
    ],
    [
      'a percentage with more decimal places than ECS supports',
      { strategy: CANARY, strategyParameters: { percent: 0.15 } },
      [
        'strategyParameters.percent: 0.15 has more than one decimal place (allowed: 0.1 to 100 in steps of 0.1). Round it to one decimal place. [percent-precision]',
      ],
    ],
    [
      'test listener ranges without a test listener',
      { strategy: CANARY, strategyParameters: { testListenerCidrs: ['203.0.113.0/24'] } },
      [
        'strategyParameters.testListenerCidrs: requires a test listener. Set testListenerPort, or remove testListenerCidrs. [test-listener-required]',
      ],
    ],
    [
      'a test listener on the production port',
      { strategy: CANARY, strategyParameters: { testListenerPort: 80 } },
      [
        'strategyParameters.testListenerPort: 80 is already used for production traffic. Use another port, for example 8443. [test-listener-port]',
      ],
    ],
    [
      'a strategy that shifts traffic, without a load balancer',
      { strategy: CANARY, ...noLoadBalancer },
      [
        'strategy: "CANARY" shifts traffic, which requires a load balancer (allowed: DeploymentStrategy.ROLLING, DeploymentStrategy.ALL_AT_ONCE). Choose one of these, or set loadBalancer.enabled to true. [load-balancer-required]',
      ],
    ],
    [
      'a parameter of an environment',
      {
        strategy: CANARY,
        environments: [{ name: 'staging' }, { name: 'production', strategyParameters: { percent: 0 } }],
      },
      [
        'environments[1].strategyParameters.percent: 0 is out of range (allowed: 0.1 to 100). Use a value in this range. [out-of-range]',
      ],
    ],
    [
      'a parameter of the top level, reported once for all environments',
      {
        strategy: CANARY,
        strategyParameters: { percent: 0 },
        environments: [{ name: 'staging', strategyParameters: { bakeTimeInMinutes: 0 } }, { name: 'production' }],
      },
      [
        'strategyParameters.percent: 0 is out of range (allowed: 0.1 to 100). Use a value in this range. [out-of-range]',
      ],
    ],
  ])('reject %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });
});

describe('the network', () => {
  test.each<[string, Partial<EcsDeliveryOptions>, object]>([
    [
      'new, with public tasks and no NAT gateway',
      { network: { cidr: '10.20.0.0/16', availabilityZones: 3, publicTasks: true } },
      { kind: 'new', cidr: '10.20.0.0/16', availabilityZones: 3, natGateways: 0, publicTasks: true },
    ],
    [
      'new, with a NAT gateway in each Availability Zone',
      { network: { natGateways: 2 } },
      { kind: 'new', cidr: '10.0.0.0/16', availabilityZones: 2, natGateways: 2, publicTasks: false },
    ],
    ['looked up', { network: { vpcId: VPC } }, { kind: 'lookup', vpcId: VPC, publicTasks: false }],
    [
      'specified by its subnets',
      { network: { vpcId: VPC, taskSubnetIds: [SUBNETS[0]!], loadBalancerSubnetIds: SUBNETS } },
      {
        kind: 'subnets',
        vpcId: VPC,
        taskSubnetIds: [SUBNETS[0]],
        loadBalancerSubnetIds: SUBNETS,
        publicTasks: false,
      },
    ],
    [
      'specified by its subnets, without a load balancer',
      { ...noLoadBalancer, network: { vpcId: VPC, taskSubnetIds: SUBNETS, publicTasks: true } },
      { kind: 'subnets', vpcId: VPC, taskSubnetIds: SUBNETS, loadBalancerSubnetIds: [], publicTasks: true },
    ],
  ])('is %s', (_name, options, expected) => {
    expect(serviceOf(options).network).toEqual(expected);
  });

  test.each<[string, object, string[]]>([
    [
      'more NAT gateways than Availability Zones',
      { network: { natGateways: 3 } },
      [
        'network.natGateways: 3 exceeds the number of Availability Zones (allowed: 1 to 2). Use at most one NAT gateway per Availability Zone. [too-many-nat-gateways]',
      ],
    ],
    [
      'NAT gateways for tasks in public subnets',
      { network: { natGateways: 1, publicTasks: true } },
      [
        'network.natGateways: 1 has no effect on tasks in public subnets. Remove natGateways or publicTasks. [nat-gateways-for-public-tasks]',
      ],
    ],
    [
      'a CIDR for an existing VPC',
      { network: { vpcId: VPC, cidr: '10.0.0.0/16' } },
      ['network.cidr: "10.0.0.0/16" applies only to a new VPC. Remove cidr or vpcId. [new-vpc-only]'],
    ],
    [
      'a CIDR that is too small',
      { network: { cidr: '10.0.0.0/28' } },
      [
        'network.cidr: "10.0.0.0/28" is not valid (allowed: an IPv4 CIDR block from /16 to /24, for example 10.20.0.0/16). Correct the value. [invalid-format]',
      ],
    ],
    [
      'subnets without a VPC',
      { network: { taskSubnetIds: SUBNETS } },
      ['network.taskSubnetIds: requires vpcId. Set vpcId, or remove taskSubnetIds. [vpc-required]'],
    ],
    [
      'subnets for the tasks only',
      { network: { vpcId: VPC, taskSubnetIds: SUBNETS } },
      [
        'network.loadBalancerSubnetIds: contains too few subnets (allowed: at least two subnets). Specify two subnets in different Availability Zones, or set loadBalancer.enabled to false. [too-few-subnets]',
      ],
    ],
    [
      'more security groups than ECS accepts',
      { network: { vpcId: VPC, securityGroupIds: ['1', '2', '3', '4', '5'].map((digit) => `sg-${digit.repeat(8)}`) } },
      [
        'network.securityGroupIds: contains 5 security groups (allowed: at most 4, because the stack creates one more). Remove some of them. [too-many-security-groups]',
      ],
    ],
    [
      'existing security groups for a new VPC',
      { network: { securityGroupIds: ['sg-0123456789abcdef0'] } },
      ['network.securityGroupIds: requires vpcId. Set vpcId, or remove securityGroupIds. [vpc-required]'],
    ],
    [
      'subnets for the load balancer only',
      { network: { vpcId: VPC, loadBalancerSubnetIds: SUBNETS } },
      [
        'network.taskSubnetIds: is missing or empty (allowed: at least one subnet). Specify the subnets that the tasks run in. [too-few-subnets]',
      ],
    ],
    [
      'subnets for a disabled load balancer',
      { ...noLoadBalancer, network: { vpcId: VPC, taskSubnetIds: SUBNETS, loadBalancerSubnetIds: SUBNETS } },
      [
        'network.loadBalancerSubnetIds: requires a load balancer. Remove it, or set loadBalancer.enabled to true. [load-balancer-required]',
      ],
    ],
  ])('rejects %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });
});

describe('the load balancer', () => {
  test('allows only private addresses if it is internal', () => {
    expect(serviceOf({ loadBalancer: { internetFacing: false } }).loadBalancer!.allowedCidrs).toEqual([
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
    ]);
    const allowedCidrs = ['203.0.113.0/24'];
    expect(serviceOf({ loadBalancer: { allowedCidrs } }).loadBalancer!.allowedCidrs).toEqual(allowedCidrs);
  });

  test('can be disabled, together with the alarms that require it', () => {
    expect(serviceOf(noLoadBalancer)).toMatchObject({ loadBalancer: undefined, alarms: { cpuUtilization: 90 } });
    expect(serviceOf(noLoadBalancer).alarms).not.toHaveProperty('http5xxPercent');
  });

  test('merges the options of the top level and the environment', () => {
    const { environments } = resolve({
      loadBalancer: { internetFacing: false, accessLogsBucket: 'acme-logs' },
      environments: [
        { name: 'staging' },
        { name: 'production', loadBalancer: { certificateArn: CERTIFICATE, domainName: 'orders.example.com' } },
      ],
    });
    expect(environments[1]!.managed!.loadBalancer).toMatchObject({
      internetFacing: false,
      accessLogsBucket: 'acme-logs',
      certificateArn: CERTIFICATE,
      domainNames: ['orders.example.com'],
    });
  });

  test.each<[string, object, string[]]>([
    [
      'a certificate in another region',
      { awsRegion: 'eu-central-1', loadBalancer: { certificateArn: CERTIFICATE } },
      [
        `loadBalancer.certificateArn: "${CERTIFICATE}" is in a different Region (allowed: eu-central-1). The certificate must be in the same account and Region as the load balancer. [wrong-account-or-region]`,
      ],
    ],
    [
      'a certificate in another account',
      {
        environments: [
          { name: 'staging' },
          { name: 'production', awsAccount: '444455556666', loadBalancer: { certificateArn: CERTIFICATE } },
        ],
      },
      [
        `environments[1].loadBalancer.certificateArn: "${CERTIFICATE}" is in a different account (allowed: 444455556666). The certificate must be in the same account and Region as the load balancer. [wrong-account-or-region]`,
      ],
    ],
    [
      'a domain without a certificate',
      { loadBalancer: { domainName: 'orders.example.com' } },
      [
        'loadBalancer.domainName: "orders.example.com" requires a certificate. Set certificateArn or hostedZone, or remove domainName. [certificate-required]',
      ],
    ],
    [
      'settings of a disabled load balancer',
      { loadBalancer: { enabled: false, internetFacing: false } },
      [
        'loadBalancer.internetFacing: false has no effect because loadBalancer.enabled is false. Remove it, or set loadBalancer.enabled to true. [disabled-feature]',
      ],
    ],
    [
      'an empty list of allowed ranges',
      { loadBalancer: { allowedCidrs: [] } },
      [
        'loadBalancer.allowedCidrs: [] allows no clients (allowed: at least one range). Add a range, or remove the option. [empty-list]',
      ],
    ],
    [
      'an invalid address',
      { loadBalancer: { allowedCidrs: ['300.0.0.0/8'] } },
      [
        'loadBalancer.allowedCidrs[0]: "300.0.0.0/8" is not valid (allowed: an IPv4 CIDR block, for example 203.0.113.0/24). Correct the value. [invalid-format]',
      ],
    ],
  ])('rejects %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });
});

describe('auto scaling', () => {
  test('targets 70 percent CPU if no other target is set', () => {
    expect(serviceOf({ autoScaling: { maxCapacity: 8 } }).autoScaling).toEqual({
      minCapacity: 2,
      maxCapacity: 8,
      cpuUtilization: 70,
      schedules: [],
    });
    expect(serviceOf({ autoScaling: { maxCapacity: 8, requestsPerTarget: 600 } }).autoScaling).toMatchObject({
      cpuUtilization: undefined,
      requestsPerTarget: 600,
    });
  });

  test.each<[string, object, string[]]>([
    [
      'a missing maximum',
      { autoScaling: {} },
      ['autoScaling.maxCapacity: is missing (allowed: 2 to 5000). Set the maximum number of tasks. [missing-option]'],
    ],
    [
      'a maximum below the minimum',
      { autoScaling: { minCapacity: 4, maxCapacity: 3 } },
      [
        'autoScaling.maxCapacity: 3 is less than minCapacity (allowed: 4 to 5000). Raise maxCapacity, or lower minCapacity. [capacity-range]',
      ],
    ],
    [
      'a maximum below the desired count',
      { desiredCount: 5, autoScaling: { maxCapacity: 3 } },
      [
        'autoScaling.maxCapacity: 3 is less than minCapacity, which defaults to desiredCount (allowed: 5 to 5000). Raise maxCapacity, or set a lower minCapacity. [capacity-range]',
      ],
    ],
    [
      'a request target for a strategy with two target groups',
      { strategy: BLUE_GREEN, autoScaling: { maxCapacity: 4, requestsPerTarget: 600 } },
      [
        'autoScaling.requestsPerTarget: tracks a single target group, but BLUE_GREEN alternates between two. Scale on cpuUtilization or memoryUtilization, or use DeploymentStrategy.ROLLING. [requests-per-target]',
      ],
    ],
    [
      'a request target without a load balancer',
      { ...noLoadBalancer, autoScaling: { maxCapacity: 4, requestsPerTarget: 600 } },
      [
        'autoScaling.requestsPerTarget: 600 requires a load balancer. Remove it, or set loadBalancer.enabled to true. [load-balancer-required]',
      ],
    ],
  ])('rejects %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });
});

describe('Fargate Spot', () => {
  test.each<[object, object]>([
    [{}, { onDemandBase: 1, onDemandWeight: 0, spotWeight: 1 }],
    [
      { onDemandBase: 0, percent: 75 },
      { onDemandBase: 0, onDemandWeight: 1, spotWeight: 3 },
    ],
    [{ percent: 33 }, { onDemandBase: 1, onDemandWeight: 67, spotWeight: 33 }],
  ])('derives weights from the percentage: %j', (fargateSpot, expected) => {
    expect(serviceOf({ fargateSpot }).fargateSpot).toEqual(expected);
  });

  test.each<[string, object, string[]]>([
    [
      'a base that covers all tasks',
      { desiredCount: 1, fargateSpot: {} },
      [
        'fargateSpot.onDemandBase: is 1 by default, but at most 1 task runs, so none would run on Fargate Spot (allowed: 0). Set onDemandBase to 0, or run more tasks. [no-spot-tasks]',
      ],
    ],
    [
      '0 percent',
      { fargateSpot: { percent: 0 } },
      ['fargateSpot.percent: 0 is out of range (allowed: 1 to 100). Use a value in this range. [out-of-range]'],
    ],
    [
      'ARM64 in the China Regions',
      {
        awsRegion: 'cn-north-1',
        codePipeline: { enabled: false },
        cpuArchitecture: CpuArchitecture.ARM64,
        fargateSpot: {},
      },
      [
        'fargateSpot: does not support ARM64 in the China Regions. Use CpuArchitecture.X86_64, or remove fargateSpot. [spot-architecture]',
      ],
    ],
  ])('rejects %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });

  test('is checked against the maximum of auto scaling', () => {
    expect(problemsOf({ desiredCount: 1, autoScaling: { maxCapacity: 2 }, fargateSpot: {} })).toEqual([]);
  });
});

describe('alarms', () => {
  test.each<[string, object, string[]]>([
    [
      'settings of disabled alarms',
      { alarms: { enabled: false, minutes: 5 } },
      [
        'alarms.minutes: 5 has no effect because alarms.enabled is false. Remove it, or set alarms.enabled to true. [disabled-feature]',
      ],
    ],
    [
      'load balancer metrics without a load balancer',
      { ...noLoadBalancer, alarms: { http5xxPercent: 1, unhealthyHosts: 2 } },
      [
        'alarms.http5xxPercent: 1 requires a load balancer. Remove it, or set loadBalancer.enabled to true. [load-balancer-required]',
        'alarms.unhealthyHosts: 2 requires a load balancer. Remove it, or set loadBalancer.enabled to true. [load-balancer-required]',
      ],
    ],
    [
      'a topic in another account',
      { alarms: { topicArn: 'arn:aws:sns:us-east-1:444455556666:ops' } },
      [
        'alarms.topicArn: "arn:aws:sns:us-east-1:444455556666:ops" is in a different account (allowed: 111122223333). The topic must be in the same account and Region as the alarms. [wrong-account-or-region]',
      ],
    ],
  ])('reject %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });

  test.each([
    [120, undefined, 3],
    [300, undefined, 6],
    [0, 1, 1],
    [120, 10, 10],
  ])(
    'on unhealthy targets wait longer than the health check grace period: %s s, %s minutes',
    (seconds, minutes, expected) => {
      const { alarms } = serviceOf({ loadBalancer: { healthCheckGracePeriodSeconds: seconds }, alarms: { minutes } });
      expect(alarms.unhealthyMinutes).toBe(expected);
    },
  );

  test('can be disabled', () => {
    expect(serviceOf({ alarms: { enabled: false } }).alarms).toEqual({ minutes: 3, unhealthyMinutes: 3 });
  });
});

describe('a smoke test', () => {
  test('is a single line', () => {
    expect(problemsOf({ smokeTest: { command: 'npm ci\nnpm test' } })).toEqual([
      'smokeTest.command: "npm ci\\nnpm test" is not valid (allowed: one complete line of shell code without ${{). Specify the command on one line, and use environment variables instead of ${{ expressions. [invalid-format]',
    ]);
  });

  const smokeTest = { command: 'curl --fail "$SERVICE_URL/health"' };

  test.each<[string, object, string[]]>([
    [
      'without a load balancer',
      noLoadBalancer,
      [
        'uses SERVICE_URL, which is set only for managed services with a load balancer. Specify the URL in the command instead.',
      ],
    ],
    [
      'for an existing service',
      { serviceMode: EcsServiceMode.EXISTING },
      [
        'uses SERVICE_URL, which is set only for managed services with a load balancer. Specify the URL in the command instead.',
      ],
    ],
    [
      'with an internal load balancer',
      { loadBalancer: { internetFacing: false } },
      [
        'uses SERVICE_URL, but an internal load balancer cannot be reached from outside its network. Check the service from inside its network, or set loadBalancer.internetFacing to true.',
      ],
    ],
    [
      'with a certificate but no domain name',
      { loadBalancer: { certificateArn: CERTIFICATE } },
      ['uses SERVICE_URL, whose host name does not match the certificate. Set loadBalancer.domainName.'],
    ],
  ])('cannot use SERVICE_URL %s', (_name, options, lines) => {
    expect(problemsOf({ smokeTest, ...options })).toEqual(
      lines.map((line) => `smokeTest.command: ${JSON.stringify(smokeTest.command)} ${line} [service-url]`),
    );
  });

  test('can use another command without a load balancer', () => {
    expect(problemsOf({ ...noLoadBalancer, smokeTest: { command: 'aws sqs list-queues' } })).toEqual([]);
  });
});

describe('task role statements', () => {
  test.each<[string, object, string[]]>([
    [
      'an action without a service prefix',
      { taskRoleStatements: [{ actions: ['GetObject'], resources: ['*'] }] },
      [
        'taskRoleStatements[0].actions[0]: "GetObject" is not valid (allowed: service:Action, for example s3:GetObject). List the actions that your code needs. [invalid-format]',
      ],
    ],
    [
      'a wildcard for all actions of all services',
      { taskRoleStatements: [{ actions: ['*'], resources: ['*'] }] },
      [
        'taskRoleStatements[0].actions[0]: "*" is not valid (allowed: service:Action, for example s3:GetObject). List the actions that your code needs. [invalid-format]',
      ],
    ],
    [
      'a name instead of an ARN',
      { taskRoleStatements: [{ actions: ['s3:GetObject'], resources: ['my-bucket'] }] },
      [
        `taskRoleStatements[0].resources[0]: "my-bucket" is not valid (allowed: an ARN, or '*' for actions that do not support resource-level permissions). Correct the value. [invalid-format]`,
      ],
    ],
    [
      'empty actions and missing resources',
      { taskRoleStatements: [{ actions: [] }] },
      [
        'taskRoleStatements[0].actions: is missing or empty. List at least one action, or remove the statement. [incomplete-statement]',
        'taskRoleStatements[0].resources: is missing or empty. List at least one resource, or remove the statement. [incomplete-statement]',
      ],
    ],
    [
      'a condition without an operator',
      { taskRoleStatements: [{ actions: ['s3:GetObject'], resources: ['*'], conditions: { team: 'orders' } }] },
      [
        `taskRoleStatements[0].conditions: {"team":"orders"} is not a valid IAM condition (allowed: an object, for example { StringEquals: { 'aws:ResourceTag/team': 'orders' } }). Correct the value. [iam-condition]`,
      ],
    ],
    [
      'statements for an existing role',
      {
        taskRoleArn: 'arn:aws:iam::111122223333:role/task',
        taskRoleStatements: [{ actions: ['s3:GetObject'], resources: ['*'] }],
      },
      [
        'taskRoleStatements: applies only to a task role that the base stack creates. Move the statements to the role that taskRoleArn specifies, or remove taskRoleArn. [statements-for-existing-role]',
      ],
    ],
  ])('rejects %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });
});

test('rejects approval in the only environment', () => {
  expect(problemsOf({ environments: [{ name: 'production', approval: true }] })).toEqual([
    'environments[0].approval: true requires at least two environments, but there is only one. Set approval at the top level to require it for every release, or add a second environment. [approval-in-only-environment]',
  ]);
  expect(problemsOf({ approval: true })).toEqual([]);
});

test('derives the names of the CDK bootstrap roles from the qualifier', () => {
  expect(serviceOf({ bootstrapQualifier: 'acme' }).bootstrapRoles.deploy).toBe(
    'arn:aws:iam::111122223333:role/cdk-acme-deploy-role-111122223333-us-east-1',
  );
});
