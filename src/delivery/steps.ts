import type { Step } from '../core/release';
import type { TargetEnvironment } from '../core/target';

/** The steps of all environments, in an order that is right for each of them. */
export function distinctSteps(environments: readonly TargetEnvironment[]): Step[] {
  const ordered: Step[] = [];
  for (const { steps } of environments.map(({ release }) => release)) {
    let next = 0;
    for (const step of steps) {
      const known = ordered.findIndex(({ id }) => id === step.id);
      if (known < 0) {
        ordered.splice(next, 0, step);
      }
      next = (known < 0 ? next : known) + 1;
    }
  }
  return ordered;
}
