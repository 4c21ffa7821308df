/** The type of software and where it is deployed. */
export enum DeliveryTarget {
  /** A service on Amazon ECS. */
  ECS = 'ecs',
  /** A function on AWS Lambda. */
  LAMBDA = 'lambda',
  /** A static site on Amazon S3 and Amazon CloudFront. */
  STATIC_SITE = 'static-site',
  /** A service on Amazon EC2 instances. */
  EC2 = 'ec2',
}

/**
 * The values that a standard allows for an option.
 */
export interface AllowedValues {
  /**
   * The path of the option, for example `awsRegion` or `logging.retentionDays`.
   *
   * The values that environments set for the option are checked too. If the option is a list, each of its items must be
   * one of the values.
   */
  readonly option: string;

  /**
   * The allowed values. At least one.
   *
   * An option that neither the repository nor the standard sets is checked only if its default is a fixed value, for
   * example `"24"`, and does not depend on other options.
   */
  readonly values: any[];

  /**
   * The names of the environments to which this applies.
   *
   * @default - all environments, and the top level
   */
  readonly environments?: string[];

  /**
   * The targets to which this applies.
   *
   * @default - all targets that have the option
   */
  readonly targets?: DeliveryTarget[];

  /**
   * Why the other values are not allowed. One sentence, which messages and the documentation of the standard contain.
   *
   * @default - no reason
   */
  readonly reason?: string;
}

/**
 * The range that a standard allows for a numeric option.
 */
export interface NumberBounds {
  /**
   * The path of the option, for example `logging.retentionDays`.
   *
   * The values that environments set for the option are checked too.
   */
  readonly option: string;

  /**
   * The smallest allowed number.
   *
   * @default - no minimum
   */
  readonly minimum?: number;

  /**
   * The largest allowed number.
   *
   * @default - no maximum
   */
  readonly maximum?: number;

  /**
   * The names of the environments to which this applies.
   *
   * @default - all environments, and the top level
   */
  readonly environments?: string[];

  /**
   * The targets to which this applies.
   *
   * @default - all targets that have the option
   */
  readonly targets?: DeliveryTarget[];

  /**
   * Why other numbers are not allowed. One sentence, which messages and the documentation of the standard contain.
   *
   * @default - no reason
   */
  readonly reason?: string;
}

/**
 * A temporary exception to a rule of the standard or of a plugin that checks the CDK app.
 */
export interface DeliveryWaiver {
  /**
   * The code of the rule, for example `public-load-balancer-without-tls`. For a rule of a plugin, the ID
   * that `cdk synth` prints, for example `AwsSolutions::AwsSolutions-ECS4`.
   */
  readonly rule: string;

  /** Why the rule is not followed. */
  readonly reason: string;

  /** The person or team that is responsible for the exception. */
  readonly owner: string;

  /**
   * The last day on which the waiver is valid, in UTC, in the format `YYYY-MM-DD`.
   *
   * After this day, the waiver causes an error. In its last 30 days, it causes a warning.
   */
  readonly expires: string;

  /**
   * The name of the environment to which the waiver applies.
   *
   * @default - all environments
   */
  readonly environment?: string;
}

/**
 * What an organization requires of its deliveries. Create one with `DeliveryStandard`.
 */
export interface IDeliveryStandard {
  /** The name of the standard. */
  readonly name: string;
  /** The version of the standard. */
  readonly version: string;
  /** The contact for questions. */
  readonly contact: string;
}
