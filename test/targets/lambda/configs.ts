import {
  CpuArchitecture,
  DeploymentStrategy,
  ImageTag,
  type LambdaDeliveryOptions,
  LambdaInvokeMode,
  LambdaLogFormat,
  LambdaPackageType,
  LambdaUrlAuthType,
  PipelineSource,
} from '../../../src/options';

export const LAMBDA_MINIMAL: LambdaDeliveryOptions = {
  awsAccount: '111122223333',
  githubRepository: 'acme/orders-api',
};

/** Three environments in several accounts and Regions, with different strategies. */
export const LAMBDA_ENVIRONMENTS: Partial<LambdaDeliveryOptions> = {
  functionUrl: { authType: LambdaUrlAuthType.NONE },
  environments: [
    { name: 'dev', alarms: { enabled: false } },
    {
      name: 'staging',
      awsAccount: '222233334444',
      strategy: DeploymentStrategy.LINEAR,
      strategyParameters: { percent: 25, stepBakeTimeInMinutes: 3 },
    },
    {
      name: 'production',
      awsAccount: '333344445555',
      awsRegion: 'eu-central-1',
      strategy: DeploymentStrategy.CANARY,
      memorySize: 1024,
      provisionedConcurrentExecutions: 5,
    },
  ],
};

/** Every option of a function. */
export const LAMBDA_FULL: Partial<LambdaDeliveryOptions> = {
  functionName: 'orders',
  handler: 'app/main.handle',
  architecture: CpuArchitecture.X86_64,
  memorySize: 2048,
  timeout: 25,
  ephemeralStorageSize: 1024,
  reservedConcurrentExecutions: 50,
  provisionedConcurrentExecutions: 5,
  environmentVariables: { LOG_LEVEL: 'debug', TABLE: 'orders' },
  secrets: {
    DATABASE_SECRET: {
      secretsManager: 'orders/database',
      kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555',
    },
    API_KEY_PARAMETER: { ssmParameter: '/orders/api-key' },
  },
  functionRoleStatements: [
    { actions: ['dynamodb:GetItem'], resources: ['arn:aws:dynamodb:us-east-1:111122223333:table/orders'] },
  ],
  network: { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] },
  functionUrl: {
    authType: LambdaUrlAuthType.NONE,
    invokeMode: LambdaInvokeMode.RESPONSE_STREAM,
    cors: {
      allowOrigins: ['https://www.example.com'],
      allowMethods: ['GET'],
      allowHeaders: ['authorization'],
      allowCredentials: true,
      maxAge: 600,
    },
  },
  triggers: {
    sqs: [
      {
        queueArn: 'arn:aws:sqs:us-east-1:111122223333:orders',
        batchSize: 100,
        maximumBatchingWindowInSeconds: 5,
        maximumConcurrency: 10,
        reportBatchItemFailures: true,
        kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-666666666666',
      },
    ],
    eventBridge: [{ eventPattern: { source: ['aws.s3'], 'detail-type': ['Object Created'] }, eventBusName: 'orders' }],
    schedules: [
      { expression: 'rate(5 minutes)' },
      { expression: 'cron(0 20 ? * MON-FRI *)', timeZone: 'Europe/Berlin' },
    ],
  },
  asyncInvocation: {
    onFailureArn: 'arn:aws:sqs:us-east-1:111122223333:failed',
    maximumRetryAttempts: 1,
    maximumEventAgeInSeconds: 3600,
  },
  tracing: true,
  logging: { format: LambdaLogFormat.JSON, applicationLogLevel: 'WARN', systemLogLevel: 'WARN' },
  logRetentionDays: 90,
  strategy: DeploymentStrategy.LINEAR,
  strategyParameters: { percent: 20, stepBakeTimeInMinutes: 5 },
  alarms: { errorPercent: 2.5, throttles: 10, minutes: 3, topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms' },
  hooks: {
    beforeAllowTrafficArn: 'arn:aws:lambda:us-east-1:111122223333:function:before',
    afterAllowTrafficArn: 'arn:aws:lambda:us-east-1:111122223333:function:after',
  },
  smokeTest: { command: 'curl --fail "$FUNCTION_URL"' },
  retainedVersions: 5,
};

/** Configs that together use every kind of code in the generated files. */
export const LAMBDA_CONFIGS: Readonly<Record<string, Partial<LambdaDeliveryOptions>>> = {
  minimal: {},
  full: LAMBDA_FULL,
  environments: LAMBDA_ENVIRONMENTS,
  'HTTP API': {
    httpApi: { cors: { allowOrigins: ['*'] }, throttlingRateLimit: 100, throttlingBurstLimit: 50 },
    strategy: DeploymentStrategy.CANARY,
    strategyParameters: { percent: 5, stepBakeTimeInMinutes: 15 },
  },
  'existing role, text logs': {
    functionRoleArn: 'orders-function',
    logging: { format: LambdaLogFormat.TEXT, existingLogGroup: true },
    alarms: { enabled: false },
    functionUrl: {},
  },
  'existing log group': { logging: { existingLogGroup: true }, runtime: 'nodejs22.x' },
  'FIFO queue': {
    triggers: { sqs: [{ queueArn: 'arn:aws:sqs:us-east-1:444455556666:orders.fifo', batchSize: 5 }] },
    asyncInvocation: { maximumRetryAttempts: 0 },
  },
  python: {
    runtime: 'python3.13',
    handler: 'app.handler',
    bundle: { testCommands: ['python -m pytest', 'pip install --target build -r requirements.txt'], path: 'build' },
  },
  'own binary': {
    runtime: 'provided.al2023',
    bundle: { runtime: 'golang', testCommands: ['go test ./...', 'go build -o dist/bootstrap'] },
  },
  'container image': { packageType: LambdaPackageType.IMAGE },
  'container image in another language, in several accounts': {
    packageType: LambdaPackageType.IMAGE,
    architecture: CpuArchitecture.X86_64,
    imageConfig: { command: ['app.handler'], entryPoint: ['/lambda-entrypoint.sh'], workingDirectory: '/srv' },
    imageBuild: {
      runtime: 'python',
      dockerfile: 'docker/Dockerfile',
      target: 'lambda',
      buildArgs: { VARIANT: 'lambda' },
      testCommands: ['python -m pytest'],
    },
    ecrRepository: 'team/orders',
    registry: { keepImages: 200, imageTag: ImageTag.SHORT_SHA, extraTags: ['latest'] },
    functionUrl: {},
    environments: [{ name: 'staging' }, { name: 'production', awsAccount: '222233334444', approval: true }],
  },
  'copied container image in an existing repository': {
    packageType: LambdaPackageType.IMAGE,
    imageBuild: { image: 'public.ecr.aws/acme/orders:1.4.0' },
    registry: { existing: true },
    environments: [{ name: 'staging' }, { name: 'production', awsAccount: '222233334444', approval: true }],
  },
  'several functions': {
    environmentVariables: { TABLE: 'orders' },
    secrets: { API_KEY: { ssmParameter: '/orders/api-key' } },
    functionUrl: { authType: LambdaUrlAuthType.NONE },
    strategy: DeploymentStrategy.CANARY,
    runtime: 'nodejs22.x',
    additionalFunctions: [
      {
        name: 'import',
        handler: 'import.handler',
        description: 'Imports orders',
        memorySize: 1024,
        timeout: 300,
        ephemeralStorageSize: 2048,
        reservedConcurrentExecutions: 5,
        environmentVariables: { TABLE: 'imports', BATCH: 'true' },
        secrets: { DATABASE_SECRET: { secretsManager: 'orders/database' } },
        functionRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::orders/import.csv'] }],
        triggers: {
          sqs: [{ queueArn: 'arn:aws:sqs:us-east-1:111122223333:import' }],
          eventBridge: [{ eventPattern: { source: ['aws.s3'] } }],
        },
        asyncInvocation: { onFailureArn: 'arn:aws:sqs:us-east-1:111122223333:failed-imports' },
      },
      {
        name: 'night-report',
        handler: 'report.handler',
        functionUrl: { authType: LambdaUrlAuthType.NONE },
        provisionedConcurrentExecutions: 1,
        triggers: { schedules: [{ expression: 'cron(0 3 * * ? *)' }] },
      },
    ],
    environments: [
      { name: 'staging', additionalFunctions: [{ name: 'import', handler: 'import.handler', memorySize: 256 }] },
      {
        name: 'production',
        approval: true,
        smokeTest: { command: 'aws lambda invoke --function-name "$FUNCTION_NAME:live" response.json' },
      },
    ],
  },
  'hooks in the package': {
    strategy: DeploymentStrategy.CANARY,
    runtime: 'nodejs22.x',
    hooks: {
      beforeAllowTraffic: {
        handler: 'hooks.before',
        memorySize: 512,
        timeout: 300,
        environmentVariables: { EXPECTED: 'ok' },
        functionRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::orders/expected.json'] }],
      },
      afterAllowTraffic: { handler: 'hooks.after' },
    },
    environments: [{ name: 'staging' }, { name: 'production', approval: true }],
  },
  'several functions in a container image, with an existing role': {
    packageType: LambdaPackageType.IMAGE,
    hooks: { afterAllowTraffic: { imageConfig: { command: ['lib/hooks.after'] } } },
    functionRoleArn: 'orders-function',
    logging: { existingLogGroup: true },
    alarms: { enabled: false },
    additionalFunctions: [{ name: 'import', imageConfig: { command: ['lib/import.handler'] } }],
  },
  'only GitHub Actions': { codePipeline: { enabled: false } },
  'only CodePipeline': { githubActions: { enabled: false } },
  'names of roles, branches, and tags': {
    roleNamePrefix: 'acme-',
    rolePath: '/acme/ci/',
    triggerBranches: ['main', 'release/*'],
    triggerTags: ['v*'],
  },
  'GitHub Enterprise Server, branches of environments': {
    codePipeline: { enabled: false },
    githubActions: { host: 'github.example.com', runner: 'self-hosted' },
    environments: [
      { name: 'staging', triggerBranches: ['main'] },
      { name: 'production', triggerTags: ['v*'] },
    ],
  },
  'after another workflow': { githubActions: { afterWorkflow: 'CI' } },
  CodeCommit: {
    githubRepository: undefined,
    githubActions: { enabled: false },
    codePipeline: { source: PipelineSource.CODE_COMMIT },
  },
};
