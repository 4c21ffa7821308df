import type { Facts } from '../core/fact';
import { CODEBUILD_RUNTIMES } from '../data/codebuild-runtimes';
import { PACKAGE_MANAGERS } from '../data/package-managers';
import { type CommonImageBuildOptions, CpuArchitecture, EcsServiceMode } from '../options';
import type { Place } from './aws';
import type { ArchitectureModel, BuildModel, PackageManagerModel, Runtime } from './model';
import type { OptionReader } from './option-reader';
import { resolveBuildInputs, resolveSecretVariables } from './resolve-build-secrets';
import { resolveBaseImage, resolveCopiedImage, resolveDockerBuild, resolveFiles } from './resolve-image-build';
import { resolvePackageManager } from './resolve-package-manager';
import { readStatements, STATEMENT_OPTIONS } from './resolve-release';
import {
  ABSOLUTE_PATH,
  ARTIFACT_PATH,
  CODEBUILD_IMAGE,
  NODE_VERSION,
  PROJECT_PATH,
  RUNTIME_VERSION,
  SHELL_COMMAND,
} from './rules';
import { SHARED } from './shared-values';

export const ARCHITECTURES: Readonly<Record<CpuArchitecture, ArchitectureModel & { buildImage: string }>> = {
  [CpuArchitecture.X86_64]: {
    ecs: 'X86_64',
    docker: 'linux/amd64',
    runner: 'ubuntu-24.04',
    codeBuild: 'LINUX_CONTAINER',
    buildImage: 'aws/codebuild/amazonlinux-x86_64-standard:6.0',
  },
  [CpuArchitecture.ARM64]: {
    ecs: 'ARM64',
    docker: 'linux/arm64',
    runner: 'ubuntu-24.04-arm',
    codeBuild: 'ARM_CONTAINER',
    buildImage: 'aws/codebuild/amazonlinux-aarch64-standard:4.0',
  },
};

/** The newest LTS release of Node.js that CodeBuild supports. */
export const DEFAULT_NODE_VERSION = '24';

/** The options for building an image. */
export const COMMON_BUILD_OPTIONS: Readonly<Record<keyof CommonImageBuildOptions, true>> = {
  runtime: true,
  runtimeVersion: true,
  packageManager: true,
  installCommands: true,
  testCommands: true,
  artifacts: true,
  dockerfile: true,
  image: true,
  buildArgs: true,
  target: true,
  context: true,
  baseImage: true,
  files: true,
  installFiles: true,
  cachePaths: true,
  secrets: true,
  secretVariables: true,
  contextFiles: true,
  registries: true,
};

/**
 * Resolves how an image is built.
 *
 * @param facts `architecture`: the CPU architecture that the image is for, if the option has another name
 */
export function resolveBuild(
  options: OptionReader,
  build: OptionReader,
  pipeline: OptionReader,
  facts: { pipeline: boolean; context: NodeContext; decisions: Facts; place: Place; architecture?: CpuArchitecture },
): BuildModel & { buildImage: string } {
  const cpu = facts.architecture ?? resolveArchitecture(options, facts.decisions);
  const { buildImage: defaultImage, ...architecture } = ARCHITECTURES[cpu];
  const architectureIsKnown = !options.isRejected('architecture', 'cpuArchitecture');
  const buildImage = resolveImage(pipeline, defaultImage, architectureIsKnown);
  const builtElsewhere = build.boolean('enabled') === false;
  const runtimeName =
    resolveRuntimeName(build, buildImage) ??
    (build.has('image') ? NO_RUNTIME : defaultRuntime(options, build, facts.context, builtElsewhere));
  const node = runtimeName === 'nodejs';
  const ownDockerfile = build.string('dockerfile', PROJECT_PATH)?.replace(/^\.\//, '');
  const image = resolveCopiedImage(build);
  if (!node && !builtElsewhere && !build.has('dockerfile') && !build.has('image') && !build.isRejected('runtime')) {
    build.rejectWithoutValue('dockerfile', 'dockerfile-required', {
      why: `is required for the ${runtimeName} runtime, because a Dockerfile is generated only for nodejs`,
      allowed: 'the path of your Dockerfile',
      fix: 'Set imageBuild.dockerfile.',
    });
  }
  if (node && !builtElsewhere && !build.isRejected('runtime')) {
    checkNodeProject(build, facts.context);
  }
  const askedCommands = build.strings('installCommands', SHELL_COMMAND);
  const packageManager = resolveNodeTool(options, build, { ...facts, node, installCommands: askedCommands });
  const tool = PACKAGE_MANAGERS[packageManager?.name ?? 'npm'];
  const installCommands = askedCommands ?? (node ? [tool.install] : []);
  const testCommands =
    build.strings('testCommands', SHELL_COMMAND) ??
    (node && facts.context.nodeProject && !builtElsewhere ? [`${tool.run} build`] : []);
  const asked = resolveVersion(options, build, {
    runtimeName,
    buildImage,
    checkImage: facts.pipeline && !pipeline.isRejected('buildImage') && architectureIsKnown,
  });
  const runtime = decidedRuntime(asked, facts.decisions);
  const generated = (node || build.has('image')) && !build.has('dockerfile') && !builtElsewhere;
  const files = resolveFiles(build);
  return {
    packageManager,
    runtime,
    installCommands,
    testCommands,
    artifacts: resolveArtifacts(build, files.files, [...installCommands, ...testCommands]),
    cachePaths: build.strings('cachePaths', ABSOLUTE_PATH) ?? (packageManager ? [tool.cache.root] : []),
    dockerfile: { path: ownDockerfile ?? 'Dockerfile', generated },
    image,
    ...resolveDockerBuild(build),
    baseImage: resolveBaseImage(build, {
      nodeVersion: options.isRejected('nodeVersion') ? undefined : asked?.version,
      generated,
    }),
    ...files,
    ...resolveBuildInputs(build, {
      ...facts,
      packageManager: packageManager?.name ?? 'npm',
      generated,
      copied: [...files.files, ...files.installFiles],
    }),
    secretVariables: resolveSecretVariables(build, [...installCommands, ...testCommands], facts),
    roleStatements: readStatements(options.structs('buildRoleStatements', STATEMENT_OPTIONS)),
    architecture,
    builtElsewhere,
    buildImage,
  };
}

function resolveArchitecture(options: OptionReader, decisions: Facts): CpuArchitecture {
  const asked = options.enumMember('cpuArchitecture', 'CpuArchitecture', CpuArchitecture) ?? CpuArchitecture.X86_64;
  return decisions.choose(
    SHARED.cpuArchitecture,
    asked,
    asked === CpuArchitecture.ARM64 ? CpuArchitecture.X86_64 : CpuArchitecture.ARM64,
  );
}

function resolveArtifacts(build: OptionReader, files: readonly string[], commands: readonly string[]): string[] {
  const artifacts = build.strings('artifacts', ARTIFACT_PATH) ?? [];
  if (artifacts.length > 0 && files.length === 0 && !build.has('dockerfile') && !build.isRejected('dockerfile')) {
    build.reject('artifacts', 'own-dockerfile-required', {
      why: 'has no effect, because the generated Dockerfile compiles the service itself',
      fix: 'Set imageBuild.dockerfile, or remove artifacts. To copy files into the image with the generated Dockerfile, list them in imageBuild.files.',
    });
  }
  if (artifacts.length > 0 && commands.length === 0 && !build.isRejected('installCommands', 'testCommands')) {
    build.reject('artifacts', 'artifacts-without-commands', {
      why: 'has no effect, because no commands run before the image build',
      fix: 'Set imageBuild.testCommands to the commands that create these files.',
    });
  }
  return artifacts;
}

/** Without commands, nothing in a project of another language uses Node.js. */
function defaultRuntime(
  options: OptionReader,
  build: OptionReader,
  { nodeProject }: NodeContext,
  builtElsewhere: boolean,
): string {
  if (builtElsewhere) {
    // In a Node.js project, the CDK app uses the packages of the project.
    return nodeProject && options.value('serviceMode') !== EcsServiceMode.EXISTING ? 'nodejs' : NO_RUNTIME;
  }
  const withoutCommands =
    build.isEmptyList('installCommands') && (build.isEmptyList('testCommands') || !build.has('testCommands'));
  return !nodeProject && build.has('dockerfile') && withoutCommands && !options.has('nodeVersion')
    ? NO_RUNTIME
    : 'nodejs';
}

export function decidedRuntime(runtime: Runtime | undefined, decisions: Facts): Runtime | undefined {
  if (!runtime) {
    return undefined;
  }
  const { name, version } = runtime;
  return { name, version: decisions.decide(name === 'nodejs' ? SHARED.nodeVersion : SHARED.runtimeVersion, version) };
}

/** The value of `runtime` for a service whose commands need no language runtime. */
export const NO_RUNTIME = 'none';

/** Facts about a Node.js project. See `ResolveContext`. */
interface NodeContext {
  readonly nodeProject: boolean;
  readonly packageManager?: string;
  readonly plugAndPlay?: boolean;
  readonly workspaceRoot?: string;
  readonly plainJavaScript?: boolean;
}

/** The generated Dockerfile compiles TypeScript. In any other project, the first build would fail. */
function checkNodeProject(build: OptionReader, { plainJavaScript, workspaceRoot }: NodeContext): void {
  if (workspaceRoot !== undefined) {
    for (const [key, allowed] of [
      ['installCommands', 'the commands that install the dependencies from that folder'],
      ['dockerfile', 'the path of your Dockerfile'],
    ].filter(([each]) => !build.has(each!))) {
      build.rejectWithoutValue(key!, 'workspace', {
        why: `is required because the project is a workspace of ${workspaceRoot}, which contains the lock file`,
        allowed,
        fix: `Set imageBuild.${key}.`,
      });
    }
    return;
  }
  if (plainJavaScript && !build.has('dockerfile')) {
    build.rejectWithoutValue('dockerfile', 'dockerfile-required', {
      why: 'is required because the generated Dockerfile supports only TypeScript, and this project is written in JavaScript',
      allowed: 'the path of your Dockerfile',
      fix: 'Set imageBuild.dockerfile.',
    });
  }
}

/** The package manager applies only to Node.js. */
function resolveNodeTool(
  options: OptionReader,
  build: OptionReader,
  input: { node: boolean; context: NodeContext; decisions: Facts; installCommands?: readonly string[] },
): PackageManagerModel | undefined {
  if (input.node) {
    return resolvePackageManager(options, build, input);
  }
  if (build.has('packageManager')) {
    build.reject('packageManager', 'package-manager-without-node', {
      why: 'has no effect because the runtime is not nodejs',
      fix: 'Remove it, and set imageBuild.installCommands to the commands that install the dependencies.',
    });
  }
  return undefined;
}

export function resolveImage(pipeline: OptionReader, defaultImage: string, architectureIsKnown: boolean): string {
  const image = pipeline.string('buildImage', CODEBUILD_IMAGE);
  if (image === undefined || !architectureIsKnown) {
    return defaultImage;
  }
  const offered = Object.keys(CODEBUILD_RUNTIMES).filter((name) => isArm(name) === isArm(defaultImage));
  if (!offered.includes(image)) {
    pipeline.reject('buildImage', 'build-image', {
      why: 'is not a current CodeBuild image for this cpuArchitecture',
      allowed: offered.join(', '),
      fix: 'Use one of these images.',
    });
    return defaultImage;
  }
  return image;
}

function isArm(image: string): boolean {
  return image.includes('aarch64');
}

export function resolveRuntimeName(build: OptionReader, buildImage: string): string | undefined {
  if (build.isRejected('runtime')) {
    return 'nodejs';
  }
  const offered = Object.keys(CODEBUILD_RUNTIMES[buildImage]!).filter((name) => name !== 'docker');
  const name = build.oneOf('runtime', [...offered, NO_RUNTIME]);
  return build.isRejected('runtime') ? 'nodejs' : name;
}

export function resolveVersion(
  options: OptionReader,
  build: OptionReader,
  {
    runtimeName,
    buildImage,
    checkImage,
    option = 'imageBuild.runtime',
    defaultVersion,
  }: { runtimeName: string; buildImage: string; checkImage: boolean; option?: string; defaultVersion?: string },
): Runtime | undefined {
  const offered = CODEBUILD_RUNTIMES[buildImage]![runtimeName] ?? [];
  const node = runtimeName === 'nodejs';
  if (build.isRejected('runtime')) {
    // The runtime is not valid, so the version cannot be checked.
    return { name: runtimeName, version: DEFAULT_NODE_VERSION };
  }
  if (node && build.has('runtimeVersion')) {
    build.reject('runtimeVersion', 'runtime-version-option', {
      why: 'has no effect for nodejs',
      fix: 'Set nodeVersion instead.',
    });
  }
  if (!node && options.has('nodeVersion')) {
    options.reject('nodeVersion', 'runtime-version-option', {
      why: `has no effect because ${option} is ${runtimeName}`,
      fix: runtimeName === NO_RUNTIME ? 'Remove it.' : `Set ${option}Version instead.`,
    });
  }
  if (runtimeName === NO_RUNTIME) {
    if (build.has('runtimeVersion')) {
      build.reject('runtimeVersion', 'runtime-version-option', {
        why: 'has no effect without a runtime',
        fix: `Remove it, or change ${option}.`,
      });
    }
    return undefined;
  }
  const version = node ? options.string('nodeVersion', NODE_VERSION) : build.string('runtimeVersion', RUNTIME_VERSION);
  if (version !== undefined && checkImage && !offered.includes(version)) {
    const reader = node ? options : build;
    reader.reject(node ? 'nodeVersion' : 'runtimeVersion', 'version-in-build-image', {
      why: `is not available in the CodeBuild image ${buildImage}`,
      allowed: offered.join(', '),
      fix: 'Use one of these versions, or another codePipeline.buildImage.',
    });
  }
  return { name: runtimeName, version: version ?? defaultVersion ?? (node ? DEFAULT_NODE_VERSION : offered[0]!) };
}
