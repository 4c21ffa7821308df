import { basename } from 'node:path/posix';
import type { DeliveryModel } from '../model/model';
import { bulleted, codes, fenced, numbered, paragraphs } from '../printing/markdown';
import { inEnvironment } from './guide-places';
import { serviceGuide } from '../targets/ecs/guide';

/** How to return to an earlier revision, and what to do if that fails. */
export function rollback(model: DeliveryModel): string {
  const { automaticRollback } = serviceGuide(model);
  return model.serviceKind === 'managed'
    ? paragraphs(
        'Choose the procedure for your situation:',
        bulleted([
          'The release is still running: [Cancel a running release](#cancel-a-running-release).',
          'The release has completed: [Roll back a completed release](#roll-back-a-completed-release).',
          'A stack has the status `UPDATE_ROLLBACK_FAILED`: [If a stack update fails](#if-a-stack-update-fails).',
        ]),
        automaticRollback,
        '### Roll back a completed release',
        rollBackSteps(model),
        '### Cancel a running release',
        cancelRelease(model),
        '## If a stack update fails',
        continueRollback(model),
      )
    : paragraphs(automaticRollback, 'To roll back manually:', rollBackSteps(model));
}

function rollBackSteps(model: DeliveryModel): string {
  const { environments, registry } = model;
  const example = environments.length > 1 ? ` The examples roll back \`${environments.at(-1)!.name}\`.` : '';
  return paragraphs(
    numbered([
      paragraphs(`Start the rollback to the previous revision.${example}`, ...rollbackCommands(model)),
      'Revert the commit. Otherwise, the next release deploys it again.',
    ]),
    `You can roll back to any revision whose image still exists. ${registry.existing ? `See the lifecycle policy of the repository \`${registry.repositoryName}\`.` : `The repository keeps the newest ${registry.keepImages} images.`}`,
    ...rollbackNotes(model),
  );
}

function rollbackCommands({ environments, github, files, source }: DeliveryModel): string[] {
  const { name, approval } = environments.at(-1)!;
  const local = `${files.runTask} rollback ${name}`;
  const input = environments.length > 1 ? ` --field environment=${name}` : '';
  const script = `run \`${files.rollback}\` on your computer. You need the same AWS permissions as a release:`;
  const specific = 'To roll back to a specific revision, add its number or its image tag, for example';
  return github
    ? [
        `On GitHub, run the rollback workflow.${approval ? ' It waits for the same approval as a release.' : ''}`,
        fenced(`gh workflow run ${basename(github.rollbackWorkflow)} --ref ${source.branch}${input}`),
        `Alternatively, ${script}`,
        fenced(local),
        `${specific} \`--field revision=41\` or \`${local} 41\`.`,
      ]
    : [`R${script.slice(1)}`, fenced(local), `${specific} \`${local} 41\`.`];
}

function rollbackNotes({ serviceKind, environments }: DeliveryModel): string[] {
  const shifting = environments.filter(({ managed }) => managed?.deployment.shift);
  return [
    ...(serviceKind === 'managed'
      ? [
          'A rollback changes only the task definition revision. All other resources of the service stack stay the same.',
        ]
      : []),
    ...(environments.some(({ oneOffTask }) => oneOffTask)
      ? ['A rollback does not undo the changes that the one-off task made, for example in a database.']
      : []),
    ...(shifting.length > 0
      ? [
          `${environments.length > 1 ? `In ${codes(shifting.map(({ name }) => name))}, a` : 'A'} rollback shifts traffic with the same strategy and takes as long as a release.`,
        ]
      : []),
  ];
}

function cancelRelease(model: DeliveryModel): string {
  return paragraphs(
    'Cancel the update of the service stack. ECS then rolls back immediately, and the release fails.',
    lastStackCommand(model, (stack) => `aws cloudformation cancel-update-stack ${stack}`),
    ...otherEnvironments(model),
  );
}

function continueRollback(model: DeliveryModel): string {
  const failed = `--query "StackEvents[?ResourceStatus=='UPDATE_FAILED'].[Timestamp,LogicalResourceId,ResourceStatusReason]" --output table`;
  return paragraphs(
    'CloudFormation rolls back a failed update automatically. If that fails, the stack has the status `UPDATE_ROLLBACK_FAILED` and cannot be updated until you continue the rollback.',
    numbered([
      paragraphs(
        'Find the cause:',
        lastStackCommand(model, (stack) => `aws cloudformation describe-stack-events ${stack} ${failed}`),
      ),
      'Fix the cause.',
      paragraphs(
        'Continue the rollback:',
        lastStackCommand(model, (stack) => `aws cloudformation continue-update-rollback ${stack}`),
      ),
    ]),
    ...otherEnvironments(model),
  );
}

function otherEnvironments({ environments }: DeliveryModel): string[] {
  return environments.length > 1
    ? [
        'For another environment, use its account, region, and service stack from the [values of each environment](#values-of-each-environment).',
      ]
    : [];
}

function lastStackCommand(model: DeliveryModel, command: (stack: string) => string): string {
  const environment = model.environments.at(-1)!;
  const { region, managed } = environment;
  return inEnvironment(model, environment, command(`--region ${region} --stack-name ${managed!.stack.name}`));
}
