/**
 * A validation plugin of the CDK app, for example cdk-nag. It checks the stacks when the app is synthesized. If it reports
 * a violation, synthesis fails.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 */
export interface ValidationPlugin {
  /**
   * The npm package that exports the plugin, for example `cdk-nag`.
   *
   * It becomes a development dependency of the CDK app.
   */
  readonly packageName: string;

  /**
   * The version of the package, as in `package.json`, for example `^3.0.2`.
   *
   * A version that the project already specifies for the package takes precedence.
   *
   * @default "*"
   */
  readonly version?: string;

  /**
   * The name of the class, which must implement `IPolicyValidationPlugin`, for example `AwsSolutionsChecks`.
   *
   * The app creates it without arguments.
   *
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.IPolicyValidationPlugin.html
   */
  readonly className: string;
}
