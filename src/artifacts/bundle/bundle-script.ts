import { shellWord } from '../../printing/shell';
import type { BundleInput } from './bundle';

/** `infra/bundle.sh`: creates the zip file and stores it. */
export function renderBundleScript({ bundle, noun }: BundleInput): string {
  const { path, files = [], script, buckets } = bundle;
  const folder = shellWord(path);
  return `\
# Packages ${path} as a zip file, stores it in S3, and prints its key.
#
#   BUNDLE_KEY=$(bash ${script})
#
# The key is the hash of the content. The same files always result in the same zip file, so a commit that is built again
# does not store another ${noun}.
set -euo pipefail

if [ -z "$(find ${folder} -type f -print -quit)" ]; then
  echo "${path} contains no files. Check the commands that create it." >&2
  exit 1
fi

# A zip file contains times and permissions, so these must not depend on the machine.
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir "$WORK/files"
cp -R ${folder}/. "$WORK/files"
${files.length > 0 ? addCode(path, files) : ''}cd "$WORK/files"
chmod -R u=rwX,go=rX .
find . -exec touch --no-dereference --date=1980-01-01T00:00:00Z {} +
export TZ=UTC
find . \\( -type f -o -type l \\) | LC_ALL=C sort | zip -q -X -y "$WORK/bundle.zip" -@
KEY=$(sha256sum "$WORK/bundle.zip" | cut -d ' ' -f 1).zip

store() {
  if aws s3api head-object --region "$1" --bucket "$2" --key "$KEY" > /dev/null 2>&1; then
    echo "s3://$2/$KEY already exists." >&2
  else
    aws s3api put-object --region "$1" --bucket "$2" --key "$KEY" --body "$WORK/bundle.zip" > /dev/null
    echo "Stored s3://$2/$KEY." >&2
  fi
}
${buckets.map(({ name, region }) => `store ${region} ${name}`).join('\n')}

echo "$KEY"
`;
}

/** Adds other files of the project. They must not overwrite what the project creates. */
function addCode(path: string, files: NonNullable<BundleInput['bundle']['files']>): string {
  return `
add() {
  if [ -e "$WORK/files/$2" ]; then
    echo "${path} must not contain $2, because the bundle contains another file with this name." >&2
    exit 1
  fi
  mkdir -p "$(dirname "$WORK/files/$2")"
  cp "$1" "$WORK/files/$2"
}
${files.map(({ from, to }) => `add ${shellWord(from)} ${shellWord(to)}`).join('\n')}

`;
}
