import type { FactName, Facts } from '../core/fact';
import { type AdditionalPort, ApplicationProtocol, PortProtocol } from '../options';
import type { ContainerModel, DeliveryModel, PortMappingModel } from './model';
import type { OptionReader } from './option-reader';
import { HEALTH_CHECK_PATH, PORT_NAME } from './rules';
import { usesCodeDeploy } from './service-kind';
import { SHARED } from './shared-values';

const PORT_OPTIONS: Readonly<Record<keyof AdditionalPort, true>> = {
  containerPort: true,
  protocol: true,
  name: true,
  appProtocol: true,
};

/** Options of the main port. */
const MAIN_PORT = ['containerPort', 'portName', 'portAppProtocol', 'healthCheckPath'];

const MAX_PORT = 65_535;

interface PortFacts {
  readonly decisions: Facts;
  /** The name of the main port, if ECS Service Connect refers to it. */
  readonly connectName?: string;
  /**
   * The lowest port that the user of the container can listen on. Fargate does not let other users than root listen on
   * ports below 1024.
   *
   * https://github.com/aws/containers-roadmap/issues/1721
   */
  readonly lowest: number;
}

export function resolvePorts(
  options: OptionReader,
  facts: PortFacts,
): Pick<ContainerModel, 'port' | 'portName' | 'portMappings' | 'healthCheckPath'> {
  const { decisions } = facts;
  const containerPort = readPort(options, facts) ?? 3000;
  const healthCheckPath = options.string('healthCheckPath', HEALTH_CHECK_PATH) ?? '/health';
  const ownName = options.string('portName', PORT_NAME);
  const name =
    facts.connectName === undefined ? ownName : decisions.decide(SHARED.portName, ownName ?? facts.connectName);
  const appProtocol = options.enumMember('portAppProtocol', 'ApplicationProtocol', ApplicationProtocol);
  const listens = options.boolean('receivesRequests') ?? true;
  if (!listens) {
    rejectUnused(options);
  }
  const port = listens ? decisions.decide(SHARED.containerPort, containerPort) : undefined;
  const main = port === undefined ? [] : [portMapping({ containerPort: port, protocol: 'tcp', name, appProtocol })];
  return {
    port,
    portName: name,
    portMappings: [
      ...main,
      ...readPorts(options, 'additionalPorts', {
        lowest: facts.lowest,
        earlier: decisions.isRehearsal ? [] : main,
        owner: 'container',
      }).map((mapping) => decidePort(mapping, SHARED.additionalPort, decisions)),
    ],
    healthCheckPath: listens ? decisions.decide(SHARED.healthCheckPath, healthCheckPath) : undefined,
  };
}

export function readPort(options: OptionReader, { lowest }: Pick<PortFacts, 'lowest'>): number | undefined {
  const value = options.value('containerPort');
  const fix =
    typeof value === 'number' && value > 0 && value < lowest
      ? 'Use a port that a non-root user can listen on.'
      : 'Use a port in this range.';
  return options.integer('containerPort', lowest, MAX_PORT, fix);
}

function rejectUnused(options: OptionReader): void {
  for (const key of MAIN_PORT.filter((k) => options.has(k))) {
    options.rejectWithoutValue(key, 'unused-container-option', {
      why: 'has no effect because receivesRequests is false',
      fix: `Remove ${key} or receivesRequests.`,
    });
  }
}

/** Reads a list of ports, as they are in the config. */
export function readPorts(
  options: OptionReader,
  key: string,
  {
    earlier,
    owner,
    lowest,
  }: {
    /** The other ports that must be different. */
    readonly earlier: readonly PortMappingModel[];
    /** What the ports belong to. */
    readonly owner: 'container' | 'task';
    readonly lowest: number;
  },
): PortMappingModel[] {
  const ports: PortMappingModel[] = [];
  for (const reader of options.structs(key, PORT_OPTIONS)) {
    if (!reader.has('containerPort')) {
      reader.rejectWithoutValue('containerPort', 'missing-option', { why: 'is missing', fix: 'Set containerPort.' });
    }
    const port = readAdditionalPort(reader, lowest);
    rejectDuplicates(reader, port, [...earlier, ...ports], owner);
    ports.push(port);
  }
  return ports;
}

/** Declares a port as a value that files share. */
export function decidePort(mapping: PortMappingModel, name: FactName, decisions: Facts): PortMappingModel {
  return portMapping({ ...mapping, containerPort: decisions.decide(name, mapping.containerPort) });
}

function readAdditionalPort(reader: OptionReader, lowest: number): PortMappingModel {
  const protocol = reader.enumMember('protocol', 'PortProtocol', PortProtocol) ?? PortProtocol.TCP;
  if (protocol === PortProtocol.UDP && reader.has('appProtocol')) {
    reader.rejectWithoutValue('appProtocol', 'unused-container-option', {
      why: 'has no effect with PortProtocol.UDP',
      fix: 'Remove appProtocol, or use PortProtocol.TCP.',
    });
  }
  return {
    containerPort: readPort(reader, { lowest }) ?? 0,
    protocol,
    name: reader.string('name', PORT_NAME),
    appProtocol: reader.enumMember('appProtocol', 'ApplicationProtocol', ApplicationProtocol),
  };
}

function rejectDuplicates(
  reader: OptionReader,
  port: PortMappingModel,
  earlier: readonly PortMappingModel[],
  owner: 'container' | 'task',
): void {
  const isSame = (other: PortMappingModel) =>
    other.containerPort === port.containerPort && other.protocol === port.protocol;
  if (!reader.isRejected('containerPort') && earlier.some(isSame)) {
    reader.reject('containerPort', 'duplicate-port', {
      why: `is already a ${port.protocol.toUpperCase()} port of the ${owner}`,
      fix: 'Use a different port for each entry.',
    });
  }
  if (port.name !== undefined && earlier.some(({ name }) => name === port.name)) {
    reader.reject('name', 'duplicate-port', {
      why: 'is already the name of another port',
      fix: 'Use a unique name for each port.',
    });
  }
}

function portMapping({ containerPort, protocol, name, appProtocol }: PortMappingModel): PortMappingModel {
  return {
    containerPort,
    protocol,
    ...(name === undefined ? {} : { name }),
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
}

/** A load balancer sends requests to the main port, unless it has another target. */
export function checkMainPort(options: OptionReader, { container, environments, serviceKind }: DeliveryModel): void {
  if (container.port !== undefined || options.isRejected('receivesRequests', 'loadBalancer', 'codeDeploy')) {
    return;
  }
  const discovered = environments.find(({ managed }) => managed?.serviceDiscovery);
  const connected = environments.find(({ managed }) => managed?.serviceConnect) ?? discovered;
  const withLoadBalancer = environments.find(({ managed, target }) => managed?.loadBalancer && !target);
  const withoutPath = environments.find(({ managed, target }) => {
    const loadBalancer = target && managed?.loadBalancer;
    return loadBalancer && !loadBalancer.existing?.targetGroupArn && loadBalancer.healthCheck.path === undefined;
  });
  if (usesCodeDeploy(serviceKind) && environments.some(({ target }) => !target)) {
    options.reject('receivesRequests', 'port-required', {
      why: 'is not valid for a service that CodeDeploy deploys, because CodeDeploy sends requests to the container',
      fix: 'Remove receivesRequests.',
    });
  } else if (withLoadBalancer) {
    options.reject('receivesRequests', 'port-required', {
      why: `is not valid because the service has a load balancer in the ${withLoadBalancer.name} environment`,
      fix: 'Set loadBalancer.enabled to false, or remove receivesRequests.',
    });
  } else if (withoutPath) {
    options.rejectWithoutValue('loadBalancer', 'health-check-path-required', {
      why: `has no path for the health checks in the ${withoutPath.name} environment, because receivesRequests is false`,
      fix: 'Set loadBalancer.healthCheck.path.',
    });
  } else if (connected) {
    const connection = connected.managed?.serviceConnect ? 'serviceConnect' : 'serviceDiscovery';
    options.reject('receivesRequests', 'port-required', {
      why: `is not valid because the service uses ${connection} in the ${connected.name} environment`,
      fix: `Remove receivesRequests or ${connection}.`,
    });
  }
}
