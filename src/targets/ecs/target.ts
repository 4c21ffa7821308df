import type { Artifact } from '../../core/artifact';
import type { Release } from '../../core/release';
import type { RenderedFile } from '../../core/rendered-file';
import type { StackPart, StackSource } from '../../core/stack-source';
import type { Statement } from '../../core/statement';
import type { Target, TargetEnvironment } from '../../core/target';
import type { DeliveryModel, EnvironmentModel } from '../../model/model';
import { pascalCase } from '../../model/names';
import { counted } from '../../printing/markdown';
import { checkImageStatement } from '../shared/image-check';
import { withRetainedArtifact } from '../shared/retained-artifact';
import { withBaseStack } from '../shared/stack-release';
import { releasesUseBaseStack, renderBaseStack, taskRoles } from './base-stack';
import { SMOKE_TEST } from './extra-steps';
import type { EcsMode } from './mode';
import { codeDeployService } from './modes/code-deploy';
import { existingService } from './modes/existing';
import { imageOnlyService } from './modes/image-only';
import { managedService } from './modes/managed';
import { renderOneOffTaskScript } from './one-off-task-script';
import { ecsPrerequisites } from './prerequisites';
import { withReleaseCommands } from './release-commands';
import { renderRollbackScript } from './rollback-script';
import { renderTaskDefinition } from './task-definition';
import { workerFiles } from './workers';

/** A service on Amazon ECS with Fargate. */
export function ecsTarget(model: DeliveryModel, artifact: Artifact): Target {
  switch (model.serviceKind) {
    case 'managed':
      return targetOf(model, artifact, managedService(model));
    case 'existing':
      return targetOf(model, artifact, existingService(model));
    case 'image-only':
      return targetOf(model, artifact, imageOnlyService(model));
    case 'code-deploy':
    case 'code-deploy-image-only':
      return targetOf(model, artifact, codeDeployService(model));
  }
}

function targetOf<E extends EnvironmentModel>(model: DeliveryModel, artifact: Artifact, mode: EcsMode<E>): Target {
  const { guide } = mode;
  return {
    environments: mode.environments.map((environment) => targetEnvironment(model, artifact, mode, environment)),
    preparation: mode.preparation,
    files: filesOf(model, mode),
    revision: 'Task definition revision (a number) or image tag',
    guide: {
      ...guide,
      node: 'ecs',
      result: 'running task',
      summary: 'the image, the revision, and a link to the service',
      check: 'Check the service and its alarms',
      revision: 'its number or its image tag',
      exampleRevision: '41',
      console: 'the ECS console',
      creates: [
        ...counted('log group', model.environments.filter(({ logGroup }) => logGroup?.create).length),
        ...guide.creates,
      ],
    },
  };
}

function filesOf<E extends EnvironmentModel>(model: DeliveryModel, mode: EcsMode<E>): RenderedFile[] {
  const { environments, files } = model;
  return [
    ...environments
      .filter(({ taskDefinition }) => taskDefinition.generated)
      .map(
        (environment): RenderedFile => ({
          path: environment.taskDefinition.file,
          kind: 'json',
          data: renderTaskDefinition(model, environment),
        }),
      ),
    ...workerFiles(model),
    ...mode.files,
    { path: files.rollback, kind: 'text', body: renderRollbackScript(model, mode.environments, mode.rollback) },
    ...(environments.some(({ oneOffTask }) => oneOffTask)
      ? [{ path: files.oneOffTask, kind: 'text', body: renderOneOffTaskScript(model) } as const]
      : []),
  ];
}

function targetEnvironment<E extends EnvironmentModel>(
  model: DeliveryModel,
  artifact: Artifact,
  mode: EcsMode<E>,
  environment: E,
): TargetEnvironment {
  const { name, argument, account, region, partition, approval, cluster, ecsService } = environment;
  return {
    name,
    argument,
    account,
    region,
    partition,
    approval,
    label: `ECS ${cluster.name} / ${ecsService.name}`,
    prerequisites: ecsPrerequisites(environment),
    settings: mode.settings(environment),
    roles: taskRoles(environment, artifact),
    release: withReleaseCommands(
      withRetainedArtifact(withBase(model, environment, withRollBack(model, mode, environment)), artifact, environment),
      environment,
    ),
    rollback: rollbackOf(model, mode, environment),
    stacks: (parts) => [...baseStack(model, artifact, environment, parts), ...mode.stacks(environment)],
  };
}

/** Only a release of a managed service can deploy stacks. */
function withBase({ infra, environments }: DeliveryModel, environment: EnvironmentModel, release: Release): Release {
  const { managed, baseStack: stack } = environment;
  return managed && releasesUseBaseStack(environment)
    ? withBaseStack(release, {
        stack: stack.name,
        several: environments.length > 1,
        place: environment,
        assembly: infra.assembly,
        bootstrapRoles: managed.bootstrapRoles,
      })
    : release;
}

/** A smoke test that rolls back runs the rollback script, so it needs the same permissions and files as a rollback. */
function withRollBack<E extends EnvironmentModel>(model: DeliveryModel, mode: EcsMode<E>, environment: E): Release {
  const release = mode.release(environment);
  if (!environment.smokeTest?.rollBack) {
    return release;
  }
  return {
    ...release,
    steps: release.steps.map((step) =>
      step.id === SMOKE_TEST
        ? {
            ...step,
            statements: [...step.statements, ...rollbackStatements(model, mode, environment)],
            files: [...(step.files ?? []), ...mode.rollbackFiles],
          }
        : step,
    ),
  };
}

/** What the rollback script reads and changes. */
function rollbackStatements<E extends EnvironmentModel>(
  { registry }: DeliveryModel,
  mode: EcsMode<E>,
  environment: E,
): Statement[] {
  return [...mode.rollbackStatements(environment), checkImageStatement(registry)];
}

function rollbackOf<E extends EnvironmentModel>(model: DeliveryModel, mode: EcsMode<E>, environment: E): Release {
  const { files } = model;
  return {
    steps: [
      {
        id: 'rollback',
        title: 'Roll back the service',
        reads: ['REVISION'],
        commands: [`bash ${files.rollback} ${environment.argument} "$REVISION"`],
        statements: rollbackStatements(model, mode, environment),
        files: [files.rollback, ...mode.rollbackFiles],
      },
    ],
    native: [],
    timeout: { minutes: environment.deploymentTimeoutMinutes, waitsFor: 'the deployment' },
  };
}

function neededByReleases(createsRoles: boolean, { logGroup }: EnvironmentModel): string | undefined {
  if (createsRoles) {
    return 'the roles of the task must exist';
  }
  return logGroup?.create ? 'the log group must exist' : undefined;
}

/** The base stack, if it contains anything. CloudFormation rejects a stack without resources. */
function baseStack(
  { service }: DeliveryModel,
  artifact: Artifact,
  environment: EnvironmentModel,
  parts: readonly StackPart[],
): StackSource[] {
  const { executionRole, taskRole } = environment;
  const createsRoles = executionRole.createAs !== undefined || taskRole?.createAs !== undefined;
  return releasesUseBaseStack(environment) || parts.length > 0
    ? [
        {
          ...environment.baseStack,
          variable: `base${pascalCase(environment.name)}`,
          place: environment,
          description: `${service}: resources that ${environment.name} needs before the first release`,
          tags: { service, environment: environment.name },
          source: renderBaseStack({ service, environment, artifact, parts }),
          after: [],
          parts,
          neededByReleases: neededByReleases(createsRoles, environment),
          protect: true,
        },
      ]
    : [];
}
