import { POLL_SECONDS, POLLS } from '../shared/polling';
import type { Ec2Model } from './model';

/** `infra/deploy.sh`: deploys bundles with CodeDeploy. The release script and the rollback script call it. */
export function renderDeployScript({ files }: Ec2Model): string {
  return `\
# Deploys bundles with CodeDeploy. ${files.release} and ${files.rollback} set the variables and call it.
#
#   bash ${files.deploy} release      Deploys BUNDLE_KEY, and prints the ID of the deployment
#   bash ${files.deploy} roll-back    Deploys REVISION or, if it is empty, the previous revision
#
# REVISION is the key of a bundle or the ID of a deployment.
set -euo pipefail

DEPLOYMENT=
DONE=false

# Stops the deployment if the script fails, is cancelled, or times out. CodeDeploy then deploys the previous revision.
clean_up() {
  if [ -n "$DEPLOYMENT" ] && [ "$DONE" = false ]; then
    echo "Stopping $DEPLOYMENT; CodeDeploy rolls back." >&2
    aws deploy stop-deployment --deployment-id "$DEPLOYMENT" --auto-rollback-enabled > /dev/null || true
  fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Waits in the background, so that a signal takes effect immediately.
pause() {
  sleep ${POLL_SECONDS} &
  wait $!
}

in_group() {
  aws deploy list-deployments --application-name "$APPLICATION" --deployment-group-name "$GROUP" --include-only-statuses "$@" --query 'deployments[]' --output text
}

read_deployment() {
  aws deploy get-deployment --deployment-id "$1" --query "deploymentInfo.$2" --output text
}

# CodeDeploy runs one deployment of a group at a time. It also starts deployments for new instances and to roll back.
wait_for_others() {
  local running
  for _ in ${POLLS}; do
    running=$(in_group Created Queued InProgress Baking Ready)
    if [ -z "$running" ] || [ "$running" = None ]; then
      return
    fi
    echo "Waiting for $running." >&2
    pause
  done
  echo "Another deployment did not complete in time: $running" >&2
  exit 1
}

# The successful deployments, newest first: start time, ID, and key of the bundle. A new instance needs no deployment of
# its own revision, so only the deployments that people, releases, and rollbacks started count.
successful() {
  local ids
  ids=$(in_group Succeeded)
  if [ -z "$ids" ] || [ "$ids" = None ]; then
    return
  fi
  # AWS describes at most 25 deployments in one call.
  tr '\\t' '\\n' <<< "$ids" | head -n 100 | xargs -n 25 aws deploy batch-get-deployments --query "deploymentsInfo[?!starts_with(creator, 'autoscaling') && revision.s3Location.key].[createTime, deploymentId, revision.s3Location.key]" --output text --deployment-ids | sort -r
}

# Deploys a bundle. Further arguments belong to the call that creates the deployment.
deploy() {
  local key=$1 state=
  shift
  DEPLOYMENT=$(aws deploy create-deployment --application-name "$APPLICATION" --deployment-group-name "$GROUP" --s3-location "bucket=$BUCKET,key=$key,bundleType=zip" --ignore-application-stop-failures "$@" --query deploymentId --output text)
  echo "Deploying $key as $DEPLOYMENT." >&2
  for _ in ${POLLS}; do
    state=$(read_deployment "$DEPLOYMENT" status)
    case "$state" in
      Succeeded) DONE=true; return ;;
      Failed | Stopped) DONE=true; explain; exit 1 ;;
    esac
    pause
  done
  echo "$DEPLOYMENT did not complete in time. Last status: $state" >&2
  exit 1
}

# Shows why a deployment failed, with the end of the log of each failed script.
explain() {
  echo "$DEPLOYMENT failed: $(read_deployment "$DEPLOYMENT" '[errorInformation.code, errorInformation.message]' | tr '\\t' ' ')" >&2
  local targets rollback
  targets=$(aws deploy list-deployment-targets --deployment-id "$DEPLOYMENT" --target-filters TargetStatus=Failed --query 'targetIds[]' --output text || true)
  if [ -n "$targets" ] && [ "$targets" != None ]; then
    # The first instances are enough to find the cause.
    tr '\\t' '\\n' <<< "$targets" | head -n 5 | xargs aws deploy batch-get-deployment-targets --deployment-id "$DEPLOYMENT" --query "deploymentTargets[].instanceTarget.[targetId, lifecycleEvents[?status=='Failed'].[lifecycleEventName, diagnostics.message, diagnostics.logTail]]" --output text --target-ids >&2 || true
  fi
  rollback=$(read_deployment "$DEPLOYMENT" rollbackInfo.rollbackDeploymentId)
  if [ -n "$rollback" ] && [ "$rollback" != None ]; then
    echo "CodeDeploy rolls back: $rollback" >&2
  fi
}

release() {
  if ! [[ "$BUNDLE_KEY" =~ ^[0-9a-f]{64}\\.zip$ ]]; then
    echo "Not a valid bundle: $BUNDLE_KEY" >&2
    exit 1
  fi
  wait_for_others
  local first=()
  if [ -z "$(successful)" ]; then
    # Until the first release, no instance responds. The alarms can therefore be in the ALARM state.
    first=(--override-alarm-configuration enabled=false)
  fi
  deploy "$BUNDLE_KEY" \${first[@]+"\${first[@]}"}
  echo "$DEPLOYMENT"
}

roll_back() {
  local running id history current key=
  running=$(in_group Created Queued InProgress Baking Ready)
  for id in \${running/None/}; do
    if [ "$(read_deployment "$id" creator)" = user ]; then
      echo "Stopping $id; CodeDeploy rolls back." >&2
      aws deploy stop-deployment --deployment-id "$id" --auto-rollback-enabled > /dev/null
      if [ -z "$REVISION" ]; then
        wait_for_others
        echo "$id was stopped, and the previous revision is live."
        return
      fi
    fi
  done
  wait_for_others
  history=$(successful)
  current=$(head -n 1 <<< "$history" | cut -f 3)
  if [[ "$REVISION" =~ ^d-[A-Z0-9]+$ ]]; then
    key=$(awk -F '\\t' -v id="$REVISION" '$2 == id { print $3; exit }' <<< "$history")
  elif [ -n "$REVISION" ]; then
    key=$(awk -F '\\t' -v key="$REVISION" '$3 == key { print $3; exit }' <<< "$history")
  else
    # The revision before the first deployment of the current one, so that a second rollback selects an even earlier one.
    key=$(awk -F '\\t' -v key="$current" '$3 == key { found = ""; next } found == "" { found = $3 } END { print found }' <<< "$history")
  fi
  if [ -z "$key" ]; then
    echo "There is no earlier revision to roll back to\${REVISION:+ with the ID $REVISION}. Successful deployments:" >&2
    cut -f 2,3 <<< "$history" >&2
    exit 1
  fi
  if [ "$key" = "$current" ]; then
    echo "$key is already live."
    return
  fi
  # An alarm that the current revision has caused must not stop the rollback.
  deploy "$key" --override-alarm-configuration enabled=false
  echo "$key is live again."
}

case "\${1:-}" in
  release) release ;;
  roll-back) roll_back ;;
  *) echo "Specify release or roll-back." >&2; exit 2 ;;
esac
`;
}
