import { PACKAGE_MANAGERS } from '../../data/package-managers';
import type { ContainerModel, PackageManagerModel } from '../../model/model';
import { repositoryUrl } from '../../model/resolve-repository';
import type { ImageInput } from './image';

/** Runs the compiled `src/main.ts`. */
const DEFAULT_COMMAND = ['node', 'lib/main.js'];

/**
 * `Dockerfile`: builds the image of a TypeScript service. Requires BuildKit, Docker's default builder.
 *
 * https://docs.docker.com/reference/dockerfile/
 */
export function renderDockerfile({
  build,
  container,
  service,
  source,
}: Pick<ImageInput, 'build' | 'container' | 'service' | 'source'>): string {
  if (build.image !== undefined) {
    return renderCopy(build.image);
  }
  const { name, version }: PackageManagerModel = build.packageManager ?? { name: 'npm' };
  const tool = PACKAGE_MANAGERS[name];
  const setUp = version && tool.setUp?.(version);
  const installer = setUp ? 'tools' : 'base';
  const packageFiles = ['package.json', tool.lockFile, ...tool.settings.map((path) => `${path}*`)];
  const { cache, locksCache, secret } = tool.image;
  const mounts = [
    `--mount=type=cache,target=${cache}${locksCache ? ',sharing=locked' : ''}`,
    ...build.secrets.map(({ name }) => `--mount=type=secret,id=${name},target=${secret.target},required=true`),
  ].join(' ');
  return `\
FROM ${build.baseImage ?? `public.ecr.aws/docker/library/node:${build.runtime!.version}-slim`} AS base
WORKDIR /app

${setUp ? `FROM base AS tools\nRUN ${setUp}\n\n` : ''}# Production dependencies.
FROM ${installer} AS deps
COPY ${packageFiles.join(' ')} ./
${copies(build.installFiles)}# ${tool.title} does not create node_modules if there is nothing to install.
RUN ${mounts} ${tool.image.installProduction} && mkdir -p node_modules

FROM ${installer} AS build
COPY ${packageFiles.join(' ')} ./
${copies(build.installFiles)}RUN ${mounts} ${tool.image.install}
COPY tsconfig.json ./
COPY src ./src
# Runs tsc directly: "${tool.run} build" runs projen, which needs the whole repository. Tests have already run.
RUN node_modules/.bin/tsc --project tsconfig.json

FROM base
${environment(container)}
COPY package.json ./
COPY --from=deps /app/node_modules ./node_modules
COPY --from=build /app/lib ./lib
${copies(build.files)}# root owns all files, so the service cannot change its own code.
USER ${container.user}
${expose(container)}# Only Docker uses this health check. ECS uses the one in task-definition.json.
${healthCheck(container)}
# Exec form, because a shell would not forward SIGTERM to the service.
CMD ${execForm(container.command ?? DEFAULT_COMMAND)}
LABEL org.opencontainers.image.title="${service}"${
    source.github
      ? ` \\
      org.opencontainers.image.source="${repositoryUrl(source.github)}"`
      : ''
  }

# Keep this last: it changes with every commit, which invalidates the layer cache for everything after it.
ARG GIT_SHA=unknown
LABEL org.opencontainers.image.revision="\${GIT_SHA}"
`;
}

/** Copies an image that is built elsewhere. */
function renderCopy(image: string): string {
  return `\
# This image is built elsewhere. A copy in the ECR repository is scanned, and does not depend on the other registry.
FROM ${image}

# The commit that releases the image.
ARG GIT_SHA=unknown
LABEL release.revision="\${GIT_SHA}"
`;
}

function environment({ port, healthCheckPath }: ContainerModel): string {
  return port === undefined
    ? 'ENV NODE_ENV=production'
    : `ENV NODE_ENV=production \\\n    PORT=${port} \\\n    HEALTH_CHECK_PATH=${healthCheckPath}`;
}

function expose({ portMappings }: ContainerModel): string {
  const ports = portMappings.map(({ containerPort, protocol }) =>
    protocol === 'udp' ? `${containerPort}/udp` : String(containerPort),
  );
  return ports.length === 0 ? '' : `EXPOSE ${ports.join(' ')}\n`;
}

/** Keeps each file and folder at the same path. */
function copies(paths: readonly string[]): string {
  return paths.map((path) => `COPY ${path} ./${path}\n`).join('');
}

function healthCheck({ healthCheckCommand, healthCheckTiming }: ContainerModel): string {
  const { interval, timeout, startPeriod, retries } = healthCheckTiming;
  return healthCheckCommand
    ? `HEALTHCHECK --interval=${interval}s --timeout=${timeout}s --start-period=${startPeriod}s --retries=${retries} \\\n    CMD ${execForm(healthCheckCommand)}`
    : 'HEALTHCHECK NONE';
}

function execForm(command: readonly string[]): string {
  return `[${command.map((argument) => JSON.stringify(argument)).join(', ')}]`;
}
