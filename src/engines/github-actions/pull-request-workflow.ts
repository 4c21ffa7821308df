import type { DeliveryModel, GithubModel } from '../../model/model';
import { deploysAssembly, setUpNodeForSynth, synthCommands } from '../../targets/ecs/assembly';
import { pinned, READ_SOURCE, testSteps, versionComments } from './workflow';
import type { YamlContent } from '../../printing/yaml-content';

/**
 * `.github/workflows/pull-request.yml`: the checks that a pull request must pass. The workflow has no access to AWS.
 */
export function renderPullRequestWorkflow(model: DeliveryModel, github: GithubModel): YamlContent {
  return {
    data: {
      name: 'pull-request',
      on: { pull_request: {} },
      permissions: {},
      concurrency: { group: 'pull-request-${{ github.ref }}', 'cancel-in-progress': true },
      jobs: {
        test: {
          name: 'Test',
          'runs-on': github.runner,
          'timeout-minutes': 30,
          permissions: READ_SOURCE,
          steps: pinned(
            [
              ...testSteps(model),
              ...(model.infra.ownPackage
                ? []
                : [
                    {
                      name: 'Check that generated files are up to date',
                      run: 'git add --all && git diff --staged --exit-code',
                    },
                  ]),
              ...(deploysAssembly(model)
                ? [
                    ...setUpNodeForSynth(model),
                    { name: 'Synthesize the CDK app', run: synthCommands(model).join('\n') },
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
