import type { DeliveryModel } from '../../model/model';
import type { DeliveryTarget } from '../../targets/target';
import { hasBaseStack, renderBaseStack } from './base-stack';
import { renderCdkJson } from './cdk-json';
import { renderMain } from './main';
import { hasPackageJson, renderPackageJson } from './package-json';
import { renderPipelineStack } from './pipeline-stack';
import { hasRegistryStack, renderRegistryStack } from './registry-stack';
import { renderServiceStack } from './service-stack';
import { renderTsconfig } from './tsconfig';

/** A JSON file of the CDK app, with its path in the project. */
export interface InfraJson {
  readonly path: string;
  readonly data: object;
}

export interface Infra {
  /** TypeScript files, keyed by their name in the folder of the app. */
  readonly sources: Readonly<Record<string, string>>;
  readonly cdkJson: InfraJson;
  readonly settings: readonly InfraJson[];
}

/** Renders all files of the CDK app. */
export function renderInfra(model: DeliveryModel, target: DeliveryTarget): Infra {
  const { dir, ownPackage } = model.infra;
  return {
    sources: {
      'main.ts': renderMain(model),
      ...(hasRegistryStack(model) ? { 'registry-stack.ts': renderRegistryStack(model) } : {}),
      ...Object.fromEntries(
        model.environments
          .filter(hasBaseStack)
          .map((environment) => [environment.baseStack.file, renderBaseStack(model, target, environment)]),
      ),
      ...Object.fromEntries(
        model.environments
          .filter(({ managed }) => managed)
          .map((environment) => [environment.managed!.stack.file, renderServiceStack(model, environment)]),
      ),
      ...(model.pipeline ? { 'pipeline-stack.ts': renderPipelineStack(model, model.pipeline, target) } : {}),
    },
    cdkJson: { path: ownPackage ? `${dir}/cdk.json` : 'cdk.json', data: renderCdkJson(model.infra) },
    settings: [
      { path: `${dir}/tsconfig.json`, data: renderTsconfig(model) },
      ...(hasPackageJson(model) ? [{ path: `${dir}/package.json`, data: renderPackageJson(model) }] : []),
    ],
  };
}
