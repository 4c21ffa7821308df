import type { DeploymentStrategy } from './deployment';
import type { AdditionalFunctionOptions } from './lambda-functions';
import type { HttpApiOptions, LambdaUrlOptions } from './lambda-http';
import type { LambdaImageConfig } from './lambda-image';
import type { LambdaTriggerOptions } from './lambda-triggers';
import type { TaskRoleStatement } from './task-role';

/**
 * Options of a Lambda function that you can set at the top level and override in each environment.
 *
 * The documented defaults apply to the top level. An environment inherits from the top level every option that it does
 * not set.
 */
export interface LambdaFunctionSettings {
  /**
   * The name of the function.
   *
   * Up to 64 letters, digits, hyphens, and underscores. The service stack creates the function, so no function with
   * this name can exist before the first release.
   *
   * @default - `<serviceName>-<environment>`
   */
  readonly functionName?: string;

  /**
   * The memory of the function, in MB, from 128 to 10240. The CPU power grows with the memory.
   *
   * @default 512
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   */
  readonly memorySize?: number;

  /**
   * The time after which Lambda stops an invocation, in seconds, from 1 to 900.
   *
   * An HTTP API waits at most 30 seconds for a response.
   *
   * @default 10
   */
  readonly timeout?: number;

  /**
   * The size of the directory `/tmp`, in MB, from 512 to 10240.
   *
   * @default 512
   */
  readonly ephemeralStorageSize?: number;

  /**
   * The number of concurrent executions that are reserved for the function, and that it cannot exceed.
   *
   * Use 0 to stop all invocations.
   *
   * @default - none; the function shares the concurrency of the account
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * The number of execution environments that the alias `live` keeps initialized.
   *
   * A release waits until they are ready. Cannot exceed `reservedConcurrentExecutions`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
   */
  readonly provisionedConcurrentExecutions?: number;

  /**
   * The environment variables of the function, up to 4 KB in total. They are merged with those of the top level.
   *
   * @default - none
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * The secrets that the function reads when it starts, by the name of an environment variable.
   *
   * The variable contains the name or the ARN that you specify here, not the value of the secret. The function role
   * gets permission to read the secret. In the code, call `GetSecretValue` of Secrets Manager or `GetParameter` of
   * Systems Manager with the content of the variable, outside the handler, so that the value is read once per execution
   * environment. The value is therefore never part of the template or of the function configuration, and a new value of
   * the secret needs no release. They are merged with those of the top level.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: LambdaSecret };

  /**
   * The ARN or the name of an existing role that Lambda assumes to run the function.
   *
   * The role needs permission for everything that the options refer to.
   *
   * @default - a new role with the permissions that the options require
   */
  readonly functionRoleArn?: string;

  /**
   * The permissions that the function role grants to the code of the function.
   *
   * Cannot be combined with `functionRoleArn`: add the permissions to that role instead.
   *
   * @default - none
   */
  readonly functionRoleStatements?: TaskRoleStatement[];

  /**
   * The subnets and security groups that connect the function to a VPC.
   *
   * @default - none; the function is not connected to a VPC
   */
  readonly network?: LambdaNetworkOptions;

  /**
   * An HTTPS endpoint of the alias `live`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
   */
  readonly functionUrl?: LambdaUrlOptions;

  /**
   * An HTTP API in API Gateway that forwards all requests to the alias `live`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
   */
  readonly httpApi?: HttpApiOptions;

  /**
   * What invokes the alias `live`, in addition to HTTP requests.
   *
   * @default - none
   */
  readonly triggers?: LambdaTriggerOptions;

  /**
   * Other functions of the service, which run the same package and are released together with this one.
   *
   * A function of an environment is merged with the function of the same name at the top level.
   *
   * @default - none
   */
  readonly additionalFunctions?: AdditionalFunctionOptions[];

  /**
   * How Lambda handles asynchronous invocations that fail, for example by EventBridge.
   *
   * @default - two retries within 6 hours, after which Lambda discards the event
   */
  readonly asyncInvocation?: AsyncInvocationOptions;

  /**
   * Whether AWS X-Ray traces invocations.
   *
   * @default false
   */
  readonly tracing?: boolean;

  /**
   * The logs of the function.
   *
   * @default - JSON, in a new log group named `/aws/lambda/<functionName>`
   */
  readonly logging?: LambdaLoggingOptions;

  /**
   * The retention period of the logs in CloudWatch, in days.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;

  /**
   * How a release moves the alias `live` to the new version: `ALL_AT_ONCE`, `CANARY`, or `LINEAR`.
   *
   * CodeDeploy shifts the traffic. Lambda has no equivalent of `ROLLING` and `BLUE_GREEN`.
   *
   * @default DeploymentStrategy.ALL_AT_ONCE
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
   */
  readonly strategy?: DeploymentStrategy;

  /**
   * The parameters of `strategy`.
   *
   * @default - the defaults of the strategy
   */
  readonly strategyParameters?: LambdaStrategyParameters;

  /**
   * The CloudWatch alarms of the function.
   *
   * @default - alarms for errors of the live version and for throttled invocations
   */
  readonly alarms?: LambdaAlarmOptions;

  /**
   * Functions that CodeDeploy runs before and after it shifts the traffic of the main function, and that can stop the
   * deployment.
   *
   * They do not run during the first release, which does not shift traffic, or during a manual rollback.
   *
   * @default - none
   */
  readonly hooks?: TrafficHookOptions;

  /**
   * A smoke test that checks the function after a deployment.
   *
   * @default - none
   */
  readonly smokeTest?: LambdaSmokeTestOptions;

  /**
   * The number of published versions to keep, from 2 to 100. A release deletes older ones, but never a live one.
   *
   * You can roll back to any version that is kept.
   *
   * @default 10
   */
  readonly retainedVersions?: number;

  /**
   * The maximum time that a release waits for the deployment, in minutes.
   *
   * If GitHub Actions is enabled, at most 300, otherwise at most 1980. If the time elapses, the release stops the
   * traffic shift, and the stack rolls back.
   *
   * @default - the duration of the traffic shift plus 30
   */
  readonly deploymentTimeoutMinutes?: number;
}

/**
 * A secret that a function reads when it starts. Set either `secretsManager` or `ssmParameter`.
 */
export interface LambdaSecret {
  /**
   * The name or the full ARN of a secret in AWS Secrets Manager.
   *
   * @default - none
   */
  readonly secretsManager?: string;

  /**
   * The name or the ARN of a parameter in AWS Systems Manager Parameter Store.
   *
   * @default - none
   */
  readonly ssmParameter?: string;

  /**
   * The ARN of the customer managed KMS key that encrypts the secret. Required for a secret of another account.
   *
   * The function role is granted permission to decrypt with this key.
   *
   * @default - the AWS managed key
   */
  readonly kmsKeyArn?: string;
}

/**
 * The connection of a function to a VPC.
 *
 * A function in a VPC reaches the internet only through a NAT gateway, and AWS services also through VPC endpoints.
 */
export interface LambdaNetworkOptions {
  /**
   * The IDs of existing subnets, from 1 to 16.
   */
  readonly subnetIds: string[];

  /**
   * The IDs of existing security groups, from 1 to 5.
   */
  readonly securityGroupIds: string[];
}

/**
 * How Lambda handles asynchronous invocations that fail.
 *
 * The settings belong to the alias. Unlike a dead-letter queue, which is part of a version, they can change while
 * traffic shifts between two versions.
 */
export interface AsyncInvocationOptions {
  /**
   * The ARN of an SQS queue, an SNS topic, or a Lambda function that receives failed events.
   *
   * The queue or topic must be in the same account and Region as the function. A FIFO queue or topic is not supported.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
   */
  readonly onFailureArn?: string;

  /**
   * How often Lambda retries an event, from 0 to 2.
   *
   * @default 2
   */
  readonly maximumRetryAttempts?: number;

  /**
   * The age at which Lambda stops retrying an event, in seconds, from 60 to 21600.
   *
   * @default 21600
   */
  readonly maximumEventAgeInSeconds?: number;
}

/** The format of the logs of a function. */
export enum LambdaLogFormat {
  /** JSON objects, which you can filter by level. */
  JSON = 'JSON',
  /** Plain text. */
  TEXT = 'TEXT',
}

/**
 * The logs of a function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
 */
export interface LambdaLoggingOptions {
  /**
   * The format of the logs.
   *
   * @default LambdaLogFormat.JSON
   */
  readonly format?: LambdaLogFormat;

  /**
   * Whether the log group `/aws/lambda/<functionName>` already exists, so that the base stack does not create it.
   *
   * The existing log group keeps its retention period.
   *
   * @default false
   */
  readonly existingLogGroup?: boolean;

  /**
   * The lowest level of the function's own logs: `TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR`, or `FATAL`.
   *
   * Requires `LambdaLogFormat.JSON`.
   *
   * @default "INFO"
   */
  readonly applicationLogLevel?: string;

  /**
   * The lowest level of Lambda's logs about invocations: `DEBUG`, `INFO`, or `WARN`.
   *
   * Requires `LambdaLogFormat.JSON`.
   *
   * @default "INFO"
   */
  readonly systemLogLevel?: string;
}

/**
 * The parameters of a deployment strategy for a Lambda function.
 */
export interface LambdaStrategyParameters {
  /**
   * The percentage of traffic to shift in one step, a whole number from 1 to 99.
   *
   * - `CANARY`: the share of the first step. The second step shifts all remaining traffic.
   * - `LINEAR`: the share that each step adds.
   *
   * @default 10
   */
  readonly percent?: number;

  /**
   * The time between two steps, in minutes, from 1 to 2880. All steps together can take at most 2880 minutes.
   *
   * An alarm needs at least `alarms.minutes` minutes to stop the deployment, so choose a longer time.
   *
   * @default - 5 for `CANARY`, 1 for `LINEAR`
   */
  readonly stepBakeTimeInMinutes?: number;
}

/**
 * The CloudWatch alarms of a Lambda function.
 *
 * The alarm for errors watches only the live version. With `CANARY` and `LINEAR`, it stops the deployment, and the
 * alias returns to the previous version. With `ALL_AT_ONCE`, a deployment ends before an alarm can go off. The alarm
 * for throttled invocations never stops a deployment, because a release may be what fixes the cause.
 */
export interface LambdaAlarmOptions {
  /**
   * Whether to create alarms.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The percentage of failed invocations of the live version above which the alarm goes off, from 0.1 to 100.
   *
   * @default 5
   */
  readonly errorPercent?: number;

  /**
   * The number of throttled invocations in one minute at which the alarm goes off.
   *
   * @default 1
   */
  readonly throttles?: number;

  /**
   * The number of consecutive minutes for which a metric must breach its threshold before the alarm goes off, from 1 to
   * 60.
   *
   * @default 2
   */
  readonly minutes?: number;

  /**
   * The ARN of a standard SNS topic that is notified of every alarm.
   *
   * The topic must be in the same account and Region as the environment.
   *
   * @default - none
   */
  readonly topicArn?: string;
}

/**
 * Functions that CodeDeploy runs during a deployment of the main function.
 *
 * Each hook is either a function in the same package, which the service stack creates, or an existing function. An
 * existing function must be in the account and Region of the environment, and its role needs the permission
 * `codedeploy:PutLifecycleEventHookExecutionStatus`.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export interface TrafficHookOptions {
  /**
   * The function in the package that runs before any traffic shifts to the new version.
   *
   * @default - none
   */
  readonly beforeAllowTraffic?: TrafficHookFunction;

  /**
   * The function in the package that runs after all traffic has shifted to the new version.
   *
   * @default - none
   */
  readonly afterAllowTraffic?: TrafficHookFunction;

  /**
   * The ARN of an existing function that runs before any traffic shifts to the new version. Cannot be combined with
   * `beforeAllowTraffic`.
   *
   * @default - none
   */
  readonly beforeAllowTrafficArn?: string;

  /**
   * The ARN of an existing function that runs after all traffic has shifted to the new version. Cannot be combined with
   * `afterAllowTraffic`.
   *
   * @default - none
   */
  readonly afterAllowTrafficArn?: string;
}

/**
 * A function in the package that CodeDeploy runs during a deployment.
 *
 * CodeDeploy invokes it with an event that contains `DeploymentId` and `LifecycleEventHookExecutionId`. The function
 * checks the new version and then calls `PutLifecycleEventHookExecutionStatus` with these IDs and the status
 * `Succeeded` or `Failed`. If it reports `Failed`, or nothing within one hour, the alias returns to the previous
 * version, and the release fails.
 *
 * The environment variables `FUNCTION_NAME` and `NEW_VERSION` contain the name of the main function and the number of
 * the new version, so that the hook can invoke it: call `Invoke` with `NEW_VERSION` as the qualifier. The role of the
 * hook allows only these two calls and the permissions in `functionRoleStatements`.
 */
export interface TrafficHookFunction {
  /**
   * The method in the code that processes the event, as in the `handler` of the main function. Required for a zip file.
   *
   * @default - none; for a container image, set `imageConfig.command`
   */
  readonly handler?: string;

  /**
   * What Lambda runs in the container image. Requires `LambdaPackageType.IMAGE`, which also requires `command`.
   *
   * @default - none; for a zip file, set `handler`
   */
  readonly imageConfig?: LambdaImageConfig;

  /**
   * The memory of the function, in MB, from 128 to 10240.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * The time after which Lambda stops the function, in seconds, from 1 to 900.
   *
   * @default 60
   */
  readonly timeout?: number;

  /**
   * The environment variables of the function, in addition to `FUNCTION_NAME` and `NEW_VERSION`.
   *
   * @default - none
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * The permissions of the function, in addition to those that every hook has.
   *
   * @default - none
   */
  readonly functionRoleStatements?: TaskRoleStatement[];
}

/**
 * A smoke test that checks a function after a deployment.
 *
 * If it fails, the release fails and the package is not promoted to the next environment. The alias keeps the new
 * version.
 */
export interface LambdaSmokeTestOptions {
  /**
   * The command, as one line of shell.
   *
   * The environment variables `ENVIRONMENT`, `FUNCTION_NAME`, and `FUNCTION_VERSION` are set. With `functionUrl` or
   * `httpApi`, `FUNCTION_URL` is also set. The tools `curl`, `jq`, and `aws` are available. The command can invoke the
   * function: `aws lambda invoke --function-name "$FUNCTION_NAME:live" response.json`.
   */
  readonly command: string;

  /**
   * The paths of files in the repository that the command needs.
   *
   * @default - none
   */
  readonly files?: string[];
}
