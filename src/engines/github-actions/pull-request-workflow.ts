import type { Delivery } from '../../core/engine';
import type { YamlContent } from '../../core/yaml-content';
import { PULL_REQUEST_JOB } from '../../model/resolve-branch-protection';
import type { GithubActionsInput } from './input';
import { setupForPreparation } from './setup-runtime';
import { pinned, READ_SOURCE, testSteps, versionComments } from './workflow';

/**
 * `.github/workflows/pull-request.yml`: the checks that a pull request must pass, also in a merge queue. The workflow has
 * no access to AWS.
 *
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export function renderPullRequestWorkflow(
  { github, build, regeneratesFiles }: GithubActionsInput,
  { target: { preparation } }: Delivery,
): YamlContent {
  return {
    data: {
      name: 'pull-request',
      // Without the second event, pull requests in a merge queue would wait for the check forever.
      on: { pull_request: {}, merge_group: {} },
      permissions: {},
      concurrency: { group: 'pull-request-${{ github.ref }}', 'cancel-in-progress': true },
      jobs: {
        test: {
          name: PULL_REQUEST_JOB,
          'runs-on': github.runner,
          'timeout-minutes': 30,
          permissions: READ_SOURCE,
          steps: pinned(
            [
              ...testSteps(build),
              ...(regeneratesFiles
                ? [
                    {
                      name: 'Check that generated files are up to date',
                      run: 'git add --all && git diff --staged --exit-code',
                    },
                  ]
                : []),
              ...(preparation
                ? [
                    ...setupForPreparation(preparation, build),
                    { name: preparation.title, run: preparation.commands.join('\n') },
                  ]
                : []),
            ],
            github,
          ),
        },
      },
    },
    comments: [],
    trailing: versionComments(),
    blankLinesBetween: [[], ['jobs', '*', 'steps']],
  };
}
