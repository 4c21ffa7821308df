import { bundle } from '../artifacts/bundle/bundle';
import { keptVersions } from '../targets/lambda/guide';
import type { LambdaModel } from '../targets/lambda/model';
import { resolveLambda } from '../targets/lambda/resolve';
import { lambdaTarget } from '../targets/lambda/target';
import { type ComposedDelivery, composeWith } from './compose';
import type { DeliveryKind } from './kind';
import { syncRules } from './sync-rules';

export type { LambdaModel };

/** A zip file, released to a function on AWS Lambda. */
export const LAMBDA_DELIVERY: DeliveryKind<LambdaModel> = {
  component: 'LambdaDelivery',
  projectType: 'LambdaFunctionProject',
  resolve: resolveLambda,
  compose: composeLambdaDelivery,
  rules: syncRules(),
  ownFile: () => undefined,
};

function composeLambdaDelivery(model: LambdaModel): ComposedDelivery {
  const { service, bundle: of, environments } = model;
  const artifact = bundle({
    service,
    bundle: of,
    noun: 'function package',
    kept: keptVersions(model),
    readers: environments.map(({ name, account, region, cloudFormationRole }) => ({
      name,
      account,
      region,
      roleArn: cloudFormationRole,
    })),
  });
  return composeWith(model, artifact, lambdaTarget(model));
}
