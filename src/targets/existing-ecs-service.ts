import type { DeliveryModel, EnvironmentModel } from '../model/model';
import type { WorkflowStep } from '../render/workflow-step';
import { extraArtifacts, oneOffTaskCommands, oneOffTaskStatements, smokeTestSteps } from './release-extras';
import type { TargetWithCommands } from './target';
import {
  findDeployedStatements,
  moveService,
  moveServiceStatement,
  REGISTERED,
  registerCommands,
  registerStatements,
  registerStep,
  releaseStep,
  renderStep,
  summaryStep,
} from './task-definition';

/**
 * An ECS service that exists already, with the rolling deployment of ECS. A release registers `task-definition.json`
 * with the new image, points the service to that revision and waits until the deployment has completed.
 */
export const EXISTING_ECS_SERVICE: TargetWithCommands = {
  releaseStatements: (_model, environment) => [
    ...registerStatements(environment),
    moveServiceStatement(environment),
    ...oneOffTaskStatements(environment),
  ],

  rollbackStatements: (_model, environment) => findDeployedStatements(environment),

  releaseVariables: (model, environment) => ({
    CONTAINER: model.container.name,
    CLUSTER: environment.cluster.name,
    SERVICE: environment.ecsService.name,
  }),

  releaseCommands: (model, environment) => [
    ...registerCommands(environment),
    ...oneOffTaskCommands(model, environment),
    ...moveService(environment.deploymentTimeout),
  ],

  releaseSteps: (model, environment) =>
    environment.oneOffTask ? stepsWithOneOffTask(model, environment) : steps(model, environment),

  rollback: {
    what: 'Points the service to an earlier revision of its task definition',
    deployedByEcs: true,
    settings: () => ({}),
    commands: () => moveService('MINUTES'),
  },

  artifacts: (model) => [
    ...model.environments.map((environment) => environment.taskDefinition.file),
    ...extraArtifacts(model),
  ],
};

function steps(model: DeliveryModel, environment: EnvironmentModel): WorkflowStep[] {
  return [renderStep(model, environment), releaseStep(environment), summaryStep(model, environment, 'release')];
}

/** The action registers and updates at once, which leaves no room for a task in between. */
function stepsWithOneOffTask(model: DeliveryModel, environment: EnvironmentModel): WorkflowStep[] {
  return [
    renderStep(model, environment),
    registerStep(),
    {
      name: 'Run the one-off task and wait until it has succeeded',
      env: REGISTERED,
      run: oneOffTaskCommands(model, environment).join('\n'),
    },
    {
      name: 'Update the service and wait until it is stable',
      env: { ...REGISTERED, CLUSTER: environment.cluster.name, SERVICE: environment.ecsService.name },
      run: `${moveService(environment.deploymentTimeout).join('\n')}\n`,
    },
    ...smokeTestSteps(environment),
    summaryStep(model, environment, 'register'),
  ];
}
