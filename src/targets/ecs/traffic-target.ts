import type { ContainerModel, EnvironmentModel } from '../../model/model';
import type { TrafficTargetModel } from '../../model/sidecar-model';

/** The container and the port that receive the requests of the load balancer. */
export function trafficTarget({ name, port }: ContainerModel, { target }: EnvironmentModel): TrafficTargetModel {
  return target ?? { containerName: name, containerPort: port! };
}
