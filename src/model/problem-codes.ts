/** What a problem code means, for the page of error codes. */
export interface ProblemDescription {
  /** The problem in a few words. */
  readonly title: string;
  /** The problem and how to fix it, in one or two sentences. */
  readonly explanation: string;
  /** The documentation of the rule, by the service that defines it. */
  readonly link?: string;
}

/** Problems of one value, regardless of other options. Also reported for a value that every environment overrides. */
const VALUE_PROBLEMS = {
  'unknown-option': {
    title: 'Unknown option',
    explanation: 'No option has this name. Correct the spelling, or remove the option.',
  },
  'top-level-option': {
    title: 'Top-level option in an environment',
    explanation:
      'The option has the same value in every environment. Set it at the top level of the config instead of in an environment.',
  },
  'option-set-twice': {
    title: 'Option set with two names',
    explanation: 'The config sets an option with its old name and with its current name. Remove the old name.',
  },
  'wrong-type': {
    title: 'Value of the wrong type',
    explanation:
      'The value has a different type than the option requires, for example a string instead of a number. Use the type that the message describes.',
  },
  'invalid-format': {
    title: 'Value in the wrong format',
    explanation:
      'The value does not follow the format that AWS, GitHub, or the generated files require. Use the format that the message describes.',
  },
  'too-long': {
    title: 'Value that is too long',
    explanation: 'The value exceeds the maximum length that AWS, Git, or npm allows. Shorten it.',
  },
  'out-of-range': {
    title: 'Number out of range',
    explanation:
      'The number is below the minimum or above the maximum. Use a number in the range that the message shows.',
  },
  'unsupported-value': {
    title: 'Unsupported value',
    explanation: 'The option accepts only the values that the message lists. Choose one of them.',
  },
  'empty-list': {
    title: 'Empty list',
    explanation: 'The list must have at least one item. Add an item, or remove the option to use its default.',
  },
  'variable-name': {
    title: 'Invalid variable name',
    explanation:
      'A shell can set only variables whose names consist of letters, digits, and underscores and do not start with a digit. Rename the variable.',
    link: 'https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html',
  },
  'reserved-variable': {
    title: 'Reserved variable',
    explanation:
      'AWS or another option already sets this environment variable. Set the option that the message mentions, or use another name.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-metadata.html',
  },
  'reserved-build-argument': {
    title: 'Reserved build argument',
    explanation: 'The build always sets GIT_SHA to the commit SHA. Use another name for the build argument.',
  },
  'static-credentials': {
    title: 'Static AWS credentials',
    explanation:
      'The environment must not contain long-lived AWS credentials. Grant the permissions to the role of the task or the function; the AWS SDK automatically uses the credentials of that role.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  },
  'json-key-for-parameter': {
    title: 'JSON key for an SSM parameter',
    explanation:
      'ECS can select a JSON key only from a Secrets Manager secret. Remove jsonKey, or store the value in Secrets Manager.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
  },
  'ambiguous-secret-name': {
    title: 'Ambiguous secret name',
    explanation:
      'Secrets Manager interprets a hyphen and six characters at the end of a name as the end of an ARN. Specify the full ARN of the secret.',
    link: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html',
  },
  'iam-condition': {
    title: 'Invalid IAM condition',
    explanation:
      'The condition of an IAM statement is an object that maps each operator to the keys and values that it compares. Correct the condition.',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html',
  },
  'incomplete-statement': {
    title: 'Incomplete IAM statement',
    explanation:
      'An IAM statement needs at least one action and one resource. Add the missing part, or remove the statement.',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html',
  },
  'reserved-field': {
    title: 'Reserved field of the task definition',
    explanation:
      'Another option sets this field of the task definition, or Fargate does not support it. Follow the advice in the message.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html',
  },
  'unknown-field': {
    title: 'Unknown field of the ECS API',
    explanation:
      'ECS rejects a task definition with a field that its API does not define. Correct the name; the names use camelCase.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html',
  },
  'not-json': {
    title: 'Value that JSON cannot represent',
    explanation:
      'The value is written to a JSON file. Use only strings, numbers, booleans, lists, and objects, without circular references.',
  },
  'unsupported-on-fargate': {
    title: 'Setting that Fargate does not support',
    explanation: 'ECS rejects a task definition for Fargate with this setting. Remove it.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html',
  },
  'log-driver-option': {
    title: 'Invalid option of the log driver',
    explanation:
      'The log driver does not have this option, or another option sets it. Follow the advice in the message.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html',
  },
  'lambda-runtime': {
    title: 'Unsupported Lambda runtime',
    explanation:
      'Lambda no longer accepts functions with a deprecated runtime, and a runtime in public preview has no service level agreement. Use a runtime that the message lists.',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
  },
  'unsupported-strategy': {
    title: 'Unsupported strategy',
    explanation:
      'The deployment target does not support this strategy. Choose one of the strategies that the message lists.',
  },
  'event-pattern': {
    title: 'Invalid event pattern',
    explanation:
      'EventBridge requires a list of values, or a nested object, for each field of an event pattern. Correct the pattern.',
    link: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html',
  },
  'vpc-items': {
    title: 'Number of subnets or security groups',
    explanation: 'A function in a VPC needs 1 to 16 subnets and 1 to 5 security groups. Correct the list.',
    link: 'https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html',
  },
  'percent-precision': {
    title: 'Percentage with too many decimal places',
    explanation: 'ECS accepts percentages in steps of 0.1. Round the percentage to one decimal place.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html',
  },
} as const satisfies Record<string, ProblemDescription>;

/** Problems of an option in combination with other options, the project, or its files. */
const RULE_PROBLEMS = {
  'missing-option': {
    title: 'Missing option',
    explanation: 'The option is required and has no default. Set it as the message describes.',
  },

  'service-name': {
    title: 'Project name that is not a valid service name',
    explanation:
      'By default, the service has the name of the project, but this name is not valid for AWS resources. Set serviceName.',
  },
  'derived-name-too-long': {
    title: 'Derived name that is too long',
    explanation:
      'The names of AWS resources are derived from the service name, and one of them exceeds the maximum length that AWS allows. Shorten serviceName.',
  },
  'unsafe-folder': {
    title: 'Folder name that is not safe in shell commands',
    explanation:
      'The folder of the project becomes part of shell commands. Use only letters, digits, and . _ / - in its path.',
  },

  'memory-for-cpu': {
    title: 'Memory that is not valid with the CPU size',
    explanation:
      'Fargate supports a range of memory sizes for each CPU size. Choose a memory size from the message, or change cpu.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html',
  },
  'task-definition-too-large': {
    title: 'Task definition that is too large',
    explanation:
      'The maximum size of a task definition is 64 KB. Move long values to SSM parameters, to an environment file in S3, or into the image.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html',
  },
  'duplicate-variable': {
    title: 'Environment variable that is set twice',
    explanation:
      'Two options set the same environment variable of the container. Keep one of the two, or rename the variable.',
  },
  'variable-and-secret': {
    title: 'Variable and secret with the same name',
    explanation:
      'A container cannot have an environment variable and a secret with the same name. Remove or rename one of them.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
  },
  'secret-source': {
    title: 'Secret with no source or with two sources',
    explanation: 'A secret must have exactly one source. Set either secretsManager or ssmParameter.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
  },
  'two-hooks': {
    title: 'Two hooks for the same stage of a deployment',
    explanation:
      'CodeDeploy runs at most one function before and one after it shifts traffic. Use either a function in the package or an existing function.',
    link: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html',
  },
  'package-type': {
    title: 'Option of another package type',
    explanation:
      'A Lambda function is either a zip file or a container image, and each has its own options. Remove the option, or change packageType.',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-deploy-functions.html',
  },
  'image-region': {
    title: 'Image and function in different Regions',
    explanation:
      'Lambda pulls a container image only from an ECR repository in the Region of the function. Use one Region for all environments, or release a zip file.',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html',
  },
  'image-of-version': {
    title: 'Fewer images than versions of a function',
    explanation:
      'Lambda needs the image of every version of a function. Keep at least as many images as versions, so that you can roll back to each of them.',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-images.html',
  },
  'key-of-shared-secret': {
    title: 'Secret of another account without a key',
    explanation:
      'Another account can read a secret only if it is encrypted with a customer managed key. Set kmsKeyArn to the ARN of this key, so that the role that reads the secret may use it.',
    link: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html',
  },
  'health-check-prefix': {
    title: 'Health check command that starts with CMD, CMD-SHELL, or NONE',
    explanation:
      'The generated task definition adds CMD to the health check command. Start the list with the program to run.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html',
  },
  'duplicate-ulimit': {
    title: 'Duplicate ulimit',
    explanation: 'A container can have one entry for each ulimit. Remove one of the two entries.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html',
  },
  'soft-limit': {
    title: 'Soft limit above the hard limit',
    explanation: 'The soft limit of a ulimit cannot exceed its hard limit. Lower softLimit, or raise hardLimit.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html',
  },
  'exec-file-system': {
    title: 'ECS Exec with a read-only root file system',
    explanation:
      'The ECS Exec agent writes to the root file system of the container. Remove executeCommand or readonlyRootFilesystem.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
  },

  'unknown-volume': {
    title: 'Unknown volume',
    explanation:
      'A container mounts a volume that the task definition does not have. Add the volume to volumes or taskDefinitionFields.volumes, or correct the name.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html',
  },
  'container-size': {
    title: 'Container that is larger than its task',
    explanation:
      'The containers of a task cannot reserve more CPU units or memory than the task has, and the limit of a container cannot exceed the size of the task. Lower the values, or choose a larger task.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
  },
  'duplicate-container': {
    title: 'Two containers with one name',
    explanation: 'Other parts of the task definition refer to a container by its name. Use a unique name for each one.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
  },
  'unknown-container': {
    title: 'Unknown container',
    explanation:
      'The option refers to a container that the task does not have. Correct the name, or add the container to sidecars.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html',
  },
  'circular-dependency': {
    title: 'Containers that wait for each other',
    explanation: 'A task cannot start if two of its containers wait for each other. Remove one of the dependencies.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html',
  },
  'essential-dependency': {
    title: 'Container that waits until an essential container exits',
    explanation:
      'The task stops if an essential container exits, so ECS does not accept the conditions COMPLETE and SUCCESS for it. Set essential to false for that container, or use another condition.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html',
  },
  'unhealthy-dependency': {
    title: 'Container that waits for a missing health check',
    explanation:
      'ECS accepts the condition HEALTHY only for a container with a health check. Add a health check to that container, or use another condition.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html',
  },
  'several-log-routers': {
    title: 'Several log routers',
    explanation: 'A task can have only one FireLens log router. Remove firelens from the other sidecars.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html',
  },
  'log-router-required': {
    title: 'FireLens without a log router',
    explanation:
      'The log driver awsfirelens sends logs to a log router in the same task. Add a sidecar with firelens, or use another log driver.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html',
  },
  'unknown-port': {
    title: 'Port that the container does not have',
    explanation:
      'A load balancer can send requests only to a TCP port that the container lists. Correct the port, or add it to the ports of the container.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html',
  },
  'health-check-path-required': {
    title: 'Health checks without a path',
    explanation:
      'The load balancer uses the health check path of the service by default, but the container of the service receives no requests. Set loadBalancer.healthCheck.path.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  },
  'different-targets': {
    title: 'Different targets in one AppSpec file',
    explanation:
      'All environments share the AppSpec file, which specifies the name and the port of the container that receives requests. Set the same values for all environments.',
    link: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html',
  },
  'duplicate-volume': {
    title: 'Two volumes with one name',
    explanation: 'Containers mount a volume by its name. Use a unique name for each volume.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html',
  },
  'unused-volume': {
    title: 'Volume that no container mounts',
    explanation: 'The volume has no effect. Set its mountPath, or mount it in a sidecar.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html',
  },
  'duplicate-mount-path': {
    title: 'Mount path that is used twice',
    explanation:
      'A container can mount only one volume at a path, and writablePaths are mounts as well. Use a different path.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html',
  },
  'access-point-directory': {
    title: 'Root directory with an access point',
    explanation: 'An EFS access point determines the root directory. Remove rootDirectory or accessPointId.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html',
  },
  'transit-encryption-required': {
    title: 'EFS volume without encryption in transit',
    explanation:
      'ECS requires encryption in transit if a task mounts a file system through an access point or with IAM authorization. Remove transitEncryption, or use neither an access point nor IAM authorization.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html',
  },
  'unused-container-option': {
    title: 'Container option without effect',
    explanation:
      'The option applies only in combination with another option, which the message mentions. Remove it, or change the other option.',
  },
  'port-required': {
    title: 'Load balancer without a container port',
    explanation:
      'A load balancer sends requests to the port of the container. Remove receivesRequests, or use a service without a load balancer.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html',
  },
  'duplicate-port': {
    title: 'Duplicate port',
    explanation:
      'The containers of a task share one network interface, so each combination of port and protocol can be used only once, and the names of the ports must be unique. Change one of the two ports.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
  },

  'dockerfile-required': {
    title: 'Missing Dockerfile',
    explanation:
      'A Dockerfile is generated only for TypeScript services. Provide your own, and set imageBuild.dockerfile to its path.',
  },
  'own-dockerfile-required': {
    title: 'Option that requires your own Dockerfile',
    explanation:
      'The option has no effect on the generated Dockerfile. Set imageBuild.dockerfile to the path of your own Dockerfile, or remove the option.',
  },
  'image-not-built': {
    title: 'Build option for an image that is built elsewhere',
    explanation:
      'imageBuild.image specifies an image to copy, so no image is built. Remove imageBuild.image, or remove the option.',
  },
  'enterprise-server': {
    title: 'Repository on GitHub Enterprise Server',
    explanation:
      'A repository on another host than github.com requires githubActions.host, self-hosted runners, and an existing connection for CodePipeline. Set the option that the message mentions.',
    link: 'https://docs.github.com/en/enterprise-server@latest/admin/managing-github-actions-for-your-enterprise/getting-started-with-github-actions-for-your-enterprise',
  },
  'service-not-in-region': {
    title: 'AWS service that the Region lacks',
    explanation:
      'The pipeline needs an AWS service that is not available in the Region or partition of awsRegion. Use GitHub Actions and set codePipeline.enabled to false, or use another source or Region.',
    link: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html',
  },
  'git-tag-unknown': {
    title: 'Image tag from an unknown Git tag',
    explanation:
      'You can use registry.gitTag only if Git tags start the releases and GitHub Actions is the only engine. Set triggerTags and disable CodePipeline, or remove the option.',
  },
  'no-image-build': {
    title: 'Build option for an image that is not built',
    explanation:
      'With imageBuild.enabled set to false, you start a release with an existing image, so options that describe a build or a push have no effect. Remove the option.',
  },
  'generated-dockerfile-required': {
    title: 'Option of the generated Dockerfile',
    explanation:
      'The option changes the generated Dockerfile, but imageBuild.dockerfile specifies your own. Remove the option, and change your Dockerfile instead.',
  },
  'base-image-version': {
    title: 'Base image with another version of Node.js',
    explanation:
      'The tag of the base image shows a version of Node.js that differs from nodeVersion. Use the same version in both options.',
  },
  'file-not-for-image': {
    title: 'File that must not be in the image',
    explanation:
      'The generated .dockerignore always excludes installed dependencies and files that usually contain secrets. Remove the path from the list.',
  },
  'artifacts-without-commands': {
    title: 'Artifacts that no command creates',
    explanation:
      'imageBuild.artifacts lists files that commands create, but no commands are set. Set imageBuild.installCommands or imageBuild.testCommands.',
  },
  'variables-without-commands': {
    title: 'Variables that no command reads',
    explanation:
      'imageBuild.secretVariables sets environment variables for the install and test commands, but there are no such commands. Use imageBuild.secrets for the image build.',
  },
  'registry-login-option': {
    title: 'Option for another kind of registry',
    explanation:
      'The build uses its IAM role to log in to ECR, and credentials from a secret to log in to any other registry. Remove the option that does not belong to this kind of registry.',
  },
  workspace: {
    title: 'Project that is a workspace of another one',
    explanation:
      'The lock file of a workspace is in the folder of another project, so the default install command and the generated Dockerfile cannot install the dependencies of the workspace. Set your own install commands, and provide your own Dockerfile.',
    link: 'https://docs.npmjs.com/cli/using-npm/workspaces',
  },
  'node-engine': {
    title: 'Node.js version that package.json does not allow',
    explanation:
      'engines.node in package.json does not allow nodeVersion, so an installation can fail. Change one of the two.',
    link: 'https://docs.npmjs.com/cli/configuring-npm/package-json#engines',
  },
  'missing-script': {
    title: 'Script that package.json does not contain',
    explanation:
      'The build runs a script that is not defined in package.json. Add the script, or set imageBuild.testCommands.',
  },
  'package-manager-of-project': {
    title: 'Package manager that the project specifies',
    explanation:
      'A Node.js project specifies its package manager in its own options. Remove imageBuild.packageManager.',
  },
  'package-manager-without-node': {
    title: 'Package manager for another runtime',
    explanation:
      'imageBuild.packageManager applies only to the nodejs runtime. Remove it, and set imageBuild.installCommands instead.',
  },
  'package-manager-version': {
    title: 'Package manager that is not supported',
    explanation:
      'The package manager or its version is not supported. Use npm, or specify a version of pnpm, Yarn, or Bun.',
    link: 'https://nodejs.org/api/packages.html#packagemanager',
  },
  'plug-and-play': {
    title: "Yarn with Plug'n'Play",
    explanation:
      "The CDK app and the generated Dockerfile need the folder node_modules, which Yarn does not create with Plug'n'Play. Set nodeLinker to node-modules.",
    link: 'https://yarnpkg.com/configuration/yarnrc#nodeLinker',
  },
  'runtime-version-option': {
    title: 'Version option of another runtime',
    explanation:
      'nodeVersion sets the version of Node.js, and imageBuild.runtimeVersion sets the version of any other runtime. Use the option for your runtime.',
  },
  'version-in-build-image': {
    title: 'Runtime version that the build image does not include',
    explanation:
      'Each CodeBuild image includes certain versions of a runtime. Use a version from the message, or another codePipeline.buildImage.',
    link: 'https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html',
  },
  'bundle-commands-required': {
    title: 'Nothing creates the bundle',
    explanation:
      'A bundle is a zip file of a folder. If the project is not a Node.js project, the config must contain the commands that create this folder.',
  },
  'cloudfront-partition': {
    title: 'Static site in another partition',
    explanation:
      'A static site uses CloudFront KeyValueStore, which is available only in the aws partition, to select its live release. Use a Region in this partition.',
    link: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions.html',
  },
  'reserved-site-folder': {
    title: 'Folder that releases use',
    explanation:
      'Releases store files in the folders releases, errors, and deleted of the bucket, and only assets belong in the shared folder. Use another path.',
  },
  'error-rate-without-bake-time': {
    title: 'Error rate that nothing checks',
    explanation:
      'A release checks the error rate only while it waits: after each step of CANARY and LINEAR, and for bakeTimeInMinutes. Set a bake time, or remove errorRatePercent.',
  },
  'build-image': {
    title: 'Unsupported build image',
    explanation:
      'CodeBuild no longer supports the image, or the image is for another CPU architecture. Choose an image from the message.',
    link: 'https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html',
  },
  'runtime-of-project': {
    title: 'Runtime that the project type does not support',
    explanation:
      'EcsServiceProject is for TypeScript services. For another language, add EcsDelivery to a project in that language.',
  },
  'reserved-project-option': {
    title: 'Reserved option of the project',
    explanation:
      "This project type sets this option of projen's TypeScriptProject itself. Follow the advice in the message.",
    link: 'https://projen.io/docs/api/typescript#typescriptprojectoptions-',
  },

  'upgrade-in-subproject': {
    title: 'Upgrades in a subproject',
    explanation:
      'In a monorepo, the packages that generate files are dependencies of the root project. Upgrade them there.',
  },
  'wait-in-canary-ring': {
    title: 'Waiting time in the canary ring',
    explanation:
      'Repositories in the canary ring use new versions immediately, so that problems show before other repositories use them. Remove waitDays, or use another ring.',
  },
  'upgrade-without-workflow': {
    title: 'Option of a workflow that is not generated',
    explanation:
      'Without GitHub Actions, only the task for upgrades is generated. Remove the options of its workflow, or enable GitHub Actions.',
  },
  'no-engine': {
    title: 'No engine enabled',
    explanation: 'At least one engine must release the service. Enable githubActions or codePipeline.',
  },
  'disabled-trigger': {
    title: 'Disabled trigger',
    explanation: 'A push cannot start a disabled engine. Enable the engine, or set trigger to the other engine.',
  },
  'different-repositories': {
    title: 'Engines with different repositories',
    explanation:
      'GitHub Actions always builds from GitHub, so CodePipeline cannot build from CodeCommit at the same time. Use GitHub as the source, or disable GitHub Actions.',
  },
  'github-actions-in-subproject': {
    title: 'GitHub Actions in a subproject',
    explanation:
      'GitHub runs only the workflows in the root of a repository. Disable githubActions, or add the delivery to the root project.',
    link: 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax',
  },
  'unused-repository': {
    title: 'GitHub repository that no engine uses',
    explanation: 'No enabled engine uses GitHub. Remove githubRepository, or enable an engine that uses GitHub.',
  },
  'option-of-other-source': {
    title: 'Option of another pipeline source',
    explanation: 'The option applies to another source of the pipeline. Remove it, or change codePipeline.source.',
  },
  'runner-architecture': {
    title: 'Runner with a different CPU architecture',
    explanation:
      'The runner builds the image, so it must have the same CPU architecture as the service. Change githubActions.runner or cpuArchitecture.',
    link: 'https://docs.github.com/en/actions/reference/runners/github-hosted-runners',
  },
  'unused-action': {
    title: 'Action that the workflows do not use',
    explanation:
      'githubActions.actions replaces actions that the generated workflows use, but they do not use this one. Remove it.',
  },
  'too-many-reviewers': {
    title: 'Too many reviewers',
    explanation: 'A GitHub environment can have at most six reviewers. Specify a team instead.',
    link: 'https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments',
  },
  'reviewers-without-approval': {
    title: 'Reviewers without approval',
    explanation:
      'Reviewers approve releases, but no environment requires approval. Set approval to true, or remove reviewers.',
  },
  'self-review-without-reviewers': {
    title: 'Self-review without reviewers',
    explanation:
      'preventSelfReview says whether a reviewer can approve a release that they started, so GitHub accepts it only together with reviewers. Set githubActions.reviewers, or remove preventSelfReview.',
    link: 'https://docs.github.com/en/rest/deployments/environments#create-or-update-an-environment',
  },

  'duplicate-environment': {
    title: 'Environments with the same name',
    explanation: 'Environments with the same name would write the same files. Use a unique name for each environment.',
  },
  'environment-identifier': {
    title: 'Environments with the same identifier',
    explanation:
      'The names of environments become part of class names, constants, and construct IDs in the CDK app, without their hyphens, so stage-1 and stage1 result in the same identifier. The pipeline stack also creates a role and other resources for each release, so it cannot contain both a and a-role.',
  },
  'two-approvals': {
    title: 'Approval before and after the preview',
    explanation:
      'A release to an environment waits either for approval before it starts, or for approval of the preview. Remove approval or strategyParameters.approvePreview.',
  },
  'previews-without-github': {
    title: 'Previews of pull requests without GitHub Actions',
    explanation:
      'Only GitHub Actions can publish previews of pull requests. Enable githubActions, or remove pullRequestPreviews.',
  },
  'duplicate-function': {
    title: 'Function that several environments deploy',
    explanation: "Two environments would overwrite each other's releases. Each environment needs its own function.",
  },
  'duplicate-trigger': {
    title: 'Duplicate trigger',
    explanation: 'Lambda accepts only one trigger for each pair of queue and alias. Remove one of the two.',
  },
  'two-urls': {
    title: 'Two URLs',
    explanation: 'A function has either a function URL or an HTTP API. Remove one of the two options.',
  },
  'variables-too-large': {
    title: 'Environment variables that are too large',
    explanation:
      'Lambda accepts up to 4 KB of environment variables. Store large values in a file in the deployment package or in an SSM parameter.',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  },
  'runtime-version-mismatch': {
    title: 'Build for another runtime version',
    explanation:
      'The build and the function must use the same version of the language. Remove the option that sets the version for the build, or change the runtime of the function.',
  },
  'provisioned-concurrency': {
    title: 'Provisioned concurrency above the reserved concurrency',
    explanation:
      'Provisioned concurrency is part of the reserved concurrency of a function. Reduce it, or reserve more concurrency.',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html',
  },
  'cors-credentials': {
    title: 'Credentials for all origins',
    explanation:
      'With credentials, a browser accepts a response only if it names the exact origin of the page, so * is not enough. List the origins, or do not allow credentials.',
    link: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors/CORSNotSupportingCredentials',
  },
  'batching-window-required': {
    title: 'Large batch without a batching window',
    explanation:
      'Lambda supports a batch size greater than 10 only if a batching window is set. Set the window, or reduce the batch size.',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html',
  },
  'fifo-batching-window': {
    title: 'Batching window of a FIFO queue',
    explanation: 'Lambda does not support a batching window for FIFO queues. Remove it, or use a standard queue.',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html',
  },
  'time-zone-for-rate': {
    title: 'Time zone of a rate',
    explanation:
      'A time zone applies only to cron and at expressions. Remove the time zone, or use a cron or at expression.',
    link: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html',
  },
  'log-level-of-text': {
    title: 'Log level of text logs',
    explanation: 'Lambda filters logs by level only if they are in JSON format. Remove the level, or use JSON logs.',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html',
  },
  'shift-too-long': {
    title: 'Traffic shift that is too long',
    explanation:
      'CodeDeploy limits the time between the first and the last step of a traffic shift to 2 days. Use fewer or shorter steps.',
    link: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html',
  },
  'duplicate-service': {
    title: 'Environments with the same service',
    explanation:
      "Environments that deploy the same service would overwrite each other's releases. Set a different ecsCluster or ecsService in one of them.",
  },
  'duplicate-domain-name': {
    title: 'Domain name of two sites',
    explanation:
      'A domain name can belong to only one CloudFront distribution, and it can be listed only once. Set different domain names in the environments.',
    link: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html',
  },
  'approval-in-only-environment': {
    title: 'Approval in the only environment',
    explanation:
      'Setting approval in an environment requires at least two environments. To require approval for every release, set approval at the top level.',
  },
  'different-partition': {
    title: 'Environments in different partitions',
    explanation:
      'A release cannot copy an image to another AWS partition, for example from aws to aws-cn. Use a separate project for each partition.',
    link: 'https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html',
  },
  'wrong-account-or-region': {
    title: 'Resource in another account, Region, or partition',
    explanation:
      'The resource must be in the account, Region, or partition that the message shows. Specify the ARN of a resource in that place.',
  },
  'pipeline-out-of-reach': {
    title: 'Environment that the pipeline cannot reach',
    explanation:
      'CodePipeline can deploy the service only in the account and Region of the pipeline if another tool manages the task definition or if CodeDeploy deploys the service, unless releases run commands such as a one-off task. Disable codePipeline, or move the environment to the account and Region of the pipeline.',
    link: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html',
  },

  'existing-service-only': {
    title: 'Option for existing services',
    explanation:
      'The option applies only to existing services. Set serviceMode to EcsServiceMode.EXISTING, or remove the option.',
  },
  'managed-service-only': {
    title: 'Option for managed services',
    explanation:
      'The option configures the service itself, but an existing service is configured elsewhere. Remove the option, or set serviceMode to EcsServiceMode.MANAGED.',
  },
  'code-deploy-only': {
    title: 'Option for services that CodeDeploy deploys',
    explanation:
      'The option configures CodeDeploy, which does not deploy this service. Remove the option, or set deploymentController to EcsDeploymentController.CODE_DEPLOY.',
  },
  'task-definition-owner': {
    title: 'Option of a task definition that this config does not own',
    explanation:
      'The option configures the task definition, which you manage elsewhere. Remove the option and set it there, or set taskDefinitionOwner to TaskDefinitionOwner.DELIVERY.',
  },
  'default-name-too-long': {
    title: 'Default name that is too long',
    explanation:
      'The default name contains the names of the cluster and the service, and is longer than CodeDeploy allows. Set the name explicitly.',
    link: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html',
  },

  'traffic-shift-required': {
    title: 'Option that requires a strategy that shifts traffic',
    explanation:
      'The strategy does not shift traffic, so the deployment does not have the stages that the option refers to. Choose a strategy that shifts traffic, or remove the option.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html',
  },
  'load-balancer-required': {
    title: 'Option that requires a load balancer',
    explanation:
      'The option has no effect on a service without a load balancer. Set loadBalancer.enabled to true, or remove the option.',
  },
  'certificate-required': {
    title: 'Domain name without a certificate',
    explanation:
      'A domain name requires HTTPS. Set loadBalancer.certificateArn or loadBalancer.hostedZone, or remove domainName.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
  },
  'domain-name-required': {
    title: 'Option that requires a domain name',
    explanation:
      'The option adds to the domain name of the service, which is not set. Set loadBalancer.domainName, or remove the option.',
  },
  'domain-outside-zone': {
    title: 'Domain name outside the hosted zone',
    explanation:
      'The DNS record of a domain name must be in a hosted zone with the same name or a parent domain. Correct the domain name or the hosted zone.',
    link: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-creating.html',
  },
  'https-required': {
    title: 'Protocol version that requires HTTPS',
    explanation:
      'A load balancer can use HTTP/2 or gRPC only with an HTTPS listener. Set loadBalancer.certificateArn or loadBalancer.hostedZone, or use HTTP/1.1.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html',
  },
  'deregistration-delay': {
    title: 'Deregistration delay that is longer than a deployment',
    explanation:
      'A deployment waits until the load balancer has deregistered the old tasks. Reduce the deregistration delay, or increase deploymentTimeoutMinutes.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html',
  },
  'health-check-timeout': {
    title: 'Health check timeout that is not shorter than the interval',
    explanation:
      'A health check must end before the next one starts. Set a timeout that is shorter than the interval of the health check.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  },
  'grace-period-too-short': {
    title: 'Grace period that is shorter than the health checks',
    explanation:
      'ECS replaces a task that is not healthy after the grace period, so a new task must have time to pass its health checks. Increase the grace period, or check more often.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
  },
  'existing-load-balancer-only': {
    title: 'Option of an existing load balancer',
    explanation:
      'The option describes an existing load balancer, but the service stack creates one. Set loadBalancer.listenerArn or loadBalancer.targetGroupArn, or remove the option.',
  },
  'new-load-balancer-only': {
    title: 'Option of a new load balancer',
    explanation:
      'The option configures a load balancer that the service stack creates, but the config specifies an existing one. Remove the option, or do not specify an existing load balancer.',
  },
  'existing-target-group': {
    title: 'Option that does not fit an existing target group',
    explanation:
      'The service registers its tasks with a single target group, which is configured elsewhere. Remove the option, or set loadBalancer.listenerArn without targetGroupArn.',
  },
  'listener-required': {
    title: 'Option that requires an existing listener',
    explanation:
      'The option refers to an existing listener, which the config does not specify. Set loadBalancer.listenerArn, or remove the option.',
  },
  'rule-condition-required': {
    title: 'Listener rule without a condition',
    explanation:
      'The rule of an existing listener must select the requests of this service. Set loadBalancer.hostHeaders or loadBalancer.pathPatterns.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html',
  },
  'too-many-rule-values': {
    title: 'Too many values in a listener rule',
    explanation:
      'A listener rule can have at most five condition values in total. Use wildcards, or remove some of the values.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
  },
  'test-listener': {
    title: 'Test listener that cannot be used',
    explanation:
      'A target group belongs to one load balancer, so the test listener must be another listener of the same load balancer. Specify such a listener, or remove testListenerArn.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html',
  },
  'duplicate-rule': {
    title: 'Two environments with the same listener rule',
    explanation:
      'Each rule of a listener needs its own priority, and a rule with the same conditions as another one never applies. Set a different rulePriority and different hostHeaders or pathPatterns in one of the two environments.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
  },
  'duplicate-target-group': {
    title: 'Two environments with the same target group',
    explanation:
      'The load balancer would send requests to the tasks of both environments. Set a different targetGroupArn in one of the two environments.',
  },
  'discovery-strategy': {
    title: 'Service discovery with a strategy that shifts traffic',
    explanation:
      'Clients that find tasks by a DNS name connect to the tasks of both revisions, regardless of how far the traffic of the load balancer has shifted. Use a rolling deployment or Service Connect, or remove serviceDiscovery.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-implementation.html',
  },
  'existing-discovery-service': {
    title: 'Option of a new Cloud Map service',
    explanation:
      'The option configures a new Cloud Map service, but serviceDiscovery.serviceArn specifies an existing one. Remove the option or serviceArn.',
  },
  'duplicate-discovery-name': {
    title: 'Two environments with the same Cloud Map service',
    explanation:
      'Clients would find the tasks of both environments. Set a different name or namespace in serviceDiscovery of one of the two environments.',
    link: 'https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html',
  },
  'fargate-only': {
    title: 'Option for tasks on Fargate',
    explanation: 'The option applies only to tasks on Fargate. Remove the option, or run the tasks on Fargate.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/launch_types.html',
  },
  'instances-only': {
    title: 'Option for tasks on EC2',
    explanation: 'The option applies only to tasks on EC2. Remove the option, or set launchType to LaunchType.EC2.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/launch_types.html',
  },
  'existing-cluster-required': {
    title: 'EC2 capacity without an existing cluster',
    explanation:
      'The service stack creates clusters only for Fargate. Set ecsCluster to a cluster that has EC2 capacity, or run the tasks on Fargate.',
  },
  'capacity-provider-strategy': {
    title: 'Invalid list of capacity providers',
    explanation:
      'A list can contain up to 20 different capacity providers. Only one of them can have a base, and at least one must have a weight greater than 0.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html',
  },
  'disabled-feature': {
    title: 'Option of a disabled feature',
    explanation: 'The option has no effect because the feature is disabled. Remove the option, or enable the feature.',
  },
  'existing-cluster': {
    title: 'Option of a new cluster',
    explanation:
      'The option configures a new cluster, but ecsCluster specifies an existing one. Remove the option or ecsCluster.',
  },
  'new-vpc-only': {
    title: 'Option for a new VPC',
    explanation: 'The option configures a new VPC, but vpcId specifies an existing one. Remove the option or vpcId.',
  },
  'vpc-required': {
    title: 'Subnets or security groups without a VPC',
    explanation: 'Existing subnets and security groups belong to an existing VPC. Set network.vpcId, or remove them.',
  },
  'too-few-subnets': {
    title: 'Too few subnets',
    explanation:
      'If you specify any subnets, none are looked up, so you must specify all of them. Specify at least one subnet for the tasks and two in different Availability Zones for the load balancer.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
  },
  'too-many-security-groups': {
    title: 'Too many security groups',
    explanation:
      'A task can have five security groups, and the service stack creates one of them. Remove some security groups.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html',
  },
  'too-many-nat-gateways': {
    title: 'Too many NAT gateways',
    explanation: 'A VPC can use one NAT gateway per Availability Zone. Lower natGateways, or raise availabilityZones.',
    link: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
  },
  'nat-gateways-for-public-tasks': {
    title: 'NAT gateways for public tasks',
    explanation: 'Tasks in public subnets reach the internet without a NAT gateway. Remove natGateways or publicTasks.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/networking-outbound.html',
  },
  'nat-gateways-for-public-instances': {
    title: 'NAT gateways for public instances',
    explanation:
      'Instances in public subnets reach the internet without a NAT gateway. Remove natGateways or publicInstances.',
    link: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
  },
  'instance-architecture': {
    title: 'Instance type for another architecture',
    explanation: 'The processor of the instance type cannot run code for this architecture. Change one of the two.',
    link: 'https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html',
  },
  'node-of-instances': {
    title: 'Node.js version that instances cannot install',
    explanation:
      'Amazon Linux 2023 does not package this version of Node.js, or no longer updates it. Use one of the listed versions.',
    link: 'https://docs.aws.amazon.com/linux/al2023/ug/nodejs.html',
  },
  'fixed-capacity': {
    title: 'Scaling target for a fixed number of instances',
    explanation:
      'The number of instances cannot change, because the minimum and the maximum are the same. Increase maxCapacity, or remove the target.',
    link: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html',
  },
  'too-few-instances': {
    title: 'Too few instances for the strategy',
    explanation:
      'CANARY and LINEAR update one Availability Zone after the other, which requires at least two instances. Increase minCapacity, or choose another strategy.',
    link: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations-create.html',
  },
  'one-at-a-time': {
    title: 'Minimum of healthy instances and one instance at a time',
    explanation: 'oneAtATime already determines how many instances stay in service. Remove one of the two parameters.',
    link: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html',
  },
  'healthy-percent-range': {
    title: 'Incompatible healthy percentages',
    explanation:
      'An instance refresh needs room to replace instances, and allows a difference of at most 100 between maximumHealthyPercent and minimumHealthyPercent. Change one of the two.',
    link: 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html',
  },
  'option-of-other-mode': {
    title: 'Option of another deployment mode',
    explanation:
      'Only one of the deployment modes for EC2 instances supports the option. Remove the option, or change deploymentMode.',
  },
  'no-room-to-update': {
    title: 'No instance that can be updated',
    explanation:
      'CodeDeploy takes at least one instance out of service to update it. Reduce minimumHealthyPercent, or increase minCapacity.',
    link: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-health.html',
  },

  'parameter-of-other-strategy': {
    title: 'Parameter of another strategy',
    explanation:
      'The deployment strategy does not use this parameter. Remove the parameter, or choose another strategy.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html',
  },
  'unused-strategy-parameters': {
    title: 'Strategy parameters that no environment uses',
    explanation:
      'Parameters at the top level apply to the top-level strategy, which every environment overrides. Set strategyParameters in the environments instead, or remove it.',
  },
  'test-listener-required': {
    title: 'Allowed clients without a test listener',
    explanation:
      'testListenerCidrs specifies which clients can use the test listener, but there is no test listener. Set testListenerPort, or remove testListenerCidrs.',
  },
  'test-listener-port': {
    title: 'Test listener on a production port',
    explanation:
      'The load balancer already uses this port for production traffic. Use another port for the test listener.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html',
  },
  'no-room-to-replace-tasks': {
    title: 'No room to replace a task',
    explanation:
      'A rolling deployment needs room to start a new task or to stop an old one. Increase maximumPercent, or reduce minimumHealthyPercent.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html',
  },
  'deployment-too-long': {
    title: 'Deployment that takes too long',
    explanation:
      'The strategy takes longer than the engine can wait for a deployment. Reduce the bake times, or release only with CodePipeline.',
    link: 'https://docs.github.com/en/actions/reference/limits',
  },
  'timeout-too-long': {
    title: 'Timeout that leaves no time for the one-off task',
    explanation:
      'The deployment and the one-off task together take longer than the engine can wait. Reduce deploymentTimeoutMinutes or oneOffTask.timeoutMinutes.',
    link: 'https://docs.github.com/en/actions/reference/limits',
  },
  'timeout-too-short': {
    title: 'Timeout that is shorter than the deployment',
    explanation:
      'The deployment would time out before the strategy has shifted all traffic. Increase deploymentTimeoutMinutes, or reduce the bake times.',
  },

  'capacity-range': {
    title: 'Maximum capacity below the minimum',
    explanation:
      'The maximum number of tasks must be at least the minimum. Raise maxCapacity, or lower minCapacity or desiredCount.',
    link: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html',
  },
  'requests-per-target': {
    title: 'Scaling on requests with two target groups',
    explanation:
      'Scaling on requests tracks a single target group, but this strategy alternates between two. Scale on CPU or memory, or use rolling deployments.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html',
  },
  'no-spot-tasks': {
    title: 'No tasks on Fargate Spot',
    explanation:
      'onDemandBase covers all tasks, so no task runs on Fargate Spot. Reduce onDemandBase, or run more tasks.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html',
  },
  'spot-architecture': {
    title: 'Fargate Spot for ARM64 in the China Regions',
    explanation:
      'Fargate Spot does not support ARM64 in the China Regions. Use CpuArchitecture.X86_64, or remove fargateSpot.',
    link: 'https://docs.amazonaws.cn/en_us/AmazonECS/latest/developerguide/fargate-capacity-providers.html',
  },
  'service-url': {
    title: 'SERVICE_URL that the smoke test cannot use',
    explanation:
      'SERVICE_URL is set only for a managed service with a load balancer that the engine can reach. Follow the advice in the message.',
  },
  'reserved-tag': {
    title: 'Tag that the stacks set',
    explanation:
      'The stacks set the tags service and environment on their resources, so tags cannot contain these keys. Use another key.',
  },
  'duplicate-name': {
    title: 'Two items with the same name',
    explanation: 'The items of this list are identified by their names. Use a unique name for each item.',
  },
  'time-zone-of-rate': {
    title: 'Time zone of a rate expression',
    explanation:
      'A rate expression specifies an interval, which is the same in every time zone. Remove timeZone, or use a cron expression.',
    link: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html',
  },
  'worker-name-taken': {
    title: 'Worker with the name of another service',
    explanation:
      'The ECS service and the task definition family of a worker are named after the service and the worker, and another environment uses one of these names. Use another name for the worker.',
  },
  'worker-without-requests': {
    title: 'Request-based scaling for a worker',
    explanation: 'A worker has no load balancer that counts requests. Scale on CPU or memory.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html',
  },
  'duplicate-family': {
    title: 'Task definition family of two environments',
    explanation:
      'Two environments in the same account and Region would register their revisions in the same family, so a rollback could choose a revision of the other environment. Set a different taskDefinitionFamily in one of them.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html',
  },
  'log-group-exists': {
    title: 'Log group that both exists and is to be created',
    explanation:
      'logging.logGroup is the name of a log group to create, and logging.existingLogGroup is the name of one that exists. Keep only one of the two options.',
  },
  'duplicate-log-group': {
    title: 'Log group of two environments',
    explanation:
      'The base stacks of two environments in the same account and Region would create the same log group. Use a different logging.logGroup in one of them, or create the log group elsewhere and set logging.existingLogGroup in both.',
    link: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html',
  },
  'task-role-required': {
    title: 'Option that needs a task role',
    explanation:
      'Tasks without a task role have no permissions, but the option grants some or needs them. Remove createTaskRole or the option.',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  },
  'statements-for-existing-role': {
    title: 'Statements for an existing role',
    explanation:
      'taskRoleStatements and executionRoleStatements apply to roles that the base stack creates, but taskRoleArn or executionRoleArn specifies an existing role. Move the statements to that role, or remove its ARN.',
  },

  'kms-key-without-kms': {
    title: 'KMS key without KMS encryption',
    explanation:
      'The ECR repository uses the key only with KMS encryption. Set registry.encryption to RegistryEncryption.KMS, or remove kmsKeyArn.',
    link: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
  },
  'too-many-paths': {
    title: 'Too many path patterns',
    explanation:
      'CodePipeline accepts at most eight patterns. Combine some of triggerPaths, for example with wildcards.',
    link: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html',
  },
  'paths-without-push': {
    title: 'Path patterns without a push',
    explanation:
      'triggerPaths has no effect if another workflow starts a release, or if only tags start it. Remove triggerPaths.',
    link: 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax',
  },
  'no-release-commands': {
    title: 'Release commands without a command',
    explanation: 'releaseCommands sets neither before nor after. Add a command, or remove releaseCommands.',
  },
  'unused-deploy-statements': {
    title: 'Permissions for commands that do not exist',
    explanation:
      'deployRoleStatements grants permissions to the commands in releaseCommands and smokeTest, but neither is set. Set one of them, or remove deployRoleStatements.',
  },
  'conflicting-start': {
    title: 'Two ways to start a release',
    explanation:
      'githubActions.afterWorkflow starts a release when another workflow succeeds, so no other option can determine what starts a release. Remove one of the two options.',
    link: 'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run',
  },
  'too-many-patterns': {
    title: 'Too many branch or tag patterns',
    explanation:
      'CodePipeline accepts at most eight patterns. Combine some of triggerBranches or triggerTags, for example with wildcards.',
    link: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html',
  },
  'triggers-with-code-commit': {
    title: 'Branch or tag patterns for a CodeCommit repository',
    explanation:
      'CodePipeline filters pushes by branch and tag only if the source is a connection, for example to GitHub. Remove the option, and set branch.',
    link: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html',
  },
  'triggers-with-pipeline': {
    title: 'Branches or tags for a single environment with CodePipeline',
    explanation:
      'A pipeline releases every commit to all environments, so it cannot choose the environment by branch or tag. Disable CodePipeline, or use a separate project for each branch.',
  },
  'partly-shared-triggers': {
    title: 'Branches that only some environments share',
    explanation:
      'A release to an environment waits for the release to the previous environment that receives the same branches and tags. An environment must share either all or none of its branches and tags with an earlier environment.',
  },
  'unused-triggers': {
    title: 'Branches or tags that no environment uses',
    explanation:
      'Every environment sets its own branches or tags, so those at the top level have no effect. Remove them.',
  },
  'unused-branch': {
    title: 'Branch that is not released to any environment',
    explanation:
      'Releases and rollbacks are started manually from the release branch, but this branch is not released to any environment. Set branch to one of the branches in triggerBranches.',
  },
  'paths-with-code-commit': {
    title: 'Path patterns for a CodeCommit repository',
    explanation:
      'CodePipeline filters pushes by path only if the source is a connection, for example to GitHub. Remove triggerPaths.',
    link: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html',
  },
  'too-many-tags': {
    title: 'Too many additional image tags',
    explanation:
      'An ECR repository with immutable tags can exclude at most five tags. Remove some of registry.extraTags.',
    link: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
  },
  'no-release-tags': {
    title: 'Released images without tags',
    explanation:
      'Lifecycle rules recognize released images by the tags that releases add. Set registry.tagReleases to true, or remove registry.keepReleasedImages.',
  },
  'release-tag': {
    title: 'Additional tag that marks a released image',
    explanation:
      'The tag of a released image starts with the name of the environment and an underscore, and lifecycle rules count the images with such tags. Choose another additional tag.',
    link: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html',
  },
  'existing-repository': {
    title: 'Option of a new ECR repository',
    explanation:
      'The option configures a new ECR repository, but the repository already exists. Remove the option, or set registry.existing to false.',
  },

  'review-without-approvals': {
    title: 'Code owner review without approvals',
    explanation:
      'GitHub asks code owners for a review only if pull requests need at least one approval. Raise requiredApprovals, or remove requireCodeOwnerReview.',
    link: 'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
  },
  'not-a-standard': {
    title: 'Value that is not a standard',
    explanation:
      'standard must be an instance of DeliveryStandard, created by the same copy of projen-aws-delivery. If two copies are installed, make projen-aws-delivery a peer dependency of the package that exports the standard.',
  },
  'different-plugin-versions': {
    title: 'Different versions of a package with plugins',
    explanation:
      'Two validation plugins come from the same package, which can have only one version. Set the same version for both.',
  },
  'needs-standard': {
    title: 'Option that needs a standard',
    explanation:
      'unset and waivers change what the standard of an organization requires, so they have no effect without one. Set standard, or remove them.',
  },
  'fixed-by-standard': {
    title: 'Value that the standard fixes',
    explanation:
      'The standard of your organization requires a specific value for this option, and your config sets a different one. Remove the option, or ask the contact in the message.',
  },
  'not-allowed-by-standard': {
    title: 'Value that the standard does not allow',
    explanation:
      'The standard of your organization allows only the values that the message lists. Use one of them, or ask the contact in the message.',
  },
  'out-of-bounds-of-standard': {
    title: 'Number outside the range of the standard',
    explanation:
      'The standard of your organization allows a narrower range than AWS does. Use a number in the range that the message shows.',
  },
  'unset-without-default': {
    title: 'Nothing to unset',
    explanation:
      'unset removes defaults of the standard, but the standard sets no default for this option. Remove the path, or correct it.',
  },
  'waiver-of-unknown-rule': {
    title: 'Waiver of a rule that does not exist',
    explanation:
      'Neither the standard nor a validation plugin has a rule with this code, so the waiver has no effect. Correct the code, or remove the waiver.',
  },
  'waiver-not-allowed': {
    title: 'Waiver that the standard does not allow',
    explanation:
      'The standard of your organization allows no exceptions to this rule. Follow the rule, and remove the waiver.',
  },
  'outdated-file': {
    title: 'Generated file that is not up to date',
    explanation:
      'The config or this package has changed since the file was generated. Run `npx projen`, and commit the file.',
  },
  'edited-file': {
    title: 'Generated file that was edited',
    explanation:
      'The file differs from its last generated content, so the next synthesis overwrites the edit. Change the config instead, and run `npx projen`.',
  },
  'missing-file': {
    title: 'Generated file that is missing',
    explanation: 'The file has not been generated yet, or was deleted. Run `npx projen`, and commit the file.',
  },
  'orphaned-file': {
    title: 'File that is no longer generated',
    explanation:
      'An earlier config generated the file, and the current config does not. Run `npx projen`, which deletes it, and commit the change.',
  },
  'expired-waiver': {
    title: 'Waiver that has expired',
    explanation:
      'The last day on which the waiver was valid has passed. Follow the rule and remove the waiver, or agree on a new date with its owner.',
  },
  'waiver-expires-soon': {
    title: 'Waiver that expires soon',
    explanation:
      'The waiver expires within 30 days, and synthesis then fails. Follow the rule and remove the waiver, or agree on a new date with its owner.',
  },
  'renamed-option': {
    title: 'Old name of an option',
    explanation:
      'The option has another name now, and the old name still works. To rename the option in your config, run npx projen delivery:migrate.',
  },
  'unused-waiver': {
    title: 'Waiver without a finding',
    explanation: 'The delivery already follows the rule, so the waiver has no effect. Remove it.',
  },
  'option-of-repository': {
    title: 'Option that a standard cannot set',
    explanation:
      'The option identifies one repository, so its value cannot be the same in all repositories. Remove it from the standard.',
  },
  'fixed-and-default': {
    title: 'Option that is both fixed and a default',
    explanation: 'A standard can either fix the value of an option or set its default. Remove one of the two.',
  },
  'own-value-not-allowed': {
    title: 'Value of a standard that it does not allow',
    explanation:
      'The standard sets a value that its own list of allowed values, or its own range, excludes. Change one of the two.',
  },
  'empty-range': {
    title: 'Range without numbers',
    explanation: 'The minimum is greater than the maximum, so no number is allowed. Correct one of the two.',
  },
  'bounds-of-text': {
    title: 'Range for an option that is not a number',
    explanation: 'Only numbers have a minimum and a maximum. List the allowed values instead.',
  },
  'duplicate-rule-code': {
    title: 'Two rules with the same code',
    explanation: 'Waivers and messages identify a rule by its code, so each code must be unique. Change one of them.',
  },
  'unknown-rule': {
    title: 'Code of a rule that does not exist',
    explanation: 'No rule of the standard has this code. Correct the code, or remove it.',
  },

  'contradicting-value': {
    title: 'Files that contradict each other',
    explanation:
      'You changed a generated file, and two files now have different values for something that they share, for example the container port. To change the value everywhere, set the option that determines it, and revert your change to the file.',
  },
  'missing-definition': {
    title: 'Shared value without a definition',
    explanation:
      'Your change to a generated file removed the definition of a value, for example the name of a role, and other files still refer to it. Remove the change.',
  },
  'weakened-condition': {
    title: 'Condition that no longer protects a release',
    explanation:
      'Your change to a generated file added an alternative to a condition, for example || true, so that the condition no longer restricts releases to the release branch. Remove the change.',
  },
  'late-module-type': {
    title: 'Module type that was set too late',
    explanation:
      'The type field of package.json determines which files the CDK app needs. Set it before you add the delivery to the project.',
    link: 'https://nodejs.org/api/packages.html#type',
  },
  'existing-file': {
    title: 'Existing file that would be overwritten',
    explanation:
      'A file that was not generated already exists at the path of a generated file. Move it, or add its path to takeOver; the original is then kept with the suffix .orig.',
  },
  'not-generated': {
    title: 'File in takeOver that is not generated',
    explanation:
      'takeOver allows generated files to replace existing files, but no file is generated at this path. Correct or remove the path.',
  },
} as const satisfies Record<string, ProblemDescription>;

/** A stable code that identifies a kind of problem. */
export type ProblemCode = keyof typeof VALUE_PROBLEMS | keyof typeof RULE_PROBLEMS;

/** The code of a problem, or of a rule of a standard. */
export type AnyProblemCode = ProblemCode | (string & {});

/** All codes, in two groups. `docs/errors.md` is generated from them. */
export const PROBLEM_CODES = {
  values: VALUE_PROBLEMS as Readonly<Record<string, ProblemDescription>>,
  rules: RULE_PROBLEMS as Readonly<Record<string, ProblemDescription>>,
};

/** Whether a value with this problem is wrong regardless of other options. */
export function isValueProblem(code: AnyProblemCode): boolean {
  return Object.hasOwn(VALUE_PROBLEMS, code);
}
