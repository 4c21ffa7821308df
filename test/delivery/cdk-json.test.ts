import { renderCdkJson } from '../../src/delivery/cdk-json';

test('runs the app from the root of a Node.js project', () => {
  expect(
    renderCdkJson({ dir: 'infra', ownPackage: false, insideEsModules: false, assembly: 'cdk.out', tags: {} }),
  ).toEqual({
    app: 'npx ts-node --transpile-only --project infra/tsconfig.json infra/main.ts',
  });
});

test('runs the app from its own folder in other projects', () => {
  expect(
    renderCdkJson({ dir: 'infra', ownPackage: true, insideEsModules: false, assembly: 'cdk.out', tags: {} }),
  ).toEqual({
    app: 'npx ts-node --transpile-only --project tsconfig.json main.ts',
  });
});
