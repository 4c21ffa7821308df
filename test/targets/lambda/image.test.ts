import { parseDocument } from 'yaml';
import { LambdaPackageType } from '../../../src/options';
import { removeOutdirs } from '../../support/infra-app';
import { LAMBDA_CONFIGS } from './configs';
import { lambdaApp, lambdaFiles, lambdaGuide, lambdaModel, lambdaText } from './support';

/** A function that is a container image. */

const IMAGE = { packageType: LambdaPackageType.IMAGE };
const SEVERAL = LAMBDA_CONFIGS['container image in another language, in several accounts']!;
const EXISTING = LAMBDA_CONFIGS['copied container image in an existing repository']!;

afterAll(removeOutdirs);

interface Resource {
  readonly Type: string;
  readonly Properties: any;
}

const resourcesIn = (template: { Resources?: Record<string, Resource> }, type: string): Resource[] =>
  Object.values(template.Resources ?? {}).filter(({ Type }) => Type === type);

describe('the service stack', () => {
  const template = lambdaApp(IMAGE).template('orders-api-production-service').toJSON();
  const resource = (type: string) => resourcesIn(template, type)[0]!;

  test('deploys the image that a parameter specifies by its digest', () => {
    expect(resource('AWS::Lambda::Function').Properties).toMatchObject({
      PackageType: 'Image',
      Code: { ImageUri: { Ref: 'ImageUri' } },
      Architectures: ['arm64'],
    });
    expect(resource('AWS::Lambda::Function').Properties).not.toHaveProperty('Handler');
    expect(resource('AWS::Lambda::Function').Properties).not.toHaveProperty('Runtime');
    const { AllowedPattern, Default } = template.Parameters.ImageUri!;
    expect(Default).toBe('none');
    expect('111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:1.0').not.toMatch(new RegExp(AllowedPattern!));
    expect(`111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api@sha256:${'0'.repeat(64)}`).toMatch(
      new RegExp(AllowedPattern!),
    );
  });

  test('publishes a version with each release, without the hash of a zip file', () => {
    expect(resource('AWS::Lambda::Version').Properties).not.toHaveProperty('CodeSha256');
    expect(JSON.stringify(resource('AWS::Lambda::Version').Properties.Description)).toContain('ReleaseId');
    expect(Object.keys(template.Parameters)).not.toContain('CodeSha256');
  });

  test('overrides what the Dockerfile specifies', () => {
    const several = lambdaApp(SEVERAL).template('orders-api-staging-service').toJSON();
    const functions = resourcesIn(several, 'AWS::Lambda::Function');
    expect(functions.map(({ Properties }) => Properties.ImageConfig)).toEqual([
      { Command: ['app.handler'], EntryPoint: ['/lambda-entrypoint.sh'], WorkingDirectory: '/srv' },
    ]);
  });
});

describe('the ECR repository', () => {
  const policyOf = (options: typeof SEVERAL) => {
    const template = lambdaApp(options).template('orders-api-registry').toJSON();
    const repository = resourcesIn(template, 'AWS::ECR::Repository')[0]!;
    return { ...repository.Properties, statements: repository.Properties.RepositoryPolicyText.Statement };
  };
  const actions = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

  test('scans images and keeps enough of them', () => {
    expect(policyOf(IMAGE)).toMatchObject({
      ImageScanningConfiguration: { ScanOnPush: true },
      ImageTagMutability: 'IMMUTABLE',
    });
    expect(policyOf(IMAGE).LifecyclePolicy.LifecyclePolicyText).toContain('"countNumber":100');
  });

  test('lets Lambda pull images for the functions of all accounts, and lets releases tag them', () => {
    expect(policyOf(SEVERAL).statements).toEqual([
      ...['deploy', 'release'].map((role) => ({
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::222233334444:root']] } },
        Action: ['ecr:BatchGetImage', 'ecr:PutImage'],
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::222233334444:role/orders-api-production-${role}` },
        },
      })),
      {
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::222233334444:root']] } },
        Action: actions,
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: actions,
        Condition: {
          StringLike: {
            'aws:sourceArn': [
              'arn:aws:lambda:us-east-1:111122223333:function:*',
              'arn:aws:lambda:us-east-1:222233334444:function:*',
            ],
          },
        },
      },
    ]);
  });

  test('that exists is not changed, and the guide shows the permissions that Lambda needs', () => {
    const template = lambdaApp(EXISTING).template('orders-api-registry').toJSON();
    expect(resourcesIn(template, 'AWS::ECR::Repository')).toEqual([]);
    const guide = lambdaGuide(lambdaModel(EXISTING));
    expect(guide).toContain(
      'for the service `lambda.amazonaws.com`, on the condition that `aws:sourceArn` matches `arn:aws:lambda:us-east-1:111122223333:function:*` and `arn:aws:lambda:us-east-1:222233334444:function:*`',
    );
    expect(guide).toContain('for the account `222233334444`');
  });
});

describe('the build', () => {
  const model = lambdaModel(IMAGE);

  test('creates a single manifest in both engines, because Lambda rejects an image index', () => {
    expect(lambdaText(model, 'buildspec.yml')).toContain(' --provenance=false --sbom=false ');
    const workflow = parseDocument(lambdaText(model, '.github/workflows/deploy.yml')).toJS();
    const build = workflow.jobs.build.steps.find(({ uses = '' }: { uses?: string }) =>
      uses.startsWith('docker/build-push-action'),
    );
    expect(build.with).toMatchObject({ platforms: 'linux/arm64', provenance: false, sbom: false });
  });

  test('passes the digest to the releases in both engines', () => {
    const buildspec = parseDocument(lambdaText(model, 'buildspec.yml')).toJS();
    expect(buildspec.phases.build.commands.at(-1)).toBe('IMAGE_URI="$REPOSITORY_URI@$IMAGE_DIGEST"');
    expect(buildspec.env['exported-variables']).toEqual(['IMAGE_TAG', 'IMAGE_URI', 'CDK_VERSION']);
    const workflow = parseDocument(lambdaText(model, '.github/workflows/deploy.yml')).toJS();
    expect(workflow.jobs['deploy-production'].env.IMAGE_URI).toBe(
      '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api@${{ needs.build.outputs.image-digest }}',
    );
  });

  test('starts from the base image of Lambda and runs the compiled handler', () => {
    const dockerfile = lambdaText(model, 'Dockerfile');
    expect(dockerfile).toContain('FROM public.ecr.aws/lambda/nodejs:24 AS base');
    expect(dockerfile).toContain('COPY --from=build /var/task/lib ./lib');
    expect(dockerfile).toContain('CMD ["lib/index.handler"]');
    // Lambda runs the function as its own user.
    expect(dockerfile).not.toMatch(/^(USER|EXPOSE|HEALTHCHECK)/m);
  });

  test('of another language uses your own Dockerfile', () => {
    const paths = lambdaFiles(lambdaModel(SEVERAL)).map(({ path }) => path);
    expect(paths).not.toContain('Dockerfile');
    expect(lambdaText(lambdaModel(SEVERAL), 'buildspec.yml')).toContain(
      '--file docker/Dockerfile --platform linux/amd64',
    );
  });
});

test('the guide explains which images must exist', () => {
  expect(lambdaGuide(lambdaModel(IMAGE))).toContain(
    'Lambda needs the image of each version: if it no longer exists, invocations of that version fail. The ECR repository keeps the 100 newest released images of each environment (`registry.keepReleasedImages`).',
  );
  expect(lambdaGuide(lambdaModel({ ...IMAGE, registry: { tagReleases: false } }))).toContain(
    'The ECR repository keeps the 100 newest images (`registry.keepImages`), so release to every environment before 100 newer images exist.',
  );
});

test('the guide explains that another package type needs another function name and a release', () => {
  const [one, several] = [lambdaModel(), lambdaModel(LAMBDA_CONFIGS['several functions'])].map(lambdaGuide);
  expect(one).toContain(
    'To change the package type, also set a new `functionName`, deploy all stacks except the service stack, and then release.',
  );
  expect(one).toContain('If you deploy the service stack before the release, CloudFormation deletes the function.');
  expect(several).toContain(
    'To change the package type, also set a new `functionName` for the main function and for each of `additionalFunctions`, deploy all stacks except the service stacks, and then release.',
  );
});
