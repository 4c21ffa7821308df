import type { Setting, TargetGuide } from '../../core/target-guide';
import type { DeliveryModel, EnvironmentModel } from '../../model/model';
import { inEnvironment } from '../../printing/account-commands';
import { minutes, paragraphs } from '../../printing/markdown';

/** What the modes share in the guide. */

/** The part of the guide that depends on the mode. */
export type ModeGuide = Omit<TargetGuide, 'node' | 'console'>;

/** The commands of the guide for the environments that need one. */
export function inEnvironments<E extends EnvironmentModel>(
  { registry, environments }: DeliveryModel,
  candidates: readonly E[],
  commandOf: (environment: E) => string | undefined,
): string[] {
  return candidates.flatMap((environment) => {
    const command = commandOf(environment);
    return command === undefined
      ? []
      : [inEnvironment([registry, ...environments], environments, environment, command)];
  });
}

export function timeoutSetting({ deploymentTimeout }: EnvironmentModel): Setting {
  return { title: 'Deployment timeout', value: minutes(deploymentTimeout) };
}

export const TASK_DEFINITION_CHANGES =
  'A release registers the task definition of the commit. Changes to CPU, memory, environment variables, and secrets therefore take effect with the next release.';

const EXAMPLE =
  ' For example, a new secret requires a permission of the execution role, which the base stack contains.';

/** What people check before a release. */
export function beforeRelease(
  { environments, infra }: DeliveryModel,
  { stacks = `stacks in \`${infra.dir}/\``, example = EXAMPLE } = {},
): string[] {
  return [
    `If the commit changes ${stacks}, [deploy these changes](#deploy-infrastructure-changes) first.${example}`,
    ...(environments.some(({ oneOffTask }) => oneOffTask)
      ? [
          'Make sure that the current revision works with the changes that the one-off task makes. The current revision serves traffic until the deployment completes, and again after a rollback.',
        ]
      : []),
  ];
}

/** What a rollback of any service with a one-off task leaves as it is. */
export function oneOffTaskNotes({ environments }: DeliveryModel): string[] {
  return environments.some(({ oneOffTask }) => oneOffTask)
    ? ['A rollback does not undo the changes that the one-off task made, for example in a database.']
    : [];
}

interface ExistingServiceGuide extends Pick<ModeGuide, 'setupSteps' | 'changes'> {
  readonly settingNotes?: readonly string[];
  readonly example?: string;
  /** When a deployment is rolled back automatically. */
  readonly automaticRollback?: string;
}

/** The guide of a service that is managed elsewhere. */
export function existingServiceGuide(
  model: DeliveryModel,
  {
    setupSteps,
    changes,
    settingNotes = ['If a deployment times out, the release fails, but ECS continues the deployment.'],
    example,
    automaticRollback = 'If the deployment circuit breaker of the service is on, ECS automatically rolls back a deployment that does not become healthy.',
  }: ExistingServiceGuide,
): ModeGuide {
  return {
    creates: [],
    bootstrapNotes: [],
    setupSteps,
    changes,
    infrastructure: `Releases do not deploy the stacks in \`${model.infra.dir}/\`.`,
    infrastructureNotes: [],
    beforeRelease: beforeRelease(model, { example }),
    settingNotes,
    rollbackNotes: oneOffTaskNotes(model),
    rollback: (manual) => paragraphs(automaticRollback, 'To roll back manually:', manual),
  };
}

/** A step that checks whether the service exists and which controller deploys it. */
export function serviceStep(model: DeliveryModel, controller: string, expected: string): string {
  const { environments } = model;
  const { account, cluster, ecsService } = environments[0]!;
  const service =
    environments.length > 1
      ? 'the service of each environment exists'
      : `the service \`${ecsService.name}\` exists in the cluster \`${cluster.name}\` of account \`${account}\``;
  return paragraphs(
    `Make sure that ${service} and uses ${controller}. Releases update the service, but do not create it. The output must contain ${expected}:`,
    ...inEnvironments(
      model,
      environments,
      (e) =>
        `aws ecs describe-services --region ${e.region} --cluster ${e.cluster.name} --services ${e.ecsService.name} --query 'services[0].[status,deploymentController.type]'`,
    ),
  );
}

/** The setup of a service that uses the rolling deployment of ECS. */
export function rollingSetup(model: DeliveryModel): string[] {
  return [
    serviceStep(model, 'the rolling deployment of ECS', '`ACTIVE`, and must not contain `CODE_DEPLOY` or `EXTERNAL`'),
    paragraphs(
      'Turn on the deployment circuit breaker, so that ECS rolls back a release that does not become healthy. If another tool manages the service, for example Terraform, turn it on there. Otherwise, run:',
      ...inEnvironments(
        model,
        model.environments,
        ({ region, cluster, ecsService }) =>
          `aws ecs update-service --region ${region} --cluster ${cluster.name} --service ${ecsService.name} --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=true}'`,
      ),
    ),
  ];
}
