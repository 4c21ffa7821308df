import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LifecycleRule, lifecycleRules } from '../../../src/artifacts/image/released-image';
import type { EcsDeliveryOptions } from '../../../src/options';
import { EcsDeploymentController, TaskDefinitionOwner } from '../../../src/options';
import { guideOfModel, infraOfModel, releaseOf, textOf } from '../../support/delivery';
import { EXISTING_SERVICE, modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';

const TAG_IMAGE = 'tag-image';
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const REPOSITORY = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api';

const registryStackOf = (options: Partial<EcsDeliveryOptions>) =>
  infraOfModel(modelOf(options)).sources['registry-stack.ts'] ?? '';

/**
 * The images that remain, evaluated as ECR documents it.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 *
 * @param images the tags of each image, the newest image first
 */
function remaining(rules: readonly LifecycleRule[], images: readonly (readonly string[])[]): string[] {
  const matches = ({ tagPattern }: LifecycleRule, tags: readonly string[]) =>
    tagPattern === undefined || tags.some((tag) => tag.startsWith(tagPattern.slice(0, -1)));
  return images
    .filter((image) => {
      // An image that matches the tags of a rule cannot be expired by a rule with a lower priority.
      const rule = rules.find((each) => matches(each, image));
      // A rule also counts images that it cannot expire.
      const counted = images.filter((each) => rule && matches(rule, each));
      return !rule || counted.indexOf(image) < rule.maxImageCount;
    })
    .map(([commit]) => commit!);
}

describe('the lifecycle rules', () => {
  const rulesOf = (names: readonly string[], registry: EcsDeliveryOptions['registry'] = {}) =>
    lifecycleRules(modelOf({ environments: names.map((name) => ({ name })), registry }).registry);
  const builds = (count: number, from = 0) => Array.from({ length: count }, (_, i) => [`build-${from + i}`]);

  test('keep the image that an environment runs, however many newer builds exist', () => {
    const live = ['c1', 'staging_c1', 'production_c1'];
    expect(remaining(rulesOf(['staging', 'production']), [...builds(50), live])).toEqual([...builds(10).flat(), 'c1']);
  });

  test('keep the image of the last environment, however many newer images run in the first one', () => {
    const live = ['c1', 'staging_c1', 'production_c1'];
    const staged = Array.from({ length: 20 }, (_, i) => [`s${i}`, `staging_s${i}`]);
    expect(remaining(rulesOf(['staging', 'production']), [...staged, live])).toContain('c1');
  });

  test('expire released images that are too old, and keep none for an environment with a similar name', () => {
    const rules = rulesOf(['prod', 'prod-eu'], { keepReleasedImages: 2, keepImages: 1 });
    const images = [
      ['e3', 'prod-eu_e3'],
      ['e2', 'prod-eu_e2'],
      ['e1', 'prod-eu_e1'],
      ['p1', 'prod_p1'],
    ];
    expect(remaining(rules, images)).toEqual(['e3', 'e2', 'p1']);
  });

  test('are those of the builds alone without tags of released images', () => {
    const stack = registryStackOf({ registry: { tagReleases: false } });
    expect(stack).toContain(
      "lifecycleRules: [{ description: 'Expire all images except the newest 10', maxImageCount: 10 }],",
    );
  });

  test('of an existing repository are part of the guide', () => {
    const environments = [{ name: 'staging' }, { name: 'production' }];
    const guide = guideOfModel(modelOf({ environments, registry: { existing: true } }));
    expect(guide).toMatch(
      /make sure that it keeps the images that environments run[\s\S]+\| 1 \| `production_\*` \| `imageCountMoreThan` \| 10 \|\n\s*\| 2 \| `staging_\*` \|/,
    );
    expect(guideOfModel(modelOf({ registry: { existing: true, tagReleases: false } }))).not.toContain('tagPatternList');
  });
});

/** Runs the step with a fake ECR. */
function tagImage(
  imageUri: string,
  { options = {}, put = 'exit 0', image }: { options?: Partial<EcsDeliveryOptions>; put?: string; image?: string } = {},
) {
  const step = releaseOf(modelOf(options)).steps.find(({ id }) => id === TAG_IMAGE)!;
  const shell = new Shell(temporaryFolder());
  const found =
    image ??
    `{"imageManifest":"{\\n  \\"a\\": 1\\n}","imageManifestMediaType":"application/x","imageId":{"imageDigest":"${DIGEST}"}}`;
  shell.program(
    'aws',
    `case "$*" in\n*batch-get-image*) echo '${found}' ;;\n*put-image*) cp "$(sed 's/.*file:..//; s/ .*//' <<< "$*")" manifest; ${put} ;;\nesac`,
  );
  const result = shell.run([`set -euo pipefail\n${step.commands.join('\n')}`], {
    ...step.settings,
    ENVIRONMENT: 'production',
    IMAGE_URI: imageUri,
  });
  return {
    ...result,
    calls: result.calls.map((call) => call.replace(/file:\/\/\S+\/manifest/, 'file://FOLDER/manifest')),
    manifest: () => readFileSync(join(shell.folder, 'manifest'), 'utf-8'),
    tags: result.calls.flatMap((call) => / --image-tag (\S+)/.exec(call)?.[1] ?? []),
  };
}

describe('a release', () => {
  test('tags its image for the environment, and does not change the manifest', () => {
    const { status, calls, manifest } = tagImage(`${REPOSITORY}:0123abc`);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'aws ecr batch-get-image --region us-east-1 --registry-id 111122223333 --repository-name orders-api --image-ids imageTag=0123abc --query images[0] --output json',
      `aws ecr put-image --region us-east-1 --registry-id 111122223333 --repository-name orders-api --image-tag production_0123abc --image-manifest file://FOLDER/manifest.json --image-manifest-media-type application/x --image-digest ${DIGEST}`,
    ]);
    expect(manifest()).toBe('{\n  "a": 1\n}');
  });

  test('finds an image by its digest', () => {
    const { calls, tags } = tagImage(`${REPOSITORY}@${DIGEST}`);
    expect(calls[0]).toContain(`--image-ids imageDigest=${DIGEST} `);
    expect(tags).toEqual([`production_${'ab'.repeat(32)}`]);
  });

  test.each(['ImageAlreadyExistsException', 'ImageTagAlreadyExistsException'])(
    'that is repeated needs no warning, because the image already has the tag: %s',
    (error) => {
      const put = `echo "An error occurred (${error}) when calling PutImage" >&2; exit 254`;
      expect(tagImage(`${REPOSITORY}:c1`, { put }).output).toContain('Tagged ');
      expect(tagImage(`${REPOSITORY}:c1`, { put }).output).not.toContain('WARNING');
    },
  );

  test('continues with a warning if the image cannot be tagged, because the release is live', () => {
    const { status, output } = tagImage(`${REPOSITORY}:c1`, { put: 'echo "(AccessDeniedException)" >&2; exit 254' });
    expect(status).toBe(0);
    expect(output).toContain(
      'WARNING: The image was not tagged as production_c1, so it can expire while it runs: (AccessDeniedException)\n',
    );
  });

  test('continues with a warning if the image no longer exists', () => {
    const { status, output, tags } = tagImage(`${REPOSITORY}:c1`, { image: 'null' });
    expect(status).toBe(0);
    expect(output).toContain(`The image no longer exists: ${REPOSITORY}:c1\n`);
    expect(tags).toEqual([]);
  });

  test('shortens the tag of an image that is built elsewhere', () => {
    const options = { imageBuild: { enabled: false } };
    expect(tagImage(`${REPOSITORY}:${'v'.repeat(128)}`, { options }).tags).toEqual([`production_${'v'.repeat(117)}`]);
  });

  test('tags the image directly after the deployment, because later steps can fail', () => {
    const ids = (options: Partial<EcsDeliveryOptions>) =>
      releaseOf(modelOf({ smokeTest: { command: 'curl x' }, ...options })).steps.map(({ id }) => id);
    expect(ids({})).toEqual(['deploy-base-stack', 'register', 'deploy-stack', TAG_IMAGE, 'smoke-test']);
    expect(ids(EXISTING_SERVICE)).toEqual(['register', 'update', TAG_IMAGE, 'smoke-test']);
    const codeDeploy = { ...EXISTING_SERVICE, deploymentController: EcsDeploymentController.CODE_DEPLOY };
    expect(ids(codeDeploy)).toEqual(['register', 'deploy', TAG_IMAGE, 'smoke-test']);
    expect(ids({ registry: { tagReleases: false } })).not.toContain(TAG_IMAGE);
  });

  test('from another account has permission in the role and in the repository', () => {
    const options = { environments: [{ name: 'staging' }, { name: 'production', awsAccount: '444455556666' }] };
    const stack = registryStackOf(options);
    for (const role of ['deploy', 'release']) {
      expect(stack).toMatch(
        new RegExp(
          `// production runs in another account and tags [^{]+new iam.PolicyStatement\\({\\s+principals: \\[new iam.AccountPrincipal\\('444455556666'\\)\\],\\s+actions: \\['ecr:BatchGetImage', 'ecr:PutImage'\\],\\s+conditions: {\\s+ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/orders-api-production-${role}' },`,
        ),
      );
    }
    expect(stack).not.toContain('staging runs in another account');
    const [step] = releaseOf(modelOf(options), 'production').steps.filter(({ id }) => id === TAG_IMAGE);
    expect(step!.statements).toEqual([
      {
        why: 'Tag the released image in this repository.',
        actions: ['ecr:BatchGetImage', 'ecr:PutImage'],
        resources: ['arn:aws:ecr:us-east-1:111122223333:repository/orders-api'],
      },
    ]);
    const existing = guideOfModel(modelOf({ ...options, registry: { existing: true } }));
    expect(existing).toMatch(
      /Allow `ecr:BatchGetImage` and `ecr:PutImage` for these roles, which tag released images:\n\n\s+- `arn:aws:iam::444455556666:role\/orders-api-production-deploy`/,
    );
  });

  test('with an action of CodePipeline tags the image in a second action', () => {
    const service = { ...EXISTING_SERVICE, taskDefinitionOwner: TaskDefinitionOwner.SERVICE, executionRoleArn: 'run' };
    const model = modelOf(service);
    const stack = infraOfModel(model).sources['pipeline-stack.ts']!;
    expect(stack).toMatch(
      /new actions\.EcsDeployAction\({[\s\S]+new actions\.CodeBuildAction\({\s+actionName: 'Finish',\s+project: releaseProduction,[\s\S]+runOrder: 2,/,
    );
    expect(stack).toContain("'bash infra/release.sh production tag-image'");
    expect(textOf(model, 'buildspec.yml')).toContain('- infra/release.sh');
    const role = /releaseProductionRole\.addToPolicy\([\s\S]+?\);/g;
    expect(stack.match(role)!.join('\n')).not.toContain('ecs:');
    expect(stack.match(/startProductionRole\.addToPolicy\([\s\S]+?\);/g)!.join('\n')).not.toContain('ecr:PutImage');
    const untagged = modelOf({ ...service, registry: { tagReleases: false } });
    expect(infraOfModel(untagged).sources['pipeline-stack.ts']).not.toContain('startProduction');
  });
});
