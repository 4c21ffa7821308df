import type { WorkflowStep } from './workflow-step';

/**
 * The permission to read the protection rules of an environment.
 *
 * https://docs.github.com/en/rest/deployments/environments#get-an-environment
 */
export const READ_ENVIRONMENT = { actions: 'read' };

/**
 * Fails if nobody has to approve the job. GitHub creates a missing environment without protection rules, and does not
 * offer required reviewers for private repositories on all plans. In both cases the job starts without an approval.
 *
 * @param environment the GitHub environment of the job
 * @param guide the guide that explains how to add reviewers
 */
export function requireReviewers(environment: string, guide: string): WorkflowStep {
  return {
    name: 'Check that the environment has required reviewers',
    env: { GITHUB_TOKEN: '${{ github.token }}' },
    run: [
      'ENVIRONMENT=$(curl --fail --silent --show-error --retry 3 \\',
      '  --header "Authorization: Bearer $GITHUB_TOKEN" \\',
      `  "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/environments/${environment}")`,
      `if ! jq --exit-status '${HAS_REVIEWERS}' <<< "$ENVIRONMENT" > /dev/null; then`,
      `  echo "::error::The GitHub environment ${environment} has no required reviewers, so nobody has approved this job. Add reviewers as described in ${guide}, and then re-run the failed jobs."`,
      '  exit 1',
      'fi',
      '',
    ].join('\n'),
  };
}

const HAS_REVIEWERS = 'any(.protection_rules[]?; .type == "required_reviewers" and (.reviewers | length) > 0)';
