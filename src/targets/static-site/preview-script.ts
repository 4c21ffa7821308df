import { shellWord } from '../../printing/shell';
import type { StaticSiteModel } from './model';
import { PREVIEWS } from './site-function';
import { checkFolder, uploadFolder } from './site-script';

/** `infra/preview.sh`: publishes the preview of a pull request, and removes it. */
export function renderPreviewScript({ bundle, files }: StaticSiteModel): string {
  return `\
# Publishes the preview of a pull request, or removes it. Only visitors who open the URL of the preview receive it.
#
#   bash ${files.previewScript} publish    Uploads the files in ${bundle.path}, and prints the URL of the preview
#   bash ${files.previewScript} remove     Deletes the files of the preview
#
# Set NUMBER to the number of the pull request, STACK to the name of the site stack, and CONFIG to the content of
# /config.json.
set -euo pipefail

if ! [[ "\${NUMBER:-}" =~ ^[1-9][0-9]*$ ]]; then
  echo "Set NUMBER to the number of a pull request." >&2
  exit 2
fi

OUTPUTS=$(aws cloudformation describe-stacks --stack-name "$STACK" --query 'Stacks[0].Outputs' --output json)
output() {
  jq -er --arg key "$1" '.[] | select(.OutputKey == $key).OutputValue' <<< "$OUTPUTS"
}
BUCKET=$(output Bucket)
URL=$(output Url)

${uploadFolder({ deletes: true })}

publish() {
  local site=${shellWord(bundle.path)}
${checkFolder('$site')}
  if [ -n "\${CONFIG:-}" ]; then
    printf '%s\\n' "$CONFIG" > "$site/config.json"
  fi
  # The AWS CLI uploads a file again only if it is newer or has another size.
  find "$site" -type f -exec touch {} +
  upload_folder "$site" "s3://$BUCKET/${PREVIEWS}/$NUMBER" --cache-control 'no-store'
  echo "$URL/?preview=$NUMBER"
}

remove() {
  aws s3 rm --only-show-errors --recursive "s3://$BUCKET/${PREVIEWS}/$NUMBER/"
}

case "\${1:-}" in
  publish | remove) "$1" ;;
  *) echo "Specify publish or remove." >&2; exit 2 ;;
esac
`;
}
