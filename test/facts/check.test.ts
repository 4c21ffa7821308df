import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonPatch } from 'projen';
import type { EcsDelivery } from '../../src';
import type { EcsDeliveryOptions } from '../../src/options';
import { DeploymentStrategy } from '../../src/options';
import { EXISTING_SERVICE } from '../support/model';
import { deliveryIn, filesIn, messageOf, temporaryFolder } from '../support/project';
import { CONFIGS } from './configs';

/** What synthesis reports after an override, without the headline. */
function reported(override: (delivery: EcsDelivery) => void, options: Partial<EcsDeliveryOptions> = {}): string[] {
  const { project, delivery } = deliveryIn(temporaryFolder(), options);
  override(delivery);
  return messageOf(() => project.synth())
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ {2}- /, ''));
}

test.each(CONFIGS.filter(([, , context]) => !context))('accepts the generated files: %s', (...[, options]) => {
  const { project } = deliveryIn(temporaryFolder(), options);
  expect(() => project.synth()).not.toThrow();
});

/** An override that changes one place of a shared value, and the start of the report. */
const OVERRIDES: [string, (delivery: EcsDelivery) => void, string, Partial<EcsDeliveryOptions>?][] = [
  [
    'Branch in deploy.yml',
    (d) => d.deployWorkflow!.addOverride('on.push.branches', ['develop']),
    'Release branch: .github/workflows/deploy.yml says "develop" (on.push.branches.main)',
  ],
  [
    'Branch of the release',
    (d) => d.deployWorkflow!.addOverride('jobs.build.if', "github.ref == 'refs/heads/x'"),
    'Release branch: .github/workflows/deploy.yml says "x" (jobs.build.if)',
  ],
  [
    'Branch that the build role trusts',
    (d) =>
      d.infra.registry!.replace(
        "'repo:acme/orders-api:ref:refs/heads/main'",
        "'repo:acme/orders-api:ref:refs/heads/dev'",
      ),
    'Release branch: infra/registry-stack.ts says "dev" (\'repo:acme/orders-api:ref:refs/heads/dev\')',
  ],
  [
    'Branch that the deploy role trusts',
    (d) => d.infra['production-base']!.replace("'refs/heads/main'", "'refs/heads/dev'"),
    "Release branch: infra/base-stack.ts says \"dev\" ('token.actions.githubusercontent.com:ref': 'refs/heads/dev')",
  ],
  [
    'Branch of the pipeline',
    (d) => d.infra.pipeline!.replace("branch: 'main'", "branch: 'dev'"),
    'Release branch: infra/pipeline-stack.ts says "dev" (branch: \'dev\')',
  ],
  [
    'GitHub repository of the pipeline',
    (d) => d.infra.pipeline!.replace("repo: 'orders-api'", "repo: 'orders'"),
    'GitHub repository: infra/pipeline-stack.ts says "orders" (repo: \'orders\')',
  ],
  [
    'GitHub repository that a role trusts',
    (d) =>
      d.infra['production-base']!.replace("'repo:acme/orders-api:environment", "'repo:evil/orders-api:environment"),
    'GitHub owner: infra/base-stack.ts says "evil" (\'repo:evil/orders-api:environment:production\')',
  ],
  [
    'Image repository in the buildspec',
    (d) =>
      d.buildspec!.addOverride('env.variables.REPOSITORY_URI', '111122223333.dkr.ecr.us-east-1.amazonaws.com/other'),
    'ECR repository: buildspec.yml says "other" (env.variables.REPOSITORY_URI)',
  ],
  [
    'Image repository in the task definition',
    (d) => d.taskDefinitions.production!.patch(JsonPatch.replace('/containerDefinitions/0/image', 'other:1')),
    'ECR repository: task-definition.json says "other" (containerDefinitions.orders-api.image)',
  ],
  [
    'Image repository that is created',
    (d) => d.infra.registry!.replace("repositoryName: 'orders-api'", "repositoryName: 'other'"),
    'ECR repository: infra/registry-stack.ts says "other" (repositoryName: \'other\')',
  ],
  [
    'Image tag',
    (d) =>
      d.buildspec!.patch(
        JsonPatch.replace('/phases/pre_build/commands/2', 'IMAGE_TAG="${CODEBUILD_RESOLVED_SOURCE_VERSION:0:8}"'),
      ),
    'Image tag format: buildspec.yml says "IMAGE_TAG=\\"${CODEBUILD_RESOLVED_SOURCE_VERSION:0:8}\\"" (phases.pre_build.commands.IMAGE_TAG="$CODEBUILD_RESOLVED_SOURCE_VERSION")',
  ],
  [
    'Node.js version in the Dockerfile',
    (d) => d.dockerfile!.replace('node:24-slim', 'node:22-slim'),
    'Node.js version: Dockerfile says "22-slim" (FROM public.ecr.aws/docker/library/node:22-slim AS base)',
  ],
  [
    'Node.js version in the buildspec',
    (d) => d.buildspec!.addOverride('phases.install.runtime-versions.nodejs', 22),
    'Node.js version: buildspec.yml says "22" (phases.install.runtime-versions.nodejs)',
  ],
  [
    'CPU architecture of the task',
    (d) => d.taskDefinitions.production!.addOverride('runtimePlatform.cpuArchitecture', 'ARM64'),
    'CPU architecture: task-definition.json says "ARM64" (runtimePlatform.cpuArchitecture)',
  ],
  [
    'CPU architecture of the build machine',
    (d) =>
      d.infra.pipeline!.replace(
        "LinuxBuildImage.fromCodeBuildImageId('aws/codebuild/amazonlinux-x86_64-standard:6.0'),\n        computeType: codebuild.ComputeType.SMALL,\n        // Docker",
        "LinuxArmBuildImage.fromCodeBuildImageId('aws/codebuild/amazonlinux-aarch64-standard:4.0'),\n        computeType: codebuild.ComputeType.SMALL,\n        // Docker",
      ),
    "CPU architecture: infra/pipeline-stack.ts says \"codebuild.LinuxArmBuildImage.fromCodeBuildImageId('aws/codebuild/amazonlinux-aarch64-standard:4.0'),\" (buildImage: codebuild.LinuxArmBuildImage.fromCodeBuildImageId('aws/codebuild/amazonlinux-aarch64-standard:4.0'))",
  ],
  [
    'Container name of the task',
    (d) => d.taskDefinitions.production!.patch(JsonPatch.replace('/containerDefinitions/0/name', 'web')),
    'Container name: task-definition.json says "web" (containerDefinitions.orders-api.name)',
  ],
  [
    'Container name of the release',
    (d) => d.releaseScript!.replace('CONTAINER=orders-api', 'CONTAINER=web'),
    'Container name: infra/release.sh says "web" (',
  ],
  [
    'Container port in the Dockerfile',
    (d) => d.dockerfile!.replace('EXPOSE 3000', 'EXPOSE 8080'),
    'Container port: Dockerfile says "8080" (EXPOSE 8080)',
  ],
  [
    'Container port of the task',
    (d) =>
      d.taskDefinitions.production!.patch(
        JsonPatch.replace('/containerDefinitions/0/portMappings/0/containerPort', 80),
      ),
    'Container port: task-definition.json says "80" (containerDefinitions.orders-api.portMappings.0.containerPort)',
  ],
  [
    'Container port that the service is told',
    (d) => d.taskDefinitions.production!.patch(JsonPatch.replace('/containerDefinitions/0/environment/0/value', '80')),
    'Container port: task-definition.json says "80" (containerDefinitions.orders-api.environment.PORT.value)',
  ],
  [
    'Health check path',
    (d) => d.taskDefinitions.production!.patch(JsonPatch.replace('/containerDefinitions/0/environment/1/value', '/up')),
    'Health check path: task-definition.json says "/up" (containerDefinitions.orders-api.environment.HEALTH_CHECK_PATH.value)',
  ],
  [
    'Account of the stack',
    (d) =>
      d.infra.main!.replace(
        "'orders-api-production-base', {\n  env: { account: '111122223333'",
        "'orders-api-production-base', {\n  env: { account: '444455556666'",
      ),
    "AWS account: infra/main.ts says \"444455556666\" (env: { account: '444455556666', region: 'us-east-1' })",
  ],
  [
    'Account of the registry stack',
    (d) =>
      d.infra.main!.replace(
        "'orders-api-registry', {\n  env: { account: '111122223333'",
        "'orders-api-registry', {\n  env: { account: '444455556666'",
      ),
    "AWS account: infra/main.ts says \"444455556666\" (env: { account: '444455556666', region: 'us-east-1' })",
  ],
  [
    'Region of the build',
    (d) => d.deployWorkflow!.patch(JsonPatch.replace('/jobs/build/steps/1/with/aws-region', 'eu-west-1')),
    'AWS Region: .github/workflows/deploy.yml says "eu-west-1" (jobs.build.steps["Assume the build role"].with.aws-region)',
  ],
  [
    'Build role',
    (d) => d.infra.registry!.replace("roleName: 'orders-api-build'", "roleName: 'other'"),
    'Build role: infra/registry-stack.ts says "other" (roleName: \'other\')',
  ],
  [
    'Region of the logs',
    (d) =>
      d.taskDefinitions.production!.patch(
        JsonPatch.replace('/containerDefinitions/0/logConfiguration/options/awslogs-region', 'eu-west-1'),
      ),
    'AWS Region: task-definition.json says "eu-west-1" (containerDefinitions.orders-api.logConfiguration.options.awslogs-region)',
  ],
  [
    'Cluster of the pipeline',
    (d) => d.releaseScript!.replace('CLUSTER=production', 'CLUSTER=staging'),
    'ECS cluster: infra/release.sh says "staging" (',
    EXISTING_SERVICE,
  ],
  [
    'Cluster of the service stack',
    (d) =>
      d.infra['production-service']!.replace(
        "clusterName: 'orders-api-production'",
        "clusterName: 'orders-api-staging'",
      ),
    'ECS cluster: infra/service-stack.ts says "orders-api-staging" (clusterName: \'orders-api-staging\')',
  ],
  [
    'Service of the service stack',
    (d) => d.infra['production-service']!.replace("serviceName: 'orders-api'", "serviceName: 'other'"),
    'ECS service: infra/service-stack.ts says "other" (serviceName: \'other\')',
  ],
  [
    'Container of the load balancer',
    (d) => d.infra['production-service']!.replace("containerName: 'orders-api'", "containerName: 'web'"),
    'Container name: infra/service-stack.ts says "web" (containerName: \'web\')',
  ],
  [
    'Port of the load balancer',
    (d) => d.infra['production-service']!.replace('containerPort: 3000', 'containerPort: 8080'),
    'Container port: infra/service-stack.ts says "8080" (containerPort: 8080)',
  ],
  [
    'Health check of the load balancer',
    (d) => d.infra['production-service']!.replace("path: '/health'", "path: '/up'"),
    'Health check path: infra/service-stack.ts says "/up" (path: \'/up\')',
  ],
  [
    'Health check of both target groups',
    (d) => d.infra['production-service']!.replace("path: '/health'", "path: '/up'"),
    'Health check path: infra/service-stack.ts says "/up" (path: \'/up\')',
    { strategy: DeploymentStrategy.LINEAR },
  ],
  [
    'Service that is scaled',
    (d) =>
      d.infra['production-service']!.replace(
        "'service/orders-api-production/orders-api'",
        "'service/orders-api-production/other'",
      ),
    'ECS service: infra/service-stack.ts says "other" (resourceId: \'service/orders-api-production/other\')',
    { autoScaling: { maxCapacity: 4 } },
  ],
  [
    'Account of the service stack',
    (d) =>
      d.infra.main!.replace(
        "'orders-api-production-service', {\n  env: { account: '111122223333'",
        "'orders-api-production-service', {\n  env: { account: '444455556666'",
      ),
    "AWS account: infra/main.ts says \"444455556666\" (env: { account: '444455556666', region: 'us-east-1' })",
  ],
  [
    'Stack that a release deploys',
    (d) => d.releaseScript!.replace('STACK=orders-api-production-service', 'STACK=orders-api-service'),
    'Service stack: infra/release.sh says "orders-api-service" (',
  ],
  [
    'Stack that a rollback updates',
    (d) => d.rollbackScript.replace('STACK=orders-api-production-service', 'STACK=orders-api-service'),
    'Service stack: infra/rollback.sh says "orders-api-service" (...-1:111122223333:task-definition/orders-api MINUTES=30 STACK=orders-api-service DEPLOY_ROLE=arn:aws:iam::111122223333:role/cdk-hnb659fds-de...)',
  ],
  [
    'Parameter of the release',
    (d) => d.releaseScript!.replace('PARAMETER=TaskDefinitionArn', 'PARAMETER=TaskDefinition'),
    'Parameter of the service stack: infra/release.sh says "TaskDefinition" (',
  ],
  [
    'Synthesized app',
    (d) =>
      d.buildspec!.addOverride('artifacts.files', ['task-definition.json', 'infra/release.sh', 'build/cdk.out/**/*']),
    'Folder of the synthesized CDK app: buildspec.yml says "build/cdk.out" (artifacts.files.infra/cdk.out/**/*)',
  ],
  [
    'Cluster of the one-off task',
    (d) => d.oneOffTaskScript!.replace('CLUSTER=orders-api-production', 'CLUSTER=other'),
    'ECS cluster: infra/one-off-task.sh says "other" (production) AWS_REGION=us-east-1 CLUSTER=other STACK=orders-api-production-service PUBLIC_IP=DISABLED LOGS...)',
    { oneOffTask: { command: ['migrate'] } },
  ],
  [
    'Container of the one-off task',
    (d) => d.oneOffTaskScript!.replace('{"name":"orders-api"', '{"name":"web"'),
    'Container name: infra/one-off-task.sh says "web" (...-task MINUTES=15 OVERRIDES=\'{"containerOverrides":[{"name":"web","command":["migrate"]}]}\')',
    { oneOffTask: { command: ['migrate'] } },
  ],
  [
    'Service of the deploy role',
    (d) =>
      d.infra['production-base']!.replace(
        "'ecs:UpdateService'],\n        resources: ['arn:aws:ecs:us-east-1:111122223333:service/production/orders-api']",
        "'ecs:UpdateService'],\n        resources: ['arn:aws:ecs:us-east-1:111122223333:service/production/other']",
      ),
    'ECS service: infra/base-stack.ts says "other" (resources: [\'arn:aws:ecs:us-east-1:111122223333:service/production/other\'])',
    EXISTING_SERVICE,
  ],
  [
    'Log group',
    (d) =>
      d.infra['production-base']!.replace("logGroupName: '/ecs/orders-api/production'", "logGroupName: '/ecs/other'"),
    'Log group: infra/base-stack.ts says "/ecs/other" (logGroupName: \'/ecs/other\')',
  ],
  [
    'Execution role',
    (d) => d.taskDefinitions.production!.addOverride('executionRoleArn', 'arn:aws:iam::111122223333:role/other'),
    'Execution role: task-definition.json says "other" (executionRoleArn)',
  ],
  [
    'Task role',
    (d) => d.infra['production-base']!.replace("roleName: 'orders-api-production-task'", "roleName: 'other'"),
    'Task role: infra/base-stack.ts says "other" (roleName: \'other\')',
  ],
  [
    'Deploy role',
    (d) => d.infra['production-base']!.replace("roleName: 'orders-api-production-deploy'", "roleName: 'other'"),
    'Deploy role: infra/base-stack.ts says "other" (roleName: \'other\')',
  ],
  [
    'GitHub environment',
    (d) => d.deployWorkflow!.addOverride('jobs.deploy-production.environment', 'prod'),
    'GitHub environment: .github/workflows/deploy.yml says "prod" (jobs.deploy-production.environment)',
  ],
];

test.each(OVERRIDES)('reports a contradiction: %s', (...[, override, start, options = {}]) => {
  const lines = reported(override, { imageBuild: { testCommands: [] }, ...options });
  expect(lines).toHaveLength(1);
  expect(lines[0]!.slice(0, start.length)).toBe(start);
});

test.each([
  ['deploy.yml', (d: EcsDelivery) => d.deployWorkflow!],
  ['pull-request.yml', (d: EcsDelivery) => d.pullRequestWorkflow!],
])('compares the Node.js version of the test job: %s', (name, fileOf) => {
  const override = (d: EcsDelivery) => fileOf(d).patch(JsonPatch.replace('/jobs/test/steps/1/with/node-version', 22));
  const [line] = reported(override, { imageBuild: { testCommands: ['npm test'] } });
  expect(line).toContain(
    `Node.js version: .github/workflows/${name} says "22" (jobs.test.steps["Set up Node.js"].with.node-version), but `,
  );
});

test.each<[string, (delivery: EcsDelivery) => void, string]>([
  [
    'the branch',
    (d) => d.rollbackWorkflow!.addOverride('jobs.rollback-production.if', "github.ref == 'refs/heads/x'"),
    'Release branch: ',
  ],
  [
    'the role',
    (d) =>
      d.rollbackWorkflow!.patch(
        JsonPatch.replace('/jobs/rollback-production/steps/1/with/role-to-assume', 'arn:aws:iam::111122223333:role/x'),
      ),
    'Deploy role: ',
  ],
  [
    'the account',
    (d) =>
      d.rollbackWorkflow!.patch(
        JsonPatch.replace('/jobs/rollback-production/steps/1/with/allowed-account-ids', '444455556666'),
      ),
    'AWS account: ',
  ],
  [
    'the region',
    (d) =>
      d.rollbackWorkflow!.patch(JsonPatch.replace('/jobs/rollback-production/steps/1/with/aws-region', 'eu-west-1')),
    'AWS Region: ',
  ],
  [
    'the GitHub environment',
    (d) => d.rollbackWorkflow!.addOverride('jobs.rollback-production.environment', 'prod'),
    'GitHub environment: ',
  ],
  [
    'the environment argument',
    (d) =>
      d.rollbackWorkflow!.patch(
        JsonPatch.replace('/jobs/rollback-production/steps/2/run', 'bash infra/rollback.sh prod "$REVISION"'),
      ),
    'Environment argument of the scripts: ',
  ],
  ['the cluster', (d) => d.rollbackScript.replace('CLUSTER=orders-api-production', 'CLUSTER=staging'), 'ECS cluster: '],
  ['the service', (d) => d.rollbackScript.replace('SERVICE=orders-api ', 'SERVICE=other '), 'ECS service: '],
  [
    'the family',
    (d) => d.rollbackScript.replace('task-definition/orders-api ', 'task-definition/other '),
    'Task definition family: ',
  ],
])('reports a rollback that differs from a release: %s', (_name, override, start) => {
  const lines = reported(override);
  expect(lines).toHaveLength(1);
  expect(lines[0]!.startsWith(start)).toBe(true);
});

test('a report names both files, both values, and the option', () => {
  expect(reported((d) => d.dockerfile!.replace('EXPOSE 3000', 'EXPOSE 8080'))).toEqual([
    'Container port: Dockerfile says "8080" (EXPOSE 8080), but task-definition.json says "3000" (containerDefinitions.orders-api.portMappings.0.containerPort). Set containerPort in .projenrc.js, and revert your change to Dockerfile. [contradicting-value]',
  ]);
  expect(
    reported((d) => d.taskDefinitions.production!.addOverride('runtimePlatform.cpuArchitecture', 'ARM64')),
  ).toEqual([
    'CPU architecture: task-definition.json says "ARM64" (runtimePlatform.cpuArchitecture), but .github/workflows/deploy.yml says "linux/amd64" (jobs.build.steps["Build and push the image"].with.platforms). Set cpuArchitecture in .projenrc.js, and revert your change to task-definition.json. [contradicting-value]',
  ]);
});

test('a value that is changed in every file agrees with itself', () => {
  const accepted = ({ deployWorkflow, rollbackWorkflow, infra, preflightScript }: EcsDelivery) => {
    deployWorkflow!.addOverride('jobs.deploy-production.environment', 'prod');
    rollbackWorkflow!.addOverride('jobs.rollback-production.environment', 'prod');
    infra['production-base']!.replace(
      "'repo:acme/orders-api:environment:production'",
      "'repo:acme/orders-api:environment:prod'",
    );
    infra['production-base']!.replace(
      "'repo:acme@*/orders-api@*:environment:production'",
      "'repo:acme@*/orders-api@*:environment:prod'",
    );
    preflightScript.replace("'GitHub environment production'", "'GitHub environment prod'");
    preflightScript.replace('/environments/production ', '/environments/prod ');
  };
  const { project, delivery } = deliveryIn(temporaryFolder());
  accepted(delivery);
  expect(() => project.synth()).not.toThrow();
});

test('a file that no longer defines a value is reported', () => {
  expect(
    reported((d) => d.infra['production-base']!.replace("      roleName: 'orders-api-production-execution',\n", '')),
  ).toEqual([
    'Execution role: infra/base-stack.ts no longer defines it (roleName: \'orders-api-production-execution\'), but task-definition.json still refers to "orders-api-production-execution" (executionRoleArn). Revert your change to infra/base-stack.ts. [missing-definition]',
  ]);
});

test('a removed file is compared, too', () => {
  expect(reported((d) => d.project.tryRemoveFile('infra/base-stack.ts'))).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Log group: infra\/base-stack.ts no longer defines it /)]),
  );
});

test('all contradictions are reported at once, before any file is written', () => {
  const folder = temporaryFolder();
  const { project, delivery } = deliveryIn(folder);
  delivery.dockerfile!.replace('EXPOSE 3000', 'EXPOSE 8080');
  delivery.taskDefinitions.production!.addOverride('runtimePlatform.cpuArchitecture', 'ARM64');
  const message = messageOf(() => project.synth());
  expect(message.split('\n')[0]).toBe(
    'The generated files of orders-api contradict each other. No files were written.',
  );
  expect(message.split('\n')).toHaveLength(3);
  expect(filesIn(folder)).toEqual({});
});

test('overrides that agree are written', () => {
  const folder = temporaryFolder();
  const { project, delivery } = deliveryIn(folder);
  delivery.deployWorkflow!.addOverride('jobs.build.timeout-minutes', 60);
  delivery.dockerfile!.replace('WORKDIR /app', 'WORKDIR /srv');
  project.synth();
  const files = filesIn(folder);
  expect(files['.github/workflows/deploy.yml']).toContain('timeout-minutes: 60');
  expect(files.Dockerfile).toContain('WORKDIR /srv');
});

describe("the user's own Dockerfile", () => {
  /** What synthesis reports. */
  function reportedFor(dockerfile: string, { imageBuild, ...options }: Partial<EcsDeliveryOptions> = {}): string[] {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'Dockerfile'), dockerfile);
    const { project } = deliveryIn(folder, { imageBuild: { dockerfile: './Dockerfile', ...imageBuild }, ...options });
    try {
      project.synth();
      return [];
    } catch (error) {
      return (error as Error).message.split('\n').slice(1);
    }
  }

  test.each([
    ['EXPOSE', 'FROM scratch\nEXPOSE 8080\n', 'Container port: Dockerfile says "8080" (EXPOSE)'],
    [
      'several EXPOSE',
      'FROM scratch\nEXPOSE 8080\nEXPOSE 9464/tcp\n',
      'Container port: Dockerfile says "8080, 9464" (EXPOSE)',
    ],
    ['ENV', 'FROM scratch\nENV PORT=8080\n', 'Container port: Dockerfile says "8080" (ENV PORT)'],
    ['ENV with a space', 'FROM scratch\nENV PORT 8080\n', 'Container port: Dockerfile says "8080" (ENV PORT)'],
    ['a quoted ENV', 'FROM scratch\nENV PORT="8080"\n', 'Container port: Dockerfile says "8080" (ENV PORT)'],
    ['an inherited stage', 'FROM node:24 AS a\nENV PORT=1\nFROM a\n', 'Container port: Dockerfile says "1" (ENV PORT)'],
    ['the health check path', 'FROM scratch\nENV HEALTH_CHECK_PATH=/up\n', 'Health check path: Dockerfile says "/up"'],
    ['FROM', 'FROM node:20-slim\n', 'Node.js version: Dockerfile says "20" (FROM)'],
    ['a registry', 'FROM public.ecr.aws/docker/library/node:20\n', 'Node.js version: Dockerfile says "20" (FROM)'],
  ])('is compared with the config: %s', (_name, dockerfile, start) => {
    const lines = reportedFor(dockerfile);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(start);
  });

  test('is compared up to the stage that is built', () => {
    const stages = 'FROM node:24 AS runtime\nENV PORT=3000\nFROM runtime AS debug\nENV PORT=5678\n';
    expect(reportedFor(stages)).toHaveLength(1);
    expect(reportedFor(stages, { imageBuild: { target: 'runtime' } })).toEqual([]);
    expect(reportedFor(stages.replace('3000', '8080'), { imageBuild: { target: 'Runtime' } })).toHaveLength(1);
  });

  test('is the file to change, or the option to set', () => {
    expect(reportedFor('FROM scratch\nEXPOSE 8080\n')).toEqual([
      '  - Container port: Dockerfile says "8080" (EXPOSE), but .projenrc.js says "3000". Change Dockerfile, or set containerPort in .projenrc.js. [contradicting-value]',
    ]);
  });

  test.each([
    ['nothing', 'FROM scratch\nCMD ["/app"]\n'],
    ['the same values', 'FROM node:24\nENV PORT=3000 HEALTH_CHECK_PATH="/health"\nEXPOSE 3000\n'],
    ['the port among others', 'FROM scratch\nEXPOSE 9464 3000\n'],
    ['other values in a builder stage', 'FROM node:18 AS b\nENV PORT=1\nEXPOSE 1\nFROM scratch\nCOPY --from=b /a /a\n'],
    ['a build argument', 'ARG VERSION=20\nFROM node:${VERSION}\nARG P\nENV PORT=$P\nEXPOSE $P\n'],
    ['a version that only resembles one', 'FROM node:lts\n'],
    ['another user', 'FROM scratch\nUSER app\n'],
    ['another health check', 'FROM scratch\nHEALTHCHECK CMD curl http://localhost:9464/metrics\n'],
    ['no instructions', '# syntax=docker/dockerfile:1\n'],
    ['no text', ''],
  ])('is accepted if it contains %s', (_name, dockerfile) => {
    expect(reportedFor(dockerfile)).toEqual([]);
  });

  test('can expose a port that a worker, which uses the same image, does not need', () => {
    const worker = { receivesRequests: false, loadBalancer: { enabled: false } };
    expect(reportedFor('FROM scratch\nENV PORT=8080\nEXPOSE 8080\n', worker)).toEqual([]);
  });
});
