import { EC2_DELIVERY } from '../../../src/delivery/ec2';
import { renderInfra } from '../../../src/delivery/infra';
import { CpuArchitecture, DeploymentStrategy } from '../../../src/options';
import { lintWorkflows } from '../../support/actionlint';
import { InfraApp, removeOutdirs, typeErrors } from '../../support/infra-app';
import { EC2_CONFIGS } from './configs';
import { filesOf, modelOf, type Options } from './support';

/** Without it, the CDK would look up the image. */
const IMAGE = { imageId: 'ami-0123456789abcdef0' };

const STRATEGIES: Readonly<Record<string, Options>> = {
  rolling: {},
  'one-at-a-time': { strategyParameters: { oneAtATime: true } },
  canary: { strategy: DeploymentStrategy.CANARY },
  linear: { strategy: DeploymentStrategy.LINEAR, autoScaling: { minCapacity: 3, maxCapacity: 6 } },
  'all-at-once': { strategy: DeploymentStrategy.ALL_AT_ONCE, alarms: { enabled: false } },
};
const ENVIRONMENTS: Readonly<Record<string, Options>> = {
  one: {},
  three: {
    environments: [
      { name: 'test', loadBalancer: { enabled: false } },
      { name: 'staging', awsRegion: 'eu-west-1', network: { publicInstances: true } },
      { name: 'production', awsAccount: '444455556666' },
    ],
  },
};
const ENGINES: Readonly<Record<string, Options>> = {
  both: {},
  github: { codePipeline: { enabled: false } },
  pipeline: { githubActions: { enabled: false } },
};
const ARCHITECTURES: Readonly<Record<string, Options>> = {
  arm64: {},
  'x86-64': { architecture: CpuArchitecture.X86_64 },
};

const combinations = Object.keys(STRATEGIES).flatMap((strategy) =>
  Object.keys(ENVIRONMENTS).flatMap((environments) =>
    Object.keys(ENGINES).flatMap((engines) =>
      Object.keys(ARCHITECTURES).map((architecture) => ({
        name: [strategy, environments, engines, architecture].join('-'),
        options: {
          ...IMAGE,
          ...STRATEGIES[strategy],
          ...ENVIRONMENTS[environments],
          ...ENGINES[engines],
          ...ARCHITECTURES[architecture],
        },
      })),
    ),
  ),
);

const infraOf = (options: Options) => {
  const model = modelOf(options);
  return renderInfra(model, EC2_DELIVERY.compose(model));
};

const appOf = (options: Options = {}) => {
  const { sources, cdkJson } = infraOf({ ...IMAGE, ...options });
  return new InfraApp(sources, (cdkJson.data as { context?: Record<string, unknown> }).context);
};

afterAll(removeOutdirs);

test('every app compiles', () => {
  const all = [...combinations, ...EC2_CONFIGS.map(([name, options]) => ({ name, options }))];
  expect(typeErrors(Object.fromEntries(all.map(({ name, options }) => [name, infraOf(options)])))).toEqual([]);
});

test.each(combinations)('$name synthesizes offline and has no cdk-nag findings', ({ options }) => {
  const app = appOf(options);
  expect(app.nagFindings()).toEqual([]);
  expect(app.app.synth().manifest.missing ?? []).toEqual([]);
});

test.each(EC2_CONFIGS)('%s has no cdk-nag findings', (_name, options) => {
  expect(appOf(options).nagFindings()).toEqual([]);
});

test('every workflow passes the linter', () => {
  const texts = combinations.flatMap(({ options }) =>
    Object.entries(filesOf(options))
      .filter(([path]) => path.startsWith('.github/'))
      .map(([, text]) => text),
  );
  expect(lintWorkflows([...new Set(texts)]).flat()).toEqual([]);
});
