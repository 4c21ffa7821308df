import type { WorkflowStep } from './workflow-step';

/** The ID of this engine. */
export const GITHUB_ACTIONS_ENGINE = 'github-actions';

/** Steps of a job that replace the commands of a release. */
export interface GithubNative {
  readonly steps: readonly WorkflowStep[];
  /** Expressions for the variables that the replaced commands set. */
  readonly sets: Readonly<Record<string, string>>;
}

/** Steps of a job that replace the commands that build an artifact. */
export interface GithubBuild {
  readonly steps: readonly WorkflowStep[];
  /** Outputs of the job. */
  readonly outputs: Readonly<Record<string, string>>;
  /**
   * The variables of a release.
   *
   * @param output returns the expression for an output of the job
   */
  variables(output: (name: string) => string): Readonly<Record<string, string>>;
}
