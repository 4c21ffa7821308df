import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SiteStrategy } from '../../../src/options';
import { temporaryFolder } from '../../support/project';
import { filesOf } from './support';

const SCRIPTS = filesOf({
  environments: [
    { name: 'staging' },
    {
      name: 'production',
      config: { API: 'https://x' },
      strategy: SiteStrategy.BLUE_GREEN,
      strategyParameters: { approvePreview: true },
    },
  ],
});
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
  /** The error code if the store contains nothing. */
  readonly noState?: string;
}

/** The scripts with an `aws` that keeps buckets in folders and the store in a file. */
function siteIn(folder: string, { state, delivers, errors = '0', noState = 'ResourceNotFoundException' }: Setup) {
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
    echo '[{"OutputKey":"Bucket","OutputValue":"site"},{"OutputKey":"Store","OutputValue":"arn:store"},{"OutputKey":"Distribution","OutputValue":"E1"},{"OutputKey":"Url","OutputValue":"https://site"},{"OutputKey":"DistributionUrl","OutputValue":"https://d1.cloudfront.net"}]' ;;
  'cloudfront-keyvaluestore describe-key-value-store') [ "$AWS_ACCESS_KEY_ID" = id ]; echo etag ;;
  'cloudfront-keyvaluestore get-key')
    [ -f state ] || { echo "An error occurred (${noState}) when calling the GetKey operation" >&2; exit 254; }
    cat state ;;
  'cloudfront-keyvaluestore put-key')
    [ "$AWS_ACCESS_KEY_ID" = id ]
    while [ $# -gt 0 ]; do if [ "$1" = --value ]; then echo "$2" > state; echo "$2" >> states; fi; shift; done
    echo etag ;;
  's3 cp' | 's3 sync')
    included=; args=()
    while [ $# -gt 0 ]; do case "$1" in
      --recursive | --only-show-errors | --size-only) ;;
      --include) included=$2; shift ;;
      --region | --exclude | --cache-control | --content-type) shift ;;
      *) args+=("$1") ;; esac; shift; done
    from=$(local_path "\${args[2]}"); to=$(local_path "\${args[3]}")
    if [ "$to" = - ]; then cat "$from"; elif [ -n "$included" ]; then :; elif [ -d "$from" ]; then mkdir -p "$to"; cp -R "$from/." "$to"; else mkdir -p "$(dirname "$to")"; cp "$from" "$to"; fi ;;
  's3 rm') rm -rf "$(local_path "\${@: -1}")" ;;
  's3api head-object') while [ $# -gt 0 ]; do [ "$1" != --key ] || [ -f "s3/site/$2" ]; shift; done ;;
  's3api list-objects-v2')
    # A name that contains "old" belongs to an old object.
    folder=$(sed 's#.*--prefix \\([a-z]*\\)/.*#\\1#' <<< "$*")
    list() { ls "s3/site/$folder" 2> /dev/null || true; }
    case "$*" in
      *CommonPrefixes*) list | sed 's#.*#releases/&/#' ;;
      *ETag*) list | while read -r name; do printf '%s\\t"%s"\\n' "$folder/$name" "$(md5sum < "s3/site/$folder/$name" | cut -c 1-32)"; done ;;
      *'>='*) list | grep -v old | sed "s#^#$folder/#" || echo None ;;
      *) list | grep old | sed "s#^#$folder/#" || echo None ;;
    esac ;;
  's3api delete-objects')
    while [ $# -gt 0 ]; do if [ "$1" = --delete ]; then file=\${2#file://}; fi; shift; done
    jq -r '.Objects[].Key' "$file" | while read -r key; do rm "s3/site/$key"; done
    echo None ;;
  'cloudwatch get-metric-statistics') echo ${errors} ;;
  *) echo "unexpected: $*" >&2; exit 1 ;;
esac`,
  );
  program('curl', `echo "curl $*" >> calls; echo '{"release":"${delivers ?? ''}"}'`);
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

  test('specifies the content types that the AWS CLI does not know everywhere', () => {
    const folder = temporaryFolder();
    const { site } = siteIn(folder, {});
    storeSite(folder, { ...FILES, 'app.webmanifest': '{}', 'assets/a.wasm': '', 'assets/b/c.wasm': '' });
    const { calls } = site('upload', { ...ENV, CONFIG: '' });
    expect(
      calls.flatMap((call) => /--include (\S+) --content-type (\S+) .* (\S+)$/.exec(call)?.slice(1) ?? []),
    ).toEqual([
      ...['*.wasm', 'application/wasm', 's3://site/assets'],
      ...['*.webmanifest', 'application/manifest+json', expect.stringContaining('s3://site/releases/')],
    ]);
  });

  test.each<[string, (folder: string) => void, string]>([
    [
      'contains a symbolic link, which can point to credentials',
      (folder) => {
        storeSite(folder, FILES);
        symlinkSync('/etc/passwd', join(folder, 'source/passwd'));
        spawnSync('zip', ['-q', '-y', join(folder, 's3/docs-111122223333-us-east-1', KEY), 'passwd'], {
          cwd: join(folder, 'source'),
        });
      },
      'The site contains symbolic links: ./passwd',
    ],
    [
      'has no start page',
      (folder) => storeSite(folder, { 'browser/index.html': '' }),
      'The site contains no index.html. Set bundle.path to the folder that contains it.',
    ],
    [
      'changes an asset that browsers keep',
      (folder) => {
        mkdirSync(join(folder, 's3/site/assets'));
        writeFileSync(join(folder, 's3/site/assets/app-1.js'), '2');
        storeSite(folder, FILES);
      },
      'The content of assets/app-1.js has changed, but not its name. The names of files in assets must contain a hash of their content.',
    ],
  ])('uploads nothing if the site %s', (_name, prepare, message) => {
    const folder = temporaryFolder();
    const { site } = siteIn(folder, {});
    prepare(folder);
    const { status, stderr, calls } = site('upload', { ...ENV, CONFIG: '' });
    expect(status).not.toBe(0);
    expect(stderr).toContain(message);
    expect(calls.filter((call) => call.includes('s3 sync'))).toEqual([]);
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
    expect(stderr).toContain(`https://d1.cloudfront.net does not deliver the release ${b}.`);
    expect(states.at(-1)).toMatchObject({ live: a });
  });

  test('does not undo a rollback that happens in the meantime', () => {
    const folder = temporaryFolder();
    const { site } = siteIn(folder, { state: { live: b, history: [b, a] }, delivers: c, errors: '7.5' });
    // While the release waits, somebody rolls back to an earlier release.
    writeFileSync(
      join(folder, 'bin/sleep'),
      `#!/bin/bash\necho '{"live":"${a}","history":["${b}","${a}"]}' > "${folder}/state"\n`,
    );
    const { status, states } = site('activate', { RELEASE: c, STRATEGY: 'CANARY', PERCENT: '20' });
    expect(status).not.toBe(0);
    expect(states.map(({ live, next }) => [live, next])).toEqual([[b, c]]);
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
    const { site } = siteIn(temporaryFolder(), { state: { live: a, history: [a] }, delivers: b });
    const { states, stderr, calls } = site('preview', { RELEASE: b });
    expect(states).toEqual([{ live: a, history: [a], next: b, weight: 0 }]);
    expect(stderr).toContain(`Preview: https://site/?release=${b}`);
    // The smoke test must not test the live release.
    expect(calls).toContain(
      `curl --silent --fail --max-time 10 https://d1.cloudfront.net/release.json?attempt=1&release=${b}`,
    );
  });
});

whereInstalled('approved', () => {
  const ENV = { BUNDLE_KEY: KEY, CONFIG: '{"API":"https://x"}' };
  const release = createHash('sha256').update(`${KEY}\n${ENV.CONFIG}\n`).digest('hex').slice(0, 16);

  test('prints the ID of the release that was uploaded, as long as it is the preview', () => {
    const folder = temporaryFolder();
    const { site } = siteIn(folder, { state: { live: a, next: release, weight: 0, history: [a] } });
    const { status, stdout, states } = site('approved', ENV);
    expect({ status, stdout, states }).toEqual({ status: 0, stdout: release, states: [] });
  });

  test('accepts a first release, which is already live', () => {
    const { site } = siteIn(temporaryFolder(), { state: { live: release, history: [release] } });
    expect(site('approved', ENV)).toMatchObject({ status: 0, stdout: release });
  });

  test.each([
    ['a rollback', { live: a, history: [b, a] }],
    ['another release', { live: a, next: b, weight: 0, history: [a] }],
  ])('fails if %s has removed the preview', (_name, state) => {
    const { site } = siteIn(temporaryFolder(), { state });
    expect(site('approved', ENV)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `The release ${release} has no preview: a rollback or another release has removed it.\n`,
    });
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
  function withReleases(state?: object, noState?: string) {
    const folder = temporaryFolder();
    const { bucket, site } = siteIn(folder, { state, noState });
    const write = (path: string, text: string) => {
      mkdirSync(join(bucket, path, '..'), { recursive: true });
      writeFileSync(join(bucket, path), text);
    };
    for (const [i, release] of [a, b, c].entries()) {
      write(`releases/${release}/index.html`, '');
      write(`releases/${release}/assets.txt`, `assets/old-${i}.js\n`);
      write(`assets/old-${i}.js`, '');
    }
    // Deleted before: one release that can still be open, and one that cannot.
    write('deleted/3.txt', 'assets/old-3.js\n');
    write('deleted/old-4.txt', 'assets/old-4.js\n');
    for (const name of ['old-3.js', 'old-4.js', 'new.js']) {
      write(`assets/${name}`, '');
    }
    return { site, ls: (path: string) => readdirSync(join(bucket, path)).sort() };
  }

  test('deletes releases that nobody can return to, and assets that nobody can need', () => {
    const { site, ls } = withReleases({ live: b, history: [b, a] });

    expect(site('prune').status).toBe(0);

    expect(ls('releases')).toEqual([a, b]);
    // The assets of the deleted release stay for those who have it open, and those of an upload in progress.
    expect(ls('assets')).toEqual(['new.js', 'old-0.js', 'old-1.js', 'old-2.js', 'old-3.js']);
    expect(ls('deleted')).toEqual(['3.txt', `${c}.txt`]);
  });

  test('keeps the release that is being published', () => {
    const { site, ls } = withReleases({ live: b, history: [b], next: c, weight: 10 });
    expect(site('prune').status).toBe(0);
    expect(ls('releases')).toEqual([b, c]);
  });

  test.each([undefined, 'AccessDeniedException'])('deletes nothing if the state is unknown: %s', (noState) => {
    const { site, ls } = withReleases(undefined, noState);
    expect(site('prune').status).not.toBe(0);
    expect(ls('releases')).toEqual([a, b, c]);
    expect(ls('assets')).toHaveLength(6);
  });
});

whereInstalled('the state of the site', () => {
  test('is not overwritten if it cannot be read', () => {
    const { site } = siteIn(temporaryFolder(), { noState: 'AccessDeniedException' });
    const { status, states, stderr } = site('activate', { RELEASE: b, STRATEGY: 'ALL_AT_ONCE', PERCENT: '100' });
    expect(status).not.toBe(0);
    expect(states).toEqual([]);
    expect(stderr).toContain('An error occurred (AccessDeniedException)');
  });

  test('fits in a value of the store, which is limited to 1 KB', () => {
    const releases = Array.from({ length: 20 }, (_, i) => String(i).padStart(16, '0'));
    const state = { live: a, history: releases, next: b, weight: 99 };
    expect(JSON.stringify(state).length).toBeLessThan(1024);
  });
});
