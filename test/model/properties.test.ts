import { CODEBUILD_RUNTIMES } from '../../src/data/codebuild-runtimes';
import { FARGATE_SIZES } from '../../src/data/fargate-sizes';
import { LOG_RETENTION } from '../../src/data/log-retention';
import { checkDerivedNames } from '../../src/model/derived-names';
import { ecsNames } from '../../src/model/ecs-names';
import type { DeliveryModel } from '../../src/model/model';
import { OptionReader } from '../../src/model/option-reader';
import { ProblemList } from '../../src/model/problem-list';
import { messageOf } from '../../src/model/problems';
import { CpuArchitecture, DeliveryEngine, ImageTag, RegistryEncryption } from '../../src/options';
import { problemsOf, resolve } from './resolving';

/** A pseudorandom number generator (mulberry32) that returns the same numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A valid config with a random subset of the options. */
function validConfig(seed: number): Record<string, unknown> {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const cpu = pick(Object.keys(FARGATE_SIZES).map(Number));
  const arm = random() < 0.5;
  const image = pick(Object.keys(CODEBUILD_RUNTIMES).filter((name) => name.includes('aarch64') === arm));
  const options: Record<string, unknown> = {
    serviceName: pick(['cart', 'orders-api', 'a1']),
    awsRegion: pick(['us-east-1', 'eu-central-1', 'us-gov-east-1']),
    branch: pick(['main', 'release/1.x']),
    containerPort: pick([1024, 8080, 65_535]),
    healthCheckPath: pick(['/', '/up', '/a/b.c~d']),
    environmentVariables: { B: pick(['x', '${{ y }}', 'a\nb']), A: 1 },
    secrets: { KEY: pick([{ ssmParameter: '/k' }, { secretsManager: 'k', jsonKey: 'j' }]) },
    command: pick([
      ['node', 'server.js'],
      ['sh', '-c', 'a "b" $(c)'],
    ]),
    stopTimeout: pick([2, 30, 120]),
    ulimits: pick([[], [{ name: 'nofile', softLimit: 1, hardLimit: 1_048_576 }]]),
    logRetentionDays: pick(Object.keys(LOG_RETENTION).map(Number)),
    taskDefinitionFields: {
      ephemeralStorage: { sizeInGiB: pick([21, 200]) },
      volumes: [{ name: 'v', host: undefined }],
    },
    containerDefinitionFields: {
      startTimeout: 30,
      dockerLabels: { team: 'orders' },
    },
    registry: pick([
      { existing: true },
      { keepImages: 1000, imageTag: ImageTag.SHORT_SHA },
      { encryption: RegistryEncryption.KMS },
    ]),
    githubActions: pick([{}, { enabled: false }, { ownerId: '1', existingOidcProvider: true }]),
    trigger: DeliveryEngine.CODE_PIPELINE,
    approval: random() < 0.5,
    deploymentTimeoutMinutes: pick([1, 300]),
    takeOver: ['Dockerfile', '.github/workflows/deploy.yml'],
  };
  const kept = Object.fromEntries(Object.entries(options).filter(() => random() < 0.6));
  return {
    ...kept,
    cpu,
    memory: pick(FARGATE_SIZES[cpu]!),
    cpuArchitecture: arm ? CpuArchitecture.ARM64 : CpuArchitecture.X86_64,
    nodeVersion: pick(CODEBUILD_RUNTIMES[image]!.nodejs!),
    codePipeline: { buildImage: image, computeType: pick(['SMALL', 'X2_LARGE']) },
  };
}

/** The paths of all nested values that are not frozen. */
function unfrozen(value: unknown, path = 'model'): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return [
    ...(Object.isFrozen(value) ? [] : [path]),
    ...Object.entries(value).flatMap(([key, item]) => unfrozen(item, `${path}.${key}`)),
  ];
}

describe('300 valid configs', () => {
  const seeds = Array.from({ length: 300 }, (_, i) => i);

  test('are all accepted', () => {
    expect(
      seeds
        .map((seed) => ({ seed, problems: problemsOf(validConfig(seed)) }))
        .filter(({ problems }) => problems.length > 0),
    ).toEqual([]);
  });

  test('result in a deeply frozen model', () => {
    expect(seeds.flatMap((seed) => unfrozen(resolve(validConfig(seed))))).toEqual([]);
  });

  test('always result in the same JSON-compatible model', () => {
    for (const seed of seeds) {
      const model = resolve(validConfig(seed));
      expect(JSON.stringify(resolve(validConfig(seed)))).toBe(JSON.stringify(model));
      expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    }
  });

  test('result in the same model for any order of options and variables', () => {
    const reverse = (config: object) => Object.fromEntries(Object.entries(config).reverse());
    for (const seed of seeds) {
      const config = validConfig(seed);
      const reversed = reverse({
        ...config,
        ...(config.environmentVariables
          ? { environmentVariables: reverse(config.environmentVariables as object) }
          : {}),
      });
      expect(JSON.stringify(resolve(reversed))).toBe(JSON.stringify(resolve(config)));
    }
  });

  test('are neither changed nor frozen', () => {
    for (const seed of seeds) {
      const config = validConfig(seed);
      resolve(config);
      expect(config).toEqual(validConfig(seed));
      expect(Object.values(config).filter((value) => typeof value === 'object' && Object.isFrozen(value))).toEqual([]);
    }
  });

  test('do not affect the model if they change later', () => {
    const volumes = [{ name: 'before' }];
    const model = resolve({ taskDefinitionFields: { volumes } });
    volumes[0]!.name = 'after';
    expect(model.environments[0]!.taskDefinition.extraFields).toEqual({ volumes: [{ name: 'before' }] });
  });
});

describe('Fargate sizes', () => {
  const sizes = Object.entries(FARGATE_SIZES).map(([cpu, memories]) => ({ cpu: Number(cpu), memories }));
  const everyMemory = [...new Set(sizes.flatMap(({ memories }) => memories))];

  test('accepts exactly the pairs in the table', () => {
    const wrong = sizes.flatMap(({ cpu, memories }) =>
      everyMemory.filter((memory) => memories.includes(memory) !== (problemsOf({ cpu, memory }).length === 0)),
    );
    expect(wrong).toEqual([]);
  });

  test('suggests a CPU size that is valid with the memory', () => {
    for (const { cpu, memories } of sizes) {
      for (const memory of everyMemory.filter((size) => !memories.includes(size))) {
        const [line] = problemsOf({ cpu, memory });
        const advised = /(?:Raise|Lower) cpu to (\d+)/.exec(line!)![1];
        expect(problemsOf({ cpu: Number(advised), memory })).toEqual([]);
      }
    }
  });
});

describe('a very large config', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => `VARIABLE_${i}`);

  function seconds(action: () => unknown): number {
    const start = process.hrtime.bigint();
    action();
    return Number(process.hrtime.bigint() - start) / 1e9;
  }

  test('with 10,000 variables is quickly rejected with one problem', () => {
    const environmentVariables = Object.fromEntries(many.map((name) => [name, 'x']));
    expect(problemsOf({ environmentVariables })).toEqual([
      'environmentVariables: increases the size of the task definition to at least 369015 bytes (allowed: at most 65536 bytes). Move long values to SSM parameters, S3 (environmentFiles), or the image. [task-definition-too-large]',
    ]);
    expect(seconds(() => problemsOf({ environmentVariables }))).toBeLessThan(2);
  });

  test('with 10,000 variables and 10,000 secrets of the same names is checked quickly', () => {
    const config = {
      environmentVariables: Object.fromEntries(many.map((name) => [name, 'x'])),
      secrets: Object.fromEntries(many.map((name) => [name, { ssmParameter: '/x' }])),
    };
    expect(problemsOf(config)).toHaveLength(10_001);
    expect(seconds(() => problemsOf(config))).toBeLessThan(2);
  });

  test.each([
    ['command', { command: ['node', 'x'.repeat(70_000)] }],
    ['secrets', { secrets: Object.fromEntries(many.slice(0, 1000).map((name) => [name, { ssmParameter: '/x' }])) }],
    ['containerDefinitionFields', { containerDefinitionFields: { dockerLabels: { a: 'x'.repeat(70_000) } } }],
    ['taskDefinitionFields', { taskDefinitionFields: { tags: [{ key: 'a', value: 'ü'.repeat(35_000) }] } }],
  ])('reports the option that is too large: %s', (option, config) => {
    expect(problemsOf(config)[0]).toMatch(
      new RegExp(`^${option}: increases the size of the task definition to at least \\d+ bytes`),
    );
  });

  test('with almost 64 KB is accepted', () => {
    expect(problemsOf({ environmentVariables: { CERTIFICATES: 'x'.repeat(60_000) } })).toEqual([]);
  });

  test('with very long strings is checked quickly', () => {
    const long = [
      'a'.repeat(50_000),
      'a/'.repeat(25_000),
      'a-'.repeat(25_000),
      '.'.repeat(50_000),
      `${'a_'.repeat(25_000)}!`,
      `${'a.a/'.repeat(12_000)}!`,
    ];
    const options = [
      'serviceName',
      'awsRegion',
      'githubRepository',
      'branch',
      'nodeVersion',
      'healthCheckPath',
      'ecrRepository',
      'ecsCluster',
      'taskRoleArn',
    ];
    for (const text of long) {
      const config = {
        ...Object.fromEntries(options.map((option) => [option, text])),
        taskRoleArn: `arn:aws:iam::111122223333:role/${text}!`,
        imageBuild: { dockerfile: text, installCommands: [`${text}\n`], cachePaths: [`/${text}`] },
        githubActions: { runner: `${text}!`, actions: { 'actions/checkout': text } },
        secrets: {
          A: { secretsManager: `arn:aws:secretsmanager:us-east-1:111122223333:secret:${text}!` },
          B: { ssmParameter: `${text}!` },
        },
      };
      expect(seconds(() => problemsOf(config))).toBeLessThan(1);
    }
  });
});

describe('names derived from the service name', () => {
  test('do not exceed any AWS limit for the longest service name', () => {
    expect(problemsOf({ serviceName: 'a'.repeat(32) })).toEqual([]);
  });

  // Only a prefix of roles causes this problem, so the test changes a resolved model.
  test('are reported if one is too long for IAM', () => {
    const model = resolve();
    const [environment] = model.environments;
    const long: DeliveryModel = {
      ...model,
      environments: [{ ...environment!, taskRole: { arn: 'arn', createAs: 'r'.repeat(70) } }],
    };
    const problems = new ProblemList();
    checkDerivedNames(OptionReader.of(problems, {}, {}), long, ecsNames(long));
    expect(problems.all.map(messageOf)).toEqual([
      `serviceName: "orders-api" makes the IAM role name ${'r'.repeat(70)} 70 characters long (allowed: at most 64). Shorten serviceName by at least 6 characters. [derived-name-too-long]`,
    ]);
  });
});
