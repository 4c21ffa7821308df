import { parse } from 'yaml';
import { type EcsDeliveryOptions, EcsDeploymentController, TaskDefinitionOwner } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { deployWorkflowOf, guideOfModel, releaseOf, releaseScriptOf } from '../../support/delivery';
import { InfraApp, removeOutdirs } from '../../support/infra-app';
import { EXISTING_SERVICE, modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';

type Options = Partial<EcsDeliveryOptions>;

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:releases';
const COMMANDS: Options = {
  releaseCommands: {
    before: ['MESSAGE="Releasing $IMAGE_URI to $ENVIRONMENT"', 'notify "$MESSAGE"'],
    after: ["notify 'it''s done'"],
    files: ['scripts/notify.sh'],
  },
  deployRoleStatements: [{ actions: ['sns:Publish'], resources: [TOPIC] }],
};
const OTHER: Options = {
  ...EXISTING_SERVICE,
  executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
};

afterAll(removeOutdirs);

const idsOf = (options: Options) => releaseOf(modelOf(options)).steps.map(({ id }) => id);

function rolesThatPublish(app: InfraApp, stack: string): string[] {
  return Object.entries(app.template(stack).findResources('AWS::IAM::Policy'))
    .filter(([, { Properties }]) =>
      Properties.PolicyDocument.Statement.some(({ Action }: { Action: unknown }) => Action === 'sns:Publish'),
    )
    .map(([id]) => id.replace(/DefaultPolicy.*/, ''));
}

test.each<[string, Options]>([
  ['managed', {}],
  ['existing', EXISTING_SERVICE],
  ['image-only', OTHER],
  ['deployed by CodeDeploy', { ...EXISTING_SERVICE, deploymentController: EcsDeploymentController.CODE_DEPLOY }],
])('commands run first and last in a release to a service that is %s', (_kind, options) => {
  const ids = idsOf({ ...options, ...COMMANDS, smokeTest: { command: 'true' } });
  expect(ids[0]).toBe('before-release');
  expect(ids.slice(-2)).toEqual(['smoke-test', 'after-release']);
  const { steps } = parse(deployWorkflowOf(modelOf({ ...options, ...COMMANDS }))).jobs['deploy-production'];
  const runs = steps.map(({ run }: { run?: string }) => run);
  expect(runs).toContain('bash infra/release.sh production before-release');
  expect(runs).toContain('bash infra/release.sh production after-release');
});

test('the commands of a list share one shell, in which the variables are set', () => {
  const shell = new Shell(temporaryFolder());
  shell.program('notify');
  const script = releaseScriptOf(modelOf(COMMANDS));
  const run = (step: string) =>
    shell.run([`set -- production ${step}`, script], { IMAGE_URI: 'registry/orders-api:abc' });
  expect(run('before-release')).toMatchObject({ status: 0 });
  expect(run('after-release').calls).toEqual([
    'notify Releasing registry/orders-api:abc to production',
    'notify its done',
  ]);
});

test('a failing command fails the release', () => {
  const script = releaseScriptOf(modelOf({ releaseCommands: { before: ['false', 'true'] } }));
  const shell = new Shell(temporaryFolder());
  expect(shell.run(['set -- production before-release', script], { IMAGE_URI: 'x' }).status).not.toBe(0);
});

test('the roles of both engines get the permissions, and no other role', () => {
  const app = InfraApp.of(COMMANDS);
  expect(rolesThatPublish(app, 'orders-api-production-base')).toEqual(['DeployRole']);
  expect(rolesThatPublish(app, 'orders-api-pipeline')).toEqual(['ReleaseProductionRole']);
  expect(app.nagFindings()).toEqual([]);
});

test('permissions can also be those of the smoke test', () => {
  const app = InfraApp.of({
    smokeTest: { command: 'aws sns publish' },
    deployRoleStatements: COMMANDS.deployRoleStatements,
  });
  expect(rolesThatPublish(app, 'orders-api-production-base')).toEqual(['DeployRole']);
});

test('an environment overrides the commands', () => {
  const model = modelOf({
    releaseCommands: { before: ['true'] },
    environments: [{ name: 'staging', releaseCommands: { after: ['echo staging'] } }, { name: 'production' }],
  });
  expect(releaseOf(model, 'staging').steps.at(-1)!.id).toBe('after-release');
  expect(releaseOf(model, 'staging').steps[0]!.id).toBe('before-release');
  expect(releaseOf(model, 'production').steps.at(-1)!.id).not.toBe('after-release');
});

test('the guide lists the commands', () => {
  expect(guideOfModel(modelOf({ releaseCommands: { after: ['make report'] } }))).toContain(
    'Runs the commands after the release: `make report`',
  );
});

test.each<[string, Options, string[]]>([
  [
    'no commands',
    { releaseCommands: { files: ['a.sh'] } },
    ['releaseCommands: contains no commands. Set before, after, or both, or remove the option. [no-release-commands]'],
  ],
  [
    'two lines',
    { releaseCommands: { before: ['a\nb'] } },
    [
      'releaseCommands.before[0]: "a\\nb" is not valid (allowed: one complete line of shell code without ${{). Put each command in a separate list item, and use environment variables instead of ${{ expressions. [invalid-format]',
    ],
  ],
  [
    'permissions without commands',
    { deployRoleStatements: COMMANDS.deployRoleStatements },
    [
      'deployRoleStatements: has no effect because neither releaseCommands nor smokeTest is set. Set releaseCommands or smokeTest, or remove it. [unused-deploy-statements]',
    ],
  ],
])('%s is rejected', (_name, options, expected) => {
  expect(problemsOf(options)).toEqual(expected);
});
