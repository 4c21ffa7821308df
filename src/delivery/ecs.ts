import { image } from '../artifacts/image/image';
import { IMAGE_SYNC_RULES } from '../artifacts/image/sync-rules';
import type { DeliveryModel } from '../model/model';
import { resolveDelivery } from '../model/resolve';
import { ECS_SYNC_RULES } from '../targets/ecs/sync-rules';
import { ecsTarget } from '../targets/ecs/target';
import { type ComposedDelivery, composeWith } from './compose';
import type { DeliveryKind } from './kind';
import { syncRules } from './sync-rules';

/** A container image, released to a service on Amazon ECS. */
export const ECS_DELIVERY: DeliveryKind<DeliveryModel> = {
  component: 'EcsDelivery',
  projectType: 'EcsServiceProject',
  resolve: resolveDelivery,
  compose: composeEcsDelivery,
  rules: syncRules(IMAGE_SYNC_RULES, ECS_SYNC_RULES),
  ownFile: ({ build: { dockerfile, target } }) =>
    dockerfile.generated
      ? undefined
      : { path: dockerfile.path, stage: target, handedOver: [dockerfile.path, '.dockerignore'] },
};

function composeEcsDelivery(model: DeliveryModel): ComposedDelivery {
  const { service, source, build, container, registry, environments } = model;
  const artifact = image({
    service,
    source,
    build,
    container,
    registry,
    pullers: environments.map(({ name, account, executionRole }) => ({ name, account, roleArn: executionRole.arn })),
  });
  return composeWith(model, artifact, ecsTarget(model, artifact));
}
