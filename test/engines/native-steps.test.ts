import type { Delivery } from '../../src/core/engine';
import { codePipeline } from '../../src/engines/code-pipeline/code-pipeline';
import { githubActions } from '../../src/engines/github-actions/github-actions';
import { modelOf } from '../support/model';
import { bucketTarget, FILE } from '../support/toy-target';

const { github, pipeline, build, environments } = modelOf();
const ON_GITHUB = githubActions({
  github: github!,
  build,
  startedByPush: true,
  triggerPaths: [],
  regeneratesFiles: false,
});
const IN_PIPELINE = codePipeline({ pipeline: pipeline!, build, startedByPush: true, triggerPaths: [] });

function deliveryOf(target = bucketTarget(environments)): Delivery {
  return {
    service: 'page',
    branch: 'main',
    artifact: FILE,
    target,
    releaseScript: 'infra/release.sh',
    guide: 'DELIVERY.md',
    infra: 'infra',
  };
}

test('an action of CodePipeline must replace the whole release, because it cannot share variables with commands', () => {
  const target = bucketTarget(environments);
  const [environment] = target.environments;
  const native = [{ engine: 'code-pipeline', replaces: ['copy'], native: {} }];
  const partly = { ...target, environments: [{ ...environment!, release: { ...environment!.release, native } }] };
  expect(() => IN_PIPELINE.files(deliveryOf(partly))).toThrow(
    'A CodePipeline action must replace all steps of a release, not only copy.',
  );
});

test('an engine cannot release to an environment that it has no settings for', () => {
  const unknown = deliveryOf(bucketTarget(environments.map((environment) => ({ ...environment, name: 'live' }))));
  expect(() => ON_GITHUB.files(unknown)).toThrow('GitHub Actions has no settings for the environment live.');
  expect(() => IN_PIPELINE.stacks(unknown, [])).toThrow('CodePipeline has no settings for the environment live.');
});
