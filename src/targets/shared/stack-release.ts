import type { Release, Step } from '../../core/release';
import type { Statement } from '../../core/statement';
import { arnOf, type Place } from '../../model/aws';
import type { BootstrapRoles } from '../../model/bootstrap-roles';
import { stackFindings, withFinding } from './explanation';
import { POLL_SECONDS, POLLS } from './polling';

/** Releases that deploy a stack with parameters, and rollbacks that change a parameter of the deployed template. */

/** The value comes from a job that runs third-party code, and `npx` would also accept a URL as a version. */
export const CHECK_CDK_VERSION =
  '[[ "$CDK_VERSION" =~ ^[0-9]+(\\.[0-9]+){2}$ ]] || { echo "Not a valid CDK version: $CDK_VERSION" >&2; exit 1; }';

/** Deploys `STACK` from `ASSEMBLY` with `CDK_VERSION`, the version of the CDK CLI that synthesized the app. */
export const CDK_DEPLOY = cdkDeploy('STACK');

function cdkDeploy(variable: string): string {
  return `npx --yes "aws-cdk@$CDK_VERSION" deploy "$${variable}" --app "$ASSEMBLY" --exclusively --require-approval never`;
}

/** The stack that contains the roles and log groups that a release needs. */
interface BaseStack {
  readonly stack: string;
  /** Whether the config has several environments. */
  readonly several: boolean;
  readonly place: Place;
  readonly assembly: string;
  readonly bootstrapRoles: BootstrapRoles;
}

/**
 * A release that starts by deploying the base stack, so that the permissions of a new secret exist before the release
 * uses it.
 */
export function withBaseStack(
  release: Release,
  { stack, several, place, assembly, bootstrapRoles }: BaseStack,
): Release {
  const step: Step = {
    id: 'deploy-base-stack',
    title: 'Deploy the base stack',
    settings: { BASE_STACK: stack, ASSEMBLY: assembly },
    reads: ['CDK_VERSION'],
    commands: [CHECK_CDK_VERSION, `timeout ${BASE_STACK_MINUTES}m ${cdkDeploy('BASE_STACK')}`],
    statements: [deployStackStatement(bootstrapRoles, 'stacks of the environment')],
    files: [assembly],
    guide: {
      text: `Deploys the ${several ? 'base stack' : `stack \`${stack}\``}, if the config has changed. The stack contains the roles and their permissions.`,
    },
  };
  return {
    ...withFinding(release, stackFindings(place, stack, 'BASE_STACK')),
    steps: [step, ...release.steps],
  };
}

/** The stack contains only roles and log groups, which take seconds. */
const BASE_STACK_MINUTES = 10;

/** Permission to deploy a stack from the assembly. */
export function deployStackStatement({ deploy, filePublishing }: BootstrapRoles, noun = 'service stack'): Statement {
  return {
    why: `Deploy the ${noun} with the CDK bootstrap roles.`,
    actions: ['sts:AssumeRole'],
    resources: [deploy, filePublishing],
  };
}

/** Permission to change a parameter of the deployed template. */
export function updateStackStatement({ deploy }: BootstrapRoles): Statement {
  return {
    why: 'Update the service stack with a CDK bootstrap role.',
    actions: ['sts:AssumeRole'],
    resources: [deploy],
  };
}

export function describeStackStatement(place: Place, stack: string, noun = 'service stack'): Statement {
  return {
    why: `Read the outputs and the status of the ${noun}.`,
    actions: ['cloudformation:DescribeStacks'],
    resources: [arnOf('cloudformation', place, `stack/${stack}/*`)],
    wildcard: 'CloudFormation appends a generated ID to the stack name in the ARN.',
  };
}

/** A command that sets a variable to an output of `STACK`. */
export function readOutput(variable: string, output: string): string {
  return `${variable}=$(aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Outputs[?OutputKey=='${output}'].OutputValue | [0]" --output text)`;
}

/** A command that sets a variable to the value of a parameter of `STACK`. */
export function readParameter(variable: string, parameter: string): string {
  return `${variable}=$(aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Parameters[?ParameterKey=='${parameter}'].ParameterValue | [0]" --output text)`;
}

/** Permission to cancel an update of a stack, which then rolls back. */
export function cancelUpdateStatement(place: Place, stack: string): Statement {
  return {
    why: 'Cancel an update that exceeds the timeout.',
    actions: ['cloudformation:CancelUpdateStack'],
    resources: [arnOf('cloudformation', place, `stack/${stack}/*`)],
    wildcard: 'CloudFormation appends a generated ID to the stack name in the ARN.',
  };
}

interface ParameterUpdate {
  /** The parameter of the stack that changes. */
  readonly parameter: string;
  /** The shell variable that contains its new value. */
  readonly variable: string;
  /** The other parameters of the stack, which keep their values. */
  readonly kept?: readonly string[];
  /** An unquoted shell expression for further parameters. */
  readonly more?: string;
}

/**
 * Commands that change a parameter of `STACK` and nothing else, and wait for the update to complete. Only
 * `update-stack` uses the CDK bootstrap role `DEPLOY_ROLE`. The other calls use the caller's own credentials.
 */
export function updateParameterCommands({ parameter, variable, kept = [], more }: ParameterUpdate): string[] {
  const parameters = [
    `"ParameterKey=${parameter},ParameterValue=$${variable}"`,
    ...kept.map((name) => `ParameterKey=${name},UsePreviousValue=true`),
    ...(more === undefined ? [] : [more]),
  ].join(' ');
  return [
    'CREDENTIALS=$(aws sts assume-role --role-arn "$DEPLOY_ROLE" --role-session-name "rollback-${GITHUB_RUN_ID:-${CODEBUILD_BUILD_NUMBER:-manual}}" --query \'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]\' --output text)',
    `(
  read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$CREDENTIALS"
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  unset AWS_PROFILE
  aws cloudformation update-stack --stack-name "$STACK" --use-previous-template --parameters ${parameters} --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM > /dev/null
)`,
    `for _ in ${POLLS}; do
  # Wait first, because CloudFormation may still return the previous status.
  sleep ${POLL_SECONDS}
  STATE=$(aws cloudformation describe-stacks --stack-name "$STACK" --query 'Stacks[0].StackStatus' --output text)
  [[ "$STATE" == *_IN_PROGRESS ]] || break
done`,
    readParameter('NOW', parameter),
    `[[ "$STATE" == UPDATE_COMPLETE && "$NOW" == "$${variable}" ]] || { echo "The update of $STACK failed, was rolled back, or timed out. Last status: $STATE" >&2; exit 1; }`,
  ];
}
