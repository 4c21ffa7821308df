import type { Artifact } from '../../core/artifact';
import type { RoleSummary } from '../../core/role-summary';
import type { StackPart } from '../../core/stack-source';
import { fromOption, type Statement } from '../../core/statement';
import { LOG_RETENTION } from '../../data/log-retention';
import { arnOf } from '../../model/aws';
import type { EnvironmentModel, SecretModel } from '../../model/model';
import { enumeration, inline } from '../../printing/markdown';
import { acknowledge, addToRole, wildcardFindings } from '../../printing/statements';
import { code, imports, literal, mergedImports, quote, sourceFile } from '../../printing/typescript';

export interface BaseStackInput {
  readonly service: string;
  readonly environment: EnvironmentModel;
  readonly artifact: Artifact;
  /** The roles that engines assume. */
  readonly parts: readonly StackPart[];
}

/** Whether releases use resources of the base stack, in addition to the role that they assume. */
export function releasesUseBaseStack({ executionRole, taskRole, logGroup }: EnvironmentModel): boolean {
  return executionRole.createAs !== undefined || taskRole?.createAs !== undefined || logGroup?.create === true;
}

/**
 * `infra/base-stack.ts`, or one file for each environment: the resources that must exist before the first release. ECS
 * rejects a task definition whose roles do not exist.
 */
export function renderBaseStack({ service, environment, artifact, parts }: BaseStackInput): string {
  const { executionRole, taskRole, logGroup, baseStack } = environment;
  const ownRoles = executionRole.createAs !== undefined || taskRole?.createAs !== undefined;
  const statements = executionStatements(environment, artifact);
  const findings = [
    ...(executionRole.createAs ? wildcardFindings('executionRole', statements) : []),
    ...(taskRole?.createAs ? wildcardFindings('taskRole', taskStatements(environment)) : []),
    ...parts.flatMap((part) => part.findings),
  ];
  return sourceFile`
    ${imports(
      mergedImports(
        {
          'aws-cdk-lib': [
            'Stack',
            'type StackProps',
            ...(logGroup?.create ? ['RemovalPolicy'] : []),
            ...(findings.length > 0 ? ['Validations'] : []),
          ],
          ...(ownRoles ? { 'aws-cdk-lib/aws-iam': 'iam' } : {}),
          ...(logGroup?.create ? { 'aws-cdk-lib/aws-logs': 'logs' } : {}),
          constructs: ['type Construct'],
        },
        ...parts.map((part) => part.imports),
      ),
    )}

    /** Resources that ${service} needs in ${environment.name} before the first release. */
    export class ${baseStack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${logGroup?.create ? logGroupCode(environment, logGroup.name) : undefined}

        ${ownRoles ? taskPrincipal(environment) : undefined}

        ${executionRole.createAs && executionRoleCode(environment, executionRole.createAs, statements)}

        ${taskRole?.createAs && taskRoleCode(environment, taskRole.createAs)}

        ${parts.map((part) => part.code).join('\n\n')}

        ${acknowledge(findings)}
      }
    }
  `;
}

function logGroupCode({ logRetentionDays, executionRole }: EnvironmentModel, name: string): string {
  return code`
    ${executionRole.createAs && 'const logGroup = '}new logs.LogGroup(this, 'LogGroup', {
      logGroupName: ${quote(name)},
      retention: logs.RetentionDays.${LOG_RETENTION[logRetentionDays]},
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });`;
}

function taskPrincipal(environment: EnvironmentModel): string {
  const conditions = {
    StringEquals: { 'aws:SourceAccount': environment.account },
    ArnLike: { 'aws:SourceArn': arnOf('ecs', environment, '*') },
  };
  return code`
    // Only ECS tasks in this account and region can assume the roles below.
    const tasks = new iam.ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: ${literal(conditions)},
    });`;
}

function executionRoleCode(environment: EnvironmentModel, name: string, statements: readonly Statement[]): string {
  return code`
    const executionRole = new iam.Role(this, 'ExecutionRole', {
      roleName: ${quote(name)},
      description: 'Lets ECS ${purposesOf(environment)}.',
      assumedBy: tasks,
    });
    ${environment.logGroup?.create ? 'logGroup.grantWrite(executionRole);' : undefined}
    ${addToRole('executionRole', statements)}`;
}

/** The permissions of the execution role. A log group that the stack creates grants its own. */
function executionStatements(environment: EnvironmentModel, artifact: Artifact): Statement[] {
  return [
    ...existingLogGroupStatements(environment),
    ...createLogGroupStatements(environment),
    ...artifact.readStatements,
    ...secretStatements(environment),
    ...environment.executionRoleReferences,
    ...fromOption('executionRoleStatements', environment.executionRoleStatements),
  ];
}

/** The roles of the tasks that the stack creates. */
export function taskRoles(environment: EnvironmentModel, artifact: Artifact): RoleSummary[] {
  const { executionRole, taskRole } = environment;
  return [
    ...(executionRole.createAs
      ? [
          {
            title: inline(executionRole.createAs),
            assumedBy: 'Amazon ECS to start the tasks',
            statements: executionStatements(environment, artifact),
          },
        ]
      : []),
    ...(taskRole?.createAs
      ? [
          {
            title: inline(taskRole.createAs),
            assumedBy: 'the application code in the tasks',
            statements: taskStatements(environment),
          },
        ]
      : []),
  ];
}

function purposesOf(environment: EnvironmentModel): string {
  return enumeration([
    'pull the image',
    ...(environment.logGroup ? ['write logs'] : []),
    ...(secretsOf(environment).length > 0 ? ['read secrets'] : []),
  ]);
}

/** The secrets that ECS reads for the containers and their log drivers. */
export function secretsOf({ secrets, workers, logDriver, sidecars }: EnvironmentModel): readonly SecretModel[] {
  return [
    ...secrets,
    ...workers.flatMap((worker) => worker.secrets),
    ...(logDriver?.secretOptions ?? []),
    ...sidecars.flatMap((sidecar) => sidecar.secrets),
  ];
}

/** The permission that a log group which the stack creates grants itself. */
function existingLogGroupStatements({ logGroup }: EnvironmentModel): Statement[] {
  return logGroup && !logGroup.create
    ? [
        {
          why: 'Write to the existing log group.',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [`${logGroup.arn}:*`],
          wildcard: 'ECS creates a log stream for each task.',
        },
      ]
    : [];
}

/** The permission to create the log group when the container starts, if the log driver does that. */
function createLogGroupStatements({ logGroup, logDriver }: EnvironmentModel): Statement[] {
  return logGroup && logDriver?.options['awslogs-create-group'] === 'true'
    ? [
        {
          why: 'Create the log group if it does not exist.',
          actions: ['logs:CreateLogGroup'],
          resources: [`${logGroup.arn}:*`],
          wildcard: 'The ARN of a log group ends with a wildcard.',
        },
      ]
    : [];
}

/** Permissions to read the secrets of the containers. */
function secretStatements(environment: EnvironmentModel): Statement[] {
  const secrets = secretsOf(environment);
  const containers = environment.sidecars.length > 0 ? 'containers' : 'container';
  const ofService = (service: string) => secrets.filter((secret) => secret.service === service);
  return [
    {
      why: `Read only the secrets of the ${containers}.`,
      actions: ['secretsmanager:GetSecretValue'],
      resources: distinct(ofService('secretsmanager').map(({ policyResource }) => policyResource)),
    },
    {
      why: `Read only the SSM parameters of the ${containers}.`,
      actions: ['ssm:GetParameters'],
      resources: distinct(ofService('ssm').map(({ policyResource }) => policyResource)),
    },
    {
      why: 'Decrypt the secrets.',
      actions: ['kms:Decrypt'],
      resources: distinct(secrets.map(({ kmsKeyArn }) => kmsKeyArn)),
    },
  ].filter(({ resources }) => resources.length > 0);
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined).sort();
}

function taskRoleCode(environment: EnvironmentModel, name: string): string {
  const statements = taskStatements(environment);
  return code`
    ${statements.length > 0 ? undefined : '// The application code has no permissions yet. To grant some, set taskRoleStatements.'}
    ${statements.length > 0 ? 'const taskRole = ' : undefined}new iam.Role(this, 'TaskRole', {
      roleName: ${quote(name)},
      description: 'Permissions of the application code.',
      assumedBy: tasks,
    });
    ${addToRole('taskRole', statements)}`;
}

/** Permissions of the task role. */
function taskStatements({ taskRoleStatements, taskRoleReferences, executeCommand }: EnvironmentModel): Statement[] {
  return [
    ...taskRoleReferences,
    ...fromOption('taskRoleStatements', taskRoleStatements),
    ...(executeCommand
      ? [
          {
            why: 'Let the SSM agent in the container open the channels of ECS Exec.',
            actions: [
              'ssmmessages:CreateControlChannel',
              'ssmmessages:CreateDataChannel',
              'ssmmessages:OpenControlChannel',
              'ssmmessages:OpenDataChannel',
            ],
            resources: ['*'],
            wildcard: 'These actions do not support resource-level permissions.',
          },
        ]
      : []),
  ];
}
