import { INFRA_DEPENDENCIES, renderPackageJson } from '../../../src/render/infra/package-json';
import { modelOf } from '../../support/infra-app';

test('is private and names what runs the app', () => {
  expect(renderPackageJson(modelOf())).toEqual({
    name: 'orders-api-infra',
    private: true,
    devDependencies: INFRA_DEPENDENCIES,
  });
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
