import type { EnvironmentModel } from '../../../model/model';
import { code, duration, quote } from '../../../printing/typescript';
import type { WorkflowStep } from '../../../engines/github-actions/workflow-step';
import type { Statement, TargetWithAction } from '../../../core/target';
import {
  describeTasksStatement,
  familyArn,
  historyStatements,
  passRolesStatement,
  releaseStep,
  renderFrom,
  summaryStep,
  updateService,
  updateServiceStatement,
} from '../registration';

/** The file that CodePipeline's ECS action reads the image from. */
export const IMAGE_DEFINITIONS = 'imagedefinitions.json';

/**
 * An existing ECS service whose task definition is managed elsewhere, for example in Terraform. A release copies the
 * revision that the service runs, changes its image, updates the service to the copy, and waits for the deployment to
 * complete. Both engines do the same.
 */
export const IMAGE_ONLY_ECS_SERVICE: TargetWithAction = {
  releaseStatements: (_model, environment) => releaseStatements(environment),

  rollbackStatements: (_model, environment) => [
    {
      why: 'Find the revision to roll back to.',
      actions: ['ecs:ListTaskDefinitions'],
      resources: ['*'],
      wildcard: 'This read-only action does not support resource-level permissions.',
    },
    ...historyStatements(environment),
  ],

  releaseSteps: (model, environment) => [
    currentStep(environment),
    renderFrom(model, { 'task-definition-arn': '${{ steps.current.outputs.task-definition-arn }}' }),
    releaseStep(environment),
    summaryStep(model, environment, 'release'),
  ],

  rollback: {
    description: 'Updates the service to an earlier task definition revision',
    deployedByEcs: true,
    settings: () => ({}),
    commands: () => updateService('MINUTES'),
  },

  artifacts: ({ files }) => [files.imageDefinitions],

  buildCommands: ({ container, files }) => [
    `printf '[{"name":"%s","imageUri":"%s"}]' ${container.name} "$IMAGE_URI" > ${files.imageDefinitions}`,
  ],

  // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
  pipelineAction: ({ files }, environment, { id, variable }) => ({
    imports: { 'aws-cdk-lib/aws-ecs': 'ecs' },
    statements: [...releaseStatements(environment), ...watchStatements(environment)],
    resources: code`
      const ${variable}Service = ecs.BaseService.fromServiceArnWithCluster(
        this,
        ${quote(`${id}Service`)},
        ${quote(environment.ecsService.arn)},
      );`,
    className: 'EcsDeployAction',
    properties: code`
      service: ${variable}Service,
      imageFile: built.atPath(${quote(files.imageDefinitions)}),
      deploymentTimeout: ${duration(environment.deploymentTimeout)},`,
  }),
};

/** Both engines need the same permissions. */
function releaseStatements(environment: EnvironmentModel): Statement[] {
  const family = `${familyArn(environment)}:*`;
  return [
    {
      why: 'Read the task definition that the service runs.',
      actions: ['ecs:DescribeTaskDefinition'],
      resources: ['*'],
      wildcard: 'This read-only action does not support resource-level permissions.',
    },
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
    updateServiceStatement(environment),
  ];
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

/** Reads the revision from the service, because the service may not run the newest revision of the family. */
function currentStep(environment: EnvironmentModel): WorkflowStep {
  const { cluster, ecsService } = environment;
  const family = familyArn(environment);
  return {
    name: 'Get the current task definition',
    id: 'current',
    run: [
      `CURRENT=$(aws ecs describe-services --cluster ${cluster.name} --services ${ecsService.name} --query 'services[0].taskDefinition' --output text)`,
      `if [ "\${CURRENT%:*}" != ${family} ]; then`,
      `  echo "${ecsService.name} in ${cluster.name} runs $CURRENT, which does not belong to ${family}" >&2`,
      '  exit 1',
      'fi',
      'echo "task-definition-arn=$CURRENT" >> "$GITHUB_OUTPUT"',
      '',
    ].join('\n'),
  };
}
