import type { EcsDeliveryOptions } from '../../src/options';
import { CpuArchitecture } from '../../src/options';
import { DeploymentStrategy, EcsServiceMode } from '../../src/service-options';
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
    [BLUE_GREEN, { minimumHealthyPercent: 100, maximumPercent: 200, shift: { bakeTime: 5 } }],
    [CANARY, { minimumHealthyPercent: 100, maximumPercent: 200, shift: { bakeTime: 5, percent: 10, stepBakeTime: 5 } }],
    [LINEAR, { minimumHealthyPercent: 100, maximumPercent: 200, shift: { bakeTime: 5, percent: 10, stepBakeTime: 5 } }],
  ])('%s has parameters of its own', (strategy, expected) => {
    expect(serviceOf({ strategy }).deployment).toEqual({ strategy, ...expected });
  });

  test('takes its parameters from the config', () => {
    expect(serviceOf({ strategyParameters: { minimumHealthyPercent: 50, maximumPercent: 150 } }).deployment).toEqual({
      strategy: ROLLING,
      minimumHealthyPercent: 50,
      maximumPercent: 150,
    });
    const times = { percent: 0.5, stepBakeTime: 0, bakeTime: 20 };
    expect(serviceOf({ strategy: CANARY, strategyParameters: times }).deployment.shift).toEqual(times);
  });

  test('has a test listener that private addresses reach, or those of the config', () => {
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

  test('of an environment starts from its own defaults, parameters alone from those of the top level', () => {
    const { environments } = resolve({
      strategy: CANARY,
      strategyParameters: { percent: 20, bakeTime: 30 },
      environments: [
        { name: 'test', strategy: ROLLING },
        { name: 'staging', strategyParameters: { bakeTime: 1 } },
        { name: 'production' },
      ],
    });
    expect(environments.map(({ managed }) => managed!.deployment)).toMatchObject([
      { strategy: ROLLING, minimumHealthyPercent: 100 },
      { strategy: CANARY, shift: { percent: 20, bakeTime: 1, stepBakeTime: 5 } },
      { strategy: CANARY, shift: { percent: 20, bakeTime: 30, stepBakeTime: 5 } },
    ]);
  });
});

describe('parameters at the top level', () => {
  test('hold for an environment that names the same strategy', () => {
    const { environments } = resolve({
      strategy: CANARY,
      strategyParameters: { percent: 5 },
      environments: [{ name: 'staging' }, { name: 'production', strategy: CANARY }],
    });
    expect(environments.map(({ managed }) => managed!.deployment.shift!.percent)).toEqual([5, 5]);
  });

  test('are refused where no environment has that strategy', () => {
    const options = { strategyParameters: { maximumPercent: 150 }, environments: [{ name: 'a', strategy: CANARY }] };
    expect(problemsOf(options)).toEqual([
      'strategyParameters: are of a strategy that no environment has. Move them to the environments, or remove them.',
    ]);
  });

  test('count the tasks that run at least, with auto scaling too', () => {
    const strategyParameters = { minimumHealthyPercent: 50, maximumPercent: 100 };
    expect(
      problemsOf({ desiredCount: 1, strategyParameters, autoScaling: { minCapacity: 4, maxCapacity: 8 } }),
    ).toEqual([]);
    expect(problemsOf({ desiredCount: 1, strategyParameters })).toHaveLength(1);
  });
});

describe('what is no object is said once', () => {
  test.each(['smokeTest', 'oneOffTask', 'autoScaling'])('%s', (option) => {
    expect(problemsOf({ [option]: 'nonsense' })).toHaveLength(1);
  });
});

test('a file system that cannot be written to has no room for ECS Exec', () => {
  expect(problemsOf({ executeCommand: true, containerDefinitionFields: { readonlyRootFilesystem: true } })).toEqual([
    'containerDefinitionFields.readonlyRootFilesystem: true does not go with executeCommand, whose agent writes to the root file system. Remove one of the two.',
  ]);
});

test('reviewers without an approval have nothing to do', () => {
  expect(problemsOf({ githubActions: { reviewers: ['alice'] } })).toEqual([
    'githubActions.reviewers: ["alice"] have nothing to approve: no environment asks for it. Set approval to true, or remove them.',
  ]);
  expect(problemsOf({ approval: true, githubActions: { reviewers: ['alice'] } })).toEqual([]);
});

describe('the time for a deployment', () => {
  test.each<[string, Partial<EcsDeliveryOptions>, number]>([
    ['rolling', {}, 30],
    ['blue/green, by default', { strategy: BLUE_GREEN }, 35],
    ['blue/green', { strategy: BLUE_GREEN, strategyParameters: { bakeTime: 60 } }, 90],
    ['canary', { strategy: CANARY, strategyParameters: { stepBakeTime: 15, bakeTime: 30 } }, 75],
    ['linear, ten steps', { strategy: LINEAR, strategyParameters: { stepBakeTime: 6, bakeTime: 0 } }, 90],
    ['linear, four steps', { strategy: LINEAR, strategyParameters: { percent: 30, stepBakeTime: 10 } }, 75],
    ['as much as GitHub has left', { strategy: BLUE_GREEN, strategyParameters: { bakeTime: 285 } }, 300],
    [
      'more than a day, with CodePipeline alone',
      { githubActions: { enabled: false }, strategy: BLUE_GREEN, strategyParameters: { bakeTime: 1440 } },
      1470,
    ],
  ])('covers the strategy: %s', (_name, options, minutes) => {
    expect(resolve(options).environments[0]!.deploymentTimeout).toBe(minutes);
  });

  test('and that of the one-off task make up the time for a release', () => {
    const options = { oneOffTask: { command: ['migrate'], timeout: 40 }, deploymentTimeout: 100 };
    const [environment] = resolve(options).environments;
    expect(environment).toMatchObject({ deploymentTimeout: 100, releaseTimeout: 140 });
    expect(environment!.github!.deployRole.sessionSeconds).toBe((140 + 15) * 60);
  });

  test.each<[string, object, string[]]>([
    [
      'a bake time that GitHub cannot wait for',
      { strategy: BLUE_GREEN, strategyParameters: { bakeTime: 600 } },
      [
        'strategyParameters: make a deployment of 610 minutes with 10 for the start of its tasks, and GitHub Actions can wait for 300. Shorten bakeTime or stepBakeTime, or release with CodePipeline alone.',
      ],
    ],
    [
      'steps that CodePipeline cannot wait for',
      {
        githubActions: { enabled: false },
        strategy: LINEAR,
        strategyParameters: { percent: 10, stepBakeTime: 300 },
      },
      [
        'strategyParameters: make a deployment of 3015 minutes with 10 for the start of its tasks, and CodePipeline can wait for 1980. Shorten bakeTime or stepBakeTime.',
      ],
    ],
    [
      'a one-off task that leaves too little',
      {
        strategy: BLUE_GREEN,
        strategyParameters: { bakeTime: 200 },
        oneOffTask: { command: ['migrate'], timeout: 120 },
      },
      [
        'strategyParameters: make a deployment of 210 minutes with 10 for the start of its tasks, and GitHub Actions can wait for 300, less the 120 of oneOffTask.timeout. Shorten bakeTime, stepBakeTime or oneOffTask.timeout, or release with CodePipeline alone.',
      ],
    ],
    [
      'a timeout below what the strategy takes',
      { strategy: BLUE_GREEN, strategyParameters: { bakeTime: 60 }, deploymentTimeout: 30 },
      [
        'deploymentTimeout: 30 is shorter than the strategy takes, 60 minutes after the start of its tasks (allowed: 70 to 300). Raise it, or shorten bakeTime or stepBakeTime.',
      ],
    ],
    [
      'a timeout that the one-off task takes part of',
      { oneOffTask: { command: ['migrate'], timeout: 100 }, deploymentTimeout: 300 },
      [
        'deploymentTimeout: 300 is out of range (allowed: 1 to 200). GitHub Actions can wait for 300 minutes, less the 100 of oneOffTask.timeout.',
      ],
    ],
  ])('refuses %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });
});

describe('parameters of a strategy', () => {
  test.each<[string, object, string[]]>([
    [
      'a canary of nothing',
      { strategy: CANARY, strategyParameters: { percent: 0 } },
      ['strategyParameters.percent: 0 is out of range (allowed: 0.1 to 100). Correct the value.'],
    ],
    [
      'a canary of more than all',
      { strategy: CANARY, strategyParameters: { percent: 101 } },
      ['strategyParameters.percent: 101 is out of range (allowed: 0.1 to 100). Correct the value.'],
    ],
    [
      'steps below 3 percent',
      { strategy: LINEAR, strategyParameters: { percent: 2 } },
      ['strategyParameters.percent: 2 is out of range (allowed: 3 to 100). Correct the value.'],
    ],
    [
      'a bake time of more than a day',
      { githubActions: { enabled: false }, strategy: BLUE_GREEN, strategyParameters: { bakeTime: 1441 } },
      ['strategyParameters.bakeTime: 1441 is out of range (allowed: 0 to 1440). Correct the value.'],
    ],
    [
      'one of another strategy',
      { strategy: BLUE_GREEN, strategyParameters: { percent: 10, minimumHealthyPercent: 50 } },
      [
        'strategyParameters.percent: 10 is no parameter of BLUE_GREEN (allowed: bakeTime, testListenerPort, testListenerCidrs). Remove it, or take another strategy.',
        'strategyParameters.minimumHealthyPercent: 50 is no parameter of BLUE_GREEN (allowed: bakeTime, testListenerPort, testListenerCidrs). Remove it, or take another strategy.',
      ],
    ],
    [
      'any of a strategy that has none',
      { strategy: ALL_AT_ONCE, strategyParameters: { bakeTime: 5 } },
      [
        'strategyParameters.bakeTime: 5 is no parameter of ALL_AT_ONCE (allowed: none). Remove it, or take another strategy.',
      ],
    ],
    [
      'no room to replace a task',
      { strategyParameters: { maximumPercent: 100 } },
      [
        'strategyParameters.maximumPercent: leaves no room to replace a task: of 2, at least 2 have to be healthy and at most 2 may run. Raise maximumPercent, or lower minimumHealthyPercent.',
      ],
    ],
    [
      'no room to replace the only task, since ECS rounds down',
      { desiredCount: 1, strategyParameters: { maximumPercent: 150 } },
      [
        'strategyParameters.maximumPercent: leaves no room to replace a task: of 1, at least 1 have to be healthy and at most 1 may run. Raise maximumPercent, or lower minimumHealthyPercent.',
      ],
    ],
    [
      'a share that ECS cannot take',
      { strategy: CANARY, strategyParameters: { percent: 0.15 } },
      [
        'strategyParameters.percent: 0.15 has more than one decimal place (allowed: 0.1 to 100 in steps of 0.1). Round it.',
      ],
    ],
    [
      'addresses for a test listener that is not there',
      { strategy: CANARY, strategyParameters: { testListenerCidrs: ['203.0.113.0/24'] } },
      [
        'strategyParameters.testListenerCidrs: is for a test listener, and there is none. Remove it, or set testListenerPort.',
      ],
    ],
    [
      'a test listener on the port of production',
      { strategy: CANARY, strategyParameters: { testListenerPort: 80 } },
      ['strategyParameters.testListenerPort: 80 is a port of production. Take another port, 8443 say.'],
    ],
    [
      'a shift of traffic without a load balancer',
      { strategy: CANARY, ...noLoadBalancer },
      [
        'strategy: "CANARY" shifts the traffic of a load balancer, and there is none (allowed: DeploymentStrategy.ROLLING, DeploymentStrategy.ALL_AT_ONCE). Take one of these, or set loadBalancer.enabled to true.',
      ],
    ],
    [
      'one of an environment',
      {
        strategy: CANARY,
        environments: [{ name: 'staging' }, { name: 'production', strategyParameters: { percent: 0 } }],
      },
      ['environments[1].strategyParameters.percent: 0 is out of range (allowed: 0.1 to 100). Correct the value.'],
    ],
    [
      'one of the top level, once for all environments',
      {
        strategy: CANARY,
        strategyParameters: { percent: 0 },
        environments: [{ name: 'staging', strategyParameters: { bakeTime: 0 } }, { name: 'production' }],
      },
      ['strategyParameters.percent: 0 is out of range (allowed: 0.1 to 100). Correct the value.'],
    ],
  ])('are refused: %s', (_name, options, lines) => {
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
      'new, with a NAT gateway in each zone',
      { network: { natGateways: 2 } },
      { kind: 'new', cidr: '10.0.0.0/16', availabilityZones: 2, natGateways: 2, publicTasks: false },
    ],
    ['looked up', { network: { vpcId: VPC } }, { kind: 'lookup', vpcId: VPC, publicTasks: false }],
    [
      'given by its subnets',
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
      'given by its subnets, without a load balancer',
      { ...noLoadBalancer, network: { vpcId: VPC, taskSubnetIds: SUBNETS, publicTasks: true } },
      { kind: 'subnets', vpcId: VPC, taskSubnetIds: SUBNETS, loadBalancerSubnetIds: [], publicTasks: true },
    ],
  ])('is %s', (_name, options, expected) => {
    expect(serviceOf(options).network).toEqual(expected);
  });

  test.each<[string, object, string[]]>([
    [
      'more NAT gateways than zones',
      { network: { natGateways: 3 } },
      ['network.natGateways: 3 is out of range (allowed: 1 to 2). A zone has one at most.'],
    ],
    [
      'NAT gateways for public tasks',
      { network: { natGateways: 1, publicTasks: true } },
      ['network.natGateways: 1 is of no use to tasks in public subnets. Remove it, or publicTasks.'],
    ],
    [
      'addresses for a VPC that exists',
      { network: { vpcId: VPC, cidr: '10.0.0.0/16' } },
      ['network.cidr: "10.0.0.0/16" is for a new VPC. Remove it, or remove vpcId.'],
    ],
    [
      'addresses with too little room',
      { network: { cidr: '10.0.0.0/28' } },
      [
        'network.cidr: "10.0.0.0/28" does not have the form (allowed: a range of IPv4 addresses from /16 to /24, such as 10.20.0.0/16). Correct the value.',
      ],
    ],
    [
      'subnets of no VPC',
      { network: { taskSubnetIds: SUBNETS } },
      ['network.taskSubnetIds: names subnets of no VPC. Set vpcId too.'],
    ],
    [
      'subnets for the tasks only',
      { network: { vpcId: VPC, taskSubnetIds: SUBNETS } },
      [
        'network.loadBalancerSubnetIds: names too few for a load balancer (allowed: two or more). Name two subnets in different availability zones, or set loadBalancer.enabled to false.',
      ],
    ],
    [
      'subnets for the load balancer only',
      { network: { vpcId: VPC, loadBalancerSubnetIds: SUBNETS } },
      ['network.taskSubnetIds: names no subnet (allowed: one or more). Name the subnets that the tasks run in.'],
    ],
    [
      'subnets for a load balancer that is off',
      { ...noLoadBalancer, network: { vpcId: VPC, taskSubnetIds: SUBNETS, loadBalancerSubnetIds: SUBNETS } },
      ['network.loadBalancerSubnetIds: is for a load balancer, and there is none. Remove it.'],
    ],
  ])('refuses %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });
});

describe('the load balancer', () => {
  test('lets in private addresses only, where it is internal', () => {
    expect(serviceOf({ loadBalancer: { internetFacing: false } }).loadBalancer!.allowedCidrs).toEqual([
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
    ]);
    const allowedCidrs = ['203.0.113.0/24'];
    expect(serviceOf({ loadBalancer: { allowedCidrs } }).loadBalancer!.allowedCidrs).toEqual(allowedCidrs);
  });

  test('can be left out, with the alarms that need it', () => {
    expect(serviceOf(noLoadBalancer)).toMatchObject({ loadBalancer: undefined, alarms: { cpuUtilization: 90 } });
    expect(serviceOf(noLoadBalancer).alarms).not.toHaveProperty('http5xxPercent');
  });

  test('is put together from the top level and the environment', () => {
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
      domainName: 'orders.example.com',
    });
  });

  test.each<[string, object, string[]]>([
    [
      'a certificate of another region',
      { awsRegion: 'eu-central-1', loadBalancer: { certificateArn: CERTIFICATE } },
      [
        `loadBalancer.certificateArn: "${CERTIFICATE}" is in another region (allowed: eu-central-1). A load balancer takes certificates of its own account and region only.`,
      ],
    ],
    [
      'a certificate of an account that no environment has',
      {
        environments: [
          { name: 'staging' },
          { name: 'production', awsAccount: '444455556666', loadBalancer: { certificateArn: CERTIFICATE } },
        ],
      },
      [
        `environments[1].loadBalancer.certificateArn: "${CERTIFICATE}" is in another account (allowed: 444455556666). A load balancer takes certificates of its own account and region only.`,
      ],
    ],
    [
      'a domain without a certificate',
      { loadBalancer: { domainName: 'orders.example.com' } },
      [
        'loadBalancer.domainName: "orders.example.com" is the name of a certificate that is not given. Set certificateArn, or remove domainName.',
      ],
    ],
    [
      'settings of one that is off',
      { loadBalancer: { enabled: false, internetFacing: false } },
      [
        'loadBalancer.internetFacing: false is for a load balancer, and there is none. Remove it, or set enabled to true.',
      ],
    ],
    [
      'nobody to let in',
      { loadBalancer: { allowedCidrs: [] } },
      ['loadBalancer.allowedCidrs: [] lets nobody in (allowed: one or more). Name a range, or remove the option.'],
    ],
    [
      'an address that is none',
      { loadBalancer: { allowedCidrs: ['300.0.0.0/8'] } },
      [
        'loadBalancer.allowedCidrs[0]: "300.0.0.0/8" does not have the form (allowed: a range of IPv4 addresses, such as 203.0.113.0/24). Correct the value.',
      ],
    ],
  ])('refuses %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });
});

describe('auto scaling', () => {
  test('aims at 70 percent CPU where nothing else is given', () => {
    expect(serviceOf({ autoScaling: { maxCapacity: 8 } }).autoScaling).toEqual({
      minCapacity: 2,
      maxCapacity: 8,
      cpuUtilization: 70,
    });
    expect(serviceOf({ autoScaling: { maxCapacity: 8, requestsPerTarget: 600 } }).autoScaling).toMatchObject({
      cpuUtilization: undefined,
      requestsPerTarget: 600,
    });
  });

  test.each<[string, object, string[]]>([
    ['no upper limit', { autoScaling: {} }, ['autoScaling.maxCapacity: is missing (allowed: 2 to 5000). Set it.']],
    [
      'an upper limit below the lower one',
      { autoScaling: { minCapacity: 4, maxCapacity: 3 } },
      [
        'autoScaling.maxCapacity: 3 is out of range (allowed: 4 to 5000). It cannot be below the least number of tasks.',
      ],
    ],
    [
      'requests with two target groups',
      { strategy: BLUE_GREEN, autoScaling: { maxCapacity: 4, requestsPerTarget: 600 } },
      [
        'autoScaling.requestsPerTarget: 600 follows one target group, and BLUE_GREEN alternates between two. Scale on cpuUtilization or memoryUtilization, or take DeploymentStrategy.ROLLING.',
      ],
    ],
    [
      'requests without a load balancer',
      { ...noLoadBalancer, autoScaling: { maxCapacity: 4, requestsPerTarget: 600 } },
      [
        'autoScaling.requestsPerTarget: 600 counts the requests of a load balancer, and there is none. Remove it, or set loadBalancer.enabled to true.',
      ],
    ],
  ])('refuses %s', (_name, options, lines) => {
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
  ])('has weights that make its share: %j', (fargateSpot, expected) => {
    expect(serviceOf({ fargateSpot }).fargateSpot).toEqual(expected);
  });

  test.each<[string, object, string[]]>([
    [
      'a base that leaves nothing for it',
      { desiredCount: 1, fargateSpot: {} },
      [
        'fargateSpot.onDemandBase: is by default 1, and at most 1 task runs: none would run on Spot (allowed: 0). Lower it, or run more tasks.',
      ],
    ],
    [
      'a share of nothing',
      { fargateSpot: { percent: 0 } },
      ['fargateSpot.percent: 0 is out of range (allowed: 1 to 100). Correct the value.'],
    ],
    [
      'ARM64 in China, where it is not offered',
      {
        awsRegion: 'cn-north-1',
        codePipeline: { enabled: false },
        cpuArchitecture: CpuArchitecture.ARM64,
        fargateSpot: {},
      },
      [
        'fargateSpot: does not go with ARM64 in the regions of China. Take CpuArchitecture.X86_64, or remove fargateSpot.',
      ],
    ],
  ])('refuses %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });

  test('goes with the number of tasks that auto scaling may reach', () => {
    expect(problemsOf({ desiredCount: 1, autoScaling: { maxCapacity: 2 }, fargateSpot: {} })).toEqual([]);
  });
});

describe('alarms', () => {
  test.each<[string, object, string[]]>([
    [
      'limits of alarms that are off',
      { alarms: { enabled: false, minutes: 5 } },
      ['alarms.minutes: 5 is for alarms, and there are none. Remove it, or set enabled to true.'],
    ],
    [
      'metrics of a load balancer that is off',
      { ...noLoadBalancer, alarms: { http5xxPercent: 1, unhealthyHosts: 2 } },
      [
        'alarms.http5xxPercent: 1 is a metric of the load balancer, and there is none. Remove it.',
        'alarms.unhealthyHosts: 2 is a metric of the load balancer, and there is none. Remove it.',
      ],
    ],
    [
      'a topic of another account',
      { alarms: { topicArn: 'arn:aws:sns:us-east-1:444455556666:ops' } },
      [
        'alarms.topicArn: "arn:aws:sns:us-east-1:444455556666:ops" is in another account (allowed: 111122223333). CloudWatch notifies topics of its own account and region only.',
      ],
    ],
  ])('refuse %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });

  test.each([
    [120, undefined, 3],
    [300, undefined, 6],
    [0, 1, 1],
    [120, 10, 10],
  ])('on unhealthy targets wait longer than a new task may take: %s s, %s minutes', (seconds, minutes, expected) => {
    const { alarms } = serviceOf({ loadBalancer: { healthCheckGracePeriod: seconds }, alarms: { minutes } });
    expect(alarms.unhealthyMinutes).toBe(expected);
  });

  test('can be off', () => {
    expect(serviceOf({ alarms: { enabled: false } }).alarms).toEqual({ minutes: 3, unhealthyMinutes: 3 });
  });
});

describe('a smoke test', () => {
  const smokeTest = { command: 'curl --fail "$SERVICE_URL/health"' };

  test.each<[string, object, string[]]>([
    [
      'without a load balancer',
      noLoadBalancer,
      ['asks for SERVICE_URL, which only a managed service with a load balancer has. Write the URL out.'],
    ],
    [
      'of an existing service',
      { serviceMode: EcsServiceMode.EXISTING },
      ['asks for SERVICE_URL, which only a managed service with a load balancer has. Write the URL out.'],
    ],
    [
      'with an internal load balancer',
      { loadBalancer: { internetFacing: false } },
      [
        'asks for SERVICE_URL, which an internal load balancer does not answer from outside. Check the service from inside of its network, or set loadBalancer.internetFacing to true.',
      ],
    ],
    [
      'with a certificate for a name that is not known',
      { loadBalancer: { certificateArn: CERTIFICATE } },
      ['asks for SERVICE_URL, which is not the name that the certificate is for. Set loadBalancer.domainName.'],
    ],
  ])('cannot ask for a URL that does not answer it: %s', (_name, options, lines) => {
    expect(problemsOf({ smokeTest, ...options })).toEqual(
      lines.map((line) => `smokeTest.command: ${JSON.stringify(smokeTest.command)} ${line}`),
    );
  });

  test('may look elsewhere', () => {
    expect(problemsOf({ ...noLoadBalancer, smokeTest: { command: 'aws sqs list-queues' } })).toEqual([]);
  });
});

describe('what a task may do', () => {
  test.each<[string, object, string[]]>([
    [
      'an action without a service',
      { taskRoleStatements: [{ actions: ['GetObject'], resources: ['*'] }] },
      [
        'taskRoleStatements[0].actions[0]: "GetObject" does not have the form (allowed: service:Action, such as s3:GetObject). Name the actions that the code takes.',
      ],
    ],
    [
      'every action of every service',
      { taskRoleStatements: [{ actions: ['*'], resources: ['*'] }] },
      [
        'taskRoleStatements[0].actions[0]: "*" does not have the form (allowed: service:Action, such as s3:GetObject). Name the actions that the code takes.',
      ],
    ],
    [
      'a name in place of an ARN',
      { taskRoleStatements: [{ actions: ['s3:GetObject'], resources: ['my-bucket'] }] },
      [
        `taskRoleStatements[0].resources[0]: "my-bucket" does not have the form (allowed: an ARN, or '*' where the actions take no resource). Correct the value.`,
      ],
    ],
    [
      'nothing on nothing',
      { taskRoleStatements: [{ actions: [] }] },
      [
        'taskRoleStatements[0].actions: names nothing (allowed: one or more). Name them, or remove the statement.',
        'taskRoleStatements[0].resources: names nothing (allowed: one or more). Name them, or remove the statement.',
      ],
    ],
    [
      'statements for a role that exists',
      {
        taskRoleArn: 'arn:aws:iam::111122223333:role/task',
        taskRoleStatements: [{ actions: ['s3:GetObject'], resources: ['*'] }],
      },
      ['taskRoleStatements: are for a role that the base stack creates. Add them to that role, or remove taskRoleArn.'],
    ],
  ])('refuses %s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });
});

test('an approval before the only environment belongs to the top level', () => {
  expect(problemsOf({ environments: [{ name: 'production', approval: true }] })).toEqual([
    'environments[0].approval: true asks for an approval between environments, and there is one. Set approval at the top level, where it stands before every release, or name a second environment.',
  ]);
  expect(problemsOf({ approval: true })).toEqual([]);
});

test('a qualifier of the bootstrap names its roles', () => {
  expect(serviceOf({ bootstrapQualifier: 'acme' }).bootstrapRoles.deploy).toBe(
    'arn:aws:iam::111122223333:role/cdk-acme-deploy-role-111122223333-us-east-1',
  );
});
