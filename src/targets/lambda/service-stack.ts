import type { Finding } from '../../core/stack-source';
import { acknowledge } from '../../printing/statements';
import { code, imports, literal, quote, sourceFile } from '../../printing/typescript';
import { alarmsCode } from './alarms';
import { httpApiCode, httpApiFindings, urlCode } from './http';
import type { LambdaEnvironmentModel, LambdaModel, ParametersModel } from './model';
import { deploymentFindings, deploymentGroupCode } from './traffic-shift';
import { triggersCode } from './triggers';

/**
 * `infra/service-stack.ts`, or one file for each environment: the function, its versions, and the alias. A release
 * deploys it with new values for its parameters.
 */
export function renderServiceStack(model: LambdaModel, environment: LambdaEnvironmentModel): string {
  const { serviceStack, alarms, httpApi, functionUrl } = environment;
  const findings: Finding[] = [
    ...runtimeFindings(model),
    ...deploymentFindings(),
    ...(httpApi ? httpApiFindings() : []),
  ];
  return sourceFile`
    ${importsOf(environment)}

    /** The function ${environment.functionName}, its versions, and the alias that receives all invocations. */
    export class ${serviceStack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${parametersCode(model)}

        ${functionCode(model, environment)}

        ${alarms && alarmsCode(model, environment, alarms)}

        ${deploymentGroupCode(model, environment)}

        ${aliasCode(model, environment)}

        ${functionUrl && urlCode(model, functionUrl)}

        ${httpApi && httpApiCode(model, environment, httpApi)}

        ${triggersCode(environment)}

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

/** cdk-nag expects the newest runtime of each language. */
function runtimeFindings({ code: { support } }: LambdaModel): Finding[] {
  return !support || support.isNewest
    ? []
    : [{ construct: 'fn', id: 'AwsSolutions-L1', reason: 'The config specifies this runtime, which Lambda supports.' }];
}

function importsOf({ alarms, httpApi, hooks, triggers }: LambdaEnvironmentModel): string {
  const scheduled = triggers.schedules.length > 0;
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
    ...(httpApi ? { 'aws-cdk-lib/aws-apigatewayv2': 'apigateway', 'aws-cdk-lib/aws-logs': 'logs' } : {}),
    ...(alarms ? { 'aws-cdk-lib/aws-cloudwatch': 'cloudwatch' } : {}),
    'aws-cdk-lib/aws-codedeploy': 'codedeploy',
    ...(triggers.rules.length > 0 ? { 'aws-cdk-lib/aws-events': 'events' } : {}),
    'aws-cdk-lib/aws-iam': 'iam',
    'aws-cdk-lib/aws-lambda': 'lambda',
    ...(scheduled ? { 'aws-cdk-lib/aws-scheduler': 'scheduler' } : {}),
    constructs: ['type Construct'],
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
    // A rollback sets the version and changes nothing else. The next release sets it to 0 again.
    const liveVersion = new CfnParameter(this, ${quote(parameters.live)}, {
      type: 'String',
      default: '0',
      allowedPattern: '^(0|[1-9][0-9]*)$',
      description: 'An earlier version that receives all invocations, or 0 for the version of the last release.',
    });
    const released = new CfnCondition(this, 'HasCode', {
      expression: Fn.conditionNot(Fn.conditionEquals(${parameters.hash === undefined ? 'imageUri' : 'codeKey'}.valueAsString, 'none')),
    });
    const pinned = new CfnCondition(this, 'IsRolledBack', {
      expression: Fn.conditionNot(Fn.conditionEquals(liveVersion.valueAsString, '0')),
    });`;
}

function functionCode({ code: of }: LambdaModel, environment: LambdaEnvironmentModel): string {
  const { functionName, bucket, reservedConcurrentExecutions } = environment;
  return code`
    // What a version contains in addition to its code.
    const settings = ${literal(settingsOf(of, environment))};
    const configuration = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 12);
    const fn = new lambda.CfnFunction(this, 'Function', {
      functionName: ${quote(functionName)},
      // Lambda publishes a version only if something has changed since the previous one.
      description: releaseId.valueAsString,
      ${bucket === undefined ? "packageType: 'Image'," : undefined}
      code: ${bucket === undefined ? '{ imageUri: imageUri.valueAsString }' : `{ s3Bucket: ${quote(bucket)}, s3Key: codeKey.valueAsString }`},
      ${reservedConcurrentExecutions === undefined ? undefined : `reservedConcurrentExecutions: ${reservedConcurrentExecutions},`}
      ...settings,
    });
    // A new description${bucket === undefined ? '' : ' or hash'} replaces this resource, which publishes a version. Earlier versions are retained for
    // rollbacks, and releases delete old ones.
    const version = new lambda.CfnVersion(this, 'Version', {
      functionName: fn.ref,
      description: \`\${releaseId.valueAsString} \${configuration}\`,
      ${bucket === undefined ? undefined : 'codeSha256: codeSha256.valueAsString,'}
    });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const live = Fn.conditionIf(pinned.logicalId, liveVersion.valueAsString, version.attrVersion).toString();`;
}

/** The properties of `AWS::Lambda::Function` that are part of a version. */
function settingsOf(of: LambdaModel['code'], environment: LambdaEnvironmentModel): object {
  const { variables, secrets, network, tracing, logging, logGroup } = environment;
  const entries = [
    ...variables.map(({ name, value }) => [name, value] as const),
    ...secrets.map(({ name, id }) => [name, id] as const),
  ];
  return {
    runtime: of.runtime,
    handler: of.handler,
    imageConfig: of.imageConfig,
    architectures: [of.architecture],
    role: environment.role.arn,
    memorySize: environment.memorySize,
    timeout: environment.timeout,
    ephemeralStorage: { size: environment.ephemeralStorageSize },
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

function aliasCode({ code: of }: LambdaModel, environment: LambdaEnvironmentModel): string {
  const { provisionedConcurrentExecutions, asyncInvocation, hooks } = environment;
  const skippable = (arn: string) => `Fn.conditionIf(pinned.logicalId, Aws.NO_VALUE, ${quote(arn)}).toString()`;
  return code`
    const alias = new lambda.CfnAlias(this, 'Alias', {
      functionName: fn.ref,
      name: ${quote(of.alias)},
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
        const asyncInvocation = new lambda.CfnEventInvokeConfig(this, 'AsyncInvocation', {
          functionName: fn.ref,
          qualifier: ${quote(of.alias)},
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
