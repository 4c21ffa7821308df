import type { NativeSteps, Step } from '../../../core/release';
import type { RenderedFile } from '../../../core/rendered-file';
import type { Statement } from '../../../core/statement';
import type { PipelineNative } from '../../../engines/code-pipeline/native';
import { arnOf } from '../../../model/aws';
import type { CodeDeployModel, DeliveryModel, EnvironmentModel } from '../../../model/model';
import { isImageOnly, usesPipelineAction } from '../../../model/service-kind';
import { paragraphs } from '../../../printing/markdown';
import { code, quote } from '../../../printing/typescript';
import { POLL_SECONDS, POLLS } from '../../shared/polling';
import { renderAppspec } from '../appspec';
import { appspecOf, containerOf } from '../container';
import { describeServiceStatement, FIND_REVISION } from '../deployment';
import { oneOffTaskSteps, smokeTestSteps, timeoutOf } from '../extra-steps';
import {
  existingServiceGuide,
  existingSettings,
  fileSystemNotes,
  inEnvironments,
  outputMustContain,
  serviceStep,
  TASK_DEFINITION_CHANGES,
  timeoutNote,
} from '../guide';
import { type EcsMode, having } from '../mode';
import {
  fileOf,
  githubNative,
  githubRegister,
  RENDERED,
  registerStatements,
  registerStep,
  renderStep,
  reportOf,
} from '../registration';
import { variableSteps } from '../release-variables';
import { CURRENT, copyStep, currentStep, IMAGE_CHANGES } from './image-only';

interface CodeDeployEnvironment extends EnvironmentModel {
  readonly codeDeploy: CodeDeployModel;
}

/** The revision that receives traffic. */
const LIVE_REVISION = `"services[0].taskSets[?status=='PRIMARY'].taskDefinition | [0]"`;

/**
 * An existing ECS service that uses CodeDeploy blue/green deployments. A release registers `task-definition.json` with
 * the new image, deploys that revision with CodeDeploy and `appspec.yaml`, and waits for the deployment to succeed. If
 * the task definition is managed elsewhere, the release registers a copy of the revision that the service runs.
 */
export function codeDeployService(model: DeliveryModel): EcsMode<CodeDeployEnvironment> {
  const { github, serviceKind } = model;
  const environments = having(model.environments, 'codeDeploy');
  const imageOnly = isImageOnly(serviceKind);
  const usesAction = environments.some((environment) => usesPipelineAction(serviceKind, environment));
  return {
    environments,
    files: appspecs(model, environments),
    release: (environment) => ({
      steps: [
        ...(imageOnly
          ? [currentStep(environment, LIVE_REVISION), copyStep(model, environment)]
          : [...variableSteps(model, environment), registerStep(model, environment)]),
        ...oneOffTaskSteps(
          model,
          environment,
          describeServiceStatement(environment, 'Read the network of the service.'),
        ),
        deployStep(model, environment),
        ...smokeTestSteps(model, environment),
      ],
      native: [
        githubDeploy(model, environment, imageOnly ? CURRENT : undefined),
        // With a one-off task in between, the action can only register.
        githubRegister(model, environment, imageOnly ? CURRENT : undefined),
        ...(usesPipelineAction(serviceKind, environment) ? [pipelineNative(model, environment)] : []),
      ],
      timeout: timeoutOf(environment),
      report: reportOf(model, environment),
    }),
    rollback: {
      description: 'Deploys an earlier task definition revision with CodeDeploy',
      deployedByEcs: false,
      settings: (environment) => codeDeploySettings(model, environment),
      commands: deployCommands(model),
    },
    rollbackStatements: (environment) => [FIND_REVISION, ...deployStep(model, environment).statements],
    rollbackFiles: appspecs(model, environments).map(({ path }) => path),
    stacks: () => [],
    guide: existingServiceGuide(model, {
      setupSteps: setupSteps(model, environments),
      changes: imageOnly ? IMAGE_CHANGES : TASK_DEFINITION_CHANGES,
      settingNotes: [
        ...(usesAction ? [] : [timeoutNote(model, 'CodeDeploy')]),
        ...(usesAction && github ? [timeoutNote(model, 'CodeDeploy', 'In GitHub Actions, the')] : []),
        ...(imageOnly ? [] : fileSystemNotes(model)),
      ],
      automaticRollback:
        'If the deployment group is configured to do so, CodeDeploy automatically rolls back a failed deployment.',
    }),
    // The timeout does not apply to the CodeDeploy action of CodePipeline.
    settings: (environment) => {
      if (!usesPipelineAction(serviceKind, environment)) {
        return existingSettings(model, environment);
      }
      return github ? existingSettings(model, environment, 'Deployment timeout (GitHub Actions)') : [];
    },
  };
}

/** The AppSpec files, each for the environments that share it. */
function appspecs(model: DeliveryModel, environments: readonly CodeDeployEnvironment[]): RenderedFile[] {
  const paths = [...new Set(environments.map((environment) => appspecOf(model, environment)))];
  return paths.map((path) => {
    const environment = environments.find((each) => appspecOf(model, each) === path);
    return { path, kind: 'yaml', content: renderAppspec(model, environment) };
  });
}

/** Whether environments have different AppSpec files, so that a setting selects the file. */
function hasOwnAppspecs({ environments }: DeliveryModel): boolean {
  return environments.some(({ appspec }) => appspec);
}

function codeDeploySettings(model: DeliveryModel, environment: CodeDeployEnvironment): Record<string, string> {
  const { application, deploymentGroup } = environment.codeDeploy;
  return {
    APPLICATION: application,
    DEPLOYMENT_GROUP: deploymentGroup,
    ...(hasOwnAppspecs(model) ? { APPSPEC_FILE: appspecOf(model, environment) } : {}),
  };
}

function deployStep(model: DeliveryModel, environment: CodeDeployEnvironment): Step {
  return {
    id: 'deploy',
    title: 'Deploy the revision with CodeDeploy',
    settings: { ...codeDeploySettings(model, environment), MINUTES: String(environment.deploymentTimeoutMinutes) },
    reads: ['TASK_DEFINITION_ARN'],
    commands: deployCommands(model),
    statements: [
      describeServiceStatement(environment, 'Check that the service is deployed by CodeDeploy.'),
      ...deployStatements(environment, {
        application: ['codedeploy:RegisterApplicationRevision'],
        deploymentGroup: ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:GetDeploymentGroup'],
      }),
    ],
    files: [appspecOf(model, environment)],
    guide: {
      text: 'Starts a CodeDeploy deployment of this revision and waits until it succeeds. The deployment group determines how traffic shifts.',
    },
  };
}

/**
 * Commands that deploy `TASK_DEFINITION_ARN` with CodeDeploy and wait for the deployment to succeed.
 *
 * `aws deploy wait deployment-successful` times out after 30 minutes, but CodeDeploy may keep the old tasks longer.
 */
function deployCommands(model: DeliveryModel): string[] {
  const { appspec, taskDefinitionPlaceholder } = model.files;
  const file = hasOwnAppspecs(model) ? '"$APPSPEC_FILE"' : appspec;
  return [
    '# The AppSpec is passed in single quotes, so escape single quotes and backslashes.',
    `APPSPEC=$(sed -e "s|${taskDefinitionPlaceholder}|$TASK_DEFINITION_ARN|" -e "s/[\\\\\\\\']/\\\\\\\\&/g" ${file})`,
    `DEPLOYMENT=$(aws deploy create-deployment --application-name "$APPLICATION" --deployment-group-name "$DEPLOYMENT_GROUP" --revision "revisionType=AppSpecContent,appSpecContent={content='$APPSPEC'}" --query deploymentId --output text)`,
    `for _ in ${POLLS}; do
  STATE=$(aws deploy get-deployment --deployment-id "$DEPLOYMENT" --query deploymentInfo.status --output text)
  [[ ! "$STATE" =~ ^(Succeeded|Failed|Stopped)$ ]] || break
  sleep ${POLL_SECONDS}
done`,
    '[[ "$STATE" == Succeeded ]] || { echo "Deployment $DEPLOYMENT failed, was stopped, or timed out. Last status: $STATE" >&2; exit 1; }',
  ];
}

function githubDeploy(model: DeliveryModel, environment: CodeDeployEnvironment, source = fileOf(environment)) {
  return githubNative(['register', 'deploy'], 'release', [
    renderStep(containerOf(model, environment), source),
    {
      name: 'Register the task definition and deploy it with CodeDeploy',
      id: 'release',
      uses: 'aws-actions/amazon-ecs-deploy-task-definition',
      // Without this timeout, the action adds the wait times of the deployment group to its own timeout.
      'timeout-minutes': environment.deploymentTimeoutMinutes,
      with: {
        'task-definition': RENDERED,
        cluster: environment.cluster.name,
        service: environment.ecsService.name,
        'codedeploy-appspec': appspecOf(model, environment),
        'codedeploy-application': environment.codeDeploy.application,
        'codedeploy-deployment-group': environment.codeDeploy.deploymentGroup,
        'wait-for-service-stability': true,
        'wait-for-minutes': environment.deploymentTimeoutMinutes,
        'wait-max-delay-seconds': POLL_SECONDS,
      },
    },
  ]);
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html */
function pipelineNative(model: DeliveryModel, environment: CodeDeployEnvironment): NativeSteps<PipelineNative> {
  const { files } = model;
  const appspec = appspecOf(model, environment);
  const { application, deploymentGroup } = environment.codeDeploy;
  const template = templateFile(environment);
  return {
    engine: 'code-pipeline',
    replaces: ['register', 'deploy'],
    native: {
      action: ({ id, variable }) => ({
        imports: { 'aws-cdk-lib/aws-codedeploy': 'codedeploy' },
        resources: code`
          const ${variable}Group = codedeploy.EcsDeploymentGroup.fromEcsDeploymentGroupAttributes(this, ${quote(`${id}Group`)}, {
            application: codedeploy.EcsApplication.fromEcsApplicationName(
              this,
              ${quote(`${id}Application`)},
              ${quote(application)},
            ),
            deploymentGroupName: ${quote(deploymentGroup)},
          });`,
        className: 'CodeDeployEcsDeployAction',
        properties: code`
          deploymentGroup: ${variable}Group,
          appSpecTemplateFile: built.atPath(${quote(appspec)}),
          taskDefinitionTemplateFile: built.atPath(${quote(template)}),
          containerImageInputs: [{ input: built, taskDefinitionPlaceholder: ${quote(files.imagePlaceholder)} }],`,
      }),
      buildCommands: [
        `jq --arg name ${containerOf(model, environment).name} '(.containerDefinitions[] | select(.name == $name)).image = "<${files.imagePlaceholder}>"' ${environment.taskDefinition.file} > ${template}`,
        `printf '{"ImageURI":"%s"}' "$IMAGE_URI" > ${files.imageDetail}`,
      ],
      files: [appspec, template, files.imageDetail],
    },
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
  };
}

/** The task definition template for CodePipeline's action, for example `taskdef.json`. */
function templateFile({ taskDefinition }: EnvironmentModel): string {
  return taskDefinition.file.replace('task-definition', 'taskdef');
}

/** Permissions to deploy a revision with CodeDeploy and watch the deployment. */
function deployStatements(
  environment: CodeDeployEnvironment,
  actions: { readonly application: readonly string[]; readonly deploymentGroup: readonly string[] },
): Statement[] {
  const { applicationArn, deploymentGroupArn } = environment.codeDeploy;
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

function setupSteps(model: DeliveryModel, environments: readonly CodeDeployEnvironment[]): string[] {
  return [
    serviceStep(model, 'the `CODE_DEPLOY` deployment controller', '`ACTIVE` and `CODE_DEPLOY`'),
    paragraphs(
      `Make sure that the CodeDeploy application and deployment group exist, and that the deployment group rolls back failed deployments. ${outputMustContain(model, '`"enabled": true` and `DEPLOYMENT_FAILURE`')}`,
      ...inEnvironments(
        model,
        environments,
        ({ region, codeDeploy }) =>
          `aws deploy get-deployment-group --region ${region} --application-name ${codeDeploy.application} --deployment-group-name ${codeDeploy.deploymentGroup} --query deploymentGroupInfo.autoRollbackConfiguration`,
      ),
    ),
    ...hookSteps(environments),
  ];
}

/** CodeDeploy invokes the hooks with the role of the deployment group, which is managed elsewhere. */
function hookSteps(environments: readonly CodeDeployEnvironment[]): string[] {
  const names = environments.flatMap(({ codeDeploy }) => codeDeploy.hooks.map(({ functionName }) => functionName));
  if (names.length === 0) {
    return [];
  }
  const functions = [...new Set(names)].map((name) => `\`${name}\``).join(', ');
  return [
    `Make sure that the functions that CodeDeploy runs exist (${functions}), and that the service role of the deployment group allows \`lambda:InvokeFunction\` on them. The managed policy \`AWSCodeDeployRoleForECS\` allows it. \`AWSCodeDeployRoleForECSLimited\` allows only functions whose names start with \`CodeDeployHook_\`.`,
  ];
}
