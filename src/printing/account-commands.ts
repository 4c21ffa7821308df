import type { Environment, Place } from '../core/environment';
import { fenced, paragraphs } from './markdown';

/** Commands in a guide. The text before them says where to run them, if there is more than one place. */

/** The distinct accounts of the places. */
export function accountsOf(places: readonly Place[]): string[] {
  return [...new Set(places.map(({ account }) => account))];
}

/** The places without repetition of an account and region. */
export function distinctPlaces(places: readonly Place[]): Place[] {
  const key = ({ account, region }: Place) => `${account}/${region}`;
  return places.filter((place, i) => places.findIndex((other) => key(other) === key(place)) === i);
}

/** Commands for an account. The text before them specifies the account only if there are several. */
export function inAccount(
  places: readonly Place[],
  account: string,
  commands: readonly string[],
  label = `In account \`${account}\`:`,
): string {
  return paragraphs(...(accountsOf(places).length > 1 ? [label] : []), fenced(...commands));
}

/** Introduces a command. Specifies the account only if there are several. */
export function runCommand(places: readonly Place[], account: string): string {
  return `run this command${accountsOf(places).length > 1 ? ` in account \`${account}\`` : ''}:`;
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
    return inAccount(places, account, [command]);
  }
  const where = accountsOf(places).length > 1 ? `, in account \`${account}\`` : '';
  return paragraphs(`For \`${name}\`${where}:`, fenced(command));
}
