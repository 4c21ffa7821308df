import { parse } from 'yaml';
import type { EcsDeliveryOptions } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { buildspecOf, deployWorkflowOf, guideOfModel, textOf } from '../../support/delivery';
import { InfraApp, removeOutdirs } from '../../support/infra-app';
import { EXISTING_SERVICE, modelOf } from '../../support/model';

type Options = Partial<EcsDeliveryOptions>;

const ROLE = 'arn:aws:iam::111122223333:role';
const OIDC = 'token.actions.githubusercontent.com';
const ROLES: Options = { githubActions: { buildRoleArn: 'ci/builder', deployRoleArn: `${ROLE}/ci/releaser` } };

afterAll(removeOutdirs);

function stepsOf(workflow: string, job: string): any[] {
  return parse(workflow).jobs[job].steps;
}

const assumed = (workflow: string, job: string) =>
  stepsOf(workflow, job).find(({ with: inputs }) => inputs?.['role-to-assume']).with;

const providersIn = (app: InfraApp) =>
  app.stacks
    .map(({ stackName }) => stackName)
    .filter((name) => Object.keys(app.template(name).findResources('AWS::IAM::OIDCProvider')).length > 0);

/** The JSON blocks after the text. */
function jsonAfter(guide: string, text: string): any[] {
  const rest = guide.slice(guide.indexOf(text));
  expect(rest.length).toBeLessThan(guide.length + 1);
  return [...rest.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block]) => JSON.parse(block!));
}

describe('existing roles', () => {
  const model = modelOf(ROLES);
  const guide = guideOfModel(model);

  test('are assumed by the workflows', () => {
    const deploy = deployWorkflowOf(model);
    expect(assumed(deploy, 'build')).toMatchObject({
      'role-to-assume': `${ROLE}/ci/builder`,
      'role-session-name': '${{ github.run_id }}-${{ github.sha }}',
    });
    expect(assumed(deploy, 'deploy-production')['role-to-assume']).toBe(`${ROLE}/ci/releaser`);
    expect(assumed(textOf(model, '.github/workflows/rollback.yml'), 'rollback-production')['role-to-assume']).toBe(
      `${ROLE}/ci/releaser`,
    );
  });

  test('are not created, and neither is the OIDC provider', () => {
    const app = InfraApp.of(ROLES);
    app.template('orders-api-registry').resourceCountIs('AWS::IAM::Role', 0);
    app
      .template('orders-api-production-base')
      .resourcePropertiesCountIs('AWS::IAM::Role', { RoleName: 'orders-api-production-deploy' }, 0);
    expect(providersIn(app)).toEqual([]);
    expect(app.nagFindings()).toEqual([]);
  });

  test('do not change the pipeline', () => {
    expect(buildspecOf(model)).toBe(buildspecOf(modelOf()));
  });

  test('need the policies that the guide shows, which are those of the roles that stacks create', () => {
    const [buildTrust, build, deployTrust, deploy] = jsonAfter(guide, 'Update these existing roles.');

    expect(buildTrust.Principal).toEqual({ Federated: `arn:aws:iam::111122223333:oidc-provider/${OIDC}` });
    expect(deployTrust.Condition).toEqual({
      StringEquals: { [`${OIDC}:aud`]: 'sts.amazonaws.com', [`${OIDC}:ref`]: 'refs/heads/main' },
      StringLike: {
        [`${OIDC}:sub`]: [
          'repo:acme/orders-api:environment:production',
          'repo:acme@*/orders-api@*:environment:production',
        ],
      },
    });
    const statementsOf = (stack: string, role: string) => {
      const policies = Object.entries(InfraApp.of().template(stack).findResources('AWS::IAM::Policy'));
      return policies.find(([id]) => id.startsWith(role))![1].Properties.PolicyDocument.Statement;
    };
    const plain = (statements: any[]) =>
      statements.map(({ Action, Resource }) => [[Action].flat().sort(), [Resource].flat().sort()]);
    expect(plain(build)).toEqual(plain(statementsOf('orders-api-registry', 'BuildRole')));
    expect(plain(deploy)).toEqual(plain(statementsOf('orders-api-production-base', 'DeployRole')));
  });

  test('must allow sessions that outlast the deployment', () => {
    expect(guide).toContain(
      `\`${ROLE}/ci/releaser\` is assumed to release to production. Set its maximum session duration to at least 3600 seconds.`,
    );
  });
});

test('an environment can have its own deploy role', () => {
  const model = modelOf({
    environments: [
      { name: 'staging', awsAccount: '444455556666', githubActions: { deployRoleArn: 'releaser' } },
      { name: 'production' },
    ],
  });
  expect(model.github!.releases.map(({ deployRole }) => [deployRole.arn, deployRole.create])).toEqual([
    ['arn:aws:iam::444455556666:role/releaser', false],
    [`${ROLE}/orders-api-production-deploy`, true],
  ]);
});

describe('the OIDC provider', () => {
  const accounts = (staging: Options['githubActions'], githubActions: Options['githubActions'] = {}) =>
    InfraApp.of({
      githubActions,
      environments: [
        { name: 'staging', awsAccount: '444455556666', githubActions: staging },
        { name: 'production', awsAccount: '777788889999' },
      ],
    });

  test('is created once in each account that does not have it', () => {
    expect(providersIn(accounts({}))).toEqual([
      'orders-api-registry',
      'orders-api-staging-base',
      'orders-api-production-base',
    ]);
    expect(providersIn(accounts({ existingOidcProvider: true }))).toEqual([
      'orders-api-registry',
      'orders-api-production-base',
    ]);
    expect(providersIn(accounts({ existingOidcProvider: false }, { existingOidcProvider: true }))).toEqual([
      'orders-api-staging-base',
    ]);
  });

  test('is created by the stack of the first environment if the build role exists', () => {
    const environments = [{ name: 'staging' }, { name: 'production' }];
    expect(providersIn(InfraApp.of({ environments, githubActions: { buildRoleArn: 'builder' } }))).toEqual([
      'orders-api-staging-base',
    ]);
  });
});

test.each<[string, Options, string[]]>([
  [
    'a role in another account',
    { githubActions: { buildRoleArn: 'arn:aws:iam::444455556666:role/builder' } },
    [
      'githubActions.buildRoleArn: "arn:aws:iam::444455556666:role/builder" is in a different account (allowed: 111122223333). Use a role in the account that the workflow signs in to. [wrong-account-or-region]',
    ],
  ],
  [
    'a deploy role that is not in the account of one environment',
    {
      githubActions: { deployRoleArn: `${ROLE}/releaser` },
      environments: [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }],
    },
    [
      'githubActions.deployRoleArn: "arn:aws:iam::111122223333:role/releaser" is in a different account in the staging environment (allowed: 444455556666). Use a role in the account that the workflow signs in to. [wrong-account-or-region]',
    ],
  ],
  [
    'an option of the top level in an environment',
    { environments: [{ name: 'production', githubActions: { runner: 'ubuntu-24.04' } as object }] },
    [
      'environments[0].githubActions.runner: is not a known option (allowed: deployRoleArn, existingOidcProvider). Remove it, or correct the name. [unknown-option]',
    ],
  ],
  [
    'an ARN that is not the ARN of a role',
    { githubActions: { deployRoleArn: 'arn:aws:iam::111122223333:user/ci' } },
    [
      'githubActions.deployRoleArn: "arn:aws:iam::111122223333:user/ci" is not valid (allowed: arn:aws:iam::<account>:role/<name>, or only <name>). Correct the value. [invalid-format]',
    ],
  ],
])('rejects %s', (_, options, expected) => {
  expect(problemsOf(options)).toEqual(expected);
});

test('if everything exists, there are no stacks, and the guide does not say how to deploy them', () => {
  const options: Options = {
    ...EXISTING_SERVICE,
    ...ROLES,
    codePipeline: { enabled: false },
    registry: { existing: true },
    executionRoleArn: 'execution',
    createTaskRole: false,
    logging: { existingLogGroup: '/ecs/orders' },
  };
  const guide = guideOfModel(modelOf(options));
  expect(InfraApp.of(options).stacks).toEqual([]);
  expect(guide).not.toContain('Deploy the stacks');
});
