import type { Place } from '../../model/aws';
import { checkPlace } from '../../model/check-place';
import type { OptionReader } from '../../model/option-reader';
import type { LongestWait } from '../../model/resolve-release';
import { TOPIC_ARN } from '../../model/rules';
import { DeploymentStrategy, type LambdaAlarmOptions, type LambdaStrategyParameters } from '../../options';
import type { LambdaAlarmsModel, TrafficModel } from './model';

const STRATEGY_PARAMETERS: Readonly<Record<keyof LambdaStrategyParameters, true>> = {
  percent: true,
  stepBakeTimeInMinutes: true,
};

const ALARM_OPTIONS: Readonly<Record<keyof LambdaAlarmOptions, true>> = {
  enabled: true,
  errorPercent: true,
  throttles: true,
  minutes: true,
  topicArn: true,
};

/** CodeDeploy limits the time from the first to the last step of a traffic shift. */
const MAX_SHIFT = 2880;

/** Minutes that a deployment needs in addition to the traffic shift. */
const TIME_TO_UPDATE = 10;

type Shifting = DeploymentStrategy.CANARY | DeploymentStrategy.LINEAR;

const SUPPORTED: readonly DeploymentStrategy[] = [
  DeploymentStrategy.ALL_AT_ONCE,
  DeploymentStrategy.CANARY,
  DeploymentStrategy.LINEAR,
];

/** Resolves how traffic moves to a new version. */
export function resolveTraffic(options: OptionReader): TrafficModel {
  const asked = options.enumMember('strategy', 'DeploymentStrategy', DeploymentStrategy);
  const strategy = asked ?? DeploymentStrategy.ALL_AT_ONCE;
  if (!SUPPORTED.includes(strategy)) {
    options.reject('strategy', 'unsupported-strategy', {
      why: 'is not supported by Lambda',
      allowed: SUPPORTED.map((each) => `DeploymentStrategy.${each}`).join(', '),
      fix: 'Choose one of these strategies.',
    });
  }
  const parameters = options.struct('strategyParameters', STRATEGY_PARAMETERS);
  const shifts = strategy === DeploymentStrategy.CANARY || strategy === DeploymentStrategy.LINEAR;
  if (!shifts && !options.isRejected('strategy')) {
    for (const key of Object.keys(STRATEGY_PARAMETERS).filter((each) => parameters.has(each))) {
      parameters.rejectWithoutValue(key, 'parameter-of-other-strategy', {
        why: `is not a parameter of ${strategy}, which has no parameters`,
        fix: 'Remove it, or choose another strategy.',
      });
    }
  }
  const percent = parameters.integer('percent', 1, 99) ?? 10;
  const interval =
    parameters.integer('stepBakeTimeInMinutes', 1, MAX_SHIFT) ?? (strategy === DeploymentStrategy.CANARY ? 5 : 1);
  if (!shifts) {
    return { strategy, minutes: 0 };
  }
  const minutes = minutesOf(strategy, percent, interval);
  if (minutes > MAX_SHIFT) {
    parameters.rejectWithoutValue('stepBakeTimeInMinutes', 'shift-too-long', {
      why: `results in a traffic shift of ${minutes} minutes`,
      allowed: `at most ${MAX_SHIFT} minutes in total`,
      fix: 'Reduce stepBakeTimeInMinutes, or increase percent.',
    });
  }
  return { strategy, steps: { percent, interval }, minutes };
}

function minutesOf(strategy: Shifting, percent: number, interval: number): number {
  return strategy === DeploymentStrategy.CANARY ? interval : (Math.ceil(100 / percent) - 1) * interval;
}

/** Resolves the deployment timeout: long enough for the traffic shift, and short enough for the engines to wait. */
export function resolveTimeout(options: OptionReader, { minutes }: TrafficModel, longest: LongestWait): number {
  const needed = minutes > 0 ? minutes + TIME_TO_UPDATE : 1;
  const strategyIsKnown = !options.isRejected('strategy', 'strategyParameters');
  const wanted = options.integer(
    'deploymentTimeoutMinutes',
    1,
    longest.minutes,
    `Use a value in this range: ${longest.limitedBy} can wait at most ${longest.minutes} minutes.`,
  );
  if (needed > longest.minutes) {
    if (strategyIsKnown) {
      options.rejectWithoutValue('strategyParameters', 'deployment-too-long', {
        why: `results in a deployment time of ${needed} minutes, including ${TIME_TO_UPDATE} minutes to update the stack, but ${longest.limitedBy} can wait at most ${longest.minutes} minutes`,
        fix: 'Reduce stepBakeTimeInMinutes, or increase percent.',
      });
    }
    return longest.minutes;
  }
  if (wanted !== undefined && wanted < needed && strategyIsKnown) {
    options.reject('deploymentTimeoutMinutes', 'timeout-too-short', {
      why: `is too short for the strategy, which takes ${needed} minutes, including ${TIME_TO_UPDATE} minutes to update the stack`,
      allowed: `${needed} to ${longest.minutes}`,
      fix: 'Increase deploymentTimeoutMinutes, or reduce stepBakeTimeInMinutes.',
    });
  }
  return wanted ?? Math.min(longest.minutes, minutes + 30);
}

export function resolveAlarms(parent: OptionReader, place: Place): LambdaAlarmsModel | undefined {
  const options = parent.struct('alarms', ALARM_OPTIONS);
  const topicArn = options.string('topicArn', TOPIC_ARN);
  if (topicArn) {
    const fix = 'The topic must be in the same account and Region as the alarms.';
    checkPlace(options, 'topicArn', topicArn, { place, same: ['account', 'region', 'partition'], fix });
  }
  const model = {
    errorPercent: options.number('errorPercent', 0.1, 100) ?? 5,
    throttles: options.integer('throttles', 1, 1_000_000) ?? 1,
    minutes: options.integer('minutes', 1, 60) ?? 2,
    topicArn,
  };
  if (options.boolean('enabled') === false) {
    for (const key of Object.keys(ALARM_OPTIONS).filter((each) => each !== 'enabled' && options.has(each))) {
      options.reject(key, 'disabled-feature', {
        why: 'has no effect because alarms.enabled is false',
        fix: 'Remove it, or set alarms.enabled to true.',
      });
    }
    return undefined;
  }
  return model;
}
