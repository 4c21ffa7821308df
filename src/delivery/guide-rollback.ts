import { basename } from 'node:path/posix';
import type { DeliveryModel } from '../model/model';
import { fenced, numbered, paragraphs } from '../printing/markdown';
import type { ComposedDelivery } from './compose';

/** How to return to an earlier revision, and what to do if that fails. */
export function rollback(model: DeliveryModel, { delivery }: ComposedDelivery): string {
  const { guide } = delivery.target;
  return guide.rollback(rollBackSteps(model, guide.rollbackNotes));
}

function rollBackSteps(model: DeliveryModel, notes: readonly string[]): string {
  const { environments, registry } = model;
  const example = environments.length > 1 ? ` The examples roll back \`${environments.at(-1)!.name}\`.` : '';
  return paragraphs(
    numbered([
      paragraphs(`Start a rollback to the previous revision.${example}`, ...rollbackCommands(model)),
      'Revert the commit that caused the problem. Otherwise, the next release deploys it again.',
    ]),
    `You can roll back to any revision whose image still exists. ${registry.existing ? `See the lifecycle policy of the ECR repository \`${registry.repositoryName}\`.` : `The ECR repository keeps ${registry.keepImages === 1 ? 'only the newest image' : `the ${registry.keepImages} newest images`}.`}`,
    ...notes,
  );
}

function rollbackCommands({ environments, github, files, source }: DeliveryModel): string[] {
  const { name, approval } = environments.at(-1)!;
  const local = `${files.runTask} rollback ${name}`;
  const input = environments.length > 1 ? ` --field environment=${name}` : '';
  const script = `The following command runs \`${files.rollback}\` and requires the same AWS permissions as a release:`;
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
