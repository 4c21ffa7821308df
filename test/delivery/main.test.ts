import type { Stack } from 'aws-cdk-lib';
import { EC2_DELIVERY } from '../../src/delivery/ec2';
import { LAMBDA_DELIVERY } from '../../src/delivery/lambda';
import { STATIC_SITE_DELIVERY } from '../../src/delivery/static-site';
import type { EcsDeliveryOptions } from '../../src/options';
import { InfraApp, removeOutdirs } from '../support/infra-app';
import { EXISTING_SERVICE } from '../support/model';
import { modelOf as ec2ModelOf } from '../targets/ec2/support';
import { lambdaModel } from '../targets/lambda/support';
import { modelOf as siteModelOf } from '../targets/static-site/support';

afterAll(removeOutdirs);

function dependencies(app: InfraApp): Record<string, string[]> {
  const names = (stacks: Stack[]) => stacks.map(({ stackName }) => stackName);
  return Object.fromEntries(app.stacks.map((stack) => [stack.stackName, names(stack.dependencies)]));
}

test('creates the stacks in deployment order, with their dependencies', () => {
  expect(dependencies(InfraApp.of())).toEqual({
    'orders-api-registry': [],
    'orders-api-production-base': ['orders-api-registry'],
    'orders-api-production-service': [],
    'orders-api-pipeline': ['orders-api-registry', 'orders-api-production-base'],
  });
});

test.each<[string, Partial<EcsDeliveryOptions>, Record<string, string[]>]>([
  [
    'the base stack does not depend on the registry stack if the GitHub OIDC provider exists',
    { githubActions: { existingOidcProvider: true }, codePipeline: { enabled: false } },
    { 'orders-api-registry': [], 'orders-api-production-base': [], 'orders-api-production-service': [] },
  ],
  [
    'omits an empty registry stack',
    { ...EXISTING_SERVICE, githubActions: { enabled: false }, registry: { existing: true } },
    { 'orders-api-production-base': [], 'orders-api-pipeline': ['orders-api-production-base'] },
  ],
])('%s', (_name, options, expected) => {
  expect(dependencies(InfraApp.of(options))).toEqual(expected);
});

test('every stack has an account, a region, a description, and the service tag', () => {
  for (const stack of InfraApp.of({ awsAccount: '012345678901', awsRegion: 'eu-central-1' }).stacks) {
    expect(stack.environment).toBe('aws://012345678901/eu-central-1');
    expect(stack.templateOptions.description).toMatch(/^orders-api: /);
    expect(stack.tags.tagValues()).toMatchObject({ service: 'orders-api' });
  }
});

test('a service stack has termination protection if releases require approval', () => {
  const stacks = InfraApp.of({ environments: [{ name: 'staging' }, { name: 'production' }] }).stacks;
  expect(stacks.filter(({ terminationProtection }) => terminationProtection).map(({ stackName }) => stackName)).toEqual(
    ['orders-api-registry', 'orders-api-staging-base', 'orders-api-production-base', 'orders-api-production-service'],
  );
});

test.each([
  ['a function', LAMBDA_DELIVERY.compose(lambdaModel({ approval: true })), 'orders-api-production-service'],
  ['instances', EC2_DELIVERY.compose(ec2ModelOf({ approval: true })), 'orders-api-production-service'],
  ['a site', STATIC_SITE_DELIVERY.compose(siteModelOf({ approval: true })), 'docs-production-site'],
])('the service stack of %s has termination protection if releases require approval', (_, { stacks }, name) => {
  expect(stacks.flat().find((stack) => stack.name === name)!.protect).toBe(true);
});

test('only stacks that running tasks and workflows need have termination protection', () => {
  const protectedStacks = InfraApp.of().stacks.filter(({ terminationProtection }) => terminationProtection);

  expect(protectedStacks.map(({ stackName }) => stackName)).toEqual([
    'orders-api-registry',
    'orders-api-production-base',
  ]);
});
