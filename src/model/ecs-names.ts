import { type DerivedName, roleNames } from './derived-names';
import type { DeliveryModel } from './model';

/**
 * The names of a service's resources that are derived from the service name.
 *
 * Sources: the API reference of each service, read 2026-11-23.
 */
export function ecsNames({ registry, environments }: DeliveryModel): DerivedName[] {
  return [
    ...roleNames(environments.flatMap((e) => [e.executionRole.createAs, e.taskRole?.createAs])),
    ...environments
      .map((e) => e.logGroup?.name)
      .filter((name) => name !== undefined)
      .map((name) => ({ what: 'log group', name, limit: 512 })),
    ...[registry.stack, ...environments.flatMap((e) => [e.baseStack.name, e.managed?.stack.name])]
      .filter((name) => name !== undefined)
      .map((name) => ({ what: 'stack', name, limit: 128 })),
    ...environments
      .flatMap(({ workers }) => workers)
      .flatMap(({ ecsService, taskDefinition }) => [
        { what: 'ECS service', name: ecsService.name, limit: 255 },
        { what: 'task definition family', name: taskDefinition.family, limit: 255 },
      ]),
    ...environments.map((e) => ({ what: 'cluster', name: e.cluster.name, limit: 255 })),
  ];
}
