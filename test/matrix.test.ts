import type { Infra } from '../src/delivery/infra';
import {
  CpuArchitecture,
  DeploymentStrategy,
  type EcsDeliveryOptions,
  EcsDeploymentController,
  TaskDefinitionOwner,
} from '../src/options';
import { lintWorkflows } from './support/actionlint';
import { infraOfModel, textOf } from './support/delivery';
import { InfraApp, removeOutdirs, typeErrors } from './support/infra-app';
import { EXISTING_SERVICE, modelOf } from './support/model';

/** Checks the generated files for every combination of service, environments, engines and architecture. */

type Options = Partial<EcsDeliveryOptions>;

const SERVICES: Readonly<Record<string, Options>> = {
  rolling: {},
  'blue-green': { strategy: DeploymentStrategy.BLUE_GREEN },
  canary: { strategy: DeploymentStrategy.CANARY },
  linear: { strategy: DeploymentStrategy.LINEAR },
  'all-at-once': { strategy: DeploymentStrategy.ALL_AT_ONCE },
  existing: EXISTING_SERVICE,
  'image-only': {
    ...EXISTING_SERVICE,
    taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
    executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  },
  'code-deploy': { ...EXISTING_SERVICE, deploymentController: EcsDeploymentController.CODE_DEPLOY },
  'code-deploy-image-only': {
    ...EXISTING_SERVICE,
    deploymentController: EcsDeploymentController.CODE_DEPLOY,
    taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
    executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  },
};

const ENVIRONMENTS: Readonly<Record<string, Options>> = {
  one: {},
  two: { environments: [{ name: 'staging' }, { name: 'production' }] },
  three: { environments: [{ name: 'test' }, { name: 'staging' }, { name: 'production', approval: false }] },
};

const ENGINES: Readonly<Record<string, Options>> = {
  both: {},
  github: { codePipeline: { enabled: false } },
  pipeline: { githubActions: { enabled: false } },
};

const combinations = Object.keys(SERVICES).flatMap((service) =>
  Object.keys(ENVIRONMENTS).flatMap((environments) =>
    Object.keys(ENGINES).flatMap((engines) =>
      Object.values(CpuArchitecture).map((cpuArchitecture) => ({
        name: `${service}-${environments}-${engines}-${cpuArchitecture}`,
        model: modelOf({
          ...SERVICES[service],
          ...ENVIRONMENTS[environments],
          ...ENGINES[engines],
          cpuArchitecture,
        }),
      })),
    ),
  ),
);

const infraOf = new Map<string, Infra>(combinations.map(({ name, model }) => [name, infraOfModel(model)]));

afterAll(removeOutdirs);

test('covers 162 combinations', () => {
  expect(combinations).toHaveLength(9 * 3 * 3 * 2);
});

test('every app compiles', () => {
  // Many apps share files, so each distinct file is compiled only once, with the first app that contains it.
  const seen = new Set<string>();
  const apps = [...infraOf].filter(([, { sources }]) => {
    const texts = Object.values(sources);
    const isNew = texts.some((text) => !seen.has(text));
    for (const text of texts) {
      seen.add(text);
    }
    return isNew;
  });
  expect(typeErrors(Object.fromEntries(apps))).toEqual([]);
});

test.each(combinations)('$name synthesizes offline and has no cdk-nag findings', ({ name, model }) => {
  const generated = new InfraApp(infraOf.get(name)!.sources);
  expect(generated.nagFindings()).toEqual([]);
  const { manifest, stacks } = generated.app.synth();
  expect(manifest.missing ?? []).toEqual([]);
  expect(stacks.filter(({ stackName }) => stackName.endsWith('-service'))).toHaveLength(
    model.serviceKind === 'managed' ? model.environments.length : 0,
  );
});

test('every workflow passes the linter', () => {
  const texts = combinations.flatMap(({ name, model }) =>
    model.github
      ? [model.github.workflow, model.github.rollbackWorkflow, model.github.pullRequestWorkflow].map((path) => ({
          name,
          text: textOf(model, path),
        }))
      : [],
  );
  const distinct = [...new Map(texts.map((entry) => [entry.text, entry])).values()];
  const findings = lintWorkflows(distinct.map(({ text }) => text));
  expect(findings.flatMap((found, i) => found.map(({ message }) => `${distinct[i]!.name}: ${message}`))).toEqual([]);
});
