import type { DeliveryModel, EnvironmentModel, OneOffTaskModel } from '../model/model';
import { settingsOf } from './script';

/** Seconds between two looks at the task. */
const POLL_SECONDS = 10;

/**
 * `infra/one-off-task.sh`: what runs before the service moves to a new revision.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
export function renderOneOffTaskScript(model: DeliveryModel): string {
  const environments = model.environments.filter(({ oneOffTask }) => oneOffTask);
  const managed = model.serviceKind === 'managed';
  return `\
# Runs the one-off task of a release on the new revision, and waits until it has succeeded.
#
#   bash ${model.files.oneOffTask} ENVIRONMENT TASK_DEFINITION_ARN
#
# ENVIRONMENT: ${environments.map(({ name }) => name).join(', ')}.
set -euo pipefail

ENVIRONMENT=\${1:-}
TASK_DEFINITION_ARN=\${2:-}

${settingsOf({ ...model, environments }, (environment) => settings(model, environment, environment.oneOffTask!))}

${managed ? NETWORK_OF_STACK : NETWORK_OF_SERVICE}
TASK=$(aws ecs run-task --cluster "$CLUSTER" --launch-type FARGATE --task-definition "$TASK_DEFINITION_ARN" --network-configuration "$NETWORK" --overrides "$OVERRIDES" --query 'tasks[0].taskArn' --output text)
if [ "$TASK" = None ]; then
  echo "ECS could not start the task." >&2
  exit 1
fi
echo "Started $TASK, logs in $LOGS"

STATUS=
for _ in $(seq $((MINUTES * ${60 / POLL_SECONDS}))); do
  STATUS=$(aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$TASK" --query 'tasks[0].lastStatus' --output text)
  test "$STATUS" != STOPPED || break
  sleep ${POLL_SECONDS}
done
if [ "$STATUS" != STOPPED ]; then
  echo "The task still runs after $MINUTES minutes. The service stays as it is." >&2
  exit 1
fi

EXIT_CODE=$(aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$TASK" --query "tasks[0].containers[?name=='${model.container.name}'].exitCode | [0]" --output text)
if [ "$EXIT_CODE" != 0 ]; then
  aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$TASK" --query 'tasks[0].stoppedReason' --output text >&2
  echo "The task failed (exit code $EXIT_CODE). The service stays as it is." >&2
  exit 1
fi
`;
}

/** The stack has the network from the first release on, when there is no service yet. */
const NETWORK_OF_STACK = `\
output() {
  aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue | [0]" --output text
}
NETWORK="awsvpcConfiguration={subnets=[$(output TaskSubnets)],securityGroups=[$(output TaskSecurityGroup)],assignPublicIp=$PUBLIC_IP}"`;

const NETWORK_OF_SERVICE = `\
NETWORK=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query 'services[0].networkConfiguration' --output json)`;

function settings(
  { container }: DeliveryModel,
  { cluster, ecsService, logGroup, managed }: EnvironmentModel,
  { command, timeout }: OneOffTaskModel,
): Readonly<Record<string, string>> {
  return {
    CLUSTER: cluster.name,
    ...(managed
      ? { STACK: managed.stack.name, PUBLIC_IP: managed.network.publicTasks ? 'ENABLED' : 'DISABLED' }
      : { SERVICE: ecsService.name }),
    LOGS: logGroup!.name,
    MINUTES: String(timeout),
    OVERRIDES: JSON.stringify({ containerOverrides: [{ name: container.name, command }] }),
  };
}
