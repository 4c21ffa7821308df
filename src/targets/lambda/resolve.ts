import { Decided, type Facts } from '../../core/fact';
import { DEPRECATED_RUNTIMES, LAMBDA_RUNTIMES, type LambdaRuntime, PREVIEW_RUNTIMES } from '../../data/lambda-runtimes';
import { COMMON_DELIVERY_OPTIONS, COMMON_ENVIRONMENT_OPTIONS } from '../../model/common-options';
import { checkDerivedNames, roleNames } from '../../model/derived-names';
import type { OptionReader } from '../../model/option-reader';
import { bucketOf, resolveBundle, resolveBundleBuild } from '../../model/resolve-bundle';
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
} from '../../options';
import type { LambdaModel, RuntimeSupportModel } from './model';
import { readLogRetention, resolveEnvironment, type UnplacedEnvironment } from './resolve-environment';
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
  handler: true,
  runtime: true,
  architecture: true,
  bundle: true,
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

const DEFAULT_RUNTIME = 'nodejs24.x';

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
  const runtimeName = resolveRuntime(options);
  const runtime = LAMBDA_RUNTIMES[runtimeName]!;
  const asked = options.enumMember('architecture', 'CpuArchitecture', CpuArchitecture) ?? CpuArchitecture.ARM64;
  const architecture = decisions.choose(
    { ...SHARED.cpuArchitecture, option: 'architecture' },
    asked,
    asked === CpuArchitecture.ARM64 ? CpuArchitecture.X86_64 : CpuArchitecture.ARM64,
  );
  const bundled = resolveBundleBuild(opened, architecture, runtime.build);
  if (!options.isRejected('runtime', 'nodeVersion', 'bundle')) {
    checkVersion(options, bundled.bundle, runtimeName, bundled.build.runtime, runtime);
  }
  const begun = beginEngines(opened, bundled.build);
  const handler = resolveHandler(options, runtimeName);
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
        longestWait: opened.enginesAreKnown ? longestWait('managed', engines) : LONGEST_WAIT,
      }),
    compare: checkFunction,
  });
  const unplaced = resolved.map(({ environment }) => environment);
  const bundle = resolveBundle(opened, bundled, unplaced);
  const { buildImage: _, ...build } = bundled.build;
  const model: LambdaModel = {
    service,
    source: opened.source,
    build,
    bundle,
    code: {
      handler: decisions.decide(LAMBDA_SHARED.handler, handler),
      runtime: decisions.decide(LAMBDA_SHARED.runtime, runtimeName),
      architecture: architecture === CpuArchitecture.ARM64 ? 'arm64' : 'x86_64',
      support: supportOf(runtimeName, runtime),
      alias: decisions.decide(LAMBDA_SHARED.alias, 'live'),
      parameters: {
        key: decisions.decide(SHARED.stackParameter, 'CodeKey'),
        hash: decisions.decide(SHARED.stackParameter, 'CodeSha256'),
        release: decisions.decide(SHARED.stackParameter, 'ReleaseId'),
        live: decisions.decide(SHARED.stackParameter, 'LiveVersion'),
      },
      urlOutput: decisions.decide(LAMBDA_SHARED.urlOutput, 'FunctionUrl'),
    },
    environments: unplaced.map((environment) => ({ ...environment, bucket: bucketOf(bundle, environment).name })),
    ...begun.finish(resolved, readLogRetention(options)),
    infra: resolveInfra(opened, begun.bootstrapQualifier),
    files: resolveFiles(opened),
  };
  return closeConfig(opened, model, resolved, () =>
    checkDerivedNames(options, model, roleNames(unplaced.map(({ role }) => role.createAs))),
  );
}

function supportOf(name: string, { deprecated, updateBlocked }: LambdaRuntime): RuntimeSupportModel {
  const language = (runtime: string) => runtime.replace(/\d.*/, '');
  const newest = Object.keys(LAMBDA_RUNTIMES).find((other) => language(other) === language(name));
  return { deprecated, updateBlocked, isNewest: name === newest };
}

function resolveRuntime(options: OptionReader): string {
  const offered = Object.keys(LAMBDA_RUNTIMES);
  const value = options.value('runtime');
  const allowed = offered.join(', ');
  const successor = DEPRECATED_RUNTIMES.find(({ names }) => typeof value === 'string' && names.test(value))?.successor;
  if (successor !== undefined) {
    options.reject('runtime', 'lambda-runtime', { why: 'is deprecated', allowed, fix: `Use ${successor}.` });
    return successor;
  }
  if (PREVIEW_RUNTIMES.some((preview) => preview === value)) {
    options.reject('runtime', 'lambda-runtime', {
      why: 'is in public preview and is not intended for production use',
      allowed,
      fix: 'Use one of these runtimes.',
    });
    return DEFAULT_RUNTIME;
  }
  return options.oneOf('runtime', offered) ?? DEFAULT_RUNTIME;
}

/** The build compiles for the runtime that later runs the code. */
function checkVersion(
  options: OptionReader,
  bundle: OptionReader,
  name: string,
  build: { readonly name: string; readonly version: string } | undefined,
  { build: wanted }: LambdaRuntime,
): void {
  if (!wanted || build?.name !== wanted.name) {
    return;
  }
  const node = wanted.name === 'nodejs';
  const [reader, key] = node ? [options, 'nodeVersion'] : [bundle, 'runtimeVersion'];
  if (reader.has(key) && String(reader.value(key)) !== wanted.version) {
    reader.reject(key, 'runtime-version-mismatch', {
      why: `differs from the Lambda runtime ${name}`,
      allowed: wanted.version,
      fix: `Remove ${key}, or change runtime.`,
    });
  }
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
  const other = earlier.find((each) => each.environment.functionArn === environment.functionArn);
  if (other) {
    own.rejectValue('functionName', environment.functionName, 'duplicate-function', {
      why: `is also the function of the environment ${show(other.environment.name)}`,
      allowed: 'a function that no other environment deploys',
      fix: 'Set a different functionName in one of the two environments.',
    });
  }
}
