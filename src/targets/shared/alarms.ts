import { code, quote } from '../../printing/typescript';

/** Code that notifies a topic of all alarms in the constant `alarms`. */
export function notification(topicArn: string): string {
  return code`
    const topic = sns.Topic.fromTopicArn(this, 'AlarmTopic', ${quote(topicArn)});
    for (const alarm of alarms) {
      alarm.addAlarmAction(new actions.SnsAction(topic));
    }`;
}
