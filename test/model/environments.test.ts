import type { EcsDeliveryOptions, EnvironmentOptions } from '../../src/options';
import { EcsServiceMode } from '../../src/service-options';
import { problemsOf, resolve } from './resolving';

const TWO: EnvironmentOptions[] = [{ name: 'staging' }, { name: 'production' }];

function environmentsOf(environments: EnvironmentOptions[], options: Partial<EcsDeliveryOptions> = {}) {
  return resolve({ ...options, environments }).environments;
}

describe('one environment', () => {
  test('is called production by default', () => {
    expect(resolve({}).environments.map(({ name }) => name)).toEqual(['production']);
  });

  test('does not add its name to file names', () => {
    const [environment] = environmentsOf([{ name: 'live' }]);
    expect(environment).toMatchObject({
      name: 'live',
      taskDefinition: { file: 'task-definition.json', family: 'orders-api' },
      baseStack: { name: 'orders-api-live-base', file: 'base-stack.ts', className: 'BaseStack' },
      approval: false,
    });
  });
});

describe('several environments', () => {
  test('keep their order and have separate files, families, stacks, and roles', () => {
    expect(
      environmentsOf(TWO).map(({ name, taskDefinition, baseStack, executionRole, logGroup }) => [
        name,
        taskDefinition.file,
        taskDefinition.family,
        baseStack.file,
        baseStack.className,
        executionRole.createAs,
        logGroup?.name,
      ]),
    ).toEqual([
      [
        'staging',
        'task-definition.staging.json',
        'orders-api-staging',
        'staging-base-stack.ts',
        'StagingBaseStack',
        'orders-api-staging-execution',
        '/ecs/orders-api/staging',
      ],
      [
        'production',
        'task-definition.production.json',
        'orders-api-production',
        'production-base-stack.ts',
        'ProductionBaseStack',
        'orders-api-production-execution',
        '/ecs/orders-api/production',
      ],
    ]);
  });

  test('inherit options from the top level', () => {
    const [staging, production] = environmentsOf(
      [{ name: 'staging' }, { name: 'production', cpu: 1024, memory: 2048, ecsService: 'orders' }],
      {
        cpu: 512,
        memory: 1024,
        ecsService: 'orders-api-v2',
        deploymentTimeout: 45,
      },
    );
    expect(staging).toMatchObject({
      taskDefinition: { cpu: 512, memory: 1024 },
      ecsService: { name: 'orders-api-v2' },
      deploymentTimeout: 45,
    });
    expect(production).toMatchObject({
      taskDefinition: { cpu: 1024, memory: 2048 },
      ecsService: { name: 'orders' },
      deploymentTimeout: 45,
    });
  });

  test('have separate clusters unless ecsCluster is set', () => {
    expect(environmentsOf(TWO).map(({ cluster }) => cluster.name)).toEqual([
      'orders-api-staging',
      'orders-api-production',
    ]);
    const existing = environmentsOf(TWO, { serviceMode: EcsServiceMode.EXISTING });
    expect(existing.map(({ cluster }) => cluster.name)).toEqual(['staging', 'production']);
    const distinct: EnvironmentOptions[] = [{ name: 'staging', ecsService: 'orders-staging' }, { name: 'production' }];
    const inOne = environmentsOf(distinct, { ecsCluster: 'shared' });
    expect(inOne.map(({ cluster }) => cluster.name)).toEqual(['shared', 'shared']);
  });

  test('merge their variables, secrets, and fields with those of the top level', () => {
    const [staging] = environmentsOf(
      [
        {
          name: 'staging',
          environmentVariables: { LOG_LEVEL: 'debug', B: '2' },
          secrets: { KEY: { ssmParameter: '/staging/key' } },
          taskDefinitionFields: { volumes: [{ name: 'scratch' }] },
        },
        { name: 'production' },
      ],
      {
        environmentVariables: { LOG_LEVEL: 'info', A: '1' },
        secrets: { KEY: { ssmParameter: '/key' }, DB: { secretsManager: 'db' } },
        taskDefinitionFields: { ephemeralStorage: { sizeInGiB: 30 } },
      },
    );
    expect(staging!.environmentVariables).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
      { name: 'LOG_LEVEL', value: 'debug' },
    ]);
    expect(staging!.secrets.map(({ name, valueFrom }) => [name, valueFrom])).toEqual([
      ['DB', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db'],
      ['KEY', 'arn:aws:ssm:us-east-1:111122223333:parameter/staging/key'],
    ]);
    expect(Object.keys(staging!.taskDefinition.extraFields).sort()).toEqual(['ephemeralStorage', 'volumes']);
  });

  test('read a secret specified by name from their own account and region', () => {
    const [, eu] = environmentsOf(
      [{ name: 'staging' }, { name: 'eu', awsAccount: '444455556666', awsRegion: 'eu-west-1' }],
      {
        secrets: { KEY: { ssmParameter: '/key' } },
      },
    );
    expect(eu!.secrets[0]!.valueFrom).toBe('arn:aws:ssm:eu-west-1:444455556666:parameter/key');
  });

  test.each<[string, EnvironmentOptions[], Partial<EcsDeliveryOptions>, boolean[]]>([
    ['is required for production by default', TWO, {}, [false, true]],
    ['is required for prod by default', [{ name: 'test' }, { name: 'prod' }], {}, [false, true]],
    [
      'can be disabled for production',
      [{ name: 'staging' }, { name: 'production', approval: false }],
      {},
      [false, false],
    ],
    ['can be required for all environments', TWO, { approval: true }, [true, true]],
    ['can be disabled for all environments', TWO, { approval: false }, [false, false]],
  ])('approval %s', (_name, environments, options, expected) => {
    expect(environmentsOf(environments, options).map(({ approval }) => approval)).toEqual(expected);
  });

  test('share one ECR repository in the delivery account', () => {
    const { registry } = resolve({
      environments: [
        { name: 'staging', awsAccount: '444455556666' },
        { name: 'production', awsAccount: '777788889999' },
      ],
    });
    expect(registry.repositoryUri).toBe('111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api');
  });

  test('create one GitHub OIDC provider per account', () => {
    const { github } = resolve({
      environments: [
        { name: 'staging' },
        { name: 'eu', awsAccount: '444455556666' },
        { name: 'production', awsAccount: '444455556666' },
      ],
    });
    const create = github!.releases.map(({ oidcProvider }) => oidcProvider.create);
    expect(create).toEqual([false, true, false]);
  });
});

test.each<[string, Partial<Record<keyof EcsDeliveryOptions, unknown>>, string[]]>([
  [
    'an empty list of environments',
    { environments: [] },
    ['environments: [] is empty (allowed: at least one environment). Add an environment, or remove the option.'],
  ],
  [
    'an environment without a name',
    { environments: [{}] },
    [
      'environments[0].name: is missing (allowed: lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Set a name for the environment.',
    ],
  ],
  [
    'two environments with the same name',
    { environments: [{ name: 'test' }, { name: 'test' }] },
    [
      'environments[1].name: "test" is already the name of another environment. Use a unique name for each environment.',
    ],
  ],
  [
    'two environments with the same service',
    { ecsCluster: 'shared', environments: TWO },
    [
      'environments[1].ecsService: is orders-api in the cluster shared, the same service as in staging (allowed: a service that no other environment deploys). Set a different ecsCluster or ecsService in one of the two environments.',
    ],
  ],
  [
    'a name with a capital letter',
    { environments: [{ name: 'Production' }] },
    [
      'environments[0].name: "Production" is not valid (allowed: lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Correct the value.',
    ],
  ],
  [
    'a name that is too long',
    { environments: [{ name: 'production-in-europe' }] },
    ['environments[0].name: "production-in-europe" is 20 characters long (allowed: at most 16). Shorten it.'],
  ],
  [
    'memory that is not valid with the cpu of the top level',
    { cpu: 512, memory: 1024, environments: [{ name: 'staging' }, { name: 'production', memory: 512 }] },
    [
      'environments[1].memory: 512 is not valid with cpu 512 on Fargate (allowed: 1024, 2048, 3072, 4096). Lower cpu to 256 or raise memory.',
    ],
  ],
  [
    'an invalid cpu at the top level, reported once',
    { cpu: 300, environments: TWO },
    ['cpu: 300 is not valid (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Choose a size that Fargate supports.'],
  ],
  [
    'an invalid account',
    { environments: [{ name: 'staging', awsAccount: 'staging' }] },
    [
      'environments[0].awsAccount: "staging" is not valid (allowed: 12 digits). Specify the account ID as a string, including leading zeros, for example \'012345678901\'.',
    ],
  ],
  [
    'a region in another partition',
    { environments: [{ name: 'china', awsRegion: 'cn-north-1' }] },
    [
      'environments[0].awsRegion: "cn-north-1" is in a different partition than us-east-1, the top-level awsRegion (allowed: a region in the partition aws). Use a separate project for each partition.',
    ],
  ],
  [
    'a secret with the name of a variable at the top level',
    { environmentVariables: { KEY: '1' }, environments: [{ name: 'a', secrets: { KEY: { ssmParameter: '/key' } } }] },
    [
      'environments[0].secrets.KEY: has the same name as an environment variable. Remove environmentVariables.KEY, or rename one of the two.',
    ],
  ],
  [
    'an invalid variable, reported where it is set',
    { environmentVariables: { PORT: '1' }, environments: [{ name: 'a', environmentVariables: { 'B-C': '2' } }] },
    [
      'environmentVariables.PORT: is set from containerPort. Set containerPort instead.',
      'environments[0].environmentVariables["B-C"]: is not a valid variable name (allowed: letters, digits, and underscores, not starting with a digit). Rename the variable.',
    ],
  ],
  [
    'a misspelled option',
    { environments: [{ name: 'a', ecsClutser: 'x' }] },
    ['environments[0].ecsClutser: "x" is not a known option. Did you mean ecsCluster?'],
  ],
  [
    'too many reviewers',
    { approval: true, githubActions: { reviewers: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } },
    [
      'githubActions.reviewers: ["a","b","c","d","e","f","g"] has 7 reviewers (allowed: at most 6). Specify a team instead.',
    ],
  ],
  [
    'an invalid reviewer name',
    { githubActions: { reviewers: ["x'; rm -rf /"] } },
    [
      'githubActions.reviewers[0]: "x\'; rm -rf /" is not valid (allowed: a GitHub user, or a team in the form organization/team). Correct the value.',
    ],
  ],
])('rejects %s', (_name, options, lines) => {
  expect(problemsOf(options)).toEqual(lines);
});
