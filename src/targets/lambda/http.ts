import type { Finding } from '../../core/stack-source';
import { LOG_RETENTION } from '../../data/log-retention';
import { LambdaUrlAuthType } from '../../options';
import { code, literal, quote } from '../../printing/typescript';
import type { FunctionUrlModel, HttpApiModel, LambdaEnvironmentModel, LambdaModel } from './model';
import type { Scope } from './scope';

/** Code that creates the function URL of the alias. */
export function urlCode(
  { code: of }: LambdaModel,
  { authType, invokeMode, cors }: FunctionUrlModel,
  { scope, output }: { readonly scope: Scope; readonly output: string },
): string {
  return code`
    const url = new lambda.CfnUrl(${scope}, 'Url', {
      targetFunctionArn: fn.ref,
      qualifier: ${quote(of.alias)},
      authType: ${quote(authType)},
      invokeMode: ${quote(invokeMode)},
      ${cors && `cors: ${literal(cors)},`}
    });
    url.addResourceDependency(alias);
    ${authType === LambdaUrlAuthType.NONE ? publicPermissions(scope) : undefined}
    ${urlOutput(output, 'url.attrFunctionUrl')}`;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
function publicPermissions(scope: Scope): string {
  return code`
    // A public URL needs both permissions.
    new lambda.CfnPermission(${scope}, 'UrlPermission', {
      functionName: alias.ref,
      action: 'lambda:InvokeFunctionUrl',
      principal: '*',
      functionUrlAuthType: 'NONE',
    });
    new lambda.CfnPermission(${scope}, 'InvokePermission', {
      functionName: alias.ref,
      action: 'lambda:InvokeFunction',
      principal: '*',
      invokedViaFunctionUrl: true,
    });`;
}

/** Code that creates the HTTP API in front of the alias. */
export function httpApiCode(
  { code: of }: LambdaModel,
  { functionName, logRetentionDays }: LambdaEnvironmentModel,
  { cors, throttlingRateLimit, throttlingBurstLimit }: HttpApiModel,
): string {
  const throttling = { throttlingRateLimit, throttlingBurstLimit };
  const isThrottled = Object.values(throttling).some((value) => value !== undefined);
  return code`
    const api = new apigateway.CfnApi(this, 'HttpApi', {
      name: ${quote(functionName)},
      protocolType: 'HTTP',
      ${cors && `corsConfiguration: ${literal(cors)},`}
    });
    const integration = new apigateway.CfnIntegration(this, 'Integration', {
      apiId: api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: alias.ref,
      payloadFormatVersion: '2.0',
    });
    const route = new apigateway.CfnRoute(this, 'Route', {
      apiId: api.ref,
      routeKey: '$default',
      target: \`integrations/\${integration.ref}\`,
    });
    const accessLogs = new logs.LogGroup(this, 'AccessLogs', {
      retention: logs.RetentionDays.${LOG_RETENTION[logRetentionDays]},
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new apigateway.CfnStage(this, 'Stage', {
      apiId: api.ref,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: accessLogs.logGroupArn,
        format: JSON.stringify(${literal(ACCESS_LOG)}),
      },
      ${isThrottled ? `defaultRouteSettings: ${literal(throttling)},` : undefined}
    });
    new lambda.CfnPermission(this, 'HttpApiPermission', {
      functionName: alias.ref,
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      sourceArn: \`arn:\${this.partition}:execute-api:\${this.region}:\${this.account}:\${api.ref}/*\`,
    });
    ${urlOutput(of.urlOutput, 'api.attrApiEndpoint')}`;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  requestTime: '$context.requestTime',
  httpMethod: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  responseLength: '$context.responseLength',
  integrationError: '$context.integrationErrorMessage',
};

export function httpApiFindings(): Finding[] {
  return [{ construct: 'route', id: 'AwsSolutions-APIG4', reason: 'The function decides who can call the API.' }];
}

function urlOutput(id: string, value: string): string {
  return code`
    new CfnOutput(this, ${quote(id)}, { description: 'URL of the function.', value: ${value} });`;
}
