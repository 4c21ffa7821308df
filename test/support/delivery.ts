import type { Fact } from '../../src/core/fact';
import { partsFor, type Release } from '../../src/core/release';
import type { RenderedFile } from '../../src/core/rendered-file';
import type { TargetEnvironment } from '../../src/core/target';
import type { ComposedDelivery } from '../../src/delivery/compose';
import { ECS_DELIVERY } from '../../src/delivery/ecs';
import { renderFiles } from '../../src/delivery/files';
import { renderGuide } from '../../src/delivery/guide';
import { type Infra, renderInfra } from '../../src/delivery/infra';
import type { PipelineNative } from '../../src/engines/code-pipeline/native';
import type { DeliveryModel } from '../../src/model/model';
import { printYaml } from '../../src/printing/yaml-content';

export const composeDelivery = (model: DeliveryModel): ComposedDelivery => ECS_DELIVERY.compose(model);

/** Every file but the guide. */
export const filesOfModel = (model: DeliveryModel): RenderedFile[] => renderFiles(model, composeDelivery(model));

/** `DELIVERY.md`. */
export const guideOfModel = (model: DeliveryModel, facts: readonly Fact[] = []): string =>
  renderGuide(model, composeDelivery(model), facts);

/** The text of a generated file; empty if the config does not generate it. */
export function textOf(model: DeliveryModel, path: string): string {
  const file = filesOfModel(model).find((each) => each.path === path);
  switch (file?.kind) {
    case 'text':
      return file.body;
    case 'json':
      return JSON.stringify(file.data, null, 2);
    case 'yaml':
      return printYaml(file.content, undefined);
    case undefined:
      return '';
  }
}

export const deployWorkflowOf = (model: DeliveryModel) => textOf(model, '.github/workflows/deploy.yml');
export const buildspecOf = (model: DeliveryModel) => textOf(model, 'buildspec.yml');
export const releaseScriptOf = (model: DeliveryModel) => textOf(model, 'infra/release.sh');
export const rollbackScriptOf = (model: DeliveryModel) => textOf(model, 'infra/rollback.sh');
export const oneOffTaskScriptOf = (model: DeliveryModel) => textOf(model, 'infra/one-off-task.sh');

export function infraOfModel(model: DeliveryModel, composed: ComposedDelivery = composeDelivery(model)): Infra {
  return renderInfra(model, composed);
}

/** An environment of the target; by default, the first one. */
export function targetEnvironmentOf(model: DeliveryModel, name = model.environments[0]!.name): TargetEnvironment {
  return composeDelivery(model).delivery.target.environments.find((environment) => environment.name === name)!;
}

export const releaseOf = (model: DeliveryModel, name?: string) => targetEnvironmentOf(model, name).release;
export const rollbackOf = (model: DeliveryModel, name?: string) => targetEnvironmentOf(model, name).rollback;

/** The native action with which CodePipeline performs the whole release. */
export function pipelineNativeOf(release: Release): PipelineNative {
  const [part] = partsFor<PipelineNative>('code-pipeline', release);
  if (!part || !('native' in part)) {
    throw new Error('CodePipeline runs commands.');
  }
  return part.native.native;
}
