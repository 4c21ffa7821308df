import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CODEBUILD_RUNTIMES } from '../../../src/data/codebuild-runtimes';
import { type EcsDeliveryOptions, EcsServiceMode, ImageTag, TaskDefinitionOwner } from '../../../src/options';
import { buildspecOf as buildspecTextOf, composeDelivery } from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';

function textOf(options: Partial<EcsDeliveryOptions> = {}): string {
  const model = modelOf(options);
  return buildspecTextOf(model);
}

const existing: Partial<EcsDeliveryOptions> = { serviceMode: EcsServiceMode.EXISTING };

function buildspecOf(options: Partial<EcsDeliveryOptions> = {}): any {
  return parse(textOf(options));
}

test('contains only valid CodeBuild phases, and no phase that runs after a failure', () => {
  const buildspec = buildspecOf();
  expect(buildspec.version).toBe(0.2);
  expect(Object.keys(buildspec.phases)).toEqual(['install', 'pre_build', 'build']);
});

test('uses the runtime from the config', () => {
  expect(buildspecOf({ nodeVersion: '22' }).phases.install['runtime-versions']).toEqual({ nodejs: 22 });
  const python = { imageBuild: { runtime: 'python', runtimeVersion: '3.10', dockerfile: 'Dockerfile' } };
  const { install } = buildspecOf({ ...existing, ...python }).phases;
  expect(install['runtime-versions']).toEqual({ python: '3.10' });
});

test('also installs Node.js if the CDK app is synthesized', () => {
  const { install } = buildspecOf({ imageBuild: { runtime: 'python', dockerfile: 'Dockerfile' } }).phases;
  expect(install['runtime-versions']).toEqual({ python: '3.14', nodejs: 24 });
});

test('installs no runtime for a service that only its Dockerfile builds', () => {
  const imageBuild = { runtime: 'none', dockerfile: 'Dockerfile' };
  expect(buildspecOf({ ...existing, imageBuild }).phases.install).toBeUndefined();
  expect(buildspecOf({ imageBuild }).phases.install).toEqual({ 'runtime-versions': { nodejs: 24 } });
});

test('every build image provides the Node.js version that runs the CDK', () => {
  const { name, version } = composeDelivery(modelOf()).delivery.target.preparation!.runtime;
  expect(name).toBe('nodejs');
  expect(Object.entries(CODEBUILD_RUNTIMES).filter(([, { nodejs }]) => !nodejs!.includes(version))).toEqual([]);
});

test('writes a version that looks like a decimal number as a string', () => {
  expect(textOf({ imageBuild: { runtime: 'python', runtimeVersion: '3.10', dockerfile: 'Dockerfile' } })).toContain(
    'python: "3.10"',
  );
});

test('passes artifacts and variables to the release stages', () => {
  const { artifacts, env } = buildspecOf();
  expect(artifacts.files).toEqual(['cdk.out/**/*', 'task-definition.json', 'infra/release.sh']);
  expect(env['exported-variables']).toEqual(['IMAGE_TAG', 'IMAGE_URI', 'CDK_VERSION']);
  expect(buildspecOf(existing).artifacts.files).toEqual(['task-definition.json', 'infra/release.sh']);
  expect(buildspecOf(existing).env['exported-variables']).toEqual(['IMAGE_TAG', 'IMAGE_URI']);
});

test('keeps the npm cache between builds', () => {
  expect(buildspecOf().cache.paths).toEqual(['/root/.npm/**/*']);
  expect(buildspecOf({ imageBuild: { cachePaths: [] } }).cache).toBeUndefined();
});

test('passes the path of a Dockerfile in another folder', () => {
  expect(textOf({ imageBuild: { dockerfile: 'docker/api.Dockerfile' } })).toContain(
    'docker build --file docker/api.Dockerfile --platform',
  );
});

test('runs each phase in the subproject folder and collects artifacts there', () => {
  const model = modelOf({ githubActions: { enabled: false } }, { directory: 'services/orders' });
  const { phases, artifacts } = parse(buildspecTextOf(model));
  const entered = Object.values<{ commands: string[] }>(phases).map(({ commands }) => commands[0]);
  expect(entered).toEqual(Array(3).fill('cd "$CODEBUILD_SRC_DIR/services/orders"'));
  expect(artifacts['base-directory']).toBe('services/orders');
});

describe('when a shell runs the commands', () => {
  const COMMIT = '0123456789abcdef0123456789abcdef01234567';
  let shell: Shell;

  /** Runs the phases in the same order as CodeBuild. */
  function build(options: Partial<EcsDeliveryOptions> = {}) {
    const { env, phases } = buildspecOf(options);
    const commands = Object.values<{ commands: string[] }>(phases).flatMap((phase) => phase.commands);
    return shell.run(commands, { ...env.variables, CODEBUILD_RESOLVED_SOURCE_VERSION: COMMIT });
  }

  beforeEach(() => {
    shell = new Shell(temporaryFolder());
    shell.program('npm');
    shell.program('npx');
    shell.program('node', 'echo 2.1148.0');
    shell.program('docker');
    shell.program('aws', 'case "$2" in describe-images) exit 254 ;; esac');
  });

  test('installs, tests, logs in, builds and pushes in this order', () => {
    const { status, calls } = build();
    expect(status).toBe(0);
    expect(calls.map((call) => call.split(' ').slice(0, 2).join(' ')).filter((call) => call !== 'aws ecr')).toEqual([
      'npm ci',
      'npm run',
      'npx cdk',
      'node --print',
      'docker login',
      'docker build',
      'docker push',
    ]);
    const image = `111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:${COMMIT}`;
    expect(calls.slice(-2)).toEqual([
      `docker build --platform linux/amd64 --provenance=false --build-arg GIT_SHA=${COMMIT} --tag ${image} .`,
      `docker push ${image}`,
    ]);
  });

  test('exports the version of the CDK CLI that synthesized the app', () => {
    const { env, phases } = buildspecOf();
    const commands = Object.values<{ commands: string[] }>(phases).flatMap((phase) => phase.commands);
    const { output } = shell.run([...commands, 'echo "version $CDK_VERSION"'], env.variables);
    expect(output).toContain('version 2.1148.0');
  });

  test('does not push an image if synthesis fails', () => {
    shell.program('npx', 'exit 1');
    const { status, calls } = build();
    expect(status).not.toBe(0);
    expect(calls.filter((call) => call.startsWith('docker'))).toEqual([]);
  });

  test('writes imagedefinitions.json if the service owns its task definition', () => {
    const executionRoleArn = 'arn:aws:iam::111122223333:role/execution';
    build({ ...existing, taskDefinitionOwner: TaskDefinitionOwner.SERVICE, executionRoleArn });
    expect(JSON.parse(readFileSync(join(shell.folder, 'imagedefinitions.json'), 'utf-8'))).toEqual([
      { name: 'orders-api', imageUri: `111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:${COMMIT}` },
    ]);
  });

  test('uses the first 7 characters of the commit as the tag if configured', () => {
    const { calls } = build({ registry: { imageTag: ImageTag.SHORT_SHA } });
    expect(calls[calls.length - 1]).toBe('docker push 111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:0123456');
  });

  test('pushes the additional tags before the commit tag', () => {
    const { calls } = build({ registry: { extraTags: ['latest', 'v1.x'] } });
    const uri = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api';
    expect(calls.slice(-4)).toEqual([
      `docker build --platform linux/amd64 --provenance=false --build-arg GIT_SHA=${COMMIT} --tag ${uri}:${COMMIT} --tag ${uri}:latest --tag ${uri}:v1.x .`,
      `docker push ${uri}:latest`,
      `docker push ${uri}:v1.x`,
      `docker push ${uri}:${COMMIT}`,
    ]);
  });

  test('does not push an image after a failed test', () => {
    shell.program('npm', '[ "$1" = ci ]');
    const { status, calls } = build();
    expect(status).not.toBe(0);
    expect(calls).toEqual(['npm ci', 'npm run build']);
  });

  test('fails and does not push an image after a failed image build', () => {
    shell.program('docker', '[ "$1" = login ]');
    const { status, calls } = build();
    expect(status).not.toBe(0);
    expect(calls.filter((call) => call.startsWith('docker push'))).toEqual([]);
  });

  test('reuses the image of a commit that was already built', () => {
    shell.program('aws');
    const { status, calls } = build();
    expect(status).toBe(0);
    expect(calls.filter((call) => /^docker (build|push)/.test(call))).toEqual([]);
  });
});
