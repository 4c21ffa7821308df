import { parse } from 'yaml';
import type { EcsDeliveryOptions } from '../../src/options';
import { lintWorkflows } from '../support/actionlint';
import { buildspecOf, deployWorkflowOf, guideOfModel, textOf } from '../support/delivery';
import { InfraApp, removeOutdirs } from '../support/infra-app';
import { EXISTING_SERVICE, modelOf } from '../support/model';
import { temporaryFolder } from '../support/project';
import { Shell } from '../support/shell';

type Options = Partial<EcsDeliveryOptions>;

const REPOSITORY = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api';
const OPTIONS: Options = { imageBuild: { enabled: false } };
const TWO_ACCOUNTS: Options = {
  ...OPTIONS,
  environments: [{ name: 'staging' }, { name: 'production', awsAccount: '444455556666' }],
};

const workflowOf = (options: Options) => parse(deployWorkflowOf(modelOf(options)));

afterAll(removeOutdirs);

describe('GitHub Actions', () => {
  const { on, jobs } = workflowOf(OPTIONS);

  test('asks for the tag, and a push does not start a release', () => {
    expect(on).toEqual({
      workflow_dispatch: {
        inputs: {
          'image-tag': {
            description: 'Tag of an existing image in the ECR repository orders-api',
            required: true,
            type: 'string',
          },
        },
      },
    });
    const called = workflowOf({ ...OPTIONS, githubActions: { workflowCall: true } }).on;
    expect(called.workflow_call).toEqual(called.workflow_dispatch);
  });

  test('builds nothing, and checks the image with the deploy role before anything is registered', () => {
    expect(Object.keys(jobs)).toEqual(['test', 'deploy-production']);
    const deploy = jobs['deploy-production'];
    expect(deploy).toMatchObject({
      needs: 'test',
      if: "github.ref == 'refs/heads/main'",
      env: { IMAGE_URI: `${REPOSITORY}:\${{ inputs.image-tag }}` },
    });
    const names = deploy.steps.map(({ name }: { name: string }) => name);
    expect(names.indexOf('Check that the image exists')).toBe(names.indexOf('Assume the deploy role') + 1);
    expect(names.indexOf('Check that the image exists')).toBeLessThan(
      names.findIndex((n: string) => /Register/.test(n)),
    );
    expect(JSON.stringify(jobs)).not.toContain('orders-api-build');
  });

  test('releases only from the release branch, also if nothing runs before the deployment', () => {
    const { jobs: only } = workflowOf({ ...OPTIONS, ...EXISTING_SERVICE, ...TWO_ACCOUNTS });
    expect(Object.keys(only)).toEqual(['deploy-staging', 'deploy-production']);
    expect(only['deploy-staging'].needs).toBeUndefined();
    expect(only['deploy-production'].needs).toBe('deploy-staging');
    expect(only['deploy-production'].if).toBe("github.ref == 'refs/heads/main'");
  });

  test('has valid workflows', () => {
    const models = [OPTIONS, { ...TWO_ACCOUNTS, ...EXISTING_SERVICE, githubActions: { workflowCall: true } }].map(
      (options) => modelOf(options, { nodeProject: false }),
    );
    const texts = models.flatMap((model) =>
      ['deploy', 'pull-request'].map((name) => textOf(model, `.github/workflows/${name}.yml`)),
    );
    expect(lintWorkflows(texts)).toEqual(texts.map(() => []));
  });
});

describe('the check', () => {
  const { run } = workflowOf(OPTIONS).jobs['deploy-production'].steps.find(
    ({ name }: { name: string }) => name === 'Check that the image exists',
  );
  const check = (tag: string, found: boolean) => {
    const shell = new Shell(temporaryFolder());
    shell.program('aws', `exit ${found ? 0 : 254}`);
    return shell.run(['set -e', run], { IMAGE_TAG: tag });
  };

  test('accepts an existing tag', () => {
    const { status, calls } = check('2026.11.27-1', true);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'aws ecr describe-images --region us-east-1 --registry-id 111122223333 --repository-name orders-api --image-ids imageTag=2026.11.27-1',
    ]);
  });

  test('stops the release if the tag does not exist', () => {
    expect(check('v1', false).status).toBe(1);
  });

  test.each(['', 'v1,imageDigest=sha256:0', '../other:v1', '-v1', '#{variables.IMAGE_TAG}'])(
    'does not ask ECR for %j',
    (tag) => {
      const { status, calls } = check(tag, true);
      expect(status).toBe(1);
      expect(calls).toEqual([]);
    },
  );
});

describe('CodePipeline', () => {
  const app = InfraApp.of(OPTIONS);
  const template = app.template('orders-api-pipeline');
  const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));

  test('asks for the tag with a variable that has no default value', () => {
    expect(pipeline!.Properties.Variables).toEqual([
      { Name: 'IMAGE_TAG', Description: 'Tag of an existing image in the ECR repository orders-api' },
    ]);
    const [, build] = pipeline!.Properties.Stages;
    expect(JSON.parse(build.Actions[0].Configuration.EnvironmentVariables)).toEqual([
      { name: 'IMAGE_TAG', type: 'PLAINTEXT', value: '#{variables.IMAGE_TAG}' },
    ]);
    expect(pipeline!.Properties.Triggers).toBeUndefined();
    expect(JSON.stringify(pipeline!.Properties.Stages)).toContain('"DetectChanges":false');
  });

  test('checks the image without Docker, tags it after the release, and can do nothing else in ECR', () => {
    const { env, phases } = parse(buildspecOf(modelOf(OPTIONS)));
    expect(env['exported-variables']).toEqual(['IMAGE_TAG', 'IMAGE_URI', 'CDK_VERSION']);
    expect(phases.pre_build.commands).toContain('IMAGE_URI="$REPOSITORY_URI:$IMAGE_TAG"');
    expect(phases.build.commands.at(-1)).toContain('aws ecr describe-images --region us-east-1');
    expect(JSON.stringify(template.toJSON())).not.toContain('"PrivilegedMode":true');
    const actions = JSON.stringify(template.toJSON()).match(/"ecr:[^"]*"/g);
    expect(actions).toEqual(['"ecr:DescribeImages"', '"ecr:BatchGetImage"', '"ecr:PutImage"']);
    expect(app.nagFindings()).toEqual([]);
  });
});

describe('the roles', () => {
  test('of the build do not exist, and the deploy role can find images', () => {
    const app = InfraApp.of(TWO_ACCOUNTS);
    const names = app.stacks.flatMap(({ stackName }) =>
      Object.values(app.template(stackName).findResources('AWS::IAM::Role')).map(
        ({ Properties }) => Properties.RoleName,
      ),
    );
    expect(names).not.toContain('orders-api-build');
    const base = JSON.stringify(app.template('orders-api-staging-base').toJSON());
    expect(base).toContain('ecr:DescribeImages');
    expect(base).toContain('token.actions.githubusercontent.com');
    expect(app.nagFindings()).toEqual([]);
  });

  test('of another account can find images in the repository', () => {
    const app = InfraApp.of(TWO_ACCOUNTS);
    const [repository] = Object.values(app.template('orders-api-registry').findResources('AWS::ECR::Repository'));
    expect(repository!.Properties.RepositoryPolicyText.Statement[1]).toMatchObject({
      Action: 'ecr:DescribeImages',
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/orders-api-production-deploy' },
      },
    });
    expect(guideOfModel(modelOf({ ...TWO_ACCOUNTS, registry: { existing: true } }))).toContain(
      'Allow `ecr:DescribeImages` for these deploy roles:',
    );
  });

  test('that exist are listed with the permission to find images', () => {
    const guide = guideOfModel(modelOf({ ...OPTIONS, githubActions: { deployRoleArn: 'releaser' } }));
    expect(guide).toContain('"ecr:DescribeImages"');
    expect(guide).toContain('"ecr:PutImage"');
    expect(guide).not.toContain('ecr:UploadLayerPart');
  });
});

test('the guide explains how to start a release', () => {
  const guide = guideOfModel(modelOf(OPTIONS));
  expect(guide).toContain('A release deploys an existing image, which is built elsewhere.');
  expect(guide).toContain('gh workflow run deploy.yml --ref main --field image-tag=TAG');
  expect(guide).toContain('--name orders-api --variables name=IMAGE_TAG,value=TAG');
  expect(guide).toContain('Push the first image to the ECR repository, and then [start a release]');
  expect(guide).not.toContain('gbuild');
});

test('no Dockerfile is generated or compared', () => {
  expect(textOf(modelOf(OPTIONS), 'Dockerfile')).toBe('');
});
