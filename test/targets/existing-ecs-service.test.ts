import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderTaskDefinition } from '../../src/render/task-definition';
import { EXISTING_ECS_SERVICE } from '../../src/targets/existing-ecs-service';
import { modelOf } from '../support/model';
import { temporaryFolder } from '../support/project';
import { isInstalled, Shell } from '../support/shell';

const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:0123456';
const model = modelOf({ deploymentTimeout: 1 });
const environment = model.environments[0]!;

/** CodeBuild's images have jq; where this machine has none, these tests say so instead of passing. */
const testWithJq = isInstalled('jq') ? test : test.skip;
if (!isInstalled('jq')) {
  console.warn('jq is not installed: the commands of a release are not run.');
}

/** Runs the commands of a release where ECS tells these states of the deployment, one at each look, the last one for ever. */
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
      '  update-service) echo ecs-svc/1 ;;',
      '  describe-services) head -n 1 states; [ "$(wc -l < states)" -gt 1 ] && sed -i 1d states; exit 0 ;;',
      'esac',
    ].join('\n'),
  );
  const variables = { ...EXISTING_ECS_SERVICE.releaseVariables(model, environment), IMAGE_URI: IMAGE };
  return { ...shell.run(EXISTING_ECS_SERVICE.releaseCommands(model, environment), variables), shell };
}

testWithJq(
  'a release registers the file with the image, points the service to that revision and watches the deployment',
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
    ]);
    const registered = JSON.parse(readFileSync(join(shell.folder, 'release.json'), 'utf-8'));
    const written = JSON.parse(JSON.stringify(renderTaskDefinition(model, environment)));
    written.containerDefinitions[0].image = IMAGE;
    expect(registered).toEqual(written);
  },
);

testWithJq.each([
  ['failed', ['IN_PROGRESS', 'FAILED'], 'FAILED'],
  ['was rolled back, so that ECS knows it no longer', ['IN_PROGRESS', 'None'], 'None'],
  ['is not complete in time', ['IN_PROGRESS'], 'IN_PROGRESS'],
])('a release fails where the deployment %s', (_name, states, last) => {
  const { status, output } = release(states);
  expect(status).toBe(1);
  expect(output).toContain(`The deployment failed, was rolled back or took too long: ${last}`);
});

testWithJq('a release waits as long as the config says', () => {
  expect(release(['IN_PROGRESS']).calls.filter((call) => call === 'sleep 15')).toHaveLength(4);
});

test('a release may do nothing but what it does', () => {
  expect(
    EXISTING_ECS_SERVICE.releaseStatements(model, environment).map(({ actions, resources }) => [actions, resources]),
  ).toEqual([
    [['ecs:RegisterTaskDefinition'], ['arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:*']],
    [
      ['ecs:DescribeServices', 'ecs:UpdateService'],
      ['arn:aws:ecs:us-east-1:111122223333:service/production/orders-api'],
    ],
    [
      ['iam:PassRole'],
      [
        'arn:aws:iam::111122223333:role/orders-api-production-execution',
        'arn:aws:iam::111122223333:role/orders-api-production-task',
      ],
    ],
  ]);
});

test('a role that is both execution and task role is passed once', () => {
  const role = 'arn:aws:iam::111122223333:role/both';
  const both = modelOf({ executionRoleArn: role, taskRoleArn: role });
  const passed = EXISTING_ECS_SERVICE.releaseStatements(both, both.environments[0]!).find(({ actions }) =>
    actions.includes('iam:PassRole'),
  );
  expect(passed?.resources).toEqual([role]);
});

test('tags of the task definition need a permission of their own', () => {
  const tagged = modelOf({ taskDefinitionFields: { tags: [{ key: 'team', value: 'orders' }] } });
  expect(EXISTING_ECS_SERVICE.releaseStatements(tagged, tagged.environments[0]!)[0]!.actions).toContain(
    'ecs:TagResource',
  );
});

describe('the rollback script', () => {
  const FAMILY = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api';

  /** Runs it where the service runs revision `current`, and these revisions are active. */
  function rollback(
    args: string,
    { current = `${FAMILY}:7`, active = [8, 7, 5, 4], state = 'COMPLETED', of = modelOf() } = {},
  ) {
    const shell = new Shell(temporaryFolder());
    writeFileSync(join(shell.folder, 'rollback.sh'), EXISTING_ECS_SERVICE.rollbackScript(of));
    shell.program('sleep');
    shell.program(
      'aws',
      [
        'case "$*" in',
        `  *describe-services*taskDefinition*) echo ${current} ;;`,
        `  *list-task-definitions*) echo "${active.map((revision) => `${FAMILY}:${revision}`).join('\t')}" ;;`,
        '  *update-service*) echo ecs-svc/1 ;;',
        `  *rolloutState*) echo ${state} ;;`,
        'esac',
      ].join('\n'),
    );
    const { status, output, calls } = shell.run([`bash rollback.sh ${args}`], {});
    const moved = calls.find((call) => call.includes('update-service'))?.replace(/.*--task-definition (\S+).*/, '$1');
    return { status, output, moved };
  }

  test('goes to the active revision before the current one', () => {
    expect(rollback('production')).toMatchObject({ status: 0, moved: `${FAMILY}:5` });
  });

  test('goes to the revision that is named', () => {
    expect(rollback('production 4')).toMatchObject({ status: 0, moved: `${FAMILY}:4` });
    // As the workflow calls it where nobody named one.
    expect(rollback('production ""')).toMatchObject({ status: 0, moved: `${FAMILY}:5` });
  });

  test.each([
    ['no environment', '', {}, 1, 'Name the environment: production'],
    ['an unknown environment', 'staging', {}, 1, 'Name the environment: production'],
    [
      'a revision that is no number',
      "production '4; rm -rf /'",
      {},
      1,
      'There is no earlier revision to go to: 4; rm -rf /',
    ],
    ['nothing to go back to', 'production', { active: [8, 7] }, 1, 'none is active before'],
    ['a service of another family', 'production', { current: `${FAMILY}-old:9` }, 1, 'Name the revision to go to.'],
  ])('moves nothing for %s', (_name, args, world, status, message) => {
    const result = rollback(args, world);
    expect(result).toMatchObject({ status, moved: undefined });
    expect(result.output).toContain(message);
  });

  test('fails where the deployment fails', () => {
    expect(rollback('production', { state: 'FAILED' })).toMatchObject({ status: 1, moved: `${FAMILY}:5` });
  });
});
