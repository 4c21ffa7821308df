import type { Finding } from '../../core/stack-source';
import { pascalCase } from '../../model/names';
import { acknowledge } from '../../printing/statements';
import { code, imports, literal, quote, sourceFile } from '../../printing/typescript';
import { alarmsCode } from './alarms';
import { hookFindings, hooksCode, namedHooks } from './hooks';
import { httpApiCode, httpApiFindings, urlCode } from './http';
import {
  type AdditionalFunctionModel,
  type FunctionModel,
  functionsOf,
  type LambdaEnvironmentModel,
  type LambdaModel,
  type ParametersModel,
} from './model';
import type { Scope } from './scope';
import { deploymentCode, deploymentFindings, deploymentGroupCode } from './traffic-shift';
import { triggersCode } from './triggers';

/**
 * `infra/service-stack.ts`, or one file for each environment: the function, its versions, and the alias. A release
 * deploys it with new values for its parameters.
 */
export function renderServiceStack(model: LambdaModel, environment: LambdaEnvironmentModel): string {
  const { serviceStack, httpApi, additionalFunctions } = environment;
  const { alias, parameters, urlOutput } = model.code;
  const findings: Finding[] = [
    ...['fn', ...namedHooks(environment).map(({ variable }) => variable)].flatMap((construct) =>
      runtimeFindings(model, construct),
    ),
    ...deploymentFindings(),
    ...hookFindings(model, environment),
    ...(httpApi ? httpApiFindings() : []),
  ];
  const main: PlacedFunction = {
    of: { ...environment, handler: model.code.handler, imageConfig: model.code.imageConfig },
    scope: 'this',
    parameter: parameters.live,
    deploymentGroup: alias,
    urlOutput,
  };
  return sourceFile`
    ${importsOf(environment)}

    ${documentation(environment)}
    export class ${serviceStack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${parametersCode(model)}

        ${deploymentCode(environment)}

        ${placedFunctionCode(model, environment, main)}

        ${httpApi && httpApiCode(model, environment, httpApi)}

        ${triggersCode(environment, 'this')}

        ${additionalFunctions.map((each) => additionalFunctionCode(model, environment, each)).join('\n\n')}

        ${acknowledge(findings)}

        // Without code, there is no function: until the first release, the stack contains no resources.
        for (const child of this.node.findAll()) {
          if (CfnResource.isCfnResource(child)) {
            child.cfnOptions.condition = released;
          } else if (child instanceof CfnOutput) {
            child.condition = released;
          }
        }
      }
    }
  `;
}

function documentation({ functionName, additionalFunctions }: LambdaEnvironmentModel): string {
  return additionalFunctions.length > 0
    ? `/** The functions ${[functionName, ...additionalFunctions.map((each) => each.functionName)].join(', ')}, their versions, and the aliases that receive all invocations. */`
    : `/** The function ${functionName}, its versions, and the alias that receives all invocations. */`;
}

/** A function and where its constructs are. */
interface PlacedFunction {
  readonly of: FunctionModel;
  readonly scope: Scope;
  readonly parameter: string;
  readonly deploymentGroup: string;
  readonly urlOutput: string;
}

/** The code of a function, from its version to its URL. */
function placedFunctionCode(model: LambdaModel, environment: LambdaEnvironmentModel, placed: PlacedFunction): string {
  const { of, scope, deploymentGroup, urlOutput } = placed;
  return code`
    ${functionCode(model, environment, placed)}

    ${environment.alarms && alarmsCode(model, of, environment.alarms, scope)}

    ${deploymentGroupCode(deploymentGroup, environment, scope)}

    ${scope === 'this' ? hooksCode(model, environment, packageCode(environment)) : undefined}

    ${aliasCode(model, environment, placed)}

    ${of.functionUrl && urlCode(model, of.functionUrl, { scope, output: urlOutput })}`;
}

/** A block, so that the constants of each function have the same names. */
function additionalFunctionCode(
  model: LambdaModel,
  environment: LambdaEnvironmentModel,
  of: AdditionalFunctionModel,
): string {
  const { name, parameter, deploymentGroup, urlOutput } = of;
  return code`
    // The function ${name}.
    {
      const scope = new Construct(this, ${quote(`${pascalCase(name)}Function`)});

      ${placedFunctionCode(model, environment, { of, scope: 'scope', parameter, deploymentGroup, urlOutput })}

      ${triggersCode(of, 'scope')}

      ${acknowledge(runtimeFindings(model))}
    }`;
}

/** cdk-nag expects the newest runtime of each language. */
function runtimeFindings({ code: { support } }: LambdaModel, construct = 'fn'): Finding[] {
  return !support || support.isNewest
    ? []
    : [{ construct, id: 'AwsSolutions-L1', reason: 'The config specifies this runtime, which Lambda supports.' }];
}

function importsOf(environment: LambdaEnvironmentModel): string {
  const { alarms, httpApi, additionalFunctions } = environment;
  const hooks = hooksOf(environment);
  const usesLogs = httpApi || namedHooks(environment).length > 0;
  const triggers = functionsOf(environment).map((each) => each.triggers);
  const scheduled = triggers.some(({ schedules }) => schedules.length > 0);
  const ruled = triggers.some(({ rules }) => rules.length > 0);
  return imports({
    'node:crypto': ['createHash'],
    'aws-cdk-lib': [
      ...(hooks.before || hooks.after ? ['Aws'] : []),
      'CfnCondition',
      'CfnOutput',
      'CfnParameter',
      'CfnResource',
      'Fn',
      'RemovalPolicy',
      'Stack',
      'type StackProps',
      'Validations',
    ],
    ...(httpApi ? { 'aws-cdk-lib/aws-apigatewayv2': 'apigateway' } : {}),
    ...(usesLogs ? { 'aws-cdk-lib/aws-logs': 'logs' } : {}),
    ...(alarms ? { 'aws-cdk-lib/aws-cloudwatch': 'cloudwatch' } : {}),
    'aws-cdk-lib/aws-codedeploy': 'codedeploy',
    ...(ruled ? { 'aws-cdk-lib/aws-events': 'events' } : {}),
    'aws-cdk-lib/aws-iam': 'iam',
    'aws-cdk-lib/aws-lambda': 'lambda',
    ...(scheduled ? { 'aws-cdk-lib/aws-scheduler': 'scheduler' } : {}),
    constructs: [additionalFunctions.length > 0 ? 'Construct' : 'type Construct'],
  });
}

function packageParametersCode({ package: name, hash }: ParametersModel): string {
  return hash === undefined
    ? code`
    const imageUri = new CfnParameter(this, ${quote(name)}, {
      type: 'String',
      default: 'none',
      allowedPattern: '^(none|.+@sha256:[0-9a-f]{64})$',
      description: 'URI of the image with its digest, or none before the first release.',
    });`
    : code`
    const codeKey = new CfnParameter(this, ${quote(name)}, {
      type: 'String',
      default: 'none',
      allowedPattern: '^(none|[0-9a-f]{64}\\\\.zip)$',
      description: 'Key of the function package in the artifact bucket, or none before the first release.',
    });
    const codeSha256 = new CfnParameter(this, ${quote(hash)}, {
      type: 'String',
      default: '',
      allowedPattern: '^(|[A-Za-z0-9+/]{43}=)$',
      description: 'SHA-256 hash of the function package, in Base64.',
    });`;
}

function parametersCode({ code: { parameters } }: LambdaModel): string {
  return code`
    // A release deploys this stack with new values. If you deploy without them, the CDK keeps those of the last release.
    ${packageParametersCode(parameters)}
    const releaseId = new CfnParameter(this, ${quote(parameters.release)}, {
      type: 'String',
      default: '',
      allowedPattern: '^[A-Za-z0-9-]{0,64}$',
      description: 'Identifies the release. A new value publishes a new version.',
    });
    const released = new CfnCondition(this, 'HasCode', {
      expression: Fn.conditionNot(Fn.conditionEquals(${parameters.hash === undefined ? 'imageUri' : 'codeKey'}.valueAsString, 'none')),
    });`;
}

function functionCode(
  { code: { architecture, runtime } }: LambdaModel,
  { bucket }: LambdaEnvironmentModel,
  { of, scope, parameter }: PlacedFunction,
): string {
  const { functionName, description, reservedConcurrentExecutions } = of;
  return code`
    // A rollback sets the version and changes nothing else. The next release sets it to 0 again.
    const liveVersion = new CfnParameter(this, ${quote(parameter)}, {
      type: 'String',
      default: '0',
      allowedPattern: '^(0|[1-9][0-9]*)$',
      description: 'An earlier version that receives all invocations, or 0 for the version of the last release.',
    });
    const pinned = new CfnCondition(${scope}, 'IsRolledBack', {
      expression: Fn.conditionNot(Fn.conditionEquals(liveVersion.valueAsString, '0')),
    });

    // What a version contains in addition to its code.
    const settings = ${literal(settingsOf({ runtime, architecture }, of))};
    const configuration = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 12);
    const fn = new lambda.CfnFunction(${scope}, 'Function', {
      functionName: ${quote(functionName)},
      // Lambda publishes a version only if something has changed since the previous one.
      description: ${description === undefined ? 'releaseId.valueAsString' : `\`\${releaseId.valueAsString} ${description}\``},
      ${packageCode({ bucket })}
      ${reservedConcurrentExecutions === undefined ? undefined : `reservedConcurrentExecutions: ${reservedConcurrentExecutions},`}
      ...settings,
    });
    // A new description${bucket === undefined ? '' : ' or hash'} replaces this resource, which publishes a version. Earlier versions are retained for
    // rollbacks, and releases delete old ones.
    const version = new lambda.CfnVersion(${scope}, 'Version', {
      functionName: fn.ref,
      description: \`\${releaseId.valueAsString} \${configuration}\`,
      ${bucket === undefined ? undefined : 'codeSha256: codeSha256.valueAsString,'}
    });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const live = Fn.conditionIf(pinned.logicalId, liveVersion.valueAsString, version.attrVersion).toString();`;
}

/** The properties that refer to the package. */
function packageCode({ bucket }: Pick<LambdaEnvironmentModel, 'bucket'>): string {
  return bucket === undefined
    ? "packageType: 'Image',\ncode: { imageUri: imageUri.valueAsString },"
    : `code: { s3Bucket: ${quote(bucket)}, s3Key: codeKey.valueAsString },`;
}

/** The properties of `AWS::Lambda::Function` that are part of a version. */
function settingsOf(
  { runtime, architecture }: Pick<LambdaModel['code'], 'runtime' | 'architecture'>,
  of: FunctionModel,
): object {
  const { variables, secrets, network, tracing, logging, logGroup } = of;
  const entries = [
    ...variables.map(({ name, value }) => [name, value] as const),
    ...secrets.map(({ name, id }) => [name, id] as const),
  ];
  return {
    runtime,
    handler: of.handler,
    imageConfig: of.imageConfig,
    architectures: [architecture],
    role: of.role.arn,
    memorySize: of.memorySize,
    timeout: of.timeout,
    ephemeralStorage: { size: of.ephemeralStorageSize },
    environment: entries.length > 0 ? { variables: Object.fromEntries(entries) } : undefined,
    vpcConfig: network && { subnetIds: network.subnetIds, securityGroupIds: network.securityGroupIds },
    tracingConfig: tracing ? { mode: 'Active' } : undefined,
    loggingConfig: {
      logGroup: logGroup.name,
      logFormat: logging.format === 'JSON' ? 'JSON' : 'Text',
      applicationLogLevel: logging.applicationLogLevel,
      systemLogLevel: logging.systemLogLevel,
    },
  };
}

/** Expressions for the functions that CodeDeploy runs. */
function hooksOf({ hooks, hookFunctions }: LambdaEnvironmentModel): { before?: string; after?: string } {
  return {
    before: hookFunctions.before ? 'beforeHook.ref' : hooks.before && quote(hooks.before),
    after: hookFunctions.after ? 'afterHook.ref' : hooks.after && quote(hooks.after),
  };
}

function aliasCode(
  { code: { alias } }: LambdaModel,
  environment: LambdaEnvironmentModel,
  { of, scope }: PlacedFunction,
): string {
  const { provisionedConcurrentExecutions, asyncInvocation } = of;
  // Hooks run only for the main function.
  const hooks = scope === 'this' ? hooksOf(environment) : {};
  const skippable = (hook: string) => `Fn.conditionIf(pinned.logicalId, Aws.NO_VALUE, ${hook}).toString()`;
  return code`
    const alias = new lambda.CfnAlias(${scope}, 'Alias', {
      functionName: fn.ref,
      name: ${quote(alias)},
      functionVersion: live,
      ${
        provisionedConcurrentExecutions === undefined
          ? undefined
          : `provisionedConcurrencyConfig: { provisionedConcurrentExecutions: ${provisionedConcurrentExecutions} },`
      }
    });
    // CodeDeploy moves the alias. Nothing else may move it: CodeDeploy would then refuse the next release.
    alias.cfnOptions.updatePolicy = {
      codeDeployLambdaAliasUpdate: {
        applicationName: application.ref,
        deploymentGroupName: deploymentGroup.ref,
        ${hooks.before && `beforeAllowTrafficHook: ${skippable(hooks.before)},`}
        ${hooks.after && `afterAllowTrafficHook: ${skippable(hooks.after)},`}
      },
    };
    ${
      asyncInvocation &&
      code`
        const asyncInvocation = new lambda.CfnEventInvokeConfig(${scope}, 'AsyncInvocation', {
          functionName: fn.ref,
          qualifier: ${quote(alias)},
          ${asyncInvocation.onFailureArn && `destinationConfig: { onFailure: { destination: ${quote(asyncInvocation.onFailureArn)} } },`}
          ${
            asyncInvocation.maximumRetryAttempts === undefined
              ? undefined
              : `maximumRetryAttempts: ${asyncInvocation.maximumRetryAttempts},`
          }
          ${
            asyncInvocation.maximumEventAgeInSeconds === undefined
              ? undefined
              : `maximumEventAgeInSeconds: ${asyncInvocation.maximumEventAgeInSeconds},`
          }
        });
        asyncInvocation.addResourceDependency(alias);`
    }`;
}
