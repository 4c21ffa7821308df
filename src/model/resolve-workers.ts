import type { Facts } from '../core/fact';
import type { WorkerOptions } from '../options';
import { DeploymentStrategy, WorkerUpdateOrder } from '../options';
import { arnOf, type Place } from './aws';
import type { AutoScalingModel, EnvironmentModel, TaskDefinitionModel, WorkerModel } from './model';
import { pascalCase } from './names';
import type { OptionReader } from './option-reader';
import { readCommand, readHealthCheckCommand } from './resolve-container';
import { AUTO_SCALING_OPTIONS, MAX_TASKS, resolveAutoScaling } from './resolve-managed-service';
import { resolveSchedules } from './resolve-schedules';
import { resolveSize } from './resolve-size';
import { resolveSecrets, resolveVariables } from './resolve-variables';
import { CONSTRUCT_NAME } from './rules';
import { SHARED } from './shared-values';

const WORKER_OPTIONS: Readonly<Record<keyof WorkerOptions, true>> = {
  name: true,
  command: true,
  desiredCount: true,
  cpu: true,
  memory: true,
  autoScaling: true,
  environmentVariables: true,
  secrets: true,
  stopTimeout: true,
  healthCheckCommand: true,
  updateOrder: true,
};

const WORKER_NAME = { ...CONSTRUCT_NAME, maxLength: 32 };

/** What a worker shares with the service. */
interface ServiceFacts extends Place {
  readonly decisions: Facts;
  /** Name of the environment. */
  readonly name: string;
  /** Whether the config has more than one environment. */
  readonly several: boolean;
  readonly cluster: string;
  readonly ecsService: string;
  readonly taskDefinition: TaskDefinitionModel;
}

type Variables = Pick<EnvironmentModel, 'environmentVariables' | 'secrets'>;

/** Resolves the workers of an environment. */
export function resolveWorkers(options: OptionReader, facts: ServiceFacts, variables: Variables): WorkerModel[] {
  const merged = ['autoScaling', 'environmentVariables', 'secrets'];
  return options.namedStructs('workers', WORKER_OPTIONS, merged).flatMap((worker) => {
    const command = readCommand(worker);
    const size = options.isRejected('cpu', 'memory') ? facts.taskDefinition : resolveSize(worker, facts.taskDefinition);
    const name = worker.string('name', WORKER_NAME);
    const rest = {
      ...variablesOf(worker, facts, variables),
      ...readTasks(worker),
      stopTimeout: worker.integer('stopTimeout', 2, 120, 'Use 2 to 120 seconds, the range that Fargate supports.'),
      healthCheckCommand: readHealthCheckCommand(worker, 'healthCheckCommand'),
      updateOrder:
        worker.enumMember('updateOrder', 'WorkerUpdateOrder', WorkerUpdateOrder) ?? WorkerUpdateOrder.TOGETHER,
    };
    return name !== undefined && command !== undefined ? [{ ...namesOf(name, size, facts), command, ...rest }] : [];
  });
}

type Names = Pick<WorkerModel, 'name' | 'variable' | 'ecsService' | 'parameter' | 'taskDefinition'>;

function namesOf(name: string, size: { cpu: number; memory: number }, facts: ServiceFacts): Names {
  const { decisions, cluster, taskDefinition } = facts;
  const ecsService = decisions.decide(SHARED.workerService, `${facts.ecsService}-${name}`);
  return {
    name,
    variable: name.replaceAll('-', '_').toUpperCase(),
    ecsService: { name: ecsService, arn: arnOf('ecs', facts, `service/${cluster}/${ecsService}`) },
    parameter: decisions.decide(SHARED.workerParameter, `${pascalCase(name)}TaskDefinitionArn`),
    taskDefinition: {
      ...taskDefinition,
      file: decisions.decide(
        SHARED.workerTaskDefinitionFile,
        `task-definition-${name}${facts.several ? `.${facts.name}` : ''}.json`,
      ),
      family: decisions.decide(SHARED.workerTaskDefinitionFamily, `${taskDefinition.family}-${name}`),
      cpu: size.cpu,
      memory: size.memory,
    },
  };
}

/** The variables of the service and of the worker. Those of the worker take precedence. */
function variablesOf(worker: OptionReader, place: Place, service: Variables): Variables {
  const own = { environmentVariables: resolveVariables(worker, false), secrets: resolveSecrets(worker, place, false) };
  const names = [...own.environmentVariables, ...own.secrets].map(({ name }) => name);
  const withOwn = <T extends { readonly name: string }>(inherited: readonly T[], added: readonly T[]) =>
    [...inherited.filter(({ name }) => !names.includes(name)), ...added].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    environmentVariables: withOwn(service.environmentVariables, own.environmentVariables),
    secrets: withOwn(service.secrets, own.secrets),
  };
}

function readTasks(worker: OptionReader): { desiredCount: number; autoScaling?: AutoScalingModel } {
  const desiredCount = worker.integer('desiredCount', 0, MAX_TASKS) ?? 1;
  const scaling = worker.struct('autoScaling', AUTO_SCALING_OPTIONS);
  if (scaling.has('requestsPerTarget')) {
    scaling.reject('requestsPerTarget', 'worker-without-requests', {
      why: 'is not supported, because a worker receives no requests',
      fix: 'Scale on cpuUtilization or memoryUtilization.',
    });
  }
  const minCapacity = scaling.integer('minCapacity', 1, MAX_TASKS);
  const schedules = resolveSchedules(scaling, MAX_TASKS);
  return {
    desiredCount,
    autoScaling: worker.has('autoScaling')
      ? resolveAutoScaling(worker, scaling, {
          minCapacity: minCapacity ?? Math.max(1, desiredCount),
          tasksAreKnown: !worker.isRejected('desiredCount') && !scaling.isRejected('minCapacity'),
          loadBalancer: undefined,
          deployment: { strategy: DeploymentStrategy.ROLLING, minimumHealthyPercent: 100, maximumPercent: 200 },
          schedules,
        })
      : undefined,
  };
}

/** Reports a worker whose service or family belongs to another environment or to another worker. */
export function checkWorkers(
  resolved: readonly { readonly environment: EnvironmentModel; readonly own: OptionReader }[],
): void {
  const familyOf = ({ account, region }: EnvironmentModel, { family }: TaskDefinitionModel) =>
    `${account}/${region}/${family}`;
  const namesIn = (environment: EnvironmentModel, { ecsService, taskDefinition }: WorkerModel | EnvironmentModel) => [
    ecsService.arn,
    familyOf(environment, taskDefinition),
  ];
  for (const { environment, own } of resolved) {
    const taken = resolved.flatMap(({ environment: other }) => [
      ...namesIn(other, other),
      ...(other === environment ? [] : other.workers.flatMap((worker) => namesIn(other, worker))),
    ]);
    for (const worker of environment.workers.filter((each) =>
      namesIn(environment, each).some((n) => taken.includes(n)),
    )) {
      own.rejectValue('workers', worker.name, 'worker-name-taken', {
        why: `results in the ECS service ${worker.ecsService.name} and the task definition family ${worker.taskDefinition.family}, but another environment already uses one of these names`,
        fix: 'Use another name for the worker, or set a different ecsService or taskDefinitionFamily in one of the environments.',
      });
    }
  }
}
