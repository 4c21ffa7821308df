import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { discover } from 'projen/lib/inventory';

const ROOT = join(__dirname, '../..');
const BUILT = existsSync(join(ROOT, '.jsii')) && existsSync(join(ROOT, 'lib/index.js'));

if (!BUILT) {
  process.stderr.write('SKIPPED: test/project/inventory.test.ts needs a build. Run: npx projen compile\n');
}

/** The metadata that `projen new` reads. It fails with a stack trace if it does not support the type of an option. */
(BUILT ? describe : describe.skip)('the project types of this package', () => {
  const types = BUILT ? discover(ROOT).filter(({ moduleName }) => moduleName === 'projen-aws-delivery') : [];

  const ecs = types.find(({ pjid }) => pjid === 'ecs-service-ts')!;

  test('are the ones that the README names', () => {
    expect(types.map(({ pjid, typename }) => ({ pjid, typename }))).toEqual([
      { pjid: 'delivery-standard', typename: 'DeliveryStandardProject' },
      { pjid: 'ec2-service-ts', typename: 'Ec2ServiceProject' },
      { pjid: 'ecs-service-ts', typename: 'EcsServiceProject' },
      { pjid: 'lambda-function-ts', typename: 'LambdaFunctionProject' },
      { pjid: 'static-site-ts', typename: 'StaticSiteProject' },
    ]);
  });

  test('has a command line flag for everything that a new project needs', () => {
    const flags = Object.fromEntries(
      ecs.options.map(({ switch: flag, simpleType, kind }) => [flag, kind === 'enum' ? kind : simpleType]),
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

  test('requires only the AWS account', () => {
    const required = ecs.options.filter(({ optional, default: value }) => !optional && value === undefined);
    expect(required.map(({ switch: flag }) => flag)).toEqual(['aws-account']);
  });

  test('needs nothing for a standard, and few flags', () => {
    const { options } = types.find(({ pjid }) => pjid === 'delivery-standard')!;
    expect(options.filter(({ optional, default: value }) => !optional && value === undefined)).toEqual([]);
    expect(options.map(({ switch: flag }) => flag)).toEqual([
      'author',
      'author-address',
      'branch',
      'contact',
      'dev-deps',
      'github-repository',
      'name',
      'organization',
      'outdir',
      'sample-code',
      'typescript-project-options',
    ]);
  });

  test('has few enough options to read through, each with a description', () => {
    expect(ecs.options.length).toBeLessThan(100);
    expect(ecs.options.filter(({ docs }) => !docs)).toEqual([]);
  });
});
