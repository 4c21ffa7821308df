import { CpuArchitecture, DeliveryEngine, PipelineSource, RegistryEncryption } from '../../src/options';
import { BASE, CONTEXT, errorOf, problemsOf } from './resolving';

/** A description, the options in addition to an account and a repository, and the lines that the user sees. */
type BadConfig = readonly [name: string, options: object, lines: readonly string[]];

// biome-ignore format: This is a table.
const BAD_CONFIGS: readonly BadConfig[] = [
  // account
  ['a missing account', { awsAccount: undefined }, [
    'awsAccount: is missing (allowed: 12 digits). Set awsAccount to the ID of the AWS account that the service runs in. [missing-option]',
  ]],
  ['an account ID with 11 digits', { awsAccount: '11112222333' }, [
    `awsAccount: "11112222333" is not valid (allowed: 12 digits). Specify the account ID as a string, including leading zeros, for example '012345678901'. [invalid-format]`,
  ]],
  ['an account ID that JavaScript parsed as a number, without its leading zero', { awsAccount: 11112222333 }, [
    `awsAccount: 11112222333 is not valid (allowed: 12 digits). Specify the account ID as a string, including leading zeros, for example '012345678901'. [invalid-format]`,
  ]],
  ['an account ID with letters', { awsAccount: 'my-account' }, [
    `awsAccount: "my-account" is not valid (allowed: 12 digits). Specify the account ID as a string, including leading zeros, for example '012345678901'. [invalid-format]`,
  ]],
  ['an account ID with hyphens, as shown in the console', { awsAccount: '1111-2222-3333' }, [
    `awsAccount: "1111-2222-3333" is not valid (allowed: 12 digits). Specify the account ID as a string, including leading zeros, for example '012345678901'. [invalid-format]`,
  ]],
  ['an account ID that ends with a line break', { awsAccount: '111122223333\n' }, [
    `awsAccount: "111122223333\\n" is not valid (allowed: 12 digits). Specify the account ID as a string, including leading zeros, for example '012345678901'. [invalid-format]`,
  ]],

  // region
  ['an availability zone', { awsRegion: 'us-east-1a' }, [
    'awsRegion: "us-east-1a" is not valid (allowed: a Region code, for example eu-central-1). Specify the Region code, not the name of the Region or an Availability Zone. [invalid-format]',
  ]],
  ['a Local Zone', { awsRegion: 'us-west-2-lax-1' }, [
    'awsRegion: "us-west-2-lax-1" is not valid (allowed: a Region code, for example eu-central-1). Specify the Region code, not the name of the Region or an Availability Zone. [invalid-format]',
  ]],
  ['the display name of a region', { awsRegion: 'Europe (Frankfurt)' }, [
    'awsRegion: "Europe (Frankfurt)" is not valid (allowed: a Region code, for example eu-central-1). Specify the Region code, not the name of the Region or an Availability Zone. [invalid-format]',
  ]],
  ['a misspelled region', { awsRegion: 'eu-centrall-1' }, [
    'awsRegion: "eu-centrall-1" is not valid (allowed: a Region code, for example eu-central-1). Specify the Region code, not the name of the Region or an Availability Zone. [invalid-format]',
  ]],
  ['an empty region', { awsRegion: '' }, [
    'awsRegion: "" is not valid (allowed: a Region code, for example eu-central-1). Specify the Region code, not the name of the Region or an Availability Zone. [invalid-format]',
  ]],

  // port
  ['a port that the command line could not parse', { containerPort: null }, [
    'containerPort: null is not a whole number (allowed: 1024 to 65535). Correct the value. [wrong-type]',
  ]],
  ['a port that requires root', { containerPort: 80 }, [
    'containerPort: 80 is out of range (allowed: 1024 to 65535). Use a port that a non-root user can listen on. [out-of-range]',
  ]],
  ['a port above 65535', { containerPort: 70000 }, [
    'containerPort: 70000 is out of range (allowed: 1024 to 65535). Use a port in this range. [out-of-range]',
  ]],
  ['a port in quotes', { containerPort: '3000' }, [
    'containerPort: "3000" is not a whole number (allowed: 1024 to 65535). Write it without quotes. [wrong-type]',
  ]],
  ['a port with a decimal place', { containerPort: 3.5 }, [
    'containerPort: 3.5 is not a whole number (allowed: 1024 to 65535). Correct the value. [wrong-type]',
  ]],
  ['a port that is NaN', { containerPort: Number.NaN }, [
    'containerPort: NaN is not a whole number (allowed: 1024 to 65535). Correct the value. [wrong-type]',
  ]],

  // cpu and memory
  ['memory that requires more CPU', { cpu: 256, memory: 8192 }, [
    'memory: 8192 is not valid with cpu 256 on Fargate (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
  ]],
  ['memory that requires less CPU', { cpu: 2048, memory: 1024 }, [
    'memory: 1024 is not valid with cpu 2048 on Fargate (allowed: 4096, 5120, 6144, 7168, 8192, 9216, 10240, 11264, 12288, 13312, 14336, 15360, 16384). Lower cpu to 512, or raise memory. [memory-for-cpu]',
  ]],
  ['the default memory if the CPU requires more', { cpu: 1024 }, [
    'memory: 512 is the default, which is not valid with cpu 1024 on Fargate (allowed: 2048, 3072, 4096, 5120, 6144, 7168, 8192). Set memory to 2048 or more. [memory-for-cpu]',
  ]],
  ['memory that Fargate does not support for any CPU', { memory: 3000 }, [
    'memory: 3000 is not valid with cpu 256 on Fargate (allowed: 512, 1024, 2048). Set memory to one of these values. [unsupported-value]',
  ]],
  ['memory in quotes', { memory: '512' }, [
    'memory: "512" is not a number (allowed: 512, 1024, 2048). Write it without quotes. [wrong-type]',
  ]],
  ['memory of the wrong type together with an invalid CPU', { cpu: 300, memory: '1 GB' }, [
    'cpu: 300 is not valid (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Choose a size that Fargate supports. [unsupported-value]',
    'memory: "1 GB" is not a number (allowed: a number that is valid with cpu). Correct the value. [wrong-type]',
  ]],
  ['a CPU size that Fargate does not support', { cpu: 300 }, [
    'cpu: 300 is not valid (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Choose a size that Fargate supports. [unsupported-value]',
  ]],
  ['a CPU size in quotes', { cpu: '512', memory: 1024 }, [
    'cpu: "512" is not valid (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Write it without quotes. [unsupported-value]',
  ]],
  ['a CPU size in vCPUs', { cpu: 0.25 }, [
    'cpu: 0.25 is not valid (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Choose a size that Fargate supports. [unsupported-value]',
  ]],

  // names
  ['a service name with uppercase letters', { serviceName: 'OrdersApi' }, [
    'serviceName: "OrdersApi" is not valid (allowed: 2 to 32 lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Set serviceName to a valid name. [invalid-format]',
  ]],
  ['a service name with a space', { serviceName: 'orders api' }, [
    'serviceName: "orders api" is not valid (allowed: 2 to 32 lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Set serviceName to a valid name. [invalid-format]',
  ]],
  ['a service name that ends with a hyphen', { serviceName: 'orders-' }, [
    'serviceName: "orders-" is not valid (allowed: 2 to 32 lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Set serviceName to a valid name. [invalid-format]',
  ]],
  ['a service name with 33 characters', { serviceName: 'orders-api-of-the-northern-branch' }, [
    'serviceName: "orders-api-of-the-northern-branch" is not valid (allowed: 2 to 32 lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Set serviceName to a valid name. [invalid-format]',
  ]],
  ['a service name with one character, which is too short for ECR', { serviceName: 'o' }, [
    'serviceName: "o" is not valid (allowed: 2 to 32 lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Set serviceName to a valid name. [invalid-format]',
  ]],
  ['environments whose classes would have the same name', { environments: [{ name: 'stage-1' }, { name: 'stage1' }] }, [
    'environments[1].name: "stage1" becomes Stage1 in the names of classes and constants, like the environment "stage-1". Use names that differ in more than hyphens. [environment-identifier]',
  ]],
  ['an environment whose release has the name of the role of another release', { environments: [{ name: 'a-role' }, { name: 'a' }] }, [
    'environments[0].name: "a-role" results in the construct ID ReleaseARole in the pipeline stack, which the release to "a" already uses. Rename one of the two environments. [environment-identifier]',
  ]],
  ['an ECR repository name with uppercase letters', { ecrRepository: 'Orders' }, [
    'ecrRepository: "Orders" is not valid (allowed: 2 to 256 lowercase letters, digits, and single separators . _ - /; without a host or tag). Correct the value. [invalid-format]',
  ]],
  ['an ECR repository name with one character', { ecrRepository: 'o' }, [
    'ecrRepository: "o" is not valid (allowed: 2 to 256 lowercase letters, digits, and single separators . _ - /; without a host or tag). Correct the value. [invalid-format]',
  ]],
  ['an ECR repository name with 257 characters', { ecrRepository: 'o'.repeat(257) }, [
    'ecrRepository: "oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo..." is not valid (allowed: 2 to 256 lowercase letters, digits, and single separators . _ - /; without a host or tag). Correct the value. [invalid-format]',
  ]],
  ['an ECR repository name with three consecutive underscores', { ecrRepository: 'orders___api' }, [
    'ecrRepository: "orders___api" is not valid (allowed: 2 to 256 lowercase letters, digits, and single separators . _ - /; without a host or tag). Correct the value. [invalid-format]',
  ]],
  ['an ECR repository name with two underscores, which the CDK rejects', { ecrRepository: 'a__b' }, [
    'ecrRepository: "a__b" is not valid (allowed: 2 to 256 lowercase letters, digits, and single separators . _ - /; without a host or tag). Correct the value. [invalid-format]',
  ]],
  ['an ECR repository name with two hyphens, which the CDK rejects', { ecrRepository: 'a--b' }, [
    'ecrRepository: "a--b" is not valid (allowed: 2 to 256 lowercase letters, digits, and single separators . _ - /; without a host or tag). Correct the value. [invalid-format]',
  ]],
  ['an existing ECR repository with three underscores', { ecrRepository: 'a___b', registry: { existing: true } }, [
    'ecrRepository: "a___b" is not valid (allowed: 2 to 256 lowercase letters, digits, and the separators . _ - /; without a host or tag). Correct the value. [invalid-format]',
  ]],
  ['an ECR repository name with a tag', { ecrRepository: 'orders:latest' }, [
    'ecrRepository: "orders:latest" is not valid (allowed: 2 to 256 lowercase letters, digits, and single separators . _ - /; without a host or tag). Correct the value. [invalid-format]',
  ]],
  ['an ECR repository name with the host', { ecrRepository: '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders' }, [
    'ecrRepository: "111122223333.dkr.ecr.us-east-1.amazonaws.com/orders" is not valid (allowed: 2 to 256 lowercase letters, digits, and single separators . _ - /; without a host or tag). Correct the value. [invalid-format]',
  ]],
  ['a cluster ARN', { ecsCluster: 'arn:aws:ecs:us-east-1:111122223333:cluster/main' }, [
    'ecsCluster: "arn:aws:ecs:us-east-1:111122223333:cluster/main" is not valid (allowed: letters, digits, hyphens, and underscores; the name, not the ARN). Correct the value. [invalid-format]',
  ]],
  ['a cluster name with 256 characters', { ecsCluster: 'c'.repeat(256) }, [
    'ecsCluster: "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc..." is 256 characters long (allowed: at most 255). Shorten it. [too-long]',
  ]],
  ['an ECS service name with a dot', { ecsService: 'orders.api' }, [
    'ecsService: "orders.api" is not valid (allowed: letters, digits, hyphens, and underscores; the name, not the ARN). Correct the value. [invalid-format]',
  ]],
  ['a CodeCommit repository name that ends with .git', { githubRepository: undefined, githubActions: { enabled: false }, codePipeline: { source: PipelineSource.CODE_COMMIT, codeCommitRepository: 'orders.git' } }, [
    'codePipeline.codeCommitRepository: "orders.git" is not valid (allowed: letters, digits, and . _ -; must not end with .git). Correct the value. [invalid-format]',
  ]],

  // branch
  ['a branch pattern', { branch: 'release/*' }, [
    'branch: "release/*" is not valid (allowed: a valid Git branch name that contains only letters, digits, and the characters - . _ /, but no wildcards or refs/heads/). Correct the value. [invalid-format]',
  ]],
  ['a full git ref', { branch: 'refs/heads/main' }, [
    'branch: "refs/heads/main" is not valid (allowed: a valid Git branch name that contains only letters, digits, and the characters - . _ /, but no wildcards or refs/heads/). Correct the value. [invalid-format]',
  ]],
  ['a branch that git would interpret as an option', { branch: '-main' }, [
    'branch: "-main" is not valid (allowed: a valid Git branch name that contains only letters, digits, and the characters - . _ /, but no wildcards or refs/heads/). Correct the value. [invalid-format]',
  ]],
  ['a branch with @{', { branch: 'main@{1}' }, [
    'branch: "main@{1}" is not valid (allowed: a valid Git branch name that contains only letters, digits, and the characters - . _ /, but no wildcards or refs/heads/). Correct the value. [invalid-format]',
  ]],
  ['a branch with two consecutive dots', { branch: 'a..b' }, [
    'branch: "a..b" is not valid (allowed: a valid Git branch name that contains only letters, digits, and the characters - . _ /, but no wildcards or refs/heads/). Correct the value. [invalid-format]',
  ]],
  ['a branch with a segment that starts with a dot', { branch: 'a/.b' }, [
    'branch: "a/.b" is not valid (allowed: a valid Git branch name that contains only letters, digits, and the characters - . _ /, but no wildcards or refs/heads/). Correct the value. [invalid-format]',
  ]],
  ['a branch with a segment that ends with .lock', { branch: 'a.lock/b' }, [
    'branch: "a.lock/b" is not valid (allowed: a valid Git branch name that contains only letters, digits, and the characters - . _ /, but no wildcards or refs/heads/). Correct the value. [invalid-format]',
  ]],
  ['a branch with 245 characters', { branch: 'b'.repeat(245) }, [
    'branch: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb..." is 245 characters long (allowed: at most 244). Shorten it. [too-long]',
  ]],

  // runtime
  ['a Node.js version that the newest images do not include', { nodeVersion: '20' }, [
    'nodeVersion: "20" is not available in the CodeBuild image aws/codebuild/amazonlinux-x86_64-standard:6.0 (allowed: 24, 22). Use one of these versions, or another codePipeline.buildImage. [version-in-build-image]',
  ]],
  ['a Node.js version that is a number and not in the image', { nodeVersion: 18 }, [
    'nodeVersion: 18 is not available in the CodeBuild image aws/codebuild/amazonlinux-x86_64-standard:6.0 (allowed: 24, 22). Use one of these versions, or another codePipeline.buildImage. [version-in-build-image]',
  ]],
  ['a Node.js version with a minor version', { nodeVersion: '24.1' }, [
    'nodeVersion: "24.1" is not valid (allowed: a major version, for example 24). Specify only the major version. [invalid-format]',
  ]],
  ['a Node.js version with a minor version, as a number', { nodeVersion: 24.1 }, [
    'nodeVersion: 24.1 is not a string (allowed: a major version, for example 24). Specify only the major version. [wrong-type]',
  ]],
  ['a Node.js version alias', { nodeVersion: 'lts' }, [
    'nodeVersion: "lts" is not valid (allowed: a major version, for example 24). Specify only the major version. [invalid-format]',
  ]],
  ['a runtime that CodeBuild does not support', { imageBuild: { runtime: 'deno', runtimeVersion: '2' } }, [
    'imageBuild.runtime: "deno" is not valid (allowed: java, golang, rust, python, php, ruby, nodejs, dotnet, none). Use one of these values. [unsupported-value]',
  ]],
  ['a missing Dockerfile for a runtime other than nodejs', { imageBuild: { runtime: 'python' } }, [
    'imageBuild.dockerfile: is required for the python runtime, because a Dockerfile is generated only for nodejs (allowed: the path of your Dockerfile). Set imageBuild.dockerfile. [dockerfile-required]',
  ]],
  ['a runtime version that the image does not include', { imageBuild: { runtime: 'python', runtimeVersion: '3.8', dockerfile: 'Dockerfile' } }, [
    'imageBuild.runtimeVersion: "3.8" is not available in the CodeBuild image aws/codebuild/amazonlinux-x86_64-standard:6.0 (allowed: 3.14, 3.13, 3.12, 3.11, 3.10). Use one of these versions, or another codePipeline.buildImage. [version-in-build-image]',
  ]],
  ['a runtime version that is a number', { imageBuild: { runtime: 'python', runtimeVersion: 3.14, dockerfile: 'Dockerfile' } }, [
    "imageBuild.runtimeVersion: 3.14 is not a string (allowed: a version, for example 3.13). Put it in quotes: '3.14'. [wrong-type]",
  ]],
  ['nodeVersion for a runtime other than nodejs', { nodeVersion: '24', imageBuild: { runtime: 'python', dockerfile: 'Dockerfile' } }, [
    'nodeVersion: "24" has no effect because imageBuild.runtime is python. Set imageBuild.runtimeVersion instead. [runtime-version-option]',
  ]],
  ['versions without a runtime', { nodeVersion: '24', imageBuild: { runtime: 'none', runtimeVersion: '3', dockerfile: 'Dockerfile' } }, [
    'nodeVersion: "24" has no effect because imageBuild.runtime is none. Remove it. [runtime-version-option]',
    'imageBuild.runtimeVersion: "3" has no effect without a runtime. Remove it, or change imageBuild.runtime. [runtime-version-option]',
  ]],
  ['build secrets that the generated Dockerfile does not use', { imageBuild: { secrets: { token: { secretsManager: 'token' }, 'a b': { secretsManager: 'token' } } } }, [
    'imageBuild.secrets.token: has no effect on the generated Dockerfile (allowed: npmrc). Set imageBuild.dockerfile, or remove the secret. [own-dockerfile-required]',
    'imageBuild.secrets["a b"]: is not a valid secret ID (allowed: letters, digits, and the characters _ . -, starting with a letter or digit). Rename the secret. [invalid-format]',
  ]],
  ['a build secret without a source', { imageBuild: { dockerfile: 'Dockerfile', secrets: { npmrc: {}, token: 'abc' } } }, [
    'imageBuild.secrets.npmrc.secretsManager: is missing, and so is ssmParameter. Set one of the two. [secret-source]',
    "imageBuild.secrets.token: is not an object (allowed: { secretsManager: '<name>' } or { ssmParameter: '<name>' }). Specify the name or ARN of the secret, not its value. [wrong-type]",
  ]],
  ['secret variables that cannot be set', { imageBuild: { secretVariables: { AWS_KEY: { secretsManager: 'key' }, TOKEN: { ssmParameter: 'arn:aws:ssm:eu-west-1:111122223333:parameter/token' } } } }, [
    'imageBuild.secretVariables.AWS_KEY: is not valid (allowed: uppercase letters, digits, and underscores, except names that CodeBuild, GitHub, or the build sets). Rename the variable. [variable-name]',
    'imageBuild.secretVariables.TOKEN: is in another account or Region, and CodeBuild cannot read it to set a variable (allowed: 111122223333, us-east-1). Copy it to the account and Region of the build. [wrong-account-or-region]',
  ]],
  ['secret variables without commands', { imageBuild: { dockerfile: 'Dockerfile', installCommands: [], testCommands: [], secretVariables: { TOKEN: { secretsManager: 'token' } } } }, [
    'imageBuild.secretVariables: has no effect, because no commands run before the image build. Set imageBuild.installCommands or imageBuild.testCommands. To pass a secret to the image build, use imageBuild.secrets. [variables-without-commands]',
  ]],
  ['files that the image does not contain, or with two sources', { imageBuild: { files: ['b'], contextFiles: { a: { s3Uri: 's3://acme/a' }, '../c': { secretsManager: 'c' }, 'b/d': { s3Uri: 's3://acme/d', secretsManager: 'd' }, 'b/e': { s3Uri: 'acme/e' } } } }, [
    'imageBuild.contextFiles.a: has no effect, because the generated Dockerfile does not copy the file. Add the path to imageBuild.files or imageBuild.installFiles, or set imageBuild.dockerfile. [own-dockerfile-required]',
    'imageBuild.contextFiles["../c"]: is not a valid path (allowed: a relative path without ../ that contains only letters, digits, and the characters . _ - /). Correct the path. [invalid-format]',
    'imageBuild.contextFiles["b/d"].secretsManager: is set together with s3Uri. Remove one of the two. [secret-source]',
    'imageBuild.contextFiles["b/e"].s3Uri: "acme/e" is not valid (allowed: s3://<bucket>/<key>, where the key contains only letters, digits, and the characters _ = . - /). Correct the value. [invalid-format]',
  ]],
  ['logins to registries that are not complete', { imageBuild: { registries: [{}, { host: 'ghcr.io' }, { host: '444455556666.dkr.ecr.eu-west-1.amazonaws.com' }, { host: 'public.ecr.aws', repositories: ['a/b'], credentialsSecret: 'c' }, { host: 'https://ghcr.io' }] } as never }, [
    'imageBuild.registries[0].host: is missing (allowed: a host name, for example ghcr.io or 444455556666.dkr.ecr.us-east-1.amazonaws.com). Specify the host name of the registry. [missing-option]',
    'imageBuild.registries[1].credentialsSecret: is missing (allowed: the name or ARN of a secret with the keys username and password). Set credentialsSecret. [missing-option]',
    'imageBuild.registries[2].repositories: is missing (allowed: the ECR repositories to pull from). Set repositories. [missing-option]',
    'imageBuild.registries[3].repositories: has no effect on a registry in ECR. Remove it. [registry-login-option]',
    'imageBuild.registries[3].credentialsSecret: has no effect on a registry in ECR. Remove it. [registry-login-option]',
    'imageBuild.registries[4].host: "https://ghcr.io" is not valid (allowed: a host name, for example ghcr.io or 444455556666.dkr.ecr.us-east-1.amazonaws.com). Correct the value. [invalid-format]',
  ]],
  ['a package manager for a runtime other than nodejs', { imageBuild: { runtime: 'python', dockerfile: 'Dockerfile', packageManager: 'pnpm@10' } }, [
    'imageBuild.packageManager: "pnpm@10" has no effect because the runtime is not nodejs. Remove it, and set imageBuild.installCommands to the commands that install the dependencies. [package-manager-without-node]',
  ]],
  ['runtimeVersion for nodejs', { imageBuild: { runtimeVersion: '24' } }, [
    'imageBuild.runtimeVersion: "24" has no effect for nodejs. Set nodeVersion instead. [runtime-version-option]',
  ]],
  ['a build image for another architecture', { cpuArchitecture: CpuArchitecture.ARM64, codePipeline: { buildImage: 'aws/codebuild/standard:8.0' } }, [
    'codePipeline.buildImage: "aws/codebuild/standard:8.0" is not a current CodeBuild image for this cpuArchitecture (allowed: aws/codebuild/amazonlinux-aarch64-standard:3.0, aws/codebuild/amazonlinux-aarch64-standard:4.0). Use one of these images. [build-image]',
  ]],
  ['a build image that CodeBuild no longer supports', { codePipeline: { buildImage: 'aws/codebuild/standard:5.0' } }, [
    'codePipeline.buildImage: "aws/codebuild/standard:5.0" is not a current CodeBuild image for this cpuArchitecture (allowed: aws/codebuild/standard:7.0, aws/codebuild/standard:8.0, aws/codebuild/amazonlinux-x86_64-standard:5.0, aws/codebuild/amazonlinux-x86_64-standard:6.0). Use one of these images. [build-image]',
  ]],
  ['a build image from Docker Hub', { codePipeline: { buildImage: 'node:24' } }, [
    'codePipeline.buildImage: "node:24" is not valid (allowed: an AWS CodeBuild image, for example aws/codebuild/standard:8.0). Correct the value. [invalid-format]',
  ]],
  ['a compute type that CodeBuild does not support', { codePipeline: { computeType: 'BUILD_GENERAL1_SMALL' } }, [
    'codePipeline.computeType: "BUILD_GENERAL1_SMALL" is not valid (allowed: SMALL, MEDIUM, LARGE, X_LARGE, X2_LARGE). Use one of these values. [unsupported-value]',
  ]],

  // secrets
  ['a secret ARN without the six-character suffix', { secrets: { DB: { secretsManager: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders' } } }, [
    'secrets.DB.secretsManager: "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders" is neither a secret name nor a full secret ARN (allowed: <name>, or arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>). Correct the value. To select a key in the secret, set jsonKey. [invalid-format]',
  ]],
  ['a secret ARN with a JSON key', { secrets: { DB: { secretsManager: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-AbCdEf:key::' } } }, [
    'secrets.DB.secretsManager: "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-AbCdEf:key::" is neither a secret name nor a full secret ARN (allowed: <name>, or arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>). Correct the value. To select a key in the secret, set jsonKey. [invalid-format]',
  ]],
  ['a secret name that looks like the end of an ARN', { secrets: { DB: { secretsManager: 'orders-secret' } } }, [
    'secrets.DB.secretsManager: "orders-secret" ends with a hyphen and six characters, which Secrets Manager interprets as the end of an ARN (allowed: a name without such an ending, or the full ARN). Specify the full ARN. [ambiguous-secret-name]',
  ]],
  ['jsonKey for an SSM parameter', { secrets: { DB: { ssmParameter: '/orders/db', jsonKey: 'url' } } }, [
    'secrets.DB.jsonKey: "url" has no effect with an SSM parameter. Remove it, or use secretsManager. [json-key-for-parameter]',
  ]],
  ['a secret of another account without its key', { secrets: { DB: { secretsManager: 'arn:aws:secretsmanager:us-east-1:444455556666:secret:shared-AbCdEf' } } }, [
    'secrets.DB.kmsKeyArn: is missing, but the secret is in account 444455556666. Another account can read a secret only if it is encrypted with a customer managed key (allowed: arn:aws:kms:<region>:<account>:key/<id>). Set kmsKeyArn to the ARN of the key that encrypts the secret. [key-of-shared-secret]',
  ]],
  ['a secret with both sources', { secrets: { DB: { ssmParameter: '/orders/db', secretsManager: 'orders' } } }, [
    'secrets.DB.ssmParameter: "/orders/db" is set together with secretsManager. Remove one of the two. [secret-source]',
  ]],
  ['a secret without a source', { secrets: { DB: {} } }, [
    'secrets.DB.secretsManager: is missing, and so is ssmParameter. Set one of the two. [secret-source]',
  ]],
  ['a plain text secret, without showing its value', { secrets: { DB: 'hunter2' } }, [
    `secrets.DB: is not an object (allowed: { secretsManager: '<name>' } or { ssmParameter: '<name>' }). Specify the name or ARN of the secret, not its value. [wrong-type]`,
  ]],
  ['a secret source that is not a string', { secrets: { DB: { secretsManager: 5 } } }, [
    'secrets.DB.secretsManager: 5 is neither a secret name nor a full secret ARN (allowed: <name>, or arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>). Correct the value. To select a key in the secret, set jsonKey. [invalid-format]',
  ]],
  ['an SSM parameter name with a space', { secrets: { DB: { ssmParameter: '/orders/db url' } } }, [
    'secrets.DB.ssmParameter: "/orders/db url" is neither a parameter name nor a parameter ARN (allowed: /path/name, or arn:aws:ssm:<region>:<account>:parameter/<name>). Correct the value. [invalid-format]',
  ]],
  ['a JSON key with a colon', { secrets: { DB: { secretsManager: 'orders', jsonKey: 'a:b' } } }, [
    'secrets.DB.jsonKey: "a:b" is not valid (allowed: letters, digits, and . _ -). Correct the value. [invalid-format]',
  ]],
  ['the alias of a KMS key', { secrets: { DB: { secretsManager: 'orders', kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:alias/orders' } } }, [
    'secrets.DB.kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:alias/orders" is not valid (allowed: arn:aws:kms:<region>:<account>:key/<id>). Specify the key ARN. An IAM policy cannot identify a KMS key by its alias. [invalid-format]',
  ]],
  ['an SSM parameter in another partition', { awsRegion: 'cn-north-1', codePipeline: { enabled: false }, secrets: { DB: { ssmParameter: 'arn:aws:ssm:us-east-1:111122223333:parameter/db' } } }, [
    'secrets.DB.ssmParameter: "arn:aws:ssm:us-east-1:111122223333:parameter/db" is in a different partition (allowed: aws-cn). Use a resource in the same AWS partition as the service. [wrong-account-or-region]',
  ]],
  ['a misspelled secret source', { secrets: { DB: { secretManager: 'orders' } } }, [
    'secrets.DB.secretManager: is not a known option. Did you mean secretsManager? [unknown-option]',
  ]],

  // environment variables
  ['a variable that is also a secret', { environmentVariables: { DB: 'x' }, secrets: { DB: { ssmParameter: '/db' } } }, [
    'secrets.DB: has the same name as an environment variable. Remove environmentVariables.DB, or rename one of the two. [variable-and-secret]',
  ]],
  ['PORT as an environment variable', { environmentVariables: { PORT: '8080' } }, [
    'environmentVariables.PORT: is set from containerPort. Set containerPort instead. [reserved-variable]',
  ]],
  ['HEALTH_CHECK_PATH as an environment variable', { environmentVariables: { HEALTH_CHECK_PATH: '/up' } }, [
    'environmentVariables.HEALTH_CHECK_PATH: is set from healthCheckPath. Set healthCheckPath instead. [reserved-variable]',
  ]],
  ['an AWS secret access key, without showing its value', { environmentVariables: { AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI' } }, [
    'environmentVariables.AWS_SECRET_ACCESS_KEY: sets a static AWS credential. Grant the permissions to the task role instead. The AWS SDK automatically uses the credentials of the task role. [static-credentials]',
  ]],
  ['an environment variable that ECS sets', { environmentVariables: { AWS_EXECUTION_ENV: 'x' } }, [
    'environmentVariables.AWS_EXECUTION_ENV: is set by ECS. Use another name. [reserved-variable]',
  ]],
  ['a secret with the name of a variable that ECS sets', { secrets: { ECS_AGENT_URI: { ssmParameter: '/x' } } }, [
    'secrets.ECS_AGENT_URI: is set by ECS. Use another name. [reserved-variable]',
  ]],
  ['a variable name with a hyphen', { environmentVariables: { 'LOG-LEVEL': 'x' } }, [
    'environmentVariables["LOG-LEVEL"]: is not a valid variable name (allowed: letters, digits, and underscores, not starting with a digit). Rename the variable. [variable-name]',
  ]],
  ['a variable name that starts with a digit', { environmentVariables: { '1ST': 'x' } }, [
    'environmentVariables["1ST"]: is not a valid variable name (allowed: letters, digits, and underscores, not starting with a digit). Rename the variable. [variable-name]',
  ]],
  ['an empty variable name', { environmentVariables: { '': 'x' } }, [
    'environmentVariables[""]: is not a valid variable name (allowed: letters, digits, and underscores, not starting with a digit). Rename the variable. [variable-name]',
  ]],
  ['a variable name with a line break', { environmentVariables: { 'A\nB': 'x' } }, [
    'environmentVariables["A\\nB"]: is not a valid variable name (allowed: letters, digits, and underscores, not starting with a digit). Rename the variable. [variable-name]',
  ]],
  ['a boolean as the value of a variable', { environmentVariables: { DEBUG: true } }, [
    'environmentVariables.DEBUG: true is not a string (allowed: any text). Put the value in quotes. [wrong-type]',
  ]],
  ['null as the value of a variable', { environmentVariables: { DEBUG: null } }, [
    'environmentVariables.DEBUG: null is not a string (allowed: any text). Specify a string, or remove the variable. [wrong-type]',
  ]],
  ['a number that has lost precision as the value of a variable', { environmentVariables: { ID: 2 ** 64 } }, [
    'environmentVariables.ID: 18446744073709552000 is not a string (allowed: any text). Put the value in quotes. [wrong-type]',
  ]],
  ['a NUL character in the value of a variable', { environmentVariables: { KEY: 'a\0b' } }, [
    'environmentVariables.KEY: "a\\u0000b" is not valid text (allowed: Unicode text without NUL characters). Encode binary data, for example as Base64. [invalid-format]',
  ]],
  ['an unpaired surrogate in the value of a variable', { environmentVariables: { KEY: '\ud83d' } }, [
    'environmentVariables.KEY: "\\ud83d" is not valid text (allowed: Unicode text without NUL characters). Encode binary data, for example as Base64. [invalid-format]',
  ]],
  ['a Map instead of an object', { environmentVariables: new Map([['A', 'b']]) }, [
    'environmentVariables: a Map is not an object (allowed: an object that maps names to values). Correct the value. [wrong-type]',
  ]],
  ['environment variables that exceed the maximum size of a task definition', { environmentVariables: { CERTIFICATES: 'x'.repeat(70_000) } }, [
    'environmentVariables: increases the size of the task definition to at least 70160 bytes (allowed: at most 65536 bytes). Move long values to SSM parameters, S3 (environmentFiles), or the image. [task-definition-too-large]',
  ]],

  // health check and commands
  ['a URL as the health check path', { healthCheckPath: 'http://localhost/health' }, [
    'healthCheckPath: "http://localhost/health" is not valid (allowed: a path that starts with / and contains only letters, digits, and . _ ~ / -). Specify only the path, without a host, a query string, or spaces. [invalid-format]',
  ]],
  ['a health check path without a leading slash', { healthCheckPath: 'health' }, [
    'healthCheckPath: "health" is not valid (allowed: a path that starts with / and contains only letters, digits, and . _ ~ / -). Specify only the path, without a host, a query string, or spaces. [invalid-format]',
  ]],
  ['a health check path with a query string', { healthCheckPath: '/health?deep=1' }, [
    'healthCheckPath: "/health?deep=1" is not valid (allowed: a path that starts with / and contains only letters, digits, and . _ ~ / -). Specify only the path, without a host, a query string, or spaces. [invalid-format]',
  ]],
  ['a health check path with 1025 characters', { healthCheckPath: `/${'h'.repeat(1024)}` }, [
    'healthCheckPath: "/hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh..." is 1025 characters long (allowed: at most 1024). Shorten it. [too-long]',
  ]],
  ['a health check command in the format of the ECS API', { healthCheckCommand: ['CMD-SHELL', 'curl -f localhost'] }, [
    `healthCheckCommand: ["CMD-SHELL","curl -f localhost"] starts with CMD-SHELL, which is not a program (allowed: a list whose first item is the program to run). Remove CMD-SHELL. To run a shell command, use ['sh', '-c', '...']. [health-check-prefix]`,
  ]],
  ['an empty health check command', { healthCheckCommand: [] }, [
    'healthCheckCommand: [] is empty (allowed: a list whose first item is the program to run). Specify a program, or remove the option. [empty-list]',
  ]],
  ['a command as a single string', { command: 'node server.js' }, [
    `command: "node server.js" is not a list (allowed: a list of strings). Write it as ['...', '...']. [wrong-type]`,
  ]],
  ['an empty command', { command: [] }, [
    'command: [] is empty (allowed: a list whose first item is the program to run). Specify a program, or remove the option. [empty-list]',
  ]],
  ['an empty command argument', { command: ['node', ''] }, [
    'command[1]: "" is not valid (allowed: a non-empty string without NUL characters). Correct the value. [invalid-format]',
  ]],
  ['a build command with two lines', { imageBuild: { testCommands: ['npm test\nnpm run lint'] } }, [
    'imageBuild.testCommands[0]: "npm test\\nnpm run lint" is not valid (allowed: one complete line of shell code without ${{). Put each command in a separate list item, and use environment variables instead of ${{ expressions. [invalid-format]',
  ]],
  ['a build command that continues in the next command', { imageBuild: { installCommands: ['npm ci \\', '--ignore-scripts'] } }, [
    'imageBuild.installCommands[0]: "npm ci \\\\" is not valid (allowed: one complete line of shell code without ${{). Put each command in a separate list item, and use environment variables instead of ${{ expressions. [invalid-format]',
  ]],
  ['a GitHub expression in a build command', { imageBuild: { installCommands: ['echo ${{ secrets.TOKEN }}'] } }, [
    'imageBuild.installCommands[0]: "echo ${{ secrets.TOKEN }}" is not valid (allowed: one complete line of shell code without ${{). Put each command in a separate list item, and use environment variables instead of ${{ expressions. [invalid-format]',
  ]],
  ['a GitHub expression after a Unicode line separator', { imageBuild: { installCommands: ['echo\u2028${{ secrets.TOKEN }}'] } }, [
    'imageBuild.installCommands[0]: "echo\\u2028${{ secrets.TOKEN }}" is not valid (allowed: one complete line of shell code without ${{). Put each command in a separate list item, and use environment variables instead of ${{ expressions. [invalid-format]',
  ]],
  ['an empty build command', { imageBuild: { installCommands: [' '] } }, [
    'imageBuild.installCommands[0]: " " is not valid (allowed: one complete line of shell code without ${{). Put each command in a separate list item, and use environment variables instead of ${{ expressions. [invalid-format]',
  ]],
  ['a gap in a list', { imageBuild: { installCommands: new Array(1) } }, [
    'imageBuild.installCommands[0]: undefined is not a string (allowed: one complete line of shell code without ${{). Specify a string, or remove the item. [wrong-type]',
  ]],

  // container
  ['a ulimit that Fargate does not support', { ulimits: [{ name: 'memlock', softLimit: 1, hardLimit: 1 }] }, [
    'ulimits[0].name: "memlock" is not valid (allowed: nofile). Use nofile, the only limit that you can set on Fargate. [unsupported-value]',
  ]],
  ['a soft limit greater than the hard limit', { ulimits: [{ name: 'nofile', softLimit: 2048, hardLimit: 1024 }] }, [
    'ulimits[0].softLimit: 2048 is greater than hardLimit (allowed: 1 to 1024). Lower softLimit, or raise hardLimit. [soft-limit]',
  ]],
  ['a ulimit out of range', { ulimits: [{ name: 'nofile', softLimit: 0, hardLimit: 2_000_000 }] }, [
    'ulimits[0].softLimit: 0 is out of range (allowed: 1 to 1048576). Use a value in this range. [out-of-range]',
    'ulimits[0].hardLimit: 2000000 is out of range (allowed: 1 to 1048576). Use a value in this range. [out-of-range]',
  ]],
  ['a ulimit without numbers', { ulimits: [{ name: 'nofile' }] }, [
    'ulimits[0].softLimit: is missing. Set softLimit. [missing-option]',
    'ulimits[0].hardLimit: is missing. Set hardLimit. [missing-option]',
  ]],
  ['a ulimit that is specified twice', { ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 1 }, { name: 'nofile', softLimit: 2, hardLimit: 2 }] }, [
    'ulimits[1].name: "nofile" is specified twice. Remove one of the two entries. [duplicate-ulimit]',
  ]],
  ['a ulimit that is null', { ulimits: [null] }, [
    'ulimits[0]: null is not an object (allowed: an object with options). Correct the value. [wrong-type]',
  ]],
  ['a ulimit that is not an object', { ulimits: ['nofile=1024'] }, [
    'ulimits[0]: "nofile=1024" is not an object (allowed: an object with options). Correct the value. [wrong-type]',
  ]],
  ['a stop timeout longer than the Fargate maximum', { stopTimeout: 121 }, [
    'stopTimeout: 121 is out of range (allowed: 2 to 120). Use 2 to 120 seconds, the range that Fargate supports. [out-of-range]',
  ]],
  ['a stop timeout of one second', { stopTimeout: 1 }, [
    'stopTimeout: 1 is out of range (allowed: 2 to 120). Use 2 to 120 seconds, the range that Fargate supports. [out-of-range]',
  ]],
  ['a log retention that CloudWatch does not support', { logRetentionDays: 31 }, [
    'logRetentionDays: 31 is not valid (allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653). Use one of these values. [unsupported-value]',
  ]],
  ['a log retention in quotes', { logRetentionDays: '30' }, [
    'logRetentionDays: "30" is not valid (allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653). Write it without quotes. [unsupported-value]',
  ]],
  ['a container field that an option sets', { containerDefinitionFields: { image: 'nginx' } }, [
    'containerDefinitionFields.image: cannot be set here. Use the ecrRepository option instead. Each release sets the tag. [reserved-field]',
  ]],
  ['a container field that Fargate does not support', { containerDefinitionFields: { privileged: true } }, [
    'containerDefinitionFields.privileged: cannot be set here. Remove it: Fargate does not support it. [reserved-field]',
  ]],
  ['a task definition field that an option sets', { taskDefinitionFields: { cpu: '512' } }, [
    'taskDefinitionFields.cpu: cannot be set here. Use the cpu option instead. [reserved-field]',
  ]],
  ['a task definition field with wrong capitalization', { taskDefinitionFields: { Volumes: [] } }, [
    'taskDefinitionFields.Volumes: is not a field of the ECS API (allowed: enableFaultInjection, ephemeralStorage, pidMode, proxyConfiguration, tags, volumes). Correct the name. The fields of the ECS API use camelCase. [unknown-field]',
  ]],
  ['a task definition field with the name of a built-in JavaScript property', { taskDefinitionFields: { constructor: 1 } }, [
    'taskDefinitionFields.constructor: is not a field of the ECS API (allowed: enableFaultInjection, ephemeralStorage, pidMode, proxyConfiguration, tags, volumes). Correct the name. The fields of the ECS API use camelCase. [unknown-field]',
  ]],
  ['NaN as the value of a container field', { containerDefinitionFields: { startTimeout: Number.NaN } }, [
    'containerDefinitionFields.startTimeout: contains a value that cannot be represented in JSON. Use only strings, numbers, booleans, lists, and objects. [not-json]',
  ]],
  ['a function in the value of a task definition field', { taskDefinitionFields: { volumes: [{ name: () => 'x' }] } }, [
    'taskDefinitionFields.volumes: contains a value that cannot be represented in JSON. Use only strings, numbers, booleans, lists, and objects. [not-json]',
  ]],
  ['less ephemeral storage than the default', { taskDefinitionFields: { ephemeralStorage: { sizeInGiB: 20 } } }, [
    'taskDefinitionFields.ephemeralStorage.sizeInGiB: 20 is out of range (allowed: 21 to 200). Use a size in this range, or remove ephemeralStorage to use the default of 20 GiB. [out-of-range]',
  ]],
  ['more ephemeral storage than Fargate supports', { taskDefinitionFields: { ephemeralStorage: { sizeInGiB: 201 } } }, [
    'taskDefinitionFields.ephemeralStorage.sizeInGiB: 201 is out of range (allowed: 21 to 200). Use a size in this range, or remove ephemeralStorage to use the default of 20 GiB. [out-of-range]',
  ]],
  ['ephemeral storage without a size', { taskDefinitionFields: { ephemeralStorage: {} } }, [
    'taskDefinitionFields.ephemeralStorage.sizeInGiB: is missing (allowed: 21 to 200). Set the size in GiB. [missing-option]',
  ]],
  ['ephemeral storage as a number', { taskDefinitionFields: { ephemeralStorage: 50 } }, [
    'taskDefinitionFields.ephemeralStorage: 50 is not an object (allowed: an object with options). Correct the value. [wrong-type]',
  ]],

  // roles and keys
  ['a role in another account', { taskRoleArn: 'arn:aws:iam::444455556666:role/orders' }, [
    'taskRoleArn: "arn:aws:iam::444455556666:role/orders" is in a different account (allowed: 111122223333). The role must be in the same account and partition as the service. [wrong-account-or-region]',
  ]],
  ['a role in another partition', { executionRoleArn: 'arn:aws-cn:iam::111122223333:role/orders' }, [
    'executionRoleArn: "arn:aws-cn:iam::111122223333:role/orders" is in a different partition (allowed: aws). The role must be in the same account and partition as the service. [wrong-account-or-region]',
  ]],
  ['a user ARN instead of a role ARN', { taskRoleArn: 'arn:aws:iam::111122223333:user/orders' }, [
    'taskRoleArn: "arn:aws:iam::111122223333:user/orders" is not valid (allowed: arn:aws:iam::<account>:role/<name>, or only <name>). Correct the value. [invalid-format]',
  ]],
  ['a missing account, without checking the account of a role', { awsAccount: undefined, taskRoleArn: 'arn:aws:iam::444455556666:role/orders' }, [
    'awsAccount: is missing (allowed: 12 digits). Set awsAccount to the ID of the AWS account that the service runs in. [missing-option]',
  ]],
  ['an invalid region, without checking the partition of a role', { awsRegion: 'cn-north', taskRoleArn: 'arn:aws-cn:iam::111122223333:role/orders' }, [
    'awsRegion: "cn-north" is not valid (allowed: a Region code, for example eu-central-1). Specify the Region code, not the name of the Region or an Availability Zone. [invalid-format]',
  ]],
  ['a registry KMS key without KMS encryption', { registry: { kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/abc' } }, [
    'registry.kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/abc" has no effect without KMS encryption. Set registry.encryption to RegistryEncryption.KMS. [kms-key-without-kms]',
  ]],
  ['a registry KMS key in another account and region', { registry: { encryption: RegistryEncryption.KMS, kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/abc' } }, [
    'registry.kmsKeyArn: "arn:aws:kms:eu-west-1:444455556666:key/abc" is in a different account and Region (allowed: 111122223333, us-east-1). Use a key in the same account and Region as the ECR repository. [wrong-account-or-region]',
  ]],
  ['settings for an existing ECR repository', { registry: { existing: true, keepImages: 5, encryption: RegistryEncryption.AES256 } }, [
    'registry.keepImages: 5 has no effect on an existing ECR repository. Remove it, or set registry.existing to false. [existing-repository]',
    'registry.encryption: "AES256" has no effect on an existing ECR repository. Remove it, or set registry.existing to false. [existing-repository]',
  ]],
  ['released images of an existing ECR repository', { registry: { existing: true, keepReleasedImages: 5 } }, [
    'registry.keepReleasedImages: 5 has no effect on an existing ECR repository. Remove it, or set registry.existing to false. [existing-repository]',
  ]],
  ['released images without tags', { registry: { keepReleasedImages: 5, tagReleases: false } }, [
    'registry.keepReleasedImages: 5 has no effect because registry.tagReleases is false. Remove it, or set registry.tagReleases to true. [no-release-tags]',
  ]],
  ['an additional tag like that of a released image', { registry: { extraTags: ['latest', 'production_latest'] } }, [
    'registry.extraTags: ["latest","production_latest"] contains "production_latest", which starts like the tag of a released image. Use a tag that does not start with the name of an environment and an underscore. [release-tag]',
  ]],
  ['zero images to keep', { registry: { keepImages: 0 } }, [
    'registry.keepImages: 0 is out of range (allowed: 1 to 1000). Use a value in this range. [out-of-range]',
  ]],

  // GitHub
  ['a missing repository without a git remote', { githubRepository: undefined }, [
    'githubRepository: is missing and cannot be derived from the git remote "origin" (allowed: owner/name). Set githubRepository, or add a GitHub remote named "origin". [missing-option]',
  ]],
  ['a repository URL', { githubRepository: 'https://github.com/acme/orders-api' }, [
    'githubRepository: "https://github.com/acme/orders-api" is not valid (allowed: owner/name). Use owner/name without the host or .git, for example acme/orders-api. [invalid-format]',
  ]],
  ['a repository that ends with .git', { githubRepository: 'acme/orders-api.git' }, [
    'githubRepository: "acme/orders-api.git" is not valid (allowed: owner/name). Use owner/name without the host or .git, for example acme/orders-api. [invalid-format]',
  ]],
  ['a repository with three segments', { githubRepository: 'acme/shop/orders-api' }, [
    'githubRepository: "acme/shop/orders-api" is not valid (allowed: owner/name). Use owner/name without the host or .git, for example acme/orders-api. [invalid-format]',
  ]],
  ['a repository without an owner', { githubRepository: 'orders-api' }, [
    'githubRepository: "orders-api" is not valid (allowed: owner/name). Use owner/name without the host or .git, for example acme/orders-api. [invalid-format]',
  ]],
  ['a repository named ..', { githubRepository: 'acme/..' }, [
    'githubRepository: "acme/.." is not valid (allowed: owner/name). Use owner/name without the host or .git, for example acme/orders-api. [invalid-format]',
  ]],
  ['a name as the numeric ID of the owner', { githubActions: { ownerId: 'acme' } }, [
    'githubActions.ownerId: "acme" is not valid (allowed: a numeric ID from the GitHub API). Correct the value. [invalid-format]',
  ]],
  ['a runner with another architecture', { githubActions: { runner: 'ubuntu-24.04-arm' } }, [
    'githubActions.runner: "ubuntu-24.04-arm" does not match cpuArchitecture X86_64 (allowed: ubuntu-24.04, or a custom runner). Change runner or cpuArchitecture. [runner-architecture]',
  ]],
  ['a runner with a GitHub expression', { githubActions: { runner: '${{ inputs.runner }}' } }, [
    'githubActions.runner: "${{ inputs.runner }}" is not valid (allowed: a runner label with letters, digits, and . _ -, and with ${{ github.run_id }}, ${{ github.run_attempt }}, ${{ github.run_number }}, or ${{ github.repository_owner }}). Correct the value. [invalid-format]',
  ]],
  ['an action that the workflows do not use', { githubActions: { actions: { 'actions/stale': 'actions/stale@v4' } } }, [
    'githubActions.actions["actions/stale"]: "actions/stale@v4" replaces an action that the workflows do not use (allowed: actions/checkout, actions/setup-node, actions/create-github-app-token, actions/cache, actions/upload-artifact, actions/download-artifact, aws-actions/configure-aws-credentials, aws-actions/amazon-ecr-login, aws-actions/amazon-ecs-render-task-definition, aws-actions/amazon-ecs-deploy-task-definition, docker/build-push-action, docker/setup-buildx-action, actions/setup-python, actions/setup-java, actions/setup-go, actions/setup-dotnet, ruby/setup-ruby). Remove it. [unused-action]',
  ]],
  ['an action without a ref', { githubActions: { actions: { 'actions/checkout': 'actions/checkout' } } }, [
    'githubActions.actions["actions/checkout"]: "actions/checkout" is not valid (allowed: owner/repository@ref). Pin the action to a full commit SHA. [invalid-format]',
  ]],
  ['an action that is not a string', { githubActions: { actions: { 'actions/checkout': 4 } } }, [
    'githubActions.actions["actions/checkout"]: 4 is not valid (allowed: owner/repository@ref). Pin the action to a full commit SHA. [invalid-format]',
  ]],

  // engines
  ['a config with both engines disabled', { githubRepository: undefined, githubActions: { enabled: false }, codePipeline: { enabled: false } }, [
    'githubActions.enabled: false leaves no engine enabled, because codePipeline.enabled is also false. Enable at least one of the two engines. [no-engine]',
  ]],
  ['CodePipeline as the trigger if it is disabled', { trigger: DeliveryEngine.CODE_PIPELINE, codePipeline: { enabled: false } }, [
    'trigger: "code-pipeline" refers to a disabled engine. Enable that engine, or choose the other one. [disabled-trigger]',
  ]],
  ['GitHub Actions as the trigger if it is disabled', { trigger: DeliveryEngine.GITHUB_ACTIONS, githubActions: { enabled: false } }, [
    'trigger: "github-actions" refers to a disabled engine. Enable that engine, or choose the other one. [disabled-trigger]',
  ]],
  ['a CodeCommit source while GitHub Actions is enabled', { codePipeline: { source: PipelineSource.CODE_COMMIT } }, [
    'codePipeline.source: "code-commit" makes the two engines deploy from different repositories (allowed: PipelineSource.GITHUB when GitHub Actions is enabled). Use PipelineSource.GITHUB, or set githubActions.enabled to false. [different-repositories]',
  ]],
  ['a GitHub repository that no engine uses', { githubActions: { enabled: false }, codePipeline: { source: PipelineSource.CODE_COMMIT } }, [
    'githubRepository: "acme/orders-api" is not used by any engine. Remove it, or enable an engine that uses GitHub. [unused-repository]',
  ]],
  ['a connection for a CodeCommit source', { githubRepository: undefined, githubActions: { enabled: false }, codePipeline: { source: PipelineSource.CODE_COMMIT, connectionArn: 'arn:aws:codeconnections:us-east-1:111122223333:connection/0d6e1e5c-0000-4000-8000-000000000000' } }, [
    'codePipeline.connectionArn: "arn:aws:codeconnections:us-east-1:111122223333:connection/0d6e1e5c-0000-4000..." has no effect with a CodeCommit source. Remove it. [option-of-other-source]',
  ]],
  ['a CodeCommit repository for a GitHub source', { codePipeline: { codeCommitRepository: 'orders' } }, [
    'codePipeline.codeCommitRepository: "orders" has no effect with a GitHub source. Remove it, or set source to PipelineSource.CODE_COMMIT. [option-of-other-source]',
  ]],
  ['a connection in another account', { codePipeline: { connectionArn: 'arn:aws:codeconnections:us-east-1:444455556666:connection/0d6e1e5c-0000-4000-8000-000000000000' } }, [
    'codePipeline.connectionArn: "arn:aws:codeconnections:us-east-1:444455556666:connection/0d6e1e5c-0000-4000..." is in a different account (allowed: 111122223333). Use a connection in the delivery account. [wrong-account-or-region]',
  ]],
  ['a connection name instead of an ARN', { codePipeline: { connectionArn: 'acme-github' } }, [
    'codePipeline.connectionArn: "acme-github" is not valid (allowed: arn:aws:codeconnections:<region>:<account>:connection/<uuid>). Correct the value. [invalid-format]',
  ]],
  ['an invalid option of GitHub Actions if it is disabled', { githubActions: { enabled: false, runner: 'my runner' } }, [
    'githubActions.runner: "my runner" is not valid (allowed: a runner label with letters, digits, and . _ -, and with ${{ github.run_id }}, ${{ github.run_attempt }}, ${{ github.run_number }}, or ${{ github.repository_owner }}). Correct the value. [invalid-format]',
  ]],
  ['an invalid option of CodePipeline if it is disabled', { codePipeline: { enabled: false, computeType: 'HUGE' } }, [
    'codePipeline.computeType: "HUGE" is not valid (allowed: SMALL, MEDIUM, LARGE, X_LARGE, X2_LARGE). Use one of these values. [unsupported-value]',
  ]],
  ['a deployment timeout of zero', { deploymentTimeoutMinutes: 0 }, [
    'deploymentTimeoutMinutes: 0 is out of range (allowed: 1 to 300). Use a value in this range. [out-of-range]',
  ]],
  ['a deployment timeout longer than five hours', { deploymentTimeoutMinutes: 301 }, [
    'deploymentTimeoutMinutes: 301 is out of range (allowed: 1 to 300). Use a value in this range: GitHub Actions can wait at most 300 minutes. [out-of-range]',
  ]],
  ['a boolean in quotes', { approval: 'true' }, [
    'approval: "true" is not a boolean (allowed: true, false). Write it without quotes. [wrong-type]',
  ]],

  // enums
  ['an enum member that does not exist and is therefore undefined', { cpuArchitecture: (CpuArchitecture as Record<string, unknown>).ARM }, [
    'cpuArchitecture: undefined is not a member of CpuArchitecture (allowed: CpuArchitecture.X86_64, CpuArchitecture.ARM64). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ]],
  ['the name of an enum member as a string', { cpuArchitecture: 'ARM64' }, [
    'cpuArchitecture: "ARM64" is not a member of CpuArchitecture (allowed: CpuArchitecture.X86_64, CpuArchitecture.ARM64). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ]],
  ['an unknown trigger', { trigger: 'github' }, [
    'trigger: "github" is not a member of DeliveryEngine (allowed: DeliveryEngine.GITHUB_ACTIONS, DeliveryEngine.CODE_PIPELINE). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ]],
  ['an undefined trigger', { trigger: undefined }, [
    'trigger: undefined is not a member of DeliveryEngine (allowed: DeliveryEngine.GITHUB_ACTIONS, DeliveryEngine.CODE_PIPELINE). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ]],
  ['an undefined source', { codePipeline: { source: undefined } }, [
    'codePipeline.source: undefined is not a member of PipelineSource (allowed: PipelineSource.GITHUB, PipelineSource.CODE_COMMIT). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ]],
  ['an unknown encryption', { registry: { encryption: 'aes256' } }, [
    'registry.encryption: "aes256" is not a member of RegistryEncryption (allowed: RegistryEncryption.AES256, RegistryEncryption.KMS). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ]],
  ['an unknown image tag', { registry: { imageTag: 'latest' } }, [
    'registry.imageTag: "latest" is not a member of ImageTag (allowed: ImageTag.FULL_SHA, ImageTag.SHORT_SHA). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ]],

  // paths
  ['a Dockerfile outside the project', { imageBuild: { dockerfile: '../Dockerfile' } }, [
    'imageBuild.dockerfile: "../Dockerfile" is not valid (allowed: a relative path without ../ that contains only letters, digits, and the characters . _ - /). Correct the value. [invalid-format]',
  ]],
  ['a Dockerfile that docker would interpret as an option', { imageBuild: { dockerfile: '-f' } }, [
    'imageBuild.dockerfile: "-f" is not valid (allowed: a relative path without ../ that contains only letters, digits, and the characters . _ - /). Correct the value. [invalid-format]',
  ]],
  ['a Dockerfile path with a space', { imageBuild: { dockerfile: 'my Dockerfile' } }, [
    'imageBuild.dockerfile: "my Dockerfile" is not valid (allowed: a relative path without ../ that contains only letters, digits, and the characters . _ - /). Correct the value. [invalid-format]',
  ]],
  ['a Dockerfile path with a backslash', { imageBuild: { dockerfile: 'docker\\Dockerfile' } }, [
    'imageBuild.dockerfile: "docker\\\\Dockerfile" is not valid (allowed: a relative path without ../ that contains only letters, digits, and the characters . _ - /). Correct the value. [invalid-format]',
  ]],
  ['a folder as the Dockerfile', { imageBuild: { dockerfile: 'docker/' } }, [
    'imageBuild.dockerfile: "docker/" is not valid (allowed: a relative path without ../ that contains only letters, digits, and the characters . _ - /). Correct the value. [invalid-format]',
  ]],
  ['a number of approvals that GitHub does not support', { githubActions: { branchProtection: { requiredApprovals: 7 } } }, [
    'githubActions.branchProtection.requiredApprovals: 7 is out of range (allowed: 0 to 6). Use a value in this range. [out-of-range]',
  ]],
  ['code owners who need not approve', { githubActions: { branchProtection: { requiredApprovals: 0, requireCodeOwnerReview: true } } }, [
    'githubActions.branchProtection.requireCodeOwnerReview: true has no effect because pull requests need no approvals. Set requiredApprovals to 1 or more, or remove requireCodeOwnerReview. [review-without-approvals]',
  ]],
  ['a required check without a name', { githubActions: { branchProtection: { requiredChecks: [''] } } }, [
    'githubActions.branchProtection.requiredChecks[0]: "" is not valid (allowed: the name of a check, up to 100 characters). Correct the value. [invalid-format]',
  ]],
  ['a takeOver path that starts with ./', { takeOver: ['./Dockerfile'] }, [
    'takeOver[0]: "./Dockerfile" is not valid (allowed: a relative path without ./ or ../ that contains only letters, digits, and the characters . _ - /). Correct the value. [invalid-format]',
  ]],
  ['an absolute takeOver path', { takeOver: ['/etc/passwd'] }, [
    'takeOver[0]: "/etc/passwd" is not valid (allowed: a relative path without ./ or ../ that contains only letters, digits, and the characters . _ - /). Correct the value. [invalid-format]',
  ]],
  ['a takeOver path with ../', { takeOver: ['infra/../../x'] }, [
    'takeOver[0]: "infra/../../x" is not valid (allowed: a relative path without ./ or ../ that contains only letters, digits, and the characters . _ - /). Correct the value. [invalid-format]',
  ]],
  ['a single string for takeOver', { takeOver: 'Dockerfile' }, [
    `takeOver: "Dockerfile" is not a list (allowed: a list of strings). Write it as ['...', '...']. [wrong-type]`,
  ]],
  ['an artifact outside the project', { imageBuild: { dockerfile: 'Dockerfile', artifacts: ['../libs'] } }, [
    'imageBuild.artifacts[0]: "../libs" is not valid (allowed: a relative path inside the project that contains only letters, digits, and the characters - . _ / *, but not ./, ../, or **). Correct the value. To include a folder and everything in it, specify the folder. [invalid-format]',
  ]],
  ['artifacts with the generated Dockerfile', { imageBuild: { artifacts: ['dist'] } }, [
    'imageBuild.artifacts: ["dist"] has no effect, because the generated Dockerfile compiles the service itself. Set imageBuild.dockerfile, or remove artifacts. To copy files into the image with the generated Dockerfile, list them in imageBuild.files. [own-dockerfile-required]',
  ]],
  ['artifacts without commands', { imageBuild: { dockerfile: 'Dockerfile', artifacts: ['dist'], installCommands: [], testCommands: [] } }, [
    'imageBuild.artifacts: ["dist"] has no effect, because no commands run before the image build. Set imageBuild.testCommands to the commands that create these files. [artifacts-without-commands]',
  ]],
  ['options of your own Dockerfile with the generated one', { imageBuild: { buildArgs: { A: 'a' }, target: 'runtime', context: 'app' } }, [
    'imageBuild.buildArgs: has no effect on the generated Dockerfile. Set imageBuild.dockerfile, or remove buildArgs. [own-dockerfile-required]',
    'imageBuild.target: has no effect on the generated Dockerfile. Set imageBuild.dockerfile, or remove target. [own-dockerfile-required]',
    'imageBuild.context: has no effect on the generated Dockerfile. Set imageBuild.dockerfile, or remove context. [own-dockerfile-required]',
  ]],
  ['build instructions for an image that is built elsewhere', { imageBuild: { image: 'nginx:1.29', dockerfile: 'Dockerfile', runtime: 'java' } }, [
    'imageBuild.runtime: has no effect because imageBuild.image specifies an image that is built elsewhere. Remove runtime, or remove image. [image-not-built]',
    'imageBuild.dockerfile: has no effect because imageBuild.image specifies an image that is built elsewhere. Remove dockerfile, or remove image. [image-not-built]',
  ]],
  ['a connection to GitHub in China', { awsRegion: 'cn-north-1', codePipeline: { enabled: true } }, [
    'codePipeline.enabled: true requires AWS CodeConnections, which is not available in cn-north-1 (allowed: false, or another source than GitHub). Set codePipeline.enabled to false, or use PipelineSource.CODE_COMMIT. [service-not-in-region]',
  ]],
  ['a connection to GitHub in a Region without CodeConnections', { awsRegion: 'ap-southeast-4' }, [
    'codePipeline.enabled: true requires AWS CodeConnections, which is not available in ap-southeast-4 (allowed: false, or another source than GitHub). Set codePipeline.enabled to false, or use PipelineSource.CODE_COMMIT. If AWS has added CodeConnections to the Region, set codePipeline.enabled to true. [service-not-in-region]',
  ]],
  ['a pipeline in a Region without CodePipeline', { awsRegion: 'mx-central-1' }, [
    'codePipeline.enabled: true requires AWS CodePipeline, which is not available in mx-central-1 (allowed: false). Set codePipeline.enabled to false. If AWS has added CodePipeline to the Region, set codePipeline.enabled to true. [service-not-in-region]',
  ]],
  ['a Git tag that CodePipeline does not know', { registry: { gitTag: true }, triggerTags: ['v*'] }, [
    'registry.gitTag: true is not supported with CodePipeline, because its build does not know which Git tag started the release. Set codePipeline.enabled to false, or remove gitTag. [git-tag-unknown]',
  ]],
  ['a Git tag that starts no release', { registry: { gitTag: true }, codePipeline: { enabled: false } }, [
    'registry.gitTag: true has no effect because no Git tag starts a release. Set triggerTags, or remove gitTag. [git-tag-unknown]',
  ]],
  ['a build of an image that is built elsewhere', { imageBuild: { enabled: false, dockerfile: 'Dockerfile', testCommands: ['npm test'] }, buildRoleStatements: [{ actions: ['s3:GetObject'], resources: ['*'] }], registry: { extraTags: ['latest'] }, githubActions: { afterWorkflow: 'CI' }, triggerPaths: ['src/**'] }, [
    'imageBuild.testCommands: has no effect because imageBuild.enabled is false, so releases do not build an image. Remove testCommands, or set imageBuild.enabled to true. [no-image-build]',
    'imageBuild.dockerfile: has no effect because imageBuild.enabled is false, so releases do not build an image. Remove dockerfile, or set imageBuild.enabled to true. [no-image-build]',
    'buildRoleStatements: has no effect because imageBuild.enabled is false, so releases do not build an image. Remove buildRoleStatements, or set imageBuild.enabled to true. [no-image-build]',
    'registry.extraTags: has no effect because imageBuild.enabled is false, so releases do not build an image. Remove extraTags, or set imageBuild.enabled to true. [no-image-build]',
    'triggerPaths: has no effect because imageBuild.enabled is false, so a push does not start a release. Remove triggerPaths, or set imageBuild.enabled to true. [no-image-build]',
    'githubActions.afterWorkflow: is not supported because a workflow that succeeds cannot specify the image. Remove afterWorkflow, or set imageBuild.enabled to true. [no-image-build]',
  ]],
  ['branches of a pipeline that no push starts', { imageBuild: { enabled: false }, githubActions: { enabled: false }, triggerTags: ['v*'] }, [
    'triggerTags: has no effect because imageBuild.enabled is false, so a push does not start a release. Remove triggerTags, or set imageBuild.enabled to true. [no-image-build]',
  ]],
  ['the ARN of a permissions boundary', { permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' }, [
    'permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" is not valid (allowed: the name of a managed policy, not the ARN; if the policy has a path, path/name). Correct the value. [invalid-format]',
  ]],
  ['an image with a scheme', { imageBuild: { image: 'https://example.com/app:1' } }, [
    'imageBuild.image: "https://example.com/app:1" is not valid (allowed: an image, for example public.ecr.aws/docker/library/node:24-alpine). Correct the value. [invalid-format]',
  ]],
  ['options of the generated Dockerfile with your own', { imageBuild: { dockerfile: 'Dockerfile', baseImage: 'node:24', files: ['views'], installFiles: ['prisma'] } }, [
    'imageBuild.files: ["views"] has no effect on your own Dockerfile. Remove it, and copy the files in your Dockerfile instead. [generated-dockerfile-required]',
    'imageBuild.installFiles: ["prisma"] has no effect on your own Dockerfile. Remove it, and copy the files in your Dockerfile instead. [generated-dockerfile-required]',
    'imageBuild.baseImage: "node:24" has no effect on your own Dockerfile. Remove it, and change the FROM instruction of your Dockerfile instead. [generated-dockerfile-required]',
  ]],
  ['invalid build arguments', { imageBuild: { dockerfile: 'Dockerfile', buildArgs: { 'a-b': 'x', GIT_SHA: 'x', LIST: ['x'], TOKEN: '$TOKEN' } } }, [
    'imageBuild.buildArgs["a-b"]: is not a valid build argument name (allowed: letters, digits, and underscores, not starting with a digit). Rename the build argument. [variable-name]',
    'imageBuild.buildArgs.GIT_SHA: is always set to the commit SHA. Use another name. [reserved-build-argument]',
    'imageBuild.buildArgs.LIST: ["x"] is not a string (allowed: one line of text without quotes, backslashes, and $). Specify a string, or remove the build argument. [wrong-type]',
    'imageBuild.buildArgs.TOKEN: "$TOKEN" is not valid (allowed: one line of text without quotes, backslashes, and $). Use a simpler value, or set it in the Dockerfile. [invalid-format]',
  ]],
  ['a base image with another version of Node.js', { imageBuild: { baseImage: 'public.ecr.aws/docker/library/node:22-alpine' } }, [
    'imageBuild.baseImage: "public.ecr.aws/docker/library/node:22-alpine" contains Node.js 22, but nodeVersion is 24. Set nodeVersion to the same version, or use another image. [base-image-version]',
  ]],
  ['a file that must not be in the image', { imageBuild: { files: ['views', 'config/.env.production'] } }, [
    'imageBuild.files: ["views","config/.env.production"] contains config/.env.production, which .dockerignore always excludes. Remove it. To pass a secret to the service, use secrets. [file-not-for-image]',
  ]],
  ['a tag that looks like a commit', { registry: { extraTags: ['0123abc'] } }, [
    'registry.extraTags[0]: "0123abc" is not valid (allowed: 1 to 128 letters, digits, and the characters . _ -, starting with a letter, digit, or underscore, but not a commit SHA). Correct the value. [invalid-format]',
  ]],
  ['more tags than ECR allows', { registry: { extraTags: ['a', 'b', 'c', 'd', 'e', 'f'] } }, [
    'registry.extraTags: ["a","b","c","d","e","f"] has 6 tags (allowed: at most 5). Remove some of them. [too-many-tags]',
  ]],
  ['a path pattern that starts with /', { triggerPaths: ['/src'] }, [
    'triggerPaths[0]: "/src" is not valid (allowed: a pattern with letters, digits, and the characters - . _ / *, relative to the root of the repository). Correct the value. To match everything in a folder, add /**. [invalid-format]',
  ]],
  ['more path patterns than CodePipeline allows', { triggerPaths: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'] }, [
    'triggerPaths: ["a","b","c","d","e","f","g","h","i"] has 9 patterns (allowed: at most 8). Combine some of them, for example in a pattern with *. [too-many-paths]',
  ]],
  ['path patterns without a push', { triggerPaths: ['src/**'], githubActions: { workflowCall: true } }, [
    'triggerPaths: ["src/**"] has no effect with githubActions.workflowCall, because a push does not start a release. Remove it, and set paths in the workflow that calls deploy.yml. [paths-without-push]',
  ]],
  ['path patterns for CodeCommit', {
    githubRepository: undefined,
    githubActions: { enabled: false },
    codePipeline: { source: PipelineSource.CODE_COMMIT },
    triggerPaths: ['src/**'],
  }, [
    'triggerPaths: ["src/**"] has no effect, because CodePipeline cannot filter pushes to a CodeCommit repository. Remove it. [paths-with-code-commit]',
  ]],
  ['a relative cache path', { imageBuild: { cachePaths: ['node_modules'] } }, [
    'imageBuild.cachePaths[0]: "node_modules" is not valid (allowed: an absolute path without ./ or ../ that contains only letters, digits, and the characters . _ - /). Correct the value. [invalid-format]',
  ]],
  ['a cache path with ../', { imageBuild: { cachePaths: ['/root/../etc'] } }, [
    'imageBuild.cachePaths[0]: "/root/../etc" is not valid (allowed: an absolute path without ./ or ../ that contains only letters, digits, and the characters . _ - /). Correct the value. [invalid-format]',
  ]],

  // option names
  ['a misspelled option', { awsAcount: '111122223333' }, [
    'awsAcount: is not a known option. Did you mean awsAccount? [unknown-option]',
  ]],
  ['an option with wrong capitalization', { AwsRegion: 'eu-west-1' }, [
    'AwsRegion: is not a known option. Did you mean awsRegion? [unknown-option]',
  ]],
  ['a partial option name', { port: 8080 }, [
    'port: is not a known option. Did you mean containerPort? [unknown-option]',
  ]],
  ['an option name with an extra word', { ecrRepositoryName: 'orders' }, [
    'ecrRepositoryName: is not a known option. Did you mean ecrRepository? [unknown-option]',
  ]],
  ['two unknown options at once', { registry: { kms: true, keepImage: 5 } }, [
    'registry.kms: is not a known option. Did you mean kmsKeyArn? [unknown-option]',
    'registry.keepImage: is not a known option. Did you mean keepImages? [unknown-option]',
  ]],
  ['a misspelled nested option', { registry: { keepImage: 5 } }, [
    'registry.keepImage: is not a known option. Did you mean keepImages? [unknown-option]',
  ]],
  ['an unknown option that resembles no other option', { registry: { scanOnPush: true } }, [
    'registry.scanOnPush: is not a known option (allowed: encryption, existing, extraTags, gitTag, imageTag, keepImages, keepReleasedImages, kmsKeyArn, tagReleases). Remove it, or correct the name. [unknown-option]',
  ]],
  ['an option with the name of a built-in JavaScript property', { imageBuild: { constructor: 1, toString: 2 } }, [
    'imageBuild.constructor: is not a known option (allowed: artifacts, baseImage, buildArgs, cachePaths, context, contextFiles, dockerfile, enabled, files, image, installCommands, installFiles, packageManager, registries, runtime, runtimeVersion, secretVariables, secrets, target, testCommands). Remove it, or correct the name. [unknown-option]',
    'imageBuild.toString: is not a known option (allowed: artifacts, baseImage, buildArgs, cachePaths, context, contextFiles, dockerfile, enabled, files, image, installCommands, installFiles, packageManager, registries, runtime, runtimeVersion, secretVariables, secrets, target, testCommands). Remove it, or correct the name. [unknown-option]',
  ]],
  ['__proto__ as an option', JSON.parse('{ "registry": { "__proto__": { "keepImages": 5 } } }'), [
    'registry.__proto__: is not a known option (allowed: encryption, existing, extraTags, gitTag, imageTag, keepImages, keepReleasedImages, kmsKeyArn, tagReleases). Remove it, or correct the name. [unknown-option]',
  ]],
  ['an option name with a line break', { imageBuild: { 'a\nb': 1 } }, [
    'imageBuild["a\\nb"]: is not a known option (allowed: artifacts, baseImage, buildArgs, cachePaths, context, contextFiles, dockerfile, enabled, files, image, installCommands, installFiles, packageManager, registries, runtime, runtimeVersion, secretVariables, secrets, target, testCommands). Remove it, or correct the name. [unknown-option]',
  ]],
];

test.each(BAD_CONFIGS)('rejects %s', (_name, options, lines) => {
  expect(problemsOf(options)).toEqual(lines);
});

describe('the project context', () => {
  test('rejects a project name that is not a valid service name', () => {
    expect(problemsOf({}, { projectName: '@acme/Orders_API' })).toEqual([
      `serviceName: "Orders_API" is the project name, but is not a valid service name (allowed: 2 to 32 lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Set serviceName to a valid name. [service-name]`,
    ]);
  });

  test('rejects a package manager that is not supported', () => {
    expect(problemsOf({}, { packageManager: 'pnpm@' })).toEqual([
      'packageManager: "pnpm@" is not valid (allowed: npm, or pnpm, yarn, or bun with a version, for example pnpm@10.33.0). Specify npm without a version, or one of the other package managers with a version. The npm version depends on nodeVersion. [package-manager-version]',
    ]);
    expect(problemsOf({}, { packageManager: 'yarn@3.8.7' })).toEqual([
      'packageManager: "yarn@3.8.7" cannot install only the production dependencies (allowed: Yarn 1, and Yarn 4 or later). Update Yarn. [package-manager-version]',
    ]);
    expect(problemsOf({}, { packageManager: 'yarn@4.13.0', plugAndPlay: true })).toEqual([
      'packageManager: "yarn@4.13.0" installs packages with Plug\'n\'Play, but the CDK app needs node_modules. Set yarnBerryOptions.yarnRcOptions.nodeLinker to javascript.YarnNodeLinker.NODE_MODULES. [plug-and-play]',
    ]);
  });

  test('requires commands and a Dockerfile for a workspace, whose lock file is in another folder', () => {
    expect(problemsOf({}, { workspaceRoot: '../..' })).toEqual([
      'imageBuild.installCommands: is required because the project is a workspace of ../.., which contains the lock file (allowed: the commands that install the dependencies from that folder). Set imageBuild.installCommands. [workspace]',
      'imageBuild.dockerfile: is required because the project is a workspace of ../.., which contains the lock file (allowed: the path of your Dockerfile). Set imageBuild.dockerfile. [workspace]',
    ]);
    const imageBuild = { dockerfile: 'Dockerfile', installCommands: ['npm ci --prefix ../..'] };
    expect(problemsOf({ imageBuild }, { workspaceRoot: '../..' })).toEqual([]);
  });

  test('rejects imageBuild.packageManager if the project specifies its package manager', () => {
    expect(problemsOf({ imageBuild: { packageManager: 'pnpm@10.33.0' } })).toEqual([
      'imageBuild.packageManager: "pnpm@10.33.0" has no effect because the project specifies its package manager. Set packageManager of the project instead. [package-manager-of-project]',
    ]);
    expect(problemsOf({ imageBuild: { packageManager: 'pnpm@10.33.0' } }, { nodeProject: false })).toEqual([]);
  });

  test('requires a Dockerfile for a project in plain JavaScript', () => {
    expect(problemsOf({}, { plainJavaScript: true })).toEqual([
      'imageBuild.dockerfile: is required because the generated Dockerfile supports only TypeScript, and this project is written in JavaScript (allowed: the path of your Dockerfile). Set imageBuild.dockerfile. [dockerfile-required]',
    ]);
    expect(problemsOf({ imageBuild: { dockerfile: 'Dockerfile' } }, { plainJavaScript: true })).toEqual([]);
  });

  test('rejects a subproject folder with shell syntax', () => {
    expect(problemsOf({ githubActions: { enabled: false } }, { directory: 'services/$(orders)' })).toEqual([
      'outdir: "services/$(orders)" contains characters that are not safe in shell commands (allowed: a relative path without ./ or ../ that contains only letters, digits, and the characters . _ - /). Rename the folder. [unsafe-folder]',
    ]);
  });

  test('rejects GitHub Actions in a subproject', () => {
    expect(problemsOf({}, { directory: 'services/orders' })).toEqual([
      'githubActions.enabled: true is not supported in a subproject, because GitHub runs workflows only from the root of the repository (allowed: false in a subproject). Set githubActions.enabled to false, or add the delivery to the root project. [github-actions-in-subproject]',
    ]);
  });

  test.each([
    'https://gitlab.com/acme/orders.git',
    'git@github.example.com:acme/orders.git',
    'https://github.com.evil.example/acme/orders',
    '/srv/git/orders',
  ])('ignores a git remote that is not on GitHub: %s', (url) => {
    const problems = problemsOf({ githubRepository: undefined }, { gitRemote: () => url });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^githubRepository: is missing.* \[(missing-option|enterprise-server)\]$/);
  });
});

describe('the error message', () => {
  const error = errorOf(
    { containerPort: 80, cpu: 300, awsRegion: 'Frankfurt', awsAcount: '1', stopTimeout: 1 },
    CONTEXT,
  )!;

  test('lists all problems in the order of the checks, under one headline', () => {
    expect(error.message).toBe(
      [
        'Found 6 problems in the delivery config of orders-api. No files were written.',
        '  - awsAcount: is not a known option. Did you mean awsAccount? [unknown-option]',
        '  - awsRegion: "Frankfurt" is not valid (allowed: a Region code, for example eu-central-1). Specify the Region code, not the name of the Region or an Availability Zone. [invalid-format]',
        '  - githubRepository: is missing and cannot be derived from the git remote "origin" (allowed: owner/name). Set githubRepository, or add a GitHub remote named "origin". [missing-option]',
        '  - cpu: 300 is not valid (allowed: 256, 512, 1024, 2048, 4096, 8192, 16384). Choose a size that Fargate supports. [unsupported-value]',
        '  - containerPort: 80 is out of range (allowed: 1024 to 65535). Use a port that a non-root user can listen on. [out-of-range]',
        '  - stopTimeout: 1 is out of range (allowed: 2 to 120). Use 2 to 120 seconds, the range that Fargate supports. [out-of-range]',
      ].join('\n'),
    );
  });

  test('does not depend on the order of the options', () => {
    const reordered = errorOf(
      { stopTimeout: 1, awsAcount: '1', awsRegion: 'Frankfurt', cpu: 300, containerPort: 80 },
      CONTEXT,
    )!;
    expect(reordered.message).toBe(error.message);
  });

  test('uses the singular for one problem', () => {
    expect(errorOf({ ...BASE, cpu: 300 })!.message).toMatch(
      /^Found 1 problem in the delivery config of orders-api\. No files were written\.\n {2}- cpu: /,
    );
  });

  test('contains no stack trace and no properties below the message', () => {
    expect(error.name).toBe('ConfigError');
    expect(error.stack).toBe(error.message);
    expect(Object.keys(error)).toEqual([]);
  });

  test.each([
    ['null', null],
    ['"x"', 'x'],
    ['[]', []],
    ['5', 5],
  ])('rejects %s as options', (shown, options) => {
    expect(errorOf(options)!.message.split('\n').slice(1)).toEqual([
      `  - options: ${shown} is not an object (allowed: an object with options). Correct the value. [wrong-type]`,
    ]);
  });

  test('shows every problem on one line of limited length', () => {
    const lines = problemsOf({
      serviceName: 'a\r\nb',
      branch: 'x'.repeat(100_000),
      healthCheckPath: '\u202e\u2028\u009b31m',
      environmentVariables: { ['N'.repeat(5000)]: 'ok', ['-'.repeat(5000)]: 'x' },
    });
    expect(lines.join('').match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)).toBeNull();
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
    expect(lines).toContain(
      'healthCheckPath: "\\u202e\\u2028\\u009b31m" is not valid (allowed: a path that starts with / and contains only letters, digits, and . _ ~ / -). Specify only the path, without a host, a query string, or spaces. [invalid-format]',
    );
  });

  test('does not split a character when it truncates a value', () => {
    expect(problemsOf({ branch: `a${'\u{1f600}'.repeat(100)}` })[0]).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });
});
