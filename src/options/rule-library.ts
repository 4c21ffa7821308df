import type { RuleSeverity } from './rules';
import type { DeliveryTarget } from './standard';

/** Options that every rule in `DeliveryRules` has. */
export interface LibraryRuleOptions {
  /**
   * Whether a finding prevents synthesis.
   *
   * @default RuleSeverity.ERROR
   */
  readonly severity?: RuleSeverity;
}

/** Options of `DeliveryRules.approvalBeforeProduction`. */
export interface ApprovalRuleOptions extends LibraryRuleOptions {
  /**
   * The names of the production environments.
   *
   * @default - `production` and `prod`
   */
  readonly environments?: string[];
}

/** Options of `DeliveryRules.productionStrategies`. */
export interface StrategyRuleOptions extends LibraryRuleOptions {
  /** The allowed deployment strategies, for example `CANARY`. At least one. */
  readonly strategies: string[];

  /**
   * The names of the production environments.
   *
   * @default - `production` and `prod`
   */
  readonly environments?: string[];

  /**
   * The targets to which the rule applies. Each target supports different strategies.
   *
   * @default - all targets
   */
  readonly targets?: DeliveryTarget[];
}

/** Options of `DeliveryRules.minimumLogRetention`. */
export interface LogRetentionRuleOptions extends LibraryRuleOptions {
  /** The shortest allowed retention period, in days. From 1 to 3653. */
  readonly days: number;
}

/** Options of `DeliveryRules.requiredTags`. */
export interface RequiredTagsRuleOptions extends LibraryRuleOptions {
  /** The keys of the tags that every delivery must set. At least one. */
  readonly keys: string[];
}

/** Options of `DeliveryRules.permissionsBoundary`. */
export interface PermissionsBoundaryRuleOptions extends LibraryRuleOptions {
  /**
   * The name of the required permissions boundary.
   *
   * @default - any permissions boundary
   */
  readonly name?: string;
}

/** Options of `DeliveryRules.noWildcardPermissions`. */
export interface WildcardRuleOptions extends LibraryRuleOptions {
  /**
   * The actions that may have `*` as their resource, because IAM supports no other resource for them, for example
   * `cloudwatch:PutMetricData`.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
   * @default - none
   */
  readonly actionsOnAnyResource?: string[];
}

/** Options of `DeliveryRules.pinnedBaseImage`. */
export interface BaseImageRuleOptions extends LibraryRuleOptions {
  /**
   * Whether the image must have a digest. If not, a tag other than `latest` is sufficient.
   *
   * @default false
   */
  readonly requireDigest?: boolean;
}

/** Options of `DeliveryRules.supportedNodeVersion`. */
export interface NodeVersionRuleOptions extends LibraryRuleOptions {
  /**
   * The day on which Node.js must still be supported, in the format `YYYY-MM-DD`.
   *
   * @default - the day of the synthesis
   */
  readonly date?: string;
}

/**
 * Options of `DeliveryRules.taskBudget`. At least one of the limits.
 */
export interface TaskBudgetRuleOptions extends LibraryRuleOptions {
  /**
   * The maximum number of CPU units of an ECS task. 1024 units equal 1 vCPU.
   *
   * @default - no limit
   */
  readonly maxCpu?: number;

  /**
   * The maximum memory of an ECS task or a Lambda function, in MiB.
   *
   * @default - no limit
   */
  readonly maxMemory?: number;

  /**
   * The maximum number of ECS tasks or EC2 instances of an environment.
   *
   * @default - no limit
   */
  readonly maxCapacity?: number;

  /**
   * The maximum number of concurrent executions of a Lambda function. A function that reserves no concurrency has no
   * limit, so it does not follow the rule.
   *
   * @default - no limit
   */
  readonly maxConcurrentExecutions?: number;
}
