import { DeploymentStrategy, type StrategyParameters } from '../service-options';
import type { DeploymentModel, LoadBalancerModel, TrafficShiftModel } from './model';
import type { OptionReader } from './option-reader';
import { CIDR } from './rules';

const STRATEGY_PARAMETERS: Readonly<Record<keyof StrategyParameters, true>> = {
  percent: true,
  stepBakeTime: true,
  bakeTime: true,
  testListenerPort: true,
  testListenerCidrs: true,
  minimumHealthyPercent: true,
  maximumPercent: true,
};

/** The parameters that each strategy takes. */
const PARAMETERS_OF: Readonly<Record<DeploymentStrategy, readonly (keyof StrategyParameters)[]>> = {
  [DeploymentStrategy.ROLLING]: ['minimumHealthyPercent', 'maximumPercent'],
  [DeploymentStrategy.ALL_AT_ONCE]: [],
  [DeploymentStrategy.BLUE_GREEN]: ['bakeTime', 'testListenerPort', 'testListenerCidrs'],
  [DeploymentStrategy.CANARY]: ['percent', 'stepBakeTime', 'bakeTime', 'testListenerPort', 'testListenerCidrs'],
  [DeploymentStrategy.LINEAR]: ['percent', 'stepBakeTime', 'bakeTime', 'testListenerPort', 'testListenerCidrs'],
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html */
const MIN_PERCENT = { [DeploymentStrategy.CANARY]: 0.1, [DeploymentStrategy.LINEAR]: 3 };

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
const MAX_BAKE_TIME = 1440;

/** The private ranges of RFC 1918. */
export const PRIVATE_CIDRS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

interface DeploymentFacts {
  readonly loadBalancer: LoadBalancerModel | undefined;
  /** How many tasks run at least. */
  readonly leastCount: number;
}

/** How the service goes from one revision to the next. */
export function resolveDeployment(
  options: OptionReader,
  { loadBalancer, leastCount }: DeploymentFacts,
): DeploymentModel {
  const strategy =
    options.enumMember('strategy', 'DeploymentStrategy', DeploymentStrategy) ?? DeploymentStrategy.ROLLING;
  const parameters = options.struct('strategyParameters', STRATEGY_PARAMETERS);
  const taken = PARAMETERS_OF[strategy];
  for (const key of Object.keys(STRATEGY_PARAMETERS) as (keyof StrategyParameters)[]) {
    if (parameters.has(key) && !taken.includes(key)) {
      const allowed = taken.length > 0 ? taken.join(', ') : 'none';
      parameters.refuse(key, `is no parameter of ${strategy}`, allowed, 'Remove it, or take another strategy.');
    }
  }
  if (taken.includes('bakeTime')) {
    if (!loadBalancer) {
      options.refuse(
        'strategy',
        'shifts the traffic of a load balancer, and there is none',
        'DeploymentStrategy.ROLLING, DeploymentStrategy.ALL_AT_ONCE',
        'Take one of these, or set loadBalancer.enabled to true.',
      );
    }
    const shift = resolveShift(parameters, strategy, loadBalancer);
    return { strategy, minimumHealthyPercent: 100, maximumPercent: 200, shift };
  }
  return strategy === DeploymentStrategy.ALL_AT_ONCE
    ? { strategy, minimumHealthyPercent: 0, maximumPercent: 100 }
    : { strategy, ...resolveBatch(parameters, leastCount) };
}

function resolveShift(
  parameters: OptionReader,
  strategy: DeploymentStrategy,
  loadBalancer: LoadBalancerModel | undefined,
): TrafficShiftModel {
  const minPercent = strategy === DeploymentStrategy.BLUE_GREEN ? undefined : MIN_PERCENT[strategy as 'CANARY'];
  const testListenerPort = parameters.integer('testListenerPort', 1, 65535);
  const production = loadBalancer?.certificateArn ? [80, 443] : [80];
  if (testListenerPort !== undefined && loadBalancer && production.includes(testListenerPort)) {
    parameters.refuse('testListenerPort', 'is a port of production', undefined, 'Take another port, 8443 say.');
  }
  const testListenerCidrs = parameters.strings('testListenerCidrs', CIDR);
  if (testListenerCidrs && (parameters.value('testListenerCidrs') as unknown[]).length === 0) {
    parameters.refuse('testListenerCidrs', 'lets nobody in', 'one or more', 'Name a range, or remove the option.');
  }
  if (testListenerPort === undefined && parameters.has('testListenerCidrs')) {
    parameters.refuseUnseen('testListenerCidrs', 'is for a test listener, and there is none', undefined, TEST_LISTENER);
  }
  return {
    bakeTime: parameters.integer('bakeTime', 0, MAX_BAKE_TIME) ?? 5,
    ...(minPercent === undefined
      ? {}
      : {
          percent: readPercent(parameters, minPercent),
          stepBakeTime: parameters.integer('stepBakeTime', 0, MAX_BAKE_TIME) ?? 5,
        }),
    testListener:
      testListenerPort === undefined
        ? undefined
        : { port: testListenerPort, allowedCidrs: testListenerCidrs ?? PRIVATE_CIDRS },
  };
}

const TEST_LISTENER = 'Remove it, or set testListenerPort.';

/** ECS takes multiples of 0.1. */
function readPercent(parameters: OptionReader, min: number): number {
  const percent = parameters.number('percent', min, 100) ?? 10;
  if (Math.abs(percent * 10 - Math.round(percent * 10)) > 1e-9) {
    parameters.refuse('percent', 'has more than one decimal place', `${min} to 100 in steps of 0.1`, 'Round it.');
  }
  return percent;
}

/** ECS rounds the least number of tasks up, and the greatest down. */
function resolveBatch(
  parameters: OptionReader,
  leastCount: number,
): { minimumHealthyPercent: number; maximumPercent: number } {
  const minimumHealthyPercent = parameters.integer('minimumHealthyPercent', 0, 100) ?? 100;
  const maximumPercent = parameters.integer('maximumPercent', 100, 200) ?? 200;
  const tasks = Math.max(1, leastCount);
  const least = Math.ceil((tasks * minimumHealthyPercent) / 100);
  const most = Math.floor((tasks * maximumPercent) / 100);
  if (most <= least) {
    parameters.refuseUnseen(
      'maximumPercent',
      `leaves no room to replace a task: of ${tasks}, at least ${least} have to be healthy and at most ${most} may run`,
      undefined,
      'Raise maximumPercent, or lower minimumHealthyPercent.',
    );
  }
  return { minimumHealthyPercent, maximumPercent };
}

/** Minutes from the first traffic that the new revision gets to the end of the deployment, at most. */
export function minutesOfShift({ strategy, shift }: DeploymentModel): number {
  if (!shift) {
    return 0;
  }
  const steps = strategy === DeploymentStrategy.LINEAR ? Math.ceil(100 / shift.percent!) : 1;
  return (shift.stepBakeTime ?? 0) * steps + shift.bakeTime;
}
