import type { Facts } from '../core/fact';
import { PipelineSource } from '../options';
import { type Place, partitionOf } from './aws';
import { checkPlace } from './check-place';
import type { CommonEnvironmentModel } from './common-model';
import type { GithubRepository, PipelineModel, PipelineReleaseModel, PipelineSourceModel } from './model';
import type { OptionReader } from './option-reader';
import { type RoleNames, roleArnOf } from './role-names';
import { CODE_COMMIT_REPOSITORY, CONNECTION_ARN } from './rules';
import { SHARED } from './shared-values';

/** The members of `aws_codebuild.ComputeType` that every image and region supports. */
const COMPUTE_TYPES = ['SMALL', 'MEDIUM', 'LARGE', 'X_LARGE', 'X2_LARGE'] as const;

/** What does not depend on the environments. */
type BasePipelineModel = Omit<PipelineModel, 'releases' | 'triggers' | 'hasRolePath'>;

interface PipelineFacts extends Place {
  readonly decisions: Facts;
  readonly service: string;
  readonly buildImage: string;
  readonly logRetentionDays: number;
  readonly repository: GithubRepository;
}

export function resolvePipeline(options: OptionReader, facts: PipelineFacts): BasePipelineModel {
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

/** How CodePipeline releases to an environment. In another account, the release assumes a role in that account. */
export function pipelineRelease(
  environment: CommonEnvironmentModel,
  pipeline: BasePipelineModel,
  { service, roles, decisions }: { service: string; roles: RoleNames; decisions: Facts },
): PipelineReleaseModel {
  const project = decisions
    .in(environment.name)
    .decide(SHARED.releaseProject, `${service}-${environment.name}-release`);
  if (environment.account === pipeline.account) {
    return { name: environment.name, project };
  }
  const role = `${roles.prefix}${project}`;
  return {
    name: environment.name,
    project,
    projectRole: { name: role, arn: roleArnOf(pipeline, roles, role) },
    roleToAssume: { name: role, arn: roleArnOf(environment, roles, role) },
  };
}

function resolveSource(options: OptionReader, facts: PipelineFacts): PipelineSourceModel {
  const connectionArn = options.string('connectionArn', CONNECTION_ARN);
  const repositoryName = options.string('codeCommitRepository', CODE_COMMIT_REPOSITORY) ?? facts.service;
  if (options.value('source') === PipelineSource.CODE_COMMIT) {
    if (options.has('connectionArn')) {
      options.reject('connectionArn', 'option-of-other-source', {
        why: 'has no effect with a CodeCommit source',
        fix: 'Remove it.',
      });
    }
    return { kind: PipelineSource.CODE_COMMIT, repositoryName };
  }
  if (options.has('codeCommitRepository') && !options.isRejected('source')) {
    options.reject('codeCommitRepository', 'option-of-other-source', {
      why: 'has no effect with a GitHub source',
      fix: 'Remove it, or set source to PipelineSource.CODE_COMMIT.',
    });
  }
  if (connectionArn) {
    const fix = 'Use a connection in the delivery account.';
    checkPlace(options, 'connectionArn', connectionArn, { place: facts, same: ['account', 'partition'], fix });
  }
  return {
    kind: PipelineSource.GITHUB,
    repository: facts.repository,
    connectionArn,
    // AWS allows 32 characters, the same limit as for a service name.
    connectionName: facts.service,
  };
}
