import { bundle } from '../artifacts/bundle/bundle';
import { functionBaseImage, renderFunctionDockerfile } from '../artifacts/image/dockerfile';
import { image } from '../artifacts/image/image';
import { IMAGE_SYNC_RULES } from '../artifacts/image/sync-rules';
import type { Artifact } from '../core/artifact';
import { DeliveryTarget, LambdaPackageType } from '../options';
import { keptVersions } from '../targets/lambda/guide';
import type { LambdaModel } from '../targets/lambda/model';
import { resolveLambda } from '../targets/lambda/resolve';
import { lambdaTarget } from '../targets/lambda/target';
import { environmentView } from '../targets/lambda/view';
import { type ComposedDelivery, composeWith } from './compose';
import type { DeliveryKind } from './kind';
import { syncRules } from './sync-rules';
import { taggersOf } from './taggers';

export type { LambdaModel };

/** A zip file or a container image, released to a function on AWS Lambda. */
export const LAMBDA_DELIVERY: DeliveryKind<LambdaModel> = {
  target: DeliveryTarget.LAMBDA,
  component: 'LambdaDelivery',
  projectType: 'LambdaFunctionProject',
  resolve: resolveLambda,
  compose: composeLambdaDelivery,
  rules: syncRules(IMAGE_SYNC_RULES),
  view: (model) => ({
    baseImage: model.packageType === LambdaPackageType.IMAGE ? functionBaseImage(model.build) : undefined,
    environments: model.environments.map(environmentView),
  }),
  ownFile: (model) => {
    if (model.packageType === LambdaPackageType.ZIP || model.build.dockerfile.generated) {
      return undefined;
    }
    const { dockerfile, target } = model.build;
    return { path: dockerfile.path, stage: target, handedOver: [dockerfile.path, '.dockerignore'] };
  },
};

function composeLambdaDelivery(model: LambdaModel): ComposedDelivery {
  const artifact = artifactOf(model);
  return composeWith(model, artifact, lambdaTarget(model, artifact));
}

function artifactOf(model: LambdaModel): Artifact {
  const { service, source, environments } = model;
  if (model.packageType === LambdaPackageType.IMAGE) {
    const { build, registry } = model;
    return image({
      service,
      build,
      registry,
      dockerfile: () => renderFunctionDockerfile({ service, source, build }),
      pullers: taggersOf(model, registry),
      lambdaAccounts: [...new Set(environments.map(({ account }) => account))],
      kept: keptVersions(model),
    });
  }
  return bundle({
    service,
    bundle: model.bundle,
    noun: 'function package',
    kept: keptVersions(model),
    readers: environments.map(({ name, account, region, cloudFormationRole }) => ({
      name,
      account,
      region,
      roleArn: cloudFormationRole,
    })),
  });
}
