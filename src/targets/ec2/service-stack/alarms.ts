import { DeploymentStrategy } from '../../../options';
import { code, quote } from '../../../printing/typescript';
import { notification } from '../../shared/alarms';
import type { Ec2AlarmsModel, Ec2EnvironmentModel } from '../model';

/** Code that creates the alarms, as the constant `alarms`. */
export function alarmsCode(environment: Ec2EnvironmentModel, alarms: Ec2AlarmsModel): string {
  const { http5xxPercent, minutes, topicArn } = alarms;
  return code`
    // An alarm goes off after ${minutes === 1 ? 'one minute' : `${minutes} consecutive minutes`} beyond its threshold.
    // A minute without data is healthy: there were no requests or no instances.
    const period = Duration.minutes(1);
    const evaluation = {
      evaluationPeriods: ${String(minutes)},
      datapointsToAlarm: ${String(minutes)},
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    };
    const alarms = [
      ${http5xxPercent === undefined ? undefined : http5xxAlarms(http5xxPercent, environment)}
      new cloudwatch.Alarm(this, 'CpuAlarm', {
        alarmDescription: ${quote(`The instances use more than ${alarms.cpuUtilization}% of their CPU.`)},
        metric: new cloudwatch.Metric({
          namespace: 'AWS/EC2',
          metricName: 'CPUUtilization',
          dimensionsMap: { AutoScalingGroupName: ${quote(environment.autoScalingGroup)} },
          statistic: cloudwatch.Stats.AVERAGE,
          period,
        }),
        threshold: ${String(alarms.cpuUtilization)},
        ...evaluation,
      }),
    ];
    ${topicArn && notification(topicArn)}`;
}

function http5xxAlarms(limit: number, environment: Ec2EnvironmentModel): string {
  const ofInstances = errorRateAlarm(limit, {
    id: 'Http5xxAlarm',
    what: 'responses from instances have a 5xx status code',
    // The load balancer reports the number of errors only if there are any.
    expression: 'IF(requests > 0, 100 * FILL(errors, 0) / requests, 0)',
    errors: 'loadBalancer.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { period })',
  });
  const ofLoadBalancer = errorRateAlarm(limit, {
    id: 'LoadBalancer5xxAlarm',
    what: 'requests received no response from an instance',
    // RequestCount excludes requests for which no instance was available.
    expression: '100 * errors / MAX([errors, requests])',
    errors: 'loadBalancer.metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT, { period })',
  });
  return interruptsService(environment) ? ofInstances : `${ofInstances}\n${ofLoadBalancer}`;
}

/** Whether a deployment can leave no instance in service, so that errors from the load balancer are expected. */
function interruptsService({ strategy, autoScaling }: Ec2EnvironmentModel): boolean {
  const { name, minimumHealthyPercent } = strategy;
  // Even with a minimum of 1%, an instance refresh replaces at least one instance at a time.
  const updatesTheOnlyOne = autoScaling.minCapacity === 1 && minimumHealthyPercent !== 100;
  return name === DeploymentStrategy.ALL_AT_ONCE || minimumHealthyPercent === 0 || updatesTheOnlyOne;
}

interface ErrorRateAlarm {
  readonly id: string;
  /** Completes the sentence "More than 5% of ...". */
  readonly what: string;
  /** Calculates the percentage from `errors` and `requests`. */
  readonly expression: string;
  readonly errors: string;
}

function errorRateAlarm(limit: number, { id, what, expression, errors }: ErrorRateAlarm): string {
  return code`
    new cloudwatch.Alarm(this, ${quote(id)}, {
      alarmDescription: ${quote(`More than ${limit}% of ${what}.`)},
      metric: new cloudwatch.MathExpression({
        label: '5xx responses (%)',
        expression: ${quote(expression)},
        usingMetrics: {
          errors: ${errors},
          requests: loadBalancer.metrics.requestCount({ period }),
        },
        period,
      }),
      threshold: ${String(limit)},
      ...evaluation,
    }),`;
}
