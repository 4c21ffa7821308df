import { Decided, type Facts } from '../core/fact';
import type { EcsDeliveryOptions, ImageBuildOptions, RegistryOptions } from '../options';
import { checkContainers } from './check-containers';
import { COMMON_DELIVERY_OPTIONS } from './common-options';
import { checkDerivedNames } from './derived-names';
import { ecsNames } from './ecs-names';
import type { DeliveryModel } from './model';
import type { OptionReader } from './option-reader';
import { COMMON_BUILD_OPTIONS, resolveBuild } from './resolve-build';
import {
  type AdditionalOptions,
  beginEngines,
  closeConfig,
  openConfig,
  type ResolveContext,
  resolveFiles,
  resolveInfra,
} from './resolve-common';
import { CONTAINER_OPTIONS, resolveContainer } from './resolve-container';
import { readLogRetention } from './resolve-environment';
import { resolveEnvironments } from './resolve-environments';
import { checkExistingImage } from './resolve-existing-image';
import { keepAliveSeconds } from './resolve-load-balancer';
import { withOwnContainer } from './resolve-own-container';
import { checkMainPort } from './resolve-ports';
import { checkReferences, withReferences } from './resolve-references';
import { COMMON_REGISTRY_OPTIONS, checkGitTag, resolveRegistry, withReleaseTags } from './resolve-registry';
import { LONGEST_WAIT, longestWait, rejectDistantEnvironments } from './resolve-release';
import { checkWorkers } from './resolve-workers';
import { ENVIRONMENT_SERVICE_OPTIONS, isImageOnly, resolveServiceKind } from './service-kind';
import { SHARED } from './shared-values';
import { checkTaskDefinitionSize } from './task-definition-size';

/** Every option, so that misspelled options are also found in plain JavaScript. */
export const DELIVERY_OPTIONS: Readonly<Record<keyof EcsDeliveryOptions, true>> = {
  ...COMMON_DELIVERY_OPTIONS,
  containerPort: true,
  cpu: true,
  memory: true,
  cpuArchitecture: true,
  healthCheckPath: true,
  healthCheckCommand: true,
  ecrRepository: true,
  ecsCluster: true,
  ecsService: true,
  serviceMode: true,
  taskDefinitionOwner: true,
  deploymentController: true,
  containerName: true,
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
  scheduledTasks: true,
  workers: true,
  environments: true,
  imageBuild: true,
  registry: true,
  deploymentTimeoutMinutes: true,
};

const BUILD_OPTIONS: Readonly<Record<keyof ImageBuildOptions, true>> = { ...COMMON_BUILD_OPTIONS, enabled: true };

const REGISTRY_OPTIONS: Readonly<Record<keyof RegistryOptions, true>> = { ...COMMON_REGISTRY_OPTIONS, gitTag: true };

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
  const opened = openConfig(raw, DELIVERY_OPTIONS, { context, project, decisions });
  const { problems, options, pipelineOptions, service, account, region, engines } = opened;
  const buildOptions = options.struct('imageBuild', BUILD_OPTIONS);
  const { buildImage, ...built } = resolveBuild(options, buildOptions, pipelineOptions, {
    pipeline: engines.pipeline,
    context,
    decisions,
    place: { account, region },
  });
  const build = { ...built, directory: context.directory };
  const begun = beginEngines(opened, { ...build, buildImage });
  const serviceKind = resolveServiceKind(options);
  const resolved = resolveEnvironments(options, problems, {
    decisions,
    service,
    account,
    region,
    kind: serviceKind,
    topLevelOptions: DELIVERY_OPTIONS,
    bootstrapQualifier: begun.effectiveQualifier,
    roles: opened.roles,
    arm64: build.architecture.ecs === 'ARM64',
    longestWait: opened.enginesAreKnown ? longestWait(serviceKind, engines) : LONGEST_WAIT,
  });
  const environments = resolved.map(({ environment }) => environment);
  if (engines.pipeline) {
    rejectDistantEnvironments(pipelineOptions, { kind: serviceKind, environments, account, region });
  }
  const registryOptions = options.struct('registry', REGISTRY_OPTIONS);
  const registry = withReleaseTags(
    resolveRegistry(options, registryOptions, {
      service,
      account,
      region,
      decisions,
      builtElsewhere: build.builtElsewhere,
    }),
    registryOptions,
    environments,
    decisions,
  );
  checkExistingImage(options, buildOptions, build, {
    registry: registryOptions,
    github: opened.githubOptions,
    engines,
  });
  const container = resolveContainer(options, {
    service,
    build,
    decisions,
    hasTaskDefinition: !isImageOnly(serviceKind),
    nameIsUsed: resolved.some(({ own }) => own === options || !own.has('containerName')),
    connected: environments.some(({ managed }) => managed?.serviceConnect),
    runsOnEc2: environments.every(({ taskDefinition }) => taskDefinition.runsOnEc2),
  });
  const model: DeliveryModel = {
    service,
    serviceKind,
    source: opened.source,
    build,
    registry,
    container,
    keepAliveSeconds: keepAliveSeconds(environments),
    environments: resolved.map((each) =>
      withReferences(withOwnContainer(each, { options, container, build, decisions }), container),
    ),
    ...begun.finish(resolved, readLogRetention(options)),
    infra: resolveInfra(opened, begun.bootstrapQualifier),
    files: {
      ...resolveFiles(opened),
      appspec: decisions.decide(SHARED.appspec, 'appspec.yaml'),
      // CodePipeline requires these placeholders and file names.
      taskDefinitionPlaceholder: decisions.decide(SHARED.taskDefinitionPlaceholder, '<TASK_DEFINITION>'),
      imagePlaceholder: decisions.decide(SHARED.imagePlaceholder, 'IMAGE1_NAME'),
      imageDetail: decisions.decide(SHARED.imageDetail, 'imageDetail.json'),
      imageDefinitions: decisions.decide(SHARED.imageDefinitions, 'imagedefinitions.json'),
      oneOffTask: 'infra/one-off-task.sh',
    },
  };
  return closeConfig(opened, model, resolved, () => {
    checkExecuteCommand(options, model);
    if (opened.enginesAreKnown && !options.isRejected('triggerTags')) {
      checkGitTag(registryOptions, model);
    }
    checkMainPort(options, model);
    if (!options.isRejected('cpu', 'memory', 'taskDefinitionFields', 'containerDefinitionFields', 'environments')) {
      checkReferences(options, model);
    }
    checkContainers(resolved, model.container);
    checkDerivedNames(options, model, ecsNames(model));
    checkWorkers(resolved);
    checkTaskDefinitionSize(resolved, model.container);
  });
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
