import type { Place } from '../../core/environment';
import { distinctPlaces, inAccount, runCommand } from '../../printing/account-commands';
import { fenced, numbered, paragraphs } from '../../printing/markdown';

/** What the guide says about releases that deploy a stack. */

/** The service stack of an environment. */
export interface StackPlace extends Place {
  /** The name of the environment. */
  readonly name: string;
  readonly stack: string;
}

/**
 * The last environment counts as production. If it already has its own account, only the policies are left to advise.
 *
 * @param places the account that contains the artifact, and the accounts of the environments
 */
export function bootstrapAdvice(places: readonly Place[]): string {
  const commands = distinctPlaces(places).length > 1 ? 'commands' : 'command';
  const inAccountOfLast = places.filter(({ account }) => account === places.at(-1)!.account);
  return [
    'Releases assume CDK bootstrap roles that can deploy any stack in the account and Region.',
    inAccountOfLast.length > 1
      ? `To limit what releases can change, use a separate account for production, or add \`--cloudformation-execution-policies\` to the bootstrap ${commands} to restrict which resources the stacks can create.`
      : `To restrict which resources the stacks can create, add \`--cloudformation-execution-policies\` to the bootstrap ${commands}.`,
  ].join(' ');
}

/**
 * The stacks that a release deploys, in a sentence.
 *
 * @param deploysBase whether it deploys the base stack
 * @param several whether there are several environments
 */
export function deployedStacks(deploysBase: boolean, several: boolean): string {
  return `${deploysBase ? 'the base stack and the service stack' : 'the service stack'}${several ? ' of each environment' : ''}`;
}

/** Which stacks a release does not deploy. */
export function otherStacks(deployed: string): string {
  return `A release deploys only ${deployed}. You deploy the other stacks manually.`;
}

/** What to do before a release if other stacks change. */
export function deployOtherStacks(deployed: string): string {
  return `If a commit changes stacks other than ${deployed}, [deploy these changes](#deploy-infrastructure-changes) before you release the commit.`;
}

/** How to recover from the status `UPDATE_ROLLBACK_FAILED`. */
export function continueRollback(places: readonly Place[], stacks: readonly StackPlace[]): string {
  const failed = `--query "StackEvents[?ResourceStatus=='UPDATE_FAILED'].[Timestamp,LogicalResourceId,ResourceStatusReason]" --output table`;
  return paragraphs(
    'CloudFormation rolls back a failed update automatically. If the rollback also fails, the stack has the status `UPDATE_ROLLBACK_FAILED` and cannot be updated until you continue the rollback.',
    numbered([
      lastStackCommand(
        places,
        stacks,
        'Find the cause',
        (stack) => `aws cloudformation describe-stack-events ${stack} ${failed}`,
      ),
      'Fix the cause.',
      lastStackCommand(
        places,
        stacks,
        'Continue the rollback',
        (stack) => `aws cloudformation continue-update-rollback ${stack}`,
      ),
    ]),
    ...otherEnvironments(stacks),
  );
}

export function otherEnvironments(stacks: readonly StackPlace[]): string[] {
  return stacks.length > 1
    ? ['For another environment, use its account, Region, and service stack from [Shared values](#shared-values).']
    : [];
}

/** A step that runs a command for the service stack of the last environment. */
export function lastStackCommand(
  places: readonly Place[],
  stacks: readonly StackPlace[],
  step: string,
  command: (stack: string) => string,
): string {
  const { name, account, region, stack } = stacks.at(-1)!;
  const commands = [command(`--region ${region} --stack-name ${stack}`)];
  return stacks.length === 1
    ? paragraphs(`${step}:`, inAccount(places, account, commands))
    : paragraphs(`${step}. For \`${name}\`, ${runCommand(places, account)}`, fenced(...commands));
}
