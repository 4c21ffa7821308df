import type { Setting } from '../../../core/target-guide';
import type { DeliveryModel, DeploymentModel } from '../../../model/model';
import { inEnvironment } from '../../../printing/account-commands';
import { bulleted, codes, counted, enumeration, minutes, numbered, paragraphs } from '../../../printing/markdown';
import { DeploymentStrategy } from '../../../service-options';
import { beforeRelease, inEnvironments, type ModeGuide, oneOffTaskNotes, timeoutSetting } from '../guide';
import { looksUp } from './assembly';
import type { ManagedEnvironment } from './managed';

/** The parts of the guide about a managed service. */
export function managedGuide(model: DeliveryModel, environments: readonly ManagedEnvironment[]): ModeGuide {
  const several = environments.length > 1;
  const services = environments.map(({ managed }) => managed);
  return {
    creates: [
      ...counted('network', services.filter(({ network }) => network.kind === 'new').length),
      ...counted('cluster', services.filter(({ createCluster }) => createCluster).length),
      ...counted('load balancer', services.filter(({ loadBalancer }) => loadBalancer).length),
    ],
    bootstrapNotes: [
      'Releases assume the CDK bootstrap roles, which can deploy any stack in the account and region. Use a separate account for production, or use the option `--cloudformation-execution-policies` to restrict what stacks can create.',
    ],
    setupSteps: setupSteps(model, environments),
    firstRelease: 'The first release creates the service.',
    changes:
      'A release deploys the task definition and the service stack of the commit. Changes to CPU, memory, environment variables, secrets, the load balancer, scaling, alarms, and the strategy therefore take effect with the next release. The first release creates the service. Until then, the service stack contains everything except the service.',
    infrastructure: `A release deploys only the service ${several ? 'stack of each environment' : 'stack'}. You deploy the other stacks manually.`,
    infrastructureNotes: [
      several
        ? 'The commands include the service stacks. The services keep their current revisions.'
        : 'The commands include the service stack. The service keeps its current revision.',
    ],
    beforeRelease: beforeRelease(model, {
      stacks: `stacks other than ${several ? 'the service stacks' : 'the service stack'}`,
    }),
    settingNotes: settingNotes(environments),
    rollbackNotes: rollbackNotes(model, environments),
    rollback: (manual) =>
      paragraphs(
        'Choose the procedure for your situation:',
        bulleted([
          'The release is still running: [Cancel a running release](#cancel-a-running-release).',
          'The release has completed: [Roll back a completed release](#roll-back-a-completed-release).',
          'A stack has the status `UPDATE_ROLLBACK_FAILED`: [If a stack update fails](#if-a-stack-update-fails).',
        ]),
        'If a rollback trigger fires or the deployment times out, ECS rolls back automatically and the release fails. See [During a release](#during-a-release).',
        '### Roll back a completed release',
        manual,
        '### Cancel a running release',
        cancelRelease(model, environments),
        '## If a stack update fails',
        continueRollback(model, environments),
      ),
  };
}

function setupSteps(model: DeliveryModel, environments: readonly ManagedEnvironment[]): string[] {
  const { infra } = model;
  const directory = infra.ownPackage ? `${infra.dir}/` : '';
  const domains = environments.flatMap(({ name, managed }) => {
    const domain = managed.loadBalancer?.domainName;
    return domain ? [`\`${domain}\` to the load balancer${environments.length > 1 ? ` of ${name}` : ''}`] : [];
  });
  const dnsName = ({ region, managed }: ManagedEnvironment) =>
    managed.loadBalancer?.domainName &&
    `aws cloudformation describe-stacks --region ${region} --stack-name ${managed.stack.name} --query "Stacks[0].Outputs[?OutputKey=='LoadBalancerDnsName'].OutputValue" --output text`;
  return [
    ...(infra.ownPackage
      ? [`Commit \`${infra.dir}/package-lock.json\`. Releases use the package versions in this file.`]
      : []),
    ...(looksUp(environments.map(({ managed }) => managed))
      ? [
          `Commit \`${directory}cdk.context.json\`. It contains what the CDK has looked up in your VPC, so that a release can synthesize the CDK app without access to an account.`,
        ]
      : []),
    ...(domains.length > 0
      ? [
          paragraphs(
            `Create a DNS record that points ${enumeration(domains)}. To get the DNS name of the load balancer:`,
            ...inEnvironments(model, environments, dnsName),
          ),
        ]
      : []),
  ];
}

export function managedSettings(environment: ManagedEnvironment): Setting[] {
  const { deployment, alarms } = environment.managed;
  const { shift } = deployment;
  const triggers = [...(shift ? [] : ['circuit breaker']), ...(alarms.cpuUtilization === undefined ? [] : ['alarms'])];
  return [
    { title: 'Strategy', value: strategyText(deployment) },
    { title: 'Bake time', value: shift && minutes(shift.bakeTime) },
    { title: 'Test listener', value: shift?.testListener && `port ${shift.testListener.port}` },
    { title: 'Rollback triggers', value: triggers.join(', ') || 'none' },
    timeoutSetting(environment),
  ];
}

function strategyText({ strategy, shift }: DeploymentModel): string {
  const texts: Readonly<Record<DeploymentStrategy, () => string>> = {
    [DeploymentStrategy.ROLLING]: () => 'Rolling. New tasks gradually replace the old ones.',
    [DeploymentStrategy.ALL_AT_ONCE]: () =>
      'All at once. The old tasks stop before the new ones start. The service can be unavailable in between.',
    [DeploymentStrategy.BLUE_GREEN]: () => 'Blue/green. The new revision receives all traffic at once.',
    [DeploymentStrategy.CANARY]: () =>
      `Canary. The new revision receives ${shift!.percent}% of the traffic, and after ${minutes(shift!.stepBakeTime!)} all of it.`,
    [DeploymentStrategy.LINEAR]: () =>
      `Linear. The new revision receives another ${shift!.percent}% of the traffic every ${minutes(shift!.stepBakeTime!)}.`,
  };
  return texts[strategy]();
}

function settingNotes(environments: readonly ManagedEnvironment[]): string[] {
  const shifts = environments.flatMap(({ managed }) => managed.deployment.shift ?? []);
  return [
    ...(shifts.length > 0
      ? [
          'The bake time starts when the new revision receives all traffic. Until it ends, the old revision keeps running, and ECS can shift all traffic back immediately.',
        ]
      : []),
    ...(shifts.some(({ testListener }) => testListener)
      ? [
          'During a deployment, use the test listener of the load balancer to test the new revision before it receives traffic.',
        ]
      : []),
    'If a deployment times out, the release stops it, and ECS rolls back.',
  ];
}

function rollbackNotes(model: DeliveryModel, environments: readonly ManagedEnvironment[]): string[] {
  const shifting = environments.filter(({ managed }) => managed.deployment.shift);
  return [
    'A rollback changes only the task definition revision. All other resources of the service stack stay the same.',
    ...oneOffTaskNotes(model),
    ...(shifting.length > 0
      ? [
          `${environments.length > 1 ? `In ${codes(shifting.map(({ name }) => name))}, a` : 'A'} rollback shifts traffic with the same strategy and takes as long as a release.`,
        ]
      : []),
  ];
}

function cancelRelease(model: DeliveryModel, environments: readonly ManagedEnvironment[]): string {
  return paragraphs(
    'Cancel the update of the service stack. ECS then rolls back immediately, and the release fails.',
    ...lastStackCommand(model, environments, (stack) => `aws cloudformation cancel-update-stack ${stack}`),
    ...otherEnvironments(environments),
  );
}

function continueRollback(model: DeliveryModel, environments: readonly ManagedEnvironment[]): string {
  const failed = `--query "StackEvents[?ResourceStatus=='UPDATE_FAILED'].[Timestamp,LogicalResourceId,ResourceStatusReason]" --output table`;
  return paragraphs(
    'CloudFormation rolls back a failed update automatically. If that fails, the stack has the status `UPDATE_ROLLBACK_FAILED` and cannot be updated until you continue the rollback.',
    numbered([
      paragraphs(
        'Find the cause:',
        ...lastStackCommand(
          model,
          environments,
          (stack) => `aws cloudformation describe-stack-events ${stack} ${failed}`,
        ),
      ),
      'Fix the cause.',
      paragraphs(
        'Continue the rollback:',
        ...lastStackCommand(model, environments, (stack) => `aws cloudformation continue-update-rollback ${stack}`),
      ),
    ]),
    ...otherEnvironments(environments),
  );
}

function otherEnvironments(environments: readonly ManagedEnvironment[]): string[] {
  return environments.length > 1
    ? [
        'For another environment, use its account, region, and service stack from the [values of each environment](#values-of-each-environment).',
      ]
    : [];
}

function lastStackCommand(
  { registry }: DeliveryModel,
  environments: readonly ManagedEnvironment[],
  command: (stack: string) => string,
): string[] {
  return environments.slice(-1).map((environment) => {
    const { region, managed } = environment;
    return inEnvironment(
      [registry, ...environments],
      environments,
      environment,
      command(`--region ${region} --stack-name ${managed.stack.name}`),
    );
  });
}
