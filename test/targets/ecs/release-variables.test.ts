import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { statementsFor } from '../../../src/core/release';
import {
  type EcsDeliveryOptions,
  EcsDeploymentController,
  EcsServiceMode,
  ReleaseValue,
  TaskDefinitionOwner,
} from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import {
  deployWorkflowOf,
  guideOfModel,
  infraOfModel,
  releaseOf,
  releaseScriptOf,
  textOf,
} from '../../support/delivery';
import { InfraApp, removeOutdirs } from '../../support/infra-app';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { isInstalled, Shell } from '../../support/shell';

const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:0123456';
const OPTIONS: Partial<EcsDeliveryOptions> = {
  serviceMode: EcsServiceMode.EXISTING,
  environmentVariables: { LOG_LEVEL: 'debug' },
  releaseVariables: {
    VERSION: ReleaseValue.IMAGE_TAG,
    IMAGE: ReleaseValue.IMAGE_URI,
    RELEASED_AT: ReleaseValue.RELEASED_AT,
  },
  environmentVariablesFrom: { DB_HOST: { stack: 'orders-db', output: 'Host' } },
};
const model = modelOf(OPTIONS);

/** CodeBuild images include jq. If it is not installed here, the tests are reported as skipped. */
const testWithJq = isInstalled('jq') ? test : test.skip;
if (!isInstalled('jq')) {
  console.warn('jq is not installed. Tests that run the release commands are skipped.');
}

afterAll(removeOutdirs);

/** Runs the first step of the release. CloudFormation returns `output` for the output of the stack. */
function setVariables(output = 'db.internal "quoted" $HOME') {
  const shell = new Shell(temporaryFolder());
  mkdirSync(join(shell.folder, 'infra'));
  writeFileSync(join(shell.folder, 'infra/release.sh'), releaseScriptOf(model));
  writeFileSync(join(shell.folder, 'task-definition.json'), textOf(model, 'task-definition.json'), { mode: 0o444 });
  writeFileSync(join(shell.folder, 'output'), `${output}\n`);
  shell.program('aws', 'cat output');
  const result = shell.run(['bash infra/release.sh production set-variables'], { IMAGE_URI: IMAGE });
  const task = JSON.parse(readFileSync(join(shell.folder, 'task-definition.json'), 'utf-8'));
  return { ...result, environment: task.containerDefinitions[0].environment };
}

test('the task definition file shows which values the release sets', () => {
  const { environment } = JSON.parse(textOf(model, 'task-definition.json')).containerDefinitions[0];
  expect(environment.slice(2)).toEqual([
    { name: 'LOG_LEVEL', value: 'debug' },
    ...['DB_HOST', 'IMAGE', 'RELEASED_AT', 'VERSION'].map((name) => ({ name, value: 'set-by-the-release' })),
  ]);
});

testWithJq('a release sets only these values before it registers the task definition', () => {
  const { status, environment, calls } = setVariables();
  expect(status).toBe(0);
  expect(environment.slice(2)).toEqual([
    { name: 'LOG_LEVEL', value: 'debug' },
    { name: 'DB_HOST', value: 'db.internal "quoted" $HOME' },
    { name: 'IMAGE', value: IMAGE },
    { name: 'RELEASED_AT', value: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) },
    { name: 'VERSION', value: '0123456' },
  ]);
  expect(calls).toEqual([
    expect.stringContaining("describe-stacks --stack-name orders-db --query Stacks[0].Outputs[?OutputKey=='Host']"),
  ]);
});

testWithJq('a release stops if the stack has no such output', () => {
  const { status, output } = setVariables('None');
  expect(status).toBe(1);
  expect(output).toContain('The stack orders-db has no output Host');
});

test('both engines run the same step first', () => {
  const { steps } = parse(deployWorkflowOf(model)).jobs['deploy-production'];
  const [first, second] = steps.slice(3);
  expect(first.run).toBe('bash infra/release.sh production set-variables');
  expect(second.id).toBe('render');
  expect(releaseOf(model).steps.map(({ id }) => id)).toEqual(['set-variables', 'register', 'update', 'tag-image']);
});

test('both engines may read exactly this stack', () => {
  for (const engine of ['github-actions', 'code-pipeline']) {
    expect(statementsFor(engine, releaseOf(model))).toContainEqual({
      why: 'Read the stack outputs that environment variables contain.',
      actions: ['cloudformation:DescribeStacks'],
      resources: ['arn:aws:cloudformation:us-east-1:111122223333:stack/orders-db/*'],
      wildcard: 'CloudFormation appends a generated ID to the stack name in the ARN.',
    });
  }
  expect(InfraApp.of(OPTIONS).nagFindings()).toEqual([]);
});

test('CodeBuild releases a service that CodeDeploy deploys, because the deploy action cannot set values', () => {
  const codeDeploy = modelOf({ ...OPTIONS, deploymentController: EcsDeploymentController.CODE_DEPLOY });
  expect(infraOfModel(codeDeploy).sources['pipeline-stack.ts']).not.toContain('CodeDeployEcsDeployAction');
});

test('environments can use different stacks', () => {
  const two = modelOf({
    ...OPTIONS,
    environments: [
      { name: 'staging', environmentVariablesFrom: { DB_HOST: { stack: 'staging-db', output: 'Host' } } },
      { name: 'production', environmentVariablesFrom: { QUEUE_URL: { stack: 'queues', output: 'Orders' } } },
    ],
  });
  const script = releaseScriptOf(two);
  expect(script).toContain('stack_output staging-db Host\n');
  expect(script).toContain('stack_output orders-db Host\n');
  expect(script).toContain('stack_output queues Orders\n');
});

test('workers get the same values and the container name of the environment', () => {
  const worker = modelOf({
    releaseVariables: { VERSION: ReleaseValue.IMAGE_TAG },
    workers: [{ name: 'mailer', command: ['mail'] }],
    environments: [{ name: 'staging', containerName: 'staging-api', containerPort: 8080 }, { name: 'production' }],
  });
  const [{ taskDefinition }] = worker.environments[0]!.workers as [any];
  const [container] = JSON.parse(textOf(worker, taskDefinition.file)).containerDefinitions;
  expect(container).toMatchObject({ name: 'staging-api', command: ['mail'] });
  expect(container.portMappings).toBeUndefined();
  expect(container.environment).toContainEqual({ name: 'VERSION', value: 'set-by-the-release' });
  expect(releaseScriptOf(worker)).toContain(`TASK_DEFINITIONS='task-definition.staging.json ${taskDefinition.file}'`);
});

test('the guide lists the variables', () => {
  expect(guideOfModel(model, [])).toContain('`DB_HOST`, `IMAGE`, `RELEASED_AT`, `VERSION`.');
});

test.each<[string, Partial<EcsDeliveryOptions>, string[]]>([
  [
    'a variable that is set twice',
    {
      environmentVariables: { A: '1' },
      secrets: { B: { ssmParameter: '/b' } },
      releaseVariables: { A: ReleaseValue.IMAGE_TAG, C: ReleaseValue.IMAGE_TAG },
      environmentVariablesFrom: { B: { stack: 's', output: 'o' }, C: { stack: 's', output: 'o' } },
    },
    [
      'releaseVariables.A: is also set in environmentVariables. Remove it from environmentVariables or releaseVariables, or rename one of the two. [duplicate-variable]',
      'environmentVariablesFrom.B: is also set in secrets. Remove it from secrets or environmentVariablesFrom, or rename one of the two. [duplicate-variable]',
      'environmentVariablesFrom.C: is also set in releaseVariables. Remove it from releaseVariables or environmentVariablesFrom, or rename one of the two. [duplicate-variable]',
    ],
  ],
  [
    'a fixed value',
    { releaseVariables: { VERSION: '1.2.3' as ReleaseValue } },
    [
      'releaseVariables.VERSION: "1.2.3" is not a member of ReleaseValue (allowed: ReleaseValue.IMAGE_TAG, ReleaseValue.IMAGE_URI, ReleaseValue.RELEASED_AT). Use one of these values. For a fixed value, use environmentVariables. [unsupported-value]',
    ],
  ],
  [
    'an incomplete output',
    { environmentVariablesFrom: { A: { stack: 'arn:aws:cloudformation:x' } as any, B: 'db.Host' as any } },
    [
      'environmentVariablesFrom.A.output: is missing. Set output. [missing-option]',
      'environmentVariablesFrom.A.stack: "arn:aws:cloudformation:x" is not valid (allowed: letters, digits, and hyphens, starting with a letter; the name, not the ARN). Correct the value. [invalid-format]',
      "environmentVariablesFrom.B: \"db.Host\" is not an object (allowed: { stack: '<name>', output: '<key>' }). Specify the stack and the output. [wrong-type]",
    ],
  ],
  [
    'names that are reserved',
    { releaseVariables: { PORT: ReleaseValue.IMAGE_TAG } },
    ['releaseVariables.PORT: is set from containerPort. Set containerPort instead. [reserved-variable]'],
  ],
  [
    'variables if the service owns its task definition',
    {
      serviceMode: EcsServiceMode.EXISTING,
      taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
      executionRoleArn: 'execution',
      releaseVariables: { VERSION: ReleaseValue.IMAGE_TAG },
    },
    [
      'releaseVariables: is part of the task definition, which this config does not own. Remove it here and set it where you manage the task definition, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY. [task-definition-owner]',
    ],
  ],
])('rejects %s', (_name, options, lines) => {
  expect(problemsOf(options)).toEqual(lines);
});
