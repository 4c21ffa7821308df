import type { CommonEnvironmentModel } from './common-model';
import { pascalCase } from './names';
import type { ResolvedEnvironment } from './resolve-environment-list';
import { show } from './show';

/** What the pipeline stack appends to `Release` and the name of an environment, in construct IDs and constants. */
const RELEASE_SUFFIXES = ['Application', 'Group', 'Logs', 'Role', 'Service'];

/** Reports environments whose names become the same identifier in the CDK app, which would not compile. */
export function checkEnvironmentNames(
  resolved: readonly ResolvedEnvironment<CommonEnvironmentModel>[],
  { pipeline }: { readonly pipeline: boolean },
): void {
  const valid = resolved.filter(({ own }) => !own.isRejected('name'));
  valid.forEach(({ environment: { name }, own }, i) => {
    const others = valid.filter(({ environment }) => environment.name !== name).map(({ environment }) => environment);
    const earlier = new Set(valid.slice(0, i).map(({ environment }) => environment.name));
    const identifier = pascalCase(name);
    const same = others.find((other) => earlier.has(other.name) && pascalCase(other.name) === identifier);
    const owner = others.find(
      (other) => pipeline && RELEASE_SUFFIXES.some((suffix) => `${pascalCase(other.name)}${suffix}` === identifier),
    );
    if (same) {
      own.reject('name', 'environment-identifier', {
        why: `becomes ${identifier} in the names of classes and constants, like the environment ${show(same.name)}`,
        fix: 'Use names that differ in more than hyphens.',
      });
    } else if (owner) {
      own.reject('name', 'environment-identifier', {
        why: `results in the construct ID Release${identifier} in the pipeline stack, which the release to ${show(owner.name)} already uses`,
        fix: 'Rename one of the two environments.',
      });
    }
  });
}
