import type { DeliveryModel, ServiceKind } from '../../model/model';
import { CODE_DEPLOY_ECS_SERVICE } from './modes/code-deploy';
import { EXISTING_ECS_SERVICE } from './modes/existing';
import { IMAGE_ONLY_ECS_SERVICE } from './modes/image-only';
import { MANAGED_ECS_SERVICE } from './modes/managed';
import type { DeliveryTarget } from '../../core/target';

const TARGETS: Readonly<Record<ServiceKind, DeliveryTarget>> = {
  managed: MANAGED_ECS_SERVICE,
  existing: EXISTING_ECS_SERVICE,
  'image-only': IMAGE_ONLY_ECS_SERVICE,
  'code-deploy': CODE_DEPLOY_ECS_SERVICE,
};

/** The target for the service kind of the model. */
export function targetOf({ serviceKind }: DeliveryModel): DeliveryTarget {
  return TARGETS[serviceKind];
}
