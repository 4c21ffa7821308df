/**
 * The source of the pipeline.
 */
export enum PipelineSource {
  /** The GitHub repository, through an AWS CodeConnections connection. */
  GITHUB = 'github',
  /** A CodeCommit repository. */
  CODE_COMMIT = 'code-commit',
}

/**
 * The settings of the CodePipeline engine.
 */
export interface CodePipelineOptions {
  /**
   * Whether to generate `buildspec.yml` and `infra/pipeline-stack.ts`.
   *
   * Some Regions lack CodePipeline, CodeBuild, or CodeConnections (which reads from GitHub). In these Regions, set this
   * option explicitly: false, or true if AWS has added the service in the meantime.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The source of the pipeline.
   *
   * @default PipelineSource.GITHUB
   */
  readonly source?: PipelineSource;

  /**
   * The ARN of an existing AWS CodeConnections connection to GitHub.
   *
   * @default - created by the pipeline stack; you complete the connection once in the AWS console
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/connections-github.html
   */
  readonly connectionArn?: string;

  /**
   * The name of an existing CodeCommit repository. Requires `PipelineSource.CODE_COMMIT`.
   *
   * @default - `serviceName`
   */
  readonly codeCommitRepository?: string;

  /**
   * The CodeBuild image that runs `buildspec.yml`.
   *
   * It must match the CPU architecture of what it builds, and support the runtime version.
   *
   * @default - `aws/codebuild/amazonlinux-x86_64-standard:6.0` or `aws/codebuild/amazonlinux-aarch64-standard:4.0`,
   * derived from the CPU architecture
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
   */
  readonly buildImage?: string;

  /**
   * The compute type of the CodeBuild project that runs `buildspec.yml`.
   *
   * One of `SMALL`, `MEDIUM`, `LARGE`, `X_LARGE`, or `X2_LARGE`.
   *
   * @default "SMALL"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
   */
  readonly computeType?: string;
}
