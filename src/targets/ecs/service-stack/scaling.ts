import type {
  AutoScalingModel,
  EnvironmentModel,
  ExistingLoadBalancerModel,
  LoadBalancerModel,
} from '../../../model/model';
import { bracketed, code, literal, quote } from '../../../printing/typescript';
import { fullNames, resourceLabel } from './existing-load-balancer';

/** A worker in the generated code. */
interface ScaledWorker {
  /** Prefix of construct IDs. */
  readonly id: string;
  /** Prefix of variables. */
  readonly variable: string;
}

type Names = ReturnType<typeof namesOf>;

/** The names in the code of the service or of a worker. */
function namesOf(worker: ScaledWorker | undefined) {
  const prefixed = (name: string) => (worker ? worker.variable + name : name.charAt(0).toLowerCase() + name.slice(1));
  const id = worker?.id ?? '';
  return {
    service: prefixed('Service'),
    condition: prefixed('Released'),
    target: prefixed('ScalableTarget'),
    targetId: `${id}ScalableTarget`,
    policy: (by: string) => prefixed(`ScaleBy${by}`),
    policyId: (by: string) => `${id}ScaleBy${by}`,
  };
}

/** Code that scales the service. It uses L1 constructs, because the L2 construct adds a role that AWS does not use. */
export function scaling(
  { cluster, ecsService }: EnvironmentModel,
  autoScaling: AutoScalingModel,
  loadBalancer: LoadBalancerModel | undefined,
  worker?: ScaledWorker,
): string {
  const names = namesOf(worker);
  const { minCapacity, maxCapacity, cpuUtilization, memoryUtilization, requestsPerTarget, responseTimeSeconds } =
    autoScaling;
  const label = `resourceLabel: ${resourceLabel(loadBalancer?.existing)}`;
  const settings = { ...autoScaling, ...names };
  const policy = (by: string, metric: string, target: number) =>
    scalingPolicy(by, predefined([`predefinedMetricType: ${quote(metric)}`]), target, settings);
  const byRequests = (target: number) =>
    scalingPolicy(
      'Requests',
      predefined(["predefinedMetricType: 'ALBRequestCountPerTarget'", label]),
      target,
      settings,
    );
  return code`
    const ${names.target} = new appscaling.CfnScalableTarget(this, '${names.targetId}', {
      serviceNamespace: 'ecs',
      resourceId: ${quote(`service/${cluster.name}/${ecsService.name}`)},
      scalableDimension: 'ecs:service:DesiredCount',
      minCapacity: ${String(minCapacity)},
      maxCapacity: ${String(maxCapacity)},
      ${scheduledActions(autoScaling)}
    });
    ${names.target}.cfnOptions.condition = ${names.condition};
    ${names.target}.node.addDependency(${names.service});
    ${cpuUtilization === undefined ? undefined : policy('Cpu', 'ECSServiceAverageCPUUtilization', cpuUtilization)}
    ${memoryUtilization === undefined ? undefined : policy('Memory', 'ECSServiceAverageMemoryUtilization', memoryUtilization)}
    ${requestsPerTarget === undefined ? undefined : byRequests(requestsPerTarget)}
    ${responseTimeSeconds === undefined ? undefined : scalingPolicy('ResponseTime', responseTime(loadBalancer?.existing), responseTimeSeconds, settings)}`;
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

function predefined(specification: readonly string[]): string {
  return `predefinedMetricSpecification: ${bracketed(specification)},`;
}

/** The average response time of the tasks, which has no predefined metric. */
function responseTime(existing: ExistingLoadBalancerModel | undefined): string {
  const { loadBalancer, targetGroup } = fullNames(existing);
  return code`
    customizedMetricSpecification: {
      namespace: 'AWS/ApplicationELB',
      metricName: 'TargetResponseTime',
      statistic: 'Average',
      dimensions: [
        { name: 'LoadBalancer', value: ${loadBalancer} },
        { name: 'TargetGroup', value: ${targetGroup} },
      ],
    },`;
}

function scalingPolicy(
  by: string,
  metric: string,
  target: number,
  { scaleInCooldownSeconds, scaleOutCooldownSeconds, ...names }: AutoScalingModel & Names,
): string {
  const variable = names.policy(by);
  return code`
    const ${variable} = new appscaling.CfnScalingPolicy(this, '${names.policyId(by)}', {
      policyName: ${quote(by.toLowerCase())},
      policyType: 'TargetTrackingScaling',
      scalingTargetId: ${names.target}.ref,
      targetTrackingScalingPolicyConfiguration: {
        ${metric}
        targetValue: ${String(target)},
        ${scaleInCooldownSeconds === undefined ? undefined : `scaleInCooldown: ${scaleInCooldownSeconds},`}
        ${scaleOutCooldownSeconds === undefined ? undefined : `scaleOutCooldown: ${scaleOutCooldownSeconds},`}
      },
    });
    ${variable}.cfnOptions.condition = ${names.condition};`;
}
