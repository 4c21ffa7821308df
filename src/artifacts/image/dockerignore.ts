import { PACKAGE_MANAGERS } from '../../data/package-managers';
import type { BuildModel } from '../../model/model';

/**
 * `.dockerignore`: allows only the files that the `Dockerfile` copies, so that nothing else in a checkout (`.git`,
 * credentials, build output) can end up in an image.
 *
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function renderDockerignore({
  files,
  installFiles,
  image,
  packageManager,
}: Pick<BuildModel, 'files' | 'installFiles' | 'image' | 'packageManager'>): string {
  if (image !== undefined) {
    return '# The Dockerfile copies no files.\n*\n';
  }
  const { lockFile, settings } = PACKAGE_MANAGERS[packageManager?.name ?? 'npm'];
  const more = [...new Set([...files, ...installFiles])];
  const certificates = more.filter((path) => path.endsWith('.pem'));
  return `\
# Exclude everything.
*

# Include the files that the Dockerfile copies.
!package.json
!${[lockFile, ...settings].join('\n!')}
!tsconfig.json
!src
${more.map((path) => `!${path}\n`).join('')}
# Exclude secrets and installed dependencies in every folder.
**/.env*
**/.npmrc
**/*.key
**/*.pem
**/node_modules
${certificates.length > 0 ? `\n# Include the certificates that the Dockerfile copies.\n${certificates.map((path) => `!${path}\n`).join('')}` : ''}`;
}
