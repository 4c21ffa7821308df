import type { Facts } from '../facts/fact';
import { PipelineSource } from '../options';
import { iamArnOf, type Place, partitionOf } from './aws';
import { checkPlace } from './check-place';
import type { GithubRepository, PipelineModel, PipelineReleaseModel, PipelineSourceModel } from './model';
import type { OptionReader } from './option-reader';
import type { EnvironmentBase } from './resolve-environment';
import { CODE_COMMIT_REPOSITORY, CONNECTION_ARN } from './rules';
import { SHARED } from './shared-values';

/** The names of `aws_codebuild.ComputeType` that every image and region offers. */
const COMPUTE_TYPES = ['SMALL', 'MEDIUM', 'LARGE', 'X_LARGE', 'X2_LARGE'] as const;

interface PipelineFacts extends Place {
  readonly decisions: Facts;
  readonly service: string;
  readonly buildImage: string;
  readonly logRetentionDays: number;
  readonly repository: GithubRepository;
}

export function resolvePipeline(options: OptionReader, facts: PipelineFacts): PipelineModel {
  const { service, account, region } = facts;
  return {
    buildspec: 'buildspec.yml',
    name: service,
    stack: facts.decisions.decide(SHARED.pipelineStack, `${service}-pipeline`),
    account,
    region,
    partition: partitionOf(region),
    source: resolveSource(options, facts),
    buildImage: facts.buildImage,
    computeType: options.oneOf('computeType', COMPUTE_TYPES) ?? 'SMALL',
    buildProject: `${service}-build`,
    logRetentionDays: facts.logRetentionDays,
  };
}

/** How CodePipeline releases to an environment. In another account, the release takes a role that lives there. */
export function pipelineRelease(
  environment: EnvironmentBase,
  pipeline: PipelineModel,
  service: string,
  decisions: Facts,
): PipelineReleaseModel {
  const project = decisions.in(environment.name).decide(SHARED.releaseProject, `${service}-${environment.name}-release`);
  if (environment.account === pipeline.account) {
    return { project };
  }
  return {
    project,
    projectRole: { name: project, arn: iamArnOf(pipeline, `role/${project}`) },
    roleToAssume: { name: project, arn: iamArnOf(environment, `role/${project}`) },
  };
}

function resolveSource(options: OptionReader, facts: PipelineFacts): PipelineSourceModel {
  const connectionArn = options.string('connectionArn', CONNECTION_ARN);
  const repositoryName = options.string('codeCommitRepository', CODE_COMMIT_REPOSITORY) ?? facts.service;
  if (options.value('source') === PipelineSource.CODE_COMMIT) {
    if (options.has('connectionArn')) {
      options.refuse('connectionArn', 'has no effect on a CodeCommit source', undefined, 'Remove it.');
    }
    return { kind: PipelineSource.CODE_COMMIT, repositoryName };
  }
  if (options.has('codeCommitRepository')) {
    options.refuse(
      'codeCommitRepository',
      'has no effect on a GitHub source',
      undefined,
      'Remove it, or set source to PipelineSource.CODE_COMMIT.',
    );
  }
  if (connectionArn) {
    const fix = 'Make a connection in the account of the pipeline.';
    checkPlace(options, 'connectionArn', connectionArn, { place: facts, same: ['account', 'partition'], fix });
  }
  return {
    kind: PipelineSource.GITHUB,
    repository: facts.repository,
    connectionArn,
    // AWS allows 32 characters, as the name of a service may have.
    connectionName: facts.service,
  };
}
