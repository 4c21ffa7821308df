import type { DeliveryModel } from '../../src/model/model';
import { resolveDelivery } from '../../src/model/resolve';
import type { ResolveContext } from '../../src/model/resolve-common';
import type { EcsDeliveryOptions } from '../../src/options';
import { EcsServiceMode } from '../../src/options';

export const MINIMAL_OPTIONS: EcsDeliveryOptions = { awsAccount: '111122223333', githubRepository: 'acme/orders-api' };

export const NODE_PROJECT: ResolveContext = {
  projectName: 'orders-api',
  nodeProject: true,
  configFile: '.projenrc.ts',
  gitRemote: () => undefined,
};

/** An existing ECS service. */
export const EXISTING_SERVICE: Partial<EcsDeliveryOptions> = { serviceMode: EcsServiceMode.EXISTING };

/** The model of `orders-api` with the minimal options and these options. */
export function modelOf(
  options: Partial<EcsDeliveryOptions> = {},
  context: Partial<ResolveContext> = {},
): DeliveryModel {
  return resolveDelivery({ ...MINIMAL_OPTIONS, ...options }, { ...NODE_PROJECT, ...context });
}
