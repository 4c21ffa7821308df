import { basename } from 'node:path/posix';
import type { Artifact } from '../core/artifact';
import type { TargetGuide } from '../core/target-guide';
import type { CommonModel } from '../model/common-model';
import { fenced, numbered, paragraphs } from '../printing/markdown';
import type { ComposedDelivery } from './compose';

/** How to return to an earlier revision, and what to do if that fails. */
export function rollback(model: CommonModel, { delivery }: ComposedDelivery): string {
  const { guide } = delivery.target;
  return guide.rollback(rollBackSteps(model, delivery.artifact, guide));
}

function rollBackSteps(model: CommonModel, artifact: Artifact, guide: TargetGuide): string {
  const { environments } = model;
  const example = environments.length > 1 ? ` The examples roll back \`${environments.at(-1)!.name}\`.` : '';
  return paragraphs(
    numbered([
      paragraphs(`Start a rollback to the previous revision.${example}`, ...rollbackCommands(model, guide)),
      'Revert the commit that caused the problem. Otherwise, the next release deploys it again.',
    ]),
    artifact.guide.kept,
    ...guide.rollbackNotes,
  );
}

function rollbackCommands(
  { environments, github, files, source }: CommonModel,
  { revision, exampleRevision }: TargetGuide,
): string[] {
  const { name, approval } = environments.at(-1)!;
  const local = `${files.runTask} rollback ${name}`;
  const input = environments.length > 1 ? ` --field environment=${name}` : '';
  const script = `The following command runs \`${files.rollback}\` and requires the same AWS permissions as a release:`;
  const specific = `To roll back to a specific revision, specify ${revision}. For example,`;
  return github
    ? [
        `To roll back with GitHub Actions, run the rollback workflow.${approval ? ' It waits for the same approval as a release.' : ''}`,
        fenced(`gh workflow run ${basename(github.rollbackWorkflow)} --ref ${source.branch}${input}`),
        `Alternatively, roll back from your computer. ${script}`,
        fenced(local),
        `${specific} add \`--field revision=${exampleRevision}\` to the \`gh\` command, or run \`${local} ${exampleRevision}\`.`,
      ]
    : [script, fenced(local), `${specific} run \`${local} ${exampleRevision}\`.`];
}
