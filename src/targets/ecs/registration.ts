import type { NativeSteps, Report, Step } from '../../core/release';
import type { Statement } from '../../core/statement';
import type { GithubNative } from '../../engines/github-actions/native';
import type { WorkflowStep } from '../../engines/github-actions/workflow-step';
import { arnOf } from '../../model/aws';
import type { ContainerModel, DeliveryModel, EnvironmentModel } from '../../model/model';
import { consoleHost } from '../shared/console';
import { POLL_SECONDS } from '../shared/polling';
import { containerOf } from './container';

/** The step that registers a task definition revision with the new image, and what all modes share. */

export function familyArn(environment: EnvironmentModel): string {
  return arnOf('ecs', environment, `task-definition/${environment.taskDefinition.family}`);
}

/** Registers `task-definition.json` with the new image. */
export function registerStep(model: DeliveryModel, environment: EnvironmentModel): Step {
  const { file } = environment.taskDefinition;
  const several = model.environments.length > 1;
  return {
    id: 'register',
    title: 'Register the task definition',
    settings: { CONTAINER: containerOf(model, environment).name, TASK_DEFINITION: file },
    reads: ['IMAGE_URI'],
    commands: [
      `jq --arg name "$CONTAINER" --arg image "$IMAGE_URI" '(.containerDefinitions[] | select(.name == $name)).image = $image' "$TASK_DEFINITION" > release.json`,
      REGISTER_COMMAND,
      'echo "Registered $TASK_DEFINITION_ARN with $IMAGE_URI"',
    ],
    sets: ['TASK_DEFINITION_ARN'],
    statements: registerStatements(environment),
    files: [file],
    guide: {
      text: `Registers ${several ? 'the task definition file' : `\`${file}\``} with the new image as a new task definition revision.`,
    },
  };
}

export const REGISTER_COMMAND =
  'TASK_DEFINITION_ARN=$(aws ecs register-task-definition --cli-input-json file://release.json --query taskDefinition.taskDefinitionArn --output text)';

/** Permissions to register a revision. */
export function registerStatements(environment: EnvironmentModel): Statement[] {
  return [
    {
      why: 'Register revisions of this task definition.',
      actions: [
        'ecs:RegisterTaskDefinition',
        ...(environment.taskDefinition.extraFields.tags ? ['ecs:TagResource'] : []),
      ],
      resources: [`${familyArn(environment)}:*`],
      wildcard: 'ECS assigns the revision numbers.',
    },
    passRolesStatement(environment),
  ];
}

/** Permission to pass the roles in the task definition to ECS. */
export function passRolesStatement({ executionRole, taskRole }: EnvironmentModel): Statement {
  return {
    why: `Pass ${taskRole ? 'the execution role and the task role' : 'the execution role'} to ECS tasks only.`,
    actions: ['iam:PassRole'],
    resources: [...new Set([executionRole.arn, ...(taskRole ? [taskRole.arn] : [])])],
    conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  };
}

/** On GitHub, an action registers the revision and updates the service. */
export function githubDeploy(model: DeliveryModel, environment: EnvironmentModel, source = fileOf(environment)) {
  return githubNative(['register', 'update'], 'release', [
    renderStep(containerOf(model, environment), source),
    {
      name: 'Register the task definition and update the service',
      id: 'release',
      uses: 'aws-actions/amazon-ecs-deploy-task-definition',
      with: {
        'task-definition': RENDERED,
        cluster: environment.cluster.name,
        service: environment.ecsService.name,
        'wait-for-service-stability': true,
        'wait-for-minutes': environment.deploymentTimeoutMinutes,
        'wait-max-delay-seconds': POLL_SECONDS,
      },
    },
  ]);
}

/** On GitHub, an action registers the revision. Without the `service` input, it does nothing else. */
export function githubRegister(
  model: DeliveryModel,
  environment: EnvironmentModel,
  source = fileOf(environment),
): NativeSteps<GithubNative> {
  return githubNative(['register'], 'register', [
    renderStep(containerOf(model, environment), source),
    {
      name: 'Register the task definition',
      id: 'register',
      uses: 'aws-actions/amazon-ecs-deploy-task-definition',
      with: { 'task-definition': RENDERED },
    },
  ]);
}

/**
 * Steps that replace the commands on GitHub.
 *
 * @param registers the ID of the step whose output is the ARN of the revision
 */
export function githubNative(
  replaces: readonly string[],
  registers: string,
  steps: readonly WorkflowStep[],
): NativeSteps<GithubNative> {
  return {
    engine: 'github-actions',
    replaces,
    native: {
      steps,
      sets: { TASK_DEFINITION_ARN: `\${{ steps.${registers}.outputs.task-definition-arn }}` },
    },
  };
}

/** The output of the step that sets the image. */
export const RENDERED = '${{ steps.render.outputs.task-definition }}';

/** The action input that specifies the generated task definition. */
export function fileOf({ taskDefinition }: EnvironmentModel): Readonly<Record<string, string>> {
  return { 'task-definition': taskDefinition.file };
}

/**
 * The `render` step.
 *
 * @param source the action input that specifies the task definition
 */
export function renderStep(container: ContainerModel, source: Readonly<Record<string, string>>): WorkflowStep {
  return {
    name: 'Set the image in the task definition',
    id: 'render',
    uses: 'aws-actions/amazon-ecs-render-task-definition',
    with: { ...source, 'container-name': container.name, image: '${{ env.IMAGE_URI }}' },
  };
}

/** The report of a release. */
export function reportOf({ service }: DeliveryModel, environment: EnvironmentModel): Report {
  return {
    title: `${service} was released to ${environment.name}`,
    rows: { Image: '\\`$IMAGE_URI\\`', Revision: '\\`${TASK_DEFINITION_ARN##*/}\\`' },
    reads: ['TASK_DEFINITION_ARN'],
    consoleUrl: consoleUrl(environment),
  };
}

function consoleUrl(environment: EnvironmentModel): string {
  const { region, cluster, ecsService } = environment;
  return `https://${region}.${consoleHost(environment)}/ecs/v2/clusters/${cluster.name}/services/${ecsService.name}/health?region=${region}`;
}
