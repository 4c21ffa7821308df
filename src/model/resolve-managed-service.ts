import type { Facts } from '../core/fact';
import { type AlarmOptions, type AutoScalingOptions, ContainerInsights, type FargateSpotOptions } from '../options';
import { type Place, partitionOf } from './aws';
import { bootstrapRoles } from './bootstrap-roles';
import { checkPlace } from './check-place';
import { isRecord } from './json-data';
import type {
  AlarmsModel,
  AutoScalingModel,
  DeploymentModel,
  FargateSpotModel,
  LoadBalancerModel,
  ManagedServiceModel,
  ScalingScheduleModel,
  StackModel,
} from './model';
import type { OptionReader } from './option-reader';
import { checkPublicTasks, resolveCapacityProviders } from './resolve-capacity';
import { resolveDeployment } from './resolve-deployment';
import { checkConnections, checkStrategy, hasMetrics } from './resolve-existing-load-balancer';
import { resolveLifecycleHooks } from './resolve-lifecycle-hooks';
import { LOAD_BALANCER_OPTIONS, resolveLoadBalancer } from './resolve-load-balancer';
import { NETWORK_OPTIONS, REQUIRES_LOAD_BALANCER, resolveNetwork } from './resolve-network';
import { resolveSchedules } from './resolve-schedules';
import { resolveServiceConnect } from './resolve-service-connect';
import { resolveServiceDiscovery } from './resolve-service-discovery';
import { TOPIC_ARN } from './rules';

export const AUTO_SCALING_OPTIONS: Readonly<Record<keyof AutoScalingOptions, true>> = {
  minCapacity: true,
  maxCapacity: true,
  cpuUtilization: true,
  memoryUtilization: true,
  requestsPerTarget: true,
  responseTimeSeconds: true,
  scaleInCooldownSeconds: true,
  scaleOutCooldownSeconds: true,
  schedules: true,
};

const FARGATE_SPOT_OPTIONS: Readonly<Record<keyof FargateSpotOptions, true>> = { onDemandBase: true, percent: true };

const ALARM_OPTIONS: Readonly<Record<keyof AlarmOptions, true>> = {
  enabled: true,
  http5xxPercent: true,
  unhealthyHosts: true,
  cpuUtilization: true,
  minutes: true,
  topicArn: true,
};

const MAX_COOLDOWN = 86_400;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const MAX_TASKS = 5000;

interface ServiceFacts extends Place {
  readonly stack: StackModel;
  readonly parameter: string;
  readonly createCluster: boolean;
  readonly bootstrapQualifier: string;
  readonly arm64: boolean;
  readonly service: string;
  /** Declares values of the environment. */
  readonly decisions: Facts;
}

/** Resolves the service that `infra/service-stack.ts` creates in an environment. */
export function resolveManagedService(options: OptionReader, facts: ServiceFacts): ManagedServiceModel {
  const loadBalancerOptions = options.struct('loadBalancer', LOAD_BALANCER_OPTIONS);
  const loadBalancer = resolveLoadBalancer(loadBalancerOptions, facts);
  const desiredCount = options.integer('desiredCount', 0, MAX_TASKS) ?? 2;
  const scaling = options.struct('autoScaling', AUTO_SCALING_OPTIONS);
  const minCapacity = scaling.integer('minCapacity', 1, MAX_TASKS);
  const tasksAreKnown = !options.isRejected('desiredCount') && !scaling.isRejected('minCapacity');
  const schedules = resolveSchedules(scaling, MAX_TASKS);
  const minTasks = Math.min(minCapacity ?? desiredCount, ...schedules.map((schedule) => schedule.minCapacity));
  const deployment = resolveDeployment(options, { loadBalancer, minTasks, tasksAreKnown });
  const network = options.struct('network', NETWORK_OPTIONS);
  checkPublicTasks(options, network);
  if (loadBalancer?.existing) {
    checkConnections(loadBalancerOptions, network);
    if (!options.isRejected('strategy')) {
      checkStrategy(loadBalancerOptions, deployment);
    }
  }
  const autoScaling = options.has('autoScaling')
    ? resolveAutoScaling(options, scaling, {
        minCapacity: minCapacity ?? Math.max(1, desiredCount),
        tasksAreKnown,
        loadBalancer,
        deployment,
        schedules,
      })
    : undefined;
  return {
    stack: facts.stack,
    parameter: facts.parameter,
    createCluster: facts.createCluster,
    containerInsights: readContainerInsights(options, facts),
    network: resolveNetwork(network, {
      loadBalancer,
      loadBalancerIsKnown: !loadBalancerOptions.isRejected('enabled'),
    }),
    loadBalancer,
    serviceConnect: resolveServiceConnect(options, facts),
    serviceDiscovery: resolveServiceDiscovery(options, { ...facts, deployment }),
    desiredCount,
    autoScaling,
    capacityProviders: resolveCapacityProviders(options, facts),
    fargateSpot: options.has('fargateSpot')
      ? resolveFargateSpot(options, {
          ...facts,
          maxTasks: Math.max(
            autoScaling?.maxCapacity ?? desiredCount,
            ...schedules.map((schedule) => schedule.maxCapacity),
          ),
          tasksAreKnown: tasksAreKnown && !scaling.isRejected('maxCapacity'),
        })
      : undefined,
    deployment,
    lifecycleHooks: resolveLifecycleHooks(options, facts, deployment),
    alarms: resolveAlarms(options.struct('alarms', ALARM_OPTIONS), { ...facts, loadBalancer }),
    bootstrapRoles: bootstrapRoles(facts, facts.bootstrapQualifier),
  };
}

function readContainerInsights(options: OptionReader, { createCluster }: ServiceFacts): ContainerInsights {
  const insights = options.enumMember('containerInsights', 'ContainerInsights', ContainerInsights);
  if (insights !== undefined && !createCluster) {
    options.reject('containerInsights', 'existing-cluster', {
      why: 'has no effect on an existing cluster',
      fix: 'Remove containerInsights or ecsCluster.',
    });
  }
  return insights ?? ContainerInsights.ENABLED;
}

interface ScalingFacts {
  readonly minCapacity: number;
  /** Whether the options that determine the minimum number of tasks are valid. */
  readonly tasksAreKnown: boolean;
  readonly loadBalancer: LoadBalancerModel | undefined;
  readonly deployment: DeploymentModel;
  readonly schedules: readonly ScalingScheduleModel[];
}

export function resolveAutoScaling(parent: OptionReader, options: OptionReader, facts: ScalingFacts): AutoScalingModel {
  const { minCapacity } = facts;
  if (isRecord(parent.value('autoScaling')) && !options.has('maxCapacity')) {
    options.rejectWithoutValue('maxCapacity', 'missing-option', {
      why: 'is missing',
      allowed: `${minCapacity} to ${MAX_TASKS}`,
      fix: 'Set the maximum number of tasks.',
    });
  }
  const maxCapacity = options.integer('maxCapacity', 1, MAX_TASKS) ?? minCapacity;
  if (maxCapacity < minCapacity && facts.tasksAreKnown && !options.isRejected('maxCapacity')) {
    options.reject('maxCapacity', 'capacity-range', {
      why: options.has('minCapacity')
        ? 'is less than minCapacity'
        : 'is less than minCapacity, which defaults to desiredCount',
      allowed: `${minCapacity} to ${MAX_TASKS}`,
      fix: `Raise maxCapacity, or ${options.has('minCapacity') ? 'lower' : 'set a lower'} minCapacity.`,
    });
  }
  const cpuUtilization = options.integer('cpuUtilization', 1, 100);
  const memoryUtilization = options.integer('memoryUtilization', 1, 100);
  const requestsPerTarget = options.integer('requestsPerTarget', 1, 1_000_000);
  const responseTimeSeconds = options.number('responseTimeSeconds', 0.001, 60);
  const ofTargetGroup = ['requestsPerTarget', 'responseTimeSeconds'].filter(
    (key) => options.has(key) && !options.isRejected(key),
  );
  for (const key of ofTargetGroup) {
    checkMetrics(options, key, facts.loadBalancer);
  }
  for (const key of facts.deployment.shift ? ofTargetGroup : []) {
    options.rejectWithoutValue(key, 'requests-per-target', {
      why: `tracks a single target group, but ${facts.deployment.strategy} alternates between two`,
      fix: 'Scale on cpuUtilization or memoryUtilization, or use DeploymentStrategy.ROLLING.',
    });
  }
  const byDefault = [memoryUtilization, requestsPerTarget, responseTimeSeconds].every((target) => target === undefined)
    ? 70
    : undefined;
  return {
    minCapacity,
    maxCapacity,
    cpuUtilization: cpuUtilization ?? byDefault,
    memoryUtilization,
    requestsPerTarget,
    responseTimeSeconds,
    scaleInCooldownSeconds: options.integer('scaleInCooldownSeconds', 0, MAX_COOLDOWN),
    scaleOutCooldownSeconds: options.integer('scaleOutCooldownSeconds', 0, MAX_COOLDOWN),
    schedules: facts.schedules,
  };
}

/** Reports an option for which CloudWatch has no metric of the load balancer. */
function checkMetrics(options: OptionReader, key: string, loadBalancer: LoadBalancerModel | undefined): void {
  if (!loadBalancer) {
    options.reject(key, 'load-balancer-required', REQUIRES_LOAD_BALANCER);
  } else if (!hasMetrics(loadBalancer)) {
    options.reject(key, 'listener-required', {
      why: 'uses a metric of the load balancer, but the load balancer of the existing target group is unknown',
      fix: `Set loadBalancer.listenerArn to the listener that forwards to the target group, or remove ${key}.`,
    });
  }
}

function resolveFargateSpot(
  parent: OptionReader,
  facts: ServiceFacts & { maxTasks: number; tasksAreKnown: boolean },
): FargateSpotModel {
  const options = parent.struct('fargateSpot', FARGATE_SPOT_OPTIONS);
  const onDemandBase = options.integer('onDemandBase', 0, 1000) ?? 1;
  const percent = options.integer('percent', 1, 100) ?? 100;
  if (
    onDemandBase >= facts.maxTasks &&
    facts.maxTasks > 0 &&
    facts.tasksAreKnown &&
    !options.isRejected('onDemandBase')
  ) {
    options.rejectWithoutValue('onDemandBase', 'no-spot-tasks', {
      why: `is ${onDemandBase}${options.has('onDemandBase') ? '' : ' by default'}, but at most ${facts.maxTasks} ${facts.maxTasks === 1 ? 'task runs' : 'tasks run'}, so none would run on Fargate Spot`,
      allowed: facts.maxTasks === 1 ? '0' : `0 to ${facts.maxTasks - 1}`,
      fix: `${options.has('onDemandBase') ? 'Reduce onDemandBase' : 'Set onDemandBase to 0'}, or run more tasks.`,
    });
  }
  if (facts.arm64 && partitionOf(facts.region) === 'aws-cn') {
    // https://docs.amazonaws.cn/en_us/AmazonECS/latest/developerguide/fargate-capacity-providers.html
    parent.rejectWithoutValue('fargateSpot', 'spot-architecture', {
      why: 'does not support ARM64 in the China Regions',
      fix: 'Use CpuArchitecture.X86_64, or remove fargateSpot.',
    });
  }
  const divisor = greatestCommonDivisor(percent, 100 - percent);
  return { onDemandBase, onDemandWeight: (100 - percent) / divisor, spotWeight: percent / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function resolveAlarms(
  options: OptionReader,
  facts: Place & { loadBalancer: LoadBalancerModel | undefined },
): AlarmsModel {
  const http5xxPercent = options.number('http5xxPercent', 0.1, 100);
  const unhealthyHosts = options.integer('unhealthyHosts', 1, 1000);
  const cpuUtilization = options.integer('cpuUtilization', 1, 100);
  const minutes = options.integer('minutes', 1, 60) ?? 3;
  const topicArn = options.string('topicArn', TOPIC_ARN);
  if (topicArn) {
    const fix = 'The topic must be in the same account and Region as the alarms.';
    checkPlace(options, 'topicArn', topicArn, { place: facts, same: ['account', 'region', 'partition'], fix });
  }
  if (options.boolean('enabled') === false) {
    for (const key of Object.keys(ALARM_OPTIONS).filter((k) => k !== 'enabled' && options.has(k))) {
      options.reject(key, 'disabled-feature', {
        why: 'has no effect because alarms.enabled is false',
        fix: 'Remove it, or set alarms.enabled to true.',
      });
    }
    return { minutes, unhealthyMinutes: minutes };
  }
  for (const key of ['http5xxPercent', 'unhealthyHosts'].filter((k) => options.has(k))) {
    checkMetrics(options, key, facts.loadBalancer);
  }
  return {
    ...(hasMetrics(facts.loadBalancer)
      ? { http5xxPercent: http5xxPercent ?? 5, unhealthyHosts: unhealthyHosts ?? 1 }
      : {}),
    cpuUtilization: cpuUtilization ?? 90,
    minutes,
    unhealthyMinutes: Math.max(minutes, Math.ceil((facts.loadBalancer?.healthCheckGracePeriodSeconds ?? 0) / 60) + 1),
    topicArn,
  };
}
