import * as options from '../options';

/** The name of the enum of each option whose value is a member of one. `*` stands for any key of an object. */
export type EnumOptions = Readonly<Record<string, keyof typeof options>>;

const MEMBERS = new Map<string | undefined, Readonly<Record<string, string>>>(Object.entries(options));

/** The options of every project type. */
const COMMON_ENUMS = {
  trigger: 'DeliveryEngine',
  'codePipeline.source': 'PipelineSource',
  'upgrade.autoMerge': 'UpgradeAutoMerge',
  'upgrade.ring': 'UpgradeRing',
} as const;

export const ECS_ENUMS: EnumOptions = {
  ...COMMON_ENUMS,
  cpuArchitecture: 'CpuArchitecture',
  serviceMode: 'EcsServiceMode',
  taskDefinitionOwner: 'TaskDefinitionOwner',
  deploymentController: 'EcsDeploymentController',
  launchType: 'LaunchType',
  containerInsights: 'ContainerInsights',
  strategy: 'DeploymentStrategy',
  'lifecycleHooks.stages': 'DeploymentLifecycleStage',
  portAppProtocol: 'ApplicationProtocol',
  'additionalPorts.appProtocol': 'ApplicationProtocol',
  'additionalPorts.protocol': 'PortProtocol',
  'loadBalancer.listenerProtocol': 'ListenerProtocol',
  'loadBalancer.protocolVersion': 'LoadBalancerProtocolVersion',
  'loadBalancer.targetProtocol': 'TargetProtocol',
  'serviceDiscovery.recordType': 'DiscoveryRecordType',
  'dependsOn.condition': 'DependencyCondition',
  'sidecars.dependsOn.condition': 'DependencyCondition',
  'sidecars.firelens.type': 'FirelensType',
  'sidecars.ports.appProtocol': 'ApplicationProtocol',
  'sidecars.ports.protocol': 'PortProtocol',
  'workers.updateOrder': 'WorkerUpdateOrder',
  'releaseVariables.*': 'ReleaseValue',
  'logging.driver': 'LogDriver',
  'registry.encryption': 'RegistryEncryption',
  'registry.imageTag': 'ImageTag',
};

export const FUNCTION_ENUMS: EnumOptions = {
  ...COMMON_ENUMS,
  architecture: 'CpuArchitecture',
  strategy: 'DeploymentStrategy',
  packageType: 'LambdaPackageType',
  'functionUrl.authType': 'LambdaUrlAuthType',
  'functionUrl.invokeMode': 'LambdaInvokeMode',
  'additionalFunctions.functionUrl.authType': 'LambdaUrlAuthType',
  'additionalFunctions.functionUrl.invokeMode': 'LambdaInvokeMode',
  'logging.format': 'LambdaLogFormat',
  'registry.encryption': 'RegistryEncryption',
  'registry.imageTag': 'ImageTag',
};

export const SITE_ENUMS: EnumOptions = { ...COMMON_ENUMS, strategy: 'SiteStrategy' };

export const INSTANCES_ENUMS: EnumOptions = {
  ...COMMON_ENUMS,
  deploymentMode: 'Ec2DeploymentMode',
  architecture: 'CpuArchitecture',
  strategy: 'DeploymentStrategy',
};

/**
 * The enum of an option, and the member that a text means: its name or its value. `undefined` if there is none.
 *
 * @param path the names of the option and of the options that contain it. An environment has the options of the top
 * level
 */
export function enumMember(
  enums: EnumOptions,
  path: string,
  text: string,
): { readonly name: string; readonly member: string } | undefined {
  const option = path.replace(/^environments\./, '');
  const name = enums[option] ?? enums[option.replace(/\.[^.]*$/, '.*')];
  const members = MEMBERS.get(name) ?? {};
  const member = Object.keys(members).find((candidate) => text === candidate || text === members[candidate]);
  return name === undefined || member === undefined ? undefined : { name, member };
}
