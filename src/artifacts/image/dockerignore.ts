/**
 * `.dockerignore`: allows only the files that the `Dockerfile` copies, so that nothing else in a checkout (`.git`,
 * credentials, build output) can end up in an image.
 *
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function renderDockerignore(): string {
  return `\
# Exclude everything.
*

# Include the files that the Dockerfile copies.
!package.json
!package-lock.json
!tsconfig.json
!src

# Exclude secrets and installed dependencies in every folder.
**/.env*
**/.npmrc
**/*.key
**/*.pem
**/node_modules
`;
}
