import { Decided, type Facts } from '../../core/fact';
import { COMMON_DELIVERY_OPTIONS, COMMON_ENVIRONMENT_OPTIONS } from '../../model/common-options';
import { checkDerivedNames, type DerivedName, roleNames } from '../../model/derived-names';
import type { OptionReader } from '../../model/option-reader';
import { bucketOf } from '../../model/resolve-bundle';
import {
  type AdditionalOptions,
  beginEngines,
  closeConfig,
  openConfig,
  type ResolveContext,
  resolveFiles,
  resolveInfra,
} from '../../model/resolve-common';
import { type ResolvedEnvironment, resolveEnvironmentList } from '../../model/resolve-environment-list';
import { LONGEST_WAIT, longestWait } from '../../model/resolve-release';
import { SHARED } from '../../model/shared-values';
import { show } from '../../model/show';
import {
  CpuArchitecture,
  DeploymentStrategy,
  type LambdaDeliveryOptions,
  type LambdaEnvironmentOptions,
  type LambdaFunctionSettings,
  LambdaPackageType,
} from '../../options';
import { functionsOf, type LambdaModel } from './model';
import { readLogRetention, resolveEnvironment, type UnplacedEnvironment } from './resolve-environment';
import { readPackageType, resolveImagePackage, resolveZip } from './resolve-package';
import { resolveRuntime, supportOf } from './resolve-runtime';
import { HANDLER, NODE_HANDLER } from './rules';
import { LAMBDA_SHARED } from './shared-values';

const FUNCTION_SETTINGS: Readonly<Record<keyof LambdaFunctionSettings, true>> = {
  functionName: true,
  memorySize: true,
  timeout: true,
  ephemeralStorageSize: true,
  reservedConcurrentExecutions: true,
  provisionedConcurrentExecutions: true,
  environmentVariables: true,
  secrets: true,
  functionRoleArn: true,
  functionRoleStatements: true,
  network: true,
  functionUrl: true,
  httpApi: true,
  triggers: true,
  additionalFunctions: true,
  asyncInvocation: true,
  tracing: true,
  logging: true,
  logRetentionDays: true,
  strategy: true,
  strategyParameters: true,
  alarms: true,
  hooks: true,
  smokeTest: true,
  retainedVersions: true,
  deploymentTimeoutMinutes: true,
};

/** Every option, so that misspelled options are also found in plain JavaScript. */
export const LAMBDA_OPTIONS: Readonly<Record<keyof LambdaDeliveryOptions, true>> = {
  ...COMMON_DELIVERY_OPTIONS,
  packageType: true,
  handler: true,
  runtime: true,
  architecture: true,
  bundle: true,
  imageConfig: true,
  imageBuild: true,
  ecrRepository: true,
  registry: true,
  environments: true,
  ...FUNCTION_SETTINGS,
};

const ENVIRONMENT_OPTIONS: Readonly<Record<keyof LambdaEnvironmentOptions, true>> = {
  ...COMMON_ENVIRONMENT_OPTIONS,
  ...FUNCTION_SETTINGS,
};

const MERGED_OPTIONS = [
  'environmentVariables',
  'secrets',
  'network',
  'functionUrl',
  'httpApi',
  'triggers',
  'asyncInvocation',
  'logging',
  'strategyParameters',
  'alarms',
  'hooks',
  'smokeTest',
];

/**
 * Resolves the config of a Lambda function to the model.
 *
 * @param raw the unvalidated options, of any type
 * @param project additional options, defined by the project type that contains the delivery
 * @param decisions declares the values that files share
 * @throws ConfigError that lists all problems
 */
export function resolveLambda(
  raw: unknown,
  context: ResolveContext,
  project?: AdditionalOptions,
  decisions: Facts = new Decided(),
): LambdaModel {
  const opened = openConfig(raw, LAMBDA_OPTIONS, { context, project, decisions });
  const { problems, options, service, engines } = opened;
  const packageType = readPackageType(options);
  const asked = options.enumMember('architecture', 'CpuArchitecture', CpuArchitecture) ?? CpuArchitecture.ARM64;
  const architecture = decisions.choose(
    { ...SHARED.cpuArchitecture, option: 'architecture' },
    asked,
    asked === CpuArchitecture.ARM64 ? CpuArchitecture.X86_64 : CpuArchitecture.ARM64,
  );
  const runtime = packageType === LambdaPackageType.ZIP ? resolveRuntime(options) : undefined;
  const packaged = runtime ? resolveZip(opened, architecture, runtime) : resolveImagePackage(opened, architecture);
  const begun = beginEngines(opened, packaged.build);
  const handler = runtime && decisions.decide(LAMBDA_SHARED.handler, resolveHandler(options, runtime.name));
  const alias = decisions.decide(LAMBDA_SHARED.alias, 'live');
  const resolved = resolveEnvironmentList<UnplacedEnvironment>(options, problems, opened, {
    known: ENVIRONMENT_OPTIONS,
    topLevel: LAMBDA_OPTIONS,
    merged: MERGED_OPTIONS,
    identity: ['functionName'],
    defaultStrategy: DeploymentStrategy.ALL_AT_ONCE,
    resolve: (layered, place) =>
      resolveEnvironment(layered, {
        ...place,
        service,
        bootstrapQualifier: begun.effectiveQualifier,
        roles: opened.roles,
        packageType,
        runtime: runtime?.name,
        alias,
        longestWait: opened.enginesAreKnown ? longestWait('managed', engines) : LONGEST_WAIT,
      }),
    compare: checkFunction,
  });
  const finished = packaged.finish(resolved);
  const zip = finished.packageType === LambdaPackageType.ZIP;
  const model: LambdaModel = {
    ...finished,
    service,
    source: opened.source,
    code: {
      handler,
      runtime: runtime && decisions.decide(LAMBDA_SHARED.runtime, runtime.name),
      support: runtime && supportOf(runtime),
      imageConfig: packaged.imageConfig,
      architecture: architecture === CpuArchitecture.ARM64 ? 'arm64' : 'x86_64',
      alias,
      parameters: {
        package: decisions.decide(SHARED.stackParameter, zip ? 'CodeKey' : 'ImageUri'),
        hash: zip ? decisions.decide(SHARED.stackParameter, 'CodeSha256') : undefined,
        release: decisions.decide(SHARED.stackParameter, 'ReleaseId'),
        live: decisions.decide(SHARED.stackParameter, 'LiveVersion'),
      },
      urlOutput: decisions.decide(LAMBDA_SHARED.urlOutput, 'FunctionUrl'),
    },
    environments: resolved.map(({ environment }) => ({
      ...environment,
      bucket: finished.packageType === LambdaPackageType.ZIP ? bucketOf(finished.bundle, environment).name : undefined,
    })),
    ...begun.finish(resolved, readLogRetention(options)),
    infra: resolveInfra(opened, begun.bootstrapQualifier),
    files: resolveFiles(opened),
  };
  return closeConfig(opened, model, resolved, () =>
    checkDerivedNames(options, model, namesOf(resolved.map(({ environment }) => environment))),
  );
}

function namesOf(environments: readonly UnplacedEnvironment[]): DerivedName[] {
  const functions = environments.flatMap((environment) => functionsOf(environment));
  const hooks = environments.flatMap(({ hookFunctions }) => [hookFunctions.before, hookFunctions.after]);
  return [
    ...roleNames(functions.map(({ role }) => role.createAs)),
    ...[...functions, ...hooks.filter((hook) => hook !== undefined)].map(({ functionName }) => ({
      what: 'Lambda function',
      name: functionName,
      limit: 64,
    })),
  ];
}

function resolveHandler(options: OptionReader, runtime: string): string {
  const node = runtime.startsWith('nodejs');
  const byDefault = node ? 'index.handler' : runtime.startsWith('provided') ? 'bootstrap' : undefined;
  if (!options.has('handler') && byDefault === undefined) {
    options.rejectWithoutValue('handler', 'missing-option', {
      why: 'is missing',
      allowed: HANDLER.allowed,
      fix: `Specify the handler for ${runtime}.`,
    });
  }
  return options.string('handler', node ? NODE_HANDLER : HANDLER) ?? byDefault ?? 'index.handler';
}

/** Environments with the same function would overwrite each other's releases. */
function checkFunction(
  { environment, own }: ResolvedEnvironment<UnplacedEnvironment>,
  earlier: readonly ResolvedEnvironment<UnplacedEnvironment>[],
): void {
  const [main, ...additional] = functionsOf(environment);
  for (const [option, functions] of [
    ['functionName', [main!]],
    ['additionalFunctions', additional],
  ] as const) {
    for (const { functionName, functionArn } of functions) {
      const other = earlier.find((each) =>
        functionsOf(each.environment).some((existing) => existing.functionArn === functionArn),
      );
      if (other) {
        own.rejectValue(option, functionName, 'duplicate-function', {
          why: `is also the function of the environment ${show(other.environment.name)}`,
          allowed: 'a function that no other environment deploys',
          fix: 'Set a different functionName in one of the two environments.',
        });
      }
    }
  }
}
