import type { NativeSteps, Step } from '../../../core/release';
import type { Statement } from '../../../core/statement';
import type { PipelineNative } from '../../../engines/code-pipeline/native';
import type { DeliveryModel, EnvironmentModel } from '../../../model/model';
import { usesPipelineAction } from '../../../model/service-kind';
import { code, duration, quote } from '../../../printing/typescript';
import { containerOf } from '../container';
import {
  describeServiceStatement,
  describeTasksStatement,
  historyStatements,
  serviceSettings,
  updateServiceStatement,
  updateStep,
} from '../deployment';
import { oneOffTaskSteps, smokeTestSteps, timeoutOf } from '../extra-steps';
import { existingServiceGuide, existingSettings, rollingSetup } from '../guide';
import type { EcsMode } from '../mode';
import {
  familyArn,
  githubDeploy,
  githubRegister,
  passRolesStatement,
  REGISTER_COMMAND,
  reportOf,
} from '../registration';
import { UPDATE_ROLLBACK } from './existing';

/**
 * An existing ECS service whose task definition is managed elsewhere, for example in Terraform. A release copies the
 * revision that the service runs, changes its image, updates the service to the copy, and waits for the deployment to
 * complete.
 */
export function imageOnlyService(model: DeliveryModel): EcsMode {
  return {
    environments: model.environments,
    files: [],
    release: (environment) => ({
      steps: [
        currentStep(environment),
        copyStep(model, environment),
        ...oneOffTaskSteps(
          model,
          environment,
          describeServiceStatement(environment, 'Read the network of the service.'),
        ),
        updateStep(environment),
        ...smokeTestSteps(model, environment),
      ],
      native: [
        githubDeploy(model, environment, CURRENT),
        githubRegister(model, environment, CURRENT),
        ...(usesPipelineAction(model.serviceKind, environment) ? [pipelineNative(model, environment)] : []),
      ],
      timeout: timeoutOf(environment),
      report: reportOf(model, environment),
    }),
    rollback: UPDATE_ROLLBACK,
    rollbackStatements: (environment) => [
      DESCRIBE_REVISIONS,
      {
        why: 'Find the revision to roll back to.',
        actions: ['ecs:ListTaskDefinitions'],
        resources: ['*'],
        wildcard: 'This read-only action does not support resource-level permissions.',
      },
      ...historyStatements(environment),
      updateServiceStatement(environment),
    ],
    rollbackFiles: [],
    stacks: () => [],
    guide: existingServiceGuide(model, {
      setupSteps: rollingSetup(model),
      changes: IMAGE_CHANGES,
    }),
    settings: (environment) => existingSettings(model, environment),
  };
}

/** Which changes take effect with a release. */
export const IMAGE_CHANGES =
  'A release changes only the image. To change anything else in the task definition, use the tool that manages it, for example Terraform.';

/** The input of GitHub's action that specifies the revision that the service runs. */
export const CURRENT = { 'task-definition-arn': '${{ env.CURRENT_TASK_DEFINITION_ARN }}' };

/**
 * Reads the revision from the service, because the service may not run the newest revision of the family.
 *
 * @param revision the query that returns the revision, in quotes
 */
export function currentStep(environment: EnvironmentModel, revision = "'services[0].taskDefinition'"): Step {
  return {
    id: 'current',
    title: 'Get the current task definition',
    settings: { ...serviceSettings(environment), FAMILY_ARN: familyArn(environment) },
    commands: [
      `CURRENT_TASK_DEFINITION_ARN=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query ${revision} --output text)`,
      `if [ "\${CURRENT_TASK_DEFINITION_ARN%:*}" != "$FAMILY_ARN" ]; then
  echo "$SERVICE in $CLUSTER runs $CURRENT_TASK_DEFINITION_ARN, which does not belong to $FAMILY_ARN" >&2
  exit 1
fi`,
    ],
    sets: ['CURRENT_TASK_DEFINITION_ARN'],
    statements: [describeServiceStatement(environment, 'Read which revision the service runs.')],
  };
}

/** The fields of a registered revision that are not part of its definition. */
const READ_ONLY_FIELDS = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
];

/** Registers a copy of the current revision. The prefix `aws:` is reserved for tags that AWS sets. */
export function copyStep(model: DeliveryModel, environment: EnvironmentModel): Step {
  const family = `${familyArn(environment)}:*`;
  const edit = [
    '[.tags[]? | select(.key | startswith("aws:") | not)] as $tags',
    `.taskDefinition | del(${READ_ONLY_FIELDS.map((field) => `.${field}`).join(', ')})`,
    '(.containerDefinitions[] | select(.name == $name)).image = $image',
    'if $tags == [] then . else .tags = $tags end',
  ].join(' | ');
  return {
    id: 'register',
    title: 'Register a copy of the task definition with the new image',
    settings: { CONTAINER: containerOf(model, environment).name },
    reads: ['CURRENT_TASK_DEFINITION_ARN', 'IMAGE_URI'],
    commands: [
      `aws ecs describe-task-definition --task-definition "$CURRENT_TASK_DEFINITION_ARN" --include TAGS --output json | jq --arg name "$CONTAINER" --arg image "$IMAGE_URI" '${edit}' > release.json`,
      REGISTER_COMMAND,
      'echo "Registered $TASK_DEFINITION_ARN with $IMAGE_URI"',
    ],
    sets: ['TASK_DEFINITION_ARN'],
    statements: [
      DESCRIBE_REVISIONS,
      {
        why: 'Register a revision with the new image.',
        actions: ['ecs:RegisterTaskDefinition'],
        resources: [family],
        wildcard: 'ECS assigns the revision numbers.',
      },
      {
        why: 'Copy the tags to the new revision. Tagging other resources is not allowed.',
        actions: ['ecs:TagResource'],
        resources: [family],
        wildcard: 'ECS assigns the revision numbers.',
        conditions: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
      },
      passRolesStatement(environment),
    ],
    guide: {
      text: 'Copies the task definition that the service runs, replaces the image, and registers the copy as a new revision.',
    },
  };
}

const DESCRIBE_REVISIONS: Statement = {
  why: 'Read the task definition that the service runs.',
  actions: ['ecs:DescribeTaskDefinition'],
  resources: ['*'],
  wildcard: 'This read-only action does not support resource-level permissions.',
};

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html */
function pipelineNative(model: DeliveryModel, environment: EnvironmentModel): NativeSteps<PipelineNative> {
  const imageDefinitions = environment.imageDefinitions ?? model.files.imageDefinitions;
  return {
    engine: 'code-pipeline',
    replaces: ['current', 'register', 'update'],
    native: {
      action: ({ id, variable }) => ({
        imports: { 'aws-cdk-lib/aws-ecs': 'ecs' },
        resources: code`
          const ${variable}Service = ecs.BaseService.fromServiceArnWithCluster(
            this,
            ${quote(`${id}Service`)},
            ${quote(environment.ecsService.arn)},
          );`,
        className: 'EcsDeployAction',
        properties: code`
          service: ${variable}Service,
          imageFile: built.atPath(${quote(imageDefinitions)}),
          deploymentTimeout: ${duration(environment.deploymentTimeoutMinutes)},`,
      }),
      buildCommands: [
        `printf '[{"name":"%s","imageUri":"%s"}]' ${containerOf(model, environment).name} "$IMAGE_URI" > ${imageDefinitions}`,
      ],
      files: [imageDefinitions],
    },
    statements: [
      ...copyStep(model, environment).statements,
      updateServiceStatement(environment),
      ...watchStatements(environment),
    ],
  };
}

/** Permissions that CodePipeline's action needs to watch the deployment. */
function watchStatements(environment: EnvironmentModel): Statement[] {
  return [
    {
      why: 'List the tasks of the cluster.',
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      wildcard: 'This action does not support resource-level permissions for Fargate tasks.',
      conditions: { ArnEquals: { 'ecs:cluster': environment.cluster.arn } },
    },
    describeTasksStatement(environment, 'Check the status of the tasks.'),
  ];
}
