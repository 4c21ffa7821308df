import { PACKAGE_MANAGERS } from '../../data/package-managers';
import type { BuildModel, ContainerModel, PackageManagerModel, SourceModel } from '../../model/model';
import { repositoryUrl } from '../../model/resolve-repository';

/** Runs the compiled `src/main.ts`. */
const DEFAULT_COMMAND = ['node', 'lib/main.js'];

export interface DockerfileInput {
  readonly service: string;
  readonly source: SourceModel;
  readonly build: BuildModel;
}

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
}: DockerfileInput & { readonly container: ContainerModel }): string {
  if (build.image !== undefined) {
    return renderCopy(build.image);
  }
  return `\
FROM ${serviceBaseImage(build)} AS base
WORKDIR /app

${compileStages(build)}
FROM base
${environment(container)}
COPY package.json ./
${copiesOfCode(build, '/app')}# root owns all files, so the service cannot change its own code.
USER ${container.user}
${expose(container)}# Only Docker uses this health check. ECS uses the one in task-definition.json.
${healthCheck(container)}
# Exec form, because a shell would not forward SIGTERM to the service.
CMD ${execForm(container.command ?? DEFAULT_COMMAND)}
${labels({ service, source })}`;
}

/** Runs the compiled `src/index.ts`. */
const DEFAULT_HANDLER = 'lib/index.handler';

/**
 * `Dockerfile`: builds the image of a Lambda function in TypeScript from the base image of its runtime.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-image.html
 */
export function renderFunctionDockerfile({ build, service, source }: DockerfileInput): string {
  if (build.image !== undefined) {
    return renderCopy(build.image);
  }
  return `\
# Its working directory is /var/task, from which Lambda loads the code.
FROM ${functionBaseImage(build)} AS base

${compileStages(build)}
FROM base
ENV NODE_ENV=production
COPY package.json ./
${copiesOfCode(build, '/var/task')}# A function that sets imageConfig.command runs another handler.
CMD ${execForm([DEFAULT_HANDLER])}
${labels({ service, source })}`;
}

/** The stages that install the dependencies and compile the code, starting from the stage `base`. */
function compileStages(build: BuildModel): string {
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
`;
}

function copiesOfCode({ files }: BuildModel, folder: string): string {
  return `\
COPY --from=deps ${folder}/node_modules ./node_modules
COPY --from=build ${folder}/lib ./lib
${copies(files)}`;
}

function labels({ service, source }: Pick<DockerfileInput, 'service' | 'source'>): string {
  return `\
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
/** The image that the generated Dockerfile of a service starts from. `undefined` if the Dockerfile is not generated. */
export function serviceBaseImage(build: BuildModel): string | undefined {
  return baseImageOf(build, (version) => `public.ecr.aws/docker/library/node:${version}-slim`);
}

/** The image that the generated Dockerfile of a function starts from. `undefined` if the Dockerfile is not generated. */
export function functionBaseImage(build: BuildModel): string | undefined {
  return baseImageOf(build, (version) => `public.ecr.aws/lambda/nodejs:${version}`);
}

function baseImageOf(
  { dockerfile, image, baseImage, runtime }: BuildModel,
  ofVersion: (version: string) => string,
): string | undefined {
  return dockerfile.generated ? (image ?? baseImage ?? ofVersion(runtime!.version)) : undefined;
}

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
