import type { Release, Step } from '../../core/release';
import type { Statement } from '../../core/statement';
import { arnOf } from '../../model/aws';
import { LambdaPackageType } from '../../options';
import { inline } from '../../printing/markdown';
import { shellWord } from '../../printing/shell';
import { consoleHost } from '../shared/console';
import {
  CDK_DEPLOY,
  CHECK_CDK_VERSION,
  deployStackStatement,
  describeStackStatement,
  readOutput,
  updateStackStatement,
} from '../shared/stack-release';
import type { LambdaEnvironmentModel, LambdaModel } from './model';

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
  };
}

/** A rollback sets the live version. */
export function rollbackRelease(model: LambdaModel, environment: LambdaEnvironmentModel): Release {
  return {
    steps: [
      {
        id: 'rollback',
        title: 'Roll back the function',
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

/** A command that reads the version that the alias points to. */
export function readLiveVersion(variable: string, { code: { alias } }: LambdaModel): string {
  return `${variable}=$(aws lambda get-alias --function-name "$FUNCTION" --name ${alias} --query FunctionVersion --output text)`;
}

/**
 * If the deployment takes too long, the commands stop the traffic shift, so that the stack rolls back. They do not stop
 * the deployment of another release.
 */
function deployStep(model: LambdaModel, environment: LambdaEnvironmentModel): Step {
  const { infra, environments, code: of } = model;
  const { parameters, alias } = of;
  const variable = model.packageType === LambdaPackageType.ZIP ? 'BUNDLE_KEY' : 'IMAGE_URI';
  const { serviceStack, functionName, application, deploymentTimeoutMinutes } = environment;
  const stack = environments.length > 1 ? 'service stack' : `stack ${inline(serviceStack.name)}`;
  return {
    id: 'deploy-stack',
    title: 'Deploy the service stack',
    settings: {
      STACK: serviceStack.name,
      ASSEMBLY: infra.assembly,
      FUNCTION: functionName,
      APPLICATION: application,
      MINUTES: String(deploymentTimeoutMinutes),
    },
    reads: ['CDK_VERSION', variable],
    commands: [
      CHECK_CDK_VERSION,
      ...packageCommands(model),
      `${readLiveVersion('PREVIOUS_VERSION', model).replace(/\)$/, ' 2> /dev/null')} || echo unknown)`,
      `timeout "\${MINUTES}m" ${CDK_DEPLOY} --parameters "${parameters.package}=$${variable}"${parameters.hash === undefined ? '' : ` --parameters "${parameters.hash}=$HASH"`} --parameters "${parameters.release}=$RELEASE_ID" --parameters ${parameters.live}=0 || {
  if [[ "$(aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Parameters[?ParameterKey=='${parameters.release}'].ParameterValue | [0]" --output text)" == "$RELEASE_ID" ]]; then
    for DEPLOYMENT in $(aws deploy list-deployments --application-name "$APPLICATION" --deployment-group-name ${alias} --include-only-statuses Created Queued InProgress Ready --query 'deployments[]' --output text); do
      echo "The deployment $DEPLOYMENT did not complete in time; rolling back." >&2
      aws deploy stop-deployment --deployment-id "$DEPLOYMENT" --auto-rollback-enabled
    done
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
        resources: [arnOf('codedeploy', environment, `deploymentgroup:${application}/${alias}`)],
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
      text: `Deploys the ${stack} with this ${packageNoun(model)}. CloudFormation publishes a new version, and CodeDeploy moves the alias ${inline(alias)} to it.`,
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

/**
 * Deletes versions that are too old, and those between the previous version and the new one: they failed, or someone
 * rolled back from them. All remaining versions have been live, so a rollback can choose any of them.
 */
function pruneStep(model: LambdaModel, environment: LambdaEnvironmentModel): Step {
  const { alias } = model.code;
  const { functionName, retainedVersions } = environment;
  return {
    id: 'prune',
    title: 'Delete old versions',
    settings: { FUNCTION: functionName, KEEP: String(retainedVersions) },
    reads: ['PREVIOUS_VERSION', 'FUNCTION_VERSION'],
    commands: [
      `IN_USE=" $(aws lambda get-alias --function-name "$FUNCTION" --name ${alias} --query '[FunctionVersion, keys(RoutingConfig.AdditionalVersionWeights || \`{}\`)][]' --output text | tr '\\t' ' ') $PREVIOUS_VERSION "`,
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
    ],
    statements: [
      aliasStatement(model, environment),
      versionsStatement(environment, 'Find old versions.'),
      {
        why: 'Delete old versions, but not the function.',
        actions: ['lambda:DeleteFunction'],
        resources: [`${environment.functionArn}:*`],
        wildcard: 'Lambda assigns the version numbers.',
      },
    ],
    guide: {
      text: 'Deletes old versions. It keeps the live version and the newest earlier ones that have been live',
      detail: `${retainedVersions} versions in total`,
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
          resources: [aliasArn(model, environment)],
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

function aliasArn({ code }: LambdaModel, { functionArn }: LambdaEnvironmentModel): string {
  return `${functionArn}:${code.alias}`;
}

/** `GetAlias` refers to the function, and newer policies to the alias. */
function aliasStatement(model: LambdaModel, environment: LambdaEnvironmentModel): Statement {
  return {
    why: 'Read which version is live.',
    actions: ['lambda:GetAlias'],
    resources: [environment.functionArn, aliasArn(model, environment)],
  };
}

function versionsStatement({ functionArn }: LambdaEnvironmentModel, why: string): Statement {
  return { why, actions: ['lambda:ListVersionsByFunction'], resources: [functionArn] };
}

function consoleUrl({ code: { alias } }: LambdaModel, environment: LambdaEnvironmentModel): string {
  const { region, functionName } = environment;
  return `https://${region}.${consoleHost(environment)}/lambda/home?region=${region}#/functions/${functionName}/aliases/${alias}`;
}
