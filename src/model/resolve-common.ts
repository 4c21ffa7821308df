import { Decided, type Facts } from '../core/fact';
import { DEFAULT_QUALIFIER } from '../data/cdk-bootstrap';
import { type CodePipelineOptions, PipelineSource } from '../options';
import type { Place } from './aws';
import { UNKNOWN_PLACE } from './check-place';
import { checkPipelineServices } from './check-services';
import type { BuildCommandsModel, CommonEnvironmentModel, CommonFilesModel, CommonModel } from './common-model';
import { checkEnvironmentNames } from './environment-names';
import type { GithubRepository, InfraModel, SourceModel, ValidationPluginModel } from './model';
import { OptionReader } from './option-reader';
import { ProblemList, type ValueOrigins } from './problem-list';
import type { Problem } from './problems';
import { readStandardOptions } from './read-standard-options';
import { checkAfterWorkflow, type Engines, resolveEngines, resolveTriggerPaths } from './resolve-engines';
import type { ResolvedEnvironment } from './resolve-environment-list';
import { GITHUB_OPTIONS, readGithubIds, resolveGithub, resolveGithubReleases } from './resolve-github';
import { resolveGithubHost } from './resolve-github-host';
import { pipelineRelease, resolvePipeline } from './resolve-pipeline';
import { resolveRepository, UNKNOWN_REPOSITORY } from './resolve-repository';
import { resolveTags } from './resolve-tags';
import { resolveTriggers } from './resolve-triggers';
import { acknowledgmentsOf, resolveValidationPlugins } from './resolve-validation-plugins';
import { type RoleNames, resolveRoleNames } from './role-names';
import {
  AWS_ACCOUNT,
  AWS_REGION,
  BOOTSTRAP_QUALIFIER,
  GIT_BRANCH,
  POLICY_NAME,
  REPOSITORY_PATH,
  SERVICE_NAME,
} from './rules';
import { SHARED } from './shared-values';

/** Facts about the project that the config does not contain. */
export interface ResolveContext {
  readonly projectName: string;
  /** Whether the project has its own `package.json`. */
  readonly nodeProject: boolean;
  /** Whether the project uses ES modules. */
  readonly esModules?: boolean;
  /** The package manager of the project and its version, as in `package.json`. Omitted if it is npm. */
  readonly packageManager?: string;
  /** Whether the package manager installs packages without `node_modules`. */
  readonly plugAndPlay?: boolean;
  /** The folder with the lock file, if the project is a workspace of another one, relative to the project. */
  readonly workspaceRoot?: string;
  /** Whether the project is written in JavaScript and has no compile step. */
  readonly plainJavaScript?: boolean;
  /** The folder of the project in the repository. Omitted if the project is in the root of the repository. */
  readonly directory?: string;
  /** Whether projen is being removed from the project. */
  readonly ejected?: boolean;
  /** The path of the config file. */
  readonly configFile: string;
  /** Options that are set with their old and their current name. */
  readonly earlierProblems?: readonly Problem[];
  /** The standard of the organization, if the config has one. Its values are already part of the options. */
  readonly standard?: StandardContext;
  /** The URL of the git remote `origin`. Called only if the config does not specify the repository. */
  gitRemote(): string | undefined;
}

/** What the application of a standard found. */
export interface StandardContext {
  readonly origins: ValueOrigins;
  /** Where the config contradicts the standard. */
  readonly problems: readonly (Omit<Problem, 'environments'> & { readonly environment?: string })[];
}

/** Options in addition to the delivery options. The problems of both are reported together. */
export interface AdditionalOptions {
  /** An object whose keys are the names of the options. */
  readonly known: object;
  check(options: OptionReader): void;
}

const PIPELINE_OPTIONS: Readonly<Record<keyof CodePipelineOptions, true>> = {
  enabled: true,
  source: true,
  connectionArn: true,
  codeCommitRepository: true,
  buildImage: true,
  computeType: true,
};

/** A config whose common options are resolved: the service, its place, and its repository. */
export interface OpenedConfig extends Place {
  readonly problems: ProblemList;
  readonly options: OptionReader;
  readonly githubOptions: OptionReader;
  readonly pipelineOptions: OptionReader;
  readonly decisions: Facts;
  readonly context: ResolveContext;
  readonly service: string;
  readonly source: SourceModel;
  readonly engines: Engines;
  readonly roles: RoleNames;
  readonly validationPlugins: readonly ValidationPluginModel[];
  /** Whether the options that enable the engines are valid. */
  readonly enginesAreKnown: boolean;
  /** Also set if no engine uses GitHub, because the options of a disabled engine are checked too. */
  readonly repository: GithubRepository;
}

/**
 * Reads what every config contains.
 *
 * @param raw the unvalidated options, of any type
 * @param known an object whose keys are the names of the options
 * @param project additional options, defined by the project type that contains the delivery
 */
export function openConfig(
  raw: unknown,
  known: object,
  { context, project, decisions }: { context: ResolveContext; project?: AdditionalOptions; decisions: Facts },
): OpenedConfig {
  const problems = new ProblemList(context.standard?.origins);
  const options = OptionReader.of(problems, raw, { ...known, ...project?.known });
  const validationPlugins = resolveValidationPlugins(options);
  readStandardOptions(options, context.standard !== undefined);
  for (const problem of [...(context.earlierProblems ?? []), ...(context.standard?.problems ?? [])]) {
    problems.add(problem);
  }
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
  checkPipelineServices(pipelineOptions, engines, region);
  const host = resolveGithubHost(githubOptions, pipelineOptions, { engines, decisions });
  const enginesAreKnown =
    !githubOptions.isRejected('enabled') &&
    !pipelineOptions.isRejected('enabled') &&
    !pipelineOptions.isRejected('source');
  const source: SourceModel = {
    branch,
    github: resolveRepository(options, {
      needed: engines.github || (engines.pipeline && engines.pipelineSource === PipelineSource.GITHUB),
      enginesAreKnown,
      host,
      gitRemote: () => context.gitRemote(),
      decisions,
    }),
  };
  return {
    problems,
    options,
    githubOptions,
    pipelineOptions,
    decisions,
    context,
    service,
    account,
    region,
    source,
    engines,
    roles: resolveRoleNames(options, decisions),
    validationPlugins,
    enginesAreKnown,
    repository: source.github ?? UNKNOWN_REPOSITORY,
  };
}

/** The engines and the CDK app before the environments are resolved. */
export interface BegunEngines {
  readonly bootstrapQualifier?: string;
  /** The qualifier of the bootstrap stack that the CDK app uses. */
  readonly effectiveQualifier: string;
  finish(
    environments: readonly ResolvedEnvironment<CommonEnvironmentModel>[],
    logRetentionDays: number,
  ): Pick<CommonModel, 'github' | 'pipeline' | 'trigger' | 'triggerPaths'>;
}

/** Resolves the engines. The environments decide values between the two steps. */
export function beginEngines(
  opened: OpenedConfig,
  { buildImage, ...build }: BuildCommandsModel & { readonly buildImage: string },
): BegunEngines {
  const { options, githubOptions, pipelineOptions, decisions, service, account, region, engines, repository, roles } =
    opened;
  // No file contains the values of a disabled engine.
  const unused = new Decided();
  const github = {
    decisions: engines.github ? decisions : unused,
    service,
    account,
    region,
    branch: opened.source.branch,
    repository,
    build,
    ids: readGithubIds(githubOptions),
    roles,
  };
  const githubModel = resolveGithub(githubOptions, {
    ...github,
    architectureIsKnown: !options.isRejected('cpuArchitecture'),
  });
  const customQualifier = options.string('bootstrapQualifier', BOOTSTRAP_QUALIFIER);
  const bootstrapQualifier = customQualifier && decisions.decide(SHARED.bootstrapQualifier, customQualifier);
  return {
    bootstrapQualifier,
    effectiveQualifier: bootstrapQualifier ?? DEFAULT_QUALIFIER,
    finish: (environments, logRetentionDays) => {
      checkEnvironmentNames(environments, engines);
      const pipelineModel = resolvePipeline(pipelineOptions, {
        decisions: engines.pipeline ? decisions : unused,
        service,
        account,
        region,
        buildImage,
        repository,
        logRetentionDays,
      });
      checkAfterWorkflow(options, githubOptions, engines);
      const triggers = resolveTriggers(options, environments, {
        decisions,
        branch: opened.source.branch,
        engines,
        pipelineOptions,
      });
      const githubReleases = resolveGithubReleases(githubOptions, environments, githubModel, { ...github, triggers });
      return {
        github: engines.github ? { ...githubModel, ...githubReleases } : undefined,
        pipeline: engines.pipeline
          ? {
              ...pipelineModel,
              hasRolePath: roles.path !== '',
              triggers: triggers.triggers,
              releases: environments.map(({ environment }) =>
                pipelineRelease(environment, pipelineModel, { service, roles, decisions }),
              ),
            }
          : undefined,
        trigger: engines.trigger,
        triggerPaths: resolveTriggerPaths(options, githubOptions, engines),
      };
    },
  };
}

export function resolveInfra(
  { options, context, decisions, roles, validationPlugins }: OpenedConfig,
  bootstrapQualifier?: string,
): InfraModel {
  return {
    dir: 'infra',
    ownPackage: !context.nodeProject,
    insideEsModules: context.esModules ?? false,
    assembly: decisions.decide(SHARED.assembly, context.nodeProject ? 'cdk.out' : 'infra/cdk.out'),
    bootstrapQualifier,
    tags: resolveTags(options),
    roles,
    permissionsBoundary: options.string('permissionsBoundary', POLICY_NAME),
    validationPlugins,
    acknowledgments: acknowledgmentsOf(options.value('waivers')),
  };
}

export function resolveFiles({ context, decisions }: OpenedConfig): CommonFilesModel {
  return {
    config: context.configFile,
    ejected: context.ejected ?? false,
    runTask: context.ejected ? 'node scripts/run-task.cjs' : 'npx projen',
    guide: 'DELIVERY.md',
    release: decisions.decide(SHARED.releaseScript, 'infra/release.sh'),
    preflight: 'infra/preflight.sh',
    rollback: 'infra/rollback.sh',
  };
}

/**
 * Reports what is wrong, or returns the model.
 *
 * @param check compares options with each other. Not called in a rehearsal, whose values are invented
 * @throws ConfigError that lists all problems
 */
export function closeConfig<M extends CommonModel>(
  opened: OpenedConfig,
  model: M,
  environments: readonly ResolvedEnvironment<CommonEnvironmentModel>[],
  check: () => void,
): M {
  if (opened.decisions.isRehearsal) {
    return model;
  }
  if (!environments.some(({ options }) => options.isRejected('approval', 'environments'))) {
    checkReviewers(opened.githubOptions, model);
  }
  check();
  opened.problems.throwIfAny(`the delivery config of ${opened.service}`);
  return deepFreeze(model);
}

/** Reviewers have an effect only if at least one environment requires approval. */
function checkReviewers(options: OptionReader, { github, environments }: CommonModel): void {
  if (
    github &&
    github.reviewers.length > 0 &&
    !environments.some(({ approval, approvePreview }) => approval || approvePreview)
  ) {
    options.reject('reviewers', 'reviewers-without-approval', {
      why: 'has no effect because no environment requires approval',
      fix: 'Set approval to true, or remove reviewers.',
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
