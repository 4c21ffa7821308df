import type { DeliveryModel, EnvironmentModel, ServiceKind } from '../model/model';
import { DeploymentStrategy } from '../service-options';
import { looksUp } from './assembly';
import { enumeration, fenced, list } from './guide-markdown';

/** What the guide says about each kind of service. */
interface ServiceGuide {
  /** What has to be done or seen to before the first release, besides the deployment of stacks. */
  steps(model: DeliveryModel): string[];
  /** What a release does, as paragraphs. */
  release(model: DeliveryModel): string[];
  /** Which stacks a release does not deploy. */
  readonly byHand: string;
  /** What takes a bad deployment back by itself, and what else there is to know of the way back. */
  takenBack(model: DeliveryModel): string[];
}

const ALL_BY_HAND = 'What lies in `infra/` is deployed by hand, after a look at what changes:';

const TAKEN_BACK_BY_ECS =
  'A deployment that does not become healthy is taken back by ECS itself, where the circuit breaker is on.';

const GUIDES: Readonly<Record<ServiceKind, ServiceGuide>> = {
  managed: {
    steps: managedSteps,
    release: managedRelease,
    byHand:
      'The other stacks are deployed by hand, after a look at what changes. Service stacks may come along: the running revision stays as it is.',
    takenBack: managedTakenBack,
  },
  existing: {
    steps: ({ environments }) => environments.map(existingStep),
    release: (model) => [
      `A release ${registers(model)}, points the service to that revision and waits until the deployment has completed. ${SHIPS}`,
    ],
    byHand: ALL_BY_HAND,
    takenBack: () => [TAKEN_BACK_BY_ECS],
  },
  'image-only': {
    steps: ({ environments }) => environments.map(existingStep),
    release: () => [
      'A release takes the task definition that the service runs, changes its image, registers the result, points the service to it and waits until the deployment has completed. Everything else of the task definition changes where it is kept.',
    ],
    byHand: ALL_BY_HAND,
    takenBack: () => [TAKEN_BACK_BY_ECS],
  },
  'code-deploy': {
    steps: ({ environments }) => environments.map(codeDeployStep),
    release: (model) => [
      `A release ${registers(model)} and has CodeDeploy move the service to that revision, as its deployment group says. ${SHIPS}`,
    ],
    byHand: ALL_BY_HAND,
    takenBack: () => ['CodeDeploy takes a deployment back that fails, where its deployment group says so.'],
  },
};

export function serviceGuide({ serviceKind }: DeliveryModel): ServiceGuide {
  return GUIDES[serviceKind];
}

const SHIPS = 'So a change of memory, variables or secrets ships with the next release, by itself.';

function registers({ environments }: DeliveryModel): string {
  const files = list(environments.map(({ taskDefinition }) => taskDefinition.file));
  return environments.length > 1
    ? `takes one environment after the other: it registers ${files} with the same new image`
    : `registers ${files} with the new image`;
}

function managedSteps(model: DeliveryModel): string[] {
  const { environments, infra } = model;
  const severalAccounts = new Set([model.registry, ...environments].map(({ account }) => account)).size > 1;
  return [
    ...(infra.ownPackage
      ? [`Commit \`${infra.dir}/package-lock.json\`: releases synthesize with the versions that it names.`]
      : []),
    ...(looksUp(model)
      ? [
          `Commit \`cdk.context.json\`, which now holds what the CDK has looked up in the network${environments.length > 1 ? 's' : ''}. A release synthesizes without an account, from there.`,
        ]
      : []),
    ...environments
      .filter(({ managed }) => managed!.loadBalancer?.domainName)
      .map(
        ({ account, region, managed }) =>
          `Point \`${managed!.loadBalancer!.domainName}\` to the load balancer:\n\n${fenced(`aws cloudformation describe-stacks --region ${region} --stack-name ${managed!.stack.name} --query "Stacks[0].Outputs[?OutputKey=='LoadBalancerDnsName'].OutputValue" --output text${severalAccounts ? ` # in ${account}` : ''}`)}`,
      ),
  ];
}

function managedRelease(model: DeliveryModel): string[] {
  const { environments } = model;
  const stacks = list(environments.map(({ managed }) => managed!.stack.name));
  return [
    `A release ${registers(model)}, and deploys ${stacks} with that revision, as synthesized once from this commit. So a change of memory, variables or secrets ships with the next release, by itself, and so does one of load balancer, scaling, alarms or strategy. The first release creates the service; until then its stack has all but that.`,
    ...environments.flatMap(strategyText),
  ];
}

/** What happens during a deployment, for the environments where more happens than tasks being replaced. */
function strategyText({ name, managed }: EnvironmentModel): string[] {
  const { strategy, shift } = managed!.deployment;
  if (!shift) {
    return strategy === DeploymentStrategy.ALL_AT_ONCE
      ? [`In ${name}, all old tasks stop before the new ones start. Nothing answers in between.`]
      : [];
  }
  const test = shift.testListener
    ? ` During the deployment, port ${shift.testListener.port} of the load balancer reaches it without that traffic.`
    : '';
  const traffic: Readonly<Record<string, string>> = {
    [DeploymentStrategy.BLUE_GREEN]: 'all traffic at once',
    [DeploymentStrategy.CANARY]: `${shift.percent} % of the traffic, and after ${shift.stepBakeTime} minutes the rest`,
    [DeploymentStrategy.LINEAR]: `the traffic in steps of ${shift.percent} %, one every ${shift.stepBakeTime} minutes`,
  };
  return [
    `In ${name}, the new revision gets ${traffic[strategy]}.${test} The old one stays for ${shift.bakeTime} more minutes, ready to take the traffic back.`,
  ];
}

function managedTakenBack({ environments }: DeliveryModel): string[] {
  const alarms = environments.some(({ managed }) => managed!.alarms.cpuUtilization !== undefined);
  const replaces = environments.some(({ managed }) => !managed!.deployment.shift);
  const shifting = environments.filter(({ managed }) => managed!.deployment.shift);
  const inPlace = environments.filter(({ managed: m }) => !m!.deployment.shift).map((environment) => environment.name);
  const breaker = `its circuit breaker${shifting.length > 0 ? ` (in ${enumeration(inPlace)})` : ''}`;
  const by = [...(replaces ? [breaker] : []), ...(alarms ? ['an alarm'] : [])].join(' or ');
  const { name, region, managed, deploymentTimeout } = environments.at(-1)!;
  const minutes = environments.map((environment) => `${environment.deploymentTimeout} (${environment.name})`);
  return [
    ...(shifting.length > 0
      ? [
          `In ${enumeration(shifting.map((environment) => environment.name))}, that shifts the traffic as slowly as a release does. While a release is still running, end it instead: what ECS has begun, it takes back at once.`,
        ]
      : []),
    `${by ? `During a deployment, ECS goes back by itself where ${by} says so. ` : ''}A release whose deployment has not completed after ${environments.length > 1 ? enumeration(minutes) : deploymentTimeout} minutes stops it, and ECS goes back, too. To end one by hand, here in ${name}:`,
    fenced(`aws cloudformation cancel-update-stack --region ${region} --stack-name ${managed!.stack.name}`),
    'A stack that is left in `UPDATE_ROLLBACK_FAILED` takes no release until it is told to go on:',
    fenced(`aws cloudformation continue-update-rollback --region ${region} --stack-name ${managed!.stack.name}`),
  ];
}

function seeService({ account, region, cluster, ecsService }: EnvironmentModel, controller: string): string {
  const query = fenced(
    `aws ecs describe-services --region ${region} --cluster ${cluster.name} --services ${ecsService.name} --query 'services[0].[status,deploymentController.type]'`,
  );
  return `See that the cluster \`${cluster.name}\` and the service \`${ecsService.name}\` exist in ${account}, with the ${controller}. A release updates the service; it does not create it.\n\n${query}`;
}

function existingStep(environment: EnvironmentModel): string {
  const { region, cluster, ecsService } = environment;
  const breaker = fenced(
    `aws ecs update-service --region ${region} --cluster ${cluster.name} --service ${ecsService.name} --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=true}'`,
  );
  return `${seeService(environment, 'rolling deployment of ECS')}\n\nThe deployment circuit breaker takes a release back that does not become healthy:\n\n${breaker}`;
}

function codeDeployStep(environment: EnvironmentModel): string {
  const { region, codeDeploy } = environment;
  const group = fenced(
    `aws deploy get-deployment-group --region ${region} --application-name ${codeDeploy!.application} --deployment-group-name ${codeDeploy!.deploymentGroup} --query deploymentGroupInfo.autoRollbackConfiguration`,
  );
  return `${seeService(environment, 'deployment controller CODE_DEPLOY')}\n\nAnd that CodeDeploy has its application and deployment group, with a rollback of deployments that fail:\n\n${group}`;
}
