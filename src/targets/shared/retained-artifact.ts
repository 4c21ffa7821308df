import type { Artifact } from '../../core/artifact';
import type { Release } from '../../core/release';

/** The steps after which the environment runs the artifact. */
const DEPLOYING = ['deploy-stack', 'update', 'deploy'];

/**
 * Adds the step that prevents the artifact from expiring. It directly follows the deployment, because the environment
 * runs the artifact even if a later step fails.
 */
export function withRetainedArtifact(
  release: Release,
  artifact: Artifact,
  { name }: { readonly name: string },
): Release {
  const step = artifact.retain?.(name);
  return step
    ? { ...release, steps: release.steps.flatMap((each) => (DEPLOYING.includes(each.id) ? [each, step] : [each])) }
    : release;
}
