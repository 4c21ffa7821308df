import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { statementsFor } from '../../../src/core/release';
import { DeploymentStrategy, EcsDeploymentController, EcsServiceMode, TaskDefinitionOwner } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import {
  buildspecOf,
  deployWorkflowOf,
  guideOfModel,
  releaseOf,
  releaseScriptOf,
  rollbackOf,
} from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';

/** A smoke test that rolls back the service. */

const EXISTING = { serviceMode: EcsServiceMode.EXISTING };
const SMOKE_TEST = { smokeTest: { command: './smoke', rollBack: true } };
const SERVICES = {
  managed: {},
  existing: EXISTING,
  'image-only': { ...EXISTING, taskDefinitionOwner: TaskDefinitionOwner.SERVICE, executionRoleArn: 'execution' },
  'code-deploy': { ...EXISTING, deploymentController: EcsDeploymentController.CODE_DEPLOY },
};

/** Runs the step. The smoke test and the rollback exit with these codes. */
function smokeTest(test: number, rollback = 0) {
  const shell = new Shell(temporaryFolder());
  mkdirSync(join(shell.folder, 'infra'));
  writeFileSync(join(shell.folder, 'infra/release.sh'), releaseScriptOf(modelOf({ ...EXISTING, ...SMOKE_TEST })));
  writeFileSync(join(shell.folder, 'infra/rollback.sh'), `echo "rollback $*" >> calls; exit ${rollback}`);
  shell.program('smoke', `exit ${test}`);
  return shell.run(['bash infra/release.sh production smoke-test'], { IMAGE_URI: 'image' });
}

test('rolls back and fails if the test fails', () => {
  const { status, output, calls } = smokeTest(7);
  expect(status).toBe(1);
  expect(output).toContain('The smoke test failed; rolling back.');
  expect(calls).toEqual(
    ['smoke ', 'rollback production'].map((call) => call.trimEnd()).map((call) => expect.stringContaining(call)),
  );
});

test('also fails if the rollback fails', () => {
  expect(smokeTest(1, 3).status).toBe(1);
});

test('does not roll back if the test succeeds', () => {
  const { status, calls } = smokeTest(0);
  expect(status).toBe(0);
  expect(calls).toHaveLength(1);
});

test.each(Object.entries(SERVICES))(
  'the release of a service that is %s may roll back, in both engines',
  (_kind, service) => {
    const model = modelOf({ ...service, ...SMOKE_TEST });
    for (const engine of ['github-actions', 'code-pipeline']) {
      const release = statementsFor(engine, releaseOf(model));
      expect(statementsFor(engine, releaseOf(model), rollbackOf(model))).toEqual(release);
    }
    expect(parse(buildspecOf(model)).artifacts.files).toContain('infra/rollback.sh');
  },
);

test('a release without the option may not roll back', () => {
  const model = modelOf({ ...EXISTING, smokeTest: { command: './smoke' } });
  expect(JSON.stringify(statementsFor('code-pipeline', releaseOf(model)))).not.toContain('ListServiceDeployments');
  expect(releaseScriptOf(model)).not.toContain('rolling back');
});

test('the release has time for the deployment and the rollback', () => {
  const model = modelOf({ ...EXISTING, ...SMOKE_TEST, deploymentTimeoutMinutes: 20 });
  expect(model.environments[0]!.releaseTimeout).toBe(40);
  expect(parse(deployWorkflowOf(model)).jobs['deploy-production']['timeout-minutes']).toBe(55);
  expect(problemsOf({ ...EXISTING, ...SMOKE_TEST, deploymentTimeoutMinutes: 151 })).toEqual([
    'deploymentTimeoutMinutes: 151 leaves no time for the rollback (allowed: 1 to 150). Use a value in this range: GitHub Actions can wait at most 300 minutes, and smokeTest.rollBack needs the same time for the rollback. [timeout-too-long]',
  ]);
  expect(
    problemsOf({
      ...SMOKE_TEST,
      strategy: DeploymentStrategy.BLUE_GREEN,
      strategyParameters: { bakeTimeInMinutes: 200 },
    }),
  ).toEqual([expect.stringContaining('[deployment-too-long]')]);
});

test('the guide explains what happens', () => {
  expect(guideOfModel(modelOf({ ...EXISTING, ...SMOKE_TEST }), [])).toContain(
    'If the test fails, the release rolls back the service to the previous revision and fails.',
  );
});
