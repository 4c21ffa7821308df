import {
  CpuArchitecture,
  DeploymentStrategy,
  type LambdaDeliveryOptions,
  LambdaPackageType,
} from '../../../src/options';
import { lintWorkflows } from '../../support/actionlint';
import { InfraApp, removeOutdirs, typeErrors, withNewStacks } from '../../support/infra-app';
import { allows, rolesIn } from '../../support/permissions/roles';
import { LAMBDA_ENVIRONMENTS, LAMBDA_FULL } from './configs';
import { lambdaApp, lambdaFiles, lambdaInfra, lambdaModel, lambdaText } from './support';

/** Checks the generated files for every combination of strategy, environments, engines, and architecture. */

const STRATEGIES = [DeploymentStrategy.ALL_AT_ONCE, DeploymentStrategy.CANARY, DeploymentStrategy.LINEAR];
const { environments: three } = LAMBDA_ENVIRONMENTS;
const ENVIRONMENTS: Readonly<Record<string, Partial<LambdaDeliveryOptions>>> = {
  one: {},
  three: { environments: three!.map(({ strategy: _, strategyParameters: __, ...environment }) => environment) },
};
const ENGINES: Readonly<Record<string, Partial<LambdaDeliveryOptions>>> = {
  both: {},
  'GitHub Actions': { codePipeline: { enabled: false } },
  CodePipeline: { githubActions: { enabled: false } },
};

/** The same combinations, without those that differ only in what does not depend on the package. */
const IMAGES = Object.entries(ENGINES).flatMap(([engine, engines]) =>
  Object.values(CpuArchitecture).map((architecture) => ({
    name: `container image, ${engine}, ${architecture}`,
    model: lambdaModel({
      packageType: LambdaPackageType.IMAGE,
      architecture,
      ...engines,
      environments: [{ name: 'staging' }, { name: 'production', awsAccount: '222233334444' }],
    }),
  })),
);

const ZIPS = STRATEGIES.flatMap((strategy) =>
  Object.entries(ENVIRONMENTS).flatMap(([count, environments]) =>
    Object.entries(ENGINES).flatMap(([engine, engines]) =>
      Object.values(CpuArchitecture).map((architecture) => ({
        name: `${strategy}, ${count}, ${engine}, ${architecture}`,
        model: lambdaModel({ strategy, architecture, ...environments, ...engines }),
      })),
    ),
  ),
);

const MATRIX = [...ZIPS, ...IMAGES].map((combination) => ({
  ...combination,
  infra: lambdaInfra(combination.model),
}));

afterAll(removeOutdirs);

test('covers all combinations', () => {
  expect(ZIPS).toHaveLength(3 * 2 * 3 * 2);
  expect(IMAGES).toHaveLength(3 * 2);
});

test('every app compiles', () => {
  expect(typeErrors(Object.fromEntries(MATRIX.map(({ infra }, i) => [`app-${i}`, infra])))).toEqual([]);
});

const checked = withNewStacks(MATRIX, ({ infra }) => infra.sources);

test.each(checked)('$name synthesizes offline and has no cdk-nag findings', ({ infra }) => {
  const generated = new InfraApp(infra.sources);
  expect(generated.nagFindings()).toEqual([]);
  expect(generated.app.synth().manifest.missing ?? []).toEqual([]);
});

test('every workflow passes the linter', () => {
  const texts = MATRIX.flatMap(({ model }) =>
    lambdaFiles(model)
      .filter(({ path }) => path.startsWith('.github/workflows/'))
      .map(({ path }) => lambdaText(model, path)),
  );
  expect(lintWorkflows([...new Set(texts)]).flat()).toEqual([]);
});

/** The name of a service in IAM, if it differs from the one in the AWS CLI. */
const IAM_SERVICES: Readonly<Record<string, string>> = { deploy: 'codedeploy', s3api: 's3' };

/** The action that a call of the AWS CLI needs. */
function actionOf(service: string, operation: string): string {
  const name = operation.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const action = name === 'HeadObject' ? 'GetObject' : name;
  return `${IAM_SERVICES[service] ?? service}:${action}`;
}

function actionsIn(script: string): string[] {
  const code = script.replace(/^\s*#.*$/gm, '');
  const calls = [...code.matchAll(/\baws (lambda|cloudformation|deploy|sts|s3api) ([a-z0-9-]+)/g)];
  return [...new Set(calls.map(([, service, operation]) => actionOf(service!, operation!)))];
}

test('the roles of both engines allow what the scripts call', () => {
  const options = { ...LAMBDA_FULL, smokeTest: { command: 'true' } };
  const model = lambdaModel(options);
  const roles = rolesIn(lambdaApp(options));
  const role = (suffix: string) => roles.find(({ id }) => id.endsWith(suffix))!;
  const pipelineRole = roles.find(({ id }) => id.includes('ReleaseProductionRole'))!;
  // The CDK bootstrap role updates the stack.
  const ofRollback = actionsIn(lambdaText(model, 'infra/rollback.sh')).filter(
    (action) => action !== 'cloudformation:UpdateStack',
  );
  const ofRelease = actionsIn(lambdaText(model, 'infra/release.sh'));
  expect(ofRelease.sort()).toEqual([
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'codedeploy:ListDeployments',
    'codedeploy:StopDeployment',
    'lambda:DeleteFunction',
    'lambda:GetAlias',
    'lambda:ListVersionsByFunction',
  ]);
  const needed = [
    ...[...ofRelease, ...ofRollback, 'sts:AssumeRole', 'lambda:InvokeFunction'].map(
      (action) => [role('production-deploy'), action] as const,
    ),
    ...[...ofRelease, 'sts:AssumeRole', 'lambda:InvokeFunction'].map((action) => [pipelineRole, action] as const),
    ...actionsIn(lambdaText(model, 'infra/bundle.sh')).map((action) => [role('orders-api-build'), action] as const),
  ];
  expect(
    needed.filter(([each, action]) => !allows(each, action)).map(([{ id }, action]) => `${id}: ${action}`),
  ).toEqual([]);
});

test('no role of an engine can delete the function', () => {
  const resources = rolesIn(lambdaApp(LAMBDA_FULL)).flatMap(({ statements }) =>
    statements
      .filter(({ Action }) => [Action].flat().includes('lambda:DeleteFunction'))
      .flatMap(({ Resource }) => [Resource].flat()),
  );
  expect([...new Set(resources)]).toEqual(['arn:aws:lambda:us-east-1:111122223333:function:orders:*']);
});
