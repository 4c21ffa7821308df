import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonPatch } from 'projen';
import type { EcsDelivery } from '../../src';
import { CpuArchitecture, DeliveryEngine, type EcsDeliveryOptions, ImageTag, PipelineSource } from '../../src/options';
import { DeploymentStrategy } from '../../src/service-options';
import { EXISTING_SERVICE } from '../support/model';
import { deliveryIn, filesIn, messageOf, temporaryFolder } from '../support/project';

/** What synthesis says after an override, without the header. */
function disagreements(override: (delivery: EcsDelivery) => void, options: Partial<EcsDeliveryOptions> = {}): string[] {
  const { project, delivery } = deliveryIn(temporaryFolder(), options);
  override(delivery);
  return messageOf(() => project.synth())
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ {2}- /, ''));
}

test.each<[string, Partial<EcsDeliveryOptions>]>([
  ['the default', {}],
  ['arm64', { cpuArchitecture: CpuArchitecture.ARM64 }],
  ['GitHub Actions alone', { codePipeline: { enabled: false } }],
  ['CodePipeline alone', { githubActions: { enabled: false } }],
  [
    'CodeCommit',
    {
      githubRepository: undefined,
      githubActions: { enabled: false },
      codePipeline: { source: PipelineSource.CODE_COMMIT },
    },
  ],
  ['a push that starts the pipeline', { trigger: DeliveryEngine.CODE_PIPELINE }],
  ['short tags', { registry: { imageTag: ImageTag.SHORT_SHA } }],
  ['an existing repository', { registry: { existing: true } }],
  [
    'roles of the user',
    { executionRoleArn: 'arn:aws:iam::111122223333:role/e', taskRoleArn: 'arn:aws:iam::111122223333:role/t' },
  ],
  [
    'Java',
    {
      imageBuild: {
        runtime: 'java',
        runtimeVersion: 'corretto21',
        dockerfile: 'Dockerfile',
        testCommands: ['./gradlew check'],
      },
    },
  ],
  ['.NET', { imageBuild: { runtime: 'dotnet', dockerfile: 'Dockerfile', testCommands: ['dotnet test'] } }],
  [
    'Rust, for which there is no action',
    { imageBuild: { runtime: 'rust', dockerfile: 'Dockerfile', testCommands: ['cargo test'] } },
  ],
  ['China', { awsRegion: 'cn-north-1' }],
  ['an existing service', EXISTING_SERVICE],
  ['an existing service with a task before', { ...EXISTING_SERVICE, oneOffTask: { command: ['migrate'] } }],
  ['a managed service with a task before', { oneOffTask: { command: ['migrate', "it's"] } }],
  ['a strategy that shifts traffic', { strategy: DeploymentStrategy.CANARY, autoScaling: { maxCapacity: 4 } }],
  ['a worker', { loadBalancer: { enabled: false }, alarms: { enabled: false }, ecsCluster: 'shared' }],
  ['a container of another name', { containerName: 'web', oneOffTask: { command: ['migrate'] } }],
  [
    'three environments, each in its way',
    {
      environments: [
        { name: 'test', loadBalancer: { enabled: false } },
        { name: 'staging', awsAccount: '444455556666', strategy: DeploymentStrategy.BLUE_GREEN },
        { name: 'production', awsRegion: 'eu-west-1', oneOffTask: { command: ['migrate'] } },
      ],
    },
  ],
  ['no tests', { imageBuild: { testCommands: [] } }],
])('generated files agree: %s', (_name, options) => {
  const { project } = deliveryIn(temporaryFolder(), options);
  expect(() => project.synth()).not.toThrow();
});

/** An override that breaks each fact in each of its files, and the start of what is said about it. */
const OVERRIDES: [string, (delivery: EcsDelivery) => void, string, Partial<EcsDeliveryOptions>?][] = [
  [
    'Branch in deploy.yml',
    (d) => d.deployWorkflow!.addOverride('on.push.branches', ['develop']),
    'Branch: .github/workflows/deploy.yml says "develop" (on.push.branches[*])',
  ],
  [
    'Branch of the release',
    (d) => d.deployWorkflow!.addOverride('jobs.build.if', "github.ref == 'refs/heads/x'"),
    'Branch: .github/workflows/deploy.yml says "x" (jobs.build.if)',
  ],
  [
    'Branch that the build role trusts',
    (d) =>
      d.infra['registry-stack.ts']!.replace(
        "'repo:acme/orders-api:ref:refs/heads/main'",
        "'repo:acme/orders-api:ref:refs/heads/dev'",
      ),
    'Branch: infra/registry-stack.ts says "dev" (BuildRole, token.actions.githubusercontent.com:sub)',
  ],
  [
    'Branch that the deploy role trusts',
    (d) => d.infra['base-stack.ts']!.replace("'refs/heads/main'", "'refs/heads/dev'"),
    'Branch: infra/base-stack.ts says "dev" (DeployRole, token.actions.githubusercontent.com:ref)',
  ],
  [
    'Branch of the pipeline',
    (d) => d.infra['pipeline-stack.ts']!.replace("branch: 'main'", "branch: 'dev'"),
    'Branch: infra/pipeline-stack.ts says "dev" (CodeStarConnectionsSourceAction, branch)',
  ],
  [
    'GitHub repository of the pipeline',
    (d) => d.infra['pipeline-stack.ts']!.replace("repo: 'orders-api'", "repo: 'orders'"),
    'GitHub repository: infra/pipeline-stack.ts says "acme/orders"',
  ],
  [
    'GitHub repository that a role trusts',
    (d) => d.infra['base-stack.ts']!.replace("'repo:acme/orders-api:environment", "'repo:evil/orders-api:environment"),
    'GitHub repository: infra/base-stack.ts says "evil/orders-api"',
  ],
  [
    'Image repository in the buildspec',
    (d) =>
      d.buildspec!.addOverride('env.variables.REPOSITORY_URI', '111122223333.dkr.ecr.us-east-1.amazonaws.com/other'),
    'Image repository: buildspec.yml says "111122223333.dkr.ecr.us-east-1.amazonaws.com/other" (env.variables.REPOSITORY_URI)',
  ],
  [
    'Image repository in the task definition',
    (d) => d.taskDefinitions.production!.patch(JsonPatch.replace('/containerDefinitions/0/image', 'other:1')),
    'Image repository: task-definition.json says "other" (containerDefinitions[0].image)',
  ],
  [
    'Image repository that is created',
    (d) => d.infra['registry-stack.ts']!.replace("repositoryName: 'orders-api'", "repositoryName: 'other'"),
    'Image repository: infra/registry-stack.ts says "111122223333.dkr.ecr.us-east-1.amazonaws.com/other" (Repository, repositoryName)',
  ],
  [
    'Image tag',
    (d) =>
      d.buildspec!.patch(
        JsonPatch.replace('/phases/pre_build/commands/0', 'IMAGE_TAG="${CODEBUILD_RESOLVED_SOURCE_VERSION:0:8}"'),
      ),
    'Image tag: buildspec.yml says "first 8 characters of the commit"',
  ],
  [
    'Node.js version in the Dockerfile',
    (d) => d.dockerfile!.replace('node:24-slim', 'node:22-slim'),
    'Node.js version: Dockerfile says "22" (FROM)',
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
      d.infra['pipeline-stack.ts']!.replace(
        "LinuxBuildImage.fromCodeBuildImageId('aws/codebuild/amazonlinux-x86_64-standard:6.0'),\n        computeType: codebuild.ComputeType.SMALL,\n        // Docker",
        "LinuxArmBuildImage.fromCodeBuildImageId('aws/codebuild/amazonlinux-aarch64-standard:4.0'),\n        computeType: codebuild.ComputeType.SMALL,\n        // Docker",
      ),
    'CPU architecture: infra/pipeline-stack.ts says "ARM64" (build image)',
  ],
  [
    'Container name of the task',
    (d) => d.taskDefinitions.production!.patch(JsonPatch.replace('/containerDefinitions/0/name', 'web')),
    'Container name: task-definition.json says "web" (containerDefinitions[0].name)',
  ],
  [
    'Container name of the release',
    (d) => d.infra['pipeline-stack.ts']!.replace("CONTAINER: { value: 'orders-api' }", "CONTAINER: { value: 'web' }"),
    'Container name: infra/pipeline-stack.ts says "web" (ReleaseProduction, CONTAINER.value)',
  ],
  [
    'Container port in the Dockerfile',
    (d) => d.dockerfile!.replace('EXPOSE 3000', 'EXPOSE 8080'),
    'Container port: Dockerfile says "8080" (EXPOSE)',
  ],
  [
    'Container port of the task',
    (d) =>
      d.taskDefinitions.production!.patch(
        JsonPatch.replace('/containerDefinitions/0/portMappings/0/containerPort', 80),
      ),
    'Container port: task-definition.json says "80" (containerDefinitions[0].portMappings[*].containerPort)',
  ],
  [
    'Container port that the service is told',
    (d) => d.taskDefinitions.production!.patch(JsonPatch.replace('/containerDefinitions/0/environment/0/value', '80')),
    'Container port: task-definition.json says "80" (containerDefinitions[0].environment, PORT)',
  ],
  [
    'Health check path',
    (d) => d.taskDefinitions.production!.patch(JsonPatch.replace('/containerDefinitions/0/environment/1/value', '/up')),
    'Health check path: task-definition.json says "/up" (containerDefinitions[0].environment, HEALTH_CHECK_PATH)',
  ],
  [
    'Account of the stack',
    (d) =>
      d.infra['main.ts']!.replace(
        "'orders-api-production-base', {\n  env: { account: '111122223333'",
        "'orders-api-production-base', {\n  env: { account: '444455556666'",
      ),
    'Account: infra/main.ts says "444455556666" (orders-api-production-base, account)',
  ],
  [
    'Account of the registry stack',
    (d) =>
      d.infra['main.ts']!.replace(
        "'orders-api-registry', {\n  env: { account: '111122223333'",
        "'orders-api-registry', {\n  env: { account: '444455556666'",
      ),
    'Account of the images: infra/main.ts says "444455556666" (orders-api-registry, account)',
  ],
  [
    'Region of the build',
    (d) => d.deployWorkflow!.patch(JsonPatch.replace('/jobs/build/steps/1/with/aws-region', 'eu-west-1')),
    'Region of the images: .github/workflows/deploy.yml says "eu-west-1" (jobs.build.steps[*].with.aws-region)',
  ],
  [
    'Build role',
    (d) => d.infra['registry-stack.ts']!.replace("roleName: 'orders-api-build'", "roleName: 'other'"),
    'Build role: infra/registry-stack.ts says "arn:aws:iam::111122223333:role/other" (BuildRole, roleName)',
  ],
  [
    'Region of the logs',
    (d) =>
      d.taskDefinitions.production!.patch(
        JsonPatch.replace('/containerDefinitions/0/logConfiguration/options/awslogs-region', 'eu-west-1'),
      ),
    'Region: task-definition.json says "eu-west-1"',
  ],
  [
    'Cluster of the pipeline',
    (d) => d.infra['pipeline-stack.ts']!.replace("CLUSTER: { value: 'production' }", "CLUSTER: { value: 'staging' }"),
    'Cluster: infra/pipeline-stack.ts says "staging" (ReleaseProduction, CLUSTER.value)',
    EXISTING_SERVICE,
  ],
  [
    'Cluster of the service stack',
    (d) =>
      d.infra['service-stack.ts']!.replace("clusterName: 'orders-api-production'", "clusterName: 'orders-api-staging'"),
    'Cluster: infra/service-stack.ts says "orders-api-staging" (Cluster, clusterName)',
  ],
  [
    'Service of the service stack',
    (d) => d.infra['service-stack.ts']!.replace("serviceName: 'orders-api'", "serviceName: 'other'"),
    'Service: infra/service-stack.ts says "other" (Service, serviceName)',
  ],
  [
    'Container of the load balancer',
    (d) => d.infra['service-stack.ts']!.replace("containerName: 'orders-api'", "containerName: 'web'"),
    'Container name: infra/service-stack.ts says "web" (Service, containerName)',
  ],
  [
    'Port of the load balancer',
    (d) => d.infra['service-stack.ts']!.replace('containerPort: 3000', 'containerPort: 8080'),
    'Container port: infra/service-stack.ts says "8080" (Service, containerPort)',
  ],
  [
    'Health check of the load balancer',
    (d) => d.infra['service-stack.ts']!.replace("path: '/health'", "path: '/up'"),
    'Health check path: infra/service-stack.ts says "/up" (TargetGroup, healthCheck.path)',
  ],
  [
    'Health check of both target groups',
    (d) => d.infra['service-stack.ts']!.replace("path: '/health'", "path: '/up'"),
    'Health check path: infra/service-stack.ts says "/up" (targets, healthCheck.path)',
    { strategy: DeploymentStrategy.LINEAR },
  ],
  [
    'Service that is scaled',
    (d) =>
      d.infra['service-stack.ts']!.replace(
        "'service/orders-api-production/orders-api'",
        "'service/orders-api-production/other'",
      ),
    'Service: infra/service-stack.ts says "other" (ScalableTarget, resourceId)',
    { autoScaling: { maxCapacity: 4 } },
  ],
  [
    'Account of the service stack',
    (d) =>
      d.infra['main.ts']!.replace(
        "'orders-api-production-service', {\n  env: { account: '111122223333'",
        "'orders-api-production-service', {\n  env: { account: '444455556666'",
      ),
    'Account: infra/main.ts says "444455556666" (orders-api-production-service, account)',
  ],
  [
    'Stack that a release deploys',
    (d) => d.infra['pipeline-stack.ts']!.replace('deploy orders-api-production-service', 'deploy orders-api-service'),
    'Service stack: infra/pipeline-stack.ts says "orders-api-service" (ReleaseProduction, commands)',
  ],
  [
    'Stack that a rollback updates',
    (d) => d.rollbackScript.replace('STACK=orders-api-production-service', 'STACK=orders-api-service'),
    'Service stack: infra/rollback.sh says "orders-api-service" (STACK)',
  ],
  [
    'Parameter of the release',
    (d) => d.infra['pipeline-stack.ts']!.replace('--parameters "TaskDefinitionArn=', '--parameters "TaskDefinition='),
    'Parameter of the service stack: infra/pipeline-stack.ts says "TaskDefinition" (ReleaseProduction, commands)',
  ],
  [
    'Synthesized app',
    (d) => d.buildspec!.addOverride('artifacts.files', ['task-definition.json', 'build/cdk.out/**/*']),
    'Synthesized CDK app: buildspec.yml says "build/cdk.out" (artifacts.files[*])',
  ],
  [
    'Cluster of the one-off task',
    (d) => d.oneOffTaskScript!.replace('CLUSTER=orders-api-production', 'CLUSTER=other'),
    'Cluster: infra/one-off-task.sh says "other" (CLUSTER)',
    { oneOffTask: { command: ['migrate'] } },
  ],
  [
    'Container of the one-off task',
    (d) => d.oneOffTaskScript!.replace('{"name":"orders-api"', '{"name":"web"'),
    'Container name: infra/one-off-task.sh says "web" (OVERRIDES)',
    { oneOffTask: { command: ['migrate'] } },
  ],
  [
    'Service of the deploy role',
    (d) =>
      d.infra['base-stack.ts']!.replace(
        "'ecs:UpdateService'],\n        resources: ['arn:aws:ecs:us-east-1:111122223333:service/production/orders-api']",
        "'ecs:UpdateService'],\n        resources: ['arn:aws:ecs:us-east-1:111122223333:service/production/other']",
      ),
    'Service: infra/base-stack.ts says "other" (resources of the deploy role)',
    EXISTING_SERVICE,
  ],
  [
    'Log group',
    (d) =>
      d.infra['base-stack.ts']!.replace("logGroupName: '/ecs/orders-api/production'", "logGroupName: '/ecs/other'"),
    'Log group: infra/base-stack.ts says "/ecs/other" (LogGroup, logGroupName)',
  ],
  [
    'Execution role',
    (d) => d.taskDefinitions.production!.addOverride('executionRoleArn', 'arn:aws:iam::111122223333:role/other'),
    'Execution role: task-definition.json says "arn:aws:iam::111122223333:role/other" (executionRoleArn)',
  ],
  [
    'Task role',
    (d) => d.infra['base-stack.ts']!.replace("roleName: 'orders-api-production-task'", "roleName: 'other'"),
    'Task role: infra/base-stack.ts says "arn:aws:iam::111122223333:role/other" (TaskRole, roleName)',
  ],
  [
    'Deploy role',
    (d) => d.infra['base-stack.ts']!.replace("roleName: 'orders-api-production-deploy'", "roleName: 'other'"),
    'Deploy role: infra/base-stack.ts says "arn:aws:iam::111122223333:role/other" (DeployRole, roleName)',
  ],
  [
    'GitHub Environment',
    (d) => d.deployWorkflow!.addOverride('jobs.deploy-production.environment', 'prod'),
    'GitHub Environment: .github/workflows/deploy.yml says "prod" (jobs.deploy-production.environment)',
  ],
];

test.each(OVERRIDES)('an override that disagrees is found: %s', (_name, override, start, options = {}) => {
  const lines = disagreements(override, { imageBuild: { testCommands: [] }, ...options });
  expect(lines).toHaveLength(1);
  expect(lines[0]!.slice(0, start.length)).toBe(start);
});

test.each([
  ['deploy.yml', (d: EcsDelivery) => d.deployWorkflow!],
  ['pull-request.yml', (d: EcsDelivery) => d.pullRequestWorkflow!],
])('the Node.js version of the tests is compared too: %s', (name, fileOf) => {
  const override = (d: EcsDelivery) => fileOf(d).patch(JsonPatch.replace('/jobs/test/steps/1/with/node-version', 22));
  const [line] = disagreements(override, { imageBuild: { testCommands: ['npm test'] } });
  expect(line).toContain(
    `Node.js version: .github/workflows/${name} says "22" (jobs.test.steps[*].with.node-version), `,
  );
});

test('every fact is said by two files at least', () => {
  const { delivery } = deliveryIn(temporaryFolder(), { imageBuild: { testCommands: ['npm test'] } });
  const rows = delivery.guide.content.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'));
  const files = rows.map((row) => [row.split(' | ')[0], row.split(' | ')[3]!.split(', ').length] as const);
  expect(files.length).toBeGreaterThan(15);
  expect(files.filter(([, count]) => count < 2)).toEqual([]);
});

test.each<[string, (delivery: EcsDelivery) => void, string]>([
  [
    'the branch',
    (d) => d.rollbackWorkflow!.addOverride('jobs.rollback-production.if', "github.ref == 'refs/heads/x'"),
    'Branch: ',
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
    'Account: ',
  ],
  [
    'the region',
    (d) =>
      d.rollbackWorkflow!.patch(JsonPatch.replace('/jobs/rollback-production/steps/1/with/aws-region', 'eu-west-1')),
    'Region: ',
  ],
  [
    'the GitHub Environment',
    (d) => d.rollbackWorkflow!.addOverride('jobs.rollback-production.environment', 'prod'),
    'GitHub Environment: ',
  ],
  [
    'what is rolled back',
    (d) =>
      d.rollbackWorkflow!.patch(
        JsonPatch.replace('/jobs/rollback-production/steps/2/run', 'bash infra/rollback.sh prod "$REVISION"'),
      ),
    'GitHub Environment: ',
  ],
  ['the cluster', (d) => d.rollbackScript.replace('CLUSTER=orders-api-production', 'CLUSTER=staging'), 'Cluster: '],
  ['the service', (d) => d.rollbackScript.replace('SERVICE=orders-api ', 'SERVICE=other '), 'Service: '],
  [
    'the family',
    (d) => d.rollbackScript.replace('task-definition/orders-api ', 'task-definition/other '),
    'Task definition family: ',
  ],
])('a rollback that differs from a release is found: %s', (_name, override, start) => {
  const lines = disagreements(override);
  expect(lines).toHaveLength(1);
  expect(lines[0]!.startsWith(start)).toBe(true);
});

test('a disagreement names both files, both values and the option', () => {
  expect(disagreements((d) => d.dockerfile!.replace('EXPOSE 3000', 'EXPOSE 8080'))).toEqual([
    'Container port: Dockerfile says "8080" (EXPOSE), task-definition.json says "3000" (containerDefinitions[0].portMappings[*].containerPort). containerPort in .projenrc.js decides: set it there, and remove the override.',
  ]);
  expect(
    disagreements((d) => d.taskDefinitions.production!.addOverride('runtimePlatform.cpuArchitecture', 'ARM64')),
  ).toEqual([
    'CPU architecture: task-definition.json says "ARM64" (runtimePlatform.cpuArchitecture), .github/workflows/deploy.yml says "X86_64" (jobs.build.steps[*].with.platforms). cpuArchitecture in .projenrc.js decides: set it there, and remove the override.',
  ]);
});

test('a file that no longer says a fact is found', () => {
  expect(disagreements((d) => d.taskDefinitions.production!.addDeletionOverride('executionRoleArn'))).toContain(
    'Execution role: task-definition.json does not say (executionRoleArn), infra/base-stack.ts says "arn:aws:iam::111122223333:role/orders-api-production-execution" (ExecutionRole, roleName). executionRoleArn in .projenrc.js decides: set it there, and remove the override.',
  );
});

test('all disagreements are told at once, and nothing is written', () => {
  const folder = temporaryFolder();
  const { project, delivery } = deliveryIn(folder);
  delivery.dockerfile!.replace('EXPOSE 3000', 'EXPOSE 8080');
  delivery.taskDefinitions.production!.addOverride('runtimePlatform.cpuArchitecture', 'ARM64');
  const message = messageOf(() => project.synth());
  expect(message.split('\n')[0]).toBe('The generated files of orders-api do not agree; nothing was written.');
  expect(message.split('\n')).toHaveLength(3);
  expect(filesIn(folder)).toEqual({});
});

test('an override that makes a file unreadable is told as such', () => {
  const { project, delivery } = deliveryIn(temporaryFolder());
  delivery.infra['base-stack.ts']!.append('export class {');
  expect(messageOf(() => project.synth())).toMatch(/^infra\/base-stack.ts cannot be read any more: /);
});

test('overrides that agree are welcome', () => {
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
  const options = { imageBuild: { dockerfile: 'Dockerfile' } };

  function synthWith(dockerfile: string): () => void {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'Dockerfile'), dockerfile);
    const { project } = deliveryIn(folder, options);
    return () => project.synth();
  }

  test('is held against the config where it says something', () => {
    expect(messageOf(synthWith('FROM scratch\nEXPOSE 8080\n'))).toContain(
      'Container port: Dockerfile says "8080" (EXPOSE)',
    );
    expect(messageOf(synthWith('FROM node:20-slim\n'))).toContain('Node.js version: Dockerfile says "20" (FROM)');
  });

  test('may be silent', () => {
    expect(synthWith('FROM scratch\nCMD ["/app"]\n')).not.toThrow();
  });
});
