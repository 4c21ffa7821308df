import { typescript } from '../core/projen';
import type { LambdaModel } from '../delivery/lambda';
import { LambdaDelivery } from '../lambda-delivery';
import { withResolved } from '../model/resolved-config';
import { CpuArchitecture, type LambdaDeliveryOptions, LambdaPackageType, LambdaUrlAuthType } from '../options';
import { bundleCommand } from '../starter/bundle-command';
import { renderFunctionProjenrc } from '../starter/function-projenrc';
import { type FunctionSource, functionSource } from '../starter/function-source';
import type { OptionValue } from '../starter/projenrc-source';
import { renderSampleFunction } from '../starter/sample-function';
import { fromCommandLine, HIDDEN_OPTION, packageOf } from './command-line';
import type { DeliveryProjectOptions } from './delivery-project-options';
import { PACKAGE_NAME, repairPackageSpec, resolveLambdaProject } from './project-options';
import { otherOptions, StarterProjenrc } from './starter-projenrc';
import { finishProject, typescriptOptions } from './typescript-project';

/**
 * Options of `LambdaFunctionProject`.
 */
export interface LambdaFunctionProjectOptions extends LambdaDeliveryOptions, DeliveryProjectOptions {}

/** The tool that creates the function package. */
const BUNDLER = 'esbuild@~0.28.2';

/**
 * A TypeScript function on AWS Lambda.
 *
 * The task `bundle` combines the file of the handler with its dependencies into one ES module in `dist`. With the
 * handler `index.handler`, this is the export `handler` of `src/index.ts`. With `LambdaPackageType.IMAGE`, the
 * generated Dockerfile compiles the code instead.
 *
 * @pjid lambda-function-ts
 */
export class LambdaFunctionProject extends typescript.TypeScriptProject {
  /** The delivery of the function. Its properties are the generated files. */
  public readonly delivery: LambdaDelivery;

  /**
   * @param options the config of the project and its delivery
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(options: LambdaFunctionProjectOptions) {
    const config = withStarterDefaults(fromCommandLine(options));
    const resolved = resolveLambdaProject(config);
    const { model } = resolved;
    const zip = model.packageType === LambdaPackageType.ZIP ? model : undefined;
    // The Dockerfile compiles the code into this folder, as the task compile does.
    const source = functionSource(zip?.code.handler ?? 'index.handler', zip?.bundle.path ?? 'lib');
    // A subclass, for example an organization's project type, is in a different package.
    const derived = new.target !== LambdaFunctionProject;
    const packageName = derived ? packageOf(config, PACKAGE_NAME) : PACKAGE_NAME;
    super(
      typescriptOptions(config, model, {
        packageName,
        entrypoint: zip ? source.output : 'lib/index.js',
        devDeps: zip ? [BUNDLER] : [],
      }),
    );
    if (!this.parent) {
      new StarterProjenrc(this, packageName, derived ? undefined : starterOf(config, model));
    }
    this.delivery = new LambdaDelivery(this, withResolved(config, resolved));
    if (zip) {
      const sources = functionSources(zip);
      const bundle = this.addTask('bundle', {
        description: `Bundles the ${sources.length > 1 ? 'functions' : 'function'} into ${zip.bundle.path}`,
        steps: sources.map((each) => ({ exec: bundleCommand(each, model.build.runtime!.version) })),
      });
      this.postCompileTask.spawn(bundle);
      this.addGitIgnore(`/${zip.bundle.path}/`);
    }
    finishProject(this, model, config, config.sampleCode === false ? {} : renderSampleFunction(model.service, source));
  }
}

/** The files of all handlers. Two functions can be exports of the same file. */
function functionSources({
  code,
  environments,
  bundle,
}: Extract<LambdaModel, { packageType: LambdaPackageType.ZIP }>): FunctionSource[] {
  const handlers = [code.handler!, ...environments.flatMap(handlersOf)];
  const sources = handlers.map((handler) => functionSource(handler, bundle.path));
  return sources.filter(({ path }, i) => i === sources.findIndex((other) => other.path === path));
}

function handlersOf({ additionalFunctions, hookFunctions }: LambdaModel['environments'][number]): string[] {
  return [...additionalFunctions, hookFunctions.before, hookFunctions.after].flatMap((each) => each?.handler ?? []);
}

/** `projen new` creates a function that can be called at once, and that reports errors with lines of the source code. */
function withStarterDefaults(options: LambdaFunctionProjectOptions): LambdaFunctionProjectOptions {
  if (!(HIDDEN_OPTION in options)) {
    return options;
  }
  const { functionUrl, httpApi, triggers, environmentVariables } = options;
  return {
    ...options,
    ...(functionUrl || httpApi || triggers ? {} : { functionUrl: { authType: LambdaUrlAuthType.NONE } }),
    environmentVariables: environmentVariables ?? { NODE_OPTIONS: '--enable-source-maps' },
  };
}

/** The contents of the first config. It states resolved values, so it gives the same result on every machine. */
function starterOf(options: LambdaFunctionProjectOptions, model: LambdaModel): string {
  const environment = model.environments[0]!;
  const architecture = Object.entries(CpuArchitecture).find(([, value]) => value === model.code.architecture)!;
  const place = model.packageType === LambdaPackageType.ZIP ? model.bundle.buckets[0]! : model.registry;
  const shown = {
    name: options.name,
    devDeps: (options.devDeps ?? [PACKAGE_NAME]).map((spec) => repairPackageSpec(spec, PACKAGE_NAME)),
    // The command line turns digits into a number.
    awsAccount: place.account,
    awsRegion: place.region,
    githubRepository: model.source.github?.fullName,
    runtime: model.code.runtime,
    architecture: architecture[0],
    handler: model.code.handler,
    memorySize: environment.memorySize,
    timeout: environment.timeout,
    functionUrl: options.functionUrl as OptionValue,
    environmentVariables: options.environmentVariables,
  };
  return renderFunctionProjenrc({ packageName: PACKAGE_NAME, ...shown, extra: otherOptions(options, shown) });
}
