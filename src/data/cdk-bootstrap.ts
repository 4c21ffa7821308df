/**
 * The oldest bootstrap stack that can deploy the generated stacks: `MIN_BOOTSTRAP_STACK_VERSION` in
 * `core/lib/stack-synthesizers/default-synthesizer.ts` of `aws-cdk-lib`.
 */
export const MINIMUM_BOOTSTRAP_VERSION = 6;

/** https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html */
export const DEFAULT_QUALIFIER = 'hnb659fds';
