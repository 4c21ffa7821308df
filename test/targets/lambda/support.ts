import type { RenderedFile } from '../../../src/core/rendered-file';
import { renderFiles } from '../../../src/delivery/files';
import { renderGuide } from '../../../src/delivery/guide';
import { type Infra, renderInfra } from '../../../src/delivery/infra';
import { LAMBDA_DELIVERY, type LambdaModel } from '../../../src/delivery/lambda';
import type { ResolveContext } from '../../../src/model/resolve-common';
import type { LambdaDeliveryOptions } from '../../../src/options';
import { printYaml } from '../../../src/printing/yaml-content';
import { resolveLambda } from '../../../src/targets/lambda/resolve';
import { InfraApp } from '../../support/infra-app';
import { NODE_PROJECT } from '../../support/model';
import { LAMBDA_MINIMAL } from './configs';

/** The model of `orders-api` with the minimal options and these options. */
export function lambdaModel(
  options: Partial<LambdaDeliveryOptions> = {},
  context: Partial<ResolveContext> = {},
): LambdaModel {
  return resolveLambda({ ...LAMBDA_MINIMAL, ...options }, { ...NODE_PROJECT, ...context });
}

export const lambdaFiles = (model: LambdaModel): RenderedFile[] => renderFiles(model, LAMBDA_DELIVERY.compose(model));

export const lambdaGuide = (model: LambdaModel): string => renderGuide(model, LAMBDA_DELIVERY.compose(model), []);

export const lambdaInfra = (model: LambdaModel): Infra => renderInfra(model, LAMBDA_DELIVERY.compose(model));

/** The generated CDK app, executed with the real aws-cdk-lib. */
export function lambdaApp(options: Partial<LambdaDeliveryOptions> = {}): InfraApp {
  const { sources, cdkJson } = lambdaInfra(lambdaModel(options));
  return new InfraApp(sources, (cdkJson.data as { context?: Record<string, unknown> }).context);
}

/** The text of a generated file; empty if the config does not generate it. */
export function lambdaText(model: LambdaModel, path: string): string {
  const file = lambdaFiles(model).find((each) => each.path === path);
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
