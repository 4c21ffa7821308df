/**
 * `.dockerignore`: names what the `Dockerfile` copies, so that whatever else a checkout holds (`.git`, credentials,
 * build output) never reaches an image.
 *
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function renderDockerignore(): string {
  return `\
# Nothing gets into the image ...
*

# ... but what the Dockerfile copies ...
!package.json
!package-lock.json
!tsconfig.json
!src

# ... without what must not be in an image wherever it lies.
**/.env*
**/.npmrc
**/*.key
**/*.pem
**/node_modules
`;
}
