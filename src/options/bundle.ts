/**
 * The settings for building a bundle: a zip file that is stored once and released to every environment.
 */
export interface BundleOptions {
  /**
   * The language runtime used to test and build the bundle.
   *
   * One of `nodejs`, `python`, `java`, `golang`, `ruby`, `php`, `dotnet`, `rust`, or `none`. Use `none` if no command
   * needs a runtime.
   *
   * @default - `nodejs` for a Node.js project, otherwise `none`
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
   * The shell commands that install the dependencies for tests and builds. Each item is one line of shell.
   *
   * @default - for `nodejs`, the install command of the package manager, for example `npm ci`; otherwise none
   */
  readonly installCommands?: string[];

  /**
   * The shell commands that test the project and create the folder `path`. Each item is one line of shell.
   *
   * If a command fails, the release stops before anything is stored. In GitHub Actions, the commands run in a separate
   * job that has no AWS credentials.
   *
   * @default - the `build` script for a Node.js project, for example `npm run build`; otherwise none
   */
  readonly testCommands?: string[];

  /**
   * The folder whose content becomes the bundle, relative to the project.
   *
   * @default "dist"
   */
  readonly path?: string;

  /**
   * The absolute paths of folders that CodeBuild caches between builds.
   *
   * @default - the cache of the package manager for `nodejs`, otherwise none
   */
  readonly cachePaths?: string[];
}
