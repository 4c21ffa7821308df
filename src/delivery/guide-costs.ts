import type { EnvironmentCosts, TargetGuide } from '../core/target-guide';
import { bulleted, enumeration, inline } from '../printing/markdown';

/** What the stacks cost, and the defaults that people should know about. */
export function costsAndDefaults({ costs = [], defaults = [] }: TargetGuide): string[] {
  const withCosts = costs.filter(({ resources }) => resources.length > 0);
  return [
    ...(withCosts.length > 0
      ? [
          '### Costs',
          'The following resources incur charges even without traffic, as soon as they are created. To change them, set the options in parentheses.',
          bulleted(costs.length === 1 ? withCosts.flatMap(({ resources }) => resources) : withCosts.map(costsOf)),
        ]
      : []),
    ...(defaults.length > 0 ? ['### Defaults to review', bulleted(defaults)] : []),
  ];
}

function costsOf({ environment, resources }: EnvironmentCosts): string {
  return `${inline(environment)}: ${enumeration(resources)}`;
}
