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
  releaseStatements: (_model, environment) =>
    [
      {
        why: 'Register a revision of this task definition.',
        actions: [
          'ecs:RegisterTaskDefinition',
          ...(environment.taskDefinition.extraFields.tags ? ['ecs:TagResource'] : []),
        ],
        resources: [`${familyArn(environment)}:*`],
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

  rollbackStatements: () => [
    {
      why: 'Find earlier revisions, to go back to one.',
      actions: ['ecs:ListTaskDefinitions'],
      resources: ['*'],
      wildcard: 'The action takes no resource. It reads names.',
    },
  ],

  releaseVariables: (model, environment) => ({
    CONTAINER: model.container.name,
    CLUSTER: environment.cluster.name,
    SERVICE: environment.ecsService.name,
  }),

  releaseCommands: (_model, { taskDefinition, deploymentTimeout }) => [
    `jq --arg name "$CONTAINER" --arg image "$IMAGE_URI" '(.containerDefinitions[] | select(.name == $name)).image = $image' ${taskDefinition.file} > release.json`,
    'TASK_DEFINITION_ARN=$(aws ecs register-task-definition --cli-input-json file://release.json --query taskDefinition.taskDefinitionArn --output text)',
    'echo "Registered $TASK_DEFINITION_ARN with $IMAGE_URI"',
    ...moveService(deploymentTimeout),
  ],

  rollbackScript: renderRollbackScript,

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
  return arnOf('ecs', environment, `task-definition/${environment.taskDefinition.family}`);
}

/**
 * Commands that point `SERVICE` in `CLUSTER` to `TASK_DEFINITION_ARN` and see the deployment through.
 *
 * `aws ecs wait services-stable` gives up after ten minutes and takes a rollback for success, since the service is
 * stable again, on the old revision. So the deployment itself is watched.
 */
function moveService(minutes: number): string[] {
  return [
    `DEPLOYMENT=$(aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$TASK_DEFINITION_ARN" --query "service.deployments[?status=='PRIMARY'].id | [0]" --output text)`,
    `for attempt in $(seq ${(minutes * 60) / POLL_SECONDS}); do
  STATE=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query "services[0].deployments[?id=='$DEPLOYMENT'].rolloutState | [0]" --output text)
  test "$STATE" = IN_PROGRESS || break
  sleep ${POLL_SECONDS}
done`,
    'test "$STATE" = COMPLETED || (echo "The deployment failed, was rolled back or took too long: $STATE"; exit 1)',
  ];
}

/** `infra/rollback.sh`. */
function renderRollbackScript({ environments }: DeliveryModel): string {
  const names = environments.map(({ name }) => name);
  const minutes = Math.max(...environments.map(({ deploymentTimeout }) => deploymentTimeout));
  return `\
# Points the service to an earlier revision of its task definition, and waits until it is stable.
#
#   bash infra/rollback.sh ENVIRONMENT [REVISION]
#
# ENVIRONMENT: ${names.join(', ')}. REVISION: a number; without it, the active revision before the current one.
set -euo pipefail

ENVIRONMENT=\${1:-}
REVISION=\${2:-}

case "$ENVIRONMENT" in
${environments.map(settingsOf).join('\n')}
  *) echo "Name the environment: ${names.join(', ')}" >&2; exit 2 ;;
esac
export AWS_REGION

CURRENT=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query 'services[0].taskDefinition' --output text)
if [ -z "$REVISION" ]; then
  if [ "\${CURRENT%:*}" != "$FAMILY_ARN" ]; then
    echo "$SERVICE runs $CURRENT, which is not of $FAMILY_ARN. Name the revision to go to." >&2
    exit 1
  fi
  for ARN in $(aws ecs list-task-definitions --family-prefix "\${FAMILY_ARN##*/}" --status ACTIVE --sort DESC --query 'taskDefinitionArns[]' --output text); do
    if [ "\${ARN##*:}" -lt "\${CURRENT##*:}" ]; then
      REVISION=\${ARN##*:}
      break
    fi
  done
fi
if ! [[ "$REVISION" =~ ^[1-9][0-9]*$ ]]; then
  echo "There is no earlier revision to go to: \${REVISION:-none is active before $CURRENT}" >&2
  exit 1
fi

TASK_DEFINITION_ARN=$FAMILY_ARN:$REVISION
echo "$SERVICE goes from $CURRENT to $TASK_DEFINITION_ARN"
${moveService(minutes).join('\n')}
echo "$SERVICE runs $TASK_DEFINITION_ARN"
`;
}

function settingsOf(environment: EnvironmentModel): string {
  const { name, region, cluster, ecsService } = environment;
  const settings = [
    `AWS_REGION=${region}`,
    `CLUSTER=${cluster.name}`,
    `SERVICE=${ecsService.name}`,
    `FAMILY_ARN=${familyArn(environment)}`,
  ];
  return `  ${name}) ${settings.join(' ')} ;;`;
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
