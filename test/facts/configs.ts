import type { ResolveContext } from '../../src/model/resolve-common';
import {
  CpuArchitecture,
  DeliveryEngine,
  DependencyCondition,
  DeploymentLifecycleStage,
  DeploymentStrategy,
  DiscoveryRecordType,
  type EcsDeliveryOptions,
  EcsDeploymentController,
  ImageTag,
  LaunchType,
  LogDriver,
  PipelineSource,
  PortProtocol,
  ReleaseValue,
  TaskDefinitionOwner,
  WorkerUpdateOrder,
} from '../../src/options';
import { EXISTING_SERVICE } from '../support/model';

const ROLE = 'arn:aws:iam::111122223333:role';
const ELB = 'arn:aws:elasticloadbalancing:us-east-1:111122223333';
const IMAGE_ONLY: Partial<EcsDeliveryOptions> = {
  ...EXISTING_SERVICE,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  executionRoleArn: `${ROLE}/execution`,
};
const CODE_DEPLOY: Partial<EcsDeliveryOptions> = {
  ...EXISTING_SERVICE,
  deploymentController: EcsDeploymentController.CODE_DEPLOY,
};
const THREE_ENVIRONMENTS: Partial<EcsDeliveryOptions> = {
  environments: [
    { name: 'test', loadBalancer: { enabled: false } },
    { name: 'staging', awsAccount: '444455556666', strategy: DeploymentStrategy.BLUE_GREEN },
    { name: 'production', awsRegion: 'eu-west-1', oneOffTask: { command: ['migrate'] } },
  ],
};
const TWO_ACCOUNTS: Partial<EcsDeliveryOptions> = {
  environments: [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }],
};

/** Every kind of service, one to three environments, both engines, and options that change how values are written. */
export const CONFIGS: readonly [string, Partial<EcsDeliveryOptions>, Partial<ResolveContext>?][] = [
  ['the default', {}],
  ['arm64', { cpuArchitecture: CpuArchitecture.ARM64 }],
  ['only GitHub Actions', { codePipeline: { enabled: false } }],
  ['only CodePipeline', { githubActions: { enabled: false } }],
  [
    'CodeCommit',
    {
      githubRepository: undefined,
      githubActions: { enabled: false },
      codePipeline: { source: PipelineSource.CODE_COMMIT },
    },
  ],
  ['a push that starts the pipeline', { trigger: DeliveryEngine.CODE_PIPELINE }],
  ['a push that changes certain files', { triggerPaths: ['services/orders/**', 'package.json'] }],
  [
    'a push of certain files that starts the pipeline',
    { trigger: DeliveryEngine.CODE_PIPELINE, triggerPaths: ['services/orders/**'] },
  ],
  ['an image that is built elsewhere', { imageBuild: { enabled: false } }],
  [
    'an image that is built elsewhere, for two accounts',
    { imageBuild: { enabled: false }, githubActions: { workflowCall: true }, ...TWO_ACCOUNTS },
  ],
  [
    'an image that is built elsewhere, for an existing service',
    { ...EXISTING_SERVICE, imageBuild: { enabled: false } },
  ],
  ['several branches', { triggerBranches: ['main', 'release/*', 'hotfix'] }],
  ['version tags', { triggerTags: ['v*', 'release-*.x'] }],
  [
    'branches and tags that start the pipeline',
    { trigger: DeliveryEngine.CODE_PIPELINE, triggerBranches: ['main', 'release/**'], triggerTags: ['v*'] },
  ],
  [
    'environments with their own branches and tags',
    {
      codePipeline: { enabled: false },
      environments: [
        { name: 'staging', triggerBranches: ['main'] },
        { name: 'production', triggerTags: ['v*'] },
      ],
    },
  ],
  ['a workflow that starts after another one', { githubActions: { afterWorkflow: 'CI' } }],
  [
    'GitHub Enterprise Server',
    { githubActions: { host: 'github.example.com', runner: 'self-hosted' }, codePipeline: { enabled: false } },
  ],
  ['a workflow that another one calls', { githubActions: { workflowCall: true } }],
  ['no tags of released images', { registry: { tagReleases: false } }],
  ['short tags', { registry: { imageTag: ImageTag.SHORT_SHA } }],
  [
    'an image tag from the Git tag',
    { triggerTags: ['v*'], codePipeline: { enabled: false }, registry: { gitTag: true, extraTags: ['latest'] } },
  ],
  ['tags in addition to the commit', { registry: { extraTags: ['latest', 'v1.x'] } }],
  [
    'more permissions for the build',
    { buildRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme-build/*'] }] },
  ],
  ['an existing ECR repository', { registry: { existing: true } }],
  ['a named log group', { logging: { logGroup: '/acme/orders', streamPrefix: 'ecs' } }],
  ['an existing log group', { logging: { existingLogGroup: '/acme/orders' } }],
  ['existing roles for GitHub', { githubActions: { buildRoleArn: 'ci/builder', deployRoleArn: `${ROLE}/releaser` } }],
  ['no task role', { createTaskRole: false }],
  ['existing roles', { executionRoleArn: `${ROLE}/e`, taskRoleArn: `${ROLE}/t` }],
  [
    'what the build reads from AWS',
    {
      imageBuild: {
        dockerfile: 'Dockerfile',
        installCommands: ['npm ci'],
        secrets: {
          npmrc: { secretsManager: 'orders/build', jsonKey: 'npmrc' },
          token: { ssmParameter: '/orders/token' },
        },
        secretVariables: {
          NPM_TOKEN: { ssmParameter: '/orders/npm-token' },
          SENTRY_TOKEN: { secretsManager: 'orders/sentry', jsonKey: 'token' },
        },
        contextFiles: {
          'config/settings.json': { secretsManager: 'orders/settings' },
          'model.bin': { s3Uri: 's3://acme-build/orders/model.bin' },
        },
        registries: [
          { host: '444455556666.dkr.ecr.eu-west-1.amazonaws.com', repositories: ['base/node'] },
          { host: 'public.ecr.aws' },
          { host: 'ghcr.io', credentialsSecret: 'orders/ghcr' },
        ],
      },
    },
  ],
  ['pnpm', {}, { packageManager: 'pnpm@10.33.0' }],
  ['Yarn 1', {}, { packageManager: 'yarn@1.22.22' }],
  ['Bun', { imageBuild: { packageManager: 'bun@1.3.9' } }, { nodeProject: false }],
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
  [
    'a jar that is built before the image',
    {
      imageBuild: {
        runtime: 'java',
        dockerfile: 'Dockerfile',
        installCommands: ['./gradlew assemble'],
        artifacts: ['build/libs/*.jar'],
      },
    },
  ],
  [
    'build arguments, a stage, and a context',
    {
      imageBuild: {
        dockerfile: 'docker/api.Dockerfile',
        buildArgs: { NODE_ENV: 'production', TITLE: 'Orders API' },
        target: 'runtime',
        context: 'services/api',
      },
    },
  ],
  [
    'more files in the image',
    {
      imageBuild: {
        baseImage: 'public.ecr.aws/docker/library/node:24-alpine',
        files: ['src/views', 'certs/rds.pem'],
        installFiles: ['prisma/schema.prisma'],
      },
    },
  ],
  [
    'a base image without a version',
    { imageBuild: { baseImage: '111122223333.dkr.ecr.us-east-1.amazonaws.com/base' } },
  ],
  ['.NET', { imageBuild: { runtime: 'dotnet', dockerfile: 'Dockerfile', testCommands: ['dotnet test'] } }],
  [
    'Python without a package.json',
    { imageBuild: { runtime: 'python', dockerfile: 'docker/Dockerfile', testCommands: ['pytest'] } },
    { nodeProject: false },
  ],
  [
    'an image that needs no runtime',
    { imageBuild: { dockerfile: 'Dockerfile', installCommands: [], testCommands: [] } },
    { nodeProject: false },
  ],
  ['no runtime for the service', { imageBuild: { runtime: 'none', dockerfile: 'Dockerfile', testCommands: ['make'] } }],
  ['China', { awsRegion: 'cn-north-1', codePipeline: { enabled: false } }],
  ['GovCloud', { awsRegion: 'us-gov-east-1' }],
  ['an existing service', EXISTING_SERVICE],
  [
    'an existing service with a one-off task and a smoke test',
    { ...EXISTING_SERVICE, oneOffTask: { command: ['migrate'] }, smokeTest: { command: 'npm run smoke' } },
  ],
  ['an existing service in two accounts', { ...EXISTING_SERVICE, ...TWO_ACCOUNTS }],
  ['image-only', IMAGE_ONLY],
  [
    'image-only with three environments',
    { ...IMAGE_ONLY, environments: [{ name: 'a' }, { name: 'b1' }, { name: 'prod' }] },
  ],
  ['CodeDeploy', CODE_DEPLOY],
  ['CodeDeploy with two environments', { ...CODE_DEPLOY, environments: [{ name: 'staging' }, { name: 'production' }] }],
  ['image-only with CodeDeploy', { ...IMAGE_ONLY, ...CODE_DEPLOY }],
  [
    'image-only with a one-off task and a smoke test',
    { ...IMAGE_ONLY, oneOffTask: { command: ['migrate'] }, smokeTest: { command: 'npm run smoke' } },
  ],
  [
    'CodeDeploy with a one-off task in one environment',
    {
      ...CODE_DEPLOY,
      environments: [{ name: 'staging' }, { name: 'production', oneOffTask: { command: ['migrate'] } }],
    },
  ],
  [
    'containers that differ between environments',
    {
      healthCheckPath: '/health',
      environments: [
        { name: 'staging', containerName: 'orders-staging', containerPort: 8080, healthCheckPath: '/up' },
        { name: 'production', oneOffTask: { command: ['migrate'] } },
      ],
    },
  ],
  [
    'image-only with a different container name in each environment',
    {
      ...IMAGE_ONLY,
      environments: [
        { name: 'staging', containerName: 'staging-api' },
        { name: 'production', containerName: 'production-api' },
      ],
    },
  ],
  [
    'CodeDeploy with hooks and ports that differ between environments',
    {
      ...CODE_DEPLOY,
      codeDeploy: { hooks: { beforeAllowTraffic: 'check' } },
      environments: [
        { name: 'staging', containerPort: 8080 },
        { name: 'production', codeDeploy: { hooks: { afterAllowTraffic: 'check-again' } } },
      ],
    },
  ],
  ['a Region for the code', { environmentVariables: { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' } }],
  [
    'variables that the release sets, and a rollback after the smoke test',
    {
      releaseVariables: { VERSION: ReleaseValue.IMAGE_TAG },
      environmentVariablesFrom: { DB_HOST: { stack: 'orders-db', output: 'Host' } },
      smokeTest: { command: 'true', rollBack: true },
    },
  ],
  [
    'lifecycle hooks',
    {
      strategy: DeploymentStrategy.BLUE_GREEN,
      lifecycleHooks: [
        {
          functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:check',
          stages: [DeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT],
        },
      ],
    },
  ],
  [
    'a managed service with a one-off task and a smoke test',
    { oneOffTask: { command: ['migrate', "it's"] }, smokeTest: { command: 'curl --fail "$SERVICE_URL/health"' } },
  ],
  ['canary', { strategy: DeploymentStrategy.CANARY, autoScaling: { maxCapacity: 4 } }],
  ['linear', { strategy: DeploymentStrategy.LINEAR, stopTimeout: 45 }],
  ['a worker', { loadBalancer: { enabled: false }, alarms: { enabled: false }, ecsCluster: 'shared' }],
  ['a worker without a port', { receivesRequests: false, loadBalancer: { enabled: false } }],
  [
    'another log driver',
    {
      logging: { driver: LogDriver.SPLUNK, options: { 'splunk-url': 'https://x', 'splunk-token': 'y' } },
      oneOffTask: { command: ['x'] },
    },
  ],
  ['non-blocking logs', { logging: { options: { mode: 'non-blocking' } } }],
  [
    'several ports',
    {
      portName: 'web',
      additionalPorts: [{ containerPort: 9464 }, { containerPort: 53000, protocol: PortProtocol.UDP }],
    },
  ],
  ['a Dockerfile of its own and a port below 1024', { containerPort: 80, imageBuild: { dockerfile: 'Dockerfile' } }],
  [
    'a shared load balancer',
    {
      strategy: DeploymentStrategy.CANARY,
      network: { vpcId: 'vpc-0123456789abcdef0' },
      loadBalancer: {
        listenerArn: `${ELB}:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2`,
        testListenerArn: `${ELB}:listener/app/shared/50dc6c495c0c9188/0123456789abcdef`,
        securityGroupId: 'sg-0123456789abcdef0',
        rulePriority: 10,
        hostHeaders: ['orders.example.com'],
      },
    },
  ],
  [
    'an existing target group',
    {
      network: { vpcId: 'vpc-0123456789abcdef0' },
      loadBalancer: {
        targetGroupArn: `${ELB}:targetgroup/orders/73e2d6bc24d8a067`,
        securityGroupId: 'sg-0123456789abcdef0',
      },
    },
  ],
  [
    'service discovery',
    { serviceDiscovery: { namespace: 'ns-0123456789abcdef', recordType: DiscoveryRecordType.SRV } },
  ],
  [
    'sidecars',
    {
      secrets: { A: { secretsManager: 'x/y' } },
      sidecars: [
        {
          name: 'nginx',
          image: 'public.ecr.aws/docker/library/nginx:1.29',
          ports: [
            { containerPort: 8080, name: 'web' },
            { containerPort: 8125, protocol: PortProtocol.UDP },
          ],
          environmentVariables: { UPSTREAM: 'localhost' },
          secrets: { B: { ssmParameter: '/z' } },
          dependsOn: [{ containerName: 'orders-api' }],
        },
        { name: 'migrate', image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/migrate:1', essential: false },
      ],
      dependsOn: [{ containerName: 'migrate', condition: DependencyCondition.SUCCESS }],
    },
  ],
  [
    'volumes',
    {
      volumes: [
        { name: 'data', mountPath: '/data', efs: { fileSystemId: 'fs-01234567', accessPointId: 'fsap-01234567' } },
        { name: 'sockets', mountPath: '/run/app' },
      ],
      sidecars: [
        {
          name: 'nginx',
          image: 'public.ecr.aws/nginx/nginx:1.29',
          mounts: [{ volume: 'sockets', mountPath: '/run/app' }],
        },
      ],
    },
  ],
  [
    'a load balancer in front of a sidecar',
    {
      sidecars: [{ name: 'nginx', image: 'public.ecr.aws/nginx/nginx:1.29', ports: [{ containerPort: 8443 }] }],
      loadBalancer: { containerName: 'nginx' },
    },
  ],
  [
    'CodeDeploy in front of a sidecar',
    {
      ...CODE_DEPLOY,
      sidecars: [{ name: 'nginx', image: 'public.ecr.aws/nginx/nginx:1.29', ports: [{ containerPort: 8443 }] }],
      codeDeploy: { containerName: 'nginx' },
    },
  ],
  [
    'a load balancer in front of another port',
    { additionalPorts: [{ containerPort: 8080 }], loadBalancer: { containerPort: 8080 } },
  ],
  [
    'FireLens',
    {
      ...EXISTING_SERVICE,
      logging: { driver: LogDriver.AWSFIRELENS, options: { Name: 'firehose', region: 'eu-west-1' } },
      sidecars: [{ name: 'router', image: 'public.ecr.aws/x/fluent-bit:stable', firelens: {} }],
      environments: [{ name: 'staging' }, { name: 'production' }],
    },
  ],
  [
    'EC2 capacity providers',
    { ecsCluster: 'shared', capacityProviders: [{ name: 'instances' }], oneOffTask: { command: ['migrate'] } },
  ],
  ['an existing service on EC2', { ...EXISTING_SERVICE, launchType: LaunchType.EC2, oneOffTask: { command: ['x'] } }],
  ['Service Connect', { portName: 'web', serviceConnect: { namespace: 'shop' } }],
  [
    'scheduled tasks',
    {
      desiredCount: 0,
      receivesRequests: false,
      loadBalancer: { enabled: false },
      scheduledTasks: [
        { name: 'clean-up', schedule: 'cron(30 2 * * ? *)', timeZone: 'Europe/Berlin', command: ['clean'], cpu: 512 },
        { name: 'tick', schedule: 'rate(5 minutes)', command: ['tick'], memory: 1024 },
      ],
      memory: 1024,
      environments: [{ name: 'staging', scheduledTasks: [{ name: 'tick', enabled: false }] }, { name: 'production' }],
    },
  ],
  [
    'workers',
    {
      secrets: { A: { ssmParameter: '/a' } },
      stopTimeout: 20,
      workers: [
        { name: 'mailer', command: ['mail'], updateOrder: WorkerUpdateOrder.BEFORE, cpu: 512, memory: 1024 },
        { name: 'crawler', command: ['crawl'], autoScaling: { maxCapacity: 5 }, stopTimeout: 90 },
      ],
    },
  ],
  [
    'workers in two environments',
    {
      workers: [{ name: 'mailer', command: ['mail'], updateOrder: WorkerUpdateOrder.AFTER }],
      oneOffTask: { command: ['migrate'] },
      environments: [
        {
          name: 'staging',
          workers: [
            { name: 'mailer', desiredCount: 0 },
            { name: 'seeder', command: ['seed'] },
          ],
        },
        { name: 'production' },
      ],
    },
  ],
  [
    'commands before and after a release',
    {
      releaseCommands: { before: ['test -n "$IMAGE_URI"'], after: ['aws sns publish'], files: ['scripts/notify.sh'] },
      deployRoleStatements: [{ actions: ['sns:Publish'], resources: ['arn:aws:sns:us-east-1:111122223333:x'] }],
      ...TWO_ACCOUNTS,
    },
  ],
  [
    'validation plugins',
    {
      validationPlugins: [{ packageName: 'cdk-nag', version: '^3.0.2', className: 'AwsSolutionsChecks' }],
      waivers: [{ rule: 'AwsSolutions::AwsSolutions-ECS4', reason: 'Costs', owner: 'orders', expires: '2126-12-31' }],
    },
  ],
  ['a prefix and a path of roles', { roleNamePrefix: 'acme-', rolePath: '/acme/ci/', ...TWO_ACCOUNTS }],
  ['another container name', { containerName: 'web', oneOffTask: { command: ['migrate'] } }],
  ['three environments', THREE_ENVIRONMENTS],
  ['two accounts', TWO_ACCOUNTS],
  ['no tests', { imageBuild: { testCommands: [] } }],
  ['the root path', { healthCheckPath: '/' }],
  [
    'short names',
    { serviceName: 'ab', ecsCluster: 'c', ecsService: 'd', branch: 'x', githubRepository: 'a/b', containerName: 'w' },
  ],
  ['a bootstrap qualifier', { bootstrapQualifier: 'acme1', ...TWO_ACCOUNTS }],
  ['secrets', { secrets: { A: { secretsManager: 'x/y' }, B: { ssmParameter: '/z' }, C: { secretsManager: 'b' } } }],
  ['a subproject', { githubActions: { enabled: false } }, { directory: 'packages/api' }],
];
