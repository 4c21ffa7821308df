import type { ManagedServiceModel } from '../../../model/model';
import { code, literal } from '../../../printing/typescript';

/** The capacity of the tasks: On-Demand, Spot, or both. */
export function capacity({ fargateSpot, createCluster }: ManagedServiceModel): string {
  if (!fargateSpot) {
    return createCluster
      ? code`
          // With a launch type instead, adding Fargate Spot later would replace the service.
          capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],`
      : "launchType: 'FARGATE',";
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
