import type { DeliveryTarget } from './standard';

/** How serious it is that a delivery does not follow a rule. */
export enum RuleSeverity {
  /** No files are written. */
  ERROR = 'error',
  /** Files are written, and a warning is printed. */
  WARNING = 'warning',
}

/** A place where a delivery does not follow a rule. */
export interface RuleFinding {
  /**
   * What is wrong, as the end of a sentence that starts with the option or the file, without a period, for example
   * `requires no approval`.
   */
  readonly message: string;

  /** How to fix it, as a sentence. */
  readonly fix: string;

  /**
   * The option that causes it, for example `approval`.
   *
   * @default - `file`, or the service
   */
  readonly option?: string;

  /**
   * The generated file that contains it.
   *
   * @default - none
   */
  readonly file?: string;

  /**
   * The line of the file, starting at 1.
   *
   * @default - the whole file
   */
  readonly line?: number;

  /**
   * The name of the environment in which it is wrong.
   *
   * @default - all environments
   */
  readonly environment?: string;
}

/** Permissions that a role has. */
export interface StatementView {
  /** The option that contains the statement, for example `taskRoleStatements[0]`. */
  readonly option: string;
  /** The actions, for example `s3:GetObject`. */
  readonly actions: string[];
  /** The resources, for example `arn:aws:s3:::orders/*`. */
  readonly resources: string[];
}

/** A value that several generated files contain. */
export interface SharedValueView {
  /** A stable ID, for example `container-port`. */
  readonly id: string;
  /** The name in words, for example `Container port`. */
  readonly title: string;
  /** The value as text. */
  readonly value: string;
  /**
   * The option that sets the value.
   *
   * @default - the value is derived from others
   */
  readonly option?: string;
  /**
   * The environment that the value belongs to.
   *
   * @default - all environments share it
   */
  readonly environment?: string;
}

/** A generated file, with the changes that the repository makes to it. */
export interface FileView {
  /** The path relative to the project, for example `infra/main.ts`. */
  readonly path: string;
  /** The content. */
  readonly text: string;
}

/** An environment, as rules see it: every value is resolved. */
export interface EnvironmentView {
  /** The name. */
  readonly name: string;
  /** The ID of the AWS account. */
  readonly account: string;
  /** The AWS Region. */
  readonly region: string;
  /** Whether a release requires approval. */
  readonly approval: boolean;
  /** The deployment strategy, for example `CANARY`. */
  readonly strategy: string;
  /** Whether clients on the internet can send requests to the software. */
  readonly isPublic: boolean;
  /** Whether clients connect with TLS. Also true if no client connects to the software. */
  readonly hasTls: boolean;
  /** Whether the options can configure alarms. False for static sites and for existing services. */
  readonly supportsAlarms: boolean;
  /** Whether CloudWatch alarms roll back a deployment. */
  readonly hasAlarms: boolean;
  /** Whether the alarms send notifications. */
  readonly alarmsNotify: boolean;
  /** The permissions of the software, in addition to those that the other options require. */
  readonly roleStatements: StatementView[];
  /**
   * How many days logs are kept.
   *
   * @default - the repository does not configure the log group, or there is none
   */
  readonly logRetentionDays?: number;
  /**
   * The CPU units of a task. 1024 units equal 1 vCPU.
   *
   * The largest value of the service, its workers, and its scheduled tasks.
   *
   * @default - the target is not Amazon ECS
   */
  readonly cpu?: number;
  /**
   * The memory of a task or a function, in MiB.
   *
   * The largest value of the service, its workers, and its scheduled tasks, or of all functions.
   *
   * @default - the target has neither
   */
  readonly memory?: number;
  /**
   * The largest number of tasks, instances, or concurrent executions.
   *
   * @default - there is no limit, or the target has none of these
   */
  readonly maxCapacity?: number;
  /**
   * The instance type.
   *
   * @default - the target is not Amazon EC2
   */
  readonly instanceType?: string;
}

/** A delivery, as rules see it. All values are resolved, including those that the standard sets. */
export interface DeliveryView {
  /** The name of the service. */
  readonly service: string;
  /** The type of software and where it is deployed. */
  readonly target: DeliveryTarget;
  /** The release branch. */
  readonly branch: string;
  /** Whether GitHub Actions can release. */
  readonly githubActions: boolean;
  /** Whether CodePipeline can release. */
  readonly codePipeline: boolean;
  /** The tags of all resources, without `service` and `environment`. */
  readonly tags: { [key: string]: string };
  /**
   * The language of the build, for example `nodejs`.
   *
   * @default - the build needs no language
   */
  readonly runtime?: string;
  /**
   * The version of the language, for example `24`.
   *
   * @default - the build needs no language
   */
  readonly runtimeVersion?: string;
  /**
   * The name of the permissions boundary of all roles.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;
  /**
   * The image that the generated Dockerfile starts from.
   *
   * @default - no Dockerfile is generated
   */
  readonly baseImage?: string;
  /** The environments in promotion order. */
  readonly environments: EnvironmentView[];
  /** The generated files. */
  readonly files: FileView[];
  /** The values that several generated files contain. */
  readonly sharedValues: SharedValueView[];
}

/**
 * A rule that deliveries must follow. Extend `DeliveryRule` to write one.
 */
export interface IDeliveryRule {
  /** A stable code, for example `acme-no-fridays`. */
  readonly code: string;
  /** What the rule requires, in a few words. */
  readonly title: string;
  /** Why the rule exists, in one or two sentences. */
  readonly description: string;
  /** Whether a finding prevents synthesis. */
  readonly severity: RuleSeverity;
  /**
   * A page that explains the rule.
   *
   * @default - none
   */
  readonly url?: string;

  /**
   * Checks a delivery.
   *
   * @param delivery the delivery, resolved
   * @returns every place where the delivery does not follow the rule
   */
  check(delivery: DeliveryView): RuleFinding[];
}

/**
 * Options of `DeliveryRule`.
 */
export interface DeliveryRuleOptions {
  /**
   * A stable code, for example `acme-no-fridays`.
   *
   * Lowercase letters, digits, and single hyphens, starting with a letter.
   */
  readonly code: string;

  /** What the rule requires, in a few words. */
  readonly title: string;

  /** Why the rule exists, in one or two sentences. */
  readonly description: string;

  /**
   * Whether a finding prevents synthesis.
   *
   * @default RuleSeverity.ERROR
   */
  readonly severity?: RuleSeverity;

  /**
   * A page that explains the rule.
   *
   * @default - none
   */
  readonly url?: string;
}
