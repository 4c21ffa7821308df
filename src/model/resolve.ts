import { Decided, type Facts } from '../core/fact';
import {
  type CodePipelineOptions,
  type EcsDeliveryOptions,
  type ImageBuildOptions,
  PipelineSource,
  type RegistryOptions,
} from '../options';
import { UNKNOWN_PLACE } from './check-place';
import { checkDerivedNames } from './derived-names';
import type { DeliveryModel, SourceModel } from './model';
import { OptionReader } from './option-reader';
import { ProblemList } from './problem-list';
import { resolveBuild } from './resolve-build';
import { CONTAINER_OPTIONS, resolveContainer } from './resolve-container';
import { resolveEngines, resolveTriggerPaths } from './resolve-engines';
import { readLogRetention } from './resolve-environment';
import { resolveEnvironments } from './resolve-environments';
import { GITHUB_OPTIONS, readGithubIds, resolveGithub, resolveGithubReleases } from './resolve-github';
import { keepAliveSeconds } from './resolve-load-balancer';
import { pipelineRelease, resolvePipeline } from './resolve-pipeline';
import { checkMainPort } from './resolve-ports';
import { checkReferences, withReferences } from './resolve-references';
import { resolveRegistry } from './resolve-registry';
import { LONGEST_WAIT, longestWait, rejectDistantEnvironments } from './resolve-release';
import { resolveRepository, UNKNOWN_REPOSITORY } from './resolve-repository';
import { resolveTags } from './resolve-tags';
import {
  AWS_ACCOUNT,
  AWS_REGION,
  BOOTSTRAP_QUALIFIER,
  GIT_BRANCH,
  POLICY_NAME,
  REPOSITORY_PATH,
  SERVICE_NAME,
} from './rules';
import { ENVIRONMENT_SERVICE_OPTIONS, resolveServiceKind } from './service-kind';
import { SHARED } from './shared-values';
import { checkTaskDefinitionSize } from './task-definition-size';

/** Facts about the project that the config does not contain. */
export interface ResolveContext {
  readonly projectName: string;
  /** Whether the project has its own `package.json`. */
  readonly nodeProject: boolean;
  /** Whether the project uses ES modules. */
  readonly esModules?: boolean;
  /** The package manager of the project, if it is not npm. */
  readonly otherPackageManager?: string;
  /** Whether the project is written in JavaScript and has no compile step. */
  readonly plainJavaScript?: boolean;
  /** The folder of the project in the repository. Omitted if the project is in the root of the repository. */
  readonly directory?: string;
  /** Whether projen is being removed from the project. */
  readonly ejected?: boolean;
  /** The path of the config file. */
  readonly configFile: string;
  /** The URL of the git remote `origin`. Called only if the config does not specify the repository. */
  gitRemote(): string | undefined;
}

/** Options in addition to the delivery options. The problems of both are reported together. */
export interface AdditionalOptions {
  /** An object whose keys are the names of the options. */
  readonly known: object;
  check(options: OptionReader): void;
}

/** Every option, so that misspelled options are also found in plain JavaScript. */
export const DELIVERY_OPTIONS: Readonly<Record<keyof EcsDeliveryOptions, true>> = {
  serviceName: true,
  awsAccount: true,
  awsRegion: true,
  githubRepository: true,
  branch: true,
  containerPort: true,
  cpu: true,
  memory: true,
  cpuArchitecture: true,
  nodeVersion: true,
  healthCheckPath: true,
  healthCheckCommand: true,
  ecrRepository: true,
  ecsCluster: true,
  ecsService: true,
  serviceMode: true,
  taskDefinitionOwner: true,
  deploymentController: true,
  containerName: true,
  bootstrapQualifier: true,
  ...ENVIRONMENT_SERVICE_OPTIONS,
  environmentVariables: true,
  secrets: true,
  command: true,
  stopTimeout: true,
  ulimits: true,
  logRetentionDays: true,
  executionRoleArn: true,
  taskRoleArn: true,
  taskDefinitionFields: true,
  containerDefinitionFields: true,
  ...CONTAINER_OPTIONS,
  environments: true,
  imageBuild: true,
  buildRoleStatements: true,
  registry: true,
  githubActions: true,
  codePipeline: true,
  trigger: true,
  triggerPaths: true,
  approval: true,
  deploymentTimeoutMinutes: true,
  tags: true,
  permissionsBoundary: true,
  takeOver: true,
};

const BUILD_OPTIONS: Readonly<Record<keyof ImageBuildOptions, true>> = {
  runtime: true,
  runtimeVersion: true,
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
};

const REGISTRY_OPTIONS: Readonly<Record<keyof RegistryOptions, true>> = {
  keepImages: true,
  encryption: true,
  kmsKeyArn: true,
  imageTag: true,
  extraTags: true,
  existing: true,
};

const PIPELINE_OPTIONS: Readonly<Record<keyof CodePipelineOptions, true>> = {
  enabled: true,
  source: true,
  connectionArn: true,
  codeCommitRepository: true,
  buildImage: true,
  computeType: true,
};

/** https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html */
const DEFAULT_QUALIFIER = 'hnb659fds';

/**
 * Resolves the config to the model.
 *
 * @param raw the unvalidated options, of any type
 * @param project additional options, defined by the project type that contains the delivery
 * @param decisions declares the values that files share
 * @throws ConfigError that lists all problems
 */
export function resolveDelivery(
  raw: unknown,
  context: ResolveContext,
  project?: AdditionalOptions,
  decisions: Facts = new Decided(),
): DeliveryModel {
  const problems = new ProblemList();
  const options = OptionReader.of(problems, raw, { ...DELIVERY_OPTIONS, ...project?.known });
  project?.check(options);
  const githubOptions = options.struct('githubActions', GITHUB_OPTIONS);
  const pipelineOptions = options.struct('codePipeline', PIPELINE_OPTIONS);

  const service = resolveServiceName(options, context);
  const account = decisions.decide(SHARED.account, resolveAccount(options));
  const region = decisions.decide(
    SHARED.region,
    options.has('awsRegion') ? (options.string('awsRegion', AWS_REGION) ?? UNKNOWN_PLACE.region) : 'us-east-1',
  );
  const branch = decisions.decide(SHARED.branch, options.string('branch', GIT_BRANCH) ?? 'main');
  options.strings('takeOver', REPOSITORY_PATH);

  checkDirectory(options, context);
  const engines = resolveEngines(options, githubOptions, pipelineOptions, context.directory !== undefined);
  const enginesAreKnown =
    !githubOptions.isRejected('enabled') &&
    !pipelineOptions.isRejected('enabled') &&
    !pipelineOptions.isRejected('source');
  const source: SourceModel = {
    branch,
    github: resolveRepository(options, {
      needed: engines.github || (engines.pipeline && engines.pipelineSource === PipelineSource.GITHUB),
      enginesAreKnown,
      gitRemote: () => context.gitRemote(),
      decisions,
    }),
  };
  const { buildImage, ...build } = resolveBuild(options, options.struct('imageBuild', BUILD_OPTIONS), pipelineOptions, {
    pipeline: engines.pipeline,
    context,
    decisions,
  });
  // The options of an engine are also checked if the engine is disabled.
  const repository = source.github ?? UNKNOWN_REPOSITORY;
  // No file contains the values of a disabled engine.
  const unused = new Decided();
  const github = {
    decisions: engines.github ? decisions : unused,
    service,
    account,
    region,
    branch,
    repository,
    build,
    ids: readGithubIds(githubOptions),
  };
  const githubModel = resolveGithub(githubOptions, {
    ...github,
    architectureIsKnown: !options.isRejected('cpuArchitecture'),
  });
  const serviceKind = resolveServiceKind(options);
  const customQualifier = options.string('bootstrapQualifier', BOOTSTRAP_QUALIFIER);
  const bootstrapQualifier = customQualifier && decisions.decide(SHARED.bootstrapQualifier, customQualifier);
  const resolved = resolveEnvironments(options, problems, {
    decisions,
    service,
    account,
    region,
    kind: serviceKind,
    topLevelOptions: DELIVERY_OPTIONS,
    bootstrapQualifier: bootstrapQualifier ?? DEFAULT_QUALIFIER,
    arm64: build.architecture.ecs === 'ARM64',
    longestWait: enginesAreKnown ? longestWait(serviceKind, engines) : LONGEST_WAIT,
  });
  const environments = resolved.map(({ environment }) => environment);
  if (engines.pipeline) {
    rejectDistantEnvironments(pipelineOptions, { kind: serviceKind, environments, account, region });
  }
  const pipelineModel = resolvePipeline(pipelineOptions, {
    decisions: engines.pipeline ? decisions : unused,
    service,
    account,
    region,
    buildImage,
    repository,
    logRetentionDays: readLogRetention(options),
  });

  const registry = resolveRegistry(options, options.struct('registry', REGISTRY_OPTIONS), {
    service,
    account,
    region,
    decisions,
  });
  const container = resolveContainer(options, {
    service,
    build,
    decisions,
    hasTaskDefinition: serviceKind !== 'image-only',
    connected: environments.some(({ managed }) => managed?.serviceConnect),
  });
  const githubReleases = resolveGithubReleases(githubOptions, resolved, githubModel, github);
  const model: DeliveryModel = {
    service,
    serviceKind,
    source,
    build: { ...build, directory: context.directory },
    registry,
    container,
    keepAliveSeconds: keepAliveSeconds(environments),
    environments: environments.map((environment) => withReferences(environment, container)),
    github: engines.github ? { ...githubModel, ...githubReleases } : undefined,
    pipeline: engines.pipeline
      ? {
          ...pipelineModel,
          releases: environments.map((environment) => pipelineRelease(environment, pipelineModel, service, decisions)),
        }
      : undefined,
    trigger: engines.trigger,
    triggerPaths: resolveTriggerPaths(options, githubOptions, engines),
    infra: {
      dir: 'infra',
      ownPackage: !context.nodeProject,
      insideEsModules: context.esModules ?? false,
      assembly: decisions.decide(SHARED.assembly, context.nodeProject ? 'cdk.out' : 'infra/cdk.out'),
      bootstrapQualifier,
      tags: resolveTags(options),
      permissionsBoundary: options.string('permissionsBoundary', POLICY_NAME),
    },
    files: {
      config: context.configFile,
      ejected: context.ejected ?? false,
      runTask: context.ejected ? 'node scripts/run-task.cjs' : 'npx projen',
      guide: 'DELIVERY.md',
      appspec: decisions.decide(SHARED.appspec, 'appspec.yaml'),
      // CodePipeline requires these placeholders and file names.
      taskDefinitionPlaceholder: decisions.decide(SHARED.taskDefinitionPlaceholder, '<TASK_DEFINITION>'),
      imagePlaceholder: decisions.decide(SHARED.imagePlaceholder, 'IMAGE1_NAME'),
      imageDetail: decisions.decide(SHARED.imageDetail, 'imageDetail.json'),
      imageDefinitions: decisions.decide(SHARED.imageDefinitions, 'imagedefinitions.json'),
      release: decisions.decide(SHARED.releaseScript, 'infra/release.sh'),
      rollback: 'infra/rollback.sh',
      oneOffTask: 'infra/one-off-task.sh',
    },
  };
  if (decisions.isRehearsal) {
    return model;
  }
  if (!resolved.some((environment) => environment.options.isRejected('approval', 'environments'))) {
    checkReviewers(githubOptions, model);
  }
  checkExecuteCommand(options, model);
  checkMainPort(options, model);
  if (!options.isRejected('cpu', 'memory', 'taskDefinitionFields', 'containerDefinitionFields', 'environments')) {
    checkReferences(options, model);
  }
  checkDerivedNames(options, model);
  checkTaskDefinitionSize(resolved, model.container);
  problems.throwIfAny(service);
  return deepFreeze(model);
}

/** Reviewers have an effect only if at least one environment requires approval. */
function checkReviewers(options: OptionReader, { github, environments }: DeliveryModel): void {
  if (github && github.reviewers.length > 0 && !environments.some(({ approval }) => approval)) {
    options.reject('reviewers', 'reviewers-without-approval', {
      why: 'has no effect because no environment requires approval',
      fix: 'Set approval to true, or remove reviewers.',
    });
  }
}

/** The ECS Exec agent writes to the root file system. */
function checkExecuteCommand(options: OptionReader, { environments }: DeliveryModel): void {
  if (options.value('readonlyRootFilesystem') === true && environments.some((e) => e.executeCommand)) {
    options.reject('readonlyRootFilesystem', 'exec-file-system', {
      why: 'is not compatible with executeCommand, because the ECS Exec agent writes to the root file system',
      fix: 'Remove one of the two options.',
    });
  }
}

/** The folder of a subproject becomes part of shell commands. */
function checkDirectory(options: OptionReader, { directory }: ResolveContext): void {
  if (directory !== undefined && !REPOSITORY_PATH.pattern.test(directory)) {
    options.rejectValue('outdir', directory, 'unsafe-folder', {
      why: 'contains characters that are not safe in shell commands',
      allowed: REPOSITORY_PATH.allowed,
      fix: 'Rename the folder.',
    });
  }
}

function resolveServiceName(options: OptionReader, context: ResolveContext): string {
  if (options.has('serviceName')) {
    return options.string('serviceName', SERVICE_NAME) ?? 'service';
  }
  const name = context.projectName.replace(/^@[^/]+\//, '');
  if (SERVICE_NAME.pattern.test(name)) {
    return name;
  }
  if (!options.isRejected('name')) {
    options.rejectValue('serviceName', name, 'service-name', {
      why: 'is the project name, but is not a valid service name',
      allowed: SERVICE_NAME.allowed,
      fix: SERVICE_NAME.fix!,
    });
  }
  return 'service';
}

function resolveAccount(options: OptionReader): string {
  if (!options.has('awsAccount')) {
    options.rejectWithoutValue('awsAccount', 'missing-option', {
      why: 'is missing',
      allowed: AWS_ACCOUNT.allowed,
      fix: 'Set awsAccount to the ID of the AWS account that the service runs in.',
    });
  }
  return options.string('awsAccount', AWS_ACCOUNT) ?? UNKNOWN_PLACE.account;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
