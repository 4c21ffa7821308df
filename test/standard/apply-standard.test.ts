import { type DeliveryStandardOptions, DeliveryTarget, DeploymentStrategy } from '../../src/options';
import { configWith, ecsModelWith, KINDS, problemsOf } from './support';

const TWO = [{ name: 'staging' }, { name: 'production' }];
const problems = (standard: Partial<DeliveryStandardOptions>, options: object = {}, target = DeliveryTarget.ECS) =>
  problemsOf(() => configWith(standard, options, target));

describe('a default of the standard', () => {
  test('applies if the repository does not set the option', () => {
    const standard = { defaults: { awsRegion: 'eu-central-1' }, ecs: { defaults: { cpu: 512, memory: 1024 } } };
    const { region, taskDefinition } = ecsModelWith(standard).environments[0]!;
    expect([region, taskDefinition.cpu, taskDefinition.memory]).toEqual(['eu-central-1', 512, 1024]);
    expect(ecsModelWith(standard, { cpu: 1024, memory: 2048 }).environments[0]!.taskDefinition.cpu).toBe(1024);
  });

  test('is merged with an object of the repository, key by key', () => {
    const { infra } = ecsModelWith(
      { defaults: { tags: { team: 'platform', costCenter: '42' } } },
      { tags: { team: 'orders' } },
    );
    expect(infra.tags).toEqual({ team: 'orders', costCenter: '42' });
  });

  test('is replaced by a list of the repository', () => {
    const { triggerPaths } = ecsModelWith({ defaults: { triggerPaths: ['**'] } }, { triggerPaths: ['src/**'] });
    expect(triggerPaths).toEqual(['src/**']);
  });

  test('of an environment applies to the environment with this name', () => {
    const { environments } = ecsModelWith(
      { ecs: { defaults: { environments: [{ name: 'production', cpu: 1024, memory: 2048 }] } } },
      { environments: TWO },
    );
    expect(environments.map(({ taskDefinition }) => taskDefinition.cpu)).toEqual([256, 1024]);
  });

  test('of an environment gives way to the top level of the repository', () => {
    const { environments } = ecsModelWith(
      { ecs: { defaults: { environments: [{ name: 'production', cpu: 1024, memory: 2048 }] } } },
      { environments: TWO, cpu: 512, memory: 1024 },
    );
    expect(environments.map(({ taskDefinition }) => taskDefinition.cpu)).toEqual([512, 512]);
  });

  test('of an environment keeps what the environment inherits in the same object', () => {
    const { environments } = ecsModelWith(
      {
        ecs: {
          defaults: {
            environments: [{ name: 'production', alarms: { topicArn: 'arn:aws:sns:us-east-1:111122223333:a' } }],
          },
        },
      },
      { environments: TWO, alarms: { cpuUtilization: 70 } },
    );
    expect(environments.map(({ managed }) => [managed!.alarms.cpuUtilization, managed!.alarms.topicArn])).toEqual([
      [70, undefined],
      [70, 'arn:aws:sns:us-east-1:111122223333:a'],
    ]);
  });

  test('of the only environment applies whether the repository lists it or not', () => {
    const standard = { ecs: { defaults: { environments: [{ name: 'production', cpu: 1024, memory: 2048 }] } } };
    expect(ecsModelWith(standard, { environments: [{ name: 'production' }] }).environments[0]!.taskDefinition.cpu).toBe(
      1024,
    );
    const fixed = { fixed: { environments: [{ name: 'production', approval: true }] } };
    expect(ecsModelWith(fixed).environments.map(({ approval }) => approval)).toEqual([true]);
    expect(ecsModelWith(fixed, { environments: [{ name: 'production' }] }).environments[0]!.approval).toBe(true);
  });

  test('lists the environments of a repository that lists none', () => {
    const { environments } = ecsModelWith({
      defaults: { environments: [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }] },
    });
    expect(environments.map(({ name, account }) => [name, account])).toEqual([
      ['staging', '444455556666'],
      ['production', '111122223333'],
    ]);
  });

  test('can be unset, with everything in it', () => {
    const standard = {
      ecs: { defaults: { autoScaling: { maxCapacity: 4, cpuUtilization: 50 }, alarms: { cpuUtilization: 70 } } },
    };
    const { managed } = ecsModelWith(standard, { unset: ['autoScaling', 'alarms.cpuUtilization'] }).environments[0]!;
    expect(managed!.autoScaling).toBeUndefined();
    expect(managed!.alarms.cpuUtilization).toBe(ecsModelWith({}).environments[0]!.managed!.alarms.cpuUtilization);
    expect(ecsModelWith(standard).environments[0]!.managed!.autoScaling!.maxCapacity).toBe(4);
  });

  test('of the target takes precedence over the one for every delivery', () => {
    const { source } = ecsModelWith({ defaults: { branch: 'trunk' }, ecs: { defaults: { branch: 'release' } } });
    expect(source.branch).toBe('release');
  });
});

describe('a fixed value of the standard', () => {
  const standard = {
    fixed: { awsRegion: 'eu-central-1' },
    reasons: { awsRegion: 'Customer data stays in the EU.' },
  };

  test('applies', () => {
    expect(ecsModelWith(standard).environments[0]!.region).toBe('eu-central-1');
    expect(ecsModelWith(standard, { awsRegion: 'eu-central-1' }).environments[0]!.region).toBe('eu-central-1');
  });

  test('cannot be changed at the top level or in an environment', () => {
    expect(problems(standard, { awsRegion: 'us-east-1' })).toEqual([
      'awsRegion: "us-east-1" is not the value that the standard acme 3.2.0 requires (allowed: "eu-central-1"). Remove it; the standard sets it. Customer data stays in the EU. Contact: #platform on Slack. [fixed-by-standard]',
    ]);
    expect(
      problems(standard, { environments: [{ name: 'staging', awsRegion: 'us-east-1' }, { name: 'production' }] }),
    ).toEqual([
      'environments[0].awsRegion: "us-east-1" is not the value that the standard acme 3.2.0 requires (allowed: "eu-central-1"). Remove it; the standard sets it. Customer data stays in the EU. Contact: #platform on Slack. [fixed-by-standard]',
    ]);
  });

  test('of an environment leaves the others alone', () => {
    const production = {
      fixed: { environments: [{ name: 'production', approval: true }] },
      ecs: { fixed: { environments: [{ name: 'production', strategy: DeploymentStrategy.CANARY }] } },
    };
    const { environments } = ecsModelWith(production, { environments: TWO });
    expect(environments.map(({ approval, managed }) => [approval, managed!.deployment.strategy])).toEqual([
      [false, 'ROLLING'],
      [true, 'CANARY'],
    ]);
    expect(
      problems(production, { environments: [{ name: 'staging' }, { name: 'production', approval: false }] }),
    ).toEqual([
      'environments[1].approval: false is not the value that the standard acme 3.2.0 requires (allowed: true). Remove it; the standard sets it. Contact: #platform on Slack. [fixed-by-standard]',
    ]);
  });

  test('fixes only its keys of an object', () => {
    const owner = { fixed: { tags: { owner: 'acme' } } };
    expect(ecsModelWith(owner, { tags: { team: 'orders' } }).infra.tags).toEqual({ team: 'orders', owner: 'acme' });
    expect(problems(owner, { tags: { owner: 'me' } })).toEqual([
      'tags.owner: "me" is not the value that the standard acme 3.2.0 requires (allowed: "acme"). Remove it; the standard sets it. Contact: #platform on Slack. [fixed-by-standard]',
    ]);
  });

  test('cannot be unset', () => {
    expect(problems(standard, { unset: ['awsRegion', 'cpu'] })).toEqual([
      'unset[0]: "awsRegion" is a value that the standard acme 3.2.0 requires. Remove it. Customer data stays in the EU. Contact: #platform on Slack. [unset-without-default]',
      'unset[1]: "cpu" has no effect because the standard acme 3.2.0 sets no default for this option. Remove it, or correct the path. [unset-without-default]',
    ]);
  });
});

describe('the allowed values of the standard', () => {
  test('apply to the repository, the environments, and the defaults', () => {
    const regions = { allowed: [{ option: 'awsRegion', values: ['eu-central-1', 'eu-west-1'] }] };
    expect(problems(regions)).toEqual([
      'awsRegion (default): "us-east-1" is not a value that the standard acme 3.2.0 allows (allowed: "eu-central-1", "eu-west-1"). Use one of these values. Contact: #platform on Slack. [not-allowed-by-standard]',
    ]);
    expect(
      problems(regions, {
        awsRegion: 'eu-west-1',
        environments: [{ name: 'a' }, { name: 'b', awsRegion: 'us-west-2' }],
      }),
    ).toEqual([
      'environments[1].awsRegion: "us-west-2" is not a value that the standard acme 3.2.0 allows (allowed: "eu-central-1", "eu-west-1"). Use one of these values. Contact: #platform on Slack. [not-allowed-by-standard]',
    ]);
    expect(problems(regions, { awsRegion: 'eu-west-1' })).toEqual([]);
  });

  test('can apply to some environments only, also for what they inherit', () => {
    const accounts = {
      allowed: [
        {
          option: 'awsAccount',
          environments: ['production'],
          values: ['777788889999'],
          reason: 'Production has its own account.',
        },
        {
          option: 'strategy',
          environments: ['production'],
          values: ['CANARY', 'BLUE_GREEN'],
          targets: [DeliveryTarget.ECS],
        },
      ],
    };
    expect(problems(accounts, { environments: TWO })).toEqual([
      'awsAccount: "111122223333" is not a value that the standard acme 3.2.0 allows in the production environment (allowed: "777788889999"). Use this value. Production has its own account. Contact: #platform on Slack. [not-allowed-by-standard]',
      'strategy (default): "ROLLING" is not a value that the standard acme 3.2.0 allows in the production environment (allowed: "CANARY", "BLUE_GREEN"). Use one of these values. Contact: #platform on Slack. [not-allowed-by-standard]',
    ]);
    const production = { name: 'production', awsAccount: '777788889999', strategy: 'CANARY' };
    expect(problems(accounts, { environments: [{ name: 'staging' }, production] })).toEqual([]);
    expect(problems(accounts, { awsAccount: '777788889999', strategy: 'BLUE_GREEN' })).toEqual([]);
    expect(problems(accounts, {}, DeliveryTarget.STATIC_SITE)).toEqual([
      'awsAccount: "111122223333" is not a value that the standard acme 3.2.0 allows (allowed: "777788889999"). Use this value. Production has its own account. Contact: #platform on Slack. [not-allowed-by-standard]',
    ]);
  });

  test('apply to each item of a list', () => {
    const branches = { allowed: [{ option: 'triggerBranches', values: ['main', 'next'] }] };
    expect(problems(branches, { triggerBranches: ['main', 'dev'] })).toEqual([
      'triggerBranches: ["main","dev"] is not a value that the standard acme 3.2.0 allows (allowed: "main", "next"). Use one of these values. Contact: #platform on Slack. [not-allowed-by-standard]',
    ]);
    expect(problems(branches, { triggerBranches: ['next'] })).toEqual([]);
  });

  test('are the same for all targets that have the option', () => {
    const standard = { allowed: [{ option: 'nodeVersion', values: ['22'] }], defaults: { nodeVersion: '22' } };
    for (const target of Object.keys(KINDS) as DeliveryTarget[]) {
      const options = target === DeliveryTarget.LAMBDA ? { runtime: 'nodejs22.x' } : {};
      expect(problems(standard, options, target)).toEqual([]);
      expect(problems(standard, { nodeVersion: '24' }, target)).toEqual([
        'nodeVersion: "24" is not a value that the standard acme 3.2.0 allows (allowed: "22"). Use this value. Contact: #platform on Slack. [not-allowed-by-standard]',
      ]);
    }
  });
});

describe('the range that the standard allows', () => {
  const standard = {
    bounds: [
      { option: 'logRetentionDays', minimum: 30, reason: 'Auditors need the logs of a month.' },
      { option: 'cpu', maximum: 1024 },
      { option: 'autoScaling.maxCapacity', minimum: 1, maximum: 8 },
    ],
  };

  test('can only be narrower than the one of AWS', () => {
    expect(problems(standard)).toEqual([]);
    expect(
      problems(standard, { logRetentionDays: 7, cpu: 2048, memory: 4096, autoScaling: { maxCapacity: 9 } }),
    ).toEqual([
      'logRetentionDays: 7 is below the minimum that the standard acme 3.2.0 allows (allowed: 30 or more). Use 30 or more. Auditors need the logs of a month. Contact: #platform on Slack. [out-of-bounds-of-standard]',
      'cpu: 2048 is above the maximum that the standard acme 3.2.0 allows (allowed: 1024 or less). Use 1024 or less. Contact: #platform on Slack. [out-of-bounds-of-standard]',
      'autoScaling.maxCapacity: 9 is above the maximum that the standard acme 3.2.0 allows (allowed: 1 to 8). Use 8 or less. Contact: #platform on Slack. [out-of-bounds-of-standard]',
    ]);
  });

  test('applies to environments', () => {
    expect(
      problems(standard, { environments: [{ name: 'staging', cpu: 4096, memory: 8192 }, { name: 'production' }] }),
    ).toEqual([
      'environments[0].cpu: 4096 is above the maximum that the standard acme 3.2.0 allows (allowed: 1024 or less). Use 1024 or less. Contact: #platform on Slack. [out-of-bounds-of-standard]',
    ]);
  });

  test('does not apply to a group of options that nobody sets', () => {
    const sticky = { bounds: [{ option: 'loadBalancer.idleTimeoutSeconds', minimum: 61 }] };
    expect(problems(sticky)).toEqual([
      'loadBalancer.idleTimeoutSeconds (default): 60 is below the minimum that the standard acme 3.2.0 allows (allowed: 61 or more). Use 61 or more. Contact: #platform on Slack. [out-of-bounds-of-standard]',
    ]);
    expect(problems({ bounds: [{ option: 'autoScaling.minCapacity', minimum: 5 }] })).toEqual([]);
  });
});

describe('messages about other problems', () => {
  test('say which values the standard sets', () => {
    expect(problems({ ecs: { defaults: { memory: 999 } } })).toEqual([
      expect.stringMatching(/^memory \(set by the standard acme 3\.2\.0\): 999 is not valid with cpu 256/),
    ]);
    expect(problems({ ecs: { defaults: { cpu: 1024 } } })).toEqual([
      expect.stringMatching(/^memory: 512 is the default, which is not valid with cpu 1024/),
    ]);
    expect(problems({}, { cpu: 1024, memory: 999 })).toEqual([
      expect.stringMatching(/^memory: 999 is not valid with cpu 1024/),
    ]);
  });

  test('say nothing about the origin of a missing value', () => {
    expect(problems({}, { awsAccount: undefined })).toEqual([expect.stringMatching(/^awsAccount: is missing/)]);
  });

  test('are reported together with those about the standard', () => {
    expect(problems({ fixed: { branch: 'main' } }, { branch: 'dev', cpuu: 1 })).toHaveLength(2);
  });

  test('survive options of any type', () => {
    const standard = {
      defaults: { tags: { a: 'b' }, environments: [{ name: 'production', approval: true }] },
      fixed: { githubActions: { enabled: true } },
      bounds: [{ option: 'cpu', minimum: 1 }],
      allowed: [{ option: 'awsRegion', values: ['us-east-1'] }],
    };
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    for (const value of [null, 5, 'x', [], [null], [[]], {}, circular, true, new Map(), () => 1]) {
      for (const key of ['tags', 'environments', 'githubActions', 'cpu', 'unset', 'waivers', 'awsRegion']) {
        const thrown = (() => {
          try {
            configWith(standard, { [key]: value });
            return undefined;
          } catch (error) {
            return error as Error;
          }
        })();
        expect(thrown === undefined || thrown.name === 'ConfigError' ? '' : `${key}: ${thrown.stack}`).toBe('');
      }
    }
  });
});

describe('options about the standard', () => {
  test('need a standard', () => {
    expect(problems({}, { standard: undefined, unset: ['cpu'], waivers: [] })).toEqual([
      'unset: has no effect without a standard. Set standard, or remove this option. [needs-standard]',
      'waivers: has no effect without a standard. Set standard, or remove this option. [needs-standard]',
    ]);
    expect(problems({}, { standard: { name: 'acme' } })).toEqual([
      'standard: is not a standard (allowed: an instance of DeliveryStandard). Create it with new DeliveryStandard(...). If it is one, it comes from another copy of projen-aws-delivery: make projen-aws-delivery a peer dependency of the package that exports it. [not-a-standard]',
    ]);
  });

  test('have the right types', () => {
    expect(
      problems({}, { unset: ['a b'], waivers: [{ rule: 'x', owner: 'me', expires: '2027-02-30', enviroment: 'a' }] }),
    ).toEqual([
      'unset[0]: "a b" is not valid (allowed: the path of an option, for example logging.retentionDays). Correct the value. [invalid-format]',
      'waivers[0].enviroment: is not a known option. Did you mean environment? [unknown-option]',
      'waivers[0].reason: is missing (allowed: text on one line). Set reason. [missing-option]',
      'waivers[0].expires: "2027-02-30" is not a day (allowed: a day in the format YYYY-MM-DD). Set the last day on which the waiver is valid. [invalid-format]',
    ]);
  });
});

describe('a repository cannot avoid the standard', () => {
  class Options {
    public constructor(values: object) {
      Object.assign(this, values);
    }
  }

  test('with instances of classes', () => {
    const standard = {
      fixed: { approval: true },
      allowed: [{ option: 'awsRegion', values: ['us-east-1'] }],
      bounds: [{ option: 'autoScaling.maxCapacity', maximum: 5 }],
    };
    const production = new Options({
      name: 'production',
      approval: false,
      awsRegion: 'us-west-2',
      autoScaling: new Options({ maxCapacity: 100, cpuUtilization: 50 }),
    });
    expect(problems(standard, { environments: [{ name: 'staging' }, production] })).toEqual([
      expect.stringMatching(/^environments\[1\]\.approval: false .*\[fixed-by-standard\]$/),
      expect.stringMatching(/^environments\[1\]\.awsRegion: "us-west-2" .*\[not-allowed-by-standard\]$/),
      expect.stringMatching(/^environments\[1\]\.autoScaling\.maxCapacity: 100 .*\[out-of-bounds-of-standard\]$/),
    ]);
  });

  test('by setting another value of the same group in an environment', () => {
    const standard = {
      staticSite: {
        fixed: { domain: { names: ['docs.example.com'], hostedZoneId: 'Z0123456789', hostedZoneName: 'example.com' } },
      },
    };
    const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
    const options = { domain: { certificateArn }, environments: [{ name: 'staging', domain: { certificateArn } }] };
    const { model } = configWith(standard as never, options, DeliveryTarget.STATIC_SITE);
    expect((model as unknown as { environments: { domain: object }[] }).environments[0]!.domain).toMatchObject({
      names: ['docs.example.com'],
      hostedZone: { id: 'Z0123456789', name: 'example.com' },
    });
  });

  test('with another strategy, whose parameters would be the defaults', () => {
    const options = {
      strategy: 'LINEAR',
      environments: [{ name: 'staging' }, { name: 'production', strategy: 'BLUE_GREEN' }],
    };
    const { environments } = ecsModelWith(
      { ecs: { fixed: { strategyParameters: { bakeTimeInMinutes: 60 } } } },
      options,
    );
    expect(environments.map(({ managed }) => managed!.deployment.shift!.bakeTimeInMinutes)).toEqual([60, 60]);
    const bounds = [{ option: 'strategyParameters.bakeTimeInMinutes', minimum: 30 }];
    expect(problems({ bounds }, { ...options, strategyParameters: { bakeTimeInMinutes: 60 } })).toEqual([
      expect.stringMatching(/^environments\[1\]\.strategyParameters\.bakeTimeInMinutes.* 5 is below the minimum/),
    ]);
  });

  test('of an environment that names the default strategy, and therefore inherits all parameters', () => {
    const { environments } = ecsModelWith(
      {
        ecs: {
          defaults: { environments: [{ name: 'production', strategyParameters: { minimumHealthyPercent: 50 } }] },
        },
      },
      {
        strategyParameters: { maximumPercent: 150 },
        environments: [{ name: 'staging' }, { name: 'production', strategy: 'ROLLING' }],
      },
    );
    expect(environments[1]!.managed!.deployment).toMatchObject({ minimumHealthyPercent: 50, maximumPercent: 150 });
  });

  test('of an environment with an option that only the top level has', () => {
    const allowed = [{ option: 'nodeVersion', values: ['24'], environments: ['production'] }];
    expect(problems({ allowed }, { nodeVersion: '22', environments: TWO })).toEqual([
      expect.stringMatching(/^nodeVersion: "22" is not a value that the standard acme 3\.2\.0 allows/),
    ]);
    expect(problems({ allowed }, { nodeVersion: '22', environments: [{ name: 'dev' }, { name: 'test' }] })).toEqual([]);
  });
});

test('digits from the command line, which are numbers, are the same as text', () => {
  const standard = { fixed: { nodeVersion: '24' }, allowed: [{ option: 'awsAccount', values: ['111122223333'] }] };
  expect(problems(standard, { awsAccount: 111122223333, nodeVersion: 24 })).toEqual([]);
});
