import { CpuArchitecture, DeliveryEngine, PipelineSource, RegistryEncryption } from '../../src/options';
import { BASE, CONTEXT, errorOf, problemsOf } from './resolving';

/** What is wrong; the options, next to an account and a repository; the lines that the user is shown. */
type BadConfig = readonly [name: string, options: object, lines: readonly string[]];

// biome-ignore format: a table.
const BAD_CONFIGS: readonly BadConfig[] = [
  // account
  ['no account', { awsAccount: undefined }, [
    'awsAccount: is missing (allowed: 12 digits). Set awsAccount to the account that the service runs in.',
  ]],
  ['an account of 11 digits', { awsAccount: '11112222333' }, [
    `awsAccount: "11112222333" does not have the form (allowed: 12 digits). Write the account id as a string, with its leading zeros: '012345678901'.`,
  ]],
  ['an account that JavaScript has taken for a number, without its leading zero', { awsAccount: 11112222333 }, [
    `awsAccount: 11112222333 does not have the form (allowed: 12 digits). Write the account id as a string, with its leading zeros: '012345678901'.`,
  ]],
  ['an account with letters', { awsAccount: 'my-account' }, [
    `awsAccount: "my-account" does not have the form (allowed: 12 digits). Write the account id as a string, with its leading zeros: '012345678901'.`,
  ]],
  ['an account with hyphens, as the console shows it', { awsAccount: '1111-2222-3333' }, [
    `awsAccount: "1111-2222-3333" does not have the form (allowed: 12 digits). Write the account id as a string, with its leading zeros: '012345678901'.`,
  ]],
  ['an account with a line break behind it', { awsAccount: '111122223333\n' }, [
    `awsAccount: "111122223333\\n" does not have the form (allowed: 12 digits). Write the account id as a string, with its leading zeros: '012345678901'.`,
  ]],

  // region
  ['an availability zone', { awsRegion: 'us-east-1a' }, [
    'awsRegion: "us-east-1a" does not have the form (allowed: a region code, such as eu-central-1). Write the code of the region, not its name or an availability zone.',
  ]],
  ['a local zone', { awsRegion: 'us-west-2-lax-1' }, [
    'awsRegion: "us-west-2-lax-1" does not have the form (allowed: a region code, such as eu-central-1). Write the code of the region, not its name or an availability zone.',
  ]],
  ['the name of a region', { awsRegion: 'Europe (Frankfurt)' }, [
    'awsRegion: "Europe (Frankfurt)" does not have the form (allowed: a region code, such as eu-central-1). Write the code of the region, not its name or an availability zone.',
  ]],
  ['a region with a typing mistake', { awsRegion: 'eu-centrall-1' }, [
    'awsRegion: "eu-centrall-1" does not have the form (allowed: a region code, such as eu-central-1). Write the code of the region, not its name or an availability zone.',
  ]],
  ['an empty region', { awsRegion: '' }, [
    'awsRegion: "" does not have the form (allowed: a region code, such as eu-central-1). Write the code of the region, not its name or an availability zone.',
  ]],

  // port
  ['a port that the command line could not read', { containerPort: null }, [
    'containerPort: null is not a whole number (allowed: 1024 to 65535). Correct the value.',
  ]],
  ['a port for root only', { containerPort: 80 }, [
    'containerPort: 80 is out of range (allowed: 1024 to 65535). Take a port that a non-root user may listen on.',
  ]],
  ['a port that TCP does not have', { containerPort: 70000 }, [
    'containerPort: 70000 is out of range (allowed: 1024 to 65535). Take a port that a non-root user may listen on.',
  ]],
  ['a port in quotes', { containerPort: '3000' }, [
    'containerPort: "3000" is not a whole number (allowed: 1024 to 65535). Write it without quotes.',
  ]],
  ['a port with a fraction', { containerPort: 3.5 }, [
    'containerPort: 3.5 is not a whole number (allowed: 1024 to 65535). Correct the value.',
  ]],
  ['a port that is no number', { containerPort: Number.NaN }, [
    'containerPort: NaN is not a whole number (allowed: 1024 to 65535). Correct the value.',
  ]],

  // cpu and memory
  ['a memory that needs more CPU', { cpu: 256, memory: 8192 }, [
    'memory: 8192 is not valid with cpu 256 on Fargate (allowed: 512, 1024, 2048). Raise cpu to 1024 or lower memory.',
  ]],
  ['a memory that needs less CPU', { cpu: 2048, memory: 1024 }, [
    'memory: 1024 is not valid with cpu 2048 on Fargate (allowed: 4096, 5120, 6144, 7168, 8192, 9216, 10240, 11264, 12288, 13312, 14336, 15360, 16384). Lower cpu to 512 or raise memory.',
  ]],
  ['the default memory with more CPU', { cpu: 1024 }, [
    'memory: 512 is the default, and not valid with cpu 1024 on Fargate (allowed: 2048, 3072, 4096, 5120, 6144, 7168, 8192). Set memory to 2048 or more.',
  ]],
  ['a memory that Fargate has nowhere', { memory: 3000 }, [
    'memory: 3000 is not valid with cpu 256 on Fargate (allowed: 512, 1024, 2048). Set memory to one of these.',
  ]],
  ['a memory in quotes', { memory: '512' }, [
    'memory: "512" is not a number (allowed: 512, 1024, 2048). Write it without quotes.',
  ]],
  ['a memory of the wrong type next to a wrong CPU', { cpu: 300, memory: '1 GB' }, [
    'cpu: 300 is not one of the values (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Take a size that Fargate offers.',
    'memory: "1 GB" is not a number (allowed: a number that goes with cpu). Correct the value.',
  ]],
  ['a CPU that Fargate does not have', { cpu: 300 }, [
    'cpu: 300 is not one of the values (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Take a size that Fargate offers.',
  ]],
  ['a CPU in quotes', { cpu: '512', memory: 1024 }, [
    'cpu: "512" is not one of the values (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Write it without quotes.',
  ]],
  ['a CPU in vCPU', { cpu: 0.25 }, [
    'cpu: 0.25 is not one of the values (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Take a size that Fargate offers.',
  ]],

  // names
  ['a service name in capitals', { serviceName: 'OrdersApi' }, [
    'serviceName: "OrdersApi" does not have the form (allowed: 2 to 32 lower case letters, digits and single hyphens between them, a letter first). Set serviceName to such a name.',
  ]],
  ['a service name with a space', { serviceName: 'orders api' }, [
    'serviceName: "orders api" does not have the form (allowed: 2 to 32 lower case letters, digits and single hyphens between them, a letter first). Set serviceName to such a name.',
  ]],
  ['a service name that ends in a hyphen', { serviceName: 'orders-' }, [
    'serviceName: "orders-" does not have the form (allowed: 2 to 32 lower case letters, digits and single hyphens between them, a letter first). Set serviceName to such a name.',
  ]],
  ['a service name of 33 characters', { serviceName: 'orders-api-of-the-northern-branch' }, [
    'serviceName: "orders-api-of-the-northern-branch" does not have the form (allowed: 2 to 32 lower case letters, digits and single hyphens between them, a letter first). Set serviceName to such a name.',
  ]],
  ['a service name of one character, too short for ECR', { serviceName: 'o' }, [
    'serviceName: "o" does not have the form (allowed: 2 to 32 lower case letters, digits and single hyphens between them, a letter first). Set serviceName to such a name.',
  ]],
  ['an ECR repository in capitals', { ecrRepository: 'Orders' }, [
    'ecrRepository: "Orders" does not have the form (allowed: 2 to 256 lower case letters, digits and . _ - / between them; neither the host nor a tag). Correct the value.',
  ]],
  ['an ECR repository of one character', { ecrRepository: 'o' }, [
    'ecrRepository: "o" does not have the form (allowed: 2 to 256 lower case letters, digits and . _ - / between them; neither the host nor a tag). Correct the value.',
  ]],
  ['an ECR repository of 257 characters', { ecrRepository: 'o'.repeat(257) }, [
    'ecrRepository: "oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo... does not have the form (allowed: 2 to 256 lower case letters, digits and . _ - / between them; neither the host nor a tag). Correct the value.',
  ]],
  ['an ECR repository with three underscores', { ecrRepository: 'orders___api' }, [
    'ecrRepository: "orders___api" does not have the form (allowed: 2 to 256 lower case letters, digits and . _ - / between them; neither the host nor a tag). Correct the value.',
  ]],
  ['an ECR repository with its tag', { ecrRepository: 'orders:latest' }, [
    'ecrRepository: "orders:latest" does not have the form (allowed: 2 to 256 lower case letters, digits and . _ - / between them; neither the host nor a tag). Correct the value.',
  ]],
  ['an ECR repository with its host', { ecrRepository: '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders' }, [
    'ecrRepository: "111122223333.dkr.ecr.us-east-1.amazonaws.com/orders" does not have the form (allowed: 2 to 256 lower case letters, digits and . _ - / between them; neither the host nor a tag). Correct the value.',
  ]],
  ['the ARN of a cluster', { ecsCluster: 'arn:aws:ecs:us-east-1:111122223333:cluster/main' }, [
    'ecsCluster: "arn:aws:ecs:us-east-1:111122223333:cluster/main" does not have the form (allowed: letters, digits, - and _; the name, not the ARN). Correct the value.',
  ]],
  ['a cluster name of 256 characters', { ecsCluster: 'c'.repeat(256) }, [
    'ecsCluster: "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc... has 256 characters (allowed: at most 255). Shorten it.',
  ]],
  ['an ECS service with a dot', { ecsService: 'orders.api' }, [
    'ecsService: "orders.api" does not have the form (allowed: letters, digits, - and _; the name, not the ARN). Correct the value.',
  ]],
  ['a CodeCommit repository that ends in .git', { githubRepository: undefined, githubActions: { enabled: false }, codePipeline: { source: PipelineSource.CODE_COMMIT, codeCommitRepository: 'orders.git' } }, [
    'codePipeline.codeCommitRepository: "orders.git" does not have the form (allowed: letters, digits and . _ -, without .git). Correct the value.',
  ]],

  // branch
  ['a pattern', { branch: 'release/*' }, [
    'branch: "release/*" does not have the form (allowed: letters, digits and . _ / -; a branch as git names it, no pattern and no refs/heads/). Correct the value.',
  ]],
  ['a full ref', { branch: 'refs/heads/main' }, [
    'branch: "refs/heads/main" does not have the form (allowed: letters, digits and . _ / -; a branch as git names it, no pattern and no refs/heads/). Correct the value.',
  ]],
  ['a branch that git takes for an option', { branch: '-main' }, [
    'branch: "-main" does not have the form (allowed: letters, digits and . _ / -; a branch as git names it, no pattern and no refs/heads/). Correct the value.',
  ]],
  ['a branch with @{', { branch: 'main@{1}' }, [
    'branch: "main@{1}" does not have the form (allowed: letters, digits and . _ / -; a branch as git names it, no pattern and no refs/heads/). Correct the value.',
  ]],
  ['a branch with two dots', { branch: 'a..b' }, [
    'branch: "a..b" does not have the form (allowed: letters, digits and . _ / -; a branch as git names it, no pattern and no refs/heads/). Correct the value.',
  ]],
  ['a part of a branch that begins with a dot', { branch: 'a/.b' }, [
    'branch: "a/.b" does not have the form (allowed: letters, digits and . _ / -; a branch as git names it, no pattern and no refs/heads/). Correct the value.',
  ]],
  ['a part of a branch that ends in .lock', { branch: 'a.lock/b' }, [
    'branch: "a.lock/b" does not have the form (allowed: letters, digits and . _ / -; a branch as git names it, no pattern and no refs/heads/). Correct the value.',
  ]],
  ['a branch of 245 characters', { branch: 'b'.repeat(245) }, [
    'branch: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb... has 245 characters (allowed: at most 244). Shorten it.',
  ]],

  // runtime
  ['a Node.js version that the newest images do not have', { nodeVersion: '20' }, [
    'nodeVersion: "20" is not in the CodeBuild image aws/codebuild/amazonlinux-x86_64-standard:6.0 (allowed: 24, 22). Take one of these, or another codePipeline.buildImage.',
  ]],
  ['a Node.js version that is a number from the command line, and not in the image', { nodeVersion: 18 }, [
    'nodeVersion: 18 is not in the CodeBuild image aws/codebuild/amazonlinux-x86_64-standard:6.0 (allowed: 24, 22). Take one of these, or another codePipeline.buildImage.',
  ]],
  ['a Node.js version with a minor', { nodeVersion: '24.1' }, [
    'nodeVersion: "24.1" does not have the form (allowed: a major version, such as 24). Write the major version only.',
  ]],
  ['a Node.js version with a minor, as a number', { nodeVersion: 24.1 }, [
    'nodeVersion: 24.1 is not a string (allowed: a major version, such as 24). Write the major version only.',
  ]],
  ['a Node.js version by its name', { nodeVersion: 'lts' }, [
    'nodeVersion: "lts" does not have the form (allowed: a major version, such as 24). Write the major version only.',
  ]],
  ['a runtime that CodeBuild does not have', { imageBuild: { runtime: 'deno', runtimeVersion: '2' } }, [
    'imageBuild.runtime: "deno" is not one of the values (allowed: java, golang, rust, python, php, ruby, nodejs, dotnet). Take one of these.',
  ]],
  ['no Dockerfile for another runtime', { imageBuild: { runtime: 'python' } }, [
    'imageBuild.dockerfile: is missing, and none can be generated for python (allowed: the path of your Dockerfile). Set imageBuild.dockerfile.',
  ]],
  ['a version that the image does not have', { imageBuild: { runtime: 'python', runtimeVersion: '3.8', dockerfile: 'Dockerfile' } }, [
    'imageBuild.runtimeVersion: "3.8" is not in the CodeBuild image aws/codebuild/amazonlinux-x86_64-standard:6.0 (allowed: 3.14, 3.13, 3.12, 3.11, 3.10). Take one of these, or another codePipeline.buildImage.',
  ]],
  ['a version that JavaScript has taken for a number', { imageBuild: { runtime: 'python', runtimeVersion: 3.14, dockerfile: 'Dockerfile' } }, [
    'imageBuild.runtimeVersion: 3.14 is not a string (allowed: a version, such as 3.13). Put it in quotes.',
  ]],
  ['the version of another runtime in nodeVersion', { nodeVersion: '24', imageBuild: { runtime: 'python', dockerfile: 'Dockerfile' } }, [
    'nodeVersion: "24" has no effect, since imageBuild.runtime is python. Set imageBuild.runtimeVersion instead.',
  ]],
  ['runtimeVersion for Node.js', { imageBuild: { runtimeVersion: '24' } }, [
    'imageBuild.runtimeVersion: "24" has no effect for nodejs. Set nodeVersion instead.',
  ]],
  ['an image of another architecture', { cpuArchitecture: CpuArchitecture.ARM64, codePipeline: { buildImage: 'aws/codebuild/standard:8.0' } }, [
    'codePipeline.buildImage: "aws/codebuild/standard:8.0" is no current image for this cpuArchitecture (allowed: aws/codebuild/amazonlinux-aarch64-standard:3.0, aws/codebuild/amazonlinux-aarch64-standard:4.0). Take one of these.',
  ]],
  ['an image that CodeBuild has retired', { codePipeline: { buildImage: 'aws/codebuild/standard:5.0' } }, [
    'codePipeline.buildImage: "aws/codebuild/standard:5.0" is no current image for this cpuArchitecture (allowed: aws/codebuild/standard:7.0, aws/codebuild/standard:8.0, aws/codebuild/amazonlinux-x86_64-standard:5.0, aws/codebuild/amazonlinux-x86_64-standard:6.0). Take one of these.',
  ]],
  ['an image from Docker Hub', { codePipeline: { buildImage: 'node:24' } }, [
    'codePipeline.buildImage: "node:24" does not have the form (allowed: an image of AWS CodeBuild, such as aws/codebuild/standard:8.0). Correct the value.',
  ]],
  ['a size that CodeBuild does not have', { codePipeline: { computeType: 'BUILD_GENERAL1_SMALL' } }, [
    'codePipeline.computeType: "BUILD_GENERAL1_SMALL" is not one of the values (allowed: SMALL, MEDIUM, LARGE, X_LARGE, X2_LARGE). Take one of these.',
  ]],

  // secrets
  ['an ARN without the six characters', { secrets: { DB: { secretsManager: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders' } } }, [
    'secrets.DB.secretsManager: "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders" is neither a secret name nor its full ARN (allowed: name, or arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>). Correct the value; a key inside the secret goes to jsonKey.',
  ]],
  ['an ARN with a key behind it', { secrets: { DB: { secretsManager: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-AbCdEf:key::' } } }, [
    'secrets.DB.secretsManager: "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-AbCdEf:key::" is neither a secret name nor its full ARN (allowed: name, or arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>). Correct the value; a key inside the secret goes to jsonKey.',
  ]],
  ['a name that looks like the end of an ARN', { secrets: { DB: { secretsManager: 'orders-secret' } } }, [
    'secrets.DB.secretsManager: "orders-secret" ends in a hyphen and six characters, which Secrets Manager takes for the end of an ARN (allowed: another name, or the full ARN). Give the full ARN.',
  ]],
  ['a key inside an SSM parameter', { secrets: { DB: { ssmParameter: '/orders/db', jsonKey: 'url' } } }, [
    'secrets.DB.jsonKey: "url" has no effect on an SSM parameter. Remove it, or use secretsManager.',
  ]],
  ['both sources', { secrets: { DB: { ssmParameter: '/orders/db', secretsManager: 'orders' } } }, [
    'secrets.DB.ssmParameter: "/orders/db" is given next to secretsManager. Give one of the two.',
  ]],
  ['neither source', { secrets: { DB: {} } }, [
    'secrets.DB.secretsManager: is missing, and ssmParameter too. Give one of the two.',
  ]],
  ['a secret written down, whose value is not shown', { secrets: { DB: 'hunter2' } }, [
    `secrets.DB: is not an object (allowed: { secretsManager: '<name>' } or { ssmParameter: '<name>' }). Name the secret; its value stays in AWS.`,
  ]],
  ['a source that is no string', { secrets: { DB: { secretsManager: 5 } } }, [
    'secrets.DB.secretsManager: 5 is neither a secret name nor its full ARN (allowed: name, or arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>). Correct the value; a key inside the secret goes to jsonKey.',
  ]],
  ['a parameter with a space', { secrets: { DB: { ssmParameter: '/orders/db url' } } }, [
    'secrets.DB.ssmParameter: "/orders/db url" is neither a parameter name nor its ARN (allowed: /path/name, or arn:aws:ssm:<region>:<account>:parameter/<name>). Correct the value.',
  ]],
  ['a key with a colon', { secrets: { DB: { secretsManager: 'orders', jsonKey: 'a:b' } } }, [
    'secrets.DB.jsonKey: "a:b" does not have the form (allowed: letters, digits and . _ -). Correct the value.',
  ]],
  ['the alias of a KMS key', { secrets: { DB: { secretsManager: 'orders', kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:alias/orders' } } }, [
    'secrets.DB.kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:alias/orders" does not have the form (allowed: arn:aws:kms:<region>:<account>:key/<id>). Give the ARN of the key itself; an alias cannot be named in a policy.',
  ]],
  ['a secret of another partition', { awsRegion: 'cn-north-1', secrets: { DB: { ssmParameter: 'arn:aws:ssm:us-east-1:111122223333:parameter/db' } } }, [
    'secrets.DB.ssmParameter: "arn:aws:ssm:us-east-1:111122223333:parameter/db" is in another partition (allowed: aws-cn). Nothing reaches from one partition of AWS into another.',
  ]],
  ['a misspelt source', { secrets: { DB: { secretManager: 'orders' } } }, [
    'secrets.DB.secretManager: "orders" belongs to no option. Did you mean secretsManager?',
    'secrets.DB.secretsManager: is missing, and ssmParameter too. Give one of the two.',
  ]],

  // environment variables
  ['a variable that is a secret too', { environmentVariables: { DB: 'x' }, secrets: { DB: { ssmParameter: '/db' } } }, [
    'secrets.DB: has the name of an environment variable. Remove environmentVariables.DB, or rename one of the two.',
  ]],
  ['the port', { environmentVariables: { PORT: '8080' } }, [
    'environmentVariables.PORT: is set from containerPort. Set containerPort instead.',
  ]],
  ['the health check path', { environmentVariables: { HEALTH_CHECK_PATH: '/up' } }, [
    'environmentVariables.HEALTH_CHECK_PATH: is set from healthCheckPath. Set healthCheckPath instead.',
  ]],
  ['a long-lived key, whose value is not shown', { environmentVariables: { AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI' } }, [
    'environmentVariables.AWS_SECRET_ACCESS_KEY: would be a long-lived key. Give the permissions to the task role; the SDK finds its credentials.',
  ]],
  ['a variable of ECS', { environmentVariables: { AWS_REGION: 'us-east-1' } }, [
    'environmentVariables.AWS_REGION: is set by ECS itself. Take another name.',
  ]],
  ['a variable of ECS as a secret', { secrets: { ECS_AGENT_URI: { ssmParameter: '/x' } } }, [
    'secrets.ECS_AGENT_URI: is set by ECS itself. Take another name.',
  ]],
  ['a name with a hyphen', { environmentVariables: { 'LOG-LEVEL': 'x' } }, [
    'environmentVariables["LOG-LEVEL"]: has a name that a shell cannot set (allowed: letters, digits and _, no digit first). Rename the variable.',
  ]],
  ['a name that begins with a digit', { environmentVariables: { '1ST': 'x' } }, [
    'environmentVariables["1ST"]: has a name that a shell cannot set (allowed: letters, digits and _, no digit first). Rename the variable.',
  ]],
  ['an empty name', { environmentVariables: { '': 'x' } }, [
    'environmentVariables[""]: has a name that a shell cannot set (allowed: letters, digits and _, no digit first). Rename the variable.',
  ]],
  ['a name with a line break', { environmentVariables: { 'A\nB': 'x' } }, [
    'environmentVariables["A\\nB"]: has a name that a shell cannot set (allowed: letters, digits and _, no digit first). Rename the variable.',
  ]],
  ['a boolean', { environmentVariables: { DEBUG: true } }, [
    'environmentVariables.DEBUG: true is not a string (allowed: any text). Put the value in quotes.',
  ]],
  ['null', { environmentVariables: { DEBUG: null } }, [
    'environmentVariables.DEBUG: null is not a string (allowed: any text). Give a string, or remove the variable.',
  ]],
  ['a number that has lost digits', { environmentVariables: { ID: 2 ** 64 } }, [
    'environmentVariables.ID: 18446744073709552000 is not a string (allowed: any text). Put the value in quotes.',
  ]],
  ['a value with NUL', { environmentVariables: { KEY: 'a\0b' } }, [
    'environmentVariables.KEY: "a\\u0000b" is not text (allowed: text without NUL). Encode binary data, as base64 say.',
  ]],
  ['half a character', { environmentVariables: { KEY: '\ud83d' } }, [
    'environmentVariables.KEY: "\\ud83d" is not text (allowed: text without NUL). Encode binary data, as base64 say.',
  ]],
  ['a Map in place of an object', { environmentVariables: new Map([['A', 'b']]) }, [
    'environmentVariables: a Map is not an object (allowed: an object, name to value). Correct the value.',
  ]],
  ['more than ECS registers', { environmentVariables: { CERTIFICATES: 'x'.repeat(70_000) } }, [
    'environmentVariables: makes the task definition at least 70160 bytes long (allowed: 65536 bytes). Move long values to SSM parameters, to S3 (environmentFiles) or into the image.',
  ]],

  // health check and commands
  ['a URL in place of a path', { healthCheckPath: 'http://localhost/health' }, [
    'healthCheckPath: "http://localhost/health" does not have the form (allowed: a path that starts with /, of letters, digits and . _ ~ / -). Write the path only, without host, query or spaces.',
  ]],
  ['a path without its slash', { healthCheckPath: 'health' }, [
    'healthCheckPath: "health" does not have the form (allowed: a path that starts with /, of letters, digits and . _ ~ / -). Write the path only, without host, query or spaces.',
  ]],
  ['a path with a query', { healthCheckPath: '/health?deep=1' }, [
    'healthCheckPath: "/health?deep=1" does not have the form (allowed: a path that starts with /, of letters, digits and . _ ~ / -). Write the path only, without host, query or spaces.',
  ]],
  ['a path of 1025 characters', { healthCheckPath: `/${'h'.repeat(1024)}` }, [
    'healthCheckPath: "/hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh... has 1025 characters (allowed: at most 1024). Shorten it.',
  ]],
  ['a health check in the form of the API', { healthCheckCommand: ['CMD-SHELL', 'curl -f localhost'] }, [
    `healthCheckCommand: ["CMD-SHELL","curl -f localhost"] begins with CMD-SHELL, which is no program (allowed: a list with the program first). Leave that word out; for a shell, write ['sh', '-c', '...'].`,
  ]],
  ['an empty health check', { healthCheckCommand: [] }, [
    'healthCheckCommand: [] is empty (allowed: a list with the program first). Name a program, or remove the option.',
  ]],
  ['a command as one string', { command: 'node server.js' }, [
    `command: "node server.js" is not a list (allowed: a list of strings). Write it as ['...', '...'].`,
  ]],
  ['an empty command', { command: [] }, [
    'command: [] is empty (allowed: a list with the program first). Name a program, or remove the option.',
  ]],
  ['an empty argument', { command: ['node', ''] }, [
    'command[1]: "" does not have the form (allowed: a string that is not empty, without NUL). Correct the value.',
  ]],
  ['a build command of two lines', { imageBuild: { testCommands: ['npm test\nnpm run lint'] } }, [
    'imageBuild.testCommands[0]: "npm test\\nnpm run lint" does not have the form (allowed: one whole line of shell without ${{). Write one command a line; take values from environment variables.',
  ]],
  ['a build command that goes on in the next one', { imageBuild: { installCommands: ['npm ci \\', '--ignore-scripts'] } }, [
    'imageBuild.installCommands[0]: "npm ci \\\\" does not have the form (allowed: one whole line of shell without ${{). Write one command a line; take values from environment variables.',
  ]],
  ['an expression of GitHub in a build command', { imageBuild: { installCommands: ['echo ${{ secrets.TOKEN }}'] } }, [
    'imageBuild.installCommands[0]: "echo ${{ secrets.TOKEN }}" does not have the form (allowed: one whole line of shell without ${{). Write one command a line; take values from environment variables.',
  ]],
  ['an expression of GitHub behind a line separator of Unicode', { imageBuild: { installCommands: ['echo\u2028${{ secrets.TOKEN }}'] } }, [
    'imageBuild.installCommands[0]: "echo\\u2028${{ secrets.TOKEN }}" does not have the form (allowed: one whole line of shell without ${{). Write one command a line; take values from environment variables.',
  ]],
  ['an empty build command', { imageBuild: { installCommands: [' '] } }, [
    'imageBuild.installCommands[0]: " " does not have the form (allowed: one whole line of shell without ${{). Write one command a line; take values from environment variables.',
  ]],
  ['a gap in a list', { imageBuild: { installCommands: new Array(1) } }, [
    'imageBuild.installCommands[0]: undefined is not a string (allowed: one whole line of shell without ${{). Write one command a line; take values from environment variables.',
  ]],

  // container
  ['a limit that Fargate does not set', { ulimits: [{ name: 'memlock', softLimit: 1, hardLimit: 1 }] }, [
    'ulimits[0].name: "memlock" is not one of the values (allowed: nofile). Fargate lets a task set nofile only.',
  ]],
  ['a soft limit above the hard one', { ulimits: [{ name: 'nofile', softLimit: 2048, hardLimit: 1024 }] }, [
    'ulimits[0].softLimit: 2048 is above the hard limit (allowed: 1 to 1024). Lower softLimit or raise hardLimit.',
  ]],
  ['a limit out of range', { ulimits: [{ name: 'nofile', softLimit: 0, hardLimit: 2_000_000 }] }, [
    'ulimits[0].softLimit: 0 is out of range (allowed: 1 to 1048576). Correct the value.',
    'ulimits[0].hardLimit: 2000000 is out of range (allowed: 1 to 1048576). Correct the value.',
  ]],
  ['a limit without numbers', { ulimits: [{ name: 'nofile' }] }, [
    'ulimits[0].softLimit: is missing. Set it.',
    'ulimits[0].hardLimit: is missing. Set it.',
  ]],
  ['a limit given twice', { ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 1 }, { name: 'nofile', softLimit: 2, hardLimit: 2 }] }, [
    'ulimits[1].name: "nofile" is limited twice. Remove one of the two.',
  ]],
  ['a limit that is null', { ulimits: [null] }, [
    'ulimits[0]: null is not an object (allowed: an object with options). Correct the value.',
  ]],
  ['a limit that is no object', { ulimits: ['nofile=1024'] }, [
    'ulimits[0]: "nofile=1024" is not an object (allowed: an object with options). Correct the value.',
  ]],
  ['a stop timeout that Fargate does not wait for', { stopTimeout: 121 }, [
    'stopTimeout: 121 is out of range (allowed: 2 to 120). Fargate waits 120 seconds at most.',
  ]],
  ['a stop timeout of a second', { stopTimeout: 1 }, [
    'stopTimeout: 1 is out of range (allowed: 2 to 120). Fargate waits 120 seconds at most.',
  ]],
  ['a retention that CloudWatch does not have', { logRetentionDays: 31 }, [
    'logRetentionDays: 31 is not one of the values (allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653). Take one of these.',
  ]],
  ['a retention in quotes', { logRetentionDays: '30' }, [
    'logRetentionDays: "30" is not one of the values (allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653). Write it without quotes.',
  ]],
  ['a field of the container that an option decides', { containerDefinitionFields: { image: 'nginx' } }, [
    'containerDefinitionFields.image: "nginx" cannot be set here. Set the option ecrRepository instead; the release fills in the tag.',
  ]],
  ['a field of the container that Fargate does not support', { containerDefinitionFields: { privileged: true } }, [
    'containerDefinitionFields.privileged: true cannot be set here. Remove it: Fargate does not support it.',
  ]],
  ['a field of the task that an option decides', { taskDefinitionFields: { cpu: '512' } }, [
    'taskDefinitionFields.cpu: "512" cannot be set here. Set the option cpu instead.',
  ]],
  ['a field of the task in the wrong case', { taskDefinitionFields: { Volumes: [] } }, [
    'taskDefinitionFields.Volumes: [] is no field of the ECS API (allowed: enableFaultInjection, ephemeralStorage, pidMode, proxyConfiguration, tags, volumes). Correct its name; the API spells it in camelCase.',
  ]],
  ['a field that is a name of JavaScript', { taskDefinitionFields: { constructor: 1 } }, [
    'taskDefinitionFields.constructor: 1 is no field of the ECS API (allowed: enableFaultInjection, ephemeralStorage, pidMode, proxyConfiguration, tags, volumes). Correct its name; the API spells it in camelCase.',
  ]],
  ['a number that JSON cannot hold', { containerDefinitionFields: { startTimeout: Number.NaN } }, [
    'containerDefinitionFields.startTimeout: NaN cannot be written as JSON. Use text, numbers, booleans, lists and objects only.',
  ]],
  ['a field that JSON cannot hold', { taskDefinitionFields: { volumes: [{ name: () => 'x' }] } }, [
    'taskDefinitionFields.volumes: [{}] cannot be written as JSON. Use text, numbers, booleans, lists and objects only.',
  ]],
  ['less ephemeral storage than there is anyway', { taskDefinitionFields: { ephemeralStorage: { sizeInGiB: 20 } } }, [
    'taskDefinitionFields.ephemeralStorage.sizeInGiB: 20 is out of range (allowed: 21 to 200). Fargate gives 20 GiB without it, and 200 GiB at most.',
  ]],
  ['more ephemeral storage than there can be', { taskDefinitionFields: { ephemeralStorage: { sizeInGiB: 201 } } }, [
    'taskDefinitionFields.ephemeralStorage.sizeInGiB: 201 is out of range (allowed: 21 to 200). Fargate gives 20 GiB without it, and 200 GiB at most.',
  ]],
  ['ephemeral storage without its size', { taskDefinitionFields: { ephemeralStorage: {} } }, [
    'taskDefinitionFields.ephemeralStorage.sizeInGiB: is missing (allowed: 21 to 200). Set it.',
  ]],
  ['ephemeral storage as a number', { taskDefinitionFields: { ephemeralStorage: 50 } }, [
    'taskDefinitionFields.ephemeralStorage: 50 is not an object (allowed: an object with options). Correct the value.',
  ]],

  // roles and keys
  ['a role of another account', { taskRoleArn: 'arn:aws:iam::444455556666:role/orders' }, [
    'taskRoleArn: "arn:aws:iam::444455556666:role/orders" is in another account (allowed: 111122223333). ECS takes roles of its own account and partition only.',
  ]],
  ['a role of another partition', { executionRoleArn: 'arn:aws-cn:iam::111122223333:role/orders' }, [
    'executionRoleArn: "arn:aws-cn:iam::111122223333:role/orders" is in another partition (allowed: aws). ECS takes roles of its own account and partition only.',
  ]],
  ['the name of a role', { taskRoleArn: 'orders' }, [
    'taskRoleArn: "orders" does not have the form (allowed: arn:aws:iam::<account>:role/<name>). Correct the value.',
  ]],
  ['the ARN of a user', { taskRoleArn: 'arn:aws:iam::111122223333:user/orders' }, [
    'taskRoleArn: "arn:aws:iam::111122223333:user/orders" does not have the form (allowed: arn:aws:iam::<account>:role/<name>). Correct the value.',
  ]],
  ['a role next to a missing account, of which nothing can be said', { awsAccount: undefined, taskRoleArn: 'arn:aws:iam::444455556666:role/orders' }, [
    'awsAccount: is missing (allowed: 12 digits). Set awsAccount to the account that the service runs in.',
  ]],
  ['a role next to a wrong region, of which nothing can be said', { awsRegion: 'cn-north', taskRoleArn: 'arn:aws-cn:iam::111122223333:role/orders' }, [
    'awsRegion: "cn-north" does not have the form (allowed: a region code, such as eu-central-1). Write the code of the region, not its name or an availability zone.',
  ]],
  ['a registry key without KMS', { registry: { kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/abc' } }, [
    'registry.kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/abc" has no effect. Set registry.encryption to RegistryEncryption.KMS.',
  ]],
  ['a registry key of another place', { registry: { encryption: RegistryEncryption.KMS, kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/abc' } }, [
    'registry.kmsKeyArn: "arn:aws:kms:eu-west-1:444455556666:key/abc" is in another account and region (allowed: 111122223333, us-east-1). Give a key from where the repository is.',
  ]],
  ['settings of a registry that is not ours', { registry: { existing: true, keepImages: 5, encryption: RegistryEncryption.AES256 } }, [
    'registry.keepImages: 5 has no effect on an existing repository. Remove it, or set registry.existing to false.',
    'registry.encryption: "AES256" has no effect on an existing repository. Remove it, or set registry.existing to false.',
  ]],
  ['no image to keep', { registry: { keepImages: 0 } }, [
    'registry.keepImages: 0 is out of range (allowed: 1 to 1000). Correct the value.',
  ]],

  // GitHub
  ['no repository, and no remote', { githubRepository: undefined }, [
    'githubRepository: is missing, and no git remote "origin" on GitHub tells it (allowed: owner/name). Set githubRepository, or add the remote.',
  ]],
  ['the URL of a repository', { githubRepository: 'https://github.com/acme/orders-api' }, [
    'githubRepository: "https://github.com/acme/orders-api" does not have the form (allowed: owner/name). Write owner/name without a host or .git, such as acme/orders-api.',
  ]],
  ['a repository that ends in .git', { githubRepository: 'acme/orders-api.git' }, [
    'githubRepository: "acme/orders-api.git" does not have the form (allowed: owner/name). Write owner/name without a host or .git, such as acme/orders-api.',
  ]],
  ['a repository of three parts', { githubRepository: 'acme/shop/orders-api' }, [
    'githubRepository: "acme/shop/orders-api" does not have the form (allowed: owner/name). Write owner/name without a host or .git, such as acme/orders-api.',
  ]],
  ['a repository without its owner', { githubRepository: 'orders-api' }, [
    'githubRepository: "orders-api" does not have the form (allowed: owner/name). Write owner/name without a host or .git, such as acme/orders-api.',
  ]],
  ['a repository named ..', { githubRepository: 'acme/..' }, [
    'githubRepository: "acme/.." does not have the form (allowed: owner/name). Write owner/name without a host or .git, such as acme/orders-api.',
  ]],
  ['an id that is a name', { githubActions: { ownerId: 'acme' } }, [
    'githubActions.ownerId: "acme" does not have the form (allowed: a number, as the GitHub API gives it). Correct the value.',
  ]],
  ['a runner of another architecture', { githubActions: { runner: 'ubuntu-24.04-arm' } }, [
    'githubActions.runner: "ubuntu-24.04-arm" does not fit cpuArchitecture, X86_64 (allowed: ubuntu-24.04, or a runner of your own). Change one of the two.',
  ]],
  ['a runner with an expression', { githubActions: { runner: '${{ inputs.runner }}' } }, [
    'githubActions.runner: "${{ inputs.runner }}" does not have the form (allowed: a runner label: letters, digits and . _ -). Correct the value.',
  ]],
  ['an action that is not used', { githubActions: { actions: { 'actions/cache': 'actions/cache@v4' } } }, [
    'githubActions.actions["actions/cache"]: "actions/cache@v4" replaces an action that is not used (allowed: actions/checkout, actions/setup-node, actions/upload-artifact, actions/download-artifact, aws-actions/configure-aws-credentials, aws-actions/amazon-ecr-login, aws-actions/amazon-ecs-render-task-definition, aws-actions/amazon-ecs-deploy-task-definition, docker/build-push-action, docker/setup-buildx-action, actions/setup-python, actions/setup-java, actions/setup-go, actions/setup-dotnet, ruby/setup-ruby). Remove it.',
  ]],
  ['an action without a ref', { githubActions: { actions: { 'actions/checkout': 'actions/checkout' } } }, [
    'githubActions.actions["actions/checkout"]: "actions/checkout" does not have the form (allowed: owner/repository@ref). Pin the action to a full commit SHA.',
  ]],
  ['an action that is no string', { githubActions: { actions: { 'actions/checkout': 4 } } }, [
    'githubActions.actions["actions/checkout"]: 4 does not have the form (allowed: owner/repository@ref). Pin the action to a full commit SHA.',
  ]],

  // engines
  ['no engine', { githubRepository: undefined, githubActions: { enabled: false }, codePipeline: { enabled: false } }, [
    'githubActions.enabled: false leaves no engine, since codePipeline.enabled is false too. Enable one of the two.',
  ]],
  ['a trigger that is off', { trigger: DeliveryEngine.CODE_PIPELINE, codePipeline: { enabled: false } }, [
    'trigger: "code-pipeline" names an engine that is switched off. Enable that engine, or name the other one.',
  ]],
  ['the other trigger that is off', { trigger: DeliveryEngine.GITHUB_ACTIONS, githubActions: { enabled: false } }, [
    'trigger: "github-actions" names an engine that is switched off. Enable that engine, or name the other one.',
  ]],
  ['two sources', { codePipeline: { source: PipelineSource.CODE_COMMIT } }, [
    'codePipeline.source: "code-commit" makes the two engines deliver from two repositories (allowed: PipelineSource.GITHUB while githubActions is enabled). Take the GitHub source, or set githubActions.enabled to false.',
  ]],
  ['a GitHub repository that nobody reads', { githubActions: { enabled: false }, codePipeline: { source: PipelineSource.CODE_COMMIT } }, [
    'githubRepository: "acme/orders-api" is read by no engine. Remove it, or enable an engine that reads from GitHub.',
  ]],
  ['a connection to CodeCommit', { githubRepository: undefined, githubActions: { enabled: false }, codePipeline: { source: PipelineSource.CODE_COMMIT, connectionArn: 'arn:aws:codeconnections:us-east-1:111122223333:connection/0d6e1e5c-0000-4000-8000-000000000000' } }, [
    'codePipeline.connectionArn: "arn:aws:codeconnections:us-east-1:111122223333:connection/0d6e1e5c-0000-4000... has no effect on a CodeCommit source. Remove it.',
  ]],
  ['a CodeCommit repository for a GitHub source', { codePipeline: { codeCommitRepository: 'orders' } }, [
    'codePipeline.codeCommitRepository: "orders" has no effect on a GitHub source. Remove it, or set source to PipelineSource.CODE_COMMIT.',
  ]],
  ['a connection of another account', { codePipeline: { connectionArn: 'arn:aws:codeconnections:us-east-1:444455556666:connection/0d6e1e5c-0000-4000-8000-000000000000' } }, [
    'codePipeline.connectionArn: "arn:aws:codeconnections:us-east-1:444455556666:connection/0d6e1e5c-0000-4000... is in another account (allowed: 111122223333). Make a connection in the account of the pipeline.',
  ]],
  ['a connection that is none', { codePipeline: { connectionArn: 'acme-github' } }, [
    'codePipeline.connectionArn: "acme-github" does not have the form (allowed: arn:aws:codeconnections:<region>:<account>:connection/<uuid>). Correct the value.',
  ]],
  ['a bad option of an engine that is off', { githubActions: { enabled: false, runner: 'my runner' } }, [
    'githubActions.runner: "my runner" does not have the form (allowed: a runner label: letters, digits and . _ -). Correct the value.',
  ]],
  ['a bad option of the other engine that is off', { codePipeline: { enabled: false, computeType: 'HUGE' } }, [
    'codePipeline.computeType: "HUGE" is not one of the values (allowed: SMALL, MEDIUM, LARGE, X_LARGE, X2_LARGE). Take one of these.',
  ]],
  ['no time to deploy', { deploymentTimeout: 0 }, [
    'deploymentTimeout: 0 is out of range (allowed: 1 to 300). GitHub Actions can wait for 300 minutes.',
  ]],
  ['a deployment of more than five hours', { deploymentTimeout: 301 }, [
    'deploymentTimeout: 301 is out of range (allowed: 1 to 300). GitHub Actions can wait for 300 minutes.',
  ]],
  ['a boolean in quotes', { approval: 'true' }, [
    'approval: "true" is not a boolean (allowed: true, false). Write it without quotes.',
  ]],

  // enums
  ['a member that does not exist, which JavaScript makes undefined', { cpuArchitecture: (CpuArchitecture as Record<string, unknown>).ARM }, [
    'cpuArchitecture: undefined is no member of CpuArchitecture (allowed: CpuArchitecture.X86_64, CpuArchitecture.ARM64). Take one of these, or remove the option for the default.',
  ]],
  ['the name of a member', { cpuArchitecture: 'ARM64' }, [
    'cpuArchitecture: "ARM64" is no member of CpuArchitecture (allowed: CpuArchitecture.X86_64, CpuArchitecture.ARM64). Take one of these, or remove the option for the default.',
  ]],
  ['a trigger by another name', { trigger: 'github' }, [
    'trigger: "github" is no member of DeliveryEngine (allowed: DeliveryEngine.GITHUB_ACTIONS, DeliveryEngine.CODE_PIPELINE). Take one of these, or remove the option for the default.',
  ]],
  ['an undefined trigger', { trigger: undefined }, [
    'trigger: undefined is no member of DeliveryEngine (allowed: DeliveryEngine.GITHUB_ACTIONS, DeliveryEngine.CODE_PIPELINE). Take one of these, or remove the option for the default.',
  ]],
  ['an undefined source', { codePipeline: { source: undefined } }, [
    'codePipeline.source: undefined is no member of PipelineSource (allowed: PipelineSource.GITHUB, PipelineSource.CODE_COMMIT). Take one of these, or remove the option for the default.',
  ]],
  ['an unknown encryption', { registry: { encryption: 'aes256' } }, [
    'registry.encryption: "aes256" is no member of RegistryEncryption (allowed: RegistryEncryption.AES256, RegistryEncryption.KMS). Take one of these, or remove the option for the default.',
  ]],
  ['an unknown image tag', { registry: { imageTag: 'latest' } }, [
    'registry.imageTag: "latest" is no member of ImageTag (allowed: ImageTag.FULL_SHA, ImageTag.SHORT_SHA). Take one of these, or remove the option for the default.',
  ]],

  // paths
  ['a Dockerfile outside the project', { imageBuild: { dockerfile: '../Dockerfile' } }, [
    'imageBuild.dockerfile: "../Dockerfile" does not have the form (allowed: a path inside the project without ./ and ../, of letters, digits and . _ / -). Correct the value.',
  ]],
  ['a Dockerfile that docker takes for an option', { imageBuild: { dockerfile: '-f' } }, [
    'imageBuild.dockerfile: "-f" does not have the form (allowed: a path inside the project without ./ and ../, of letters, digits and . _ / -). Correct the value.',
  ]],
  ['a Dockerfile with a space', { imageBuild: { dockerfile: 'my Dockerfile' } }, [
    'imageBuild.dockerfile: "my Dockerfile" does not have the form (allowed: a path inside the project without ./ and ../, of letters, digits and . _ / -). Correct the value.',
  ]],
  ['a Dockerfile on Windows', { imageBuild: { dockerfile: 'docker\\Dockerfile' } }, [
    'imageBuild.dockerfile: "docker\\\\Dockerfile" does not have the form (allowed: a path inside the project without ./ and ../, of letters, digits and . _ / -). Correct the value.',
  ]],
  ['a folder in place of a Dockerfile', { imageBuild: { dockerfile: 'docker/' } }, [
    'imageBuild.dockerfile: "docker/" does not have the form (allowed: a path inside the project without ./ and ../, of letters, digits and . _ / -). Correct the value.',
  ]],
  ['a path to take over with ./', { takeOver: ['./Dockerfile'] }, [
    'takeOver[0]: "./Dockerfile" does not have the form (allowed: a path inside the project without ./ and ../, of letters, digits and . _ / -). Correct the value.',
  ]],
  ['an absolute path to take over', { takeOver: ['/etc/passwd'] }, [
    'takeOver[0]: "/etc/passwd" does not have the form (allowed: a path inside the project without ./ and ../, of letters, digits and . _ / -). Correct the value.',
  ]],
  ['a path to take over that climbs', { takeOver: ['infra/../../x'] }, [
    'takeOver[0]: "infra/../../x" does not have the form (allowed: a path inside the project without ./ and ../, of letters, digits and . _ / -). Correct the value.',
  ]],
  ['a path to take over as one string', { takeOver: 'Dockerfile' }, [
    `takeOver: "Dockerfile" is not a list (allowed: a list of strings). Write it as ['...', '...'].`,
  ]],
  ['a relative cache path', { imageBuild: { cachePaths: ['node_modules'] } }, [
    'imageBuild.cachePaths[0]: "node_modules" does not have the form (allowed: an absolute path without ./ and ../, of letters, digits and . _ / -). Correct the value.',
  ]],
  ['a cache path that climbs', { imageBuild: { cachePaths: ['/root/../etc'] } }, [
    'imageBuild.cachePaths[0]: "/root/../etc" does not have the form (allowed: an absolute path without ./ and ../, of letters, digits and . _ / -). Correct the value.',
  ]],

  // names of options
  ['a typing mistake', { awsAcount: '111122223333' }, [
    'awsAcount: "111122223333" belongs to no option. Did you mean awsAccount?',
  ]],
  ['the wrong case', { AwsRegion: 'eu-west-1' }, [
    'AwsRegion: "eu-west-1" belongs to no option. Did you mean awsRegion?',
  ]],
  ['a part of a name', { port: 8080 }, [
    'port: 8080 belongs to no option. Did you mean containerPort?',
  ]],
  ['a name with too much', { ecrRepositoryName: 'orders' }, [
    'ecrRepositoryName: "orders" belongs to no option. Did you mean ecrRepository?',
  ]],
  ['two names at once', { registry: { kms: true, keepImage: 5 } }, [
    'registry.kms: true belongs to no option. Did you mean kmsKeyArn?',
    'registry.keepImage: 5 belongs to no option. Did you mean keepImages?',
  ]],
  ['a typing mistake within an option', { registry: { keepImage: 5 } }, [
    'registry.keepImage: 5 belongs to no option. Did you mean keepImages?',
  ]],
  ['a name that resembles none', { registry: { scanOnPush: true } }, [
    'registry.scanOnPush: true belongs to no option (allowed: encryption, existing, imageTag, keepImages, kmsKeyArn). Remove it, or correct its name.',
  ]],
  ['a name that every object has', { imageBuild: { constructor: 1, toString: 2 } }, [
    'imageBuild.constructor: 1 belongs to no option (allowed: cachePaths, dockerfile, installCommands, runtime, runtimeVersion, testCommands). Remove it, or correct its name.',
    'imageBuild.toString: 2 belongs to no option (allowed: cachePaths, dockerfile, installCommands, runtime, runtimeVersion, testCommands). Remove it, or correct its name.',
  ]],
  ['the name of the prototype', JSON.parse('{ "registry": { "__proto__": { "keepImages": 5 } } }'), [
    'registry.__proto__: {"keepImages":5} belongs to no option (allowed: encryption, existing, imageTag, keepImages, kmsKeyArn). Remove it, or correct its name.',
  ]],
  ['a name with a line break', { imageBuild: { 'a\nb': 1 } }, [
    'imageBuild["a\\nb"]: 1 belongs to no option (allowed: cachePaths, dockerfile, installCommands, runtime, runtimeVersion, testCommands). Remove it, or correct its name.',
  ]],
];

test.each(BAD_CONFIGS)('%s', (_name, options, lines) => {
  expect(problemsOf(options)).toEqual(lines);
});

describe('context', () => {
  test('a project whose name cannot name the service', () => {
    expect(problemsOf({}, { projectName: '@acme/Orders_API' })).toEqual([
      `serviceName: "Orders_API" is the project's name, but cannot name the service (allowed: 2 to 32 lower case letters, digits and single hyphens between them, a letter first). Set serviceName to such a name.`,
    ]);
  });

  test('a project of another package manager', () => {
    expect(problemsOf({}, { otherPackageManager: 'pnpm' })).toEqual([
      'imageBuild.dockerfile: is missing: the generated one is for TypeScript and npm, and this project uses pnpm (allowed: the path of your Dockerfile). Set imageBuild.dockerfile.',
      'imageBuild.installCommands: is missing: the default is npm ci, and this project uses pnpm (allowed: commands that install its dependencies). Set imageBuild.installCommands.',
    ]);
    const imageBuild = { dockerfile: 'Dockerfile', installCommands: ['pnpm install --frozen-lockfile'] };
    expect(problemsOf({ imageBuild }, { otherPackageManager: 'pnpm' })).toEqual([]);
  });

  test('a project in plain JavaScript', () => {
    expect(problemsOf({}, { plainJavaScript: true })).toEqual([
      'imageBuild.dockerfile: is missing: the generated one is for TypeScript and npm, and this project is written in JavaScript (allowed: the path of your Dockerfile). Set imageBuild.dockerfile.',
    ]);
    expect(problemsOf({ imageBuild: { dockerfile: 'Dockerfile' } }, { plainJavaScript: true })).toEqual([]);
  });

  test('a subproject in a folder that a shell would read', () => {
    expect(problemsOf({ githubActions: { enabled: false } }, { directory: 'services/$(orders)' })).toEqual([
      'outdir: "services/$(orders)" is a folder that shell commands cannot name as it is (allowed: a path inside the project without ./ and ../, of letters, digits and . _ / -). Rename the folder.',
    ]);
  });

  test('GitHub Actions in a subproject', () => {
    expect(problemsOf({}, { directory: 'services/orders' })).toEqual([
      "githubActions.enabled: true cannot work in a subproject: GitHub reads workflows from the repository's root only (allowed: false here). Set githubActions.enabled to false, or add the component to the root project.",
    ]);
  });

  test.each([
    'https://gitlab.com/acme/orders.git',
    'git@github.example.com:acme/orders.git',
    'https://github.com.evil.example/acme/orders',
    '/srv/git/orders',
  ])('a remote that is not on GitHub: %s', (url) => {
    expect(problemsOf({ githubRepository: undefined }, { gitRemote: () => url })).toEqual([
      'githubRepository: is missing, and no git remote "origin" on GitHub tells it (allowed: owner/name). Set githubRepository, or add the remote.',
    ]);
  });
});

describe('the error', () => {
  const error = errorOf(
    { containerPort: 80, cpu: 300, awsRegion: 'Frankfurt', awsAcount: '1', stopTimeout: 1 },
    CONTEXT,
  )!;

  test('names all problems, in the order of the code, under one header', () => {
    expect(error.message).toBe(
      [
        '7 problems in the delivery config of orders-api; nothing was written.',
        '  - awsAcount: "1" belongs to no option. Did you mean awsAccount?',
        '  - awsAccount: is missing (allowed: 12 digits). Set awsAccount to the account that the service runs in.',
        '  - awsRegion: "Frankfurt" does not have the form (allowed: a region code, such as eu-central-1). Write the code of the region, not its name or an availability zone.',
        '  - githubRepository: is missing, and no git remote "origin" on GitHub tells it (allowed: owner/name). Set githubRepository, or add the remote.',
        '  - cpu: 300 is not one of the values (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Take a size that Fargate offers.',
        '  - containerPort: 80 is out of range (allowed: 1024 to 65535). Take a port that a non-root user may listen on.',
        '  - stopTimeout: 1 is out of range (allowed: 2 to 120). Fargate waits 120 seconds at most.',
      ].join('\n'),
    );
  });

  test('does not depend on the order of the options', () => {
    const turned = errorOf(
      { stopTimeout: 1, awsAcount: '1', awsRegion: 'Frankfurt', cpu: 300, containerPort: 80 },
      CONTEXT,
    )!;
    expect(turned.message).toBe(error.message);
  });

  test('says 1 problem, not 1 problems', () => {
    expect(errorOf({ ...BASE, cpu: 300 })!.message).toMatch(
      /^1 problem in the delivery config of orders-api; nothing was written\.\n {2}- cpu: /,
    );
  });

  test('shows the user no stack, and nothing below the message', () => {
    expect(error.name).toBe('ConfigError');
    expect(error.stack).toBe(error.message);
    expect(Object.keys(error)).toEqual([]);
  });

  test.each([
    ['null', null],
    ['"x"', 'x'],
    ['[]', []],
    ['5', 5],
  ])('takes %s for no options', (shown, options) => {
    expect(errorOf(options)!.message.split('\n')[1]).toBe(
      `  - options: ${shown} is not an object (allowed: an object with options). Correct the value.`,
    );
  });

  test('keeps every problem on one line of a bearable length', () => {
    const lines = problemsOf({
      serviceName: 'a\r\nb',
      branch: 'x'.repeat(100_000),
      healthCheckPath: '\u202e\u2028\u009b31m',
      environmentVariables: { ['N'.repeat(5000)]: 'ok', ['-'.repeat(5000)]: 'x' },
    });
    expect(lines.join('').match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)).toBeNull();
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
    expect(lines).toContain(
      'healthCheckPath: "\\u202e\\u2028\\u009b31m" does not have the form (allowed: a path that starts with /, of letters, digits and . _ ~ / -). Write the path only, without host, query or spaces.',
    );
  });

  test('cuts no character in half', () => {
    expect(problemsOf({ branch: `a${'\u{1f600}'.repeat(100)}` })[0]).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });
});
