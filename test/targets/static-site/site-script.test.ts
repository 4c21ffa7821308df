import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from '../../support/project';
import { filesOf } from './support';

const SCRIPTS = filesOf({ environments: [{ name: 'staging' }, { name: 'production', config: { API: 'https://x' } }] });
const KEY = `${'0'.repeat(64)}.zip`;

const isInstalled = (program: string) => spawnSync(program, ['--version']).error === undefined;
const MISSING = ['jq', 'zip', 'unzip'].filter((program) => !isInstalled(program));
const whereInstalled = MISSING.length === 0 ? describe : describe.skip;
if (MISSING.length > 0) {
  console.warn(`${MISSING.join(', ')} not installed, so the tests that run infra/site.sh are skipped.`);
}

interface Setup {
  /** What the store contains. */
  readonly state?: object;
  /** The release that the site delivers. */
  readonly delivers?: string;
  /** The error rate of the distribution. */
  readonly errors?: string;
}

/** The scripts with an `aws` that keeps buckets in folders and the store in a file. */
function siteIn(folder: string, { state, delivers, errors = '0' }: Setup) {
  for (const path of ['infra/site.sh', 'infra/rollback.sh', 'infra/release.sh']) {
    mkdirSync(join(folder, 'infra'), { recursive: true });
    writeFileSync(join(folder, path), SCRIPTS[path]!);
  }
  const bucket = join(folder, 's3/site');
  mkdirSync(bucket, { recursive: true });
  mkdirSync(join(folder, 's3/docs-111122223333-us-east-1'), { recursive: true });
  if (state) {
    writeFileSync(join(folder, 'state'), JSON.stringify(state));
  }
  const program = (name: string, body: string) => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin', name), `#!/bin/bash\nset -e\ncd "${folder}"\n${body}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  };
  program(
    'aws',
    `
echo "aws $*" >> calls
local_path() { echo "\${1/s3:\\/\\//${folder.replaceAll('/', '\\/')}\\/s3\\/}"; }
case "$1 $2" in
  'sts assume-role') printf 'id\\tsecret\\ttoken\\n' ;;
  'cloudformation describe-stacks')
    echo '[{"OutputKey":"Bucket","OutputValue":"site"},{"OutputKey":"Store","OutputValue":"arn:store"},{"OutputKey":"Distribution","OutputValue":"E1"},{"OutputKey":"Url","OutputValue":"https://site"}]' ;;
  'cloudfront-keyvaluestore describe-key-value-store') [ "$AWS_ACCESS_KEY_ID" = id ]; echo etag ;;
  'cloudfront-keyvaluestore get-key') cat state ;;
  'cloudfront-keyvaluestore put-key')
    [ "$AWS_ACCESS_KEY_ID" = id ]
    while [ $# -gt 0 ]; do if [ "$1" = --value ]; then echo "$2" > state; echo "$2" >> states; fi; shift; done
    echo etag ;;
  's3 cp' | 's3 sync')
    recursive=; args=()
    while [ $# -gt 0 ]; do case "$1" in
      --recursive) recursive=-R ;; --only-show-errors | --size-only) ;; --region | --exclude | --cache-control) shift ;;
      *) args+=("$1") ;; esac; shift; done
    from=$(local_path "\${args[2]}"); to=$(local_path "\${args[3]}")
    if [ "$to" = - ]; then cat "$from"; elif [ -d "$from" ]; then mkdir -p "$to"; cp -R "$from/." "$to"; else mkdir -p "$(dirname "$to")"; cp "$from" "$to"; fi ;;
  's3 rm') rm -rf "$(local_path "\${@: -1}")" ;;
  's3api head-object') while [ $# -gt 0 ]; do [ "$1" != --key ] || [ -f "s3/site/$2" ]; shift; done ;;
  's3api list-objects-v2')
    case "$*" in
      *'--prefix releases/'*) ls s3/site/releases | sed 's#.*#releases/&/#' ;;
      *) ls s3/site/assets 2> /dev/null | sed 's#^#assets/#' ;;
    esac ;;
  'cloudwatch get-metric-statistics') echo ${errors} ;;
  *) echo "unexpected: $*" >&2; exit 1 ;;
esac`,
  );
  program('curl', `echo '{"release":"${delivers ?? ''}"}'`);
  program('sleep', 'echo "sleep $*" >> calls');
  const run = (script: string, args: readonly string[], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync('bash', [script, ...args], {
      cwd: folder,
      encoding: 'utf-8',
      env: { PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`, TMPDIR: folder, ...env },
    });
    const lines = (file: string) =>
      existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf-8').trim().split('\n') : [];
    return {
      status,
      stdout: stdout.trim(),
      stderr,
      states: lines('states').map((line) => JSON.parse(line)),
      calls: lines('calls'),
    };
  };
  const settings = {
    STACK: 'docs-production-site',
    PUBLISH_ROLE: 'arn:aws:iam::111122223333:role/docs-production-publish',
    ERROR_RATE: '5',
    BAKE_MINUTES: '0',
    STEP_MINUTES: '1',
  };
  return {
    bucket,
    run,
    site: (command: string, env: Record<string, string> = {}) =>
      run('infra/site.sh', [command], { ...settings, ...env }),
  };
}

/** Stores a built site as the bundle. */
function storeSite(folder: string, files: Record<string, string>): void {
  const source = join(folder, 'source');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(source, path, '..'), { recursive: true });
    writeFileSync(join(source, path), text);
  }
  spawnSync('zip', ['-q', '-r', join(folder, 's3/docs-111122223333-us-east-1', KEY), '.'], { cwd: source });
}

const RELEASES = { a: 'a'.repeat(16), b: 'b'.repeat(16), c: 'c'.repeat(16), d: 'd'.repeat(16) };
const { a, b, c, d } = RELEASES;

whereInstalled('upload', () => {
  const FILES = { 'index.html': '<h1>Hi</h1>', '404.html': 'Not found', 'assets/app-1.js': '1' };
  const ENV = { BUNDLE_KEY: KEY, ARTIFACT_BUCKET: 'docs-111122223333-us-east-1', ARTIFACT_REGION: 'us-east-1' };

  test('puts the release in a folder of its own and the assets in the shared one', () => {
    const folder = temporaryFolder();
    const { bucket, site } = siteIn(folder, {});
    storeSite(folder, FILES);

    const { status, stdout: release, calls } = site('upload', { ...ENV, CONFIG: '{"API":"https://x"}' });

    expect(status).toBe(0);
    expect(release).toMatch(/^[0-9a-f]{16}$/);
    const read = (path: string) => readFileSync(join(bucket, path), 'utf-8');
    expect(read(`releases/${release}/index.html`)).toBe('<h1>Hi</h1>');
    expect(read(`releases/${release}/config.json`)).toBe('{"API":"https://x"}\n');
    expect(read(`releases/${release}/release.json`)).toBe(`{"release":"${release}"}\n`);
    expect(read(`releases/${release}/assets.txt`)).toBe('assets/app-1.js\n');
    expect(read('assets/app-1.js')).toBe('1');
    expect(read('errors/404.html')).toBe('Not found');
    const uploads = calls.filter((call) => /s3 (cp|sync) /.test(call)).map((call) => call.split(' ').at(-1));
    expect(uploads.slice(1)).toEqual([
      's3://site/assets',
      `s3://site/releases/${release}`,
      's3://site/errors/404.html',
    ]);
  });

  test('gives the same release the same ID, and another config another one', () => {
    const folder = temporaryFolder();
    const { site } = siteIn(folder, {});
    storeSite(folder, FILES);
    const first = site('upload', { ...ENV, CONFIG: '' }).stdout;

    expect(site('upload', { ...ENV, CONFIG: '' }).stdout).toBe(first);
    expect(site('upload', { ...ENV, CONFIG: '{}' }).stdout).not.toBe(first);
  });
});

whereInstalled('activate', () => {
  test('makes the first release live at once, with every strategy', () => {
    const { site } = siteIn(temporaryFolder(), { delivers: a });
    const { status, states } = site('activate', { RELEASE: a, STRATEGY: 'CANARY', PERCENT: '10' });
    expect(status).toBe(0);
    expect(states).toEqual([{ live: a, history: [a] }]);
  });

  test('moves all visitors at once', () => {
    const { site } = siteIn(temporaryFolder(), { state: { live: a, history: [a] }, delivers: b });
    const { status, states } = site('activate', { RELEASE: b, STRATEGY: 'ALL_AT_ONCE', PERCENT: '100' });
    expect(status).toBe(0);
    expect(states).toEqual([{ live: b, history: [b, a] }]);
  });

  test('moves a share of the visitors first', () => {
    const { site } = siteIn(temporaryFolder(), { state: { live: a, history: [a] }, delivers: b });
    const { states, calls } = site('activate', { RELEASE: b, STRATEGY: 'CANARY', PERCENT: '20', STEP_MINUTES: '2' });
    expect(states).toEqual([
      { live: a, history: [a], next: b, weight: 20 },
      { live: b, history: [b, a] },
    ]);
    expect(calls.filter((call) => call === 'sleep 60')).toHaveLength(2);
  });

  test('moves the visitors in equal steps', () => {
    const { site } = siteIn(temporaryFolder(), { state: { live: a, history: [a] }, delivers: b });
    const { states } = site('activate', { RELEASE: b, STRATEGY: 'LINEAR', PERCENT: '40' });
    expect(states.map(({ live, weight }) => [live, weight])).toEqual([
      [a, 40],
      [a, 80],
      [b, undefined],
    ]);
  });

  test('returns to the previous release if the error rate is too high', () => {
    const { site } = siteIn(temporaryFolder(), { state: { live: a, history: [a] }, delivers: b, errors: '7.5' });
    const { status, states, stderr } = site('activate', { RELEASE: b, STRATEGY: 'CANARY', PERCENT: '20' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('The site returned 5xx errors for 7.5 % of the requests. The limit is 5 %.');
    expect(states.at(-1)).toEqual({ live: a, history: [a] });
  });

  test('returns to the previous release if CloudFront does not deliver the new one', () => {
    const { site } = siteIn(temporaryFolder(), { state: { live: a, history: [a] }, delivers: a });
    const { status, states, stderr } = site('activate', { RELEASE: b, STRATEGY: 'ALL_AT_ONCE', PERCENT: '100' });
    expect(status).not.toBe(0);
    expect(stderr).toContain(`https://site does not deliver the release ${b}.`);
    expect(states.at(-1)).toMatchObject({ live: a });
  });

  test('forgets releases that were rolled back', () => {
    const { site } = siteIn(temporaryFolder(), { state: { live: b, history: [c, b, a] }, delivers: d });
    expect(site('activate', { RELEASE: d, STRATEGY: 'ALL_AT_ONCE', PERCENT: '100' }).states).toEqual([
      { live: d, history: [d, b, a] },
    ]);
  });
});

whereInstalled('preview', () => {
  test('makes the release available without moving visitors', () => {
    const { site } = siteIn(temporaryFolder(), { state: { live: a, history: [a] } });
    const { states, stderr } = site('preview', { RELEASE: b });
    expect(states).toEqual([{ live: a, history: [a], next: b, weight: 0 }]);
    expect(stderr).toContain(`Preview: https://site/?release=${b}`);
  });
});

whereInstalled('infra/rollback.sh', () => {
  function withReleases(setup: Setup) {
    const folder = temporaryFolder();
    const site = siteIn(folder, setup);
    for (const release of [a, b, c]) {
      mkdirSync(join(site.bucket, 'releases', release), { recursive: true });
      writeFileSync(join(site.bucket, 'releases', release, 'release.json'), '{}');
    }
    return site;
  }

  test('returns to the previous release', () => {
    const { run } = withReleases({ state: { live: c, history: [c, b, a] }, delivers: b });
    expect(run('infra/rollback.sh', ['production'])).toMatchObject({
      status: 0,
      states: [{ live: b, history: [c, b, a] }],
    });
  });

  test('returns to the release before that if it runs again', () => {
    const { run } = withReleases({ state: { live: b, history: [c, b, a] }, delivers: a });
    expect(run('infra/rollback.sh', ['production']).states).toEqual([{ live: a, history: [c, b, a] }]);
  });

  test('returns to a specific release', () => {
    const { run } = withReleases({ state: { live: c, history: [c, b, a] }, delivers: a });
    expect(run('infra/rollback.sh', ['production', a]).states).toEqual([{ live: a, history: [c, b, a] }]);
  });

  test('cancels a release that is being published', () => {
    const { run } = withReleases({ state: { live: b, history: [b, a], next: c, weight: 30 }, delivers: b });
    expect(run('infra/rollback.sh', ['production']).states).toEqual([{ live: b, history: [b, a] }]);
  });

  test.each([
    ['there is no earlier release', { live: a, history: [a] }, [], 'There is no earlier release.'],
    [
      'the release does not exist',
      { live: b, history: [b, a] },
      [d],
      `The release ${d} does not exist. Available releases: ${b}, ${a}`,
    ],
    ['the argument is not a release', { live: b, history: [b, a] }, ['../x'], 'Invalid release: ../x'],
  ])('changes nothing if %s', (_name, state, args, message) => {
    const { run } = withReleases({ state });
    const { status, states, stderr } = run('infra/rollback.sh', ['production', ...args]);
    expect(status).not.toBe(0);
    expect(states).toEqual([]);
    expect(stderr).toContain(message);
  });
});

whereInstalled('prune', () => {
  test('deletes releases that nobody can return to, and keeps the assets of the others', () => {
    const folder = temporaryFolder();
    const { bucket, site } = siteIn(folder, { state: { live: b, history: [b, a] } });
    for (const [release, asset] of [
      [a, 'app-1.js'],
      [b, 'app-2.js'],
      [c, 'app-0.js'],
    ]) {
      mkdirSync(join(bucket, 'releases', release!), { recursive: true });
      mkdirSync(join(bucket, 'assets'), { recursive: true });
      writeFileSync(join(bucket, 'releases', release!, 'assets.txt'), `assets/${asset}\n`);
      writeFileSync(join(bucket, 'assets', asset!), '');
    }

    expect(site('prune').status).toBe(0);

    expect(existsSync(join(bucket, 'releases', c))).toBe(false);
    expect([a, b].map((release) => existsSync(join(bucket, 'releases', release)))).toEqual([true, true]);
    expect(['app-0.js', 'app-1.js', 'app-2.js'].map((name) => existsSync(join(bucket, 'assets', name)))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
