import { DeploymentStrategy, type StrategyParameters } from '../options';
import type { DeploymentModel, LoadBalancerModel, TrafficShiftModel } from './model';
import type { OptionReader } from './option-reader';
import { CIDR } from './rules';

const STRATEGY_PARAMETERS: Readonly<Record<keyof StrategyParameters, true>> = {
  percent: true,
  stepBakeTimeInMinutes: true,
  bakeTimeInMinutes: true,
  testListenerPort: true,
  testListenerCidrs: true,
  minimumHealthyPercent: true,
  maximumPercent: true,
};

/** The parameters of each strategy. */
const PARAMETERS_OF: Readonly<Record<DeploymentStrategy, readonly (keyof StrategyParameters)[]>> = {
  [DeploymentStrategy.ROLLING]: ['minimumHealthyPercent', 'maximumPercent'],
  [DeploymentStrategy.ALL_AT_ONCE]: [],
  [DeploymentStrategy.BLUE_GREEN]: ['bakeTimeInMinutes', 'testListenerPort', 'testListenerCidrs'],
  [DeploymentStrategy.CANARY]: [
    'percent',
    'stepBakeTimeInMinutes',
    'bakeTimeInMinutes',
    'testListenerPort',
    'testListenerCidrs',
  ],
  [DeploymentStrategy.LINEAR]: [
    'percent',
    'stepBakeTimeInMinutes',
    'bakeTimeInMinutes',
    'testListenerPort',
    'testListenerCidrs',
  ],
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html */
const MIN_PERCENT = { [DeploymentStrategy.CANARY]: 0.1, [DeploymentStrategy.LINEAR]: 3 };

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
const MAX_BAKE_TIME = 1440;

/** The private address ranges of RFC 1918. */
export const PRIVATE_CIDRS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

interface DeploymentFacts {
  readonly loadBalancer: LoadBalancerModel | undefined;
  /** Minimum number of tasks: `minCapacity` with auto scaling, otherwise the desired count. */
  readonly minTasks: number;
  /** Whether the options that determine the number of tasks are valid. */
  readonly tasksAreKnown: boolean;
}

/** Resolves how the service moves from one revision to the next. */
export function resolveDeployment(options: OptionReader, facts: DeploymentFacts): DeploymentModel {
  const { loadBalancer } = facts;
  const strategy =
    options.enumMember('strategy', 'DeploymentStrategy', DeploymentStrategy) ?? DeploymentStrategy.ROLLING;
  const parameters = options.struct('strategyParameters', STRATEGY_PARAMETERS);
  const supported = PARAMETERS_OF[strategy];
  for (const key of Object.keys(STRATEGY_PARAMETERS) as (keyof StrategyParameters)[]) {
    if (parameters.has(key) && !supported.includes(key) && !options.isRejected('strategy')) {
      parameters.rejectWithoutValue(key, 'parameter-of-other-strategy', {
        why: `is not a parameter of ${strategy}${supported.length > 0 ? '' : ', which has no parameters'}`,
        allowed: supported.join(', ') || undefined,
        fix: 'Remove it, or choose another strategy.',
      });
    }
  }
  if (supported.includes('bakeTimeInMinutes')) {
    if (!loadBalancer) {
      options.reject('strategy', 'load-balancer-required', {
        why: 'shifts traffic, which requires a load balancer',
        allowed: 'DeploymentStrategy.ROLLING, DeploymentStrategy.ALL_AT_ONCE',
        fix: 'Choose one of these, or set loadBalancer.enabled to true.',
      });
    }
    const shift = resolveShift(parameters, strategy, loadBalancer);
    return { strategy, minimumHealthyPercent: 100, maximumPercent: 200, shift };
  }
  return strategy === DeploymentStrategy.ALL_AT_ONCE
    ? { strategy, minimumHealthyPercent: 0, maximumPercent: 100 }
    : { strategy, ...resolveBatch(parameters, facts) };
}

function resolveShift(
  parameters: OptionReader,
  strategy: DeploymentStrategy,
  loadBalancer: LoadBalancerModel | undefined,
): TrafficShiftModel {
  const minPercent = strategy === DeploymentStrategy.BLUE_GREEN ? undefined : MIN_PERCENT[strategy as 'CANARY'];
  const testListenerPort = parameters.integer('testListenerPort', 1, 65535);
  const existing = loadBalancer?.existing;
  if (existing) {
    for (const key of ['testListenerPort', 'testListenerCidrs'].filter((k) => parameters.has(k))) {
      parameters.rejectWithoutValue(key, 'new-load-balancer-only', {
        why: 'applies only to a load balancer that the service stack creates',
        fix: `Remove ${key}, and set loadBalancer.testListenerArn.`,
      });
    }
  }
  const productionPorts = loadBalancer?.https ? [80, 443] : [80];
  if (testListenerPort !== undefined && loadBalancer && !existing && productionPorts.includes(testListenerPort)) {
    parameters.reject('testListenerPort', 'test-listener-port', {
      why: 'is already used for production traffic',
      fix: 'Use another port, for example 8443.',
    });
  }
  const testListenerCidrs = parameters.strings('testListenerCidrs', CIDR);
  if (parameters.isEmptyList('testListenerCidrs')) {
    parameters.reject('testListenerCidrs', 'empty-list', {
      why: 'allows no clients',
      allowed: 'at least one range',
      fix: 'Add a range, or remove the option.',
    });
  }
  if (!parameters.has('testListenerPort') && parameters.has('testListenerCidrs') && !existing) {
    parameters.rejectWithoutValue('testListenerCidrs', 'test-listener-required', {
      why: 'requires a test listener',
      fix: 'Set testListenerPort, or remove testListenerCidrs.',
    });
  }
  return {
    bakeTimeInMinutes: parameters.integer('bakeTimeInMinutes', 0, MAX_BAKE_TIME) ?? 5,
    ...(minPercent === undefined
      ? {}
      : {
          percent: readPercent(parameters, minPercent),
          stepBakeTimeInMinutes: parameters.integer('stepBakeTimeInMinutes', 0, MAX_BAKE_TIME) ?? 5,
        }),
    testListener: existing?.testListenerArn
      ? { allowedCidrs: [] }
      : testListenerPort === undefined
        ? undefined
        : { port: testListenerPort, allowedCidrs: testListenerCidrs ?? PRIVATE_CIDRS },
  };
}

/** ECS accepts multiples of 0.1. */
function readPercent(parameters: OptionReader, min: number): number {
  const percent = parameters.number('percent', min, 100) ?? 10;
  if (Math.abs(percent * 10 - Math.round(percent * 10)) > 1e-9) {
    parameters.reject('percent', 'percent-precision', {
      why: 'has more than one decimal place',
      allowed: `${min} to 100 in steps of 0.1`,
      fix: 'Round it to one decimal place.',
    });
  }
  return percent;
}

/** Rounds as ECS does: the minimum number of tasks up, the maximum down. */
function resolveBatch(
  parameters: OptionReader,
  { minTasks, tasksAreKnown }: DeploymentFacts,
): { minimumHealthyPercent: number; maximumPercent: number } {
  const minimumHealthyPercent = parameters.integer('minimumHealthyPercent', 0, 100) ?? 100;
  const maximumPercent = parameters.integer('maximumPercent', 100, 200) ?? 200;
  const tasks = Math.max(1, minTasks);
  const min = Math.ceil((tasks * minimumHealthyPercent) / 100);
  const max = Math.floor((tasks * maximumPercent) / 100);
  if (max <= min && tasksAreKnown && !parameters.isRejected('minimumHealthyPercent', 'maximumPercent')) {
    parameters.rejectWithoutValue('maximumPercent', 'no-room-to-replace-tasks', {
      why: `leaves no room to replace a task: with a task count of ${tasks}, at least ${min} must be healthy and at most ${max} can run`,
      fix: 'Increase maximumPercent, or reduce minimumHealthyPercent.',
    });
  }
  return { minimumHealthyPercent, maximumPercent };
}

/** Maximum number of minutes from the first traffic to the new revision until the deployment ends. */
export function minutesOfShift({ strategy, shift }: DeploymentModel): number {
  if (!shift) {
    return 0;
  }
  const steps = strategy === DeploymentStrategy.LINEAR ? Math.ceil(100 / shift.percent!) : 1;
  return (shift.stepBakeTimeInMinutes ?? 0) * steps + shift.bakeTimeInMinutes;
}
