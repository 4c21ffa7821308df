import type { AutoScalingModel, EnvironmentModel } from '../../../model/model';
import { bracketed, code, literal, quote } from '../../../printing/typescript';

/** Code that scales the service. It uses L1 constructs, because the L2 construct adds a role that AWS does not use. */
export function scaling({ cluster, ecsService }: EnvironmentModel, autoScaling: AutoScalingModel): string {
  const { minCapacity, maxCapacity, cpuUtilization, memoryUtilization, requestsPerTarget } = autoScaling;
  const policy = (by: string, metric: string, target: number) => scalingPolicy(by, metric, target, autoScaling);
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
    ${requestsPerTarget === undefined ? undefined : policy('Requests', 'ALBRequestCountPerTarget', requestsPerTarget)}`;
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
  metric: string,
  target: number,
  { scaleInCooldownSeconds, scaleOutCooldownSeconds }: AutoScalingModel,
): string {
  const variable = `scaleBy${by}`;
  const label = '`${loadBalancer.loadBalancerFullName}/${targetGroup.targetGroupFullName}`';
  const specification = [
    `predefinedMetricType: ${quote(metric)}`,
    ...(metric.startsWith('ALB') ? [`resourceLabel: ${label}`] : []),
  ];
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
