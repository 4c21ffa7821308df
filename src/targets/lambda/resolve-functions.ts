import type { Facts } from '../../core/fact';
import { arnOf } from '../../model/aws';
import { pascalCase } from '../../model/names';
import type { OptionReader, StringRule } from '../../model/option-reader';
import { readStatements, STATEMENT_OPTIONS } from '../../model/resolve-release';
import { roleArnOf } from '../../model/role-names';
import { CONSTRUCT_NAME } from '../../model/rules';
import { SHARED } from '../../model/shared-values';
import { type AdditionalFunctionOptions, LambdaPackageType } from '../../options';
import type { AdditionalFunctionModel, FunctionModel, ImageConfigModel } from './model';
import type { FunctionFacts } from './resolve-environment';
import { resolveFunctionUrl } from './resolve-http';
import { readImageConfig } from './resolve-package';
import { readConcurrency } from './resolve-size';
import { resolveAsyncInvocation, resolveTriggers } from './resolve-triggers';
import { checkVariablesSize, resolveSecrets, resolveVariables } from './resolve-variables';
import { FUNCTION_NAME, HANDLER, NODE_HANDLER } from './rules';
import { LAMBDA_SHARED } from './shared-values';

const FUNCTION_OPTIONS: Readonly<Record<keyof AdditionalFunctionOptions, true>> = {
  name: true,
  handler: true,
  imageConfig: true,
  description: true,
  functionName: true,
  memorySize: true,
  timeout: true,
  ephemeralStorageSize: true,
  reservedConcurrentExecutions: true,
  provisionedConcurrentExecutions: true,
  environmentVariables: true,
  secrets: true,
  functionRoleStatements: true,
  functionUrl: true,
  triggers: true,
  asyncInvocation: true,
};

const MERGED = ['environmentVariables', 'secrets', 'functionUrl', 'triggers', 'asyncInvocation'];

/** The description of a function has at most 256 characters, and starts with the ID of the release. */
const DESCRIPTION: StringRule = {
  pattern: /^[^\p{Cc}\p{Cs}`$\\]+$/u,
  allowed: 'one line of text without backticks, dollar signs, and backslashes',
  maxLength: 180,
};

/** Resolves the functions in addition to the main function. */
export function resolveAdditionalFunctions(
  parent: OptionReader,
  main: FunctionModel,
  facts: FunctionFacts,
): AdditionalFunctionModel[] {
  const functions: AdditionalFunctionModel[] = [];
  for (const options of parent.namedStructs('additionalFunctions', FUNCTION_OPTIONS, MERGED)) {
    const name = options.string('name', { ...CONSTRUCT_NAME, maxLength: 32 });
    const found = resolveFunction(options, name ?? 'function', main, facts);
    if ([main, ...functions].some(({ functionName }) => functionName === found.functionName)) {
      options.rejectValue('functionName', found.functionName, 'duplicate-function', {
        why: 'is also the name of another function of the environment',
        allowed: 'a unique name',
        fix: 'Set a different functionName.',
      });
    }
    functions.push(found);
  }
  return functions;
}

function resolveFunction(
  options: OptionReader,
  name: string,
  main: FunctionModel,
  facts: FunctionFacts,
): AdditionalFunctionModel {
  const { service, alias } = facts;
  const decisions = facts.decisions.in(facts.name);
  const prefix = `${service}-${facts.name}-${name}`;
  const functionName = decisions.decide(
    LAMBDA_SHARED.functionName,
    options.string('functionName', FUNCTION_NAME) ?? prefix,
  );
  const logGroup = decisions.decide(LAMBDA_SHARED.functionLogGroup, `/aws/lambda/${functionName}`);
  return {
    ...main,
    name,
    functionName,
    functionArn: arnOf('lambda', facts, `function:${functionName}`),
    ...resolveEntry(options, facts),
    description: options.string('description', DESCRIPTION),
    ...resolveRole(options, `${prefix}-function`, main, facts, decisions),
    memorySize: options.integer('memorySize', 128, 10_240) ?? main.memorySize,
    timeout: options.integer('timeout', 1, 900) ?? main.timeout,
    ephemeralStorageSize: options.integer('ephemeralStorageSize', 512, 10_240) ?? main.ephemeralStorageSize,
    ...readConcurrency(options),
    ...variablesOf(options, main, facts),
    functionUrl: resolveFunctionUrl(options),
    httpApi: undefined,
    triggers: resolveTriggers(options, facts, decisions),
    asyncInvocation: resolveAsyncInvocation(options, facts, decisions),
    logGroup: { name: logGroup, arn: arnOf('logs', facts, `log-group:${logGroup}`), create: main.logGroup.create },
    parameter: decisions.decide(SHARED.stackParameter, `LiveVersion${pascalCase(name)}`),
    deploymentGroup: decisions.decide(LAMBDA_SHARED.deploymentGroup, `${alias}-${name}`),
    urlOutput: `FunctionUrl${pascalCase(name)}`,
  };
}

/** What the function runs: a handler in the zip file, or a command in the image. */
export function resolveEntry(
  options: OptionReader,
  { packageType, runtime, decisions }: FunctionFacts,
): { handler?: string; imageConfig?: ImageConfigModel } {
  const image = packageType === LambdaPackageType.IMAGE;
  const [wanted, other] = image ? ['imageConfig', 'handler'] : ['handler', 'imageConfig'];
  if (options.has(other!)) {
    options.rejectWithoutValue(other!, 'package-type', {
      why: image ? 'has no effect on a container image' : 'has no effect on a zip file',
      fix: image ? 'Remove it, and set imageConfig.command.' : 'Remove it, and set handler.',
    });
  }
  const imageConfig = readImageConfig(options);
  const handler = options.string('handler', runtime?.startsWith('nodejs') ? NODE_HANDLER : HANDLER);
  const found = image ? imageConfig?.command : options.value('handler');
  if (found === undefined && !options.isRejected(wanted!) && !options.has(other!)) {
    const key = image ? 'imageConfig' : 'handler';
    options.rejectWithoutValue(key, 'missing-option', {
      why: image ? 'does not specify a command' : 'is missing',
      allowed: image ? "{ command: ['lib/index.handler'] }" : HANDLER.allowed,
      fix: image
        ? 'Set imageConfig.command, which selects the code of the function.'
        : 'Specify the handler of the function.',
    });
  }
  return image ? { imageConfig } : { handler: handler && decisions.decide(LAMBDA_SHARED.handler, handler) };
}

/** Every function has its own role, unless the config specifies an existing one. */
function resolveRole(
  options: OptionReader,
  name: string,
  main: FunctionModel,
  facts: FunctionFacts,
  decisions: Facts,
): Pick<FunctionModel, 'role' | 'roleStatements'> {
  const readers = options.structs('functionRoleStatements', STATEMENT_OPTIONS);
  if (!main.role.createAs) {
    if (readers.length > 0) {
      options.rejectWithoutValue('functionRoleStatements', 'statements-for-existing-role', {
        why: 'applies only to a function role that the base stack creates',
        fix: 'Move the statements to the role that functionRoleArn specifies, or remove functionRoleArn.',
      });
    }
    return { role: main.role, roleStatements: [] };
  }
  const createAs = decisions.decide(LAMBDA_SHARED.functionRole, `${facts.roles.prefix}${name}`);
  return { role: { arn: roleArnOf(facts, facts.roles, createAs), createAs }, roleStatements: readStatements(readers) };
}

/** The variables and secrets of the main function, and those of the function, which override them. */
function variablesOf(
  options: OptionReader,
  main: FunctionModel,
  facts: FunctionFacts,
): Pick<FunctionModel, 'variables' | 'secrets'> {
  const own = { variables: resolveVariables(options), secrets: resolveSecrets(options, facts) };
  const names = [...own.variables, ...own.secrets].map(({ name }) => name);
  const merged = <T extends { readonly name: string }>(inherited: readonly T[], added: readonly T[]) =>
    [...inherited.filter(({ name }) => !names.includes(name)), ...added].sort((a, b) => (a.name < b.name ? -1 : 1));
  const all = {
    variables: merged(main.variables, own.variables),
    secrets: merged(main.secrets, own.secrets),
  };
  if (names.length > 0) {
    checkVariablesSize(options, all);
  }
  return all;
}
