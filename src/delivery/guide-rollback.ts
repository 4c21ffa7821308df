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
      paragraphs(`Start the rollback to the previous revision.${example}`, ...rollbackCommands(model)),
      'Revert the commit. Otherwise, the next release deploys it again.',
    ]),
    `You can roll back to any revision whose image still exists. ${registry.existing ? `See the lifecycle policy of the repository \`${registry.repositoryName}\`.` : `The repository keeps the newest ${registry.keepImages} images.`}`,
    ...notes,
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
