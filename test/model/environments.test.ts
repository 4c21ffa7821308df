import type { EcsDeliveryOptions, EnvironmentOptions } from '../../src/options';
import { EcsServiceMode } from '../../src/options';
import { BASE, errorOf, problemsOf, resolve } from './resolving';

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
        deploymentTimeoutMinutes: 45,
      },
    );
    expect(staging).toMatchObject({
      taskDefinition: { cpu: 512, memory: 1024 },
      ecsService: { name: 'orders-api-v2' },
      deploymentTimeoutMinutes: 45,
    });
    expect(production).toMatchObject({
      taskDefinition: { cpu: 1024, memory: 2048 },
      ecsService: { name: 'orders' },
      deploymentTimeoutMinutes: 45,
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
    [
      'environments: [] is empty (allowed: at least one environment). Add an environment, or remove the option. [empty-list]',
    ],
  ],
  [
    'an environment without a name',
    { environments: [{}] },
    [
      'environments[0].name: is missing (allowed: lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Set a name for the environment. [missing-option]',
    ],
  ],
  [
    'two environments with the same name',
    { environments: [{ name: 'test' }, { name: 'test' }] },
    [
      'environments[1].name: "test" is already the name of another environment. Use a unique name for each environment. [duplicate-environment]',
    ],
  ],
  [
    'two environments with the same service',
    { ecsCluster: 'shared', environments: TWO },
    [
      'environments[1].ecsService: "orders-api" in the cluster "shared" is also the service of the environment "staging" (allowed: a service that no other environment deploys). Set a different ecsCluster or ecsService in one of the two environments. [duplicate-service]',
    ],
  ],
  [
    'a name with a capital letter',
    { environments: [{ name: 'Production' }] },
    [
      'environments[0].name: "Production" is not valid (allowed: lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Correct the value. [invalid-format]',
    ],
  ],
  [
    'a name that is too long',
    { environments: [{ name: 'production-in-europe' }] },
    [
      'environments[0].name: "production-in-europe" is 20 characters long (allowed: at most 16). Shorten it. [too-long]',
    ],
  ],
  [
    'memory that is not valid with the cpu of the top level',
    { cpu: 512, memory: 1024, environments: [{ name: 'staging' }, { name: 'production', memory: 512 }] },
    [
      'environments[1].memory: 512 is not valid with cpu 512 on Fargate (allowed: 1024, 2048, 3072, 4096). Lower cpu to 256, or raise memory. [memory-for-cpu]',
    ],
  ],
  [
    'an invalid cpu at the top level, reported once',
    { cpu: 300, environments: TWO },
    [
      'cpu: 300 is not valid (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Choose a size that Fargate supports. [unsupported-value]',
    ],
  ],
  [
    'an invalid account',
    { environments: [{ name: 'staging', awsAccount: 'staging' }] },
    [
      'environments[0].awsAccount: "staging" is not valid (allowed: 12 digits). Specify the account ID as a string, including leading zeros, for example \'012345678901\'. [invalid-format]',
    ],
  ],
  [
    'a region in another partition',
    { environments: [{ name: 'china', awsRegion: 'cn-north-1' }] },
    [
      'environments[0].awsRegion: "cn-north-1" is in a different partition than us-east-1, the top-level awsRegion (allowed: a Region in the aws partition). Use a separate project for each partition. [different-partition]',
    ],
  ],
  [
    'a secret with the name of a variable at the top level',
    { environmentVariables: { KEY: '1' }, environments: [{ name: 'a', secrets: { KEY: { ssmParameter: '/key' } } }] },
    [
      'environments[0].secrets.KEY: has the same name as an environment variable. Remove environmentVariables.KEY, or rename one of the two. [variable-and-secret]',
    ],
  ],
  [
    'an invalid variable, reported where it is set',
    { environmentVariables: { PORT: '1' }, environments: [{ name: 'a', environmentVariables: { 'B-C': '2' } }] },
    [
      'environmentVariables.PORT: is set from containerPort. Set containerPort instead. [reserved-variable]',
      'environments[0].environmentVariables["B-C"]: is not a valid variable name (allowed: letters, digits, and underscores, not starting with a digit). Rename the variable. [variable-name]',
    ],
  ],
  [
    'a misspelled option',
    { environments: [{ name: 'a', ecsClutser: 'x' }] },
    ['environments[0].ecsClutser: is not a known option. Did you mean ecsCluster? [unknown-option]'],
  ],
  [
    'an option that exists only at the top level',
    { environments: [{ name: 'a', ecrRepository: 'x', branch: 'develop' }] },
    [
      'environments[0].ecrRepository: is a top-level option. Move ecrRepository to the top level. The image is built once, and every environment pulls it from the same repository, which allows pulls from the accounts of all environments. [top-level-option]',
      'environments[0].branch: is a top-level option. Move branch to the top level. It then applies to every environment. [top-level-option]',
    ],
  ],
  [
    'too many reviewers',
    { approval: true, githubActions: { reviewers: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } },
    [
      'githubActions.reviewers: ["a","b","c","d","e","f","g"] has 7 reviewers (allowed: at most 6). Specify a team instead. [too-many-reviewers]',
    ],
  ],
  [
    'self-review without reviewers',
    { approval: true, githubActions: { preventSelfReview: true } },
    [
      'githubActions.preventSelfReview: true applies to reviewers, but the config specifies none. Set githubActions.reviewers, or remove preventSelfReview. [self-review-without-reviewers]',
    ],
  ],
  [
    'an invalid reviewer name',
    { githubActions: { reviewers: ["x'; rm -rf /"] } },
    [
      'githubActions.reviewers[0]: "x\'; rm -rf /" is not valid (allowed: a GitHub user, or a team in the form organization/team). Correct the value. [invalid-format]',
    ],
  ],
])('rejects %s', (_name, options, lines) => {
  expect(problemsOf(options)).toEqual(lines);
});

describe('a problem in a value that environments inherit', () => {
  test.each<[string, object, string[]]>([
    [
      'names the environment if only one has the problem',
      {
        memory: 8192,
        environments: [
          { name: 'staging', cpu: 256 },
          { name: 'production', cpu: 1024 },
        ],
      },
      [
        'memory: 8192 is not valid with cpu 256 on Fargate in the staging environment (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
      ],
    ],
    [
      'names the environments if several, but not all, have the problem',
      {
        memory: 8192,
        environments: [{ name: 'test' }, { name: 'staging' }, { name: 'eu' }, { name: 'production', cpu: 1024 }],
      },
      [
        'memory: 8192 is not valid with cpu 256 on Fargate in the test, staging, and eu environments (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
      ],
    ],
    [
      'names two environments without a comma',
      {
        memory: 8192,
        environments: [{ name: 'test' }, { name: 'staging' }, { name: 'production', cpu: 1024 }],
      },
      [
        'memory: 8192 is not valid with cpu 256 on Fargate in the test and staging environments (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
      ],
    ],
    [
      'names all environments if the top level alone is valid',
      {
        cpu: 1024,
        memory: 8192,
        environments: [
          { name: 'test', cpu: 256 },
          { name: 'production', cpu: 256 },
        ],
      },
      [
        'memory: 8192 is not valid with cpu 256 on Fargate in the test and production environments (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
      ],
    ],
    [
      'names each environment if the same value causes different problems',
      { memory: 8192, environments: [{ name: 'test' }, { name: 'production', cpu: 512 }] },
      [
        'memory: 8192 is not valid with cpu 256 on Fargate in the test environment (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
        'memory: 8192 is not valid with cpu 512 on Fargate in the production environment (allowed: 1024, 2048, 3072, 4096). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
      ],
    ],
    [
      'names no environment if all inherit the same problem from the top level',
      { memory: 8192, environments: TWO },
      [
        'memory: 8192 is not valid with cpu 256 on Fargate (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
      ],
    ],
    [
      'names no environment if the value itself is wrong, even if only one inherits it',
      { cpu: 300, environments: [{ name: 'staging' }, { name: 'production', cpu: 1024, memory: 2048 }] },
      [
        'cpu: 300 is not valid (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Choose a size that Fargate supports. [unsupported-value]',
      ],
    ],
    [
      'is the only problem of memory that Fargate does not support for any CPU',
      { memory: 3000, environments: [{ name: 'staging' }, { name: 'production', cpu: 512 }] },
      [
        'memory: 3000 is not valid with cpu 256 on Fargate (allowed: 512, 1024, 2048). Set memory to one of these values. [unsupported-value]',
      ],
    ],
    [
      'names an environment without a valid name',
      { memory: 8192, environments: [{ name: 'Staging' }, { name: 'production', cpu: 1024 }] },
      [
        'environments[0].name: "Staging" is not valid (allowed: lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Correct the value. [invalid-format]',
        'memory: 8192 is not valid with cpu 256 on Fargate in the "Staging" environment (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
      ],
    ],
    [
      'counts the environments if one has no name',
      { memory: 8192, environments: [{ name: 'production', cpu: 1024 }, {}] },
      [
        'environments[1].name: is missing (allowed: lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Set a name for the environment. [missing-option]',
        'memory: 8192 is not valid with cpu 256 on Fargate in environment 2 (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
      ],
    ],
    [
      'is reported for a string',
      {
        taskRoleArn: 'arn:aws:iam::111122223333:role/orders',
        environments: [{ name: 'staging' }, { name: 'production', awsAccount: '444455556666' }],
      },
      [
        'taskRoleArn: "arn:aws:iam::111122223333:role/orders" is in a different account in the production environment (allowed: 444455556666). The role must be in the same account and partition as the service. [wrong-account-or-region]',
      ],
    ],
    [
      'is reported for a member of an object, merged or not',
      {
        loadBalancer: { domainName: 'orders.example.com' },
        environments: [
          {
            name: 'staging',
            loadBalancer: { certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1234' },
          },
          { name: 'eu', loadBalancer: { internetFacing: false } },
          { name: 'production' },
        ],
      },
      [
        'loadBalancer.domainName: "orders.example.com" requires a certificate in the eu and production environments. Set certificateArn or hostedZone, or remove domainName. [certificate-required]',
      ],
    ],
    [
      'is reported for a secret',
      {
        secrets: { KEY: { ssmParameter: '/key' } },
        environments: [{ name: 'staging', environmentVariables: { KEY: 'x' } }, { name: 'production' }],
      },
      [
        'secrets.KEY: has the same name as an environment variable in the staging environment. Remove environmentVariables.KEY, or rename one of the two. [variable-and-secret]',
      ],
    ],
  ])('%s', (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  });

  test('has the names of the environments, for programs', () => {
    const { problems } = errorOf({ ...BASE, memory: 8192, environments: [{ name: 'a' }, { name: 'b', cpu: 1024 }] })!;
    expect(problems).toEqual([expect.objectContaining({ path: 'memory', environments: ['a'] })]);
  });
});

describe('a value that every environment overrides', () => {
  test.each<[string, object, string[]]>([
    [
      'is still checked for its type',
      {
        cpu: '1024',
        environments: [
          { name: 'staging', cpu: 256 },
          { name: 'production', cpu: 512, memory: 1024 },
        ],
      },
      ['cpu [unsupported-value]'],
    ],
    [
      'is still checked for its range',
      {
        desiredCount: -1,
        environments: [
          { name: 'staging', desiredCount: 1 },
          { name: 'production', desiredCount: 2 },
        ],
      },
      ['desiredCount [out-of-range]'],
    ],
    [
      'is still checked inside objects and lists',
      {
        network: { cidr: '10.0.0.0' },
        environmentVariables: { PORT: '1' },
        taskRoleStatements: [{ actions: ['*'], resources: ['*'] }],
        environments: [
          {
            name: 'production',
            network: { cidr: '10.0.0.0/16' },
            environmentVariables: { PORT: '2' },
            taskRoleStatements: [],
          },
        ],
      },
      [
        'network.cidr [invalid-format]',
        'environmentVariables.PORT [reserved-variable]',
        'taskRoleStatements[0].actions[0] [invalid-format]',
        'environments[0].environmentVariables.PORT [reserved-variable]',
      ],
    ],
    [
      'is not checked against the values that it is not combined with',
      {
        memory: 8192,
        network: { natGateways: 3 },
        autoScaling: { minCapacity: 4 },
        environments: [
          { name: 'staging', cpu: 1024, network: { availabilityZones: 3 }, autoScaling: { maxCapacity: 4 } },
          { name: 'production', cpu: 2048, network: { natGateways: 1 }, autoScaling: { maxCapacity: 8 } },
        ],
      },
      [],
    ],
  ])('%s', (_name, options, expected) => {
    const problems = errorOf({ ...BASE, ...options })?.problems ?? [];
    expect(problems.map(({ path, code }) => `${path} [${code}]`)).toEqual(expected);
  });
});

test('rejects variables that make the task definition of one environment too large', () => {
  const large = { A: 'x'.repeat(70_000) };
  expect(
    problemsOf({ environments: [{ name: 'staging' }, { name: 'production', environmentVariables: large }] }),
  ).toEqual([
    expect.stringMatching(
      /^environments\[1\]\.environmentVariables: increases the size of the task definition to at least 70\d+ bytes/,
    ),
  ]);
});

test('an option that an environment sets to undefined is inherited', () => {
  const { environments } = resolve({
    cpu: 512,
    memory: 2048,
    loadBalancer: { internetFacing: false },
    environments: [{ name: 'staging', cpu: undefined, loadBalancer: { internetFacing: undefined } }],
  });
  expect(environments[0]).toMatchObject({
    taskDefinition: { cpu: 512, memory: 2048 },
    managed: { loadBalancer: { internetFacing: false } },
  });
});
