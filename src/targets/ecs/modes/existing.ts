import type { DeliveryModel, EnvironmentModel } from '../../../model/model';
import { explainFailure } from '../../shared/explanation';
import {
  describeServiceStatement,
  FIND_REVISION,
  historyStatements,
  UPDATE_SERVICE,
  updateServiceStatement,
  updateStep,
} from '../deployment';
import { serviceFindings } from '../explanation';
import { oneOffTaskSteps, smokeTestSteps, timeoutOf } from '../extra-steps';
import {
  existingServiceGuide,
  existingSettings,
  fileSystemNotes,
  rollingSetup,
  TASK_DEFINITION_CHANGES,
  timeoutNote,
} from '../guide';
import type { EcsMode } from '../mode';
import { githubDeploy, githubRegister, registerStep, reportOf } from '../registration';
import { variableSteps } from '../release-variables';
import type { RollbackScript } from '../rollback-script';

/**
 * An existing ECS service that uses ECS rolling deployments. A release registers `task-definition.json` with the new
 * image, updates the service to that revision, and waits for the deployment to complete.
 */
export function existingService(model: DeliveryModel): EcsMode {
  return {
    environments: model.environments,
    files: [],
    release: (environment) => ({
      steps: [
        ...variableSteps(model, environment),
        registerStep(model, environment),
        ...oneOffTaskSteps(
          model,
          environment,
          describeServiceStatement(environment, 'Read the network of the service.'),
        ),
        updateStep(environment),
        ...smokeTestSteps(model, environment),
      ],
      // With a one-off task in between, the action can only register.
      native: [githubDeploy(model, environment), githubRegister(model, environment)],
      timeout: timeoutOf(environment),
      report: reportOf(model, environment),
      explanation: explainFailure(serviceFindings(environment)),
    }),
    rollback: UPDATE_ROLLBACK,
    rollbackStatements: (environment) => [
      FIND_REVISION,
      ...historyStatements(environment),
      updateServiceStatement(environment),
    ],
    rollbackFiles: [],
    stacks: () => [],
    guide: existingServiceGuide(model, {
      setupSteps: rollingSetup(model),
      changes: TASK_DEFINITION_CHANGES,
      settingNotes: [timeoutNote(model, 'ECS'), ...fileSystemNotes(model)],
    }),
    settings: (environment) => existingSettings(model, environment),
  };
}

/** Rolls back a service that ECS deploys and another tool manages. */
export const UPDATE_ROLLBACK: RollbackScript<EnvironmentModel> = {
  description: 'Updates the service to an earlier task definition revision',
  deployedByEcs: true,
  settings: () => ({}),
  commands: UPDATE_SERVICE,
};
