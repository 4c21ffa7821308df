import type { OptionReader } from '../../model/option-reader';
import { DeploymentStrategy, type Ec2StrategyParameters } from '../../options';
import type { Ec2AlarmsModel, Ec2AutoScalingModel, Ec2LoadBalancerModel, Ec2StrategyModel } from './model';
import { STRATEGY_OPTIONS } from './options';
import { checkParameters, LONGEST_TIMEOUT } from './resolve-deployment';

/** The parameters of each strategy of an instance refresh. */
const PARAMETERS_OF: Readonly<Record<DeploymentStrategy, readonly (keyof Ec2StrategyParameters)[]>> = {
  [DeploymentStrategy.ROLLING]: ['minimumHealthyPercent', 'maximumHealthyPercent', 'bakeTimeInMinutes'],
  [DeploymentStrategy.BLUE_GREEN]: ['bakeTimeInMinutes'],
  [DeploymentStrategy.CANARY]: [
    'minimumHealthyPercent',
    'maximumHealthyPercent',
    'percent',
    'stepBakeTimeInMinutes',
    'bakeTimeInMinutes',
  ],
  [DeploymentStrategy.LINEAR]: [
    'minimumHealthyPercent',
    'maximumHealthyPercent',
    'percent',
    'stepBakeTimeInMinutes',
    'bakeTimeInMinutes',
  ],
  [DeploymentStrategy.ALL_AT_ONCE]: [],
};

/** Parameters that only CodeDeploy supports. */
const OF_CODE_DEPLOY: readonly (keyof Ec2StrategyParameters)[] = ['oneAtATime'];

/** Minutes until a group of new instances is in service. */
const MINUTES_TO_START = 4;

/** Minutes to update the stack, in addition to the refresh. */
const MINUTES_OF_STACK = 30;

/** How an instance refresh performs a strategy. */
export function resolveRefreshStrategy(
  options: OptionReader,
  { maxCapacity }: Ec2AutoScalingModel,
  alarms: Ec2AlarmsModel | undefined,
): Ec2StrategyModel {
  const name = options.enumMember('strategy', 'DeploymentStrategy', DeploymentStrategy) ?? DeploymentStrategy.ROLLING;
  const parameters = options.struct('strategyParameters', STRATEGY_OPTIONS);
  for (const key of OF_CODE_DEPLOY.filter((each) => parameters.has(each))) {
    parameters.reject(key, 'option-of-other-mode', {
      why: 'requires CodeDeploy, but deploymentMode is Ec2DeploymentMode.INSTANCE_REFRESH',
      fix: 'Remove it. With the default values, an instance refresh replaces about 10% of the instances at a time.',
    });
  }
  if (!options.isRejected('strategy')) {
    checkParameters(parameters, name, PARAMETERS_OF[name], OF_CODE_DEPLOY);
  }
  const { minimumHealthyPercent, maximumHealthyPercent } = readHealthyPercents(parameters, name);
  const checkpoints = readCheckpoints(parameters, name);
  const stepBakeTimeInMinutes = parameters.integer('stepBakeTimeInMinutes', 1, 120) ?? 5;
  const bakeTimeInMinutes =
    parameters.integer('bakeTimeInMinutes', 0, 120) ?? (name === DeploymentStrategy.BLUE_GREEN && alarms ? 5 : 0);
  if (bakeTimeInMinutes > 0 && !alarms && PARAMETERS_OF[name].includes('bakeTimeInMinutes')) {
    parameters.reject('bakeTimeInMinutes', 'disabled-feature', {
      why: 'has no effect because alarms.enabled is false',
      fix: 'Set it to 0, or set alarms.enabled to true.',
    });
  }
  if (checkpoints && maxCapacity === 1 && !options.isRejected('autoScaling')) {
    options.reject('strategy', 'too-few-instances', {
      why: 'requires several instances, but autoScaling.minCapacity and maxCapacity are 1',
      allowed: 'DeploymentStrategy.ROLLING, DeploymentStrategy.BLUE_GREEN, DeploymentStrategy.ALL_AT_ONCE',
      fix: 'Increase autoScaling.minCapacity to at least 2, or choose another strategy.',
    });
  }
  return {
    name,
    minimumHealthyPercent,
    maximumHealthyPercent,
    checkpoints,
    stepBakeTimeInMinutes: checkpoints ? stepBakeTimeInMinutes : undefined,
    bakeTimeInMinutes,
  };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html */
function readHealthyPercents(
  parameters: OptionReader,
  name: DeploymentStrategy,
): { minimumHealthyPercent: number; maximumHealthyPercent: number } {
  const min = parameters.integer('minimumHealthyPercent', 0, 100) ?? 100;
  const max = parameters.integer('maximumHealthyPercent', 100, 200) ?? 110;
  if (name === DeploymentStrategy.BLUE_GREEN) {
    return { minimumHealthyPercent: 100, maximumHealthyPercent: 200 };
  }
  if (name === DeploymentStrategy.ALL_AT_ONCE) {
    return { minimumHealthyPercent: 0, maximumHealthyPercent: 100 };
  }
  const areKnown = !parameters.isRejected('minimumHealthyPercent', 'maximumHealthyPercent');
  if (max - min > 100 && areKnown) {
    parameters.reject('maximumHealthyPercent', 'healthy-percent-range', {
      why: 'is more than 100 above minimumHealthyPercent',
      allowed: `100 to ${min + 100}`,
      fix: 'Reduce maximumHealthyPercent, or increase minimumHealthyPercent.',
    });
  }
  if (min === 100 && max === 100 && areKnown) {
    parameters.reject('maximumHealthyPercent', 'healthy-percent-range', {
      why: 'leaves no room to replace instances, because minimumHealthyPercent is also 100',
      allowed: '101 to 200',
      fix: 'Increase maximumHealthyPercent, or reduce minimumHealthyPercent.',
    });
  }
  return { minimumHealthyPercent: min, maximumHealthyPercent: max };
}

function readCheckpoints(parameters: OptionReader, name: DeploymentStrategy): number[] | undefined {
  switch (name) {
    case DeploymentStrategy.CANARY:
      return [parameters.integer('percent', 1, 99) ?? 10, 100];
    case DeploymentStrategy.LINEAR: {
      const percent = parameters.integer('percent', 5, 50) ?? 25;
      return Array.from({ length: Math.ceil(100 / percent) }, (_, i) => Math.min(100, (i + 1) * percent));
    }
    default:
      // Checks the type.
      parameters.integer('percent', 1, 99);
      return undefined;
  }
}

/** Resolves the deployment timeout: long enough to replace all instances. */
export function resolveRefreshTimeout(
  options: OptionReader,
  { checkpoints = [], minimumHealthyPercent = 0, maximumHealthyPercent = 0, ...strategy }: Ec2StrategyModel,
  { maxCapacity }: Ec2AutoScalingModel,
  loadBalancer: Ec2LoadBalancerModel | undefined,
): number {
  const { stepBakeTimeInMinutes = 0, bakeTimeInMinutes = 0 } = strategy;
  const atOnce = Math.max(1, Math.floor((maxCapacity * (maximumHealthyPercent - minimumHealthyPercent)) / 100));
  const groups = Math.max(Math.ceil(maxCapacity / atOnce), Math.min(maxCapacity, checkpoints.length));
  // The old instances are terminated when they have finished their open requests.
  const minutesToTerminate = Math.max(1, Math.ceil((loadBalancer?.deregistrationDelaySeconds ?? 0) / 60));
  const minutesOfGroup = MINUTES_TO_START + minutesToTerminate;
  const needed = groups * minutesOfGroup + checkpoints.length * stepBakeTimeInMinutes + bakeTimeInMinutes;
  const wanted = options.integer('deploymentTimeoutMinutes', 5, LONGEST_TIMEOUT);
  const isKnown = !options.isRejected('strategy', 'strategyParameters', 'autoScaling', 'loadBalancer');
  if (needed > LONGEST_TIMEOUT && isKnown) {
    options.rejectWithoutValue('strategyParameters', 'deployment-too-long', {
      why: `results in a deployment time of ${needed} minutes for ${maxCapacity} instances, ${minutesOfGroup} minutes for each of ${groups} groups and the time that the strategy waits, but GitHub Actions can wait at most ${LONGEST_TIMEOUT} minutes`,
      fix: `Increase maximumHealthyPercent, or reduce ${minutesToTerminate > 1 ? 'the bake times or loadBalancer.deregistrationDelaySeconds' : 'the bake times'}.`,
    });
  } else if (wanted !== undefined && wanted < needed && isKnown) {
    options.reject('deploymentTimeoutMinutes', 'timeout-too-short', {
      why: `is too short for the strategy, which takes ${needed} minutes for ${maxCapacity} instances`,
      allowed: `${needed} to ${LONGEST_TIMEOUT}`,
      fix: 'Increase deploymentTimeoutMinutes, or replace more instances at a time.',
    });
  }
  return wanted ?? Math.min(LONGEST_TIMEOUT, needed + MINUTES_OF_STACK);
}
