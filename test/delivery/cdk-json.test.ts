import { renderCdkJson } from '../../src/delivery/cdk-json';
import { DeploymentStrategy } from '../../src/options';
import { InfraApp, removeOutdirs } from '../support/infra-app';

test('runs the app from the root of a Node.js project', () => {
  expect(
    renderCdkJson({
      dir: 'infra',
      ownPackage: false,
      insideEsModules: false,
      assembly: 'cdk.out',
      tags: {},
      roles: { prefix: '', path: '' },
      validationPlugins: [],
      acknowledgments: [],
    }),
  ).toEqual({
    app: 'npx ts-node --transpile-only --project infra/tsconfig.json infra/main.ts',
  });
});

test('runs the app from its own folder in other projects', () => {
  expect(
    renderCdkJson({
      dir: 'infra',
      ownPackage: true,
      insideEsModules: false,
      assembly: 'cdk.out',
      tags: {},
      roles: { prefix: '', path: '' },
      validationPlugins: [],
      acknowledgments: [],
    }),
  ).toEqual({
    app: 'npx ts-node --transpile-only --project tsconfig.json main.ts',
  });
});

test('every role of every stack has the permissions boundary of the config', () => {
  const app = InfraApp.of({
    permissionsBoundary: 'acme/boundary',
    strategy: DeploymentStrategy.BLUE_GREEN,
    environments: [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }],
  });
  const boundaries = app.stacks.flatMap(({ stackName, account }) =>
    Object.values(app.template(stackName).findResources('AWS::IAM::Role')).map(({ Properties }) => [
      JSON.stringify(Properties.PermissionsBoundary ?? ''),
      account,
    ]),
  );
  expect(boundaries.length).toBeGreaterThan(8);
  expect(
    boundaries.filter(([boundary, account]) => !boundary!.includes(`iam::${account}:policy/acme/boundary`)),
  ).toEqual([]);
  removeOutdirs();
});
