import { type EcsDeliveryOptions, EcsDeploymentController, EcsServiceMode } from '../../../src/options';
import { configOf } from '../../facts/support';
import { problemsOf } from '../../model/resolving';
import { guideOfModel } from '../../support/delivery';
import { InfraApp, infraOf, propertiesOf, removeOutdirs, statementsOf, typeErrors } from '../../support/infra-app';
import { modelOf } from '../../support/model';

const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:failed-jobs';
const STACK = 'orders-api-production-service';
const FAMILY = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api';
const CLEAN_UP = {
  name: 'clean-up',
  schedule: 'cron(30 2 * * ? *)',
  timeZone: 'Europe/Berlin',
  command: ['node', 'lib/clean-up.js'],
};
const TICK = { name: 'tick', schedule: 'rate(5 minutes)', command: ['tick'] };

const of = (options: Partial<EcsDeliveryOptions>) =>
  InfraApp.of({
    network: { vpcId: 'vpc-0123456789abcdef0', taskSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1'] },
    loadBalancer: { enabled: false },
    ...options,
  });
const scheduleOf = (task: object, options: Partial<EcsDeliveryOptions> = {}) =>
  propertiesOf(
    of({ ...options, scheduledTasks: [{ ...CLEAN_UP, ...task }] }).template(STACK),
    'AWS::Scheduler::Schedule',
    'ScheduleCleanUp',
  );

afterAll(removeOutdirs);

test('a schedule runs the revision of the service in its network', () => {
  expect(scheduleOf({})).toEqual({
    Name: 'clean-up',
    GroupName: { Ref: 'ScheduleGroup' },
    ScheduleExpression: 'cron(30 2 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
    Target: {
      Arn: { 'Fn::GetAtt': [expect.stringMatching(/^Cluster/), 'Arn'] },
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^SchedulerRole/), 'Arn'] },
      Input: '{"containerOverrides":[{"name":"orders-api","command":["node","lib/clean-up.js"]}]}',
      EcsParameters: {
        TaskDefinitionArn: { Ref: 'TaskDefinitionArn' },
        LaunchType: 'FARGATE',
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            Subnets: ['subnet-0aaaaaaaaaaaaaaa1'],
            SecurityGroups: [{ 'Fn::GetAtt': [expect.stringMatching(/^ServiceSecurityGroup/), 'GroupId'] }],
            AssignPublicIp: 'DISABLED',
          },
        },
      },
    },
  });
});

test('a schedule contains the options of the task', () => {
  const task = {
    cpu: 512,
    memory: 2048,
    enabled: false,
    retryAttempts: 0,
    maximumEventAgeSeconds: 600,
    deadLetterQueueArn: QUEUE,
  };
  const { State, Target } = scheduleOf(task, { ecsCluster: 'shared' });
  expect(State).toBe('DISABLED');
  expect(Target).toMatchObject({
    Arn: 'arn:aws:ecs:us-east-1:111122223333:cluster/shared',
    RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 600 },
    DeadLetterConfig: { Arn: QUEUE },
  });
  expect(JSON.parse(Target.Input)).toMatchObject({ cpu: '512', memory: '2048' });
});

test('the schedules exist from the first release on, and change after the service', () => {
  const schedules = of({ scheduledTasks: [CLEAN_UP, TICK] })
    .template(STACK)
    .findResources('AWS::Scheduler::Schedule');
  expect(Object.values(schedules)).toHaveLength(2);
  for (const { Condition, DependsOn } of Object.values(schedules)) {
    expect(Condition).toBe('HasTaskDefinition');
    expect(DependsOn).toEqual(['Service']);
  }
});

test('the role of the schedules can run only the task definition of the service and pass only its roles', () => {
  const app = of({ scheduledTasks: [{ ...CLEAN_UP, deadLetterQueueArn: QUEUE }] });
  const role = 'arn:aws:iam::111122223333:role/orders-api-production';
  expect(statementsOf(app.template(STACK), 'SchedulerRole')).toEqual([
    {
      Effect: 'Allow',
      Action: 'ecs:RunTask',
      Resource: `${FAMILY}:*`,
      Condition: {
        ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:111122223333:cluster/orders-api-production' },
      },
    },
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: [`${role}-execution`, `${role}-task`],
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE },
  ]);
  expect(app.trusts()).toContainEqual({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'scheduler.amazonaws.com' },
    Condition: {
      StringEquals: {
        'aws:SourceAccount': '111122223333',
        'aws:SourceArn': `arn:aws:scheduler:us-east-1:111122223333:schedule-group/${STACK}`,
      },
    },
  });
  expect(app.nagFindings()).toEqual([]);
});

test('the generated code compiles', () => {
  const several = { scheduledTasks: [CLEAN_UP, TICK], environments: [{ name: 'staging' }, { name: 'production' }] };
  expect(
    typeErrors({
      tasks: infraOf({ scheduledTasks: [CLEAN_UP, { ...TICK, cpu: 512, memory: 1024, deadLetterQueueArn: QUEUE }] }),
      several: infraOf(several),
    }),
  ).toEqual([]);
});

test('an environment changes the tasks with the same name, inherits the others, and adds its own', () => {
  const { environments } = modelOf({
    scheduledTasks: [CLEAN_UP, TICK],
    environments: [
      {
        name: 'staging',
        scheduledTasks: [
          { name: 'clean-up', enabled: false },
          { name: 'seed', schedule: 'rate(1 day)', command: ['seed'] },
        ],
      },
      { name: 'production' },
    ],
  });
  const tasks = environments.map(({ scheduledTasks }) => scheduledTasks.map(({ name, enabled }) => [name, enabled]));
  expect(tasks).toEqual([
    [
      ['clean-up', false],
      ['tick', true],
      ['seed', true],
    ],
    [
      ['clean-up', true],
      ['tick', true],
    ],
  ]);
  expect(environments[0]!.scheduledTasks[0]).toMatchObject(CLEAN_UP);
});

describe('the guide', () => {
  const guideOf = (options: Partial<EcsDeliveryOptions>) => {
    const { model, decided } = configOf(options);
    return guideOfModel(model, decided.all);
  };

  test('lists the tasks', () => {
    const guide = guideOf({ scheduledTasks: [CLEAN_UP, { ...TICK, enabled: false }] });
    expect(guide).toContain(`\
| Task | Schedule | Command |
| --- | --- | --- |
| \`clean-up\` | \`cron(30 2 * * ? *)\` (Europe/Berlin) | \`node lib/clean-up.js\` |
| \`tick\` | \`rate(5 minutes)\`, disabled | \`tick\` |
`);
    expect(guide).not.toContain('runs no tasks');
  });

  test('shows how to run a task now, in each environment', () => {
    const guide = guideOf({
      scheduledTasks: [TICK],
      environments: [{ name: 'staging' }, { name: 'production', awsRegion: 'eu-west-1' }],
    });
    for (const [environment, region] of [
      ['staging', 'us-east-1'],
      ['production', 'eu-west-1'],
    ]) {
      expect(guide).toContain(`\
For \`${environment}\`:

\`\`\`sh
TASK=tick
TARGET=$(aws scheduler get-schedule --region ${region} --group-name orders-api-${environment}-service --name "$TASK" --query Target --output json)
aws ecs run-task --region ${region} --cluster orders-api-${environment} --launch-type FARGATE`);
    }
  });

  test('says that a service with only scheduled tasks runs no other tasks', () => {
    const onlyTasks = { desiredCount: 0, loadBalancer: { enabled: false }, receivesRequests: false };
    expect(guideOf({ ...onlyTasks, scheduledTasks: [TICK] })).toContain(
      'The service itself runs no tasks, because `desiredCount` is 0.',
    );
  });

  test('has no section without scheduled tasks', () => {
    expect(guideOf({})).not.toContain('Scheduled tasks');
  });
});

describe('rejects', () => {
  test.each<[string, object, string]>([
    [
      'a task without a schedule',
      { name: 'a', command: ['a'] },
      'schedule: is missing (allowed: rate(<number> minutes|hours|days) or cron(<six fields>), for example rate(5 minutes) or cron(30 2 * * ? *)). Specify when the task runs. [missing-option]',
    ],
    [
      'a task without a command',
      { name: 'a', schedule: 'rate(1 day)' },
      'command: is missing (allowed: a list whose first item is the program to run). Specify the command to run. [missing-option]',
    ],
    [
      'a task without a name',
      { schedule: 'rate(1 day)', command: ['a'] },
      'name: is missing. Set a unique name. [missing-option]',
    ],
    [
      'a cron expression with five fields',
      { ...TICK, schedule: 'cron(30 2 * * *)' },
      'schedule: "cron(30 2 * * *)" is not valid (allowed: rate(<number> minutes|hours|days) or cron(<six fields>), for example rate(5 minutes) or cron(30 2 * * ? *)). Correct the value. [invalid-format]',
    ],
    [
      'a time zone that has no effect',
      { ...TICK, timeZone: 'Europe/Berlin' },
      'timeZone: "Europe/Berlin" has no effect on a rate expression. Remove timeZone, or use a cron expression. [time-zone-of-rate]',
    ],
    [
      'CPU that does not fit the memory of the service',
      { ...TICK, cpu: 1024 },
      'memory: 512 is the memory of the service, which is not valid with cpu 1024 on Fargate (allowed: 2048, 3072, 4096, 5120, 6144, 7168, 8192). Set memory to 2048 or more. [memory-for-cpu]',
    ],
    [
      'a queue in another Region',
      { ...TICK, deadLetterQueueArn: 'arn:aws:sqs:eu-west-1:111122223333:q' },
      'deadLetterQueueArn: "arn:aws:sqs:eu-west-1:111122223333:q" is in a different Region (allowed: us-east-1). The queue must be in the same account and Region as the service. [wrong-account-or-region]',
    ],
    [
      'a name that is not valid',
      { ...TICK, name: 'a-1' },
      'name: "a-1" is not valid (allowed: lowercase letters, digits, and single hyphens, with a letter at the start and after each hyphen). Correct the value. [invalid-format]',
    ],
  ])('%s', (_name, task, line) => {
    expect(problemsOf({ scheduledTasks: [task] })).toEqual([`scheduledTasks[0].${line}`]);
  });

  test('rate(1 minutes), which EventBridge Scheduler does not accept', () => {
    expect(problemsOf({ scheduledTasks: [{ ...TICK, schedule: 'rate(1 minutes)' }] })).toHaveLength(1);
    expect(problemsOf({ scheduledTasks: [{ ...TICK, schedule: 'rate(1 minute)' }] })).toEqual([]);
  });

  test('two tasks with the same name', () => {
    expect(problemsOf({ scheduledTasks: [TICK, TICK] })).toEqual([
      'scheduledTasks[1].name: "tick" is already the name of another item in the list. Use a unique name for each item. [duplicate-name]',
    ]);
  });

  test('an incomplete task that only an environment has', () => {
    const environments = [{ name: 'staging', scheduledTasks: [{ name: 'clean-upp', enabled: false }] }];
    expect(problemsOf({ scheduledTasks: [CLEAN_UP], environments }).map((line) => line.split(' ')[0])).toEqual([
      'environments[0].scheduledTasks[0].command:',
      'environments[0].scheduledTasks[0].schedule:',
    ]);
  });

  test('a wrong value that environments inherit once', () => {
    const environments = [
      { name: 'staging', scheduledTasks: [{ name: 'tick', enabled: false }] },
      { name: 'production' },
    ];
    const scheduledTasks = [{ ...TICK, schedule: 'daily' }];
    expect(problemsOf({ scheduledTasks, environments })).toEqual([
      expect.stringMatching(/^scheduledTasks\[0\]\.schedule: "daily" is not valid/),
    ]);
  });

  test.each([{}, { deploymentController: EcsDeploymentController.CODE_DEPLOY }])('an existing service', (options) => {
    expect(problemsOf({ serviceMode: EcsServiceMode.EXISTING, ...options, scheduledTasks: [TICK] })).toEqual([
      'scheduledTasks: requires an ECS service that the service stack manages, because this stack also contains the schedules. Remove it, or set serviceMode to EcsServiceMode.MANAGED. [managed-service-only]',
    ]);
  });
});
