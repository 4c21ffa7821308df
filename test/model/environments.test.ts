import type { EcsDeliveryOptions, EnvironmentOptions } from '../../src/options';
import { EcsServiceMode } from '../../src/service-options';
import { problemsOf, resolve } from './resolving';

const TWO: EnvironmentOptions[] = [{ name: 'staging' }, { name: 'production' }];

function environmentsOf(environments: EnvironmentOptions[], options: Partial<EcsDeliveryOptions> = {}) {
  return resolve({ ...options, environments }).environments;
}

describe('one environment', () => {
  test('is called production where the config names none', () => {
    expect(resolve({}).environments.map(({ name }) => name)).toEqual(['production']);
  });

  test('needs no name in its files', () => {
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
  test('keep their order, and have files, families, stacks and roles of their own', () => {
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

  test('take what they do not set from the top level', () => {
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

  test('run in a cluster of their own, unless one is named', () => {
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

  test('add their variables, secrets and fields to those of the top level, name by name', () => {
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

  test('read a secret that is given by name from their own account and region', () => {
    const [, eu] = environmentsOf(
      [{ name: 'staging' }, { name: 'eu', awsAccount: '444455556666', awsRegion: 'eu-west-1' }],
      {
        secrets: { KEY: { ssmParameter: '/key' } },
      },
    );
    expect(eu!.secrets[0]!.valueFrom).toBe('arn:aws:ssm:eu-west-1:444455556666:parameter/key');
  });

  test.each<[string, EnvironmentOptions[], Partial<EcsDeliveryOptions>, boolean[]]>([
    ['of production is the default', TWO, {}, [false, true]],
    ['of prod is the default', [{ name: 'test' }, { name: 'prod' }], {}, [false, true]],
    ['can be left out', [{ name: 'staging' }, { name: 'production', approval: false }], {}, [false, false]],
    ['can be asked for everywhere', TWO, { approval: true }, [true, true]],
    ['can be asked for nowhere', TWO, { approval: false }, [false, false]],
  ])('approval %s', (_name, environments, options, expected) => {
    expect(environmentsOf(environments, options).map(({ approval }) => approval)).toEqual(expected);
  });

  test('share one image, in the account of the delivery', () => {
    const { registry } = resolve({
      environments: [
        { name: 'staging', awsAccount: '444455556666' },
        { name: 'production', awsAccount: '777788889999' },
      ],
    });
    expect(registry.repositoryUri).toBe('111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api');
  });

  test('create one identity provider in each account', () => {
    const create = environmentsOf([
      { name: 'staging' },
      { name: 'eu', awsAccount: '444455556666' },
      { name: 'production', awsAccount: '444455556666' },
    ]).map(({ github }) => github!.oidcProvider.create);
    expect(create).toEqual([false, true, false]);
  });
});

test.each<[string, Partial<Record<keyof EcsDeliveryOptions, unknown>>, string[]]>([
  [
    'no environment',
    { environments: [] },
    ['environments: [] is empty (allowed: one environment or more). Name an environment, or remove the option.'],
  ],
  [
    'an environment without a name',
    { environments: [{}] },
    [
      'environments[0].name: is missing (allowed: lower case letters, digits and single hyphens between them, a letter first). Name the environment.',
    ],
  ],
  [
    'two environments of one name',
    { environments: [{ name: 'test' }, { name: 'test' }] },
    ['environments[1].name: "test" is the name of an earlier environment. Give each environment a name of its own.'],
  ],
  [
    'two environments with one service',
    { ecsCluster: 'shared', environments: TWO },
    [
      'environments[1].ecsService: is orders-api in the cluster shared, as for staging (allowed: a service, cluster, account or region that no other environment has). Set ecsCluster or ecsService of one of the two.',
    ],
  ],
  [
    'a name in capitals',
    { environments: [{ name: 'Production' }] },
    [
      'environments[0].name: "Production" does not have the form (allowed: lower case letters, digits and single hyphens between them, a letter first). Correct the value.',
    ],
  ],
  [
    'a name that is too long',
    { environments: [{ name: 'production-in-europe' }] },
    ['environments[0].name: "production-in-europe" has 20 characters (allowed: at most 16). Shorten it.'],
  ],
  [
    'a memory that does not go with the cpu of the top level',
    { cpu: 512, memory: 1024, environments: [{ name: 'staging' }, { name: 'production', memory: 512 }] },
    [
      'environments[1].memory: 512 is not valid with cpu 512 on Fargate (allowed: 1024, 2048, 3072, 4096). Lower cpu to 256 or raise memory.',
    ],
  ],
  [
    'a cpu of the top level that is wrong, once',
    { cpu: 300, environments: TWO },
    [
      'cpu: 300 is not one of the values (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Take a size that Fargate offers.',
    ],
  ],
  [
    'an unknown account',
    { environments: [{ name: 'staging', awsAccount: 'staging' }] },
    [
      'environments[0].awsAccount: "staging" does not have the form (allowed: 12 digits). Write the account id as a string, with its leading zeros: \'012345678901\'.',
    ],
  ],
  [
    'another partition',
    { environments: [{ name: 'china', awsRegion: 'cn-north-1' }] },
    [
      'environments[0].awsRegion: "cn-north-1" is in another partition than awsRegion, us-east-1 (allowed: a region of aws). Deliver to the other partition from a project of its own.',
    ],
  ],
  [
    'a secret with the name of a variable of the top level',
    { environmentVariables: { KEY: '1' }, environments: [{ name: 'a', secrets: { KEY: { ssmParameter: '/key' } } }] },
    [
      'environments[0].secrets.KEY: has the name of an environment variable. Remove environmentVariables.KEY, or rename one of the two.',
    ],
  ],
  [
    'a wrong variable, in the place where it was written',
    { environmentVariables: { PORT: '1' }, environments: [{ name: 'a', environmentVariables: { 'B-C': '2' } }] },
    [
      'environmentVariables.PORT: is set from containerPort. Set containerPort instead.',
      'environments[0].environmentVariables["B-C"]: has a name that a shell cannot set (allowed: letters, digits and _, no digit first). Rename the variable.',
    ],
  ],
  [
    'a misspelt option',
    { environments: [{ name: 'a', ecsClutser: 'x' }] },
    ['environments[0].ecsClutser: "x" belongs to no option. Did you mean ecsCluster?'],
  ],
  [
    'too many reviewers',
    { approval: true, githubActions: { reviewers: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } },
    [
      'githubActions.reviewers: ["a","b","c","d","e","f","g"] names 7 reviewers (allowed: at most 6). Name a team instead.',
    ],
  ],
  [
    'a reviewer that is no name',
    { githubActions: { reviewers: ["x'; rm -rf /"] } },
    [
      'githubActions.reviewers[0]: "x\'; rm -rf /" does not have the form (allowed: a GitHub user, or a team as organization/team). Correct the value.',
    ],
  ],
])('is refused: %s', (_name, options, lines) => {
  expect(problemsOf(options)).toEqual(lines);
});
