import type { Environment, Place } from '../core/environment';
import { fenced, paragraphs } from './markdown';

/** Commands in a guide. The text before them says where to run them, if there is more than one place. */

/** The distinct accounts of the places. */
export function accountsOf(places: readonly Place[]): string[] {
  return [...new Set(places.map(({ account }) => account))];
}

/** Commands for an account. The text before them specifies the account only if there are several. */
export function inAccount(places: readonly Place[], account: string, ...commands: readonly string[]): string {
  const label = accountsOf(places).length > 1 ? [`In account \`${account}\`:`] : [];
  return paragraphs(...label, fenced(...commands));
}

/**
 * A command for an environment. The text before it specifies the environment and account only if there are several.
 *
 * @param places the place of the artifact, and all environments
 */
export function inEnvironment(
  places: readonly Place[],
  environments: readonly Environment[],
  { name, account }: Environment,
  command: string,
): string {
  if (environments.length === 1) {
    return inAccount(places, account, command);
  }
  const where = accountsOf(places).length > 1 ? `, in account \`${account}\`` : '';
  return paragraphs(`For \`${name}\`${where}:`, fenced(command));
}
