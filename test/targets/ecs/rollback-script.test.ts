import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EcsServiceMode } from '../../../src/options';
import { rollbackScriptOf, textOf } from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';

const FAMILY = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api';
const REPOSITORY = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api';
const NOT_FOUND = 'An error occurred (ImageNotFoundException) when calling the DescribeImages operation';
const SHA = '0123456789abcdef0123456789abcdef01234567';

interface Scenario {
  /** The revision that the service runs. */
  readonly current?: string;
  /** Active revisions, newest first, with the tags of their images. */
  readonly active?: Readonly<Record<string, string>>;
  /** The final value of the stack parameter. */
  readonly target?: string;
  /** The image of all revisions, if it is not in `registry`. */
  readonly image?: string;
  /** What `aws ecr describe-images` prints. */
  readonly imageStatus?: string;
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
  {
    current = `${FAMILY}:7`,
    active,
    deployed = [],
    accessDenied = false,
    target,
    states,
    image,
    imageStatus = 'ACTIVE',
  }: Scenario = {},
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
        ([revision, tag]) =>
          `  *describe-task-definition*:${revision}\\ *) echo ${image ?? `registry/orders-api:${tag}`} ;;`,
      ),
      `  *describe-images*) echo '${imageStatus}'; [[ '${imageStatus}' != *Exception* ]] ;;`,
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

  describe('the check of the image', () => {
    const tag = `${REPOSITORY}:v5`;
    const digest = `${REPOSITORY}:v5@sha256:${'0'.repeat(64)}`;

    test.each([
      ['tag', tag, 'imageTag=v5'],
      ['digest', digest, `imageDigest=sha256:${'0'.repeat(64)}`],
    ])('finds the image by its %s', (_name, image, id) => {
      const { status, moved, calls } = rollback(mode, 'production', { image });
      expect({ status, moved }).toEqual({ status: 0, moved: `${FAMILY}:5` });
      expect(calls.filter((call) => call.includes(' ecr '))).toEqual([
        `aws ecr describe-images --region us-east-1 --registry-id 111122223333 --repository-name orders-api --image-ids ${id} --filter imageStatus=ANY --query imageDetails[0].imageStatus --output text`,
      ]);
    });

    test.each([
      ['has expired', NOT_FOUND, `The image no longer exists: ${tag}`],
      ['is archived', 'ARCHIVED', `The image is archived: ${tag}`],
      ['is being restored', 'ACTIVATING', 'The image is being restored from the archive'],
    ])('changes nothing if the image %s', (_name, imageStatus, message) => {
      const result = rollback(mode, 'production', { image: tag, imageStatus });
      expect(result).toMatchObject({ status: 1, moved: undefined });
      expect(result.output).toContain(message);
    });

    test('names the command that restores an archived image', () => {
      expect(rollback(mode, 'production', { image: tag, imageStatus: 'ARCHIVED' }).output).toContain(
        'aws ecr update-image-storage-class --region us-east-1 --registry-id 111122223333 --repository-name orders-api --image-id imageTag=v5 --target-storage-class STANDARD',
      );
    });

    test('does not prevent a rollback if ECR refuses to answer', () => {
      const imageStatus = 'An error occurred (AccessDeniedException) when calling the DescribeImages operation';
      const result = rollback(mode, 'production', { image: tag, imageStatus });
      expect(result).toMatchObject({ status: 0, moved: `${FAMILY}:5` });
      expect(result.output).toContain(`Cannot check whether the image exists, so the rollback continues: ${tag}: An`);
    });

    test.each([`${REPOSITORY}-other:v5`, 'public.ecr.aws/nginx/nginx:1'])('ignores %s', (image) => {
      const { status, calls } = rollback(mode, 'production', { image, imageStatus: NOT_FOUND });
      expect(status).toBe(0);
      expect(calls.filter((call) => call.includes(' ecr '))).toEqual([]);
    });

    test('changes nothing if the revision has no container with the name', () => {
      const result = rollback(mode, 'production', { image: 'None' });
      expect(result).toMatchObject({ status: 1, moved: undefined });
      expect(result.output).toContain(`${FAMILY}:5 has no container with the name orders-api.`);
    });
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

test('the role that rolls back in another account can check the image', () => {
  const options = {
    environments: [{ name: 'staging' }, { name: 'production', awsAccount: '444455556666' }],
    registry: { tagReleases: false },
  };
  const policy = textOf(modelOf(options), 'infra/registry-stack.ts');
  expect(policy).toContain('// production runs in another account and checks whether images exist.');
  expect(policy).toContain("'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/orders-api-production-deploy'");
  expect(policy).not.toContain('staging');
});

test('the role of a pipeline can check the image if a smoke test rolls back', () => {
  const policy = (rollBack: boolean) =>
    textOf(
      modelOf({
        environments: [{ name: 'staging' }, { name: 'production', awsAccount: '444455556666' }],
        smokeTest: { command: './smoke', rollBack },
        githubActions: { enabled: false },
        registry: { tagReleases: false },
      }),
      'infra/registry-stack.ts',
    );
  expect(policy(true)).toContain("'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/orders-api-production-release'");
  expect(policy(false)).not.toContain('ecr:DescribeImages');
});
