import type { Delivery } from '../../core/engine';
import type { TargetEnvironment } from '../../core/target';
import type { YamlContent } from '../../core/yaml-content';
import { READ_ENVIRONMENT, requireReviewers } from './approval';
import { type GithubActionsInput, releaseTo } from './input';
import { rollbackSteps } from './release-steps';
import {
  assumeRole,
  CHECKOUT,
  concurrency,
  jobName,
  pinned,
  READ_SOURCE_AND_ASSUME_ROLE,
  versionComments,
} from './workflow';

/**
 * `.github/workflows/rollback.yml`: rolls back an environment to an earlier revision.
 */
export function renderRollbackWorkflow(input: GithubActionsInput, delivery: Delivery): YamlContent {
  const { environments, revision } = delivery.target;
  const several = environments.length > 1;
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
                    options: environments.map(({ name }) => name),
                  },
                }
              : {}),
            revision: {
              description: `${revision}. Leave empty for the previous revision.`,
              required: false,
              type: 'string',
            },
          },
        },
      },
      permissions: {},
      jobs: Object.fromEntries(
        environments.map((environment) => [
          jobName('rollback', environment),
          rollbackJob(input, delivery, environment, several),
        ]),
      ),
    },
    comments: environments.slice(0, 1).map((environment) => ({
      at: ['jobs', jobName('rollback', environment), 'concurrency'],
      text: 'Differs from the group in deploy.yml, so that a release waiting for approval does not block a rollback.',
    })),
    trailing: versionComments(),
    blankLinesBetween: [[], ['jobs'], ['jobs', '*', 'steps']],
  };
}

function rollbackJob(
  { github }: GithubActionsInput,
  { service, branch, guide }: Delivery,
  environment: TargetEnvironment,
  several: boolean,
): object {
  const { name, rollback, approval } = environment;
  const { environment: githubEnvironment, deployRole } = releaseTo(github, environment);
  const fromBranch = `github.ref == 'refs/heads/${branch}'`;
  return {
    name: `Roll back ${name}`,
    if: several ? `${fromBranch} && inputs.environment == '${name}'` : fromBranch,
    concurrency: concurrency('rollback', service, environment),
    environment: githubEnvironment,
    'runs-on': github.runner,
    'timeout-minutes': rollback.timeout.minutes + 15,
    permissions: { ...(approval ? READ_ENVIRONMENT : {}), ...READ_SOURCE_AND_ASSUME_ROLE },
    steps: pinned(
      [
        ...(approval ? [requireReviewers(githubEnvironment, guide)] : []),
        CHECKOUT,
        assumeRole('deploy', deployRole, environment),
        ...rollbackSteps(environment),
      ],
      github,
    ),
  };
}
