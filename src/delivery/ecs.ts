import { renderDockerfile, serviceBaseImage } from '../artifacts/image/dockerfile';
import { existingImage } from '../artifacts/image/existing-image';
import { image } from '../artifacts/image/image';
import type { Puller } from '../artifacts/image/registry-stack';
import { IMAGE_SYNC_RULES } from '../artifacts/image/sync-rules';
import { DESCRIBE_ACTIONS, PULL_ACTIONS } from '../data/ecr-actions';
import type { ContainerModel, DeliveryModel } from '../model/model';
import { resolveDelivery } from '../model/resolve';
import { DeliveryTarget } from '../options';
import { ECS_SYNC_RULES } from '../targets/ecs/sync-rules';
import { ecsTarget } from '../targets/ecs/target';
import { environmentView } from '../targets/ecs/view';
import { type ComposedDelivery, composeWith } from './compose';
import type { DeliveryKind } from './kind';
import { syncRules } from './sync-rules';
import { releaseRolesOf, taggersOf } from './taggers';

/** A container image, released to a service on Amazon ECS. */
export const ECS_DELIVERY: DeliveryKind<DeliveryModel> = {
  target: DeliveryTarget.ECS,
  component: 'EcsDelivery',
  projectType: 'EcsServiceProject',
  resolve: resolveDelivery,
  compose: composeEcsDelivery,
  rules: syncRules(IMAGE_SYNC_RULES, ECS_SYNC_RULES),
  view: (model) => ({
    baseImage: serviceBaseImage(model.build),
    environments: model.environments.map(environmentView),
  }),
  ownFile: ({ build: { dockerfile, target, builtElsewhere } }) =>
    dockerfile.generated || builtElsewhere
      ? undefined
      : { path: dockerfile.path, stage: target, handedOver: [dockerfile.path, '.dockerignore'] },
};

/** The image listens on the port of each environment. */
function exposedPorts({ container, environments }: DeliveryModel): ContainerModel['portMappings'] {
  const ports = [container, ...environments.map((environment) => environment.container ?? container)].flatMap(
    ({ portMappings }) => portMappings,
  );
  return ports.filter(
    ({ containerPort, protocol }, i) =>
      ports.findIndex((other) => other.containerPort === containerPort && other.protocol === protocol) === i,
  );
}

function composeEcsDelivery(model: DeliveryModel): ComposedDelivery {
  const { service, source, build, container, registry } = model;
  const input = {
    service,
    build,
    registry,
    dockerfile: () =>
      renderDockerfile({ service, source, build, container: { ...container, portMappings: exposedPorts(model) } }),
    pullers: [...pullersOf(model), ...taggersOf(model, model.registry)],
  };
  const artifact = build.builtElsewhere ? existingImage(input) : image(input);
  return composeWith(model, artifact, ecsTarget(model, artifact));
}

/**
 * Rollbacks check whether the image exists. Workflows that release existing images do the same. In a pipeline, only a
 * smoke test rolls back.
 */
function pullersOf(model: DeliveryModel): Puller[] {
  return model.environments.flatMap(({ name, account, executionRole, smokeTest }) => {
    const { github, pipeline } = releaseRolesOf(model, name);
    const checkers = [github, smokeTest?.rollBack ? pipeline : undefined];
    return [
      { name, account, roleArn: executionRole.arn, actions: PULL_ACTIONS },
      ...checkers.flatMap((roleArn) => (roleArn ? [{ name, account, roleArn, actions: DESCRIBE_ACTIONS }] : [])),
    ];
  });
}
