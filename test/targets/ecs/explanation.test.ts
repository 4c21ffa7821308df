import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { statementsFor } from '../../../src/core/release';
import type { EcsDeliveryOptions } from '../../../src/options';
import { lintWorkflows } from '../../support/actionlint';
import { deployWorkflowOf, guideOfModel, releaseOf, releaseScriptOf } from '../../support/delivery';
import { EXISTING_SERVICE, modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { isInstalled, Shell } from '../../support/shell';

type Options = Partial<EcsDeliveryOptions>;

const REVISION = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:7';
const EARLIER = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:6';
const GROUP = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/orders/0123';
const STACK_ID = 'arn:aws:cloudformation:us-east-1:111122223333:stack/orders-api-production-service/0123';

const task = (id: string, stoppedAt: string, taskDefinitionArn: string, containers: readonly object[]) => ({
  taskArn: `arn:aws:ecs:us-east-1:111122223333:task/production/${id}`,
  stoppedAt,
  taskDefinitionArn,
  stoppedReason: 'Essential container in task exited',
  containers,
});

const exited = [{ name: 'orders-api', exitCode: 1 }];

/** What AWS returns after a deployment has failed. */
const ANSWERS: Readonly<Record<string, object | string>> = {
  'describe-services': {
    services: [
      {
        events: Array.from({ length: 12 }, (_, i) => ({ createdAt: `10:${30 - i}`, message: `event ${i}` })),
        loadBalancers: [{ targetGroupArn: GROUP, advancedConfiguration: { alternateTargetGroupArn: GROUP } }, {}],
      },
    ],
  },
  'list-tasks': 'task/1\ttask/2',
  'describe-tasks': {
    tasks: [
      task('d', '10:04', REVISION, [
        { name: 'orders-api', reason: 'OutOfMemoryError', exitCode: 137 },
        { name: 'proxy' },
      ]),
      task('old', '10:09', EARLIER, exited),
      ...['a', 'b', 'c'].map((id, i) => task(id, `10:0${i}`, REVISION, exited)),
    ],
  },
  'describe-target-health': {
    TargetHealthDescriptions: [
      { Target: { Id: '10.0.0.1', Port: 8080 }, TargetHealth: { State: 'healthy' } },
      {
        Target: { Id: '10.0.0.2', Port: 8080 },
        TargetHealth: { State: 'unhealthy', Description: 'Health checks failed with these codes: [503]' },
      },
    ],
  },
  'describe-alarms': {
    MetricAlarms: [{ AlarmName: 'orders-Http5xx', AlarmDescription: 'Too many errors.', StateReason: '2 datapoints.' }],
  },
  'describe-stack-events': {
    StackEvents: [
      event('UPDATE_ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to update: [Service].', STACK_ID),
      event('UPDATE_FAILED', 'Resource update cancelled'),
      event('UPDATE_FAILED', 'Resource handler returned message: "not stable"'),
      event('UPDATE_IN_PROGRESS', 'User Initiated', STACK_ID),
      event('UPDATE_FAILED', 'An earlier update'),
    ],
  },
};

function event(ResourceStatus: string, ResourceStatusReason: string, PhysicalResourceId = 'service') {
  return {
    Timestamp: '10:00',
    StackId: STACK_ID,
    PhysicalResourceId,
    LogicalResourceId: 'Service',
    ResourceStatus,
    ResourceStatusReason,
  };
}

interface Run {
  readonly options?: Options;
  readonly args?: string;
  readonly answers?: typeof ANSWERS;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the release script. `aws` returns the answers, and denies all other calls. */
function run({ options = {}, args = 'production explain-failure', answers = ANSWERS, env = {} }: Run = {}) {
  const shell = new Shell(temporaryFolder());
  writeFileSync(join(shell.folder, 'release.sh'), releaseScriptOf(modelOf(options)));
  for (const [operation, answer] of Object.entries(answers)) {
    writeFileSync(join(shell.folder, operation), typeof answer === 'string' ? answer : JSON.stringify(answer));
  }
  shell.program(
    'aws',
    `[ -f "${shell.folder}/$2" ] && cat "${shell.folder}/$2" || { echo AccessDenied >&2; exit 254; }`,
  );
  return shell.run([`bash release.sh ${args}; STATUS=$?; echo "exit $STATUS"`], {
    TASK_DEFINITION_ARN: REVISION,
    ...env,
  });
}

const jq = isInstalled('jq') ? test : test.skip;
if (!isInstalled('jq')) {
  console.warn('jq is not installed. Tests that explain a failed release are skipped.');
}

jq('prints the events, stopped tasks, unhealthy targets, alarms, and failed resources as Markdown', () => {
  const events = Array.from({ length: 10 }, (_, i) => `- 10:${30 - i}: event ${i}`);
  expect(run().output).toContain(`
### The release to production failed

#### Latest events of the service orders-api

${events.join('\n')}

#### Stopped tasks of orders-api:7

- b: Essential container in task exited
  - orders-api: exit code 1
- c: Essential container in task exited
  - orders-api: exit code 1
- d: Essential container in task exited
  - orders-api: exit code 137, OutOfMemoryError

#### Unhealthy targets of orders

- 10.0.0.2, port 8080: Health checks failed with these codes: [503]

#### Alarms

- orders-Http5xx: Too many errors. 2 datapoints.

#### Failed resources of the stack orders-api-production-service

- 10:00, Service: Resource handler returned message: "not stable"

#### Failed resources of the stack orders-api-production-base
`);
});

jq('finds the alarms by the name of the stack', () => {
  expect(run().calls).toContain(
    'aws cloudwatch describe-alarms --state-value ALARM --alarm-name-prefix orders-api-production-service- --output json',
  );
});

jq.each<[string, Run, string]>([
  ['every call is denied', { answers: {} }, ''],
  [
    'one call is denied',
    { answers: { 'describe-alarms': ANSWERS['describe-alarms']! } },
    '\n#### Alarms\n\n- orders-Http5xx: Too many errors. 2 datapoints.\n',
  ],
  [
    'nothing happened',
    {
      answers: {
        'describe-services': { services: [{ events: [], loadBalancers: [] }] },
        'list-tasks': '',
        'describe-alarms': { MetricAlarms: [] },
        'describe-stack-events': { StackEvents: [] },
      },
    },
    '',
  ],
  [
    'no revision was registered',
    { env: { TASK_DEFINITION_ARN: '' }, answers: { 'list-tasks': 'a', 'describe-tasks': ANSWERS['describe-tasks']! } },
    '',
  ],
])('prints no empty parts and no errors: %s', (_name, options, printed) => {
  const { output } = run(options);
  expect(output).toContain(`\n### The release to production failed\n${printed}exit 0\n`);
  expect(output).not.toContain('AccessDenied');
});

jq('the release script explains a failed step, and keeps the exit code', () => {
  const options: Options = { ...EXISTING_SERVICE, smokeTest: { command: 'exit 7' } };
  const failed = run({ options, args: 'production smoke-test' });
  expect(failed.output).toContain(
    '### The release to production failed\n\n#### Latest events of the service orders-api\n',
  );
  expect(failed.output).toContain('exit 7\n');
  const passed = run({ options: { ...options, smokeTest: { command: 'true' } }, args: 'production smoke-test' });
  expect(passed.output).not.toContain('failed');
  expect(passed.output).toContain('exit 0\n');
});

jq('in GitHub Actions, a step that fails does not explain itself, because the last step of the job does', () => {
  const options: Options = { ...EXISTING_SERVICE, smokeTest: { command: 'exit 7' } };
  const { output } = run({ options, args: 'production smoke-test', env: { GITHUB_ACTIONS: 'true' } });
  expect(output).not.toContain('### The release');
  expect(output).toContain('exit 7\n');
});

jq('explains the workers as well', () => {
  const options: Options = { workers: [{ name: 'mailer', command: ['node', 'mailer.js'] }] };
  const { output } = run({ options, env: { MAILER_TASK_DEFINITION_ARN: EARLIER } });
  expect(output).toContain('#### Stopped tasks of orders-api:7\n');
  expect(output).toContain('#### Latest events of the service orders-api-mailer\n');
  expect(output).toContain('#### Stopped tasks of orders-api:6\n\n- old: ');
});

test.each<[string, Options, object]>([
  ['a managed service', {}, { TASK_DEFINITION_ARN: '${{ steps.register.outputs.task-definition-arn }}' }],
  [
    'an existing service',
    { ...EXISTING_SERVICE, codePipeline: { enabled: false }, registry: { tagReleases: false } },
    { TASK_DEFINITION_ARN: '${{ steps.release.outputs.task-definition-arn }}' },
  ],
])(
  'the last step of the GitHub Actions job explains a failure, if the job has credentials: %s',
  (_name, options, env) => {
    const workflow = deployWorkflowOf(modelOf(options));
    const { steps } = (load(workflow) as any).jobs['deploy-production'];
    expect(steps.at(-1)).toEqual({
      name: 'Explain why the release failed',
      if: "failure() && steps.deploy-role.outcome == 'success'",
      env,
      run: 'bash infra/release.sh production explain-failure | tee --append "$GITHUB_STEP_SUMMARY"',
    });
    expect(steps.find(({ id }: any) => id === 'deploy-role').name).toBe('Assume the deploy role');
    expect(lintWorkflows([workflow])).toEqual([[]]);
    expect(releaseScriptOf(modelOf(options))).toContain('\nexplain_failure() {\n');
  },
);

test.each(['github-actions', 'code-pipeline'])('%s gets only the permissions to read the causes', (engine) => {
  const read = (options: Options) => {
    const statements = statementsFor(engine, releaseOf(modelOf(options)));
    return (action: string) => statements.find(({ actions }) => actions.includes(action));
  };
  const managed = read({});
  const cluster = { ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:111122223333:cluster/orders-api-production' } };
  expect(managed('ecs:ListTasks')).toMatchObject({ resources: ['*'], conditions: cluster });
  expect(managed('ecs:DescribeTasks')?.resources).toEqual([
    'arn:aws:ecs:us-east-1:111122223333:task/orders-api-production/*',
  ]);
  expect(managed('cloudwatch:DescribeAlarms')?.resources).toEqual([
    'arn:aws:cloudwatch:us-east-1:111122223333:alarm:*',
  ]);
  expect(managed('cloudformation:DescribeStackEvents')?.resources).toEqual([
    'arn:aws:cloudformation:us-east-1:111122223333:stack/orders-api-production-service/*',
  ]);
  const existing = read(EXISTING_SERVICE);
  expect(existing('ecs:DescribeTasks')).toBeDefined();
  expect(existing('cloudwatch:DescribeAlarms')).toBeUndefined();
  expect(existing('cloudformation:DescribeStackEvents')).toBeUndefined();
});

test('a service without a load balancer has no targets', () => {
  const model = modelOf({ loadBalancer: { enabled: false } });
  expect(releaseScriptOf(model)).not.toContain('describe-target-health');
  expect(statementsFor('code-pipeline', releaseOf(model)).flatMap(({ actions }) => actions)).not.toContain(
    'elasticloadbalancing:DescribeTargetHealth',
  );
});

test.each<[string, Options, string]>([
  [
    'both engines',
    {},
    'If a release fails, the summary of the GitHub Actions run and the log of the CodeBuild project show what AWS reports about the cause.',
  ],
  [
    'GitHub Actions',
    { codePipeline: { enabled: false } },
    'If a release fails, the summary of the GitHub Actions run shows what AWS reports about the cause.',
  ],
])('the guide says where the cause is shown: %s', (_name, options, text) => {
  expect(guideOfModel(modelOf(options))).toContain(`- ${text}\n`);
});
