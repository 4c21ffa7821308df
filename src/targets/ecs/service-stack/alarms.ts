import type { AlarmsModel, EnvironmentModel, ManagedServiceModel } from '../../../model/model';
import { DeploymentStrategy } from '../../../options';
import { code, literal, quote } from '../../../printing/typescript';
import { notification } from '../../shared/alarms';

export function hasAlarms({ http5xxPercent, unhealthyHosts, cpuUtilization }: AlarmsModel): boolean {
  return [http5xxPercent, unhealthyHosts, cpuUtilization].some((limit) => limit !== undefined);
}

/** Code that creates the alarms, as the constant `alarms`. */
export function alarmsCode(environment: EnvironmentModel, managed: ManagedServiceModel): string {
  const { alarms, deployment } = managed;
  const { http5xxPercent, cpuUtilization, minutes, topicArn } = alarms;
  return code`
    // An alarm goes off after ${minutes === 1 ? 'one minute' : `${minutes} consecutive minutes`} beyond its threshold.
    // A minute without data is healthy: there were no requests or no tasks.
    const period = Duration.minutes(1);
    const evaluation = {
      evaluationPeriods: ${String(minutes)},
      datapointsToAlarm: ${String(minutes)},
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    };
    const alarms = [
      ${http5xxPercent === undefined ? undefined : http5xxAlarms(http5xxPercent, managed)}
      ${unhealthyHostsAlarms(alarms, deployment.shift !== undefined)}
      ${cpuUtilization === undefined ? undefined : cpuAlarm(cpuUtilization, environment)}
    ];
    ${topicArn && notification(topicArn)}`;
}

/**
 * Alarms for 5xx responses from the tasks, and from the load balancer if no task responds. If the strategy shifts
 * traffic, each target group has its own alarm: errors of a small canary would not be noticeable among all requests.
 * An existing load balancer can have other services, so that its own metrics say nothing about this one.
 */
function http5xxAlarms(limit: number, { deployment, loadBalancer }: ManagedServiceModel): string {
  const { strategy, shift } = deployment;
  const shared = loadBalancer?.existing !== undefined;
  const ofTasks = (id: string, source: string, which: string) =>
    errorRateAlarm(limit, {
      id,
      what: `responses from tasks${which} have a 5xx status code`,
      // The load balancer reports the number of errors only if there are any.
      expression: 'IF(requests > 0, 100 * FILL(errors, 0) / requests, 0)',
      errors: `${source}.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { period })`,
      requests: `${source}.metrics.requestCount({ period })`,
    });
  return code`
    ${
      shift
        ? code`
            ${ofTasks('Http5xxAlarm', 'targetGroup', ' in the first target group')}
            ${ofTasks('AlternateHttp5xxAlarm', 'alternateTargetGroup', ' in the alternate target group')}`
        : ofTasks('Http5xxAlarm', shared ? 'targetGroup' : 'loadBalancer', '')
    }
    ${
      // ALL_AT_ONCE stops all tasks first, so errors from the load balancer are expected.
      strategy === DeploymentStrategy.ALL_AT_ONCE || shared
        ? undefined
        : errorRateAlarm(limit, {
            id: 'LoadBalancer5xxAlarm',
            what: 'requests received no response from a task',
            // RequestCount excludes requests for which no task was available.
            expression: '100 * errors / MAX([errors, requests])',
            errors: 'loadBalancer.metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT, { period })',
            requests: 'loadBalancer.metrics.requestCount({ period })',
          })
    }`;
}

interface ErrorRateAlarm {
  readonly id: string;
  /** Completes the sentence "More than 5% of ...". */
  readonly what: string;
  /** Calculates the percentage from `errors` and `requests`. */
  readonly expression: string;
  readonly errors: string;
  readonly requests: string;
}

function errorRateAlarm(limit: number, { id, what, expression, errors, requests }: ErrorRateAlarm): string {
  return code`
    new cloudwatch.Alarm(this, ${quote(id)}, {
      alarmDescription: ${quote(`More than ${limit}% of ${what}.`)},
      metric: new cloudwatch.MathExpression({
        label: '5xx responses (%)',
        expression: ${quote(expression)},
        usingMetrics: {
          errors: ${errors},
          requests: ${requests},
        },
        period,
      }),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: ${String(limit)},
      ...evaluation,
    }),`;
}

/** One alarm for each target group: only the target group of the live revision reports data continuously. */
function unhealthyHostsAlarms(
  { unhealthyHosts: limit, minutes, unhealthyMinutes }: AlarmsModel,
  shifting: boolean,
): string | undefined {
  if (limit === undefined) {
    return undefined;
  }
  const longer = code`
    // Longer than a new task can take to become healthy.
    evaluationPeriods: ${String(unhealthyMinutes)},
    datapointsToAlarm: ${String(unhealthyMinutes)},`;
  const alarm = (id: string, targetGroup: string, which: string) => code`
    new cloudwatch.Alarm(this, ${quote(id)}, {
      alarmDescription: ${quote(`${limit} or more targets${which} are unhealthy.`)},
      metric: ${targetGroup}.metrics.unhealthyHostCount({ period, statistic: cloudwatch.Stats.MAXIMUM }),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: ${String(limit)},
      ...evaluation,
      ${unhealthyMinutes > minutes ? longer : undefined}
    }),`;
  return shifting
    ? code`
        ${alarm('UnhealthyHostsAlarm', 'targetGroup', ' in the first target group')}
        ${alarm('AlternateUnhealthyHostsAlarm', 'alternateTargetGroup', ' in the alternate target group')}`
    : alarm('UnhealthyHostsAlarm', 'targetGroup', '');
}

function cpuAlarm(limit: number, { cluster, ecsService }: EnvironmentModel): string {
  return code`
    new cloudwatch.Alarm(this, 'CpuAlarm', {
      alarmDescription: ${quote(`The tasks use more than ${limit}% of their CPU.`)},
      metric: new cloudwatch.Metric({
        namespace: 'AWS/ECS',
        metricName: 'CPUUtilization',
        dimensionsMap: ${literal({ ClusterName: cluster.name, ServiceName: ecsService.name })},
        statistic: cloudwatch.Stats.AVERAGE,
        period,
      }),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: ${String(limit)},
      ...evaluation,
    }),`;
}
