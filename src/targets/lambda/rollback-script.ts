import { settingsCase } from '../../printing/shell';
import { updateParameterCommands } from '../shared/stack-release';
import type { LambdaModel } from './model';
import { readLiveVersion } from './release';

/** `infra/rollback.sh`: finds the version to roll back to, and moves the alias to it. */
export function renderRollbackScript(model: LambdaModel): string {
  const { environments, files, code } = model;
  const { parameters, alias } = code;
  // An environment can have a function that the others do not have.
  const several = environments.some(({ additionalFunctions }) => additionalFunctions.length > 0);
  const commands = updateParameterCommands({
    parameter: parameters.live,
    variable: 'VERSION',
    ...(several ? { more: OTHER_PARAMETERS } : {}),
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
# once. The next release moves the alias to its own version.${several ? ADDITIONAL : ''}
set -euo pipefail

ENVIRONMENT=\${1:-}
TO=\${2:-}

${settingsCase(
  environments,
  ({ functionName, additionalFunctions, serviceStack, bootstrapRoles, deploymentTimeoutMinutes }) => ({
    FUNCTION: functionName,
    ...(several
      ? { OTHERS: additionalFunctions.map((each) => `${each.parameter}=${each.functionName}`).join(' ') }
      : {}),
    STACK: serviceStack.name,
    DEPLOY_ROLE: bootstrapRoles.deploy,
    MINUTES: String(deploymentTimeoutMinutes),
  }),
)}

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
${several ? otherVersions(model) : ''}${commands.join('\n')}
echo "$FUNCTION now runs version $VERSION"
`;
}

/** The Bash 3.2 of macOS treats an empty array as an unset variable. */
const OTHER_PARAMETERS = '${OTHER_PARAMETERS[@]+"${OTHER_PARAMETERS[@]}"}';

const ADDITIONAL = `
#
# VERSION is a version of the main function. The other functions roll back to their versions of the same release.`;

/** Finds the versions of the other functions. The description of a version starts with the ID of the release. */
function otherVersions({ code: { alias } }: LambdaModel): string {
  return `\
RELEASE=$(aws lambda list-versions-by-function --function-name "$FUNCTION" --query "Versions[?Version=='$VERSION'].Description" --output text | cut -d ' ' -f 1)
if [[ ! "$RELEASE" =~ ^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}$ ]]; then
  echo "The description of version $VERSION of $FUNCTION does not start with the ID of a release: $RELEASE" >&2
  exit 1
fi
# A deployment that changes the configuration without a release publishes another version of the same release.
newest_of_release() {
  aws lambda list-versions-by-function --function-name "$1" --query "Versions[?Version!='\\$LATEST' && Description && starts_with(Description, '$RELEASE ')].Version" --output text | tr '\\t' '\\n' | sort -rn | head -n 1
}
NEWEST=$(newest_of_release "$FUNCTION")
if [ "$VERSION" != "$NEWEST" ]; then
  echo "Version $VERSION of $FUNCTION is not its newest version of the release $RELEASE. The other functions roll back to their newest versions of this release, so their configuration can be newer." >&2
fi
DEPLOYED=" $(aws cloudformation describe-stacks --stack-name "$STACK" --query 'Stacks[0].Parameters[].ParameterKey' --output text | tr '\\t' ' ') "
OTHER_PARAMETERS=()
for OTHER in $OTHERS; do
  # No release has created this function yet.
  if [[ "$DEPLOYED" != *" \${OTHER%%=*} "* ]]; then
    continue
  fi
  NAME=\${OTHER#*=}
  TARGET=$(newest_of_release "$NAME")
  if [ -n "$TARGET" ]; then
    echo "Rolling back $NAME to version $TARGET"
  else
    TARGET=$(aws lambda get-alias --function-name "$NAME" --name ${alias} --query FunctionVersion --output text)
    echo "$NAME has no version of the release $RELEASE, so it keeps version $TARGET"
  fi
  OTHER_PARAMETERS+=("ParameterKey=\${OTHER%%=*},ParameterValue=$TARGET")
done
`;
}
