import type { GithubBranchProtectionOptions } from '../options';
import type { BranchProtectionModel } from './model';
import type { OptionReader, StringRule } from './option-reader';

/** The name of the job in the workflow for pull requests. A required check refers to it. */
export const PULL_REQUEST_JOB = 'Test';

const OPTIONS: Readonly<Record<keyof GithubBranchProtectionOptions, true>> = {
  requiredApprovals: true,
  requiredChecks: true,
  requireUpToDate: true,
  dismissStaleApprovals: true,
  requireCodeOwnerReview: true,
  requireSignedCommits: true,
};

const CHECK_NAME: StringRule = { pattern: /^\S(.{0,98}\S)?$/, allowed: 'the name of a check, up to 100 characters' };

export function resolveBranchProtection(github: OptionReader): BranchProtectionModel | undefined {
  const options = github.struct('branchProtection', OPTIONS);
  if (!github.has('branchProtection')) {
    return undefined;
  }
  const requiredApprovals = options.integer('requiredApprovals', 0, 6) ?? 1;
  const requireCodeOwnerReview = options.boolean('requireCodeOwnerReview') ?? false;
  if (requireCodeOwnerReview && requiredApprovals === 0) {
    options.reject('requireCodeOwnerReview', 'review-without-approvals', {
      why: 'has no effect because pull requests need no approvals',
      fix: 'Set requiredApprovals to 1 or more, or remove requireCodeOwnerReview.',
    });
  }
  return {
    requiredApprovals,
    requiredChecks: options.strings('requiredChecks', CHECK_NAME) ?? [PULL_REQUEST_JOB],
    requireUpToDate: options.boolean('requireUpToDate') ?? false,
    dismissStaleApprovals: options.boolean('dismissStaleApprovals') ?? true,
    requireCodeOwnerReview,
    requireSignedCommits: options.boolean('requireSignedCommits') ?? false,
  };
}
