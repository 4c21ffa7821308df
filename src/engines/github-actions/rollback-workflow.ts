import type { DeliveryModel, EnvironmentModel, GithubModel } from '../../model/model';
import { assumeRole, CHECKOUT, jobName, pinned, READ_SOURCE_AND_ASSUME_ROLE, versionComments } from './workflow';
import type { YamlContent } from '../../printing/yaml-content';

/**
 * `.github/workflows/rollback.yml`: rolls back an environment to an earlier revision.
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
                    description: 'Environment to roll back',
                    required: true,
                    type: 'choice',
                    options: model.environments.map(({ name }) => name),
                  },
                }
              : {}),
            revision: {
              description: 'Task definition revision (a number) or image tag. Leave empty for the previous revision.',
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
        text: 'Differs from the group in deploy.yml, so that a release waiting for approval does not block a rollback.',
      },
    ],
    trailing: versionComments(),
    blankLinesBetween: [[], ['jobs'], ['jobs', '*', 'steps']],
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
        assumeRole('deploy', release.deployRole, environment),
        {
          name: 'Roll back the service',
          env: { REVISION: '${{ inputs.revision }}' },
          run: `bash ${model.files.rollback} ${argument} "$REVISION"`,
        },
      ],
      github,
    ),
  };
}
