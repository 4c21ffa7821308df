import type { SecretModel } from '../../model/model';
import { printCommand } from '../../printing/secret-commands';
import type { Ec2EnvironmentModel, Ec2Model } from './model';

/** `deploy/scripts/secrets.sh`: reads the values of the secrets when the service starts. */
export function renderSecretsScript(model: Ec2Model): string {
  const { environments, refresh, instances } = model;
  const { secretsFile } = instances;
  const [file, what] = refresh ? ['environment-name', 'environment'] : ['deployment-group', 'deployment group'];
  return `\
# Reads the secrets of the service and writes them to a file in memory that only root can read. systemd runs this script
# before each start.
set -euo pipefail

HERE=$(cd "$(dirname "\${BASH_SOURCE[0]}")/.." && pwd)
FILE=\${DESTDIR:-}${secretsFile}
umask 077
: > "$FILE.next"

# Writes a variable in the format of systemd.
put() {
  printf '%s="%s"\\n' "$1" "$(printf %s "$2" | sed 's/[\\\\"\`$]/\\\\&/g')" >> "$FILE.next"
}

NAME=$(cat "$HERE/${file}")
case "$NAME" in
${environments.map(environmentCode).join('\n')}
  *) echo "The bundle contains no secrets for the ${what} $NAME." >&2; exit 1 ;;
esac
mv "$FILE.next" "$FILE"
`;
}

function environmentCode({ inPlace, argument, secrets }: Ec2EnvironmentModel): string {
  const lines = secrets.flatMap((secret) => [
    // A separate assignment, so that a failure stops the script.
    `    VALUE=$(${printCommand(sourceOf(secret))})`,
    `    put ${secret.name} "$VALUE"`,
  ]);
  return [`  ${inPlace?.deploymentGroup ?? argument})`, ...(lines.length > 0 ? lines : ['    :']), '    ;;'].join('\n');
}

function sourceOf({ service, valueFrom, policyResource, kmsKeyArn }: SecretModel): Parameters<typeof printCommand>[0] {
  const [, , , region = '', , , name = '', jsonKey] = valueFrom.split(':');
  const isSecret = service === 'secretsmanager';
  return {
    service,
    region,
    source: isSecret ? valueFrom.split(':').slice(0, 7).join(':') : valueFrom,
    jsonKey: isSecret && name ? jsonKey : undefined,
    policyResource,
    kmsKeyArn,
  };
}
