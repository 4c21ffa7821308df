import type { AsyncInvocationOptions, LambdaSecret } from './lambda-function';
import type { LambdaUrlOptions } from './lambda-http';
import type { LambdaImageConfig } from './lambda-image';
import type { LambdaTriggerOptions } from './lambda-triggers';
import type { TaskRoleStatement } from './task-role';

/**
 * Another function of the service, with its own handler, triggers, and permissions.
 *
 * All functions of a service run the same package. A release publishes a version of each function, and moves their
 * aliases in one stack update: if the deployment of one function fails, all of them are rolled back. A rollback returns
 * all functions to the versions of the same release.
 *
 * The runtime, the architecture, the network, tracing, logging, alarms, and the strategy are those of the main function.
 */
export interface AdditionalFunctionOptions {
  /**
   * The name of the function in this config.
   *
   * Lowercase letters, digits, and single hyphens. The first character and each character after a hyphen must be a
   * letter.
   */
  readonly name: string;

  /**
   * The method in the code that processes events, as in the `handler` of the main function. Required for a zip file.
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
   * What the function does, up to 180 characters.
   *
   * The description of the function starts with the ID of the release.
   *
   * @default - only the ID of the release
   */
  readonly description?: string;

  /**
   * The name of the function in Lambda, up to 64 letters, digits, hyphens, and underscores.
   *
   * @default - `<serviceName>-<environment>-<name>`
   */
  readonly functionName?: string;

  /**
   * The memory of the function, in MB, from 128 to 10240.
   *
   * @default - the memory of the main function
   */
  readonly memorySize?: number;

  /**
   * The time after which Lambda stops an invocation, in seconds, from 1 to 900.
   *
   * @default - the timeout of the main function
   */
  readonly timeout?: number;

  /**
   * The size of the directory `/tmp`, in MB, from 512 to 10240.
   *
   * @default - the size for the main function
   */
  readonly ephemeralStorageSize?: number;

  /**
   * The number of concurrent executions that are reserved for the function, and that it cannot exceed.
   *
   * @default - none; the function shares the concurrency of the account
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * The number of execution environments that the alias `live` of the function keeps initialized.
   *
   * @default - none
   */
  readonly provisionedConcurrentExecutions?: number;

  /**
   * Environment variables in addition to those of the main function. A variable with the same name overrides that of
   * the main function.
   *
   * @default - only those of the main function
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * Secrets in addition to those of the main function, by the name of an environment variable.
   *
   * @default - only those of the main function
   */
  readonly secrets?: { [name: string]: LambdaSecret };

  /**
   * The permissions that the role of the function grants to its code.
   *
   * Every function has its own role. If `functionRoleArn` is set, all functions use that role instead.
   *
   * @default - none
   */
  readonly functionRoleStatements?: TaskRoleStatement[];

  /**
   * An HTTPS endpoint of the alias `live` of the function. It is an output of the service stack.
   *
   * @default - none
   */
  readonly functionUrl?: LambdaUrlOptions;

  /**
   * What invokes the alias `live` of the function.
   *
   * @default - none
   */
  readonly triggers?: LambdaTriggerOptions;

  /**
   * How Lambda handles asynchronous invocations that fail, for example by EventBridge.
   *
   * @default - two retries within 6 hours, after which Lambda discards the event
   */
  readonly asyncInvocation?: AsyncInvocationOptions;
}
