import type { DeliveryModel, EnvironmentModel, ServiceKind } from '../model/model';
import { DeploymentStrategy } from '../service-options';
import { looksUp } from './assembly';
import { enumeration, fenced, inline, minutes, paragraphs } from './guide-markdown';
import { inEnvironment, runCommand } from './guide-places';

/** A setting that determines how an environment is deployed. */
export interface Setting {
  readonly title: string;
  /** `undefined`: not applicable. */
  readonly value?: string;
}

/** The parts of the guide that depend on the kind of service. */
interface ServiceGuide {
  /** Steps of the first deployment, after the stacks are deployed. */
  setupSteps(model: DeliveryModel): string[];
  /** The step of a release that registers a task definition revision. */
  register(model: DeliveryModel): string;
  /** The step of a release that deploys the revision. */
  deploy(model: DeliveryModel): string;
  /** Which changes take effect with the next release. */
  changes(model: DeliveryModel): string;
  /** Which stacks a release does not deploy. */
  infrastructure(model: DeliveryModel): string;
  infrastructureNotes(model: DeliveryModel): string[];
  settings(environment: EnvironmentModel, model: DeliveryModel): Setting[];
  /** Explanations of the settings. */
  settingNotes(model: DeliveryModel): string[];
  /** When a deployment is rolled back automatically. */
  readonly automaticRollback: string;
}

const noStacks = ({ infra }: DeliveryModel) =>
  `Releases do not deploy the stacks in \`${infra.dir}/\`. You deploy them manually.`;

const taskDefinitionChanges = () =>
  'A release registers the task definition from the commit. Changes to CPU, memory, environment variables, and secrets therefore take effect with the next release.';

const CIRCUIT_BREAKER =
  'With the deployment circuit breaker turned on, ECS automatically rolls back a deployment if its tasks do not become healthy.';

const GUIDES: Readonly<Record<ServiceKind, ServiceGuide>> = {
  managed: {
    setupSteps: managedSteps,
    register: registerFile,
    deploy: ({ environments }) =>
      `Deploys the ${environments.length > 1 ? 'service stack' : `stack \`${environments[0]!.managed!.stack.name}\``} with this revision and waits until the service is stable.`,
    changes: managedChanges,
    infrastructure: ({ environments }) =>
      `A release deploys only the service ${environments.length > 1 ? 'stack of each environment' : 'stack'}. You deploy the other stacks manually.`,
    infrastructureNotes: ({ environments }) => [
      environments.length > 1
        ? 'These commands also deploy the service stacks, but the services keep their current task definition revisions.'
        : 'These commands also deploy the service stack, but the service keeps its current task definition revision.',
    ],
    settings: managedSettings,
    settingNotes: managedNotes,
    automaticRollback:
      'If a rollback trigger fires, ECS rolls back automatically, and the release fails. See [During a release](#during-a-release).',
  },
  existing: {
    setupSteps: existingSteps,
    register: registerFile,
    deploy: () => 'Updates the service to this revision and waits until the deployment completes.',
    changes: taskDefinitionChanges,
    infrastructure: noStacks,
    infrastructureNotes: () => [],
    settings: existingSettings,
    settingNotes: (model) => [timeoutNote(model, 'ECS')],
    automaticRollback: CIRCUIT_BREAKER,
  },
  'image-only': {
    setupSteps: existingSteps,
    register: () =>
      'Copies the task definition that the service runs, replaces the image, and registers the copy as a new revision.',
    deploy: () => 'Updates the service to this revision and waits until the deployment completes.',
    changes: () =>
      'A release changes only the image. To change anything else in the task definition, use the tool that manages it, for example Terraform.',
    infrastructure: noStacks,
    infrastructureNotes: () => [],
    settings: existingSettings,
    settingNotes: (model) => [timeoutNote(model, 'ECS')],
    automaticRollback: CIRCUIT_BREAKER,
  },
  'code-deploy': {
    setupSteps: codeDeploySteps,
    register: registerFile,
    deploy: () =>
      'Starts a CodeDeploy deployment of this revision and waits until it succeeds. The deployment group determines how traffic shifts.',
    changes: taskDefinitionChanges,
    infrastructure: noStacks,
    infrastructureNotes: () => [],
    // The timeout does not apply to the CodeDeploy action of CodePipeline.
    settings: (environment, model) =>
      model.github && timeoutsDiffer(model) ? timeoutSetting(environment, 'Deployment timeout (GitHub Actions)') : [],
    settingNotes: (model) => (model.github ? [timeoutNote(model, 'CodeDeploy', 'In GitHub Actions, the')] : []),
    automaticRollback:
      'If the deployment group is configured to do so, CodeDeploy automatically rolls back a failed deployment.',
  },
};

export function serviceGuide({ serviceKind }: DeliveryModel): ServiceGuide {
  return GUIDES[serviceKind];
}

function registerFile({ environments }: DeliveryModel): string {
  const file = environments.length > 1 ? 'the task definition file' : `\`${environments[0]!.taskDefinition.file}\``;
  return `Registers ${file} with the new image as a new task definition revision.`;
}

/** A command for each environment. */
function inEnvironments(model: DeliveryModel, commandOf: (environment: EnvironmentModel) => string): string[] {
  return model.environments.map((environment) => inEnvironment(model, environment, commandOf(environment)));
}

function managedChanges({ environments }: DeliveryModel): string {
  const example = environments.some(({ managed }) => managed!.loadBalancer) ? ', such as the load balancer' : '';
  return [
    'A release deploys the task definition and the service stack from the commit. Changes to CPU, memory, environment variables, secrets, the load balancer, scaling, alarms, and the strategy therefore take effect with the next release.',
    environments.length > 1
      ? `In each environment, the first release adds the ECS service to the service stack. Until then, the stack contains only the other resources${example}.`
      : `The first release adds the ECS service to the service stack. Until then, the stack contains only the other resources${example}.`,
  ].join(' ');
}

function managedSteps(model: DeliveryModel): string[] {
  const { infra } = model;
  const directory = infra.ownPackage ? `${infra.dir}/` : '';
  return [
    ...(infra.ownPackage
      ? [`Commit \`${infra.dir}/package-lock.json\`. Releases use the package versions in this file.`]
      : []),
    ...(looksUp(model)
      ? [
          `Commit \`${directory}cdk.context.json\`. It contains the results of the CDK lookups in your VPC, so that a release can synthesize the CDK app without access to an account.`,
        ]
      : []),
    ...dnsStep(model),
  ];
}

function dnsStep(model: DeliveryModel): string[] {
  const { environments } = model;
  const withDomain = environments.filter(({ managed }) => managed!.loadBalancer?.domainName);
  const records = enumeration(
    withDomain.map(({ name, managed }) => {
      const which = environments.length > 1 ? `${inline(name)} load balancer` : 'load balancer';
      return `\`${managed!.loadBalancer!.domainName}\` to the ${which}`;
    }),
  );
  const command = ({ region, managed }: EnvironmentModel) =>
    `aws cloudformation describe-stacks --region ${region} --stack-name ${managed!.stack.name} --query "Stacks[0].Outputs[?OutputKey=='LoadBalancerDnsName'].OutputValue" --output text`;
  const [first, ...others] = withDomain;
  if (!first) {
    return [];
  }
  return [
    others.length === 0
      ? paragraphs(
          `Create a DNS record that points ${records}. To get its DNS name, ${runCommand(model, first.account)}`,
          fenced(command(first)),
        )
      : paragraphs(
          `Create DNS records that point ${records}. To get the DNS names of the load balancers, run these commands:`,
          ...withDomain.map((environment) => inEnvironment(model, environment, command(environment))),
        ),
  ];
}

function managedSettings(environment: EnvironmentModel): Setting[] {
  const { managed } = environment;
  const { deployment, alarms } = managed!;
  const { shift } = deployment;
  const triggers = [
    ...(shift ? [] : ['circuit breaker']),
    ...(alarms.cpuUtilization === undefined ? [] : ['alarms']),
    'deployment timeout',
  ];
  return [
    { title: 'Strategy', value: strategyText(managed!.deployment) },
    { title: 'Bake time', value: shift && minutes(shift.bakeTime) },
    { title: 'Test listener', value: shift?.testListener && `port ${shift.testListener.port}` },
    { title: 'Rollback triggers', value: triggers.join(', ') },
    ...timeoutSetting(environment),
  ];
}

function timeoutSetting({ deploymentTimeout }: EnvironmentModel, title = 'Deployment timeout'): Setting[] {
  return [{ title, value: minutes(deploymentTimeout) }];
}

/** If all environments have the same timeout, the note about it states the number. */
function existingSettings(environment: EnvironmentModel, model: DeliveryModel): Setting[] {
  return timeoutsDiffer(model) ? timeoutSetting(environment) : [];
}

function timeoutsDiffer({ environments }: DeliveryModel): boolean {
  return new Set(environments.map(({ deploymentTimeout }) => deploymentTimeout)).size > 1;
}

/** A release does not stop the deployment of a service that it does not manage. */
function timeoutNote(model: DeliveryModel, deployer: 'ECS' | 'CodeDeploy', subject = 'The'): string {
  const [{ deploymentTimeout }, ...others] = model.environments as [EnvironmentModel, ...EnvironmentModel[]];
  const several = others.length > 0;
  const deployment = several ? 'the deployment in each environment' : 'the deployment';
  const waits = timeoutsDiffer(model)
    ? 'waits for each deployment until its timeout'
    : `waits up to ${minutes(deploymentTimeout)} for ${deployment}`;
  return `${subject} release ${waits}. If ${several ? 'a' : 'the'} deployment takes longer, the release fails, but ${deployer} continues the deployment.`;
}

function strategyText({ strategy, shift }: NonNullable<EnvironmentModel['managed']>['deployment']): string {
  const texts: Readonly<Record<DeploymentStrategy, () => string>> = {
    [DeploymentStrategy.ROLLING]: () => 'Rolling. New tasks gradually replace the old ones.',
    [DeploymentStrategy.ALL_AT_ONCE]: () =>
      'All at once. The old tasks stop before the new ones start. The service can be unavailable in between.',
    [DeploymentStrategy.BLUE_GREEN]: () => 'Blue/green. The new revision receives all traffic at once.',
    [DeploymentStrategy.CANARY]: () =>
      `Canary. The new revision receives ${shift!.percent}% of the traffic, and then all of it after ${minutes(shift!.stepBakeTime!)}.`,
    [DeploymentStrategy.LINEAR]: () =>
      `Linear. The new revision receives another ${shift!.percent}% of the traffic every ${minutes(shift!.stepBakeTime!)}.`,
  };
  return texts[strategy]();
}

function managedNotes({ environments }: DeliveryModel): string[] {
  const shifting = environments.filter(({ managed }) => managed!.deployment.shift);
  const testable = shifting.filter(({ managed }) => managed!.deployment.shift!.testListener);
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

/** A step that checks whether the service exists and which controller deploys it. */
function serviceStep(model: DeliveryModel, controller: string, expected: string): string {
  const { environments } = model;
  const { account, cluster, ecsService } = environments[0]!;
  const check =
    environments.length > 1
      ? `the service of each environment exists and uses ${controller}. Releases update the services, but do not create them.`
      : `the service \`${ecsService.name}\` exists in the cluster \`${cluster.name}\` in account \`${account}\` and uses ${controller}. Releases update the service, but do not create it.`;
  return paragraphs(
    `Make sure that ${check} ${outputMustContain(model, expected)}`,
    ...inEnvironments(
      model,
      (e) =>
        `aws ecs describe-services --region ${e.region} --cluster ${e.cluster.name} --services ${e.ecsService.name} --query 'services[0].[status,deploymentController.type]'`,
    ),
  );
}

function outputMustContain({ environments }: DeliveryModel, expected: string): string {
  return environments.length > 1
    ? `Run the following commands. The output of each command must contain ${expected}:`
    : `Run the following command. Its output must contain ${expected}:`;
}

function existingSteps(model: DeliveryModel): string[] {
  return [
    serviceStep(
      model,
      'the ECS deployment controller with rolling updates',
      '`ACTIVE` and must not contain `CODE_DEPLOY` or `EXTERNAL`',
    ),
    paragraphs(
      `Turn on the deployment circuit breaker, so that ECS rolls back a deployment if its tasks do not become healthy. If another tool, for example Terraform, manages the service, turn on the circuit breaker in that tool. Otherwise, run ${model.environments.length > 1 ? 'these commands' : 'this command'}:`,
      ...inEnvironments(
        model,
        ({ region, cluster, ecsService }) =>
          `aws ecs update-service --region ${region} --cluster ${cluster.name} --service ${ecsService.name} --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=true}'`,
      ),
    ),
  ];
}

function codeDeploySteps(model: DeliveryModel): string[] {
  return [
    serviceStep(model, 'the `CODE_DEPLOY` deployment controller', '`ACTIVE` and `CODE_DEPLOY`'),
    paragraphs(
      `Make sure that the CodeDeploy application and deployment group exist, and that the deployment group rolls back failed deployments. ${outputMustContain(model, '`"enabled": true` and `DEPLOYMENT_FAILURE`')}`,
      ...inEnvironments(
        model,
        ({ region, codeDeploy }) =>
          `aws deploy get-deployment-group --region ${region} --application-name ${codeDeploy!.application} --deployment-group-name ${codeDeploy!.deploymentGroup} --query deploymentGroupInfo.autoRollbackConfiguration`,
      ),
    ),
  ];
}
