import { arnOf } from '../../model/aws';
import type { DeliveryModel, EnvironmentModel } from '../../model/model';
import type { WorkflowStep } from '../../engines/github-actions/workflow-step';
import type { Statement } from '../../core/target';

/** Code shared by all ECS targets: registers a task definition and updates a service to it. */

/** Seconds between two status checks of a deployment. */
export const POLL_SECONDS = 15;

export function familyArn(environment: EnvironmentModel): string {
  return arnOf('ecs', environment, `task-definition/${environment.taskDefinition.family}`);
}

/** An ARN pattern that matches all deployments or revisions of the service. */
export function serviceChildArn(
  type: 'service-deployment' | 'service-revision',
  environment: EnvironmentModel,
): string {
  return arnOf('ecs', environment, `${type}/${environment.cluster.name}/${environment.ecsService.name}/*`);
}

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

/** Permissions to update a service that ECS deploys. */
export function updateServiceStatement({ ecsService }: EnvironmentModel): Statement {
  return {
    why: 'Update the service and watch the deployment.',
    actions: ['ecs:DescribeServices', 'ecs:UpdateService'],
    resources: [ecsService.arn],
  };
}

/** Permission to check the status of tasks. */
export function describeTasksStatement(environment: EnvironmentModel, why: string): Statement {
  return {
    why,
    actions: ['ecs:DescribeTasks'],
    resources: [arnOf('ecs', environment, `task/${environment.cluster.name}/*`)],
    wildcard: 'ECS generates the IDs of tasks.',
  };
}

/** Permissions to find the revision to roll back to, for a service that ECS deploys. */
export function findDeployedStatements(environment: EnvironmentModel): Statement[] {
  return [...findRevisionStatements(), ...historyStatements(environment)];
}

/** Permissions to find the revisions that were deployed to the service. */
export function historyStatements(environment: EnvironmentModel): Statement[] {
  return [
    {
      why: 'List the deployments of the service.',
      actions: ['ecs:ListServiceDeployments'],
      resources: [environment.ecsService.arn],
    },
    {
      why: 'Find the revisions that were deployed to the service.',
      actions: ['ecs:DescribeServiceRevisions'],
      resources: [serviceChildArn('service-revision', environment)],
      wildcard: 'ECS generates the IDs of service revisions.',
    },
  ];
}

/** Permissions to find the revision to roll back to. */
export function findRevisionStatements(): Statement[] {
  return [
    {
      why: 'Find the revision to roll back to, by number or image tag.',
      actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'],
      resources: ['*'],
      wildcard: 'These read-only actions do not support resource-level permissions.',
    },
  ];
}

/** Commands that register the task definition with `IMAGE_URI` and set `TASK_DEFINITION_ARN`. */
export function registerCommands({ taskDefinition }: EnvironmentModel): string[] {
  return [
    `jq --arg name "$CONTAINER" --arg image "$IMAGE_URI" '(.containerDefinitions[] | select(.name == $name)).image = $image' ${taskDefinition.file} > release.json`,
    'TASK_DEFINITION_ARN=$(aws ecs register-task-definition --cli-input-json file://release.json --query taskDefinition.taskDefinitionArn --output text)',
    'echo "Registered $TASK_DEFINITION_ARN with $IMAGE_URI"',
  ];
}

/** The `render` step for a generated task definition. */
export function renderStep(model: DeliveryModel, environment: EnvironmentModel): WorkflowStep {
  return renderFrom(model, { 'task-definition': environment.taskDefinition.file });
}

/**
 * The `render` step.
 *
 * @param source the action input that specifies the task definition
 */
export function renderFrom(model: DeliveryModel, source: Readonly<Record<string, string>>): WorkflowStep {
  return {
    name: 'Set the image in the task definition',
    id: 'render',
    uses: 'aws-actions/amazon-ecs-render-task-definition',
    with: { ...source, 'container-name': model.container.name, image: '${{ env.IMAGE_URI }}' },
  };
}

/** The `release` step for a service that ECS deploys. It follows `render`. */
export function releaseStep({ cluster, ecsService, deploymentTimeout }: EnvironmentModel): WorkflowStep {
  return {
    name: 'Register the task definition and update the service',
    id: 'release',
    uses: 'aws-actions/amazon-ecs-deploy-task-definition',
    with: {
      'task-definition': '${{ steps.render.outputs.task-definition }}',
      cluster: cluster.name,
      service: ecsService.name,
      'wait-for-service-stability': true,
      'wait-for-minutes': deploymentTimeout,
      'wait-max-delay-seconds': POLL_SECONDS,
    },
  };
}

/** The `register` step. It follows `render`. Without the `service` input, the action only registers. */
export function registerStep(): WorkflowStep {
  return {
    name: 'Register the task definition',
    id: 'register',
    uses: 'aws-actions/amazon-ecs-deploy-task-definition',
    with: { 'task-definition': '${{ steps.render.outputs.task-definition }}' },
  };
}

/** The environment variable with the revision from the `register` step. */
export const REGISTERED = { TASK_DEFINITION_ARN: '${{ steps.register.outputs.task-definition-arn }}' };

/** The shell expression that a polling loop iterates over to run for the given number of minutes. */
export function polls(minutes: number | 'MINUTES'): string {
  const perMinute = 60 / POLL_SECONDS;
  return minutes === 'MINUTES' ? `$(seq $((MINUTES * ${perMinute})))` : `$(seq ${minutes * perMinute})`;
}

/**
 * Commands that update `SERVICE` in `CLUSTER` to `TASK_DEFINITION_ARN` and wait for the deployment to complete.
 *
 * They do not use `aws ecs wait services-stable`: it times out after 10 minutes, and it reports success after a
 * rollback, because the service is then stable on the old revision.
 */
export function updateService(minutes: number | 'MINUTES'): string[] {
  return [
    `DEPLOYMENT=$(aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$TASK_DEFINITION_ARN" --query "service.deployments[?status=='PRIMARY'].id | [0]" --output text)`,
    `for _ in ${polls(minutes)}; do
  STATE=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query "services[0].deployments[?id=='$DEPLOYMENT'].rolloutState | [0]" --output text)
  test "$STATE" = IN_PROGRESS || break
  sleep ${POLL_SECONDS}
done`,
    'test "$STATE" = COMPLETED || (echo "The deployment failed, was rolled back, or timed out. Last state: $STATE"; exit 1)',
  ];
}

/** The step that writes the job summary. */
export function summaryStep(model: DeliveryModel, environment: EnvironmentModel, registeredBy: string): WorkflowStep {
  return {
    name: 'Summarize the release',
    env: {
      TASK_DEFINITION_ARN: `\${{ steps.${registeredBy}.outputs.task-definition-arn }}`,
      CONSOLE_URL: consoleUrl(environment),
    },
    run: [
      '{',
      `  echo "### ${model.service} was released to ${environment.name}"`,
      '  echo "| | |"',
      '  echo "| --- | --- |"',
      '  echo "| Image | \\`$IMAGE_URI\\` |"',
      '  echo "| Revision | \\`${TASK_DEFINITION_ARN##*/}\\` |"',
      '  echo "| Service | [$CONSOLE_URL]($CONSOLE_URL) |"',
      '} >> "$GITHUB_STEP_SUMMARY"',
      '',
    ].join('\n'),
  };
}

export function consoleUrl(environment: EnvironmentModel): string {
  const { region, cluster, ecsService } = environment;
  return `https://${region}.${consoleHost(environment)}/ecs/v2/clusters/${cluster.name}/services/${ecsService.name}/health?region=${region}`;
}

function consoleHost({ partition }: EnvironmentModel): string {
  const hosts: Readonly<Record<string, string>> = {
    'aws-cn': 'console.amazonaws.cn',
    'aws-us-gov': 'console.amazonaws-us-gov.com',
    'aws-eusc': 'console.amazonaws-eusc.eu',
  };
  return hosts[partition] ?? 'console.aws.amazon.com';
}
