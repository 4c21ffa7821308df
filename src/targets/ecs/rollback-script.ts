import type { DeliveryModel, EnvironmentModel } from '../../model/model';
import { settingsCase } from '../../printing/shell';
import { checkImageCommands } from '../shared/image-check';
import { containerOf, sharedContainerName } from './container';
import { serviceSettings } from './deployment';
import { familyArn } from './registration';

/** How a mode rolls back. */
export interface RollbackScript<E extends EnvironmentModel> {
  /** What the script does, as the start of a sentence in its header comment. */
  readonly description: string;
  /** Whether ECS performs the deployments. If so, ECS also lists the revisions that were deployed. */
  readonly deployedByEcs: boolean;
  /** Variables that `commands` use in addition to `CLUSTER`, `SERVICE`, `FAMILY_ARN` and `MINUTES` (the timeout). */
  settings(environment: E): Readonly<Record<string, string>>;
  /** Shell commands that deploy `TASK_DEFINITION_ARN` and wait for the deployment to finish. */
  readonly commands: readonly string[];
}

/** Registered revisions may have failed to deploy, so search successful deployments. ECS keeps them for 90 days. */
const DEPLOYED_REVISIONS = `
# Lists successfully deployed revisions, newest first. A registered revision may have failed to deploy.
deployed_revisions() {
  for SERVICE_REVISION in $(aws ecs list-service-deployments --cluster "$CLUSTER" --service "$SERVICE" --status SUCCESSFUL --query 'serviceDeployments[:20].targetServiceRevisionArn' --output text); do
    aws ecs describe-service-revisions --service-revision-arns "$SERVICE_REVISION" --query 'serviceRevisions[0].taskDefinition' --output text
  done
}
`;

/**
 * `infra/rollback.sh`: finds the revision to roll back to. The mode provides the commands that deploy it.
 */
export function renderRollbackScript<E extends EnvironmentModel>(
  model: DeliveryModel,
  environments: readonly E[],
  rollback: RollbackScript<E>,
): string {
  const names = environments.map(({ name }) => name);
  const container = sharedContainerName(model) ?? '$CONTAINER';
  return `\
# ${rollback.description} and waits for the deployment to finish.
#
#   bash ${model.files.rollback} ENVIRONMENT [REVISION | IMAGE_TAG]
#
# ENVIRONMENT: one of ${names.join(', ')}
# REVISION: the number of a task definition revision
# IMAGE_TAG: rolls back to the newest active revision that uses this image tag
#
# Without REVISION or IMAGE_TAG, rolls back to the previous ${rollback.deployedByEcs ? 'successfully deployed' : 'active'} revision.
set -euo pipefail

ENVIRONMENT=\${1:-}
TO=\${2:-}

${settingsCase(environments, (environment) => ({
  ...serviceSettings(environment),
  FAMILY_ARN: familyArn(environment),
  MINUTES: String(environment.deploymentTimeoutMinutes),
  ...(sharedContainerName(model) === undefined ? { CONTAINER: containerOf(model, environment).name } : {}),
  ...rollback.settings(environment),
}))}

active_revisions() {
  aws ecs list-task-definitions --family-prefix "\${FAMILY_ARN##*/}" --status ACTIVE --sort DESC --query 'taskDefinitionArns[]' --output text
}
# Prints the image of the container, or None if the revision has no container with this name.
image_of() {
  aws ecs describe-task-definition --task-definition "$1" --query "taskDefinition.containerDefinitions[?name=='${container}'].image | [0]" --output text
}
${rollback.deployedByEcs ? DEPLOYED_REVISIONS : ''}
CURRENT=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query 'services[0].taskDefinition' --output text)
REVISION=
if [[ "$TO" =~ ^[1-9][0-9]{0,5}$ ]]; then
  REVISION=$TO
elif [[ "$TO" =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]]; then
  for ARN in $(active_revisions); do
    IMAGE=$(image_of "$ARN")
    if [ "\${IMAGE##*:}" = "$TO" ]; then
      REVISION=\${ARN##*:}
      break
    fi
  done
elif [ -n "$TO" ]; then
  echo "Invalid revision or image tag: $TO" >&2
  exit 2
elif [ "\${CURRENT%:*}" != "$FAMILY_ARN" ]; then
  echo "$SERVICE runs $CURRENT, which does not belong to $FAMILY_ARN. Specify the revision to roll back to." >&2
  exit 1
else
  for ARN in ${rollback.deployedByEcs ? '$(deployed_revisions) ' : ''}$(active_revisions); do
    if [ "\${ARN%:*}" = "$FAMILY_ARN" ] && [ "\${ARN##*:}" -lt "\${CURRENT##*:}" ]; then
      REVISION=\${ARN##*:}
      break
    fi
  done
fi
if [ -z "$REVISION" ]; then
  echo "No revision to roll back to: no active revision \${TO:+uses image tag }\${TO:-is older than $CURRENT}" >&2
  exit 1
fi

TASK_DEFINITION_ARN=$FAMILY_ARN:$REVISION
if [ "$TASK_DEFINITION_ARN" = "$CURRENT" ]; then
  echo "$SERVICE already runs $CURRENT"
  exit 0
fi
IMAGE=$(image_of "$TASK_DEFINITION_ARN")
if [ "$IMAGE" = None ]; then
  echo "$TASK_DEFINITION_ARN has no container with the name ${container}. Roll back to a revision that has one." >&2
  exit 1
fi
${checkImageCommands(model.registry)}\
echo "Rolling back $SERVICE from $CURRENT to $TASK_DEFINITION_ARN"
${rollback.commands.join('\n')}
echo "$SERVICE now runs $TASK_DEFINITION_ARN"
`;
}
