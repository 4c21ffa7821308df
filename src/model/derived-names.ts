import type { DeliveryModel } from './model';
import type { OptionReader } from './option-reader';

/**
 * The names that are derived from the service name by adding a suffix, with the limits of AWS.
 *
 * Sources: the API reference of each service, read 2026-11-23.
 */
function derivedNames(model: DeliveryModel): { what: string; name: string; limit: number }[] {
  const { pipeline, registry, github, environments } = model;
  const roles = [
    ...environments.flatMap((e) => [e.executionRole.createAs, e.taskRole?.createAs]),
    ...(pipeline?.releases ?? []).map(({ projectRole }) => projectRole?.name),
    ...[github?.buildRole, ...(github?.releases ?? []).map(({ deployRole }) => deployRole)].map((role) =>
      role?.create ? role.name : undefined,
    ),
  ];
  return [
    ...roles.filter((name) => name !== undefined).map((name) => ({ what: 'IAM role', name, limit: 64 })),
    ...environments
      .map((e) => e.logGroup?.name)
      .filter((name) => name !== undefined)
      .map((name) => ({ what: 'log group', name, limit: 512 })),
    ...[registry.stack, pipeline?.stack, ...environments.flatMap((e) => [e.baseStack.name, e.managed?.stack.name])]
      .filter((name) => name !== undefined)
      .map((name) => ({ what: 'stack', name, limit: 128 })),
    ...(pipeline ? [{ what: 'pipeline', name: pipeline.name, limit: 100 }] : []),
    ...environments
      .flatMap(({ workers }) => workers)
      .flatMap(({ ecsService, taskDefinition }) => [
        { what: 'ECS service', name: ecsService.name, limit: 255 },
        { what: 'task definition family', name: taskDefinition.family, limit: 255 },
      ]),
    ...environments.map((e) => ({ what: 'cluster', name: e.cluster.name, limit: 255 })),
  ];
}

/** Reports only the name that exceeds its limit the most. Shortening the service name fixes all of them. */
export function checkDerivedNames(options: OptionReader, model: DeliveryModel): void {
  const [worst] = derivedNames(model)
    .map((derived) => ({ ...derived, over: derived.name.length - derived.limit }))
    .filter(({ over }) => over > 0)
    .sort((a, b) => b.over - a.over);
  if (worst) {
    options.rejectValue('serviceName', model.service, 'derived-name-too-long', {
      why: `makes the ${worst.what} name ${worst.name} ${worst.name.length} characters long`,
      allowed: `at most ${worst.limit}`,
      fix: `Shorten serviceName${model.infra.roles.prefix && worst.what === 'IAM role' ? ' or roleNamePrefix' : ''} by at least ${worst.over} ${worst.over === 1 ? 'character' : 'characters'}.`,
    });
  }
}
