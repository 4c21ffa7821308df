import type { Facts } from '../core/fact';
import { PACKAGE_MANAGERS } from '../data/package-managers';
import type { BundleOptions, CpuArchitecture } from '../options';
import { type Place, partitionOf } from './aws';
import type { BucketModel, BundleModel } from './bundle-model';
import type { BuildCommandsModel } from './common-model';
import type { Runtime } from './model';
import { pascalCase } from './names';
import type { OptionReader } from './option-reader';
import {
  ARCHITECTURES,
  decidedRuntime,
  NO_RUNTIME,
  resolveImage,
  resolveRuntimeName,
  resolveVersion,
} from './resolve-build';
import type { OpenedConfig } from './resolve-common';
import { resolvePackageManager } from './resolve-package-manager';
import { readStatements, STATEMENT_OPTIONS } from './resolve-release';
import { ABSOLUTE_PATH, PROJECT_PATH, SHELL_COMMAND } from './rules';
import { SHARED } from './shared-values';

const BUNDLE_OPTIONS: Readonly<Record<keyof BundleOptions, true>> = {
  runtime: true,
  runtimeVersion: true,
  installCommands: true,
  testCommands: true,
  path: true,
  cachePaths: true,
};

/** What builds the bundle. The environments decide where it is stored. */
export interface ResolvedBundleBuild {
  readonly build: BuildCommandsModel & { readonly buildImage: string };
  /** The reader of the options of the bundle. */
  readonly bundle: OptionReader;
  readonly path: string;
}

/**
 * Resolves how a bundle is built.
 *
 * @param architecture the CPU architecture that the bundle is for. The build runs on it, because a dependency can contain
 * compiled code
 * @param language the language runtime that the bundle is for
 */
export function resolveBundleBuild(
  opened: OpenedConfig,
  architecture: CpuArchitecture,
  language?: Runtime,
): ResolvedBundleBuild {
  const { options, pipelineOptions, context, decisions, engines } = opened;
  const bundle = options.struct('bundle', BUNDLE_OPTIONS);
  const { buildImage: defaultImage, ...architectureModel } = ARCHITECTURES[architecture];
  const architectureIsKnown = !options.isRejected('architecture', 'cpuArchitecture');
  const buildImage = resolveImage(pipelineOptions, defaultImage, architectureIsKnown);
  const runtimeName =
    resolveRuntimeName(bundle, buildImage) ?? language?.name ?? (context.nodeProject ? 'nodejs' : NO_RUNTIME);
  const node = runtimeName === 'nodejs';
  const askedCommands = bundle.strings('installCommands', SHELL_COMMAND);
  const packageManager = node
    ? resolvePackageManager(options, bundle, { context, installCommands: askedCommands, decisions })
    : undefined;
  const tool = PACKAGE_MANAGERS[packageManager?.name ?? 'npm'];
  const installCommands = askedCommands ?? (node ? [tool.install] : []);
  const testCommands =
    bundle.strings('testCommands', SHELL_COMMAND) ?? (node && context.nodeProject ? [`${tool.run} build`] : []);
  if (testCommands.length === 0 && !bundle.isRejected('testCommands', 'runtime')) {
    bundle.rejectWithoutValue('testCommands', 'bundle-commands-required', {
      why: 'is missing or empty, so nothing creates the bundle',
      allowed: 'commands that test the project and create the folder that bundle.path specifies',
      fix: 'Set bundle.testCommands.',
    });
  }
  const asked = resolveVersion(options, bundle, {
    runtimeName,
    buildImage,
    checkImage: engines.pipeline && !pipelineOptions.isRejected('buildImage') && architectureIsKnown,
    option: 'bundle.runtime',
    defaultVersion: runtimeName === language?.name ? language.version : undefined,
  });
  const path = decisions.decide(SHARED.bundlePath, bundle.string('path', PROJECT_PATH)?.replace(/^\.\//, '') ?? 'dist');
  return {
    bundle,
    path,
    build: {
      packageManager,
      runtime: decidedRuntime(asked, decisions),
      installCommands,
      testCommands,
      artifacts: [path],
      cachePaths: bundle.strings('cachePaths', ABSOLUTE_PATH) ?? (packageManager ? [tool.cache.root] : []),
      directory: context.directory,
      architecture: architectureModel,
      buildImage,
    },
  };
}

/** Where the bundle is stored: in the delivery Region, and in every other Region of an environment. */
export function resolveBundle(
  opened: OpenedConfig,
  { path }: ResolvedBundleBuild,
  environments: readonly Place[],
): BundleModel {
  const { options, service, account, region, decisions } = opened;
  const regions = [...new Set([region, ...environments.map((environment) => environment.region)])];
  return {
    path,
    script: decisions.decide(SHARED.bundleScript, 'infra/bundle.sh'),
    buckets: regions.map((each, i) => bucket({ service, account, region: each, decisions, first: i === 0 })),
    roleStatements: readStatements(options.structs('buildRoleStatements', STATEMENT_OPTIONS)),
  };
}

/** A bucket name is unique in the whole partition, so it contains the account and the Region. */
function bucket({
  service,
  account,
  region,
  decisions,
  first,
}: Place & { service: string; decisions: Facts; first: boolean }): BucketModel {
  const name = decisions.decide(SHARED.artifactBucket, `${service}-${account}-${region}`);
  const suffix = first ? '' : `-${region}`;
  return {
    name,
    arn: `arn:${partitionOf(region)}:s3:::${name}`,
    account,
    region,
    stack: {
      name: decisions.decide(SHARED.artifactsStack, `${service}-artifacts${suffix}`),
      file: `artifacts${suffix}-stack.ts`,
      className: `Artifacts${first ? '' : pascalCase(region)}Stack`,
    },
  };
}

/** The bucket in the Region of an environment. */
export function bucketOf({ buckets }: BundleModel, { region }: Place): BucketModel {
  return buckets.find((each) => each.region === region) ?? buckets[0]!;
}
