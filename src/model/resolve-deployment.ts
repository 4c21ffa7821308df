import { DeploymentStrategy, type StrategyParameters } from '../service-options';
import type { DeploymentModel, LoadBalancerModel, TrafficShiftModel } from './model';
import type { OptionReader } from './option-reader';

const STRATEGY_PARAMETERS: Readonly<Record<keyof StrategyParameters, true>> = {
  percent: true,
  stepBakeTime: true,
  bakeTime: true,
  testListenerPort: true,
  minimumHealthyPercent: true,
  maximumPercent: true,
};

/** The parameters that each strategy takes. */
const PARAMETERS_OF: Readonly<Record<DeploymentStrategy, readonly (keyof StrategyParameters)[]>> = {
  [DeploymentStrategy.ROLLING]: ['minimumHealthyPercent', 'maximumPercent'],
  [DeploymentStrategy.ALL_AT_ONCE]: [],
  [DeploymentStrategy.BLUE_GREEN]: ['bakeTime', 'testListenerPort'],
  [DeploymentStrategy.CANARY]: ['percent', 'stepBakeTime', 'bakeTime', 'testListenerPort'],
  [DeploymentStrategy.LINEAR]: ['percent', 'stepBakeTime', 'bakeTime', 'testListenerPort'],
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html */
const MIN_PERCENT = { [DeploymentStrategy.CANARY]: 0.1, [DeploymentStrategy.LINEAR]: 3 };

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
const MAX_BAKE_TIME = 1440;

/** How the service goes from one revision to the next. */
export function resolveDeployment(options: OptionReader, loadBalancer: LoadBalancerModel | undefined): DeploymentModel {
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
    : { strategy, ...resolveBatch(parameters) };
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
  return {
    bakeTime: parameters.integer('bakeTime', 0, MAX_BAKE_TIME) ?? 5,
    ...(minPercent === undefined
      ? {}
      : {
          percent: parameters.number('percent', minPercent, 100) ?? 10,
          stepBakeTime: parameters.integer('stepBakeTime', 0, MAX_BAKE_TIME) ?? 5,
        }),
    testListenerPort,
  };
}

function resolveBatch(parameters: OptionReader): { minimumHealthyPercent: number; maximumPercent: number } {
  const minimumHealthyPercent = parameters.integer('minimumHealthyPercent', 0, 100) ?? 100;
  const maximumPercent = parameters.integer('maximumPercent', 100, 200) ?? 200;
  if (minimumHealthyPercent === 100 && maximumPercent === 100) {
    parameters.refuse(
      'maximumPercent',
      'leaves no room to replace a task, since minimumHealthyPercent is 100',
      '101 to 200',
      'Raise it, or lower minimumHealthyPercent.',
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
