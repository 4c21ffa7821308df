import type { StaticSiteModel } from './model';
import { STATE_KEY } from './site-function';

/** Days for which the assets of deleted releases stay available to visitors who have the site open. */
export const DAYS_FOR_OPEN_TABS = 30;

const CONTENT_TYPES = {
  avif: 'image/avif',
  mjs: 'text/javascript',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
};

interface UploadOptions {
  /** What runs the AWS CLI. */
  readonly run?: string;
  /** Options of all commands. */
  readonly options?: string;
  /** Whether to delete files that the folder no longer contains. */
  readonly deletes?: boolean;
}

/** The function `upload_folder`. */
export function uploadFolder({ run = '', options = '', deletes = false }: UploadOptions): string {
  const command = `${run}aws s3 sync --only-show-errors${options}${deletes ? ' --delete' : ''} "$@"`;
  const upload = `${command} --exclude '*' --include "$pattern" --content-type "\${pair#*=}" "$folder" "$target" >&2`;
  return `\
# File name extensions whose content type the AWS CLI does not know on every machine.
CONTENT_TYPES=(${Object.entries(CONTENT_TYPES)
    .map((pair) => pair.join('='))
    .join(' ')})

# Uploads the files in a folder. Further arguments are options of the AWS CLI.
upload_folder() {
  local folder=$1 target=$2 pair pattern special=()
  shift 2
  for pair in "\${CONTENT_TYPES[@]}"; do
    pattern="*.\${pair%%=*}"
    special+=(--exclude "$pattern")
${
  deletes
    ? `    # Even without such files: the AWS CLI deletes only files that the command does not exclude.
    ${upload}`
    : `    if [ -n "$(find "$folder" -type f -name "$pattern" -print -quit)" ]; then
      ${upload}
    fi`
}
  done
  ${command} "\${special[@]}" "$folder" "$target" >&2
}`;
}

/**
 * Commands that check the files of a site before they are uploaded.
 *
 * @param folder the folder, as a shell expression
 */
export function checkFolder(folder: string): string {
  return `\
  # The AWS CLI would upload the files that they point to, which can be any file on this machine.
  if [ -n "$(find "${folder}" -type l -print -quit)" ]; then
    echo "The site contains symbolic links: $(cd "${folder}" && find . -type l | head -n 3 | paste -s -d ' ')" >&2
    exit 1
  fi
  if [ ! -f "${folder}/index.html" ]; then
    echo "The site contains no index.html. Set bundle.path to the folder that contains it." >&2
    exit 1
  fi`;
}

/** Runs in another job or action than the upload. */
const APPROVED = `\
# Prints the ID of the approved release. Fails if its preview was removed while the release waited.
approved() {
  # The same files and the same config are the same release.
  RELEASE=$(printf '%s\\n%s\\n' "\${BUNDLE_KEY:?}" "$CONFIG" | sha256sum | cut -c 1-16)
  read_state
  if ! jq -e --arg release "$RELEASE" '.next == $release or .live == $release' <<< "$STATE" > /dev/null; then
    echo "The release $RELEASE has no preview: a rollback or another release has removed it." >&2
    exit 1
  fi
  echo "$RELEASE"
}

`;

/**
 * `infra/site.sh`: publishes releases. The release script and the rollback script call it with the settings of an
 * environment.
 */
export function renderSiteScript({ site, files, environments }: StaticSiteModel): string {
  const approves = environments.some(({ approvePreview }) => approvePreview);
  const { assets, errorPage, retainedReleases } = site;
  return `\
# Publishes releases of the site. ${files.release} and ${files.rollback} set the variables and call it.
#
#   bash ${files.siteScript} upload       Uploads the files of a release, and prints its ID
#   bash ${files.siteScript} preview      Makes RELEASE available as a preview
${approves ? `#   bash ${files.siteScript} approved     Prints the ID of the release whose preview was approved\n` : ''}#   bash ${files.siteScript} activate     Moves visitors to RELEASE
#   bash ${files.siteScript} roll-back    Moves visitors back to RELEASE or, if it is empty, to the previous release
#   bash ${files.siteScript} prune        Deletes old releases
set -euo pipefail

# Runs a command with the role that can change the site. Each call gets new credentials, because a release can take
# longer than a session lasts.
as_publisher() {
  local credentials
  credentials=$(aws sts assume-role --role-arn "$PUBLISH_ROLE" --role-session-name "\${CDK_ROLE_SESSION_NAME:-site-\${GITHUB_RUN_ID:-manual}}" --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
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
# Does not depend on the DNS records of a custom domain.
DISTRIBUTION_URL=$(output DistributionUrl)

# The state of the site: the live release, the releases before it, and the next one while it is being published.
read_state() {
  ETAG=$(as_publisher aws cloudfront-keyvaluestore describe-key-value-store --kvs-arn "$STORE" --query ETag --output text)
  local error
  error=$(mktemp)
  if ! STATE=$(as_publisher aws cloudfront-keyvaluestore get-key --kvs-arn "$STORE" --key ${STATE_KEY} --query Value --output text 2> "$error"); then
    # Only a missing state means that there is no release. With any other error, the state is unknown.
    if ! grep -q ResourceNotFoundException "$error"; then
      cat "$error" >&2
      exit 1
    fi
    STATE='{}'
  fi
  rm "$error"
}

# Fails if the state has changed since read_state, so that two releases cannot overwrite each other.
write_state() {
  STATE=$(jq -c "$@" <<< "$STATE")
  ETAG=$(as_publisher aws cloudfront-keyvaluestore put-key --kvs-arn "$STORE" --key ${STATE_KEY} --value "$STATE" --if-match "$ETAG" --query ETag --output text)
  echo "State of the site: $STATE" >&2
}

${uploadFolder({ run: 'as_publisher ', options: ' --size-only' })}

# Fails if a shared file has the name of an existing one, but other content: visitors would receive the existing one.
check_assets() {
  local existing path etag changed=0
  existing=$(as_publisher aws s3api list-objects-v2 --bucket "$BUCKET" --prefix ${assets}/ --query 'Contents[].[Key, ETag]' --output text)
  while IFS=$'\\t' read -r path etag; do
    # The ETag of a file that was uploaded in one part is its MD5 hash.
    if [ -f "$1/$path" ] && [[ "$etag" =~ ^\\"[0-9a-f]{32}\\"$ ]] && [ "\\"$(md5sum < "$1/$path" | cut -c 1-32)\\"" != "$etag" ]; then
      echo "The content of $path has changed, but not its name. The names of files in ${assets} must contain a hash of their content." >&2
      changed=1
    fi
  done <<< "$existing"
  return "$changed"
}

upload() {
  local work
  work=$(mktemp -d)
  as_publisher aws s3 cp --only-show-errors --region "$ARTIFACT_REGION" "s3://$ARTIFACT_BUCKET/\${BUNDLE_KEY:?}" "$work/site.zip" >&2
  unzip -q "$work/site.zip" -d "$work/site"
${checkFolder('$work/site')}
  if [ -n "$CONFIG" ]; then
    printf '%s\\n' "$CONFIG" > "$work/site/config.json"
  fi
  # The same files and the same config are the same release.
  RELEASE=$(printf '%s\\n%s\\n' "$BUNDLE_KEY" "$CONFIG" | sha256sum | cut -c 1-16)
  printf '{"release":"%s"}\\n' "$RELEASE" > "$work/site/release.json"
  # The files that pages refer to come first.
  : > "$work/site/assets.txt"
  if [ -d "$work/site/${assets}" ]; then
    check_assets "$work/site"
    mkdir "$work/assets"
    mv "$work/site/${assets}" "$work/assets/files"
    (cd "$work/assets/files" && find . -type f | sed 's#^\\./#${assets}/#') | LC_ALL=C sort > "$work/site/assets.txt"
    upload_folder "$work/assets/files" "s3://$BUCKET/${assets}" --cache-control 'public, max-age=31536000, immutable'
  fi
  # CloudFront keeps these files, because each release has its own. Browsers ask whether they have changed.
  upload_folder "$work/site" "s3://$BUCKET/releases/$RELEASE" --cache-control 'public, max-age=0, s-maxage=31536000, must-revalidate'
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

# CloudFront needs some seconds to read a new state everywhere. The argument is a query string.
wait_until_delivered() {
  local attempt
  for attempt in $(seq 1 60); do
    if [ "$(curl --silent --fail --max-time 10 "$DISTRIBUTION_URL/release.json?attempt=$attempt\${1:-}" | jq -r .release 2> /dev/null)" = "$RELEASE" ]; then
      return
    fi
    sleep 5
  done
  echo "$DISTRIBUTION_URL does not deliver the release $RELEASE." >&2
  return 1
}

# Returns all visitors to the previous release, unless a rollback or another release has changed the state meanwhile.
abandon() {
  read_state
  if jq -e --arg release "$RELEASE" '.live == $release or .next == $release' <<< "$STATE" > /dev/null; then
    echo "Returning to the release $LIVE." >&2
    write_state --arg live "$LIVE" '{live: $live, history}'
  fi
}

preview() {
  read_state
  if [ "$(jq -r '.live // ""' <<< "$STATE")" = "" ]; then
    echo "The first release has no preview." >&2
    write_state --arg release "\${RELEASE:?}" '{live: $release, history: [$release]}'
  else
    write_state --arg release "\${RELEASE:?}" '. + {next: $release, weight: 0}'
  fi
  wait_until_delivered "&release=$RELEASE"
  echo "Preview: $URL/?release=$RELEASE" >&2
}

${approves ? APPROVED : ''}activate() {
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
  # Until the first release, all requests failed, and there is no earlier release to return to.
  if [ -n "$LIVE" ]; then
    bake "$BAKE_MINUTES"
  fi
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
    RELEASE=$(jq -r '.live as $live | (.history // []) | .[(index($live) // -1) + 1] // ""' <<< "$STATE")
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

# Deletes the objects whose keys are in the file, at most 500 with one request.
delete_objects() {
  local batch errors
  for ((batch = 1; batch <= $(wc -l < "$1"); batch += 500)); do
    tail -n "+$batch" "$1" | head -n 500 | jq -Rn '{Quiet: true, Objects: [inputs | {Key: .}]}' > "$1.json"
    errors=$(as_publisher aws s3api delete-objects --bucket "$BUCKET" --delete "file://$1.json" --query 'Errors[].[Key, Message]' --output text)
    if [ -n "$errors" ] && [ "$errors" != None ]; then
      echo "Could not delete: $errors" >&2
      return 1
    fi
  done
}

# The keys of objects in a folder that are older (<) or newer (>=) than a number of days.
keys_by_age() {
  local keys
  keys=$(as_publisher aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$1/" --query "Contents[?LastModified$2'$(date -u -d "$3 days ago" +%FT%TZ)'].[Key]" --output text)
  grep -vxF -e None -e '' <<< "$keys" || true
}

prune() {
  local work keep listed release path recent
  work=$(mktemp -d)
  read_state
  # Without a state, no release may be deleted.
  keep=$(jq -er '[.live, .next] + .history | map(select(. != null)) | unique | .[]' <<< "$STATE")
  for release in $keep; do
    as_publisher aws s3 cp --only-show-errors "s3://$BUCKET/releases/$release/assets.txt" - >> "$work/used"
  done
  listed=$(as_publisher aws s3api list-objects-v2 --bucket "$BUCKET" --prefix releases/ --delimiter / --query 'CommonPrefixes[].Prefix' --output text)
  for path in $listed; do
    release=\${path#releases/}
    release=\${release%/}
    if [ "$release" != None ] && ! grep -qxF "$release" <<< "$keep"; then
      echo "Deleting the release $release." >&2
      # Visitors who have it open still request its assets. The date of the copy says when the release was deleted.
      if as_publisher aws s3 cp --only-show-errors "s3://$BUCKET/releases/$release/assets.txt" "$work/$release.txt"; then
        as_publisher aws s3 cp --only-show-errors "$work/$release.txt" "s3://$BUCKET/deleted/$release.txt"
      fi
      as_publisher aws s3 rm --only-show-errors --recursive "s3://$BUCKET/releases/$release/"
    fi
  done
  recent=$(keys_by_age deleted '>=' ${DAYS_FOR_OPEN_TABS})
  for path in $recent; do
    as_publisher aws s3 cp --only-show-errors "s3://$BUCKET/$path" - >> "$work/used"
  done
  keys_by_age deleted '<' ${DAYS_FOR_OPEN_TABS} > "$work/unused"
  # Files of the last day can belong to a release that is being uploaded.
  keys_by_age ${assets} '<' 1 > "$work/old"
  grep -vxFf "$work/used" "$work/old" >> "$work/unused" || true
  delete_objects "$work/unused"
  rm -rf "$work"
}

case "\${1:-}" in
  upload | preview |${approves ? ' approved |' : ''} activate | prune) "$1" ;;
  roll-back) roll_back ;;
  *) echo "Specify upload, preview,${approves ? ' approved,' : ''} activate, roll-back, or prune." >&2; exit 2 ;;
esac
`;
}
