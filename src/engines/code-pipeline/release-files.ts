import type { Delivery } from '../../core/engine';
import type { TargetEnvironment } from '../../core/target';
import { nativeRelease } from './release-code';

/** Files and folders of the build that releases need, as patterns. */
export function releaseFiles({ target, releaseScript }: Delivery): string[] {
  const files = inTurn(target.environments, (environment) => {
    const { release } = environment;
    const found = nativeRelease(release);
    const steps = found ? found.following : release.steps;
    return [...(found?.native.native.files ?? []), ...steps.flatMap((step) => step.files ?? [])];
  });
  const usesScript = target.environments.some(({ release }) => nativeRelease(release)?.following.length !== 0);
  return [
    ...files.map((file) => (file === target.preparation?.folder ? `${file}/**/*` : file)),
    ...(usesScript ? [releaseScript] : []),
  ];
}

/** Commands that the build runs to create these files. */
export function releaseFileCommands({ target }: Delivery): string[] {
  return inTurn(target.environments, ({ release }) => nativeRelease(release)?.native.native.buildCommands ?? []);
}

/** The first item of each environment, then the second of each, and so on, each only once. */
function inTurn(
  environments: readonly TargetEnvironment[],
  itemsOf: (environment: TargetEnvironment) => readonly string[],
): string[] {
  const lists = environments.map((environment) => [...new Set(itemsOf(environment))]);
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return [...new Set(Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat())];
}
