import { COMMON_DELIVERY_OPTIONS } from '../../../src/model/common-options';
import { CpuArchitecture, DeploymentStrategy, Ec2DeploymentMode } from '../../../src/options';
import {
  ALARM_OPTIONS,
  AUTO_SCALING_OPTIONS,
  EC2_OPTIONS,
  LOAD_BALANCER_OPTIONS,
  NETWORK_OPTIONS,
  STRATEGY_OPTIONS,
} from '../../../src/targets/ec2/options';
import { filesOf, type Options } from './support';

const APPSPEC = 'deploy/appspec.yml';
const VARIABLES = 'deploy/environments/production.env';
const UNIT = 'deploy/systemd.service';
const VALIDATE = 'deploy/scripts/validate.sh';
const SECRETS = 'deploy/scripts/secrets.sh';
const BASE = 'infra/base-stack.ts';
const SERVICE = 'infra/service-stack.ts';
const BUNDLE = 'infra/bundle.sh';
const RELEASE = 'infra/release.sh';
const ROLLBACK = 'infra/rollback.sh';

const REFRESH: Options = { deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH };
const VPC = 'vpc-0123456789abcdef0';
const SUBNETS = ['subnet-00000001', 'subnet-00000002'];
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1';

/** An option, the files that it changes, and the options that it is compared with. */
type Change = readonly [option: string, options: Options, files: readonly string[], before?: Options];

// biome-ignore format: This is a table.
const CHANGES: readonly Change[] = [
  [
    'architecture',
    { architecture: CpuArchitecture.X86_64 },
    ['.github/workflows/deploy.yml', SERVICE, 'infra/pipeline-stack.ts'],
  ],
  [
    'deploymentMode',
    REFRESH,
    [APPSPEC, 'deploy/scripts/install.sh', BUNDLE, BASE, SERVICE, RELEASE, ROLLBACK, '.github/workflows/deploy.yml', 'infra/deploy.sh'],
  ],
  ['instanceType', { instanceType: 'm7g.large' }, [SERVICE]],
  ['imageId', { imageId: 'ami-0123456789abcdef0' }, [SERVICE]],
  ['rootVolumeSize', { rootVolumeSize: 100 }, [SERVICE]],
  ['startCommand', { startCommand: ['./server', '--port', '3000'] }, [UNIT]],
  ['packages', { packages: ['git'] }, [SERVICE]],
  ['port', { port: 8080 }, [VARIABLES, VALIDATE, SERVICE]],
  ['healthCheckPath', { healthCheckPath: '/ready' }, [VARIABLES, VALIDATE, SERVICE]],
  ['environmentVariables', { environmentVariables: { LEVEL: 'debug' } }, [VARIABLES]],
  ['secrets', { secrets: { KEY: { ssmParameter: '/key' } } }, [SECRETS, UNIT, BASE, BUNDLE]],
  [
    'instanceRoleStatements',
    { instanceRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::x/y'] }] },
    [BASE],
  ],
  ['logRetentionDays', { logRetentionDays: 7 }, [BASE, SERVICE, 'infra/pipeline-stack.ts']],
  ['autoScaling.minCapacity', { autoScaling: { minCapacity: 3 } }, [SERVICE]],
  ['autoScaling.maxCapacity', { autoScaling: { maxCapacity: 3 } }, [SERVICE]],
  [
    'autoScaling.cpuUtilization',
    { autoScaling: { maxCapacity: 3, cpuUtilization: 50 } },
    [SERVICE],
    { autoScaling: { maxCapacity: 3 } },
  ],
  [
    'autoScaling.requestsPerTarget',
    { autoScaling: { maxCapacity: 3, requestsPerTarget: 50 } },
    [SERVICE],
    { autoScaling: { maxCapacity: 3 } },
  ],
  ['network.vpcId', { network: { vpcId: VPC } }, [SERVICE]],
  [
    'network.instanceSubnetIds',
    { network: { vpcId: VPC, instanceSubnetIds: SUBNETS, loadBalancerSubnetIds: SUBNETS } },
    [SERVICE],
    { network: { vpcId: VPC } },
  ],
  ['network.loadBalancerSubnetIds', { network: { vpcId: VPC, instanceSubnetIds: SUBNETS, loadBalancerSubnetIds: SUBNETS } }, [SERVICE], { network: { vpcId: VPC, instanceSubnetIds: SUBNETS, loadBalancerSubnetIds: ['subnet-00000003', 'subnet-00000004'] } }],
  ['network.cidr', { network: { cidr: '10.9.0.0/16' } }, [SERVICE]],
  ['network.availabilityZones', { network: { availabilityZones: 3 } }, [SERVICE]],
  ['network.natGateways', { network: { natGateways: 2 } }, [SERVICE]],
  ['network.publicInstances', { network: { publicInstances: true } }, [SERVICE]],
  [
    'network.securityGroupIds',
    { network: { vpcId: VPC, securityGroupIds: ['sg-00000001'] } },
    [SERVICE],
    { network: { vpcId: VPC } },
  ],
  ['loadBalancer.enabled', { loadBalancer: { enabled: false } }, [SERVICE]],
  ['loadBalancer.internetFacing', { loadBalancer: { internetFacing: false } }, [SERVICE]],
  ['loadBalancer.certificateArn', { loadBalancer: { certificateArn: CERTIFICATE } }, [SERVICE]],
  [
    'loadBalancer.domainName',
    { loadBalancer: { certificateArn: CERTIFICATE, domainName: 'a.example.com' } },
    [SERVICE],
    { loadBalancer: { certificateArn: CERTIFICATE } },
  ],
  ['loadBalancer.additionalDomainNames', { loadBalancer: { certificateArn: CERTIFICATE, domainName: 'a.example.com', additionalDomainNames: ['b.example.com'] } }, [SERVICE], { loadBalancer: { certificateArn: CERTIFICATE, domainName: 'a.example.com' } }],
  ['loadBalancer.hostedZone', { loadBalancer: { domainName: 'a.example.com', hostedZone: { id: 'Z0123456789ABC', name: 'example.com' } } }, [SERVICE]],
  ['loadBalancer.webAclArn', { loadBalancer: { webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/12345678-1234-1234-1234-123456789012' } }, [SERVICE]],
  ['loadBalancer.idleTimeoutSeconds', { loadBalancer: { idleTimeoutSeconds: 120 } }, [SERVICE]],
  ['loadBalancer.allowedCidrs', { loadBalancer: { allowedCidrs: ['203.0.113.0/24'] } }, [SERVICE]],
  ['loadBalancer.accessLogsBucket', { loadBalancer: { accessLogsBucket: 'acme-logs' } }, [SERVICE]],
  ['loadBalancer.deregistrationDelaySeconds', { loadBalancer: { deregistrationDelaySeconds: 60 } }, [SERVICE]],
  [
    'strategy',
    { strategy: DeploymentStrategy.CANARY },
    [
      SERVICE,
      RELEASE,
      ROLLBACK,
      '.github/workflows/deploy.yml',
      '.github/workflows/rollback.yml',
      'infra/pipeline-stack.ts',
      BASE,
    ],
  ],
  ['strategyParameters.minimumHealthyPercent', { strategyParameters: { minimumHealthyPercent: 25 } }, [SERVICE]],
  ['strategyParameters.maximumHealthyPercent', { ...REFRESH, strategyParameters: { maximumHealthyPercent: 150 } }, [SERVICE], REFRESH],
  ['strategyParameters.percent', { ...REFRESH, strategy: DeploymentStrategy.CANARY, strategyParameters: { percent: 50 } }, [SERVICE], { ...REFRESH, strategy: DeploymentStrategy.CANARY }],
  ['strategyParameters.bakeTimeInMinutes', { ...REFRESH, strategyParameters: { bakeTimeInMinutes: 10 } }, [SERVICE, RELEASE, ROLLBACK], REFRESH],
  ['strategyParameters.oneAtATime', { strategyParameters: { oneAtATime: true } }, [SERVICE]],
  [
    'strategyParameters.stepBakeTimeInMinutes',
    { strategy: DeploymentStrategy.LINEAR, strategyParameters: { stepBakeTimeInMinutes: 9 } },
    [SERVICE, RELEASE, ROLLBACK],
    { strategy: DeploymentStrategy.LINEAR, strategyParameters: { stepBakeTimeInMinutes: 8 } },
  ],
  ['alarms.enabled', { alarms: { enabled: false } }, [SERVICE, RELEASE, BASE]],
  ['alarms.http5xxPercent', { alarms: { http5xxPercent: 1 } }, [SERVICE]],
  ['alarms.cpuUtilization', { alarms: { cpuUtilization: 50 } }, [SERVICE]],
  ['alarms.minutes', { alarms: { minutes: 5 } }, [SERVICE]],
  ['alarms.topicArn', { alarms: { topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms' } }, [SERVICE]],
  ['terminationHook', { terminationHook: true }, [APPSPEC, 'deploy/scripts/stop.sh', BUNDLE, SERVICE]],
  ['smokeTest', { smokeTest: { command: 'true' } }, [RELEASE, '.github/workflows/deploy.yml']],
  ['deploymentTimeoutMinutes', { deploymentTimeoutMinutes: 40 }, [RELEASE, ROLLBACK]],
  ['bundle', { bundle: { path: 'build' } }, [BUNDLE, '.github/workflows/deploy.yml']],
  ['nodeVersion', { nodeVersion: '22' }, [UNIT, SERVICE, 'buildspec.yml', '.github/workflows/deploy.yml']],
];

/** The files that differ. */
function changed(before: Options, after: Options): string[] {
  const [one, other] = [filesOf(before), filesOf(after)];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((path) => one[path] !== other[path]);
}

test.each(CHANGES.map(([option, after, files, before = {}]) => ({ option, after, files, before })))(
  '$option changes its files',
  ({ after, files, before }) => {
    expect(changed(before, after)).toEqual(expect.arrayContaining([...files]));
  },
);

/** Options of every delivery, which other tests cover. */
const COMMON = [...Object.keys(COMMON_DELIVERY_OPTIONS), 'environments'];

const NESTED: Readonly<Record<string, object>> = {
  autoScaling: AUTO_SCALING_OPTIONS,
  network: NETWORK_OPTIONS,
  loadBalancer: LOAD_BALANCER_OPTIONS,
  strategyParameters: STRATEGY_OPTIONS,
  alarms: ALARM_OPTIONS,
};

test('the table contains every option', () => {
  const own = Object.keys(EC2_OPTIONS).filter((option) => !COMMON.includes(option));
  const all = own.flatMap((option) =>
    NESTED[option] ? Object.keys(NESTED[option]).map((key) => `${option}.${key}`) : [option],
  );
  expect(CHANGES.map(([option]) => option).sort()).toEqual(all.concat('nodeVersion').sort());
});
