import type { StringRule } from '../../model/option-reader';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const FUNCTION_NAME: StringRule = {
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: 'letters, digits, hyphens, and underscores; the name, not the ARN',
  maxLength: 64,
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html: "Handler". */
export const HANDLER: StringRule = {
  pattern: /^[A-Za-z0-9_./:$-]+$/,
  allowed: '<file path without extension>.<export>, for example index.handler',
  maxLength: 128,
};

/** The same for Node.js, whose handler must have both parts. */
export const NODE_HANDLER: StringRule = {
  ...HANDLER,
  pattern: /^(?!\/)(?!.*\.\.)[A-Za-z0-9_/-]+(\.[A-Za-z0-9_$]+)+$/,
  fix: 'Specify the file path and the export, separated by a dot. Omit the extension .js or .mjs.',
};

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export const LAMBDA_VARIABLE = /^[A-Za-z][A-Za-z0-9_]+$/;

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
export const RESERVED_VARIABLES =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_(FUNCTION_(NAME|MEMORY_SIZE|VERSION)|INITIALIZATION_TYPE|LOG_(GROUP|STREAM)_NAME|RUNTIME_API)|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;

export const CREDENTIAL_VARIABLES = /^AWS_(ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/;

export const QUEUE_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,75}(\.fifo)?$/,
  allowed: 'arn:aws:sqs:<region>:<account>:<queue>',
  fix: 'Specify the ARN of a queue, not its URL.',
};

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export const DESTINATION_ARN: StringRule = {
  pattern:
    /^arn:aws(-[a-z]+)*:(sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}|sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}|lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,128})?)$/,
  allowed: 'the ARN of a standard SQS queue, a standard SNS topic, or a Lambda function',
};

export const FUNCTION_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}$/,
  allowed: 'arn:aws:lambda:<region>:<account>:function:<name>',
  fix: 'Specify the ARN of a function, without a version or an alias.',
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export const EVENT_BUS: StringRule = {
  pattern: /^[A-Za-z0-9._/-]+$/,
  allowed: 'the name of an event bus, not the ARN',
  maxLength: 256,
};

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export const SCHEDULE_EXPRESSION: StringRule = {
  pattern:
    /^(rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)|cron\([\d*,/-]+ [\d*,/-]+ (\? [\w*,/-]+ [\w*,/#-]+|[\w*,/-]+ [\w*,/-]+ \?) [\d*,/-]+\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\))$/,
  allowed: 'rate(<number> minutes | hours | days), cron(<six fields>), or at(yyyy-mm-ddThh:mm:ss)',
  fix: 'Correct the expression, for example rate(5 minutes) or cron(0 20 ? * MON-FRI *).',
};

export const ORIGIN: StringRule = {
  pattern: /^(\*|https?:\/\/[A-Za-z0-9*.-]+(:\d{1,5})?)$/,
  allowed: "'*', or an origin with the scheme and no path, for example https://www.example.com",
};

export const HEADER_NAME: StringRule = {
  pattern: /^(\*|[A-Za-z0-9!#$%&'+.^_`|~-]+)$/,
  allowed: "'*', or the name of an HTTP header",
};
