import { PortProtocol } from '../options';
import type { ServiceKind } from './model';
import type { OptionReader } from './option-reader';
import type { TaskContainers } from './resolve-dependencies';
import { LOAD_BALANCER_OPTIONS } from './resolve-load-balancer';
import { CODE_DEPLOY_OPTIONS } from './resolve-release';
import { CONTAINER_NAME } from './rules';
import { isImageOnly, usesCodeDeploy } from './service-kind';
import type { TrafficTargetModel } from './sidecar-model';

/** The container and the port that receive the requests, unless it is the main port of the container of the service. */
export function resolveTrafficTarget(
  parent: OptionReader,
  containers: TaskContainers,
  kind: ServiceKind,
): TrafficTargetModel | undefined {
  const options = usesCodeDeploy(kind)
    ? parent.struct('codeDeploy', CODE_DEPLOY_OPTIONS)
    : parent.struct('loadBalancer', LOAD_BALANCER_OPTIONS);
  const name = options.string('containerName', CONTAINER_NAME);
  const port = options.integer('containerPort', 1, 65_535);
  if ((name ?? port) === undefined || options.isRejected('containerName', 'containerPort', 'enabled')) {
    return undefined;
  }
  const container = name === undefined ? containers.service : containers.find(name);
  if (isImageOnly(kind)) {
    return resolveUnknown(options, name, port, container?.name());
  }
  if (!container) {
    return containers.areKnown
      ? options.reject('containerName', 'unknown-container', {
          why: 'is not a container of the task',
          allowed: containers.names,
          fix: 'Correct the name, or add the sidecar to sidecars.',
        })
      : undefined;
  }
  if (parent.isRejected('sidecars', 'containerPort', 'receivesRequests', 'additionalPorts')) {
    return undefined;
  }
  const ports = container.ports.filter(({ configured }) => configured.protocol === PortProtocol.TCP);
  const isService = container === containers.service;
  const allowed = ports.map(({ configured }) => configured.containerPort).join(', ') || 'none';
  const target =
    port === undefined
      ? isService || ports.length === 1
        ? ports[0]
        : undefined
      : ports.find(({ configured }) => configured.containerPort === port);
  if (!target) {
    return port === undefined
      ? options.rejectWithoutValue('containerPort', 'missing-option', {
          why: `is missing, and ${container.configured} does not have exactly one TCP port`,
          allowed,
          fix: `Set containerPort, or set one port in ${isService ? 'additionalPorts' : 'ports of the sidecar'}.`,
        })
      : options.reject('containerPort', 'unknown-port', {
          why: `is not a TCP port of ${container.configured}`,
          allowed,
          fix: `Correct the port, or add it to ${isService ? 'additionalPorts' : 'ports of the sidecar'}.`,
        });
  }
  return isService && target === ports[0] && parent.value('receivesRequests') !== false
    ? undefined
    : { containerName: container.name(), containerPort: target.port() };
}

/** A target in a task definition that is managed elsewhere. */
function resolveUnknown(
  options: OptionReader,
  name: string | undefined,
  port: number | undefined,
  serviceName: string | undefined,
): TrafficTargetModel | undefined {
  if (port !== undefined) {
    return { containerName: serviceName ?? name!, containerPort: port };
  }
  return serviceName === undefined
    ? options.rejectWithoutValue('containerPort', 'missing-option', {
        why: `is missing, and the port of ${name} is unknown because the task definition is managed elsewhere`,
        fix: 'Set containerPort.',
      })
    : undefined;
}
