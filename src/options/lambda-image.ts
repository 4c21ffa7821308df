/**
 * The package type of a Lambda function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-deploy-functions.html
 */
export enum LambdaPackageType {
  /** A zip file, stored in Amazon S3. */
  ZIP = 'Zip',
  /** A container image, stored in Amazon ECR. */
  IMAGE = 'Image',
}

/**
 * What Lambda runs in a container image.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#images-parms
 */
export interface LambdaImageConfig {
  /**
   * The parameters that Lambda passes to the entry point. For the base images of Lambda, the handler, for example
   * `['lib/index.handler']`.
   *
   * @default - `CMD` of the Dockerfile; in the generated Dockerfile, `lib/index.handler`
   */
  readonly command?: string[];

  /**
   * The command that starts the application.
   *
   * @default - `ENTRYPOINT` of the Dockerfile
   */
  readonly entryPoint?: string[];

  /**
   * The absolute path of the working directory.
   *
   * @default - `WORKDIR` of the Dockerfile
   */
  readonly workingDirectory?: string;
}
