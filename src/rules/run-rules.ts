import type { Problem } from '../model/problems';
import { isPluginRule } from '../model/resolve-validation-plugins';
import { type DeliveryView, type DeliveryWaiver, type IDeliveryRule, type RuleFinding, RuleSeverity } from '../options';
import { labelOf, type StandardData } from '../standard/standard-data';
import { expiresSoon, isExpired } from './waivers';

/** A place where a delivery does not follow a rule, and the waiver for it. */
export interface RuleResult {
  readonly rule: IDeliveryRule;
  readonly finding: RuleFinding;
  /** The finding as a message describes it. */
  readonly problem: Problem;
  readonly waiver?: DeliveryWaiver;
}

/** What the rules of a standard say about a delivery. */
export interface RuleReport {
  readonly results: readonly RuleResult[];
  /** What prevents synthesis: findings, and waivers that are not valid. */
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Checks a delivery against the rules of a standard.
 *
 * @param standard `undefined` if there is none. Rules of plugins of the CDK app can be waived without one
 * @param waivers the waivers of the repository, which are well-formed
 */
export function runRules(
  standard: StandardData | undefined,
  view: DeliveryView,
  waivers: readonly DeliveryWaiver[],
  at: Date,
): RuleReport {
  const results = (standard?.rules ?? []).flatMap((rule) =>
    findingsOf(rule, view).map((finding): RuleResult => {
      const waiver = waivers.find((each) => covers(each, rule, finding));
      return { rule, finding, problem: asProblem(rule, finding, view), ...(waiver ? { waiver } : {}) };
    }),
  );
  const ofWaivers = waivers.map((waiver, i) => problemOf(waiver, `waivers[${i}]`, { standard, results, view, at }));
  const open = results.filter(({ waiver }) => !waiver);
  const found = (severity: RuleSeverity) =>
    open.filter(({ rule }) => rule.severity === severity).map(({ problem }) => problem);
  return {
    results,
    errors: [
      ...found(RuleSeverity.ERROR),
      ...ofWaivers.flatMap((each) => (each?.severity === 'error' ? [each.problem] : [])),
    ],
    warnings: [
      ...found(RuleSeverity.WARNING),
      ...ofWaivers.flatMap((each) => (each?.severity === 'warning' ? [each.problem] : [])),
    ],
  };
}

/** A rule of an organization can fail for a delivery that it did not expect. */
function findingsOf(rule: IDeliveryRule, view: DeliveryView): readonly RuleFinding[] {
  try {
    const found: unknown = rule.check(view);
    if (!Array.isArray(found)) {
      throw new Error('check did not return a list');
    }
    return found;
  } catch (error) {
    throw new Error(`The rule ${rule.code} failed for ${view.service}: ${(error as Error).message}`, { cause: error });
  }
}

function covers(waiver: DeliveryWaiver, rule: IDeliveryRule, finding: RuleFinding): boolean {
  return waiver.rule === rule.code && (waiver.environment === undefined || waiver.environment === finding.environment);
}

function asProblem(rule: IDeliveryRule, finding: RuleFinding, view: DeliveryView): Problem {
  const file =
    finding.file !== undefined && finding.line !== undefined ? `${finding.file}:${finding.line}` : finding.file;
  return {
    code: rule.code,
    path: finding.option ?? file ?? view.service,
    environments: finding.environment === undefined ? [] : [finding.environment],
    why: finding.message,
    fix: finding.fix,
    ...(finding.file === undefined ? {} : { file: finding.file }),
    ...(finding.line === undefined ? {} : { line: finding.line }),
  };
}

interface Context {
  readonly standard?: StandardData;
  readonly view: DeliveryView;
  readonly results: readonly RuleResult[];
  readonly at: Date;
}

function problemOf(
  waiver: DeliveryWaiver,
  path: string,
  { standard, results, view, at }: Context,
): { readonly severity: 'error' | 'warning'; readonly problem: Problem } | undefined {
  const { rule, expires, owner, environment } = waiver;
  const error = (problem: Omit<Problem, 'path'>) => ({ severity: 'error' as const, problem: { path, ...problem } });
  const warning = (problem: Omit<Problem, 'path'>) => ({ severity: 'warning' as const, problem: { path, ...problem } });
  if (standard && !isPluginRule(rule) && !standard.rules.some(({ code }) => code === rule)) {
    return error({
      code: 'waiver-of-unknown-rule',
      why: `waives ${rule}, which is not a rule of ${labelOf(standard)}`,
      allowed: standard.rules.map(({ code }) => code).join(', ') || 'none, because it has no rules',
      fix: 'Correct the code of the rule, or remove the waiver.',
    });
  }
  if (standard?.rulesWithoutWaivers.includes(rule)) {
    return error({
      code: 'waiver-not-allowed',
      why: `waives ${rule}, but ${labelOf(standard)} allows no waivers of this rule`,
      fix: `Follow the rule, and remove the waiver. Contact: ${standard.contact}.`,
    });
  }
  if (isExpired(waiver, at)) {
    return error({
      code: 'expired-waiver',
      why: `expired on ${expires}`,
      fix: `Follow ${rule}, and remove the waiver, or ask ${owner} to extend it.`,
    });
  }
  if (isPluginRule(rule)) {
    const names = view.environments.map(({ name }) => name);
    if (environment !== undefined && !names.includes(environment)) {
      return warning({
        code: 'unused-waiver',
        why: `has no effect because there is no environment ${environment}`,
        allowed: names.join(', '),
        fix: 'Correct the name of the environment, or remove the waiver.',
      });
    }
    // Whether the plugin finds anything is known only when the CDK app is synthesized.
  } else if (!results.some((result) => result.waiver === waiver)) {
    return warning({
      code: 'unused-waiver',
      why: `has no effect because it matches no finding of ${rule}`,
      fix: 'Remove the waiver.',
    });
  }
  if (expiresSoon(waiver, at)) {
    return warning({
      code: 'waiver-expires-soon',
      why: `expires on ${expires}`,
      fix: `Follow ${rule}, and remove the waiver, or ask ${owner} to extend it.`,
    });
  }
  return undefined;
}

/** The waivers in options that have been checked. */
export function waiversOf({ waivers }: Readonly<Record<string, unknown>>): readonly DeliveryWaiver[] {
  return (waivers ?? []) as readonly DeliveryWaiver[];
}
