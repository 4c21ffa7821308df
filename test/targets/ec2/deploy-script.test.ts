import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';
import { filesOf } from './support';

const SCRIPTS = filesOf({ environments: [{ name: 'staging' }, { name: 'production' }] });

const key = (letter: string) => `${letter.repeat(64)}.zip`;
const [A, B, C] = [key('a'), key('b'), key('c')];

interface Deployment {
  readonly id: string;
  readonly key: string;
  readonly time: string;
}

interface Setup {
  /** Successful deployments. */
  readonly history?: readonly Deployment[];
  /** Status of the new deployment, one for each call. The last one repeats. */
  readonly states?: readonly string[];
  /** The running deployment, which disappears after this many calls. */
  readonly running?: { readonly id: string; readonly creator: string; readonly calls: number };
}

/** A shell with the scripts and an `aws` that plays CodeDeploy. */
function codeDeploy({ history = [], states = ['Succeeded'], running }: Setup): Shell {
  const shell = new Shell(temporaryFolder());
  for (const [path, text] of Object.entries(SCRIPTS).filter(([name]) => name.endsWith('.sh'))) {
    mkdirSync(dirname(join(shell.folder, path)), { recursive: true });
    writeFileSync(join(shell.folder, path), text);
  }
  const rows = history.map(({ id, time, key: of }) => `${time}\\t${id}\\t${of}\\n`).join('');
  shell.program('sleep');
  shell.program(
    'aws',
    `
cd "${shell.folder}"
count() { echo >> "$1.count"; wc -l < "$1.count"; }
case "$2 $*" in
  list-deployments*Succeeded*) echo "${history.map(({ id }) => id).join('\t')}" ;;
  list-deployments*) [ "$(count running)" -gt ${running?.calls ?? 0} ] || echo "${running?.id ?? ''}" ;;
  batch-get-deployments*) printf '${rows}' ;;
  create-deployment*) echo d-NEW ;;
  get-deployment*deploymentInfo.creator*) echo ${running?.creator ?? 'user'} ;;
  get-deployment*deploymentInfo.status*)
    states=(${states.join(' ')}); i=$(($(count states) - 1)); echo "\${states[$i]:-${states.at(-1)}}" ;;
  get-deployment*errorInformation*) printf 'HEALTH_CONSTRAINTS\\tToo many instances failed.\\n' ;;
  get-deployment*rollbackDeploymentId*) echo d-BACK ;;
  list-deployment-targets*) printf 'i-1\\ti-2\\n' ;;
  batch-get-deployment-targets*) echo "- Failed: ValidateService" ;;
  stop-deployment*) ;;
  *) echo "unexpected: $*" >&2; exit 1 ;;
esac`,
  );
  return shell;
}

const created = (calls: readonly string[]) => calls.filter((call) => call.startsWith('aws deploy create-deployment'));
const stopped = (calls: readonly string[]) => calls.filter((call) => call.startsWith('aws deploy stop-deployment'));

const HISTORY: readonly Deployment[] = [
  { id: 'd-A', key: A, time: '2026-01-01T00:00:00' },
  { id: 'd-C', key: C, time: '2026-01-03T00:00:00' },
  { id: 'd-B', key: B, time: '2026-01-02T00:00:00' },
];

function release(setup: Setup, bundle = B, env: Record<string, string> = {}) {
  return codeDeploy(setup).run(['bash infra/release.sh production deploy'], { BUNDLE_KEY: bundle, ...env });
}

describe('a release', () => {
  test('deploys the bundle and waits until it is live', () => {
    const { status, output, calls } = release({ history: HISTORY, states: ['Created', 'InProgress', 'Succeeded'] });
    expect(status).toBe(0);
    expect(output).toContain(`Deploying ${B} as d-NEW.`);
    expect(created(calls)).toEqual([
      `aws deploy create-deployment --application-name orders-api-production --deployment-group-name orders-api-production --s3-location bucket=orders-api-111122223333-us-east-1,key=${B},bundleType=zip --ignore-application-stop-failures --query deploymentId --output text`,
    ]);
    expect(calls.filter((call) => call === 'sleep 15')).toHaveLength(2);
    expect(stopped(calls)).toEqual([]);
  });

  test('passes the ID of the deployment to the next step', () => {
    const shell = codeDeploy({ history: HISTORY });
    shell.run(['bash infra/release.sh production deploy', 'cat variables'], {
      BUNDLE_KEY: B,
      GITHUB_ENV: join(shell.folder, 'variables'),
    });
    expect(shell.run(['cat variables'], {}).output).toContain('DEPLOYMENT_ID=d-NEW\n');
  });

  test('ignores the alarms the first time, because no instance has responded yet', () => {
    expect(created(release({}).calls)[0]).toContain('--override-alarm-configuration enabled=false');
  });

  test('waits for a deployment to a new instance', () => {
    const { status, output, calls } = release({
      history: HISTORY,
      running: { id: 'd-SCALE', creator: 'autoscaling', calls: 2 },
    });
    expect(status).toBe(0);
    expect(output).toContain('Waiting for d-SCALE.');
    expect(stopped(calls)).toEqual([]);
  });

  test('fails with the reason if the deployment fails', () => {
    const { status, output, calls } = release({ history: HISTORY, states: ['InProgress', 'Failed'] });
    expect(status).toBe(1);
    expect(output).toContain('d-NEW failed: HEALTH_CONSTRAINTS Too many instances failed.');
    expect(output).toContain('- Failed: ValidateService');
    expect(output).toContain('CodeDeploy rolls back: d-BACK');
    expect(stopped(calls)).toEqual([]);
  });

  test('stops the deployment if it takes too long', () => {
    const { status, output, calls } = release({ history: HISTORY, states: ['InProgress'] });
    expect(status).toBe(1);
    expect(output).toContain('d-NEW did not complete in time. Last status: InProgress');
    expect(stopped(calls)).toEqual(['aws deploy stop-deployment --deployment-id d-NEW --auto-rollback-enabled']);
    expect(calls.filter((call) => call === 'sleep 15')).toHaveLength(120);
  });

  test('stops the deployment if the release is cancelled', () => {
    const shell = codeDeploy({ history: HISTORY, states: ['InProgress'] });
    shell.program('sleep', 'kill -TERM $PPID');
    const { status, calls } = shell.run(['bash infra/release.sh production deploy'], { BUNDLE_KEY: B });
    expect(status).not.toBe(0);
    expect(stopped(calls)).toEqual(['aws deploy stop-deployment --deployment-id d-NEW --auto-rollback-enabled']);
  });

  test.each(['', 'main.zip', `${'a'.repeat(64)}.zip; true`])('rejects the bundle %p', (bundle) => {
    const { status, calls, output } = release({}, bundle);
    expect(status).toBe(1);
    expect(output).toContain(`Not a valid bundle: ${bundle}`);
    expect(created(calls)).toEqual([]);
  });
});

describe('a rollback', () => {
  function rollBack(setup: Setup, revision = '') {
    return codeDeploy(setup).run([`bash infra/rollback.sh production ${revision}`], {});
  }

  test('deploys the previous revision and ignores the alarms', () => {
    const { status, output, calls } = rollBack({ history: HISTORY });
    expect(status).toBe(0);
    expect(output).toContain(`${B} is live again.`);
    expect(created(calls)).toEqual([expect.stringContaining(`key=${B},bundleType=zip`)]);
    expect(created(calls)[0]).toContain('--override-alarm-configuration enabled=false');
  });

  test('selects an even earlier revision if it runs again', () => {
    const again = [...HISTORY, { id: 'd-B2', key: B, time: '2026-01-04T00:00:00' }];
    expect(created(rollBack({ history: again }).calls)[0]).toContain(`key=${A},`);
  });

  test.each([
    ['the key of a bundle', A],
    ['the ID of a deployment', 'd-A'],
  ])('deploys the revision with %s', (_what, revision) => {
    expect(created(rollBack({ history: HISTORY }, revision).calls)[0]).toContain(`key=${A},`);
  });

  test('does nothing if the revision is live', () => {
    const { status, output, calls } = rollBack({ history: HISTORY }, C);
    expect(status).toBe(0);
    expect(output).toContain(`${C} is already live.`);
    expect(created(calls)).toEqual([]);
  });

  test('stops a release that is being deployed', () => {
    const { status, output, calls } = rollBack({
      history: HISTORY,
      running: { id: 'd-RUN', creator: 'user', calls: 3 },
    });
    expect(status).toBe(0);
    expect(output).toContain('d-RUN was stopped, and the previous revision is live.');
    expect(stopped(calls)).toEqual(['aws deploy stop-deployment --deployment-id d-RUN --auto-rollback-enabled']);
    expect(created(calls)).toEqual([]);
  });

  test('stops a release, and then deploys the requested revision', () => {
    const { calls } = rollBack({ history: HISTORY, running: { id: 'd-RUN', creator: 'user', calls: 2 } }, A);
    expect(stopped(calls)).toHaveLength(1);
    expect(created(calls)[0]).toContain(`key=${A},`);
  });

  test('waits for a deployment to a new instance', () => {
    const { calls } = rollBack({ history: HISTORY, running: { id: 'd-SCALE', creator: 'autoscaling', calls: 2 } });
    expect(stopped(calls)).toEqual([]);
    expect(created(calls)[0]).toContain(`key=${B},`);
  });

  test.each([
    ['there is no earlier revision', [HISTORY[0]!], '', 'There is no earlier revision to roll back to.'],
    ['there is no revision', [], '', 'There is no earlier revision to roll back to.'],
    ['the deployment did not succeed', HISTORY, 'd-X', 'to roll back to with the ID d-X.'],
    ['the revision is not valid', HISTORY, 'main', 'Invalid revision: main'],
  ])('fails if %s', (_why, history, revision, message) => {
    const { status, output, calls } = rollBack({ history }, revision);
    expect(output).toContain(message);
    expect(status).not.toBe(0);
    expect(created(calls)).toEqual([]);
  });

  test('rejects an unknown environment', () => {
    const { status, output } = codeDeploy({}).run(['bash infra/rollback.sh prod'], {});
    expect(status).not.toBe(0);
    expect(output).toContain('Specify an environment: staging, production');
  });
});
