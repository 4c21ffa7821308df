import { hasPackageJson, INFRA_DEPENDENCIES, renderPackageJson } from '../../src/delivery/package-json';
import { modelOf } from '../support/model';

test('is private and lists the packages that run the app', () => {
  expect(renderPackageJson(modelOf({}, { nodeProject: false }))).toEqual({
    name: 'orders-api-infra',
    private: true,
    type: 'commonjs',
    devDependencies: INFRA_DEPENDENCIES,
  });
});

test('marks the app as CommonJS in a project that uses ES modules', () => {
  expect(hasPackageJson(modelOf())).toBe(false);
  const inside = modelOf({}, { esModules: true });
  expect(hasPackageJson(inside)).toBe(true);
  expect(renderPackageJson(inside)).toEqual({ name: 'orders-api-infra', private: true, type: 'commonjs' });
});

test('uses a current CDK CLI, because the version tagged latest rejects the output of the library', () => {
  expect(INFRA_DEPENDENCIES['aws-cdk']).toBe('^2.1148.0');
});

test('lists every package that the generated files need', () => {
  expect(Object.keys(INFRA_DEPENDENCIES)).toEqual([
    '@types/node',
    'aws-cdk',
    'aws-cdk-lib',
    'constructs',
    'ts-node',
    'typescript',
  ]);
});
