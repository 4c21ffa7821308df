import type { Facts } from '../core/fact';
import { type CapacityProviderOptions, LaunchType } from '../options';
import { isRecord } from './json-data';
import type { CapacityProviderModel } from './model';
import type { OptionReader } from './option-reader';
import { CAPACITY_PROVIDER } from './rules';
import { SHARED } from './shared-values';

const CAPACITY_PROVIDER_OPTIONS: Readonly<Record<keyof CapacityProviderOptions, true>> = {
  name: true,
  base: true,
  weight: true,
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html */
const MAX_CAPACITY_PROVIDERS = 20;

/** The EC2 limits: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html */
const EC2_CPU = { min: 128, max: 196_608 };
/** Docker needs 6 MiB for a container. The maximum is that of the largest EC2 instance. */
const EC2_MEMORY = { min: 6, max: 33_554_432 };

/** Capacity providers run tasks on EC2. */
export function readLaunchType(options: OptionReader): LaunchType {
  const launchType = options.enumMember('launchType', 'LaunchType', LaunchType);
  return launchType ?? (options.has('capacityProviders') ? LaunchType.EC2 : LaunchType.FARGATE);
}

export function readEc2Size(options: OptionReader): { cpu: number; memory: number } {
  return {
    cpu: options.integer('cpu', EC2_CPU.min, EC2_CPU.max) ?? 256,
    memory: options.integer('memory', EC2_MEMORY.min, EC2_MEMORY.max) ?? 512,
  };
}

/** Resolves the capacity providers of a managed service, and reports options that do not apply to its launch type. */
export function resolveCapacityProviders(
  options: OptionReader,
  { createCluster, decisions }: { createCluster: boolean; decisions: Facts },
): CapacityProviderModel[] {
  const readers = options.structs('capacityProviders', CAPACITY_PROVIDER_OPTIONS);
  const providers = readers.flatMap((reader) => readProvider(reader, decisions));
  if (options.isEmptyList('capacityProviders')) {
    options.reject('capacityProviders', 'empty-list', {
      why: 'is empty',
      allowed: 'at least one capacity provider',
      fix: 'Add a capacity provider, or remove the option.',
    });
  }
  if (options.isRejected('launchType', 'capacityProviders')) {
    return providers;
  }
  if (options.has('capacityProviders')) {
    checkProviders(options, providers);
  }
  if (readLaunchType(options) === LaunchType.FARGATE) {
    if (options.has('capacityProviders')) {
      options.rejectWithoutValue('capacityProviders', 'instances-only', {
        why: 'applies only to tasks on EC2',
        fix: 'Remove it, or set launchType to LaunchType.EC2.',
      });
    }
    return providers;
  }
  const key = options.has('capacityProviders') ? 'capacityProviders' : 'launchType';
  if (createCluster) {
    options.rejectWithoutValue(key, 'existing-cluster-required', {
      why: 'requires an existing cluster with EC2 capacity',
      fix: `Set ecsCluster, or remove ${key}.`,
    });
  }
  if (options.has('fargateSpot')) {
    options.rejectWithoutValue('fargateSpot', 'fargate-only', {
      why: 'applies only to tasks on Fargate',
      fix: `Remove it or ${key}.`,
    });
  }
  return providers;
}

/** ECS cannot assign a public IP address to a task on EC2. */
export function checkPublicTasks(options: OptionReader, network: OptionReader): void {
  if (network.value('publicTasks') === true && readLaunchType(options) === LaunchType.EC2) {
    network.reject('publicTasks', 'fargate-only', {
      why: 'is not supported for tasks on EC2, which have no public IP addresses',
      fix: 'Remove it, or use LaunchType.FARGATE.',
    });
  }
}

function readProvider(reader: OptionReader, decisions: Facts): CapacityProviderModel[] {
  if (!reader.has('name')) {
    reader.rejectWithoutValue('name', 'missing-option', {
      why: 'is missing',
      allowed: CAPACITY_PROVIDER.allowed,
      fix: 'Set the name of the capacity provider.',
    });
  }
  const name = reader.string('name', CAPACITY_PROVIDER);
  const base = reader.integer('base', 0, 100_000);
  const weight = reader.integer('weight', 0, 1000) ?? 1;
  return name === undefined
    ? []
    : [{ capacityProvider: decisions.decide(SHARED.capacityProvider, name), base, weight }];
}

function checkProviders(options: OptionReader, providers: readonly CapacityProviderModel[]): void {
  const names = providers.map(({ capacityProvider }) => capacityProvider);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  const problem =
    providers.length > MAX_CAPACITY_PROVIDERS
      ? { why: `contains ${providers.length} capacity providers`, allowed: `at most ${MAX_CAPACITY_PROVIDERS}` }
      : repeated !== undefined
        ? { why: `contains ${repeated} twice`, allowed: 'each capacity provider once' }
        : providers.filter(({ base = 0 }) => base > 0).length > 1
          ? { why: 'contains several capacity providers with a base', allowed: 'a base for one of them' }
          : providers.every(({ weight }) => weight === 0)
            ? { why: 'contains no capacity provider with a weight', allowed: 'a weight above 0 for at least one' }
            : undefined;
  if (problem) {
    options.rejectWithoutValue('capacityProviders', 'capacity-provider-strategy', {
      ...problem,
      fix: 'Correct the list.',
    });
  }
}

/** Reports options that apply only to Fargate. Workers and scheduled tasks always run there. */
export function checkEc2Fields(options: OptionReader): void {
  for (const key of ['workers', 'scheduledTasks'].filter((k) => options.has(k))) {
    options.rejectWithoutValue(key, 'fargate-only', {
      why: 'applies only to tasks on Fargate',
      fix: 'Remove it, or use LaunchType.FARGATE.',
    });
  }
  const entry = options.entry('taskDefinitionFields', 'ephemeralStorage');
  if (entry && isRecord(entry.value)) {
    options.rejectEntryWithoutValue(entry, 'fargate-only', {
      why: 'applies only to tasks on Fargate',
      fix: 'Remove it, and configure the storage of the instances.',
    });
  }
}
