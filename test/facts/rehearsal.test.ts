import { anotherValue } from '../../src/facts/rehearsal';
import { RehearsalError, Vocabulary } from '../../src/facts/vocabulary';
import type { ResolveContext } from '../../src/model/resolve-common';
import {
  CpuArchitecture,
  DeploymentStrategy,
  type EcsDeliveryOptions,
  EcsDeploymentController,
  EcsServiceMode,
  ImageTag,
  RegistryEncryption,
  TaskDefinitionOwner,
} from '../../src/options';
import { DELIVERIES } from './deliveries';
import { configOf, rehearsalOf } from './support';

test.each(DELIVERIES)('shared values explain all differences: %s', (_name, config) => {
  expect(() => rehearsalOf(config())).not.toThrow();
});

type Options = Partial<EcsDeliveryOptions>;

const EXISTING: Options = { serviceMode: EcsServiceMode.EXISTING };
const ROLE = 'arn:aws:iam::111122223333:role';

const SERVICES: readonly Options[] = [
  {},
  { strategy: DeploymentStrategy.BLUE_GREEN },
  { strategy: DeploymentStrategy.CANARY },
  { strategy: DeploymentStrategy.LINEAR },
  { strategy: DeploymentStrategy.ALL_AT_ONCE },
  EXISTING,
  { ...EXISTING, taskDefinitionOwner: TaskDefinitionOwner.SERVICE, executionRoleArn: `${ROLE}/execution` },
  { ...EXISTING, deploymentController: EcsDeploymentController.CODE_DEPLOY },
];
const ENVIRONMENTS: readonly Options[] = [
  {},
  { environments: [{ name: 'staging' }, { name: 'production' }] },
  { environments: [{ name: 'test' }, { name: 'staging' }, { name: 'production', approval: false }] },
  { environments: [{ name: 'a' }, { name: 'b1' }, { name: 'prod' }] },
];
const ENGINES: readonly Options[] = [{}, { codePipeline: { enabled: false } }, { githubActions: { enabled: false } }];
/** Each is set in half of the configs, to one of its values. */
const OTHERS: { readonly [K in keyof EcsDeliveryOptions]?: readonly EcsDeliveryOptions[K][] } = {
  serviceName: ['cart', 'orders-api', 'a1', 'a2345678901234567890123456789012'],
  branch: ['main', 'release/1.x', 'x'],
  containerPort: [1024, 8080, 65535, 3000],
  healthCheckPath: ['/', '/up', '/a/b.c~d', '/~'],
  containerName: ['web', 'w', 'Web_1'],
  ecrRepository: ['team/api', 'ab'],
  nodeVersion: ['22', '24'],
  ecsService: ['api', 'A_1'],
  stopTimeout: [2, 120],
  secrets: [
    { KEY: { ssmParameter: '/k' }, B: { secretsManager: 'zz' } },
    { KEY: { secretsManager: 'k', jsonKey: 'j' } },
  ],
  registry: [{ existing: true }, { imageTag: ImageTag.SHORT_SHA }, { encryption: RegistryEncryption.KMS }],
  githubRepository: ['a/b', 'acme/orders-api', 'ac-me/o.r_d'],
  taskRoleArn: [`${ROLE}/t`],
  healthCheckCommand: [
    ['curl', 'x'],
    ['sh', '-c', `wget "http://localhost:8080/" || echo 'no'`],
  ],
  oneOffTask: [{ command: ['m'] }, { command: ["it's"] }],
  smokeTest: [{ command: 'npm run smoke' }, { command: `curl "$X" | grep 'a'` }],
  cpuArchitecture: Object.values(CpuArchitecture),
  bootstrapQualifier: ['acme', 'x1'],
};

/** A pseudo-random sequence that is the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test('explains every difference between the files and their rehearsal, over 200 random configs', () => {
  const random = sequence(7);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const unexplained = new Set<string>();
  let configs = 0;
  let places = 0;
  while (configs < 200) {
    const options: Options = { ...pick(SERVICES), ...pick(ENVIRONMENTS), ...pick(ENGINES) };
    for (const [name, values] of Object.entries(OTHERS)) {
      if (random() < 0.5) {
        Object.assign(options, { [name]: pick(values as readonly unknown[]) });
      }
    }
    const context: Partial<ResolveContext> = { nodeProject: random() < 0.7 };
    try {
      const config = configOf(options, context);
      configs++;
      for (const found of rehearsalOf(config).places) {
        places += found.kind === 'text' ? found.marks.length : found.values.size + found.keys.size;
      }
    } catch (error) {
      if ((error as Error).name !== 'ConfigError') {
        unexplained.add((error as Error).message);
      }
    }
  }
  expect([...unexplained]).toEqual([]);
  expect(places).toBeGreaterThan(10_000);
});

test('a rehearsed value has the same form and length, and a different one for each seed', () => {
  expect(anotherValue('orders-api', 0)).toBe('orders-apj');
  expect(anotherValue('eu-central-1', 5)).toBe('eu-central-7');
  expect(anotherValue(3000, 0)).toBe(3001);
  const ports = Array.from({ length: 80 }, (_, seed) => String(anotherValue(80, seed)));
  expect(ports.filter((port) => !/^[1-9]\d$/.test(port))).toEqual([]);
  const values = Array.from({ length: 500 }, (_, seed) => anotherValue('payments', seed));
  expect(new Set(values).size).toBe(500);
  expect(values.filter((value) => !/^[a-z]{8}$/.test(String(value)))).toEqual([]);
});

test('a value without letters and digits becomes a character that no format treats specially', () => {
  expect(anotherValue('/', 0)).toBe('\ue000');
});

describe('a renderer that does more with a shared value than print it', () => {
  const facts = [{ id: 'port', title: 'Port', value: '3000' }];
  const vocabulary = new Vocabulary(facts, [{ ...facts[0]!, value: '3001' }], {}, {});

  test('is an error if the length of the text changes', () => {
    expect(() => vocabulary.marks('port 3000', 'no port')).toThrow(RehearsalError);
  });

  test('is an error if a difference is no shared value', () => {
    expect(() => vocabulary.marks('port 3000 a', 'port 3001 b')).toThrow(
      'No shared value explains this difference: "port 3000 a" and "port 3001 b"',
    );
  });

  test('is not an error if the text only contains the value', () => {
    expect(vocabulary.marks('-p 3000:3000', '-p 3001:3001').map(({ start, end }) => [start, end])).toEqual([
      [3, 7],
      [8, 12],
    ]);
  });
});
