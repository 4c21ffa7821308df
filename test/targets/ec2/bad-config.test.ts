import { CpuArchitecture, DeploymentStrategy, Ec2DeploymentMode } from '../../../src/options';
import { EC2_OPTIONS } from '../../../src/targets/ec2/options';
import { messageOf } from '../../support/project';
import { modelOf, type Options } from './support';

const SUBNETS = ['subnet-00000001', 'subnet-00000002'];

const REFRESH = { deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH };

/** Each wrong config, and the only problem that it has. */
const BAD: Readonly<Record<string, readonly [object, string]>> = {
  'blue/green': [
    { strategy: DeploymentStrategy.BLUE_GREEN },
    'strategy: "BLUE_GREEN" is not supported: CodeDeploy would replace the Auto Scaling group with a copy that CloudFormation does not manage (allowed: DeploymentStrategy.ROLLING, DeploymentStrategy.CANARY, DeploymentStrategy.LINEAR, DeploymentStrategy.ALL_AT_ONCE). Choose one of these strategies, or set deploymentMode to Ec2DeploymentMode.INSTANCE_REFRESH. [unsupported-strategy]',
  ],
  'unknown deployment mode': [
    { deploymentMode: 'IMMUTABLE' },
    'deploymentMode: "IMMUTABLE" is not a member of Ec2DeploymentMode (allowed: Ec2DeploymentMode.CODE_DEPLOY, Ec2DeploymentMode.INSTANCE_REFRESH). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ],
  'percentage of an instance refresh with CodeDeploy': [
    { strategyParameters: { maximumHealthyPercent: 150 } },
    'strategyParameters.maximumHealthyPercent: 150 requires an instance refresh, but deploymentMode is Ec2DeploymentMode.CODE_DEPLOY. Remove it, or set deploymentMode to Ec2DeploymentMode.INSTANCE_REFRESH. [option-of-other-mode]',
  ],
  'bake time with CodeDeploy': [
    { strategyParameters: { bakeTimeInMinutes: 5 } },
    'strategyParameters.bakeTimeInMinutes: 5 requires an instance refresh, but deploymentMode is Ec2DeploymentMode.CODE_DEPLOY. Remove it, or set deploymentMode to Ec2DeploymentMode.INSTANCE_REFRESH. [option-of-other-mode]',
  ],
  'one instance at a time in an instance refresh': [
    { ...REFRESH, strategyParameters: { oneAtATime: true } },
    'strategyParameters.oneAtATime: true requires CodeDeploy, but deploymentMode is Ec2DeploymentMode.INSTANCE_REFRESH. Remove it. With the default values, an instance refresh replaces about 10% of the instances at a time. [option-of-other-mode]',
  ],
  'termination hook in an instance refresh': [
    { ...REFRESH, terminationHook: true },
    'terminationHook: true requires CodeDeploy, but deploymentMode is Ec2DeploymentMode.INSTANCE_REFRESH. Remove it. systemd stops the service when an instance shuts down. [option-of-other-mode]',
  ],
  'deployment ID in an instance refresh': [
    { ...REFRESH, smokeTest: { command: 'echo "$DEPLOYMENT_ID"' } },
    'smokeTest.command: "echo \\"$DEPLOYMENT_ID\\"" uses DEPLOYMENT_ID, but deploymentMode is Ec2DeploymentMode.INSTANCE_REFRESH. Use BUNDLE_KEY instead. [option-of-other-mode]',
  ],
  'unknown strategy of an instance refresh': [
    { ...REFRESH, strategy: 'FAST' },
    'strategy: "FAST" is not a member of DeploymentStrategy (allowed: DeploymentStrategy.ROLLING, DeploymentStrategy.BLUE_GREEN, DeploymentStrategy.CANARY, DeploymentStrategy.LINEAR, DeploymentStrategy.ALL_AT_ONCE). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ],
  'percentage of a blue/green instance refresh': [
    { ...REFRESH, strategy: DeploymentStrategy.BLUE_GREEN, strategyParameters: { maximumHealthyPercent: 150 } },
    'strategyParameters.maximumHealthyPercent: 150 is not a parameter of BLUE_GREEN (allowed: bakeTimeInMinutes). Remove it, or choose another strategy. [parameter-of-other-strategy]',
  ],
  'no room to replace instances': [
    { ...REFRESH, strategyParameters: { maximumHealthyPercent: 100 } },
    'strategyParameters.maximumHealthyPercent: 100 leaves no room to replace instances, because minimumHealthyPercent is also 100 (allowed: 101 to 200). Increase maximumHealthyPercent, or reduce minimumHealthyPercent. [healthy-percent-range]',
  ],
  'percentages that are too far apart': [
    { ...REFRESH, strategyParameters: { minimumHealthyPercent: 50, maximumHealthyPercent: 160 } },
    'strategyParameters.maximumHealthyPercent: 160 is more than 100 above minimumHealthyPercent (allowed: 100 to 150). Reduce maximumHealthyPercent, or increase minimumHealthyPercent. [healthy-percent-range]',
  ],
  'canary of all instances': [
    { ...REFRESH, strategy: DeploymentStrategy.CANARY, strategyParameters: { percent: 100 } },
    'strategyParameters.percent: 100 is out of range (allowed: 1 to 99). Use a value in this range. [out-of-range]',
  ],
  'small linear steps': [
    { ...REFRESH, strategy: DeploymentStrategy.LINEAR, strategyParameters: { percent: 1 } },
    'strategyParameters.percent: 1 is out of range (allowed: 5 to 50). Use a value in this range. [out-of-range]',
  ],
  'linear steps of one instance': [
    { ...REFRESH, strategy: DeploymentStrategy.LINEAR, autoScaling: { minCapacity: 1 } },
    'strategy: "LINEAR" requires several instances, but autoScaling.minCapacity and maxCapacity are 1 (allowed: DeploymentStrategy.ROLLING, DeploymentStrategy.BLUE_GREEN, DeploymentStrategy.ALL_AT_ONCE). Increase autoScaling.minCapacity to at least 2, or choose another strategy. [too-few-instances]',
  ],
  'timeout that is too short to replace the instances': [
    { ...REFRESH, autoScaling: { minCapacity: 10 }, deploymentTimeoutMinutes: 30 },
    'deploymentTimeoutMinutes: 30 is too short for the strategy, which takes 50 minutes for 10 instances (allowed: 50 to 300). Increase deploymentTimeoutMinutes, or replace more instances at a time. [timeout-too-short]',
  ],
  'strategy that takes too long to replace the instances': [
    { ...REFRESH, strategy: DeploymentStrategy.LINEAR, strategyParameters: { percent: 5, stepBakeTimeInMinutes: 30 } },
    'strategyParameters: results in a deployment time of 610 minutes for 2 instances, 5 minutes for each of 2 groups and the time that the strategy waits, but GitHub Actions can wait at most 300 minutes. Increase maximumHealthyPercent, or reduce the bake times. [deployment-too-long]',
  ],
  'connections that take too long to finish': [
    { ...REFRESH, autoScaling: { minCapacity: 9 }, loadBalancer: { deregistrationDelaySeconds: 3600 } },
    'strategyParameters: results in a deployment time of 576 minutes for 9 instances, 64 minutes for each of 9 groups and the time that the strategy waits, but GitHub Actions can wait at most 300 minutes. Increase maximumHealthyPercent, or reduce the bake times or loadBalancer.deregistrationDelaySeconds. [deployment-too-long]',
  ],
  'bake time of an instance refresh without alarms': [
    { ...REFRESH, strategyParameters: { bakeTimeInMinutes: 60 }, alarms: { enabled: false } },
    'strategyParameters.bakeTimeInMinutes: 60 has no effect because alarms.enabled is false. Set it to 0, or set alarms.enabled to true. [disabled-feature]',
  ],
  'unknown strategy': [
    { strategy: 'FAST' },
    'strategy: "FAST" is not a member of DeploymentStrategy (allowed: DeploymentStrategy.ROLLING, DeploymentStrategy.CANARY, DeploymentStrategy.LINEAR, DeploymentStrategy.ALL_AT_ONCE). Use one of these values, or remove the option to use the default. [unsupported-value]',
  ],
  'canary with one instance': [
    { strategy: DeploymentStrategy.CANARY, autoScaling: { minCapacity: 1 } },
    'strategy: "CANARY" requires instances in several Availability Zones, but autoScaling.minCapacity is 1 (allowed: DeploymentStrategy.ROLLING, DeploymentStrategy.ALL_AT_ONCE). Increase autoScaling.minCapacity to at least 2, or choose another strategy. [too-few-instances]',
  ],
  'parameter of another strategy': [
    { strategyParameters: { stepBakeTimeInMinutes: 5 } },
    'strategyParameters.stepBakeTimeInMinutes: 5 is not a parameter of ROLLING (allowed: minimumHealthyPercent, oneAtATime). Remove it, or choose another strategy. [parameter-of-other-strategy]',
  ],
  'parameter of all at once': [
    {
      strategy: DeploymentStrategy.ALL_AT_ONCE,
      strategyParameters: { minimumHealthyPercent: 50 },
    },
    'strategyParameters.minimumHealthyPercent: 50 is not a parameter of ALL_AT_ONCE (allowed: none). Remove it, or choose another strategy. [parameter-of-other-strategy]',
  ],
  'percentage and one at a time': [
    { strategyParameters: { oneAtATime: true, minimumHealthyPercent: 10 } },
    'strategyParameters.minimumHealthyPercent: 10 has no effect because oneAtATime is true. Remove one of the two. [one-at-a-time]',
  ],
  'percentage that leaves no instance to update': [
    { strategyParameters: { minimumHealthyPercent: 75 } },
    'strategyParameters.minimumHealthyPercent: 75 leaves no instance to update: with 2 instances, 2 must stay in service (allowed: 0 to 50). Reduce it, or increase autoScaling.minCapacity. [no-room-to-update]',
  ],
  'percentage that leaves no instance of one': [
    {
      autoScaling: { minCapacity: 1 },
      strategyParameters: { minimumHealthyPercent: 1 },
    },
    'strategyParameters.minimumHealthyPercent: 1 leaves no instance to update: with 1 instance, 1 must stay in service (allowed: 0). Reduce it, or increase autoScaling.minCapacity. [no-room-to-update]',
  ],
  'percentage of 100': [
    { strategyParameters: { minimumHealthyPercent: 100 } },
    'strategyParameters.minimumHealthyPercent: 100 is out of range (allowed: 0 to 99). Use a value in this range. [out-of-range]',
  ],
  'timeout that is too short for the strategy': [
    {
      strategy: DeploymentStrategy.LINEAR,
      strategyParameters: { stepBakeTimeInMinutes: 20 },
      deploymentTimeoutMinutes: 30,
    },
    'deploymentTimeoutMinutes: 30 is too short for the strategy, which takes 50 minutes, including 10 minutes to start the service on the instances (allowed: 50 to 300). Increase deploymentTimeoutMinutes, or reduce stepBakeTimeInMinutes. [timeout-too-short]',
  ],
  'strategy that takes too long': [
    {
      strategy: DeploymentStrategy.LINEAR,
      network: { availabilityZones: 3 },
      strategyParameters: { stepBakeTimeInMinutes: 120 },
    },
    'strategyParameters: results in a deployment time of 370 minutes, including 10 minutes to start the service on the instances, but GitHub Actions can wait at most 300 minutes. Reduce stepBakeTimeInMinutes. [deployment-too-long]',
  ],
  'timeout that is too long': [
    { deploymentTimeoutMinutes: 301 },
    'deploymentTimeoutMinutes: 301 is out of range (allowed: 5 to 300). Use a value in this range. [out-of-range]',
  ],
  'Intel instance for arm64': [
    { instanceType: 'm7i.large' },
    'instanceType: "m7i.large" has a processor for x86_64, but architecture is CpuArchitecture.ARM64 (allowed: an instance type with AWS Graviton, for example m7g.large). Change instanceType or architecture. [instance-architecture]',
  ],
  'Graviton instance for x86_64': [
    { architecture: CpuArchitecture.X86_64, instanceType: 'c7gn.large' },
    'instanceType: "c7gn.large" has a processor for arm64, but architecture is CpuArchitecture.X86_64 (allowed: an instance type with Intel or AMD processors, for example m7i.large). Change instanceType or architecture. [instance-architecture]',
  ],
  'instance with a GPU and an Intel processor': [
    { instanceType: 'g4dn.xlarge' },
    'instanceType: "g4dn.xlarge" has a processor for x86_64, but architecture is CpuArchitecture.ARM64 (allowed: an instance type with AWS Graviton, for example m7g.large). Change instanceType or architecture. [instance-architecture]',
  ],
  'instance type without a size': [
    { instanceType: 't4g' },
    'instanceType: "t4g" is not valid (allowed: an instance type, for example m7g.large). Correct the value. [invalid-format]',
  ],
  'image name': [
    { imageId: 'al2023' },
    'imageId: "al2023" is not valid (allowed: an image ID: ami- followed by 8 or 17 hexadecimal digits). Correct the value. [invalid-format]',
  ],
  'small root volume': [
    { rootVolumeSize: 4 },
    'rootVolumeSize: 4 is out of range (allowed: 8 to 16384). Use a value in this range. [out-of-range]',
  ],
  'maximum below the minimum': [
    { autoScaling: { minCapacity: 4, maxCapacity: 2 } },
    'autoScaling.maxCapacity: 2 is less than minCapacity (allowed: 4 to 500). Increase maxCapacity, or reduce minCapacity. [capacity-range]',
  ],
  'no instances': [
    { autoScaling: { minCapacity: 0 } },
    'autoScaling.minCapacity: 0 is out of range (allowed: 1 to 500). Use a value in this range. [out-of-range]',
  ],
  'scaling target for a fixed number': [
    { autoScaling: { cpuUtilization: 60 } },
    'autoScaling.cpuUtilization: 60 has no effect because maxCapacity is the same as minCapacity. Increase maxCapacity, or remove cpuUtilization. [fixed-capacity]',
  ],
  'scaling by requests without a load balancer': [
    {
      autoScaling: { maxCapacity: 4, requestsPerTarget: 100 },
      loadBalancer: { enabled: false },
    },
    'autoScaling.requestsPerTarget: 100 requires a load balancer. Remove it, or set loadBalancer.enabled to true. [load-balancer-required]',
  ],
  'port that requires root': [
    { port: 80 },
    'port: 80 is out of range (allowed: 1024 to 65535). Use a value in this range. [out-of-range]',
  ],
  'health check URL': [
    { healthCheckPath: 'http://localhost/health' },
    'healthCheckPath: "http://localhost/health" is not valid (allowed: a path that starts with / and contains only letters, digits, and . _ ~ / -). Specify only the path, without a host, a query string, or spaces. [invalid-format]',
  ],
  'Node.js version that AL2023 does not update': [
    { nodeVersion: '20', codePipeline: { enabled: false } },
    'nodeVersion: "20" is not a supported version of Node.js in Amazon Linux 2023 (allowed: 24, 22). Use one of these versions. [node-of-instances]',
  ],
  'missing start command': [
    { bundle: { runtime: 'python', testCommands: ['make'] } },
    "startCommand: is missing or empty (allowed: a list whose first item is the program to run). Specify the command that starts the service, for example ['./server']. [missing-option]",
  ],
  'no commands that create the bundle': [
    { bundle: { runtime: 'python' }, startCommand: ['./server'] },
    'bundle.testCommands: is missing or empty, so nothing creates the bundle (allowed: commands that test the project and create the folder that bundle.path specifies). Set bundle.testCommands. [bundle-commands-required]',
  ],
  'empty start command': [
    { startCommand: [] },
    "startCommand: is missing or empty (allowed: a list whose first item is the program to run). Specify the command that starts the service, for example ['./server']. [missing-option]",
  ],
  'start command in one string': [
    { startCommand: 'node index.js' },
    "startCommand: \"node index.js\" is not a list (allowed: a list of strings). Write it as ['...', '...']. [wrong-type]",
  ],
  'start command with arguments in the program': [
    { startCommand: ['node index.js'] },
    'startCommand: "node index.js" does not start with a program (allowed: an absolute path, the name of a program, or a path that starts with ./). Specify a program without arguments. Arguments are separate items. [invalid-format]',
  ],
  'start command of a parent folder': [
    { startCommand: ['../server'] },
    'startCommand: "../server" does not start with a program (allowed: an absolute path, the name of a program, or a path that starts with ./). Specify a program without arguments. Arguments are separate items. [invalid-format]',
  ],
  'package with a shell command': [
    { packages: ['jq; reboot'] },
    'packages[0]: "jq; reboot" is not valid (allowed: the name of a package: letters, digits, and . _ + -). Correct the value. [invalid-format]',
  ],
  'variable that the port sets': [
    { environmentVariables: { PORT: '8080' } },
    'environmentVariables.PORT: is set from port. Set port instead. [reserved-variable]',
  ],
  'variable that is a credential': [
    { environmentVariables: { AWS_SECRET_ACCESS_KEY: 'x' } },
    'environmentVariables.AWS_SECRET_ACCESS_KEY: sets a static AWS credential. Grant the permissions to the instance role instead. The AWS SDK automatically uses the credentials of that role. [static-credentials]',
  ],
  'variable with a hyphen': [
    { environmentVariables: { 'LOG-LEVEL': 'debug' } },
    'environmentVariables["LOG-LEVEL"]: is not a valid variable name (allowed: letters, digits, and underscores, not starting with a digit). Rename the variable. [variable-name]',
  ],
  'variable that is not a string': [
    { environmentVariables: { DEBUG: true } },
    'environmentVariables.DEBUG: true is not a string (allowed: any text). Put the value in quotes. [wrong-type]',
  ],
  'variable that is also a secret': [
    {
      environmentVariables: { KEY: 'x' },
      secrets: { KEY: { ssmParameter: '/key' } },
    },
    'secrets.KEY: has the same name as an environment variable. Remove environmentVariables.KEY, or rename one of the two. [variable-and-secret]',
  ],
  'secret with its value': [
    { secrets: { KEY: 'hunter2' } },
    "secrets.KEY: is not an object (allowed: { secretsManager: '<name>' } or { ssmParameter: '<name>' }). Specify the name or ARN of the secret, not its value. [wrong-type]",
  ],
  'secret of another account without its key': [
    { secrets: { KEY: { secretsManager: 'arn:aws:secretsmanager:us-east-1:999999999999:secret:key-AbCdEf' } } },
    'secrets.KEY.kmsKeyArn: is missing, but the secret is in account 999999999999. Another account can read a secret only if it is encrypted with a customer managed key (allowed: arn:aws:kms:<region>:<account>:key/<id>). Set kmsKeyArn to the ARN of the key that encrypts the secret. [key-of-shared-secret]',
  ],
  'secret without a source': [
    { secrets: { KEY: {} } },
    'secrets.KEY.secretsManager: is missing, and so is ssmParameter. Set one of the two. [secret-source]',
  ],
  'subnets without a VPC': [
    { network: { instanceSubnetIds: SUBNETS } },
    'network.instanceSubnetIds: requires vpcId. Set vpcId, or remove instanceSubnetIds. [vpc-required]',
  ],
  'address range of an existing VPC': [
    { network: { vpcId: 'vpc-00000001', cidr: '10.1.0.0/16' } },
    'network.cidr: "10.1.0.0/16" applies only to a new VPC. Remove cidr or vpcId. [new-vpc-only]',
  ],
  'NAT gateways for public instances': [
    { network: { publicInstances: true, natGateways: 1 } },
    'network.natGateways: 1 has no effect on instances in public subnets. Remove natGateways or publicInstances. [nat-gateways-for-public-instances]',
  ],
  'more NAT gateways than zones': [
    { network: { natGateways: 3 } },
    'network.natGateways: 3 exceeds the number of Availability Zones (allowed: 1 to 2). Use at most one NAT gateway per Availability Zone. [too-many-nat-gateways]',
  ],
  'missing subnets of the load balancer': [
    { network: { vpcId: 'vpc-00000001', instanceSubnetIds: SUBNETS } },
    'network.loadBalancerSubnetIds: contains too few subnets (allowed: at least two subnets). Specify two subnets in different Availability Zones, or set loadBalancer.enabled to false. [too-few-subnets]',
  ],
  'missing subnets of the instances': [
    { network: { vpcId: 'vpc-00000001', loadBalancerSubnetIds: SUBNETS } },
    'network.instanceSubnetIds: is missing or empty (allowed: at least one subnet). Specify the subnets that the instances run in. [too-few-subnets]',
  ],
  'subnets of no load balancer': [
    {
      loadBalancer: { enabled: false },
      network: { vpcId: 'vpc-00000001', instanceSubnetIds: SUBNETS, loadBalancerSubnetIds: SUBNETS },
    },
    'network.loadBalancerSubnetIds: requires a load balancer. Remove it, or set loadBalancer.enabled to true. [load-balancer-required]',
  ],
  'too many security groups': [
    {
      network: { vpcId: 'vpc-00000001', securityGroupIds: [1, 2, 3, 4, 5].map((i) => `sg-0000000${i}`) },
    },
    'network.securityGroupIds: contains 5 security groups (allowed: at most 4, because the stack creates one more). Remove some of them. [too-many-security-groups]',
  ],
  'option of a disabled load balancer': [
    { loadBalancer: { enabled: false, internetFacing: false } },
    'loadBalancer.internetFacing: false has no effect because loadBalancer.enabled is false. Remove it, or set loadBalancer.enabled to true. [disabled-feature]',
  ],
  'certificate of another Region': [
    {
      loadBalancer: { certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1' },
    },
    'loadBalancer.certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1" is in a different Region (allowed: us-east-1). The certificate must be in the same account and Region as the load balancer. [wrong-account-or-region]',
  ],
  'domain name without a certificate': [
    { loadBalancer: { domainName: 'orders.example.com' } },
    'loadBalancer.domainName: "orders.example.com" requires a certificate. Set certificateArn or hostedZone, or remove domainName. [certificate-required]',
  ],
  'hosted zone without a domain name': [
    { loadBalancer: { hostedZone: { id: 'Z0123456789ABC', name: 'example.com' } } },
    'loadBalancer.hostedZone: requires domainName. Set domainName, or remove hostedZone. [domain-name-required]',
  ],
  'hosted zone of another domain': [
    {
      loadBalancer: { domainName: 'orders.example.org', hostedZone: { id: 'Z0123456789ABC', name: 'example.com' } },
    },
    'loadBalancer.hostedZone: does not contain orders.example.org (allowed: example.com and names that end with .example.com). Correct the domain names or the zone. [domain-outside-zone]',
  ],
  'web ACL of another Region': [
    {
      loadBalancer: {
        webAclArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1',
      },
    },
    'loadBalancer.webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1" is in a different Region (allowed: us-east-1). The web ACL must be in the same account and Region as the load balancer. [wrong-account-or-region]',
  ],
  'no clients': [
    { loadBalancer: { allowedCidrs: [] } },
    'loadBalancer.allowedCidrs: [] allows no clients (allowed: at least one range). Add a range, or remove the option. [empty-list]',
  ],
  'option of disabled alarms': [
    { alarms: { enabled: false, minutes: 5 } },
    'alarms.minutes: 5 has no effect because alarms.enabled is false. Remove it, or set alarms.enabled to true. [disabled-feature]',
  ],
  '5xx alarm without a load balancer': [
    { alarms: { http5xxPercent: 1 }, loadBalancer: { enabled: false } },
    'alarms.http5xxPercent: 1 requires a load balancer. Remove it, or set loadBalancer.enabled to true. [load-balancer-required]',
  ],
  'topic of another account': [
    { alarms: { topicArn: 'arn:aws:sns:us-east-1:444455556666:alarms' } },
    'alarms.topicArn: "arn:aws:sns:us-east-1:444455556666:alarms" is in a different account (allowed: 111122223333). Use a topic in the account and Region of the environment. [wrong-account-or-region]',
  ],
  'URL of an internal load balancer': [
    {
      loadBalancer: { internetFacing: false },
      smokeTest: { command: 'curl "$SERVICE_URL"' },
    },
    'smokeTest.command: "curl \\"$SERVICE_URL\\"" uses SERVICE_URL, which is set only for an internet-facing load balancer. Specify the URL in the command instead. [service-url]',
  ],
  'URL that does not match the certificate': [
    {
      loadBalancer: { certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' },
      smokeTest: { command: 'curl "$SERVICE_URL"' },
    },
    'smokeTest.command: "curl \\"$SERVICE_URL\\"" uses SERVICE_URL, whose host name does not match the certificate. Set loadBalancer.domainName. [service-url]',
  ],
  'smoke test without a command': [
    { smokeTest: {} },
    'smokeTest.command: is missing (allowed: one complete line of shell code without ${{). Provide a command that checks the service. [missing-option]',
  ],
  'retention that CloudWatch does not support': [
    { logRetentionDays: 31 },
    'logRetentionDays: 31 is not valid (allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653). Use one of these values. [unsupported-value]',
  ],
  'option of another target': [
    { containerPort: 8080 },
    'containerPort: is not a known option. Did you mean port? [unknown-option]',
  ],
  'misspelled option': [
    { instancesType: 't4g.small' },
    'instancesType: is not a known option. Did you mean instanceType? [unknown-option]',
  ],
  'top-level option in an environment': [
    { environments: [{ name: 'test', port: 8080 }] },
    'environments[0].port: is a top-level option. Move port to the top level. It then applies to every environment. [top-level-option]',
  ],
  'two environments with one name': [
    { environments: [{ name: 'test' }, { name: 'test' }] },
    'environments[1].name: "test" is already the name of another environment. Use a unique name for each environment. [duplicate-environment]',
  ],
};

test.each(Object.entries(BAD))('%s', (_name, [options, problem]) => {
  const lines = messageOf(() => modelOf(options as Options)).split('\n');
  expect(lines.slice(1)).toEqual([`  - ${problem}`]);
});

test('a wrong value at the top level is reported once, although several environments inherit it', () => {
  const environments = [{ name: 'test' }, { name: 'production' }];
  expect(messageOf(() => modelOf({ rootVolumeSize: 1, environments })).split('\n')).toHaveLength(2);
});

test('a problem in one environment names it', () => {
  const environments = [{ name: 'test' }, { name: 'production', strategy: DeploymentStrategy.BLUE_GREEN }];
  expect(messageOf(() => modelOf({ environments }))).toContain(
    'environments[1].strategy: "BLUE_GREEN" is not supported',
  );
});

test('options of the wrong type are reported, and nothing else fails', () => {
  for (const key of Object.keys(EC2_OPTIONS)) {
    for (const value of [null, 1.5, true, 'x y', [1], [{}], { x: 1 }, Number.NaN]) {
      const message = messageOf(() => modelOf({ [key]: value, trigger: 'NONE' } as unknown as Options));
      expect(message).toMatch(/^Found \d+ problem/);
    }
  }
});
