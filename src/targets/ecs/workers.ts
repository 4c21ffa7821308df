import type { NativeSteps, Report, Step } from '../../core/release';
import type { RenderedFile } from '../../core/rendered-file';
import type { GithubNative } from '../../engines/github-actions/native';
import type { DeliveryModel, EnvironmentModel, WorkerModel } from '../../model/model';
import { containerOf, inEnvironment } from './container';
import { registerStatements } from './registration';
import { renderTaskDefinition } from './task-definition';

/** A worker is described like an environment whose service and task definition are those of the worker. */
export function workerEnvironment<E extends EnvironmentModel>(environment: E, worker: WorkerModel): E {
  const { ecsService, taskDefinition, environmentVariables, secrets } = worker;
  const logGroup = environment.logGroup && { ...environment.logGroup, streamPrefix: worker.name };
  // The container is that of the worker.
  return { ...environment, ecsService, taskDefinition, environmentVariables, secrets, logGroup, container: undefined };
}

export function workerEnvironments<E extends EnvironmentModel>(environment: E): E[] {
  return environment.workers.map((worker) => workerEnvironment(environment, worker));
}

/** The task definition files of all workers. */
export function workerFiles(model: DeliveryModel): RenderedFile[] {
  return model.environments.flatMap((environment) =>
    environment.workers.map(
      (worker): RenderedFile => ({
        path: worker.taskDefinition.file,
        kind: 'json',
        data: renderTaskDefinition(
          withContainerOf(inEnvironment(model, environment), worker),
          workerEnvironment(environment, worker),
        ),
      }),
    ),
  );
}

function withContainerOf(
  model: DeliveryModel,
  { command, healthCheckCommand, stopTimeout = model.container.stopTimeout }: WorkerModel,
): DeliveryModel {
  const noPort = { port: undefined, portMappings: [], healthCheckPath: undefined };
  return { ...model, container: { ...model.container, command, healthCheckCommand, stopTimeout, ...noPort } };
}

/** The variable that contains the ARN of the registered revision. */
export function revisionVariable({ variable }: WorkerModel): string {
  return `${variable}_TASK_DEFINITION_ARN`;
}

/** The step that registers the task definition of a worker with the new image. */
export function registerWorkerStep(model: DeliveryModel, environment: EnvironmentModel, worker: WorkerModel): Step {
  const { name, variable, taskDefinition } = worker;
  const revision = revisionVariable(worker);
  const file = model.environments.length > 1 ? 'its task definition file' : `\`${taskDefinition.file}\``;
  return {
    id: `register-${name}`,
    title: `Register the task definition of ${name}`,
    settings: { CONTAINER: containerOf(model, environment).name, [`${variable}_TASK_DEFINITION`]: taskDefinition.file },
    reads: ['IMAGE_URI'],
    commands: [
      `jq --arg name "$CONTAINER" --arg image "$IMAGE_URI" '(.containerDefinitions[] | select(.name == $name)).image = $image' "$${variable}_TASK_DEFINITION" > release.json`,
      `${revision}=$(aws ecs register-task-definition --cli-input-json file://release.json --query taskDefinition.taskDefinitionArn --output text)`,
      `echo "Registered $${revision} with $IMAGE_URI"`,
    ],
    sets: [revision],
    statements: registerStatements(workerEnvironment(environment, worker)),
    files: [taskDefinition.file],
    guide: { text: `Registers a revision for the worker \`${name}\`: ${file} with the same image.` },
  };
}

/** On GitHub, an action registers the revision of a worker. */
export function githubRegisterWorker(model: DeliveryModel, worker: WorkerModel): NativeSteps<GithubNative> {
  const { name, taskDefinition } = worker;
  return {
    engine: 'github-actions',
    replaces: [`register-${name}`],
    native: {
      steps: [
        {
          name: `Set the image in the task definition of ${name}`,
          id: `render-${name}`,
          uses: 'aws-actions/amazon-ecs-render-task-definition',
          with: {
            'task-definition': taskDefinition.file,
            'container-name': model.container.name,
            image: '${{ env.IMAGE_URI }}',
          },
        },
        {
          name: `Register the task definition of ${name}`,
          id: `register-${name}`,
          uses: 'aws-actions/amazon-ecs-deploy-task-definition',
          with: { 'task-definition': `\${{ steps.render-${name}.outputs.task-definition }}` },
        },
      ],
      sets: { [revisionVariable(worker)]: `\${{ steps.register-${name}.outputs.task-definition-arn }}` },
    },
  };
}

/** The report of a release, with the revisions of the workers. */
export function withWorkers(report: Report, { workers }: EnvironmentModel): Report {
  const rows = workers.map((worker) => [`Revision of ${worker.name}`, `\\\`\${${revisionVariable(worker)}##*/}\\\``]);
  return {
    ...report,
    rows: { ...report.rows, ...Object.fromEntries(rows) },
    reads: [...report.reads, ...workers.map(revisionVariable)],
  };
}
