import type { Environment } from '../../core/environment';
import type { BuildCommandsModel } from '../../model/common-model';
import type { GithubModel, GithubReleaseModel } from '../../model/model';

export interface GithubActionsInput {
  readonly github: GithubModel;
  readonly build: BuildCommandsModel;
  /** Whether a push starts a release. If not, people start it manually. */
  readonly startedByPush: boolean;
  /** Patterns of the files whose changes start a release. Empty: all files. */
  readonly triggerPaths: readonly string[];
  /** Whether the build regenerates the files, so that pull requests can check that they are up to date. */
  readonly regeneratesFiles: boolean;
}

/** How GitHub Actions releases to an environment. */
export function releaseTo({ releases }: GithubModel, environment: Environment): GithubReleaseModel {
  const release = releases.find(({ name }) => name === environment.name);
  if (!release) {
    throw new Error(`GitHub Actions has no settings for the environment ${environment.name}.`);
  }
  return release;
}
