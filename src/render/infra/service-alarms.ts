import type { AlarmsModel, DeploymentModel, EnvironmentModel, ManagedServiceModel } from '../../model/model';
import { DeploymentStrategy } from '../../service-options';
import { code, literal, quote } from './typescript';

export function hasAlarms({ http5xxPercent, unhealthyHosts, cpuUtilization }: AlarmsModel): boolean {
  return [http5xxPercent, unhealthyHosts, cpuUtilization].some((limit) => limit !== undefined);
}

/** The alarms, in the variable `alarms`. */
export function alarmsCode(environment: EnvironmentModel, { alarms, deployment }: ManagedServiceModel): string {
  const { http5xxPercent, cpuUtilization, minutes, topicArn } = alarms;
  return code`
    // An alarm needs ${minutes === 1 ? 'a minute' : `${minutes} minutes on end`} beyond the limit. A minute without data, so without requests or tasks, does not count.
    const period = Duration.minutes(1);
    const evaluation = {
      evaluationPeriods: ${String(minutes)},
      datapointsToAlarm: ${String(minutes)},
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    };
    const alarms = [
      ${http5xxPercent === undefined ? undefined : http5xxAlarms(http5xxPercent, deployment)}
      ${unhealthyHostsAlarms(alarms, deployment.shift !== undefined)}
      ${cpuUtilization === undefined ? undefined : cpuAlarm(cpuUtilization, environment)}
    ];
    ${topicArn && notification(topicArn)}`;
}

/**
 * The tasks' answers; of each revision by itself where traffic shifts, since a canary that fails would be lost among all
 * requests. And the answers that the load balancer gives in the stead of a task that does not.
 */
function http5xxAlarms(limit: number, { strategy, shift }: DeploymentModel): string {
  const ofTasks = (id: string, source: string, which: string) =>
    shareAlarm(limit, {
      id,
      what: `the responses of the tasks${which} have a status of 500 to 599`,
      // The load balancer reports errors only where there are any.
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
        : ofTasks('Http5xxAlarm', 'loadBalancer', '')
    }
    ${
      // Where all tasks stop at once, the load balancer has to answer for a while.
      strategy === DeploymentStrategy.ALL_AT_ONCE
        ? undefined
        : shareAlarm(limit, {
            id: 'LoadBalancer5xxAlarm',
            what: 'the requests got no response of a task',
            // Requests that find no task at all do not count as requests.
            expression: '100 * errors / MAX([errors, requests])',
            errors: 'loadBalancer.metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT, { period })',
            requests: 'loadBalancer.metrics.requestCount({ period })',
          })
    }`;
}

interface Share {
  readonly id: string;
  /** Completes "More than 5 % of ...". */
  readonly what: string;
  /** Of `errors` and `requests`. */
  readonly expression: string;
  readonly errors: string;
  readonly requests: string;
}

function shareAlarm(limit: number, { id, what, expression, errors, requests }: Share): string {
  return code`
    new cloudwatch.Alarm(this, ${quote(id)}, {
      alarmDescription: ${quote(`More than ${limit} % of ${what}.`)},
      metric: new cloudwatch.MathExpression({
        label: 'Responses with a status of 500 to 599 (%)',
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

/** One for each target group: only that of the live revision reports all the time. */
function unhealthyHostsAlarms(
  { unhealthyHosts: limit, minutes, unhealthyMinutes }: AlarmsModel,
  shifting: boolean,
): string | undefined {
  if (limit === undefined) {
    return undefined;
  }
  const longer = code`
    // Longer than a new task may take to start.
    evaluationPeriods: ${String(unhealthyMinutes)},
    datapointsToAlarm: ${String(unhealthyMinutes)},`;
  const alarm = (id: string, targetGroup: string, which: string) => code`
    new cloudwatch.Alarm(this, ${quote(id)}, {
      alarmDescription: ${quote(`${limit} or more of the targets${which} are unhealthy.`)},
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
      alarmDescription: ${quote(`The tasks use more than ${limit} % of their CPU.`)},
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

function notification(topicArn: string): string {
  return code`
    const topic = sns.Topic.fromTopicArn(this, 'AlarmTopic', ${quote(topicArn)});
    for (const alarm of alarms) {
      alarm.addAlarmAction(new actions.SnsAction(topic));
    }`;
}
