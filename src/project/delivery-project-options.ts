import type { Project } from 'projen';
import type { DeliveryUpgradeOptions } from '../options';

/**
 * Options that every project type of this package has, in addition to those of its delivery.
 */
export interface DeliveryProjectOptions {
  /**
   * The name of the project and its npm package. The default service name is this name without the npm
   * scope.
   *
   * @default $BASEDIR
   * @featured
   */
  readonly name: string;

  /**
   * The npm packages that the service needs at run time, for example `express@^5`.
   *
   * @default - none
   */
  readonly deps?: string[];

  /**
   * Additional npm packages that are needed to build and test the service.
   *
   * @default - only the packages that the generated files need
   */
  readonly devDeps?: string[];

  /**
   * Whether to create a small sample service with tests in `src` and `test`. Existing files are not changed.
   *
   * @default true
   */
  readonly sampleCode?: boolean;

  /**
   * The project folder.
   *
   * @default "."
   */
  readonly outdir?: string;

  /**
   * The parent project, if this project is part of a monorepo. Requires `githubActions.enabled: false`.
   *
   * @default - none; the project has its own repository
   */
  readonly parent?: Project;

  /**
   * Adds the task `delivery:upgrade` and, with GitHub Actions, a workflow that upgrades the packages which generate the
   * files, regenerates the files, and opens a pull request. Its description says which shared values change.
   *
   * @default - no task and no workflow
   */
  readonly upgrade?: DeliveryUpgradeOptions;

  /**
   * Additional options of projen's `TypeScriptProject`, for example `{ licensed: true, license: 'MIT' }`. Options that
   * the project type sets itself are rejected.
   *
   * @default - none
   * @see https://projen.io/docs/api/typescript#typescriptprojectoptions-
   */
  readonly typescriptProjectOptions?: { [name: string]: any };
}
