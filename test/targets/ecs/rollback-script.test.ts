import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EcsServiceMode } from '../../../src/options';
import { rollbackScriptOf } from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';

const FAMILY = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api';
const SHA = '0123456789abcdef0123456789abcdef01234567';

interface Scenario {
  /** The revision that the service runs. */
  readonly current?: string;
  /** Active revisions, newest first, with the tags of their images. */
  readonly active?: Readonly<Record<string, string>>;
  /** The final value of the stack parameter. */
  readonly target?: string;
  /** Whether assuming the CDK bootstrap role fails. */
  readonly accessDenied?: boolean;
  /** Successfully deployed revisions, newest deployment first. */
  readonly deployed?: readonly number[];
  /** The states of the deployment or stack update, one for each status check. */
  readonly states?: readonly string[];
}

/** Runs the script with a fake AWS CLI that simulates the scenario. */
function rollback(
  mode: EcsServiceMode,
  args: string,
  { current = `${FAMILY}:7`, active, deployed = [], accessDenied = false, target, states }: Scenario = {},
) {
  const revisions = active ?? { 8: 'v8', 7: 'v7', 5: SHA, 4: 'v4' };
  const model = modelOf({ serviceMode: mode, deploymentTimeoutMinutes: 1 });
  const shell = new Shell(temporaryFolder());
  writeFileSync(join(shell.folder, 'rollback.sh'), rollbackScriptOf(model));
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
      `  *assume-role*) ${accessDenied ? 'exit 254' : "printf 'KEY\\tSECRET\\tTOKEN\\n'"} ;;`,
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

describe.each([EcsServiceMode.MANAGED, EcsServiceMode.EXISTING])('the rollback of a service with mode %s', (mode) => {
  test.each([
    ['the previous active revision by default', 'production', 5],
    ['the same revision if the workflow passes an empty input', 'production ""', 5],
    ['the specified revision', 'production 4', 4],
    ['the newest revision whose image has the specified commit as its tag', `production ${SHA}`, 5],
    ['the newest revision whose image has the specified tag', 'production v4', 4],
  ])('rolls back to %s', (_name, args, revision) => {
    expect(rollback(mode, args)).toMatchObject({ status: 0, moved: `${FAMILY}:${revision}` });
  });

  test('does nothing if the service already runs the revision', () => {
    const result = rollback(mode, 'production 7');
    expect(result).toMatchObject({ status: 0, moved: undefined });
    expect(result.output).toContain(`orders-api already runs ${FAMILY}:7`);
  });

  test('rolls back to a successfully deployed revision, not to one that failed', () => {
    const active = { 11: 'v11', 10: 'failed', 9: 'v9', 8: 'v8' };
    const scenario = { current: `${FAMILY}:11`, active };
    expect(rollback(mode, 'production', { ...scenario, deployed: [11, 9, 8] }).moved).toBe(`${FAMILY}:9`);
    // A second rollback continues to an older revision instead of returning to the newer one.
    const after = { current: `${FAMILY}:9`, active, deployed: [9, 11, 9, 8] };
    expect(rollback(mode, 'production', after).moved).toBe(`${FAMILY}:8`);
    // ECS keeps deployments for 90 days. Without history, the script uses the previous active revision.
    expect(rollback(mode, 'production', { ...scenario, deployed: [11] }).moved).toBe(`${FAMILY}:10`);
  });

  test('treats seven digits as an image tag, because no family has a million revisions', () => {
    const active = { 7: 'v7', 5: '1234567' };
    expect(rollback(mode, 'production 1234567', { active })).toMatchObject({ status: 0, moved: `${FAMILY}:5` });
  });

  test.each<[string, string, Scenario, string]>([
    ['no environment', '', {}, 'Specify an environment: production'],
    ['an unknown environment', 'staging', {}, 'Specify an environment: production'],
    ['an invalid revision or tag', "production '4; rm -rf /'", {}, 'Invalid revision or image tag: 4; rm -rf /'],
    ['an image that no active revision uses', 'production v3', {}, 'no active revision uses image tag v3'],
    [
      'a service without an older revision',
      'production',
      { active: { 8: 'v8', 7: 'v7' } },
      'no active revision is older than',
    ],
    [
      'a service of another family',
      'production',
      { current: `${FAMILY}-old:9` },
      'Specify the revision to roll back to.',
    ],
  ])('changes nothing for %s', (_name, args, scenario, message) => {
    const result = rollback(mode, args, scenario);
    expect(result).toMatchObject({ status: 1, moved: undefined });
    expect(result.output).toContain(message);
  });

  test('fails if the deployment fails', () => {
    const states = mode === EcsServiceMode.MANAGED ? ['UPDATE_ROLLBACK_COMPLETE'] : ['FAILED'];
    const result = rollback(mode, 'production', { states });
    expect(result).toMatchObject({ status: 1, moved: `${FAMILY}:5` });
    expect(result.output).toContain('failed, was rolled back, or timed out');
  });

  test('waits no longer than the configured timeout', () => {
    const states = mode === EcsServiceMode.MANAGED ? ['UPDATE_IN_PROGRESS'] : ['IN_PROGRESS'];
    const { status, calls } = rollback(mode, 'production', { states });
    expect(status).toBe(1);
    expect(calls.filter((call) => call === 'sleep 15')).toHaveLength(4);
  });
});

test('the rollback of a managed service does not use other credentials if it cannot assume the CDK bootstrap role', () => {
  const { status, calls } = rollback(EcsServiceMode.MANAGED, 'production', { accessDenied: true });
  expect(status).toBe(1);
  expect(calls.filter((call) => call.includes('update-stack'))).toEqual([]);
});

test('the rollback of a managed service fails if the stack ends up with another revision', () => {
  const { status } = rollback(EcsServiceMode.MANAGED, 'production', { target: `${FAMILY}:6` });
  expect(status).toBe(1);
});

test('the rollback of a managed service changes one stack parameter, using the CDK bootstrap role', () => {
  const { calls, shell } = rollback(EcsServiceMode.MANAGED, 'production');
  expect(calls.find((call) => call.includes('assume-role'))).toContain(
    '--role-arn arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-us-east-1',
  );
  expect(calls.find((call) => call.includes('update-stack'))).toBe(
    `aws cloudformation update-stack --stack-name orders-api-production-service --use-previous-template --parameters ParameterKey=TaskDefinitionArn,ParameterValue=${FAMILY}:5 --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM`,
  );
  expect(readFileSync(join(shell.folder, 'identity'), 'utf-8')).toBe('as KEY SECRET TOKEN none\n');
});
