import { Match } from 'aws-cdk-lib/assertions';
import { renderInfra } from '../../../src/delivery/infra';
import { STATIC_SITE_DELIVERY } from '../../../src/delivery/static-site';
import { SiteStrategy } from '../../../src/options';
import { lintWorkflows } from '../../support/actionlint';
import { InfraApp, removeOutdirs, typeErrors } from '../../support/infra-app';
import { filesOf, modelOf, type Options } from './support';

const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1';

const SITES: Readonly<Record<string, Options>> = {
  default: {},
  domain: { domain: { names: ['docs.example.com', 'www.example.com'], certificateArn: CERTIFICATE } },
  records: {
    domain: {
      names: ['docs.example.com'],
      certificateArn: CERTIFICATE,
      hostedZoneId: 'Z0123456789',
      hostedZoneName: 'example.com',
    },
    webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1',
  },
  canary: { strategy: SiteStrategy.CANARY, smokeTest: { command: 'curl --fail "$SITE_URL"' } },
  preview: { strategy: SiteStrategy.BLUE_GREEN, smokeTest: { command: 'curl --fail "$SITE_URL"' } },
  'pull-requests': { pullRequestPreviews: {}, githubActions: { ownerId: '1', repositoryId: '2' } },
};
const ENVIRONMENTS: Readonly<Record<string, Options>> = {
  one: {},
  three: {
    environments: [
      { name: 'test' },
      { name: 'staging', awsRegion: 'eu-west-1' },
      { name: 'production', awsAccount: '444455556666', domain: undefined },
    ],
  },
};
const ENGINES: Readonly<Record<string, Options>> = {
  both: {},
  github: { codePipeline: { enabled: false } },
  pipeline: { githubActions: { enabled: false } },
};

const combinations = Object.keys(SITES).flatMap((site) =>
  Object.keys(ENVIRONMENTS)
    // A certificate is in one account.
    .filter((environments) => environments === 'one' || !SITES[site]!.domain)
    .flatMap((environments) =>
      Object.keys(ENGINES)
        // Only GitHub Actions publishes previews of pull requests.
        .filter((engines) => engines !== 'pipeline' || !SITES[site]!.pullRequestPreviews)
        .map((engines) => ({
          name: `${site}-${environments}-${engines}`,
          options: { ...SITES[site], ...ENVIRONMENTS[environments], ...ENGINES[engines] },
        })),
    ),
);

/** Engines change the other stacks, and sites change the site stack, so each of them is checked with one of the others. */
const checked = combinations.filter(({ name }) => name.startsWith('default-') || name.endsWith('-one-both'));

function appOf(options: Options): Readonly<Record<string, string>> {
  const model = modelOf(options);
  const { sources } = renderInfra(model, STATIC_SITE_DELIVERY.compose(model));
  return { ...sources, 'site-function.js': filesOf(options)['infra/site-function.js']! };
}

afterAll(removeOutdirs);

test('every app compiles', () => {
  const apps = checked.map(({ name, options }) => {
    const model = modelOf(options);
    return [name, renderInfra(model, STATIC_SITE_DELIVERY.compose(model))] as const;
  });
  expect(typeErrors(Object.fromEntries(apps))).toEqual([]);
});

test.each(checked)('$name synthesizes offline and has no cdk-nag findings', ({ options }) => {
  const app = new InfraApp(appOf(options));
  expect(app.nagFindings()).toEqual([]);
  expect(app.app.synth().manifest.missing ?? []).toEqual([]);
});

test('every workflow passes the linter', () => {
  const texts = combinations.flatMap(({ options }) =>
    Object.entries(filesOf(options))
      .filter(([path]) => path.startsWith('.github/'))
      .map(([, text]) => text),
  );
  expect(lintWorkflows([...new Set(texts)]).flat()).toEqual([]);
});

describe('the site stack', () => {
  const template = new InfraApp(appOf({ retainedReleases: 3 })).template('docs-production-site');

  test('selects the release in requests and sets the cookie in responses', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        HttpVersion: 'http2and3',
        DefaultCacheBehavior: Match.objectLike({
          Compress: true,
          ViewerProtocolPolicy: 'redirect-to-https',
          FunctionAssociations: [
            Match.objectLike({ EventType: 'viewer-request' }),
            Match.objectLike({ EventType: 'viewer-response' }),
          ],
        }),
        CacheBehaviors: [Match.objectLike({ PathPattern: 'assets/*', FunctionAssociations: Match.absent() })],
        CustomErrorResponses: [
          Match.objectLike({ ErrorCode: 404, ResponseCode: 404, ResponsePagePath: '/errors/404.html' }),
        ],
      }),
    });
    template.hasResourceProperties('AWS::CloudFront::Function', {
      FunctionConfig: Match.objectLike({ Runtime: 'cloudfront-js-2.0', KeyValueStoreAssociations: Match.anyValue() }),
    });
  });

  test('contains no release, so deploying it never changes the site', () => {
    expect(template.findResources('Custom::CDKBucketDeployment')).toEqual({});
    expect(template.findParameters('*', { Type: Match.not('AWS::SSM::Parameter::Value<String>') })).toEqual({});
  });

  test('limits the role that publishes to this site', () => {
    const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
    const statements = policy!.Properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[];
    expect(statements.map(({ Action }) => Action)).toEqual([
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      's3:ListBucket',
      [
        'cloudfront-keyvaluestore:DescribeKeyValueStore',
        'cloudfront-keyvaluestore:GetKey',
        'cloudfront-keyvaluestore:PutKey',
      ],
      's3:GetObject',
    ]);
    expect(statements.map(({ Resource }) => Resource)).not.toContain('*');
  });

  test('keeps the files of the site if the stack is deleted', () => {
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });
});

test('an environment in another account reads the site from the artifact bucket of its Region', () => {
  const app = new InfraApp(
    appOf({ environments: [{ name: 'staging' }, { name: 'production', awsAccount: '444455556666' }] }),
  );
  app.template('docs-artifacts').hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: Match.objectLike({
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 's3:GetObject',
          Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/docs-production-publish' } },
        }),
      ]),
    }),
  });
});
