import { LOG_RETENTION } from '../../data/log-retention';
import { arnOf } from '../../model/aws';
import type { DeliveryModel, EnvironmentModel, GithubModel, GithubReleaseModel } from '../../model/model';
import type { DeliveryTarget, Statement } from '../../core/target';
import { githubPrincipal, identityProvider, providerArn } from '../../engines/github-actions/trust';
import { acknowledge, addToRole, executionStatements, wildcardFindings } from '../../printing/statements';
import { code, duration, imports, literal, quote, sourceFile } from '../../printing/typescript';

/**
 * Whether the base stack contains anything. A service that owns its task definition already has its roles and log
 * group, so only a workflow or a pipeline in another account needs a role here.
 */
export function hasBaseStack({ taskDefinition, github, pipeline }: EnvironmentModel): boolean {
  return taskDefinition.generated || github !== undefined || pipeline?.roleToAssume !== undefined;
}

/**
 * `infra/base-stack.ts`, or one file for each environment: the resources that must exist before the first release. ECS
 * rejects a task definition whose roles do not exist.
 */
export function renderBaseStack(model: DeliveryModel, target: DeliveryTarget, environment: EnvironmentModel): string {
  const { executionRole, taskRole, logGroup, github, baseStack } = environment;
  const roleToAssume = environment.pipeline?.roleToAssume;
  const ownRoles = executionRole.createAs !== undefined || taskRole?.createAs !== undefined;
  const findings = [
    ...(executionRole.createAs
      ? wildcardFindings('executionRole', executionStatements(model.registry, environment))
      : []),
    ...(taskRole?.createAs ? wildcardFindings('taskRole', taskStatements(environment)) : []),
    ...(github ? wildcardFindings('deployRole', deployStatements(model, target, environment)) : []),
    ...(roleToAssume ? wildcardFindings('releaseRole', target.releaseStatements(model, environment)) : []),
  ];
  return sourceFile`
    ${imports({
      'aws-cdk-lib': [
        'Stack',
        'type StackProps',
        ...(logGroup || github?.oidcProvider.create ? ['RemovalPolicy'] : []),
        ...(github ? ['Duration'] : []),
        ...(findings.length > 0 ? ['Validations'] : []),
      ],
      ...(ownRoles || github || roleToAssume ? { 'aws-cdk-lib/aws-iam': 'iam' } : {}),
      ...(logGroup ? { 'aws-cdk-lib/aws-logs': 'logs' } : {}),
      constructs: ['type Construct'],
    })}

    /** Resources that ${model.service} needs in ${environment.name} before the first release. */
    export class ${baseStack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${logGroup && logGroupCode(environment, logGroup.name)}

        ${ownRoles ? taskPrincipal(environment) : undefined}

        ${executionRole.createAs && executionRoleCode(model, environment, executionRole.createAs)}

        ${taskRole?.createAs && taskRoleCode(environment, taskRole.createAs)}

        ${github?.oidcProvider.create ? identityProvider() : undefined}

        ${github && deployRoleCode(model, target, environment, github)}

        ${roleToAssume && releaseRoleCode(model, target, environment)}

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
      removalPolicy: RemovalPolicy.RETAIN,
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

function executionRoleCode({ registry }: DeliveryModel, environment: EnvironmentModel, name: string): string {
  return code`
    const executionRole = new iam.Role(this, 'ExecutionRole', {
      roleName: ${quote(name)},
      description: 'Lets ECS ${environment.secrets.length > 0 ? 'pull the image, write logs, and read secrets' : 'pull the image and write logs'}.',
      assumedBy: tasks,
    });
    logGroup.grantWrite(executionRole);
    ${addToRole('executionRole', executionStatements(registry, environment))}`;
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
function taskStatements({ taskRoleStatements, executeCommand }: EnvironmentModel): Statement[] {
  return [
    ...taskRoleStatements.map((statement) => ({
      ...statement,
      why: 'From taskRoleStatements.',
      wildcard: 'taskRoleStatements contains this wildcard.',
    })),
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

function deployRoleCode(
  model: DeliveryModel,
  target: DeliveryTarget,
  environment: EnvironmentModel,
  { deployRole: role, oidcProvider }: GithubReleaseModel,
): string {
  const github = model.github as GithubModel;
  return code`
    const deployRole = new iam.Role(this, 'DeployRole', {
      roleName: ${quote(role.name)},
      description: ${quote(`Lets GitHub Actions release to ${environment.name}.`)},
      assumedBy: ${githubPrincipal(github, role, providerArn(oidcProvider), model.source.branch)},
      // The session must outlast the deployment that the job waits for.
      maxSessionDuration: ${duration(role.sessionSeconds / 60)},
    });
    ${addToRole('deployRole', deployStatements(model, target, environment))}`;
}

/** `deploy.yml` and `rollback.yml` assume the same role. */
function deployStatements(model: DeliveryModel, target: DeliveryTarget, environment: EnvironmentModel): Statement[] {
  const released = target.releaseStatements(model, environment);
  const isNew = ({ actions, resources }: Statement) =>
    !released.some((known) => `${known.actions} ${known.resources}` === `${actions} ${resources}`);
  return [...released, ...target.rollbackStatements(model, environment).filter(isNew)];
}

function releaseRoleCode(model: DeliveryModel, target: DeliveryTarget, environment: EnvironmentModel): string {
  const { roleToAssume, projectRole } = environment.pipeline!;
  const onlyProject = { conditions: { ArnEquals: { 'aws:PrincipalArn': projectRole!.arn } } };
  return code`
    const releaseRole = new iam.Role(this, 'ReleaseRole', {
      roleName: ${quote(roleToAssume!.name)},
      description: ${quote(`Lets CodePipeline release to ${environment.name}.`)},
      // Trusts only the release role in the delivery account. A condition works even before that role exists.
      assumedBy: new iam.AccountPrincipal(${quote(model.pipeline!.account)}).withConditions(${literal(onlyProject.conditions)}),
    });
    ${addToRole('releaseRole', target.releaseStatements(model, environment))}`;
}
