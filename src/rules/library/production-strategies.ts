import type { OptionReader } from '../../model/option-reader';
import { DeliveryTarget, type StrategyRuleOptions } from '../../options';
import type { RuleDefinition } from './library-rule';
import { readProduction, readRequiredList } from './parameters';

export interface StrategyParameters {
  readonly strategies: readonly string[];
  readonly production: readonly string[];
  readonly targets: readonly DeliveryTarget[];
}

/** Production uses one of certain deployment strategies. */
export const PRODUCTION_STRATEGIES: RuleDefinition<StrategyRuleOptions, StrategyParameters> = {
  code: 'production-strategies',
  title: 'Production uses an allowed deployment strategy',
  description: 'A strategy that shifts traffic gradually limits how many customers a faulty release affects.',
  example: { strategies: ['CANARY', 'LINEAR', 'BLUE_GREEN'] },
  options: { strategies: true, environments: true, targets: true },
  read: (options) => ({
    strategies: readRequiredList(options, 'strategies', 'CANARY'),
    production: readProduction(options),
    targets: options.has('targets') ? readTargets(options) : ALL,
  }),
  check: ({ target, environments }, { strategies, production, targets }) =>
    targets.includes(target)
      ? environments
          .filter(({ name, strategy }) => production.includes(name) && !strategies.includes(strategy))
          .map(({ name, strategy }) => ({
            option: 'strategy',
            environment: name,
            message: `is ${strategy}, which is not allowed`,
            fix: `Use ${strategies.join(' or ')}.`,
          }))
      : [],
};

const ALL: readonly DeliveryTarget[] = Object.values(DeliveryTarget);

function readTargets(options: OptionReader): readonly DeliveryTarget[] {
  const targets = readRequiredList(options, 'targets', 'lambda') as readonly DeliveryTarget[];
  if (targets.some((target) => !ALL.includes(target))) {
    options.reject('targets', 'unsupported-value', {
      why: 'contains an unknown target',
      allowed: ALL.join(', '),
      fix: 'Use these values.',
    });
  }
  return targets;
}
