import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { EcsDeliveryOptions } from '../../src/options';
import { DeploymentStrategy, EcsDeploymentController, TaskDefinitionOwner } from '../../src/options';
import { deployWorkflowOf, oneOffTaskScriptOf, releaseScriptOf, rollbackScriptOf } from '../support/delivery';
import { EXISTING_SERVICE, modelOf } from '../support/model';
import { temporaryFolder } from '../support/project';
import { isInstalled, Shell } from '../support/shell';

type Options = Partial<EcsDeliveryOptions>;

const EXTRAS: Options = {
  oneOffTask: { command: ['migrate', "it's"] },
  smokeTest: { command: `curl --fail "$URL" | grep 'it'` },
};
const IMAGE_ONLY: Options = {
  ...EXISTING_SERVICE,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
};
const CODE_DEPLOY: Options = { ...EXISTING_SERVICE, deploymentController: EcsDeploymentController.CODE_DEPLOY };
const NO_GITHUB: Options = { githubActions: { enabled: false } };
const NO_PIPELINE: Options = { codePipeline: { enabled: false } };

const CONFIGS: Readonly<Record<string, Options>> = {
  managed: {},
  'managed, with a one-off task and a smoke test': EXTRAS,
  'managed, with environments that differ': {
    environments: [
      { name: 'test', ...EXTRAS },
      { name: 'staging', strategy: DeploymentStrategy.CANARY, awsRegion: 'eu-west-1' },
      { name: 'production', loadBalancer: { enabled: false }, smokeTest: { command: "check 'x'; check 'y'" } },
    ],
  },
  existing: EXISTING_SERVICE,
  'existing, with a one-off task and a smoke test': { ...EXISTING_SERVICE, ...EXTRAS },
  'image only': IMAGE_ONLY,
  CodeDeploy: CODE_DEPLOY,
};

const NO_TAGS: Options = { registry: { tagReleases: false } };

const testWithShellcheck = isInstalled('shellcheck') ? test : test.skip;
if (!isInstalled('shellcheck')) {
  console.warn('shellcheck is not installed. Tests that check the generated scripts are skipped.');
}

testWithShellcheck.each(Object.keys(CONFIGS))('shellcheck finds nothing in the scripts: %s', (name) => {
  const model = modelOf(CONFIGS[name]);
  for (const script of [releaseScriptOf(model), rollbackScriptOf(model), oneOffTaskScriptOf(model)]) {
    const { stdout } = spawnSync('shellcheck', ['--shell=bash', '-'], { input: script, encoding: 'utf-8' });
    expect(stdout).toBe('');
  }
});

test.each<[string, Options, boolean]>([
  ['CodePipeline runs commands', { ...EXISTING_SERVICE, ...NO_GITHUB }, true],
  ['GitHub Actions tags the image', { ...EXISTING_SERVICE, ...NO_PIPELINE }, true],
  ['GitHub Actions explains failures', { ...EXISTING_SERVICE, ...NO_PIPELINE, ...NO_TAGS }, true],
  ['GitHub Actions runs a smoke test', { ...EXISTING_SERVICE, ...NO_PIPELINE, smokeTest: { command: 'true' } }, true],
  ['GitHub Actions reads the current revision', { ...IMAGE_ONLY, ...NO_PIPELINE }, true],
  ['an action of CodePipeline does everything', { ...IMAGE_ONLY, ...NO_GITHUB, ...NO_TAGS }, false],
  ['both engines use actions', { ...CODE_DEPLOY, ...NO_TAGS }, false],
])('is generated only if an engine needs it: %s', (_name, options, generated) => {
  expect(releaseScriptOf(modelOf(options)) !== '').toBe(generated);
});

test('an existing service with a smoke test is also checked on GitHub', () => {
  const { jobs } = parse(deployWorkflowOf(modelOf({ ...EXISTING_SERVICE, smokeTest: { command: 'check' } })));
  expect(jobs['deploy-production'].steps.slice(-4, -1)).toEqual([
    { name: 'Tag the released image, so that it does not expire', run: 'bash infra/release.sh production tag-image' },
    { name: 'Run the smoke test', run: 'bash infra/release.sh production smoke-test' },
    expect.objectContaining({ name: 'Summarize the release' }),
  ]);
});

describe('when it runs', () => {
  const REVISION = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:7';

  function run(options: Options, args: string, env: Readonly<Record<string, string>> = {}) {
    const shell = new Shell(temporaryFolder());
    writeFileSync(join(shell.folder, 'release.sh'), releaseScriptOf(modelOf(options)));
    shell.program('sleep');
    shell.program('jq', 'echo {}');
    shell.program('check', 'echo "$ENVIRONMENT $IMAGE_URI"; exit "${RESULT:-0}"');
    shell.program(
      'aws',
      [
        'echo "$AWS_REGION" >> regions',
        'case "$2" in',
        `  register-task-definition) echo ${REVISION} ;;`,
        '  update-service) echo ecs-svc/1 ;;',
        '  describe-services) echo COMPLETED ;;',
        'esac',
      ].join('\n'),
    );
    const result = shell.run([`bash release.sh ${args}`], {
      IMAGE_URI: 'registry/orders-api:1',
      // There, another step explains a failure.
      GITHUB_ACTIONS: 'true',
      ...env,
    });
    // The shell that starts the script can run commands of its own.
    return { ...result, calls: result.calls.filter((call) => /^(aws|jq|check)\b/.test(call)), shell };
  }

  const nameOf = (call: string) => call.split(' ').slice(0, 3).join(' ').trim();
  const checked: Options = { ...EXISTING_SERVICE, smokeTest: { command: 'check' } };

  test('without a step, runs all steps in order', () => {
    const { status, calls, output } = run(checked, 'production');
    expect(status).toBe(0);
    expect(calls.map(nameOf)).toEqual([
      'jq --arg name',
      'aws ecs register-task-definition',
      'aws ecs update-service',
      'aws ecs describe-services',
      'aws ecr batch-get-image',
      'jq --exit-status --raw-output',
      'jq --raw-output .imageManifestMediaType',
      'jq --raw-output .imageId.imageDigest',
      'aws ecr put-image',
      'check',
    ]);
    expect(output).toContain('production registry/orders-api:1\n');
  });

  test('runs one step, with the variables that other steps have set', () => {
    const { status, calls } = run(checked, 'production update', { TASK_DEFINITION_ARN: REVISION });
    expect(status).toBe(0);
    expect(calls[0]).toContain(`--task-definition ${REVISION} `);
    expect(calls.map(nameOf)).toEqual(['aws ecs update-service', 'aws ecs describe-services']);
  });

  test('a step needs the variables that it reads', () => {
    const { status, output, calls } = run(checked, 'production update');
    expect(status).toBe(1);
    expect(output).toContain('TASK_DEFINITION_ARN: unbound variable');
    expect(calls).toEqual([]);
  });

  test('on GitHub, passes the variables of a step to later steps', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'env');
    expect(run(checked, 'production register', { GITHUB_ENV: file }).status).toBe(0);
    expect(readFileSync(file, 'utf-8')).toBe(`TASK_DEFINITION_ARN=${REVISION}\n`);
  });

  test('stops at the first step that fails', () => {
    const { status, calls } = run(checked, 'production', { RESULT: '3' });
    expect(status).toBe(1);
    expect(calls.map(nameOf).at(-1)).toBe('check');
    const failed = run({ ...EXISTING_SERVICE, smokeTest: { command: 'false; check' } }, 'production');
    expect(failed.status).toBe(1);
    expect(failed.calls.map(nameOf)).not.toContain('check');
  });

  test('uses the region and the settings of the environment', () => {
    const environments = [{ name: 'staging' }, { name: 'production', awsRegion: 'eu-west-1', ecsCluster: 'live' }];
    const { calls, shell } = run({ ...EXISTING_SERVICE, environments }, 'production');
    expect([...new Set(readFileSync(join(shell.folder, 'regions'), 'utf-8').trim().split('\n'))]).toEqual([
      'eu-west-1',
    ]);
    expect(calls.find((call) => call.includes('update-service'))).toContain('--cluster live --service orders-api ');
  });

  test.each([
    ['an unknown environment', 'live', 'Specify an environment: production\n'],
    [
      'an unknown step',
      'production deploy',
      'deploy is not a step of a release to production. Specify one of these steps: register update tag-image smoke-test\n',
    ],
    [
      'a function that is not a step',
      'production pass_on',
      'pass_on is not a step of a release to production. Specify one of these steps: register update tag-image smoke-test\n',
    ],
  ])('rejects %s', (_name, args, message) => {
    const { status, output, calls } = run(checked, args);
    expect(status).toBe(1);
    expect(output).toContain(message);
    expect(calls).toEqual([]);
  });

  test('runs a step only in the environments that have it', () => {
    const environments = [{ name: 'staging' }, { name: 'production', smokeTest: { command: 'check' } }];
    expect(run({ ...EXISTING_SERVICE, environments }, 'staging smoke-test').output).toContain(
      'smoke-test is not a step of a release to staging. Specify one of these steps: register update tag-image\n',
    );
  });

  test('runs the command of each environment, whatever characters it contains', () => {
    const environments = [
      { name: 'staging', smokeTest: { command: `check 'a b' "$(echo "it's")"` } },
      { name: 'production', smokeTest: { command: 'check \\$HOME' } },
    ];
    const options = { ...EXISTING_SERVICE, environments };
    expect(run(options, 'staging smoke-test').calls).toEqual(["check a b it's"]);
    expect(run(options, 'production smoke-test').calls).toEqual(['check $HOME']);
  });
});

test.each([
  [{ GITHUB_RUN_ID: '12345678901', GITHUB_SHA: 'a'.repeat(40) }, `12345678901-${'a'.repeat(40)}`],
  [{ CODEBUILD_BUILD_NUMBER: '7', CODEBUILD_RESOLVED_SOURCE_VERSION: 'b'.repeat(40) }, `7-${'b'.repeat(40)}`],
  [
    { CODEBUILD_BUILD_NUMBER: '7', CODEBUILD_RESOLVED_SOURCE_VERSION: `arn:aws:s3:::${'c'.repeat(90)}` },
    `7-arn-aws-s3---${'c'.repeat(49)}`,
  ],
  [{}, 'manual-unknown'],
])('CloudTrail shows the run and the commit of calls that the CDK makes: %j', (variables, name) => {
  const lines = releaseScriptOf(modelOf())
    .split('\n')
    .filter((line) => line.includes('CDK_ROLE_SESSION_NAME='));
  const { output } = new Shell(temporaryFolder()).run(
    [...lines, 'printenv CDK_ROLE_SESSION_NAME'],
    variables as Record<string, string>,
  );
  expect(output.split('\n')[0]).toBe(name);
});

test('a release that does not run the CDK sets no name for its sessions', () => {
  expect(releaseScriptOf(modelOf(EXISTING_SERVICE))).not.toContain('CDK_ROLE_SESSION_NAME');
});
