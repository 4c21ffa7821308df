import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statementsFor } from '../../../src/core/release';
import { EcsServiceMode } from '../../../src/options';
import { renderTaskDefinition } from '../../../src/targets/ecs/task-definition';
import { releaseOf, releaseScriptOf } from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { isInstalled, Shell } from '../../support/shell';

const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:0123456';
const EXISTING = { serviceMode: EcsServiceMode.EXISTING };
const model = modelOf({ ...EXISTING, deploymentTimeoutMinutes: 1 });
const environment = model.environments[0]!;

/** CodeBuild images include jq. If it is not installed here, the tests are reported as skipped. */
const testWithJq = isInstalled('jq') ? test : test.skip;
if (!isInstalled('jq')) {
  console.warn('jq is not installed. Tests that run the release commands are skipped.');
}

/** Runs the release script. ECS returns one of `states` for each status check and then repeats the last one. */
function release(states: readonly string[]) {
  const shell = new Shell(temporaryFolder());
  writeFileSync(
    join(shell.folder, environment.taskDefinition.file),
    JSON.stringify(renderTaskDefinition(model, environment)),
  );
  writeFileSync(join(shell.folder, 'states'), `${states.join('\n')}\n`);
  shell.program('sleep');
  shell.program(
    'aws',
    [
      'case "$2" in',
      '  register-task-definition) echo arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:7 ;;',
      `  batch-get-image) echo '{"imageManifest":"{}","imageManifestMediaType":"application/x","imageId":{"imageDigest":"sha256:1"}}' ;;`,
      '  update-service) echo ecs-svc/1 ;;',
      '  describe-services) head -n 1 states; [ "$(wc -l < states)" -gt 1 ] && sed -i 1d states; exit 0 ;;',
      'esac',
    ].join('\n'),
  );
  writeFileSync(join(shell.folder, 'release.sh'), releaseScriptOf(model));
  return { ...shell.run(['bash release.sh production'], { IMAGE_URI: IMAGE }), shell };
}

testWithJq(
  'a release registers the task definition with the new image, updates the service and watches the deployment',
  () => {
    const { status, calls, shell } = release(['IN_PROGRESS', 'IN_PROGRESS', 'COMPLETED']);
    expect(status).toBe(0);
    expect(calls.map((call) => call.replace(/ --query.*/, ''))).toEqual([
      'aws ecs register-task-definition --cli-input-json file://release.json',
      'aws ecs update-service --cluster production --service orders-api --task-definition arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:7',
      'aws ecs describe-services --cluster production --services orders-api',
      'sleep 15',
      'aws ecs describe-services --cluster production --services orders-api',
      'sleep 15',
      'aws ecs describe-services --cluster production --services orders-api',
      expect.stringContaining('aws ecr batch-get-image '),
      expect.stringContaining('aws ecr put-image '),
    ]);
    const registered = JSON.parse(readFileSync(join(shell.folder, 'release.json'), 'utf-8'));
    const written = JSON.parse(JSON.stringify(renderTaskDefinition(model, environment)));
    written.containerDefinitions[0].image = IMAGE;
    expect(registered).toEqual(written);
  },
);

testWithJq.each([
  ['failed', ['IN_PROGRESS', 'FAILED'], 'FAILED'],
  ['was rolled back and is no longer listed', ['IN_PROGRESS', 'None'], 'None'],
  ['does not complete in time', ['IN_PROGRESS'], 'IN_PROGRESS'],
])('a release fails if the deployment %s', (_name, states, last) => {
  const { status, output } = release(states);
  expect(status).toBe(1);
  expect(output).toContain(`The deployment failed, was rolled back, or timed out. Last state: ${last}`);
});

testWithJq('a release waits for the configured timeout', () => {
  expect(release(['IN_PROGRESS']).calls.filter((call) => call === 'sleep 15')).toHaveLength(4);
});

test('a release has only the permissions that it needs', () => {
  expect(
    statementsFor('code-pipeline', releaseOf(model)).map(({ actions, resources }) => [actions, resources]),
  ).toEqual([
    [['ecs:RegisterTaskDefinition'], ['arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:*']],
    [
      ['iam:PassRole'],
      [
        'arn:aws:iam::111122223333:role/orders-api-production-execution',
        'arn:aws:iam::111122223333:role/orders-api-production-task',
      ],
    ],
    [
      ['ecs:DescribeServices', 'ecs:UpdateService'],
      ['arn:aws:ecs:us-east-1:111122223333:service/production/orders-api'],
    ],
    [['ecr:BatchGetImage', 'ecr:PutImage'], ['arn:aws:ecr:us-east-1:111122223333:repository/orders-api']],
    [['ecs:ListTasks'], ['*']],
    [['ecs:DescribeTasks'], ['arn:aws:ecs:us-east-1:111122223333:task/production/*']],
    [['elasticloadbalancing:DescribeTargetHealth'], ['*']],
  ]);
});

test('a role that is both execution role and task role is listed only once', () => {
  const role = 'arn:aws:iam::111122223333:role/both';
  const both = modelOf({ ...EXISTING, executionRoleArn: role, taskRoleArn: role });
  const passed = statementsFor('code-pipeline', releaseOf(both)).find(({ actions }) =>
    actions.includes('iam:PassRole'),
  );
  expect(passed?.resources).toEqual([role]);
});

test('task definition tags require the ecs:TagResource permission', () => {
  const tagged = modelOf({ ...EXISTING, taskDefinitionFields: { tags: [{ key: 'team', value: 'orders' }] } });
  expect(statementsFor('code-pipeline', releaseOf(tagged))[0]!.actions).toContain('ecs:TagResource');
});
