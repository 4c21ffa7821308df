import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { lintWorkflows } from '../../support/actionlint';
import { deployWorkflowOf, guideOfModel } from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';

const MODEL = modelOf({ triggerTags: ['v*'], codePipeline: { enabled: false }, registry: { gitTag: true } });
const WORKFLOW = deployWorkflowOf(MODEL);
const STEP = parse(WORKFLOW).jobs.build.steps.at(-1);

/** A fake ECR that contains an image with the tag of the commit, and other tags. */
function tagImage(gitTag: string, tags: Readonly<Record<string, string>> = {}, { ecr = '' } = {}) {
  const shell = new Shell(temporaryFolder());
  const digests = Object.entries({ sha: 'sha256:1', ...tags }).map(
    ([tag, digest]) => `*describe-images*imageTag=${tag}\\ *) echo ${digest};;`,
  );
  shell.program(
    'aws',
    [
      ecr,
      'case "$*" in',
      ...digests,
      '*describe-images*) echo "An error occurred (ImageNotFoundException)" >&2; exit 254;;',
      `*batch-get-image*) echo '{"images":[{"imageManifest":"{\\n  \\"a\\": 1\\n}","imageManifestMediaType":"application/x"}]}';;`,
      'esac',
    ].join('\n'),
  );
  const { status, calls } = shell.run([`set -e\n${STEP.run}`], {
    GITHUB_REF_NAME: gitTag,
    IMAGE_TAG: 'sha',
    RUNNER_TEMP: shell.folder,
  });
  return { status, folder: shell.folder, put: calls.filter((call) => call.includes('put-image')) };
}

test('the workflow is valid, and the step runs only for tags', () => {
  expect(lintWorkflows([WORKFLOW])).toEqual([[]]);
  expect(STEP.if).toBe("github.ref_type == 'tag'");
});

test('a new tag is added to the image of the commit, whose manifest does not change', () => {
  const { status, put, folder } = tagImage('v1.4.0');
  expect(status).toBe(0);
  expect(put).toEqual([
    `aws ecr put-image --repository-name orders-api --image-tag v1.4.0 --image-manifest file://${folder}/manifest.json --image-manifest-media-type application/x`,
  ]);
  expect(readFileSync(join(folder, 'manifest.json'), 'utf-8')).toBe('{\n  "a": 1\n}');
});

test('a second run does not add it again', () => {
  expect(tagImage('v1.4.0', { 'v1.4.0': 'sha256:1' })).toMatchObject({ status: 0, put: [] });
});

test('a tag of another image is not skipped, so ECR rejects it', () => {
  expect(tagImage('v1.4.0', { 'v1.4.0': 'sha256:2' }).put).toHaveLength(1);
});

test('characters that an image tag cannot contain are replaced', () => {
  expect(tagImage('release/v1.4.0+build.7').put[0]).toContain('--image-tag release-v1.4.0-build.7 ');
});

test('a failure of ECR stops the build', () => {
  expect(tagImage('v1.4.0', {}, { ecr: 'exit 1' })).toMatchObject({ status: 1, put: [] });
});

test('appears in the guide', () => {
  expect(guideOfModel(MODEL)).toContain('and tags it with the Git tag that started the release');
});
