import type { EcsDeliveryOptions } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { textOf } from '../../support/delivery';
import { InfraApp, removeOutdirs, statementsOf } from '../../support/infra-app';
import { modelOf } from '../../support/model';

type Options = Partial<EcsDeliveryOptions>;

const BASE_STACK = 'orders-api-production-base';
const STATEMENT = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::orders/*'] };

afterAll(removeOutdirs);

const taskDefinitionOf = (options: Options) => JSON.parse(textOf(modelOf(options), 'task-definition.json'));

describe('a service without a task role', () => {
  const template = InfraApp.of({ createTaskRole: false }).template(BASE_STACK);

  test('has no task role in its task definition or base stack, and its releases pass only the execution role', () => {
    expect(taskDefinitionOf({})).toHaveProperty('taskRoleArn');
    expect(taskDefinitionOf({ createTaskRole: false })).not.toHaveProperty('taskRoleArn');
    template.resourcePropertiesCountIs('AWS::IAM::Role', { RoleName: 'orders-api-production-task' }, 0);
    expect(statementsOf(template, 'DeployRole')).toContainEqual(
      expect.objectContaining({
        Action: 'iam:PassRole',
        Resource: 'arn:aws:iam::111122223333:role/orders-api-production-execution',
      }),
    );
  });

  test('can have a task role in one environment', () => {
    const { environments } = modelOf({
      createTaskRole: false,
      environments: [
        { name: 'test' },
        { name: 'staging', createTaskRole: true },
        { name: 'production', taskRoleArn: 'arn:aws:iam::111122223333:role/orders' },
      ],
    });
    expect(environments.map(({ taskRole }) => taskRole?.arn)).toEqual([
      undefined,
      'arn:aws:iam::111122223333:role/orders-api-staging-task',
      'arn:aws:iam::111122223333:role/orders',
    ]);
  });

  test('cannot have permissions or use ECS Exec', () => {
    expect(problemsOf({ createTaskRole: false, taskRoleStatements: [STATEMENT], executeCommand: true })).toEqual([
      'taskRoleStatements: needs a task role, but createTaskRole is false. Remove createTaskRole or taskRoleStatements. [task-role-required]',
      'executeCommand: needs a task role, but createTaskRole is false. Remove createTaskRole or executeCommand, or set taskRoleArn. [task-role-required]',
    ]);
    expect(problemsOf({ createTaskRole: false, taskRoleArn: 'orders', executeCommand: true })).toEqual([]);
  });
});

describe('a role that is specified by name', () => {
  const options: Options = {
    executionRoleArn: 'service-role/ecsTaskExecutionRole',
    taskRoleArn: 'orders',
    environments: [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }],
  };

  test('is the role in the account of the environment', () => {
    expect(modelOf(options).environments.map(({ executionRole, taskRole }) => [executionRole, taskRole])).toEqual([
      [
        { arn: 'arn:aws:iam::444455556666:role/service-role/ecsTaskExecutionRole' },
        { arn: 'arn:aws:iam::444455556666:role/orders' },
      ],
      [
        { arn: 'arn:aws:iam::111122223333:role/service-role/ecsTaskExecutionRole' },
        { arn: 'arn:aws:iam::111122223333:role/orders' },
      ],
    ]);
  });

  test('is in the partition of the environment', () => {
    const [environment] = modelOf({
      awsRegion: 'cn-north-1',
      codePipeline: { enabled: false },
      executionRoleArn: 'execution',
    }).environments;
    expect(environment!.executionRole.arn).toBe('arn:aws-cn:iam::111122223333:role/execution');
  });

  test('is not created, and the deploy role can pass it', () => {
    const template = InfraApp.of({ executionRoleArn: 'execution', taskRoleArn: 'orders' }).template(BASE_STACK);
    template.resourceCountIs('AWS::IAM::Role', 1);
    expect(statementsOf(template, 'DeployRole')).toContainEqual(
      expect.objectContaining({
        Action: 'iam:PassRole',
        Resource: ['arn:aws:iam::111122223333:role/execution', 'arn:aws:iam::111122223333:role/orders'],
      }),
    );
  });

  test('cannot contain a colon or start with a slash', () => {
    expect(problemsOf({ executionRoleArn: 'role:execution', taskRoleArn: '/orders' })).toEqual([
      'executionRoleArn: "role:execution" is not valid (allowed: arn:aws:iam::<account>:role/<name>, or only <name>). Correct the value. [invalid-format]',
      'taskRoleArn: "/orders" is not valid (allowed: arn:aws:iam::<account>:role/<name>, or only <name>). Correct the value. [invalid-format]',
    ]);
  });
});
