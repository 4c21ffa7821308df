import type { Template } from 'aws-cdk-lib/assertions';
import { CpuArchitecture, DeliveryEngine, type EcsDeliveryOptions, PipelineSource } from '../../../src/options';
import { infraOfModel, releaseScriptOf } from '../../support/delivery';
import { InfraApp, propertiesOf, removeOutdirs, statementsOf } from '../../support/infra-app';
import { EXISTING_SERVICE, modelOf } from '../../support/model';

const STACK = 'orders-api-pipeline';
const CONNECTION = 'us-east-1:111122223333:connection/11111111-2222-3333-4444-555555555555';
const CODE_COMMIT: Partial<EcsDeliveryOptions> = {
  githubRepository: undefined,
  githubActions: { enabled: false },
  codePipeline: { source: PipelineSource.CODE_COMMIT },
};

const template = InfraApp.of(EXISTING_SERVICE).template(STACK);
const of = (options: Partial<EcsDeliveryOptions>) => InfraApp.of(options).template(STACK);
const pipelineOf = (from: Template) => propertiesOf(from, 'AWS::CodePipeline::Pipeline', 'Pipeline');
const stageNames = (from: Template) => pipelineOf(from).Stages.map(({ Name }: { Name: string }) => Name);
const actionOf = (from: Template, stage: string) =>
  pipelineOf(from).Stages.find(({ Name }: { Name: string }) => Name === stage).Actions[0];
const ref = (construct: string) => ({ Ref: expect.stringMatching(new RegExp(`^${construct}[0-9A-F]{8}$`)) });
const arn = (construct: string) => ({
  'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${construct}[0-9A-F]{8}$`)), 'Arn'],
});
const OBJECTS = { 'Fn::Join': ['', [arn('Artifacts'), '/*']] };
const READ = [
  {
    Effect: 'Allow',
    Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
    Resource: arn('Artifacts'),
  },
  { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: OBJECTS },
];
const WRITE = [{ Effect: 'Allow', Action: ['s3:PutObject', 's3:PutObjectAcl'], Resource: OBJECTS }];
afterAll(removeOutdirs);

describe('the pipeline', () => {
  test('has type V2, replaces a waiting execution with a newer one, and has its own roles and bucket', () => {
    const pipeline = pipelineOf(template);

    expect(pipeline).toMatchObject({ Name: 'orders-api', PipelineType: 'V2', ExecutionMode: 'SUPERSEDED' });
    expect(pipeline.RoleArn).toEqual(arn('PipelineRole'));
    expect(pipeline.ArtifactStore).toEqual({ Type: 'S3', Location: ref('Artifacts') });
    template.resourceCountIs('AWS::KMS::Key', 0);
  });

  test('has the stages source, build, and release', () => {
    expect(stageNames(template)).toEqual(['Source', 'Build', 'Release-production']);
  });

  test('waits for approval before the release if the config requires it', () => {
    const approved = of({ approval: true });

    expect(stageNames(approved)).toEqual(['Source', 'Build', 'Approve-production', 'Release-production']);
    expect(actionOf(approved, 'Approve-production').ActionTypeId).toMatchObject({
      Category: 'Approval',
      Provider: 'Manual',
    });
  });

  test('is created after the policies of its roles', () => {
    const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));

    expect(pipeline!.DependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ActionRoleDefaultPolicy/),
        expect.stringMatching(/^PipelineRoleDefaultPolicy/),
      ]),
    );
  });
});

describe('the GitHub source', () => {
  test('does not start the pipeline if a push starts the workflow', () => {
    expect(actionOf(template, 'Source')).toMatchObject({
      ActionTypeId: { Provider: 'CodeStarSourceConnection' },
      Configuration: { FullRepositoryId: 'acme/orders-api', BranchName: 'main', DetectChanges: false },
    });
    expect(pipelineOf(template).Triggers).toBeUndefined();
  });

  test('starts the pipeline on a push if the config says so', () => {
    const { Configuration } = actionOf(of({ trigger: DeliveryEngine.CODE_PIPELINE, branch: 'live' }), 'Source');

    expect(Configuration.BranchName).toBe('live');
    // CodePipeline detects changes by default.
    expect(Configuration.DetectChanges ?? true).toBe(true);
  });

  test('starts the pipeline only for pushes that change certain files if configured', () => {
    const triggerPaths = ['services/orders/**', 'package.json'];
    expect(pipelineOf(of({ trigger: DeliveryEngine.CODE_PIPELINE, triggerPaths })).Triggers).toEqual([
      {
        ProviderType: 'CodeStarSourceConnection',
        GitConfiguration: {
          SourceActionName: 'Source',
          Push: [{ Branches: { Includes: ['main'] }, FilePaths: { Includes: triggerPaths } }],
        },
      },
    ]);
    expect(pipelineOf(of({ triggerPaths })).Triggers).toBeUndefined();
  });

  test('creates a connection if the config does not specify one', () => {
    expect(propertiesOf(template, 'AWS::CodeConnections::Connection', 'Connection')).toMatchObject({
      ConnectionName: 'orders-api',
      ProviderType: 'GitHub',
    });
    expect(statementsOf(template, 'ActionRole')[0]).toEqual({
      Effect: 'Allow',
      Action: 'codeconnections:UseConnection',
      Resource: { 'Fn::GetAtt': ['Connection', 'ConnectionArn'] },
    });
  });

  test.each(['codeconnections', 'codestar-connections'])(
    'uses an existing connection with the IAM action of %s',
    (service) => {
      const connectionArn = `arn:aws:${service}:${CONNECTION}`;
      const connected = of({ codePipeline: { connectionArn } });

      connected.resourceCountIs('AWS::CodeConnections::Connection', 0);
      expect(actionOf(connected, 'Source').Configuration.ConnectionArn).toBe(connectionArn);
      expect(statementsOf(connected, 'ActionRole')[0]).toEqual({
        Effect: 'Allow',
        Action: `${service}:UseConnection`,
        Resource: connectionArn,
      });
    },
  );
});

describe('the CodeCommit source', () => {
  test('starts the pipeline with an event instead of polling', () => {
    const codeCommit = of(CODE_COMMIT);

    expect(actionOf(codeCommit, 'Source')).toMatchObject({
      ActionTypeId: { Provider: 'CodeCommit' },
      Configuration: { RepositoryName: 'orders-api', BranchName: 'main', PollForSourceChanges: false },
    });
    codeCommit.resourceCountIs('AWS::Events::Rule', 1);
  });

  test('lets the action role read only this repository', () => {
    const { Action, Resource } = statementsOf(of(CODE_COMMIT), 'ActionRole')[0]!;

    expect(Action).toEqual([
      'codecommit:CancelUploadArchive',
      'codecommit:GetBranch',
      'codecommit:GetCommit',
      'codecommit:GetUploadArchiveStatus',
      'codecommit:UploadArchive',
    ]);
    expect(JSON.stringify(Resource)).toContain(':codecommit:us-east-1:111122223333:orders-api');
  });
});

describe('the build', () => {
  test('specifies the buildspec of a subproject relative to the root of the repository', () => {
    const model = modelOf({ githubActions: { enabled: false } }, { directory: 'services/orders' });
    const source = infraOfModel(model).sources['pipeline-stack.ts'];
    expect(source).toContain("fromSourceFilename('services/orders/buildspec.yml')");
  });

  test('runs buildspec.yml with Docker, a local cache, and logs that expire', () => {
    const project = propertiesOf(template, 'AWS::CodeBuild::Project', 'Build');

    expect(project).toMatchObject({
      Name: 'orders-api-build',
      Source: { Type: 'CODEPIPELINE', BuildSpec: 'buildspec.yml' },
      Environment: {
        Type: 'LINUX_CONTAINER',
        Image: 'aws/codebuild/amazonlinux-x86_64-standard:6.0',
        ComputeType: 'BUILD_GENERAL1_SMALL',
        PrivilegedMode: true,
      },
      Cache: { Type: 'LOCAL', Modes: ['LOCAL_DOCKER_LAYER_CACHE', 'LOCAL_CUSTOM_CACHE'] },
    });
    expect(project.LogsConfig.CloudWatchLogs).toEqual({ GroupName: ref('BuildLogs'), Status: 'ENABLED' });
    expect(propertiesOf(template, 'AWS::Logs::LogGroup', 'BuildLogs').RetentionInDays).toBe(30);
  });

  test('uses the build image and compute type of the config', () => {
    const arm = of({ cpuArchitecture: CpuArchitecture.ARM64, codePipeline: { computeType: 'LARGE' } });

    expect(propertiesOf(arm, 'AWS::CodeBuild::Project', 'Build').Environment).toMatchObject({
      Type: 'ARM_CONTAINER',
      Image: 'aws/codebuild/amazonlinux-aarch64-standard:4.0',
      ComputeType: 'BUILD_GENERAL1_LARGE',
    });
  });

  test('does not cache folders if the config specifies none', () => {
    const { Cache } = propertiesOf(of({ imageBuild: { cachePaths: [] } }), 'AWS::CodeBuild::Project', 'Build');

    expect(Cache.Modes).toEqual(['LOCAL_DOCKER_LAYER_CACHE']);
  });

  test('can only write logs, push to this repository, and read and write artifacts', () => {
    expect(statementsOf(template, 'BuildRole')).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arn('BuildLogs') },
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Effect: 'Allow',
        Action: [
          'ecr:BatchCheckLayerAvailability',
          'ecr:BatchGetImage',
          'ecr:CompleteLayerUpload',
          'ecr:DescribeImages',
          'ecr:GetDownloadUrlForLayer',
          'ecr:InitiateLayerUpload',
          'ecr:PutImage',
          'ecr:UploadLayerPart',
        ],
        Resource: 'arn:aws:ecr:us-east-1:111122223333:repository/orders-api',
      },
      ...READ,
      ...WRITE,
    ]);
  });
});

describe('the release', () => {
  test('runs all steps of the release script in one bash shell', () => {
    const { Source } = propertiesOf(template, 'AWS::CodeBuild::Project', 'ReleaseProduction');

    expect(JSON.parse(Source.BuildSpec)).toEqual({
      version: '0.2',
      env: { shell: 'bash' },
      phases: { build: { commands: ['bash infra/release.sh production'] } },
    });
  });

  test('gets the image and the files from the build, and all other values from the config', () => {
    const { Configuration, InputArtifacts } = actionOf(template, 'Release-production');
    const { Environment } = propertiesOf(template, 'AWS::CodeBuild::Project', 'ReleaseProduction');

    expect(actionOf(template, 'Build')).toMatchObject({
      Namespace: 'Build',
      OutputArtifacts: [{ Name: 'Build' }],
    });
    expect(InputArtifacts).toEqual([{ Name: 'Build' }]);
    expect(JSON.parse(Configuration.EnvironmentVariables)).toEqual([
      { name: 'IMAGE_URI', type: 'PLAINTEXT', value: '#{Build.IMAGE_URI}' },
    ]);
    expect(Environment.EnvironmentVariables).toBeUndefined();
    expect(releaseScriptOf(modelOf(EXISTING_SERVICE))).toContain(
      "  production) AWS_REGION=us-east-1 STEPS='register update tag-image' CONTAINER=orders-api TASK_DEFINITION=task-definition.json CLUSTER=production SERVICE=orders-api MINUTES=30 TAG_PREFIX=production_ ;;\n",
    );
  });

  test('times out later than the deployment, runs without Docker, and has logs that expire', () => {
    const long = of({ deploymentTimeoutMinutes: 300, logRetentionDays: 365 });

    expect(propertiesOf(long, 'AWS::CodeBuild::Project', 'ReleaseProduction')).toMatchObject({
      Name: 'orders-api-production-release',
      TimeoutInMinutes: 310,
      Environment: { PrivilegedMode: false },
    });
    expect(propertiesOf(long, 'AWS::Logs::LogGroup', 'ReleaseProductionLogs').RetentionInDays).toBe(365);
  });

  test('can only write logs, release, explain a failure, and read artifacts', () => {
    expect(statementsOf(template, 'ReleaseProductionRole')).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: arn('ReleaseProductionLogs'),
      },
      {
        Effect: 'Allow',
        Action: 'ecs:RegisterTaskDefinition',
        Resource: 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api:*',
      },
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: [
          'arn:aws:iam::111122223333:role/orders-api-production-execution',
          'arn:aws:iam::111122223333:role/orders-api-production-task',
        ],
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
      {
        Effect: 'Allow',
        Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
        Resource: 'arn:aws:ecs:us-east-1:111122223333:service/production/orders-api',
      },
      {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage', 'ecr:PutImage'],
        Resource: 'arn:aws:ecr:us-east-1:111122223333:repository/orders-api',
      },
      {
        Effect: 'Allow',
        Action: 'ecs:ListTasks',
        Resource: '*',
        Condition: { ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:111122223333:cluster/production' } },
      },
      {
        Effect: 'Allow',
        Action: 'ecs:DescribeTasks',
        Resource: 'arn:aws:ecs:us-east-1:111122223333:task/production/*',
      },
      { Effect: 'Allow', Action: 'elasticloadbalancing:DescribeTargetHealth', Resource: '*' },
      ...READ,
    ]);
  });
});

describe('the release of a managed service', () => {
  const options = { smokeTest: { command: 'curl --fail "$SERVICE_URL"' } };
  const managed = InfraApp.of(options).template(STACK);

  test('deploys the synthesized CDK app with the CDK CLI version of the build, then runs the smoke test', () => {
    const { Source } = propertiesOf(managed, 'AWS::CodeBuild::Project', 'ReleaseProduction');
    const { phases } = JSON.parse(Source.BuildSpec);

    expect(phases.install).toEqual({ 'runtime-versions': { nodejs: 24 } });
    expect(phases.build.commands).toEqual(['bash infra/release.sh production']);
    const script = releaseScriptOf(modelOf(options));
    expect(script).toMatch(
      /^ {2}production\) .* STEPS='deploy-base-stack register deploy-stack tag-image smoke-test' .* STACK=orders-api-production-service .* MINUTES=30 TAG_PREFIX=production_ ;;$/m,
    );
    expect(script).toMatch(/^ {2}timeout "\$\{MINUTES\}m" npx --yes "aws-cdk@\$CDK_VERSION" deploy "\$STACK" /m);
    expect(script).toContain(`  bash -ec 'curl --fail "$SERVICE_URL"'\n`);
    expect(JSON.parse(actionOf(managed, 'Release-production').Configuration.EnvironmentVariables)).toEqual([
      { name: 'IMAGE_URI', type: 'PLAINTEXT', value: '#{Build.IMAGE_URI}' },
      { name: 'CDK_VERSION', type: 'PLAINTEXT', value: '#{Build.CDK_VERSION}' },
    ]);
  });

  test('can assume CDK bootstrap roles, but cannot change the service or load balancer directly', () => {
    const statements = statementsOf(managed, 'ReleaseProductionRole');
    expect(statements.flatMap(({ Action }) => Action).filter((action) => !/^(logs|s3):/.test(action))).toEqual([
      'sts:AssumeRole',
      'ecs:RegisterTaskDefinition',
      'iam:PassRole',
      'cloudformation:DescribeStacks',
      'ecs:ListServiceDeployments',
      'ecs:DescribeServiceRevisions',
      'ecs:StopServiceDeployment',
      'ecr:BatchGetImage',
      'ecr:PutImage',
      'ecs:DescribeServices',
      'ecs:ListTasks',
      'ecs:DescribeTasks',
      'elasticloadbalancing:DescribeTargetHealth',
      'cloudwatch:DescribeAlarms',
      'cloudformation:DescribeStackEvents',
      'cloudformation:DescribeStackEvents',
    ]);
  });
});

describe('the roles of the pipeline', () => {
  test('CodePipeline can read and write artifacts and assume the action role', () => {
    expect(statementsOf(template, 'PipelineRole')).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn('ActionRole') },
      ...READ,
      ...WRITE,
    ]);
  });

  test('the actions can use the connection and start the two CodeBuild projects', () => {
    expect(statementsOf(template, 'ActionRole').slice(1)).toEqual([
      {
        Effect: 'Allow',
        Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
        Resource: [arn('Build'), arn('ReleaseProduction')],
      },
      ...READ,
      ...WRITE,
    ]);
    expect(pipelineOf(template).Stages.flatMap(({ Actions }: any) => Actions.map((a: any) => a.RoleArn))).toEqual(
      Array(3).fill(arn('ActionRole')),
    );
  });
});

test('the artifacts are private, encrypted, accessible only over TLS, and expire', () => {
  template.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Status: 'Enabled' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    },
  });
  const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  expect(policy!.Properties.PolicyDocument.Statement).toEqual([
    expect.objectContaining({
      Effect: 'Deny',
      Action: 's3:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  ]);
});
