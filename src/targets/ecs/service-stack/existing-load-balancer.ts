import type { ExistingLoadBalancerModel, ListenerRuleModel, TrafficShiftModel } from '../../../model/model';
import { code, listed, literal, quote } from '../../../printing/typescript';

/** Code that imports an existing target group. */
export function existingTargetGroup(targetGroupArn: string, loadBalancerArn: string | undefined): string {
  return code`
    const targetGroup = elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(this, 'TargetGroup', {
      targetGroupArn: ${quote(targetGroupArn)},
      ${loadBalancerArn && `loadBalancerArns: ${quote(loadBalancerArn)},`}
    });`;
}

/** Code that imports the security group of an existing load balancer. */
export function existingSecurityGroup(id: string): string {
  return code`
    const loadBalancerSecurityGroup = ec2.SecurityGroup.fromSecurityGroupId(this, 'LoadBalancerSecurityGroup', ${quote(id)}, {
      // Adds outbound rules, because the existing rules may not allow connections to the tasks.
      allowAllOutbound: false,
    });`;
}

/** Code that imports a listener, as the constant `variable`. */
export function existingListener(variable: string, id: string, listenerArn: string): string {
  return code`
    const ${variable} = elbv2.ApplicationListener.fromApplicationListenerAttributes(this, '${id}', {
      listenerArn: ${quote(listenerArn)},
      securityGroup: loadBalancerSecurityGroup,
    });`;
}

/** Code for the rule that forwards requests to the target group of a service whose traffic does not shift. */
export function forwardingRule(rule: ListenerRuleModel): string {
  return code`
    const productionRule = new elbv2.ApplicationListenerRule(this, 'ProductionRule', {
      listener,
      ${matching(rule)}
      action: elbv2.ListenerAction.forward([targetGroup]),
    });`;
}

/** The priority and the conditions of a rule. */
export function matching({ priority, hostHeaders, pathPatterns }: ListenerRuleModel): string {
  const conditions = [
    ...(hostHeaders.length > 0 ? [`elbv2.ListenerCondition.hostHeaders(${literal(hostHeaders)})`] : []),
    ...(pathPatterns.length > 0 ? [`elbv2.ListenerCondition.pathPatterns(${literal(pathPatterns)})`] : []),
  ];
  return code`
    priority: ${String(priority)},
    conditions: ${listed(conditions)},`;
}

/** Code that imports the listener for test traffic and adds a rule to it. */
export function existingTestListener({ testListenerArn, rule }: ExistingLoadBalancerModel): string {
  return code`
    // Serves the new revision during a deployment.
    ${existingListener('testListener', 'TestListener', testListenerArn!)}
    const testRule = new elbv2.ApplicationListenerRule(this, 'TestRule', {
      listener: testListener,
      ${matching(rule!)}
      action: elbv2.ListenerAction.weightedForward(weights),
    });`;
}

/** Expressions for the full names of the load balancer and the target group, which identify their metrics. */
export function fullNames(existing: ExistingLoadBalancerModel | undefined): {
  readonly loadBalancer: string;
  readonly targetGroup: string;
} {
  const { targetGroupArn, loadBalancerArn } = existing ?? {};
  return targetGroupArn
    ? {
        loadBalancer: quote(nameIn(loadBalancerArn!).replace('loadbalancer/', '')),
        targetGroup: quote(nameIn(targetGroupArn)),
      }
    : {
        loadBalancer: existing ? 'targetGroup.firstLoadBalancerFullName' : 'loadBalancer.loadBalancerFullName',
        targetGroup: 'targetGroup.targetGroupFullName',
      };
}

/** Both names in a predefined metric of Application Auto Scaling. */
export function resourceLabel(existing: ExistingLoadBalancerModel | undefined): string {
  const { loadBalancer, targetGroup } = fullNames(existing);
  return existing?.targetGroupArn
    ? `${loadBalancer.slice(0, -1)}/${targetGroup.slice(1)}`
    : `\`\${${loadBalancer}}/\${${targetGroup}}\``;
}

function nameIn(arn: string): string {
  return arn.split(':').at(-1)!;
}

/** Whether ECS must wait for a listener or a rule, because it rejects a target group without one. */
export function trafficSource(
  existing: ExistingLoadBalancerModel | undefined,
  shift: TrafficShiftModel | undefined,
): string[] {
  // If the traffic shifts, the service refers to the rule.
  if (shift || existing?.targetGroupArn) {
    return [];
  }
  return [existing ? 'productionRule' : 'listener'];
}
