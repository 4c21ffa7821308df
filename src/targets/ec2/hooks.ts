import type { Ec2Model } from './model';

/** The scripts that CodeDeploy or the user data runs on each instance. `DESTDIR` is the root of the file system, in tests. */

/** How many revisions stay on an instance. */
const KEPT_REVISIONS = 3;

/** How long the service may take until its health check path responds. */
const SECONDS_TO_START = 120;

/** `deploy/scripts/install.sh`: copies the revision to its own folder and makes it the current one. */
export function renderInstallScript({ instances, files, environments }: Ec2Model): string {
  const { home, logFolder, unit } = instances;
  return `\
#!/bin/bash
# Installs the revision that CodeDeploy has downloaded. The service keeps running the previous one until it restarts.
set -euo pipefail

ARCHIVE=$(cd "$(dirname "\${BASH_SOURCE[0]}")/../.." && pwd)
REVISIONS=\${DESTDIR:-}${home}/releases
REVISION=$REVISIONS/\${DEPLOYMENT_ID:?}
CURRENT=\${DESTDIR:-}${home}/current

case "\${DEPLOYMENT_GROUP_NAME:?}" in
${environments.map((environment) => `  ${environment.inPlace!.deploymentGroup}) VARIABLES=${environment.variablesFile} ;;`).join('\n')}
  *) echo "The bundle contains no environment for the deployment group $DEPLOYMENT_GROUP_NAME." >&2; exit 1 ;;
esac

rm -rf "$REVISION"
mkdir -p "$REVISION" "\${DESTDIR:-}${logFolder}" "\${DESTDIR:-}/etc/systemd/system"
cp -R "$ARCHIVE/." "$REVISION"
cp "$REVISION/$VARIABLES" "$REVISION/deploy/environment"
echo "$DEPLOYMENT_GROUP_NAME" > "$REVISION/deploy/deployment-group"
chmod -R u=rwX,go=rX "$REVISION"
cp "$REVISION/${files.unit}" "\${DESTDIR:-}/etc/systemd/system/${unit}.service"
systemctl daemon-reload

# Replaces the link in one step.
ln -sfn "$REVISION" "$CURRENT.next"
mv -T "$CURRENT.next" "$CURRENT"

# Keeps the newest revisions.
ls -1t "$REVISIONS" | tail -n +${KEPT_REVISIONS + 1} | while read -r OLD; do
  if [ "$REVISIONS/$OLD" != "$REVISION" ]; then
    rm -rf "\${REVISIONS:?}/$OLD"
  fi
done
echo "Installed $DEPLOYMENT_ID."
`;
}

/** `deploy/scripts/install.sh` for an instance refresh: the instance runs only this revision. */
export function renderFirstInstallScript({ instances, files, environments }: Ec2Model): string {
  const { home, logFolder, unit } = instances;
  return `\
#!/bin/bash
# Installs the bundle that the instance has downloaded. The user data of the instance calls this script.
#
#   bash ${files.install} ENVIRONMENT
set -euo pipefail

REVISION=$(cd "$(dirname "\${BASH_SOURCE[0]}")/../.." && pwd)
ENVIRONMENT=\${1:-}

case "$ENVIRONMENT" in
${environments.map((environment) => `  ${environment.argument}) VARIABLES=${environment.variablesFile} ;;`).join('\n')}
  *) echo "The bundle contains no environment with the name $ENVIRONMENT." >&2; exit 1 ;;
esac

cp "$REVISION/$VARIABLES" "$REVISION/deploy/environment"
echo "$ENVIRONMENT" > "$REVISION/deploy/environment-name"
chmod -R u=rwX,go=rX "$REVISION"
mkdir -p "\${DESTDIR:-}${logFolder}" "\${DESTDIR:-}/etc/systemd/system"
cp "$REVISION/${files.unit}" "\${DESTDIR:-}/etc/systemd/system/${unit}.service"
ln -sfn "$REVISION" "\${DESTDIR:-}${home}/current"
systemctl daemon-reload
`;
}

/** `deploy/scripts/start.sh`: starts the service, or restarts it. */
export function renderStartScript({ instances: { unit } }: Ec2Model): string {
  return `\
#!/bin/bash
# Starts the current revision, also after the instance has been restarted.
set -euo pipefail

systemctl enable ${unit}.service
systemctl restart ${unit}.service
`;
}

/** `deploy/scripts/stop.sh`: stops the service before an instance is terminated. */
export function renderStopScript({ instances: { unit } }: Ec2Model): string {
  return `\
#!/bin/bash
# Stops the service before the instance is updated or terminated. A failure must not prevent the next deployment.
systemctl stop ${unit}.service || true
`;
}

/** `deploy/scripts/validate.sh`: waits until the service responds. */
export function renderValidateScript({ instances }: Ec2Model): string {
  const { port, healthCheckPath, unit, logFolder } = instances;
  return `\
#!/bin/bash
# Waits until the service responds. If it does not, the deployment of this instance fails.
set -euo pipefail

URL=http://127.0.0.1:${port}${healthCheckPath}
for _ in $(seq ${SECONDS_TO_START / 2}); do
  if curl --silent --show-error --fail --max-time 5 --output /dev/null "$URL"; then
    # Makes sure that the response does not come from another program.
    systemctl is-active --quiet ${unit}.service
    echo "$URL responds."
    exit 0
  fi
  sleep 2
done
echo "$URL does not respond. The newest lines of the log:" >&2
tail -n 20 "\${DESTDIR:-}${logFolder}/service.log" >&2 || true
systemctl status --no-pager ${unit}.service >&2 || true
exit 1
`;
}
