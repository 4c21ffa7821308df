import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { renderDockerfile } from '../src/artifacts/image/dockerfile';
import type { EcsDeliveryOptions } from '../src/options';
import { lintWorkflows } from './support/actionlint';
import { buildspecOf, deployWorkflowOf, textOf } from './support/delivery';
import { modelOf } from './support/model';
import { deliveryIn, temporaryFolder } from './support/project';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/abc';
const OPTIONS: Partial<EcsDeliveryOptions> = {
  imageBuild: {
    dockerfile: 'Dockerfile',
    secrets: {
      npmrc: { secretsManager: 'orders/build', jsonKey: 'npmrc', kmsKeyArn: KEY },
      token: { ssmParameter: '/orders/token' },
    },
    secretVariables: {
      NPM_TOKEN: { ssmParameter: '/orders/npm-token' },
      SENTRY_TOKEN: { secretsManager: 'orders/sentry', jsonKey: 'token' },
    },
    contextFiles: {
      'config/settings.json': { secretsManager: 'orders/settings' },
      'model.bin': { s3Uri: 's3://acme-build/orders/model.bin' },
    },
    registries: [
      { host: '444455556666.dkr.ecr.eu-west-1.amazonaws.com', repositories: ['base/node'] },
      { host: 'public.ecr.aws' },
      { host: 'ghcr.io', credentialsSecret: 'orders/ghcr' },
    ],
  },
};
const model = modelOf(OPTIONS);
const deploy = parse(deployWorkflowOf(model));
const buildspec = parse(buildspecOf(model));
const preBuild: string[] = buildspec.phases.pre_build.commands;
const stepsNamed = (job: string, name: string): any => deploy.jobs[job].steps.find((step: any) => step.name === name);

describe('build secrets', () => {
  test('reach BuildKit as files in both engines', () => {
    expect(stepsNamed('build', 'Build and push the image').with['secret-files']).toBe(
      ['npmrc=${{ runner.temp }}/build-secrets/npmrc', 'token=${{ runner.temp }}/build-secrets/token'].join('\n'),
    );
    expect(buildspec.phases.build.commands[0]).toContain(
      ' --secret id=npmrc,src=/tmp/build-secrets/npmrc --secret id=token,src=/tmp/build-secrets/token ',
    );
  });

  test('are read only if an image is built, with the build role, and never as an argument', () => {
    const step = stepsNamed('build', 'Read the build secrets');
    expect(step.if).toBe("steps.image.outputs.exists == 'false'");
    expect(step.run).toContain('"$RUNNER_TEMP"/build-secrets/npmrc');
    expect(stepsNamed('build', 'Build and push the image').with['build-args']).toBe('GIT_SHA=${{ github.sha }}');
  });

  test('are written exactly, and only for the owner; a value that cannot be read stops the build', () => {
    const folder = temporaryFolder();
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(
      join(bin, 'jq'),
      '#!/bin/sh\nexec python3 -c "import json,sys; print(json.loads(sys.stdin.read(), strict=False)[\'npmrc\'])"\n',
      {
        mode: 0o755,
      },
    );
    writeFileSync(join(bin, 'aws'), '#!/bin/sh\n[ -z "$FAIL" ] && echo \'{"npmrc":"line 1\\nline 2"}\'\n', {
      mode: 0o755,
    });
    const command = preBuild.find((each) => each.includes('/npmrc'))!.replaceAll('/tmp/build-secrets', `${folder}/s`);
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
    execFileSync('bash', ['-c', command], { env });
    expect(readFileSync(join(folder, 's/npmrc'), 'utf-8')).toBe('line 1\nline 2');
    expect(statSync(join(folder, 's/npmrc')).mode & 0o777).toBe(0o600);
    expect(() => execFileSync('bash', ['-c', command], { env: { ...env, FAIL: '1' }, stdio: 'ignore' })).toThrow();
  });

  test.each([
    ['npm', {}, 'npmrc', '/root/.npmrc'],
    ['Yarn 4', { packageManager: 'yarn@4.13.0' }, 'yarnrc', '/root/.yarnrc.yml'],
  ])('are mounted while the generated Dockerfile installs dependencies with %s', (_name, context, id, target) => {
    const text = renderDockerfile(modelOf({ imageBuild: { secrets: { [id]: { secretsManager: 'npm' } } } }, context));
    const runs = text.split('\n').filter((line) => line.startsWith('RUN --mount'));
    expect(runs).toHaveLength(2);
    for (const run of runs) {
      expect(run).toContain(` --mount=type=secret,id=${id},target=${target},required=true `);
    }
  });

  test('that only one engine uses are reported', () => {
    const { project, delivery } = deliveryIn(temporaryFolder(), OPTIONS);
    project.logger.warn = () => {};
    const steps = deploy.jobs.build.steps as { name: string }[];
    const i = steps.findIndex(({ name }) => name === 'Build and push the image');
    delivery.deployWorkflow!.addOverride(`jobs.build.steps.${i}.with.secret-files`, 'npmrc=npmrc');
    expect(() => project.synth()).toThrow(/Image build: .*secrets npmrc, token/);
  });
});

test('secret variables come from AWS in CodeBuild, and from GitHub secrets in jobs without AWS credentials', () => {
  expect(buildspec.env['parameter-store']).toEqual({ NPM_TOKEN: '/orders/npm-token' });
  expect(buildspec.env['secrets-manager']).toEqual({ SENTRY_TOKEN: 'orders/sentry:token' });
  const env = { NPM_TOKEN: '${{ secrets.NPM_TOKEN }}', SENTRY_TOKEN: '${{ secrets.SENTRY_TOKEN }}' };
  const jobs = [deploy.jobs.test, parse(textOf(model, '.github/workflows/pull-request.yml')).jobs.test];
  for (const job of jobs) {
    expect(job.permissions).toEqual({ contents: 'read' });
    expect(job.steps.find(({ name }: { name: string }) => name === 'Install dependencies').env).toEqual(env);
    expect(job.steps.find(({ name }: { name: string }) => name === 'Build and test').env).toEqual(env);
    expect(job.steps.filter((step: { env?: object }) => step.env)).toHaveLength(2);
  }
  const called = parse(deployWorkflowOf(modelOf({ ...OPTIONS, githubActions: { workflowCall: true } })));
  expect(called.on.workflow_call).toEqual({
    secrets: { NPM_TOKEN: { required: true }, SENTRY_TOKEN: { required: true } },
  });
});

test('a secret variable can be the ARN of a parameter, of which CodeBuild accepts only the name', () => {
  const arn = (name: string) => `arn:aws:ssm:us-east-1:111122223333:parameter/${name}`;
  const secretVariables = { A: { ssmParameter: arn('a/b') }, B: { ssmParameter: arn('b') } };
  expect(parse(buildspecOf(modelOf({ imageBuild: { secretVariables } }))).env['parameter-store']).toEqual({
    A: '/a/b',
    B: 'b',
  });
});

test('files are downloaded before the image build in both engines', () => {
  const commands = [
    'mkdir -p config && VALUE=$(aws secretsmanager get-secret-value --region us-east-1 --secret-id orders/settings --query SecretString --output text) && printf %s "$VALUE" > config/settings.json',
    'aws s3 cp --only-show-errors --region us-east-1 s3://acme-build/orders/model.bin model.bin',
  ];
  expect(stepsNamed('build', 'Download the files for the image').run).toBe(commands.join('\n'));
  expect(preBuild).toEqual(expect.arrayContaining(commands));
});

test('the build logs in to the registries of base images in both engines', () => {
  const { run } = stepsNamed('build', 'Log in to the registries of base images');
  expect(run.split('\n')).toEqual([
    'aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin 444455556666.dkr.ecr.eu-west-1.amazonaws.com',
    'aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws',
    expect.stringMatching(/^CREDENTIALS=.*orders\/ghcr.*--password-stdin ghcr\.io$/),
  ]);
  expect(preBuild).toEqual(expect.arrayContaining(run.split('\n')));
});

test('a login to another registry by override does not change the Region of the images', () => {
  const { project, delivery } = deliveryIn(temporaryFolder(), {});
  delivery.buildspec!.addToArray(
    'phases.pre_build.commands',
    'aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws',
    'aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin 444455556666.dkr.ecr.eu-west-1.amazonaws.com',
  );
  expect(() => project.synth()).not.toThrow();
});

test('each role has exactly the permissions that it uses', () => {
  const registry = textOf(model, 'infra/registry-stack.ts');
  const pipeline = textOf(model, 'infra/pipeline-stack.ts');
  const secret = (name: string) => `'arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-??????'`;
  const parameter = (name: string) => `'arn:aws:ssm:us-east-1:111122223333:parameter/${name}'`;
  for (const text of [registry, pipeline]) {
    for (const resource of [
      ...['orders/build', 'orders/settings', 'orders/ghcr'].map(secret),
      parameter('orders/token'),
      `'${KEY}'`,
      "'arn:aws:s3:::acme-build/orders/model.bin'",
      "'arn:aws:ecr:eu-west-1:444455556666:repository/base/node'",
      "'sts:GetServiceBearerToken'",
    ]) {
      expect(text).toContain(resource);
    }
  }
  // GitHub reads these variables from its own secrets.
  for (const resource of [secret('orders/sentry'), parameter('orders/npm-token')]) {
    expect(pipeline).toContain(resource);
    expect(registry).not.toContain(resource);
  }
});

test('the workflows pass actionlint', () => {
  expect(lintWorkflows([deployWorkflowOf(model)]).flat()).toEqual([]);
});

test('the guide copies the variables to GitHub secrets', () => {
  const { project } = deliveryIn(temporaryFolder(), OPTIONS);
  project.logger.warn = () => {};
  project.synth();
  expect(readFileSync(join(project.outdir, 'DELIVERY.md'), 'utf-8')).toContain(
    'aws ssm get-parameter --region us-east-1 --name /orders/npm-token --with-decryption --query Parameter.Value --output text | gh secret set NPM_TOKEN --repo acme/orders-api',
  );
});
