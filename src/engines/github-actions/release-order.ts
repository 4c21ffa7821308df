import type { WorkflowStep } from './workflow-step';

/**
 * The permission to list the runs and the jobs of a workflow.
 *
 * https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow
 */
export const READ_RUNS = { actions: 'read' };

/**
 * Fails if a newer run of the workflow has already deployed to the environment. Jobs of a concurrency group run in any
 * order, and people can re-run a job of an old run.
 *
 * @param job the name of the job that contains the step
 * @param environment the name of the environment
 * @param guide the guide that explains how to roll back
 */
export function stopIfOlder(job: string, environment: string, guide: string): WorkflowStep {
  return {
    name: 'Check that no newer release has been deployed',
    env: { GITHUB_TOKEN: '${{ github.token }}' },
    run: [
      'get() {',
      '  curl --fail --silent --show-error --retry 3 --header "Authorization: Bearer $GITHUB_TOKEN" \\',
      '    "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/$1"',
      '}',
      // The workflow of the run, which can be one that calls this workflow.
      'WORKFLOW=$(basename "${GITHUB_WORKFLOW_REF%%@*}")',
      'RUNS=$(get "workflows/$WORKFLOW/runs?per_page=100")',
      'for RUN in $(jq ".workflow_runs[] | select(.run_number > $GITHUB_RUN_NUMBER).id" <<< "$RUNS"); do',
      '  JOBS=$(get "runs/$RUN/jobs?filter=all&per_page=100")',
      `  if jq --exit-status 'any(.jobs[]; (.name | endswith("${job}")) and .conclusion == "success")' <<< "$JOBS" > /dev/null; then`,
      `    echo "::error::A newer release has been deployed to ${environment}: $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$RUN. To return to an earlier release, roll back as described in ${guide}."`,
      '    exit 1',
      '  fi',
      'done',
      '',
    ].join('\n'),
  };
}
