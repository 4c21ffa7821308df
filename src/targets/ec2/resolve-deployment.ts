import type { Place } from '../../model/aws';
import { checkPlace } from '../../model/check-place';
import type { OptionReader } from '../../model/option-reader';
import { TOPIC_ARN } from '../../model/rules';
import { DeploymentStrategy, type Ec2StrategyParameters } from '../../options';
import type {
  Ec2AlarmsModel,
  Ec2AutoScalingModel,
  Ec2LoadBalancerModel,
  Ec2NetworkModel,
  Ec2StrategyModel,
} from './model';
import { ALARM_OPTIONS, AUTO_SCALING_OPTIONS, STRATEGY_OPTIONS } from './options';

/** The parameters of each strategy that CodeDeploy supports for an Auto Scaling group. */
const PARAMETERS_OF: Readonly<Partial<Record<DeploymentStrategy, readonly (keyof Ec2StrategyParameters)[]>>> = {
  [DeploymentStrategy.ROLLING]: ['minimumHealthyPercent', 'oneAtATime'],
  [DeploymentStrategy.CANARY]: ['minimumHealthyPercent', 'stepBakeTimeInMinutes'],
  [DeploymentStrategy.LINEAR]: ['minimumHealthyPercent', 'stepBakeTimeInMinutes'],
  [DeploymentStrategy.ALL_AT_ONCE]: [],
};

const SUPPORTED = Object.fromEntries(
  Object.entries(DeploymentStrategy).filter(([, strategy]) => PARAMETERS_OF[strategy]),
);

const MAX_CAPACITY = 500;

/** Parameters that only an instance refresh supports. */
const OF_REFRESH: readonly (keyof Ec2StrategyParameters)[] = ['maximumHealthyPercent', 'percent', 'bakeTimeInMinutes'];

/** Minutes that the instances need to install and start a revision, in addition to the waits of the strategy. */
const TIME_TO_START = 10;

/** GitHub ends a job after 6 hours, which must be enough for the stack, the deployment, and the smoke test. */
export const LONGEST_TIMEOUT = 300;

/** The most Availability Zones of an existing network that a deployment updates one after the other. */
const ZONES_OF_EXISTING_NETWORK = 6;

export function resolveAutoScaling(
  parent: OptionReader,
  loadBalancer: Ec2LoadBalancerModel | undefined,
): Ec2AutoScalingModel {
  const options = parent.struct('autoScaling', AUTO_SCALING_OPTIONS);
  const minCapacity = options.integer('minCapacity', 1, MAX_CAPACITY) ?? 2;
  const maxCapacity = options.integer('maxCapacity', 1, MAX_CAPACITY) ?? minCapacity;
  const cpuUtilization = options.integer('cpuUtilization', 1, 100);
  const requestsPerTarget = options.integer('requestsPerTarget', 1, 1_000_000);
  const areKnown = !options.isRejected('minCapacity', 'maxCapacity');
  if (maxCapacity < minCapacity && areKnown) {
    options.reject('maxCapacity', 'capacity-range', {
      why: 'is less than minCapacity',
      allowed: `${minCapacity} to ${MAX_CAPACITY}`,
      fix: 'Increase maxCapacity, or reduce minCapacity.',
    });
  }
  for (const key of ['cpuUtilization', 'requestsPerTarget'].filter((each) => options.has(each))) {
    if (maxCapacity === minCapacity && areKnown) {
      options.reject(key, 'fixed-capacity', {
        why: 'has no effect because maxCapacity is the same as minCapacity',
        fix: `Increase maxCapacity, or remove ${key}.`,
      });
    }
  }
  if (options.has('requestsPerTarget') && !loadBalancer && !parent.isRejected('loadBalancer')) {
    options.reject('requestsPerTarget', 'load-balancer-required', {
      why: 'requires a load balancer',
      fix: 'Remove it, or set loadBalancer.enabled to true.',
    });
  }
  const byDefault = maxCapacity > minCapacity && requestsPerTarget === undefined ? 70 : undefined;
  return { minCapacity, maxCapacity, cpuUtilization: cpuUtilization ?? byDefault, requestsPerTarget };
}

export function resolveStrategy(options: OptionReader, { minCapacity }: Ec2AutoScalingModel): Ec2StrategyModel {
  const parameters = options.struct('strategyParameters', STRATEGY_OPTIONS);
  const oneAtATime = parameters.boolean('oneAtATime') ?? false;
  const percent = parameters.integer('minimumHealthyPercent', 0, 99);
  const stepBakeTimeInMinutes = parameters.integer('stepBakeTimeInMinutes', 1, 120) ?? 5;
  for (const key of OF_REFRESH.filter((each) => parameters.has(each))) {
    parameters.reject(key, 'option-of-other-mode', {
      why: 'requires an instance refresh, but deploymentMode is Ec2DeploymentMode.CODE_DEPLOY',
      fix: 'Remove it, or set deploymentMode to Ec2DeploymentMode.INSTANCE_REFRESH.',
    });
  }
  if (options.value('strategy') === DeploymentStrategy.BLUE_GREEN) {
    options.reject('strategy', 'unsupported-strategy', {
      why: 'is not supported: CodeDeploy would replace the Auto Scaling group with a copy that CloudFormation does not manage',
      allowed: Object.keys(SUPPORTED)
        .map((each) => `DeploymentStrategy.${each}`)
        .join(', '),
      fix: 'Choose one of these strategies, or set deploymentMode to Ec2DeploymentMode.INSTANCE_REFRESH.',
    });
    return { name: DeploymentStrategy.ROLLING, minimumHealthyPercent: percent ?? 0 };
  }
  const name = options.enumMember('strategy', 'DeploymentStrategy', SUPPORTED) ?? DeploymentStrategy.ROLLING;
  const supported = PARAMETERS_OF[name] ?? [];
  if (!options.isRejected('strategy')) {
    checkParameters(parameters, name, supported, OF_REFRESH);
  }
  const zonal = name === DeploymentStrategy.CANARY || name === DeploymentStrategy.LINEAR;
  const capacityIsKnown = !options.isRejected('autoScaling');
  if (zonal && minCapacity === 1 && capacityIsKnown) {
    options.reject('strategy', 'too-few-instances', {
      why: 'requires instances in several Availability Zones, but autoScaling.minCapacity is 1',
      allowed: 'DeploymentStrategy.ROLLING, DeploymentStrategy.ALL_AT_ONCE',
      fix: 'Increase autoScaling.minCapacity to at least 2, or choose another strategy.',
    });
  }
  if (oneAtATime && percent !== undefined) {
    parameters.reject('minimumHealthyPercent', 'one-at-a-time', {
      why: 'has no effect because oneAtATime is true',
      fix: 'Remove one of the two.',
    });
  }
  const needed = Math.ceil((minCapacity * (percent ?? 0)) / 100);
  if (needed >= minCapacity && capacityIsKnown) {
    parameters.reject('minimumHealthyPercent', 'no-room-to-update', {
      why: `leaves no instance to update: with ${minCapacity} ${minCapacity === 1 ? 'instance' : 'instances'}, ${needed} must stay in service`,
      allowed: minCapacity === 1 ? '0' : `0 to ${Math.floor(((minCapacity - 1) * 100) / minCapacity)}`,
      fix: 'Reduce it, or increase autoScaling.minCapacity.',
    });
  }
  const hasPercent = supported.includes('minimumHealthyPercent') && !oneAtATime;
  return {
    name,
    minimumHealthyPercent: hasPercent ? (percent ?? (minCapacity === 1 ? 0 : 50)) : undefined,
    stepBakeTimeInMinutes: zonal ? stepBakeTimeInMinutes : undefined,
  };
}

/** @param ofOtherMode parameters that the other deployment mode supports, which are already rejected */
export function checkParameters(
  parameters: OptionReader,
  name: DeploymentStrategy,
  supported: readonly (keyof Ec2StrategyParameters)[],
  ofOtherMode: readonly (keyof Ec2StrategyParameters)[],
): void {
  for (const key of Object.keys(STRATEGY_OPTIONS).filter((each) => parameters.has(each))) {
    if (![...supported, ...ofOtherMode].some((each) => each === key)) {
      parameters.reject(key, 'parameter-of-other-strategy', {
        why: `is not a parameter of ${name}`,
        allowed: supported.length > 0 ? supported.join(', ') : 'none',
        fix: 'Remove it, or choose another strategy.',
      });
    }
  }
}

/** Resolves the deployment timeout: long enough for the waits of the strategy. */
export function resolveTimeout(
  options: OptionReader,
  { name, stepBakeTimeInMinutes = 0 }: Ec2StrategyModel,
  network: Ec2NetworkModel,
): number {
  const zones =
    network.kind === 'new'
      ? network.availabilityZones
      : network.kind === 'subnets'
        ? network.instanceSubnetIds.length
        : ZONES_OF_EXISTING_NETWORK;
  const waits = stepBakeTimeInMinutes * (name === DeploymentStrategy.LINEAR ? zones : 1);
  const needed = waits + TIME_TO_START;
  const wanted = options.integer('deploymentTimeoutMinutes', 5, LONGEST_TIMEOUT);
  const isKnown = !options.isRejected('strategy', 'strategyParameters', 'network');
  if (needed > LONGEST_TIMEOUT && isKnown) {
    options.rejectWithoutValue('strategyParameters', 'deployment-too-long', {
      why: `results in a deployment time of ${needed} minutes, including ${TIME_TO_START} minutes to start the service on the instances, but GitHub Actions can wait at most ${LONGEST_TIMEOUT} minutes`,
      fix: 'Reduce stepBakeTimeInMinutes.',
    });
  } else if (wanted !== undefined && waits > 0 && wanted < needed && isKnown) {
    options.reject('deploymentTimeoutMinutes', 'timeout-too-short', {
      why: `is too short for the strategy, which takes ${needed} minutes, including ${TIME_TO_START} minutes to start the service on the instances`,
      allowed: `${needed} to ${LONGEST_TIMEOUT}`,
      fix: 'Increase deploymentTimeoutMinutes, or reduce stepBakeTimeInMinutes.',
    });
  }
  return wanted ?? Math.min(LONGEST_TIMEOUT, waits + 30);
}

export function resolveAlarms(
  parent: OptionReader,
  place: Place,
  loadBalancer: Ec2LoadBalancerModel | undefined,
): Ec2AlarmsModel | undefined {
  const options = parent.struct('alarms', ALARM_OPTIONS);
  const http5xxPercent = options.number('http5xxPercent', 0.1, 100) ?? 5;
  const cpuUtilization = options.integer('cpuUtilization', 1, 100) ?? 90;
  const minutes = options.integer('minutes', 1, 60) ?? 3;
  const topicArn = options.string('topicArn', TOPIC_ARN);
  if (options.boolean('enabled') === false) {
    for (const key of Object.keys(ALARM_OPTIONS).filter((each) => each !== 'enabled' && options.has(each))) {
      options.reject(key, 'disabled-feature', {
        why: 'has no effect because alarms.enabled is false',
        fix: 'Remove it, or set alarms.enabled to true.',
      });
    }
    return undefined;
  }
  if (options.has('http5xxPercent') && !loadBalancer && !parent.isRejected('loadBalancer')) {
    options.reject('http5xxPercent', 'load-balancer-required', {
      why: 'requires a load balancer',
      fix: 'Remove it, or set loadBalancer.enabled to true.',
    });
  }
  if (topicArn) {
    checkPlace(options, 'topicArn', topicArn, {
      place,
      same: ['account', 'region', 'partition'],
      fix: 'Use a topic in the account and Region of the environment.',
    });
  }
  return { http5xxPercent: loadBalancer ? http5xxPercent : undefined, cpuUtilization, minutes, topicArn };
}
