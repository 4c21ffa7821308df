import { CpuArchitecture, DeliveryEngine, DeploymentStrategy, Ec2DeploymentMode } from '../../../src/options';
import type { Options } from './support';

/** One to three environments, both engines, and options that change how values are written. */
export const EC2_CONFIGS: readonly (readonly [name: string, options: Options])[] = [
  ['a service on EC2 instances', {}],
  [
    'a service on EC2 instances with variables and secrets',
    {
      environmentVariables: { GREETING: 'it\'s "5 $" \\ `now`' },
      secrets: {
        DATABASE_URL: { secretsManager: 'orders/database', jsonKey: 'url' },
        API_KEY: { ssmParameter: '/orders/api-key', kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' },
      },
      terminationHook: true,
      port: 8080,
      healthCheckPath: '/ready',
    },
  ],
  ['a service on EC2 instances with only GitHub Actions', { codePipeline: { enabled: false } }],
  [
    'a service on EC2 instances with only CodePipeline',
    { githubActions: { enabled: false }, trigger: DeliveryEngine.CODE_PIPELINE },
  ],
  [
    'a service on EC2 instances in three environments',
    {
      environments: [
        { name: 'test', loadBalancer: { enabled: false }, autoScaling: { minCapacity: 1 } },
        { name: 'staging', awsAccount: '444455556666', strategy: DeploymentStrategy.CANARY },
        {
          name: 'production',
          awsRegion: 'eu-west-1',
          strategy: DeploymentStrategy.LINEAR,
          autoScaling: { minCapacity: 3, maxCapacity: 9 },
          smokeTest: { command: 'curl --fail "$SERVICE_URL/health"' },
        },
      ],
    },
  ],
  [
    'a service on EC2 instances in an existing network',
    {
      network: {
        vpcId: 'vpc-0123456789abcdef0',
        instanceSubnetIds: ['subnet-00000001', 'subnet-00000002'],
        loadBalancerSubnetIds: ['subnet-00000003', 'subnet-00000004'],
        securityGroupIds: ['sg-00000001'],
      },
      imageId: 'ami-0123456789abcdef0',
      loadBalancer: {
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
        domainName: 'orders.example.com',
      },
    },
  ],
  [
    'a Python service on EC2 instances',
    {
      architecture: CpuArchitecture.X86_64,
      bundle: { runtime: 'python', testCommands: ['make bundle'], path: 'build' },
      startCommand: ['python3.13', '-m', 'orders', '--title=100 %'],
      packages: ['python3.13'],
      strategy: DeploymentStrategy.ALL_AT_ONCE,
    },
  ],
  [
    'a service on EC2 instances that are replaced',
    {
      deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH,
      secrets: { API_KEY: { ssmParameter: '/orders/api-key' } },
      port: 8080,
      loadBalancer: {
        domainName: 'orders.example.com',
        additionalDomainNames: ['api.example.com'],
        hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
        webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/12345678-1234-1234-1234-123456789012',
        idleTimeoutSeconds: 120,
      },
    },
  ],
  [
    'a service on EC2 instances that are replaced in three environments',
    {
      deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH,
      environments: [
        {
          name: 'test',
          loadBalancer: { enabled: false },
          autoScaling: { minCapacity: 1 },
          strategy: DeploymentStrategy.ALL_AT_ONCE,
          alarms: { enabled: false },
        },
        {
          name: 'staging',
          awsAccount: '444455556666',
          strategy: DeploymentStrategy.LINEAR,
          smokeTest: { command: 'curl --fail "$SERVICE_URL/version" | grep "$BUNDLE_KEY"' },
        },
        { name: 'production', awsRegion: 'eu-west-1', strategy: DeploymentStrategy.BLUE_GREEN },
      ],
    },
  ],
  ['a service on EC2 instances with a bootstrap qualifier', { bootstrapQualifier: 'acme' }],
  [
    'a service on EC2 instances with names of roles, branches, and tags',
    { roleNamePrefix: 'acme-', rolePath: '/acme/ci/', triggerBranches: ['main', 'release/*'], triggerTags: ['v*'] },
  ],
  [
    'a service on EC2 instances on GitHub Enterprise Server with branches of environments',
    {
      codePipeline: { enabled: false },
      githubActions: { host: 'github.example.com', runner: 'self-hosted' },
      environments: [
        { name: 'staging', triggerBranches: ['main'] },
        { name: 'production', triggerTags: ['v*'] },
      ],
    },
  ],
  ['a service on EC2 instances that is released after another workflow', { githubActions: { afterWorkflow: 'CI' } }],
];
