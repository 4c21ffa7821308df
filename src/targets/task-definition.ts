import { arnOf } from '../model/aws';
import type { DeliveryModel, EnvironmentModel } from '../model/model';
import type { WorkflowStep } from '../render/workflow-step';
import type { Statement } from './target';

/** What the releases to ECS share: a task definition is registered, and a service moves to it. */

/** Seconds between two looks at a deployment. */
export const POLL_SECONDS = 15;

export function familyArn(environment: EnvironmentModel): string {
  return arnOf('ecs', environment, `task-definition/${environment.taskDefinition.family}`);
}

/** What ECS keeps of the service. */
export function ofService(what: 'service-deployment' | 'service-revision', environment: EnvironmentModel): string {
  return arnOf('ecs', environment, `${what}/${environment.cluster.name}/${environment.ecsService.name}/*`);
}

/** To register a revision. */
export function registerStatements(environment: EnvironmentModel): Statement[] {
  return [
    {
      why: 'Register a revision of this task definition.',
      actions: [
        'ecs:RegisterTaskDefinition',
        ...(environment.taskDefinition.extraFields.tags ? ['ecs:TagResource'] : []),
      ],
      resources: [`${familyArn(environment)}:*`],
      wildcard: 'ECS numbers the revisions of the task definition.',
    },
    passRolesStatement(environment),
  ];
}

/** To have ECS run tasks with the roles that the task definition names. */
export function passRolesStatement({ executionRole, taskRole }: EnvironmentModel): Statement {
  return {
    why: `Hand ${taskRole ? 'the two roles' : 'the execution role'} of the task to ECS, and to nobody else.`,
    actions: ['iam:PassRole'],
    resources: [...new Set([executionRole.arn, ...(taskRole ? [taskRole.arn] : [])])],
    conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  };
}

/** To point the service to the revision, where ECS itself deploys. */
export function moveServiceStatement({ ecsService }: EnvironmentModel): Statement {
  return {
    why: 'Point the service to it and watch the deployment.',
    actions: ['ecs:DescribeServices', 'ecs:UpdateService'],
    resources: [ecsService.arn],
  };
}

/** To see how tasks do. */
export function describeTasksStatement(environment: EnvironmentModel, why: string): Statement {
  return {
    why,
    actions: ['ecs:DescribeTasks'],
    resources: [arnOf('ecs', environment, `task/${environment.cluster.name}/*`)],
    wildcard: 'ECS names the tasks of the cluster.',
  };
}

/** To find the revision to go back to, of a service that ECS deploys. */
export function findDeployedStatements(environment: EnvironmentModel): Statement[] {
  return [...findRevisionStatements(), ...historyStatements(environment)];
}

/** To see what the service has run. */
export function historyStatements(environment: EnvironmentModel): Statement[] {
  return [
    {
      why: 'List the deployments of the service, to know what it has run.',
      actions: ['ecs:ListServiceDeployments'],
      resources: [environment.ecsService.arn],
    },
    {
      why: 'Read the revisions that the service has run.',
      actions: ['ecs:DescribeServiceRevisions'],
      resources: [ofService('service-revision', environment)],
      wildcard: 'ECS numbers the revisions of the service.',
    },
  ];
}

/** To find the revision to go back to. */
export function findRevisionStatements(): Statement[] {
  return [
    {
      why: 'Find earlier revisions and their images, to go back to one.',
      actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'],
      resources: ['*'],
      wildcard: 'The actions take no resource. They read.',
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

/** The step `render`. */
export function renderStep(model: DeliveryModel, environment: EnvironmentModel): WorkflowStep {
  return renderFrom(model, { 'task-definition': environment.taskDefinition.file });
}

/**
 * The step `render`.
 *
 * @param source the input of the action that says which task definition
 */
export function renderFrom(model: DeliveryModel, source: Readonly<Record<string, string>>): WorkflowStep {
  return {
    name: 'Put the image into the task definition',
    id: 'render',
    uses: 'aws-actions/amazon-ecs-render-task-definition',
    with: { ...source, 'container-name': model.container.name, image: '${{ env.IMAGE_URI }}' },
  };
}

/** The step `release`, after `render`, where ECS itself deploys. */
export function releaseStep({ cluster, ecsService, deploymentTimeout }: EnvironmentModel): WorkflowStep {
  return {
    name: 'Register the task definition, update the service and wait until it is stable',
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

/** The step `register`, after `render`. Without a service, the action only registers. */
export function registerStep(): WorkflowStep {
  return {
    name: 'Register the task definition',
    id: 'register',
    uses: 'aws-actions/amazon-ecs-deploy-task-definition',
    with: { 'task-definition': '${{ steps.render.outputs.task-definition }}' },
  };
}

/** What `register` has registered, as a variable of a step. */
export const REGISTERED = { TASK_DEFINITION_ARN: '${{ steps.register.outputs.task-definition-arn }}' };

/** Numbers to count looks at a deployment with, in a shell loop: as many as the minutes hold. */
export function polls(minutes: number | 'MINUTES'): string {
  const looks = 60 / POLL_SECONDS;
  return minutes === 'MINUTES' ? `$(seq $((MINUTES * ${looks})))` : `$(seq ${minutes * looks})`;
}

/**
 * Commands that point `SERVICE` in `CLUSTER` to `TASK_DEFINITION_ARN` and see the deployment through.
 *
 * `aws ecs wait services-stable` gives up after ten minutes and takes a rollback for success, since the service is
 * stable again, on the old revision. So the deployment itself is watched.
 */
export function moveService(minutes: number | 'MINUTES'): string[] {
  return [
    `DEPLOYMENT=$(aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$TASK_DEFINITION_ARN" --query "service.deployments[?status=='PRIMARY'].id | [0]" --output text)`,
    `for _ in ${polls(minutes)}; do
  STATE=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query "services[0].deployments[?id=='$DEPLOYMENT'].rolloutState | [0]" --output text)
  test "$STATE" = IN_PROGRESS || break
  sleep ${POLL_SECONDS}
done`,
    'test "$STATE" = COMPLETED || (echo "The deployment failed, was rolled back or took too long: $STATE"; exit 1)',
  ];
}

/** What the summary of a job says about its release. */
export function summaryStep(model: DeliveryModel, environment: EnvironmentModel, registeredBy: string): WorkflowStep {
  return {
    name: 'Summarize the release',
    env: {
      TASK_DEFINITION_ARN: `\${{ steps.${registeredBy}.outputs.task-definition-arn }}`,
      CONSOLE_URL: consoleUrl(environment),
    },
    run: [
      '{',
      `  echo "### ${model.service} is released to ${environment.name}"`,
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
