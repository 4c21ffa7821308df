import { arnOf } from '../model/aws';
import type { DeliveryModel, EnvironmentModel } from '../model/model';
import { code, quote } from '../render/infra/typescript';
import type { Statement, TargetWithAction } from './target';
import {
  findRevisionStatements,
  POLL_SECONDS,
  polls,
  registerStatements,
  renderStep,
  summaryStep,
} from './task-definition';

/** What CodePipeline's action looks for in its artifact, and what it replaces in the task definition. */
export const IMAGE_DETAIL = 'imageDetail.json';
export const IMAGE_PLACEHOLDER = 'IMAGE1_NAME';

/**
 * An ECS service that exists already, which CodeDeploy deploys blue/green. A release registers `task-definition.json`
 * with the new image, has CodeDeploy deploy that revision as `appspec.yaml` says, and waits until the deployment has
 * succeeded.
 */
export const CODE_DEPLOY_ECS_SERVICE: TargetWithAction = {
  releaseStatements: (_model, environment) => [
    ...registerStatements(environment),
    {
      why: 'See that CodeDeploy deploys the service.',
      actions: ['ecs:DescribeServices'],
      resources: [environment.ecsService.arn],
    },
    ...deployStatements(environment, {
      application: ['codedeploy:RegisterApplicationRevision'],
      deploymentGroup: ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:GetDeploymentGroup'],
    }),
  ],

  rollbackStatements: findRevisionStatements,

  releaseSteps: (model, environment) => [
    renderStep(model, environment),
    {
      name: 'Register the task definition, have CodeDeploy deploy it and wait until it has succeeded',
      id: 'release',
      uses: 'aws-actions/amazon-ecs-deploy-task-definition',
      // The action itself would wait as long again as CodeDeploy is set up to wait.
      'timeout-minutes': environment.deploymentTimeout,
      with: {
        'task-definition': '${{ steps.render.outputs.task-definition }}',
        cluster: environment.cluster.name,
        service: environment.ecsService.name,
        'codedeploy-appspec': model.files.appspec,
        'codedeploy-application': environment.codeDeploy!.application,
        'codedeploy-deployment-group': environment.codeDeploy!.deploymentGroup,
        'wait-for-service-stability': true,
        'wait-for-minutes': environment.deploymentTimeout,
        'wait-max-delay-seconds': POLL_SECONDS,
      },
    },
    summaryStep(model, environment, 'release'),
  ],

  rollback: {
    what: 'Has CodeDeploy deploy an earlier revision of the task definition',
    deployedByEcs: false,
    settings: (_model, { codeDeploy }) => ({
      APPLICATION: codeDeploy!.application,
      DEPLOYMENT_GROUP: codeDeploy!.deploymentGroup,
    }),
    commands: ({ files }) => deploy(files),
  },

  artifacts: (model) => [model.files.appspec, ...model.environments.map(templateFile), model.files.imageDetail],

  buildCommands: ({ environments, container, files }) => [
    ...environments.map(
      (environment) =>
        `jq --arg name ${container.name} '(.containerDefinitions[] | select(.name == $name)).image = "<${files.imagePlaceholder}>"' ${environment.taskDefinition.file} > ${templateFile(environment)}`,
    ),
    `printf '{"ImageURI":"%s"}' "$IMAGE_URI" > ${files.imageDetail}`,
  ],

  // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
  pipelineAction: ({ files }, environment, { id, variable }) => ({
    imports: { 'aws-cdk-lib/aws-codedeploy': 'codedeploy' },
    statements: [
      ...registerStatements(environment),
      ...deployStatements(environment, {
        application: [
          'codedeploy:GetApplication',
          'codedeploy:GetApplicationRevision',
          'codedeploy:RegisterApplicationRevision',
        ],
        deploymentGroup: ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'],
      }),
    ],
    resources: code`
      const ${variable}Group = codedeploy.EcsDeploymentGroup.fromEcsDeploymentGroupAttributes(this, ${quote(`${id}Group`)}, {
        application: codedeploy.EcsApplication.fromEcsApplicationName(
          this,
          ${quote(`${id}Application`)},
          ${quote(environment.codeDeploy!.application)},
        ),
        deploymentGroupName: ${quote(environment.codeDeploy!.deploymentGroup)},
      });`,
    className: 'CodeDeployEcsDeployAction',
    properties: code`
      deploymentGroup: ${variable}Group,
      appSpecTemplateFile: built.atPath(${quote(files.appspec)}),
      taskDefinitionTemplateFile: built.atPath(${quote(templateFile(environment))}),
      containerImageInputs: [{ input: built, taskDefinitionPlaceholder: ${quote(files.imagePlaceholder)} }],`,
  }),
};

/** The task definition as CodePipeline's action takes it: `taskdef.json`. */
export function templateFile({ taskDefinition }: EnvironmentModel): string {
  return taskDefinition.file.replace('task-definition', 'taskdef');
}

/** To have CodeDeploy deploy a revision, and to see how it ends. */
function deployStatements(
  environment: EnvironmentModel,
  actions: { readonly application: readonly string[]; readonly deploymentGroup: readonly string[] },
): Statement[] {
  const { applicationArn, deploymentGroupArn } = environment.codeDeploy!;
  return [
    {
      why: 'Tell CodeDeploy what to deploy.',
      actions: actions.application,
      resources: [applicationArn],
    },
    {
      why: 'Deploy it and watch the deployment.',
      actions: actions.deploymentGroup,
      resources: [deploymentGroupArn],
    },
    {
      why: 'Read how the traffic shifts.',
      actions: ['codedeploy:GetDeploymentConfig'],
      resources: [arnOf('codedeploy', environment, 'deploymentconfig:*')],
      wildcard: 'The deployment group decides which configuration. The action reads.',
    },
  ];
}

/**
 * Commands that have CodeDeploy deploy `TASK_DEFINITION_ARN` and see the deployment through.
 *
 * `aws deploy wait deployment-successful` gives up after half an hour, while CodeDeploy may keep the old tasks longer.
 */
function deploy({ appspec, taskDefinitionPlaceholder }: DeliveryModel['files']): string[] {
  return [
    '# The AWS CLI takes it in single quotes: a quote or a backslash inside needs a backslash.',
    `APPSPEC=$(sed -e "s|${taskDefinitionPlaceholder}|$TASK_DEFINITION_ARN|" -e "s/[\\\\\\\\']/\\\\\\\\&/g" ${appspec})`,
    `DEPLOYMENT=$(aws deploy create-deployment --application-name "$APPLICATION" --deployment-group-name "$DEPLOYMENT_GROUP" --revision "revisionType=AppSpecContent,appSpecContent={content='$APPSPEC'}" --query deploymentId --output text)`,
    `for _ in ${polls('MINUTES')}; do
  STATE=$(aws deploy get-deployment --deployment-id "$DEPLOYMENT" --query deploymentInfo.status --output text)
  [[ ! "$STATE" =~ ^(Succeeded|Failed|Stopped)$ ]] || break
  sleep ${POLL_SECONDS}
done`,
    '[[ "$STATE" == Succeeded ]] || { echo "The deployment $DEPLOYMENT failed, was stopped or took too long: $STATE" >&2; exit 1; }',
  ];
}
