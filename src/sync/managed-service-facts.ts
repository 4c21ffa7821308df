import type { DeliveryModel, DeploymentModel, ManagedServiceModel } from '../model/model';
import { deploysAssembly, type EnvironmentModel } from './environment';
import {
  BUILDSPEC,
  type Fact,
  given,
  MAIN,
  ONE_OFF_TASK,
  PIPELINE,
  ROLLBACK,
  releaseProperty,
  scriptSetting,
  WORKFLOW,
} from './fact';
import { data, literal, match, property, type Reading } from './readings';

/** Where the stack of a managed service says what other files say too; nothing where the service exists already. */

function ofStack({ managed }: EnvironmentModel, readings: (file: string, managed: ManagedServiceModel) => Reading[]) {
  return managed ? readings(`infra/${managed.stack.file}`, managed) : [];
}

export function accountOfStack(environment: EnvironmentModel): readonly Reading[] {
  return ofStack(environment, (_file, { stack }) => [property(MAIN, stack.name, 'account')]);
}

export function regionOfStack(environment: EnvironmentModel): readonly Reading[] {
  return ofStack(environment, (_file, { stack }) => [property(MAIN, stack.name, 'region')]);
}

export function clusterInStack(environment: EnvironmentModel): readonly Reading[] {
  const ofResource = match(/^service\/([^/]+)\//);
  return ofStack(environment, (file, { createCluster, autoScaling, alarms }) => [
    createCluster ? property(file, 'Cluster', 'clusterName') : property(file, 'Service', 'cluster'),
    ...given(autoScaling, [property(file, 'ScalableTarget', 'resourceId', ofResource)]),
    ...given(alarms.cpuUtilization, [property(file, 'CpuAlarm', 'ClusterName')]),
  ]);
}

export function serviceInStack(environment: EnvironmentModel): readonly Reading[] {
  const ofResource = match(/^service\/[^/]+\/(.+)$/);
  return ofStack(environment, (file, { autoScaling, alarms }) => [
    property(file, 'Service', 'serviceName'),
    ...given(autoScaling, [property(file, 'ScalableTarget', 'resourceId', ofResource)]),
    ...given(alarms.cpuUtilization, [property(file, 'CpuAlarm', 'ServiceName')]),
  ]);
}

export function containerNameInStack(environment: EnvironmentModel): readonly Reading[] {
  return ofStack(environment, (file, { loadBalancer }) => [
    ...given(loadBalancer, [property(file, 'Service', 'containerName')]),
  ]);
}

export function containerPortInStack(environment: EnvironmentModel): readonly Reading[] {
  return ofStack(environment, (file, { loadBalancer }) => [
    ...given(loadBalancer, [property(file, 'Service', 'containerPort')]),
  ]);
}

export function healthCheckPathInStack(environment: EnvironmentModel): readonly Reading[] {
  return ofStack(environment, (file, { loadBalancer, deployment }) => [
    ...given(loadBalancer, [property(file, targetsOf(deployment), 'healthCheck.path')]),
  ]);
}

/** Two target groups share their properties. */
function targetsOf({ shift }: DeploymentModel): string {
  return shift ? 'targets' : 'TargetGroup';
}

/** What a release deploys. */
export function serviceStackFacts(environment: EnvironmentModel): Fact[] {
  const { name, managed, pipeline, oneOffTask } = environment;
  if (!managed) {
    return [];
  }
  const job = `jobs.deploy-${name}.steps.*.run`;
  const deployed = match(/ deploy (\S+) --app/);
  return [
    {
      name: 'Service stack',
      option: 'serviceName',
      value: managed.stack.name,
      readings: [
        data(WORKFLOW, job, deployed),
        ...given(pipeline, [releaseProperty(name, 'commands', deployed)]),
        scriptSetting(ROLLBACK, name, 'STACK'),
        ...given(oneOffTask, [scriptSetting(ONE_OFF_TASK, name, 'STACK')]),
      ],
    },
    {
      name: 'Parameter of the service stack',
      value: 'TaskDefinitionArn',
      readings: [
        data(WORKFLOW, job, match(/--parameters "(\w+)=/)),
        ...given(pipeline, [releaseProperty(name, 'commands', match(/--parameters "(\w+)=/))]),
      ],
    },
  ];
}

/** The synthesized app, on its way from the build to the releases. */
export function assemblyFacts(model: DeliveryModel): Fact[] {
  if (!deploysAssembly(model)) {
    return [];
  }
  const { infra, environments } = model;
  const deployed = match(/ --app (\S+)/);
  return [
    {
      name: 'Synthesized CDK app',
      value: infra.assembly,
      readings: [
        data(WORKFLOW, 'jobs.test.steps.*.with.path'),
        ...environments.flatMap(({ name }) => [
          data(WORKFLOW, `jobs.deploy-${name}.steps.*.with.path`),
          data(WORKFLOW, `jobs.deploy-${name}.steps.*.run`, deployed),
        ]),
        data(BUILDSPEC, 'artifacts.files.*', match(/^(.*cdk\.out)\/\*\*\/\*$/)),
        literal(PIPELINE, 'commands of the releases', deployed),
      ],
    },
  ];
}
