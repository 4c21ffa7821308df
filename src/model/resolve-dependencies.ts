import type { FactName, Facts } from '../core/fact';
import { type ContainerDependency, DependencyCondition, PortProtocol } from '../options';
import { isRecord } from './json-data';
import type { PortMappingModel } from './model';
import type { OptionReader } from './option-reader';
import { CONTAINER_NAME } from './rules';
import { SHARED } from './shared-values';
import type { ContainerDependencyModel } from './sidecar-model';

const DEPENDENCY_OPTIONS: Readonly<Record<keyof ContainerDependency, true>> = { containerName: true, condition: true };

/** A container of the task: what the config calls it, and what the files call it. */
export interface TaskContainer {
  /** `undefined` if the name is not valid. */
  readonly configured?: string;
  name(): string;
  readonly essential: boolean;
  /** `undefined` if it is decided later. */
  readonly hasHealthCheck?: boolean;
  readonly ports: readonly { readonly configured: PortMappingModel; port(): number }[];
}

/**
 * The containers of a task by the name in the config. The names in the files can differ from those in the config,
 * because a rehearsal renders other names.
 */
export class TaskContainers {
  private readonly all: TaskContainer[];

  public constructor(
    private readonly options: OptionReader,
    service: string,
    decisions: Facts,
  ) {
    const configured = options.value('containerName') ?? service;
    this.all = [
      {
        configured: typeof configured === 'string' ? configured : undefined,
        name: () => decisions.decide(SHARED.containerName, String(configured)),
        essential: true,
        ports: portsOfService(options, decisions),
      },
    ];
  }

  /** The container of the service. */
  public get service(): TaskContainer {
    return this.all[0]!;
  }

  /** The ports of the sidecars so far. */
  public get ports(): PortMappingModel[] {
    return this.all.slice(1).flatMap(({ ports }) => ports.map(({ configured }) => configured));
  }

  public add(reader: OptionReader, container: TaskContainer): void {
    const { configured } = container;
    if (configured !== undefined && this.find(configured)) {
      reader.reject('name', 'duplicate-container', {
        why: 'is already the name of another container',
        fix: 'Use a unique name for each container.',
      });
    }
    this.all.push(container);
  }

  public find(configured: string): TaskContainer | undefined {
    return this.all.find((container) => container.configured === configured);
  }

  /** Whether every container has a valid name, so that a reference to a container can be checked. */
  public get areKnown(): boolean {
    const list = this.options.value('sidecars') ?? [];
    return (
      Array.isArray(list) &&
      list.length === this.all.length - 1 &&
      this.all.every(({ configured }) => configured !== undefined)
    );
  }

  /** The names of the containers, for messages. */
  public get names(): string {
    return this.all.flatMap(({ configured = [] }) => configured).join(', ');
  }

  /** The names of the other containers, for messages. */
  private namesExcept(excluded?: string): string {
    const names = this.all.flatMap(({ configured = [] }) => configured).filter((name) => name !== excluded);
    return names.length === 0 ? 'none, because there are no sidecars' : names.join(', ');
  }

  /** What the containers wait for. */
  public resolveDependencies(
    options: OptionReader,
    readers: readonly OptionReader[],
  ): { service: ContainerDependencyModel[]; sidecars: ContainerDependencyModel[][] } {
    const edges = new Map<string, string[]>();
    const [service, ...sidecars] = [options, ...readers].map((reader, i) => {
      const waiting = this.all[i]!.configured;
      return reader.structs('dependsOn', DEPENDENCY_OPTIONS).flatMap((dependency) => {
        const resolved = this.resolveDependency(dependency, waiting);
        const target = dependency.value('containerName');
        if (resolved && waiting !== undefined && typeof target === 'string') {
          if (reaches(edges, target, waiting)) {
            dependency.reject('containerName', 'circular-dependency', {
              why: `waits for ${waiting}, which waits for it`,
              fix: 'Remove one of the dependencies.',
            });
          } else {
            edges.set(waiting, [...(edges.get(waiting) ?? []), target]);
          }
        }
        return resolved ?? [];
      });
    });
    return { service: service!, sidecars };
  }

  private resolveDependency(reader: OptionReader, waiting: string | undefined): ContainerDependencyModel | undefined {
    if (!reader.has('containerName')) {
      return reader.rejectWithoutValue('containerName', 'missing-option', {
        why: 'is missing',
        fix: 'Set containerName.',
      });
    }
    const configured = reader.string('containerName', CONTAINER_NAME);
    const condition =
      reader.enumMember('condition', 'DependencyCondition', DependencyCondition) ?? DependencyCondition.START;
    const container = configured === undefined ? undefined : this.find(configured);
    if (configured === undefined || (!container && !this.areKnown)) {
      return undefined;
    }
    if (!container || configured === waiting) {
      return reader.reject('containerName', 'unknown-container', {
        why: 'is not another container of the task',
        allowed: this.namesExcept(waiting),
        fix: 'Correct the name, or add the sidecar to sidecars.',
      });
    }
    if (reader.isRejected('condition')) {
      return undefined;
    }
    const waitsForExit = condition === DependencyCondition.COMPLETE || condition === DependencyCondition.SUCCESS;
    if (waitsForExit && container.essential) {
      reader.rejectValue('condition', condition, 'essential-dependency', {
        why: `waits until ${configured} exits, but that container is essential, so the task would stop`,
        fix: `Set essential to false for ${configured}, or use another condition.`,
      });
    }
    if (condition === DependencyCondition.HEALTHY && container.hasHealthCheck === false) {
      reader.rejectValue('condition', condition, 'unhealthy-dependency', {
        why: `waits for the health check of ${configured}, which has none`,
        fix: `Set healthCheck for ${configured}, or use another condition.`,
      });
    }
    return { containerName: container.name(), condition };
  }
}

/** The main port first. Ports that are not valid are reported elsewhere. */
function portsOfService(options: OptionReader, decisions: Facts): TaskContainer['ports'] {
  const main = options.value('receivesRequests') === false ? [] : [options.value('containerPort') ?? 3000];
  const additional = options.value('additionalPorts');
  const items = Array.isArray(additional) ? additional.filter(isRecord) : [];
  const port = (containerPort: unknown, protocol: unknown, name: FactName) =>
    typeof containerPort === 'number'
      ? [
          {
            configured: {
              containerPort,
              protocol: protocol === PortProtocol.UDP ? PortProtocol.UDP : PortProtocol.TCP,
            },
            port: () => decisions.decide(name, containerPort),
          },
        ]
      : [];
  return [
    ...main.flatMap((each) => port(each, PortProtocol.TCP, SHARED.containerPort)),
    ...items.flatMap((each) => port(each.containerPort, each.protocol, SHARED.additionalPort)),
  ];
}

/** Whether a container waits for another one, directly or through others. */
function reaches(edges: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  return (edges.get(from) ?? []).some((next) => next === to || reaches(edges, next, to));
}
