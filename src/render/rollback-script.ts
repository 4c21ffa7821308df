import type { DeliveryModel } from '../model/model';
import type { DeliveryTarget } from '../targets/target';
import { familyArn } from '../targets/task-definition';
import { settingsOf } from './script';

/** A revision that is registered need not have worked. ECS remembers deployments for 90 days. */
const DEPLOYED_REVISIONS = `
# What the service has run, newest first: not every revision that is registered has worked.
deployed_revisions() {
  for RUN in $(aws ecs list-service-deployments --cluster "$CLUSTER" --service "$SERVICE" --status SUCCESSFUL --query 'serviceDeployments[:20].targetServiceRevisionArn' --output text); do
    aws ecs describe-service-revisions --service-revision-arns "$RUN" --query 'serviceRevisions[0].taskDefinition' --output text
  done
}
`;

/**
 * `infra/rollback.sh`: finds the revision to go back to; how the service gets there is up to the target.
 */
export function renderRollbackScript(model: DeliveryModel, { rollback }: DeliveryTarget): string {
  const names = model.environments.map(({ name }) => name);
  return `\
# ${rollback.what}, and waits for the outcome.
#
#   bash ${model.files.rollback} ENVIRONMENT [REVISION | IMAGE_TAG]
#
# ENVIRONMENT: ${names.join(', ')}
# REVISION: a number; IMAGE_TAG: the newest active revision with that image. Without either: the revision before the
# current one${rollback.deployedByEcs ? ' that was deployed with success' : ''}.
set -euo pipefail

ENVIRONMENT=\${1:-}
TO=\${2:-}

${settingsOf(model, (environment) => ({
  CLUSTER: environment.cluster.name,
  SERVICE: environment.ecsService.name,
  FAMILY_ARN: familyArn(environment),
  MINUTES: String(environment.deploymentTimeout),
  ...rollback.settings(model, environment),
}))}

active_revisions() {
  aws ecs list-task-definitions --family-prefix "\${FAMILY_ARN##*/}" --status ACTIVE --sort DESC --query 'taskDefinitionArns[]' --output text
}
${rollback.deployedByEcs ? DEPLOYED_REVISIONS : ''}
CURRENT=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query 'services[0].taskDefinition' --output text)
REVISION=
if [[ "$TO" =~ ^[1-9][0-9]{0,5}$ ]]; then
  REVISION=$TO
elif [[ "$TO" =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]]; then
  for ARN in $(active_revisions); do
    IMAGE=$(aws ecs describe-task-definition --task-definition "$ARN" --query "taskDefinition.containerDefinitions[?name=='${model.container.name}'].image | [0]" --output text)
    if [ "\${IMAGE##*:}" = "$TO" ]; then
      REVISION=\${ARN##*:}
      break
    fi
  done
elif [ -n "$TO" ]; then
  echo "Neither a revision nor the tag of an image: $TO" >&2
  exit 2
elif [ "\${CURRENT%:*}" != "$FAMILY_ARN" ]; then
  echo "$SERVICE runs $CURRENT, which is not of $FAMILY_ARN. Name the revision to go to." >&2
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
  echo "There is no revision to go to: \${TO:+none is active with the image }\${TO:-none is active before $CURRENT}" >&2
  exit 1
fi

TASK_DEFINITION_ARN=$FAMILY_ARN:$REVISION
if [ "$TASK_DEFINITION_ARN" = "$CURRENT" ]; then
  echo "$SERVICE runs $CURRENT already"
  exit 0
fi
echo "$SERVICE goes from $CURRENT to $TASK_DEFINITION_ARN"
${rollback.commands(model).join('\n')}
echo "$SERVICE runs $TASK_DEFINITION_ARN"
`;
}
