import type { DeliveryModel } from '../model/model';
import {
  type EnvironmentModel,
  IMAGE_DEFINITIONS,
  IMAGE_DETAIL,
  IMAGE_PLACEHOLDER,
  releaseNames,
  TASK_DEFINITION_PLACEHOLDER,
  templateFile,
} from './environment';
import { BUILDSPEC, baseStackOf, type Fact, given, PIPELINE, ROLLBACK, scriptSetting, WORKFLOW } from './fact';
import { data, line, literal, match, property, type Reading, type Translate } from './readings';

/** What the files say where CodePipeline releases by an action of its own; nothing where CodeBuild does. */

/** Whether CodePipeline releases to it by an action of its own, so that there are no commands and variables. */
export function isReleasedByAction({ taskDefinition, codeDeploy }: EnvironmentModel): boolean {
  return !taskDefinition.generated || codeDeploy !== undefined;
}

/** The ARN of a service that owns its task definition, which the action deploys. */
export function serviceArnInAction(environment: EnvironmentModel, translate: Translate): readonly Reading[] {
  const service = `${releaseNames(environment).id}Service`;
  return given(!environment.taskDefinition.generated, [property(PIPELINE, service, '', translate)]);
}

/** The step that asks such a service which task definition it runs. */
function inQuestion({ name, taskDefinition }: EnvironmentModel, translate: Translate): readonly Reading[] {
  return given(!taskDefinition.generated, [data(WORKFLOW, `jobs.deploy-${name}.steps.*.run`, translate)]);
}

export function clusterInRelease(environment: EnvironmentModel): readonly Reading[] {
  return [
    ...serviceArnInAction(environment, match(/:service\/([^/]+)\//)),
    ...inQuestion(environment, match(/describe-services --cluster (\S+)/)),
  ];
}

export function serviceInRelease(environment: EnvironmentModel): readonly Reading[] {
  return [
    ...serviceArnInAction(environment, match(/:service\/[^/]+\/(.+)$/)),
    ...inQuestion(environment, match(/describe-services .*--services (\S+)/)),
  ];
}

export function familyInRelease(environment: EnvironmentModel): readonly Reading[] {
  return inQuestion(environment, match(/ != arn:\S+:task-definition\/(\S+) /));
}

/** A role that exists, where no generated task definition names it: what may be handed to ECS. */
export function handedRole(environment: EnvironmentModel, arn: string): readonly Reading[] {
  return given(!environment.taskDefinition.generated, [
    literal(baseStackOf(environment), 'resources of the deploy role', exactly(arn)),
    literal(PIPELINE, 'resources of the roles of the releases', exactly(arn)),
  ]);
}

/** The file that a release takes the task definition from. */
export function taskDefinitionFileFacts(environment: EnvironmentModel): Fact[] {
  const { name, codeDeploy, pipeline, taskDefinition } = environment;
  const { file, generated } = taskDefinition;
  const template = templateFile(environment);
  const made = `${file} > `;
  if (!generated) {
    return [];
  }
  return [
    {
      name: 'Task definition file',
      value: file,
      readings: [
        data(WORKFLOW, `jobs.deploy-${name}.steps.*.with.task-definition`, (said) =>
          said.includes('${{') ? undefined : said,
        ),
        codeDeploy
          ? data(BUILDSPEC, 'phases.build.commands.*', (said) =>
              said.endsWith(` > ${template}`) ? /(\S+) > \S+$/.exec(said)?.[1] : undefined,
            )
          : data(BUILDSPEC, 'artifacts.files.*', exactly(file)),
      ],
    },
    ...(codeDeploy && pipeline
      ? [
          {
            name: 'Task definition for CodePipeline',
            value: template,
            readings: [
              data(BUILDSPEC, 'phases.build.commands.*', (said) => said.split(made)[1]),
              data(BUILDSPEC, 'artifacts.files.*', exactly(template)),
              literal(PIPELINE, 'taskDefinitionTemplateFile', exactly(template)),
            ],
          },
        ]
      : []),
  ];
}

/** What CodeDeploy calls the service. */
export function codeDeployFacts(environment: EnvironmentModel): Fact[] {
  const { name, codeDeploy, github } = environment;
  if (!codeDeploy) {
    return [];
  }
  const { id } = releaseNames(environment);
  const step = `jobs.deploy-${name}.steps.*.with`;
  const inRole = (translate: Translate) =>
    given(github, [literal(baseStackOf(environment), 'resources of the deploy role', translate)]);
  return [
    {
      name: 'Application of CodeDeploy',
      option: 'codeDeploy.applicationName',
      value: codeDeploy.application,
      readings: [
        data(WORKFLOW, `${step}.codedeploy-application`),
        property(PIPELINE, `${id}Application`, ''),
        scriptSetting(ROLLBACK, name, 'APPLICATION'),
        ...inRole(match(/:application:(.+)$/)),
        ...inRole(match(/:deploymentgroup:([^/]+)\//)),
      ],
    },
    {
      name: 'Deployment group of CodeDeploy',
      option: 'codeDeploy.deploymentGroupName',
      value: codeDeploy.deploymentGroup,
      readings: [
        data(WORKFLOW, `${step}.codedeploy-deployment-group`),
        property(PIPELINE, `${id}Group`, 'deploymentGroupName'),
        scriptSetting(ROLLBACK, name, 'DEPLOYMENT_GROUP'),
        ...inRole(match(/:deploymentgroup:[^/]+\/(.+)$/)),
      ],
    },
  ];
}

const LOAD_BALANCER = 'Resources.*.TargetService.Properties.LoadBalancerInfo';

/** Where the build and `appspec.yaml` name the container for an action. */
export function containerNameForAction({ serviceKind, files }: DeliveryModel): readonly Reading[] {
  const command = 'phases.build.commands.*';
  return [
    ...given(serviceKind === 'image-only', [data(BUILDSPEC, command, match(/"imageUri":"%s"\}\]' (\S+)/))]),
    ...given(serviceKind === 'code-deploy', [data(BUILDSPEC, command, match(/^jq --arg name (\S+)/))]),
    data(files.appspec, `${LOAD_BALANCER}.ContainerName`),
  ];
}

export function containerPortForAction({ files }: DeliveryModel): readonly Reading[] {
  return [data(files.appspec, `${LOAD_BALANCER}.ContainerPort`)];
}

/** What the build leaves for the action, and what the action looks for. */
export function actionFacts(model: DeliveryModel): Fact[] {
  const { serviceKind, pipeline } = model;
  return [
    ...(serviceKind === 'image-only' && pipeline ? imageDefinitionsFacts() : []),
    ...(serviceKind === 'code-deploy' ? appspecFacts(model) : []),
    ...(serviceKind === 'code-deploy' && pipeline ? imageDetailFacts() : []),
  ];
}

function imageDefinitionsFacts(): Fact[] {
  return [
    {
      name: 'Image definitions file',
      value: IMAGE_DEFINITIONS,
      readings: [...leftByBuild(IMAGE_DEFINITIONS), literal(PIPELINE, 'imageFile', exactly(IMAGE_DEFINITIONS))],
    },
  ];
}

function appspecFacts({ files, environments }: DeliveryModel): Fact[] {
  return [
    {
      name: 'AppSpec file',
      value: files.appspec,
      readings: [
        ...environments.map(({ name }) => data(WORKFLOW, `jobs.deploy-${name}.steps.*.with.codedeploy-appspec`)),
        data(BUILDSPEC, 'artifacts.files.*', exactly(files.appspec)),
        literal(PIPELINE, 'appSpecTemplateFile', exactly(files.appspec)),
        line(ROLLBACK, 'APPSPEC', match(/^APPSPEC=.* (\S+)\)$/)),
      ],
    },
    {
      name: 'Placeholder of the task definition',
      value: TASK_DEFINITION_PLACEHOLDER,
      readings: [
        data(files.appspec, 'Resources.*.TargetService.Properties.TaskDefinition'),
        line(ROLLBACK, 'APPSPEC', match(/^APPSPEC=\$\(sed -e "s\|([^|]+)\|/)),
      ],
    },
  ];
}

function imageDetailFacts(): Fact[] {
  return [
    {
      name: 'Placeholder of the image',
      value: IMAGE_PLACEHOLDER,
      readings: [
        data(BUILDSPEC, 'phases.build.commands.*', match(/\.image = "<([^"]+)>"/)),
        property(PIPELINE, 'CodeDeployEcsDeployAction', 'taskDefinitionPlaceholder'),
      ],
    },
    // CodePipeline decides this name.
    { name: 'Image detail file', value: IMAGE_DETAIL, readings: leftByBuild(IMAGE_DETAIL) },
  ];
}

/** Where the build writes the file that names the image, and hands it on. */
function leftByBuild(file: string): Reading[] {
  return [
    data(BUILDSPEC, 'phases.build.commands.*', match(/^printf .* > (\S+)$/)),
    data(BUILDSPEC, 'artifacts.files.*', exactly(file)),
  ];
}

/** Of what may be something else, only the text itself: where it is missing, the file does not say it. */
function exactly(text: string): Translate {
  return (said) => (said === text ? said : undefined);
}
