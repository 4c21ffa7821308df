import type { DeliveryModel } from '../../model/model';
import { usesCodeDeploy } from '../../model/service-kind';
import { settingsCase } from '../../printing/shell';
import { containerOf, sharedContainerName } from './container';
import { type Having, having } from './mode';

/** Seconds between two status checks of the task. */
const POLL_SECONDS = 10;

/**
 * `infra/one-off-task.sh`: runs the one-off task before a release updates the service.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
export function renderOneOffTaskScript(model: DeliveryModel): string {
  const environments = having(model.environments, 'oneOffTask');
  const capacities = new Set(environments.map(capacityOf));
  const [only] = capacities;
  // Not quoted: the variable contains several arguments.
  const capacity = capacities.size === 1 ? only! : '$CAPACITY';
  return `\
# Runs the one-off task with the new task definition revision and waits for it to succeed.
#
#   bash ${model.files.oneOffTask} ENVIRONMENT TASK_DEFINITION_ARN
#
# ENVIRONMENT: one of ${environments.map(({ name }) => name).join(', ')}
set -euo pipefail

ENVIRONMENT=\${1:-}
TASK_DEFINITION_ARN=\${2:-}

${settingsCase(environments, (environment) => ({
  ...settings(model, environment),
  ...(capacities.size > 1 ? { CAPACITY: capacityOf(environment) } : {}),
}))}

# A release that was canceled may have left its task running.
RUNNING=$(aws ecs list-tasks --cluster "$CLUSTER" --started-by "$STARTED_BY" --query 'taskArns[0]' --output text)
if [ "$RUNNING" != None ]; then
  echo "The one-off task of an earlier release is still running: $RUNNING. The service was not changed." >&2
  echo "Wait until the task stops, and then run the release again. To stop the task, run the following command, and wait until the task stops:" >&2
  echo "  aws ecs stop-task --region $AWS_REGION --cluster $CLUSTER --task $RUNNING" >&2
  exit 1
fi

${networkOf(model)}
TASK=$(aws ecs run-task --cluster "$CLUSTER" --started-by "$STARTED_BY" ${capacity} --task-definition "$TASK_DEFINITION_ARN" --network-configuration "$NETWORK" --overrides "$OVERRIDES" --query 'tasks[0].taskArn' --output text)
if [ "$TASK" = None ]; then
  echo "ECS could not start the one-off task. The service was not changed." >&2
  exit 1
fi
echo "Started $TASK. Log group: $LOGS"

STATUS=
for _ in $(seq $((MINUTES * ${60 / POLL_SECONDS}))); do
  STATUS=$(aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$TASK" --query 'tasks[0].lastStatus' --output text)
  test "$STATUS" != STOPPED || break
  sleep ${POLL_SECONDS}
done
if [ "$STATUS" != STOPPED ]; then
  echo "The one-off task did not finish in time ($MINUTES min). Stopping it. The service was not changed." >&2
  aws ecs stop-task --cluster "$CLUSTER" --task "$TASK" --reason "The one-off task did not finish in time." --query task.desiredStatus --output text
  # The next release may start the task again.
  aws ecs wait tasks-stopped --cluster "$CLUSTER" --tasks "$TASK"
  exit 1
fi

EXIT_CODE=$(aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$TASK" --query "tasks[0].containers[?name=='${sharedContainerName(model) ?? '$CONTAINER'}'].exitCode | [0]" --output text)
if [ "$EXIT_CODE" != 0 ]; then
  aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$TASK" --query 'tasks[0].stoppedReason' --output text >&2
  echo "The one-off task failed (exit code $EXIT_CODE). The service was not changed." >&2
  exit 1
fi
`;
}

/** Reads the network from the stack outputs, because the service does not exist before the first release. */
const NETWORK_OF_STACK = `\
output() {
  aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue | [0]" --output text
}
NETWORK="awsvpcConfiguration={subnets=[$(output TaskSubnets)],securityGroups=[$(output TaskSecurityGroup)],assignPublicIp=$PUBLIC_IP}"`;

/** With CodeDeploy, each set of tasks has its own network. */
function networkOf({ serviceKind }: DeliveryModel): string {
  if (serviceKind === 'managed') {
    return NETWORK_OF_STACK;
  }
  const network = usesCodeDeploy(serviceKind)
    ? `"services[0].taskSets[?status=='PRIMARY'].networkConfiguration | [0]"`
    : "'services[0].networkConfiguration'";
  return `NETWORK=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query ${network} --output json)`;
}

/** The arguments that decide what the task runs on. */
function capacityOf({ managed, taskDefinition }: Having<'oneOffTask'>): string {
  const providers = managed?.capacityProviders ?? [];
  return providers.length === 0
    ? `--launch-type ${taskDefinition.launchType}`
    : `--capacity-provider-strategy ${providers
        .map(
          ({ capacityProvider, base = 0, weight }) =>
            `capacityProvider=${capacityProvider},base=${base},weight=${weight}`,
        )
        .join(' ')}`;
}

function settings(model: DeliveryModel, environment: Having<'oneOffTask'>): Readonly<Record<string, string>> {
  const { cluster, ecsService, logDriver, managed, oneOffTask, taskDefinition } = environment;
  const { command, timeoutMinutes } = oneOffTask;
  const { name } = containerOf(model, environment);
  return {
    CLUSTER: cluster.name,
    ...(managed
      ? { STACK: managed.stack.name, PUBLIC_IP: managed.network.publicTasks ? 'ENABLED' : 'DISABLED' }
      : { SERVICE: ecsService.name }),
    LOGS: logDriver?.logGroupName ?? (taskDefinition.generated ? 'none' : 'see the task definition'),
    // ECS allows 128 characters.
    STARTED_BY: `${model.service}-${environment.name}-one-off-task`,
    MINUTES: String(timeoutMinutes),
    ...(sharedContainerName(model) === undefined ? { CONTAINER: name } : {}),
    OVERRIDES: JSON.stringify({ containerOverrides: [{ name, command }] }),
  };
}
