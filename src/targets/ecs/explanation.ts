import type { EnvironmentModel } from '../../model/model';
import { indent } from '../../printing/shell';
import type { Finding } from '../shared/explanation';
import { describeServiceStatement, describeTasksStatement, listTasksStatement, serviceSettings } from './deployment';
import { revisionVariable, workerEnvironments } from './workers';

/** Why a deployment of the service and its workers failed. */
export function serviceFindings(environment: EnvironmentModel): Finding {
  const { workers, managed } = environment;
  const checksTargets = managed === undefined || managed.loadBalancer !== undefined;
  const services = [environment, ...workerEnvironments(environment)];
  const deployed = ['"$SERVICE=${TASK_DEFINITION_ARN:-}"'].concat(
    workers.map((worker) => `"$${worker.variable}_SERVICE=\${${revisionVariable(worker)}:-}"`),
  );
  return {
    settings: serviceSettings(environment),
    reads: ['TASK_DEFINITION_ARN', ...workers.map(revisionVariable)],
    commands:
      workers.length > 0
        ? [
            `for DEPLOYED in ${deployed.join(' ')}; do\n${indent(commandsFor('${DEPLOYED%%=*}', '${DEPLOYED#*=}', checksTargets).join('\n'))}\ndone`,
          ]
        : commandsFor('$SERVICE', '${TASK_DEFINITION_ARN:-}', checksTargets),
    statements: [
      ...services.map((each) => describeServiceStatement(each, 'Read the events of the service.')),
      listTasksStatement(environment, 'Find the tasks that stopped.'),
      describeTasksStatement(environment, 'Read why tasks stopped.'),
      ...(checksTargets
        ? [
            {
              why: 'Read why targets are unhealthy.',
              actions: ['elasticloadbalancing:DescribeTargetHealth'],
              resources: ['*'],
              wildcard: 'This read-only action does not support resource-level permissions.',
            },
          ]
        : []),
    ],
  };
}

/** Commands that print the events of a service, why tasks of a revision stopped, and which targets are unhealthy. */
function commandsFor(service: string, revision: string, checksTargets: boolean): string[] {
  return [
    `STATE=$(aws ecs describe-services --cluster "$CLUSTER" --services "${service}" --output json 2> /dev/null)`,
    String.raw`jq --arg service "${service}" --raw-output '
  .services[0].events // [] | .[:10] | select(length > 0)
  | "\n#### Latest events of the service \($service)\n", (.[] | "- \(.createdAt): \(.message)")' <<< "$STATE"`,
    String.raw`aws ecs list-tasks --cluster "$CLUSTER" --service-name "${service}" --desired-status STOPPED --no-paginate --query taskArns --output text 2> /dev/null |
  xargs --no-run-if-empty aws ecs describe-tasks --cluster "$CLUSTER" --output json --tasks 2> /dev/null |
  jq --arg revision "${revision}" --raw-output '
  .tasks | map(select(.taskDefinitionArn == $revision)) | sort_by(.stoppedAt) | .[-3:] | select(length > 0)
  | "\n#### Stopped tasks of \($revision | split("/") | last)\n",
    (.[] | "- \(.taskArn | split("/") | last): \(.stoppedReason)",
      (.containers[] | "  - \(.name): \([("exit code \(.exitCode // empty)"), .reason // empty] | select(length > 0) | join(", "))"))'`,
    ...(checksTargets ? [UNHEALTHY_TARGETS] : []),
  ];
}

/** Prints the unhealthy targets of the service in `STATE`. A service can have several target groups. */
const UNHEALTHY_TARGETS = String.raw`for TARGET_GROUP in $(jq --raw-output '[.services[0].loadBalancers[]? | .targetGroupArn, .advancedConfiguration.alternateTargetGroupArn | values] | unique[]' <<< "$STATE"); do
  aws elbv2 describe-target-health --target-group-arn "$TARGET_GROUP" --output json 2> /dev/null |
    jq --arg group "$TARGET_GROUP" --raw-output '
    .TargetHealthDescriptions | map(select(.TargetHealth.State == "unhealthy")) | select(length > 0)
    | "\n#### Unhealthy targets of \($group | split("/")[1])\n", (.[] | "- \(.Target.Id), port \(.Target.Port): \(.TargetHealth.Description // .TargetHealth.Reason)")'
done`;
