import { isDeepStrictEqual } from 'node:util';
import type { ListenerRuleModel } from './model';
import type { ResolvedEcsEnvironment } from './resolve-environments';
import { LOAD_BALANCER_OPTIONS } from './resolve-load-balancer';
import { show } from './show';

/** Reports rules and target groups of an existing load balancer that two environments share. */
export function checkListenerRules(
  { environment, own, options }: ResolvedEcsEnvironment,
  earlier: readonly ResolvedEcsEnvironment[],
): void {
  const existing = environment.managed?.loadBalancer?.existing;
  const reader = options.struct('loadBalancer', LOAD_BALANCER_OPTIONS);
  if (!existing || reader.isRejected('listenerArn', 'targetGroupArn')) {
    return;
  }
  const set = own.struct('loadBalancer', LOAD_BALANCER_OPTIONS);
  const { rule, listenerArn, targetGroupArn } = existing;
  for (const { environment: other } of earlier) {
    const theirs = other.managed?.loadBalancer?.existing;
    if (targetGroupArn && targetGroupArn === theirs?.targetGroupArn) {
      set.rejectWithoutValue('targetGroupArn', 'duplicate-target-group', {
        why: `is also the target group of the environment ${show(other.name)}`,
        allowed: 'a target group that no other environment uses',
        fix: 'Set a different targetGroupArn in one of the two environments.',
      });
    }
    if (!rule || !theirs?.rule || theirs.listenerArn !== listenerArn) {
      continue;
    }
    if (rule.priority === theirs.rule.priority && !reader.isRejected('rulePriority')) {
      set.rejectValue('rulePriority', rule.priority, 'duplicate-rule', {
        why: `is also the priority in the environment ${show(other.name)}, which uses the same listener`,
        allowed: 'a priority that no other rule of the listener has',
        fix: 'Set a different rulePriority in one of the two environments.',
      });
    }
    if (sameConditions(rule, theirs.rule) && !reader.isRejected('hostHeaders', 'pathPatterns')) {
      const key = reader.has('hostHeaders') ? 'hostHeaders' : 'pathPatterns';
      set.rejectWithoutValue(key, 'duplicate-rule', {
        why: `results in the same rule as in the environment ${show(other.name)}, which uses the same listener`,
        fix: 'Set different hostHeaders or pathPatterns in one of the two environments.',
      });
    }
  }
}

function sameConditions(a: ListenerRuleModel, b: ListenerRuleModel): boolean {
  return isDeepStrictEqual([a.hostHeaders, a.pathPatterns], [b.hostHeaders, b.pathPatterns]);
}
