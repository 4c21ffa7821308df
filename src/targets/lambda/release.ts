import type { Release, Step } from '../../core/release';
import type { Statement } from '../../core/statement';
import { arnOf } from '../../model/aws';
import { LambdaPackageType } from '../../options';
import { inline } from '../../printing/markdown';
import { indent, shellWord } from '../../printing/shell';
import { consoleHost } from '../shared/console';
import { alarmFindings, explainFailure, stackFindings } from '../shared/explanation';
import {
  CDK_DEPLOY,
  CHECK_CDK_VERSION,
  deployStackStatement,
  describeStackStatement,
  readOutput,
  updateStackStatement,
} from '../shared/stack-release';
import { functionsOf, type LambdaEnvironmentModel, type LambdaModel } from './model';

/** A release: deploys the service stack with the new package, and then deletes old versions. */
export function releaseOf(model: LambdaModel, environment: LambdaEnvironmentModel): Release {
  return {
    steps: [deployStep(model, environment), pruneStep(model, environment), ...smokeTestSteps(model, environment)],
    native: [],
    timeout: { minutes: environment.releaseTimeout, waitsFor: 'the deployment' },
    report: {
      title: `${model.service} was released to ${environment.name}`,
      rows: {
        ...(model.packageType === LambdaPackageType.ZIP
          ? { Package: '\\`$BUNDLE_KEY\\`' }
          : { Image: '\\`$IMAGE_URI\\`' }),
        Version: '\\`$FUNCTION_VERSION\\`',
        ...(hasUrl(environment) ? { URL: '$FUNCTION_URL' } : {}),
      },
      reads: ['FUNCTION_VERSION', ...(hasUrl(environment) ? ['FUNCTION_URL'] : [])],
      consoleUrl: consoleUrl(model, environment),
    },
    explanation: explainFailure(
      ...(environment.alarms ? [alarmFindings(environment, 'FUNCTION')] : []),
      stackFindings(environment, environment.serviceStack.name),
    ),
  };
}

/** A rollback sets the live version. */
export function rollbackRelease(model: LambdaModel, environment: LambdaEnvironmentModel): Release {
  return {
    steps: [
      {
        id: 'rollback',
        title: environment.additionalFunctions.length > 0 ? 'Roll back the functions' : 'Roll back the function',
        reads: ['REVISION'],
        commands: [`bash ${model.files.rollback} ${environment.argument} "$REVISION"`],
        statements: [
          versionsStatement(environment, 'Find the version to roll back to.'),
          aliasStatement(model, environment),
          updateStackStatement(environment.bootstrapRoles),
          describeStackStatement(environment, environment.serviceStack.name),
        ],
        files: [model.files.rollback],
      },
    ],
    native: [],
    timeout: { minutes: environment.deploymentTimeoutMinutes, waitsFor: 'the deployment' },
  };
}

export function packageNoun({ packageType }: LambdaModel): string {
  return packageType === LambdaPackageType.ZIP ? 'package' : 'image';
}

export function hasUrl({ functionUrl, httpApi }: LambdaEnvironmentModel): boolean {
  return functionUrl !== undefined || httpApi !== undefined;
}

/** A command that prints the version that the alias points to. */
function liveVersion({ code: { alias } }: LambdaModel): string {
  return `aws lambda get-alias --function-name "$FUNCTION" --name ${alias} --query FunctionVersion --output text`;
}

/** A command that reads the version that the alias points to. */
export function readLiveVersion(variable: string, model: LambdaModel): string {
  return `${variable}=$(${liveVersion(model)})`;
}

/** Commands that stop the running deployments of a deployment group, or of all. */
function stopCommands(group?: string): string {
  const stop = `for DEPLOYMENT in $(aws deploy list-deployments --application-name "$APPLICATION" --deployment-group-name ${group ?? '"$GROUP"'} --include-only-statuses Created Queued InProgress Ready --query 'deployments[]' --output text); do
  echo "The deployment $DEPLOYMENT did not complete in time; rolling back." >&2
  aws deploy stop-deployment --deployment-id "$DEPLOYMENT" --auto-rollback-enabled
done`;
  return group === undefined ? `for GROUP in $DEPLOYMENT_GROUPS; do\n${indent(stop)}\ndone` : stop;
}

/**
 * If the deployment takes too long, the commands stop the traffic shift, so that the stack rolls back. They do not stop
 * the deployment of another release.
 */
function deployStep(model: LambdaModel, environment: LambdaEnvironmentModel): Step {
  const { infra, environments, code: of } = model;
  const { parameters, alias } = of;
  const variable = model.packageType === LambdaPackageType.ZIP ? 'BUNDLE_KEY' : 'IMAGE_URI';
  const { serviceStack, functionName, application, deploymentTimeoutMinutes, additionalFunctions } = environment;
  const several = additionalFunctions.length > 0;
  const groups = [alias, ...additionalFunctions.map(({ deploymentGroup }) => deploymentGroup)];
  const liveParameters = [parameters.live, ...additionalFunctions.map(({ parameter }) => parameter)];
  const stack = environments.length > 1 ? 'service stack' : `stack ${inline(serviceStack.name)}`;
  return {
    id: 'deploy-stack',
    title: 'Deploy the service stack',
    settings: {
      STACK: serviceStack.name,
      ASSEMBLY: infra.assembly,
      FUNCTION: functionName,
      ...(several ? { DEPLOYMENT_GROUPS: groups.join(' ') } : {}),
      APPLICATION: application,
      MINUTES: String(deploymentTimeoutMinutes),
    },
    reads: ['CDK_VERSION', variable],
    commands: [
      CHECK_CDK_VERSION,
      ...packageCommands(model),
      `PREVIOUS_VERSION=$(${liveVersion(model)} 2> /dev/null || echo unknown)`,
      `timeout "\${MINUTES}m" ${CDK_DEPLOY} --parameters "${parameters.package}=$${variable}"${parameters.hash === undefined ? '' : ` --parameters "${parameters.hash}=$HASH"`} --parameters "${parameters.release}=$RELEASE_ID" ${liveParameters.map((name) => `--parameters ${name}=0`).join(' ')} || {
  if [[ "$(aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Parameters[?ParameterKey=='${parameters.release}'].ParameterValue | [0]" --output text)" == "$RELEASE_ID" ]]; then
${indent(stopCommands(several ? undefined : alias), '    ')}
  fi
  exit 1
}`,
      readLiveVersion('FUNCTION_VERSION', model),
      ...(hasUrl(environment) ? [readOutput('FUNCTION_URL', of.urlOutput)] : []),
      `echo "$FUNCTION:${alias} runs version $FUNCTION_VERSION${hasUrl(environment) ? ' at $FUNCTION_URL' : ''}"`,
    ],
    sets: ['PREVIOUS_VERSION', 'FUNCTION_VERSION', ...(hasUrl(environment) ? ['FUNCTION_URL'] : [])],
    statements: [
      deployStackStatement(environment.bootstrapRoles),
      describeStackStatement(environment, serviceStack.name),
      aliasStatement(model, environment),
      {
        why: 'Find a traffic shift that exceeds the timeout.',
        actions: ['codedeploy:ListDeployments'],
        resources: groups.map((group) => arnOf('codedeploy', environment, `deploymentgroup:${application}/${group}`)),
      },
      {
        why: 'Stop a traffic shift that exceeds the timeout.',
        actions: ['codedeploy:StopDeployment'],
        resources: ['*'],
        wildcard: 'codedeploy:StopDeployment does not support resource-level permissions.',
      },
    ],
    files: [infra.assembly],
    guide: {
      text: `Deploys the ${stack} with this ${packageNoun(model)}. CloudFormation publishes a new version${several ? ' of each function' : ''}, and CodeDeploy moves the alias ${inline(alias)} to it.`,
    },
  };
}

/**
 * Checks the package and sets `RELEASE_ID`. A release that is repeated publishes a new version, too. The end of the ID
 * identifies the content.
 */
function packageCommands({ packageType }: LambdaModel): string[] {
  if (packageType === LambdaPackageType.IMAGE) {
    return [
      '[[ "$IMAGE_URI" =~ ^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9.-]+/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$ ]] || { echo "Not a valid image: $IMAGE_URI" >&2; exit 1; }',
      'DIGEST=${IMAGE_URI##*:}',
      'RELEASE_ID=$(date -u +%Y%m%dT%H%M%SZ)-${DIGEST:0:12}',
    ];
  }
  return [
    '[[ "$BUNDLE_KEY" =~ ^[0-9a-f]{64}\\.zip$ ]] || { echo "Not a valid package: $BUNDLE_KEY" >&2; exit 1; }',
    // The name of the package is the hash of its content in hexadecimal digits. Lambda expects Base64.
    `HASH=$(printf "$(sed 's/../\\\\x&/g' <<< "\${BUNDLE_KEY%.zip}")" | base64)`,
    'RELEASE_ID=$(date -u +%Y%m%dT%H%M%SZ)-${BUNDLE_KEY:0:12}',
  ];
}

/** Commands that delete old versions of `FUNCTION`. */
function pruneCommands({ code: { alias } }: LambdaModel): string[] {
  return [
    `IN_USE=" $(${inUse(alias, 'FUNCTION')}) $PREVIOUS_VERSION "`,
    `VERSIONS=$(aws lambda list-versions-by-function --function-name "$FUNCTION" --query "Versions[?Version!='\\$LATEST'].Version" --output text | tr '\\t' '\\n' | sort -rn)`,
    'KEPT=0',
    // The previous version is unknown in the first release.
    `for VERSION in $VERSIONS; do
  FAILED=false
  if [[ "$PREVIOUS_VERSION" =~ ^[0-9]+$ ]] && (( VERSION > PREVIOUS_VERSION && VERSION < FUNCTION_VERSION )); then
    FAILED=true
  fi
  if [[ "$IN_USE" == *" $VERSION "* ]] || [[ "$FAILED" == false && "$KEPT" -lt "$KEEP" ]]; then
    KEPT=$((KEPT + 1))
  else
    echo "Deleting version $VERSION"
    aws lambda delete-function --function-name "$FUNCTION" --qualifier "$VERSION" || echo "Could not delete version $VERSION" >&2
  fi
done`,
  ];
}

/**
 * Commands that delete the versions of `OTHERS` whose release has no version of `FUNCTION` any more, so that a rollback
 * finds a version of each function.
 */
function pruneOtherCommands({ code: { alias } }: LambdaModel): string[] {
  return [
    `RELEASES=" $(aws lambda list-versions-by-function --function-name "$FUNCTION" --query "Versions[?Version!='\\$LATEST'].Description" --output text | tr '\\t' '\\n' | cut -d ' ' -f 1 | tr '\\n' ' ')"`,
    `for OTHER in $OTHERS; do
  IN_USE=" $(${inUse(alias, 'OTHER')}) "
  aws lambda list-versions-by-function --function-name "$OTHER" --query "Versions[?Version!='\\$LATEST'].[Version, Description]" --output text | while read -r VERSION RELEASE _; do
    if [[ "$IN_USE" != *" $VERSION "* && "$RELEASES" != *" $RELEASE "* ]]; then
      echo "Deleting version $VERSION of $OTHER"
      aws lambda delete-function --function-name "$OTHER" --qualifier "$VERSION" || echo "Could not delete version $VERSION of $OTHER" >&2
    fi
  done
done`,
  ];
}

/** A command that prints the versions that the alias points to. */
function inUse(alias: string, variable: string): string {
  return `aws lambda get-alias --function-name "$${variable}" --name ${alias} --query '[FunctionVersion, keys(RoutingConfig.AdditionalVersionWeights || \`{}\`)][]' --output text | tr '\\t' ' '`;
}

/**
 * Deletes versions that are too old, and those between the previous version and the new one: they failed, or someone
 * rolled back from them. All remaining versions have been live, so a rollback can choose any of them.
 */
function pruneStep(model: LambdaModel, environment: LambdaEnvironmentModel): Step {
  const { functionName, retainedVersions, additionalFunctions } = environment;
  const several = additionalFunctions.length > 0;
  return {
    id: 'prune',
    title: 'Delete old versions',
    settings: {
      FUNCTION: functionName,
      KEEP: String(retainedVersions),
      ...(several ? { OTHERS: additionalFunctions.map((each) => each.functionName).join(' ') } : {}),
    },
    reads: ['PREVIOUS_VERSION', 'FUNCTION_VERSION'],
    commands: [...pruneCommands(model), ...(several ? pruneOtherCommands(model) : [])],
    statements: [
      aliasStatement(model, environment),
      versionsStatement(environment, 'Find old versions.'),
      {
        why: `Delete old versions, but not the ${several ? 'functions' : 'function'}.`,
        actions: ['lambda:DeleteFunction'],
        resources: functionArns(environment).map((arn) => `${arn}:*`),
        wildcard: 'Lambda assigns the version numbers.',
      },
    ],
    guide: {
      text: 'Deletes old versions. It keeps the live version and the newest earlier ones that have been live',
      detail: `${retainedVersions} versions ${several ? 'of each function' : 'in total'}`,
    },
  };
}

function smokeTestSteps(model: LambdaModel, environment: LambdaEnvironmentModel): Step[] {
  const { smokeTest, functionName } = environment;
  if (!smokeTest) {
    return [];
  }
  const several = model.environments.length > 1;
  const url = hasUrl(environment) ? ' FUNCTION_URL' : '';
  return [
    {
      id: 'smoke-test',
      title: 'Run the smoke test',
      settings: { FUNCTION: functionName },
      reads: ['ENVIRONMENT', 'FUNCTION_VERSION', ...(url ? ['FUNCTION_URL'] : [])],
      commands: [
        'FUNCTION_NAME=$FUNCTION',
        `export ENVIRONMENT FUNCTION_NAME FUNCTION_VERSION${url}`,
        // In its own shell, so that the command cannot affect the release in any other way.
        `bash -ec ${shellWord(smokeTest.command)}`,
      ],
      statements: [
        {
          why: 'Invoke the function in the smoke test.',
          actions: ['lambda:InvokeFunction'],
          resources: aliasArns(model, environment),
        },
      ],
      files: smokeTest.files,
      guide: {
        text: 'Runs the smoke test',
        detail: inline(smokeTest.command),
        after: `If the test fails, the release fails, but the alias keeps the new version.${several ? ` The ${packageNoun(model)} is not promoted to the next environment.` : ''} To return to the previous version, [roll back](#roll-back).`,
      },
    },
  ];
}

function aliasArns({ code }: LambdaModel, environment: LambdaEnvironmentModel): string[] {
  return functionArns(environment).map((arn) => `${arn}:${code.alias}`);
}

function functionArns(environment: LambdaEnvironmentModel): string[] {
  return functionsOf(environment).map(({ functionArn }) => functionArn);
}

/** `GetAlias` refers to the function, and newer policies to the alias. */
function aliasStatement(model: LambdaModel, environment: LambdaEnvironmentModel): Statement {
  return {
    why: 'Read which version is live.',
    actions: ['lambda:GetAlias'],
    resources: [...functionArns(environment), ...aliasArns(model, environment)],
  };
}

function versionsStatement(environment: LambdaEnvironmentModel, why: string): Statement {
  return { why, actions: ['lambda:ListVersionsByFunction'], resources: functionArns(environment) };
}

function consoleUrl({ code: { alias } }: LambdaModel, environment: LambdaEnvironmentModel): string {
  const { region, functionName } = environment;
  return `https://${region}.${consoleHost(environment)}/lambda/home?region=${region}#/functions/${functionName}/aliases/${alias}`;
}
