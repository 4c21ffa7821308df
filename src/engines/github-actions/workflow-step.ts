import type { GithubActionName } from '../../data/github-actions';

/** A step of a GitHub Actions job. The keys are those of the workflow syntax. */
export interface WorkflowStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  /** The name of the action. Its version is added when the workflow is rendered. */
  readonly uses?: GithubActionName;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly 'working-directory'?: string;
  readonly run?: string;
}
