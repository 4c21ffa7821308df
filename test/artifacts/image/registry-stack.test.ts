import { RegistryEncryption } from '../../../src/options';
import { InfraApp, propertiesOf, removeOutdirs, statementsOf } from '../../support/infra-app';

const STACK = 'orders-api-registry';
const OIDC = 'token.actions.githubusercontent.com';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';

const template = InfraApp.of().template(STACK);
const of = (options: Parameters<typeof InfraApp.of>[0]) => InfraApp.of(options).template(STACK);
afterAll(removeOutdirs);

describe('the ECR repository', () => {
  test('scans on push, keeps the newest images, has immutable tags, and is retained after the stack is deleted', () => {
    template.hasResource('AWS::ECR::Repository', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        RepositoryName: 'orders-api',
        ImageScanningConfiguration: { ScanOnPush: true },
        ImageTagMutability: 'IMMUTABLE',
      },
    });
    const { LifecyclePolicy } = propertiesOf(template, 'AWS::ECR::Repository', 'Repository');
    expect(JSON.parse(LifecyclePolicy.LifecyclePolicyText)).toEqual({
      rules: [
        {
          rulePriority: 1,
          description: 'Keep the newest 10 images that were released to production',
          selection: {
            tagStatus: 'tagged',
            tagPatternList: ['production_*'],
            countType: 'imageCountMoreThan',
            countNumber: 10,
          },
          action: { type: 'expire' },
        },
        {
          rulePriority: 2,
          description: 'Expire all other images except the newest 10',
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 },
          action: { type: 'expire' },
        },
      ],
    });
  });

  test('lets only the additional tags of the config move', () => {
    const { ImageTagMutability, ImageTagMutabilityExclusionFilters } = propertiesOf(
      of({ registry: { extraTags: ['latest', 'v1.x'] } }),
      'AWS::ECR::Repository',
      'Repository',
    );
    expect(ImageTagMutability).toBe('IMMUTABLE_WITH_EXCLUSION');
    expect(ImageTagMutabilityExclusionFilters).toEqual(
      ['latest', 'v1.x'].map((tag) => ({
        ImageTagMutabilityExclusionFilterType: 'WILDCARD',
        ImageTagMutabilityExclusionFilterValue: tag,
      })),
    );
  });

  test('uses the name and the number of images from the config', () => {
    const named = of({ ecrRepository: 'shop/orders', registry: { keepImages: 500 } });

    const { RepositoryName, LifecyclePolicy } = propertiesOf(named, 'AWS::ECR::Repository', 'Repository');
    expect(RepositoryName).toBe('shop/orders');
    expect(LifecyclePolicy.LifecyclePolicyText).toContain('"countNumber":500');
  });

  test('is encrypted with AES-256 by default', () => {
    expect(propertiesOf(template, 'AWS::ECR::Repository', 'Repository').EncryptionConfiguration).toBeUndefined();
  });

  test('is encrypted with the KMS key of the config', () => {
    of({ registry: { encryption: RegistryEncryption.KMS, kmsKeyArn: KEY } }).hasResourceProperties(
      'AWS::ECR::Repository',
      {
        EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: KEY },
      },
    );
  });

  test('is encrypted with the AWS managed key if the config does not specify a KMS key', () => {
    const { EncryptionConfiguration } = propertiesOf(
      of({ registry: { encryption: RegistryEncryption.KMS } }),
      'AWS::ECR::Repository',
      'Repository',
    );
    expect(EncryptionConfiguration).toEqual({ EncryptionType: 'KMS' });
  });

  test('is not created if it already exists', () => {
    const existing = of({ registry: { existing: true } });

    existing.resourceCountIs('AWS::ECR::Repository', 0);
    existing.resourceCountIs('AWS::IAM::Role', 1);
  });
});

describe('the GitHub OIDC provider', () => {
  test('is retained after the stack is deleted, because all repositories that use the account share it', () => {
    template.hasResource('AWS::IAM::OIDCProvider', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { Url: `https://${OIDC}`, ClientIdList: ['sts.amazonaws.com'] },
    });
  });

  test('is imported if it already exists', () => {
    const imported = of({ githubActions: { existingOidcProvider: true } });

    imported.resourceCountIs('AWS::IAM::OIDCProvider', 0);
    const { AssumeRolePolicyDocument } = propertiesOf(imported, 'AWS::IAM::Role', 'BuildRole');
    expect(AssumeRolePolicyDocument.Statement[0].Principal).toEqual({
      Federated: `arn:aws:iam::111122223333:oidc-provider/${OIDC}`,
    });
  });

  test('is not created without a workflow', () => {
    const pipelineOnly = of({ githubActions: { enabled: false } });

    pipelineOnly.resourceCountIs('AWS::IAM::OIDCProvider', 0);
    pipelineOnly.resourceCountIs('AWS::IAM::Role', 0);
  });
});

describe('the build role', () => {
  test('can be assumed by the workflow on the release branch, with both forms of the subject', () => {
    const { RoleName, AssumeRolePolicyDocument, MaxSessionDuration } = propertiesOf(
      template,
      'AWS::IAM::Role',
      'BuildRole',
    );

    expect(RoleName).toBe('orders-api-build');
    expect(MaxSessionDuration).toBe(3600);
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: { Ref: expect.stringMatching(/^GithubProvider/) } },
        Condition: {
          StringEquals: { [`${OIDC}:aud`]: 'sts.amazonaws.com' },
          StringLike: {
            [`${OIDC}:sub`]: [
              'repo:acme/orders-api:ref:refs/heads/main',
              'repo:acme@*/orders-api@*:ref:refs/heads/main',
            ],
          },
        },
      },
    ]);
  });

  test('matches the subject exactly if the config contains the repository IDs', () => {
    const exact = of({ branch: 'release/1.x', githubActions: { ownerId: '41', repositoryId: '42' } });

    const { AssumeRolePolicyDocument } = propertiesOf(exact, 'AWS::IAM::Role', 'BuildRole');
    expect(AssumeRolePolicyDocument.Statement[0].Condition).toEqual({
      StringEquals: {
        [`${OIDC}:aud`]: 'sts.amazonaws.com',
        [`${OIDC}:sub`]: [
          'repo:acme/orders-api:ref:refs/heads/release/1.x',
          'repo:acme@41/orders-api@42:ref:refs/heads/release/1.x',
        ],
      },
    });
  });

  test('can push only to this repository', () => {
    expect(statementsOf(template, 'BuildRole')).toEqual([
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Effect: 'Allow',
        Action: [
          'ecr:BatchCheckLayerAvailability',
          'ecr:BatchGetImage',
          'ecr:CompleteLayerUpload',
          'ecr:DescribeImages',
          'ecr:GetDownloadUrlForLayer',
          'ecr:InitiateLayerUpload',
          'ecr:PutImage',
          'ecr:UploadLayerPart',
        ],
        Resource: 'arn:aws:ecr:us-east-1:111122223333:repository/orders-api',
      },
    ]);
  });

  test('has the additional permissions of the config, in both engines', () => {
    const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:npm-token-abc123';
    const app = InfraApp.of({
      buildRoleStatements: [
        { actions: ['secretsmanager:GetSecretValue'], resources: [SECRET] },
        {
          actions: ['ecr:BatchGetImage'],
          resources: ['arn:aws:ecr:us-east-1:444455556666:repository/base/*'],
          conditions: { StringEquals: { 'aws:ResourceTag/team': 'platform' } },
        },
      ],
    });
    for (const stack of [STACK, 'orders-api-pipeline']) {
      expect(statementsOf(app.template(stack), 'BuildRole')).toEqual(
        expect.arrayContaining([
          { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: SECRET },
          {
            Effect: 'Allow',
            Action: 'ecr:BatchGetImage',
            Resource: 'arn:aws:ecr:us-east-1:444455556666:repository/base/*',
            Condition: { StringEquals: { 'aws:ResourceTag/team': 'platform' } },
          },
        ]),
      );
    }
  });
});
