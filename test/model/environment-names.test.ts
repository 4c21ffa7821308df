import { EC2_DELIVERY } from '../../src/delivery/ec2';
import { ECS_DELIVERY } from '../../src/delivery/ecs';
import { renderFiles } from '../../src/delivery/files';
import type { DeliveryKind } from '../../src/delivery/kind';
import { LAMBDA_DELIVERY } from '../../src/delivery/lambda';
import { STATIC_SITE_DELIVERY } from '../../src/delivery/static-site';
import type { CommonModel } from '../../src/model/common-model';
import { ConfigError } from '../../src/model/problems';
import { EcsDeploymentController, EcsServiceMode, TaskDefinitionOwner } from '../../src/options';
import { CONTEXT } from './resolving';

/** Words that generated names contain, so that a name can become the same as that of another resource. */
const WORDS = [
  ...['a', 'a1', '1', 'b', 'ab', 'role', 'roles', 'logs', 'service', 'group', 'application', 'base', 'release'],
  ...['deploy', 'approve', 'preview', 'task', 'execution', 'build', 'pipeline', 'registry', 'stack', 'artifacts'],
];

/** Names of one and two words. */
const NAMES = [...WORDS, ...WORDS.flatMap((word) => ['a', 'a1', word].map((first) => `${first}-${word}`))].filter(
  (name, i, all) => /^[a-z].{0,15}$/.test(name) && all.indexOf(name) === i,
);

const IMAGE_ONLY = {
  serviceMode: EcsServiceMode.EXISTING,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
};
const CODE_DEPLOY = {
  serviceMode: EcsServiceMode.EXISTING,
  deploymentController: EcsDeploymentController.CODE_DEPLOY,
};

const KINDS: readonly [string, DeliveryKind<CommonModel>, object][] = [
  ['a managed service', ECS_DELIVERY as DeliveryKind<CommonModel>, {}],
  ['an image-only service', ECS_DELIVERY as DeliveryKind<CommonModel>, IMAGE_ONLY],
  ['a service with CodeDeploy', ECS_DELIVERY as DeliveryKind<CommonModel>, CODE_DEPLOY],
  ['a function', LAMBDA_DELIVERY as DeliveryKind<CommonModel>, {}],
  ['a site', STATIC_SITE_DELIVERY as DeliveryKind<CommonModel>, { pullRequestPreviews: {} }],
  ['instances', EC2_DELIVERY as DeliveryKind<CommonModel>, {}],
];

function modelOf(kind: DeliveryKind<CommonModel>, names: readonly string[], options: object = {}): CommonModel {
  return kind.resolve(
    {
      awsAccount: '111122223333',
      githubRepository: 'acme/orders-api',
      environments: names.map((name) => ({ name })),
      ...options,
    },
    CONTEXT,
  );
}

/** The environments whose names are not valid together with the others, with the problem. */
function rejectedOf(kind: DeliveryKind<CommonModel>, names: readonly string[], options: object): Map<string, string> {
  try {
    modelOf(kind, names, options);
    return new Map();
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    return new Map(
      error.problems
        .filter(({ path }) => /^environments\[\d+\]\.name$/.test(path))
        .map((problem) => [names[Number(/\d+/.exec(problem.path)![0])]!, problem.code]),
    );
  }
}

function duplicates(values: readonly string[]): string[] {
  return values.filter((value, i) => values.indexOf(value) !== i);
}

/** Every kind of generated name that must be unique, with those that are not. */
function duplicatesOf(model: CommonModel, kind: DeliveryKind<CommonModel>): Record<string, string[]> {
  const composed = kind.compose(model);
  const stacks = composed.stacks.flat();
  const files = renderFiles(model, composed);
  const sources = stacks.map(({ source }) => source);
  const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!);
  const inFiles = files.flatMap((file) => (file.kind === 'text' ? [file.body] : []));
  const roles = stacks.flatMap(({ source, place }) =>
    all(source, /\broleName: '([^']+)'/g).map((name) => `${place.account}/${name}`),
  );
  const repeated = {
    stacks: duplicates(stacks.map(({ name }) => name)),
    classes: duplicates(stacks.map(({ className }) => className)),
    constants: duplicates(stacks.map(({ variable }) => variable)),
    files: duplicates(files.map(({ path }) => path)),
    identifiers: inFiles.flatMap((text) => duplicates(all(text, /^ {4}const (\w+) =/gm))),
    constructs: sources.flatMap((source) => duplicates(all(source, /\(\s*this,\s*'([^']+)'/g))),
    roles: duplicates(roles),
    stages: sources.flatMap((source) => duplicates(all(source, /stageName: '([^']+)'/g))),
    cases: inFiles.flatMap((text) => duplicates(all(text, /^ {2}([a-z0-9-]+)\)$/gm))),
    jobs: duplicates(
      model.environments
        .map(({ name }) => `deploy-${name}`)
        .concat(model.environments.map(({ name }) => `approve-${name}`)),
    ),
  };
  return Object.fromEntries(Object.entries(repeated).filter(([, names]) => names.length > 0));
}

describe.each(KINDS)('the names of %s', (_, kind, options) => {
  const rejected = rejectedOf(kind, NAMES, options);
  const accepted = NAMES.filter((name) => !rejected.has(name));

  test('are distinct, whatever the environments are called', () => {
    const model = modelOf(kind, accepted, options);
    expect(model.environments.map(({ name }) => name)).toEqual(accepted);
    expect(duplicatesOf(model, kind)).toEqual({});
    expect([...new Set(rejected.values())]).toEqual(['environment-identifier']);
  });
});

test.each([
  ['a', 'a-roles'],
  ['ab', 'a-b'],
  ['stage-1', 'stage-11'],
  ['role', 'logs'],
  ['test-logs', 'staging'],
])('%s and %s are valid names of two environments', (...names) => {
  expect(rejectedOf(ECS_DELIVERY as DeliveryKind<CommonModel>, names, {})).toEqual(new Map());
});

test('the names of constructs in the pipeline stack do not matter without a pipeline', () => {
  const options = { codePipeline: { enabled: false } };
  expect(rejectedOf(ECS_DELIVERY as DeliveryKind<CommonModel>, ['a', 'a-role'], options)).toEqual(new Map());
});
