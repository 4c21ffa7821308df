import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderRollbackScript } from '../../src/render/rollback-script';
import { EcsServiceMode } from '../../src/service-options';
import { targetOf } from '../../src/targets/targets';
import { modelOf } from '../support/model';
import { temporaryFolder } from '../support/project';
import { Shell } from '../support/shell';

const FAMILY = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api';
const SHA = '0123456789abcdef0123456789abcdef01234567';

interface World {
  /** The revision that the service runs. */
  readonly current?: string;
  /** Active revisions, newest first, and the tags of their images. */
  readonly active?: Readonly<Record<string, string>>;
  /** What the stack says in the end that its parameter is. */
  readonly target?: string;
  /** Whether the role of the CDK cannot be taken. */
  readonly refused?: boolean;
  /** The revisions that the service has run, newest deployment first. */
  readonly deployed?: readonly number[];
  /** How the deployment or the update of the stack goes on. */
  readonly states?: readonly string[];
}

/** Runs the script in a world where the AWS CLI tells these things. */
function rollback(
  mode: EcsServiceMode,
  args: string,
  { current = `${FAMILY}:7`, active, deployed = [], refused = false, target, states }: World = {},
) {
  const revisions = active ?? { 8: 'v8', 7: 'v7', 5: SHA, 4: 'v4' };
  const model = modelOf({ serviceMode: mode, deploymentTimeout: 1 });
  const shell = new Shell(temporaryFolder());
  writeFileSync(join(shell.folder, 'rollback.sh'), renderRollbackScript(model, targetOf(model)));
  const finished = mode === EcsServiceMode.MANAGED ? ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'] : ['COMPLETED'];
  writeFileSync(join(shell.folder, 'states'), `${(states ?? finished).join('\n')}\n`);
  const newestFirst = Object.keys(revisions)
    .map(Number)
    .sort((a, b) => b - a);
  const nextState = 'head -n 1 states; [ "$(wc -l < states)" -gt 1 ] && sed -i 1d states; exit 0';
  shell.program('sleep');
  shell.program(
    'aws',
    [
      'case "$*" in',
      `  *describe-services*taskDefinition*) echo ${current} ;;`,
      `  *list-task-definitions*) echo "${newestFirst.map((revision) => `${FAMILY}:${revision}`).join('\t')}" ;;`,
      ...Object.entries(revisions).map(
        ([revision, tag]) => `  *describe-task-definition*:${revision}\\ *) echo registry/orders-api:${tag} ;;`,
      ),
      `  *assume-role*) ${refused ? 'exit 254' : "printf 'KEY\\tSECRET\\tTOKEN\\n'"} ;;`,
      '  *update-stack*) echo "as $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN ${AWS_PROFILE-none}" >> identity; echo "$*" | grep -o "ParameterValue=[^ ]*" > target ;;',
      `  *list-service-deployments*) echo "${deployed.map((revision) => `run-${revision}`).join('\t')}" ;;`,
      ...deployed.map((revision) => `  *describe-service-revisions*run-${revision}\\ *) echo ${FAMILY}:${revision} ;;`),
      `  *ParameterValue\\ *) ${target ? `echo ${target}` : "sed -n 's/.*ParameterValue=//p' target"} ;;`,
      '  *update-service*) echo ecs-svc/1 ;;',
      `  *rolloutState*|*StackStatus*) ${nextState} ;;`,
      'esac',
    ].join('\n'),
  );
  const result = shell.run([`bash rollback.sh ${args}`], { AWS_PROFILE: 'mine' });
  const moved = result.calls
    .find((call) => /update-service|update-stack/.test(call))
    ?.replace(/.*(?:--task-definition |ParameterValue=)(\S+).*/, '$1');
  return { ...result, moved, shell };
}

describe.each([EcsServiceMode.MANAGED, EcsServiceMode.EXISTING])('the rollback of a service that is %s', (mode) => {
  test.each([
    ['the active revision before the current one', 'production', 5],
    ['the same where the workflow passes on that nobody named one', 'production ""', 5],
    ['the revision that is named', 'production 4', 4],
    ['the newest revision with the image that is named by its commit', `production ${SHA}`, 5],
    ['the newest revision with the image that is named by any tag', 'production v4', 4],
  ])('goes to %s', (_name, args, revision) => {
    expect(rollback(mode, args)).toMatchObject({ status: 0, moved: `${FAMILY}:${revision}` });
  });

  test('has nothing to do where the service runs that revision already', () => {
    const result = rollback(mode, 'production 7');
    expect(result).toMatchObject({ status: 0, moved: undefined });
    expect(result.output).toContain(`orders-api runs ${FAMILY}:7 already`);
  });

  test('goes to what the service has run, not to a revision that never worked', () => {
    const active = { 11: 'v11', 10: 'failed', 9: 'v9', 8: 'v8' };
    const world = { current: `${FAMILY}:11`, active };
    expect(rollback(mode, 'production', { ...world, deployed: [11, 9, 8] }).moved).toBe(`${FAMILY}:9`);
    // Once more, after that: further back, not forward again.
    const after = { current: `${FAMILY}:9`, active, deployed: [9, 11, 9, 8] };
    expect(rollback(mode, 'production', after).moved).toBe(`${FAMILY}:8`);
    // ECS remembers deployments for 90 days.
    expect(rollback(mode, 'production', { ...world, deployed: [11] }).moved).toBe(`${FAMILY}:10`);
  });

  test('takes seven digits for the tag of an image: no family has a million revisions', () => {
    const active = { 7: 'v7', 5: '1234567' };
    expect(rollback(mode, 'production 1234567', { active })).toMatchObject({ status: 0, moved: `${FAMILY}:5` });
  });

  test.each<[string, string, World, string]>([
    ['no environment', '', {}, 'Name the environment: production'],
    ['an unknown environment', 'staging', {}, 'Name the environment: production'],
    [
      'what is neither revision nor tag',
      "production '4; rm -rf /'",
      {},
      'Neither a revision nor the tag of an image: 4; rm -rf /',
    ],
    ['an image that no active revision has', 'production v3', {}, 'none is active with the image v3'],
    ['nothing to go back to', 'production', { active: { 8: 'v8', 7: 'v7' } }, 'none is active before'],
    ['a service of another family', 'production', { current: `${FAMILY}-old:9` }, 'Name the revision to go to.'],
  ])('moves nothing for %s', (_name, args, world, message) => {
    const result = rollback(mode, args, world);
    expect(result).toMatchObject({ status: 1, moved: undefined });
    expect(result.output).toContain(message);
  });

  test('fails where the deployment fails', () => {
    const states = mode === EcsServiceMode.MANAGED ? ['UPDATE_ROLLBACK_COMPLETE'] : ['FAILED'];
    const result = rollback(mode, 'production', { states });
    expect(result).toMatchObject({ status: 1, moved: `${FAMILY}:5` });
    expect(result.output).toContain('failed, was rolled back or took too long');
  });

  test('waits as long as the config says, and no longer', () => {
    const states = mode === EcsServiceMode.MANAGED ? ['UPDATE_IN_PROGRESS'] : ['IN_PROGRESS'];
    const { status, calls } = rollback(mode, 'production', { states });
    expect(status).toBe(1);
    expect(calls.filter((call) => call === 'sleep 15')).toHaveLength(4);
  });
});

test('the rollback of a managed service does nothing with other credentials, where the role of the CDK is refused', () => {
  const { status, calls } = rollback(EcsServiceMode.MANAGED, 'production', { refused: true });
  expect(status).toBe(1);
  expect(calls.filter((call) => call.includes('update-stack'))).toEqual([]);
});

test('the rollback of a managed service fails where the stack has another revision in the end', () => {
  const { status } = rollback(EcsServiceMode.MANAGED, 'production', { target: `${FAMILY}:6` });
  expect(status).toBe(1);
});

test('the rollback of a managed service changes one parameter of its stack, as the role of the CDK', () => {
  const { calls, shell } = rollback(EcsServiceMode.MANAGED, 'production');
  expect(calls.find((call) => call.includes('assume-role'))).toContain(
    '--role-arn arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-us-east-1',
  );
  expect(calls.find((call) => call.includes('update-stack'))).toBe(
    `aws cloudformation update-stack --stack-name orders-api-production-service --use-previous-template --parameters ParameterKey=TaskDefinitionArn,ParameterValue=${FAMILY}:5 --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM`,
  );
  expect(readFileSync(join(shell.folder, 'identity'), 'utf-8')).toBe('as KEY SECRET TOKEN none\n');
});
