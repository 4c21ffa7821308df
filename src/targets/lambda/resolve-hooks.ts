import { checkPlace } from '../../model/check-place';
import type { OptionReader } from '../../model/option-reader';
import { readStatements, STATEMENT_OPTIONS } from '../../model/resolve-release';
import { LambdaPackageType, type TrafficHookFunction, type TrafficHookOptions } from '../../options';
import type { HookFunctionModel, LambdaEnvironmentModel } from './model';
import type { FunctionFacts } from './resolve-environment';
import { resolveEntry } from './resolve-functions';
import { checkVariablesSize, resolveVariables } from './resolve-variables';
import { FUNCTION_ARN } from './rules';

const HOOK_OPTIONS: Readonly<Record<keyof TrafficHookOptions, true>> = {
  beforeAllowTraffic: true,
  afterAllowTraffic: true,
  beforeAllowTrafficArn: true,
  afterAllowTrafficArn: true,
};

const FUNCTION_OPTIONS: Readonly<Record<keyof TrafficHookFunction, true>> = {
  handler: true,
  imageConfig: true,
  memorySize: true,
  timeout: true,
  environmentVariables: true,
  functionRoleStatements: true,
};

/** The policy `AWSCodeDeployRoleForLambdaLimited` allows CodeDeploy to invoke functions whose names start with this. */
const NAME_PREFIX = 'CodeDeployHook_';

/** Variables that every hook has. */
const RESERVED = ['FUNCTION_NAME', 'NEW_VERSION'];

export function resolveHooks(
  parent: OptionReader,
  facts: FunctionFacts,
): Pick<LambdaEnvironmentModel, 'hooks' | 'hookFunctions'> {
  const options = parent.struct('hooks', HOOK_OPTIONS);
  for (const key of ['beforeAllowTraffic', 'afterAllowTraffic']) {
    if (options.has(key) && options.has(`${key}Arn`)) {
      options.rejectWithoutValue(key, 'two-hooks', {
        why: `is set together with ${key}Arn`,
        fix: 'Remove one of the two.',
      });
    }
  }
  return {
    hooks: {
      before: readArn(options, 'beforeAllowTrafficArn', facts),
      after: readArn(options, 'afterAllowTrafficArn', facts),
    },
    hookFunctions: {
      before: readFunction(options, 'beforeAllowTraffic', 'before', facts),
      after: readFunction(options, 'afterAllowTraffic', 'after', facts),
    },
  };
}

function readArn(options: OptionReader, key: string, place: FunctionFacts): string | undefined {
  const arn = options.string(key, FUNCTION_ARN);
  if (arn) {
    const fix = 'CodeDeploy can run only functions in the account and Region of the deployment.';
    checkPlace(options, key, arn, { place, same: ['account', 'region', 'partition'], fix });
  }
  return arn;
}

function readFunction(
  parent: OptionReader,
  key: string,
  stage: 'before' | 'after',
  facts: FunctionFacts,
): HookFunctionModel | undefined {
  const options = parent.struct(key, FUNCTION_OPTIONS);
  if (!parent.has(key) || parent.isRejected(key)) {
    return undefined;
  }
  for (const entry of options.entries('environmentVariables').filter(({ name }) => RESERVED.includes(name))) {
    options.rejectEntryWithoutValue(entry, 'reserved-variable', {
      why: 'is set by the service stack',
      fix: 'Use another name.',
    });
  }
  const variables = resolveVariables(options);
  checkVariablesSize(options, { variables, secrets: [] });
  // The package type of a function cannot change, and CloudFormation replaces only functions whose name changes, too.
  const suffix = facts.packageType === LambdaPackageType.IMAGE ? '-image' : '';
  return {
    functionName: `${NAME_PREFIX}${facts.service}-${facts.name}-${stage}${suffix}`,
    ...resolveEntry(options, facts),
    memorySize: options.integer('memorySize', 128, 10_240) ?? 256,
    timeout: options.integer('timeout', 1, 900) ?? 60,
    variables,
    roleStatements: readStatements(options.structs('functionRoleStatements', STATEMENT_OPTIONS)),
  };
}
