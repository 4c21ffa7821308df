import type { EnvironmentModel } from '../model/model';
import { code, duration, quote } from '../render/infra/typescript';
import type { WorkflowStep } from '../render/workflow-step';
import type { Statement, TargetWithAction } from './target';
import {
  describeTasksStatement,
  familyArn,
  historyStatements,
  moveService,
  moveServiceStatement,
  passRolesStatement,
  releaseStep,
  renderFrom,
  summaryStep,
} from './task-definition';

/** What CodePipeline's action for ECS looks for in its artifact. */
export const IMAGE_DEFINITIONS = 'imagedefinitions.json';

/**
 * An ECS service whose task definition is owned elsewhere. A release copies the revision that the service runs, changes
 * its image, points the service to the copy and waits until the deployment has completed. Both engines do the same.
 */
export const IMAGE_ONLY_ECS_SERVICE: TargetWithAction = {
  releaseStatements: (_model, environment) => releaseStatements(environment),

  rollbackStatements: (_model, environment) => [
    {
      why: 'Find earlier revisions, to go back to one.',
      actions: ['ecs:ListTaskDefinitions'],
      resources: ['*'],
      wildcard: 'The actions take no resource. They read.',
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
    what: 'Points the service to an earlier revision of its task definition',
    deployedByEcs: true,
    settings: () => ({}),
    commands: () => moveService('MINUTES'),
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

/** The same for both engines, since both do the same. */
function releaseStatements(environment: EnvironmentModel): Statement[] {
  const family = `${familyArn(environment)}:*`;
  return [
    {
      why: 'Read the task definition that the service runs.',
      actions: ['ecs:DescribeTaskDefinition'],
      resources: ['*'],
      wildcard: 'The actions take no resource. They read.',
    },
    {
      why: 'Register a revision with the new image.',
      actions: ['ecs:RegisterTaskDefinition'],
      resources: [family],
      wildcard: 'ECS numbers the revisions of the task definition.',
    },
    {
      why: 'Give it the tags of the revision that it is copied from. Nothing else gets tags.',
      actions: ['ecs:TagResource'],
      resources: [family],
      wildcard: 'ECS numbers the revisions of the task definition.',
      conditions: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
    },
    passRolesStatement(environment),
    moveServiceStatement(environment),
  ];
}

/** How CodePipeline's action watches the deployment. */
function watchStatements(environment: EnvironmentModel): Statement[] {
  return [
    {
      why: 'List the tasks of the cluster.',
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      wildcard: 'The action takes no resource for tasks on Fargate.',
      conditions: { ArnEquals: { 'ecs:cluster': environment.cluster.arn } },
    },
    describeTasksStatement(environment, 'See how they do.'),
  ];
}

/** The newest revision of the family need not be the one that the service runs. */
function currentStep(environment: EnvironmentModel): WorkflowStep {
  const { cluster, ecsService } = environment;
  const family = familyArn(environment);
  return {
    name: 'Ask for the task definition that the service runs',
    id: 'current',
    run: [
      `CURRENT=$(aws ecs describe-services --cluster ${cluster.name} --services ${ecsService.name} --query 'services[0].taskDefinition' --output text)`,
      `if [ "\${CURRENT%:*}" != ${family} ]; then`,
      `  echo "${ecsService.name} in ${cluster.name} runs $CURRENT, which is not of ${family}" >&2`,
      '  exit 1',
      'fi',
      'echo "task-definition-arn=$CURRENT" >> "$GITHUB_OUTPUT"',
      '',
    ].join('\n'),
  };
}
