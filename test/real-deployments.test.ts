import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import {
  ApplicationProtocol,
  ContainerInsights,
  DependencyCondition,
  type EcsDeliveryOptions,
  EcsDeploymentController,
  EcsServiceMode,
  ImageTag,
  LaunchType,
  LogDriver,
  PortProtocol,
  RegistryEncryption,
  ReleaseValue,
  TaskDefinitionOwner,
  WorkerUpdateOrder,
} from '../src/options';
import { infraOfModel } from './support/delivery';
import { problemsOfTaskDefinition } from './support/ecs/task-definition';
import { InfraApp, removeOutdirs } from './support/infra-app';
import { modelOf } from './support/model';
import { rolesIn, rolesInGuide } from './support/permissions/roles';
import { missingPermissions } from './support/permissions/walk';
import { deliveryIn, filesIn, temporaryFolder } from './support/project';

/**
 * Configs after public task definitions, workflows, and manifests. Names and accounts are replaced. Each one must be
 * accepted without overrides, and the generated files must say what the original says.
 */
const ROLE = 'arn:aws:iam::111122223333:role/ecsTaskExecutionRole';

// The CDK warns about the placeholders of a VPC that it has not looked up.
beforeEach(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(removeOutdirs);

const EXISTING: Partial<EcsDeliveryOptions> = {
  serviceMode: EcsServiceMode.EXISTING,
  ecsCluster: 'shop',
  ecsService: 'shop-api',
  executionRoleArn: ROLE,
};

interface Generated {
  readonly text: Readonly<Record<string, string>>;
  /** The task definition of the only environment. */
  readonly task: any;
  /** The container of the service. */
  readonly container: any;
  readonly deploy: any;
  readonly pullRequest: any;
  readonly buildspec: any;
}

/** Synthesizes a project without npm, with a Dockerfile of its own unless `dockerfile` is omitted. */
function generated(options: Partial<EcsDeliveryOptions>, dockerfile?: string): Generated {
  const folder = temporaryFolder();
  if (dockerfile !== undefined) {
    const path = join(folder, options.imageBuild!.dockerfile!);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, dockerfile);
  }
  const { project } = deliveryIn(folder, options);
  const warnings: string[] = [];
  project.logger.warn = (...lines) => void warnings.push(lines.join(' '));
  project.synth();
  expect(warnings).toEqual([]);
  const text = filesIn(folder);
  for (const path of Object.keys(text).filter((each) => /^task-definition.*\.json$/.test(each))) {
    expect(problemsOfTaskDefinition(JSON.parse(text[path]!))).toEqual([]);
  }
  expect(missingPermissionsIn(options, text)).toEqual([]);
  const yaml = (path: string): any => (text[path] === undefined ? undefined : load(text[path]));
  const task = text['task-definition.json'] && JSON.parse(text['task-definition.json']);
  return {
    text,
    task,
    container: task?.containerDefinitions.find(({ name }: { name: string }) => name !== 'proxy'),
    deploy: yaml('.github/workflows/deploy.yml'),
    pullRequest: yaml('.github/workflows/pull-request.yml'),
    buildspec: yaml('buildspec.yml'),
  };
}

function missingPermissionsIn(options: Partial<EcsDeliveryOptions>, text: Readonly<Record<string, string>>): string[] {
  const model = modelOf(options, { nodeProject: false });
  const app = new InfraApp(infraOfModel(model).sources, {}, {});
  const roles = [...rolesIn(app), ...rolesInGuide(text['DELIVERY.md']!)];
  return missingPermissions({ model, app, roles, textOf: (path) => text[path] ?? '' });
}

const OWN = { dockerfile: 'Dockerfile' };

test('nginx on port 80 as root, in an existing service', () => {
  const { container } = generated(
    {
      ...EXISTING,
      serviceName: 'shop-web',
      containerName: 'web',
      containerPort: 80,
      healthCheckPath: '/',
      cpu: 1024,
      memory: 3072,
      user: '0',
      readonlyRootFilesystem: false,
      imageBuild: OWN,
    },
    'FROM nginx:1.29\nEXPOSE 80\n',
  );
  expect(container).toMatchObject({
    name: 'web',
    user: '0',
    readonlyRootFilesystem: false,
    portMappings: [{ containerPort: 80, protocol: 'tcp' }],
  });
});

test("a user's own Dockerfile determines the user, and the root file system stays writable", () => {
  const { container } = generated({ ...EXISTING, imageBuild: OWN }, 'FROM tomcat:11\nEXPOSE 3000\n');
  expect(container.user).toBeUndefined();
  expect(container.readonlyRootFilesystem).not.toBe(true);
});

test('a Java service in two clusters, whose jar is built before the image in both engines', () => {
  const { deploy, buildspec, text } = generated(
    {
      serviceName: 'trainee-details',
      branch: 'master',
      serviceMode: EcsServiceMode.EXISTING,
      containerPort: 8203,
      cpu: 256,
      memory: 1024,
      executionRoleArn: ROLE,
      environmentVariables: { TITLE: 'trainee-details' },
      environments: [
        {
          name: 'preprod',
          ecsCluster: 'trainee-preprod',
          secrets: { DB_HOST: { ssmParameter: '/trainee/preprod/db/host' } },
        },
        { name: 'prod', ecsCluster: 'trainee-prod', secrets: { DB_HOST: { ssmParameter: '/trainee/prod/db/host' } } },
      ],
      imageBuild: {
        ...OWN,
        runtime: 'java',
        runtimeVersion: 'corretto17',
        installCommands: ['./gradlew assemble'],
        testCommands: ['./gradlew test'],
        artifacts: ['build/libs/app.jar'],
      },
    },
    'FROM amazoncorretto:17\nCOPY build/libs/app.jar /app.jar\n',
  );
  expect(deploy.jobs.test.steps.map(({ uses }: { uses?: string }) => uses?.split('@')[0])).toContain(
    'actions/upload-artifact',
  );
  expect(deploy.jobs.build.steps.map(({ uses }: { uses?: string }) => uses?.split('@')[0])).toContain(
    'actions/download-artifact',
  );
  expect(JSON.stringify(deploy.jobs.test)).toContain('./gradlew assemble');
  expect(JSON.stringify(buildspec.phases)).toContain('./gradlew assemble');
  expect(text['task-definition.prod.json']).toContain('parameter/trainee/prod/db/host');
});

test('commands that only install run in the release of both engines', () => {
  const { deploy, buildspec } = generated(
    {
      ...EXISTING,
      imageBuild: {
        ...OWN,
        runtime: 'java',
        installCommands: ['mvn -B package'],
        testCommands: [],
        artifacts: ['target'],
      },
    },
    'FROM amazoncorretto:21\nCOPY target/app.jar /app.jar\n',
  );
  expect(JSON.stringify(deploy)).toContain('mvn -B package');
  expect(JSON.stringify(buildspec)).toContain('mvn -B package');
});

test('a worker from a vendor image, without a port and without Node.js', () => {
  const { container, deploy, pullRequest, text } = generated(
    {
      serviceName: 'jobs',
      loadBalancer: { enabled: false },
      receivesRequests: false,
      command: ['worker'],
      imageBuild: { ...OWN, installCommands: [], testCommands: [] },
      environmentVariables: { WORKERS_COUNT: '3' },
      secrets: { REDIS_URL: { ssmParameter: '/jobs/REDIS_URL' } },
    },
    'FROM vendor/image:1\nEXPOSE 8000\n',
  );
  expect(container.portMappings ?? []).toEqual([]);
  expect(container.environment).toEqual([{ name: 'WORKERS_COUNT', value: '3' }]);
  expect(container.healthCheck).toBeUndefined();
  expect(JSON.stringify([deploy.jobs.test, pullRequest])).not.toContain('"cache":"npm"');
  expect(text['infra/service-stack.ts']).not.toContain('elbv2');
});

test('a web service and its queue workers, which share one image and one release', () => {
  const { text, deploy } = generated(
    {
      serviceName: 'tickets',
      containerPort: 8000,
      imageBuild: { ...OWN, runtime: 'python', testCommands: ['pytest'] },
      environmentVariables: { DJANGO_SETTINGS_MODULE: 'tickets.settings' },
      secrets: { DATABASE_URL: { ssmParameter: '/tickets/database-url' } },
      workers: [
        { name: 'celery', command: ['celery', '-A', 'tickets', 'worker'], desiredCount: 2, cpu: 512, memory: 1024 },
        { name: 'beat', command: ['celery', '-A', 'tickets', 'beat'], updateOrder: WorkerUpdateOrder.AFTER },
      ],
      scheduledTasks: [{ name: 'digest', schedule: 'cron(0 7 * * ? *)', command: ['./manage.py', 'send_digest'] }],
    },
    'FROM python:3.13\nEXPOSE 8000\n',
  );
  const [web, celery] = ['', '-celery'].map((name) => JSON.parse(text[`task-definition${name}.json`]!));
  expect(celery.containerDefinitions[0]).toMatchObject({
    image: web.containerDefinitions[0].image,
    command: ['celery', '-A', 'tickets', 'worker'],
    environment: [{ name: 'DJANGO_SETTINGS_MODULE', value: 'tickets.settings' }],
    secrets: web.containerDefinitions[0].secrets,
  });
  expect(JSON.stringify(deploy.jobs['deploy-production'])).toContain('task-definition-beat.json');
  expect(text['infra/service-stack.ts']).toContain("serviceName: 'tickets-beat'");
});

test('a vendor image, which both engines copy to the ECR repository', () => {
  const { text, container, deploy, buildspec } = generated({
    serviceName: 'proxy-server',
    containerPort: 80,
    healthCheckPath: '/',
    imageBuild: { image: 'public.ecr.aws/nginx/nginx:1.29' },
  });
  expect(text.Dockerfile).toMatch(/^FROM public\.ecr\.aws\/nginx\/nginx:1\.29$/m);
  expect(text['.dockerignore']).toMatch(/^\*\n$/m);
  expect(container).toMatchObject({
    portMappings: [{ containerPort: 80, protocol: 'tcp' }],
    readonlyRootFilesystem: false,
  });
  expect(container.user).toBeUndefined();
  expect(container.healthCheck).toBeUndefined();
  expect(JSON.stringify(deploy.jobs.build)).not.toContain('setup-node');
  expect(JSON.stringify(buildspec.phases)).toContain('docker build');
});

test('an image that another repository builds, released to two environments by its tag', () => {
  const { text, deploy, buildspec } = generated({
    ...EXISTING,
    ecrRepository: 'shop/api',
    registry: { existing: true },
    imageBuild: { enabled: false },
    environments: [
      { name: 'staging', ecsCluster: 'shop-staging' },
      { name: 'production', approval: true },
    ],
    githubActions: { workflowCall: true, reviewers: ['alice'] },
  });
  expect(deploy.on.workflow_call.inputs['image-tag']).toMatchObject({ required: true, type: 'string' });
  expect(Object.keys(deploy.jobs)).toEqual(['deploy-staging', 'deploy-production']);
  expect(deploy.jobs['deploy-production'].env.IMAGE_URI).toMatch(/\/shop\/api:\$\{\{ inputs\.image-tag \}\}$/);
  expect(JSON.stringify(buildspec.phases)).not.toContain('docker');
  expect(text.Dockerfile).toBeUndefined();
});

test('an internal backend in four environments, with Fargate Spot and scaling', () => {
  const scale = { minCapacity: 2, maxCapacity: 4, cpuUtilization: 70, memoryUtilization: 80, requestsPerTarget: 30 };
  const { text } = generated(
    {
      serviceName: 'account-store',
      containerPort: 8080,
      healthCheckPath: '/healthcheck',
      cpu: 512,
      memory: 1024,
      executeCommand: true,
      loadBalancer: { internetFacing: false },
      environments: [
        { name: 'dev', desiredCount: 1, fargateSpot: { onDemandBase: 0 } },
        { name: 'test', desiredCount: 2, fargateSpot: { onDemandBase: 0 } },
        { name: 'uat', autoScaling: scale },
        { name: 'prod', autoScaling: scale, environmentVariables: { SENTRY_TRACES_SAMPLE_RATE: '0.02' } },
      ],
      imageBuild: { ...OWN, runtime: 'python', runtimeVersion: '3.13' },
    },
    'FROM python:3.13\nEXPOSE 8080\n',
  );
  expect(text['task-definition.prod.json']).toContain('"SENTRY_TRACES_SAMPLE_RATE"');
});

test('a log group and a stream prefix that exist already', () => {
  const { container } = generated(
    { ...EXISTING, logging: { existingLogGroup: '/ecs/shop', streamPrefix: 'web' }, imageBuild: OWN },
    'FROM python:3.13\n',
  );
  expect(container.logConfiguration.options).toMatchObject({
    'awslogs-group': '/ecs/shop',
    'awslogs-stream-prefix': 'web',
  });
});

test('a task definition family that does not follow the name of the service', () => {
  const { task } = generated(
    { ...EXISTING, taskDefinitionFamily: 'CoreSaidaTaskDefinition58C2CA2F', imageBuild: OWN },
    'FROM python:3.13\n',
  );
  expect(task.family).toBe('CoreSaidaTaskDefinition58C2CA2F');
});

test('logs that do not block the service, in a log group that the driver creates', () => {
  const { container, text } = generated({
    logging: { options: { mode: 'non-blocking', 'max-buffer-size': '25m', 'awslogs-create-group': 'true' } },
  });
  expect(container.logConfiguration.options).toMatchObject({ mode: 'non-blocking', 'max-buffer-size': '25m' });
  expect(text['infra/base-stack.ts']).toContain("'logs:CreateLogGroup'");
});

test('no log configuration', () => {
  expect(generated({ ...EXISTING, logging: { driver: LogDriver.NONE } }).container.logConfiguration).toBeUndefined();
});

test('logs in Splunk, with the token in Secrets Manager', () => {
  const { container, text } = generated({
    logging: {
      driver: LogDriver.SPLUNK,
      options: { 'splunk-url': 'https://splunk.example.com:8088', 'splunk-source': 'orders' },
      secretOptions: { 'splunk-token': { secretsManager: 'splunk/token' } },
    },
  });
  expect(container.logConfiguration).toMatchObject({ logDriver: 'splunk', secretOptions: [{ name: 'splunk-token' }] });
  expect(text['infra/base-stack.ts']).toContain('secret:splunk/token');
});

test('a backend that other services call through Service Connect', () => {
  const { container, text } = generated({
    containerPort: 8080,
    portName: 'http',
    portAppProtocol: ApplicationProtocol.HTTP,
    loadBalancer: { enabled: false },
    serviceConnect: { namespace: 'shop', dnsName: 'orders', port: 80 },
  });
  expect(container.portMappings).toEqual([{ containerPort: 8080, protocol: 'tcp', name: 'http', appProtocol: 'http' }]);
  expect(text['infra/service-stack.ts']).toContain("namespace: 'shop'");
});

test('roles for GitHub that a platform team owns', () => {
  const { deploy, text } = generated(
    {
      ...EXISTING,
      githubActions: { buildRoleArn: 'github/image-builder', deployRoleArn: 'github/ecs-deployer' },
      imageBuild: OWN,
    },
    'FROM scratch\n',
  );
  expect(JSON.stringify(deploy.jobs.build)).toContain('role/github/image-builder');
  expect(JSON.stringify(deploy.jobs['deploy-production'])).toContain('role/github/ecs-deployer');
  expect(text['DELIVERY.md']).toContain('role/github/ecs-deployer');
});

test('several DNS names of one service', () => {
  const { text } = generated({
    loadBalancer: {
      domainName: 'shop.example.com',
      additionalDomainNames: ['www.shop.example.com'],
      hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' },
    },
  });
  expect(text['infra/service-stack.ts']).toContain('www.shop.example.com');
});

test('variables from files in S3', () => {
  const { container, text } = generated({
    containerDefinitionFields: { environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::shop-config/orders.env' }] },
  });
  expect(container.environmentFiles).toHaveLength(1);
  expect(text['infra/base-stack.ts']).toContain('arn:aws:s3:::shop-config/orders.env');
});

test('scaling that waits longer before it removes tasks', () => {
  const { text } = generated({
    autoScaling: {
      minCapacity: 2,
      maxCapacity: 10,
      cpuUtilization: 50,
      scaleInCooldownSeconds: 300,
      scaleOutCooldownSeconds: 60,
    },
  });
  expect(text['infra/service-stack.ts']).toContain('scaleInCooldown: 300');
});

test('tasks in an existing network, with the security group of the database clients', () => {
  const { text } = generated({
    ecsCluster: 'shop',
    network: { vpcId: 'vpc-0123456789abcdef0', securityGroupIds: ['sg-0123456789abcdef0'] },
  });
  expect(text['infra/service-stack.ts']).toContain('sg-0123456789abcdef0');
});

test('uploads on a shared file system that only the task role can mount', () => {
  const { task, text } = generated(
    {
      imageBuild: OWN,
      taskDefinitionFields: {
        volumes: [
          {
            name: 'uploads',
            efsVolumeConfiguration: {
              fileSystemId: 'fs-0123456789abcdef0',
              transitEncryption: 'ENABLED',
              authorizationConfig: { accessPointId: 'fsap-0123456789abcdef0', iam: 'ENABLED' },
            },
          },
        ],
      },
      containerDefinitionFields: { mountPoints: [{ sourceVolume: 'uploads', containerPath: '/var/www/uploads' }] },
    },
    'FROM php:8.4-apache\n',
  );
  expect(task.volumes).toHaveLength(1);
  expect(text['infra/base-stack.ts']).toContain("'elasticfilesystem:ClientWrite'");
});

test('access keys of another account as secrets of the container', () => {
  const { container } = generated({
    secrets: {
      S3_ACCESS_KEY_ID: { secretsManager: 'orders/s3', jsonKey: 'id' },
      S3_SECRET_ACCESS_KEY: { secretsManager: 'orders/s3', jsonKey: 'secret' },
    },
  });
  expect(container.secrets.map(({ valueFrom }: { valueFrom: string }) => valueFrom.split(':').at(-3))).toEqual([
    'id',
    'secret',
  ]);
});

test('a cluster without Container Insights', () => {
  expect(generated({ containerInsights: ContainerInsights.DISABLED }).text['infra/service-stack.ts']).toContain(
    'ContainerInsights.DISABLED',
  );
});

test('a release that another workflow starts', () => {
  const { deploy } = generated({ ...EXISTING, githubActions: { workflowCall: true } });
  expect(deploy.on).toHaveProperty('workflow_call');
});

test('short tags, and an existing image repository', () => {
  const { deploy, buildspec } = generated({
    ...EXISTING,
    ecrRepository: 'shop/api',
    registry: { existing: true, imageTag: ImageTag.SHORT_SHA },
  });
  expect(JSON.stringify(deploy.jobs.build)).toContain('GITHUB_SHA:0:7');
  expect(JSON.stringify(buildspec.phases)).toContain('SOURCE_VERSION:0:7');
});

test('an execution role by name, and no task role', () => {
  const { task } = generated(
    { ...EXISTING, executionRoleArn: 'ecsTaskExecutionRole', createTaskRole: false, imageBuild: OWN },
    'FROM python:3.13\n',
  );
  expect(task.executionRoleArn).toBe(ROLE);
  expect(task.taskRoleArn).toBeUndefined();
});

test('a named port for gRPC, and a second port for UDP', () => {
  const { container } = generated({
    ...EXISTING,
    containerPort: 8080,
    portName: 'grpc',
    portAppProtocol: ApplicationProtocol.GRPC,
    additionalPorts: [{ containerPort: 8125, protocol: PortProtocol.UDP, name: 'statsd' }],
  });
  expect(container.portMappings).toEqual([
    { containerPort: 8080, protocol: 'tcp', name: 'grpc', appProtocol: 'grpc' },
    { containerPort: 8125, protocol: 'udp', name: 'statsd' },
  ]);
});

test('a second port in the Dockerfile of the user is not a contradiction', () => {
  const stages = 'FROM python:3.13 AS debug\nEXPOSE 5678\nFROM python:3.13\nEXPOSE 8000\nEXPOSE 9090\n';
  expect(generated({ ...EXISTING, containerPort: 8000, imageBuild: OWN }, stages).container.portMappings).toHaveLength(
    1,
  );
});

test('nginx in front of the service, after a container that prepares its files', () => {
  const { task, text } = generated({
    containerPort: 8000,
    volumes: [{ name: 'static', mountPath: '/app/static' }],
    sidecars: [
      {
        name: 'migrate',
        image: '444455556666.dkr.ecr.eu-west-1.amazonaws.com/shop/migrate:6',
        essential: false,
        secrets: { DATABASE_URL: { ssmParameter: '/shop/database' } },
      },
      {
        name: 'nginx',
        image: 'public.ecr.aws/docker/library/nginx:1.29',
        ports: [{ containerPort: 443 }],
        dependsOn: [{ containerName: 'orders-api', condition: DependencyCondition.HEALTHY }],
        mounts: [{ volume: 'static', mountPath: '/usr/share/nginx/html', readOnly: true }],
      },
    ],
    dependsOn: [{ containerName: 'migrate', condition: DependencyCondition.SUCCESS }],
    loadBalancer: { containerName: 'nginx' },
  });
  expect(task.containerDefinitions.map(({ name }: { name: string }) => name)).toEqual([
    'orders-api',
    'migrate',
    'nginx',
  ]);
  expect(text['infra/service-stack.ts']).toMatch(/containerName: 'nginx',\s+containerPort: 443,/);
  expect(text['infra/base-stack.ts']).toContain('arn:aws:ecr:eu-west-1:444455556666:repository/shop/migrate');
  expect(text['infra/base-stack.ts']).toContain(':parameter/shop/database');
});

test('logs through FireLens, with an OpenTelemetry collector beside the service', () => {
  const { task } = generated({
    ...EXISTING,
    logging: {
      driver: LogDriver.AWSFIRELENS,
      options: { Name: 'datadog', Host: 'http-intake.logs.datadoghq.eu', TLS: 'on' },
      secretOptions: { apikey: { secretsManager: 'datadog', jsonKey: 'key' } },
    },
    sidecars: [
      {
        name: 'log_router',
        image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable',
        memoryReservation: 50,
        user: '0',
        firelens: { options: { 'enable-ecs-log-metadata': 'true' } },
      },
      {
        name: 'aws-otel-collector',
        image: 'public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3',
        command: ['--config=/etc/ecs/ecs-default-config.yaml'],
        ports: [{ containerPort: 4317 }, { containerPort: 2000, protocol: PortProtocol.UDP }],
      },
    ],
  });
  const [service, router, collector] = task.containerDefinitions;
  expect(service.logConfiguration.logDriver).toBe('awsfirelens');
  expect(router.firelensConfiguration).toEqual({ type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } });
  expect([router, collector].map(({ logConfiguration }) => logConfiguration.logDriver)).toEqual(['awslogs', 'awslogs']);
  expect(collector.portMappings).toHaveLength(2);
});

test('a file system with an access point', () => {
  const { task, text } = generated({
    ...EXISTING,
    executionRoleArn: undefined,
    volumes: [
      {
        name: 'media',
        mountPath: '/srv/media',
        efs: { fileSystemId: 'fs-0123456789abcdef0', accessPointId: 'fsap-0123456789abcdef0' },
      },
    ],
  });
  expect(task.volumes[0].efsVolumeConfiguration.authorizationConfig.iam).toBe('ENABLED');
  expect(text['infra/base-stack.ts']).toContain('elasticfilesystem:ClientWrite');
});

test('the timing of the container health check', () => {
  const { container } = generated({
    ...EXISTING,
    healthCheckTiming: { intervalSeconds: 10, timeoutSeconds: 3, retries: 5, startPeriodSeconds: 60 },
  });
  expect(container.healthCheck).toMatchObject({ interval: 10, timeout: 3, retries: 5, startPeriod: 60 });
});

test('build arguments, a stage, and a context, in both engines', () => {
  const { deploy, buildspec } = generated(
    {
      ...EXISTING,
      imageBuild: {
        dockerfile: 'docker/api/Dockerfile',
        context: 'docker',
        target: 'runtime',
        buildArgs: { MODE: 'live' },
      },
    },
    'FROM scratch\n',
  );
  for (const engine of [JSON.stringify(deploy.jobs.build), JSON.stringify(buildspec.phases)]) {
    expect(engine).toContain('docker/api/Dockerfile');
    expect(engine).toMatch(/MODE=["\\]*live/);
    expect(engine).toContain('runtime');
  }
});

test('templates and SQL files in the generated image', () => {
  const { text } = generated({ imageBuild: { files: ['views', 'migrations'], installFiles: ['prisma'] } });
  expect(text.Dockerfile).toMatch(/COPY prisma .*\n[\s\S]*npm ci[\s\S]*COPY views .*\nCOPY migrations /);
  expect(text['.dockerignore']).toContain('!views');
});

test('the tag latest, although the other tags are immutable', () => {
  const { deploy, buildspec, text } = generated({ registry: { extraTags: ['latest'] } });
  expect(JSON.stringify(deploy.jobs.build)).toContain(':latest');
  expect(JSON.stringify(buildspec.phases)).toContain(':latest');
  expect(text['infra/registry-stack.ts']).toContain("'latest'");
});

test('a version tag that starts the release and becomes a tag of the image', () => {
  const { deploy, text } = generated({
    triggerTags: ['v*.*.*'],
    codePipeline: { enabled: false },
    registry: { gitTag: true },
  });
  const step = deploy.jobs.build.steps.at(-1);
  expect(step).toMatchObject({ if: "github.ref_type == 'tag'" });
  expect(step.run).toContain('--image-tag "$GIT_TAG"');
  expect(text['infra/registry-stack.ts']).toContain('TagMutability.IMMUTABLE,');
});

test('a load balancer that checks another path, accepts redirects, and waits longer', () => {
  const { text } = generated({
    loadBalancer: {
      idleTimeoutSeconds: 120,
      stickinessSeconds: 3600,
      healthCheck: { path: '/ready', successCodes: '200-399', intervalSeconds: 30, timeoutSeconds: 10 },
    },
  });
  const stack = text['infra/service-stack.ts']!;
  expect(stack).toContain("path: '/ready'");
  expect(stack).toContain("healthyHttpCodes: '200-399'");
  expect(stack).toContain('Duration.seconds(3600)');
});

test('a service behind the listener of a load balancer that all services share', () => {
  const listener = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/shop/50dc6c495c0c9188';
  const { text } = generated({
    ecsCluster: 'shop',
    network: { vpcId: 'vpc-0123456789abcdef0' },
    loadBalancer: {
      listenerArn: `${listener}/f2f7dc8efc522ab2`,
      securityGroupId: 'sg-0123456789abcdef0',
      rulePriority: 40,
      hostHeaders: ['shop.example.com'],
      pathPatterns: ['/orders/*'],
      healthCheck: { path: '/orders/health' },
    },
  });
  const stack = text['infra/service-stack.ts']!;
  expect(stack).toContain('priority: 40');
  expect(stack).not.toContain('new elbv2.ApplicationLoadBalancer(');
});

test('an existing service on EC2 instances, with a size that Fargate does not have', () => {
  const { task } = generated(
    { ...EXISTING, launchType: LaunchType.EC2, cpu: 128, memory: 900, imageBuild: OWN },
    'FROM python:3.13\n',
  );
  expect(task).toMatchObject({ requiresCompatibilities: ['EC2'], cpu: '128', memory: '900' });
});

test('a worker on EC2 capacity providers that others find in a Cloud Map namespace', () => {
  const { text } = generated({
    ecsCluster: 'shop',
    loadBalancer: { enabled: false },
    capacityProviders: [{ name: 'shop-instances' }],
    serviceDiscovery: { namespace: 'ns-0123456789abcdef', name: 'orders', ttlSeconds: 10 },
  });
  const stack = text['infra/service-stack.ts']!;
  expect(stack).toContain("capacityProviderStrategy: [{ capacityProvider: 'shop-instances', weight: 1 }]");
  expect(stack).toContain("name: 'orders'");
});

test('an encrypted registry', () => {
  const { text } = generated({ registry: { encryption: RegistryEncryption.KMS, keepImages: 500 } });
  expect(text['infra/registry-stack.ts']).toContain('KMS');
});

test('scheduled jobs without a service, as in a Copilot job manifest', () => {
  const { text } = generated(
    {
      serviceName: 'report-maker',
      loadBalancer: { enabled: false },
      receivesRequests: false,
      desiredCount: 0,
      imageBuild: { dockerfile: 'Dockerfile', installCommands: [], testCommands: [] },
      scheduledTasks: [
        {
          name: 'reports',
          schedule: 'cron(0 6 ? * MON-FRI *)',
          timeZone: 'Europe/Berlin',
          command: ['./make-reports'],
          cpu: 1024,
          memory: 2048,
          retryAttempts: 3,
        },
      ],
      environments: [{ name: 'test', scheduledTasks: [{ name: 'reports', enabled: false }] }, { name: 'prod' }],
    },
    'FROM vendor/reports:3\n',
  );
  const [testing, production] = ['test', 'prod'].map((name) => text[`infra/${name}-service-stack.ts`]!);
  expect(testing).toContain("state: 'DISABLED'");
  expect(production).toContain("state: 'ENABLED'");
  expect(production).toContain("scheduleExpression: 'cron(0 6 ? * MON-FRI *)'");
  expect(production).toContain("containerOverrides: [{ name: 'report-maker', command: ['./make-reports'] }]");
  expect(text['DELIVERY.md']).toContain('## Scheduled tasks');
});

test('a task definition in Terraform, deployed by CodeDeploy, with migrations before the deployment', () => {
  const { text, deploy, buildspec } = generated(
    {
      serviceName: 'forms',
      serviceMode: EcsServiceMode.EXISTING,
      ecsCluster: 'Forms',
      ecsService: 'form-viewer',
      deploymentController: EcsDeploymentController.CODE_DEPLOY,
      taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
      taskDefinitionFamily: 'form-viewer',
      containerName: 'form_viewer',
      containerPort: 3000,
      executionRoleArn: 'arn:aws:iam::111122223333:role/forms-execution',
      ecrRepository: 'form_viewer_production',
      registry: { existing: true },
      imageBuild: OWN,
      oneOffTask: { command: ['node', 'migrate.js'] },
      codeDeploy: { hooks: { beforeAllowTraffic: 'forms-smoke-test' } },
    },
    'FROM node:24\nEXPOSE 3000\n',
  );
  expect(text['task-definition.json']).toBeUndefined();
  expect(deploy.jobs['deploy-production'].steps.find(({ id }: { id?: string }) => id === 'render').with).toMatchObject({
    'task-definition-arn': '${{ env.CURRENT_TASK_DEFINITION_ARN }}',
    'container-name': 'form_viewer',
  });
  expect(load(text['appspec.yaml']!)).toMatchObject({ Hooks: [{ BeforeAllowTraffic: 'forms-smoke-test' }] });
  expect(buildspec.artifacts.files).toEqual(['infra/one-off-task.sh', 'appspec.yaml', 'infra/release.sh']);
});

test('a container that is named after the environment, with the Region and values of the release', () => {
  const { text, deploy } = generated(
    {
      ...EXISTING,
      ecsCluster: undefined,
      imageBuild: OWN,
      environments: [
        { name: 'dev', containerName: 'dev-api', command: ['server', '--debug'] },
        { name: 'prod', containerName: 'prod-api', environmentVariables: { AWS_REGION: 'us-west-2' } },
      ],
      releaseVariables: { IMAGE_TAG: ReleaseValue.IMAGE_TAG },
      environmentVariablesFrom: { DB_HOST: { stack: 'shop-db', output: 'Endpoint' } },
      smokeTest: { command: 'curl --fail https://shop.example.com/health', rollBack: true },
    },
    'FROM node:24\nEXPOSE 3000\n',
  );
  const [dev] = JSON.parse(text['task-definition.dev.json']!).containerDefinitions;
  const [prod] = JSON.parse(text['task-definition.prod.json']!).containerDefinitions;
  expect([dev.name, dev.command, prod.name, prod.command]).toEqual([
    'dev-api',
    ['server', '--debug'],
    'prod-api',
    undefined,
  ]);
  expect(prod.environment).toContainEqual({ name: 'AWS_REGION', value: 'us-west-2' });
  expect(deploy.jobs['deploy-dev'].steps.map(({ run }: { run?: string }) => run)).toContain(
    'bash infra/release.sh dev set-variables',
  );
  expect(text['infra/release.sh']).toContain('bash infra/rollback.sh "$ENVIRONMENT"');
});

test('a monorepo service: version tags start a release to production, and commits on main one to staging', () => {
  const { deploy, text } = generated(
    {
      ...EXISTING,
      ecsCluster: undefined,
      codePipeline: { enabled: false },
      imageBuild: { dockerfile: 'Dockerfile' },
      environments: [
        { name: 'staging', triggerBranches: ['main'], ecsCluster: 'shop-staging' },
        { name: 'production', triggerTags: ['shop-v*'], ecsCluster: 'shop' },
      ],
    },
    'FROM node:24\n',
  );
  expect(deploy.on.push).toEqual({ branches: ['main'], tags: ['shop-v*'] });
  expect(deploy.jobs['deploy-staging'].if).toBe("github.ref == 'refs/heads/main'");
  expect(deploy.jobs['deploy-production'].if).toBe("startsWith(github.ref, 'refs/tags/shop-v')");
  expect(text['infra/production-base-stack.ts']).toContain('refs/tags/shop-v*');
});

test('release branches, runners in CodeBuild, and a notification after the release', () => {
  const runner = 'codebuild-shop-${{ github.run_id }}-${{ github.run_attempt }}';
  const { deploy, text } = generated(
    {
      ...EXISTING,
      triggerBranches: ['main', 'release/*'],
      githubActions: { runner },
      imageBuild: { dockerfile: 'Dockerfile' },
      releaseCommands: { after: ['aws cloudfront create-invalidation --distribution-id E123 --paths "/*"'] },
      deployRoleStatements: [
        {
          actions: ['cloudfront:CreateInvalidation'],
          resources: ['arn:aws:cloudfront::111122223333:distribution/E123'],
        },
      ],
    },
    'FROM node:24\n',
  );
  expect(deploy.on.push.branches).toEqual(['main', 'release/*']);
  expect(deploy.jobs.build['runs-on']).toBe(runner);
  expect(text['infra/release.sh']).toContain('aws cloudfront create-invalidation');
  expect(text['infra/base-stack.ts']).toContain('cloudfront:CreateInvalidation');
});

test('an organization that requires a prefix and a path of roles', () => {
  const { deploy, task } = generated(
    {
      ...EXISTING,
      executionRoleArn: undefined,
      roleNamePrefix: 'acme-',
      rolePath: '/delivery/',
      imageBuild: { dockerfile: 'Dockerfile' },
    },
    'FROM node:24\n',
  );
  expect(task.executionRoleArn).toMatch(/:role\/delivery\/acme-.*-production-execution$/);
  expect(JSON.stringify(deploy)).toMatch(/:role\/delivery\/acme-[^"]*-build"/);
});

test('a service with private packages, a base image of another account, and a certificate from S3', () => {
  const { deploy, buildspec, text } = generated(
    {
      ...EXISTING,
      imageBuild: {
        dockerfile: 'Dockerfile',
        packageManager: 'yarn@1.22.22',
        installCommands: ['yarn install --frozen-lockfile'],
        testCommands: ['yarn run test'],
        secrets: { npmrc: { secretsManager: 'build/npmrc' } },
        secretVariables: { NPM_TOKEN: { ssmParameter: '/build/npm-token' } },
        contextFiles: { 'certs/rds.pem': { s3Uri: 's3://acme-build/certs/rds.pem' } },
        registries: [
          { host: '444455556666.dkr.ecr.us-east-1.amazonaws.com', repositories: ['base/node'] },
          { host: 'docker.io', credentialsSecret: 'build/docker-hub' },
        ],
      },
    },
    'FROM 444455556666.dkr.ecr.us-east-1.amazonaws.com/base/node:24\nEXPOSE 3000\n',
  );
  const step = deploy.jobs.build.steps.find(({ name }: { name: string }) => name === 'Build and push the image');
  expect(step.with['secret-files']).toBe('npmrc=${{ runner.temp }}/build-secrets/npmrc');
  expect(deploy.jobs.test.permissions).toEqual({ contents: 'read' });
  expect(buildspec.env['parameter-store']).toEqual({ NPM_TOKEN: '/build/npm-token' });
  for (const path of ['infra/registry-stack.ts', 'infra/pipeline-stack.ts']) {
    expect(text[path]).toContain('arn:aws:ecr:us-east-1:444455556666:repository/base/node');
    expect(text[path]).toContain('arn:aws:s3:::acme-build/certs/rds.pem');
  }
});
