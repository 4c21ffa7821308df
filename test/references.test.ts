import { DeploymentStrategy } from '../src/options';
import { CONFIGS } from './facts/configs';
import { guideOfModel, infraOfModel, textOf } from './support/delivery';
import { FIELDS } from './support/ecs/configs';
import { InfraApp, removeOutdirs } from './support/infra-app';
import { modelOf } from './support/model';
import { type Role, rolesIn, rolesInGuide } from './support/permissions/roles';
import { type Generated, missingPermissions } from './support/permissions/walk';

/** Everything that a generated file refers to is allowed by a statement of the role that uses it. */

// The CDK warns about the placeholders of a VPC that it has not looked up. The matrix test validates templates.
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(removeOutdirs);

function generatedFrom(...config: Parameters<typeof modelOf>): Generated {
  const model = modelOf(...config);
  const app = new InfraApp(infraOfModel(model).sources, {}, {});
  const texts = new Map<string, string>();
  return {
    model,
    app,
    textOf: (path) => {
      texts.set(path, texts.get(path) ?? textOf(model, path));
      return texts.get(path)!;
    },
    roles: [...rolesIn(app), ...rolesInGuide(guideOfModel(model))],
  };
}

const configs = [...CONFIGS, ...FIELDS].map(([name, options, context]) => ({ name, options, context }));

test.each(configs)('the roles allow what the files of this config need: $name', ({ options, context }) => {
  expect(missingPermissions(generatedFrom(options, context))).toEqual([]);
});

describe('a missing permission is reported', () => {
  const generated = generatedFrom({
    strategy: DeploymentStrategy.ROLLING,
    oneOffTask: { command: ['migrate'] },
    smokeTest: { command: 'curl --fail "$SERVICE_URL"' },
    executeCommand: true,
    secrets: FIELDS.find(([name]) => name.startsWith('secrets'))![1].secrets,
    logging: { options: { 'awslogs-create-group': 'true' } },
    taskDefinitionFields: FIELDS[0]![1].taskDefinitionFields,
    containerDefinitionFields: {
      ...FIELDS[0]![1].containerDefinitionFields,
      ...FIELDS[2]![1].containerDefinitionFields,
    },
  });

  /** The roles without an action. */
  const without = (action: string, id: RegExp): Role[] =>
    generated.roles.map((role) => ({
      ...role,
      statements: role.statements.map((statement) =>
        id.test(role.id)
          ? { ...statement, Action: [statement.Action].flat().filter((each) => each !== action) }
          : statement,
      ),
    }));

  test('only if there is one', () => {
    expect(missingPermissions(generated)).toEqual([]);
  });

  test.each([
    ['the execution role', /-execution$/, 'ecr:GetAuthorizationToken'],
    ['the execution role', /-execution$/, 'ecr:BatchGetImage'],
    ['the execution role', /-execution$/, 'logs:CreateLogStream'],
    ['the execution role', /-execution$/, 'logs:PutLogEvents'],
    ['the execution role', /-execution$/, 'logs:CreateLogGroup'],
    ['the execution role', /-execution$/, 'secretsmanager:GetSecretValue'],
    ['the execution role', /-execution$/, 'ssm:GetParameters'],
    ['the execution role', /-execution$/, 'kms:Decrypt'],
    ['the execution role', /-execution$/, 's3:GetObject'],
    ['the execution role', /-execution$/, 's3:GetBucketLocation'],
    ['the task role', /-task$/, 'elasticfilesystem:ClientMount'],
    ['the task role', /-task$/, 'elasticfilesystem:ClientWrite'],
    ['the task role', /-task$/, 'ssmmessages:OpenDataChannel'],
    ['the build role of GitHub', /-build$/, 'ecr:GetAuthorizationToken'],
    ['the build role of GitHub', /-build$/, 'ecr:DescribeImages'],
    ['the build role of GitHub', /-build$/, 'ecr:PutImage'],
    ['the deploy role of GitHub', /-deploy$/, 'ecs:RegisterTaskDefinition'],
    ['the deploy role of GitHub', /-deploy$/, 'iam:PassRole'],
    ['the deploy role of GitHub', /-deploy$/, 'ecs:RunTask'],
    ['the deploy role of GitHub', /-deploy$/, 'ecs:DescribeTasks'],
    ['the deploy role of GitHub', /-deploy$/, 'sts:AssumeRole'],
    ['the deploy role of GitHub', /-deploy$/, 'cloudformation:DescribeStacks'],
    ['the deploy role of GitHub', /-deploy$/, 'ecs:ListServiceDeployments'],
    ['the deploy role of GitHub', /-deploy$/, 'ecs:StopServiceDeployment'],
    ['the build role of CodePipeline', /pipeline\/BuildRole/, 'ecr:PutImage'],
    ['the release role of CodePipeline', /pipeline\/Release/, 'ecs:RegisterTaskDefinition'],
    ['the release role of CodePipeline', /pipeline\/Release/, 'ecs:RunTask'],
    ['the action role of CodePipeline', /pipeline\/ActionRole/, 'codebuild:StartBuild'],
    ['the action role of CodePipeline', /pipeline\/ActionRole/, 'codeconnections:UseConnection'],
  ])('%s lacks an action: %s %s', (_name, id, action) => {
    const problems = missingPermissions({ ...generated, roles: without(action, id) });
    expect(problems.join('\n')).toContain(`lacks ${action}`);
  });

  test('a statement for another resource', () => {
    const roles = generated.roles.map((role) => ({
      ...role,
      statements: role.statements.map((statement) =>
        [statement.Action].flat().includes('ssm:GetParameters')
          ? { ...statement, Resource: ['arn:aws:ssm:::x'] }
          : statement,
      ),
    }));
    expect(missingPermissions({ ...generated, roles }).join('\n')).toContain(
      'lacks ssm:GetParameters on arn:aws:ssm:us-east-1:111122223333:parameter/orders/token',
    );
  });

  test('a role that no stack creates', () => {
    const roles = generated.roles.filter(({ id }) => !id.endsWith('-deploy'));
    expect(missingPermissions({ ...generated, roles }).join('\n')).toContain('is neither created by a stack nor');
  });

  test('an operation that is not in the table', () => {
    const textOfChanged = (path: string) => generated.textOf(path).replaceAll('aws ecs run-task', 'aws ecs start-task');
    expect(() => missingPermissions({ ...generated, textOf: textOfChanged })).toThrow(
      'add "ecs start-task" to CLI_ACTIONS',
    );
  });
});
