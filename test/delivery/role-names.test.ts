import { parse } from 'yaml';
import type { EcsDeliveryOptions } from '../../src/options';
import { problemsOf } from '../model/resolving';
import { deployWorkflowOf } from '../support/delivery';
import { InfraApp, removeOutdirs } from '../support/infra-app';
import { modelOf } from '../support/model';

const NAMES: Partial<EcsDeliveryOptions> = {
  roleNamePrefix: 'acme-',
  rolePath: '/acme/ci/',
  environments: [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }],
};

afterAll(removeOutdirs);

describe('names of roles', () => {
  const model = modelOf(NAMES);
  const app = InfraApp.of(NAMES);
  const roles = app.stacks.flatMap(({ stackName }) =>
    Object.values(app.template(stackName).findResources('AWS::IAM::Role')).map(({ Properties }) => Properties),
  );

  test('have the prefix and the path in every stack', () => {
    expect(roles.length).toBeGreaterThan(12);
    expect(roles.filter(({ Path }) => Path !== '/acme/ci/')).toEqual([]);
    expect(roles.filter(({ RoleName }) => !/^acme-.{1,59}$/.test(RoleName))).toEqual([]);
    // Two accounts have a role with the same name: the project that releases to staging, and the role that it assumes.
    expect(new Set(roles.map(({ RoleName }) => RoleName)).size).toBe(roles.length - 1);
    expect(app.nagFindings()).toEqual([]);
  });

  test('are part of the ARNs that files contain', () => {
    const { jobs } = parse(deployWorkflowOf(model));
    const assumed = Object.values<any>(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ with: inputs }: any) => inputs?.['role-to-assume'] ?? []),
    );
    expect(assumed).toEqual([
      'arn:aws:iam::111122223333:role/acme/ci/acme-orders-api-build',
      'arn:aws:iam::444455556666:role/acme/ci/acme-orders-api-staging-deploy',
      'arn:aws:iam::111122223333:role/acme/ci/acme-orders-api-production-deploy',
    ]);
    expect(model.environments[0]!.executionRole.arn).toBe(
      'arn:aws:iam::444455556666:role/acme/ci/acme-orders-api-staging-execution',
    );
    expect(model.pipeline!.releases[0]!.roleToAssume!.arn).toBe(
      'arn:aws:iam::444455556666:role/acme/ci/acme-orders-api-staging-release',
    );
  });

  test('do not change existing roles', () => {
    const githubActions = { buildRoleArn: 'builder' };
    expect(modelOf({ ...NAMES, githubActions }).github!.buildRole.arn).toBe('arn:aws:iam::111122223333:role/builder');
  });
});

test('a prefix that makes a name too long is rejected', () => {
  const options = {
    serviceName: 'a-service-with-a-very-long-name1',
    roleNamePrefix: 'a-prefix-of-20-chars',
    environments: [{ name: 'integration-test' }],
  };
  expect(problemsOf(options)).toEqual([
    'serviceName: "a-service-with-a-very-long-name1" makes the IAM role name a-prefix-of-20-charsa-service-with-a-very-long-name1-integration-test-execution 79 characters long (allowed: at most 64). Shorten serviceName or roleNamePrefix by at least 15 characters. [derived-name-too-long]',
  ]);
});

test.each([
  [
    'a path without slashes',
    { rolePath: 'acme' },
    'rolePath: "acme" is not valid (allowed: a path that starts and ends with /, for example /acme/delivery/). Correct the value. [invalid-format]',
  ],
  [
    'a prefix with a slash',
    { roleNamePrefix: 'acme/' },
    'roleNamePrefix: "acme/" is not valid (allowed: letters, digits, and - _, starting with a letter or digit). Correct the value. [invalid-format]',
  ],
])('%s is rejected', (_name, options, problem) => {
  expect(problemsOf(options)).toEqual([problem]);
});
