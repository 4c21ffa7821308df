import type { GithubActionName } from '../data/github-actions';

/** A step of a GitHub job; the keys are those of the workflow syntax. */
export interface WorkflowStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  /** Name of the action; which release of it is decided when the workflow is rendered. */
  readonly uses?: GithubActionName;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly 'working-directory'?: string;
  readonly run?: string;
}
