import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { statementsFor } from '../../../src/core/release';
import type { EcsDeliveryOptions } from '../../../src/options';
import { renderTaskDefinition } from '../../../src/targets/ecs/task-definition';
import { buildspecOf, oneOffTaskScriptOf, releaseOf, releaseScriptOf } from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { isInstalled, Shell } from '../../support/shell';

const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:0123456';
const REVISION = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:7';
const DEPLOY =
  'npx --yes aws-cdk@2.1148.0 deploy orders-api-production-service --app cdk.out --exclusively --require-approval never';

const SERVICE_REVISION = 'arn:aws:ecs:us-east-1:111122223333:service-revision/orders-api-production/orders-api/1';
const RELEASE_DEPLOYMENT = {
  deployment: 'arn:aws:ecs:us-east-1:111122223333:service-deployment/orders-api-production/orders-api/1',
  taskDefinition: REVISION,
};

const testWithJq = isInstalled('jq') ? test : test.skip;
if (!isInstalled('jq')) {
  console.warn('jq is not installed. Tests that run the release commands are skipped.');
}

interface Scenario {
  /** Whether the service stack exists. */
  readonly stackExists?: boolean;
  /** The exit code of the one-off task. */
  readonly exitCode?: string;
  /** The states of the one-off task, one for each status check. */
  readonly states?: readonly string[];
  /** The task of an earlier release that is still running. */
  readonly earlierTask?: string;
  /** The exit code of `cdk deploy`. */
  readonly deployed?: number;
  /** The exit code of `cdk deploy` for the base stack. */
  readonly baseDeployed?: number;
  /** The CDK CLI version that the build reports. */
  readonly cdkVersion?: string;
  /** The deployment that is still running after `cdk deploy`. */
  readonly running?: { readonly deployment: string; readonly taskDefinition: string };
}

/** Runs a release to production. */
function release(
  options: Partial<EcsDeliveryOptions> = {},
  {
    stackExists = true,
    exitCode = '0',
    states = ['PENDING', 'STOPPED'],
    earlierTask = 'None',
    deployed = 0,
    baseDeployed = 0,
    running,
    cdkVersion = '2.1148.0',
  }: Scenario = {},
) {
  const model = modelOf(options);
  const environment = model.environments[0]!;
  const shell = new Shell(temporaryFolder());
  mkdirSync(join(shell.folder, 'infra'));
  writeFileSync(
    join(shell.folder, environment.taskDefinition.file),
    JSON.stringify(renderTaskDefinition(model, environment)),
  );
  writeFileSync(join(shell.folder, model.files.oneOffTask), oneOffTaskScriptOf(model));
  writeFileSync(join(shell.folder, model.files.release), releaseScriptOf(model));
  writeFileSync(join(shell.folder, 'states'), `${states.join('\n')}\n`);
  shell.program('sleep');
  shell.program('npx', `case "$*" in *-base\\ *) exit ${baseDeployed} ;; esac; touch deployed; exit ${deployed}`);
  shell.program(
    'aws',
    [
      'case "$*" in',
      `  *register-task-definition*) echo ${REVISION} ;;`,
      `  *batch-get-image*) echo '{"imageManifest":"{}","imageManifestMediaType":"application/x","imageId":{"imageDigest":"sha256:1"}}' ;;`,
      // The stack exists after the first deployment.
      `  *TaskSubnets*) ${stackExists ? 'true' : '[ -f deployed ]'} && echo subnet-1,subnet-2 ;;`,
      '  *TaskSecurityGroup*) echo sg-1 ;;',
      '  *OutputKey==*Url*) echo http://orders.elb.amazonaws.com ;;',
      `  *list-service-deployments*) printf '${running ? `${running.deployment}\\t${SERVICE_REVISION}` : 'None'}\\n' ;;`,
      `  *describe-service-revisions*) echo ${running?.taskDefinition} ;;`,
      `  *list-tasks*) echo ${earlierTask} ;;`,
      '  *run-task*) echo arn:aws:ecs:us-east-1:111122223333:task/orders-api-production/1 ;;',
      '  *lastStatus*) head -n 1 states; [ "$(wc -l < states)" -gt 1 ] && sed -i 1d states; exit 0 ;;',
      `  *exitCode*) echo ${exitCode} ;;`,
      '  *stoppedReason*) echo Essential container in task exited ;;',
      'esac',
    ].join('\n'),
  );
  // In GitHub Actions, another step explains a failure.
  const result = shell.run([`bash ${model.files.release} production`], {
    IMAGE_URI: IMAGE,
    CDK_VERSION: cdkVersion,
    GITHUB_ACTIONS: 'true',
  });
  const calls = result.calls.map((call) => call.replace(/ --query.*/, ''));
  return { ...result, calls: calls.filter((call) => call !== DEPLOY_BASE).map(withoutFolder), all: calls, shell };
}

/** The manifest is in a temporary folder. */
const withoutFolder = (call: string) => call.replace(/file:\/\/\S+\/manifest/, 'file://FOLDER/manifest');

const DEPLOY_BASE = DEPLOY.replace('production-service', 'production-base');

testWithJq('a release deploys the base stack before it registers anything', () => {
  const { all } = release();
  expect(all[0]).toBe(DEPLOY_BASE);
  expect(all[1]).toContain('register-task-definition');
});

testWithJq('a release registers nothing if the base stack cannot be deployed', () => {
  const { status, all } = release({}, { baseDeployed: 1 });
  expect(status).toBe(1);
  expect(all).toEqual([DEPLOY_BASE]);
});

test('a release does not deploy a base stack that contains only its own role', () => {
  const options = {
    executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
    taskRoleArn: 'arn:aws:iam::111122223333:role/task',
    logging: { existingLogGroup: '/shared' },
  };
  expect(releaseOf(modelOf(options)).steps.map(({ id }) => id)).toEqual(['register', 'deploy-stack', 'tag-image']);
});

const TAGGED = [
  'aws ecr batch-get-image --region us-east-1 --registry-id 111122223333 --repository-name orders-api --image-ids imageTag=0123456',
  'aws ecr put-image --region us-east-1 --registry-id 111122223333 --repository-name orders-api --image-tag production_0123456 --image-manifest file://FOLDER/manifest.json --image-manifest-media-type application/x --image-digest sha256:1',
];

testWithJq('a release registers the task definition with the new image and deploys the service stack with it', () => {
  const { status, calls, shell } = release();
  expect(status).toBe(0);
  expect(calls).toEqual([
    'aws ecs register-task-definition --cli-input-json file://release.json',
    `${DEPLOY} --parameters TaskDefinitionArn=${REVISION}`,
    ...TAGGED,
  ]);
  const { containerDefinitions } = JSON.parse(readFileSync(join(shell.folder, 'release.json'), 'utf-8'));
  expect(containerDefinitions[0].image).toBe(IMAGE);
});

testWithJq('a release accepts only a version number from the job that runs third-party code', () => {
  const { status, output, calls } = release({}, { cdkVersion: 'file:/tmp/evil.tgz' });
  expect(status).toBe(1);
  expect(output).toContain('Not a valid CDK version: file:/tmp/evil.tgz');
  expect(calls.filter((call) => call.startsWith('npx'))).toEqual([]);
});

testWithJq('a release that times out stops its deployment, and ECS rolls back', () => {
  const { status, output, calls } = release({}, { deployed: 124, running: RELEASE_DEPLOYMENT });
  expect(status).toBe(1);
  expect(output).toContain(`The deployment of ${REVISION} did not complete in time; rolling back.`);
  expect(calls.slice(-3)).toEqual([
    'aws ecs list-service-deployments --cluster orders-api-production --service orders-api --status PENDING IN_PROGRESS',
    `aws ecs describe-service-revisions --service-revision-arns ${SERVICE_REVISION}`,
    `aws ecs stop-service-deployment --service-deployment-arn ${RELEASE_DEPLOYMENT.deployment} --stop-type ROLLBACK`,
  ]);
});

testWithJq('a failed release does not stop a deployment that it did not start, such as a rollback', () => {
  const { status, calls } = release(
    {},
    { deployed: 1, running: { ...RELEASE_DEPLOYMENT, taskDefinition: `${REVISION}0` } },
  );
  expect(status).toBe(1);
  expect(calls.filter((call) => call.includes('stop-service-deployment'))).toEqual([]);
});

testWithJq('a failed release stops nothing if no deployment is running', () => {
  const { status, calls } = release({}, { deployed: 1 });
  expect(status).toBe(1);
  expect(calls.filter((call) => call.includes('stop-service-deployment'))).toEqual([]);
});

testWithJq('a release fails if the stack cannot be deployed', () => {
  const { status, calls } = release({ smokeTest: { command: 'npx smoke' } }, { deployed: 1 });
  expect(status).toBe(1);
  expect(calls.filter((call) => call.startsWith('npx smoke'))).toEqual([]);
});

describe('the one-off task', () => {
  const oneOffTask = { command: ['node', 'migrate.js', "--note=it's done"], timeoutMinutes: 1 };

  testWithJq('runs the new revision in the network of the stack before the service is updated', () => {
    const { status, calls } = release({ oneOffTask });
    expect(status).toBe(0);
    expect(calls).toEqual([
      'aws ecs register-task-definition --cli-input-json file://release.json',
      'aws cloudformation describe-stacks --stack-name orders-api-production-service',
      'aws ecs list-tasks --cluster orders-api-production --started-by orders-api-production-one-off-task',
      'aws cloudformation describe-stacks --stack-name orders-api-production-service',
      'aws cloudformation describe-stacks --stack-name orders-api-production-service',
      `aws ecs run-task --cluster orders-api-production --started-by orders-api-production-one-off-task --launch-type FARGATE --task-definition ${REVISION} --network-configuration awsvpcConfiguration={subnets=[subnet-1,subnet-2],securityGroups=[sg-1],assignPublicIp=DISABLED} --overrides {"containerOverrides":[{"name":"orders-api","command":["node","migrate.js","--note=it's done"]}]}`,
      ...Array(2)
        .fill(
          'aws ecs describe-tasks --cluster orders-api-production --tasks arn:aws:ecs:us-east-1:111122223333:task/orders-api-production/1',
        )
        .flatMap((call, i) => (i === 0 ? [call, 'sleep 10'] : [call])),
      'aws ecs describe-tasks --cluster orders-api-production --tasks arn:aws:ecs:us-east-1:111122223333:task/orders-api-production/1',
      `${DEPLOY} --parameters TaskDefinitionArn=${REVISION}`,
      ...TAGGED,
    ]);
  });

  testWithJq('deploys the stack without the service first if it does not exist', () => {
    const { status, calls } = release({ oneOffTask }, { stackExists: false });
    expect(status).toBe(0);
    expect(calls.filter((call) => /npx|run-task/.test(call)).map((call) => call.replace(/ --cluster.*/, ''))).toEqual([
      DEPLOY,
      'aws ecs run-task',
      `${DEPLOY} --parameters TaskDefinitionArn=${REVISION}`,
    ]);
  });

  testWithJq('has a public IP address if the tasks of the service have one', () => {
    const { calls } = release({ oneOffTask, network: { publicTasks: true } });
    expect(calls.find((call) => call.includes('run-task'))).toContain('assignPublicIp=ENABLED');
  });

  testWithJq.each<[string, Scenario, string]>([
    ['fails', { exitCode: '1' }, 'The one-off task failed (exit code 1). The service was not changed.'],
    [
      'ends without an exit code',
      { exitCode: 'None' },
      'The one-off task failed (exit code None). The service was not changed.',
    ],
    [
      'does not end in time',
      { states: ['RUNNING'] },
      'The one-off task did not finish in time (1 min). Stopping it. The service was not changed.',
    ],
  ])('stops the release if it %s', (_name, scenario, message) => {
    const { status, output, calls } = release({ oneOffTask }, scenario);
    expect(status).toBe(1);
    expect(output).toContain(message);
    expect(calls.filter((call) => call.startsWith('npx'))).toEqual([]);
  });

  testWithJq('is stopped if it does not end in time', () => {
    const { calls } = release({ oneOffTask }, { states: ['RUNNING'] });
    expect(calls.slice(-2)).toEqual([
      'aws ecs stop-task --cluster orders-api-production --task arn:aws:ecs:us-east-1:111122223333:task/orders-api-production/1 --reason The one-off task did not finish in time.',
      'aws ecs wait tasks-stopped --cluster orders-api-production --tasks arn:aws:ecs:us-east-1:111122223333:task/orders-api-production/1',
    ]);
  });

  testWithJq('never runs at the same time as that of an earlier release', () => {
    const earlierTask = 'arn:aws:ecs:us-east-1:111122223333:task/orders-api-production/0';
    const { status, output, calls } = release({ oneOffTask }, { earlierTask });
    expect(status).toBe(1);
    expect(output).toContain(
      `The one-off task of an earlier release is still running: ${earlierTask}. The service was not changed.`,
    );
    expect(output).toContain(
      `  aws ecs stop-task --region us-east-1 --cluster orders-api-production --task ${earlierTask}`,
    );
    expect(calls.filter((call) => /run-task|npx/.test(call))).toEqual([]);
  });

  test('receives its arguments unchanged, including shell metacharacters', () => {
    const command = ['sh', '-c', "echo 'it''s' \"$HOME\" `id` $(id) \\\\ \n;\t& é", '*', '--', '${IFS}'];
    const script = oneOffTaskScriptOf(modelOf({ oneOffTask: { command } }));
    const settings = /^case[\s\S]*?^esac$/m.exec(script)![0];
    const { output } = new Shell(temporaryFolder()).run(
      ['ENVIRONMENT=production', settings, `printf '<%s>' "$OVERRIDES"`],
      {},
    );
    const overrides = JSON.parse(/<(.*)>/.exec(output)![1]!);
    expect(overrides).toEqual({ containerOverrides: [{ name: 'orders-api', command }] });
  });

  test('runs only in environments that configure it', () => {
    const model = modelOf({ environments: [{ name: 'staging' }, { name: 'production', oneOffTask }] });
    const script = oneOffTaskScriptOf(model);
    expect(script).toContain('  production) AWS_REGION=us-east-1 CLUSTER=orders-api-production ');
    expect(script).not.toContain('staging');
    const [staging, production] = model.environments.map(({ name }) =>
      releaseOf(model, name).steps.map(({ id }) => id),
    );
    expect(staging).toEqual(['deploy-base-stack', 'register', 'deploy-stack', 'tag-image']);
    expect(production).toEqual([
      'deploy-base-stack',
      'register',
      'create-stack',
      'one-off-task',
      'deploy-stack',
      'tag-image',
    ]);
    expect(releaseScriptOf(model)).toContain('  bash infra/one-off-task.sh "$ENVIRONMENT" "$TASK_DEFINITION_ARN"\n');
  });

  test('can run only in this cluster and with this task definition family', () => {
    const model = modelOf({ oneOffTask });
    const statements = statementsFor('code-pipeline', releaseOf(model));
    expect(statements.filter(({ actions }) => /RunTask|DescribeTasks/.test(actions.join()))).toMatchObject([
      {
        actions: ['ecs:RunTask'],
        resources: ['arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:*'],
        conditions: {
          ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:111122223333:cluster/orders-api-production' },
        },
      },
      {
        actions: ['ecs:DescribeTasks'],
        resources: ['arn:aws:ecs:us-east-1:111122223333:task/orders-api-production/*'],
      },
    ]);
  });
});

describe('the smoke test', () => {
  testWithJq('runs last and receives the URL, the environment and the image', () => {
    const { status, calls } = release({
      smokeTest: { command: 'npx smoke "$SERVICE_URL/health" "$ENVIRONMENT" "$IMAGE_URI"' },
    });
    expect(status).toBe(0);
    expect(calls.slice(-2)).toEqual([
      'aws cloudformation describe-stacks --stack-name orders-api-production-service',
      `npx smoke http://orders.elb.amazonaws.com/health production ${IMAGE}`,
    ]);
  });

  testWithJq('fails the release if it fails', () => {
    expect(release({ smokeTest: { command: 'exit 3' } }).status).not.toBe(0);
  });

  test('does not look up a URL if there is no load balancer', () => {
    const model = modelOf({ smokeTest: { command: 'true' }, loadBalancer: { enabled: false } });
    expect(releaseOf(model).steps.at(-1)!.commands).toEqual(['export ENVIRONMENT IMAGE_URI', 'bash -ec true']);
  });

  test('adds its files to the pipeline artifact', () => {
    const model = modelOf({ smokeTest: { command: 'bash test/smoke.sh', files: ['test/smoke.sh'] } });
    expect(parse(buildspecOf(model)).artifacts.files).toEqual([
      'cdk.out/**/*',
      'task-definition.json',
      'test/smoke.sh',
      'infra/release.sh',
    ]);
  });
});

test('a release has only the permissions that it needs', () => {
  const model = modelOf();
  expect(
    statementsFor('code-pipeline', releaseOf(model)).map(({ actions, resources }) => [actions, resources]),
  ).toEqual([
    [
      ['sts:AssumeRole'],
      [
        'arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-us-east-1',
        'arn:aws:iam::111122223333:role/cdk-hnb659fds-file-publishing-role-111122223333-us-east-1',
      ],
    ],
    [['ecs:RegisterTaskDefinition'], ['arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:*']],
    [
      ['iam:PassRole'],
      [
        'arn:aws:iam::111122223333:role/orders-api-production-execution',
        'arn:aws:iam::111122223333:role/orders-api-production-task',
      ],
    ],
    [
      ['cloudformation:DescribeStacks'],
      ['arn:aws:cloudformation:us-east-1:111122223333:stack/orders-api-production-service/*'],
    ],
    [['ecs:ListServiceDeployments'], ['arn:aws:ecs:us-east-1:111122223333:service/orders-api-production/orders-api']],
    [
      ['ecs:DescribeServiceRevisions'],
      ['arn:aws:ecs:us-east-1:111122223333:service-revision/orders-api-production/orders-api/*'],
    ],
    [
      ['ecs:StopServiceDeployment'],
      ['arn:aws:ecs:us-east-1:111122223333:service-deployment/orders-api-production/orders-api/*'],
    ],
    [['ecr:BatchGetImage', 'ecr:PutImage'], ['arn:aws:ecr:us-east-1:111122223333:repository/orders-api']],
    [['ecs:DescribeServices'], ['arn:aws:ecs:us-east-1:111122223333:service/orders-api-production/orders-api']],
    [['ecs:ListTasks'], ['*']],
    [['ecs:DescribeTasks'], ['arn:aws:ecs:us-east-1:111122223333:task/orders-api-production/*']],
    [['elasticloadbalancing:DescribeTargetHealth'], ['*']],
    [['cloudwatch:DescribeAlarms'], ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:*']],
    [
      ['cloudformation:DescribeStackEvents'],
      ['arn:aws:cloudformation:us-east-1:111122223333:stack/orders-api-production-service/*'],
    ],
    [
      ['cloudformation:DescribeStackEvents'],
      ['arn:aws:cloudformation:us-east-1:111122223333:stack/orders-api-production-base/*'],
    ],
  ]);
});
