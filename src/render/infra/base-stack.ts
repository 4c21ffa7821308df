import { LOG_RETENTION } from '../../data/log-retention';
import { arnOf } from '../../model/aws';
import type { DeliveryModel, EnvironmentModel, GithubModel, GithubReleaseModel } from '../../model/model';
import type { DeliveryTarget, Statement } from '../../targets/target';
import { githubPrincipal, identityProvider, providerArn } from './github-trust';
import { acknowledge, addToRole, executionStatements, wildcardFindings } from './statements';
import { code, duration, imports, literal, quote, sourceFile } from './typescript';

/**
 * Whether anything is left to create: a service that owns its task definition has its roles and logs already, and
 * without a workflow nothing else is needed.
 */
export function hasBaseStack({ taskDefinition, github, pipeline }: EnvironmentModel): boolean {
  return taskDefinition.generated || github !== undefined || pipeline?.roleToAssume !== undefined;
}

/**
 * `infra/base-stack.ts`, or one for each of several environments: what an environment has before the first release. ECS
 * refuses to register a task definition whose roles do not exist.
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

    /** What ${model.service} has in ${environment.name} before the first release. */
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
    // ECS, on behalf of this account and nobody else's.
    const tasks = new iam.ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: ${literal(conditions)},
    });`;
}

function executionRoleCode({ registry }: DeliveryModel, environment: EnvironmentModel, name: string): string {
  return code`
    const executionRole = new iam.Role(this, 'ExecutionRole', {
      roleName: ${quote(name)},
      description: 'ECS: pulls the image, writes logs${environment.secrets.length > 0 ? ', reads secrets' : ''}.',
      assumedBy: tasks,
    });
    logGroup.grantWrite(executionRole);
    ${addToRole('executionRole', executionStatements(registry, environment))}`;
}

function taskRoleCode(environment: EnvironmentModel, name: string): string {
  const statements = taskStatements(environment);
  return code`
    // The service's own code.${statements.length > 0 ? undefined : ' It may do nothing yet: taskRoleStatements says what it needs.'}
    ${statements.length > 0 ? 'const taskRole = ' : undefined}new iam.Role(this, 'TaskRole', {
      roleName: ${quote(name)},
      description: 'The code of the service.',
      assumedBy: tasks,
    });
    ${addToRole('taskRole', statements)}`;
}

/** What the task role allows. */
function taskStatements({ taskRoleStatements, executeCommand }: EnvironmentModel): Statement[] {
  return [
    ...taskRoleStatements.map((statement) => ({
      ...statement,
      why: 'From taskRoleStatements.',
      wildcard: 'taskRoleStatements asks for it.',
    })),
    ...(executeCommand
      ? [
          {
            why: 'ECS Exec: the agent in the container opens its channels.',
            actions: [
              'ssmmessages:CreateControlChannel',
              'ssmmessages:CreateDataChannel',
              'ssmmessages:OpenControlChannel',
              'ssmmessages:OpenDataChannel',
            ],
            resources: ['*'],
            wildcard: 'The actions take no resource.',
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
      description: ${quote(`GitHub Actions: releases to ${environment.name}.`)},
      assumedBy: ${githubPrincipal(github, role, providerArn(oidcProvider), model.source.branch)},
      // A job that waits for the deployment keeps its session until the end.
      maxSessionDuration: ${duration(role.sessionSeconds / 60)},
    });
    ${addToRole('deployRole', deployStatements(model, target, environment))}`;
}

/** deploy.yml and rollback.yml take the same role. */
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
      description: ${quote(`CodePipeline: releases to ${environment.name}.`)},
      // The role of the release in the account of the pipeline. It need not exist yet.
      assumedBy: new iam.AccountPrincipal(${quote(model.pipeline!.account)}).withConditions(${literal(onlyProject.conditions)}),
    });
    ${addToRole('releaseRole', target.releaseStatements(model, environment))}`;
}
