import { code, literal, quote } from '../../printing/typescript';
import type { FunctionModel, LambdaAlarmsModel, LambdaModel } from './model';
import type { Scope } from './scope';

/** Code that creates the alarms. Only the constant `errorsAlarm` stops a deployment. */
export function alarmsCode(
  { code: { alias } }: LambdaModel,
  { functionName }: FunctionModel,
  { errorPercent, throttles, minutes, topicArn }: LambdaAlarmsModel,
  scope: Scope,
): string {
  const dimensions = [
    { name: 'FunctionName', value: functionName },
    { name: 'Resource', value: `${functionName}:${alias}` },
  ];
  const metric = (id: string, metricName: string) => code`
    {
      id: ${quote(id)},
      returnData: false,
      metricStat: {
        metric: {
          namespace: 'AWS/Lambda',
          metricName: ${quote(metricName)},
          dimensions: [...dimensions, { name: 'ExecutedVersion', value: live }],
        },
        period: 60,
        stat: 'Sum',
      },
    },`;
  return code`
    const dimensions = ${literal(dimensions)};
    // The name contains the version, so that each version starts with a new alarm. An alarm that went off for an earlier
    // version would otherwise stop the release that fixes it.
    const errorsAlarm = new cloudwatch.CfnAlarm(${scope}, 'ErrorsAlarm', {
      alarmName: \`${functionName}-errors-\${live}\`,
      alarmDescription: ${quote(`More than ${errorPercent}% of the invocations of the live version fail.`)},
      metrics: [
        {
          id: 'percent',
          label: 'Failed invocations (%)',
          expression: 'IF(invocations > 0, 100 * errors / invocations, 0)',
        },
        ${metric('errors', 'Errors')}
        ${metric('invocations', 'Invocations')}
      ],
      comparisonOperator: 'GreaterThanThreshold',
      threshold: ${String(errorPercent)},
      evaluationPeriods: ${String(minutes)},
      datapointsToAlarm: ${String(minutes)},
      treatMissingData: 'notBreaching',
      ${topicArn && `alarmActions: [${quote(topicArn)}],`}
    });
    // It does not stop a deployment, because a release may be what fixes the cause.
    new cloudwatch.CfnAlarm(${scope}, 'ThrottlesAlarm', {
      alarmDescription: ${quote(`Lambda throttles ${throttles} or more invocations in a minute.`)},
      namespace: 'AWS/Lambda',
      metricName: 'Throttles',
      dimensions,
      statistic: 'Sum',
      period: 60,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: ${String(throttles)},
      evaluationPeriods: ${String(minutes)},
      datapointsToAlarm: ${String(minutes)},
      treatMissingData: 'notBreaching',
      ${topicArn && `alarmActions: [${quote(topicArn)}],`}
    });`;
}
