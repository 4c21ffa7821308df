import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { temporaryFolder } from '../../support/project';
import { isInstalled } from '../../support/shell';
import { filesOf, modelOf } from './support';

const files = filesOf({ pullRequestPreviews: {}, config: { API: 'https://x' } });
const workflow = parse(files['.github/workflows/preview.yml']!);
const { build, publish, remove } = workflow.jobs;

describe('the workflow', () => {
  test('runs for pull requests, one run for each of them at a time', () => {
    expect(workflow.on).toEqual({ pull_request: { types: ['opened', 'reopened', 'synchronize', 'closed'] } });
    expect(workflow.concurrency).toEqual({
      group: 'preview-docs-${{ github.event.number }}',
      'cancel-in-progress': true,
    });
  });

  test('ignores forks', () => {
    const sameRepository = 'github.event.pull_request.head.repo.full_name == github.repository';
    expect(build.if).toBe(`github.event.action != 'closed' && ${sameRepository}`);
    expect(publish.needs).toBe('build');
    expect(remove.if).toBe(`github.event.action == 'closed' && ${sameRepository}`);
  });

  test('runs the code of the pull request without AWS credentials', () => {
    expect(workflow.permissions).toEqual({});
    expect(build.permissions).toEqual({ contents: 'read' });
    expect(JSON.stringify(build.steps)).not.toContain('role-to-assume');
    for (const job of [publish, remove]) {
      expect(job.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
      expect(JSON.stringify(job.steps)).not.toMatch(/npm (ci|run)/);
    }
  });

  test('shows the URL in the summary', () => {
    expect(publish.steps.at(-1)).toEqual({
      name: 'Publish the preview',
      env: { STACK: 'docs-production-site', CONFIG: '{"API":"https://x"}', NUMBER: '${{ github.event.number }}' },
      run: 'URL=$(bash infra/preview.sh publish)\necho "Preview of pull request $NUMBER: $URL" >> "$GITHUB_STEP_SUMMARY"\n',
    });
    expect(remove.steps.at(-1).run).toBe('bash infra/preview.sh remove');
  });

  test('exists only if the option is set', () => {
    const others = Object.keys(filesOf());
    expect(others.filter((path) => path.includes('preview'))).toEqual([]);
  });
});

test('the role trusts only pull requests, and can change only previews', () => {
  const stack = files['infra/site-stack.ts']!;
  const role = stack.slice(stack.indexOf('const previewRole'), stack.indexOf('new CfnOutput'));
  expect(role).toContain("'repo:acme/docs:pull_request', 'repo:acme@*/docs@*:pull_request'");
  expect(role.match(/actions: .*|resources: .*|conditions: .*/g)).toEqual([
    "actions: ['s3:PutObject', 's3:DeleteObject'],",
    "resources: [bucket.arnForObjects('previews/*')],",
    "actions: ['s3:ListBucket'],",
    'resources: [bucket.bucketArn],',
    "conditions: { StringLike: { 's3:prefix': 'previews/*' } },",
    "actions: ['cloudformation:DescribeStacks'],",
    "resources: ['arn:aws:cloudformation:us-east-1:111122223333:stack/docs-production-site/*'],",
  ]);
});

test('only the environment with previews has the role', () => {
  const environments = [{ name: 'test' }, { name: 'live' }];
  const of = (pullRequestPreviews: object) => filesOf({ environments, pullRequestPreviews });
  expect(of({})['infra/test-site-stack.ts']).toContain("roleName: 'docs-test-preview'");
  expect(of({})['infra/live-site-stack.ts']).not.toContain('previewRole');
  expect(of({ environment: 'live' })['infra/test-site-stack.ts']).not.toContain('previewRole');
  expect(modelOf({ environments, pullRequestPreviews: { environment: 'live' } }).github!.previews!.role.arn).toBe(
    'arn:aws:iam::111122223333:role/docs-live-preview',
  );
});

(isInstalled('jq') ? describe : describe.skip)('infra/preview.sh', () => {
  function run(command: string, env: Record<string, string>, folder = temporaryFolder()) {
    mkdirSync(join(folder, 'infra'), { recursive: true });
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'infra/preview.sh'), files['infra/preview.sh']!);
    writeFileSync(
      join(folder, 'bin/aws'),
      `#!/bin/bash
echo "aws $*" >> "${folder}/calls"
[ "$1" != cloudformation ] || echo '[{"OutputKey":"Bucket","OutputValue":"site"},{"OutputKey":"Url","OutputValue":"https://site"}]'
`,
    );
    chmodSync(join(folder, 'bin/aws'), 0o755);
    const { status, stdout, stderr } = spawnSync('bash', ['infra/preview.sh', command], {
      cwd: folder,
      encoding: 'utf-8',
      env: { PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`, STACK: 'docs-production-site', ...env },
    });
    const calls = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf-8').trim() : '';
    return { status, stdout, stderr, calls: calls.split('\n') };
  }

  function built(names: readonly string[]): string {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'dist'));
    for (const name of names) {
      writeFileSync(join(folder, 'dist', name), '');
    }
    return folder;
  }

  test('uploads the site with its config to the folder of the pull request, and deletes old files there', () => {
    const folder = built(['index.html', 'font.woff2']);
    const { status, stdout, calls } = run('publish', { NUMBER: '41', CONFIG: '{"API":"https://x"}' }, folder);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'https://site/?preview=41\n' });
    expect(readFileSync(join(folder, 'dist/config.json'), 'utf-8')).toBe('{"API":"https://x"}\n');
    const common = 'aws s3 sync --only-show-errors --delete --cache-control no-store';
    const typed = [
      ['avif', 'image/avif'],
      ['mjs', 'text/javascript'],
      ['wasm', 'application/wasm'],
      ['webmanifest', 'application/manifest+json'],
      ['woff2', 'font/woff2'],
    ].map(
      ([extension, type]) =>
        `${common} --exclude * --include *.${extension} --content-type ${type} dist s3://site/previews/41`,
    );
    // A preview has no old file of a type even if the site no longer has files of this type.
    expect(calls.slice(1)).toEqual([
      ...typed,
      `${common} --exclude *.avif --exclude *.mjs --exclude *.wasm --exclude *.webmanifest --exclude *.woff2 dist s3://site/previews/41`,
    ]);
  });

  test('removes only the folder of the pull request', () => {
    expect(run('remove', { NUMBER: '4' }).calls.slice(1)).toEqual([
      'aws s3 rm --only-show-errors --recursive s3://site/previews/4/',
    ]);
  });

  test.each(['', '0', '../releases', '4/', '-1'])('rejects the number %j', (NUMBER) => {
    expect(run('remove', { NUMBER })).toMatchObject({
      status: 2,
      stderr: 'Set NUMBER to the number of a pull request.\n',
      calls: [''],
    });
  });

  test('rejects a site without a start page', () => {
    expect(run('publish', { NUMBER: '4' }, built(['main.html']))).toMatchObject({
      status: 1,
      stderr: 'The site contains no index.html. Set bundle.path to the folder that contains it.\n',
    });
  });

  test('rejects symbolic links', () => {
    const folder = built(['index.html']);
    symlinkSync('/etc/passwd', join(folder, 'dist/passwd'));
    expect(run('publish', { NUMBER: '4' }, folder)).toMatchObject({
      status: 1,
      stderr: 'The site contains symbolic links: ./passwd\n',
    });
  });
});
