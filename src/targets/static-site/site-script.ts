import type { StaticSiteModel } from './model';
import { STATE_KEY } from './site-function';

/** Days for which the files of removed releases stay available to visitors who have the site open. */
const DAYS_FOR_OPEN_TABS = 30;

/**
 * `infra/site.sh`: publishes releases. The release script and the rollback script call it with the settings of an
 * environment.
 */
export function renderSiteScript({ site, files }: StaticSiteModel): string {
  const { assets, errorPage, retainedReleases } = site;
  return `\
# Publishes releases of the site. ${files.release} and ${files.rollback} set the variables and call it.
#
#   bash ${files.siteScript} upload       Uploads the files of a release, and prints its ID
#   bash ${files.siteScript} preview      Makes RELEASE available as a preview
#   bash ${files.siteScript} activate     Moves visitors to RELEASE
#   bash ${files.siteScript} roll-back    Moves visitors back to RELEASE or, if it is empty, to the previous release
#   bash ${files.siteScript} prune        Deletes old releases
set -euo pipefail

# Runs a command with the role that can change the site. Each call gets new credentials, because a release can take
# longer than a session lasts.
as_publisher() {
  local credentials
  credentials=$(aws sts assume-role --role-arn "$PUBLISH_ROLE" --role-session-name site --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
  (
    read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$credentials"
    export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
    unset AWS_PROFILE
    "$@"
  )
}

OUTPUTS=$(aws cloudformation describe-stacks --stack-name "$STACK" --query 'Stacks[0].Outputs' --output json)
output() {
  jq -er --arg key "$1" '.[] | select(.OutputKey == $key).OutputValue' <<< "$OUTPUTS"
}
BUCKET=$(output Bucket)
STORE=$(output Store)
DISTRIBUTION=$(output Distribution)
URL=$(output Url)

# The state of the site: the live release, the releases before it, and the next one while it is being published.
read_state() {
  ETAG=$(as_publisher aws cloudfront-keyvaluestore describe-key-value-store --kvs-arn "$STORE" --query ETag --output text)
  STATE=$(as_publisher aws cloudfront-keyvaluestore get-key --kvs-arn "$STORE" --key ${STATE_KEY} --query Value --output text 2> /dev/null || echo '{}')
}

# Fails if the state has changed since read_state, so that two releases cannot overwrite each other.
write_state() {
  STATE=$(jq -c "$@" <<< "$STATE")
  ETAG=$(as_publisher aws cloudfront-keyvaluestore put-key --kvs-arn "$STORE" --key ${STATE_KEY} --value "$STATE" --if-match "$ETAG" --query ETag --output text)
  echo "State of the site: $STATE" >&2
}

upload() {
  local work
  work=$(mktemp -d)
  as_publisher aws s3 cp --only-show-errors --region "$ARTIFACT_REGION" "s3://$ARTIFACT_BUCKET/\${BUNDLE_KEY:?}" "$work/site.zip" >&2
  unzip -q "$work/site.zip" -d "$work/site"
  if [ -n "$CONFIG" ]; then
    printf '%s\\n' "$CONFIG" > "$work/site/config.json"
  fi
  # The same files and the same config are the same release.
  RELEASE=$(printf '%s\\n%s\\n' "$BUNDLE_KEY" "$CONFIG" | sha256sum | cut -c 1-16)
  printf '{"release":"%s"}\\n' "$RELEASE" > "$work/site/release.json"
  # The files that pages refer to come first.
  if [ -d "$work/site/${assets}" ]; then
    as_publisher aws s3 sync --only-show-errors --size-only --cache-control 'public, max-age=31536000, immutable' "$work/site/${assets}" "s3://$BUCKET/${assets}" >&2
    (cd "$work/site" && find ${assets} -type f) | LC_ALL=C sort > "$work/site/assets.txt"
  fi
  # CloudFront keeps these files, because each release has its own. Browsers ask whether they have changed.
  as_publisher aws s3 cp --only-show-errors --recursive --exclude '${assets}/*' --cache-control 'public, max-age=0, s-maxage=31536000, must-revalidate' "$work/site" "s3://$BUCKET/releases/$RELEASE" >&2
  if [ -f "$work/site/${errorPage}" ]; then
    as_publisher aws s3 cp --only-show-errors --cache-control 'public, max-age=0, s-maxage=60' "$work/site/${errorPage}" "s3://$BUCKET/errors/${errorPage}" >&2
  fi
  rm -rf "$work"
  echo "$RELEASE"
}

# Fails if the error rate of the site has been too high since the given time.
check_errors() {
  local worst
  worst=$(aws cloudwatch get-metric-statistics --region us-east-1 --namespace AWS/CloudFront --metric-name 5xxErrorRate --dimensions "Name=DistributionId,Value=$DISTRIBUTION" Name=Region,Value=Global --start-time "$1" --end-time "$(date -u +%FT%TZ)" --period 60 --statistics Average --query 'max(Datapoints[].Average || [\`0\`])' --output text)
  if jq -en --arg worst "$worst" --arg limit "$ERROR_RATE" '($worst | tonumber) > ($limit | tonumber)' > /dev/null; then
    echo "The site returned 5xx errors for $worst % of the requests. The limit is $ERROR_RATE %." >&2
    return 1
  fi
}

bake() {
  local since minute
  since=$(date -u +%FT%TZ)
  for ((minute = 0; minute < $1; minute++)); do
    sleep 60
    check_errors "$since"
  done
}

# CloudFront needs some seconds to read a new state everywhere.
wait_until_delivered() {
  local attempt
  for attempt in $(seq 1 60); do
    if [ "$(curl --silent --fail --max-time 10 "$URL/release.json?attempt=$attempt" | jq -r .release 2> /dev/null)" = "$RELEASE" ]; then
      return
    fi
    sleep 5
  done
  echo "$URL does not deliver the release $RELEASE." >&2
  return 1
}

abandon() {
  echo "Returning to the release $LIVE." >&2
  read_state
  write_state --arg live "$LIVE" '{live: $live, history}'
}

preview() {
  read_state
  if [ "$(jq -r '.live // ""' <<< "$STATE")" = "" ]; then
    echo "The first release has no preview." >&2
    write_state --arg release "\${RELEASE:?}" '{live: $release, history: [$release]}'
  else
    write_state --arg release "\${RELEASE:?}" '. + {next: $release, weight: 0}'
  fi
  echo "Preview: $URL/?release=$RELEASE" >&2
}

activate() {
  read_state
  LIVE=$(jq -r '.live // ""' <<< "$STATE")
  if [ -n "$LIVE" ] && [ "$LIVE" != "\${RELEASE:?}" ]; then
    # Also runs if the release is cancelled.
    trap abandon EXIT
    if [ "$STRATEGY" = CANARY ] || [ "$STRATEGY" = LINEAR ]; then
      local weight
      for ((weight = PERCENT; weight < 100; weight += PERCENT)); do
        write_state --arg release "$RELEASE" --argjson weight "$weight" '. + {next: $release, weight: $weight}'
        bake "$STEP_MINUTES"
        [ "$STRATEGY" = LINEAR ] || break
      done
    fi
  fi
  # Releases that are newer than the live one were rolled back, so a later rollback must not return to them.
  write_state --arg release "$RELEASE" --argjson keep ${retainedReleases} '.live as $live | {live: $release, history: ([$release] + ((.history // [])[(((.history // []) | index($live)) // 0):] | map(select(. != $release))))[:$keep]}'
  wait_until_delivered
  bake "$BAKE_MINUTES"
  trap - EXIT
}

roll_back() {
  read_state
  LIVE=$(jq -r '.live // ""' <<< "$STATE")
  if [ -n "\${RELEASE:-}" ]; then
    :
  elif [ "$(jq -r '.next // ""' <<< "$STATE")" != "" ]; then
    # A release is being published.
    RELEASE=$LIVE
  else
    RELEASE=$(jq -r '.live as $live | .history[(.history | index($live)) + 1] // ""' <<< "$STATE")
  fi
  if [ -z "$RELEASE" ]; then
    echo "There is no earlier release." >&2
    exit 1
  fi
  if ! as_publisher aws s3api head-object --bucket "$BUCKET" --key "releases/$RELEASE/release.json" > /dev/null 2>&1; then
    echo "The release $RELEASE does not exist. Available releases: $(jq -r '.history // [] | join(", ")' <<< "$STATE")" >&2
    exit 1
  fi
  echo "Rolling back from $LIVE to $RELEASE." >&2
  write_state --arg release "$RELEASE" '{live: $release, history}'
  wait_until_delivered
}

prune() {
  local keep release listed
  read_state
  keep=$(jq -r '[.live, .next] + .history | map(select(. != null)) | unique | .[]' <<< "$STATE")
  listed=$(as_publisher aws s3api list-objects-v2 --bucket "$BUCKET" --prefix releases/ --delimiter / --query 'CommonPrefixes[].Prefix' --output text)
  for release in $listed; do
    release=\${release#releases/}
    release=\${release%/}
    if [ "$release" != None ] && ! grep -qxF "$release" <<< "$keep"; then
      echo "Deleting the release $release." >&2
      as_publisher aws s3 rm --only-show-errors --recursive "s3://$BUCKET/releases/$release/"
    fi
  done
  # Visitors who have an earlier release open still request its files.
  local used old path
  used=$(for release in $keep; do as_publisher aws s3 cp --only-show-errors "s3://$BUCKET/releases/$release/assets.txt" - 2> /dev/null || true; done)
  old=$(as_publisher aws s3api list-objects-v2 --bucket "$BUCKET" --prefix ${assets}/ --query "Contents[?LastModified<'$(date -u -d '${DAYS_FOR_OPEN_TABS} days ago' +%FT%TZ)'].[Key]" --output text)
  while read -r path; do
    if [ -n "$path" ] && [ "$path" != None ] && ! grep -qxF "$path" <<< "$used"; then
      as_publisher aws s3 rm --only-show-errors "s3://$BUCKET/$path"
    fi
  done <<< "$old"
}

case "\${1:-}" in
  upload | preview | activate | prune) "$1" ;;
  roll-back) roll_back ;;
  *) echo "Specify upload, preview, activate, roll-back, or prune." >&2; exit 2 ;;
esac
`;
}
