import type { ApprovalRuleOptions } from '../../options';
import type { RuleDefinition } from './library-rule';
import { readProduction } from './parameters';

/** Releases to production require approval. */
export const APPROVAL_BEFORE_PRODUCTION: RuleDefinition<ApprovalRuleOptions, readonly string[]> = {
  code: 'approval-before-production',
  title: 'Releases to production require approval',
  description: 'A person decides when customers receive a change.',
  url: 'https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#required-reviewers',
  example: { environments: ['production', 'production-eu'] },
  options: { environments: true },
  read: readProduction,
  check: ({ environments }, production) =>
    environments
      .filter(({ name, approval }) => production.includes(name) && !approval)
      .map(({ name }) => ({
        option: 'approval',
        environment: name,
        message: 'is false, so nobody approves releases',
        fix: 'Set approval to true.',
      })),
};
