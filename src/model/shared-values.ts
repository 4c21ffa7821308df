import type { FactName } from '../core/fact';

/** Where a stack creates a role. */
const ROLE_NAME = { file: /(base|registry|artifacts)-stack\.ts$/, line: /^\s*roleName:/ };

/** What the build passes to the releases. */
const BUILD_ARTIFACT = { file: /buildspec\.yml$/, path: /^artifacts\.files\./ };

/** The values that generated files share, with the option that sets each. Each is decided once, while resolving. */
export const SHARED = {
  account: { id: 'account', title: 'AWS account', option: 'awsAccount' },
  region: { id: 'region', title: 'AWS Region', option: 'awsRegion' },
  branch: { id: 'branch', title: 'Release branch', option: 'branch' },
  triggerBranches: {
    id: 'trigger-branch',
    title: 'Branches that are released',
    option: 'triggerBranches',
    // The condition of a job compares the part before the first wildcard.
    alsoWritten: (pattern) => pattern.replace(/\*.*$/, ''),
  },
  triggerTags: {
    id: 'trigger-tag',
    title: 'Tags that are released',
    option: 'triggerTags',
    alsoWritten: (pattern) => pattern.replace(/\*.*$/, ''),
  },
  githubHost: { id: 'github-host', title: 'GitHub host', option: 'githubActions.host' },
  githubOwner: { id: 'github-owner', title: 'GitHub owner', option: 'githubRepository' },
  githubRepository: {
    id: 'github-repository',
    title: 'GitHub repository',
    option: 'githubRepository',
  },
  githubEnvironment: { id: 'github-environment', title: 'GitHub environment' },
  /** A name that people read and an argument that scripts parse are two values, even if they are equal. */
  scriptArgument: { isInternal: true, id: 'script-argument', title: 'Environment argument of the scripts' },

  buildRole: {
    id: 'build-role',
    title: 'Build role',
    option: 'githubActions.buildRoleArn',
    definedBy: ROLE_NAME,
  },
  deployRole: {
    id: 'deploy-role',
    title: 'Deploy role',
    option: 'githubActions.deployRoleArn',
    definedBy: ROLE_NAME,
  },
  executionRole: {
    id: 'execution-role',
    title: 'Execution role',
    option: 'executionRoleArn',
    definedBy: ROLE_NAME,
  },
  taskRole: {
    id: 'task-role',
    title: 'Task role',
    option: 'taskRoleArn',
    definedBy: ROLE_NAME,
  },
  rolePath: { id: 'role-path', title: 'Path of the roles', option: 'rolePath' },
  releaseProject: { isInternal: true, id: 'release-project', title: 'Release project and role' },

  ecrRepository: {
    id: 'ecr-repository',
    title: 'ECR repository',
    option: 'ecrRepository',
  },
  imageTag: { id: 'image-tag', title: 'Image tag format', option: 'registry.imageTag' },
  extraTag: { id: 'extra-tag', title: 'Additional image tag', option: 'registry.extraTags' },
  releaseTag: { id: 'release-tag', title: 'Tag prefix of released images', option: 'registry.tagReleases' },
  dockerfile: { id: 'dockerfile', title: 'Dockerfile', option: 'imageBuild.dockerfile' },
  cpuArchitecture: {
    id: 'cpu-architecture',
    title: 'CPU architecture',
    option: 'cpuArchitecture',
  },
  nodeVersion: { id: 'node-version', title: 'Node.js version', option: 'nodeVersion' },
  packageManager: {
    id: 'package-manager',
    title: 'Package manager version',
    option: 'imageBuild.packageManager',
  },
  buildSecret: {
    id: 'build-secret',
    title: 'Source of a build secret',
    // The ARN of an object in S3 contains its URI without the scheme.
    alsoWritten: (source) => source.replace('s3://', ''),
  },
  baseImageRegistry: {
    id: 'base-image-registry',
    title: 'Registry of base images',
    option: 'imageBuild.registries',
  },
  runtimeVersion: {
    id: 'runtime-version',
    title: 'Runtime version',
    option: 'imageBuild.runtimeVersion',
    // CodeBuild calls it corretto21, GitHub's action 21.
    alsoWritten: (version) => version.replace('corretto', ''),
  },

  bundlePath: { id: 'bundle-path', title: 'Folder of the bundle', option: 'bundle.path' },
  bundleScript: { isInternal: true, id: 'bundle-script', title: 'Bundle script' },
  artifactBucket: {
    id: 'artifact-bucket',
    title: 'Artifact bucket',
    option: 'serviceName',
    definedBy: { file: /artifacts.*-stack\.ts$/, line: /^\s*bucketName:/ },
  },
  artifactsStack: { isInternal: true, id: 'artifacts-stack', title: 'Artifacts stack', option: 'serviceName' },

  siteAssets: { id: 'site-assets', title: 'Folder of shared assets', option: 'assets' },
  siteErrorPage: { id: 'site-error-page', title: 'Error page', option: 'errorPage' },
  contentSecurityPolicy: {
    id: 'content-security-policy',
    title: 'Content security policy',
    option: 'contentSecurityPolicy',
  },
  siteScript: { isInternal: true, id: 'site-script', title: 'Site script' },
  siteStack: { id: 'site-stack', title: 'Site stack', option: 'serviceName' },
  publishRole: {
    isInternal: true,
    id: 'publish-role',
    title: 'Publish role',
    option: 'serviceName',
    definedBy: { file: /site-stack\.ts$/, line: /^\s*roleName:/ },
  },

  previewRole: {
    isInternal: true,
    id: 'preview-role',
    title: 'Preview role',
    option: 'serviceName',
    definedBy: { file: /site-stack\.ts$/, line: /^\s*roleName:/ },
  },
  previewScript: { isInternal: true, id: 'preview-script', title: 'Preview script' },

  containerName: { id: 'container-name', title: 'Container name', option: 'containerName' },
  containerPort: { id: 'container-port', title: 'Container port', option: 'containerPort' },
  additionalPort: { id: 'additional-port', title: 'Additional port', option: 'additionalPorts' },
  sidecarName: { isInternal: true, id: 'sidecar-name', title: 'Sidecar name', option: 'sidecars' },
  sidecarPort: { isInternal: true, id: 'sidecar-port', title: 'Port of a sidecar', option: 'sidecars' },
  portName: { id: 'port-name', title: 'Port name', option: 'portName' },
  healthCheckPath: {
    id: 'health-check-path',
    title: 'Health check path',
    option: 'healthCheckPath',
  },
  containerUser: { id: 'container-user', title: 'Container user', option: 'user' },
  stopTimeout: { id: 'stop-timeout', title: 'Stop timeout (seconds)', option: 'stopTimeout' },

  cluster: { id: 'cluster', title: 'ECS cluster', option: 'ecsCluster' },
  ecsService: { id: 'ecs-service', title: 'ECS service', option: 'ecsService' },
  taskDefinitionFamily: {
    id: 'task-definition-family',
    title: 'Task definition family',
    option: 'taskDefinitionFamily',
  },
  workerService: { id: 'worker-service', title: 'ECS service of a worker', option: 'workers' },
  workerTaskDefinitionFamily: {
    id: 'worker-task-definition-family',
    title: 'Task definition family of a worker',
    option: 'workers',
  },
  capacityProvider: {
    isInternal: true,
    id: 'capacity-provider',
    title: 'Capacity provider',
    option: 'capacityProviders',
  },
  launchType: { isInternal: true, id: 'launch-type', title: 'Launch type', option: 'launchType' },
  logGroup: {
    id: 'log-group',
    title: 'Log group',
    option: 'logging.logGroup',
    definedBy: { file: /base-stack\.ts$/, line: /^\s*logGroupName:/ },
  },
  releaseVariable: { isInternal: true, id: 'release-variable', title: 'Variable that a release sets' },
  outputStack: {
    isInternal: true,
    id: 'output-stack',
    title: 'Stack of an output',
    option: 'environmentVariablesFrom',
  },
  smokeTestCommand: {
    isInternal: true,
    id: 'smoke-test-command',
    title: 'Smoke test command',
    option: 'smokeTest.command',
  },

  registryStack: { isInternal: true, id: 'registry-stack', title: 'Registry stack', option: 'serviceName' },
  baseStack: { isInternal: true, id: 'base-stack', title: 'Base stack', option: 'serviceName' },
  serviceStack: { id: 'service-stack', title: 'Service stack', option: 'serviceName' },
  pipelineStack: { isInternal: true, id: 'pipeline-stack', title: 'Pipeline stack', option: 'serviceName' },
  stackParameter: { isInternal: true, id: 'stack-parameter', title: 'Parameter of the service stack' },
  assembly: { isInternal: true, id: 'assembly', title: 'Folder of the synthesized CDK app' },
  bootstrapQualifier: {
    id: 'bootstrap-qualifier',
    title: 'CDK bootstrap qualifier',
    option: 'bootstrapQualifier',
  },

  taskDefinitionFile: {
    isInternal: true,
    id: 'task-definition-file',
    title: 'Task definition file',
    // CodePipeline's action for CodeDeploy reads a template of it.
    alsoWritten: (path) => path.replace('task-definition', 'taskdef'),
    definedBy: BUILD_ARTIFACT,
  },
  workerTaskDefinitionFile: {
    isInternal: true,
    id: 'worker-task-definition-file',
    title: 'Task definition file of a worker',
    definedBy: BUILD_ARTIFACT,
  },
  workerParameter: { isInternal: true, id: 'worker-parameter', title: 'Parameter of a worker in the service stack' },
  releaseScript: { isInternal: true, id: 'release-script', title: 'Release script', definedBy: BUILD_ARTIFACT },
  appspec: { isInternal: true, id: 'appspec', title: 'AppSpec file' },
  taskDefinitionPlaceholder: {
    isInternal: true,
    id: 'task-definition-placeholder',
    title: 'Task definition placeholder',
  },
  imagePlaceholder: { isInternal: true, id: 'image-placeholder', title: 'Image placeholder' },
  imageDetail: {
    isInternal: true,
    id: 'image-detail',
    title: 'Image detail file',
    definedBy: BUILD_ARTIFACT,
  },
  imageDefinitions: {
    isInternal: true,
    id: 'image-definitions',
    title: 'Image definitions file',
    definedBy: BUILD_ARTIFACT,
  },
  codeDeployApplication: {
    id: 'code-deploy-application',
    title: 'CodeDeploy application',
    option: 'codeDeploy.applicationName',
  },
  codeDeployGroup: {
    id: 'code-deploy-group',
    title: 'CodeDeploy deployment group',
    option: 'codeDeploy.deploymentGroupName',
  },
} satisfies Record<string, FactName>;
