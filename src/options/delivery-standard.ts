import type { CommonDeliverySettings, CommonEnvironmentOptions } from './common';
import type { EcsDeliverySettings } from './delivery';
import type { Ec2DeliverySettings } from './ec2';
import type { LambdaDeliverySettings } from './lambda-delivery';
import type { IDeliveryRule } from './rules';
import type { AllowedValues, NumberBounds } from './standard';
import type { StaticSiteDeliverySettings } from './static-site';

/** Values that a standard sets for every delivery. */
export interface CommonStandardValues extends CommonDeliverySettings {
  /**
   * Values for individual environments. An item applies to the environment with the same name.
   *
   * @default - none
   */
  readonly environments?: CommonEnvironmentOptions[];
}

/**
 * Values that a standard sets for services on Amazon ECS.
 *
 * An item of `environments` applies to the environment with the same name.
 */
export interface EcsStandardValues extends CommonDeliverySettings, EcsDeliverySettings {}

/**
 * Values that a standard sets for functions on AWS Lambda.
 *
 * An item of `environments` applies to the environment with the same name.
 */
export interface LambdaStandardValues extends CommonDeliverySettings, LambdaDeliverySettings {}

/**
 * Values that a standard sets for static sites.
 *
 * An item of `environments` applies to the environment with the same name.
 */
export interface StaticSiteStandardValues extends CommonDeliverySettings, StaticSiteDeliverySettings {}

/**
 * Values that a standard sets for services on Amazon EC2.
 *
 * An item of `environments` applies to the environment with the same name.
 */
export interface Ec2StandardValues extends CommonDeliverySettings, Ec2DeliverySettings {}

/** What a standard sets for services on Amazon ECS, in addition to what it sets for every delivery. */
export interface EcsStandard {
  /**
   * Values that a repository can change.
   *
   * @default - none
   */
  readonly defaults?: EcsStandardValues;
  /**
   * Values that a repository cannot change.
   *
   * @default - none
   */
  readonly fixed?: EcsStandardValues;
}

/** What a standard sets for functions on AWS Lambda, in addition to what it sets for every delivery. */
export interface LambdaStandard {
  /**
   * Values that a repository can change.
   *
   * @default - none
   */
  readonly defaults?: LambdaStandardValues;
  /**
   * Values that a repository cannot change.
   *
   * @default - none
   */
  readonly fixed?: LambdaStandardValues;
}

/** What a standard sets for static sites, in addition to what it sets for every delivery. */
export interface StaticSiteStandard {
  /**
   * Values that a repository can change.
   *
   * @default - none
   */
  readonly defaults?: StaticSiteStandardValues;
  /**
   * Values that a repository cannot change.
   *
   * @default - none
   */
  readonly fixed?: StaticSiteStandardValues;
}

/** What a standard sets for services on Amazon EC2, in addition to what it sets for every delivery. */
export interface Ec2Standard {
  /**
   * Values that a repository can change.
   *
   * @default - none
   */
  readonly defaults?: Ec2StandardValues;
  /**
   * Values that a repository cannot change.
   *
   * @default - none
   */
  readonly fixed?: Ec2StandardValues;
}

/**
 * Options of `DeliveryStandard`.
 */
export interface DeliveryStandardOptions {
  /**
   * The name of the standard, for example the name of the organization.
   *
   * Lowercase letters, digits, and single hyphens, starting with a letter.
   */
  readonly name: string;

  /**
   * The version of the standard, for example `3.2.0`. Usually the version of the package that contains it.
   */
  readonly version: string;

  /**
   * The contact for questions, for example `#platform on Slack`. Every message about the standard includes it.
   */
  readonly contact: string;

  /**
   * The page that explains the standard.
   *
   * @default - none
   */
  readonly url?: string;

  /**
   * Values for every delivery that a repository can change.
   *
   * Objects are merged key by key with those of the repository; lists and other values are replaced. A repository lists
   * in `unset` the defaults that it does not want.
   *
   * @default - none
   */
  readonly defaults?: CommonStandardValues;

  /**
   * Values for every delivery that a repository cannot change.
   *
   * If a value is an object, only the keys that it contains are fixed.
   *
   * @default - none
   */
  readonly fixed?: CommonStandardValues;

  /**
   * Values for services on Amazon ECS. They take precedence over those for every delivery.
   *
   * @default - none
   */
  readonly ecs?: EcsStandard;

  /**
   * Values for functions on AWS Lambda. They take precedence over those for every delivery.
   *
   * @default - none
   */
  readonly lambda?: LambdaStandard;

  /**
   * Values for static sites. They take precedence over those for every delivery.
   *
   * @default - none
   */
  readonly staticSite?: StaticSiteStandard;

  /**
   * Values for services on Amazon EC2. They take precedence over those for every delivery.
   *
   * @default - none
   */
  readonly ec2?: Ec2Standard;

  /**
   * The allowed values of options.
   *
   * @default - all values that the options support
   */
  readonly allowed?: AllowedValues[];

  /**
   * The allowed ranges of numbers.
   *
   * @default - all numbers that the options support
   */
  readonly bounds?: NumberBounds[];

  /**
   * The reasons for values, by the path of the option, for example `{ awsRegion: 'Data stays in the EU.' }`.
   *
   * Each reason is one sentence. Messages and the documentation of the standard include it.
   *
   * @default - no reasons
   */
  readonly reasons?: { [option: string]: string };

  /**
   * The rules that every delivery must follow: those of `DeliveryRules`, and your own.
   *
   * @default - none
   */
  readonly rules?: IDeliveryRule[];

  /**
   * The codes of the rules that a repository cannot waive.
   *
   * @default - a repository can waive every rule
   */
  readonly rulesWithoutWaivers?: string[];
}
