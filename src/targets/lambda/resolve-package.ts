import { LAMBDA_RUNTIMES } from '../../data/lambda-runtimes';
import type { BuildCommandsModel } from '../../model/common-model';
import type { BuildModel, RegistryModel } from '../../model/model';
import type { OptionReader, StringRule } from '../../model/option-reader';
import { COMMON_BUILD_OPTIONS, resolveBuild } from '../../model/resolve-build';
import { resolveBundle, resolveBundleBuild } from '../../model/resolve-bundle';
import type { OpenedConfig } from '../../model/resolve-common';
import { readExecForm } from '../../model/resolve-container';
import type { ResolvedEnvironment } from '../../model/resolve-environment-list';
import { COMMON_REGISTRY_OPTIONS, resolveRegistry, withReleaseTags } from '../../model/resolve-registry';
import {
  type CpuArchitecture,
  type LambdaDeliveryOptions,
  type LambdaImageConfig,
  LambdaPackageType,
} from '../../options';
import type { ImageConfigModel, LambdaPackageModel } from './model';
import type { UnplacedEnvironment } from './resolve-environment';
import { checkBundleRuntime, type ResolvedRuntime } from './resolve-runtime';

const IMAGE_CONFIG: Readonly<Record<keyof LambdaImageConfig, true>> = {
  command: true,
  entryPoint: true,
  workingDirectory: true,
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ImageConfig.html */
const WORKING_DIRECTORY: StringRule = {
  pattern: /^\/[A-Za-z0-9._/-]*$/,
  allowed: 'an absolute path',
  maxLength: 1000,
};

const IMAGES_TO_KEEP = 100;

/** The options of one package type, each with what to do instead. */
const OF_ZIP: Readonly<Partial<Record<keyof LambdaDeliveryOptions, string>>> = {
  handler: 'Remove it, and set imageConfig.command to the handler if it differs from that in the Dockerfile.',
  runtime: 'Remove it. The base image contains the runtime.',
  bundle: 'Remove it, and set imageBuild instead.',
};

const OF_IMAGE: readonly (keyof LambdaDeliveryOptions)[] = ['imageConfig', 'imageBuild', 'ecrRepository', 'registry'];

/** What builds the package. The environments decide where it is stored. */
export interface ResolvedPackageBuild {
  readonly build: BuildCommandsModel & { readonly buildImage: string };
  /** `undefined` for a zip file. */
  readonly imageConfig?: ImageConfigModel;
  /** The package with the place where it is stored. */
  finish(environments: readonly ResolvedEnvironment<UnplacedEnvironment>[]): LambdaPackageModel;
}

export function readPackageType(options: OptionReader): LambdaPackageType {
  const type = options.enumMember('packageType', 'LambdaPackageType', LambdaPackageType) ?? LambdaPackageType.ZIP;
  if (options.isRejected('packageType')) {
    return type;
  }
  if (type === LambdaPackageType.IMAGE) {
    for (const [key, fix] of Object.entries(OF_ZIP).filter(([each]) => options.has(each))) {
      options.rejectWithoutValue(key, 'package-type', { why: 'has no effect on a container image', fix });
    }
  } else {
    for (const key of OF_IMAGE.filter((each) => options.has(each))) {
      options.rejectWithoutValue(key, 'package-type', {
        why: 'has no effect on a zip file',
        fix: 'Remove it, or set packageType to LambdaPackageType.IMAGE.',
      });
    }
  }
  return type;
}

/** A zip file, built for a runtime. */
export function resolveZip(
  opened: OpenedConfig,
  architecture: CpuArchitecture,
  runtime: ResolvedRuntime,
): ResolvedPackageBuild {
  const bundled = resolveBundleBuild(opened, architecture, runtime.build);
  checkBundleRuntime(opened.options, bundled, runtime);
  return {
    build: bundled.build,
    finish: (environments) => {
      const { buildImage: _, ...build } = bundled.build;
      const bundle = resolveBundle(
        opened,
        bundled,
        environments.map(({ environment }) => environment),
      );
      return { packageType: LambdaPackageType.ZIP, build, bundle };
    },
  };
}

/** A container image. */
export function resolveImagePackage(opened: OpenedConfig, architecture: CpuArchitecture): ResolvedPackageBuild {
  const { options, pipelineOptions, engines, context, decisions, service, account, region } = opened;
  const buildOptions = options.struct('imageBuild', COMMON_BUILD_OPTIONS);
  const registryOptions = options.struct('registry', COMMON_REGISTRY_OPTIONS);
  const { buildImage, ...resolved } = resolveBuild(options, buildOptions, pipelineOptions, {
    pipeline: engines.pipeline,
    context,
    decisions,
    place: { account, region },
    architecture,
  });
  const build = { ...resolved, directory: context.directory };
  checkNodeVersion(options, build);
  const registry = resolveRegistry(options, registryOptions, {
    service,
    account,
    region,
    decisions,
    builtElsewhere: false,
    keepImages: IMAGES_TO_KEEP,
  });
  return {
    build: { ...build, buildImage },
    imageConfig: readImageConfig(options),
    finish: (environments) => {
      checkRegions(environments, region);
      const names = environments.map(({ environment }) => environment);
      const tagged = withReleaseTags(registry, registryOptions, names, decisions);
      checkKeptImages(registryOptions, tagged, environments);
      return { packageType: LambdaPackageType.IMAGE, build, registry: tagged };
    },
  };
}

/** The generated Dockerfile starts from the base image of a runtime. */
function checkNodeVersion(options: OptionReader, { dockerfile, image, baseImage, runtime }: BuildModel): void {
  const offered = Object.values(LAMBDA_RUNTIMES).flatMap(({ build }) =>
    build?.name === 'nodejs' ? [build.version] : [],
  );
  const own = !dockerfile.generated || image !== undefined || baseImage !== undefined;
  if (!own && runtime && !offered.includes(runtime.version) && !options.isRejected('nodeVersion')) {
    options.reject('nodeVersion', 'lambda-runtime', {
      why: 'is not the version of a Lambda runtime that is still supported',
      allowed: offered.join(', '),
      fix: 'Use one of these versions, or set imageBuild.baseImage.',
    });
  }
}

export function readImageConfig(parent: OptionReader): ImageConfigModel | undefined {
  const options = parent.struct('imageConfig', IMAGE_CONFIG);
  const model = {
    command: readExecForm(options, 'command'),
    entryPoint: readExecForm(options, 'entryPoint'),
    workingDirectory: options.string('workingDirectory', WORKING_DIRECTORY),
  };
  return Object.values(model).some((value) => value !== undefined) ? model : undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#images-reqs */
function checkRegions(environments: readonly ResolvedEnvironment<UnplacedEnvironment>[], region: string): void {
  for (const { environment, own } of environments) {
    if (environment.region !== region && own.has('awsRegion') && !own.isRejected('awsRegion')) {
      own.reject('awsRegion', 'image-region', {
        why: 'is not the Region of the ECR repository, and Lambda pulls images only from its own Region',
        allowed: region,
        fix: 'Use the same Region for all environments, or set packageType to LambdaPackageType.ZIP.',
      });
    }
  }
}

/** Lambda needs the image of each version. */
function checkKeptImages(
  registry: OptionReader,
  model: RegistryModel,
  environments: readonly ResolvedEnvironment<UnplacedEnvironment>[],
): void {
  const retained = Math.max(...environments.map(({ environment }) => environment.retainedVersions));
  const key = model.releaseTags.length > 0 ? 'keepReleasedImages' : 'keepImages';
  if (registry.has(key) && !registry.isRejected(key) && model[key] < retained) {
    registry.reject(key, 'image-of-version', {
      why: `is less than retainedVersions, which is ${retained}, so the images of some versions would expire`,
      allowed: `${retained} to 1000`,
      fix: 'Increase it, or reduce retainedVersions.',
    });
  }
}
