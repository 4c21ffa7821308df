import type { Step } from '../../../core/release';
import type { StackSource } from '../../../core/stack-source';
import type { Statement } from '../../../core/statement';
import type { DeliveryModel, WorkerModel } from '../../../model/model';
import { pascalCase } from '../../../model/names';
import { hasUrl } from '../../../model/resolve-existing-load-balancer';
import { indent } from '../../../printing/shell';
import { assembly } from '../../shared/assembly';
import { alarmFindings, explainFailure, stackFindings } from '../../shared/explanation';
import {
  CDK_DEPLOY,
  CHECK_CDK_VERSION,
  deployStackStatement,
  describeStackStatement,
  readOutput,
  updateParameterCommands,
  updateStackStatement,
} from '../../shared/stack-release';
import { inEnvironment } from '../container';
import {
  describeServiceStatement,
  FIND_REVISION,
  historyStatements,
  serviceChildArn,
  serviceSettings,
} from '../deployment';
import { serviceFindings } from '../explanation';
import { oneOffTaskSteps, type ServiceUrl, smokeTestSteps, timeoutOf } from '../extra-steps';
import { type EcsMode, type Having, having } from '../mode';
import { githubRegister, registerStep, reportOf } from '../registration';
import { variableSteps } from '../release-variables';
import type { RollbackScript } from '../rollback-script';
import { hasAlarms } from '../service-stack/alarms';
import { renderServiceStack } from '../service-stack/service-stack';
import {
  githubRegisterWorker,
  registerWorkerStep,
  revisionVariable,
  withWorkers,
  workerEnvironments,
} from '../workers';
import { looksUp, managedGuide, managedSettings } from './managed-guide';
import { workerFamilies, workerParameters } from './rollback-workers';

/** An environment of a managed service. */
export type ManagedEnvironment = Having<'managed'>;

/**
 * A managed service. A release registers `task-definition.json` with the new image and deploys the service stack with
 * that revision as a parameter. The CDK app is synthesized once for all environments.
 */
export function managedService(model: DeliveryModel): EcsMode<ManagedEnvironment> {
  const environments = having(model.environments, 'managed');
  return {
    environments,
    preparation: assembly(model, looksUp(environments.map(({ managed }) => managed))),
    files: [],
    release: (environment) => ({
      steps: [
        ...variableSteps(model, environment),
        registerStep(model, environment),
        ...environment.workers.map((worker) => registerWorkerStep(model, environment, worker)),
        ...(environment.oneOffTask ? [createStackStep(model, environment)] : []),
        ...oneOffTaskSteps(model, environment, describeStack(environment)),
        deployStackStep(model, environment),
        ...smokeTestSteps(model, environment, serviceUrl(environment)),
      ],
      native: [
        githubRegister(model, environment),
        ...environment.workers.map((worker) => githubRegisterWorker(inEnvironment(model, environment), worker)),
      ],
      timeout: timeoutOf(environment),
      report: withWorkers(reportOf(model, environment), environment),
      explanation: explainFailure(
        serviceFindings(environment),
        ...(hasAlarms(environment.managed.alarms) ? [alarmFindings(environment)] : []),
        stackFindings(environment, environment.managed.stack.name),
      ),
    }),
    rollback: rollbackOf(environments),
    rollbackStatements: (environment) => [
      FIND_REVISION,
      ...historyStatements(environment),
      describeServiceStatement(environment, 'Read which revision the service runs.'),
      updateStackStatement(environment.managed.bootstrapRoles),
      describeStack(environment),
    ],
    rollbackFiles: [],
    stacks: (environment) => [serviceStack(model, environment)],
    guide: managedGuide(model, environments),
    settings: managedSettings,
  };
}

/** Protected only if releases require approval: if the creation of another stack fails, the next release replaces it. */
function serviceStack(model: DeliveryModel, environment: ManagedEnvironment): StackSource {
  const { name, file, className } = environment.managed.stack;
  return {
    name,
    file,
    className,
    variable: `service${pascalCase(environment.name)}`,
    place: environment,
    description: `${model.service}: the service in ${environment.name}`,
    tags: { service: model.service, environment: environment.name },
    source: renderServiceStack(model, environment),
    after: [],
    parts: [],
    protect: environment.approval,
  };
}

/**
 * In the first release, the one-off task needs the network and the cluster before the service exists. This step
 * deploys the stack without the service.
 */
function createStackStep({ infra }: DeliveryModel, environment: ManagedEnvironment): Step {
  const subnets =
    'aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Outputs[?OutputKey==\'TaskSubnets\'].OutputValue" --output text';
  return {
    id: 'create-stack',
    title: 'Create the service stack if it does not exist',
    settings: { STACK: environment.managed.stack.name, ASSEMBLY: infra.assembly },
    reads: ['CDK_VERSION'],
    commands: [CHECK_CDK_VERSION, `[[ "$(${subnets} 2> /dev/null)" == subnet-* ]] || ${CDK_DEPLOY}`],
    statements: deployStackStatements(environment),
    files: [infra.assembly],
  };
}

/**
 * ECS continues a deployment even if the release has failed or timed out, so the commands stop the deployment. They do
 * not stop a deployment of another revision, for example a rollback.
 */
function deployStackStep({ infra, environments }: DeliveryModel, environment: ManagedEnvironment): Step {
  const { managed, deploymentTimeoutMinutes } = environment;
  const stack = environments.length > 1 ? 'service stack' : `stack \`${managed.stack.name}\``;
  return {
    id: 'deploy-stack',
    title: 'Deploy the service stack',
    settings: {
      STACK: managed.stack.name,
      ASSEMBLY: infra.assembly,
      PARAMETER: managed.parameter,
      ...serviceSettings(environment),
      ...Object.assign({}, ...environment.workers.map(workerSettings)),
      MINUTES: String(deploymentTimeoutMinutes),
    },
    reads: ['CDK_VERSION', 'TASK_DEFINITION_ARN', ...environment.workers.map(revisionVariable)],
    commands: [
      CHECK_CDK_VERSION,
      environment.workers.length > 0
        ? deployAll(environment.workers)
        : `timeout "\${MINUTES}m" ${CDK_DEPLOY} --parameters "$PARAMETER=\${TASK_DEFINITION_ARN:?}" || {
${stopDeployment('$SERVICE', '$TASK_DEFINITION_ARN')}
  exit 1
}`,
    ],
    statements: deployStackStatements(environment),
    files: [infra.assembly],
    guide: {
      text:
        environment.workers.length > 0
          ? `Deploys the ${stack} with these revisions and waits until the service and its workers are stable.`
          : `Deploys the ${stack} with this revision and waits until the service is stable.`,
    },
  };
}

function workerSettings({ variable, parameter, ecsService }: WorkerModel): Record<string, string> {
  return { [`${variable}_PARAMETER`]: parameter, [`${variable}_SERVICE`]: ecsService.name };
}

/** A command that deploys the service and its workers. */
function deployAll(workers: readonly WorkerModel[]): string {
  const parameters = workers.map(
    (worker) => ` --parameters "$${worker.variable}_PARAMETER=\${${revisionVariable(worker)}:?}"`,
  );
  const services = workers.map((worker) => ` "$${worker.variable}_SERVICE=$${revisionVariable(worker)}"`);
  return `timeout "\${MINUTES}m" ${CDK_DEPLOY} --parameters "$PARAMETER=\${TASK_DEFINITION_ARN:?}"${parameters.join('')} || {
  for DEPLOYED in "$SERVICE=$TASK_DEFINITION_ARN"${services.join('')}; do
${indent(stopDeployment('${DEPLOYED%%=*}', '${DEPLOYED#*=}'))}
  done
  exit 1
}`;
}

/** Commands that stop the deployment of a revision to a service. */
function stopDeployment(service: string, revision: string): string {
  return `\
  read -r DEPLOYMENT SERVICE_REVISION <<< "$(aws ecs list-service-deployments --cluster "$CLUSTER" --service "${service}" --status PENDING IN_PROGRESS --query 'serviceDeployments[0].[serviceDeploymentArn,targetServiceRevisionArn]' --output text)"
  if [[ "$SERVICE_REVISION" == arn:* && "$(aws ecs describe-service-revisions --service-revision-arns "$SERVICE_REVISION" --query 'serviceRevisions[0].taskDefinition' --output text)" == "${revision}" ]]; then
    echo "The deployment of ${revision} did not complete in time; rolling back." >&2
    aws ecs stop-service-deployment --service-deployment-arn "$DEPLOYMENT" --stop-type ROLLBACK
  fi`;
}

/** Both steps that deploy the stack get the same permissions. */
function deployStackStatements(environment: ManagedEnvironment): Statement[] {
  const { bootstrapRoles } = environment.managed;
  const services = [environment, ...workerEnvironments(environment)];
  return [
    deployStackStatement(bootstrapRoles),
    describeStack(environment),
    {
      why: 'Find a deployment that exceeds the timeout.',
      actions: ['ecs:ListServiceDeployments'],
      resources: services.map(({ ecsService }) => ecsService.arn),
    },
    {
      why: 'Check which task definition revision is being deployed.',
      actions: ['ecs:DescribeServiceRevisions'],
      resources: services.map((each) => serviceChildArn('service-revision', each)),
      wildcard: 'ECS generates the IDs of service revisions.',
    },
    {
      why: 'Stop a deployment that exceeds the timeout.',
      actions: ['ecs:StopServiceDeployment'],
      resources: services.map((each) => serviceChildArn('service-deployment', each)),
      wildcard: 'ECS generates the IDs of service deployments.',
    },
  ];
}

function describeStack(environment: ManagedEnvironment): Statement {
  return describeStackStatement(environment, environment.managed.stack.name);
}

/** The URL of the service. `undefined` if it has none, or if it is not known. */
function serviceUrl(environment: ManagedEnvironment): ServiceUrl | undefined {
  const { loadBalancer, stack } = environment.managed;
  return loadBalancer && hasUrl(loadBalancer)
    ? {
        settings: { STACK: stack.name },
        command: readOutput('SERVICE_URL', 'Url'),
        statements: [describeStack(environment)],
      }
    : undefined;
}

function rollbackOf(environments: readonly ManagedEnvironment[]): RollbackScript<ManagedEnvironment> {
  const [parameter] = environments.map(({ managed }) => managed.parameter);
  const workers = environments.some((environment) => environment.workers.length > 0);
  return {
    description: 'Redeploys the current template of the service stack with an earlier task definition revision',
    deployedByEcs: true,
    settings: (environment) => ({
      STACK: environment.managed.stack.name,
      DEPLOY_ROLE: environment.managed.bootstrapRoles.deploy,
      ...(workers ? { WORKERS: workerFamilies(environment) } : {}),
    }),
    commands: [
      ...(workers ? [workerParameters()] : []),
      ...updateParameterCommands({
        parameter: parameter!,
        variable: 'TASK_DEFINITION_ARN',
        more: workers ? '$WORKER_PARAMETERS' : undefined,
      }),
    ],
  };
}
