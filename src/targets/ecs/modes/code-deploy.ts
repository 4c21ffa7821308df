import { arnOf } from '../../../model/aws';
import type { DeliveryModel, EnvironmentModel } from '../../../model/model';
import { code, quote } from '../../../printing/typescript';
import type { Statement, TargetWithAction } from '../../../core/target';
import {
  findRevisionStatements,
  POLL_SECONDS,
  polls,
  registerStatements,
  renderStep,
  summaryStep,
} from '../registration';

/** The file that CodePipeline's action reads the image from, and the placeholder that it replaces with the image. */
export const IMAGE_DETAIL = 'imageDetail.json';
export const IMAGE_PLACEHOLDER = 'IMAGE1_NAME';

/**
 * An existing ECS service that uses CodeDeploy blue/green deployments. A release registers `task-definition.json` with
 * the new image, deploys that revision with CodeDeploy and `appspec.yaml`, and waits for the deployment to succeed.
 */
export const CODE_DEPLOY_ECS_SERVICE: TargetWithAction = {
  releaseStatements: (_model, environment) => [
    ...registerStatements(environment),
    {
      why: 'Check that the service is deployed by CodeDeploy.',
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
      name: 'Register the task definition and deploy it with CodeDeploy',
      id: 'release',
      uses: 'aws-actions/amazon-ecs-deploy-task-definition',
      // Without this timeout, the action adds the wait times of the deployment group to its own timeout.
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
    description: 'Deploys an earlier task definition revision with CodeDeploy',
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

/** The task definition template for CodePipeline's action, for example `taskdef.json`. */
export function templateFile({ taskDefinition }: EnvironmentModel): string {
  return taskDefinition.file.replace('task-definition', 'taskdef');
}

/** Permissions to deploy a revision with CodeDeploy and watch the deployment. */
function deployStatements(
  environment: EnvironmentModel,
  actions: { readonly application: readonly string[]; readonly deploymentGroup: readonly string[] },
): Statement[] {
  const { applicationArn, deploymentGroupArn } = environment.codeDeploy!;
  return [
    {
      why: 'Register the revision in CodeDeploy.',
      actions: actions.application,
      resources: [applicationArn],
    },
    {
      why: 'Start the deployment and watch it.',
      actions: actions.deploymentGroup,
      resources: [deploymentGroupArn],
    },
    {
      why: 'Read how the deployment shifts traffic.',
      actions: ['codedeploy:GetDeploymentConfig'],
      resources: [arnOf('codedeploy', environment, 'deploymentconfig:*')],
      wildcard: 'The deployment group selects the configuration. This action is read-only.',
    },
  ];
}

/**
 * Commands that deploy `TASK_DEFINITION_ARN` with CodeDeploy and wait for the deployment to succeed.
 *
 * `aws deploy wait deployment-successful` times out after 30 minutes, but CodeDeploy may keep the old tasks longer.
 */
function deploy({ appspec, taskDefinitionPlaceholder }: DeliveryModel['files']): string[] {
  return [
    '# The AppSpec is passed in single quotes, so escape single quotes and backslashes.',
    `APPSPEC=$(sed -e "s|${taskDefinitionPlaceholder}|$TASK_DEFINITION_ARN|" -e "s/[\\\\\\\\']/\\\\\\\\&/g" ${appspec})`,
    `DEPLOYMENT=$(aws deploy create-deployment --application-name "$APPLICATION" --deployment-group-name "$DEPLOYMENT_GROUP" --revision "revisionType=AppSpecContent,appSpecContent={content='$APPSPEC'}" --query deploymentId --output text)`,
    `for _ in ${polls('MINUTES')}; do
  STATE=$(aws deploy get-deployment --deployment-id "$DEPLOYMENT" --query deploymentInfo.status --output text)
  [[ ! "$STATE" =~ ^(Succeeded|Failed|Stopped)$ ]] || break
  sleep ${POLL_SECONDS}
done`,
    '[[ "$STATE" == Succeeded ]] || { echo "Deployment $DEPLOYMENT failed, was stopped, or timed out. Last status: $STATE" >&2; exit 1; }',
  ];
}
