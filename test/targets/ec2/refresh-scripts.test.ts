import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ec2DeploymentMode } from '../../../src/options';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';
import { filesOf } from './support';

const SCRIPTS = filesOf({
  deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH,
  environments: [{ name: 'staging' }, { name: 'production' }],
  smokeTest: { command: 'echo "tested $BUNDLE_KEY"' },
  loadBalancer: { enabled: false },
});

const key = (letter: string) => `${letter.repeat(64)}.zip`;
const [A, B, C, D] = [key('a'), key('b'), key('c'), key('d')];

interface Stack {
  readonly live?: string;
  readonly history?: readonly string[];
  /** Status of the stack, one for each call. The last one repeats. */
  readonly states?: readonly string[];
  /** Whether the CDK fails. */
  readonly fails?: boolean;
}

/** A shell with the scripts, and with an `aws` and an `npx` that play CloudFormation and the CDK. */
function cloudFormation({ live, history = [], states = ['UPDATE_COMPLETE'], fails = false }: Stack): Shell {
  const shell = new Shell(temporaryFolder());
  for (const [path, text] of Object.entries(SCRIPTS).filter(([name]) => name.endsWith('.sh'))) {
    mkdirSync(dirname(join(shell.folder, path)), { recursive: true });
    writeFileSync(join(shell.folder, path), text);
  }
  writeFileSync(join(shell.folder, 'live'), live ?? '');
  shell.program('sleep');
  shell.program('timeout', 'shift; "$@"');
  shell.program(
    'npx',
    `case "$*" in *-base\\ *) exit 0 ;; esac; cd "${shell.folder}"; echo "$*" | grep -o 'BundleKey=[0-9a-f]*.zip' | cut -d = -f 2 > live; ${fails ? 'exit 124' : 'exit 0'}`,
  );
  shell.program(
    'aws',
    `
cd "${shell.folder}"
count() { echo >> "$1.count"; wc -l < "$1.count"; }
case "$2 $*" in
  describe-stacks*BundleKey*) ${live === undefined ? '[ -s live ] || exit 254; ' : ''}cat live ;;
  describe-stacks*BundleHistory*) ${live === undefined ? 'exit 254' : `echo ${history.join(',') || 'none'}`} ;;
  describe-stacks*StackStatus*) states=(${states.join(' ')}); i=$(($(count states) - 1)); echo "\${states[$i]:-${states.at(-1)}}" ;;
  assume-role*) printf 'ID\\tSECRET\\tTOKEN\\n' ;;
  update-stack*) echo "$*" | grep -o 'ParameterKey=BundleKey,ParameterValue=[0-9a-f]*.zip' | cut -d = -f 3 > live ;;
  cancel-update-stack*) ;;
  *) echo "unexpected: $*" >&2; exit 1 ;;
esac`,
  );
  return shell;
}

const cancelled = (calls: readonly string[]) => calls.filter((call) => call.includes('cancel-update-stack'));
const updates = (calls: readonly string[]) => calls.filter((call) => call.includes(' update-stack '));
const historyIn = (calls: readonly string[]) => /BundleHistory=(\S+)/.exec(calls.join('\n'))?.[1]?.split(',');

describe('a release', () => {
  function release(stack: Stack, bundle = C) {
    const result = cloudFormation(stack).run(['bash infra/release.sh production'], {
      BUNDLE_KEY: bundle,
      CDK_VERSION: '2.1.0',
    });
    const [timeout, base, ...calls] = result.calls;
    expect(timeout).toMatch(/^timeout 10m npx .* orders-api-production-base /);
    expect(base).toMatch(
      /^npx .* deploy orders-api-production-base --app cdk.out --exclusively --require-approval never$/,
    );
    return { ...result, calls };
  }

  test('deploys the stack with the bundle, watches the alarms, and runs the smoke test', () => {
    const { status, output, calls } = release({ live: B, history: [B, A] });
    expect(status).toBe(0);
    expect(output).toContain(`tested ${C}`);
    expect(calls.find((call) => call.startsWith('npx'))).toBe(
      `npx --yes aws-cdk@2.1.0 deploy orders-api-production-service --app cdk.out --exclusively --require-approval never --parameters BundleKey=${C} --parameters BundleHistory=${C},${B},${A} --parameters WatchAlarms=true`,
    );
    expect(calls.find((call) => call.startsWith('timeout'))).toMatch(/^timeout \d+m npx /);
    expect(cancelled(calls)).toEqual([]);
  });

  test.each<readonly [string, Stack, readonly string[]]>([
    ['the stack does not exist', {}, [C]],
    ['there was no release', { live: 'none' }, [C]],
    ['the same bundle is released again', { live: C, history: [C, B] }, [C, B]],
    ['a newer bundle was rolled back', { live: B, history: [D, B, A] }, [C, B, A]],
    ['the bundle was live before', { live: B, history: [B, A, C] }, [C, B, A]],
  ])('records which bundles have been live if %s', (_when, stack, expected) => {
    const { status, calls } = release(stack);
    expect(status).toBe(0);
    expect(historyIn(calls)).toEqual(expected);
  });

  test('keeps the 20 newest bundles, which fit into a parameter', () => {
    const history = Array.from({ length: 20 }, (_, i) => `${String(10 + i).repeat(32)}.zip`);
    const { calls } = release({ live: history[0]!, history });
    expect(historyIn(calls)).toEqual([C, ...history.slice(0, 19)]);
    expect(historyIn(calls)!.join(',').length).toBeLessThan(4096);
  });

  test('cancels its update if it takes too long', () => {
    const { status, output, calls } = release({ live: B, fails: true, states: ['UPDATE_IN_PROGRESS'] });
    expect(status).toBe(1);
    expect(output).toContain(`The deployment of ${C} did not complete in time; rolling back.`);
    expect(cancelled(calls)).toEqual([
      'aws cloudformation cancel-update-stack --stack-name orders-api-production-service',
    ]);
  });

  test('cancels nothing if the update has already been rolled back', () => {
    const { status, calls } = release({ live: B, fails: true, states: ['UPDATE_ROLLBACK_COMPLETE'] });
    expect(status).toBe(1);
    expect(cancelled(calls)).toEqual([]);
  });

  test('does not cancel the update of another release', () => {
    const shell = cloudFormation({ live: B, states: ['UPDATE_IN_PROGRESS'] });
    shell.program('npx', 'case "$*" in *-base\\ *) exit 0 ;; *) exit 1 ;; esac');
    const { status, calls } = shell.run(['bash infra/release.sh production'], { BUNDLE_KEY: C, CDK_VERSION: '2.1.0' });
    expect(status).toBe(1);
    expect(cancelled(calls)).toEqual([]);
  });

  test.each(['', 'main.zip', `${'a'.repeat(64)}.zip; true`])('rejects the bundle %p', (bundle) => {
    const { status, calls, output } = release({ live: B }, bundle);
    expect(status).toBe(1);
    expect(output).toContain(`Not a valid bundle: ${bundle}`);
    expect(calls.filter((call) => call.startsWith('npx'))).toEqual([]);
  });
});

describe('a rollback', () => {
  function rollBack(stack: Stack, revision = '') {
    return cloudFormation(stack).run([`bash infra/rollback.sh production ${revision}`], {});
  }

  test('sets the key of the previous bundle, and ignores the alarms', () => {
    const { status, output, calls } = rollBack({ live: C, history: [C, B, A] });
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining(`${B} is live again.`) });
    expect(updates(calls)).toEqual([
      `aws cloudformation update-stack --stack-name orders-api-production-service --use-previous-template --parameters ParameterKey=BundleKey,ParameterValue=${B} ParameterKey=BundleHistory,UsePreviousValue=true ParameterKey=WatchAlarms,ParameterValue=false --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM`,
    ]);
    expect(calls.find((call) => call.includes('assume-role'))).toContain(
      'arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-us-east-1',
    );
  });

  test('selects an even earlier revision if it runs again', () => {
    expect(updates(rollBack({ live: B, history: [C, B, A] }).calls)[0]).toContain(`ParameterValue=${A}`);
  });

  test.each([A, C])('deploys the requested revision, also a newer one', (revision) => {
    expect(updates(rollBack({ live: B, history: [C, B, A] }, revision).calls)[0]).toContain(
      `ParameterValue=${revision}`,
    );
  });

  test('does nothing if the revision is live', () => {
    const { status, output, calls } = rollBack({ live: B, history: [C, B, A] }, B);
    expect(status).toBe(0);
    expect(output).toContain(`${B} is already live.`);
    expect(updates(calls)).toEqual([]);
  });

  test('cancels a release that is being deployed', () => {
    const states = ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'];
    const { status, output, calls } = rollBack({ live: B, history: [B, A], states });
    expect(status).toBe(0);
    expect(output).toContain('The update was cancelled, and the previous revision is live.');
    expect(cancelled(calls)).toHaveLength(1);
    expect(updates(calls)).toEqual([]);
  });

  test('cancels a release, and then deploys the requested revision', () => {
    const states = ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_COMPLETE'];
    const { status, calls } = rollBack({ live: B, history: [B, A], states }, A);
    expect(status).toBe(0);
    expect(cancelled(calls)).toHaveLength(1);
    expect(updates(calls)[0]).toContain(`ParameterValue=${A}`);
  });

  test('fails if the cancelled update is not rolled back', () => {
    const { status, output } = rollBack({
      live: B,
      history: [B, A],
      states: ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'],
    });
    expect(status).toBe(1);
    expect(output).toContain('was not rolled back. Last status: UPDATE_COMPLETE');
  });

  test('fails if the stack rolls back', () => {
    const { status, output } = rollBack({
      live: C,
      history: [C, B],
      states: ['UPDATE_COMPLETE', 'UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
    });
    expect(status).toBe(1);
    expect(output).toContain('Last status: UPDATE_ROLLBACK_COMPLETE');
  });

  test.each([
    ['there is no earlier revision', { live: A, history: [A] }, '', 'There is no earlier revision to roll back to.'],
    ['there was no release', { live: 'none' }, '', 'There is no earlier revision to roll back to.'],
    ['the revision was never live', { live: B, history: [B, A] }, D, `to roll back to with the key ${D}.`],
    ['the revision is not valid', { live: B, history: [B, A] }, 'd-1234', 'Invalid revision: d-1234'],
  ])('fails if %s', (_why, stack, revision, message) => {
    const { status, output, calls } = rollBack(stack, revision);
    expect(output).toContain(message);
    expect(status).not.toBe(0);
    expect(updates(calls)).toEqual([]);
  });

  test('rejects an unknown environment', () => {
    const { status, output } = cloudFormation({}).run(['bash infra/rollback.sh prod'], {});
    expect(status).not.toBe(0);
    expect(output).toContain('Specify an environment: staging, production');
  });
});
