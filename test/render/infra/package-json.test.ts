import { hasPackageJson, INFRA_DEPENDENCIES, renderPackageJson } from '../../../src/render/infra/package-json';
import { modelOf } from '../../support/model';

test('is private and names what runs the app', () => {
  expect(renderPackageJson(modelOf({}, { nodeProject: false }))).toEqual({
    name: 'orders-api-infra',
    private: true,
    type: 'commonjs',
    devDependencies: INFRA_DEPENDENCIES,
  });
});

test('is there in a project of ES modules too, to say that the app has none', () => {
  expect(hasPackageJson(modelOf())).toBe(false);
  const inside = modelOf({}, { esModules: true });
  expect(hasPackageJson(inside)).toBe(true);
  expect(renderPackageJson(inside)).toEqual({ name: 'orders-api-infra', private: true, type: 'commonjs' });
});

test('takes the CDK command line of today: what the registry calls latest rejects the library', () => {
  expect(INFRA_DEPENDENCIES['aws-cdk']).toBe('^2.1148.0');
});

test('covers every package that the generated files need', () => {
  expect(Object.keys(INFRA_DEPENDENCIES)).toEqual([
    '@types/node',
    'aws-cdk',
    'aws-cdk-lib',
    'constructs',
    'ts-node',
    'typescript',
  ]);
});
