import type { Stack } from 'aws-cdk-lib';
import type { EcsDeliveryOptions } from '../../src/options';
import { InfraApp, removeOutdirs } from '../support/infra-app';
import { EXISTING_SERVICE } from '../support/model';

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

test('only stacks that running tasks and workflows need have termination protection', () => {
  const protectedStacks = InfraApp.of().stacks.filter(({ terminationProtection }) => terminationProtection);

  expect(protectedStacks.map(({ stackName }) => stackName)).toEqual([
    'orders-api-registry',
    'orders-api-production-base',
  ]);
});
