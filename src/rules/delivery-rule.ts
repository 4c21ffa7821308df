import {
  type DeliveryRuleOptions,
  type DeliveryView,
  type IDeliveryRule,
  type RuleFinding,
  RuleSeverity,
} from '../options';

/**
 * A rule that deliveries must follow. To write your own, extend this class, and add an instance to `rules` of your
 * `DeliveryStandard`.
 */
export abstract class DeliveryRule implements IDeliveryRule {
  /** A stable code. */
  public readonly code: string;
  /** What the rule requires, in a few words. */
  public readonly title: string;
  /** Why the rule exists. */
  public readonly description: string;
  /** Whether a finding prevents synthesis. */
  public readonly severity: RuleSeverity;
  /** A page that explains the rule. */
  public readonly url?: string;

  /**
   * @param options how the rule is described
   */
  public constructor(options: DeliveryRuleOptions) {
    this.code = options.code;
    this.title = options.title;
    this.description = options.description;
    this.severity = options.severity ?? RuleSeverity.ERROR;
    this.url = options.url;
  }

  /**
   * Checks a delivery.
   *
   * @param delivery the delivery, resolved
   * @returns every place where the delivery does not follow the rule
   */
  public abstract check(delivery: DeliveryView): RuleFinding[];
}
