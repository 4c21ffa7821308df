import type { BuildFileSource, RegistryLogin } from './build-secrets';
import type { SecretSource } from './container';

/**
 * The CPU architecture of the image and the tasks.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html
 */
export enum CpuArchitecture {
  /** 64-bit Intel and AMD. */
  X86_64 = 'x86_64',
  /** 64-bit AWS Graviton. */
  ARM64 = 'arm64',
}

/**
 * The settings for building the image of a service on Amazon ECS.
 *
 * A TypeScript service does not need them. For a service in another language, specify the runtime, the
 * commands, and your own Dockerfile.
 */
export interface ImageBuildOptions extends CommonImageBuildOptions {
  /**
   * Whether a release builds the image.
   *
   * If false, a release deploys an image that the ECR repository already contains, for example because another
   * repository builds it. Whoever starts a release specifies the tag of the image: in GitHub Actions with the input
   * `image-tag`, in CodePipeline with the pipeline variable `IMAGE_TAG`. A push does not start a release. The release
   * stops before it registers a task definition if the repository has no image with this tag. The tag must be
   * immutable, because all environments and rollbacks refer to the image by its tag.
   *
   * Cannot be combined with options that describe how to build an image.
   *
   * @default true
   * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-pipeline-variables.html
   */
  readonly enabled?: boolean;
}

/**
 * The settings for building an image.
 */
export interface CommonImageBuildOptions {
  /**
   * The language runtime used to test and build the service.
   *
   * One of `nodejs`, `python`, `java`, `golang`, `ruby`, `php`, `dotnet`, `rust`, or `none`. Use `none` if no command
   * needs a runtime, for example because your Dockerfile builds and tests the service.
   *
   * @default - `none` if `image` is set. Also `none` if all of these apply: the project is not a Node.js project,
   * `dockerfile` is set, `installCommands` is an empty list, and `testCommands` is not set. Otherwise `nodejs`
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html
   */
  readonly runtime?: string;

  /**
   * The version of `runtime`, for example `3.13`. The CodeBuild image must support it.
   *
   * For `nodejs`, set `nodeVersion` instead.
   *
   * @default - the newest version that the CodeBuild image supports
   */
  readonly runtimeVersion?: string;

  /**
   * The package manager that installs the dependencies, and its version, as in the `packageManager` field of
   * `package.json`: either `npm` or, for example, `pnpm@10.33.0`, `yarn@4.13.0`, `yarn@1.22.22`, or `bun@1.3.9`.
   *
   * Both engines and the generated Dockerfile install this version. Not supported for a projen Node.js project, which
   * specifies its package manager in its own options.
   *
   * @default - the package manager of the Node.js project, otherwise `npm`
   * @see https://nodejs.org/api/packages.html#packagemanager
   */
  readonly packageManager?: string;

  /**
   * The shell commands that install the dependencies for tests and builds. Each item is one line of shell.
   *
   * Both engines run these commands.
   *
   * @default - for `nodejs`, the package manager command that installs exactly what the lock file contains,
   * for example `npm ci`; otherwise none
   */
  readonly installCommands?: string[];

  /**
   * The shell commands that test and build the service before the image is built. Each item is one line of shell.
   *
   * If a command fails, the release stops before anything is pushed. In GitHub Actions, the commands run in a separate
   * job that has no AWS credentials. If your Dockerfile copies files that these commands create, list those files in
   * `artifacts`.
   *
   * @default - the `build` script for a Node.js project, for example `npm run build`; otherwise none
   */
  readonly testCommands?: string[];

  /**
   * The files and folders that `installCommands` and `testCommands` create and that your Dockerfile copies, for example
   * `build/libs/*.jar`.
   *
   * GitHub Actions passes them from the job that runs the commands to the job that builds the image. CodeBuild runs the
   * commands and builds the image in the same folder. A name can contain `*`. If a path matches nothing, the release
   * stops. Requires `dockerfile` or `files`.
   *
   * @default - none
   */
  readonly artifacts?: string[];

  /**
   * The path of your own Dockerfile.
   *
   * If you set this option, no Dockerfile is generated. If your Dockerfile specifies a port, a health check path, or a
   * Node.js version, that value must match the corresponding option.
   *
   * @default - a generated `Dockerfile` for TypeScript; required for other languages
   */
  readonly dockerfile?: string;

  /**
   * An image that is built elsewhere, for example `public.ecr.aws/nginx/nginx:1.29`.
   *
   * Both engines copy this image to the ECR repository instead of building one from your source code. To make sure that
   * the image does not change, specify a digest (`name@sha256:...`). Cannot be combined with `runtime`, with
   * `dockerfile`, or with other options that describe how to build the image.
   *
   * @default - none; the image is built from your source code
   */
  readonly image?: string;

  /**
   * The build arguments of your own Dockerfile. Each key is the name of an `ARG`.
   *
   * Both engines pass the same values. `GIT_SHA` is always set to the commit SHA. Do not pass secrets: anyone who can
   * pull the image can read its build arguments. Requires `dockerfile`.
   *
   * @default - only `GIT_SHA`
   * @see https://docs.docker.com/build/building/variables/
   */
  readonly buildArgs?: { [name: string]: string };

  /**
   * The stage to build in your own Dockerfile. Requires `dockerfile`.
   *
   * @default - the last stage
   * @see https://docs.docker.com/build/building/multi-stage/
   */
  readonly target?: string;

  /**
   * The folder that your own Dockerfile copies files from, relative to the project. Requires `dockerfile`.
   *
   * `dockerfile` remains relative to the project.
   *
   * @default "."
   * @see https://docs.docker.com/build/concepts/context/
   */
  readonly context?: string;

  /**
   * The base image of the generated Dockerfile, for example `public.ecr.aws/docker/library/node:24-alpine`.
   *
   * The image must contain Node.js, npm, and a shell. If its name and tag indicate a Node.js version, that version must
   * match `nodeVersion`. Cannot be combined with `dockerfile`.
   *
   * @default - the official `slim` image of `nodeVersion`, from the Amazon ECR Public Gallery; for a Lambda function,
   * `public.ecr.aws/lambda/nodejs:<nodeVersion>`
   */
  readonly baseImage?: string;

  /**
   * The files and folders that the generated Dockerfile copies into the image in addition to the compiled code, for
   * example templates or SQL files.
   *
   * They keep their paths relative to the project. Cannot be combined with `dockerfile`.
   *
   * @default - none
   */
  readonly files?: string[];

  /**
   * The files and folders that the generated Dockerfile copies before it installs dependencies, for example a schema
   * that a `postinstall` script reads.
   *
   * They are not part of the image unless you also list them in `files`. Cannot be combined with `dockerfile`.
   *
   * @default - none
   */
  readonly installFiles?: string[];

  /**
   * The directories to keep in the CodeBuild local cache between builds, as absolute paths.
   *
   * @default - the cache of the package manager for `nodejs`, for example `/root/.npm`; otherwise none
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html
   */
  readonly cachePaths?: string[];

  /**
   * The build secrets of the image, by ID, for example `{ npmrc: { secretsManager: 'orders/npmrc' } }`.
   *
   * Both engines read them with the build role and pass them to BuildKit, which mounts them only while a `RUN`
   * instruction uses them. They never appear in a build argument, a layer, or a log. In your own Dockerfile, use `RUN
   * --mount=type=secret,id=npmrc,...`. The generated Dockerfile supports one ID: `npmrc` (mounted as `~/.npmrc` while
   * dependencies are installed) or, with Yarn 4, `yarnrc` (mounted as `~/.yarnrc.yml`). A secret that you specify by
   * name must be in `awsAccount` and `awsRegion`.
   *
   * @default - none
   * @see https://docs.docker.com/build/building/secrets/
   */
  readonly secrets?: { [id: string]: SecretSource };

  /**
   * The environment variables that pass secrets to `installCommands` and `testCommands`, by name, for example
   * `{ NPM_TOKEN: { ssmParameter: '/orders/npm-token' } }`.
   *
   * CodeBuild reads them from AWS with the build role. GitHub Actions reads them from GitHub secrets with the same
   * names, so the jobs that run your commands, including those of pull requests, need no AWS credentials; `DELIVERY.md`
   * contains the commands that copy the values. The image build does not receive these variables. Each source must be
   * in `awsAccount` and `awsRegion`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager
   */
  readonly secretVariables?: { [name: string]: SecretSource };

  /**
   * The files that both engines download before they build the image, by path in the project.
   *
   * Your Dockerfile can copy them. Everyone who can pull the image can then read them; for secrets that only the build
   * needs, use `secrets`. With the generated Dockerfile, also list the path in `files` or `installFiles`.
   *
   * @default - none
   */
  readonly contextFiles?: { [path: string]: BuildFileSource };

  /**
   * The registries that the build logs in to, in addition to the registry of the service, to pull base images.
   *
   * @default - none
   */
  readonly registries?: RegistryLogin[];
}
