import type { AutoScalingModel, EnvironmentModel } from '../../../model/model';
import { bracketed, code, quote } from '../../../printing/typescript';

/** Code that scales the service. It uses L1 constructs, because the L2 construct adds a role that AWS does not use. */
export function scaling({ cluster, ecsService }: EnvironmentModel, autoScaling: AutoScalingModel): string {
  const { minCapacity, maxCapacity, cpuUtilization, memoryUtilization, requestsPerTarget } = autoScaling;
  return code`
    const scalableTarget = new appscaling.CfnScalableTarget(this, 'ScalableTarget', {
      serviceNamespace: 'ecs',
      resourceId: ${quote(`service/${cluster.name}/${ecsService.name}`)},
      scalableDimension: 'ecs:service:DesiredCount',
      minCapacity: ${String(minCapacity)},
      maxCapacity: ${String(maxCapacity)},
    });
    scalableTarget.cfnOptions.condition = released;
    scalableTarget.node.addDependency(service);
    ${cpuUtilization === undefined ? undefined : scalingPolicy('Cpu', 'ECSServiceAverageCPUUtilization', cpuUtilization)}
    ${memoryUtilization === undefined ? undefined : scalingPolicy('Memory', 'ECSServiceAverageMemoryUtilization', memoryUtilization)}
    ${requestsPerTarget === undefined ? undefined : scalingPolicy('Requests', 'ALBRequestCountPerTarget', requestsPerTarget)}`;
}

function scalingPolicy(by: string, metric: string, target: number): string {
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
      },
    });
    ${variable}.cfnOptions.condition = released;`;
}
