import { arnOf } from '../model/aws';
import type { DeliveryModel, EnvironmentModel, ManagedServiceModel } from '../model/model';
import { ASSEMBLY_ARTIFACT } from '../render/assembly';
import { extraArtifacts, oneOffTaskCommands, oneOffTaskStatements, smokeTestSteps } from './release-extras';
import type { TargetWithCommands } from './target';
import {
  findDeployedStatements,
  ofService,
  POLL_SECONDS,
  polls,
  REGISTERED,
  registerCommands,
  registerStatements,
  registerStep,
  renderStep,
  summaryStep,
} from './task-definition';

/**
 * An ECS service of our own stack. A release registers `task-definition.json` with the new image and deploys the
 * service stack with that revision as its parameter, from the app as it was synthesized once for all environments.
 */
export const MANAGED_ECS_SERVICE: TargetWithCommands = {
  releaseStatements: (_model, environment) => {
    const { bootstrapRoles } = environment.managed!;
    return [
      ...registerStatements(environment),
      {
        why: 'Deploy the service stack as the CDK does, with the roles of its bootstrap.',
        actions: ['sts:AssumeRole'],
        resources: [bootstrapRoles.deploy, bootstrapRoles.filePublishing],
      },
      {
        why: 'Read the outputs of the service stack, and how its update ends.',
        actions: ['cloudformation:DescribeStacks'],
        resources: [stackArn(environment)],
        wildcard: 'CloudFormation appends an id to the name of a stack.',
      },
      {
        why: 'Find a deployment that takes too long.',
        actions: ['ecs:ListServiceDeployments'],
        resources: [environment.ecsService.arn],
      },
      {
        why: 'See which revision of the task definition it is of.',
        actions: ['ecs:DescribeServiceRevisions'],
        resources: [ofService('service-revision', environment)],
        wildcard: 'ECS numbers the revisions of the service.',
      },
      {
        why: 'Stop a deployment that takes too long.',
        actions: ['ecs:StopServiceDeployment'],
        resources: [ofService('service-deployment', environment)],
        wildcard: 'ECS gives each deployment of the service an id.',
      },
      ...oneOffTaskStatements(environment),
    ];
  },

  rollbackStatements: (_model, environment) => [
    ...findDeployedStatements(environment),
    {
      why: 'See which revision the service runs.',
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
        name: 'Fetch the synthesized CDK app',
        uses: 'actions/download-artifact',
        with: { name: ASSEMBLY_ARTIFACT, path: model.infra.assembly },
      },
      ...(oneOffTask.length > 0
        ? [
            {
              name: 'Run the one-off task and wait until it has succeeded',
              env: REGISTERED,
              run: `${[...createStackCommands(model, environment), ...oneOffTask].join('\n')}\n`,
            },
          ]
        : []),
      {
        name: 'Deploy the service stack with the registered revision and wait until the service is stable',
        env: REGISTERED,
        run: `${deployCommands(model, environment).join('\n')}\n`,
      },
      ...smokeTestSteps(environment),
      summaryStep(model, environment, 'register'),
    ];
  },

  rollback: {
    what: 'Gives the service stack an earlier revision of the task definition, with the template that it has',
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

/** The CLI that the app was synthesized with deploys it: `CDK_VERSION`. */
function cdkDeploy({ infra }: DeliveryModel, { stack }: ManagedServiceModel): string {
  return `npx --yes "aws-cdk@$CDK_VERSION" deploy ${stack.name} --app ${infra.assembly} --exclusively --require-approval never`;
}

/** It comes from a job that runs the code of dependencies: npm would take a URL, too. */
const CHECK_CDK_VERSION =
  '[[ "$CDK_VERSION" =~ ^[0-9]+(\\.[0-9]+){2}$ ]] || { echo "This is no version of the CDK: $CDK_VERSION" >&2; exit 1; }';

/** ECS would go on with a deployment that nobody waits for. One of somebody else, a rollback say, is left alone. */
function deployCommands(model: DeliveryModel, environment: EnvironmentModel): string[] {
  const { cluster, ecsService, deploymentTimeout, managed, oneOffTask } = environment;
  return [
    ...(oneOffTask ? [] : [CHECK_CDK_VERSION]),
    `timeout ${deploymentTimeout}m ${cdkDeploy(model, managed!)} --parameters "${managed!.parameter}=\${TASK_DEFINITION_ARN:?}" || {
  read -r DEPLOYMENT RUN <<< "$(aws ecs list-service-deployments --cluster ${cluster.name} --service ${ecsService.name} --status PENDING IN_PROGRESS --query 'serviceDeployments[0].[serviceDeploymentArn,targetServiceRevisionArn]' --output text)"
  if [[ "$RUN" == arn:* && "$(aws ecs describe-service-revisions --service-revision-arns "$RUN" --query 'serviceRevisions[0].taskDefinition' --output text)" == "$TASK_DEFINITION_ARN" ]]; then
    echo "The deployment of $TASK_DEFINITION_ARN has not completed: ECS goes back." >&2
    aws ecs stop-service-deployment --service-deployment-arn "$DEPLOYMENT" --stop-type ROLLBACK
  fi
  exit 1
}`,
  ];
}

/** The one-off task of the first release needs the network and the cluster, before there is a service. */
function createStackCommands(model: DeliveryModel, { managed, oneOffTask }: EnvironmentModel): string[] {
  const subnets = `aws cloudformation describe-stacks --stack-name ${managed!.stack.name} --query "Stacks[0].Outputs[?OutputKey=='TaskSubnets'].OutputValue" --output text`;
  return oneOffTask
    ? [CHECK_CDK_VERSION, `[[ "$(${subnets} 2> /dev/null)" == subnet-* ]] || ${cdkDeploy(model, managed!)}`]
    : [];
}

/**
 * Commands that hand `TASK_DEFINITION_ARN` to `STACK` and see the update through. The rest of the stack stays as it is.
 * The role of the CDK is needed for one call only; the wait is the caller's own.
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
  # At first CloudFormation may still tell how it was before.
  sleep ${POLL_SECONDS}
  STATE=$(aws cloudformation describe-stacks --stack-name "$STACK" --query 'Stacks[0].StackStatus' --output text)
  [[ "$STATE" == *_IN_PROGRESS ]] || break
done`,
    `NOW=$(aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Parameters[?ParameterKey=='${parameter}'].ParameterValue | [0]" --output text)`,
    '[[ "$STATE" == UPDATE_COMPLETE && "$NOW" == "$TASK_DEFINITION_ARN" ]] || { echo "The update of $STACK failed, was rolled back or took too long: $STATE" >&2; exit 1; }',
  ];
}
