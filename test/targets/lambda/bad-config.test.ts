import { DeploymentStrategy, LambdaLogFormat, LambdaPackageType } from '../../../src/options';
import { LAMBDA_OPTIONS } from '../../../src/targets/lambda/resolve';
import { messageOf } from '../../support/project';
import { lambdaModel } from './support';

const image = { packageType: LambdaPackageType.IMAGE };

/** Each wrong config, and the only problem that it has. */
const BAD: Readonly<Record<string, readonly [object, string]>> = {
  'deprecated runtime': [
    { runtime: 'nodejs20.x' },
    'runtime: "nodejs20.x" is deprecated (allowed: nodejs24.x, nodejs22.x, python3.14, python3.13, python3.12, java25, java21, ruby3.4, ruby3.3, dotnet10, provided.al2023). Use nodejs24.x. [lambda-runtime]',
  ],
  'preview runtime': [
    { runtime: 'nodejs26.x' },
    'runtime: "nodejs26.x" is in public preview and is not intended for production use (allowed: nodejs24.x, nodejs22.x, python3.14, python3.13, python3.12, java25, java21, ruby3.4, ruby3.3, dotnet10, provided.al2023). Use one of these runtimes. [lambda-runtime]',
  ],
  'unknown runtime': [
    { runtime: 'node24' },
    'runtime: "node24" is not valid (allowed: nodejs24.x, nodejs22.x, python3.14, python3.13, python3.12, java25, java21, ruby3.4, ruby3.3, dotnet10, provided.al2023). Use one of these values. [unsupported-value]',
  ],
  'Node.js version of another runtime': [
    { runtime: 'nodejs24.x', nodeVersion: '22' },
    'nodeVersion: "22" differs from the Lambda runtime nodejs24.x (allowed: 24). Remove nodeVersion, or change runtime. [runtime-version-mismatch]',
  ],
  'Python version of another runtime': [
    { runtime: 'python3.13', handler: 'app.handler', bundle: { runtimeVersion: '3.12', testCommands: ['pytest'] } },
    'bundle.runtimeVersion: "3.12" differs from the Lambda runtime python3.13 (allowed: 3.13). Remove runtimeVersion, or change runtime. [runtime-version-mismatch]',
  ],
  'missing handler': [
    { runtime: 'python3.13', bundle: { testCommands: ['pytest'] } },
    'handler: is missing (allowed: <file path without extension>.<export>, for example index.handler). Specify the handler for python3.13. [missing-option]',
  ],
  'handler without an export': [
    { handler: 'index' },
    'handler: "index" is not valid (allowed: <file path without extension>.<export>, for example index.handler). Specify the file path and the export, separated by a dot. Omit the extension .js or .mjs. [invalid-format]',
  ],
  'function name that is an ARN': [
    { functionName: 'arn:aws:lambda:us-east-1:111122223333:function:orders' },
    'functionName: "arn:aws:lambda:us-east-1:111122223333:function:orders" is not valid (allowed: letters, digits, hyphens, and underscores; the name, not the ARN). Correct the value. [invalid-format]',
  ],
  'function name that is too long': [
    { functionName: 'a'.repeat(65) },
    `functionName: "${'a'.repeat(65)}" is 65 characters long (allowed: at most 64). Shorten it. [too-long]`,
  ],
  'not enough memory': [
    { memorySize: 64 },
    'memorySize: 64 is out of range (allowed: 128 to 10240). Use a value in this range. [out-of-range]',
  ],
  'timeout that is too long': [
    { timeout: 901 },
    'timeout: 901 is out of range (allowed: 1 to 900). Use a value in this range. [out-of-range]',
  ],
  'storage that is too small': [
    { ephemeralStorageSize: 256 },
    'ephemeralStorageSize: 256 is out of range (allowed: 512 to 10240). Use a value in this range. [out-of-range]',
  ],
  'more provisioned than reserved concurrency': [
    { reservedConcurrentExecutions: 5, provisionedConcurrentExecutions: 10 },
    'provisionedConcurrentExecutions: 10 is greater than reservedConcurrentExecutions (allowed: 1 to 5). Reduce it, or raise reservedConcurrentExecutions. [provisioned-concurrency]',
  ],
  'variable that Lambda sets': [
    { environmentVariables: { AWS_REGION: 'us-east-1' } },
    'environmentVariables.AWS_REGION: is set by Lambda. Use another name. [reserved-variable]',
  ],
  'static credentials': [
    { environmentVariables: { AWS_ACCESS_KEY_ID: 'AKIA' } },
    'environmentVariables.AWS_ACCESS_KEY_ID: sets a static AWS credential. Grant the permissions to the function role instead. The AWS SDK automatically uses the credentials of that role. [static-credentials]',
  ],
  'variable name with one letter': [
    { environmentVariables: { A: 'b' } },
    'environmentVariables.A: is not a valid variable name (allowed: at least two characters: letters, digits, and underscores, starting with a letter). Rename the variable. [variable-name]',
  ],
  'variables that are too large': [
    { environmentVariables: { DATA: 'x'.repeat(4096) } },
    'environmentVariables: and secrets contain 4107 bytes in total (allowed: at most 4096). Store large values in a file in the deployment package or in an SSM parameter. [variables-too-large]',
  ],
  'variable and secret with the same name': [
    { environmentVariables: { TOKEN: 'x' }, secrets: { TOKEN: { secretsManager: 'token' } } },
    'secrets.TOKEN: has the same name as an environment variable. Remove environmentVariables.TOKEN, or rename one of the two. [variable-and-secret]',
  ],
  'value of a secret': [
    { secrets: { TOKEN: 'hunter2' } },
    "secrets.TOKEN: is not an object (allowed: { secretsManager: '<name>' } or { ssmParameter: '<name>' }). Specify the name or ARN of the secret, not its value. [wrong-type]",
  ],
  'secret with two sources': [
    { secrets: { TOKEN: { secretsManager: 'token', ssmParameter: '/token' } } },
    'secrets.TOKEN.ssmParameter: "/token" is set together with secretsManager. Remove one of the two. [secret-source]',
  ],
  'secret of another account without its key': [
    { secrets: { TOKEN: { secretsManager: 'arn:aws:secretsmanager:us-east-1:999999999999:secret:token-AbCdEf' } } },
    'secrets.TOKEN.kmsKeyArn: is missing, but the secret is in account 999999999999. Another account can read a secret only if it is encrypted with a customer managed key (allowed: arn:aws:kms:<region>:<account>:key/<id>). Set kmsKeyArn to the ARN of the key that encrypts the secret. [key-of-shared-secret]',
  ],
  'role in another account': [
    { functionRoleArn: 'arn:aws:iam::999999999999:role/orders' },
    'functionRoleArn: "arn:aws:iam::999999999999:role/orders" is in a different account (allowed: 111122223333). The role must be in the same account and partition as the function. [wrong-account-or-region]',
  ],
  'statements for an existing role': [
    { functionRoleArn: 'orders', functionRoleStatements: [{ actions: ['s3:GetObject'], resources: ['*'] }] },
    'functionRoleStatements: applies only to a function role that the base stack creates. Move the statements to the role that functionRoleArn specifies, or remove functionRoleArn. [statements-for-existing-role]',
  ],
  'network without security groups': [
    { network: { subnetIds: ['subnet-0123456789abcdef0'] } },
    'network.securityGroupIds: is missing (allowed: a security group ID: sg- followed by 8 or 17 hexadecimal digits). List at least one security group. [missing-option]',
  ],
  'network without subnets': [
    { network: { subnetIds: [], securityGroupIds: ['sg-0123456789abcdef0'] } },
    'network.subnetIds: [] contains 0 IDs (allowed: 1 to 16). List 1 to 16 subnets. [vpc-items]',
  ],
  'function URL and HTTP API': [
    { functionUrl: {}, httpApi: {} },
    'httpApi: is set together with functionUrl. Remove one of the two. A function can have only one URL. [two-urls]',
  ],
  'credentials for all origins': [
    { functionUrl: { cors: { allowOrigins: ['*'], allowCredentials: true } } },
    "functionUrl.cors.allowCredentials: true cannot be combined with the origin '*'. List the origins, or remove allowCredentials. [cors-credentials]",
  ],
  'origin with a path': [
    { httpApi: { cors: { allowOrigins: ['https://example.com/'] } } },
    'httpApi.cors.allowOrigins[0]: "https://example.com/" is not valid (allowed: \'*\', or an origin with the scheme and no path, for example https://www.example.com). Correct the value. [invalid-format]',
  ],
  'queue URL': [
    { triggers: { sqs: [{ queueArn: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders' }] } },
    'triggers.sqs[0].queueArn: "https://sqs.us-east-1.amazonaws.com/111122223333/orders" is not valid (allowed: arn:aws:sqs:<region>:<account>:<queue>). Specify the ARN of a queue, not its URL. [invalid-format]',
  ],
  'queue in another Region': [
    { triggers: { sqs: [{ queueArn: 'arn:aws:sqs:eu-central-1:111122223333:orders' }] } },
    'triggers.sqs[0].queueArn: "arn:aws:sqs:eu-central-1:111122223333:orders" is in a different Region (allowed: us-east-1). Lambda can read only queues in the Region of the function. [wrong-account-or-region]',
  ],
  'large batch without a window': [
    { triggers: { sqs: [{ queueArn: 'arn:aws:sqs:us-east-1:111122223333:orders', batchSize: 100 }] } },
    'triggers.sqs[0].batchSize: 100 is greater than 10, which requires a batching window. Set maximumBatchingWindowInSeconds to at least 1, or reduce batchSize. [batching-window-required]',
  ],
  'large batch of a FIFO queue': [
    { triggers: { sqs: [{ queueArn: 'arn:aws:sqs:us-east-1:111122223333:orders.fifo', batchSize: 11 }] } },
    'triggers.sqs[0].batchSize: 11 is out of range (allowed: 1 to 10). A FIFO queue supports batches of at most 10 messages. [out-of-range]',
  ],
  'batching window of a FIFO queue': [
    {
      triggers: {
        sqs: [{ queueArn: 'arn:aws:sqs:us-east-1:111122223333:orders.fifo', maximumBatchingWindowInSeconds: 5 }],
      },
    },
    'triggers.sqs[0].maximumBatchingWindowInSeconds: 5 is not supported for a FIFO queue. Remove it, or use a standard queue. [fifo-batching-window]',
  ],
  'the same queue twice': [
    {
      triggers: {
        sqs: [
          { queueArn: 'arn:aws:sqs:us-east-1:111122223333:orders' },
          { queueArn: 'arn:aws:sqs:us-east-1:111122223333:orders' },
        ],
      },
    },
    'triggers.sqs[1].queueArn: "arn:aws:sqs:us-east-1:111122223333:orders" is already a trigger of the function. Remove one of the two triggers. [duplicate-trigger]',
  ],
  'event pattern with a string': [
    { triggers: { eventBridge: [{ eventPattern: { source: 'aws.s3' } }] } },
    'triggers.eventBridge[0].eventPattern: {"source":"aws.s3"} is not a valid event pattern (allowed: an object whose values are lists or nested objects, for example { source: [\'aws.s3\'] }). Correct the value. [event-pattern]',
  ],
  'rate in the plural': [
    { triggers: { schedules: [{ expression: 'rate(1 minutes)' }] } },
    'triggers.schedules[0].expression: "rate(1 minutes)" is not valid (allowed: rate(<number> minutes | hours | days), cron(<six fields>), or at(yyyy-mm-ddThh:mm:ss)). Correct the expression, for example rate(5 minutes) or cron(0 20 ? * MON-FRI *). [invalid-format]',
  ],
  'time zone of a rate': [
    { triggers: { schedules: [{ expression: 'rate(5 minutes)', timeZone: 'Europe/Berlin' }] } },
    'triggers.schedules[0].timeZone: "Europe/Berlin" has no effect on a rate expression. Remove it, or use a cron expression. [time-zone-for-rate]',
  ],
  'FIFO queue as destination': [
    { asyncInvocation: { onFailureArn: 'arn:aws:sqs:us-east-1:111122223333:failed.fifo' } },
    'asyncInvocation.onFailureArn: "arn:aws:sqs:us-east-1:111122223333:failed.fifo" is not valid (allowed: the ARN of a standard SQS queue, a standard SNS topic, or a Lambda function). Correct the value. [invalid-format]',
  ],
  'log level of text logs': [
    { logging: { format: LambdaLogFormat.TEXT, systemLogLevel: 'WARN' } },
    'logging.systemLogLevel: "WARN" has no effect on text logs. Remove it, or use LambdaLogFormat.JSON. [log-level-of-text]',
  ],
  'rolling strategy': [
    { strategy: DeploymentStrategy.ROLLING },
    'strategy: "ROLLING" is not supported by Lambda (allowed: DeploymentStrategy.ALL_AT_ONCE, DeploymentStrategy.CANARY, DeploymentStrategy.LINEAR). Choose one of these strategies. [unsupported-strategy]',
  ],
  'blue/green strategy': [
    { strategy: DeploymentStrategy.BLUE_GREEN },
    'strategy: "BLUE_GREEN" is not supported by Lambda (allowed: DeploymentStrategy.ALL_AT_ONCE, DeploymentStrategy.CANARY, DeploymentStrategy.LINEAR). Choose one of these strategies. [unsupported-strategy]',
  ],
  'parameter without a strategy': [
    { strategyParameters: { percent: 20 } },
    'strategyParameters.percent: is not a parameter of ALL_AT_ONCE, which has no parameters. Remove it, or choose another strategy. [parameter-of-other-strategy]',
  ],
  'fraction of a percent': [
    { strategy: DeploymentStrategy.CANARY, strategyParameters: { percent: 0.5 } },
    'strategyParameters.percent: 0.5 is not a whole number (allowed: 1 to 99). Correct the value. [wrong-type]',
  ],
  'shift of more than two days': [
    {
      strategy: DeploymentStrategy.LINEAR,
      strategyParameters: { percent: 1, stepBakeTimeInMinutes: 30 },
      githubActions: { enabled: false },
    },
    'strategyParameters.stepBakeTimeInMinutes: results in a traffic shift of 2970 minutes (allowed: at most 2880 minutes in total). Reduce stepBakeTimeInMinutes, or increase percent. [shift-too-long]',
  ],
  'shift that takes longer than a job': [
    { strategy: DeploymentStrategy.CANARY, strategyParameters: { stepBakeTimeInMinutes: 600 } },
    'strategyParameters: results in a deployment time of 610 minutes, including 10 minutes to update the stack, but GitHub Actions can wait at most 300 minutes. Reduce stepBakeTimeInMinutes, or increase percent. [deployment-too-long]',
  ],
  'timeout that is shorter than the shift': [
    {
      strategy: DeploymentStrategy.CANARY,
      strategyParameters: { stepBakeTimeInMinutes: 30 },
      deploymentTimeoutMinutes: 20,
    },
    'deploymentTimeoutMinutes: 20 is too short for the strategy, which takes 40 minutes, including 10 minutes to update the stack (allowed: 40 to 300). Increase deploymentTimeoutMinutes, or reduce stepBakeTimeInMinutes. [timeout-too-short]',
  ],
  'alarm setting without alarms': [
    { alarms: { enabled: false, errorPercent: 10 } },
    'alarms.errorPercent: 10 has no effect because alarms.enabled is false. Remove it, or set alarms.enabled to true. [disabled-feature]',
  ],
  'hook with a version': [
    { hooks: { beforeAllowTrafficArn: 'arn:aws:lambda:us-east-1:111122223333:function:check:3' } },
    'hooks.beforeAllowTrafficArn: "arn:aws:lambda:us-east-1:111122223333:function:check:3" is not valid (allowed: arn:aws:lambda:<region>:<account>:function:<name>). Specify the ARN of a function, without a version or an alias. [invalid-format]',
  ],
  'smoke test of a URL that does not exist': [
    { smokeTest: { command: 'curl $FUNCTION_URL' } },
    'smokeTest.command: "curl $FUNCTION_URL" uses FUNCTION_URL, which is set only with functionUrl or httpApi. Set one of the two, or invoke the function with aws lambda invoke. [service-url]',
  ],
  'smoke test of a URL that needs signed requests': [
    { functionUrl: {}, smokeTest: { command: 'curl $FUNCTION_URL' } },
    'smokeTest.command: "curl $FUNCTION_URL" uses FUNCTION_URL, but the URL accepts only signed requests. Invoke the function with aws lambda invoke, or set functionUrl.authType to LambdaUrlAuthType.NONE. [service-url]',
  ],
  'too few versions to keep': [
    { retainedVersions: 1 },
    'retainedVersions: 1 is out of range (allowed: 2 to 100). Use a value in this range. [out-of-range]',
  ],
  'the same function in two environments': [
    { environments: [{ name: 'dev' }, { name: 'test', functionName: 'orders-api-dev' }] },
    'environments[1].functionName: "orders-api-dev" is also the function of the environment "dev" (allowed: a function that no other environment deploys). Set a different functionName in one of the two environments. [duplicate-function]',
  ],
  'unknown package type': [
    { packageType: 'zip' },
    'packageType: "zip" is not a member of LambdaPackageType (allowed: LambdaPackageType.ZIP, LambdaPackageType.IMAGE). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ],
  'handler of an image': [
    { ...image, handler: 'index.handler' },
    'handler: has no effect on a container image. Remove it, and set imageConfig.command to the handler if it differs from that in the Dockerfile. [package-type]',
  ],
  'runtime of an image': [
    { ...image, runtime: 'nodejs24.x' },
    'runtime: has no effect on a container image. Remove it. The base image contains the runtime. [package-type]',
  ],
  'bundle of an image': [
    { ...image, bundle: { path: 'build' } },
    'bundle: has no effect on a container image. Remove it, and set imageBuild instead. [package-type]',
  ],
  'command of a zip file': [
    { imageConfig: { command: ['index.handler'] } },
    'imageConfig: has no effect on a zip file. Remove it, or set packageType to LambdaPackageType.IMAGE. [package-type]',
  ],
  'Dockerfile of a zip file': [
    { imageBuild: { dockerfile: 'Dockerfile' } },
    'imageBuild: has no effect on a zip file. Remove it, or set packageType to LambdaPackageType.IMAGE. [package-type]',
  ],
  'ECR repository of a zip file': [
    { ecrRepository: 'orders' },
    'ecrRepository: has no effect on a zip file. Remove it, or set packageType to LambdaPackageType.IMAGE. [package-type]',
  ],
  'images of a zip file': [
    { registry: { keepImages: 20 } },
    'registry: has no effect on a zip file. Remove it, or set packageType to LambdaPackageType.IMAGE. [package-type]',
  ],
  'image in several Regions': [
    { ...image, environments: [{ name: 'dev' }, { name: 'test', awsRegion: 'eu-central-1' }] },
    'environments[1].awsRegion: "eu-central-1" is not the Region of the ECR repository, and Lambda pulls images only from its own Region (allowed: us-east-1). Use the same Region for all environments, or set packageType to LambdaPackageType.ZIP. [image-region]',
  ],
  'fewer images than versions': [
    { ...image, registry: { keepReleasedImages: 5 } },
    'registry.keepReleasedImages: 5 is less than retainedVersions, which is 10, so the images of some versions would expire (allowed: 10 to 1000). Increase it, or reduce retainedVersions. [image-of-version]',
  ],
  'fewer images than versions, without tags of released images': [
    { ...image, registry: { keepImages: 5, tagReleases: false } },
    'registry.keepImages: 5 is less than retainedVersions, which is 10, so the images of some versions would expire (allowed: 10 to 1000). Increase it, or reduce retainedVersions. [image-of-version]',
  ],
  'image of an old Node.js version': [
    { ...image, nodeVersion: '20', codePipeline: { enabled: false } },
    'nodeVersion: "20" is not the version of a Lambda runtime that is still supported (allowed: 24, 22). Use one of these versions, or set imageBuild.baseImage. [lambda-runtime]',
  ],
  'image in another language without a Dockerfile': [
    { ...image, imageBuild: { runtime: 'python' } },
    'imageBuild.dockerfile: is required for the python runtime, because a Dockerfile is generated only for nodejs (allowed: the path of your Dockerfile). Set imageBuild.dockerfile. [dockerfile-required]',
  ],
  'image without a command': [
    { ...image, imageConfig: { command: [] } },
    'imageConfig.command: [] is empty (allowed: a list whose first item is the program to run). Specify a program, or remove the option. [empty-list]',
  ],
  'relative working directory': [
    { ...image, imageConfig: { workingDirectory: 'srv' } },
    'imageConfig.workingDirectory: "srv" is not valid (allowed: an absolute path). Correct the value. [invalid-format]',
  ],
  'Git tag of an image': [
    { ...image, registry: { gitTag: true } },
    'registry.gitTag: is not a known option (allowed: encryption, existing, extraTags, imageTag, keepImages, keepReleasedImages, kmsKeyArn, tagReleases). Remove it, or correct the name. [unknown-option]',
  ],
  'function without a name': [
    { additionalFunctions: [{ handler: 'import.handler' }] },
    'additionalFunctions[0].name: is missing. Set a unique name. [missing-option]',
  ],
  'two functions with the same name': [
    {
      additionalFunctions: [
        { name: 'import', handler: 'import.handler' },
        { name: 'import', handler: 'index.import', functionName: 'import' },
      ],
    },
    'additionalFunctions[1].name: "import" is already the name of another item in the list. Use a unique name for each item. [duplicate-name]',
  ],
  'function name with uppercase letters': [
    { additionalFunctions: [{ name: 'Import', handler: 'import.handler' }] },
    'additionalFunctions[0].name: "Import" is not valid (allowed: lowercase letters, digits, and single hyphens, with a letter at the start and after each hyphen). Correct the value. [invalid-format]',
  ],
  'function without a handler': [
    { additionalFunctions: [{ name: 'import' }] },
    'additionalFunctions[0].handler: is missing (allowed: <file path without extension>.<export>, for example index.handler). Specify the handler of the function. [missing-option]',
  ],
  'function in an image without a command': [
    { ...image, additionalFunctions: [{ name: 'import' }] },
    "additionalFunctions[0].imageConfig: does not specify a command (allowed: { command: ['lib/index.handler'] }). Set imageConfig.command, which selects the code of the function. [missing-option]",
  ],
  'function in an image with a handler': [
    { ...image, additionalFunctions: [{ name: 'import', handler: 'import.handler' }] },
    'additionalFunctions[0].handler: has no effect on a container image. Remove it, and set imageConfig.command. [package-type]',
  ],
  'function in a zip file with a command': [
    { additionalFunctions: [{ name: 'import', imageConfig: { command: ['import.handler'] } }] },
    'additionalFunctions[0].imageConfig: has no effect on a zip file. Remove it, and set handler. [package-type]',
  ],
  'function with the name of the main function': [
    { additionalFunctions: [{ name: 'import', handler: 'import.handler', functionName: 'orders-api-production' }] },
    'additionalFunctions[0].functionName: "orders-api-production" is also the name of another function of the environment (allowed: a unique name). Set a different functionName. [duplicate-function]',
  ],
  'function that two environments deploy': [
    {
      additionalFunctions: [{ name: 'import', handler: 'import.handler', functionName: 'import' }],
      environments: [{ name: 'dev' }, { name: 'test' }],
    },
    'environments[1].additionalFunctions: "import" is also the function of the environment "dev" (allowed: a function that no other environment deploys). Set a different functionName in one of the two environments. [duplicate-function]',
  ],
  'description with code': [
    { additionalFunctions: [{ name: 'import', handler: 'import.handler', description: '`date`' }] },
    'additionalFunctions[0].description: "`date`" is not valid (allowed: one line of text without backticks, dollar signs, and backslashes). Correct the value. [invalid-format]',
  ],
  'statements of a function with an existing role': [
    {
      functionRoleArn: 'orders',
      additionalFunctions: [
        {
          name: 'import',
          handler: 'import.handler',
          functionRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::orders/a'] }],
        },
      ],
    },
    'additionalFunctions[0].functionRoleStatements: applies only to a function role that the base stack creates. Move the statements to the role that functionRoleArn specifies, or remove functionRoleArn. [statements-for-existing-role]',
  ],
  'provisioned concurrency of a function': [
    {
      additionalFunctions: [
        {
          name: 'import',
          handler: 'import.handler',
          reservedConcurrentExecutions: 1,
          provisionedConcurrentExecutions: 2,
        },
      ],
    },
    'additionalFunctions[0].provisionedConcurrentExecutions: 2 is greater than reservedConcurrentExecutions (allowed: 1 to 1). Reduce it, or raise reservedConcurrentExecutions. [provisioned-concurrency]',
  ],
  'HTTP API of a function': [
    { additionalFunctions: [{ name: 'import', handler: 'import.handler', httpApi: {} }] },
    'additionalFunctions[0].httpApi: is not a known option (allowed: asyncInvocation, description, environmentVariables, ephemeralStorageSize, functionName, functionRoleStatements, functionUrl, handler, imageConfig, memorySize, name, provisionedConcurrentExecutions, reservedConcurrentExecutions, secrets, timeout, triggers). Remove it, or correct the name. [unknown-option]',
  ],
  'two hooks before traffic shifts': [
    {
      hooks: {
        beforeAllowTraffic: { handler: 'hooks.before' },
        beforeAllowTrafficArn: 'arn:aws:lambda:us-east-1:111122223333:function:check',
      },
    },
    'hooks.beforeAllowTraffic: is set together with beforeAllowTrafficArn. Remove one of the two. [two-hooks]',
  ],
  'hook without a handler': [
    { hooks: { afterAllowTraffic: {} } },
    'hooks.afterAllowTraffic.handler: is missing (allowed: <file path without extension>.<export>, for example index.handler). Specify the handler of the function. [missing-option]',
  ],
  'hook in an image with a handler': [
    { ...image, hooks: { afterAllowTraffic: { handler: 'hooks.after' } } },
    'hooks.afterAllowTraffic.handler: has no effect on a container image. Remove it, and set imageConfig.command. [package-type]',
  ],
  'hook that runs longer than Lambda allows': [
    { hooks: { afterAllowTraffic: { handler: 'hooks.after', timeout: 3600 } } },
    'hooks.afterAllowTraffic.timeout: 3600 is out of range (allowed: 1 to 900). Use a value in this range. [out-of-range]',
  ],
  'variable that every hook has': [
    { hooks: { afterAllowTraffic: { handler: 'hooks.after', environmentVariables: { NEW_VERSION: '1' } } } },
    'hooks.afterAllowTraffic.environmentVariables.NEW_VERSION: is set by the service stack. Use another name. [reserved-variable]',
  ],
  'hook with a name that is too long': [
    {
      serviceName: 'a-service-with-a-very-long-name',
      hooks: { beforeAllowTraffic: { handler: 'hooks.before' } },
      environments: [{ name: 'pre-production' }, { name: 'prod' }],
    },
    'serviceName: "a-service-with-a-very-long-name" makes the Lambda function name CodeDeployHook_a-service-with-a-very-long-name-pre-production-before 68 characters long (allowed: at most 64). Shorten serviceName by at least 4 characters. [derived-name-too-long]',
  ],
  'option of ECS': [
    { desiredCount: 2 },
    `desiredCount: is not a known option (allowed: ${Object.keys(LAMBDA_OPTIONS).sort().join(', ')}). Remove it, or correct the name. [unknown-option]`,
  ],
};

test.each(Object.entries(BAD))('%s', (_, [options, problem]) => {
  const lines = messageOf(() => lambdaModel(options)).split('\n');
  expect(lines.slice(1)).toEqual([`  - ${problem}`]);
});

test('a wrong value at the top level is reported once, although several environments inherit it', () => {
  const message = messageOf(() => lambdaModel({ timeout: 1000, environments: [{ name: 'dev' }, { name: 'prod' }] }));
  expect(message.split('\n')).toHaveLength(2);
});

test('a problem in one environment names it', () => {
  const environments = [{ name: 'dev' }, { name: 'prod', strategy: DeploymentStrategy.ROLLING }];
  expect(messageOf(() => lambdaModel({ environments }))).toContain(
    'environments[1].strategy: "ROLLING" is not supported',
  );
});
