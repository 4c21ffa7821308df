import { settingsCase } from '../../printing/shell';
import { updateParameterCommands } from '../shared/stack-release';
import type { LambdaModel } from './model';
import { readLiveVersion } from './release';

/** `infra/rollback.sh`: finds the version to roll back to, and moves the alias to it. */
export function renderRollbackScript(model: LambdaModel): string {
  const { environments, files, code } = model;
  const { parameters, alias } = code;
  const commands = updateParameterCommands({
    parameter: parameters.live,
    variable: 'VERSION',
    kept: [parameters.package, ...(parameters.hash === undefined ? [] : [parameters.hash]), parameters.release],
  });
  return `\
# Moves the alias ${alias} to an earlier version of the function and waits until it has moved.
#
#   bash ${files.rollback} ENVIRONMENT [VERSION]
#
# ENVIRONMENT: one of ${environments.map(({ name }) => name).join(', ')}
# VERSION: the number of a version
#
# Without VERSION, rolls back to the previous version. The code and the configuration of that version become live at
# once. The next release moves the alias to its own version.
set -euo pipefail

ENVIRONMENT=\${1:-}
TO=\${2:-}

${settingsCase(environments, ({ functionName, serviceStack, bootstrapRoles, deploymentTimeoutMinutes }) => ({
  FUNCTION: functionName,
  STACK: serviceStack.name,
  DEPLOY_ROLE: bootstrapRoles.deploy,
  MINUTES: String(deploymentTimeoutMinutes),
}))}

${readLiveVersion('CURRENT', model)}
VERSIONS=$(aws lambda list-versions-by-function --function-name "$FUNCTION" --query "Versions[?Version!='\\$LATEST'].Version" --output text | tr '\\t' '\\n' | sort -rn)
VERSION=
if [[ "$TO" =~ ^[1-9][0-9]{0,9}$ ]]; then
  for EXISTING in $VERSIONS; do
    if [ "$EXISTING" = "$TO" ]; then
      VERSION=$TO
    fi
  done
elif [ -n "$TO" ]; then
  echo "Invalid version: $TO" >&2
  exit 2
else
  for EXISTING in $VERSIONS; do
    if [ "$EXISTING" -lt "$CURRENT" ]; then
      VERSION=$EXISTING
      break
    fi
  done
fi
if [ -z "$VERSION" ]; then
  echo "No version to roll back to: no version \${TO:+is }\${TO:-is older than $CURRENT}" >&2
  exit 1
fi
if [ "$VERSION" = "$CURRENT" ]; then
  echo "$FUNCTION already runs version $CURRENT"
  exit 0
fi
echo "Rolling back $FUNCTION from version $CURRENT to $VERSION"
${commands.join('\n')}
echo "$FUNCTION now runs version $VERSION"
`;
}
