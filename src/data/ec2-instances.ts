/**
 * The versions of Node.js that Amazon Linux 2023 packages as `nodejs<version>`, with the program
 * `/usr/bin/node-<version>`, and that still receive updates.
 *
 * Source: https://docs.aws.amazon.com/linux/al2023/ug/nodejs.html, read 2026-11-24.
 */
export const NODE_PACKAGES: readonly string[] = ['24', '22'];

/**
 * The package of the CodeDeploy agent in the bucket `aws-codedeploy-<region>`.
 *
 * Source: https://github.com/aws/aws-codedeploy-agent/releases/tag/v1.8.1, 2026-02-18.
 */
export const CODE_DEPLOY_AGENT = 'codedeploy-agent-1.8.1-26.noarch.rpm';

/** Instance types with AWS Graviton processors, for example `m7g.large`: the generation is followed by a `g`. */
export const GRAVITON_TYPE = /^(a1|[a-z]+\d+g[a-z]*)\./;
