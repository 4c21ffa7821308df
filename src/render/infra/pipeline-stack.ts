import { LOG_RETENTION } from '../../data/log-retention';
import type { DeliveryModel, EnvironmentModel, PipelineModel } from '../../model/model';
import { DeliveryEngine } from '../../options';
import type { DeliveryTarget } from '../../targets/target';
import { pipelineSource, type SourceCode } from './pipeline-source';
import { type ReleaseCode, releaseNames } from './release';
import { releaseAction } from './release-action';
import { buildImage, releaseProject } from './release-project';
import { acknowledge, addToRole, type Finding, pushStatements, wildcardFindings } from './statements';
import { code, imports, quote, sourceFile } from './typescript';

/**
 * `infra/pipeline-stack.ts`: source, build and a release to each environment.
 */
export function renderPipelineStack(model: DeliveryModel, pipeline: PipelineModel, target: DeliveryTarget): string {
  const byPush = model.trigger === DeliveryEngine.CODE_PIPELINE;
  const source = pipelineSource(pipeline, model.source.branch, byPush);
  const releases = model.environments.map((environment) =>
    target.pipelineAction
      ? releaseAction(model, target, environment)
      : releaseProject(model, pipeline, target, environment),
  );
  const pushes = pushStatements(model.registry);
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

    /** The pipeline of ${model.service}. ${byPush ? `A push to ${model.source.branch} starts it.` : 'It stands by: somebody starts it by hand.'} */
    export class PipelineStack extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        // Services take a role on behalf of this account only.
        const inThisAccount = {
          conditions: { StringEquals: { 'aws:SourceAccount': ${quote(pipeline.account)} } },
        };
        const codeBuild = new iam.ServicePrincipal('codebuild.amazonaws.com', inThisAccount);

        ${artifactBucket()}

        ${source.resources}

        ${buildProject(model, pipeline)}

        ${releases.map((release) => release.resources).join('\n\n')}

        ${roles(source, releases)}

        ${stages(pipeline, source, releases)}

        ${acknowledge([
          {
            construct: 'artifacts',
            id: 'AwsSolutions-S1',
            reason: 'Only the roles of the pipeline reach these artifacts, and they expire.',
          },
          ...['pipelineRole', 'actionRole', 'buildRole', ...releases.map(({ role }) => role)].map(artifactFinding),
          ...wildcardFindings('buildRole', pushes),
          ...releases.flatMap(({ findings }) => findings),
          ...projects(releases).map(encryptionFinding),
        ])}
      }
    }
  `;
}

/** From the root of the repository, which CodeBuild starts in. */
function buildspecPath({ build }: DeliveryModel, { buildspec }: PipelineModel): string {
  return build.directory ? `${build.directory}/${buildspec}` : buildspec;
}

function artifactBucket(): string {
  return code`
    // Hands artifacts from stage to stage. After a release nothing needs them.
    const artifacts = new s3.Bucket(this, 'Artifacts', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(30) }],
      // A bucket that holds objects cannot be deleted with its stack; these expire.
      removalPolicy: RemovalPolicy.RETAIN,
    });`;
}

function buildProject(model: DeliveryModel, pipeline: PipelineModel): string {
  const { cachePaths } = model.build;
  const modes = ['DOCKER_LAYER', ...(cachePaths.length > 0 ? ['CUSTOM'] : [])].map(
    (mode) => `codebuild.LocalCacheMode.${mode}`,
  );
  return code`
    const buildLogs = new logs.LogGroup(this, 'BuildLogs', {
      retention: logs.RetentionDays.${LOG_RETENTION[pipeline.logRetentionDays]},
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const buildRole = new iam.Role(this, 'BuildRole', { assumedBy: codeBuild });
    buildLogs.grantWrite(buildRole);
    ${addToRole('buildRole', pushStatements(model.registry))}
    const build = new codebuild.PipelineProject(this, 'Build', {
      projectName: ${quote(pipeline.buildProject)},
      description: ${quote(`Builds and pushes the image of ${model.service}.`)},
      buildSpec: codebuild.BuildSpec.fromSourceFilename(${quote(buildspecPath(model, pipeline))}),
      environment: {
        buildImage: ${buildImage(model, pipeline)},
        computeType: codebuild.ComputeType.${pipeline.computeType},
        // Docker needs it.
        privileged: true,
      },
      cache: codebuild.Cache.local(${modes.join(', ')}),
      logging: { cloudWatch: { logGroup: buildLogs } },
      role: buildRole.withoutPolicyUpdates(),
    });`;
}

/** The variables of all projects of CodeBuild. */
function projects(releases: readonly ReleaseCode[]): string[] {
  return ['build', ...releases.map(({ project }) => project).filter((project) => project !== undefined)];
}

/** The variables of the roles that CodePipeline takes for its actions, besides the one for most of them. */
function ownRoles(releases: readonly ReleaseCode[]): ReleaseCode[] {
  return releases.filter(({ statements }) => statements);
}

function actionRoleCode({ role, statements, environment }: ReleaseCode): string {
  return code`
    // Release to ${environment.name}.
    const ${role} = new iam.Role(this, ${quote(`${releaseNames(environment).id}Role`)}, { assumedBy: pipelineRole });
    ${role}.grantAssumeRole(pipelineRole);
    ${addToRole(role, statements!)}`;
}

function roles(source: SourceCode, releases: readonly ReleaseCode[]): string {
  const writers = ['pipelineRole', 'actionRole', 'buildRole'];
  return code`
    // CodePipeline itself. It takes the second role for its actions.
    // What the CDK would grant to the roles of this stack is more than they need: they are passed on without updates.
    const pipelineRole = new iam.Role(this, 'PipelineRole', {
      assumedBy: new iam.ServicePrincipal('codepipeline.amazonaws.com', inThisAccount),
    });
    const actionRole = new iam.Role(this, 'ActionRole', { assumedBy: pipelineRole });
    actionRole.grantAssumeRole(pipelineRole);
    // Read the source.
    ${source.permission}
    // Run the projects of this stack.
    actionRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
        resources: [${projects(releases)
          .map((name) => `${name}.projectArn`)
          .join(', ')}],
      }),
    );
    ${ownRoles(releases).map(actionRoleCode).join('\n')}
    // Pass artifacts on. https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
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

function stages(pipeline: PipelineModel, source: SourceCode, releases: readonly ReleaseCode[]): string {
  return code`
    const source = new codepipeline.Artifact('Source');
    const built = new codepipeline.Artifact('Build');
    const role = actionRole.withoutPolicyUpdates();
    const buildAction = new actions.CodeBuildAction({
      actionName: 'Build',
      project: build,
      input: source,
      outputs: [built],
      variablesNamespace: 'Build',
      role,
    });
    const pipeline = new codepipeline.Pipeline(this, 'Pipeline', {
      pipelineName: ${quote(pipeline.name)},
      pipelineType: codepipeline.PipelineType.V2,
      // A newer commit overtakes one that waits for a stage. What runs in a stage is never cancelled.
      executionMode: codepipeline.ExecutionMode.SUPERSEDED,
      crossAccountKeys: false,
      artifactBucket: artifacts,
      role: pipelineRole.withoutPolicyUpdates(),
      stages: [
        {
          stageName: 'Source',
          actions: [
            ${source.action}
          ],
        },
        { stageName: 'Build', actions: [buildAction] },
        ${releases.map(stagesOf).join('\n')}
      ],
    });
    // A new pipeline runs at once: by then the role has to have its policy.
    pipeline.node.addDependency(${['actionRole', ...ownRoles(releases).map(({ role }) => role)].join(', ')});`;
}

function stagesOf(release: ReleaseCode): string {
  const { approval } = release.environment;
  return approval ? `${approvalStage(release.environment)}\n${releaseStage(release)}` : releaseStage(release);
}

function approvalStage({ name }: EnvironmentModel): string {
  return code`
    {
      stageName: ${quote(`Approve-${name}`)},
      actions: [new actions.ManualApprovalAction({ actionName: 'Approve', role })],
    },`;
}

function releaseStage({ environment, action }: ReleaseCode): string {
  return code`
    {
      stageName: ${quote(`Release-${environment.name}`)},
      actions: [
        ${action}
      ],
    },`;
}

/** `Artifacts82DD59A1` is the bucket's logical id, which follows from its id `Artifacts`. */
function artifactFinding(construct: string): Finding {
  return {
    construct,
    id: 'AwsSolutions-IAM5[Resource::<Artifacts82DD59A1.Arn>/*]',
    reason: 'CodePipeline chooses the keys of its artifacts. The bucket holds nothing else.',
  };
}

function encryptionFinding(construct: string): Finding {
  return { construct, id: 'AwsSolutions-CB4', reason: 'Its artifacts are encrypted with the keys of S3.' };
}
