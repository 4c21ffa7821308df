import type { CommonModel } from '../model/common-model';
import { renderCdkJson } from './cdk-json';
import type { ComposedDelivery } from './compose';
import { renderMain } from './main';
import { hasPackageJson, renderPackageJson } from './package-json';
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
export function renderInfra(model: CommonModel, { stacks }: ComposedDelivery): Infra {
  const { dir, ownPackage } = model.infra;
  return {
    sources: {
      'main.ts': renderMain(stacks, model.infra),
      ...Object.fromEntries(stacks.flat().map(({ file, source }) => [file, source])),
    },
    cdkJson: { path: ownPackage ? `${dir}/cdk.json` : 'cdk.json', data: renderCdkJson(model.infra) },
    settings: [
      { path: `${dir}/tsconfig.json`, data: renderTsconfig(model) },
      ...(hasPackageJson(model) ? [{ path: `${dir}/package.json`, data: renderPackageJson(model) }] : []),
    ],
  };
}
