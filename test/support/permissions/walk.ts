import { load } from 'js-yaml';
import type { DeliveryModel, EnvironmentModel } from '../../../src/model/model';
import type { InfraApp } from '../infra-app';
import { CLI_ACTIONS, GITHUB_ACTIONS, type Needed, PIPELINE_ACTIONS, PULL, PUSH } from './cli-actions';
import { allows, type Role } from './roles';

export interface Generated {
  readonly model: DeliveryModel;
  /** The text of a generated file. Empty if the config does not generate it. */
  readonly textOf: (path: string) => string;
  readonly app: InfraApp;
  /** The roles in the stacks and in the guide. */
  readonly roles: readonly Role[];
}

/** What the generated files need and no role allows, as `<place>: <role> lacks <action> on <resource>`. */
export function missingPermissions(generated: Generated): string[] {
  return [
    ...generated.model.environments.flatMap((environment) => ofTaskDefinition(generated, environment)),
    ...ofWorkflows(generated),
    ...ofPipeline(generated),
  ];
}

/** What ECS does with the execution role, and the containers with the task role. */
function ofTaskDefinition({ model, textOf, roles }: Generated, environment: EnvironmentModel): string[] {
  const { file } = environment.taskDefinition;
  if (!file || textOf(file) === '') {
    return [];
  }
  const task = JSON.parse(textOf(file));
  const { account, region, partition } = environment;
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const execution: [string, string][] = [];
  const own: [string, string][] = [];
  const secret = ({ valueFrom }: { valueFrom: string }) => {
    if (valueFrom.includes(':ssm:')) {
      execution.push(['ssm:GetParameters', valueFrom]);
    } else {
      const complete = valueFrom.split(':').slice(0, 7).join(':');
      // Secrets Manager adds six characters to the name. The reference may be without them.
      execution.push([
        'secretsmanager:GetSecretValue',
        /-[A-Za-z0-9]{6}$/.test(complete) ? complete : `${complete}-AbCdEf`,
      ]);
    }
  };
  for (const container of task.containerDefinitions) {
    const image = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)/.exec(container.image);
    if (image) {
      const repository = `arn:${partition}:ecr:${image[2]}:${image[1]}:repository/${image[3]}`;
      execution.push(
        ['ecr:GetAuthorizationToken', '*'],
        ...PULL.map((action) => [action, repository] as [string, string]),
      );
    }
    const { logDriver, options = {}, secretOptions = [] } = container.logConfiguration ?? {};
    if (logDriver === 'awslogs') {
      const stream = arn(
        'logs',
        `log-group:${options['awslogs-group']}:log-stream:${options['awslogs-stream-prefix']}/a/b`,
      );
      execution.push(['logs:CreateLogStream', stream], ['logs:PutLogEvents', stream]);
      if (options['awslogs-create-group'] === 'true') {
        execution.push(['logs:CreateLogGroup', arn('logs', `log-group:${options['awslogs-group']}:log-stream:`)]);
      }
    }
    for (const each of [...(container.secrets ?? []), ...secretOptions]) {
      secret(each);
    }
    for (const { value } of container.environmentFiles ?? []) {
      execution.push(['s3:GetObject', value], ['s3:GetBucketLocation', value.split('/')[0]]);
    }
    const credentials = container.repositoryCredentials?.credentialsParameter;
    if (credentials) {
      secret({
        valueFrom: credentials.startsWith('arn:') ? credentials : arn('secretsmanager', `secret:${credentials}`),
      });
    }
  }
  for (const { kmsKeyArn } of [...environment.secrets, ...(environment.logDriver?.secretOptions ?? [])]) {
    if (kmsKeyArn) {
      execution.push(['kms:Decrypt', kmsKeyArn]);
    }
  }
  for (const { name, efsVolumeConfiguration: efs } of task.volumes ?? []) {
    if (efs?.authorizationConfig?.iam === 'ENABLED') {
      const mounts = task.containerDefinitions
        .flatMap(({ mountPoints = [] }: any) => mountPoints)
        .filter(({ sourceVolume }: any) => sourceVolume === name);
      const system = arn('elasticfilesystem', `file-system/${efs.fileSystemId}`);
      own.push(['elasticfilesystem:ClientMount', system]);
      if (mounts.some(({ readOnly }: any) => readOnly !== true)) {
        own.push(['elasticfilesystem:ClientWrite', system]);
      }
    }
  }
  if (environment.executeCommand) {
    for (const action of ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel']) {
      own.push([`ssmmessages:${action}`, '*']);
    }
  }
  const check = (arnOfRole: string | undefined, isExisting: boolean, needs: readonly [string, string][]) => {
    if (arnOfRole === undefined || isExisting) {
      return arnOfRole === undefined && needs.length > 0 ? [`${file}: has no role for ${needs[0]![0]}`] : [];
    }
    return lacking(file, roles, arnOfRole, needs);
  };
  const existing = existingRoles(model);
  return [
    ...check(task.executionRoleArn, existing.includes(task.executionRoleArn), execution),
    ...check(task.taskRoleArn, existing.includes(task.taskRoleArn), own),
  ];
}

/** The execution and task roles whose ARN is in the config. Their owner grants their permissions. */
function existingRoles({ environments }: DeliveryModel): string[] {
  return environments.flatMap(({ executionRole, taskRole }) =>
    [executionRole, taskRole].flatMap((role) => (role && role.createAs === undefined ? role.arn : [])),
  );
}

/** Jobs of workflows, with the role that they assume. */
function ofWorkflows(generated: Generated): string[] {
  const { model, textOf, roles } = generated;
  const paths = model.github
    ? [model.github.workflow, model.github.rollbackWorkflow, model.github.pullRequestWorkflow]
    : [];
  return paths.flatMap((path) => {
    const { jobs } = load(textOf(path)) as { jobs: Readonly<Record<string, any>> };
    return Object.entries(jobs).flatMap(([id, { steps = [] }]) => {
      const place = `${path}, ${id}`;
      const role = steps.map(({ with: inputs }: any) => inputs?.['role-to-assume']).find(Boolean);
      const needed = steps.flatMap(({ uses, run, with: inputs }: any) => {
        if (uses) {
          const name = uses.split('@')[0];
          const action = GITHUB_ACTIONS[name];
          if (!action && name.startsWith('aws-actions/')) {
            throw new Error(`${place}: add ${name} to GITHUB_ACTIONS in test/support/permissions/cli-actions.ts.`);
          }
          return action ? asList(action(inputs ?? {})) : [];
        }
        return ofShell(run ?? '', generated, place);
      });
      if (!role) {
        return [...new Set(needed)].map((action) => `${place}: assumes no role, but needs ${action}`);
      }
      const environment = model.environments.find(({ name }) => id === `deploy-${name}` || id === `rollback-${name}`);
      return lacking(place, roles, role, onResources(needed, model, environment));
    });
  });
}

function ofPipeline(generated: Generated): string[] {
  const { model, textOf, app, roles } = generated;
  if (!model.pipeline) {
    return [];
  }
  const { stack } = model.pipeline;
  const template = app.template(stack);
  const roleOf = (value: any): string => roleId(stack, value['Fn::GetAtt'][0]);
  const roleId = (stackName: string, logicalId: string) => {
    const { Path = '/', RoleName: name } = template.findResources('AWS::IAM::Role')[logicalId]!.Properties;
    return name
      ? roles.find(({ id }) => id.endsWith(`::${model.pipeline!.account}:role${Path}${name}`))!.id
      : `${stackName}/${logicalId}`;
  };
  const projects = template.findResources('AWS::CodeBuild::Project');
  const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
  return pipeline!.Properties.Stages.flatMap(({ Name, Actions }: any) =>
    Actions.flatMap(({ ActionTypeId, Configuration = {}, RoleArn }: any) => {
      const provider = ActionTypeId.Provider;
      const place = `pipeline, ${Name}`;
      const needed = PIPELINE_ACTIONS[provider];
      if (!needed) {
        throw new Error(`${place}: add ${provider} to PIPELINE_ACTIONS in test/support/permissions/cli-actions.ts.`);
      }
      const environment = model.environments.find(({ name }) => Name === `Release-${name}`);
      const own = lacking(place, roles, roleOf(RoleArn), onResources(asList(needed), model, environment));
      if (provider !== 'CodeBuild') {
        return own;
      }
      const { Source, ServiceRole } = projects[Configuration.ProjectName.Ref]!.Properties;
      const buildspec: any = Source.BuildSpec.endsWith('.yml')
        ? load(textOf(model.pipeline!.buildspec))
        : JSON.parse(Source.BuildSpec);
      const commands: string[] = Object.values(buildspec.phases).flatMap(({ commands: list = [] }: any) => list);
      const serviceRole = roleOf(ServiceRole);
      const assumed = /profile\.release\.role_arn (\S+)/.exec(commands.join('\n'))?.[1];
      const variables: [string, string | undefined][] = [
        ...Object.keys(buildspec.env?.['secrets-manager'] ?? {}).map(() => 'secretsmanager:GetSecretValue'),
        ...Object.keys(buildspec.env?.['parameter-store'] ?? {}).map(() => 'ssm:GetParameters'),
      ].map((action) => [action, undefined]);
      return [
        ...own,
        ...lacking(place, roles, serviceRole, [
          ...variables,
          ...(assumed ? [['sts:AssumeRole', assumed] as [string, string]] : []),
        ]),
        ...lacking(
          place,
          roles,
          assumed ?? serviceRole,
          onResources(
            commands.flatMap((command) => ofShell(command, generated, place)),
            model,
            environment,
          ),
        ),
      ];
    }),
  );
}

/** The IAM actions of shell commands, and of the generated scripts that they run. */
function ofShell(text: string, generated: Generated, place: string): string[] {
  const code = text
    .split('\n')
    .filter((line) => !/^\s*(#|echo )/.test(line))
    .join('\n');
  return [
    ...[...code.matchAll(/(?:^|[\s;|&(`])aws ([a-z][a-z0-9-]*) ([a-z][a-z0-9-]*)/gm)].flatMap(
      ([, service, operation]) => {
        const needed = CLI_ACTIONS[`${service} ${operation}`];
        if (!needed) {
          throw new Error(
            `${place}: add "${service} ${operation}" to CLI_ACTIONS in test/support/permissions/cli-actions.ts.`,
          );
        }
        return asList(needed);
      },
    ),
    ...(/aws-cdk@\S+ deploy /.test(code) ? ['sts:AssumeRole'] : []),
    ...(/\bdocker push |docker buildx build [^\n]*--push/.test(code) ? PUSH : []),
    ...[...code.matchAll(/bash (\S+\.sh) (\S+) ?([\w-]*)/g)].flatMap(([, path, environment, step]) =>
      ofShell(scriptText(generated.textOf(path!), environment!, step!), generated, `${place}, ${path}`),
    ),
  ];
}

/** The part of a script that runs for an environment and a step. */
function scriptText(script: string, environment: string, step: string): string {
  const steps = new RegExp(`^  ${environment}\\) .*STEPS='?([a-z -]+?)'? [A-Z]`, 'm').exec(script)?.[1];
  if (!steps) {
    return script;
  }
  return (step ? [step] : steps.split(' '))
    .map((each) => new RegExp(`^${each.replaceAll('-', '_')}\\(\\) \\{\\n(.*?)^\\}`, 'ms').exec(script)?.[1] ?? '')
    .map((body) => branchOf(body, environment))
    .join('\n');
}

/** The commands for an environment, if the commands of a step differ between environments. */
function branchOf(body: string, environment: string): string {
  if (!body.startsWith('  case "$ENVIRONMENT" in\n')) {
    return body;
  }
  const branches = [...body.matchAll(/^ {4}(\S+(?: \| \S+)*)\)\n(.*?)^ {6};;$/gms)];
  return branches.find(([, names]) => names!.split(' | ').includes(environment))?.[2] ?? '';
}

/** The resource of each action, if the model knows it. */
function onResources(
  actions: readonly string[],
  { registry }: DeliveryModel,
  environment?: EnvironmentModel,
): [string, string | undefined][] {
  return [...new Set(actions)].flatMap((action): [string, string | undefined][] => {
    if (action.startsWith('ecr:') && action !== 'ecr:GetAuthorizationToken') {
      return [[action, registry.repositoryArn]];
    }
    if (!environment) {
      return [[action, undefined]];
    }
    const { ecsService, executionRole, taskRole } = environment;
    switch (action) {
      case 'ecs:UpdateService':
      case 'ecs:DescribeServices':
      case 'ecs:ListServiceDeployments':
        return [[action, ecsService.arn]];
      case 'iam:PassRole':
        return [executionRole, taskRole].flatMap((role) => (role ? [[action, role.arn]] : []));
      default:
        return [[action, undefined]];
    }
  });
}

function lacking(
  place: string,
  roles: readonly Role[],
  id: string,
  needs: readonly (readonly [string, string | undefined])[],
): string[] {
  const role = roles.find((each) => each.id === id);
  if (!role) {
    return [`${place}: ${id} is neither created by a stack nor listed in the guide`];
  }
  return needs
    .filter(([action, resource]) => !allows(role, action, resource))
    .map(([action, resource]) => `${place}: ${id} lacks ${action}${resource === undefined ? '' : ` on ${resource}`}`);
}

const asList = (needed: Needed): readonly string[] => (typeof needed === 'string' ? [] : needed);
