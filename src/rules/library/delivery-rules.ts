import type {
  ApprovalRuleOptions,
  BaseImageRuleOptions,
  IDeliveryRule,
  LibraryRuleOptions,
  LogRetentionRuleOptions,
  NodeVersionRuleOptions,
  PermissionsBoundaryRuleOptions,
  RequiredTagsRuleOptions,
  StrategyRuleOptions,
  TaskBudgetRuleOptions,
  WildcardRuleOptions,
} from '../../options';
import { RULE_LIBRARY } from './library';
import { LibraryRule } from './library-rule';

/**
 * Rules for `rules` of a `DeliveryStandard`. `docs/rules.md` describes each one. To write your own, extend `DeliveryRule`.
 */
export class DeliveryRules {
  /**
   * Releases to production require approval.
   *
   * @param options the names of the production environments
   */
  public static approvalBeforeProduction(options?: ApprovalRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.approvalBeforeProduction, options);
  }

  /**
   * Production uses one of the given deployment strategies.
   *
   * @param options the allowed strategies
   */
  public static productionStrategies(options: StrategyRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.productionStrategies, options);
  }

  /**
   * Load balancers that clients on the internet can reach use TLS. Functions and static sites always do.
   *
   * @param options the severity
   */
  public static publicLoadBalancersUseTls(options?: LibraryRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.publicLoadBalancersUseTls, options);
  }

  /**
   * Every environment that supports alarms has some, and they notify somebody.
   *
   * @param options the severity
   */
  public static alarmsNotify(options?: LibraryRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.alarmsNotify, options);
  }

  /**
   * Logs are kept for a minimum number of days.
   *
   * @param options the number of days
   */
  public static minimumLogRetention(options: LogRetentionRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.minimumLogRetention, options);
  }

  /**
   * All resources have the given tags.
   *
   * @param options the keys of the tags
   */
  public static requiredTags(options: RequiredTagsRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.requiredTags, options);
  }

  /**
   * All roles have a permissions boundary. If you specify its name, they must have that one.
   *
   * @param options the name of the permissions boundary
   */
  public static permissionsBoundary(options?: PermissionsBoundaryRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.permissionsBoundary, options);
  }

  /**
   * The statements of the role of the software contain no `*` that stands for all actions or resources.
   *
   * @param options exceptions
   */
  public static noWildcardPermissions(options?: WildcardRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.noWildcardPermissions, options);
  }

  /**
   * The image that a generated Dockerfile starts from has a digest, or a tag other than `latest`.
   *
   * @param options whether a digest is required
   */
  public static pinnedBaseImage(options?: BaseImageRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.pinnedBaseImage, options);
  }

  /**
   * Node.js still receives fixes.
   *
   * @param options the day on which Node.js must be supported
   */
  public static supportedNodeVersion(options?: NodeVersionRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.supportedNodeVersion, options);
  }

  /**
   * The size of tasks and functions, and the number of them, have a limit.
   *
   * @param options the limits
   */
  public static taskBudget(options: TaskBudgetRuleOptions): IDeliveryRule {
    return new LibraryRule(RULE_LIBRARY.taskBudget, options);
  }

  private constructor() {}
}
