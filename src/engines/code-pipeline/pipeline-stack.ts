import type { Artifact, ArtifactInput } from '../../core/artifact';
import type { Delivery } from '../../core/engine';
import type { Environment } from '../../core/environment';
import { statementsFor } from '../../core/release';
import type { Finding } from '../../core/stack-source';
import { type Statement, withoutCovered } from '../../core/statement';
import { LOG_RETENTION } from '../../data/log-retention';
import type { BuildCommandsModel } from '../../model/common-model';
import type { PipelineModel } from '../../model/model';
import { readStatements } from '../../printing/secret-commands';
import { acknowledge, addToRole, wildcardFindings } from '../../printing/statements';
import { describeTriggers } from '../../printing/triggers';
import { code, imports, literal, quote, sourceFile } from '../../printing/typescript';
import { COMMIT } from './buildspec';
import type { CodePipelineInput } from './input';
import { CODE_PIPELINE_ENGINE } from './native';
import { pipelineSource, type SourceCode } from './pipeline-source';
import { releaseAction } from './release-action';
import { nativeRelease, type ReleaseCode } from './release-code';
import { buildImage, releaseProject } from './release-project';

/**
 * `infra/pipeline-stack.ts`: source, build, and a release to each environment.
 */
export function renderPipelineStack(input: CodePipelineInput, delivery: Delivery): string {
  const { pipeline, startedByPush } = input;
  const { service, branch, artifact } = delivery;
  const filter = triggerFilter(input, branch);
  const source = pipelineSource(pipeline, branch, {
    startedByPush,
    needsInput: artifact.input !== undefined,
    isFiltered: filter !== undefined,
  });
  const releases = delivery.target.environments.flatMap((environment) => {
    const found = nativeRelease(environment.release);
    if (!found) {
      return [releaseProject(input, delivery, environment)];
    }
    const { following } = found;
    return [
      releaseAction(environment, found),
      ...(following.length > 0 ? [releaseProject(input, delivery, environment, following)] : []),
    ];
  });
  const statements = buildStatements(input, artifact);
  return sourceFile`
    ${imports({
      'aws-cdk-lib': ['Duration', 'RemovalPolicy', 'Stack', 'type StackProps', 'Validations'],
      'aws-cdk-lib/aws-codebuild': 'codebuild',
      'aws-cdk-lib/aws-codepipeline': 'codepipeline',
      'aws-cdk-lib/aws-codepipeline-actions': 'actions',
      'aws-cdk-lib/aws-iam': 'iam',
      'aws-cdk-lib/aws-logs': 'logs',
      'aws-cdk-lib/aws-s3': 's3',
      ...source.imports,
      ...Object.assign({}, ...releases.map((release) => release.imports)),
      constructs: ['type Construct'],
    })}

    /** The pipeline of ${service}. ${startedByPush ? `${describeTriggers(pipeline.triggers)} starts it.` : 'It is started manually.'} */
    export class PipelineStack extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        // Prevents the confused deputy problem: services can assume a role only on behalf of this account.
        const inThisAccount = {
          conditions: { StringEquals: { 'aws:SourceAccount': ${quote(pipeline.account)} } },
        };
        const codeBuild = new iam.ServicePrincipal('codebuild.amazonaws.com', inThisAccount);

        ${artifactBucket()}

        ${source.resources}

        ${buildProject(input, delivery, statements)}

        ${releases.map((release) => release.resources).join('\n\n')}

        ${roles(source, releases)}

        ${stages(input, delivery, source, releases, filter)}

        ${acknowledge([
          {
            construct: 'artifacts',
            id: 'AwsSolutions-S1',
            reason: 'Only the roles of the pipeline can access the artifacts, and the artifacts expire.',
          },
          ...['pipelineRole', 'actionRole', 'buildRole', ...releases.map(({ role }) => role)].map(artifactFinding),
          ...wildcardFindings('buildRole', statements),
          ...releases.flatMap(({ findings }) => findings),
          ...projects(releases).map(encryptionFinding),
          ...(pipeline.hasRolePath ? projects(releases).map(rolePathFinding) : []),
        ])}
      }
    }
  `;
}

/** The permissions of the project that builds the artifact. */
export function buildStatements({ build }: CodePipelineInput, artifact: Artifact): Statement[] {
  return withoutCovered([
    ...statementsFor(CODE_PIPELINE_ENGINE, artifact.build(COMMIT)),
    ...readStatements(build.secretVariables ?? [], 'the variables of the build'),
  ]);
}

/** Relative to the root of the repository, where CodeBuild starts. */
function buildspecPath(build: BuildCommandsModel, { buildspec }: PipelineModel): string {
  return build.directory ? `${build.directory}/${buildspec}` : buildspec;
}

function artifactBucket(): string {
  return code`
    // Passes artifacts between stages. They are not needed after the release.
    const artifacts = new s3.Bucket(this, 'Artifacts', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(30) }],
      // Retained, because CloudFormation cannot delete a bucket that contains objects.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });`;
}

function buildProject(
  input: CodePipelineInput,
  { service, artifact }: Delivery,
  statements: readonly Statement[],
): string {
  const { pipeline, build } = input;
  const docker = artifact.needsDocker;
  const modes = [...(docker ? ['DOCKER_LAYER'] : []), ...(build.cachePaths.length > 0 ? ['CUSTOM'] : [])].map(
    (mode) => `codebuild.LocalCacheMode.${mode}`,
  );
  return code`
    const buildLogs = new logs.LogGroup(this, 'BuildLogs', {
      retention: logs.RetentionDays.${LOG_RETENTION[pipeline.logRetentionDays]},
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const buildRole = new iam.Role(this, 'BuildRole', { assumedBy: codeBuild });
    buildLogs.grantWrite(buildRole);
    ${addToRole('buildRole', statements)}
    const build = new codebuild.PipelineProject(this, 'Build', {
      projectName: ${quote(pipeline.buildProject)},
      description: ${quote(artifact.input ? `Checks the ${artifact.noun} of ${service} before a release.` : `Builds and pushes the ${artifact.noun} of ${service}.`)},
      buildSpec: codebuild.BuildSpec.fromSourceFilename(${quote(buildspecPath(build, pipeline))}),
      environment: {
        buildImage: ${buildImage(input)},
        computeType: codebuild.ComputeType.${pipeline.computeType},
        ${docker ? '// Docker requires it.\nprivileged: true,' : undefined}
      },
      ${modes.length > 0 ? `cache: codebuild.Cache.local(${modes.join(', ')}),` : undefined}
      logging: { cloudWatch: { logGroup: buildLogs } },
      role: buildRole.withoutPolicyUpdates(),
    });`;
}

/** The variables of all CodeBuild projects. */
function projects(releases: readonly ReleaseCode[]): string[] {
  return ['build', ...releases.map(({ project }) => project).filter((project) => project !== undefined)];
}

/** The releases whose action has its own role. All other actions share one. */
function ownRoles(releases: readonly ReleaseCode[]): ReleaseCode[] {
  return releases.filter(({ actionRole }) => actionRole);
}

function actionRoleCode({ role, actionRole, environment }: ReleaseCode): string {
  const { id, statements } = actionRole!;
  return code`
    // Releases to ${environment.name}.
    const ${role} = new iam.Role(this, ${quote(id)}, { assumedBy: pipelineRole });
    ${role}.grantAssumeRole(pipelineRole);
    ${addToRole(role, statements)}`;
}

function roles(source: SourceCode, releases: readonly ReleaseCode[]): string {
  const writers = ['pipelineRole', 'actionRole', 'buildRole'];
  return code`
    // CodePipeline runs as the first role and assumes the second one for its actions.
    // The CDK would grant the roles more than they need, so constructs get them without policy updates.
    const pipelineRole = new iam.Role(this, 'PipelineRole', {
      assumedBy: new iam.ServicePrincipal('codepipeline.amazonaws.com', inThisAccount),
    });
    const actionRole = new iam.Role(this, 'ActionRole', { assumedBy: pipelineRole });
    actionRole.grantAssumeRole(pipelineRole);
    // Read the source.
    ${source.permission}
    // Run the CodeBuild projects of this stack.
    actionRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
        resources: [${projects(releases)
          .map((name) => `${name}.projectArn`)
          .join(', ')}],
      }),
    );
    ${ownRoles(releases).map(actionRoleCode).join('\n')}
    // Read and write artifacts. See https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
    for (const reader of [${[...writers, ...releases.map((release) => release.role)].join(', ')}]) {
      reader.addToPolicy(
        new iam.PolicyStatement({
          actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
          resources: [artifacts.bucketArn],
        }),
      );
      reader.addToPolicy(
        new iam.PolicyStatement({
          actions: ['s3:GetObject', 's3:GetObjectVersion'],
          resources: [artifacts.arnForObjects('*')],
        }),
      );
    }
    for (const writer of [${writers.join(', ')}]) {
      writer.addToPolicy(
        new iam.PolicyStatement({
          actions: ['s3:PutObject', 's3:PutObjectAcl'],
          resources: [artifacts.arnForObjects('*')],
        }),
      );
    }`;
}

function stages(
  { pipeline }: CodePipelineInput,
  { artifact, target }: Delivery,
  source: SourceCode,
  releases: readonly ReleaseCode[],
  filter: string | undefined,
): string {
  return code`
    const source = new codepipeline.Artifact('Source');
    const built = new codepipeline.Artifact('Build');
    const role = actionRole.withoutPolicyUpdates();
    ${artifact.input && variable(artifact.input)}
    const buildAction = new actions.CodeBuildAction({
      actionName: 'Build',
      project: build,
      input: source,
      outputs: [built],
      variablesNamespace: 'Build',
      ${artifact.input && `environmentVariables: { ${artifact.input.variable}: { value: artifactInput.reference() } },`}
      role,
    });
    ${filter ? code`const sourceAction = ${source.action.replace(/,\s*$/, ';')}` : undefined}
    const pipeline = new codepipeline.Pipeline(this, 'Pipeline', {
      pipelineName: ${quote(pipeline.name)},
      pipelineType: codepipeline.PipelineType.V2,
      // A newer execution replaces one that waits for a stage. It never cancels a running stage.
      executionMode: codepipeline.ExecutionMode.SUPERSEDED,
      crossAccountKeys: false,
      artifactBucket: artifacts,
      role: pipelineRole.withoutPolicyUpdates(),
      ${artifact.input && 'variables: [artifactInput],'}
      stages: [
        {
          stageName: 'Source',
          actions: [
            ${filter ? 'sourceAction,' : source.action}
          ],
        },
        { stageName: 'Build', actions: [buildAction] },
        ${target.environments.map((environment) => stagesOf(environment, releases)).join('\n')}
      ],
      ${filter}
    });
    // A new pipeline starts immediately, so its roles must already have their policies.
    pipeline.node.addDependency(${['actionRole', ...ownRoles(releases).map(({ role }) => role)].join(', ')});`;
}

/** Has no default value, because a release must never deploy what nobody asked for. */
function variable({ variable: variableName, description }: ArtifactInput): string {
  return code`
    const artifactInput = new codepipeline.Variable({
      variableName: ${quote(variableName)},
      description: ${quote(description)},
    });`;
}

/** Which pushes start the pipeline. `undefined`: every push to the release branch, or none. */
function triggerFilter(
  { pipeline, startedByPush, triggerPaths }: CodePipelineInput,
  branch: string,
): string | undefined {
  const { branches, tags } = pipeline.triggers;
  const onlyBranch = branches.length === 1 && branches[0] === branch && tags.length === 0;
  if (!startedByPush || (onlyBranch && triggerPaths.length === 0)) {
    return undefined;
  }
  const filters = [
    ...(branches.length > 0
      ? [{ branchesIncludes: branches, ...(triggerPaths.length > 0 ? { filePathsIncludes: triggerPaths } : {}) }]
      : []),
    ...(tags.length > 0 ? [{ tagsIncludes: tags }] : []),
  ];
  return code`
    triggers: [
      {
        providerType: codepipeline.ProviderType.CODE_STAR_SOURCE_CONNECTION,
        gitConfiguration: {
          sourceAction,
          pushFilter: ${literal(filters)},
        },
      },
    ],`;
}

function stagesOf(environment: Environment, releases: readonly ReleaseCode[]): string {
  const release = releaseStage(
    environment,
    releases.filter((each) => each.environment === environment),
  );
  return environment.approval ? `${approvalStage(environment)}\n${release}` : release;
}

function approvalStage({ name }: Environment): string {
  return code`
    {
      stageName: ${quote(`Approve-${name}`)},
      actions: [new actions.ManualApprovalAction({ actionName: 'Approve', role })],
    },`;
}

function releaseStage(environment: Environment, releases: readonly ReleaseCode[]): string {
  return code`
    {
      stageName: ${quote(`Release-${environment.name}`)},
      actions: [
        ${releases.map(({ action }) => action).join('\n')}
      ],
    },`;
}

/** `Artifacts82DD59A1` is the logical ID of the bucket. The CDK derives it from the construct ID `Artifacts`. */
function artifactFinding(construct: string): Finding {
  return {
    construct,
    id: 'AwsSolutions-IAM5[Resource::<Artifacts82DD59A1.Arn>/*]',
    reason: 'CodePipeline chooses the object keys of its artifacts. The bucket contains nothing else.',
  };
}

function encryptionFinding(construct: string): Finding {
  return { construct, id: 'AwsSolutions-CB4', reason: 'The artifacts are encrypted with S3 managed keys (SSE-S3).' };
}

/** The CDK reports a role with a path even if the template refers to it by its ARN. */
function rolePathFinding(construct: string): Finding {
  return {
    construct,
    id: 'CloudFormation-Validate::E3050',
    reason: 'The project refers to its role by ARN.',
  };
}
