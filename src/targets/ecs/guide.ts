import type { DeliveryModel, EnvironmentModel, ServiceKind } from '../../model/model';
import { DeploymentStrategy } from '../../service-options';
import { looksUp } from './assembly';
import { enumeration, minutes, paragraphs } from '../../printing/markdown';
import { inEnvironment } from '../../delivery/guide-places';

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
  readonly changes: string;
  /** Which stacks a release does not deploy. */
  infrastructure(model: DeliveryModel): string;
  infrastructureNotes(model: DeliveryModel): string[];
  settings(environment: EnvironmentModel): Setting[];
  /** Explanations of the settings. */
  settingNotes(model: DeliveryModel): string[];
  /** When a deployment is rolled back automatically. */
  readonly automaticRollback: string;
}

const noStacks = ({ infra }: DeliveryModel) => `Releases do not deploy the stacks in \`${infra.dir}/\`.`;

const TASK_DEFINITION_CHANGES =
  'A release registers the task definition of the commit. Changes to CPU, memory, environment variables, and secrets therefore take effect with the next release.';

const CIRCUIT_BREAKER =
  'If the deployment circuit breaker of the service is on, ECS automatically rolls back a deployment that does not become healthy.';

const GUIDES: Readonly<Record<ServiceKind, ServiceGuide>> = {
  managed: {
    setupSteps: managedSteps,
    register: registerFile,
    deploy: ({ environments }) =>
      `Deploys the ${environments.length > 1 ? 'service stack' : `stack \`${environments[0]!.managed!.stack.name}\``} with this revision and waits until the service is stable.`,
    changes:
      'A release deploys the task definition and the service stack of the commit. Changes to CPU, memory, environment variables, secrets, the load balancer, scaling, alarms, and the strategy therefore take effect with the next release. The first release creates the service. Until then, the service stack contains everything except the service.',
    infrastructure: ({ environments }) =>
      `A release deploys only the service ${environments.length > 1 ? 'stack of each environment' : 'stack'}. You deploy the other stacks manually.`,
    infrastructureNotes: ({ environments }) => [
      environments.length > 1
        ? 'The commands include the service stacks. The services keep their current revisions.'
        : 'The commands include the service stack. The service keeps its current revision.',
    ],
    settings: managedSettings,
    settingNotes: managedNotes,
    automaticRollback:
      'If a rollback trigger fires or the deployment times out, ECS rolls back automatically and the release fails. See [During a release](#during-a-release).',
  },
  existing: {
    setupSteps: existingSteps,
    register: registerFile,
    deploy: () => 'Updates the service to this revision and waits until the deployment completes.',
    changes: TASK_DEFINITION_CHANGES,
    infrastructure: noStacks,
    infrastructureNotes: () => [],
    settings: timeoutSetting,
    settingNotes: () => ['If a deployment times out, the release fails, but ECS continues the deployment.'],
    automaticRollback: CIRCUIT_BREAKER,
  },
  'image-only': {
    setupSteps: existingSteps,
    register: () =>
      'Copies the task definition that the service runs, replaces the image, and registers the copy as a new revision.',
    deploy: () => 'Updates the service to this revision and waits until the deployment completes.',
    changes:
      'A release changes only the image. To change anything else in the task definition, use the tool that manages it, for example Terraform.',
    infrastructure: noStacks,
    infrastructureNotes: () => [],
    settings: timeoutSetting,
    settingNotes: () => ['If a deployment times out, the release fails, but ECS continues the deployment.'],
    automaticRollback: CIRCUIT_BREAKER,
  },
  'code-deploy': {
    setupSteps: codeDeploySteps,
    register: registerFile,
    deploy: () =>
      'Starts a CodeDeploy deployment of this revision and waits until it succeeds. The deployment group determines how traffic shifts.',
    changes: TASK_DEFINITION_CHANGES,
    infrastructure: noStacks,
    infrastructureNotes: () => [],
    settings: ({ github, deploymentTimeout }) => [
      // The timeout does not apply to the CodeDeploy action of CodePipeline.
      ...(github ? [{ title: 'Deployment timeout (GitHub Actions)', value: minutes(deploymentTimeout) }] : []),
    ],
    settingNotes: ({ github }) =>
      github ? ['If a deployment times out, the release fails, but CodeDeploy continues the deployment.'] : [],
    automaticRollback:
      'If the deployment group is set up for it, CodeDeploy automatically rolls back a failed deployment.',
  },
};

export function serviceGuide({ serviceKind }: DeliveryModel): ServiceGuide {
  return GUIDES[serviceKind];
}

function registerFile({ environments }: DeliveryModel): string {
  const file = environments.length > 1 ? 'the task definition file' : `\`${environments[0]!.taskDefinition.file}\``;
  return `Registers ${file} with the new image as a new task definition revision.`;
}

/** A command for each environment that needs it. */
function inEnvironments(
  model: DeliveryModel,
  commandOf: (environment: EnvironmentModel) => string | undefined,
): string[] {
  return model.environments.flatMap((environment) => {
    const command = commandOf(environment);
    return command === undefined ? [] : [inEnvironment(model, environment, command)];
  });
}

function managedSteps(model: DeliveryModel): string[] {
  const { environments, infra } = model;
  const domains = environments.filter(({ managed }) => managed!.loadBalancer?.domainName);
  const directory = infra.ownPackage ? `${infra.dir}/` : '';
  const dnsName = ({ region, managed }: EnvironmentModel) =>
    managed!.loadBalancer?.domainName &&
    `aws cloudformation describe-stacks --region ${region} --stack-name ${managed!.stack.name} --query "Stacks[0].Outputs[?OutputKey=='LoadBalancerDnsName'].OutputValue" --output text`;
  return [
    ...(infra.ownPackage
      ? [`Commit \`${infra.dir}/package-lock.json\`. Releases use the package versions in this file.`]
      : []),
    ...(looksUp(model)
      ? [
          `Commit \`${directory}cdk.context.json\`. It contains what the CDK has looked up in your VPC, so that a release can synthesize the CDK app without access to an account.`,
        ]
      : []),
    ...(domains.length > 0
      ? [
          paragraphs(
            `Create a DNS record that points ${enumeration(domains.map(({ name, managed }) => `\`${managed!.loadBalancer!.domainName}\` to the load balancer${environments.length > 1 ? ` of ${name}` : ''}`))}. To get the DNS name of the load balancer:`,
            ...inEnvironments(model, dnsName),
          ),
        ]
      : []),
  ];
}

function managedSettings({ managed, deploymentTimeout }: EnvironmentModel): Setting[] {
  const { deployment, alarms } = managed!;
  const { shift } = deployment;
  const triggers = [...(shift ? [] : ['circuit breaker']), ...(alarms.cpuUtilization === undefined ? [] : ['alarms'])];
  return [
    { title: 'Strategy', value: strategyText(managed!.deployment) },
    { title: 'Bake time', value: shift && minutes(shift.bakeTime) },
    { title: 'Test listener', value: shift?.testListener && `port ${shift.testListener.port}` },
    { title: 'Rollback triggers', value: triggers.join(', ') || 'none' },
    ...timeoutSetting({ deploymentTimeout }),
  ];
}

function timeoutSetting({ deploymentTimeout }: Pick<EnvironmentModel, 'deploymentTimeout'>): Setting[] {
  return [{ title: 'Deployment timeout', value: minutes(deploymentTimeout) }];
}

function strategyText({ strategy, shift }: NonNullable<EnvironmentModel['managed']>['deployment']): string {
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

function managedNotes({ environments }: DeliveryModel): string[] {
  const shifts = environments.flatMap(({ managed }) => managed!.deployment.shift ?? []);
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

/** A step that checks whether the service exists and which controller deploys it. */
function serviceStep(model: DeliveryModel, controller: string, expected: string): string {
  const { environments } = model;
  const { account, cluster, ecsService } = environments[0]!;
  const service =
    environments.length > 1
      ? 'the service of each environment exists'
      : `the service \`${ecsService.name}\` exists in the cluster \`${cluster.name}\` of account \`${account}\``;
  return paragraphs(
    `Make sure that ${service} and uses ${controller}. Releases update the service, but do not create it. The output must contain ${expected}:`,
    ...inEnvironments(
      model,
      (e) =>
        `aws ecs describe-services --region ${e.region} --cluster ${e.cluster.name} --services ${e.ecsService.name} --query 'services[0].[status,deploymentController.type]'`,
    ),
  );
}

function existingSteps(model: DeliveryModel): string[] {
  return [
    serviceStep(model, 'the rolling deployment of ECS', '`ACTIVE`, and must not contain `CODE_DEPLOY` or `EXTERNAL`'),
    paragraphs(
      'Turn on the deployment circuit breaker, so that ECS rolls back a release that does not become healthy. If another tool manages the service, for example Terraform, turn it on there. Otherwise, run:',
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
    serviceStep(model, 'the deployment controller CODE_DEPLOY', '`ACTIVE` and `CODE_DEPLOY`'),
    paragraphs(
      'Make sure that the CodeDeploy application and deployment group exist, and that they roll back failed deployments. The output must contain `"enabled": true` and `DEPLOYMENT_FAILURE`:',
      ...inEnvironments(
        model,
        ({ region, codeDeploy }) =>
          `aws deploy get-deployment-group --region ${region} --application-name ${codeDeploy!.application} --deployment-group-name ${codeDeploy!.deploymentGroup} --query deploymentGroupInfo.autoRollbackConfiguration`,
      ),
    ),
  ];
}
