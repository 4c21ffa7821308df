import type { Prerequisite } from '../core/prerequisite';
import type { CommonModel } from '../model/common-model';
import { indent, shellWord } from '../printing/shell';
import type { ComposedDelivery } from './compose';
import { prerequisitesOf } from './prerequisites';

/** `infra/preflight.sh`: checks what must exist before the first release. */
export function renderPreflightScript(model: CommonModel, composed: ComposedDelivery): string {
  const { files } = model;
  const { environments } = composed.delivery.target;
  const all = prerequisitesOf(model, composed);
  const helpers = Object.entries(HELPERS).filter(([name]) => all.some(({ check }) => check.startsWith(`${name} `)));
  return `\
# Checks what must exist before the first release. Reads settings, but no secrets, and changes nothing.
#
#   bash ${files.preflight} [ENVIRONMENT]
#
# ENVIRONMENT: one of ${environments.map(({ name }) => name).join(', ')}
#
# Prints one line for each item:
#   ok       The item exists.
#   missing  The item does not exist or is not ready. The line contains the fix.
#   unknown  The check failed.
#   skipped  The credentials are for another account.
#
# Exits with 1 if an item is missing, and with 3 if no item is missing, but some items were not checked.
set -euo pipefail
shopt -s extglob

ENVIRONMENT=\${1:-}
case "$ENVIRONMENT" in
  ${["''", ...environments.map(({ argument }) => argument)].join(' | ')}) ;;
  *) echo "Specify an environment: ${environments.map(({ name }) => name).join(', ')}" >&2; exit 2 ;;
esac

MISSING=0
UNCHECKED=0
SKIPPED=
ERRORS=$(mktemp)
trap 'rm -f "$ERRORS"' EXIT

# check TITLE EXPECTED FIX COMMAND...: the command must succeed, and its output must match the pattern EXPECTED.
check() {
  local TITLE=$1 EXPECTED=$2 FIX=$3 OUTPUT REASON
  shift 3
  if OUTPUT=$("$@" 2> "$ERRORS"); then
    # shellcheck disable=SC2053
    if [[ "$OUTPUT" == $EXPECTED ]]; then
      echo "ok       $TITLE"
    else
      echo "missing  $TITLE (found: \${OUTPUT:-nothing}). $FIX"
      MISSING=$((MISSING + 1))
    fi
    return
  fi
  REASON=$(tr -s '[:space:]' ' ' < "$ERRORS")
  if grep -Eq 'NotFound|Not Found|NoSuch|DoesNotExist|NonExist|Nonexist|does not exist' "$ERRORS"; then
    echo "missing  $TITLE. $FIX"
    MISSING=$((MISSING + 1))
  else
    echo "unknown  $TITLE: \${REASON# }"
    UNCHECKED=$((UNCHECKED + 1))
  fi
}

# Whether the environment is one of these.
selected() {
  [ -z "$ENVIRONMENT" ] || [[ " $* " == *" $ENVIRONMENT "* ]]
}

CALLER=$(aws sts get-caller-identity --query Account --output text 2> "$ERRORS") || CALLER=

# Whether the credentials are for this account.
in_account() {
  if [ "$CALLER" = "$1" ]; then
    return
  elif [[ "$SKIPPED" != *"$1"* ]]; then
    SKIPPED="$SKIPPED $1"
    UNCHECKED=$((UNCHECKED + 1))
    echo "skipped  Account $1: \${CALLER:+the credentials are for account }\${CALLER:-there are no valid AWS credentials}. Sign in to account $1, and run the command again."
  fi
  return 1
}
${helpers.map(([, code]) => `\n${code}`).join('')}
${sections(all)}

if [ "$MISSING" -gt 0 ]; then
  echo "Missing: $MISSING. Not checked: $UNCHECKED."
  exit 1
elif [ "$UNCHECKED" -gt 0 ]; then
  echo "Nothing is missing, but some items were not checked: $UNCHECKED. See the lines that start with unknown or skipped."
  exit 3
fi
echo 'Everything exists.'
`;
}

/** Functions of the script, by the name in commands. */
const HELPERS: Readonly<Record<string, string>> = {
  role: `\
role() {
  aws iam get-role --role-name "\${1##*/}" --query Role.Arn --output text
}
`,
  object: `\
object() {
  local LOCATION=\${1#s3://}
  aws s3api head-object --bucket "\${LOCATION%%/*}" --key "\${LOCATION#*/}"
}
`,
  queue: `\
queue() {
  local REGION ACCOUNT NAME
  IFS=: read -r _ _ _ REGION ACCOUNT NAME <<< "$1"
  aws sqs get-queue-url --region "$REGION" --queue-owner-aws-account-id "$ACCOUNT" --queue-name "$NAME" --query QueueUrl --output text
}
`,
  // An account can have only one provider for an issuer, which a stack can create only if it does not exist.
  owner_of_provider: `\
# owner_of_provider REGION ARN: prints the stack that manages the OIDC provider, or none.
owner_of_provider() {
  local EXISTING
  EXISTING=$(aws iam list-open-id-connect-providers --query "OpenIDConnectProviderList[?Arn=='$2'].Arn" --output text) || return
  if [ -z "$EXISTING" ]; then
    echo none
  else
    aws cloudformation describe-stack-resources --region "$1" --physical-resource-id "$2" --query 'StackResources[0].StackName' --output text
  fi
}
`,
};

const TITLES: Readonly<Record<Prerequisite['neededFor'], string>> = {
  deployment: 'Before you deploy the stacks:',
  release: 'Before the first release:',
};

function sections(all: readonly Prerequisite[]): string {
  const kinds = (['deployment', 'release'] as const).map((kind) => ({
    kind,
    prerequisites: all.filter(({ neededFor }) => neededFor === kind),
  }));
  return kinds
    .filter(({ prerequisites }) => prerequisites.length > 0)
    .map(({ kind, prerequisites }) => [`echo '${TITLES[kind]}'`, ...groups(prerequisites)].join('\n'))
    .join('\n\n');
}

/** Those of the same account and the same environments together. */
function groups(prerequisites: readonly Prerequisite[]): string[] {
  const found = new Map<string, Prerequisite[]>();
  for (const each of prerequisites) {
    const key = condition(each);
    found.set(key, [...(found.get(key) ?? []), each]);
  }
  return [...found].map(([key, members]) => {
    const checks = members.map(checkCode).join('\n');
    return key === '' ? checks : `if ${key}; then\n${indent(checks)}\nfi`;
  });
}

function condition({ account, environments }: Prerequisite): string {
  return [
    ...(environments ? [`selected ${environments.join(' ')}`] : []),
    ...(account ? [`in_account ${account}`] : []),
  ].join(' && ');
}

function checkCode({ title, expected = '*', fix, check }: Prerequisite): string {
  const text = 'command' in fix ? `Run: ${fix.command}` : fix.instruction;
  return `check ${[title, expected, text].map(shellWord).join(' ')} \\\n  ${check}`;
}
