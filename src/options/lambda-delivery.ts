import type { BundleOptions } from './bundle';
import type { CommonDeliveryOptions, CommonEnvironmentOptions } from './common';
import type { CommonImageBuildOptions, CpuArchitecture } from './image-build';
import type { LambdaFunctionSettings } from './lambda-function';
import type { LambdaImageConfig, LambdaPackageType } from './lambda-image';
import type { CommonRegistryOptions } from './registry';

/**
 * Options of `LambdaDelivery` that other deliveries do not have.
 */
export interface LambdaDeliverySettings extends LambdaFunctionSettings {
  /**
   * Whether the function is packaged as a zip file or as a container image.
   *
   * Lambda cannot change the package type of an existing function. If you change it, also set a new `functionName`, for
   * the main function and for each of `additionalFunctions`. Deploy all stacks except the service stacks, and then
   * release: the release creates the new functions and deletes the existing ones, with their versions and their URLs.
   * If you deploy a service stack before the release, CloudFormation deletes the existing functions at once.
   *
   * @default LambdaPackageType.ZIP
   */
  readonly packageType?: LambdaPackageType;

  /**
   * The method in the code that processes events: the path of the file without its extension, a dot, and the name of
   * the export, for example `index.handler`.
   *
   * The path is relative to `bundle.path`. Required for runtimes other than Node.js. For a container image, set
   * `imageConfig.command` instead.
   *
   * @default - `index.handler` for Node.js, `bootstrap` for `provided.al2023`
   */
  readonly handler?: string;

  /**
   * The Lambda runtime.
   *
   * The runtime must still accept new functions. Runtimes in public preview are not supported. For Node.js, it also
   * determines `nodeVersion`. A container image contains its own runtime.
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
   * What Lambda runs in the container image. Requires `LambdaPackageType.IMAGE`.
   *
   * @default - what the Dockerfile specifies
   */
  readonly imageConfig?: LambdaImageConfig;

  /**
   * How the container image is built: once, for every environment. Requires `LambdaPackageType.IMAGE`.
   *
   * A function in TypeScript does not need these settings. For another language, specify the runtime, the commands, and
   * your own Dockerfile.
   *
   * @default - a generated Dockerfile compiles the TypeScript code and starts from the base image of Lambda for Node.js
   */
  readonly imageBuild?: CommonImageBuildOptions;

  /**
   * The name of the ECR repository. Requires `LambdaPackageType.IMAGE`.
   *
   * @default - `serviceName`
   */
  readonly ecrRepository?: string;

  /**
   * The ECR repository that stores the images. Requires `LambdaPackageType.IMAGE`.
   *
   * Lambda pulls images only from a repository in its own Region, so all environments must be in `awsRegion`.
   *
   * @default - a new repository that keeps the 100 newest images
   */
  readonly registry?: CommonRegistryOptions;

  /**
   * The environments that the function is released to, in promotion order.
   *
   * @default - one environment named `production`
   */
  readonly environments?: LambdaEnvironmentOptions[];
}

/**
 * Options for `LambdaDelivery`.
 */
export interface LambdaDeliveryOptions extends CommonDeliveryOptions, LambdaDeliverySettings {}

/**
 * An environment that a Lambda function is released to.
 *
 * An environment inherits from the top level every option that it does not set. Objects such as `environmentVariables`
 * are merged with those of the top level: an environment can add or override properties, but it cannot remove them. Any
 * other value, including a list, replaces the top-level value.
 */
export interface LambdaEnvironmentOptions extends CommonEnvironmentOptions, LambdaFunctionSettings {}
