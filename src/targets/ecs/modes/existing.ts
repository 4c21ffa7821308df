import type { DeliveryModel, EnvironmentModel } from '../../../model/model';
import type { WorkflowStep } from '../../../engines/github-actions/workflow-step';
import { extraArtifacts, oneOffTaskCommands, oneOffTaskStatements, smokeTestSteps } from '../release-extras';
import type { TargetWithCommands } from '../../../core/target';
import {
  findDeployedStatements,
  REGISTERED,
  registerCommands,
  registerStatements,
  registerStep,
  releaseStep,
  renderStep,
  summaryStep,
  updateService,
  updateServiceStatement,
} from '../registration';

/**
 * An existing ECS service that uses ECS rolling deployments. A release registers `task-definition.json` with the new
 * image, updates the service to that revision, and waits for the deployment to complete.
 */
export const EXISTING_ECS_SERVICE: TargetWithCommands = {
  releaseStatements: (_model, environment) => [
    ...registerStatements(environment),
    updateServiceStatement(environment),
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
    ...updateService(environment.deploymentTimeout),
  ],

  releaseSteps: (model, environment) =>
    environment.oneOffTask ? stepsWithOneOffTask(model, environment) : steps(model, environment),

  rollback: {
    description: 'Updates the service to an earlier task definition revision',
    deployedByEcs: true,
    settings: () => ({}),
    commands: () => updateService('MINUTES'),
  },

  artifacts: (model) => [
    ...model.environments.map((environment) => environment.taskDefinition.file),
    ...extraArtifacts(model),
  ],
};

function steps(model: DeliveryModel, environment: EnvironmentModel): WorkflowStep[] {
  return [renderStep(model, environment), releaseStep(environment), summaryStep(model, environment, 'release')];
}

/** The action cannot run a task between registration and update, so the steps are separate. */
function stepsWithOneOffTask(model: DeliveryModel, environment: EnvironmentModel): WorkflowStep[] {
  return [
    renderStep(model, environment),
    registerStep(),
    {
      name: 'Run the one-off task',
      env: REGISTERED,
      run: oneOffTaskCommands(model, environment).join('\n'),
    },
    {
      name: 'Update the service',
      env: { ...REGISTERED, CLUSTER: environment.cluster.name, SERVICE: environment.ecsService.name },
      run: `${updateService(environment.deploymentTimeout).join('\n')}\n`,
    },
    ...smokeTestSteps(environment),
    summaryStep(model, environment, 'register'),
  ];
}
