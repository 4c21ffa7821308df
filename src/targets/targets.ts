import type { DeliveryModel, ServiceKind } from '../model/model';
import { CODE_DEPLOY_ECS_SERVICE } from './code-deploy-ecs-service';
import { EXISTING_ECS_SERVICE } from './existing-ecs-service';
import { IMAGE_ONLY_ECS_SERVICE } from './image-only-ecs-service';
import { MANAGED_ECS_SERVICE } from './managed-ecs-service';
import type { DeliveryTarget } from './target';

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
