import { EcsServiceMode } from '../../src/options';
import { guideOfModel } from '../support/delivery';
import { modelOf } from '../support/model';

const STAGING = { name: 'staging' };
const PRODUCTION = { name: 'production' };
const NOTE = '**Important:** A release to';

test('the guide points out an environment without approval that shares an account with one that requires it', () => {
  const guide = guideOfModel(modelOf({ environments: [{ name: 'test' }, STAGING, PRODUCTION] }));
  expect(guide).toContain(
    '**Important:** Releases to `test` and `staging` do not require approval, but they can deploy the stacks of `production`. They assume the CDK bootstrap roles of the account `111122223333` in us-east-1, which can deploy any stack there.\n\nTo prevent this, use a separate account for each environment that requires approval, and a tools account for the ECR repository and the pipeline: set `awsAccount` at the top level to the tools account, and `awsAccount` in each environment to its own account.',
  );
});

test.each([
  ['each environment has its own account', { environments: [STAGING, { ...PRODUCTION, awsAccount: '444455556666' }] }],
  ['the environments are in different Regions', { environments: [STAGING, { ...PRODUCTION, awsRegion: 'eu-west-1' }] }],
  ['each environment requires approval', { approval: true, environments: [STAGING, PRODUCTION] }],
  ['no environment requires approval', { approval: false, environments: [STAGING, PRODUCTION] }],
  ['releases deploy no stack', { serviceMode: EcsServiceMode.EXISTING, environments: [STAGING, PRODUCTION] }],
])('the guide does not, if %s', (_, options) => {
  expect(guideOfModel(modelOf(options))).not.toContain(NOTE);
});
