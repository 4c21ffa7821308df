import type { PipelineModel } from '../../model/model';
import { PipelineSource } from '../../options';
import { code, quote } from '../../printing/typescript';

/** The parts of the pipeline stack that depend on where the source code is hosted. */
export interface SourceCode {
  readonly imports: Readonly<Record<string, string>>;
  /** Code that creates or imports what the source action uses. */
  readonly resources?: string;
  /** Code that lets the action role read the source. */
  readonly permission: string;
  readonly action: string;
}

interface Start {
  readonly startedByPush: boolean;
  /** Whether whoever starts the pipeline specifies the artifact. */
  readonly needsInput: boolean;
  /** Whether the triggers of the pipeline determine which pushes start it. */
  readonly isFiltered: boolean;
}

export function pipelineSource({ source }: PipelineModel, branch: string, start: Start): SourceCode {
  return source.kind === PipelineSource.GITHUB
    ? githubSource(source, branch, start)
    : codeCommitSource(source.repositoryName, branch, start.startedByPush);
}

function githubSource(
  { repository, connectionArn, connectionName }: Extract<PipelineModel['source'], { kind: PipelineSource.GITHUB }>,
  branch: string,
  start: Start,
): SourceCode {
  const arn = connectionArn ? quote(connectionArn) : 'connection.attrConnectionArn';
  // Connections created before 2024-07 have the former service name in their ARN and require its IAM action.
  const service = connectionArn?.split(':')[2] ?? 'codeconnections';
  return {
    imports: connectionArn ? {} : { 'aws-cdk-lib/aws-codeconnections': 'codeconnections' },
    resources: connectionArn
      ? undefined
      : code`
          // A new connection is pending until you complete it in the AWS console.
          const connection = new codeconnections.CfnConnection(this, 'Connection', {
            connectionName: ${quote(connectionName)},
            providerType: 'GitHub',
          });`,
    permission: code`
      actionRole.addToPolicy(
        new iam.PolicyStatement({
          actions: [${quote(`${service}:UseConnection`)}],
          resources: [${arn}],
        }),
      );`,
    action: code`
      new actions.CodeStarConnectionsSourceAction({
        actionName: 'Source',
        connectionArn: ${arn},
        owner: ${quote(repository.owner)},
        repo: ${quote(repository.name)},
        branch: ${quote(branch)},
        ${startComment(start)}
        triggerOnPush: ${String(start.startedByPush && !start.isFiltered)},
        output: source,
        role,
      }),`,
  };
}

function startComment({ startedByPush, needsInput, isFiltered }: Start): string | undefined {
  if (needsInput) {
    return '// A push cannot specify what to release.';
  }
  if (!startedByPush) {
    return '// A push starts the GitHub workflow. Starting both would release the same commit twice.';
  }
  return isFiltered ? '// The triggers of the pipeline determine which pushes start it.' : undefined;
}

function codeCommitSource(repositoryName: string, branch: string, byPush: boolean): SourceCode {
  return {
    imports: { 'aws-cdk-lib/aws-codecommit': 'codecommit' },
    resources: code`
      const repository = codecommit.Repository.fromRepositoryName(this, 'Repository', ${quote(repositoryName)});`,
    permission: code`
      actionRole.addToPolicy(
        new iam.PolicyStatement({
          actions: [
            'codecommit:CancelUploadArchive',
            'codecommit:GetBranch',
            'codecommit:GetCommit',
            'codecommit:GetUploadArchiveStatus',
            'codecommit:UploadArchive',
          ],
          resources: [repository.repositoryArn],
        }),
      );`,
    action: code`
      new actions.CodeCommitSourceAction({
        actionName: 'Source',
        repository,
        branch: ${quote(branch)},
        trigger: actions.CodeCommitTrigger.${byPush ? 'EVENTS' : 'NONE'},
        output: source,
        role,
      }),`,
  };
}
