import type { DeliveryModel, EnvironmentModel, RoleModel } from '../model/model';
import { OIDC_HOST } from '../model/resolve-github';
import { DeliveryEngine, ImageTag, PipelineSource } from '../options';
import { pascalCase } from '../render/infra/typescript';
import { runtimeTitle, VERSION_INPUTS } from '../render/setup-runtime';
import { data, instruction, literal, match, property, type Reading, type Translate } from './readings';

/** Something that several files have to agree on. */
export interface Fact {
  readonly name: string;
  /** The option that decides it. */
  readonly option: string;
  readonly value: string;
  readonly readings: readonly Reading[];
}

const WORKFLOW = '.github/workflows/deploy.yml';
const PULL_REQUEST = '.github/workflows/pull-request.yml';
const BUILDSPEC = 'buildspec.yml';
const MAIN = 'infra/main.ts';
const REGISTRY = 'infra/registry-stack.ts';
const BASE = 'infra/base-stack.ts';
const PIPELINE = 'infra/pipeline-stack.ts';

const SUBJECT = `${OIDC_HOST}:sub`;

/**
 * Every fact that two files share, and where each of them says it. A file that the config does not generate is passed
 * over, so its readings need no condition. A new target or file adds its readings here.
 */
export function factsOf(model: DeliveryModel): Fact[] {
  return [
    ...sourceFacts(model),
    ...imageFacts(model),
    ...containerFacts(model),
    ...model.environments.flatMap((environment) => environmentFacts(model, environment)),
  ];
}

function sourceFacts(model: DeliveryModel): Fact[] {
  const { source, trigger, build, pipeline, github } = model;
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
        data(WORKFLOW, 'jobs.build.if', match(/'refs\/heads\/(.+)'/)),
        ...given(github, [
          property(REGISTRY, 'BuildRole', SUBJECT, match(/:ref:refs\/heads\/(.+)$/)),
          property(BASE, 'DeployRole', `${OIDC_HOST}:ref`, match(/^refs\/heads\/(.+)$/)),
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
              instruction(build.dockerfile.path, 'LABEL', match(/image\.source="https:\/\/github\.com\/([^"]+)"/), true),
              ...given(github, [
                property(REGISTRY, 'BuildRole', SUBJECT, repositoryOfSubject),
                property(BASE, 'DeployRole', SUBJECT, repositoryOfSubject),
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

function imageFacts({ registry, build, environments }: DeliveryModel): Fact[] {
  const { runtime, architecture } = build;
  const setUp = VERSION_INPUTS[runtime.name];
  const version = `jobs.test.steps.*.with.${setUp}`;
  const bareVersion = (said: string) => said.replace(/^corretto/, '').replace(/\.x$/, '');
  return [
    {
      name: 'Image repository',
      option: 'ecrRepository',
      value: registry.repositoryUri,
      readings: [
        ...environments.map(({ taskDefinition: { file } }) => data(file, 'containerDefinitions.0.image', match(/^([^:]+)/))),
        data(WORKFLOW, 'jobs.build.steps.*.with.tags', match(/^([^:]+)/)),
        ...environments.map(({ name }) => data(WORKFLOW, `jobs.deploy-${name}.env.IMAGE_URI`, match(/^([^:]+)/))),
        data(BUILDSPEC, 'env.variables.REPOSITORY_URI'),
        ...given(!registry.existing, [property(REGISTRY, 'Repository', 'repositoryName', (name) => `${registry.host}/${name}`)]),
      ],
    },
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

function containerFacts({ container, build, environments }: DeliveryModel): Fact[] {
  const { path, generated } = build.dockerfile;
  const files = environments.map(({ taskDefinition: { file } }) => file);
  const checkedUrl = /https?:\/\/(?:127\.0\.0\.1|localhost):(\d+)(\/[^\s'"`)]*)/;
  const portOfCheck = match(checkedUrl);
  const pathOfCheck: Translate = (said) => checkedUrl.exec(said)?.[2];
  return [
    {
      name: 'Container name',
      option: 'serviceName',
      value: container.name,
      readings: [
        ...files.map((file) => data(file, 'containerDefinitions.0.name')),
        ...environments.map(({ name }) => data(WORKFLOW, `jobs.deploy-${name}.steps.*.with.container-name`)),
        data(BUILDSPEC, 'phases.build.commands.*', match(/"imageUri":"%s"\}\]' (\S+)/)),
        ...environments.map(({ name }) => releaseVariable(name, 'CONTAINER')),
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
        ...files.map((file) => optional(data(file, 'containerDefinitions.0.healthCheck.command.*', pathOfCheck))),
      ],
    },
  ];
}

function environmentFacts(model: DeliveryModel, environment: EnvironmentModel): Fact[] {
  const { name, account, region, taskDefinition, cluster, ecsService, logGroup, github } = environment;
  const { file } = taskDefinition;
  const job = `jobs.deploy-${name}`;
  const accountOf = match(/^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/);
  const regionOfHost = match(/\.ecr\.([a-z0-9-]+)\./);
  return [
    {
      name: 'Account',
      option: 'awsAccount',
      value: account,
      readings: [
        property(MAIN, environment.baseStack, 'account'),
        data(file, 'executionRoleArn', accountOf),
        data(file, 'taskRoleArn', accountOf),
        data(WORKFLOW, `${job}.steps.*.with.role-to-assume`, accountOf),
        data(WORKFLOW, `${job}.steps.*.with.allowed-account-ids`),
      ],
    },
    {
      name: 'Region',
      option: 'awsRegion',
      value: region,
      readings: [
        property(MAIN, environment.baseStack, 'region'),
        data(file, 'containerDefinitions.0.logConfiguration.options.awslogs-region'),
        data(WORKFLOW, `${job}.steps.*.with.aws-region`),
        ...given(model.registry.region === region, [data(BUILDSPEC, 'env.variables.REPOSITORY_URI', regionOfHost)]),
      ],
    },
    {
      name: 'Cluster',
      option: 'ecsCluster',
      value: cluster.name,
      readings: [
        data(WORKFLOW, `${job}.steps.*.with.cluster`),
        releaseVariable(name, 'CLUSTER'),
        ...given(github, [literal(BASE, 'resources of the deploy role', match(/:service\/([^/]+)\//))]),
      ],
    },
    {
      name: 'Service',
      option: 'ecsService',
      value: ecsService.name,
      readings: [
        data(WORKFLOW, `${job}.steps.*.with.service`),
        releaseVariable(name, 'SERVICE'),
        ...given(github, [literal(BASE, 'resources of the deploy role', match(/:service\/[^/]+\/(.+)$/))]),
      ],
    },
    {
      name: 'Log group',
      option: 'serviceName',
      value: logGroup.name,
      readings: [
        data(file, 'containerDefinitions.0.logConfiguration.options.awslogs-group'),
        property(BASE, 'LogGroup', 'logGroupName'),
      ],
    },
    {
      name: 'Task definition file',
      option: 'environments',
      value: file,
      readings: [
        data(WORKFLOW, `${job}.steps.*.with.task-definition`, (said) => (said.includes('${{') ? undefined : said)),
        data(BUILDSPEC, 'artifacts.files.*', match(/^(task-definition.*)$/)),
      ],
    },
    roleFact('Execution role', 'executionRoleArn', environment.executionRole, [
      data(file, 'executionRoleArn'),
      roleName(BASE, 'ExecutionRole', environment.executionRole),
    ]),
    roleFact('Task role', 'taskRoleArn', environment.taskRole, [
      data(file, 'taskRoleArn'),
      roleName(BASE, 'TaskRole', environment.taskRole),
    ]),
    ...(github
      ? [
          roleFact('Deploy role', 'serviceName', { arn: github.deployRole.arn, createAs: github.deployRole.name }, [
            data(WORKFLOW, `${job}.steps.*.with.role-to-assume`),
            roleName(BASE, 'DeployRole', { arn: github.deployRole.arn, createAs: github.deployRole.name }),
          ]),
          {
            name: 'GitHub Environment',
            option: 'environments',
            value: github.environment,
            readings: [
              data(WORKFLOW, `${job}.environment`),
              property(BASE, 'DeployRole', SUBJECT, match(/:environment:(.+)$/)),
            ],
          },
        ]
      : []),
  ];
}

function roleFact(name: string, option: string, { arn }: RoleModel, readings: (Reading | undefined)[]): Fact {
  return { name, option, value: arn, readings: readings.filter((reading) => reading !== undefined) };
}

/** The role that a stack creates, as its ARN. A role of the user's is in no stack. */
function roleName(file: string, construct: string, { arn, createAs }: RoleModel): Reading | undefined {
  return createAs === undefined ? undefined : property(file, construct, 'roleName', (name) => arn.replace(/[^/]+$/, name));
}

/** A variable of the CodeBuild project that releases to an environment. */
function releaseVariable(environment: string, name: string): Reading {
  return property(PIPELINE, `Release${pascalCase(environment)}`, `${name}.value`);
}

/** A variable of the container. */
function variable(file: string, name: string): Reading {
  return {
    file,
    where: `containerDefinitions[0].environment, ${name}`,
    read: (contents) => {
      const { environment } = (contents.data(file) as { containerDefinitions: { environment?: { name: string; value: string }[] }[] })
        .containerDefinitions[0]!;
      return (environment ?? []).filter((entry) => entry.name === name).map(({ value }) => value);
    },
  };
}

/** Readings of what is there only under a condition. */
function given(condition: unknown, readings: readonly Reading[]): readonly Reading[] {
  return condition ? readings : [];
}

function optional(reading: Reading): Reading {
  return { ...reading, optional: true };
}
