import { code, literal, quote } from '../../printing/typescript';
import type { FunctionModel, QueueModel, RuleModel, ScheduleModel } from './model';
import type { Scope } from './scope';

/** Code that connects what invokes the alias. */
export function triggersCode({ triggers }: FunctionModel, scope: Scope): string {
  const { queues, rules, schedules } = triggers;
  return code`
    ${queues.map((queue, i) => queueCode(queue, i, scope)).join('\n')}

    ${rules.map((rule, i) => ruleCode(rule, i, scope)).join('\n')}

    ${schedules.length > 0 ? schedulesCode(schedules, scope) : undefined}`;
}

function queueCode(
  { arn, batchSize, maximumBatchingWindowInSeconds, maximumConcurrency, reportBatchItemFailures }: QueueModel,
  i: number,
  scope: Scope,
): string {
  return code`
    new lambda.CfnEventSourceMapping(${scope}, 'Queue${String(i + 1)}', {
      functionName: alias.ref,
      eventSourceArn: ${quote(arn)},
      batchSize: ${String(batchSize)},
      ${maximumBatchingWindowInSeconds === undefined ? undefined : `maximumBatchingWindowInSeconds: ${maximumBatchingWindowInSeconds},`}
      ${maximumConcurrency === undefined ? undefined : `scalingConfig: { maximumConcurrency: ${maximumConcurrency} },`}
      ${reportBatchItemFailures ? "functionResponseTypes: ['ReportBatchItemFailures']," : undefined}
    });`;
}

function ruleCode({ pattern, bus }: RuleModel, i: number, scope: Scope): string {
  const number = String(i + 1);
  return code`
    const rule${number} = new events.CfnRule(${scope}, 'Rule${number}', {
      ${bus && `eventBusName: ${quote(bus)},`}
      eventPattern: ${literal(pattern)},
      targets: [{ id: 'Function', arn: alias.ref }],
    });
    new lambda.CfnPermission(${scope}, 'RulePermission${number}', {
      functionName: alias.ref,
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      sourceArn: rule${number}.attrArn,
    });`;
}

function schedulesCode(schedules: readonly ScheduleModel[], scope: Scope): string {
  return code`
    const scheduleRole = new iam.Role(${scope}, 'ScheduleRole', {
      description: 'Lets EventBridge Scheduler invoke the function.',
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    scheduleRole.addToPolicy(
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [alias.ref] }),
    );
    ${schedules
      .map(
        ({ expression, timeZone }, i) => code`
          new scheduler.CfnSchedule(${scope}, 'Schedule${String(i + 1)}', {
            scheduleExpression: ${quote(expression)},
            ${timeZone && `scheduleExpressionTimezone: ${quote(timeZone)},`}
            flexibleTimeWindow: { mode: 'OFF' },
            target: { arn: alias.ref, roleArn: scheduleRole.roleArn },
          });`,
      )
      .join('\n')}`;
}
