import type { DeliveryModel, EnvironmentModel } from '../model/model';

/** What the generated shell scripts share: each takes the name of an environment first. */

/** A word of a shell command: as it is, where nothing in it means something to the shell. */
export function word(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}

/** Commands that set what the script has to know of `ENVIRONMENT`, or end it where there is no such environment. */
export function settingsOf(
  { environments }: DeliveryModel,
  settings: (environment: EnvironmentModel) => Readonly<Record<string, string>>,
): string {
  const names = environments.map(({ name }) => name).join(', ');
  return `\
case "$ENVIRONMENT" in
${environments.map((environment) => settingsLine(environment, settings(environment))).join('\n')}
  *) echo "Name the environment: ${names}" >&2; exit 2 ;;
esac
export AWS_REGION`;
}

function settingsLine({ argument, region }: EnvironmentModel, settings: Readonly<Record<string, string>>): string {
  const assignments = Object.entries({ AWS_REGION: region, ...settings }).map(
    ([key, value]) => `${key}=${word(value)}`,
  );
  return `  ${argument}) ${assignments.join(' ')} ;;`;
}
