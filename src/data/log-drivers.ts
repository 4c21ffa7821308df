/**
 * The options of the log drivers in ECS.
 *
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html and
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html, read 2026-11-27.
 */

/** Options that other options set, with what to do instead. */
export const OWNED_AWSLOGS_OPTIONS: Readonly<Record<string, string>> = {
  'awslogs-group': 'Use logging.logGroup or logging.existingLogGroup instead.',
  'awslogs-region': 'Remove it: the container writes to the Region of the environment.',
  'awslogs-stream-prefix': 'Use logging.streamPrefix instead.',
};

/** Options that can be set. */
export const AWSLOGS_OPTIONS: readonly string[] = [
  'awslogs-create-group',
  'awslogs-datetime-format',
  'awslogs-multiline-pattern',
  'max-buffer-size',
  'mode',
];

/** Options without which the Splunk log driver does not start. */
export const REQUIRED_SPLUNK_OPTIONS: readonly string[] = ['splunk-token', 'splunk-url'];
