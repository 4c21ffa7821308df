import type { Step } from '../../core/release';
import type { Statement } from '../../core/statement';
import { arnOf } from '../../model/aws';
import type { EnvironmentModel } from '../../model/model';
import { POLL_SECONDS, POLLS } from '../shared/polling';

/** The step that updates a service that ECS deploys, and the permissions to find earlier deployments. */

/**
 * Commands that update `SERVICE` in `CLUSTER` to `TASK_DEFINITION_ARN` and wait for the deployment to complete.
 *
 * They do not use `aws ecs wait services-stable`: it times out after 10 minutes, and it reports success after a
 * rollback, because the service is then stable on the old revision.
 */
export const UPDATE_SERVICE: readonly string[] = [
  `DEPLOYMENT=$(aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$TASK_DEFINITION_ARN" --query "service.deployments[?status=='PRIMARY'].id | [0]" --output text)`,
  `for _ in ${POLLS}; do
  STATE=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query "services[0].deployments[?id=='$DEPLOYMENT'].rolloutState | [0]" --output text)
  test "$STATE" = IN_PROGRESS || break
  sleep ${POLL_SECONDS}
done`,
  'test "$STATE" = COMPLETED || (echo "The deployment failed, was rolled back, or timed out. Last state: $STATE"; exit 1)',
];

/** Updates the service to the registered revision. */
export function updateStep(environment: EnvironmentModel): Step {
  return {
    id: 'update',
    title: 'Update the service',
    settings: { ...serviceSettings(environment), MINUTES: String(environment.deploymentTimeoutMinutes) },
    reads: ['TASK_DEFINITION_ARN'],
    commands: UPDATE_SERVICE,
    statements: [updateServiceStatement(environment)],
    guide: { text: 'Updates the service to this revision and waits until the deployment completes.' },
  };
}

export function serviceSettings({ cluster, ecsService }: EnvironmentModel): Record<string, string> {
  return { CLUSTER: cluster.name, SERVICE: ecsService.name };
}

/** Permissions to update a service that ECS deploys. */
export function updateServiceStatement({ ecsService }: EnvironmentModel): Statement {
  return {
    why: 'Update the service and watch the deployment.',
    actions: ['ecs:DescribeServices', 'ecs:UpdateService'],
    resources: [ecsService.arn],
  };
}

/** An ARN pattern that matches all deployments or revisions of the service. */
export function serviceChildArn(
  type: 'service-deployment' | 'service-revision',
  environment: EnvironmentModel,
): string {
  return arnOf('ecs', environment, `${type}/${environment.cluster.name}/${environment.ecsService.name}/*`);
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

/** Permission to find tasks of the cluster. */
export function listTasksStatement({ cluster }: EnvironmentModel, why: string): Statement {
  return {
    why,
    actions: ['ecs:ListTasks'],
    resources: ['*'],
    wildcard: 'This action does not support resource-level permissions for Fargate tasks.',
    conditions: { ArnEquals: { 'ecs:cluster': cluster.arn } },
  };
}

/** Permission to read which revision the service runs, or how its tasks are connected. */
export function describeServiceStatement({ ecsService }: EnvironmentModel, why: string): Statement {
  return { why, actions: ['ecs:DescribeServices'], resources: [ecsService.arn] };
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
export const FIND_REVISION: Statement = {
  why: 'Find the revision to roll back to, by number or image tag.',
  actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'],
  resources: ['*'],
  wildcard: 'These read-only actions do not support resource-level permissions.',
};
