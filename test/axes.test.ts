import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Delivery, Engine } from '../src/core/engine';
import { type ComposedDelivery, compose } from '../src/delivery/compose';
import { renderMain } from '../src/delivery/main';
import { renderReleaseScript } from '../src/delivery/release-script';
import { codePipeline } from '../src/engines/code-pipeline/code-pipeline';
import { githubActions } from '../src/engines/github-actions/github-actions';
import type { EcsDeliveryOptions } from '../src/options';
import { EcsDeploymentController, TaskDefinitionOwner } from '../src/options';
import { printYaml } from '../src/printing/yaml-content';
import { lintWorkflows } from './support/actionlint';
import { composeDelivery, textOf } from './support/delivery';
import { InfraApp, removeOutdirs } from './support/infra-app';
import { EXISTING_SERVICE, modelOf } from './support/model';
import { temporaryFolder } from './support/project';
import { isInstalled, Shell } from './support/shell';
import { MAKE } from './support/toy-engine';
import { bucketTarget, FILE } from './support/toy-target';

/** A target and an engine that only this test knows are delivered without a change in src. */

type Options = Partial<EcsDeliveryOptions>;

afterAll(removeOutdirs);

function bodyOf({ delivery, engines }: ComposedDelivery, path: string): string {
  const file = engines.flatMap((engine) => engine.files(delivery)).find((each) => each.path === path)!;
  return file.kind === 'yaml' ? printYaml(file.content, undefined) : file.kind === 'text' ? file.body : '';
}

function appOf({ stacks }: ComposedDelivery): InfraApp {
  const sources = Object.fromEntries(stacks.flat().map(({ file, source }) => [file, source]));
  return new InfraApp({ ...sources, 'main.ts': renderMain(stacks) });
}

describe('a target that copies a file to a bucket', () => {
  const model = modelOf({ environments: [{ name: 'test' }, { name: 'live', approval: true }] });
  const { github, pipeline, build } = model;
  const delivery: Delivery = {
    service: 'page',
    branch: 'main',
    artifact: FILE,
    target: bucketTarget(model.environments),
    releaseScript: 'infra/release.sh',
    guide: 'DELIVERY.md',
    infra: 'infra',
  };
  const engines: Engine[] = [
    githubActions({ github: github!, build, startedByPush: true, triggerPaths: [], regeneratesFiles: false }),
    codePipeline({ pipeline: pipeline!, build, startedByPush: false, triggerPaths: [] }),
  ];
  const composed = compose(delivery, engines);
  const workflow = parse(bodyOf(composed, '.github/workflows/deploy.yml'));

  test('has valid workflows', () => {
    const texts = ['deploy', 'rollback', 'pull-request'].map((name) =>
      bodyOf(composed, `.github/workflows/${name}.yml`),
    );
    expect(lintWorkflows(texts)).toEqual([[], [], []]);
  });

  test('is built once and released by GitHub Actions, natively where it can', () => {
    const { build: buildJob, 'deploy-test': job } = workflow.jobs;
    expect(buildJob.outputs).toEqual({ 'file-uri': '${{ steps.build.outputs.file-uri }}' });
    expect(buildJob.steps.at(-1)).toEqual({
      name: 'Build and store the file',
      id: 'build',
      run: [
        'FILE_URI="s3://builds/$GITHUB_SHA.txt"',
        'aws s3 cp page.txt "$FILE_URI"',
        'echo "file-uri=$FILE_URI" >> "$GITHUB_OUTPUT"',
        '',
      ].join('\n'),
    });
    expect(job.env).toEqual({ FILE_URI: '${{ needs.build.outputs.file-uri }}' });
    const TARGET = '${{ steps.copy.outputs.target }}';
    expect(job.steps.slice(3)).toEqual([
      { name: 'Copy with GitHub', id: 'copy', run: 'echo "target=s3://releases/test" >> "$GITHUB_OUTPUT"' },
      { name: 'Mark the release', env: { TARGET }, run: 'bash infra/release.sh test mark' },
      expect.objectContaining({ name: 'Summarize the release', env: { TARGET, CONSOLE_URL: 'https://s3.console' } }),
    ]);
  });

  test('is rolled back by GitHub Actions', () => {
    const { jobs, on } = parse(bodyOf(composed, '.github/workflows/rollback.yml'));
    expect(on.workflow_dispatch.inputs.revision.description).toBe(
      'Version of the file. Leave empty for the previous revision.',
    );
    expect(jobs['rollback-live'].steps.slice(3)).toEqual([
      {
        name: 'Copy the file',
        env: { FOLDER: 'live' },
        run: [
          'TARGET="s3://releases/$FOLDER"',
          'aws s3 cp "$FILE_URI" "$TARGET/page.txt"',
          'echo "TARGET=$TARGET" >> "$GITHUB_ENV"',
          '',
        ].join('\n'),
      },
      { name: 'Mark the release', run: 'aws s3 cp - "$TARGET/done" < /dev/null' },
    ]);
  });

  test('is built and released by CodePipeline, with an approval and only the permissions of its steps', () => {
    expect(parse(bodyOf(composed, 'buildspec.yml'))).toMatchObject({
      env: { 'exported-variables': ['FILE_URI'] },
      phases: {
        build: {
          commands: ['FILE_URI="s3://builds/$CODEBUILD_RESOLVED_SOURCE_VERSION.txt"', 'aws s3 cp page.txt "$FILE_URI"'],
        },
      },
      artifacts: { files: ['infra/release.sh'] },
    });
    const app = appOf(composed);
    expect(app.stacks.map(({ stackName }) => stackName)).toEqual(['orders-api-pipeline']);
    const template = app.template('orders-api-pipeline');
    const [pipelineResource] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
    expect(pipelineResource!.Properties.Stages.map(({ Name }: { Name: string }) => Name)).toEqual([
      'Source',
      'Build',
      'Release-test',
      'Approve-live',
      'Release-live',
    ]);
    const inReleases = app.statements().filter(({ Resource }) => String(Resource).includes(':::releases'));
    expect(inReleases.map(({ Action, Resource }) => `${Action} ${Resource}`)).toEqual(
      ['test', 'live'].flatMap((name) =>
        ['page.txt', 'done'].map((file) => `s3:PutObject arn:aws:s3:::releases/${name}/${file}`),
      ),
    );
    expect(app.nagFindings()).toEqual([]);
  });

  test('is released by the script', () => {
    const shell = new Shell(temporaryFolder());
    writeFileSync(join(shell.folder, 'release.sh'), renderReleaseScript(delivery));
    shell.program('aws');
    const { status, calls } = shell.run(['bash release.sh live'], { FILE_URI: 's3://builds/1.txt' });
    expect(status).toBe(0);
    expect(calls.filter((call) => call.startsWith('aws'))).toEqual([
      'aws s3 cp s3://builds/1.txt s3://releases/live/page.txt',
      'aws s3 cp - s3://releases/live/done',
    ]);
  });
});

describe('an engine that runs make', () => {
  const KINDS: Readonly<Record<string, Options>> = {
    managed: { oneOffTask: { command: ['migrate'] } },
    existing: EXISTING_SERVICE,
    'image only': {
      ...EXISTING_SERVICE,
      taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
      executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
    },
    CodeDeploy: { ...EXISTING_SERVICE, deploymentController: EcsDeploymentController.CODE_DEPLOY },
  };
  const modelWith = (options: Options) =>
    modelOf({ ...options, environments: [{ name: 'staging' }, { name: 'production' }] });
  const composedOf = (options: Options) => compose(composeDelivery(modelWith(options)).delivery, [MAKE]);

  test.each(Object.keys(KINDS))('gets a role in the base stack of each environment: %s', (kind) => {
    const composed = composedOf(KINDS[kind]!);
    const app = appOf(composed);
    expect(composed.needsReleaseScript).toBe(true);
    for (const name of ['staging', 'production']) {
      const roles = app.template(`orders-api-${name}-base`).findResources('AWS::IAM::Role');
      expect(Object.keys(roles).filter((id) => id.startsWith('MakeRole'))).toHaveLength(1);
      expect(Object.keys(roles).filter((id) => id.startsWith('DeployRole'))).toEqual([]);
    }
    expect(app.nagFindings()).toEqual([]);
  });

  const testWithMake = isInstalled('make') && isInstalled('jq') ? test : test.skip;

  testWithMake('builds and releases an ECS service to both environments', () => {
    const model = modelWith(EXISTING_SERVICE);
    const composed = composedOf(EXISTING_SERVICE);
    const shell = new Shell(temporaryFolder());
    const write = (path: string, body: string) => writeFileSync(join(shell.folder, path), body);
    write('Makefile', bodyOf(composed, 'Makefile').replaceAll('infra/', ''));
    write('release.sh', renderReleaseScript(composed.delivery));
    for (const name of ['staging', 'production']) {
      write(`task-definition.${name}.json`, textOf(model, `task-definition.${name}.json`));
    }
    shell.program('git', 'echo 0123456');
    shell.program('docker');
    shell.program(
      'aws',
      'case "$2" in describe-images) exit 254 ;; register-*) echo arn:7 ;; batch-get-image) echo \'{"imageManifest":"{}","imageManifestMediaType":"application/x","imageId":{"imageDigest":"sha256:1"}}\' ;; describe-services) echo COMPLETED ;; *) echo x ;; esac',
    );
    const { status, calls } = shell.run(['make --silent release-production'], {});
    expect(status).toBe(0);
    const steps = calls
      .filter((call) => /^(docker|aws ecs)/.test(call))
      .map((call) => /^docker \w+|--cluster \w+|\S+-task-definition/.exec(call)![0]);
    expect(steps).toEqual([
      'docker login',
      'docker build',
      'docker push',
      'register-task-definition',
      '--cluster staging',
      '--cluster staging',
      'register-task-definition',
      '--cluster production',
      '--cluster production',
    ]);
    expect(calls.find((call) => call.startsWith('docker push'))).toMatch(/\/orders-api:0123456$/);
  });
});
