import type { AutoScalingModel, EnvironmentModel, LoadBalancerModel } from '../../../model/model';
import { bracketed, code, literal, quote } from '../../../printing/typescript';
import { resourceLabel } from './existing-load-balancer';

/** Code that scales the service. It uses L1 constructs, because the L2 construct adds a role that AWS does not use. */
export function scaling(
  { cluster, ecsService }: EnvironmentModel,
  autoScaling: AutoScalingModel,
  loadBalancer: LoadBalancerModel | undefined,
): string {
  const { minCapacity, maxCapacity, cpuUtilization, memoryUtilization, requestsPerTarget } = autoScaling;
  const label = `resourceLabel: ${resourceLabel(loadBalancer?.existing)}`;
  const policy = (by: string, metric: string, target: number) =>
    scalingPolicy(by, [`predefinedMetricType: ${quote(metric)}`], target, autoScaling);
  const byRequests = (target: number) =>
    scalingPolicy('Requests', ["predefinedMetricType: 'ALBRequestCountPerTarget'", label], target, autoScaling);
  return code`
    const scalableTarget = new appscaling.CfnScalableTarget(this, 'ScalableTarget', {
      serviceNamespace: 'ecs',
      resourceId: ${quote(`service/${cluster.name}/${ecsService.name}`)},
      scalableDimension: 'ecs:service:DesiredCount',
      minCapacity: ${String(minCapacity)},
      maxCapacity: ${String(maxCapacity)},
      ${scheduledActions(autoScaling)}
    });
    scalableTarget.cfnOptions.condition = released;
    scalableTarget.node.addDependency(service);
    ${cpuUtilization === undefined ? undefined : policy('Cpu', 'ECSServiceAverageCPUUtilization', cpuUtilization)}
    ${memoryUtilization === undefined ? undefined : policy('Memory', 'ECSServiceAverageMemoryUtilization', memoryUtilization)}
    ${requestsPerTarget === undefined ? undefined : byRequests(requestsPerTarget)}`;
}

function scheduledActions({ schedules }: AutoScalingModel): string | undefined {
  const actions = schedules.map(({ name, cron, timeZone, minCapacity, maxCapacity }) => ({
    scheduledActionName: name,
    schedule: `cron(${cron})`,
    timezone: timeZone,
    scalableTargetAction: { minCapacity, maxCapacity },
  }));
  return actions.length > 0 ? `scheduledActions: ${literal(actions)},` : undefined;
}

function scalingPolicy(
  by: string,
  specification: readonly string[],
  target: number,
  { scaleInCooldownSeconds, scaleOutCooldownSeconds }: AutoScalingModel,
): string {
  const variable = `scaleBy${by}`;
  return code`
    const ${variable} = new appscaling.CfnScalingPolicy(this, 'ScaleBy${by}', {
      policyName: ${quote(by.toLowerCase())},
      policyType: 'TargetTrackingScaling',
      scalingTargetId: scalableTarget.ref,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: ${bracketed(specification)},
        targetValue: ${String(target)},
        ${scaleInCooldownSeconds === undefined ? undefined : `scaleInCooldown: ${scaleInCooldownSeconds},`}
        ${scaleOutCooldownSeconds === undefined ? undefined : `scaleOutCooldown: ${scaleOutCooldownSeconds},`}
      },
    });
    ${variable}.cfnOptions.condition = released;`;
}
