import type { ManagedServiceModel, TaskDefinitionModel } from '../../../model/model';
import { code, literal, quote } from '../../../printing/typescript';

/** The capacity of the tasks: On-Demand, Spot, or both. */
export function capacity(
  { fargateSpot, createCluster, capacityProviders }: ManagedServiceModel,
  { launchType }: TaskDefinitionModel,
): string {
  if (capacityProviders.length > 0) {
    return `capacityProviderStrategy: ${literal(capacityProviders)},`;
  }
  if (!fargateSpot) {
    return createCluster
      ? code`
          // With a launch type instead, adding Fargate Spot later would replace the service.
          capacityProviderStrategy: [{ capacityProvider: ${quote(launchType)}, weight: 1 }],`
      : `launchType: ${quote(launchType)},`;
  }
  const { onDemandBase, onDemandWeight, spotWeight } = fargateSpot;
  // A capacity provider with a base and weight of 0 never runs a task.
  const onDemand =
    onDemandBase + onDemandWeight === 0
      ? undefined
      : `${literal({ capacityProvider: 'FARGATE', base: onDemandBase, weight: onDemandWeight })},`;
  return code`
    capacityProviderStrategy: [
      ${onDemand}
      ${literal({ capacityProvider: 'FARGATE_SPOT', weight: spotWeight })},
    ],`;
}
