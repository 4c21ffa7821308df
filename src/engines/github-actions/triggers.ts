import type { TriggersModel } from '../../model/model';
import { literalPrefix } from '../../model/resolve-triggers';

/** The `push` event. GitHub does not filter tags by paths. */
export function pushEvent({ branches, tags }: TriggersModel, paths: readonly string[]): object {
  return {
    ...(branches.length > 0 ? { branches } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(paths.length > 0 ? { paths } : {}),
  };
}

/** The condition that a workflow runs for one of these refs. Expressions cannot match a pattern, only its beginning. */
export function refCondition({ branches, tags }: TriggersModel): string {
  return [
    ...branches.map((branch) => conditionFor('refs/heads/', branch)),
    ...tags.map((tag) => conditionFor('refs/tags/', tag)),
  ].join(' || ');
}

function conditionFor(kind: string, pattern: string): string {
  const prefix = literalPrefix(pattern);
  return prefix === pattern ? `github.ref == '${kind}${pattern}'` : `startsWith(github.ref, '${kind}${prefix}')`;
}

/** The event of another workflow, which GitHub also sends if that workflow fails. */
export function workflowRun(workflow: string, { branches }: TriggersModel): object {
  return { workflows: [workflow], types: ['completed'], branches };
}

/**
 * The other workflow succeeded for the commit that this run checks out: GitHub runs this workflow for the latest commit
 * of the default branch. A pull request from a fork can have a branch of the same name.
 */
export const LATEST_SUCCESS =
  "github.event_name != 'workflow_run' || (github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event != 'pull_request' && github.event.workflow_run.head_sha == github.sha)";
