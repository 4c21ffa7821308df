import type { Place } from '../../core/environment';
import type { Setting, TargetGuide } from '../../core/target-guide';
import { DeploymentStrategy } from '../../options';
import { bulleted, codes, fenced, inline, minutes, paragraphs } from '../../printing/markdown';
import { ALARMS, httpDefault, LOAD_BALANCER, natGateways, silentAlarms } from '../shared/cost-guide';
import {
  bootstrapAdvice,
  continueRollback,
  deployedStacks,
  deployOtherStacks,
  otherStacks,
  type StackPlace,
} from '../shared/stack-guide';
import type { Ec2EnvironmentModel, Ec2Model, Ec2StrategyModel, RefreshModel } from './model';

/** The parts of the guide about a service on EC2 instances. */
export function ec2Guide(model: Ec2Model): TargetGuide {
  return model.refresh ? refreshGuide(model, model.refresh) : codeDeployGuide(model);
}

/** What incurs charges even without traffic, and the defaults that people should know about. */
function costsAndDefaultsOf({ environments, refresh }: Ec2Model): Pick<TargetGuide, 'costs' | 'defaults'> {
  const several = environments.length > 1;
  return {
    costs: environments.map(({ name, network, loadBalancer, alarms, autoScaling: { minCapacity }, instanceType }) => ({
      environment: name,
      resources: [
        ...natGateways(network),
        ...(loadBalancer ? [LOAD_BALANCER] : []),
        ...(alarms ? [ALARMS] : []),
        `${minCapacity} ${inline(instanceType)} ${minCapacity === 1 ? 'instance' : 'instances'}${network.publicInstances ? ' with public IPv4 addresses' : ''}${refresh ? ' after the first release' : ''} (\`autoScaling.minCapacity\`, \`instanceType\`)`,
      ],
    })),
    defaults: [
      ...httpDefault(
        environments.filter(({ loadBalancer }) => loadBalancer && !loadBalancer.https),
        several,
      ),
      ...silentAlarms(
        environments.filter(({ alarms }) => alarms && alarms.topicArn === undefined),
        several,
      ),
    ],
  };
}

/** Instances that are replaced. */
function refreshGuide(model: Ec2Model, { bundleKey }: RefreshModel): TargetGuide {
  const { environments, bundle } = model;
  const several = environments.length > 1;
  const places: Place[] = [bundle.buckets[0]!, ...environments];
  const stacks = stackPlaces(model);
  return {
    node: 'ec2',
    result: 'running instances',
    console: 'the Auto Scaling console',
    creates: [],
    ...costsAndDefaultsOf(model),
    bootstrapNotes: [bootstrapAdvice(places)],
    setupSteps: setupSteps(model),
    summary: 'the bundle and a link to the instances',
    check: 'Check the service and its alarms',
    revision: 'the key of its bundle',
    exampleRevision: `${'0123456789abcdef'.repeat(4)}.zip`,
    firstRelease: `The first release starts the instances${several ? ' of each environment' : ''}. Until then, the service ${several ? 'stacks contain everything except them' : 'stack contains everything except them'}${environments.some(({ loadBalancer }) => loadBalancer) ? ', and the load balancer responds with an error' : ''}.`,
    changes:
      'A release deploys the service stack from the commit, and replaces the instances. All changes therefore take effect with the next release: to the code, the environment variables, the systemd unit, the instance type, the image, the packages, the load balancer, scaling, alarms, and the strategy.',
    infrastructure: otherStacks(deployedStacks(true, several)),
    infrastructureNotes: [
      `The deploy ${several ? 'commands also deploy the service stacks' : 'command also deploys the service stack'}, but the code on the instances stays the same. If it changes the launch template, for example the instance type, it replaces the instances as a release does.`,
    ],
    beforeRelease: [
      deployOtherStacks(deployedStacks(true, several)),
      ...(environments.some(({ alarms }) => alarms)
        ? [
            'If an alarm is in the ALARM state, the deployment fails. Fix the cause or [roll back](#roll-back) first. A rollback ignores the alarms.',
          ]
        : []),
      `${changeMode(several)} The release starts new instances before it terminates the existing ones. If you deploy the service ${several ? 'stacks' : 'stack'} before the release, CloudFormation deletes the instances. You cannot roll back to a revision from before the change.`,
    ],
    settingNotes: [
      'A new instance downloads the bundle, checks its hash, and starts the service. It is in service when the health check path responds. If that does not happen, Auto Scaling terminates the instance. An instance that starts later does the same.',
      'During a deployment, the number of instances can exceed `maxCapacity`. Make sure that the quotas of the account allow it.',
    ],
    sections: ['## Replace the image', replaceImage(model), '## Connect to an instance', connect(model)],
    rollbackNotes: [
      `A rollback sets the stack parameter \`${bundleKey}\`, which replaces the instances. It takes as long as a release. It does not change the rest of the service stack, and the next release watches the alarms again.`,
    ],
    rollback: (manual) =>
      paragraphs(
        'If a new instance does not start the service, an alarm goes off, or the timeout elapses, CloudFormation automatically rolls back the stack, which replaces new instances with instances of the previous revision. The release fails.',
        '### Roll back manually',
        manual,
        'While a release is being deployed, the same command without a revision cancels it.',
        '## Recover from a failed stack rollback',
        continueRollback(places, stacks),
      ),
  };
}

/** Instances that CodeDeploy updates. */
function codeDeployGuide(model: Ec2Model): TargetGuide {
  const { environments, bundle } = model;
  const several = environments.length > 1;
  const places: Place[] = [bundle.buckets[0]!, ...environments];
  return {
    node: 'ec2',
    result: 'running instances',
    console: 'the CodeDeploy console',
    creates: [],
    ...costsAndDefaultsOf(model),
    bootstrapNotes: [bootstrapAdvice(places)],
    setupSteps: setupSteps(model),
    summary: 'the bundle, the deployment, and a link to the deployment',
    check: 'Check the service and its alarms',
    revision: 'the key of its bundle or the ID of its deployment',
    exampleRevision: 'd-0123ABCDE',
    firstRelease: `The first release starts the service on the instances${several ? ' of each environment' : ''}. Until then, the instances run without it${environments.some(({ loadBalancer }) => loadBalancer) ? ', and the load balancer responds with an error' : ''}.`,
    changes:
      'A release deploys the service stack from the commit before it deploys the bundle. The bundle contains the environment variables, the systemd unit, and the scripts. Changes to them, and to the load balancer, scaling, alarms, and the strategy, therefore take effect with the next release. Changes to the instance type, the image, the packages, and the root volume apply only to new instances: see [Replace the instances](#replace-the-instances).',
    infrastructure: otherStacks(deployedStacks(true, several)),
    infrastructureNotes: [
      `The deploy ${several ? 'commands also deploy the service stacks' : 'command also deploys the service stack'}, but the code on the instances stays the same.`,
    ],
    beforeRelease: [
      deployOtherStacks(deployedStacks(true, several)),
      'If an alarm is in the ALARM state, CodeDeploy stops the deployment. Fix the cause or [roll back](#roll-back) first. A rollback ignores the alarms.',
      `${changeMode(several)} CloudFormation replaces the instances before CodeDeploy deploys the bundle, so the service is unavailable in between. You cannot roll back to a revision from before the change.`,
    ],
    settingNotes: [
      'CodeDeploy updates the instances in place. An instance that starts later receives the live revision before it is in service.',
    ],
    sections: ['## Replace the instances', replaceInstances(model), '## Connect to an instance', connect(model)],
    rollbackNotes: [
      'A rollback deploys the earlier bundle to all instances, with the environment variables and the systemd unit that it contains. It takes as long as a release. It does not change the service stack.',
    ],
    rollback: (manual) =>
      paragraphs(
        'If a deployment fails, exceeds its timeout, or triggers an alarm, CodeDeploy automatically deploys the previous revision, and the release fails.',
        '### Roll back manually',
        manual,
        'While a release is being deployed, the same command without a revision stops it, and CodeDeploy rolls it back.',
        '## Recover from a failed stack rollback',
        continueRollback(places, stackPlaces(model)),
      ),
  };
}

/** The two modes have different Auto Scaling groups, and only a release sets the key of the bundle. */
function changeMode(several: boolean): string {
  return `To change \`deploymentMode\`, deploy all stacks except the service ${several ? 'stacks' : 'stack'}, and then release.`;
}

export function settingsOf({
  strategy,
  alarms,
  autoScaling,
  inPlace,
  deploymentTimeoutMinutes,
}: Ec2EnvironmentModel): Setting[] {
  const { minCapacity, maxCapacity } = autoScaling;
  return [
    { title: 'Strategy', value: inPlace ? strategyText(strategy) : refreshText(strategy) },
    { title: 'Instances', value: minCapacity === maxCapacity ? `${minCapacity}` : `${minCapacity} to ${maxCapacity}` },
    {
      title: 'Rollback triggers',
      value: `${alarms ? 'alarms, ' : ''}${inPlace ? 'failed health check on an instance' : 'instance that does not start the service'}, deployment timeout`,
    },
    { title: 'Deployment timeout', value: minutes(deploymentTimeoutMinutes) },
  ];
}

function strategyText({ name, minimumHealthyPercent, stepBakeTimeInMinutes = 0 }: Ec2StrategyModel): string {
  switch (name) {
    case DeploymentStrategy.ALL_AT_ONCE:
      return 'All at once. The service is unavailable while the instances are updated.';
    case DeploymentStrategy.CANARY:
      return `Canary. The instances in one Availability Zone are updated first, and all others after ${minutes(stepBakeTimeInMinutes)}. At least ${minimumHealthyPercent}% of the instances stay in service.`;
    case DeploymentStrategy.LINEAR:
      return `Linear. One Availability Zone is updated after the other, with ${minutes(stepBakeTimeInMinutes)} in between. At least ${minimumHealthyPercent}% of the instances stay in service.`;
    default:
      if (minimumHealthyPercent === 0) {
        return 'Rolling. The service can be unavailable while the instances are updated.';
      }
      return minimumHealthyPercent === undefined
        ? 'Rolling. One instance is updated at a time.'
        : `Rolling. At least ${minimumHealthyPercent}% of the instances stay in service.`;
  }
}

function refreshText(strategy: Ec2StrategyModel): string {
  const { name, minimumHealthyPercent, maximumHealthyPercent, checkpoints = [], stepBakeTimeInMinutes = 0 } = strategy;
  const { bakeTimeInMinutes = 0 } = strategy;
  const range = `Between ${minimumHealthyPercent}% and ${maximumHealthyPercent}% of the instances run.`;
  const bake = bakeTimeInMinutes > 0 ? ` The alarms are observed for another ${minutes(bakeTimeInMinutes)}.` : '';
  const wait = minutes(stepBakeTimeInMinutes);
  switch (name) {
    case DeploymentStrategy.ALL_AT_ONCE:
      return 'All at once. The service is unavailable until the new instances have started.';
    case DeploymentStrategy.BLUE_GREEN:
      return `Blue/green. As many new instances start as there are old ones, which are terminated when the new ones are in service.${bake}`;
    case DeploymentStrategy.CANARY:
      return `Canary. ${checkpoints[0]}% of the instances are replaced first, and all others after ${wait}. ${range}${bake}`;
    case DeploymentStrategy.LINEAR:
      return `Linear. Steps of ${checkpoints[0]}% of the instances, with ${wait} after each. ${range}${bake}`;
    default:
      return `Rolling. ${range}${bake}`;
  }
}

/** Whether the CDK must look up resources in an account. */
export function looksUp({ environments }: Ec2Model): boolean {
  return environments.some(({ network, imageId }) => network.kind === 'lookup' || imageId === undefined);
}

function setupSteps(model: Ec2Model): string[] {
  const { infra, environments } = model;
  const folder = infra.ownPackage ? `${infra.dir}/` : '';
  const images = environments.some(({ imageId }) => imageId === undefined);
  const networks = environments.some(({ network }) => network.kind === 'lookup');
  const results = [...(images ? ['the IDs of the images'] : []), ...(networks ? ['the subnets of your VPC'] : [])];
  const named = environments.flatMap(({ loadBalancer }) =>
    loadBalancer?.hostedZone ? [] : (loadBalancer?.domainNames ?? []),
  );
  return [
    ...(infra.ownPackage
      ? [`Commit \`${infra.dir}/package-lock.json\`. Releases use the package versions in this file.`]
      : []),
    ...(results.length > 0
      ? [
          `Commit \`${folder}cdk.context.json\`. It contains ${results.join(' and ')}, which the CDK has looked up, so that a release can synthesize the CDK app without access to an account.`,
        ]
      : []),
    ...(named.length > 0
      ? [
          `Create DNS records that point ${codes([...new Set(named)])} to the load balancer. The output \`LoadBalancerDnsName\` of the service stack contains its DNS name.`,
        ]
      : []),
  ];
}

function replaceInstances(model: Ec2Model): string {
  const { region, autoScalingGroup, name, imageId } = model.environments.at(-1)!;
  const steps = imageId
    ? 'To use a newer image, change `imageId` and release.'
    : 'To use a newer image, run `npx cdk context` to list the cached values, remove the value of the image with `npx cdk context --reset NUMBER`, run the `synth` task while you are signed in to the account, commit `cdk.context.json`, and release.';
  return paragraphs(
    `${steps} Then replace the instances, for example once a month to install security updates. The command starts a new instance before it terminates an old one, and each new instance receives the live revision. For \`${name}\`:`,
    fenced(
      `aws autoscaling start-instance-refresh --region ${region} --auto-scaling-group-name ${autoScalingGroup} --preferences MinHealthyPercentage=100,MaxHealthyPercentage=110`,
    ),
    'Do not release until the refresh has completed.',
  );
}

function replaceImage(model: Ec2Model): string {
  const { imageId } = model.environments.at(-1)!;
  return paragraphs(
    imageId
      ? 'To use a newer image, for example once a month to install security updates, change `imageId` and release.'
      : 'To use a newer image, for example once a month to install security updates, run `npx cdk context` to list the cached values, remove the value of the image with `npx cdk context --reset NUMBER`, run the `synth` task while you are signed in to the account, commit `cdk.context.json`, and release.',
  );
}

function connect({ environments, instances, refresh }: Ec2Model): string {
  const { region, autoScalingGroup, logGroup } = environments.at(-1)!;
  return paragraphs(
    'The instances have no SSH keys and no open port for SSH. Connect with Session Manager:',
    fenced(
      `aws autoscaling describe-auto-scaling-groups --region ${region} --auto-scaling-group-names ${autoScalingGroup} --query 'AutoScalingGroups[0].Instances[].InstanceId'`,
      `aws ssm start-session --region ${region} --target INSTANCE_ID`,
    ),
    bulleted([
      `The service is the systemd unit ${inline(instances.unit)}: \`systemctl status ${instances.unit}\`.`,
      `The live revision is ${inline(`${instances.home}/current`)}.`,
      `The logs are in the log group ${inline(logGroup.name)}, with a log stream for each instance and one for its ${refresh ? 'start' : 'deployments'}.`,
    ]),
  );
}

function stackPlaces({ environments }: Ec2Model): StackPlace[] {
  return environments.map(({ name, account, region, serviceStack }) => ({
    name,
    account,
    region,
    stack: serviceStack.name,
  }));
}
