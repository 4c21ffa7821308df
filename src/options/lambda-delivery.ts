import type { BundleOptions } from './bundle';
import type { CommonDeliveryOptions, CommonEnvironmentOptions } from './common';
import type { CpuArchitecture } from './image-build';
import type { LambdaFunctionSettings } from './lambda-function';

/**
 * Options for `LambdaDelivery`.
 */
export interface LambdaDeliveryOptions extends CommonDeliveryOptions, LambdaFunctionSettings {
  /**
   * The method in the code that processes events: the path of the file without its extension, a dot, and the name of
   * the export, for example `index.handler`.
   *
   * The path is relative to `bundle.path`. Required for runtimes other than Node.js.
   *
   * @default - `index.handler` for Node.js, `bootstrap` for `provided.al2023`
   */
  readonly handler?: string;

  /**
   * The Lambda runtime.
   *
   * The runtime must still accept new functions. Runtimes in public preview are not supported. For Node.js, it also
   * determines `nodeVersion`.
   *
   * @default "nodejs24.x"
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
   */
  readonly runtime?: string;

  /**
   * The CPU architecture that the function and its build run on.
   *
   * @default CpuArchitecture.ARM64
   */
  readonly architecture?: CpuArchitecture;

  /**
   * How the function package is built: a zip file that is stored once and released to every environment.
   *
   * @default - for a Node.js project, the `build` script creates the folder `dist`
   */
  readonly bundle?: BundleOptions;

  /**
   * The environments that the function is released to, in promotion order.
   *
   * @default - one environment named `production`
   */
  readonly environments?: LambdaEnvironmentOptions[];
}

/**
 * An environment that a Lambda function is released to.
 *
 * An environment inherits from the top level every option that it does not set. Objects such as `environmentVariables`
 * are merged with those of the top level: an environment can add or override properties, but it cannot remove them. Any
 * other value, including a list, replaces the top-level value.
 */
export interface LambdaEnvironmentOptions extends CommonEnvironmentOptions, LambdaFunctionSettings {}
