import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { renderBundleScript } from '../../../src/artifacts/bundle/bundle-script';
import { temporaryFolder } from '../../support/project';

const BUCKET = {
  name: 'orders-api-111122223333-us-east-1',
  arn: 'arn:aws:s3:::orders-api-111122223333-us-east-1',
  account: '111122223333',
  region: 'us-east-1',
  stack: { name: 'orders-api-artifacts', file: 'artifacts-stack.ts', className: 'ArtifactsStack' },
};

const SCRIPT = renderBundleScript({
  service: 'orders-api',
  noun: 'package',
  bundle: {
    path: 'dist',
    script: 'infra/bundle.sh',
    buckets: [BUCKET, { ...BUCKET, name: 'orders-api-111122223333-eu-west-1', region: 'eu-west-1' }],
    roleStatements: [],
  },
  readers: [],
});

const hasZip = spawnSync('zip', ['-v']).status === 0;
const whereZipExists = hasZip ? test : test.skip;
if (!hasZip) {
  console.warn('zip is not installed, so the tests that run infra/bundle.sh are skipped.');
}

/** A folder with a project, and an `aws` that writes its arguments to a log. It finds objects in `stored`. */
function projectIn(folder: string): void {
  mkdirSync(join(folder, 'dist/lib'), { recursive: true });
  writeFileSync(join(folder, 'dist/index.mjs'), 'export const handler = async () => "ok";\n');
  writeFileSync(join(folder, 'dist/lib/a.txt'), 'a\n');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(
    join(folder, 'bin/aws'),
    `#!/bin/bash
echo "$*" | sed "s#$TMPDIR[^ ]*#ZIP#" >> "${folder}/calls"
case "$2" in
  head-object) grep -qF "$6 $8" "${folder}/stored" 2> /dev/null ;;
  put-object) echo "$6 $8" >> "${folder}/stored"; cp "\${10}" "${folder}/bundle.zip" ;;
esac
`,
  );
  chmodSync(join(folder, 'bin/aws'), 0o755);
  writeFileSync(join(folder, 'bundle.sh'), SCRIPT);
}

function run(folder: string): { key: string; log: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync('bash', ['bundle.sh'], {
    cwd: folder,
    encoding: 'utf-8',
    env: { ...process.env, PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`, TMPDIR: folder },
  });
  return { key: stdout.trim(), log: stderr, status };
}

describe('infra/bundle.sh', () => {
  whereZipExists('stores the folder in every bucket under the hash of the zip file', () => {
    const folder = temporaryFolder();
    projectIn(folder);

    const { key, log } = run(folder);

    const hash = execFileSync('sha256sum', [join(folder, 'bundle.zip')], { encoding: 'utf-8' }).split(' ')[0];
    expect(key).toBe(`${hash}.zip`);
    expect(log).toBe(
      `Stored s3://orders-api-111122223333-us-east-1/${key}.\nStored s3://orders-api-111122223333-eu-west-1/${key}.\n`,
    );
    expect(execFileSync('unzip', ['-Z1', join(folder, 'bundle.zip')], { encoding: 'utf-8' })).toBe(
      'index.mjs\nlib/a.txt\n',
    );
  });

  whereZipExists('creates the same file on another day, with other permissions, in another order', () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    projectIn(one);
    projectIn(other);
    rmSync(join(other, 'dist/index.mjs'));
    writeFileSync(join(other, 'dist/index.mjs'), readFileSync(join(one, 'dist/index.mjs')));
    chmodSync(join(other, 'dist/index.mjs'), 0o600);
    utimesSync(join(other, 'dist/lib/a.txt'), new Date('2020-02-02'), new Date('2020-02-02'));

    expect(run(other).key).toBe(run(one).key);
  });

  whereZipExists('creates another file if the content changes', () => {
    const folder = temporaryFolder();
    projectIn(folder);
    const { key } = run(folder);
    writeFileSync(join(folder, 'dist/lib/a.txt'), 'b\n');

    expect(run(folder).key).not.toBe(key);
  });

  whereZipExists('does not store a file again', () => {
    const folder = temporaryFolder();
    projectIn(folder);
    const { key } = run(folder);

    expect(run(folder).log).toBe(
      `s3://orders-api-111122223333-us-east-1/${key} already exists.\ns3://orders-api-111122223333-eu-west-1/${key} already exists.\n`,
    );
  });

  test('fails if the folder is missing or empty', () => {
    const folder = temporaryFolder();
    projectIn(folder);
    rmSync(join(folder, 'dist'), { recursive: true });
    mkdirSync(join(folder, 'dist'));

    expect(run(folder)).toEqual({
      key: '',
      log: 'dist contains no files. Check the commands that create it.\n',
      status: 1,
    });
  });
});

describe('other files of the project', () => {
  const withFiles = renderBundleScript({
    service: 'orders-api',
    noun: 'bundle',
    bundle: {
      path: 'dist',
      script: 'infra/bundle.sh',
      files: [
        { from: 'deploy/appspec.yml', to: 'appspec.yml' },
        { from: 'deploy/scripts/start.sh', to: 'deploy/scripts/start.sh' },
      ],
      buckets: [BUCKET],
      roleStatements: [],
    },
    readers: [],
  });

  function folderWithFiles(): string {
    const folder = temporaryFolder();
    projectIn(folder);
    mkdirSync(join(folder, 'deploy/scripts'), { recursive: true });
    writeFileSync(join(folder, 'deploy/appspec.yml'), 'version: 0.0\n');
    writeFileSync(join(folder, 'deploy/scripts/start.sh'), 'true\n');
    writeFileSync(join(folder, 'bundle.sh'), withFiles);
    return folder;
  }

  whereZipExists('are part of the zip file', () => {
    const folder = folderWithFiles();
    expect(run(folder).status).toBe(0);
    const names = execFileSync('unzip', ['-Z1', join(folder, 'bundle.zip')], { encoding: 'utf-8' })
      .trim()
      .split('\n');
    expect(names).toEqual(['appspec.yml', 'deploy/scripts/start.sh', 'index.mjs', 'lib/a.txt']);
  });

  whereZipExists('do not overwrite what the project creates', () => {
    const folder = folderWithFiles();
    writeFileSync(join(folder, 'dist/appspec.yml'), '');
    const { status, log } = run(folder);
    expect(status).toBe(1);
    expect(log).toContain(
      'dist must not contain appspec.yml, because the bundle contains another file with this name.',
    );
  });
});
