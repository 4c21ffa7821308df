import { settingsCase } from '../../printing/shell';
import { POLL_SECONDS, POLLS } from '../shared/polling';
import { readParameter, updateParameterCommands } from '../shared/stack-release';
import type { Ec2Model, RefreshModel } from './model';

/** `infra/rollback.sh` for an instance refresh: sets the key of an earlier bundle in the service stack. */
export function renderRefreshRollbackScript(
  { environments, files }: Ec2Model,
  { bundleKey, history, alarms }: RefreshModel,
): string {
  const commands = updateParameterCommands({
    parameter: bundleKey,
    variable: 'BUNDLE_KEY',
    kept: [history],
    // The live revision can have caused an alarm, which must not stop the rollback.
    more: `ParameterKey=${alarms},ParameterValue=false`,
  });
  return `\
# Replaces the instances with new ones that run an earlier revision of the service, and waits until they are in service.
#
#   bash ${files.rollback} ENVIRONMENT [REVISION]
#
# ENVIRONMENT: one of ${environments.map(({ name }) => name).join(', ')}
# REVISION: the key of a bundle (<hash>.zip)
#
# Without REVISION, rolls back to the previous revision or, while a release is being deployed, cancels it.
set -euo pipefail

ENVIRONMENT=\${1:-}
REVISION=\${2:-}

${settingsCase(environments, ({ serviceStack, bootstrapRoles, deploymentTimeoutMinutes }) => ({
  STACK: serviceStack.name,
  DEPLOY_ROLE: bootstrapRoles.deploy,
  MINUTES: String(deploymentTimeoutMinutes),
}))}

if [ -n "$REVISION" ] && ! [[ "$REVISION" =~ ^[0-9a-f]{64}\\.zip$ ]]; then
  echo "Invalid revision: $REVISION" >&2
  exit 2
fi

read_state() {
  aws cloudformation describe-stacks --stack-name "$STACK" --query 'Stacks[0].StackStatus' --output text
}

STATE=$(read_state)
if [ "$STATE" = UPDATE_IN_PROGRESS ]; then
  echo "Cancelling the update of $STACK; CloudFormation rolls back." >&2
  aws cloudformation cancel-update-stack --stack-name "$STACK"
  for _ in ${POLLS}; do
    sleep ${POLL_SECONDS}
    STATE=$(read_state)
    [[ "$STATE" == *_IN_PROGRESS ]] || break
  done
  if [ "$STATE" != UPDATE_ROLLBACK_COMPLETE ]; then
    echo "The update of $STACK was not rolled back. Last status: $STATE" >&2
    exit 1
  fi
  if [ -z "$REVISION" ]; then
    echo "The update was cancelled, and the previous revision is live."
    exit 0
  fi
fi

${readParameter('LIVE', bundleKey)}
${readParameter('HISTORY', history)}
BUNDLE_KEY=
IS_OLDER=false
for KEY in \${HISTORY//,/ }; do
  if [ "$KEY" = "$REVISION" ] || { [ -z "$REVISION" ] && [ "$IS_OLDER" = true ]; }; then
    BUNDLE_KEY=$KEY
    break
  fi
  if [ "$KEY" = "$LIVE" ]; then
    IS_OLDER=true
  fi
done
if [ -z "$BUNDLE_KEY" ]; then
  echo "There is no earlier revision to roll back to\${REVISION:+ with the key $REVISION}. Revisions, newest first:" >&2
  tr , '\\n' <<< "$HISTORY" >&2
  exit 1
fi
if [ "$BUNDLE_KEY" = "$LIVE" ]; then
  echo "$BUNDLE_KEY is already live."
  exit 0
fi
echo "Rolling back from $LIVE to $BUNDLE_KEY."
${commands.join('\n')}
echo "$BUNDLE_KEY is live again."
`;
}
