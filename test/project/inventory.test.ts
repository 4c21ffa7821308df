import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { discover } from 'projen/lib/inventory';

const ROOT = join(__dirname, '../..');
const BUILT = existsSync(join(ROOT, '.jsii')) && existsSync(join(ROOT, 'lib/index.js'));

if (!BUILT) {
  process.stderr.write('SKIPPED: test/project/inventory.test.ts needs a build of this package: npx projen compile\n');
}

/** What `projen new` finds in this package, which fails with a stack trace for options that it does not understand. */
(BUILT ? describe : describe.skip)('the project types of this package', () => {
  const types = BUILT ? discover(ROOT).filter(({ moduleName }) => moduleName === 'projen-aws-delivery') : [];

  test('are one', () => {
    expect(types.map(({ pjid, typename }) => ({ pjid, typename }))).toEqual([
      { pjid: 'ecs-service-ts', typename: 'EcsServiceProject' },
    ]);
  });

  test('has an option on the command line for everything that a first project needs', () => {
    const flags = Object.fromEntries(
      types[0]!.options.map(({ switch: flag, simpleType, kind }) => [flag, kind === 'enum' ? kind : simpleType]),
    );
    expect(flags).toMatchObject({
      name: 'string',
      'service-name': 'string',
      'aws-account': 'string',
      'aws-region': 'string',
      'github-repository': 'string',
      branch: 'string',
      'ecs-cluster': 'string',
      'ecs-service': 'string',
      'service-mode': 'enum',
      strategy: 'enum',
      'desired-count': 'number',
      'ecr-repository': 'string',
      'container-port': 'number',
      'health-check-path': 'string',
      cpu: 'number',
      memory: 'number',
      'cpu-architecture': 'enum',
      'node-version': 'string',
      trigger: 'enum',
      approval: 'boolean',
      'sample-code': 'boolean',
    });
  });

  test('asks for nothing but the account', () => {
    const required = types[0]!.options.filter(({ optional, default: value }) => !optional && value === undefined);
    expect(required.map(({ switch: flag }) => flag)).toEqual(['aws-account']);
  });

  test('has options that a person can read through', () => {
    expect(types[0]!.options.length).toBeLessThan(70);
    expect(types[0]!.options.filter(({ docs }) => !docs)).toEqual([]);
  });
});
