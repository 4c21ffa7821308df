import {
  CpuArchitecture,
  DeliveryEngine,
  DeploymentStrategy,
  ImageTag,
  type LambdaDeliveryOptions,
  LambdaInvokeMode,
  LambdaLogFormat,
  LambdaPackageType,
  LambdaUrlAuthType,
  RegistryEncryption,
} from '../../../src/options';
import { LAMBDA_OPTIONS } from '../../../src/targets/lambda/resolve';
import { lambdaFiles, lambdaGuide, lambdaModel, lambdaText } from './support';

const WORKFLOW = '.github/workflows/deploy.yml';
const PREFLIGHT = 'infra/preflight.sh';
const PULL_REQUEST = '.github/workflows/pull-request.yml';
const ROLLBACK = '.github/workflows/rollback.yml';
const BUILDSPEC = 'buildspec.yml';
const GUIDE = 'DELIVERY.md';
const MAIN = 'infra/main.ts';
const ARTIFACTS = 'infra/artifacts-stack.ts';
const BASE = 'infra/base-stack.ts';
const SERVICE = 'infra/service-stack.ts';
const PIPELINE = 'infra/pipeline-stack.ts';
const RELEASE = 'infra/release.sh';
const SCRIPT = 'infra/rollback.sh';
const BUNDLE = 'infra/bundle.sh';

const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:orders';
const ORIGINS = { allowOrigins: ['https://www.example.com'] };
const REGISTRY = 'infra/registry-stack.ts';
const DOCKERFILE = 'Dockerfile';

const image = { packageType: LambdaPackageType.IMAGE };
const canary = { strategy: DeploymentStrategy.CANARY };

const other = { name: 'import', handler: 'import.handler' };

type Options = Partial<LambdaDeliveryOptions>;

type Change = readonly [option: string, change: Options, files: readonly string[], before?: Options];

/** The files that each option changes. The last item of a row are options that are set before and after the change. */
const CHANGES: readonly Change[] = [
  [
    'packageType',
    image,
    [
      DOCKERFILE,
      '.dockerignore',
      WORKFLOW,
      BUILDSPEC,
      GUIDE,
      PREFLIGHT,
      MAIN,
      BASE,
      ARTIFACTS,
      REGISTRY,
      SERVICE,
      PIPELINE,
      BUNDLE,
      RELEASE,
      SCRIPT,
    ],
  ],
  ['imageConfig.command', { imageConfig: { command: ['lib/app.handle'] } }, [SERVICE], image],
  ['imageConfig.entryPoint', { imageConfig: { entryPoint: ['/app'] } }, [SERVICE], image],
  ['imageConfig.workingDirectory', { imageConfig: { workingDirectory: '/srv' } }, [SERVICE], image],
  ['imageBuild.baseImage', { imageBuild: { baseImage: 'public.ecr.aws/acme/nodejs:24' } }, [DOCKERFILE], image],
  ['imageBuild.files', { imageBuild: { files: ['templates'] } }, [DOCKERFILE, '.dockerignore'], image],
  ['nodeVersion of an image', { nodeVersion: '22' }, [DOCKERFILE, BUILDSPEC, WORKFLOW, PULL_REQUEST], image],
  [
    'ecrRepository',
    { ecrRepository: 'team/orders' },
    [WORKFLOW, BUILDSPEC, REGISTRY, BASE, PIPELINE, GUIDE, RELEASE],
    image,
  ],
  // The guide of a Lambda function states how many released images the repository keeps.
  ['registry.keepImages', { registry: { keepImages: 50 } }, [REGISTRY], image],
  ['registry.keepReleasedImages', { registry: { keepReleasedImages: 50 } }, [REGISTRY, GUIDE], image],
  [
    'registry.tagReleases',
    { registry: { tagReleases: false } },
    [WORKFLOW, REGISTRY, BASE, PIPELINE, GUIDE, RELEASE],
    image,
  ],
  ['registry.encryption', { registry: { encryption: RegistryEncryption.KMS } }, [REGISTRY], image],
  ['registry.imageTag', { registry: { imageTag: ImageTag.SHORT_SHA } }, [WORKFLOW, BUILDSPEC], image],
  ['registry.extraTags', { registry: { extraTags: ['latest'] } }, [WORKFLOW, BUILDSPEC, REGISTRY, GUIDE], image],
  ['registry.existing', { registry: { existing: true } }, [REGISTRY, GUIDE, PREFLIGHT], image],
  ['handler', { handler: 'app.handle' }, [SERVICE]],
  ['runtime', { runtime: 'nodejs22.x' }, [SERVICE, BUILDSPEC, WORKFLOW, PULL_REQUEST, GUIDE]],
  ['nodeVersion', { nodeVersion: '22' }, [BUILDSPEC, WORKFLOW, PULL_REQUEST], { runtime: 'provided.al2023' }],
  ['architecture', { architecture: CpuArchitecture.X86_64 }, [SERVICE, WORKFLOW, PULL_REQUEST, ROLLBACK, PIPELINE]],
  ['functionName', { functionName: 'orders' }, [BASE, SERVICE, PIPELINE, RELEASE, SCRIPT, WORKFLOW, GUIDE]],
  ['memorySize', { memorySize: 1024 }, [SERVICE]],
  ['timeout', { timeout: 30 }, [SERVICE]],
  ['ephemeralStorageSize', { ephemeralStorageSize: 1024 }, [SERVICE]],
  ['reservedConcurrentExecutions', { reservedConcurrentExecutions: 5 }, [SERVICE]],
  ['provisionedConcurrentExecutions', { provisionedConcurrentExecutions: 5 }, [GUIDE, SERVICE]],
  ['environmentVariables', { environmentVariables: { LEVEL: 'debug' } }, [SERVICE]],
  ['secrets.secretsManager', { secrets: { TOKEN: { secretsManager: 'token' } } }, [BASE, SERVICE, GUIDE, PREFLIGHT]],
  ['secrets.ssmParameter', { secrets: { TOKEN: { ssmParameter: '/token' } } }, [BASE, SERVICE, GUIDE, PREFLIGHT]],
  [
    'secrets.kmsKeyArn',
    { secrets: { TOKEN: { ssmParameter: '/token', kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1-2' } } },
    [BASE, GUIDE, PREFLIGHT],
    { secrets: { TOKEN: { ssmParameter: '/token' } } },
  ],
  ['functionRoleArn', { functionRoleArn: 'orders' }, [BASE, SERVICE, MAIN, GUIDE, PREFLIGHT]],
  [
    'functionRoleStatements',
    { functionRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::orders/*'] }] },
    [BASE, GUIDE],
  ],
  [
    'network',
    { network: { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] } },
    [BASE, SERVICE, GUIDE, PREFLIGHT],
  ],
  ['functionUrl', { functionUrl: {} }, [SERVICE, RELEASE, WORKFLOW, GUIDE]],
  ['functionUrl.authType', { functionUrl: { authType: LambdaUrlAuthType.NONE } }, [SERVICE], { functionUrl: {} }],
  [
    'functionUrl.invokeMode',
    { functionUrl: { invokeMode: LambdaInvokeMode.RESPONSE_STREAM } },
    [SERVICE],
    { functionUrl: {} },
  ],
  ['functionUrl.cors', { functionUrl: { cors: ORIGINS } }, [SERVICE], { functionUrl: {} }],
  [
    'functionUrl.cors.allowMethods',
    { functionUrl: { cors: { ...ORIGINS, allowMethods: ['GET'] } } },
    [SERVICE],
    { functionUrl: { cors: ORIGINS } },
  ],
  [
    'functionUrl.cors.allowHeaders',
    { functionUrl: { cors: { ...ORIGINS, allowHeaders: ['authorization'] } } },
    [SERVICE],
    { functionUrl: { cors: ORIGINS } },
  ],
  [
    'functionUrl.cors.exposeHeaders',
    { functionUrl: { cors: { ...ORIGINS, exposeHeaders: ['etag'] } } },
    [SERVICE],
    { functionUrl: { cors: ORIGINS } },
  ],
  [
    'functionUrl.cors.allowCredentials',
    { functionUrl: { cors: { ...ORIGINS, allowCredentials: true } } },
    [SERVICE],
    { functionUrl: { cors: ORIGINS } },
  ],
  [
    'functionUrl.cors.maxAge',
    { functionUrl: { cors: { ...ORIGINS, maxAge: 600 } } },
    [SERVICE],
    { functionUrl: { cors: ORIGINS } },
  ],
  ['httpApi', { httpApi: {} }, [SERVICE, RELEASE, WORKFLOW, GUIDE]],
  ['httpApi.cors', { httpApi: { cors: ORIGINS } }, [SERVICE], { httpApi: {} }],
  ['httpApi.throttlingRateLimit', { httpApi: { throttlingRateLimit: 10 } }, [SERVICE], { httpApi: {} }],
  ['httpApi.throttlingBurstLimit', { httpApi: { throttlingBurstLimit: 10 } }, [SERVICE], { httpApi: {} }],
  ['triggers.sqs', { triggers: { sqs: [{ queueArn: QUEUE }] } }, [BASE, SERVICE, GUIDE, PREFLIGHT]],
  ...Object.entries({
    batchSize: 5,
    maximumBatchingWindowInSeconds: 5,
    maximumConcurrency: 5,
    reportBatchItemFailures: true,
  }).map(
    ([key, value]): Change => [
      `triggers.sqs.${key}`,
      { triggers: { sqs: [{ queueArn: QUEUE, [key]: value }] } },
      [SERVICE],
      { triggers: { sqs: [{ queueArn: QUEUE }] } },
    ],
  ),
  [
    'triggers.sqs.kmsKeyArn',
    { triggers: { sqs: [{ queueArn: QUEUE, kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1-2' }] } },
    [BASE, GUIDE],
    { triggers: { sqs: [{ queueArn: QUEUE }] } },
  ],
  ['triggers.eventBridge', { triggers: { eventBridge: [{ eventPattern: { source: ['aws.s3'] } }] } }, [SERVICE]],
  [
    'triggers.eventBridge.eventBusName',
    { triggers: { eventBridge: [{ eventPattern: { source: ['aws.s3'] }, eventBusName: 'orders' }] } },
    [SERVICE],
    { triggers: { eventBridge: [{ eventPattern: { source: ['aws.s3'] } }] } },
  ],
  ['triggers.schedules', { triggers: { schedules: [{ expression: 'cron(0 20 ? * MON-FRI *)' }] } }, [SERVICE]],
  [
    'triggers.schedules.timeZone',
    { triggers: { schedules: [{ expression: 'cron(0 20 ? * MON-FRI *)', timeZone: 'Europe/Berlin' }] } },
    [SERVICE],
    { triggers: { schedules: [{ expression: 'cron(0 20 ? * MON-FRI *)' }] } },
  ],
  [
    'additionalFunctions',
    { additionalFunctions: [other] },
    [BASE, SERVICE, MAIN, RELEASE, SCRIPT, ROLLBACK, PIPELINE, GUIDE],
  ],
  ...Object.entries({
    handler: 'index.import',
    description: 'Imports orders',
    memorySize: 1024,
    timeout: 60,
    ephemeralStorageSize: 1024,
    reservedConcurrentExecutions: 5,
    environmentVariables: { LEVEL: 'debug' },
    functionUrl: {},
    triggers: { schedules: [{ expression: 'rate(5 minutes)' }] },
  }).map(
    ([key, value]): Change => [
      `additionalFunctions.${key}`,
      { additionalFunctions: [{ ...other, [key]: value }] },
      [SERVICE],
      { additionalFunctions: [other] },
    ],
  ),
  [
    'additionalFunctions.provisionedConcurrentExecutions',
    { additionalFunctions: [{ ...other, provisionedConcurrentExecutions: 5 }] },
    [SERVICE, GUIDE],
    { additionalFunctions: [other] },
  ],
  ...Object.entries({
    secrets: { TOKEN: { secretsManager: 'token' } },
    asyncInvocation: { onFailureArn: QUEUE },
    triggers: { sqs: [{ queueArn: QUEUE }] },
  }).map(
    ([key, value]): Change => [
      `additionalFunctions.${key} with permissions`,
      { additionalFunctions: [{ ...other, [key]: value }] },
      [BASE, SERVICE, GUIDE, PREFLIGHT],
      { additionalFunctions: [other] },
    ],
  ),
  [
    'additionalFunctions.functionRoleStatements',
    {
      additionalFunctions: [
        { ...other, functionRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::orders/a'] }] },
      ],
    },
    [BASE, GUIDE],
    { additionalFunctions: [other] },
  ],
  [
    'additionalFunctions.functionName',
    { additionalFunctions: [{ ...other, functionName: 'import' }] },
    [BASE, SERVICE, PIPELINE, RELEASE, SCRIPT, GUIDE],
    { additionalFunctions: [other] },
  ],
  [
    'additionalFunctions.imageConfig',
    { additionalFunctions: [{ name: 'import', imageConfig: { command: ['lib/index.import'] } }] },
    [SERVICE],
    { ...image, additionalFunctions: [{ name: 'import', imageConfig: { command: ['lib/import.handler'] } }] },
  ],
  ['asyncInvocation.onFailureArn', { asyncInvocation: { onFailureArn: QUEUE } }, [BASE, SERVICE, GUIDE, PREFLIGHT]],
  ['asyncInvocation.maximumRetryAttempts', { asyncInvocation: { maximumRetryAttempts: 0 } }, [SERVICE]],
  ['asyncInvocation.maximumEventAgeInSeconds', { asyncInvocation: { maximumEventAgeInSeconds: 60 } }, [SERVICE]],
  ['tracing', { tracing: true }, [BASE, SERVICE, GUIDE]],
  ['logging.format', { logging: { format: LambdaLogFormat.TEXT } }, [SERVICE]],
  ['logging.applicationLogLevel', { logging: { applicationLogLevel: 'WARN' } }, [SERVICE]],
  ['logging.systemLogLevel', { logging: { systemLogLevel: 'WARN' } }, [SERVICE]],
  ['logging.existingLogGroup', { logging: { existingLogGroup: true } }, [BASE, MAIN, GUIDE, PREFLIGHT]],
  ['logRetentionDays', { logRetentionDays: 90 }, [BASE, PIPELINE]],
  ['strategy', canary, [SERVICE, RELEASE, SCRIPT, PIPELINE, WORKFLOW, ROLLBACK, GUIDE]],
  ['strategyParameters.percent', { ...canary, strategyParameters: { percent: 20 } }, [SERVICE, GUIDE], canary],
  [
    'strategyParameters.stepBakeTimeInMinutes',
    { ...canary, strategyParameters: { stepBakeTimeInMinutes: 30 } },
    [SERVICE, RELEASE, SCRIPT, PIPELINE, WORKFLOW, ROLLBACK, BASE, GUIDE],
    canary,
  ],
  ['alarms.enabled', { alarms: { enabled: false } }, [SERVICE, BASE, PIPELINE, RELEASE, GUIDE]],
  ['alarms.errorPercent', { alarms: { errorPercent: 1 } }, [SERVICE]],
  ['alarms.throttles', { alarms: { throttles: 10 } }, [SERVICE]],
  ['alarms.minutes', { alarms: { minutes: 5 } }, [SERVICE]],
  [
    'alarms.topicArn',
    { alarms: { topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms' } },
    [GUIDE, SERVICE, PREFLIGHT],
  ],
  ['hooks.beforeAllowTraffic', { hooks: { beforeAllowTraffic: { handler: 'hooks.before' } } }, [SERVICE, GUIDE]],
  ['hooks.afterAllowTraffic', { hooks: { afterAllowTraffic: { handler: 'hooks.after' } } }, [SERVICE, GUIDE]],
  ...Object.entries({
    handler: 'hooks.check',
    memorySize: 512,
    timeout: 300,
    environmentVariables: { LEVEL: 'debug' },
    functionRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::orders/a'] }],
  }).map(
    ([key, value]): Change => [
      `hooks.beforeAllowTraffic.${key}`,
      { hooks: { beforeAllowTraffic: { handler: 'hooks.before', [key]: value } } },
      [SERVICE],
      { hooks: { beforeAllowTraffic: { handler: 'hooks.before' } } },
    ],
  ),
  [
    'hooks.beforeAllowTraffic.imageConfig',
    { hooks: { beforeAllowTraffic: { imageConfig: { command: ['lib/hooks.check'] } } } },
    [SERVICE],
    { ...image, hooks: { beforeAllowTraffic: { imageConfig: { command: ['lib/hooks.before'] } } } },
  ],
  [
    'hooks.beforeAllowTrafficArn',
    { hooks: { beforeAllowTrafficArn: 'arn:aws:lambda:us-east-1:111122223333:function:check' } },
    [SERVICE, GUIDE, PREFLIGHT],
  ],
  [
    'hooks.afterAllowTrafficArn',
    { hooks: { afterAllowTrafficArn: 'arn:aws:lambda:us-east-1:111122223333:function:check' } },
    [SERVICE, GUIDE, PREFLIGHT],
  ],
  ['smokeTest.command', { smokeTest: { command: 'true' } }, [RELEASE, WORKFLOW, BASE, PIPELINE, GUIDE]],
  [
    'smokeTest.files',
    { smokeTest: { command: 'true', files: ['check.sh'] } },
    [BUILDSPEC],
    { smokeTest: { command: 'true' } },
  ],
  ['retainedVersions', { retainedVersions: 3 }, [RELEASE, GUIDE]],
  [
    'deploymentTimeoutMinutes',
    { deploymentTimeoutMinutes: 90 },
    [RELEASE, SCRIPT, PIPELINE, WORKFLOW, ROLLBACK, BASE, GUIDE],
  ],
  [
    'environments',
    { environments: [{ name: 'dev' }, { name: 'production' }] },
    [
      WORKFLOW,
      ROLLBACK,
      GUIDE,
      PREFLIGHT,
      MAIN,
      BASE,
      SERVICE,
      PIPELINE,
      RELEASE,
      SCRIPT,
      'infra/dev-base-stack.ts',
      'infra/dev-service-stack.ts',
      'infra/production-base-stack.ts',
      'infra/production-service-stack.ts',
    ],
  ],
  ['bundle.path', { bundle: { path: 'build' } }, [BUNDLE, WORKFLOW, GUIDE]],
  ['bundle.testCommands', { bundle: { testCommands: ['make'] } }, [BUILDSPEC, WORKFLOW, PULL_REQUEST]],
  [
    'serviceName',
    { serviceName: 'shop' },
    [
      WORKFLOW,
      ROLLBACK,
      GUIDE,
      MAIN,
      ARTIFACTS,
      BASE,
      SERVICE,
      PIPELINE,
      RELEASE,
      SCRIPT,
      BUNDLE,
      BUILDSPEC,
      PREFLIGHT,
    ],
  ],
  [
    'awsAccount',
    { awsAccount: '999988887777' },
    [WORKFLOW, ROLLBACK, GUIDE, MAIN, ARTIFACTS, BASE, SERVICE, PIPELINE, SCRIPT, BUNDLE, PREFLIGHT],
  ],
  [
    'awsRegion',
    { awsRegion: 'eu-west-1' },
    [WORKFLOW, ROLLBACK, GUIDE, MAIN, ARTIFACTS, BASE, SERVICE, PIPELINE, RELEASE, SCRIPT, BUNDLE, PREFLIGHT],
  ],
  ['githubRepository', { githubRepository: 'acme/shop' }, [GUIDE, ARTIFACTS, BASE, PIPELINE, PREFLIGHT]],
  ['branch', { branch: 'trunk' }, [WORKFLOW, ROLLBACK, GUIDE, ARTIFACTS, BASE, PIPELINE]],
  ['bootstrapQualifier', { bootstrapQualifier: 'acme' }, ['cdk.json', BASE, PIPELINE, SCRIPT, GUIDE, PREFLIGHT]],
  [
    'buildRoleStatements',
    { buildRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::fonts/a'] }] },
    [ARTIFACTS, PIPELINE, GUIDE],
  ],
  [
    'githubActions',
    { githubActions: { reviewers: ['octocat'] }, approval: true },
    [GUIDE, PREFLIGHT],
    { approval: true },
  ],
  ['codePipeline', { codePipeline: { computeType: 'LARGE' } }, [PIPELINE]],
  ['trigger', { trigger: DeliveryEngine.CODE_PIPELINE }, [WORKFLOW, PIPELINE, GUIDE]],
  ['triggerPaths', { triggerPaths: ['src/**'] }, [WORKFLOW]],
  ['triggerBranches', { triggerBranches: ['main', 'release/*'] }, [WORKFLOW, ARTIFACTS, BASE, GUIDE]],
  ['triggerTags', { triggerTags: ['v*'] }, [WORKFLOW, ARTIFACTS, BASE, GUIDE]],
  ['approval', { approval: true }, [PIPELINE, GUIDE, WORKFLOW, ROLLBACK, MAIN, PREFLIGHT]],
  ['tags', { tags: { team: 'orders' } }, [MAIN]],
  ['permissionsBoundary', { permissionsBoundary: 'boundary' }, ['cdk.json', GUIDE, PREFLIGHT]],
  ['validationPlugins', { validationPlugins: [{ packageName: 'cdk-nag', className: 'AwsSolutionsChecks' }] }, [MAIN]],
  ['roleNamePrefix', { roleNamePrefix: 'acme-' }, [WORKFLOW, ROLLBACK, ARTIFACTS, BASE, SERVICE, MAIN, GUIDE]],
  ['rolePath', { rolePath: '/acme/' }, [WORKFLOW, ROLLBACK, SERVICE, PIPELINE, MAIN]],
];

/** The text of every file. */
function generate(options: Options): Record<string, string> {
  const model = lambdaModel(options);
  return Object.fromEntries([
    ...lambdaFiles(model).map(({ path }) => [path, lambdaText(model, path)] as const),
    [GUIDE, lambdaGuide(model)],
  ]);
}

test.each(CHANGES.map((row) => [row[0], row] as const))(
  'a change of %s changes exactly the files that depend on it',
  (_, [, change, expected, before = {}]) => {
    const [from, to] = [generate(before), generate({ ...before, ...change })];
    const paths = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    expect(paths.filter((path) => from[path] !== to[path]).sort()).toEqual([...expected].sort());
  },
);

test('the table above covers every option', () => {
  const tested = new Set(CHANGES.map(([option]) => option.split('.')[0]));
  // The tests of all components cover takeOver, and those of standards the other three.
  expect(Object.keys(LAMBDA_OPTIONS).filter((option) => !tested.has(option))).toEqual([
    'standard',
    'unset',
    'waivers',
    'takeOver',
  ]);
});

/** Values of every type, one of which is wrong for any option. */
const WRONG = [null, true, 1.5, -1, '', 'x', [], ['x'], {}, { x: 1 }, () => 1, Number.NaN];

test.each(Object.keys(LAMBDA_OPTIONS))('%s with a value of another type is a problem or is accepted', (option) => {
  const outcomes = WRONG.map((value) => {
    try {
      lambdaModel({ [option]: value });
      return 'accepted';
    } catch (error) {
      expect((error as Error).name).toBe('ConfigError');
      return 'rejected';
    }
  });
  expect(outcomes).toContain('rejected');
});

test.each(['dev', 'production'])('an environment can override every setting: %s', (name) => {
  const { environments } = lambdaModel({
    memorySize: 256,
    environmentVariables: { LEVEL: 'info', TABLE: 'orders' },
    environments: [
      { name: 'dev', memorySize: 128, environmentVariables: { LEVEL: 'debug' } },
      { name: 'production', alarms: { enabled: false }, timeout: 60 },
    ],
  });
  expect(environments.find((environment) => environment.name === name)).toMatchObject(
    name === 'dev'
      ? {
          memorySize: 128,
          variables: [
            { name: 'LEVEL', value: 'debug' },
            { name: 'TABLE', value: 'orders' },
          ],
        }
      : { memorySize: 256, timeout: 60, alarms: undefined, approval: true },
  );
});
