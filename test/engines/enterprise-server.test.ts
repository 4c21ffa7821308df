import { parse } from 'yaml';
import { hostOfRemote } from '../../src/model/resolve-github-host';
import type { EcsDeliveryOptions } from '../../src/options';
import { problemsOf, resolve } from '../model/resolving';
import { deployWorkflowOf, guideOfModel, textOf } from '../support/delivery';
import { InfraApp, removeOutdirs } from '../support/infra-app';
import { modelOf } from '../support/model';
import { deliveryIn, temporaryFolder } from '../support/project';

const HOST = 'github.example.com';
const ISSUER = `${HOST}/_services/token`;
const OPTIONS: Partial<EcsDeliveryOptions> = {
  githubActions: { host: HOST, runner: 'self-hosted' },
  codePipeline: { enabled: false },
};

afterAll(removeOutdirs);

test('the roles trust the tokens of the server, without a claim that STS reads only from github.com', () => {
  const app = InfraApp.of(OPTIONS);
  const [provider] = Object.values(app.template('orders-api-registry').findResources('AWS::IAM::OIDCProvider'));
  expect(provider!.Properties.Url).toBe(`https://${ISSUER}`);
  const roles = app.stacks.flatMap(({ stackName }) =>
    Object.values(app.template(stackName).findResources('AWS::IAM::Role')),
  );
  const deploy = roles.find(({ Properties }) => Properties.RoleName === 'orders-api-production-deploy')!;
  const [{ Condition }] = deploy.Properties.AssumeRolePolicyDocument.Statement;
  expect(Condition.StringEquals).toEqual({ [`${ISSUER}:aud`]: 'sts.amazonaws.com' });
  expect(Condition.StringLike[`${ISSUER}:sub`][0]).toBe('repo:acme/orders-api:environment:production');
  expect(JSON.stringify(roles)).not.toContain('githubusercontent');
  expect(app.nagFindings()).toEqual([]);
});

test('existing roles get the same trust policy', () => {
  const githubActions = { ...OPTIONS.githubActions, deployRoleArn: 'releaser', buildRoleArn: 'builder' };
  const guide = guideOfModel(modelOf({ ...OPTIONS, githubActions }));
  expect(guide).toContain(`"${ISSUER}:sub"`);
  expect(guide).toContain(`arn:aws:iam::111122223333:oidc-provider/${ISSUER}`);
  expect(guide).not.toContain(`${ISSUER}:ref`);
});

test('links and commands use the server', () => {
  const model = modelOf(OPTIONS);
  const guide = guideOfModel(model);
  expect(guide).toContain(`https://${HOST}/acme/orders-api/actions/workflows/deploy.yml`);
  expect(guide).toContain(`gh api --hostname ${HOST} repos/acme/orders-api --jq`);
  expect(guide).toContain(`ends_with(Arn, '/${ISSUER}')`);
  expect(textOf(model, 'Dockerfile')).toContain(`source="https://${HOST}/acme/orders-api"`);
  for (const text of [guide, textOf(model, 'Dockerfile'), deployWorkflowOf(model)]) {
    expect(text).not.toMatch(/github\.com\/acme/);
  }
  expect(parse(deployWorkflowOf(model)).jobs.build['runs-on']).toBe('self-hosted');
});

test('the task configures the environments of the server', () => {
  const { project } = deliveryIn(temporaryFolder(), OPTIONS);
  const steps = project.tasks.tryFind('github:environments')!.steps.map(({ exec }) => exec ?? '');
  expect(steps.join('\n').match(/gh api/g)).toHaveLength(
    steps.join('\n').split(`gh api --hostname ${HOST}`).length - 1,
  );
});

test('the repository is derived from a remote on the server', () => {
  for (const url of [`git@${HOST}:acme/shop.git`, `https://${HOST}/acme/shop`, `ssh://git@${HOST}:22/acme/shop.git`]) {
    const model = resolve({ ...OPTIONS, githubRepository: undefined }, { gitRemote: () => url });
    expect(model.source.github).toMatchObject({ fullName: 'acme/shop', host: HOST });
  }
});

test.each([
  ['https://token@GitHub.example.com/a/b', HOST],
  ['git@github.com:a/b.git', 'github.com'],
  ['../b', undefined],
  [undefined, undefined],
])('the host of %j is %j', (url, host) => {
  expect(hostOfRemote(url)).toBe(host);
});

test('a remote on another host is a problem of its own', () => {
  expect(problemsOf({ githubRepository: undefined }, { gitRemote: () => `git@${HOST}:acme/shop.git` })).toEqual([
    'githubRepository: is missing, and the git remote "origin" is on github.example.com, not on github.com (allowed: owner/name). For GitHub Enterprise Server, set githubActions.host to the host name. Otherwise, set githubRepository. [enterprise-server]',
  ]);
});

test('what a server does not offer must be specified', () => {
  expect(problemsOf({ githubActions: { host: HOST } })).toEqual([
    'githubActions.runner: is missing, and github.example.com has no GitHub-hosted runners (allowed: the label of self-hosted runners). Set githubActions.runner. [enterprise-server]',
    'codePipeline.connectionArn: is missing, and a connection to github.example.com requires a host in AWS that no stack creates (allowed: the ARN of an existing connection). Create the host and the connection in the AWS console and set connectionArn, or set codePipeline.enabled to false. [enterprise-server]',
  ]);
  expect(
    problemsOf({
      githubActions: OPTIONS.githubActions,
      codePipeline: {
        connectionArn: 'arn:aws:codeconnections:us-east-1:111122223333:connection/12345678-1234-1234-1234-123456789012',
      },
    }),
  ).toEqual([]);
});

test.each(['github.com', 'https://github.example.com', 'acme.ghe.com', 'GitHub.example.com'])(
  '%s is not valid',
  (host) => {
    const githubActions = { host, runner: 'x' };
    expect(problemsOf({ ...OPTIONS, githubActions })[0]).toContain('[invalid-format]');
  },
);
