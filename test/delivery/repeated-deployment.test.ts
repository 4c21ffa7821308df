import type { EcsDeliveryOptions } from '../../src/options';
import { DeploymentStrategy } from '../../src/options';
import { guideOfModel } from '../support/delivery';
import { InfraApp, removeOutdirs } from '../support/infra-app';
import { EXISTING_SERVICE, modelOf } from '../support/model';

afterAll(removeOutdirs);

interface Resource {
  readonly DeletionPolicy?: string;
}

/** The resources that remain if the creation of a stack fails. The next creation would fail because they exist. */
function survivorsIn(app: InfraApp): string[] {
  return app.stacks.flatMap(({ stackName }) => {
    const resources: Record<string, Resource> = app.template(stackName).toJSON().Resources ?? {};
    return Object.entries(resources)
      .filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain' || DeletionPolicy === 'Snapshot')
      .map(([id]) => `${stackName}: ${id}`);
  });
}

test.each<[string, Partial<EcsDeliveryOptions>]>([
  ['a managed service', {}],
  [
    'a managed service in two accounts that shifts traffic',
    {
      strategy: DeploymentStrategy.BLUE_GREEN,
      environments: [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }],
    },
  ],
  ['an existing service', EXISTING_SERVICE],
])('if the creation of a stack fails, nothing remains: %s', (_, options) => {
  expect(survivorsIn(InfraApp.of(options))).toEqual([]);
});

test('the log group, the repository, the OIDC provider, and the artifacts are retained after the first deployment', () => {
  const app = InfraApp.of();
  const retained = app.stacks.flatMap(({ stackName }) =>
    Object.values(app.template(stackName).toJSON().Resources as Record<string, { Type: string } & Resource>)
      .filter(({ DeletionPolicy }) => DeletionPolicy === 'RetainExceptOnCreate')
      .map(({ Type }) => Type),
  );
  expect(retained.sort()).toEqual([
    'AWS::ECR::Repository',
    'AWS::IAM::OIDCProvider',
    'AWS::Logs::LogGroup',
    'AWS::S3::Bucket',
  ]);
});

describe('the guide', () => {
  const LOOK_UP =
    'aws iam list-open-id-connect-providers --query "OpenIDConnectProviderList[?ends_with(Arn, \'/token.actions.githubusercontent.com\')].Arn" --output text';
  const guide = guideOfModel(modelOf());

  test('looks up the OIDC provider before the stacks are deployed', () => {
    expect(guide.indexOf(LOOK_UP)).toBeGreaterThan(0);
    expect(guide.indexOf(LOOK_UP)).toBeLessThan(guide.indexOf('deploy orders-api-registry'));
  });

  test('looks it up in each account in which a stack creates it', () => {
    const environments = [
      { name: 'staging', awsAccount: '444455556666', githubActions: { existingOidcProvider: true } },
      { name: 'production', awsAccount: '777788889999' },
    ];
    const text = guideOfModel(modelOf({ environments }));
    expect(text.split(LOOK_UP)).toHaveLength(3);
    expect(text).toContain(`In account \`777788889999\`:\n\n   \`\`\`sh\n   ${LOOK_UP}`);
    expect(text).toContain('set it in the environments of those accounts');
  });

  test('does not look it up if it exists', () => {
    expect(guideOfModel(modelOf({ githubActions: { existingOidcProvider: true } }))).not.toContain(LOOK_UP);
  });

  test('explains how to repeat a first deployment that failed', () => {
    expect(guide).toContain(
      'If the first deployment of `orders-api-registry` or `orders-api-production-base` fails, fix the cause, turn off termination protection for that stack, and deploy again. For example, run `aws cloudformation update-termination-protection --stack-name orders-api-registry --region us-east-1 --no-enable-termination-protection`.',
    );
  });
});
