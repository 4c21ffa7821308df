import { statementsFor } from '../core/release';
import type { TargetEnvironment } from '../core/target';
import type { CommonModel } from '../model/common-model';
import { codes, paragraphs } from '../printing/markdown';
import type { ComposedDelivery } from './compose';

/** What the approval of an environment does not protect, because other roles in its account can change it. */
export function approvalNotes(model: CommonModel, { delivery }: ComposedDelivery): string[] {
  const { environments } = delivery.target;
  const approved = environments.filter(({ approval, release }) => approval || release.pause);
  const others = environments.filter((environment) => !approved.includes(environment));
  const notes = approved.flatMap((environment) => {
    const sharing = others.filter((other) => isSamePlace(other, environment) && deploysStacks(other));
    return sharing.length > 0
      ? [
          `**Important:** Releases to ${names(sharing)} do not require approval, but they can deploy the stacks of ${names([environment])}. They assume the CDK bootstrap roles of the account \`${environment.account}\` in ${environment.region}, which can deploy any stack there.`,
        ]
      : [];
  });
  if (notes.length === 0) {
    return [];
  }
  const central = [delivery.artifact.guide.storeTitle, ...(model.pipeline ? ['the pipeline'] : [])].join(' and ');
  return [
    paragraphs(
      ...notes,
      `To prevent this, use a separate account for each environment that requires approval, and a tools account for ${central}: set \`awsAccount\` at the top level to the tools account, and \`awsAccount\` in each environment to its own account.`,
    ),
  ];
}

function isSamePlace(one: TargetEnvironment, other: TargetEnvironment): boolean {
  return one.account === other.account && one.region === other.region;
}

/** Whether a release assumes the CDK bootstrap roles. */
function deploysStacks({ release }: TargetEnvironment): boolean {
  return statementsFor('', release).some(
    ({ actions, resources }) => actions.includes('sts:AssumeRole') && resources.some((arn) => /:role\/cdk-/.test(arn)),
  );
}

function names(environments: readonly TargetEnvironment[]): string {
  return codes(environments.map(({ name }) => name));
}
