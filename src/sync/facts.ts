import { runtimeTitle, versionInput } from '../engines/github-actions/setup-runtime';
import type { DeliveryModel } from '../model/model';
import { OIDC_HOST } from '../model/resolve-github';
import { DeliveryEngine, ImageTag, PipelineSource } from '../options';
import { actionFacts, containerNameForAction, containerPortForAction, isReleasedByAction } from './action-facts';
import { environmentsOf, hasRegistryStack } from './environment';
import { environmentFacts } from './environment-facts';
import {
  asRole,
  BUILDSPEC,
  baseStackOf,
  type Fact,
  given,
  MAIN,
  ONE_OFF_TASK,
  optional,
  PIPELINE,
  PULL_REQUEST,
  REGISTRY,
  ROLLBACK,
  ROLLBACK_WORKFLOW,
  releaseVariable,
  roleFact,
  roleName,
  SUBJECT,
  variable,
  WORKFLOW,
} from './fact';
import {
  assemblyFacts,
  containerNameInStack,
  containerPortInStack,
  healthCheckPathInStack,
} from './managed-service-facts';
import { data, instruction, line, literal, match, property, type Translate } from './readings';

/**
 * Every fact that two files share, and where each of them says it. A file that the config does not generate is passed
 * over, so its readings need no condition. A new target or file adds its readings here.
 */
export function factsOf(model: DeliveryModel): Fact[] {
  return [
    ...sourceFacts(model),
    ...imageFacts(model),
    ...containerFacts(model),
    ...assemblyFacts(model),
    ...actionFacts(model),
    ...environmentsOf(model).flatMap((environment) => environmentFacts(environment, model.environments.length > 1)),
  ];
}

function sourceFacts(model: DeliveryModel): Fact[] {
  const { source, trigger, build, pipeline, github, environments } = model;
  const repository = source.github;
  const fromGithub = pipeline?.source.kind === PipelineSource.GITHUB;
  const sourceAction = fromGithub ? 'CodeStarConnectionsSourceAction' : 'CodeCommitSourceAction';
  return [
    {
      name: 'Branch',
      option: 'branch',
      value: source.branch,
      readings: [
        ...given(trigger === DeliveryEngine.GITHUB_ACTIONS, [data(WORKFLOW, 'on.push.branches.*')]),
        data(WORKFLOW, 'jobs.build.if', match(/'refs\/heads\/(.+?)'/)),
        data(ROLLBACK_WORKFLOW, 'jobs.*.if', match(/'refs\/heads\/(.+?)'/)),
        ...given(github, [
          property(REGISTRY, 'BuildRole', SUBJECT, match(/:ref:refs\/heads\/(.+)$/)),
          ...environments.map((e) =>
            property(baseStackOf(e), 'DeployRole', `${OIDC_HOST}:ref`, match(/^refs\/heads\/(.+)$/)),
          ),
        ]),
        property(PIPELINE, sourceAction, 'branch'),
      ],
    },
    ...(repository
      ? [
          {
            name: 'GitHub repository',
            option: 'githubRepository',
            value: repository.fullName,
            readings: [
              instruction(
                build.dockerfile.path,
                'LABEL',
                match(/image\.source="https:\/\/github\.com\/([^"]+)"/),
                true,
              ),
              ...given(github, [
                property(REGISTRY, 'BuildRole', SUBJECT, repositoryOfSubject),
                ...environments.map((e) => property(baseStackOf(e), 'DeployRole', SUBJECT, repositoryOfSubject)),
              ]),
              ...given(fromGithub, [
                property(PIPELINE, sourceAction, 'owner', (owner) => `${owner}/${repository.name}`),
                property(PIPELINE, sourceAction, 'repo', (name) => `${repository.owner}/${name}`),
              ]),
            ],
          },
        ]
      : []),
  ];
}

/** `repo:acme/orders-api:...`, or with ids `repo:acme@1/orders-api@2:...`. */
function repositoryOfSubject(subject: string): string | undefined {
  const [, owner, name] = /^repo:([^@/:]+)(?:@[^/:]+)?\/([^@:]+)/.exec(subject) ?? [];
  return owner && `${owner}/${name}`;
}

function imageFacts({ registry, build, environments, github, pipeline }: DeliveryModel): Fact[] {
  const { runtime, architecture } = build;
  const setUp = versionInput(runtime);
  const version = `jobs.test.steps.*.with.${setUp}`;
  const bareVersion = (said: string) => said.replace(/^corretto/, '').replace(/\.x$/, '');
  return [
    {
      name: 'Image repository',
      option: 'ecrRepository',
      value: registry.repositoryUri,
      readings: [
        ...environments.map(({ taskDefinition: { file } }) =>
          data(file, 'containerDefinitions.0.image', match(/^([^:]+)/)),
        ),
        data(WORKFLOW, 'jobs.build.steps.*.with.tags', match(/^([^:]+)/)),
        ...environments.map(({ name }) => data(WORKFLOW, `jobs.deploy-${name}.env.IMAGE_URI`, match(/^([^:]+)/))),
        data(BUILDSPEC, 'env.variables.REPOSITORY_URI'),
        ...given(!registry.existing, [
          property(REGISTRY, 'Repository', 'repositoryName', (name) => `${registry.host}/${name}`),
        ]),
      ],
    },
    {
      name: 'Account of the images',
      option: 'awsAccount',
      value: registry.account,
      readings: [
        ...given(hasRegistryStack({ registry, github }), [property(MAIN, registry.stack, 'account')]),
        ...given(pipeline, [property(MAIN, pipeline?.stack ?? '', 'account')]),
        data(WORKFLOW, 'jobs.build.steps.*.with.allowed-account-ids'),
        data(BUILDSPEC, 'env.variables.REPOSITORY_URI', match(/^(\d{12})\./)),
      ],
    },
    {
      name: 'Region of the images',
      option: 'awsRegion',
      value: registry.region,
      readings: [
        ...given(hasRegistryStack({ registry, github }), [property(MAIN, registry.stack, 'region')]),
        ...given(pipeline, [property(MAIN, pipeline?.stack ?? '', 'region')]),
        data(WORKFLOW, 'jobs.build.steps.*.with.aws-region'),
        data(BUILDSPEC, 'phases.*.commands.*', match(/get-login-password --region (\S+)/)),
        data(BUILDSPEC, 'phases.*.commands.*', match(/describe-images --region (\S+)/)),
      ],
    },
    ...(github
      ? [
          roleFact('Build role', 'serviceName', asRole(github.buildRole), [
            data(WORKFLOW, 'jobs.build.steps.*.with.role-to-assume'),
            roleName(REGISTRY, 'BuildRole', asRole(github.buildRole)),
          ]),
        ]
      : []),
    {
      name: 'Image tag',
      option: 'registry.imageTag',
      value: registry.imageTag === ImageTag.SHORT_SHA ? 'first 7 characters of the commit' : 'the commit',
      readings: [data(WORKFLOW, 'jobs.build.steps.*.run', tagRule), data(BUILDSPEC, 'phases.*.commands.*', tagRule)],
    },
    {
      name: `${runtimeTitle(runtime)} version`,
      option: runtime.name === 'nodejs' ? 'nodeVersion' : 'imageBuild.runtimeVersion',
      value: bareVersion(runtime.version),
      readings: [
        ...given(runtime.name === 'nodejs', [
          instruction(build.dockerfile.path, 'FROM', match(/(?:^|\/)node:(\d+)/), !build.dockerfile.generated),
        ]),
        data(BUILDSPEC, `phases.install.runtime-versions.${runtime.name}`, bareVersion),
        ...given(setUp && build.testCommands.length > 0, [data(WORKFLOW, version, bareVersion)]),
        ...given(setUp, [data(PULL_REQUEST, version, bareVersion)]),
      ],
    },
    {
      name: 'CPU architecture',
      option: 'cpuArchitecture',
      value: architecture.ecs,
      readings: [
        ...environments.map(({ taskDefinition: { file } }) => data(file, 'runtimePlatform.cpuArchitecture')),
        data(WORKFLOW, 'jobs.build.steps.*.with.platforms', ecsArchitecture),
        data(BUILDSPEC, 'phases.build.commands.*', (said) => ecsArchitecture(/--platform (\S+)/.exec(said)?.[1])),
        literal(PIPELINE, 'build image', architectureOfBuildImage),
      ],
    },
  ];
}

/** What the assignment of IMAGE_TAG takes from the commit. */
function tagRule(said: string): string | undefined {
  const expression = /^\s*IMAGE_TAG=(.*)$/m.exec(said)?.[1];
  const length = expression && /:0:(\d+)\}/.exec(expression)?.[1];
  return expression && (length ? `first ${length} characters of the commit` : 'the commit');
}

function ecsArchitecture(platform: string | undefined): string | undefined {
  const names: Readonly<Record<string, string>> = { 'linux/amd64': 'X86_64', 'linux/arm64': 'ARM64' };
  return platform && (names[platform] ?? platform);
}

function architectureOfBuildImage(said: string): string | undefined {
  return said.startsWith('aws/codebuild/') ? (said.includes('aarch64') ? 'ARM64' : 'X86_64') : undefined;
}

function containerFacts(model: DeliveryModel): Fact[] {
  const { container, build, environments } = model;
  const { path, generated } = build.dockerfile;
  const files = environments.map(({ taskDefinition: { file } }) => file);
  const checkedUrl = /https?:\/\/(?:127\.0\.0\.1|localhost):(\d+)(\/[^\s'"`)]*)/;
  const portOfCheck = match(checkedUrl);
  const pathOfCheck: Translate = (said) => checkedUrl.exec(said)?.[2];
  return [
    {
      name: 'Container name',
      option: 'containerName',
      value: container.name,
      readings: [
        ...files.map((file) => data(file, 'containerDefinitions.0.name')),
        ...environments.map(({ name }) => data(WORKFLOW, `jobs.deploy-${name}.steps.*.with.container-name`)),
        ...environments
          .filter((environment) => !isReleasedByAction(environment))
          .map(({ name }) => releaseVariable(name, 'CONTAINER')),
        ...containerNameForAction(model),
        ...environments.flatMap(containerNameInStack),
        line(ROLLBACK, 'container', match(/containerDefinitions\[\?name=='([^']+)'\]/)),
        line(ONE_OFF_TASK, 'container', match(/containers\[\?name=='([^']+)'\]/)),
        line(ONE_OFF_TASK, 'OVERRIDES', match(/"containerOverrides":\[\{"name":"([^"]+)"/)),
      ],
    },
    {
      name: 'Container port',
      option: 'containerPort',
      value: String(container.port),
      readings: [
        instruction(path, 'EXPOSE', match(/^(\d+)/), !generated),
        instruction(path, 'ENV', match(/\bPORT=(\d+)/), !generated),
        instruction(path, 'HEALTHCHECK', portOfCheck, true),
        ...files.map((file) => data(file, 'containerDefinitions.0.portMappings.*.containerPort')),
        ...files.map((file) => variable(file, 'PORT')),
        ...environments.flatMap(containerPortInStack),
        ...containerPortForAction(model),
        ...files.map((file) => optional(data(file, 'containerDefinitions.0.healthCheck.command.*', portOfCheck))),
      ],
    },
    {
      name: 'Health check path',
      option: 'healthCheckPath',
      value: container.healthCheckPath,
      readings: [
        instruction(path, 'ENV', match(/HEALTH_CHECK_PATH=(\S+)/), !generated),
        instruction(path, 'HEALTHCHECK', pathOfCheck, true),
        ...files.map((file) => variable(file, 'HEALTH_CHECK_PATH')),
        ...environments.flatMap(healthCheckPathInStack),
        ...files.map((file) => optional(data(file, 'containerDefinitions.0.healthCheck.command.*', pathOfCheck))),
      ],
    },
  ];
}
