import type { Setting } from '../../../core/target-guide';
import type { DeliveryModel, DeploymentModel, ManagedServiceModel, TestListenerModel } from '../../../model/model';
import { ContainerInsights, DeploymentStrategy } from '../../../options';
import { runCommand } from '../../../printing/account-commands';
import { bulleted, codes, counted, enumeration, fenced, inline, minutes, paragraphs } from '../../../printing/markdown';
import { ALARMS, httpDefault, LOAD_BALANCER, natGateways, silentAlarms } from '../../shared/cost-guide';
import {
  bootstrapAdvice,
  continueRollback,
  deployedStacks,
  lastStackCommand,
  otherEnvironments,
  otherStacks,
  type StackPlace,
} from '../../shared/stack-guide';
import { releasesUseBaseStack } from '../base-stack';
import {
  beforeRelease,
  fileSystemNotes,
  inEnvironments,
  type ModeGuide,
  oneOffTaskNotes,
  placesOf,
  timeoutSetting,
} from '../guide';
import { hasAlarms } from '../service-stack/alarms';
import type { ManagedEnvironment } from './managed';
import { scheduledTasksSection } from './scheduled-tasks-guide';
import { workersRollbackNotes, workersSection } from './workers-guide';

/** The parts of the guide about a managed service. */
export function managedGuide(model: DeliveryModel, environments: readonly ManagedEnvironment[]): ModeGuide {
  const several = environments.length > 1;
  const services = environments.map(({ managed }) => managed);
  const deployed = deployedStacks(environments.some(releasesUseBaseStack), several);
  return {
    creates: [
      ...counted('network', services.filter(({ network }) => network.kind === 'new').length),
      ...counted('cluster', services.filter(({ createCluster }) => createCluster).length),
      ...counted('load balancer', services.filter(createsLoadBalancer).length),
    ],
    costs: environments.map((environment) => ({ environment: environment.name, resources: costsOf(environment) })),
    defaults: [
      ...httpDefault(
        environments.filter(
          ({ managed: { loadBalancer } }) => loadBalancer && !loadBalancer.existing && !loadBalancer.https,
        ),
        several,
      ),
      ...silentAlarms(
        environments.filter(({ managed: { alarms } }) => hasAlarms(alarms) && alarms.topicArn === undefined),
        several,
      ),
    ],
    bootstrapNotes: [bootstrapAdvice(placesOf(model))],
    setupSteps: setupSteps(model, environments),
    firstRelease: `The first release creates the service${several ? ' in each environment' : ''}.`,
    changes: changes(environments),
    infrastructure: otherStacks(deployed),
    infrastructureNotes: [
      several
        ? 'The deploy commands also deploy the service stacks, but the services keep their current task definition revisions.'
        : 'The deploy command also deploys the service stack, but the service keeps its current task definition revision.',
    ],
    beforeRelease: beforeRelease(model, `stacks other than ${deployed}`),
    settingNotes: [...settingNotes(environments), ...fileSystemNotes(model)],
    sections: [...workersSection(environments), ...scheduledTasksSection(model, environments)],
    rollbackNotes: rollbackNotes(model, environments),
    rollback: (manual) =>
      paragraphs(
        'Choose the procedure for your situation:',
        bulleted([
          'The release is still running: [Cancel a running release](#cancel-a-running-release).',
          'The release has completed, or it failed after the deployment: [Roll back a completed release](#roll-back-a-completed-release).',
          'A stack has the status `UPDATE_ROLLBACK_FAILED`: [Recover from a failed stack rollback](#recover-from-a-failed-stack-rollback).',
        ]),
        'If a rollback trigger fires, ECS rolls back automatically, and the release fails. See [During a release](#during-a-release).',
        '### Roll back a completed release',
        manual,
        '### Cancel a running release',
        cancelRelease(model, environments),
        '## Recover from a failed stack rollback',
        continueRollback(placesOf(model), stackPlaces(environments)),
      ),
  };
}

/** What incurs charges even without traffic. */
function costsOf({ managed, workers }: ManagedEnvironment): string[] {
  const { network, createCluster, containerInsights, alarms } = managed;
  const tasks = [managed, ...workers].reduce(
    (sum, each) => sum + (each.autoScaling?.minCapacity ?? each.desiredCount),
    0,
  );
  return [
    ...natGateways(network),
    ...(createsLoadBalancer(managed) ? [LOAD_BALANCER] : []),
    ...(createCluster && containerInsights !== ContainerInsights.DISABLED
      ? ['metrics of Container Insights (`containerInsights`)']
      : []),
    ...(hasAlarms(alarms) ? [ALARMS] : []),
    ...(tasks > 0
      ? [
          `${tasks} ${tasks === 1 ? 'task' : 'tasks'}${network.publicTasks ? ' with public IPv4 addresses' : ''} after the first release (\`${managed.autoScaling ? 'autoScaling.minCapacity' : 'desiredCount'}\`)`,
        ]
      : []),
  ];
}

function createsLoadBalancer({ loadBalancer }: ManagedServiceModel): boolean {
  return loadBalancer !== undefined && !loadBalancer.existing;
}

function changes(environments: readonly ManagedEnvironment[]): string {
  const example = environments.some(({ managed }) => createsLoadBalancer(managed)) ? ', such as the load balancer' : '';
  return [
    'A release deploys the task definition and the service stack from the commit. Changes to CPU, memory, environment variables, secrets, the load balancer, scaling, alarms, and the strategy therefore take effect with the next release.',
    `${environments.length > 1 ? 'In each environment, the' : 'The'} first release adds the ECS service to the service stack. Until then, the stack contains only the other resources${example}.`,
  ].join(' ');
}

function setupSteps(model: DeliveryModel, environments: readonly ManagedEnvironment[]): string[] {
  const { infra } = model;
  const directory = infra.ownPackage ? `${infra.dir}/` : '';
  return [
    ...(infra.ownPackage
      ? [`Commit \`${infra.dir}/package-lock.json\`. Releases use the package versions in this file.`]
      : []),
    ...(looksUp(environments.map(({ managed }) => managed))
      ? [
          `Commit \`${directory}cdk.context.json\`. It contains the results of the CDK lookups in your VPC, so that a release can synthesize the CDK app without access to an account.`,
        ]
      : []),
    ...endpointsStep(environments),
    ...dnsStep(model, environments),
  ];
}

/** Tasks that cannot reach the AWS APIs do not start, and the reason is hard to find. */
function endpointsStep(environments: readonly ManagedEnvironment[]): string[] {
  const usesSecrets = environments.some(({ secrets }) => secrets.length > 0);
  const endpoints = ['ecr.api', 'ecr.dkr', 's3', 'logs', ...(usesSecrets ? ['secretsmanager', 'ssm', 'kms'] : [])];
  return environments.some(({ managed }) => managed.network.kind !== 'new')
    ? [
        `Make sure that tasks in the existing VPC can reach the AWS APIs: through a NAT gateway or, without internet access, through VPC endpoints for ${codes(endpoints)}.`,
      ]
    : [];
}

function dnsStep(model: DeliveryModel, environments: readonly ManagedEnvironment[]): string[] {
  const withDomain = environments.filter(({ managed: { loadBalancer } }) =>
    Boolean(loadBalancer && loadBalancer.domainNames.length > 0 && !loadBalancer.hostedZone && !loadBalancer.existing),
  );
  const records = enumeration(
    withDomain.map(({ name, managed }) => {
      const which = environments.length > 1 ? `${inline(name)} load balancer` : 'load balancer';
      return `${enumeration(managed.loadBalancer!.domainNames.map(inline))} to the ${which}`;
    }),
  );
  const command = ({ region, managed }: ManagedEnvironment) =>
    `aws cloudformation describe-stacks --region ${region} --stack-name ${managed.stack.name} --query "Stacks[0].Outputs[?OutputKey=='LoadBalancerDnsName'].OutputValue" --output text`;
  const [first, ...others] = withDomain;
  if (!first) {
    return [];
  }
  return [
    others.length === 0
      ? paragraphs(
          `Create a DNS record that points ${records}. To get the DNS name of the load balancer, ${runCommand(placesOf(model), first.account)}`,
          fenced(command(first)),
        )
      : paragraphs(
          `Create DNS records that point ${records}. To get the DNS names of the load balancers, run these commands:`,
          ...inEnvironments(model, withDomain, command),
        ),
  ];
}

export function managedSettings(environment: ManagedEnvironment): Setting[] {
  const { deployment, alarms } = environment.managed;
  const { shift } = deployment;
  const triggers = [
    ...(shift ? [] : ['circuit breaker']),
    ...(hasAlarms(alarms) ? ['alarms'] : []),
    'deployment timeout',
  ];
  return [
    { title: 'Strategy', value: strategyText(deployment) },
    { title: 'Bake time', value: shift && minutes(shift.bakeTimeInMinutes) },
    { title: 'Test listener', value: shift?.testListener && testListenerText(shift.testListener) },
    { title: 'Rollback triggers', value: triggers.join(', ') },
    timeoutSetting(environment),
  ];
}

function testListenerText({ port }: TestListenerModel): string {
  return port === undefined ? 'existing' : `port ${port}`;
}

function strategyText({ strategy, shift }: DeploymentModel): string {
  const texts: Readonly<Record<DeploymentStrategy, () => string>> = {
    [DeploymentStrategy.ROLLING]: () => 'Rolling. New tasks gradually replace the old ones.',
    [DeploymentStrategy.ALL_AT_ONCE]: () =>
      'All at once. The old tasks stop before the new ones start. The service can be unavailable in between.',
    [DeploymentStrategy.BLUE_GREEN]: () => 'Blue/green. The new revision receives all traffic at once.',
    [DeploymentStrategy.CANARY]: () =>
      `Canary. The new revision receives ${shift!.percent}% of the traffic, and then all of it after ${minutes(shift!.stepBakeTimeInMinutes!)}.`,
    [DeploymentStrategy.LINEAR]: () =>
      `Linear. The new revision receives another ${shift!.percent}% of the traffic every ${minutes(shift!.stepBakeTimeInMinutes!)}.`,
  };
  return texts[strategy]();
}

function settingNotes(environments: readonly ManagedEnvironment[]): string[] {
  const shifting = environments.filter(({ managed }) => managed.deployment.shift);
  const testable = shifting.filter(({ managed }) => managed.deployment.shift!.testListener);
  const where = environments.length > 1 ? ` to ${testable.map(({ name }) => inline(name)).join(' or ')}` : '';
  return [
    ...(shifting.length > 0
      ? [
          'The bake time starts when the new revision receives all traffic. Until it ends, the old revision keeps running, and ECS can shift all traffic back immediately.',
        ]
      : []),
    ...(testable.length > 0
      ? [
          `During a deployment${where}, you can use the test listener of the load balancer to test the new revision before it receives production traffic.`,
        ]
      : []),
    'If a deployment times out, the release stops the deployment, and ECS rolls back.',
  ];
}

function rollbackNotes(model: DeliveryModel, environments: readonly ManagedEnvironment[]): string[] {
  const shifting = environments.filter(({ managed }) => managed.deployment.shift);
  return [
    'A rollback changes only the task definition revision. All other resources of the service stack stay the same.',
    ...workersRollbackNotes(environments),
    ...oneOffTaskNotes(model),
    ...(shifting.length > 0
      ? [
          `${environments.length > 1 ? `In ${codes(shifting.map(({ name }) => name))}, a` : 'A'} rollback uses the same traffic-shifting strategy as a release, and takes as long as the deployment step of a release.`,
        ]
      : []),
  ];
}

function cancelRelease(model: DeliveryModel, environments: readonly ManagedEnvironment[]): string {
  return paragraphs(
    lastStackCommand(
      placesOf(model),
      stackPlaces(environments),
      'Cancel the update of the service stack',
      (stack) => `aws cloudformation cancel-update-stack ${stack}`,
    ),
    'ECS then rolls back immediately, and the release fails.',
    ...otherEnvironments(stackPlaces(environments)),
  );
}

function stackPlaces(environments: readonly ManagedEnvironment[]): StackPlace[] {
  return environments.map(({ name, account, region, managed }) => ({
    name,
    account,
    region,
    stack: managed.stack.name,
  }));
}

/** Whether the CDK must look up resources in an account. */
export function looksUp(services: readonly ManagedServiceModel[]): boolean {
  return services.some(({ network }) => network.kind === 'lookup');
}
