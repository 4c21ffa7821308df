import type { Place } from '../../core/environment';
import type { Setting, TargetGuide } from '../../core/target-guide';
import type { DeliveryModel, EnvironmentModel } from '../../model/model';
import { inEnvironment } from '../../printing/account-commands';
import { codes, inline, minutes, paragraphs } from '../../printing/markdown';
import { shellWord } from '../../printing/shell';

/** What the modes share in the guide. */

/** The part of the guide that depends on the mode. */
export type ModeGuide = Omit<
  TargetGuide,
  'node' | 'console' | 'result' | 'summary' | 'check' | 'revision' | 'exampleRevision'
>;

/** A command for each of these environments. */
export function inEnvironments<E extends EnvironmentModel>(
  model: DeliveryModel,
  environments: readonly E[],
  commandOf: (environment: E) => string,
): string[] {
  return environments.map((environment) =>
    inEnvironment(placesOf(model), model.environments, environment, commandOf(environment)),
  );
}

/** The account that contains the images, and the accounts of the environments. */
export function placesOf({ registry, environments }: DeliveryModel): Place[] {
  return [registry, ...environments];
}

/** A command in a table, in which a line break would end the row. */
export function commandCell(command: readonly string[]): string {
  return inline(command.map(shellWord).join(' ').replace(/\s+/g, ' '));
}

export function timeoutSetting({ deploymentTimeoutMinutes }: EnvironmentModel, title = 'Deployment timeout'): Setting {
  return { title, value: minutes(deploymentTimeoutMinutes) };
}

/** Which changes take effect with a release. */
export const TASK_DEFINITION_CHANGES =
  'A release registers the task definition from the commit. Changes to CPU, memory, environment variables, and secrets therefore take effect with the next release.';

/** What the file systems of the tasks require, and where the service can write. */
export function fileSystemNotes(model: DeliveryModel): string[] {
  return [...readonlyNotes(model), ...efsNotes(model)];
}

/** A program that writes somewhere else fails only in the task, not on the machine of the developer. */
function readonlyNotes({ container, environments }: DeliveryModel): string[] {
  if (!container.readonlyRootFilesystem || environments.every(({ executeCommand }) => executeCommand)) {
    return [];
  }
  const mounted = environments.flatMap(({ mounts }) => mounts.filter(({ readOnly }) => !readOnly));
  const writable = [...container.writablePaths, ...mounted.map(({ containerPath }) => containerPath)];
  const paths = [...new Set(writable)].map((path) => `\`${path}\``).join(', ');
  return [
    `The root file system of the container is read-only: the service can write only to ${paths}. To add directories, set \`writablePaths\`.`,
  ];
}

/** The stacks do not know the security group of a file system. */
function efsNotes({ environments }: DeliveryModel): string[] {
  const volumes = environments.flatMap((environment) => environment.volumes);
  const ids = [...new Set(volumes.flatMap(({ efsVolumeConfiguration: efs }) => efs?.fileSystemId ?? []))];
  const managed = environments.some((environment) => environment.managed);
  return ids.length > 0
    ? [
        `The tasks mount ${codes(ids)} with NFS. Make sure that the security group of each mount target allows connections to TCP port 2049 from the security group of the tasks${managed ? ', which is the output `TaskSecurityGroup` of the service stack' : ''}.`,
      ]
    : [];
}

/** What people check before a release. */
export function beforeRelease(
  { environments, infra }: DeliveryModel,
  stacks = `stacks in \`${infra.dir}/\``,
): string[] {
  const several = environments.length > 1;
  // A release of a managed service deploys the base stack itself.
  const example = environments.some(({ executionRole, managed }) => executionRole.createAs && !managed)
    ? ` For example, if you add a secret, deploy the base ${several ? 'stacks first, because they grant the execution roles' : 'stack first, because it grants the execution role'} permission to read the secret.`
    : '';
  return [
    `If a commit changes ${stacks}, [deploy these changes](#deploy-infrastructure-changes) before you release the commit.${example}`,
    ...(environments.some(({ oneOffTask }) => oneOffTask)
      ? [
          'Make sure that the current revision works with the changes that the one-off task makes. The current revision serves traffic until the deployment completes, and again after a rollback.',
        ]
      : []),
  ];
}

/** What a rollback of any service with a one-off task leaves unchanged. */
export function oneOffTaskNotes({ environments }: DeliveryModel): string[] {
  return environments.some(({ oneOffTask }) => oneOffTask)
    ? ['A rollback does not undo the changes that the one-off task made, for example in a database.']
    : [];
}

interface ExistingServiceGuide extends Pick<ModeGuide, 'setupSteps' | 'changes'> {
  readonly settingNotes?: readonly string[];
  /** When a deployment is rolled back automatically. */
  readonly automaticRollback?: string;
}

/** The guide of a service that is managed elsewhere. */
export function existingServiceGuide(
  model: DeliveryModel,
  {
    setupSteps,
    changes,
    settingNotes = [timeoutNote(model, 'ECS')],
    automaticRollback = 'With the deployment circuit breaker turned on, ECS automatically rolls back a deployment if its tasks do not become healthy.',
  }: ExistingServiceGuide,
): ModeGuide {
  return {
    creates: [],
    bootstrapNotes: [],
    setupSteps,
    changes,
    infrastructure: `Releases do not deploy the stacks in \`${model.infra.dir}/\`. You deploy them manually.`,
    infrastructureNotes: [],
    beforeRelease: beforeRelease(model),
    settingNotes,
    rollbackNotes: oneOffTaskNotes(model),
    rollback: (manual) => paragraphs(automaticRollback, 'To roll back manually:', manual),
  };
}

/** If all environments have the same timeout, the note about it states the number. */
export function existingSettings(model: DeliveryModel, environment: EnvironmentModel, title?: string): Setting[] {
  return timeoutsDiffer(model) ? [timeoutSetting(environment, title)] : [];
}

function timeoutsDiffer({ environments }: DeliveryModel): boolean {
  return new Set(environments.map(({ deploymentTimeoutMinutes }) => deploymentTimeoutMinutes)).size > 1;
}

/** A release does not stop the deployment of a service that it does not manage. */
export function timeoutNote(model: DeliveryModel, deployer: 'ECS' | 'CodeDeploy', subject = 'The'): string {
  const [{ deploymentTimeoutMinutes }, ...others] = model.environments as [EnvironmentModel, ...EnvironmentModel[]];
  const several = others.length > 0;
  const deployment = several ? 'the deployment in each environment' : 'the deployment';
  const waits = timeoutsDiffer(model)
    ? 'waits for each deployment until its timeout'
    : `waits up to ${minutes(deploymentTimeoutMinutes)} for ${deployment}`;
  return `${subject} release ${waits}. If ${several ? 'a' : 'the'} deployment takes longer, the release fails, but ${deployer} continues the deployment.`;
}

/** A step that checks whether the service exists and which controller deploys it. */
export function serviceStep(model: DeliveryModel, controller: string, expected: string): string {
  const { environments } = model;
  const { account, cluster, ecsService } = environments[0]!;
  const check =
    environments.length > 1
      ? `the service of each environment exists and uses ${controller}. Releases update the services, but do not create them.`
      : `the service \`${ecsService.name}\` exists in the cluster \`${cluster.name}\` in account \`${account}\` and uses ${controller}. Releases update the service, but do not create it.`;
  return paragraphs(
    `Make sure that ${check} ${outputMustContain(model, expected, `the status and the deployment controller of ${environments.length > 1 ? 'each service' : 'the service'}`)}`,
    ...inEnvironments(
      model,
      environments,
      (e) =>
        `aws ecs describe-services --region ${e.region} --cluster ${e.cluster.name} --services ${e.ecsService.name} --query 'services[0].[status,deploymentController.type]'`,
    ),
  );
}

export function outputMustContain({ environments }: DeliveryModel, expected: string, checked = 'this'): string {
  return environments.length > 1
    ? `To check ${checked}, run the following commands. The output of each command must contain ${expected}:`
    : `To check ${checked}, run the following command. Its output must contain ${expected}:`;
}

/** The setup of a service that uses the rolling deployment of ECS. */
export function rollingSetup(model: DeliveryModel): string[] {
  return [
    serviceStep(
      model,
      'the ECS deployment controller with rolling updates',
      '`ACTIVE` and must not contain `CODE_DEPLOY` or `EXTERNAL`',
    ),
    paragraphs(
      `Turn on the deployment circuit breaker, so that ECS rolls back a deployment if its tasks do not become healthy. If another tool, for example Terraform, manages the service, turn on the circuit breaker in that tool. Otherwise, run ${model.environments.length > 1 ? 'these commands' : 'this command'}:`,
      ...inEnvironments(
        model,
        model.environments,
        ({ region, cluster, ecsService }) =>
          `aws ecs update-service --region ${region} --cluster ${cluster.name} --service ${ecsService.name} --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=true}'`,
      ),
    ),
  ];
}
