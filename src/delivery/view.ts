import type { Fact } from '../core/fact';
import type { CommonModel } from '../model/common-model';
import type { DeliveryView, FileView } from '../options';
import type { DeliveryKind } from './kind';

/**
 * A delivery, as rules see it.
 *
 * @param facts the values that the files of the model share
 */
export function viewOf<M extends CommonModel>(
  kind: DeliveryKind<M>,
  model: M,
  facts: readonly Fact[],
  files: readonly FileView[],
): DeliveryView {
  const { service, source, build, github, pipeline, infra } = model;
  const { baseImage, environments } = kind.view(model);
  return {
    service,
    target: kind.target,
    branch: source.branch,
    githubActions: github !== undefined,
    codePipeline: pipeline !== undefined,
    tags: { ...infra.tags },
    runtime: build.runtime?.name,
    runtimeVersion: build.runtime?.version,
    permissionsBoundary: infra.permissionsBoundary,
    baseImage,
    environments: model.environments.map(({ name, account, region, approval }, i) => ({
      name,
      account,
      region,
      approval,
      ...environments[i]!,
    })),
    files: [...files],
    sharedValues: facts
      .filter(({ isInternal }) => !isInternal)
      .map(({ id, title, value, option, scope }) => ({ id, title, value: String(value), option, environment: scope })),
  };
}
