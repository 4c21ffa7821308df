import type { Finding } from '../../core/stack-source';
import { fromOption, type Statement } from '../../core/statement';
import { LOG_RETENTION } from '../../data/log-retention';
import { arnOf } from '../../model/aws';
import { addToRole, wildcardFindings } from '../../printing/statements';
import { code, literal, quote } from '../../printing/typescript';
import type { HookFunctionModel, LambdaEnvironmentModel, LambdaModel } from './model';

/** A hook with the constant that contains its function. */
interface NamedHook {
  readonly hook: HookFunctionModel;
  readonly variable: 'beforeHook' | 'afterHook';
  readonly when: string;
}

export function namedHooks({ hookFunctions: { before, after } }: LambdaEnvironmentModel): NamedHook[] {
  return [
    ...(before ? [{ hook: before, variable: 'beforeHook', when: 'before it shifts traffic' } as const] : []),
    ...(after ? [{ hook: after, variable: 'afterHook', when: 'after it has shifted all traffic' } as const] : []),
  ];
}

/** Code that creates the hooks: functions with the same package, which get the number of the new version. */
export function hooksCode(model: LambdaModel, environment: LambdaEnvironmentModel, packageCode: string): string {
  return namedHooks(environment)
    .map((named) => hookCode(model, environment, named, packageCode))
    .join('\n\n');
}

function hookCode(
  model: LambdaModel,
  environment: LambdaEnvironmentModel,
  { hook, variable, when }: NamedHook,
  packageCode: string,
): string {
  const { functionName, handler, imageConfig, memorySize, timeout, variables } = hook;
  const { runtime, architecture } = model.code;
  const id = variable.replace(/^./, (first) => first.toUpperCase());
  return code`
    const ${variable}Logs = new logs.LogGroup(this, ${quote(`${id}Logs`)}, {
      retention: logs.RetentionDays.${LOG_RETENTION[environment.logRetentionDays]},
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const ${variable}Role = new iam.Role(this, ${quote(`${id}Role`)}, {
      description: ${quote(`Permissions of the function that CodeDeploy runs ${when}.`)},
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    ${variable}Logs.grantWrite(${variable}Role);
    ${addToRole(`${variable}Role`, hookStatements(model, environment, hook))}
    // CodeDeploy can run functions whose names start with CodeDeployHook_.
    const ${variable} = new lambda.CfnFunction(this, ${quote(id)}, {
      functionName: ${quote(functionName)},
      description: ${quote(`CodeDeploy runs this function ${when}.`)},
      ${packageCode}
      ${runtime && `runtime: ${quote(runtime)},`}
      ${handler && `handler: ${quote(handler)},`}
      ${imageConfig && `imageConfig: ${literal(imageConfig)},`}
      architectures: ${literal([architecture])},
      memorySize: ${String(memorySize)},
      timeout: ${String(timeout)},
      role: ${variable}Role.roleArn,
      loggingConfig: { logGroup: ${variable}Logs.logGroupName, logFormat: 'JSON' },
      environment: {
        variables: {
          ${variables.map(({ name, value }) => `${name}: ${quote(value)},`).join('\n')}
          FUNCTION_NAME: fn.ref,
          NEW_VERSION: version.attrVersion,
        },
      },
    });
    // The alias moves only when the hook has its permissions.
    ${variable}.node.addDependency(${variable}Role);`;
}

/** What a hook does: it invokes the new version and reports the result. */
function hookStatements(
  { code: { alias } }: LambdaModel,
  environment: LambdaEnvironmentModel,
  { roleStatements }: HookFunctionModel,
): Statement[] {
  return [
    {
      why: 'Invoke the new version.',
      actions: ['lambda:InvokeFunction'],
      resources: [`${environment.functionArn}:*`],
      wildcard: 'Lambda assigns the version numbers.',
    },
    {
      why: 'Report the result to CodeDeploy.',
      actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
      resources: [arnOf('codedeploy', environment, `deploymentgroup:${environment.application}/${alias}`)],
    },
    ...fromOption('hooks', roleStatements),
  ];
}

export function hookFindings(model: LambdaModel, environment: LambdaEnvironmentModel): Finding[] {
  return namedHooks(environment).flatMap(({ hook, variable }) =>
    wildcardFindings(`${variable}Role`, hookStatements(model, environment, hook)),
  );
}
