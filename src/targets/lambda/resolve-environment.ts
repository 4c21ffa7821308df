import type { Facts } from '../../core/fact';
import { LOG_RETENTION } from '../../data/log-retention';
import { arnOf, partitionOf } from '../../model/aws';
import { bootstrapRoles, executionRole } from '../../model/bootstrap-roles';
import { isRecord } from '../../model/json-data';
import type { RoleModel, StackModel } from '../../model/model';
import { pascalCase } from '../../model/names';
import type { OptionReader, StringRule } from '../../model/option-reader';
import { readRole } from '../../model/read-role';
import type { EnvironmentPlace } from '../../model/resolve-environment-list';
import { type LongestWait, readStatements, STATEMENT_OPTIONS } from '../../model/resolve-release';
import { readSmokeTest, smokeTestOptions } from '../../model/resolve-smoke-test';
import { type RoleNames, roleArnOf } from '../../model/role-names';
import { SECURITY_GROUP_ID, SUBNET_ID } from '../../model/rules';
import { SHARED } from '../../model/shared-values';
import {
  LambdaLogFormat,
  type LambdaLoggingOptions,
  type LambdaNetworkOptions,
  type LambdaPackageType,
  LambdaUrlAuthType,
} from '../../options';
import type {
  FunctionModel,
  FunctionUrlModel,
  HttpApiModel,
  LambdaEnvironmentModel,
  LambdaLoggingModel,
} from './model';
import { resolveAdditionalFunctions } from './resolve-functions';
import { resolveHooks } from './resolve-hooks';
import { resolveFunctionUrl, resolveHttpApi } from './resolve-http';
import { readConcurrency } from './resolve-size';
import { resolveAlarms, resolveTimeout, resolveTraffic } from './resolve-traffic';
import { resolveAsyncInvocation, resolveTriggers } from './resolve-triggers';
import { checkVariablesSize, resolveSecrets, resolveVariables } from './resolve-variables';
import { FUNCTION_NAME } from './rules';
import { LAMBDA_SHARED } from './shared-values';

const NETWORK_OPTIONS: Readonly<Record<keyof LambdaNetworkOptions, true>> = { subnetIds: true, securityGroupIds: true };

const LOGGING_OPTIONS: Readonly<Record<keyof LambdaLoggingOptions, true>> = {
  format: true,
  existingLogGroup: true,
  applicationLogLevel: true,
  systemLogLevel: true,
};

/** What the config decides before the environments are resolved. */
export interface LambdaFacts {
  readonly service: string;
  readonly bootstrapQualifier: string;
  readonly roles: RoleNames;
  readonly longestWait: LongestWait;
  readonly packageType: LambdaPackageType;
  /** `undefined` for a container image. */
  readonly runtime?: string;
  /** The alias that receives all invocations. */
  readonly alias: string;
}

/** What the functions of an environment are resolved from. */
export type FunctionFacts = LambdaFacts & EnvironmentPlace;

/** An environment without the bucket, which depends on all environments. */
export type UnplacedEnvironment = Omit<LambdaEnvironmentModel, 'bucket'>;

export function resolveEnvironment(options: OptionReader, facts: FunctionFacts): UnplacedEnvironment {
  const { service, account, region, name, several, bootstrapQualifier } = facts;
  const decisions = facts.decisions.in(name);
  const prefix = `${service}-${name}`;
  const functionName = decisions.decide(
    LAMBDA_SHARED.functionName,
    options.string('functionName', FUNCTION_NAME) ?? prefix,
  );
  const logGroup = decisions.decide(LAMBDA_SHARED.functionLogGroup, `/aws/lambda/${functionName}`);
  const shift = resolveTraffic(options);
  const deploymentTimeoutMinutes = resolveTimeout(options, shift, facts.longestWait);
  const variables = resolveVariables(options);
  const secrets = resolveSecrets(options, facts);
  checkVariablesSize(options, { variables, secrets });
  const logging = resolveLogging(options);
  const functionUrl = resolveFunctionUrl(options);
  const httpApi = resolveHttpApi(options);
  const main: FunctionModel = {
    functionName,
    functionArn: arnOf('lambda', facts, `function:${functionName}`),
    role: resolveRole(options, `${prefix}-function`, facts, decisions),
    roleStatements: resolveStatements(options),
    memorySize: options.integer('memorySize', 128, 10_240) ?? 512,
    timeout: options.integer('timeout', 1, 900) ?? 10,
    ephemeralStorageSize: options.integer('ephemeralStorageSize', 512, 10_240) ?? 512,
    ...readConcurrency(options),
    variables,
    secrets,
    network: resolveNetwork(options),
    functionUrl,
    httpApi,
    triggers: resolveTriggers(options, facts, decisions),
    asyncInvocation: resolveAsyncInvocation(options, facts, decisions),
    tracing: options.boolean('tracing') ?? false,
    logging,
    logGroup: { name: logGroup, arn: arnOf('logs', facts, `log-group:${logGroup}`), create: !logging.existing },
    logRetentionDays: readLogRetention(options),
    alarms: resolveAlarms(options, facts),
  };
  return {
    ...main,
    name,
    argument: decisions.decide(SHARED.scriptArgument, name),
    account,
    region,
    partition: partitionOf(region),
    approval: options.boolean('approval') ?? (several && /^prod(uction)?$/.test(name)),
    additionalFunctions: resolveAdditionalFunctions(options, main, facts),
    application: decisions.decide(LAMBDA_SHARED.application, prefix),
    shift,
    ...resolveHooks(options, facts),
    smokeTest: resolveSmokeTest(options, { functionUrl, httpApi, decisions }),
    retainedVersions: options.integer('retainedVersions', 2, 100) ?? 10,
    deploymentTimeoutMinutes,
    releaseTimeout: deploymentTimeoutMinutes,
    baseStack: stackOf('base', facts),
    serviceStack: stackOf('service', facts),
    bootstrapRoles: bootstrapRoles(facts, bootstrapQualifier),
    cloudFormationRole: executionRole(facts, bootstrapQualifier),
  };
}

/** Reads the option for an environment or, at the top level, for resources that belong to no environment. */
export function readLogRetention(options: OptionReader): number {
  return options.oneOf('logRetentionDays', Object.keys(LOG_RETENTION).map(Number)) ?? 30;
}

function stackOf(
  purpose: 'base' | 'service',
  { service, name, several, decisions }: LambdaFacts & EnvironmentPlace,
): StackModel {
  const className = `${pascalCase(purpose)}Stack`;
  return {
    name: decisions
      .in(name)
      .decide(purpose === 'base' ? SHARED.baseStack : SHARED.serviceStack, `${service}-${name}-${purpose}`),
    file: several ? `${name}-${purpose}-stack.ts` : `${purpose}-stack.ts`,
    className: several ? `${pascalCase(name)}${className}` : className,
  };
}

function resolveRole(
  options: OptionReader,
  name: string,
  facts: LambdaFacts & EnvironmentPlace,
  decisions: Facts,
): RoleModel {
  const fix = 'The role must be in the same account and partition as the function.';
  const arn = readRole(options, 'functionRoleArn', facts, fix);
  if (arn === undefined) {
    const createAs = decisions.decide(LAMBDA_SHARED.functionRole, `${facts.roles.prefix}${name}`);
    return { arn: roleArnOf(facts, facts.roles, createAs), createAs };
  }
  return { arn: decisions.decide(LAMBDA_SHARED.functionRole, arn) };
}

function resolveStatements(options: OptionReader): LambdaEnvironmentModel['roleStatements'] {
  const readers = options.structs('functionRoleStatements', STATEMENT_OPTIONS);
  if (readers.length > 0 && options.has('functionRoleArn')) {
    options.rejectWithoutValue('functionRoleStatements', 'statements-for-existing-role', {
      why: 'applies only to a function role that the base stack creates',
      fix: 'Move the statements to the role that functionRoleArn specifies, or remove functionRoleArn.',
    });
  }
  return readStatements(readers);
}

function resolveNetwork(parent: OptionReader): LambdaEnvironmentModel['network'] {
  const options = parent.struct('network', NETWORK_OPTIONS);
  const read = (key: string, what: string, rule: StringRule, max: number): readonly string[] => {
    const ids = options.strings(key, rule) ?? [];
    if (isRecord(parent.value('network')) && !options.has(key)) {
      options.rejectWithoutValue(key, 'missing-option', {
        why: 'is missing',
        allowed: rule.allowed,
        fix: `List at least one ${what}.`,
      });
    }
    if (options.isEmptyList(key) || ids.length > max) {
      options.reject(key, 'vpc-items', {
        why: `contains ${ids.length} IDs`,
        allowed: `1 to ${max}`,
        fix: `List 1 to ${max} ${what}s.`,
      });
    }
    return ids;
  };
  const model = {
    subnetIds: read('subnetIds', 'subnet', SUBNET_ID, 16),
    securityGroupIds: read('securityGroupIds', 'security group', SECURITY_GROUP_ID, 5),
  };
  return parent.has('network') ? model : undefined;
}

function resolveLogging(parent: OptionReader): LambdaLoggingModel {
  const options = parent.struct('logging', LOGGING_OPTIONS);
  const format = options.enumMember('format', 'LambdaLogFormat', LambdaLogFormat) ?? LambdaLogFormat.JSON;
  const applicationLogLevel = options.oneOf('applicationLogLevel', [
    'TRACE',
    'DEBUG',
    'INFO',
    'WARN',
    'ERROR',
    'FATAL',
  ]);
  const systemLogLevel = options.oneOf('systemLogLevel', ['DEBUG', 'INFO', 'WARN']);
  for (const key of ['applicationLogLevel', 'systemLogLevel']) {
    if (options.has(key) && format === LambdaLogFormat.TEXT) {
      options.reject(key, 'log-level-of-text', {
        why: 'has no effect on text logs',
        fix: 'Remove it, or use LambdaLogFormat.JSON.',
      });
    }
  }
  return { format, applicationLogLevel, systemLogLevel, existing: options.boolean('existingLogGroup') ?? false };
}

function resolveSmokeTest(
  parent: OptionReader,
  facts: { functionUrl?: FunctionUrlModel; httpApi?: HttpApiModel; decisions: Facts },
): LambdaEnvironmentModel['smokeTest'] {
  const options = smokeTestOptions(parent, 'the function');
  return (
    options &&
    readSmokeTest(options, facts.decisions, (command) => {
      if (command.includes('FUNCTION_URL')) {
        checkFunctionUrl(options, facts);
      }
    })
  );
}

function checkFunctionUrl(
  options: OptionReader,
  { functionUrl, httpApi }: { functionUrl?: FunctionUrlModel; httpApi?: HttpApiModel },
): void {
  if (!functionUrl && !httpApi) {
    options.reject('command', 'service-url', {
      why: 'uses FUNCTION_URL, which is set only with functionUrl or httpApi',
      fix: 'Set one of the two, or invoke the function with aws lambda invoke.',
    });
  } else if (functionUrl?.authType === LambdaUrlAuthType.AWS_IAM) {
    options.reject('command', 'service-url', {
      why: 'uses FUNCTION_URL, but the URL accepts only signed requests',
      fix: 'Invoke the function with aws lambda invoke, or set functionUrl.authType to LambdaUrlAuthType.NONE.',
    });
  }
}
