import { arnOf } from '../../../model/aws';
import type { DeliveryModel, EnvironmentModel, ManagedServiceModel } from '../../../model/model';
import { ASSEMBLY_ARTIFACT } from '../assembly';
import { extraArtifacts, oneOffTaskCommands, oneOffTaskStatements, smokeTestSteps } from '../release-extras';
import type { TargetWithCommands } from '../../../core/target';
import {
  findDeployedStatements,
  POLL_SECONDS,
  polls,
  REGISTERED,
  registerCommands,
  registerStatements,
  registerStep,
  renderStep,
  serviceChildArn,
  summaryStep,
} from '../registration';

/**
 * A managed service. A release registers `task-definition.json` with the new image and deploys the service stack with
 * that revision as a parameter. The CDK app is synthesized once for all environments.
 */
export const MANAGED_ECS_SERVICE: TargetWithCommands = {
  releaseStatements: (_model, environment) => {
    const { bootstrapRoles } = environment.managed!;
    return [
      ...registerStatements(environment),
      {
        why: 'Deploy the service stack with the CDK bootstrap roles.',
        actions: ['sts:AssumeRole'],
        resources: [bootstrapRoles.deploy, bootstrapRoles.filePublishing],
      },
      {
        why: 'Read the outputs and the status of the service stack.',
        actions: ['cloudformation:DescribeStacks'],
        resources: [stackArn(environment)],
        wildcard: 'CloudFormation appends a generated ID to the stack name in the ARN.',
      },
      {
        why: 'Find a deployment that exceeds the timeout.',
        actions: ['ecs:ListServiceDeployments'],
        resources: [environment.ecsService.arn],
      },
      {
        why: 'Check which task definition revision is being deployed.',
        actions: ['ecs:DescribeServiceRevisions'],
        resources: [serviceChildArn('service-revision', environment)],
        wildcard: 'ECS generates the IDs of service revisions.',
      },
      {
        why: 'Stop a deployment that exceeds the timeout.',
        actions: ['ecs:StopServiceDeployment'],
        resources: [serviceChildArn('service-deployment', environment)],
        wildcard: 'ECS generates the IDs of service deployments.',
      },
      ...oneOffTaskStatements(environment),
    ];
  },

  rollbackStatements: (_model, environment) => [
    ...findDeployedStatements(environment),
    {
      why: 'Read which revision the service runs.',
      actions: ['ecs:DescribeServices'],
      resources: [environment.ecsService.arn],
    },
  ],

  releaseVariables: (model) => ({ CONTAINER: model.container.name }),

  releaseCommands: (model, environment) => [
    ...registerCommands(environment),
    ...createStackCommands(model, environment),
    ...oneOffTaskCommands(model, environment),
    ...deployCommands(model, environment),
  ],

  releaseSteps: (model, environment) => {
    const oneOffTask = oneOffTaskCommands(model, environment);
    return [
      renderStep(model, environment),
      registerStep(),
      {
        name: 'Download the synthesized app',
        uses: 'actions/download-artifact',
        with: { name: ASSEMBLY_ARTIFACT, path: model.infra.assembly },
      },
      ...(oneOffTask.length > 0
        ? [
            {
              name: 'Run the one-off task',
              env: REGISTERED,
              run: `${[...createStackCommands(model, environment), ...oneOffTask].join('\n')}\n`,
            },
          ]
        : []),
      {
        name: 'Deploy the service stack',
        env: REGISTERED,
        run: `${deployCommands(model, environment).join('\n')}\n`,
      },
      ...smokeTestSteps(environment),
      summaryStep(model, environment, 'register'),
    ];
  },

  rollback: {
    description: 'Redeploys the current template of the service stack with an earlier task definition revision',
    deployedByEcs: true,
    settings: (_model, { managed }) => ({ STACK: managed!.stack.name, DEPLOY_ROLE: managed!.bootstrapRoles.deploy }),
    commands: updateStack,
  },

  artifacts: (model) => [
    ...model.environments.map((environment) => environment.taskDefinition.file),
    `${model.infra.assembly}/**/*`,
    ...extraArtifacts(model),
  ],
};

function stackArn(environment: EnvironmentModel): string {
  return arnOf('cloudformation', environment, `stack/${environment.managed!.stack.name}/*`);
}

/** Deploys with `CDK_VERSION`, the version of the CDK CLI that synthesized the app. */
function cdkDeploy({ infra }: DeliveryModel, { stack }: ManagedServiceModel): string {
  return `npx --yes "aws-cdk@$CDK_VERSION" deploy ${stack.name} --app ${infra.assembly} --exclusively --require-approval never`;
}

/** The value comes from a job that runs third-party code, and `npx` would also accept a URL as a version. */
const CHECK_CDK_VERSION =
  '[[ "$CDK_VERSION" =~ ^[0-9]+(\\.[0-9]+){2}$ ]] || { echo "Not a valid CDK version: $CDK_VERSION" >&2; exit 1; }';

/**
 * ECS continues a deployment even if the release has failed or timed out, so the commands stop the deployment. They do
 * not stop a deployment of another revision, for example a rollback.
 */
function deployCommands(model: DeliveryModel, environment: EnvironmentModel): string[] {
  const { cluster, ecsService, deploymentTimeout, managed, oneOffTask } = environment;
  return [
    ...(oneOffTask ? [] : [CHECK_CDK_VERSION]),
    `timeout ${deploymentTimeout}m ${cdkDeploy(model, managed!)} --parameters "${managed!.parameter}=\${TASK_DEFINITION_ARN:?}" || {
  read -r DEPLOYMENT SERVICE_REVISION <<< "$(aws ecs list-service-deployments --cluster ${cluster.name} --service ${ecsService.name} --status PENDING IN_PROGRESS --query 'serviceDeployments[0].[serviceDeploymentArn,targetServiceRevisionArn]' --output text)"
  if [[ "$SERVICE_REVISION" == arn:* && "$(aws ecs describe-service-revisions --service-revision-arns "$SERVICE_REVISION" --query 'serviceRevisions[0].taskDefinition' --output text)" == "$TASK_DEFINITION_ARN" ]]; then
    echo "The deployment of $TASK_DEFINITION_ARN did not complete in time; rolling back." >&2
    aws ecs stop-service-deployment --service-deployment-arn "$DEPLOYMENT" --stop-type ROLLBACK
  fi
  exit 1
}`,
  ];
}

/**
 * In the first release, the one-off task needs the network and the cluster before the service exists. These commands
 * deploy the stack without the service.
 */
function createStackCommands(model: DeliveryModel, { managed, oneOffTask }: EnvironmentModel): string[] {
  const subnets = `aws cloudformation describe-stacks --stack-name ${managed!.stack.name} --query "Stacks[0].Outputs[?OutputKey=='TaskSubnets'].OutputValue" --output text`;
  return oneOffTask
    ? [CHECK_CDK_VERSION, `[[ "$(${subnets} 2> /dev/null)" == subnet-* ]] || ${cdkDeploy(model, managed!)}`]
    : [];
}

/**
 * Commands that update `STACK` to `TASK_DEFINITION_ARN`, change nothing else, and wait for the update to complete. Only
 * `update-stack` uses the CDK bootstrap role. The other calls use the caller's own credentials.
 */
function updateStack({ environments }: DeliveryModel): string[] {
  const { parameter } = environments[0]!.managed!;
  return [
    'CREDENTIALS=$(aws sts assume-role --role-arn "$DEPLOY_ROLE" --role-session-name rollback --query \'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]\' --output text)',
    `(
  read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$CREDENTIALS"
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  unset AWS_PROFILE
  aws cloudformation update-stack --stack-name "$STACK" --use-previous-template --parameters "ParameterKey=${parameter},ParameterValue=$TASK_DEFINITION_ARN" --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM > /dev/null
)`,
    `for _ in ${polls('MINUTES')}; do
  # Wait first, because CloudFormation may still return the previous status.
  sleep ${POLL_SECONDS}
  STATE=$(aws cloudformation describe-stacks --stack-name "$STACK" --query 'Stacks[0].StackStatus' --output text)
  [[ "$STATE" == *_IN_PROGRESS ]] || break
done`,
    `NOW=$(aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Parameters[?ParameterKey=='${parameter}'].ParameterValue | [0]" --output text)`,
    '[[ "$STATE" == UPDATE_COMPLETE && "$NOW" == "$TASK_DEFINITION_ARN" ]] || { echo "The update of $STACK failed, was rolled back, or timed out. Last status: $STATE" >&2; exit 1; }',
  ];
}
