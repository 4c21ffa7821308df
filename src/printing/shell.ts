import type { Environment } from '../core/environment';

/** Code of the generated shell scripts. The first argument of each script is the name of an environment. */

/** Quotes a word of a shell command if it contains characters with a special meaning. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}

/** Commands that set the variables for `ENVIRONMENT`, or exit if the environment does not exist. */
export function settingsCase<E extends Environment>(
  environments: readonly E[],
  settings: (environment: E) => Readonly<Record<string, string>>,
): string {
  const names = environments.map(({ name }) => name).join(', ');
  return `\
case "$ENVIRONMENT" in
${environments.map((environment) => settingsLine(environment, settings(environment))).join('\n')}
  *) echo "Specify an environment: ${names}" >&2; exit 2 ;;
esac
export AWS_REGION`;
}

function settingsLine({ argument, region }: Environment, settings: Readonly<Record<string, string>>): string {
  const assignments = Object.entries({ AWS_REGION: region, ...settings }).map(
    ([key, value]) => `${key}=${shellWord(value)}`,
  );
  return `  ${argument}) ${assignments.join(' ')} ;;`;
}

/** Indents all lines that are not empty. */
export function indent(text: string, by = '  '): string {
  return text.replace(/^(?=.)/gm, by);
}
