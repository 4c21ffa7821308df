import { arnOf } from '../model/aws';
import type { DeliveryModel, EnvironmentModel } from '../model/model';
import type { WorkflowStep } from '../render/workflow-step';
import type { DeliveryTarget, Statement } from './target';

/** Seconds between two looks at a deployment. */
const POLL_SECONDS = 15;

/**
 * An ECS service that exists already, with the rolling deployment of ECS. A release registers `task-definition.json`
 * with the new image, points the service to that revision and waits until the deployment has completed.
 */
export const EXISTING_ECS_SERVICE: DeliveryTarget = {
  releaseStatements: (_model, environment) => [
    {
      why: 'Register a revision of this task definition.',
      actions: ['ecs:RegisterTaskDefinition', ...(environment.taskDefinition.extraFields.tags ? ['ecs:TagResource'] : [])],
      resources: [familyArn(environment)],
      wildcard: 'ECS numbers the revisions of the task definition.',
    },
    {
      why: 'Point the service to it and watch the deployment.',
      actions: ['ecs:DescribeServices', 'ecs:UpdateService'],
      resources: [environment.ecsService.arn],
    },
    {
      why: 'Hand the two roles of the task to ECS, and to nobody else.',
      actions: ['iam:PassRole'],
      resources: [...new Set([environment.executionRole.arn, environment.taskRole.arn])],
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
  ] satisfies Statement[],

  releaseVariables: (model, environment) => ({
    CONTAINER: model.container.name,
    CLUSTER: environment.cluster.name,
    SERVICE: environment.ecsService.name,
  }),

  releaseCommands: (_model, { taskDefinition, deploymentTimeout }) => [
    `jq --arg name "$CONTAINER" --arg image "$IMAGE_URI" '(.containerDefinitions[] | select(.name == $name)).image = $image' ${taskDefinition.file} > release.json`,
    'TASK_DEFINITION_ARN=$(aws ecs register-task-definition --cli-input-json file://release.json --query taskDefinition.taskDefinitionArn --output text)',
    'echo "Registered $TASK_DEFINITION_ARN with $IMAGE_URI"',
    `DEPLOYMENT=$(aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$TASK_DEFINITION_ARN" --query "service.deployments[?status=='PRIMARY'].id | [0]" --output text)`,
    watchCommand(deploymentTimeout),
    'test "$STATE" = COMPLETED || (echo "The deployment failed, was rolled back or took too long: $STATE"; exit 1)',
  ],

  releaseSteps: (model, environment) => [
    {
      name: 'Put the image into the task definition',
      id: 'render',
      uses: 'aws-actions/amazon-ecs-render-task-definition',
      with: {
        'task-definition': environment.taskDefinition.file,
        'container-name': model.container.name,
        image: '${{ env.IMAGE_URI }}',
      },
    },
    {
      name: 'Register the task definition, update the service and wait until it is stable',
      id: 'release',
      uses: 'aws-actions/amazon-ecs-deploy-task-definition',
      with: {
        'task-definition': '${{ steps.render.outputs.task-definition }}',
        cluster: environment.cluster.name,
        service: environment.ecsService.name,
        'wait-for-service-stability': true,
        'wait-for-minutes': environment.deploymentTimeout,
        'wait-max-delay-seconds': POLL_SECONDS,
      },
    },
    summaryStep(model, environment),
  ],

  artifacts: (model) => model.environments.map((environment) => environment.taskDefinition.file),
};

function familyArn(environment: EnvironmentModel): string {
  return arnOf('ecs', environment, `task-definition/${environment.taskDefinition.family}:*`);
}

/**
 * `aws ecs wait services-stable` gives up after ten minutes and takes a rollback for success, since the service is
 * stable again, on the old revision. So the deployment itself is watched.
 */
function watchCommand(minutes: number): string {
  return `for attempt in $(seq ${(minutes * 60) / POLL_SECONDS}); do
  STATE=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query "services[0].deployments[?id=='$DEPLOYMENT'].rolloutState | [0]" --output text)
  test "$STATE" = IN_PROGRESS || break
  sleep ${POLL_SECONDS}
done`;
}

function summaryStep(model: DeliveryModel, environment: EnvironmentModel): WorkflowStep {
  const { region, cluster, ecsService } = environment;
  return {
    name: 'Summarize the release',
    env: {
      TASK_DEFINITION_ARN: '${{ steps.release.outputs.task-definition-arn }}',
      SERVICE_URL: `https://${region}.${consoleHost(environment)}/ecs/v2/clusters/${cluster.name}/services/${ecsService.name}/health?region=${region}`,
    },
    run: [
      '{',
      `  echo "### ${model.service} is released to ${environment.name}"`,
      '  echo "| | |"',
      '  echo "| --- | --- |"',
      '  echo "| Image | \\`$IMAGE_URI\\` |"',
      '  echo "| Revision | \\`${TASK_DEFINITION_ARN##*/}\\` |"',
      '  echo "| Service | [$SERVICE_URL]($SERVICE_URL) |"',
      '} >> "$GITHUB_STEP_SUMMARY"',
      '',
    ].join('\n'),
  };
}

function consoleHost({ partition }: EnvironmentModel): string {
  const hosts: Readonly<Record<string, string>> = {
    'aws-cn': 'console.amazonaws.cn',
    'aws-us-gov': 'console.amazonaws-us-gov.com',
    'aws-eusc': 'console.amazonaws-eusc.eu',
  };
  return hosts[partition] ?? 'console.aws.amazon.com';
}
