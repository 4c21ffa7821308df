import type { Delivery } from '../core/engine';
import type { Release, Step } from '../core/release';
import type { TargetEnvironment } from '../core/target';
import { indent, settingsCase } from '../printing/shell';
import { distinctSteps } from './steps';

/**
 * `infra/release.sh`: the steps of a release, as one function each. Engines run a single step or all steps, unless they
 * have a native way.
 */
export function renderReleaseScript({ artifact, target, releaseScript }: Delivery): string {
  const { environments } = target;
  const steps = distinctSteps(environments);
  const explanation = environments.flatMap(({ release }) => release.explanation ?? [])[0];
  const set = new Set(steps.flatMap(({ sets = [] }) => sets));
  const given = [...new Set(steps.flatMap(({ reads = [] }) => reads))].filter(
    (name) => name !== 'ENVIRONMENT' && !set.has(name),
  );
  return `\
# Releases the ${artifact.noun} to an environment.
#
#   bash ${releaseScript} ENVIRONMENT [STEP]
#
# ENVIRONMENT: one of ${environments.map(({ name }) => name).join(', ')}
# STEP: one of ${steps.map(({ id }) => id).join(', ')}${environments.some(({ release }) => release.pause) ? '\n#       Several consecutive steps are one argument, separated by spaces.' : ''}
#
# Without STEP, runs all steps of the environment in this order. Set these variables: ${given.join(', ')}.${explanation ? explanationUsage(explanation) : ''}
set -euo pipefail

ENVIRONMENT=\${1:-}
STEP=\${2:-}

${settingsCase(environments, settingsOf)}
${given.includes('CDK_VERSION') ? SESSION_NAME : ''}${set.size > 0 ? PASS_ON : ''}
${steps.map((step) => functionCode(step, environments)).join('\n\n')}
${explanation ? explanationCode(explanation, environments) : ''}
if [ -n "$STEP" ] && [[ " $STEPS " != *" $STEP "* ]]; then
  echo "$STEP is not a step of a release to $ENVIRONMENT. Specify one of these steps: $STEPS" >&2
  exit 2
fi
${explanation ? trapCode(explanation) : ''}for NAME in \${STEP:-$STEPS}; do
  "\${NAME//-/_}"
done
`;
}

/** https://github.com/aws/aws-cdk-cli/pull/1672 */
const SESSION_NAME = `
# The name of the role sessions of the CDK, which CloudTrail records: the run and the commit. STS allows 64 characters.
CDK_ROLE_SESSION_NAME=\${GITHUB_RUN_ID:-\${CODEBUILD_BUILD_NUMBER:-manual}}-\${GITHUB_SHA:-\${CODEBUILD_RESOLVED_SOURCE_VERSION:-unknown}}
CDK_ROLE_SESSION_NAME=\${CDK_ROLE_SESSION_NAME//[^A-Za-z0-9]/-}
export CDK_ROLE_SESSION_NAME=\${CDK_ROLE_SESSION_NAME:0:64}
`;

function explanationUsage({ id }: Step): string {
  return `\n# If a step fails, prints why. GitHub Actions does this with ${id} as the last STEP.`;
}

/** The function, and the way to call it alone. Without `errexit`, a command that fails does not stop the others. */
function explanationCode(explanation: Step, environments: readonly TargetEnvironment[]): string {
  const call = explanation.id.replaceAll('-', '_');
  return `
${functionCode(explanation, environments)}

if [ "$STEP" = ${explanation.id} ]; then
  ${call} || true
  exit
fi
`;
}

/** In GitHub Actions, a step of the job prints the explanation, because an action can fail as well. */
function trapCode({ id }: Step): string {
  return `
# Explains a failure without changing the exit code. In GitHub Actions, the last step of the job does this.
explain_on_exit() {
  STATUS=$?
  if [ "$STATUS" != 0 ] && [ -z "\${GITHUB_ACTIONS:-}" ]; then
    ${id.replaceAll('-', '_')} || true
  fi
  exit "$STATUS"
}
trap explain_on_exit EXIT

`;
}

/** GitHub Actions runs each step in its own shell. The variable is set only there. */
const PASS_ON = `
# Passes a variable to later steps, which GitHub Actions runs in separate shells.
pass_on() {
  if [ -n "\${GITHUB_ENV:-}" ]; then
    echo "$1=\${!1}" >> "$GITHUB_ENV"
  fi
}
`;

function settingsOf({ release }: TargetEnvironment): Record<string, string> {
  return {
    STEPS: release.steps.map(({ id }) => id).join(' '),
    ...Object.assign({}, ...withExplanation(release).map(({ settings }) => settings)),
  };
}

function functionCode({ id, title, sets = [] }: Step, environments: readonly TargetEnvironment[]): string {
  const body = [commandsOf(id, environments), ...sets.map((name) => `pass_on ${name}`)].join('\n');
  return `# ${title}.\n${id.replaceAll('-', '_')}() {\n${indent(body)}\n}`;
}

/** The commands of a step. If they differ between environments, a case statement selects them. */
function commandsOf(id: string, environments: readonly TargetEnvironment[]): string {
  const variants = new Map<string, string[]>();
  for (const { argument, release } of environments) {
    const commands = commandsIn(release, id);
    if (commands !== undefined) {
      variants.set(commands, [...(variants.get(commands) ?? []), argument]);
    }
  }
  const [first, ...others] = variants.keys();
  if (first !== undefined && others.length === 0) {
    return first;
  }
  const cases = [...variants].map(
    ([commands, names]) => `  ${names.join(' | ')})\n${indent(commands, '    ')}\n    ;;`,
  );
  return `case "$ENVIRONMENT" in\n${cases.join('\n')}\nesac`;
}

function commandsIn(release: Release, id: string): string | undefined {
  return withExplanation(release)
    .find((step) => step.id === id)
    ?.commands.join('\n');
}

function withExplanation({ steps, explanation }: Release): readonly Step[] {
  return explanation ? [...steps, explanation] : steps;
}
