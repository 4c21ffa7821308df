import type { FactName } from '../../core/fact';

/** The values that the files of an EC2 delivery share, in addition to those of every delivery. */
export const EC2_SHARED = {
  port: { id: 'service-port', title: 'Port', option: 'port' },
  instanceRole: {
    id: 'instance-role',
    title: 'Instance role',
    option: 'serviceName',
    definedBy: { file: /base-stack\.ts$/, line: /^\s*roleName:/ },
  },
  logGroup: {
    id: 'instance-log-group',
    title: 'Log group',
    option: 'serviceName',
    definedBy: { file: /base-stack\.ts$/, line: /^\s*logGroupName:/ },
  },
  application: {
    id: 'instance-application',
    title: 'CodeDeploy application',
    option: 'serviceName',
    definedBy: { file: /service-stack\.ts$/, line: /^\s*applicationName:/ },
  },
  deploymentGroup: {
    id: 'instance-deployment-group',
    title: 'CodeDeploy deployment group',
    option: 'serviceName',
    definedBy: { file: /service-stack\.ts$/, line: /^\s*deploymentGroupName:/ },
  },
  autoScalingGroup: { id: 'auto-scaling-group', title: 'Auto Scaling group', option: 'serviceName' },
  home: { id: 'home', title: 'Folder on the instances', option: 'serviceName' },
  logFolder: { isInternal: true, id: 'log-folder', title: 'Folder of the logs on the instances' },
  secretsFile: { isInternal: true, id: 'secrets-file', title: 'File with the secrets on the instances' },
  unit: { id: 'systemd-unit', title: 'systemd unit', option: 'serviceName' },
  appspec: { isInternal: true, id: 'instance-appspec', title: 'AppSpec file' },
  hook: { isInternal: true, id: 'deployment-hook', title: 'Script of a deployment' },
  unitFile: { isInternal: true, id: 'unit-file', title: 'Unit file' },
  deployScript: { isInternal: true, id: 'deploy-script', title: 'Deploy script' },
  bundleKeyParameter: { isInternal: true, id: 'bundle-key-parameter', title: 'Parameter with the key of the bundle' },
  historyParameter: { isInternal: true, id: 'history-parameter', title: 'Parameter with the keys of earlier bundles' },
  alarmsParameter: { isInternal: true, id: 'alarms-parameter', title: 'Parameter that turns alarms on or off' },
  launchHook: { isInternal: true, id: 'launch-hook', title: 'Lifecycle hook of new instances' },
  urlOutput: { isInternal: true, id: 'url-output', title: 'Output of the service stack with the URL' },
} satisfies Record<string, FactName>;
