import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { EcsDeliveryOptions } from '../../src/options';
import { InfraApp, propertiesOf, removeOutdirs, statementsOf } from '../support/infra-app';

const OPTIONS: Partial<EcsDeliveryOptions> = {
  environments: [
    { name: 'staging' },
    { name: 'eu', awsAccount: '444455556666', awsRegion: 'eu-west-1' },
    { name: 'production', awsAccount: '444455556666', deploymentTimeoutMinutes: 90 },
  ],
};

const app = InfraApp.of(OPTIONS);
afterAll(removeOutdirs);

const dependenciesOf = (name: string) => app.stack(name).dependencies.map(({ stackName }) => stackName);

test('each environment has its own base stack, in its account and region', () => {
  const bases = app.stacks.filter(({ stackName }) => stackName.endsWith('-base'));
  expect(bases.map(({ stackName, account, region }) => [stackName, account, region])).toEqual([
    ['orders-api-staging-base', '111122223333', 'us-east-1'],
    ['orders-api-eu-base', '444455556666', 'eu-west-1'],
    ['orders-api-production-base', '444455556666', 'us-east-1'],
  ]);
});

test('each account has one GitHub OIDC provider, and stacks that use it depend on the stack that creates it', () => {
  const providers = app.stacks.map((stack) => [
    stack.stackName,
    Object.keys(app.template(stack.stackName).findResources('AWS::IAM::OIDCProvider')).length,
  ]);
  expect(Object.fromEntries(providers)).toEqual({
    'orders-api-registry': 1,
    'orders-api-staging-base': 0,
    'orders-api-staging-service': 0,
    'orders-api-eu-base': 1,
    'orders-api-eu-service': 0,
    'orders-api-production-base': 0,
    'orders-api-production-service': 0,
    'orders-api-pipeline': 0,
  });
  expect(dependenciesOf('orders-api-staging-base')).toEqual(['orders-api-registry']);
  expect(dependenciesOf('orders-api-eu-base')).toEqual([]);
  expect(dependenciesOf('orders-api-production-base')).toEqual(['orders-api-eu-base']);
});

test('no stack depends on a stack in another account', () => {
  expect(dependenciesOf('orders-api-pipeline').sort()).toEqual(['orders-api-registry', 'orders-api-staging-base']);
});

test('the ECR repository lets the roles of other accounts pull, find and tag images and do nothing else', () => {
  const { RepositoryPolicyText } = propertiesOf(
    app.template('orders-api-registry'),
    'AWS::ECR::Repository',
    'Repository',
  );
  const allow = (name: string) => ({
    Effect: 'Allow',
    Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::444455556666:root']] } },
    Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::444455556666:role/orders-api-${name}-execution` } },
  });
  const allowTags = (name: string) => ({
    ...allow(name),
    Action: ['ecr:BatchGetImage', 'ecr:PutImage'],
    Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::444455556666:role/orders-api-${name}` } },
  });
  // In a pipeline, only a smoke test rolls back, and these environments have none.
  const allowCheck = (name: string) => ({ ...allowTags(`${name}-deploy`), Action: 'ecr:DescribeImages' });
  expect(RepositoryPolicyText.Statement).toEqual([
    ...['eu', 'production'].flatMap((name) => [allow(name), allowCheck(name)]),
    ...['eu-deploy', 'eu-release', 'production-deploy', 'production-release'].map(allowTags),
  ]);
});

test('the ECR repository has no policy if all environments are in its account', () => {
  const single = InfraApp.of({ environments: [{ name: 'staging' }, { name: 'production' }] });
  expect(propertiesOf(single.template('orders-api-registry'), 'AWS::ECR::Repository', 'Repository')).not.toHaveProperty(
    'RepositoryPolicyText',
  );
});

test('each environment has its own service stack, in its account and region', () => {
  const services = app.stacks.filter(({ stackName }) => stackName.endsWith('-service'));
  expect(services.map(({ stackName, account, region }) => [stackName, account, region])).toEqual([
    ['orders-api-staging-service', '111122223333', 'us-east-1'],
    ['orders-api-eu-service', '444455556666', 'eu-west-1'],
    ['orders-api-production-service', '444455556666', 'us-east-1'],
  ]);
});

test('a release assumes the CDK bootstrap roles in the account and region of its environment', () => {
  const roles = (template: Template, role: string) =>
    statementsOf(template, role)
      .filter(({ Action }) => Action === 'sts:AssumeRole')
      .flatMap(({ Resource }) => Resource);
  const bootstrap = (purpose: string) =>
    `arn:aws:iam::444455556666:role/cdk-hnb659fds-${purpose}-444455556666-eu-west-1`;
  const expected = ['deploy-role', 'file-publishing-role'].map(bootstrap);
  const base = app.template('orders-api-eu-base');
  expect(roles(base, 'DeployRole')).toEqual(expected);
  expect(roles(base, 'ReleaseRole')).toEqual(expected);
});

test('the pipeline releases to another account with a role there, which trusts only the role of that release', () => {
  const role = propertiesOf(app.template('orders-api-eu-base'), 'AWS::IAM::Role', 'ReleaseRole');
  expect(role.RoleName).toBe('orders-api-eu-release');
  expect(role.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:root']] } },
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/orders-api-eu-release' } },
    },
  ]);
  const pipeline = app.template('orders-api-pipeline');
  expect(propertiesOf(pipeline, 'AWS::IAM::Role', 'ReleaseEuRole').RoleName).toBe('orders-api-eu-release');
  expect(statementsOf(pipeline, 'ReleaseEuRole')).toContainEqual({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Resource: 'arn:aws:iam::444455556666:role/orders-api-eu-release',
  });
  expect(statementsOf(pipeline, 'ReleaseEuRole')).not.toContainEqual(
    Match.objectLike({ Action: 'ecs:RegisterTaskDefinition' }),
  );
});

test('a release in the account of the pipeline needs no additional role', () => {
  expect(JSON.stringify(app.template('orders-api-staging-base'))).not.toContain('ReleaseRole');
  expect(propertiesOf(app.template('orders-api-pipeline'), 'AWS::IAM::Role', 'ReleaseStagingRole')).not.toHaveProperty(
    'RoleName',
  );
});

test('the release commands run in the account and region of the environment', () => {
  const commandsOf = (id: string): string[] =>
    JSON.parse(propertiesOf(app.template('orders-api-pipeline'), 'AWS::CodeBuild::Project', id).Source.BuildSpec).phases
      .build.commands;
  expect(commandsOf('ReleaseStaging')).toEqual(['bash infra/release.sh staging']);
  expect(commandsOf('ReleaseEu')).toEqual([
    'aws configure set profile.release.role_arn arn:aws:iam::444455556666:role/orders-api-eu-release',
    'aws configure set profile.release.credential_source EcsContainer',
    'aws configure set profile.release.role_session_name "release-$CODEBUILD_BUILD_NUMBER"',
    'export AWS_PROFILE=release',
    'export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1',
    'bash infra/release.sh eu',
  ]);
  expect(commandsOf('ReleaseProduction').slice(4)).toEqual(['bash infra/release.sh production']);
});

test('the stages are in the order of the environments, with an approval before production', () => {
  const { Stages } = propertiesOf(app.template('orders-api-pipeline'), 'AWS::CodePipeline::Pipeline', 'Pipeline');
  expect(Stages.map(({ Name }: { Name: string }) => Name)).toEqual([
    'Source',
    'Build',
    'Release-staging',
    'Release-eu',
    'Approve-production',
    'Release-production',
  ]);
});
