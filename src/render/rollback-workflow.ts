import type { DeliveryModel, EnvironmentModel, GithubModel } from '../model/model';
import { assumeRole, CHECKOUT, jobName, pinned, READ_SOURCE_AND_ASSUME_ROLE, versionComments } from './workflow';
import type { YamlContent } from './yaml-content';

/**
 * `.github/workflows/rollback.yml`: takes an environment back to an earlier revision, in one action.
 */
export function renderRollbackWorkflow(model: DeliveryModel, github: GithubModel): YamlContent {
  const several = model.environments.length > 1;
  return {
    data: {
      name: 'rollback',
      on: {
        workflow_dispatch: {
          inputs: {
            ...(several
              ? {
                  environment: {
                    description: 'Where to go back',
                    required: true,
                    type: 'choice',
                    options: model.environments.map(({ name }) => name),
                  },
                }
              : {}),
            revision: {
              description: 'Revision of the task definition (a number) or tag of its image. Empty: what ran before',
              required: false,
              type: 'string',
            },
          },
        },
      },
      permissions: {},
      concurrency: { group: `rollback-${model.service}`, 'cancel-in-progress': false },
      jobs: Object.fromEntries(
        model.environments.map((environment) => [
          jobName('rollback', environment),
          rollbackJob(model, environment, github, several),
        ]),
      ),
    },
    comments: [
      {
        at: ['concurrency'],
        text: 'Not the group of deploy.yml: a release that waits for its approval would hold a rollback up.',
      },
    ],
    trailing: versionComments(),
    spacious: [[], ['jobs'], ['jobs', '*', 'steps']],
  };
}

function rollbackJob(
  model: DeliveryModel,
  environment: EnvironmentModel,
  github: GithubModel,
  several: boolean,
): object {
  const { name, argument, deploymentTimeout } = environment;
  const release = environment.github!;
  const fromBranch = `github.ref == 'refs/heads/${model.source.branch}'`;
  return {
    name: `Roll back ${name}`,
    if: several ? `${fromBranch} && inputs.environment == '${name}'` : fromBranch,
    environment: release.environment,
    'runs-on': github.runner,
    'timeout-minutes': deploymentTimeout + 15,
    permissions: READ_SOURCE_AND_ASSUME_ROLE,
    steps: pinned(
      [
        CHECKOUT,
        assumeRole(release.deployRole, environment),
        {
          name: 'Point the service to the earlier revision and wait until it is stable',
          env: { REVISION: '${{ inputs.revision }}' },
          run: `bash ${model.files.rollback} ${argument} "$REVISION"`,
        },
      ],
      github,
    ),
  };
}
