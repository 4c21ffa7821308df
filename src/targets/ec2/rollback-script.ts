import { settingsCase } from '../../printing/shell';
import type { Ec2Model } from './model';
import { deploymentSettings } from './release';

/** `infra/rollback.sh`: deploys an earlier revision. */
export function renderRollbackScript({ environments, files }: Ec2Model): string {
  return `\
# Deploys an earlier revision of the service and waits until all instances run it.
#
#   bash ${files.rollback} ENVIRONMENT [REVISION]
#
# ENVIRONMENT: one of ${environments.map(({ name }) => name).join(', ')}
# REVISION: the key of a bundle (<hash>.zip), or the ID of a successful deployment (d-...)
#
# Without REVISION, deploys the previous revision or, while a release is being deployed, stops it and rolls it back.
set -euo pipefail

ENVIRONMENT=\${1:-}
REVISION=\${2:-}

${settingsCase(environments, deploymentSettings)}
export APPLICATION GROUP BUCKET MINUTES REVISION

if [ -n "$REVISION" ] && ! [[ "$REVISION" =~ ^([0-9a-f]{64}\\.zip|d-[A-Z0-9]+)$ ]]; then
  echo "Invalid revision: $REVISION" >&2
  exit 2
fi
bash ${files.deploy} roll-back
`;
}
