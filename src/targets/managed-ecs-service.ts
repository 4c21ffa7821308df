import { arnOf } from '../model/aws';
import type { DeliveryModel, EnvironmentModel, ManagedServiceModel } from '../model/model';
import { extraArtifacts, oneOffTaskCommands, oneOffTaskStatements } from './release-extras';
import type { TargetWithCommands } from './target';
import {
  findRevisionStatements,
  longestDeployment,
  POLL_SECONDS,
  REGISTERED,
  registerCommands,
  registerStatements,
  registerStep,
  renderStep,
  summaryStep,
} from './task-definition';

/** Name of the GitHub artifact with the synthesized app. */
export const ASSEMBLY_ARTIFACT = 'cdk.out';

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
        why: 'Deploy the service stack as the CDK does: with the roles of its bootstrap, and nothing wider.',
        actions: ['sts:AssumeRole'],
        resources: [bootstrapRoles.deploy, bootstrapRoles.filePublishing, bootstrapRoles.lookup],
      },
      {
        why: 'Read the outputs of the service stack, and how its update ends.',
        actions: ['cloudformation:DescribeStacks'],
        resources: [stackArn(environment)],
        wildcard: 'CloudFormation appends an id to the name of a stack.',
      },
      ...oneOffTaskStatements(environment),
    ];
  },

  rollbackStatements: (_model, environment) => [
    ...findRevisionStatements(),
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
    deployCommand(model, environment.managed!),
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
        name: 'Deploy the service stack with it and wait until the service is stable',
        env: REGISTERED,
        'timeout-minutes': environment.deploymentTimeout,
        run: deployCommand(model, environment.managed!),
      },
      summaryStep(model, environment, 'register'),
    ];
  },

  rollback: {
    what: 'Gives the service stack an earlier revision of the task definition, with the template that it has',
    settings: (_model, { managed }) => ({ STACK: managed!.stack.name, DEPLOY_ROLE: managed!.bootstrapRoles.deploy }),
    commands: (model) => updateStack(longestDeployment(model)),
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

function deployCommand(model: DeliveryModel, managed: ManagedServiceModel): string {
  return `${cdkDeploy(model, managed)} --parameters "TaskDefinitionArn=$TASK_DEFINITION_ARN"`;
}

/** The one-off task of the first release needs the network and the cluster, before there is a service. */
function createStackCommands(model: DeliveryModel, { managed, oneOffTask }: EnvironmentModel): string[] {
  return oneOffTask
    ? [
        `aws cloudformation describe-stacks --stack-name ${managed!.stack.name} > /dev/null 2>&1 || ${cdkDeploy(model, managed!)}`,
      ]
    : [];
}

/**
 * Commands that hand `TASK_DEFINITION_ARN` to `STACK` and see the update through. The rest of the stack stays as it is.
 * The role of the CDK is needed for one call only; the wait is the caller's own.
 */
function updateStack(minutes: number): string[] {
  return [
    'read -r KEY_ID SECRET_KEY TOKEN <<< "$(aws sts assume-role --role-arn "$DEPLOY_ROLE" --role-session-name rollback --query \'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]\' --output text)"',
    'env -u AWS_PROFILE AWS_ACCESS_KEY_ID="$KEY_ID" AWS_SECRET_ACCESS_KEY="$SECRET_KEY" AWS_SESSION_TOKEN="$TOKEN" aws cloudformation update-stack --stack-name "$STACK" --use-previous-template --parameters "ParameterKey=TaskDefinitionArn,ParameterValue=$TASK_DEFINITION_ARN" --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM > /dev/null',
    `for _ in $(seq ${(minutes * 60) / POLL_SECONDS}); do
  STATE=$(aws cloudformation describe-stacks --stack-name "$STACK" --query 'Stacks[0].StackStatus' --output text)
  [[ "$STATE" == *_IN_PROGRESS ]] || break
  sleep ${POLL_SECONDS}
done`,
    '[[ "$STATE" == UPDATE_COMPLETE ]] || { echo "The update of $STACK failed, was rolled back or took too long: $STATE" >&2; exit 1; }',
  ];
}
