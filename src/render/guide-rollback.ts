import { basename } from 'node:path/posix';
import type { DeliveryModel } from '../model/model';
import { bulleted, codes, fenced, numbered, paragraphs } from './guide-markdown';
import { inAccount, runCommand } from './guide-places';
import { serviceGuide } from './guide-service';

/** How to return to an earlier revision, and what to do if that fails. */
export function rollback(model: DeliveryModel): string {
  const { automaticRollback } = serviceGuide(model);
  return model.serviceKind === 'managed'
    ? paragraphs(
        'Choose the procedure for your situation:',
        bulleted([
          'The release is still running: [Cancel a running release](#cancel-a-running-release).',
          'The release has completed: [Roll back a completed release](#roll-back-a-completed-release).',
          'A stack has the status `UPDATE_ROLLBACK_FAILED`: [Recover from a failed stack rollback](#recover-from-a-failed-stack-rollback).',
        ]),
        automaticRollback,
        '### Roll back a completed release',
        rollBackSteps(model),
        '### Cancel a running release',
        cancelRelease(model),
        '## Recover from a failed stack rollback',
        continueRollback(model),
      )
    : paragraphs(automaticRollback, 'To roll back manually:', rollBackSteps(model));
}

function rollBackSteps(model: DeliveryModel): string {
  const { environments, registry } = model;
  const example = environments.length > 1 ? ` The examples roll back \`${environments.at(-1)!.name}\`.` : '';
  return paragraphs(
    numbered([
      paragraphs(`Start a rollback to the previous revision.${example}`, ...rollbackCommands(model)),
      'Revert the commit that caused the problem. Otherwise, the next release deploys it again.',
    ]),
    `You can roll back to any revision whose image still exists. ${registry.existing ? `See the lifecycle policy of the ECR repository \`${registry.repositoryName}\`.` : `The ECR repository keeps ${registry.keepImages === 1 ? 'only the newest image' : `the ${registry.keepImages} newest images`}.`}`,
    ...rollbackNotes(model),
  );
}

function rollbackCommands({ environments, github, files, source }: DeliveryModel): string[] {
  const { name, approval } = environments.at(-1)!;
  const local = `${files.runTask} rollback ${name}`;
  const input = environments.length > 1 ? ` --field environment=${name}` : '';
  const script = `This command runs \`${files.rollback}\` and requires the same AWS permissions as a release:`;
  const specific = 'To roll back to a specific revision, specify its number or its image tag. For example,';
  return github
    ? [
        `To roll back with GitHub Actions, run the rollback workflow.${approval ? ' It waits for the same approval as a release.' : ''}`,
        fenced(`gh workflow run ${basename(github.rollbackWorkflow)} --ref ${source.branch}${input}`),
        `Alternatively, roll back from your computer. ${script}`,
        fenced(local),
        `${specific} add \`--field revision=41\` to the \`gh\` command, or run \`${local} 41\`.`,
      ]
    : [script, fenced(local), `${specific} run \`${local} 41\`.`];
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
          `${environments.length > 1 ? `In ${codes(shifting.map(({ name }) => name))}, a` : 'A'} rollback shifts traffic with the same strategy as a release, and takes as long as the deployment in a release.`,
        ]
      : []),
  ];
}

function cancelRelease(model: DeliveryModel): string {
  return paragraphs(
    lastStackCommand(
      model,
      'Cancel the update of the service stack',
      (stack) => `aws cloudformation cancel-update-stack ${stack}`,
    ),
    'ECS then rolls back immediately, and the release fails.',
    ...otherEnvironments(model),
  );
}

function continueRollback(model: DeliveryModel): string {
  const failed = `--query "StackEvents[?ResourceStatus=='UPDATE_FAILED'].[Timestamp,LogicalResourceId,ResourceStatusReason]" --output table`;
  return paragraphs(
    'CloudFormation rolls back a failed update automatically. If the rollback also fails, the stack has the status `UPDATE_ROLLBACK_FAILED` and cannot be updated until you continue the rollback.',
    numbered([
      lastStackCommand(
        model,
        'Find the cause',
        (stack) => `aws cloudformation describe-stack-events ${stack} ${failed}`,
      ),
      'Fix the cause.',
      lastStackCommand(
        model,
        'Continue the rollback',
        (stack) => `aws cloudformation continue-update-rollback ${stack}`,
      ),
    ]),
    ...otherEnvironments(model),
  );
}

function otherEnvironments({ environments }: DeliveryModel): string[] {
  return environments.length > 1
    ? ['For another environment, use its account, Region, and service stack from [Shared values](#shared-values).']
    : [];
}

/** A step that runs a command for the service stack of the last environment. */
function lastStackCommand(model: DeliveryModel, step: string, command: (stack: string) => string): string {
  const { name, account, region, managed } = model.environments.at(-1)!;
  const commands = [command(`--region ${region} --stack-name ${managed!.stack.name}`)];
  return model.environments.length === 1
    ? paragraphs(`${step}:`, inAccount(model, account, commands))
    : paragraphs(`${step}. For \`${name}\`, ${runCommand(model, account)}`, fenced(...commands));
}
