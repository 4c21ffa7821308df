import type { Place } from '../model/aws';
import type { DeliveryModel, EnvironmentModel } from '../model/model';
import { fenced, paragraphs } from '../printing/markdown';

/** The account that contains the images, and the accounts of the environments. */
export function placesOf({ registry, environments }: DeliveryModel): Place[] {
  return [registry, ...environments];
}

export function accountsOf(model: DeliveryModel): string[] {
  return [...new Set(placesOf(model).map(({ account }) => account))];
}

/** Commands for an account. The text before them specifies the account only if there are several. */
export function inAccount(model: DeliveryModel, account: string, ...commands: readonly string[]): string {
  const label = accountsOf(model).length > 1 ? [`In account \`${account}\`:`] : [];
  return paragraphs(...label, fenced(...commands));
}

/** A command for an environment. The text before it specifies the environment and account only if there are several. */
export function inEnvironment(model: DeliveryModel, { name, account }: EnvironmentModel, command: string): string {
  if (model.environments.length === 1) {
    return inAccount(model, account, command);
  }
  const where = accountsOf(model).length > 1 ? `, in account \`${account}\`` : '';
  return paragraphs(`For \`${name}\`${where}:`, fenced(command));
}
