import type { DeliveryModel } from '../model/model';

/** What `src/main.ts` compiles to. */
const DEFAULT_COMMAND = ['node', 'lib/main.js'];

/**
 * `Dockerfile`: the image of a TypeScript service. Needs BuildKit, the default builder of Docker.
 *
 * https://docs.docker.com/reference/dockerfile/
 */
export function renderDockerfile(model: DeliveryModel): string {
  const { build, container, service, source } = model;
  return `\
FROM public.ecr.aws/docker/library/node:${build.runtime.version}-slim AS base
WORKDIR /app

# The dependencies of the running service.
FROM base AS deps
COPY package.json package-lock.json ./
# npm makes no node_modules when there is nothing to install.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --no-audit --no-fund && mkdir -p node_modules

FROM base AS build
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY src ./src
# Not "npm run build": projen would need the whole repository. The tests have run before.
RUN node_modules/.bin/tsc --project tsconfig.json

FROM base
ENV NODE_ENV=production \\
    PORT=${container.port} \\
    HEALTH_CHECK_PATH=${container.healthCheckPath}
COPY package.json ./
COPY --from=deps /app/node_modules ./node_modules
COPY --from=build /app/lib ./lib
# All files belong to root: the service cannot change its own code.
USER ${container.user}
EXPOSE ${container.port}
# For Docker; ECS runs the same check from task-definition.json.
${healthCheck(container.healthCheckCommand)}
# Without a shell in between, which would not pass SIGTERM on.
CMD ${execForm(container.command ?? DEFAULT_COMMAND)}
LABEL org.opencontainers.image.title="${service}"${
    source.github
      ? ` \\
      org.opencontainers.image.source="https://github.com/${source.github.fullName}"`
      : ''
  }

# Last, since each commit changes it and nothing after it comes from the layer cache.
ARG GIT_SHA=unknown
LABEL org.opencontainers.image.revision="\${GIT_SHA}"
`;
}

function healthCheck(command: readonly string[] | undefined): string {
  return command
    ? `HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \\\n    CMD ${execForm(command)}`
    : 'HEALTHCHECK NONE';
}

function execForm(command: readonly string[]): string {
  return `[${command.map((argument) => JSON.stringify(argument)).join(', ')}]`;
}
