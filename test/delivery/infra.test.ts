import type { Infra } from '../../src/delivery/infra';
import type { EcsDeliveryOptions } from '../../src/options';
import {
  ContainerInsights,
  CpuArchitecture,
  DeliveryEngine,
  DeploymentStrategy,
  DiscoveryRecordType,
  EcsDeploymentController,
  LoadBalancerProtocolVersion,
  PipelineSource,
  RegistryEncryption,
  TaskDefinitionOwner,
} from '../../src/options';
import { InfraApp, infraOf, removeOutdirs, typeErrors } from '../support/infra-app';
import { EXISTING_SERVICE } from '../support/model';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const CONNECTION = 'connection/11111111-2222-3333-4444-555555555555';

const noGithub: Partial<EcsDeliveryOptions> = { githubActions: { enabled: false } };
const noPipeline: Partial<EcsDeliveryOptions> = { codePipeline: { enabled: false } };
const codeCommit: Partial<EcsDeliveryOptions> = {
  ...noGithub,
  githubRepository: undefined,
  codePipeline: { source: PipelineSource.CODE_COMMIT },
};

const THREE_PLACES: EcsDeliveryOptions['environments'] = [
  { name: 'staging' },
  { name: 'eu', awsAccount: '444455556666', awsRegion: 'eu-west-1', secrets: { KEY: { ssmParameter: '/key' } } },
  { name: 'production', awsAccount: '444455556666', deploymentTimeoutMinutes: 90 },
];

const VPC = 'vpc-0123456789abcdef0';
const SUBNETS = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1234';
const ROLES: Partial<EcsDeliveryOptions> = {
  executionRoleArn: 'arn:aws:iam::111122223333:role/company/execution',
  taskRoleArn: 'arn:aws:iam::111122223333:role/company/task',
};
const IMAGE_ONLY: Partial<EcsDeliveryOptions> = {
  ...EXISTING_SERVICE,
  ...ROLES,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
};
const CODE_DEPLOY: Partial<EcsDeliveryOptions> = {
  ...EXISTING_SERVICE,
  deploymentController: EcsDeploymentController.CODE_DEPLOY,
};

/** Together, these configs cover every branch of the renderers. */
const ELB = 'arn:aws:elasticloadbalancing:us-east-1:111122223333';
const SHARED_LISTENER = {
  listenerArn: `${ELB}:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2`,
  securityGroupId: 'sg-0123456789abcdef0',
  rulePriority: 10,
  hostHeaders: ['orders.example.com'],
  pathPatterns: ['/v1/*'],
};

const VARIANTS: Readonly<Record<string, Partial<EcsDeliveryOptions>>> = {
  default: {},
  arm64: { cpuArchitecture: CpuArchitecture.ARM64 },
  'with an existing OIDC provider': { githubActions: { existingOidcProvider: true } },
  'with repository IDs': { githubActions: { ownerId: '41', repositoryId: '42' } },
  'with an existing ECR repository': { registry: { existing: true } },
  'with an empty registry stack': { ...noGithub, registry: { existing: true } },
  'with KMS': { registry: { encryption: RegistryEncryption.KMS } },
  'with a KMS key': { registry: { encryption: RegistryEncryption.KMS, kmsKeyArn: KEY } },
  'with existing roles': {
    executionRoleArn: 'arn:aws:iam::111122223333:role/company/execution',
    taskRoleArn: 'arn:aws:iam::111122223333:role/company/task',
  },
  'with existing roles and no workflow': {
    ...noGithub,
    executionRoleArn: 'arn:aws:iam::111122223333:role/company/execution',
    taskRoleArn: 'arn:aws:iam::111122223333:role/company/task',
  },
  'with an existing execution role and no workflow': {
    ...noGithub,
    executionRoleArn: 'arn:aws:iam::111122223333:role/company/execution',
  },
  'with secrets': {
    secrets: {
      DB_PASSWORD: { secretsManager: 'orders/db', jsonKey: 'password', kmsKeyArn: KEY },
      DB_USER: { secretsManager: 'orders/db', jsonKey: 'user', kmsKeyArn: KEY },
      API_KEY: { ssmParameter: '/orders/api-key' },
    },
  },
  'with approval and a long deployment': { approval: true, deploymentTimeoutMinutes: 300, logRetentionDays: 365 },
  'with tags on the task definition': { taskDefinitionFields: { tags: [{ key: 'team', value: 'orders' }] } },
  'with the pipeline as the trigger': { trigger: DeliveryEngine.CODE_PIPELINE },
  'with an existing connection': {
    codePipeline: { connectionArn: `arn:aws:codeconnections:us-east-1:111122223333:${CONNECTION}` },
  },
  'with an existing CodeStar connection': {
    codePipeline: { connectionArn: `arn:aws:codestar-connections:us-east-1:111122223333:${CONNECTION}` },
  },
  'from CodeCommit': codeCommit,
  'with a validation plugin': {
    validationPlugins: [{ packageName: 'cdk-nag', className: 'AwsSolutionsChecks' }],
    waivers: [
      { rule: 'AwsSolutions::AwsSolutions-ECS4', reason: 'Costs', owner: 'orders', expires: '2126-12-31' },
      {
        rule: 'AwsSolutions::AwsSolutions-ELB2',
        reason: 'Costs',
        owner: 'orders',
        expires: '2126-12-31',
        environment: 'production',
      },
    ],
  },
  'without a cache': { imageBuild: { cachePaths: [] }, codePipeline: { computeType: 'LARGE' } },
  'without the pipeline': noPipeline,
  'without the pipeline, with an existing OIDC provider': {
    ...noPipeline,
    githubActions: { existingOidcProvider: true },
  },
  'without the workflow': noGithub,
  'in China': { ...codeCommit, awsRegion: 'cn-north-1' },
  'in China, from GitHub': { ...noPipeline, awsRegion: 'cn-north-1' },
  'in GovCloud': { awsRegion: 'us-gov-east-1' },
  'two environments in one account': { environments: [{ name: 'staging' }, { name: 'production' }] },
  'three environments in three places': { environments: THREE_PLACES },
  'three environments in three places, without the pipeline': { ...noPipeline, environments: THREE_PLACES },
  'three environments in three places, without the workflow': { ...noGithub, environments: THREE_PLACES },
  'three environments in three places, with existing OIDC providers and an existing ECR repository': {
    registry: { existing: true },
    githubActions: { existingOidcProvider: true },
    environments: THREE_PLACES,
  },
  'blue/green, with a test listener, over HTTPS': {
    strategy: DeploymentStrategy.BLUE_GREEN,
    strategyParameters: { bakeTimeInMinutes: 30, testListenerPort: 8443 },
    loadBalancer: { certificateArn: CERTIFICATE, domainName: 'orders.example.com', accessLogsBucket: 'acme-logs' },
  },
  'with domain names in a hosted zone, and all settings of the load balancer': {
    loadBalancer: {
      domainName: 'orders.example.com',
      additionalDomainNames: ['shop.example.com'],
      hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
      healthCheck: { path: '/ready', port: 9000, successCodes: '200-399', intervalSeconds: 10 },
      idleTimeoutSeconds: 300,
      deregistrationDelaySeconds: 10,
      stickinessSeconds: 3600,
      protocolVersion: LoadBalancerProtocolVersion.HTTP2,
      webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/shop/1a2b',
    },
  },
  'an existing listener': {
    network: { vpcId: VPC, taskSubnetIds: SUBNETS },
    loadBalancer: SHARED_LISTENER,
    autoScaling: { maxCapacity: 8, requestsPerTarget: 600 },
  },
  'canary behind an existing listener, with a test listener': {
    strategy: DeploymentStrategy.CANARY,
    network: { vpcId: VPC, taskSubnetIds: SUBNETS },
    loadBalancer: {
      ...SHARED_LISTENER,
      testListenerArn: `${SHARED_LISTENER.listenerArn}1`,
      healthCheck: { port: 9000 },
    },
  },
  'an existing target group': {
    network: { vpcId: VPC, taskSubnetIds: SUBNETS, securityGroupIds: ['sg-0123456789abcdef0'] },
    loadBalancer: { targetGroupArn: `${ELB}:targetgroup/orders/73e2d6bc24d8a067` },
    alarms: { enabled: false },
  },
  'an existing target group of a known load balancer': {
    network: { vpcId: VPC, taskSubnetIds: SUBNETS },
    loadBalancer: {
      targetGroupArn: `${ELB}:targetgroup/orders/73e2d6bc24d8a067`,
      listenerArn: SHARED_LISTENER.listenerArn,
      securityGroupId: 'sg-0123456789abcdef0',
    },
    autoScaling: { maxCapacity: 8, requestsPerTarget: 600 },
  },
  'canary, internal, in existing subnets': {
    strategy: DeploymentStrategy.CANARY,
    strategyParameters: { testListenerPort: 9000 },
    loadBalancer: { internetFacing: false },
    network: { vpcId: VPC, taskSubnetIds: SUBNETS, loadBalancerSubnetIds: SUBNETS },
  },
  'linear, with all other options': {
    strategy: DeploymentStrategy.LINEAR,
    strategyParameters: { percent: 25, stepBakeTimeInMinutes: 2 },
    autoScaling: {
      maxCapacity: 8,
      cpuUtilization: 60,
      memoryUtilization: 80,
      scaleInCooldownSeconds: 600,
      schedules: [{ cron: '0 20 ? * * *', minCapacity: 1, maxCapacity: 4 }],
    },
    fargateSpot: { percent: 50 },
    alarms: { topicArn: 'arn:aws:sns:us-east-1:111122223333:ops', minutes: 1 },
    executeCommand: true,
    taskRoleStatements: [{ actions: ['s3:GetObject', 's3:List*'], resources: ['arn:aws:s3:::orders/*'] }],
    oneOffTask: { command: ['npm', 'run', 'migrate'] },
    smokeTest: { command: 'bash smoke.sh', files: ['smoke.sh'] },
    bootstrapQualifier: 'acme',
  },
  'all at once, a worker in public subnets': {
    strategy: DeploymentStrategy.ALL_AT_ONCE,
    loadBalancer: { enabled: false },
    network: { publicTasks: true },
    desiredCount: 1,
    containerInsights: ContainerInsights.DISABLED,
  },
  'a worker that clients find by DNS names': {
    loadBalancer: { enabled: false },
    network: { vpcId: VPC, taskSubnetIds: SUBNETS },
    serviceDiscovery: {
      namespace: 'ns-0123456789abcdef',
      recordType: DiscoveryRecordType.SRV,
      clientSecurityGroupIds: ['sg-0123456789abcdef1'],
    },
  },
  'an existing Cloud Map service': {
    serviceDiscovery: { serviceArn: 'arn:aws:servicediscovery:us-east-1:111122223333:service/srv-0123456789abcdef' },
  },
  'EC2 capacity providers': {
    ecsCluster: 'shared',
    network: { vpcId: VPC, taskSubnetIds: SUBNETS, loadBalancerSubnetIds: SUBNETS },
    capacityProviders: [
      { name: 'instances', base: 1 },
      { name: 'spot', weight: 3 },
    ],
    autoScaling: { maxCapacity: 8, responseTimeSeconds: 0.5 },
  },
  'a worker with Service Connect': {
    loadBalancer: { enabled: false },
    network: { vpcId: VPC, taskSubnetIds: SUBNETS, securityGroupIds: ['sg-0123456789abcdef0'] },
    serviceConnect: {
      namespace: 'shop',
      discoveryName: 'orders',
      dnsName: 'orders',
      clientSecurityGroupIds: ['sg-0123456789abcdef1'],
    },
  },
  'a worker without alarms, in an existing cluster': {
    loadBalancer: { enabled: false },
    alarms: { enabled: false },
    network: { vpcId: VPC, taskSubnetIds: SUBNETS },
    ecsCluster: 'shared',
  },
  'scaled by requests, in three zones': {
    autoScaling: { maxCapacity: 8, requestsPerTarget: 600 },
    network: { availabilityZones: 3, natGateways: 3 },
    loadBalancer: { allowedCidrs: ['203.0.113.0/24', '198.51.100.0/24'] },
  },
  'an existing service': EXISTING_SERVICE,
  'an existing service with a one-off task and a smoke test': {
    ...EXISTING_SERVICE,
    oneOffTask: { command: ['npm', 'run', 'migrate'] },
    smokeTest: { command: 'true' },
  },
  'existing services in three places': { ...EXISTING_SERVICE, environments: THREE_PLACES },
  'a service that owns its task definition': IMAGE_ONLY,
  'a service that owns its task definition, without the workflow': { ...IMAGE_ONLY, ...noGithub },
  'a service that CodeDeploy deploys': CODE_DEPLOY,
  'a service that CodeDeploy deploys, without the pipeline': { ...CODE_DEPLOY, ...noPipeline },
  'environments in other accounts only': {
    environments: [
      { name: 'staging', awsAccount: '444455556666' },
      { name: 'production', awsAccount: '777788889999' },
    ],
  },
};

/** Actions without a resource type in the Service Authorization Reference. */
const WITHOUT_RESOURCE = [
  'ecr:GetAuthorizationToken',
  'ecs:DescribeTaskDefinition',
  'ecs:ListTaskDefinitions',
  'ecs:ListTasks',
  'elasticloadbalancing:DescribeTargetHealth',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

const names = Object.keys(VARIANTS);
afterAll(removeOutdirs);

test('every app compiles with its own strict tsconfig', () => {
  const apps: Record<string, Infra> = Object.fromEntries(names.map((name) => [name, infraOf(VARIANTS[name])]));

  const broken = { ...apps.default!, sources: { 'main.ts': 'const unused: number = "text";\nexport {};\n' } };
  expect(typeErrors({ ...apps, broken })).toEqual([
    "broken/main.ts: Type 'string' is not assignable to type 'number'.",
    "broken/main.ts: 'unused' is declared but its value is never read.",
  ]);
});

describe.each(names)('the app %s', (name) => {
  const infra = infraOf(VARIANTS[name]);
  const generated = new InfraApp(infra.sources);

  test('has a valid template for each stack', () => {
    for (const { stackName } of generated.stacks) {
      expect(Object.keys(generated.template(stackName).toJSON().Resources)).not.toHaveLength(0);
    }
  });

  test('has no unacknowledged cdk-nag findings', () => {
    expect(generated.nagFindings()).toEqual([]);
  });

  test('grants no wildcard actions, and wildcard resources only for actions without resource-level permissions', () => {
    const fromConfig = VARIANTS[name]!.taskRoleStatements?.flatMap(({ actions }) => actions) ?? [];
    for (const { Action, Resource } of generated.statements()) {
      const actions = [Action].flat().filter((action) => !fromConfig.includes(action));
      expect(actions.filter((action) => action.includes('*'))).toEqual([]);
      if ([Resource].flat().includes('*')) {
        expect(WITHOUT_RESOURCE).toEqual(expect.arrayContaining(actions));
      }
    }
  });

  test('passes only the two task roles, and only to ECS', () => {
    const passes = generated
      .statements()
      .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('iam:')));

    for (const { Action, Resource, Condition } of passes) {
      expect(Action).toBe('iam:PassRole');
      expect(Resource).toEqual([expect.stringMatching(/execution$/), expect.stringMatching(/task$/)]);
      expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
    }
  });

  test('restricts the trust of every role to this account, this repository, or another role', () => {
    for (const { Principal, Condition } of generated.trusts()) {
      const [kind] = Object.keys(Principal as object);
      // AWS does not document that EventBridge, or ECS when it shifts traffic, sets the source account.
      if (kind === 'Service' && !/"(events|ecs)\.amazonaws/.test(JSON.stringify(Principal))) {
        const { 'aws:SourceAccount': account } = (Condition as { StringEquals: Record<string, string> }).StringEquals;
        expect(['111122223333', '444455556666', '777788889999']).toContain(account);
      }
      if (kind === 'Federated') {
        expect(JSON.stringify(Condition)).toContain('token.actions.githubusercontent.com:sub');
      }
      expect(JSON.stringify(Principal)).not.toContain('*');
    }
  });

  test('uses literal account IDs and regions', () => {
    const pseudo = generated.stacks
      .map(({ stackName }) => JSON.stringify(generated.template(stackName).toJSON().Resources))
      // The CDK's name of the S3 endpoint.
      .map((resources) => resources.replaceAll('["com.amazonaws.",{"Ref":"AWS::Region"},".s3"]', ''))
      .flatMap((resources) => resources.match(/AWS::(AccountId|Region)/g) ?? []);

    expect(pseudo).toEqual([]);
  });

  test('has files that are short enough to review', () => {
    for (const source of Object.values(infra.sources)) {
      // The pipeline contains a release project for each environment.
      expect(source.split('\n').length).toBeLessThan(270 + 160 * (VARIANTS[name]!.environments?.length ?? 1));
      expect(source).not.toMatch(/undefined|\[object|\n\n\n|[ \t]\n|\{\n\n|\n\n *\}/);
    }
  });
});

describe('the checks above detect', () => {
  const { sources } = infraOf();

  test('an unacknowledged finding', () => {
    const silent = Object.fromEntries(
      Object.entries(sources).map(([file, text]) => [file, text.replace(/'AwsSolutions-/g, "'Other-")]),
    );

    expect(
      [...new Set(new InfraApp(silent).nagFindings().map((finding) => finding.replace(/ @ .*/, '')))].sort(),
    ).toEqual([
      'AwsSolutions-CB4',
      'AwsSolutions-EC23',
      'AwsSolutions-ELB2',
      'AwsSolutions-IAM5[Resource::*]',
      'AwsSolutions-IAM5[Resource::<Artifacts82DD59A1.Arn>/*]',
      'AwsSolutions-IAM5[Resource::arn:aws:cloudformation:us-east-1:111122223333:stack/orders-api-production-base/*]',
      'AwsSolutions-IAM5[Resource::arn:aws:cloudformation:us-east-1:111122223333:stack/orders-api-production-service/*]',
      'AwsSolutions-IAM5[Resource::arn:aws:cloudwatch:us-east-1:111122223333:alarm:*]',
      'AwsSolutions-IAM5[Resource::arn:aws:ecs:us-east-1:111122223333:service-deployment/orders-api-production/orders-api/*]',
      'AwsSolutions-IAM5[Resource::arn:aws:ecs:us-east-1:111122223333:service-revision/orders-api-production/orders-api/*]',
      'AwsSolutions-IAM5[Resource::arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:*]',
      'AwsSolutions-IAM5[Resource::arn:aws:ecs:us-east-1:111122223333:task/orders-api-production/*]',
      'AwsSolutions-S1',
    ]);
  });

  test('a value that CloudFormation does not support', () => {
    const wrong = {
      ...sources,
      'registry-stack.ts': sources['registry-stack.ts']!.replace('ecr.TagMutability.IMMUTABLE', "'FROZEN' as any"),
    };

    expect(() => new InfraApp(wrong).template('orders-api-registry')).toThrow(/'FROZEN' is not one of/);
  });
});

test('omits an empty registry stack', () => {
  const { sources } = infraOf({ ...noGithub, registry: { existing: true } });

  expect(Object.keys(sources)).toEqual(['main.ts', 'base-stack.ts', 'service-stack.ts', 'pipeline-stack.ts']);
  expect(sources['main.ts']).not.toContain('Registry');
});

test('a Node.js project has cdk.json in its root and no second package.json', () => {
  const { cdkJson, settings } = infraOf();

  expect(cdkJson.path).toBe('cdk.json');
  expect(settings.map(({ path }) => path)).toEqual(['infra/tsconfig.json']);
});

test('other projects have a separate package in infra', () => {
  const { cdkJson, settings } = infraOf({ imageBuild: { runtime: 'python', dockerfile: 'Dockerfile' } }, false);

  expect(cdkJson.path).toBe('infra/cdk.json');
  expect(settings.map(({ path }) => path)).toEqual(['infra/tsconfig.json', 'infra/package.json']);
});
