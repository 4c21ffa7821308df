import { App, Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { dnsSuffixOf, partitionOf } from '../../src/model/aws';
import { repositoryOfRemote } from '../../src/model/resolve-repository';
import { ECR_REPOSITORY, NEW_ECR_REPOSITORY } from '../../src/model/rules';
import { CpuArchitecture, DeliveryEngine, ImageTag, PipelineSource, RegistryEncryption } from '../../src/options';
import { problemsOf, resolve } from './resolving';

describe('defaults', () => {
  const model = resolve();
  const environment = model.environments[0]!;

  test('service, source, and trigger', () => {
    expect(model.service).toBe('orders-api');
    expect(model.source).toEqual({
      branch: 'main',
      github: { owner: 'acme', name: 'orders-api', fullName: 'acme/orders-api' },
    });
    expect(model.trigger).toBe(DeliveryEngine.GITHUB_ACTIONS);
    expect(model.serviceKind).toBe('managed');
    expect(model.infra).toEqual({
      dir: 'infra',
      ownPackage: false,
      insideEsModules: false,
      assembly: 'cdk.out',
      bootstrapQualifier: undefined,
      tags: {},
      roles: { prefix: '', path: '' },
      permissionsBoundary: undefined,
      validationPlugins: [],
      acknowledgments: [],
    });
    expect(model.files).toEqual({
      config: '.projenrc.ts',
      ejected: false,
      runTask: 'npx projen',
      guide: 'DELIVERY.md',
      appspec: 'appspec.yaml',
      taskDefinitionPlaceholder: '<TASK_DEFINITION>',
      imagePlaceholder: 'IMAGE1_NAME',
      imageDetail: 'imageDetail.json',
      imageDefinitions: 'imagedefinitions.json',
      release: 'infra/release.sh',
      rollback: 'infra/rollback.sh',
      oneOffTask: 'infra/one-off-task.sh',
      preflight: 'infra/preflight.sh',
    });
  });

  test('build', () => {
    expect(model.build).toEqual({
      packageManager: { name: 'npm' },
      runtime: { name: 'nodejs', version: '24' },
      installCommands: ['npm ci'],
      testCommands: ['npm run build'],
      artifacts: [],
      builtElsewhere: false,
      cachePaths: ['/root/.npm'],
      buildArgs: [],
      context: '.',
      files: [],
      installFiles: [],
      secrets: [],
      secretVariables: [],
      contextFiles: [],
      registries: [],
      roleStatements: [],
      dockerfile: { path: 'Dockerfile', generated: true },
      architecture: {
        ecs: 'X86_64',
        docker: 'linux/amd64',
        runner: 'ubuntu-24.04',
        codeBuild: 'LINUX_CONTAINER',
      },
    });
  });

  test('registry', () => {
    expect(model.registry).toEqual({
      account: '111122223333',
      region: 'us-east-1',
      repositoryName: 'orders-api',
      repositoryArn: 'arn:aws:ecr:us-east-1:111122223333:repository/orders-api',
      host: '111122223333.dkr.ecr.us-east-1.amazonaws.com',
      repositoryUri: '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api',
      keepImages: 10,
      keepReleasedImages: 10,
      releaseTags: [{ environment: 'production', prefix: 'production_' }],
      encryption: RegistryEncryption.AES256,
      kmsKeyArn: undefined,
      existing: false,
      imageTag: ImageTag.FULL_SHA,
      extraTags: [],
      gitTag: false,
      stack: 'orders-api-registry',
    });
  });

  test('container', () => {
    expect(model.container).toEqual({
      name: 'orders-api',
      port: 3000,
      portMappings: [{ containerPort: 3000, protocol: 'tcp' }],
      healthCheckPath: '/health',
      healthCheckCommand: [
        'node',
        '-e',
        "fetch('http://127.0.0.1:3000/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))",
      ],
      healthCheckTiming: { interval: 30, timeout: 5, retries: 3, startPeriod: 15 },
      command: undefined,
      user: '1000:1000',
      readonlyRootFilesystem: true,
      writablePaths: ['/tmp'],
      stopTimeout: 30,
      ulimits: [],
      extraFields: {},
    });
  });

  test('environment', () => {
    expect(model.environments).toHaveLength(1);
    expect(environment).toEqual({
      name: 'production',
      argument: 'production',
      account: '111122223333',
      region: 'us-east-1',
      partition: 'aws',
      cluster: {
        name: 'orders-api-production',
        arn: 'arn:aws:ecs:us-east-1:111122223333:cluster/orders-api-production',
      },
      ecsService: {
        name: 'orders-api',
        arn: 'arn:aws:ecs:us-east-1:111122223333:service/orders-api-production/orders-api',
      },
      taskDefinition: {
        file: 'task-definition.json',
        generated: true,
        family: 'orders-api',
        launchType: 'FARGATE',
        runsOnEc2: false,
        cpu: 256,
        memory: 512,
        extraFields: {},
      },
      volumes: [],
      mounts: [],
      sidecars: [],
      dependsOn: [],
      executionRole: {
        arn: 'arn:aws:iam::111122223333:role/orders-api-production-execution',
        createAs: 'orders-api-production-execution',
      },
      taskRole: {
        arn: 'arn:aws:iam::111122223333:role/orders-api-production-task',
        createAs: 'orders-api-production-task',
      },
      logGroup: {
        name: '/ecs/orders-api/production',
        arn: 'arn:aws:logs:us-east-1:111122223333:log-group:/ecs/orders-api/production',
        create: true,
      },
      logDriver: {
        name: 'awslogs',
        options: {},
        secretOptions: [],
        logGroupName: '/ecs/orders-api/production',
      },
      logRetentionDays: 30,
      environmentVariables: [],
      secrets: [],
      releaseVariables: [],
      taskRoleStatements: [],
      executionRoleStatements: [],
      scheduledTasks: [],
      workers: [],
      executionRoleReferences: [],
      taskRoleReferences: [],
      executeCommand: false,
      approval: false,
      deploymentTimeoutMinutes: 30,
      deployRoleStatements: [],
      releaseTimeout: 30,
      baseStack: { name: 'orders-api-production-base', file: 'base-stack.ts', className: 'BaseStack' },
      managed: {
        stack: { name: 'orders-api-production-service', file: 'service-stack.ts', className: 'ServiceStack' },
        parameter: 'TaskDefinitionArn',
        createCluster: true,
        containerInsights: 'ENABLED',
        network: { kind: 'new', cidr: '10.0.0.0/16', availabilityZones: 2, natGateways: 1, publicTasks: false },
        loadBalancer: {
          internetFacing: true,
          https: false,
          domainNames: [],
          allowedCidrs: ['0.0.0.0/0'],
          healthCheckGracePeriodSeconds: 120,
          healthCheck: {
            successCodes: '200',
            intervalSeconds: 15,
            timeoutSeconds: 5,
            healthyThreshold: 2,
            unhealthyThreshold: 3,
          },
          idleTimeoutSeconds: 60,
          dropInvalidHeaderFields: true,
          protocolVersion: 'HTTP1',
          targetProtocol: 'HTTP',
        },
        desiredCount: 2,
        capacityProviders: [],
        lifecycleHooks: [],
        deployment: { strategy: 'ROLLING', minimumHealthyPercent: 100, maximumPercent: 200 },
        alarms: { http5xxPercent: 5, unhealthyHosts: 1, cpuUtilization: 90, minutes: 3, unhealthyMinutes: 3 },
        bootstrapRoles: {
          deploy: 'arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-us-east-1',
          filePublishing: 'arn:aws:iam::111122223333:role/cdk-hnb659fds-file-publishing-role-111122223333-us-east-1',
        },
      },
    });
  });

  test('GitHub Actions', () => {
    expect(model.github).toEqual({
      workflow: '.github/workflows/deploy.yml',
      pullRequestWorkflow: '.github/workflows/pull-request.yml',
      rollbackWorkflow: '.github/workflows/rollback.yml',
      runner: 'ubuntu-24.04',
      oidcProvider: {
        arn: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
        issuer: 'token.actions.githubusercontent.com',
        hasRefKey: true,
        create: true,
      },
      subjectsExact: false,
      buildRole: {
        name: 'orders-api-build',
        create: true,
        arn: 'arn:aws:iam::111122223333:role/orders-api-build',
        subjects: ['repo:acme/orders-api:ref:refs/heads/main', 'repo:acme@*/orders-api@*:ref:refs/heads/main'],
        sessionSeconds: 3600,
      },
      triggers: { branches: ['main'], tags: [] },
      allowed: { branches: ['main'], tags: [] },
      workflowCall: false,
      afterWorkflow: undefined,
      reviewers: [],
      actions: {},
      releases: [
        {
          name: 'production',
          environment: 'production',
          oidcProvider: {
            arn: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
            issuer: 'token.actions.githubusercontent.com',
            hasRefKey: true,
            create: false,
          },
          deployRole: {
            name: 'orders-api-production-deploy',
            create: true,
            arn: 'arn:aws:iam::111122223333:role/orders-api-production-deploy',
            subjects: [
              'repo:acme/orders-api:environment:production',
              'repo:acme@*/orders-api@*:environment:production',
            ],
            sessionSeconds: 3600,
          },
          refs: ['refs/heads/main'],
          own: undefined,
        },
      ],
    });
  });

  test('CodePipeline', () => {
    expect(model.pipeline).toEqual({
      buildspec: 'buildspec.yml',
      name: 'orders-api',
      stack: 'orders-api-pipeline',
      account: '111122223333',
      region: 'us-east-1',
      partition: 'aws',
      source: {
        kind: PipelineSource.GITHUB,
        repository: { owner: 'acme', name: 'orders-api', fullName: 'acme/orders-api' },
        connectionArn: undefined,
        connectionName: 'orders-api',
      },
      buildImage: 'aws/codebuild/amazonlinux-x86_64-standard:6.0',
      computeType: 'SMALL',
      buildProject: 'orders-api-build',
      logRetentionDays: 30,
      triggers: { branches: ['main'], tags: [] },
      hasRolePath: false,
      releases: [{ name: 'production', project: 'orders-api-production-release' }],
    });
  });
});

describe('regions', () => {
  test.each(RegionInfo.regions.map((region) => [region.name, region] as const))(
    'accepts %s and derives its partition',
    (name, info) => {
      expect(problemsOf({ awsRegion: name, codePipeline: { enabled: false } })).toEqual([]);
      expect(partitionOf(name)).toBe(info.partition);
      expect(dnsSuffixOf(partitionOf(name))).toBe(info.domainSuffix);
    },
  );

  test.each([
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ])('uses the partition of %s in every ARN and host', (awsRegion, partition, suffix) => {
    const model = resolve({
      awsRegion,
      codePipeline: { enabled: false },
      secrets: { A: { secretsManager: 'orders' }, B: { ssmParameter: '/orders' } },
    });
    const environment = model.environments[0]!;
    expect(model.registry.repositoryUri).toBe(`111122223333.dkr.ecr.${awsRegion}.${suffix}/orders-api`);
    expect(model.registry.repositoryArn).toBe(`arn:${partition}:ecr:${awsRegion}:111122223333:repository/orders-api`);
    expect(environment.ecsService.arn).toBe(
      `arn:${partition}:ecs:${awsRegion}:111122223333:service/orders-api-production/orders-api`,
    );
    expect(environment.taskRole?.arn).toBe(`arn:${partition}:iam::111122223333:role/orders-api-production-task`);
    const arns = JSON.stringify(model).match(/arn:[^"]+/g)!;
    expect(arns).toHaveLength(16);
    expect(arns.filter((arn) => !arn.startsWith(`arn:${partition}:`))).toEqual([]);
  });

  test('accepts roles and keys in the same partition', () => {
    const model = resolve({
      awsRegion: 'cn-north-1',
      codePipeline: { enabled: false },
      executionRoleArn: 'arn:aws-cn:iam::111122223333:role/path/ecs',
      registry: {
        encryption: RegistryEncryption.KMS,
        kmsKeyArn: 'arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-0a',
      },
    });
    expect(model.environments[0]!.executionRole).toEqual({
      arn: 'arn:aws-cn:iam::111122223333:role/path/ecs',
    });
    expect(model.registry.kmsKeyArn).toBe('arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-0a');
  });
});

describe('git remote', () => {
  test.each([
    'https://github.com/acme/orders-api',
    'https://github.com/acme/orders-api/',
    'https://github.com/acme/orders-api.git',
    'https://x-access-token:abc@github.com/acme/orders-api.git',
    'https://GitHub.com/acme/orders-api.git',
    'git://github.com/acme/orders-api.git',
    'ssh://git@github.com/acme/orders-api.git',
    'ssh://git@github.com:22/acme/orders-api',
    'ssh://git@ssh.github.com:443/acme/orders-api.git',
    'git@github.com:acme/orders-api.git',
    'git@github.com:acme/orders-api',
    'git@github.com:acme/orders-api.git\n',
  ])('%j', (url) => {
    expect(repositoryOfRemote(url)).toBe('acme/orders-api');
  });

  test.each([
    undefined,
    '',
    'https://gitlab.com/acme/orders-api.git',
    'https://github.com/acme',
    'https://github.com/acme/orders/api',
    'https://github.com.evil.example/acme/orders-api',
    'https://evil.example/github.com/acme/orders-api',
    'git@github.example.com:acme/orders-api.git',
    '../orders-api',
  ])('%j is not a GitHub repository', (url) => {
    expect(repositoryOfRemote(url)).toBeUndefined();
  });

  test('is the default for githubRepository', () => {
    const model = resolve({ githubRepository: undefined }, { gitRemote: () => 'git@github.com:acme/shop.git' });
    expect(model.source.github).toEqual({ owner: 'acme', name: 'shop', fullName: 'acme/shop' });
  });

  test('is not read if the config specifies the repository or no engine uses GitHub', () => {
    const gitRemote = jest.fn();
    resolve({}, { gitRemote });
    resolve(
      {
        githubRepository: undefined,
        githubActions: { enabled: false },
        codePipeline: { source: PipelineSource.CODE_COMMIT },
      },
      { gitRemote },
    );
    expect(gitRemote).not.toHaveBeenCalled();
  });

  test.each(['acme/.github', 'a/b', 'Acme-Corp/Orders_API.v2', 'jane_acme/orders', 'acme-/orders'])(
    'accepts the repository %s',
    (githubRepository) => {
      expect(resolve({ githubRepository }).source.github!.fullName).toBe(githubRepository);
    },
  );
});

describe('names', () => {
  test.each(['my-web/api', 'a.b_c-d/e', 'o1'])('accepts the ECR repository %s', (ecrRepository) => {
    expect(resolve({ ecrRepository }).registry.repositoryName).toBe(ecrRepository);
  });

  test.each(['a__b', 'a--b', 'a---b/c'])('accepts the existing ECR repository %s', (ecrRepository) => {
    expect(resolve({ ecrRepository, registry: { existing: true } }).registry.repositoryName).toBe(ecrRepository);
  });

  test('accepts the names of new ECR repositories that the CDK and ECR accept', () => {
    const names = ['a', 'b1', '.', '_', '-', '/'].reduce<string[]>(
      (made, _part, i, parts) => (i < 4 ? made.flatMap((name) => parts.map((part) => name + part)) : made),
      [''],
    );
    const stack = new Stack(new App());
    const accepts = (repositoryName: string) => {
      try {
        new Repository(stack, `_${repositoryName.replaceAll('/', '|')}`, { repositoryName });
        return true;
      } catch {
        return false;
      }
    };
    const { pattern } = NEW_ECR_REPOSITORY;
    expect(names.filter((name) => pattern.test(name))).toEqual(names.filter(accepts));
    expect(names.filter((name) => pattern.test(name) && !ECR_REPOSITORY.pattern.test(name))).toEqual([]);
  });

  test.each(['release/2026.1', 'trunk', '_next', 'v1', 'feature-x'])('accepts the branch %s', (branch) => {
    expect(resolve({ branch }).github!.buildRole.subjects[0]).toBe(`repo:acme/orders-api:ref:refs/heads/${branch}`);
  });

  test('derives the service name from the project name, without the scope', () => {
    expect(resolve({}, { projectName: '@acme/shop' }).service).toBe('shop');
    expect(resolve({ serviceName: 'cart' }, { projectName: 'Not A Name' }).service).toBe('cart');
  });

  test('derives every name and ARN from serviceName, unless the config specifies it', () => {
    const model = resolve({
      serviceName: 'cart',
      ecsCluster: 'main',
      ecsService: 'cart-v2',
      ecrRepository: 'shop/cart',
    });
    const environment = model.environments[0]!;
    expect(environment.ecsService).toEqual({
      name: 'cart-v2',
      arn: 'arn:aws:ecs:us-east-1:111122223333:service/main/cart-v2',
    });
    expect(environment.taskDefinition.family).toBe('cart');
    expect(model.registry.repositoryUri).toBe('111122223333.dkr.ecr.us-east-1.amazonaws.com/shop/cart');
    expect(JSON.stringify(model)).not.toMatch(/"[^"]*orders-api-/);
  });
});

describe('runtime', () => {
  test('selects runner, platform, and build image for arm64', () => {
    const model = resolve({ cpuArchitecture: CpuArchitecture.ARM64 });
    expect(model.build.architecture).toEqual({
      ecs: 'ARM64',
      docker: 'linux/arm64',
      runner: 'ubuntu-24.04-arm',
      codeBuild: 'ARM_CONTAINER',
    });
    expect(model.github!.runner).toBe('ubuntu-24.04-arm');
    expect(model.pipeline!.buildImage).toBe('aws/codebuild/amazonlinux-aarch64-standard:4.0');
  });

  test('uses the newest version, no commands, no health check, and your Dockerfile for another language', () => {
    const model = resolve(
      { imageBuild: { runtime: 'python', dockerfile: 'docker/Dockerfile' } },
      { nodeProject: false },
    );
    expect(model.build).toMatchObject({
      runtime: { name: 'python', version: '3.14' },
      installCommands: [],
      testCommands: [],
      cachePaths: [],
      dockerfile: { path: 'docker/Dockerfile', generated: false },
    });
    expect(model.container.healthCheckCommand).toBeUndefined();
    expect(model.infra.ownPackage).toBe(true);
  });

  test('has no test commands for Node.js without a package.json', () => {
    expect(resolve({}, { nodeProject: false }).build).toMatchObject({
      installCommands: ['npm ci'],
      testCommands: [],
    });
  });

  test('accepts an older version if an older build image includes it', () => {
    const model = resolve({ nodeVersion: '20', codePipeline: { buildImage: 'aws/codebuild/standard:7.0' } });
    expect(model.build.runtime!.version).toBe('20');
  });

  test('accepts any Node.js version if CodePipeline is disabled', () => {
    expect(resolve({ nodeVersion: '20', codePipeline: { enabled: false } }).build.runtime!.version).toBe('20');
  });

  test('does not replace empty command lists with defaults', () => {
    expect(resolve({ imageBuild: { installCommands: [], testCommands: [], cachePaths: [] } }).build).toMatchObject({
      installCommands: [],
      testCommands: [],
      cachePaths: [],
    });
  });
});

describe('engines', () => {
  test('uses only GitHub Actions', () => {
    const model = resolve({ codePipeline: { enabled: false } });
    expect(model.pipeline).toBeUndefined();
    expect(model.trigger).toBe(DeliveryEngine.GITHUB_ACTIONS);
  });

  test('uses only CodePipeline', () => {
    const model = resolve({ githubActions: { enabled: false } });
    expect(model.github).toBeUndefined();
    expect(model.trigger).toBe(DeliveryEngine.CODE_PIPELINE);
    expect(model.source.github!.fullName).toBe('acme/orders-api');
  });

  test('uses both engines with CodePipeline as the trigger', () => {
    expect(resolve({ trigger: DeliveryEngine.CODE_PIPELINE }).trigger).toBe(DeliveryEngine.CODE_PIPELINE);
  });

  test('does not require a GitHub repository for CodeCommit', () => {
    const model = resolve({
      githubRepository: undefined,
      githubActions: { enabled: false },
      codePipeline: { source: PipelineSource.CODE_COMMIT },
    });
    expect(model.source.github).toBeUndefined();
    expect(model.pipeline!.source).toEqual({
      kind: PipelineSource.CODE_COMMIT,
      repositoryName: 'orders-api',
    });
  });

  test('uses the numeric IDs in the immutable subject', () => {
    const model = resolve({ githubActions: { ownerId: '11', repositoryId: 22 } });
    expect(model.github!.subjectsExact).toBe(true);
    expect(model.github!.buildRole.subjects).toEqual([
      'repo:acme/orders-api:ref:refs/heads/main',
      'repo:acme@11/orders-api@22:ref:refs/heads/main',
    ]);
    expect(model.github!.releases[0]!.deployRole.subjects).toEqual([
      'repo:acme/orders-api:environment:production',
      'repo:acme@11/orders-api@22:environment:production',
    ]);
  });

  test('keeps the session longer than the deployment timeout', () => {
    const seconds = (deploymentTimeoutMinutes: number) =>
      resolve({ deploymentTimeoutMinutes }).github!.releases[0]!.deployRole.sessionSeconds;
    expect([1, 45, 46, 300].map(seconds)).toEqual([3600, 3600, 3660, 18_900]);
  });

  test('accepts a custom runner for every architecture', () => {
    expect(
      resolve({ githubActions: { runner: 'acme-large' }, cpuArchitecture: CpuArchitecture.ARM64 }).github!.runner,
    ).toBe('acme-large');
  });
});

describe('variables and secrets', () => {
  const { environmentVariables, secrets } = resolve({
    environmentVariables: {
      ZONE: 'b',
      NODE_ENV: 'staging',
      RATIO: 0.5,
      COUNT: 7,
      EMPTY: '',
      constructor: 'a',
      toString: 'b',
    },
    secrets: {
      TOKEN: { secretsManager: 'orders/token' },
      URL: {
        secretsManager: 'orders/db',
        jsonKey: 'url',
        kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/abc',
      },
      FULL: {
        secretsManager: 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:shared-AbCdEf',
        kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/abc',
      },
      PARAMETER: { ssmParameter: '/orders/key' },
      FLAT: { ssmParameter: 'key' },
      REMOTE: { ssmParameter: 'arn:aws:ssm:eu-west-1:444455556666:parameter/shared' },
    },
  }).environments[0]!;

  test('converts variables to text and sorts them by name', () => {
    expect(environmentVariables).toEqual([
      { name: 'COUNT', value: '7' },
      { name: 'EMPTY', value: '' },
      { name: 'NODE_ENV', value: 'staging' },
      { name: 'RATIO', value: '0.5' },
      { name: 'ZONE', value: 'b' },
      { name: 'constructor', value: 'a' },
      { name: 'toString', value: 'b' },
    ]);
  });

  test.each([
    [
      'TOKEN',
      'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders/token',
      'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders/token-??????',
    ],
    [
      'URL',
      'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders/db:url::',
      'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders/db-??????',
    ],
    [
      'FULL',
      'arn:aws:secretsmanager:eu-west-1:444455556666:secret:shared-AbCdEf',
      'arn:aws:secretsmanager:eu-west-1:444455556666:secret:shared-AbCdEf',
    ],
    [
      'PARAMETER',
      'arn:aws:ssm:us-east-1:111122223333:parameter/orders/key',
      'arn:aws:ssm:us-east-1:111122223333:parameter/orders/key',
    ],
    ['FLAT', 'arn:aws:ssm:us-east-1:111122223333:parameter/key', 'arn:aws:ssm:us-east-1:111122223333:parameter/key'],
    [
      'REMOTE',
      'arn:aws:ssm:eu-west-1:444455556666:parameter/shared',
      'arn:aws:ssm:eu-west-1:444455556666:parameter/shared',
    ],
  ])('derives the ARN of the secret %s and the resource for the policy', (name, valueFrom, policyResource) => {
    expect(secrets.find((secret) => secret.name === name)).toMatchObject({ valueFrom, policyResource });
  });

  test('sorts secrets by name and sets their service and KMS key', () => {
    expect(secrets.map(({ name, service }) => `${name} ${service}`)).toEqual([
      'FLAT ssm',
      'FULL secretsmanager',
      'PARAMETER ssm',
      'REMOTE ssm',
      'TOKEN secretsmanager',
      'URL secretsmanager',
    ]);
    expect(
      secrets
        .map(({ kmsKeyArn }) => kmsKeyArn)
        .filter(Boolean)
        .sort(),
    ).toEqual(['arn:aws:kms:eu-west-1:444455556666:key/abc', 'arn:aws:kms:us-east-1:111122223333:key/abc']);
  });
});
