import { settingsCase } from '../../printing/shell';
import type { StaticSiteModel } from './model';
import { siteSettings } from './release';

/** `infra/rollback.sh`: moves visitors back to an earlier release. */
export function renderRollbackScript({ environments, files }: StaticSiteModel): string {
  return `\
# Moves all visitors back to an earlier release of the site. Takes a few seconds.
#
#   bash ${files.rollback} ENVIRONMENT [RELEASE]
#
# ENVIRONMENT: one of ${environments.map(({ name }) => name).join(', ')}
# RELEASE: the ID of a release
#
# Without RELEASE, returns to the previous release or, while a release is being published, cancels it.
set -euo pipefail

ENVIRONMENT=\${1:-}
RELEASE=\${2:-}

${settingsCase(environments, siteSettings)}
export STACK PUBLISH_ROLE RELEASE

if [ -n "$RELEASE" ] && ! [[ "$RELEASE" =~ ^[0-9a-f]{16}$ ]]; then
  echo "Invalid release: $RELEASE" >&2
  exit 2
fi
bash ${files.siteScript} roll-back
`;
}
